"""The years, months and days that a list of many rows has, each looked for through the index of the date.

Django reads the date of every row to know its years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.db import connection
from django.db.models import DateField, DateTimeField, QuerySet, Value
from django.utils.timezone import get_current_timezone, localdate, make_aware

from events.admin.long_lists import LongList

#: Of more years those at both ends: one of them is a slip of somebody's finger.
_MOST = 60


def days_of(changes: Any) -> dict[str, Any] | None:
    """What the template of the date hierarchy needs."""
    if not isinstance(changes, LongList):
        return date_hierarchy(changes)
    found = changes.paginator.dates
    if not changes.is_long:
        return date_hierarchy(_Dated(changes, _KnownDays(found)))
    if changes.query and not changes.model_admin.has_days_of_searches:
        return None
    around = changes.model_admin.rows_around(changes.params)
    return date_hierarchy(_Dated(changes, _Days(changes.queryset, found, _last_of(changes), around)))


class _Dated:
    """The list as Django's date hierarchy looks at it, with another way to find its dates."""

    def __init__(self, changes: Any, queryset: Any) -> None:
        self._changes = changes
        self.queryset = queryset

    def __getattr__(self, name: str) -> Any:
        return getattr(self._changes, name)


class _KnownDays:
    """What Django asks a queryset for its dates, of rows that are few."""

    def __init__(self, found: set[Any]) -> None:
        self._found = found

    def aggregate(self, **ends: Any) -> dict[str, Any]:
        return {"first": min(self._found, default=None), "last": max(self._found, default=None)}

    def dates(self, name: str, kind: str) -> list[date]:
        return sorted({_start(day, kind) for day in _days(self._found)})

    datetimes = dates


class _Days:
    """What Django asks a queryset for its dates, answered a period at a time. `known` are the dates of some
    of its rows, `last` is the last of all where it is known: to find it anew, all rows would be passed over
    that are not this editor's to see. `around` are rows among which these are, and the first of each
    is soon found."""

    def __init__(
        self, rows: QuerySet[Any], known: set[Any], last: date | None, around: Sequence[QuerySet[Any]]
    ) -> None:
        self._rows = rows.order_by()
        self._known = known
        self._last = last
        self._around = around
        self._found: dict[str, tuple[Any, Any]] = {}

    def aggregate(self, **ends: Any) -> dict[str, Any]:
        """From the first date of those around: which years are shown is asked of each. The first one of a
        filter's rows may stand behind half a million others."""
        name = ends["first"].source_expressions[0].name  # of one field
        last = self._last or self._end(f"-{name}", self._rows)
        firsts = [self._end(name, rows) for rows in self._around] if last else []
        first = min((at for at in firsts if at), default=None)
        self._found[name] = first, last
        return {"first": first, "last": last}

    def dates(self, name: str, kind: str) -> list[date]:
        if name in self._found:
            ends = self._found[name]
        else:
            ends = self._end(name, self._rows), self._last or self._end(f"-{name}", self._rows)
        first, last = map(_day, ends)
        if first is None or last is None:
            return []
        periods = list(_periods(first, last, kind))
        if len(periods) > _MOST:
            periods = [*periods[: _MOST // 2], *periods[-_MOST // 2 :]]
        known = {_start(day, kind) for day in {*_days(self._known), last}}
        found = {start for start, _end in periods if start in known}
        if asked := [period for period in periods if period[0] not in known]:
            found.update(self._with_any(name, asked))
        return sorted(found)

    datetimes = dates

    def _end(self, order: str, rows: QuerySet[Any]) -> Any:
        name = order.removeprefix("-")
        dated = rows.filter(**{f"{name}__isnull": False})
        return dated.order_by(order).values_list(name, flat=True).first()

    def _with_any(self, name: str, periods: Sequence[tuple[date, date]]) -> set[date]:
        """The first days of those periods that a row is in: one question of several parts, put into words
        once. Whose rows somebody may see takes longer to say than to find out."""
        asked = [(start, self._bound(name, start), self._bound(name, end)) for start, end in periods]
        query, (_day, *others, _since, _until) = self._any_in(name, *asked[0]).query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join([f"({query})"] * len(asked)),
                [value for day, since, until in asked for value in (day, *others, since, until)],
            )
            return {day for (day,) in cursor.fetchall()}

    def _bound(self, name: str, day: date) -> date:
        is_of_moments = isinstance(self._rows.model._meta.get_field(name), DateTimeField)
        return make_aware(datetime.combine(day, time())) if is_of_moments else day

    def _any_in(self, name: str, day: date, since: Any, until: Any) -> QuerySet[Any]:
        """The day that the period begins with, when a row is in it; the day is the first parameter of the
        statement, the bounds are the last ones."""
        within = self._rows.filter(**{f"{name}__gte": since, f"{name}__lt": until})
        # In the order of the date, so that its index is used and not what lies first in the table; the last
        # one first: what is known to the month or year stands at its end.
        of_day = Value(day, output_field=DateField())
        return within.order_by(f"-{name}").annotate(_day=of_day).values_list("_day", flat=True)[:1]


def _last_of(changes: Any) -> date | None:
    """The date of the list's first row, where the latest come first."""
    name, pages = changes.date_hierarchy, changes.paginator
    if changes.queryset.query.order_by[:1] != (f"-{name}",) or pages.first is None:
        return None
    dates: QuerySet[Any, Any] = changes.model._base_manager.values_list(name, flat=True)
    return dates.get(pk=pages.first)


def _day(at: Any) -> date | None:
    return localdate(at) if isinstance(at, datetime) else at


def _days(found: set[Any]) -> set[date]:
    """The days of ten thousand moments: whose time it is, Django would look up for each."""
    zone = get_current_timezone()
    return {at.astimezone(zone).date() if isinstance(at, datetime) else at for at in found}


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
