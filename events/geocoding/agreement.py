"""What the names of one article say about each other: containment, neighbourhood, one sense, lists."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence

from events.enums import PlaceKind
from events.geocoding.context import containers, distance_km
from events.geocoding.options import Option
from events.records import PlaceRecord, Toponym

#: Said in so many words; outweighs population and the article's countries together.
_CONTAINED = 2.2

#: "Paris, Texas" makes a later "Paris" the same, unless the article is about France.
_TOLD_BEFORE = 1.6

_NEIGHBOURHOOD_KM = 250.0


def add_containment(toponyms: Sequence[Toponym], options: Sequence[list[Option]]) -> set[int]:
    """ "Cairo, Illinois", "Saraqib, Syria", "Myanmar's Sagaing region": the one must lie in the other.

    Returns the names that are tied to another one so.
    """
    tied: set[int] = set()
    for inner, container in containers(toponyms).items():
        held: dict[int, Option] = {}
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


def add_sentence(toponyms: Sequence[Toponym], options: Sequence[list[Option]]) -> None:
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


def _holding(record: PlaceRecord, outers: Sequence[Option]) -> Option | None:
    for outer in outers:
        place = outer.record
        if place.id == record.id:
            continue
        if (
            place.kind is PlaceKind.COUNTRY
            and place.country == record.country
            and record.kind is not PlaceKind.COUNTRY
        ):
            return outer
        if place.kind is PlaceKind.ADMIN1 and place.id == record.admin1_id:
            return outer
    return None


def add_neighbourhood(toponyms: Sequence[Toponym], options: Sequence[list[Option]]) -> None:
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


def add_one_sense(
    toponyms: Sequence[Toponym], options: Sequence[list[Option]], tied: Collection[int]
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
                    option.add(
                        _TOLD_BEFORE if told else 0.3, "the same name means it elsewhere in the article"
                    )


def _add_one_kind(
    toponyms: Sequence[Toponym], options: Sequence[list[Option]], members: Sequence[int]
) -> None:
    """Where an article keeps saying "the Idlib region", "Idlib" alone is that region, not its city."""
    hints = [toponyms[i].hint for i in members if toponyms[i].hint]
    if len(hints) < 2 or set(hints) != {PlaceKind.ADMIN1}:
        return
    for i in members:
        for option in options[i]:
            if toponyms[i].hint is None and option.record.kind is PlaceKind.ADMIN1:
                option.add(0.35, "the article calls it a province or region elsewhere")


def add_lists(toponyms: Sequence[Toponym], options: Sequence[list[Option]]) -> None:
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
