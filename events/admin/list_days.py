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
    rows = _Days(changes.queryset) if changes.is_long else changes.gathered
    return date_hierarchy(_Dated(changes, rows))


class _Dated:
    """The list as Django's date hierarchy looks at it, with another way to find its dates."""

    def __init__(self, changes: Any, queryset: Any) -> None:
        self._changes = changes
        self.queryset = queryset

    def __getattr__(self, name: str) -> Any:
        return getattr(self._changes, name)


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
        return within.annotate(_day=day).values_list("_day", flat=True)[:1]


def _periods(first: date, last: date, kind: str) -> Iterator[tuple[date, date]]:
    """The periods from one day to another: the first day of each, and that of the next one."""
    start = {"year": first.replace(month=1, day=1), "month": first.replace(day=1)}.get(kind, first)
    while start <= last:
        following = _following(start, kind)
        yield start, following
        start = following


def _following(start: date, kind: str) -> date:
    if kind == "year":
        return start.replace(year=start.year + 1)
    if kind == "month":
        return (start + timedelta(days=32)).replace(day=1)
    return start + timedelta(days=1)
