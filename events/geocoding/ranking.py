"""Ranks the places that a name may mean, each with its reasons in words. Records in, records out."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from events.enums import PlaceKind, Relation
from events.geocoding.borders import rank_border
from events.geocoding.context import (
    ADMIN1_PRIOR as _ADMIN1_PRIOR,
)
from events.geocoding.context import (
    Container,
    containers,
    distance_km,
    document_countries,
    prior,
    records_of,
)
from events.records import Candidate, PlaceRecord, Toponym

MAX_CANDIDATES = 8
#: How steeply score differences become shares; 5 makes a lead of half a point about 12 to 1.
_SHARPNESS = 5.0
#: A name that stands on the gazetteer's word alone must gather this much.
_RESCUE_THRESHOLD = 1.0
#: Without any candidate, a name is kept only if the words alone make it a place.
_UNKNOWN_THRESHOLD = 0.72
#: Said in so many words; outweighs population and the article's countries together.
_CONTAINED = 2.2
#: "Paris, Texas" makes a later "Paris" the same, unless the article is about France.
_TOLD_BEFORE = 1.6
_FIRM, _UNCLEAR = 0.7, 0.1
#: Parts of the earth that some town is named after; a pin on the town would be wrong every time.
_WIDER_THAN_TOWNS = frozenset(
    """africa|america|americas|antarctica|arctic|asia|atlantic|atlantic ocean|australasia|balkans|baltic|caribbean
    |caucasus|central america|central asia|east africa|eastern europe|europe|far east|horn of africa|indian ocean
    |latin america|maghreb|mediterranean|middle east|near east|north africa|north america|oceania|pacific
    |pacific ocean|scandinavia|south america|south asia|southeast asia|southern africa|west africa|the west"""
    .replace("\n", "").replace("    ", "").split("|")
)  # fmt: skip
#: Names of these are rarely names of anything else.
_NAMED_ONCE = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.OWN_AREA, PlaceKind.NATURAL})
_METROPOLIS = 300_000
_NEIGHBOURHOOD_KM = 250.0


@dataclass(frozen=True, slots=True)
class RankedToponym:
    """A toponym with its candidates, best first. `other` is the second place of "between A and B", `within`
    the area that a border is cut to."""

    toponym: Toponym
    candidates: tuple[Candidate, ...]
    other: PlaceRecord | None = None
    within: PlaceRecord | None = None


@dataclass(slots=True)
class _Option:
    record: PlaceRecord
    score: float
    reasons: list[str]

    def add(self, points: float, reason: str) -> None:
        self.score += points
        self.reasons.append(reason)


def rank(
    toponyms: Sequence[Toponym],
    found: Mapping[str, Sequence[PlaceRecord]],
    *,
    published_country: str = "",
    demonyms: Mapping[str, int] | None = None,
) -> tuple[RankedToponym, ...]:
    """Candidates for every toponym that holds, best first.

    `found` maps the names of the toponyms, and "A–B border" for borders, to gazetteer rows. Rescue toponyms
    without convincing support, and the losers among overlapping ones, are left out.
    """
    countries = document_countries(
        toponyms, found, published_country=published_country, demonyms=demonyms
    )
    options = [_options(toponym, found, countries) for toponym in toponyms]
    held = _held(toponyms, options, countries)
    kept = _without_overlaps(toponyms, held, options)
    toponyms = [toponyms[i] for i in kept]
    options = [options[i] for i in kept]
    tied = _add_containment(toponyms, options)
    _add_sentence(toponyms, options)
    _add_neighbourhood(toponyms, options)
    _add_one_sense(toponyms, options, tied)
    _add_lists(toponyms, options)
    for chosen in options:
        chosen.sort(key=lambda o: (-o.score, o.record.id))
    best = [chosen[0].record if chosen else None for chosen in options]
    return tuple(_ranked(i, toponyms, options, best, found, countries) for i in range(len(toponyms)))


def _options(
    toponym: Toponym, found: Mapping[str, Sequence[PlaceRecord]], countries: Mapping[str, float]
) -> list[_Option]:
    options = []
    records = [r for r in records_of(toponym, found) if not _is_mistaken_town(toponym, r)]
    provinces = {record.id for record in records if record.kind is PlaceKind.ADMIN1}
    for record in records:
        option = _Option(record, prior(record), [])
        if record.admin1_id in provinces:
            # "Idlib" alone is the city that gave the province its name, if any word decides.
            option.score = max(option.score, _ADMIN1_PRIOR)
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


def _add_prior_reason(option: _Option) -> None:
    record = option.record
    if record.kind is PlaceKind.COUNTRY:
        option.reasons.append("a country of this name")
    elif record.population:
        option.reasons.append(f"population {record.population:,}")


#: What the words ask for, and how well a kind of place answers.
_ANSWERS: dict[PlaceKind, dict[PlaceKind, float]] = {
    PlaceKind.ADMIN1: {PlaceKind.ADMIN1: 0.7, PlaceKind.OWN_AREA: 0.5, PlaceKind.ADMIN2: 0.2, PlaceKind.COUNTRY: 0.0, PlaceKind.NATURAL: 0.1},
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


def _add_hint(option: _Option, toponym: Toponym) -> None:
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


def _held(
    toponyms: Sequence[Toponym], options: Sequence[Sequence[_Option]], countries: Mapping[str, float]
) -> list[int]:
    """The names that count; a name that counts once is believed wherever it is no worse than unclear."""
    firm = {
        toponym.names[0].casefold()
        for toponym, chosen in zip(toponyms, options, strict=True)
        if chosen and toponym.likelihood >= _FIRM
    }
    return [
        i
        for i, toponym in enumerate(toponyms)
        if _holds(toponym, options[i], countries)
        or (options[i] and toponym.likelihood >= _UNCLEAR and toponym.names[0].casefold() in firm)
    ]


def _holds(toponym: Toponym, options: Sequence[_Option], countries: Mapping[str, float]) -> bool:
    """Whether the name counts as a place at all."""
    if toponym.hint is PlaceKind.BORDER:
        return True
    if not options:
        return toponym.likelihood >= _UNKNOWN_THRESHOLD
    if not toponym.is_rescue:
        return True
    return toponym.likelihood + _support(options, countries) >= _RESCUE_THRESHOLD


def _support(options: Sequence[_Option], countries: Mapping[str, float]) -> float:
    """What the gazetteer says for a rescued name: well known, or in a country that the article is about."""
    best = max(options, key=lambda o: o.score)
    record = best.record
    share = countries.get(record.country, 0.0)
    support = 0.6 * math.sqrt(share) + 0.5 * min(prior(record), 1.0)
    if record.matched_kind == "alternate" and record.matched_name.isascii():
        # In other scripts every name is an alternate one.
        return support - 0.15
    if record.kind in _NAMED_ONCE:
        support += 0.4 if " " in record.matched_name or record.kind is PlaceKind.COUNTRY else 0.15
    elif (record.population or 0) >= _METROPOLIS and share >= 0.1:
        support += 0.25
    return support


def _without_overlaps(
    toponyms: Sequence[Toponym], held: Sequence[int], options: Sequence[Sequence[_Option]]
) -> list[int]:
    """Of overlapping names the known one stays, then the longest, then the more likely."""
    order = sorted(
        held,
        key=lambda i: (
            not options[i] and toponyms[i].hint is not PlaceKind.BORDER,
            -(toponyms[i].end - toponyms[i].start),
            -toponyms[i].likelihood,
        ),
    )
    kept: list[int] = []
    taken: set[int] = set()
    for i in order:
        span = range(toponyms[i].start, toponyms[i].end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(i)
    return sorted(kept, key=lambda i: toponyms[i].start)


def _add_containment(toponyms: Sequence[Toponym], options: Sequence[list[_Option]]) -> set[int]:
    """ "Cairo, Illinois", "Saraqib, Syria", "Myanmar's Sagaing region": the one must lie in the other.

    Returns the names that are tied to another one so.
    """
    tied: set[int] = set()
    for inner, container in containers(toponyms).items():
        held: dict[int, _Option] = {}
        for option in options[inner]:
            outer = _holding(option.record, options[container.outer])
            if outer is None:
                continue
            option.add(_CONTAINED, f"lies in “{container.words}”, which stands next to it")
            held[id(outer)] = outer
            tied |= {inner, container.outer}
        for outer in held.values():
            outer.add(0.75 * _CONTAINED, f"“{toponyms[inner].quote}” next to it lies in it")
    return tied


def _add_sentence(toponyms: Sequence[Toponym], options: Sequence[list[_Option]]) -> None:
    """A country named in the same sentence speaks for its places."""
    named: dict[int, set[str]] = defaultdict(set)
    for toponym, chosen in zip(toponyms, options, strict=True):
        named[toponym.excerpt.start] |= {
            o.record.country for o in chosen if o.record.kind is PlaceKind.COUNTRY
        }
    for toponym, chosen in zip(toponyms, options, strict=True):
        countries = named[toponym.excerpt.start]
        for option in chosen:
            if option.record.country in countries and option.record.kind is not PlaceKind.COUNTRY:
                option.add(0.3, "its country is named in the same sentence")


def _holding(record: PlaceRecord, outers: Sequence[_Option]) -> _Option | None:
    for outer in outers:
        place = outer.record
        if place.id == record.id:
            continue
        if place.kind is PlaceKind.COUNTRY and place.country == record.country and record.kind is not PlaceKind.COUNTRY:
            return outer
        if place.kind is PlaceKind.ADMIN1 and place.id == record.admin1_id:
            return outer
    return None


def _add_neighbourhood(toponyms: Sequence[Toponym], options: Sequence[list[_Option]]) -> None:
    """Places of one article lie near each other more often than not."""
    firm: dict[str, PlaceRecord] = {}
    for toponym, chosen in zip(toponyms, options, strict=True):
        if not chosen:
            continue
        ordered = sorted(chosen, key=lambda o: -o.score)
        lead = ordered[0].score - (ordered[1].score if len(ordered) > 1 else 0.0)
        if ordered[0].record.kind is not PlaceKind.COUNTRY and lead > 0.15:
            firm.setdefault(toponym.names[0].casefold(), ordered[0].record)
    anchors = list(firm.items())[:40]
    for toponym, chosen in zip(toponyms, options, strict=True):
        name = toponym.names[0].casefold()
        others = [record for other, record in anchors if other != name]
        if len(chosen) < 2 or not others:
            continue
        for option in chosen:
            if option.record.kind is PlaceKind.COUNTRY:
                continue
            near = sorted(distance_km(option.record, other) for other in others)[:2]
            closeness = sum(math.exp(-d / _NEIGHBOURHOOD_KM) for d in near) / len(near)
            if closeness > 0.2:
                option.add(0.45 * closeness, f"{near[0]:.0f} km from another place of the article")


def _add_one_sense(
    toponyms: Sequence[Toponym], options: Sequence[list[_Option]], tied: Collection[int]
) -> None:
    """The same name means the same country everywhere in an article, unless a neighbour says otherwise."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, toponym in enumerate(toponyms):
        groups[toponym.names[0].casefold()].append(i)
    for members in groups.values():
        if len(members) < 2:
            continue
        strongest: dict[str, float] = defaultdict(float)
        told = [i for i in members if i in tied]
        for i in told or members:
            for option in options[i]:
                country = option.record.country
                strongest[country] = max(strongest[country], option.score)
        if not strongest:
            continue
        country = max(strongest, key=lambda c: strongest[c])
        _add_one_kind(toponyms, options, members)
        for i in members:
            for option in options[i]:
                if i not in tied and option.record.country == country:
                    option.add(_TOLD_BEFORE if told else 0.3, "the same name means it elsewhere in the article")


def _add_one_kind(toponyms: Sequence[Toponym], options: Sequence[list[_Option]], members: Sequence[int]) -> None:
    """Where an article keeps saying "the Idlib region", "Idlib" alone is that region, not its city."""
    hints = [toponyms[i].hint for i in members if toponyms[i].hint]
    if len(hints) < 2 or set(hints) != {PlaceKind.ADMIN1}:
        return
    for i in members:
        for option in options[i]:
            if toponyms[i].hint is None and option.record.kind is PlaceKind.ADMIN1:
                option.add(0.35, "the article calls it a province or region elsewhere")


def _add_lists(toponyms: Sequence[Toponym], options: Sequence[list[_Option]]) -> None:
    """Neighbours in a list are of one kind: where one can only be a province, the other is one too."""
    for i in range(len(toponyms) - 1):
        one, other = toponyms[i], toponyms[i + 1]
        gap = one.excerpt.quote[one.end - one.excerpt.start : other.start - one.excerpt.start]
        if one.excerpt != other.excerpt or gap.strip() not in (",", "and", ", and", "or", "&"):
            continue
        for first, second in ((options[i], options[i + 1]), (options[i + 1], options[i])):
            kinds = {o.record.kind for o in first}
            if len(kinds) == 1 and (kind := next(iter(kinds))) in (PlaceKind.ADMIN1, PlaceKind.ADMIN2):
                for option in second:
                    if option.record.kind is kind:
                        option.add(0.3, "listed with another of its kind")


def _ranked(
    index: int,
    toponyms: Sequence[Toponym],
    options: Sequence[Sequence[_Option]],
    best: Sequence[PlaceRecord | None],
    found: Mapping[str, Sequence[PlaceRecord]],
    countries: Mapping[str, float],
) -> RankedToponym:
    toponym = toponyms[index]
    candidates = _candidates(options[index])
    other = within = None
    if toponym.relation is Relation.BORDER:
        candidates, within = rank_border(index, toponyms, best, found, countries, candidates)
    elif toponym.relation is Relation.BETWEEN and toponym.other_names:
        other = next(
            (
                best[i]
                for i in (index + 1, index - 1)
                if 0 <= i < len(toponyms) and toponyms[i].names == toponym.other_names
            ),
            None,
        )
    return RankedToponym(toponym, candidates[:MAX_CANDIDATES], other, within)


def _candidates(options: Sequence[_Option]) -> tuple[Candidate, ...]:
    """Scores as shares: how much of the belief falls on each candidate."""
    if not options:
        return ()
    top = options[0].score
    weights = [math.exp(_SHARPNESS * (option.score - top)) for option in options]
    whole = sum(weights)
    return tuple(
        Candidate(option.record, round(weight / whole, 3), tuple(option.reasons) or ("a place of this name",))
        for option, weight in zip(options[:MAX_CANDIDATES], weights, strict=False)
    )
