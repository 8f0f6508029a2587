"""Runs the statement of `sql` and makes totals of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import OperationalError
from django.db.models import QuerySet
from psycopg.errors import QueryCanceled

from events.enums import Measure, People
from events.models import Event
from events.totals.planning import planned
from events.totals.rules import OPENING, Reason
from events.totals.sql import statement
from events.totals.total import UNHEDGED, Figures, Grouping, Hedge, Nature, Total, Value


class TooLong(RuntimeError):
    """Stopped: the selection is too large to be added up while somebody waits."""


class TooManyTotals(ValueError):
    """More groups than were wanted; `most` says how many those were."""

    def __init__(self, most: int) -> None:
        super().__init__(f"More than {most} totals.")
        self.most = most


#: PostgreSQL's settings for the statement. It keeps no statistics of common table expressions and takes them
#: for a few rows: it would compare each with each in nested loops, for minutes. With the usual memory a large
#: set would be sorted and hashed on the disk.
SETTINGS = {"enable_nestloop": "off", "enable_sort": "off", "work_mem": "128MB"}

_Values = tuple[Value, ...]


class _Row(NamedTuple):
    """The columns of `sql.statement` before those of the group."""

    nature: str
    measure: str
    people: str
    place: int | None
    as_of: date | None
    reason: str | None
    household_size: Decimal | None
    number: int
    low: Decimal | None
    high: Decimal | None
    highs: int
    hedges: int
    ids: list[int] | None


_WIDTH = len(_Row._fields)


def published_totals(
    events: QuerySet[Event],
    *,
    by: Sequence[Grouping] = (),
    people: People = People.PEOPLE,
    measures: Sequence[Measure] = (),
    has_ids: bool = True,
    most: int | None = None,
    most_ms: int = 0,
) -> list[Total]:
    """What `adding.totals_of` gives for the published figures of published events, of these measures.

    Raises TooManyTotals when there are more than `most`, TooLong after `most_ms` milliseconds (0: never).
    """
    sql, params = statement(events, by=by, people=people, measures=measures, has_ids=has_ids)
    try:
        with planned(events.db, {**SETTINGS, "statement_timeout": str(most_ms)}) as cursor:
            cursor.execute(sql, params)
            rows = [(_Row(*row[:_WIDTH]), row[_WIDTH:]) for row in cursor]
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooLong from error
        raise
    return _totals(rows, by, most)


def _totals(rows: Iterable[tuple[_Row, _Values]], by: Sequence[Grouping], most: int | None) -> list[Total]:
    told: dict[tuple[_Values, Any], list[_Row]] = {}
    for row, values in rows:
        told.setdefault((values, (row.nature, row.measure, row.people, row.place)), []).append(row)
    if most is not None and len(told) > most:
        raise TooManyTotals(most)
    totals = [
        _total(of_group, tuple(zip(by, values, strict=True)))
        for (values, _key), of_group in told.items()
        if not _is_only_stocks(of_group)
    ]
    return sorted(totals, key=Total.sort_key)


def _is_only_stocks(rows: list[_Row]) -> bool:
    """Numbers at a date have totals of their own; without anything that happened there is no other."""
    return {row.reason for row in rows} == {Reason.STOCK}


def _total(rows: list[_Row], group: tuple[tuple[Grouping, Value], ...]) -> Total:
    one = rows[0]
    counted = [row for row in rows if row.reason is None]
    left_out = {
        reason: _figures(row for row in rows if row.reason == reason)
        for reason in Reason
        if any(row.reason == reason for row in rows)
    }
    has_high = bool(counted) and all(row.highs == row.number for row in counted)
    is_open = one.nature == Nature.FLOW and not OPENING.isdisjoint(left_out)
    sizes = {row.household_size for row in counted if row.household_size is not None}
    return Total(
        group, Measure(one.measure), People(one.people), Nature(one.nature),
        low=_sum(row.low for row in counted),
        high=_sum(row.high for row in counted) if has_high and not is_open else None,
        hedges=reduce(or_, (Hedge(row.hedges) for row in counted), UNHEDGED),
        counted=_figures(counted),
        left_out=tuple(left_out.items()),
        household_sizes=tuple(sorted(sizes)),
        place=one.place,
        as_of=counted[0].as_of if counted else None,
    )  # fmt: skip


def _figures(rows: Iterable[_Row]) -> Figures:
    rows = list(rows)
    return Figures(sum(row.number for row in rows), tuple(sorted(id for row in rows for id in row.ids or ())))


def _sum(numbers: Iterable[Decimal | None]) -> int | None:
    """None when there is no number at all."""
    stated = [int(number) for number in numbers if number is not None]
    return sum(stated) if stated else None
