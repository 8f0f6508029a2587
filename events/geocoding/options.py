"""The places that a name may mean, each scored by itself and by what the article is about."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from events.countries import capital_of, country_name
from events.enums import PlaceKind, Relation
from events.folding import fold
from events.geocoding.context import ADMIN1_PRIOR, Attention, distance_km, prior, records_of
from events.geocoding.factors import EVERY_FACTOR, WEIGHTS, Factors
from events.records import PlaceRecord, Toponym

#: From a district's middle to the town that it is named after, km. Of nine in ten that share a name it is at
#: most 8 in Syria, 20 in Yemen, 27 in Nigeria, 37 in Indonesia (geoBoundaries beside GeoNames).
_SEAT_KM = 40.0
#: Letters that two spellings of one name share, 0–1: Hudaydah and Hodeidah .63, Salisbury and Harare .27.
_SPELLED_ALIKE = 0.6
_METROPOLIS = 300_000
_FEATURE = re.compile(
    r"\b(?:River|Canal|Lake|Sea|Ocean|Gulf|Bay|Strait|Mountains?|Mount|Hills|Valley|Desert|Delta|Basin|Dam|Creek"
    r"|Bridge|Peninsula|Glacier|Forest|Falls|Reservoir|Volcano)\b"
)
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
    share: float = 0.0
    """Of the article's attention, the name itself left aside, what falls on the place's country."""
    near: float = 0.0
    """How loud the article's other places speak for it."""

    def add(self, points: float, reason: str) -> None:
        self.score += points
        self.reasons.append(reason)


def options_of(
    toponym: Toponym,
    found: Mapping[str, Sequence[PlaceRecord]],
    attention: Attention,
    factors: Factors = EVERY_FACTOR,
) -> list[Option]:
    options = []
    records = [
        record
        for record in records_of(toponym, found)
        if not _is_mistaken_town(toponym, record)
        and not _is_only_namesake(toponym, record)
        and not _is_no_water(toponym, record)
    ]
    provinces = {record.id for record in records if record.kind is PlaceKind.ADMIN1}
    districts = [record for record in records if record.kind is PlaceKind.ADMIN2]
    shares, _ = attention.beside(toponym.names[0].casefold())
    whole = attention.shares()
    is_country = any(r.kind is PlaceKind.COUNTRY and r.matched_kind != "alternate" for r in records)
    seat = capital_of(toponym.names[0])
    for record in records:
        # A country's own name is what says that the article is about it; a town's name says so of no country.
        told = whole if record.kind is PlaceKind.COUNTRY else shares
        option = Option(record, prior(record), [], told.get(record.country, 0.0))
        if record.admin1_id in provinces:
            # "Idlib" alone is the city that gave the province its name, if any word decides.
            option.score = max(option.score, ADMIN1_PRIOR)
        if factors.names and (district := _district_named_after(record, districts)):
            option.add(max(prior(district) - option.score, 0.0) + 0.05, "its district is named after it")
        _add_prior_reason(option)
        if factors.names and is_country and record.kind is PlaceKind.SETTLEMENT:
            option.add(WEIGHTS.namesake, "a town that has its name from a country, or by chance")
        if factors.context and option.share:
            words = "mostly" if option.share > 0.5 else "partly"
            option.add(
                WEIGHTS.country * math.sqrt(option.share),
                f"the article is {words} about {country_name(record.country)}",
            )
        is_seat = record.country == seat and record.kind is PlaceKind.SETTLEMENT
        if factors.context and is_seat and toponym.is_metonym:
            option.add(WEIGHTS.government, f"the government of {country_name(seat)} sits there")
        if factors.names:
            _add_name(option, toponym)
        if factors.wording:
            _add_hint(option, toponym)
        options.append(option)
    return options


def _district_named_after(town: PlaceRecord, districts: Sequence[PlaceRecord]) -> PlaceRecord | None:
    """ "A market in Ariha" is in the town, also where no population of it is known."""
    if town.kind is not PlaceKind.SETTLEMENT:
        return None
    near = (one for one in districts if one.country == town.country and distance_km(one, town) <= _SEAT_KM)
    return next((one for one in near if fold(one.name) == fold(town.name)), None)


def _add_name(option: Option, toponym: Toponym) -> None:
    """How well the name fits: a place's own name above its other ones."""
    record = option.record
    if _is_abbreviation(toponym) and record.kind is PlaceKind.ADMIN1:
        option.add(WEIGHTS.abbreviated, f"“{toponym.quote}” is short for a state or province")
    if record.matched_kind == "variant":
        spelt = f"“{toponym.names[0]}” is read as a spelling of “{record.matched_name}”"
        option.add(WEIGHTS.spelling, spelt)
    if record.matched_kind != "alternate":
        return
    name = record.matched_name or toponym.names[0]
    if is_spelling_of(name, record.name):
        option.add(WEIGHTS.spelling, f"“{name}” is another spelling of “{record.name}”")
    else:
        points = WEIGHTS.other_name if record.kind is PlaceKind.SETTLEMENT else WEIGHTS.other_area_name
        option.add(points, f"“{name}” is another name of “{record.name}”")


def _is_abbreviation(toponym: Toponym) -> bool:
    """ "Ga." and "N.Y.", whose whole names are what is looked up."""
    quote = toponym.quote
    return quote not in toponym.names and len(quote) <= 6 and (quote.endswith(".") or quote.isupper())


@lru_cache(maxsize=50_000)
def is_spelling_of(name: str, main: str) -> bool:
    """Whether two names are one in two spellings, as Hudaydah and Hodeidah, or in two scripts."""
    if not name.isascii() and not _latin(name):
        return True
    one, other = fold(name).replace(" ", ""), fold(main).replace(" ", "")
    if one in other or other in one:
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SPELLED_ALIKE


def _latin(name: str) -> bool:
    return all(letter < "\u0250" or not letter.isalpha() for letter in name)


def _is_mistaken_town(toponym: Toponym, record: PlaceRecord) -> bool:
    """ "EU" is not the town of Eu, nor "Asia" the one in the Philippines."""
    quote = toponym.quote.replace(".", "")
    is_wider = quote.casefold() in _WIDER_THAN_TOWNS or (len(quote) <= 3 and quote.isupper())
    return is_wider and record.kind in (PlaceKind.SETTLEMENT, PlaceKind.ADMIN2)


def _is_only_namesake(toponym: Toponym, record: PlaceRecord) -> bool:
    """ "Mississippi River" is not the state, nor "Marigny Canal" a town: what the name lost was its kind."""
    feature = _FEATURE.search(toponym.quote)
    if not feature or record.kind in (PlaceKind.NATURAL, PlaceKind.OWN_AREA):
        return False
    return feature.group().casefold() not in record.matched_name.casefold()


def _is_no_water(toponym: Toponym, record: PlaceRecord) -> bool:
    """ "At the Guardian": where the words ask for a river, no village of that name is meant."""
    if not toponym.is_rescue or toponym.hint is not PlaceKind.NATURAL or " " in toponym.quote:
        return False
    return record.kind in (PlaceKind.SETTLEMENT, PlaceKind.ADMIN2) and (record.population or 0) < _METROPOLIS


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
