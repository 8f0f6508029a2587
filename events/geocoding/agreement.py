"""What the names of one article say about each other: containment, neighbourhood, one sense, lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from events.enums import PlaceKind
from events.geocoding.context import containers
from events.geocoding.factors import WEIGHTS
from events.geocoding.neighbourhood import province_of
from events.geocoding.options import Option
from events.geocoding.wording import says_other
from events.records import PlaceRecord, Toponym


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
            option.add(WEIGHTS.contained, f"lies in “{container.words}”, which stands next to it")
            held[id(outer)] = outer
            tied |= {inner, container.outer}
        for outer in held.values():
            outer.add(WEIGHTS.container, f"“{toponyms[inner].quote}” next to it lies in it")
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
                option.add(WEIGHTS.same_sentence, "its country is named in the same sentence")


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


def add_one_sense(
    toponyms: Sequence[Toponym], options: Sequence[list[Option]], told: Collection[int]
) -> None:
    """The same name means the same place everywhere in an article, unless the words there say otherwise.

    `told` are the names whose place the words beside them settle; the others of the name follow them.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for i, toponym in enumerate(toponyms):
        groups[toponym.names[0].casefold()].append(i)
    for members in groups.values():
        if len(members) > 1:
            _add_one_kind(toponyms, options, members)
            _follow(toponyms, options, members, told)


def _follow(
    toponyms: Sequence[Toponym],
    options: Sequence[list[Option]],
    members: Sequence[int],
    told: Collection[int],
) -> None:
    others = [i for i in members if says_other(toponyms[i])]
    leading = [i for i in members if i in told and i not in others] or [i for i in members if i not in others]
    strongest: dict[tuple[str, int | None], float] = {}
    for i in leading:
        for option in options[i]:
            region = _region(option)
            strongest[region] = max(strongest.get(region, -9.0), option.score)
    if not strongest:
        return
    chosen = max(strongest, key=lambda region: strongest[region])
    is_told = leading[0] in told
    for i in members:
        for option in options[i]:
            if i in others:
                if _region(option) == chosen:
                    option.add(WEIGHTS.other, "the text sets it apart from the one it spoke of")
            elif i not in told and option.record.country == chosen[0]:
                # A town and its province share the country's part; the place itself gets the whole.
                points = WEIGHTS.told if is_told else WEIGHTS.repeated
                part = 1.0 if _region(option) == chosen else 0.5
                option.add(part * points, "the same name means it elsewhere in the article")


def _region(option: Option) -> tuple[str, int | None]:
    return option.record.country, province_of(option.record)


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
                option.add(WEIGHTS.called_region, "the article calls it a province or region elsewhere")


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
                        option.add(WEIGHTS.listed, "listed with another of its kind")
