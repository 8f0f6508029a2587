"""Lists of a million rows: how far they are counted, by what they are sorted, how their pages are found.

Nothing is counted beyond COUNTED. A list of at most so many rows is gathered by whatever index serves its
filter, and then sorted by any column. A longer one is walked along an index, the newest first, as far as it
is counted: it says "10,000+", offers the columns that it can be walked by, and asks for a filter to see the
rest. Left to itself, PostgreSQL counts every row, and goes through all of them for fifty that are rare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, ChangeList
from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection, transaction
from django.db.models import DateTimeField, F, FloatField, Func, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.functional import cached_property

from events.review.among import Among
from events.review.rights import works_on_all

COUNTED = 10_000
#: For those who do not see everything: whether they see a row is asked of each that is counted.
COUNTED_OF_SOME = 1_000
#: For them, so many of the first rows are looked through before others, and they alone where they fill the
#: page that is asked for: they may see one in a hundred.
LOOKED_THROUGH = 20_000
#: What addresses of lists and of autocompletes say beside what narrows them.
_NOT_NARROWING = frozenset(
    (ORDER_VAR, PAGE_VAR, ALL_VAR, ERROR_FLAG, "page", "app_label", "model_name", "field_name")
)


class Many(int):
    """A number of rows, and there are more."""

    def __str__(self) -> str:
        return f"{number_format(int(self), force_grouping=True)}+"


class Seconds(Func):
    """A moment as seconds since 1970. Django's own counts them from the clock of the editor's time zone."""

    template = "date_part('epoch', %(expressions)s)"
    output_field = FloatField()


class LongPages(Paginator):
    """Pages of a queryset of any length. `walked` names the fields by which an index sorts all rows, `dated`
    a date to be read with the rows. `is_all` says that no filter or search leaves rows out, but at most the
    right to see them: the newest are soon found then."""

    walked: frozenset[str] = frozenset()
    counted = COUNTED
    dated = ""
    is_all = False
    #: Rows among which these are, in parts that an index has in the order of `dated`; and the page asked for,
    #: None for all of them.
    around: Sequence[QuerySet[Any]] = ()
    asked: int | None = None
    #: The row that stands before all others, once a page was asked for.
    first: int | None = None

    def __init__(self, rows: QuerySet[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(rows if rows.ordered else rows.order_by("-pk"), *args, **kwargs)

    @cached_property
    def _known(self) -> list[tuple[Any, ...]]:
        """The rows, and not more of them than are counted and one: the number and the date of each."""
        columns: tuple[Any, ...] = ("pk", self.dated) if self.dated else ("pk",)
        if self._has_moments:
            # As seconds: a moment is read by Django's own code, which takes longer than all else here.
            columns = ("pk", Seconds(F(self.dated)))
        if self.is_all:
            return self._looked_through(*columns)
        with by_indexes():
            return list(self.object_list.order_by().values_list(*columns)[: self.counted + 1])

    @property
    def found(self) -> list[int]:
        return [row[0] for row in self._known]

    @property
    def dates(self) -> set[Any]:
        """Those of the rows that were found."""
        found = {row[1] for row in self._known} - {None}
        return {datetime.fromtimestamp(at, UTC) for at in found} if self._has_moments else found

    @cached_property
    def _has_moments(self) -> bool:
        field = self.object_list.model._meta.get_field(self.dated) if self.dated else None
        return isinstance(field, DateTimeField)

    @property
    def is_long(self) -> bool:
        return len(self._known) > self.counted

    @cached_property
    def count(self) -> int:
        return Many(self.counted) if self.is_long else len(self._known)

    @cached_property
    def _walk(self) -> QuerySet[Any]:
        """All rows in the order of an index: the one asked for, or the usual one, or the newest first."""
        rows: QuerySet[Any] = self.object_list
        for order in (rows.query.order_by, rows.model._meta.ordering):
            if order and field_of(order[0]) in {"pk", *self.walked}:
                return rows.order_by(*order)
        return rows.order_by("-pk")

    def _walked(self, *columns: Any, most: int) -> list[tuple[Any, ...]]:
        """The first rows in that order. What has no date is apart: the index of dates has it in no order, and
        it comes first where the latest do."""
        rows, order = self._walk, self._walk.query.order_by
        name = field_of(order[0])
        if name != self.dated or not rows.model._meta.get_field(name).null:
            return list(rows.values_list(*columns)[:most])
        dated = rows.filter(**{f"{name}__isnull": False})
        undated = rows.filter(**{f"{name}__isnull": True}).order_by(*order[1:])
        is_latest_first = order[0].startswith("-")
        found: list[tuple[Any, ...]] = []
        for part in (undated, dated) if is_latest_first else (dated, undated):
            found += part.values_list(*columns)[: most - len(found)] if len(found) < most else ()
        return found

    def _looked_through(self, *columns: Any) -> list[tuple[Any, ...]]:
        """The first rows: the page asked for and as many again. They are counted further as far as one looks
        through `LOOKED_THROUGH` at least: for a thousand, a hundred thousand may have to be passed over that
        are not this editor's to see."""
        most, until = self.counted + 1, self._looked_through_until()
        if self.asked is None or until is None:
            return self._walked(*columns, most=most)
        near, far = ("gt", "lte") if self._walk.query.order_by[0].startswith("-") else ("lt", "gte")
        rows = self._walk.values_list(*columns)
        found = list(rows.filter(**{f"{self.dated}__{near}": until})[:most])
        page = self.asked * self.per_page
        is_all_of_them = False
        if len(found) <= page:
            most = min(most, 2 * page + 1)
            found += rows.filter(**{f"{self.dated}__{far}": until})[: most - len(found)]
            is_all_of_them = len(found) < most
        if not is_all_of_them:
            self.counted = min(self.counted, len(found) - 1)
        return found

    def _looked_through_until(self) -> Any:
        """The date at which so many rows were looked through, seen or not; None where they are fewer, or do
        not stand in the order of their date."""
        order = self._walk.query.order_by[0]
        name = field_of(order)
        if name != self.dated or self.object_list.model._meta.get_field(name).null:
            return None
        dates = [rows.order_by(order).values_list(name, flat=True) for rows in self.around]
        ends = [end for rows in dates for end in rows[LOOKED_THROUGH : LOOKED_THROUGH + 1]]
        return (max if order.startswith("-") else min)(ends, default=None)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The queryset in the order in which its pages are shown."""
        return self._walk if self.is_long else self.object_list

    def _sorted(self, top: int) -> Sequence[int]:
        """The rows in their order, as far as the `top` of them."""
        if self.is_long:
            return self.found if self.is_all else [pk for (pk,) in self._walked("pk", most=top)]
        rows, order = self.object_list, self.object_list.query.order_by
        if order and all(isinstance(part, str) and field_of(part) in ("pk", self.dated) for part in order):
            return self._sorted_by_date(order)
        if order and all(map(field_of, order)):
            # What they were found by need not hold again.
            rows = rows.model._base_manager.order_by(*order)
        # Without a limit, so that nothing is walked for rows which are known already.
        return list(rows.filter(Among("pk", self.found)).values_list("pk", flat=True))

    def _sorted_by_date(self, order: Sequence[Any]) -> list[int]:
        """As the database sorts: what has no date is later than all dates."""
        known = list(self._known)
        for part in reversed(order):
            at = 0 if field_of(part) == "pk" else 1
            known.sort(key=lambda row, at=at: (row[at] is None, row[at]), reverse=part.startswith("-"))
        return [row[0] for row in known]

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = bottom + self.per_page
        if top + self.orphans >= self.count:
            top = self.count
        ids = list(self._sorted(top)[:top])
        self.first = next(iter(ids), None)
        return self._get_page(self._shown(ids[bottom:top]), number, self)

    def _shown(self, ids: Sequence[int]) -> QuerySet[Any]:
        rows = self.rows.all()
        joined = {alias for alias, uses in rows.query.alias_refcount.items() if uses}
        if joined <= {rows.query.get_initial_alias()}:
            # What they were found by need not hold again, and joins nothing that would then double them:
            # beside it PostgreSQL would read the index of all acts of a verb for fifty of them.
            rows.query.clear_where()
        return rows.filter(pk__in=ids)


@contextmanager
def by_indexes() -> Iterator[None]:
    """For the first so many rows of a filter or search. PostgreSQL believes that they lie everywhere in the
    table, and of each beginning of a word that it does not know that one row in fifty has it: it reads the
    table until it has them, where what a filter leaves may be its last rows, or none. The index of a list's
    filters holds rows that are alike in one entry, and is soon read whole."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def field_of(order: Any) -> str:
    """The field that one part of an order sorts by; empty for an expression."""
    if isinstance(order, OrderBy):
        order = order.expression
    if isinstance(order, F):
        return order.name
    return order.removeprefix("-") if isinstance(order, str) else ""


class LongList(ChangeList):
    """A list of the admin that says how far it is counted."""

    is_long = False

    def get_queryset(self, request: HttpRequest, **kwargs: Any) -> QuerySet[Any]:
        rows = super().get_queryset(request, **kwargs)
        if any("__year" in name for name in self.params):
            try:
                rows.query.sql_with_params()
            except EmptyResultSet:
                pass
            except (ValueError, OverflowError) as error:  # a year that no calendar has
                raise IncorrectLookupParameters(error) from error
        return rows

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        pages: LongPages = self.paginator
        rows = self.result_list if self.multi_page else pages.page(1).object_list
        self.result_list = rows.defer(*self.model_admin.list_defer)
        self.is_long = pages.is_long
        if self.is_long:
            self.can_show_all = False
            self.queryset = pages.rows
            offered = [name for name in self.list_display if self.get_ordering_field(name) in pages.walked]
            self.sortable_by = offered

    def get_ordering_field(self, field_name: Any) -> Any:
        found = super().get_ordering_field(field_name)
        # What a decision or comment is about lies in several tables, which Django finds out too late.
        about = {field.name for field in self.lookup_opts.private_fields}
        return None if isinstance(found, str) and found in about else found

    def get_ordering_field_columns(self) -> dict[int, str]:
        columns = super().get_ordering_field_columns()
        if self.is_long and ORDER_VAR in self.params:
            # A column by which so many rows are not sorted was asked for.
            return {at: way for at, way in columns.items() if self.list_display[at] in self.sortable_by}
        return columns


def _page_asked(request: HttpRequest) -> int:
    asked = request.GET.get(PAGE_VAR, "1")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else 1


class LongLists:
    """Of a model's pages: its list and its autocomplete, of any length."""

    #: Fields beside the key by which an index sorts all rows: a list of many can be sorted by them alone.
    walked: frozenset[str] = frozenset()
    #: Parameters of its filters: an index has the rows of each of their choices in the usual order.
    walked_alike: frozenset[str] = frozenset()
    #: Whether a search that finds many is told the years of what it found.
    has_days_of_searches = True
    #: Columns that the list does not show and that can be large.
    list_defer: tuple[str, ...] = ()
    #: Whether of each row it is asked apart whether somebody may see it who does not see all.
    is_asked_of_each = True
    date_hierarchy: str | None
    model: type[Model]
    show_full_result_count = False
    #: They count the rows of each choice of each filter.
    show_facets = admin.ShowFacets.NEVER

    def rows_around(self, params: Mapping[str, Any]) -> list[QuerySet[Any]]:
        """Rows among which those of the list are, in parts that an index has in the order of their date."""
        return [self.model._base_manager.all()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongList

    def get_paginator(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        per_page: int,
        orphans: int = 0,
        allow_empty_first_page: bool = True,
    ) -> LongPages:
        pages = LongPages(queryset, per_page, orphans, allow_empty_first_page)
        pages.walked = self.walked
        pages.dated = self.date_hierarchy or ""
        sees_all = works_on_all(request.user)
        # A range of what is walked by is walked alone, and so is one choice of what an index begins with.
        ranges = {*_NOT_NARROWING, *self.walked}
        given = (name for name, value in request.GET.items() if value)
        narrowing = {name for name in given if name.partition("__")[0] not in ranges}
        is_alike = len(narrowing) == 1 and narrowing <= self.walked_alike
        pages.is_all = not sees_all and (not narrowing or is_alike)
        if pages.is_all and ALL_VAR not in request.GET:
            pages.around, pages.asked = self.rows_around(request.GET), _page_asked(request)
        pages.counted = COUNTED_OF_SOME if self.is_asked_of_each and not sees_all else COUNTED
        return pages
