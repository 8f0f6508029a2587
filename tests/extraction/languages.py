"""Marked texts for the tests of languages: "[Alepo=aleppo]" stands for the words and the place they name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from events.geocoding.ranking import RankedToponym
from events.pipeline.reading import read_text

DATA = tomllib.loads((Path(__file__).parents[1] / "data" / "languages.toml").read_text(encoding="utf-8"))
PLACES: dict[str, dict[str, Any]] = DATA["places"]
_MARK = re.compile(r"\[([^\]=]+)=(\w+)\]")
#: How far a settlement's point may lie from ours, and an area's label point, in kilometres.
_SETTLEMENT_KM, _AREA_KM = 30.0, 160.0


@dataclass(frozen=True)
class Marked:
    text: str
    places: tuple[tuple[int, int, str], ...]
    """Start, end and key in PLACES of every name."""


def unmarked(marked: str) -> Marked:
    text, at, places = "", 0, []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        places.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return Marked(text + marked[at:], tuple(places))


def is_right(ranked: RankedToponym, key: str) -> bool:
    """Whether the first candidate is the place: its country, its kind where one is asked for, its point."""
    if not ranked.candidates:
        return False
    place, wanted = ranked.candidates[0].place, PLACES[key]
    if place.country != wanted["country"] or wanted.get("kind", place.kind.value) != place.kind.value:
        return False
    if "lat" not in wanted:
        return True
    limit = _AREA_KM if "kind" in wanted or place.kind.value == "admin1" else _SETTLEMENT_KM
    return _km(place.lat, place.lon, wanted["lat"], wanted["lon"]) <= limit


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    a, b, across = radians(lat), radians(other_lat), radians(other_lon - lon)
    return 12742 * asin(sqrt(sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(across / 2) ** 2))


@dataclass
class Measured:
    """Counts of one language; a name is found when a mention overlaps it, however they end."""

    wanted: int = 0
    found: int = 0
    exact: int = 0
    right: int = 0
    proposed: int = 0
    sound: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.sound / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def accuracy(self) -> float:
        """Names that were found and put at the right place, of all names."""
        return self.right / self.wanted if self.wanted else 1.0


def measure(language: str, articles: list[str]) -> Measured:
    counts = Measured()
    for article in articles:
        marked = unmarked(article)
        mentions = read_text(marked.text, language=language).mentions
        counts.proposed += len(mentions)
        counts.wanted += len(marked.places)
        taken = set()
        for start, end, key in marked.places:
            hits = [m for m in mentions if m.toponym.start < end and start < m.toponym.end]
            taken.update(id(hit) for hit in hits)
            counts.found += bool(hits)
            counts.exact += any((m.toponym.start, m.toponym.end) == (start, end) for m in hits)
            counts.right += any(is_right(hit, key) for hit in hits)
            if not any(is_right(hit, key) for hit in hits):
                best = [(h.toponym.quote, h.candidates[:1] and h.candidates[0].place) for h in hits]
                counts.errors.append(f"{marked.text[start:end]} is {key}, not {best}")
        counts.sound += len(taken)
        counts.errors += [f"{m.toponym.quote} is no place" for m in mentions if id(m) not in taken]
    return counts
