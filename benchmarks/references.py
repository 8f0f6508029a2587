"""What quality is held against. A file of gold finds its reference by the first word of its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from events.extraction.conventions import Convention

_PLACES, _TOPONYMS = Convention.PLACES, Convention.TOPONYMS


@dataclass(frozen=True)
class Reference:
    """Shares by measure, where they are from, and the convention by which the collection was marked."""

    convention: Convention
    shares: Mapping[str, float]
    source: str


EXACT, PARTIAL, ACCURACY, END_TO_END = "exact F1", "partial F1", "Acc@161", "end-to-end F1"

#: Measured by us, with the same scores and on the whole collections: en_core_web_sm, towns of GeoNames and
#: the world's provinces, the countries of the article, "X, Y", and names that the reader missed.
_FIRST = "our first geoparser, without these rules"
_OF_PLACES = {
    "gwn": Reference(_TOPONYMS, {EXACT: 0.753, PARTIAL: 0.776, ACCURACY: 0.767, END_TO_END: 0.635}, _FIRST),
    "trnews": Reference(
        _TOPONYMS, {EXACT: 0.822, PARTIAL: 0.852, ACCURACY: 0.831, END_TO_END: 0.740}, _FIRST
    ),
    "lgl": Reference(_TOPONYMS, {EXACT: 0.677, PARTIAL: 0.725, ACCURACY: 0.686, END_TO_END: 0.539}, _FIRST),
    "humset": Reference(_TOPONYMS, {EXACT: 0.671, PARTIAL: 0.797}, _FIRST),
    "own": Reference(_PLACES, {EXACT: 0.88, ACCURACY: 0.90, END_TO_END: 0.84}, _FIRST),
}

#: Measured by us: number words, units, and the nearest word for a measure.
_FIRST_FIGURES = "our first patterns"
_OF_FIGURES = {
    "own": {"+unit": 0.66, "claimant": 0.49, "scope": 0.78},
    "idmc": {"+measure+unit": 0.64},
}


def of_places(path: Path) -> Reference | None:
    return _OF_PLACES.get(_first_word(path))


def of_figures(path: Path) -> tuple[Mapping[str, float], str]:
    return _OF_FIGURES.get(_first_word(path), {}), _FIRST_FIGURES


def _first_word(path: Path) -> str:
    return path.name.replace(".", "-").split("-")[0].lower()
