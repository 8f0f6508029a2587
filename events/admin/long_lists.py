"""Lists of a million rows: how far they are counted, by what they are sorted, how their pages are found.

Nothing is counted beyond COUNTED. A list of at most so many rows is gathered by whatever index serves its
filter, and then sorted by any column. A longer one is walked along an index, the newest first, as far as it
is counted: it says "10,000+", offers the columns that it can be walked by, and asks for a filter to see the
rest. Left to itself, PostgreSQL counts every row, and goes through all of them for fifty that are rare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.contrib.postgres.fields import ArrayField
from django.core.paginator import Page, Paginator
from django.db import connection, transaction
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.functional import cached_property

from events.review.rights import works_on_all

COUNTED = 10_000
#: For those who do not see everything: whether they see a row is asked of each that is counted.
COUNTED_OF_SOME = 1_000


class Many(int):
    """A number of rows, and there are more."""

    def __str__(self) -> str:
        return f"{number_format(int(self), force_grouping=True)}+"


class Among(Func):
    """That the row is one of these: an array is one parameter, where `IN` has one for each."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__(F("pk"), Value(list(ids), output_field=ArrayField(BigIntegerField())))


class LongPages(Paginator):
    """Pages of a queryset of any length. `walked` names the fields by which an index sorts all rows."""

    walked: frozenset[str] = frozenset()
    counted = COUNTED

    @cached_property
    def found(self) -> list[int]:
        """The rows, in no order, and not more of them than are counted and one."""
        with by_indexes():
            return list(self.object_list.order_by().values_list("pk", flat=True)[: self.counted + 1])

    @property
    def is_long(self) -> bool:
        return len(self.found) > self.counted

    @cached_property
    def count(self) -> int:
        return Many(self.counted) if self.is_long else len(self.found)

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The queryset in the order in which its pages are shown."""
        rows: QuerySet[Any] = self.object_list
        if not self.is_long:
            return rows
        for order in (rows.query.order_by, rows.model._meta.ordering):
            if order and field_of(order[0]) in {"pk", *self.walked}:
                return rows.order_by(*order)
        return rows.order_by("-pk")

    @cached_property
    def _sorted(self) -> Sequence[int]:
        if self.is_long:
            return self.rows.values_list("pk", flat=True)[: self.counted]
        rows, order = self.object_list, self.object_list.query.order_by
        if order and all(map(field_of, order)):
            # What they were found by need not hold again.
            rows = rows.model._base_manager.order_by(*order)
        # Without a limit, so that nothing is walked for rows which are known already.
        return list(rows.filter(Among(self.found)).values_list("pk", flat=True))

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = bottom + self.per_page
        if top + self.orphans >= self.count:
            top = self.count
        return self._get_page(self.rows.filter(pk__in=list(self._sorted[bottom:top])), number, self)


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

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        pages: LongPages = self.paginator
        rows = self.result_list if self.multi_page else pages.page(1).object_list
        self.result_list = rows.defer(*self.model_admin.list_defer)
        self.is_long = pages.is_long
        if self.is_long:
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

    @property
    def gathered(self) -> QuerySet[Any]:
        """The rows of a list that is not long, by what is known of them already."""
        return self.model._base_manager.filter(Among(self.paginator.found))


class LongLists:
    """Of a model's pages: its list and its autocomplete, of any length."""

    #: Fields beside the key by which an index sorts all rows: a list of many can be sorted by them alone.
    walked: frozenset[str] = frozenset()
    #: Columns that the list does not show and that can be large.
    list_defer: tuple[str, ...] = ()
    show_full_result_count = False
    #: They count the rows of each choice of each filter.
    show_facets = admin.ShowFacets.NEVER

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
        pages.counted = COUNTED if works_on_all(request.user) else COUNTED_OF_SOME
        return pages
