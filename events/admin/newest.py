"""The newest of the published events that words, days and a place select, of however many they are.

What most events have ("observatory" in a newsroom's own words) stands in the newest ones too: these are
looked through. What few events have is gathered by its index. PostgreSQL alone would gather a million of the
first for twenty that are asked for, or pass over a million events for the few of the second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from events.admin.long_lists import by_indexes
from events.api.params import EventFilter
from events.api.searching import ways_to, words_of
from events.api.selection import apply, in_place, in_reading_order
from events.models import Event
from events.review.among import Among

#: So many of the newest are looked through.
LOOKED_THROUGH = 2_000
#: What more than so many events have is not gathered.
GATHERED = 10_000

#: Shorter words stand for themselves: each letter begins half of all words.
_BEGINS_FROM = 3

#: The events for which a part of the search holds: among those of the given ids, or not more of all than are
#: gathered and one.
_Part = Callable[[Sequence[int] | None], set[int]]


def newest(chosen: EventFilter, events: QuerySet[Event], most: int) -> tuple[list[Event], bool]:
    """Up to `most` of the events, which must come from `published()`, in reading order, and whether there are
    more.

    They are the newest, unless each part of the search holds for more events than are gathered, and hardly
    for any of the newest: then they are the newest of as many as are gathered.
    """
    events = events.select_related("place").defer("place__geometry", "place__point")
    within = apply(replace(chosen, q="", place=None), events)
    words = words_of(chosen.q)
    if chosen.q and not words:
        return [], False
    parts: list[_Part] = []
    if chosen.place:
        at = [(Event.objects.filter(condition), "pk") for condition in in_place(chosen.place)]
        parts.append(partial(_found_by, at))
    parts += (partial(_with_word, ways_to(word)) for word in words[:-1])
    if words:
        # The last one is still being typed.
        is_begun = len(words[-1]) >= _BEGINS_FROM
        parts.append(partial(_with_word, ways_to(words[-1], is_prefix=is_begun)))
    looked_through = max(LOOKED_THROUGH, most + 1)
    latest = _latest(within, looked_through)
    held = [part(latest) for part in parts] if latest else []
    found, is_whole = set(latest).intersection(*held), len(latest) < looked_through
    if parts and len(found) <= most and not is_whole:
        # Those first that hold for the fewest.
        rarest = sorted(range(len(parts)), key=lambda at: len(held[at]))
        found, is_whole = _gathered([parts[at] for at in rarest])
    rows = list(in_reading_order(within.filter(Among("pk", sorted(found))))[: most + 1])
    return rows[:most], len(rows) > most or not is_whole


def _latest(events: QuerySet[Event], number: int) -> list[int]:
    """Those that come first in reading order, by the index of dates, which has the undated ones first."""
    ids = events.order_by("-latest", "-pk").values_list("pk", flat=True)
    dated = list(ids.filter(latest__isnull=False)[:number])
    return dated + list(ids.filter(latest__isnull=True)[: number - len(dated)])


def _among(ids: Iterable[int], parts: Iterable[_Part]) -> set[int]:
    """Those of the ids for which every part holds."""
    found = set(ids)
    for part in parts:
        found = part(sorted(found)) if found else found
    return found


def _gathered(parts: Sequence[_Part]) -> tuple[set[int], bool]:
    """The events for which every part holds, and whether they are all of them. Where each holds for more than
    are gathered, they are among as many as the first one has."""
    found: set[int] | None = None
    some: set[int] = set()
    rest = list(parts)
    for part in parts:
        ids = part(None)
        if len(ids) > GATHERED:
            some = some or ids
            continue
        rest.remove(part)
        found = ids if found is None else found & ids
        if len(found) <= LOOKED_THROUGH:
            break
    if found is None:
        # The first one is not asked again whether it holds for what it has.
        return _among(some, rest[1:]), False
    return _among(found, rest), True


def _with_word(ways: Sequence[tuple[QuerySet[Any], str]], ids: Sequence[int] | None) -> set[int]:
    """As `_found_by`, of a word: the first way is to the events whose own words have it."""
    if ids is None:
        return _found_by(ways, None)
    with _row_by_row():
        found = _found_by(ways[:1], ids)
    return found | _found_by(ways[1:], sorted(set(ids) - found))


def _found_by(ways: Sequence[tuple[QuerySet[Any], str]], ids: Sequence[int] | None) -> set[int]:
    """The events that one of the ways leads to. Of given ones, each way is asked for those alone that no way
    before it has found: a frequent word is in most titles."""
    found: set[int] = set()
    if ids is not None:
        for rows, name in ways:
            if left := sorted(set(ids) - found):
                found.update(rows.filter(Among(name, left)).values_list(name, flat=True))
        return found
    with by_indexes():
        for rows, name in ways:
            found.update(rows.values_list(name, flat=True)[: GATHERED + 1])
    return found


@contextmanager
def _row_by_row() -> Iterator[None]:
    """For the words of given rows. PostgreSQL believes that one row in fifty has what a word begins with, and
    would read the index of words, where a million may have it, beside that of the numbers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        yield
        cursor.execute("SET LOCAL enable_bitmapscan = on")
