"""What an article as a whole says about where it plays: its countries, and which names stand together."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from events.enums import PlaceKind, Relation
from events.geocoding.factors import SHARPNESS
from events.records import PlaceRecord, Toponym

#: Share of an article's attention that one more word about a country adds; falls off with repetition.
_VOTE_COUNTRY, _VOTE_DEMONYM, _VOTE_PUBLISHED = 2.0, 1.0, 1.0
_CONTAINED = re.compile(
    r"^[\])]?,?\s+(?:(?:in|of)\s+)?(?:(?:the|neighbou?ring|northern|southern|eastern|western|central|north|south|east|west"
    r"|north-\w+|south-\w+)\s+){0,3}$|^,\s+$|^\s*\($"
)
_OWNS = re.compile(
    r"^['’]s?\s+(?:(?:the|[a-z]+-held|north\w*(?:-\w+)?|south\w*(?:-\w+)?|east\w*|west\w*|central|capital|port|city|town|village"
    r"|province|region|state|of|coastal|border|second|largest|main)[,\s]+){0,5}$"
)
#: A province is better known than nearly every town that shares its name.
ADMIN1_PRIOR = 0.82
#: A country is meant rather than a town of its name, also in articles about another country.
COUNTRY_PRIOR = 1.6
#: Powers of ten of the population from which a place is known beyond its own country, and how
#: much more with each further one.
_METROPOLIS, _FAME = 5.0, 0.35
EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Container:
    """`outer` is said to contain the place: the index of "Syria" for "Saraqib" in "Saraqib, Syria"."""

    outer: int
    words: str


def prior(record: PlaceRecord) -> float:
    """How well known a place is before anything is read, from 0.13 for a hamlet to 1.6 for a country."""
    digits = math.log10(max(record.population or 0, 0) + 10)
    population = digits / 7.5
    if record.kind is PlaceKind.COUNTRY:
        return COUNTRY_PRIOR
    if record.kind is PlaceKind.ADMIN1:
        return max(ADMIN1_PRIOR, min(population, 0.95))
    if record.kind is PlaceKind.OWN_AREA:
        return 0.8
    if record.kind is PlaceKind.ADMIN2:
        return max(0.45, min(population - 0.15, 0.7))
    if record.kind is PlaceKind.NATURAL:
        return 0.6
    # The world knows its metropolises: London is London even in an article about Ohio.
    return population + _FAME * max(digits - _METROPOLIS, 0.0)


@dataclass(frozen=True, slots=True)
class Attention:
    """How much an article speaks of each country, in votes: in all, and by the names that cast them."""

    votes: Mapping[str, float]
    by_name: Mapping[str, Mapping[str, float]]

    def shares(self) -> dict[str, float]:
        """Each country's share, the largest first."""
        whole = sum(self.votes.values())
        ordered = sorted(self.votes.items(), key=lambda item: (-item[1], item[0]))
        return {country: vote / whole for country, vote in ordered} if whole else {}

    def beside(self, name: str) -> tuple[dict[str, float], float]:
        """The shares that all other names give, and how many votes they cast: no name speaks for itself."""
        own = self.by_name.get(name, {})
        votes = {country: vote - own.get(country, 0.0) for country, vote in self.votes.items()}
        whole = sum(votes.values())
        if whole < 0.01:
            return {}, 0.0
        return {country: vote / whole for country, vote in votes.items() if vote > 0.001}, whole


def attention_of(
    toponyms: Sequence[Toponym],
    found: Mapping[str, Sequence[PlaceRecord]],
    *,
    published_country: str = "",
    adjectives: Iterable[str] = (),
) -> Attention:
    """What countries an article is about: by its names, the places that may be in them and its adjectives.

    `adjectives` are the country codes of "Syrian", "Turks" and the like, one for each time it stands there.
    """
    votes: dict[str, float] = defaultdict(float)
    by_name: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    seen: dict[str, int] = defaultdict(int)
    for toponym in toponyms:
        records = records_of(toponym, found)
        if not records or (toponym.is_rescue and toponym.likelihood < 0.4):
            continue
        name = toponym.names[0].casefold()
        seen[name] += 1
        weight = (0.5 if toponym.is_metonym else 1.0) / seen[name]
        for country, vote in _cast(records).items():
            votes[country] += weight * vote
            by_name[name][country] += weight * vote
    for country, count in Counter(adjectives).items():
        votes[country] += _VOTE_DEMONYM * math.log2(1 + count)
    if published_country:
        votes[published_country] += _VOTE_PUBLISHED
    return Attention(votes, by_name)


def _cast(records: Sequence[PlaceRecord]) -> dict[str, float]:
    """One name's votes: whole for a country of that name, else divided among the places that it may mean."""
    for record in records:
        if record.kind is PlaceKind.COUNTRY:
            return {record.country: _VOTE_COUNTRY}
    weights = [(record.country, math.exp(SHARPNESS * prior(record))) for record in records]
    whole = sum(weight for _, weight in weights)
    cast: dict[str, float] = defaultdict(float)
    for country, weight in weights:
        if country:
            cast[country] += weight / whole
    return cast


def records_of(toponym: Toponym, found: Mapping[str, Sequence[PlaceRecord]]) -> Sequence[PlaceRecord]:
    """What the gazetteer has for the first of the toponym's names that it knows."""
    if toponym.relation is Relation.BORDER and toponym.hint is PlaceKind.BORDER:
        return [r for r in found.get(toponym.names[0], ()) if r.kind is PlaceKind.COUNTRY]
    for name in toponym.names:
        if records := [r for r in found.get(name, ()) if r.kind is not PlaceKind.BORDER]:
            return records
    return ()


def containers(toponyms: Sequence[Toponym]) -> dict[int, Container]:
    """For each inner name its container, where the text puts the two together: "X, Y", "X in Y", "Y's X"."""
    result: dict[int, Container] = {}
    for i, first in enumerate(toponyms):
        for j in range(i + 1, min(i + 4, len(toponyms))):
            second = toponyms[j]
            if second.start < first.end:
                continue
            gap = _gap(first, second)
            if gap is None or len(gap) > 60:
                break
            if _OWNS.match(gap):
                result.setdefault(j, Container(i, first.quote))
            elif _CONTAINED.match(_without_head(gap)):
                result.setdefault(i, Container(j, second.quote))
            break
    return result


_HEAD = re.compile(
    r"^\s+(?:city|town|village|district|county|camp|province|governorate|region|state|neighbou?rhood|quarter)\b"
)


def _without_head(gap: str) -> str:
    return _HEAD.sub("", gap)


def _gap(first: Toponym, second: Toponym) -> str | None:
    """The text between two names, if both stand in one excerpt."""
    start, end = first.end - first.excerpt.start, second.start - first.excerpt.start
    return first.excerpt.quote[start:end] if 0 <= start <= end <= len(first.excerpt.quote) else None


def distance_km(one: PlaceRecord, other: PlaceRecord) -> float:
    a, b = math.radians(one.lat), math.radians(other.lat)
    h = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))
