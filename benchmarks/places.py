"""How well places are found and located, by both conventions, and what each part of the reading adds."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.test import override_settings

from benchmarks import references
from benchmarks.gold import Document, read_gold
from benchmarks.place_scores import PlaceScores, relations_of, score_places, score_relations
from benchmarks.references import ACCURACY, END_TO_END, EXACT, PARTIAL, Reference
from benchmarks.table import Matrix, Row, share
from events.enums import Relation
from events.extraction.conventions import Convention
from events.geocoding.factors import EVERY_FACTOR, Factors
from events.geocoding.ranking import RankedToponym
from events.geocoding.relations import locate
from events.management.commands.parse_articles import answer_of
from events.models import Place
from events.pipeline.reading import Reading, read_text
from events.records import PlaceRecord

#: Each adds one part to those before it.
STEPS = {
    "the statistical reader, best-known place of the name": {},
    "+ names that it missed and the gazetteer knows": {"rescue": True},
    "+ how well the name fits": {"names": True},
    "+ the article's countries and its other places": {"context": True},
    "+ “X, Y”, “X in Y”, “Y's X”": {"containment": True},
    "+ one sense a name, lists, country of the sentence": {"agreement": True},
    "+ the kind of place that the words ask for: everything": {"wording": True},
}
NO_FACTOR = Factors(*[False] * 6)
WITHOUT_MODEL = "everything, without the statistical reader"
NO_MODEL = "no model is installed under this name"


@dataclass(frozen=True)
class Run:
    """One reading of all documents: its answers in the interchange format, and what it took."""

    readings: Mapping[str, Reading]
    answers: Mapping[str, dict[str, Any]]
    cpu_s: float
    wall_s: float

    @property
    def mentions(self) -> dict[str, list[dict[str, Any]]]:
        return {id: answer["mentions"] for id, answer in self.answers.items()}


def measure(paths: Sequence[Path]) -> Iterator[Row | Matrix]:
    for path in paths:
        documents = read_gold(path)
        if any(document.mentions for document in documents):
            yield from _measured(path, documents)


def read_all(
    documents: Sequence[Document],
    *,
    convention: Convention = Convention.PLACES,
    factors: Factors = EVERY_FACTOR,
) -> Run:
    cpu, wall = time.process_time(), time.perf_counter()
    readings = {
        document.id: read_text(
            document.text, language=document.language, convention=convention, factors=factors
        )
        for document in documents
    }
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    answers = {
        document.id: answer_of(document.text, readings[document.id], convention=convention)
        for document in documents
    }
    return Run(readings, answers, cpu, wall)


def _measured(path: Path, documents: Sequence[Document]) -> Iterator[Row | Matrix]:
    read_text(documents[0].text)  # the model is loaded; what that takes is measured in a process of its own
    runs = {convention: read_all(documents, convention=convention) for convention in Convention}
    scores = {convention: score_places(documents, run.mentions) for convention, run in runs.items()}
    count = sum(len(document.mentions) for document in documents)
    yield Matrix(
        f"{path.name}: {len(documents)} articles, {count} places marked",
        ("convention", *(f"{of} {part}" for of in ("exact", "partial") for part in ("P", "R", "F1")),
         ACCURACY, "e2e P", "e2e R", END_TO_END, "unresolved", "articles/s", "of CPU"),
        [_quality(convention, scores[convention], runs[convention]) for convention in Convention],
    )  # fmt: skip
    reference = references.of_places(path)
    convention = reference.convention if reference else Convention.PLACES
    steps = _steps(documents, convention, scores[convention])
    first = next(iter(steps.items()))
    reference = reference or _reference_of(first[1], convention)
    yield from _against(reference, scores[reference.convention])
    yield Matrix(
        f"{path.name}: what each part adds, convention {convention}",
        ("what is read with", EXACT, PARTIAL, ACCURACY, END_TO_END, "unresolved"),
        [_step(name, score) for name, score in steps.items()],
    )
    if scores[convention].kinds:
        yield Matrix(
            f"{path.name}: by kind, convention {convention}",
            ("kind", "marked", "found", ACCURACY),
            [
                (name, str(kind.marked), str(kind.found), share(kind.accuracy))
                for name, kind in sorted(scores[convention].kinds.items(), key=lambda item: -item[1].marked)
            ],
        )
    yield from _relations(documents, runs[Convention.PLACES])


def _quality(convention: Convention, scores: PlaceScores, run: Run) -> tuple[str, ...]:
    return (
        str(convention),
        *(
            share(part)
            for score in (scores.exact, scores.partial)
            for part in (score.precision, score.recall, score.f1)
        ),
        share(scores.accuracy),
        *(
            share(part if scores.end_to_end.marked else None)
            for part in (scores.end_to_end.precision, scores.end_to_end.recall, scores.end_to_end.f1)
        ),
        str(scores.unresolved),
        f"{len(run.answers) / run.wall_s:.0f}",
        f"{len(run.answers) / run.cpu_s:.0f}",
    )


def _steps(
    documents: Sequence[Document], convention: Convention, everything: PlaceScores
) -> dict[str, PlaceScores]:
    scores, factors = {}, NO_FACTOR
    for name, added in STEPS.items():
        factors = replace(factors, **added)
        scores[name] = (
            everything
            if factors == EVERY_FACTOR
            else score_places(documents, read_all(documents, convention=convention, factors=factors).mentions)
        )
    with override_settings(SPACY_MODEL=NO_MODEL), _quiet():
        scores[WITHOUT_MODEL] = score_places(documents, read_all(documents, convention=convention).mentions)
    return scores


@contextmanager
def _quiet() -> Iterator[None]:
    """That the model is missing is meant."""
    logger = logging.getLogger("events.extraction.ner")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _step(name: str, scores: PlaceScores) -> tuple[str, ...]:
    end_to_end = scores.end_to_end.f1 if scores.end_to_end.marked else None
    shares = (scores.exact.f1, scores.partial.f1, scores.accuracy, end_to_end)
    return (name, *map(share, shares), str(scores.unresolved))


def _reference_of(scores: PlaceScores, convention: Convention) -> Reference:
    shares = {EXACT: scores.exact.f1, PARTIAL: scores.partial.f1, END_TO_END: scores.end_to_end.f1}
    if scores.accuracy is not None:
        shares[ACCURACY] = scores.accuracy
    return Reference(convention, shares, "the statistical reader and the best-known place, in this run")


def _against(reference: Reference, scores: PlaceScores) -> Iterator[Row]:
    measured = {
        EXACT: scores.exact.f1,
        PARTIAL: scores.partial.f1,
        ACCURACY: scores.accuracy,
        END_TO_END: scores.end_to_end.f1,
    }
    for name, value in measured.items():
        if value is not None and name in reference.shares:
            what = f"{name}, convention {reference.convention}"
            yield Row(what, value, "", reference.shares[name], reference.source, more_is_better=True)


def _relations(documents: Sequence[Document], run: Run) -> Iterator[Row]:
    if not any(relations_of(document) for document in documents):
        return
    read = {id: [*answer["mentions"], *answer["areas"]] for id, answer in run.answers.items()}
    located = {
        (id, span.start, span.end): point
        for id, reading in run.readings.items()
        for ranked in reading.mentions
        for span in (ranked.toponym, ranked.toponym.phrase)
        if ranked.toponym.relation is not Relation.IN and (point := _symbol(ranked))
    }
    scores = score_relations(documents, read, located)
    yield Row(f"relations read right, of {scores.marked}", 100 * scores.read / scores.marked, "%")
    if scores.marked_with_point:
        what = f"relations located right, of {scores.marked_with_point}"
        yield Row(what, 100 * scores.located / scores.marked_with_point, "%")


def _symbol(ranked: RankedToponym) -> dict[str, float] | None:
    """Where the map puts the symbol of a mention with its relation."""
    if not ranked.candidates:
        return None
    toponym = ranked.toponym
    try:
        point = locate(
            Place.objects.get(pk=ranked.candidates[0].place.id),
            relation=toponym.relation,
            direction=toponym.direction,
            distance_m=toponym.distance_m,
            other_place=_place(ranked.other),
            within=_place(ranked.within),
        ).point
    except ValueError:  # the place cannot have the relation; an editor reads why
        return None
    return {"lat": point.y, "lon": point.x}


def _place(record: PlaceRecord | None) -> Place | None:
    return Place.objects.get(pk=record.id) if record else None
