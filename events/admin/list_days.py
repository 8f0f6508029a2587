"""The years, months and days that a list of many rows has, each looked for through the index of the date.

Django reads the date of every row to know its years.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.db.models import DateField, DateTimeField, QuerySet, Value
from django.utils.timezone import localdate, make_aware

from events.admin.long_lists import LongList

#: Of more years those at both ends: one of them is a slip of somebody's finger.
_MOST = 60


def days_of(changes: Any) -> dict[str, Any] | None:
    """What the template of the date hierarchy needs."""
    if not isinstance(changes, LongList):
        return date_hierarchy(changes)
    days = _Days(changes.queryset) if changes.is_long else _KnownDays(changes.gathered)
    return date_hierarchy(_Dated(changes, days))


class _Dated:
    """The list as Django's date hierarchy looks at it, with another way to find its dates."""

    def __init__(self, changes: Any, queryset: Any) -> None:
        self._changes = changes
        self.queryset = queryset

    def __getattr__(self, name: str) -> Any:
        return getattr(self._changes, name)


class _KnownDays:
    """What Django asks a queryset for its dates, of rows that are few."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows
        self._found: dict[str, set[Any]] = {}

    def aggregate(self, **ends: Any) -> dict[str, Any]:
        # Of one field. Asked for the first date of known rows, PostgreSQL goes through the dates of all.
        found = self._of(ends["first"].source_expressions[0].name)
        return {"first": min(found, default=None), "last": max(found, default=None)}

    def dates(self, name: str, kind: str) -> list[date]:
        days = (localdate(at) if isinstance(at, datetime) else at for at in self._of(name))
        return sorted({_start(day, kind) for day in days})

    datetimes = dates

    def _of(self, name: str) -> set[Any]:
        if name not in self._found:
            dates = self._rows.order_by().values_list(name, flat=True)
            self._found[name] = {day for day in dates if day is not None}
        return self._found[name]


class _Days:
    """What Django asks a queryset for its dates, answered a period at a time."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows.order_by()

    def aggregate(self, **ends: Any) -> dict[str, Any]:
        return self._rows.aggregate(**ends)

    def dates(self, name: str, kind: str) -> list[date]:
        ends = self._ends(name)
        if ends is None:
            return []
        periods = list(_periods(*ends, kind))
        if len(periods) > _MOST:
            periods = [*periods[: _MOST // 2], *periods[-_MOST // 2 :]]
        first, *others = (self._any_in(name, start, end) for start, end in periods)
        return sorted(first.union(*others, all=True)) if others else list(first)

    datetimes = dates

    def _ends(self, name: str) -> tuple[date, date] | None:
        found = self._rows.filter(**{f"{name}__isnull": False})
        dates = found.order_by(name).values_list(name, flat=True)
        first, last = dates.first(), dates.last()
        if first is None or last is None:
            return None
        return (localdate(first), localdate(last)) if isinstance(first, datetime) else (first, last)

    def _any_in(self, name: str, start: date, end: date) -> QuerySet[Any]:
        """The day that the period begins with, when a row is in it."""
        since, until = start, end
        if isinstance(self._rows.model._meta.get_field(name), DateTimeField):
            since, until = (make_aware(datetime.combine(day, time())) for day in (start, end))
        within = self._rows.filter(**{f"{name}__gte": since, f"{name}__lt": until})
        day = Value(start, output_field=DateField())
        # In the order of the date, so that its index is used and not what lies first in the table; the last
        # one first: what is known to the month or year stands at its end.
        return within.order_by(f"-{name}").annotate(_day=day).values_list("_day", flat=True)[:1]


def _periods(first: date, last: date, kind: str) -> Iterator[tuple[date, date]]:
    """The periods from one day to another: the first day of each, and that of the next one."""
    start = _start(first, kind)
    while start <= last:
        following = _following(start, kind)
        yield start, following
        start = following


def _start(day: date, kind: str) -> date:
    return {"year": day.replace(month=1, day=1), "month": day.replace(day=1)}.get(kind, day)


def _following(start: date, kind: str) -> date:
    if kind == "year":
        return start.replace(year=start.year + 1)
    if kind == "month":
        return (start + timedelta(days=32)).replace(day=1)
    return start + timedelta(days=1)
