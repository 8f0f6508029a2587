"""Ranks the places that a name may mean, each with its reasons in words. Records in, records out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.enums import PlaceKind, Relation
from events.geocoding.agreement import (
    add_containment,
    add_lists,
    add_one_sense,
    add_sentence,
)
from events.geocoding.borders import rank_border
from events.geocoding.context import Attention, attention_of, prior
from events.geocoding.factors import EVERY_FACTOR, SHARPNESS, Factors
from events.geocoding.neighbourhood import add_neighbourhood
from events.geocoding.options import Option, options_of
from events.geocoding.wording import Adjective, add_wording
from events.records import Candidate, PlaceRecord, Toponym

MAX_CANDIDATES = 8
#: A name that stands on the gazetteer's word alone must gather this much.
_RESCUE_THRESHOLD = 1.0
#: Without any candidate, a name is kept only if the words alone make it a place.
_UNKNOWN_THRESHOLD = 0.76
_FIRM, _UNCLEAR = 0.7, 0.1
#: Names of these are rarely names of anything else.
_NAMED_ONCE = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.OWN_AREA, PlaceKind.NATURAL})
_METROPOLIS = 300_000
#: A town of this size may be named in any article; a smaller one needs a country that the article speaks of
#: (its share), or neighbours (how loud), once the article's other names say enough.
_KNOWN_AFAR, _SPOKEN_OF, _HEARD_OF, _ENOUGH_CONTEXT = 100_000, 0.03, 0.1, 3.0


@dataclass(frozen=True, slots=True)
class RankedToponym:
    """A toponym with its candidates, best first. `other` is the second place of "between A and B", `within`
    the area that a border is cut to."""

    toponym: Toponym
    candidates: tuple[Candidate, ...]
    other: PlaceRecord | None = None
    within: PlaceRecord | None = None


def rank(
    toponyms: Sequence[Toponym],
    found: Mapping[str, Sequence[PlaceRecord]],
    *,
    published_country: str = "",
    adjectives: Sequence[Adjective] = (),
    factors: Factors = EVERY_FACTOR,
) -> tuple[RankedToponym, ...]:
    """Candidates for every toponym that holds, best first.

    `found` maps the names of the toponyms, and "A–B border" for borders, to gazetteer rows. `adjectives` are
    the text's adjectives of countries, in order, with their codes. Rescue toponyms without convincing
    support, and the losers among overlapping ones, are left out; a name keeps no candidate when all that bear
    it lie far from what the article is about.
    """
    attention = attention_of(
        toponyms, found, published_country=published_country, adjectives=[code for _, code in adjectives]
    )
    countries = attention.shares()
    options = [options_of(toponym, found, attention, factors) for toponym in toponyms]
    held = _held(toponyms, options, countries, factors)
    kept = _without_overlaps(toponyms, held, options)
    toponyms = [toponyms[i] for i in kept]
    options = [options[i] for i in kept]
    told: set[int] = set()
    if factors.containment:
        told |= add_containment(toponyms, options)
        told |= add_wording(toponyms, options, adjectives)
    if factors.agreement:
        add_sentence(toponyms, options)
    if factors.context:
        add_neighbourhood(toponyms, options)
    if factors.agreement:
        add_one_sense(toponyms, options, told)
        add_lists(toponyms, options)
    for i, chosen in enumerate(options):
        chosen.sort(key=lambda o: (-o.score, o.record.id))
        if factors.context and i not in told and _is_stray(toponyms[i], chosen, attention):
            chosen.clear()
    best = [chosen[0].record if chosen else None for chosen in options]
    return tuple(_ranked(i, toponyms, options, best, found, countries) for i in range(len(toponyms)))


def _is_stray(toponym: Toponym, options: Sequence[Option], attention: Attention) -> bool:
    """A small place of the name, in a country that the article never speaks of, far from all its places.

    Some place of nearly every name stands in the gazetteer; where the right one does not, none is better.
    """
    if not options or options[0].record.kind is not PlaceKind.SETTLEMENT:
        return False
    best = options[0]
    if (best.record.population or 0) >= _KNOWN_AFAR or best.near > _HEARD_OF or best.share > _SPOKEN_OF:
        return False
    _, votes = attention.beside(toponym.names[0].casefold())
    return votes >= _ENOUGH_CONTEXT


def _held(
    toponyms: Sequence[Toponym],
    options: Sequence[Sequence[Option]],
    countries: Mapping[str, float],
    factors: Factors,
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
        if (factors.rescue or not toponym.is_rescue)
        and (
            _holds(toponym, options[i], countries)
            or (options[i] and toponym.likelihood >= _UNCLEAR and toponym.names[0].casefold() in firm)
        )
    ]


def _holds(toponym: Toponym, options: Sequence[Option], countries: Mapping[str, float]) -> bool:
    """Whether the name counts as a place at all."""
    if toponym.hint is PlaceKind.BORDER:
        return True
    if not options:
        return toponym.likelihood >= _UNKNOWN_THRESHOLD
    if not toponym.is_rescue:
        return True
    return toponym.likelihood + _support(options, countries) >= _RESCUE_THRESHOLD


def _support(options: Sequence[Option], countries: Mapping[str, float]) -> float:
    """What the gazetteer says for a rescued name: well known, or in a country that the article is about."""
    best = max(options, key=lambda o: o.score)
    record = best.record
    share = countries.get(record.country, 0.0)
    support = 0.6 * math.sqrt(share) + 0.5 * min(prior(record), 1.0)
    if record.matched_kind == "variant" or (
        record.matched_kind == "alternate" and record.matched_name.isascii()
    ):
        # In other scripts every name is an alternate one.
        return support - 0.15
    if record.kind in _NAMED_ONCE:
        support += 0.4 if " " in record.matched_name or record.kind is PlaceKind.COUNTRY else 0.15
    elif (record.population or 0) >= _METROPOLIS and share >= 0.1:
        support += 0.25
    return support


def _without_overlaps(
    toponyms: Sequence[Toponym], held: Sequence[int], options: Sequence[Sequence[Option]]
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


def _ranked(
    index: int,
    toponyms: Sequence[Toponym],
    options: Sequence[Sequence[Option]],
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


def _candidates(options: Sequence[Option]) -> tuple[Candidate, ...]:
    """Scores as shares: how much of the belief falls on each candidate."""
    if not options:
        return ()
    top = options[0].score
    weights = [math.exp(SHARPNESS * (option.score - top)) for option in options]
    whole = sum(weights)
    return tuple(
        Candidate(option.record, round(weight / whole, 3), tuple(option.reasons) or ("a place of this name",))
        for option, weight in zip(options[:MAX_CANDIDATES], weights, strict=False)
    )
