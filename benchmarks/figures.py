"""How well figures are read, part by part, and what that takes beside the reading of places."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks import references
from benchmarks.figure_scores import LEVELS, PARTS, FigureScores, score_figures
from benchmarks.gold import Document, read_gold
from benchmarks.places import read_all
from benchmarks.row_scores import ROW_LEVELS, read_rows, score_rows
from benchmarks.table import Matrix, Row, share
from events.extraction.conventions import Convention
from events.extraction.figures import read_figures
from events.management.commands.parse_articles import answer_of
from events.pipeline.reading import Reading

#: Beside the reading of places, ms an article.
LIMIT_MS = 5


def measure(paths: Sequence[Path], rows: Sequence[Path] = ()) -> Iterator[Row | Matrix]:
    """`paths` are files of gold, `rows` tables of excerpts (CSV)."""
    for path in paths:
        documents = read_gold(path)
        if any(document.figures for document in documents):
            yield from _measured(path, documents)
    for path in rows:
        yield from _measured_rows(path, read_rows(path))


def _read(documents: Sequence[Document]) -> tuple[dict[str, list[dict[str, Any]]], float]:
    """The figures of each document in the interchange format, and the ms an article took."""
    read_figures(documents[0].text)
    started = time.process_time()  # no database is asked, so that this is all of it
    found = {document.id: tuple(read_figures(document.text)) for document in documents}
    each = (time.process_time() - started) * 1000 / len(documents)
    answers = {
        document.id: answer_of(
            document.text, Reading((), found[document.id], is_partial=False), convention=Convention.PLACES
        )["figures"]
        for document in documents
    }
    return answers, each


def _measured(path: Path, documents: Sequence[Document]) -> Iterator[Row | Matrix]:
    read, each = _read(documents)
    scores = score_figures(documents, read)
    count = sum(len(document.figures) for document in documents)
    yield Matrix(
        f"{path.name}: {len(documents)} articles, {count} figures marked",
        ("what must be right", "P", "R", "F1"),
        [
            (level, share(score.precision), share(score.recall), share(score.f1))
            for level, score in ((level, scores.levels[level]) for level in LEVELS)
        ],
    )
    yield Matrix(
        f"{path.name}: given the right quantity",
        PARTS,
        [tuple(share(scores.given_quantity[part]) for part in PARTS)],
    )
    yield Matrix(
        f"{path.name}: by measure, quantity and measure right",
        ("measure", "marked", "read", "F1"),
        [
            (name, str(score.marked), str(score.read), share(score.f1))
            for name, score in scores.measures.items()
        ],
    )
    yield from _against(path, scores)
    yield Row("figures of an article", each, "ms", LIMIT_MS, "the limit set")
    whole = read_all(documents)
    beside = whole.cpu_s * 1000 / len(documents) - each
    yield Row("places of the same article, without the database", beside, "ms")


def _against(path: Path, scores: FigureScores) -> Iterator[Row]:
    shares, source = references.of_figures(path)
    for name, reference in shares.items():
        level = scores.levels.get(name)
        value = level.f1 if level else scores.given_quantity[name]
        if value is not None:
            what = f"{name}, F1" if level else f"{name}, given the quantity"
            yield Row(what, value, "", reference, source, more_is_better=True)


def _measured_rows(path: Path, documents: Sequence[Document]) -> Iterator[Row | Matrix]:
    read, _ = _read(documents)
    scores = score_rows(documents, read)
    count = sum(len(document.figures) for document in documents)
    yield Matrix(
        f"{path.name}: {len(documents)} excerpts, {count} figures, paired by value",
        ("what must be right", "P", "R", "F1"),
        [
            (level, share(scores[level].precision), share(scores[level].recall), share(scores[level].f1))
            for level in ROW_LEVELS
        ],
    )
    shares, source = references.of_figures(path)
    for name, reference in shares.items():
        yield Row(f"{name}, F1", scores[name].f1, "", reference, source, more_is_better=True)
