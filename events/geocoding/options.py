"""The places that a name may mean, each scored by itself and by what the article is about."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.enums import PlaceKind, Relation
from events.geocoding.context import ADMIN1_PRIOR, prior, records_of
from events.records import PlaceRecord, Toponym

#: Parts of the earth that some town is named after; a pin on the town would be wrong every time.
_WIDER_THAN_TOWNS = frozenset(
    """africa|america|americas|antarctica|arctic|asia|atlantic|atlantic ocean|australasia|balkans|baltic
    |caribbean|caucasus|central america|central asia|east africa|eastern europe|europe|far east|horn of africa
    |indian ocean|latin america|maghreb|mediterranean|middle east|near east|north africa|north america|oceania
    |pacific|pacific ocean|scandinavia|south america|south asia|southeast asia|southern africa|west africa
    |the west"""
    .replace("\n", "").replace("    ", "").split("|")
)  # fmt: skip


@dataclass(slots=True)
class Option:
    record: PlaceRecord
    score: float
    reasons: list[str]

    def add(self, points: float, reason: str) -> None:
        self.score += points
        self.reasons.append(reason)


def options_of(
    toponym: Toponym, found: Mapping[str, Sequence[PlaceRecord]], countries: Mapping[str, float]
) -> list[Option]:
    options = []
    records = [r for r in records_of(toponym, found) if not _is_mistaken_town(toponym, r)]
    provinces = {record.id for record in records if record.kind is PlaceKind.ADMIN1}
    for record in records:
        option = Option(record, prior(record), [])
        if record.admin1_id in provinces:
            # "Idlib" alone is the city that gave the province its name, if any word decides.
            option.score = max(option.score, ADMIN1_PRIOR)
        _add_prior_reason(option)
        if share := countries.get(record.country, 0.0):
            option.add(1.05 * math.sqrt(share), f"the article is about {_percent(share)} {record.country}")
        if record.matched_kind == "alternate":
            option.add(-0.12, f"“{record.matched_name or toponym.names[0]}” is an alternate name of it")
        _add_hint(option, toponym)
        options.append(option)
    return options


def _is_mistaken_town(toponym: Toponym, record: PlaceRecord) -> bool:
    """ "EU" is not the town of Eu, nor "Asia" the one in the Philippines."""
    quote = toponym.quote.replace(".", "")
    is_wider = quote.casefold() in _WIDER_THAN_TOWNS or (len(quote) <= 3 and quote.isupper())
    return is_wider and record.kind is PlaceKind.SETTLEMENT


def _percent(share: float) -> str:
    return "mostly about" if share > 0.5 else "partly about"


def _add_prior_reason(option: Option) -> None:
    record = option.record
    if record.kind is PlaceKind.COUNTRY:
        option.reasons.append("a country of this name")
    elif record.population:
        option.reasons.append(f"population {record.population:,}")


#: What the words ask for, and how well a kind of place answers.
_ANSWERS: dict[PlaceKind, dict[PlaceKind, float]] = {
    PlaceKind.ADMIN1: {
        PlaceKind.ADMIN1: 0.7, PlaceKind.OWN_AREA: 0.5, PlaceKind.ADMIN2: 0.2,
        PlaceKind.COUNTRY: 0.0, PlaceKind.NATURAL: 0.1,
    },
    PlaceKind.ADMIN2: {PlaceKind.ADMIN2: 0.7, PlaceKind.ADMIN1: 0.2, PlaceKind.SETTLEMENT: 0.0},
    PlaceKind.SETTLEMENT: {PlaceKind.SETTLEMENT: 0.6, PlaceKind.ADMIN2: 0.0},
    PlaceKind.NATURAL: {PlaceKind.NATURAL: 0.9, PlaceKind.OWN_AREA: 0.4},
}  # fmt: skip

_KIND_WORDS = {
    PlaceKind.ADMIN1: "a province, region or state",
    PlaceKind.ADMIN2: "a district or county",
    PlaceKind.SETTLEMENT: "a city, town or village",
    PlaceKind.NATURAL: "a natural feature",
}


def _add_hint(option: Option, toponym: Toponym) -> None:
    kind = option.record.kind
    if toponym.hint in _ANSWERS:
        points = _ANSWERS[toponym.hint].get(kind, -0.5)
        if points > 0:
            option.add(points, f"the text asks for {_KIND_WORDS[toponym.hint]}")
        else:
            option.score += points
    elif toponym.direction and toponym.relation is Relation.PART_OF:
        if kind in (PlaceKind.ADMIN1, PlaceKind.COUNTRY, PlaceKind.OWN_AREA):
            option.add(0.15, "the text speaks of a part of it")
    elif kind is PlaceKind.SETTLEMENT and toponym.relation in (Relation.NEAR, Relation.OFFSET):
        option.add(0.2, "distances are given from towns")
    elif kind is PlaceKind.SETTLEMENT and option.record.population:
        # "In Idlib" without "province" is the city, if there is one of any size.
        option.score += 0.1 if option.record.population >= 20_000 else 0.0
