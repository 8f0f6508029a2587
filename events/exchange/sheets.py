"""Dateline's rows as a sheet can hold them: a province's outline as text is longer than a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from events.exchange.columns import OUTLINE
from events.exchange.telling import Told
from events.exchange.wkt import wkt_of
from events.models import Place

#: Of a cell, in UTF-16 units; Excel's own limit.
MAX_CELL = 32_767
#: No shape: a row that has it is refused with a sentence where it is read in, not shown as a pin.
TOO_LONG = "(too long for a sheet: see the CSV)"
_SHAPES = {"geometry": "", "mention_geometry": "mention_"}


def fits(text: str) -> bool:
    return len(text) * 2 <= MAX_CELL or len(text.encode("utf-16-le")) // 2 <= MAX_CELL


def for_a_sheet(rows: Iterable[Told]) -> Iterator[Told]:
    """The same rows. Of a shape that is too long stands `OUTLINE` where it is the outline of the row's
    place."""
    known: dict[tuple[object, object], int] = {}
    for row in rows:
        for column, prefix in _SHAPES.items():
            shape = row.get(column)
            if isinstance(shape, str) and not fits(shape):
                row = {**row, column: OUTLINE if _is_outline(shape, row, prefix, known) else TOO_LONG}
        yield row


def _is_outline(shape: str, row: Told, prefix: str, known: dict[tuple[object, object], int]) -> bool:
    place = (_named(row, prefix, "place_provider"), _named(row, prefix, "place_provider_id"))
    if not all(place):
        return False
    if place not in known:
        same = Place.objects.filter(provider=place[0], provider_id=place[1])
        known[place] = hash(wkt_of(same.values_list("geometry", flat=True).first()))
    return known[place] == hash(shape)


def _named(row: Told, prefix: str, name: str) -> object:
    return row.get(f"{prefix}{name}") or row.get(name)
