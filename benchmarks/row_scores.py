"""Scores of figures against a table of excerpts with what analysts made of each, as IDMC's are.

There are no offsets in such a table, so that figures are paired by their values.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.f1 import Score, Span
from benchmarks.gold import Document, UnreadableGold

ROW_LEVELS = ("quantity", "+unit", "+measure", "+measure+unit")
#: IDMC's terms, in its table's words.
_TERMS = {
    "displaced": "displaced", "forced to flee": "displaced", "relocated": "displaced",
    "homeless": "displaced",
    "evacuated": "evacuated", "sheltered": "sheltered", "in relief camp": "sheltered",
    "destroyed housing": "homes_destroyed", "uninhabitable housing": "homes_destroyed",
    "partially destroyed housing": "homes_damaged",
}  # fmt: skip
_HOUSING = ("homes_destroyed", "homes_damaged")


def read_rows(path: Path) -> list[Document]:
    """Excerpts of a CSV file with the columns `excerpt`, `quantity`, `term` and `unit`, one figure a row.

    Rows of one excerpt are one document. Rows that are the same twice count once.
    """
    if not path.is_file():
        raise UnreadableGold(f"There is no file {path}. Give the path of a CSV file.")
    figures: dict[str, dict[tuple[object, ...], Span]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        if missing := {"excerpt", "quantity", "term", "unit"} - set(rows.fieldnames or ()):
            raise UnreadableGold(f"{path} has no column {', '.join(sorted(missing))}.")
        for row in rows:
            measure = _TERMS.get(row["term"].strip().casefold())
            quantity = _number(row["quantity"])
            if measure is None or quantity is None or not row["excerpt"].strip():
                continue
            unit = "household" if row["unit"].strip().casefold().startswith("house") else "person"
            figure = {
                "quantity": quantity,
                "measure": measure,
                "unit": "home" if measure in _HOUSING else unit,
            }
            key = (quantity, row["term"].strip(), row["unit"].strip())
            figures[row["excerpt"].strip()][key] = figure
    return [
        Document(id=str(n), text=text, figures=list(of.values()))
        for n, (text, of) in enumerate(figures.items())
    ]


def _number(words: str) -> float | None:
    try:
        return float(words.replace(",", ""))
    except ValueError:
        return None


def score_rows(
    documents: Sequence[Document], read: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Score]:
    """By value alone, low or high. Only displacement and housing are marked, so that other measures, and
    figures without a number, are left out."""
    right: Counter[str] = Counter()
    marked = found = 0
    for document in documents:
        figures = [
            figure
            for figure in read.get(document.id, ())
            if figure["measure"] in _TERMS.values() and (figure["low"], figure["high"]) != (None, None)
        ]
        marked += len(document.figures)
        found += len(figures)
        for gold, figure in _pairs_by_value(document.figures, figures):
            has_measure, has_unit = _agreement(gold, figure)
            right.update(
                level
                for level, holds in zip(
                    ROW_LEVELS, (True, has_unit, has_measure, has_measure and has_unit), strict=True
                )
                if holds
            )
    return {level: Score(right[level], found, marked) for level in ROW_LEVELS}


def _pairs_by_value(
    marked: Sequence[Span], read: Sequence[Mapping[str, Any]]
) -> list[tuple[Span, Mapping[str, Any]]]:
    """One to one, those first that agree in most."""
    offers = []
    for i, gold in enumerate(marked):
        for j, figure in enumerate(read):
            if gold["quantity"] in (figure["low"], figure["high"]):
                has_measure, has_unit = _agreement(gold, figure)
                is_kin = (figure["measure"] in _HOUSING) == (gold["measure"] in _HOUSING)
                offers.append((not has_measure, not has_unit, not is_kin, i, j))
    chosen: dict[int, int] = {}
    for *_, i, j in sorted(offers):
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return [(marked[i], read[j]) for i, j in chosen.items()]


def _agreement(gold: Span, figure: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether measure and unit are the same; homes have but one unit."""
    return figure["measure"] == gold["measure"], gold["unit"] in ("home", figure["unit"])
