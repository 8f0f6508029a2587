"""Which of Dateline's rows belong to one event: those that follow each other under one id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from events.exchange.columns import EVENT
from events.exchange.formats.table import weight
from events.exchange.refusals import Wrong, shortened
from events.exchange.scheme import MAX_ID, Row, cut

#: Rows of one event, and their characters: they are held at once.
_MOST_ROWS = 2_000
_MOST_SIZE = 5_000_000
#: What every row of an event says alike, or leaves out.
_OF_EVENT = tuple(column.name for column in EVENT if column.name != "event_id")
#: What makes a further row of an event worth having.
_OF_FURTHER = ("excerpt", "quote", "measure")


class WrongRow(Wrong):
    """What is wrong with a further row of an event, by its number."""

    number = 0


def members_of(first: Row, rest: Iterator[Row]) -> list[Row]:
    """The rows of an event. Raises WrongRow for one that says another event than the first, or nothing."""
    members, size, wrong = [first], weight(first.raw), None
    for row in rest:
        if wrong is None:
            wrong = _wrong_member(first, row)
            size += weight(row.raw)
            if len(members) == _MOST_ROWS or size > _MOST_SIZE:
                wrong = WrongRow(
                    f"The event has more than {_MOST_ROWS:,} rows or {_MOST_SIZE:,} characters. Give other "
                    "events ids of their own.",
                    column="event_id", value=first.cell("event_id"),
                )  # fmt: skip
            members.append(row)
            if wrong is not None:
                wrong.number = row.number
                members.clear()
    if wrong is not None:
        raise wrong
    return members


def _wrong_member(first: Row, row: Row) -> WrongRow | None:
    for name in _OF_EVENT:
        said = row.cell(name)
        if said and said != first.cell(name):
            return WrongRow(
                f"Rows {first.number:,} and {row.number:,} have one id, and another “{name}”: "
                f"“{shortened(first.cell(name))}” and “{shortened(said)}”. Give another event another id, or "
                "make them alike.",
                column=name, value=said,
            )  # fmt: skip
    if not any(row.cell(name) for name in _OF_FURTHER):
        return WrongRow(
            f"The event stands in row {first.number:,} already, and this row adds no place or number to it. "
            "Leave one of the two rows.",
            column="event_id", value=row.cell("event_id"),
        )  # fmt: skip
    return None


def id_of(row: Row) -> str:
    """The event's id; of a table without ids what tells its rows apart."""
    if said := row.cell("event_id"):
        return cut(said, MAX_ID)
    told = "\0".join(row.cell(name) for name in ("title", "earliest", "latest", "lon", "lat", "geometry"))
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()
