"""Scores of figures: how much is read of what is marked, and which parts of it are right."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.f1 import Score, Span, overlap, pairs
from benchmarks.gold import Document

#: Each level asks for all before it too.
LEVELS = ("span", "quantity", "+measure", "+people", "+unit", "+quantifier", "everything")
PARTS = ("measure", "people", "unit", "quantifier", "scope", "claimant")
#: So many words more than the gold's may a claimant have: its place, its spokesman.
_MORE_WORDS = 6
_LITTLE_WORDS = frozenset({"of", "for", "and", "said"})


@dataclass(frozen=True)
class FigureScores:
    levels: Mapping[str, Score]
    given_quantity: Mapping[str, float | None]
    """Share of each part that is right, of the pairs whose quantity is."""
    measures: Mapping[str, Score] = field(default_factory=dict)


def score_figures(
    documents: Sequence[Document], read: Mapping[str, Sequence[Mapping[str, Any]]]
) -> FigureScores:
    """`read` maps each document's id to its figures in the interchange format.

    What is marked as optional need not be read, and whatever is read there does no harm.
    """
    right: Counter[str] = Counter()
    of_measure: Counter[tuple[str, str]] = Counter()
    quantities: Counter[str] = Counter()
    marked = found = 0
    for document in documents:
        figures = [dict(figure) for figure in read.get(document.id, ())]
        paired = pairs(document.figures, figures, cost=_nearest)
        counted = _counted(document.figures, figures, paired)
        wanted = [figure for figure in document.figures if not figure.get("optional")]
        marked += len(wanted)
        found += len(counted)
        of_measure.update(("marked", figure["measure"]) for figure in wanted)
        of_measure.update(("read", str(figure.get("measure"))) for figure in counted)
        for gold, figure in paired:
            if gold.get("optional"):
                continue
            right.update(_levels_reached(gold, figure))
            if has_same_quantity(gold, figure):
                quantities["pairs"] += 1
                quantities.update(part for part in PARTS if is_same(part, gold, figure))
                if is_same("measure", gold, figure):
                    of_measure["right", gold["measure"]] += 1
    names = {measure for of, measure in of_measure if of == "marked"}
    return FigureScores(
        levels={level: Score(right[level], found, marked) for level in LEVELS},
        given_quantity={
            part: quantities[part] / quantities["pairs"] if quantities["pairs"] else None for part in PARTS
        },
        measures={
            name: Score(of_measure["right", name], of_measure["read", name], of_measure["marked", name])
            for name in sorted(names)
        },
    )


def _counted(marked: Sequence[Span], read: Sequence[Span], paired: Sequence[tuple[Span, Span]]) -> list[Span]:
    """What was read without that which lies on something optional."""
    partner = {id(figure): gold for gold, figure in paired}
    optional = [gold for gold in marked if gold.get("optional")]
    return [
        figure
        for figure in read
        if not (
            partner[id(figure)].get("optional")
            if id(figure) in partner
            else any(overlap(gold, figure) > 0 for gold in optional)
        )
    ]


def _nearest(gold: Span, figure: Span) -> tuple[object, ...]:
    return (
        not has_same_quantity(gold, figure),
        not is_same("measure", gold, figure),
        bool(gold.get("optional")),
        -overlap(gold, figure),
    )


def _levels_reached(gold: Span, figure: Span) -> list[str]:
    reached = ["span"]
    if not has_same_quantity(gold, figure):
        return reached
    reached.append("quantity")
    for part in ("measure", "people", "unit", "quantifier"):
        if not is_same(part, gold, figure):
            return reached
        reached.append(f"+{part}")
    if is_same("claimant", gold, figure) and is_same("scope", gold, figure):
        reached.append("everything")
    return reached


def has_same_quantity(gold: Span, figure: Span) -> bool:
    return gold.get("low") == figure.get("low") and gold.get("high") == figure.get("high")


def is_same(part: str, gold: Span, figure: Span) -> bool:
    if part == "claimant":
        return _is_same_claimant(gold, figure.get("claimant"))
    return figure.get(part) in (gold.get(part), *gold.get(f"{part}_alt", ()))


def _is_same_claimant(gold: Span, answer: str | None) -> bool:
    """The one name holds the other: "the Observatory" is the Syrian Observatory for Human Rights."""
    words = _words(answer)
    if not gold.get("claimant"):
        return not words
    for name in (gold["claimant"], *gold.get("claimant_alt", ())):
        full = _words(name)
        if not full or not words:
            continue
        if _holds(words, full) and len(words) <= len(full) + _MORE_WORDS:
            return True
        if _holds(full, words) and any(len(word) > 2 and word not in _LITTLE_WORDS for word in words):
            return True
    return False


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    return any(whole[i : i + len(part)] == part for i in range(len(whole) - len(part) + 1))


def _words(name: str | None) -> list[str]:
    """Without accents, possessives and articles."""
    plain = unicodedata.normalize("NFKD", name or "").casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"['’]s?\b", "", plain)
    return [word for word in re.findall(r"\w+", plain) if word not in ("the", "a", "an")]
