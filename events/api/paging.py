"""Which part of the events is listed, and in which order: `page=2&sort=-size`.

Both are the state of a screen, not filters: what a map shows or a total counts does not depend on them. Ties
go by reading order (the latest first), then by the newest id, so that no event is on two pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.api.errors import BadParameter, shown
from events.api.values import single
from events.enums import EventKind, FigureRole, Verification
from events.models import Event, EventMention, Figure

PER_PAGE = 50
USUAL_SORT = "-date"
#: What a list is sorted by, and the direction at first: the largest and the latest, but A before Z.
SORTS = {
    "date": (_("Date"), "-"),
    "size": (_("Size"), "-"),
    "place": (_("Place"), ""),
    "kind": (_("Kind"), ""),
    "verification": (_("Verification"), ""),
    "claimant": (_("Claimed by"), ""),
    "outlet": (_("Printed by"), ""),
}
_MOST_PAGES = 1_000_000


class Position(Func):
    """The place of a code in a closed list, which is its order: of kinds by branch, of grades by strength."""

    function = "array_position"
    output_field = IntegerField()

    def __init__(self, column: str, codes: list[str]) -> None:
        super().__init__(Func(Value(codes), template="%(expressions)s::text[]"), F(column))


@dataclass(frozen=True, slots=True)
class Page:
    number: int = 1
    sort: str = USUAL_SORT
    per_page: int = PER_PAGE

    @property
    def by(self) -> str:
        return self.sort.removeprefix("-")

    def ordered(self, events: QuerySet[Event]) -> QuerySet[Event]:
        events, key = _sort_key(self.by, events)
        order = key.desc(nulls_last=True) if self.sort.startswith("-") else key.asc(nulls_last=True)
        return events.order_by(order, F("latest").desc(nulls_last=True), "-pk")

    def cut(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events of the page, chosen by their ids alone: what is shown of them is read for them only."""
        start = (self.number - 1) * self.per_page
        ids = list(self.ordered(events).values_list("pk", flat=True)[start : start + self.per_page])
        return self.ordered(Event.objects.published().filter(pk__in=ids))

    def within(self, count: int) -> Page:
        """The same, or the last page where there are not so many."""
        pages = max(1, -(-count // self.per_page))
        return self if self.number <= pages else Page(pages, self.sort, self.per_page)


def _sort_key(by: str, events: QuerySet[Event]) -> tuple[QuerySet[Event], F]:
    match by:
        case "size":
            largest = Figure.objects.published().filter(event=OuterRef("pk")).order_by().values("event")
            number = largest.annotate(most=Max(Coalesce("low", "high"))).values("most")
            return events.annotate(sorted_by=Subquery(number)), F("sorted_by")
        case "place":
            return events, F("place__name")
        case "kind":
            return events.annotate(sorted_by=Position("kind", EventKind.values)), F("sorted_by")
        case "verification":
            return events.annotate(sorted_by=Position("verification", Verification.values)), F("sorted_by")
        case "claimant":
            return events.annotate(sorted_by=_first_claimant()), F("sorted_by")
        case "outlet":
            told = EventMention.objects.published().filter(event=OuterRef("pk")).order_by().values("event")
            first = told.annotate(first=Min("mention__article__outlet__name")).values("first")
            return events.annotate(sorted_by=Subquery(first)), F("sorted_by")
        case _:
            return events, F("latest")


def _first_claimant() -> Case:
    """The first by name of whoever makes the claims that stand for an event, as the table lists them: the
    recommended ones, or all where there is none."""
    name = Coalesce("claimant__name", NullIf(F("claimant_words"), Value("")))
    claims = Figure.objects.published().filter(event=OuterRef("pk")).order_by().values("event")
    recommended = claims.filter(role=FigureRole.RECOMMENDED).annotate(first=Min(name)).values("first")
    is_there = Exists(claims.filter(role=FigureRole.RECOMMENDED))
    every = claims.annotate(first=Min(name)).values("first")
    return Case(When(is_there, then=Subquery(recommended)), default=Subquery(every))


def read_page(query: QueryDict, *, strict: bool = False, per_page: int = PER_PAGE) -> Page:
    """The page in a query string. Pages of ours leave out what they cannot use; data routes refuse it."""
    number, sort = query.get("page", "").strip(), query.get("sort", "").strip()
    if strict:
        number, sort = (single(name, {name: query.getlist(name)}) for name in ("page", "sort"))
    page = int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
    if strict and number and not 1 <= page <= _MOST_PAGES:
        raise BadParameter("page", f'"{shown(number)}" is not the number of a page. Use 1, 2, 3 and so on.')
    if sort and sort.removeprefix("-") not in SORTS:
        if strict:
            known = f'{", ".join(SORTS)}; "-" in front turns it round.'
            raise BadParameter("sort", f'Events are not sorted by "{shown(sort)}". Use: {known}')
        sort = ""
    return Page(min(max(page, 1), _MOST_PAGES), sort or USUAL_SORT, per_page)


def paging_of(page: Page, count: int, query: QueryDict) -> dict[str, Any]:
    """What the foot and head of a list need: `page`, `pages`, `per_page`, `count`, the numbers of the `first`
    and `last` row, `previous` and `next` as query strings (None at the ends), `sort`, and `sorts`: each with
    `value`, `label`, `query`, and the `direction` ("ascending", "descending") if the list is sorted by it.
    """
    pages = max(1, -(-count // page.per_page))
    start = (page.number - 1) * page.per_page
    return {
        "page": page.number,
        "pages": pages,
        "per_page": page.per_page,
        "count": count,
        "first": start + 1 if count else 0,
        "last": min(start + page.per_page, count),
        "previous": _query(query, page.number - 1, page.sort) if page.number > 1 else None,
        "next": _query(query, page.number + 1, page.sort) if page.number < pages else None,
        "sort": page.sort,
        "sorts": [
            {
                "value": name,
                "label": str(label),
                "query": _query(query, 1, _turned(name, first, page)),
                "direction": _direction(page) if name == page.by else None,
            }
            for name, (label, first) in SORTS.items()
        ],
    }


def _direction(page: Page) -> str:
    return "descending" if page.sort.startswith("-") else "ascending"


def _turned(name: str, first: str, page: Page) -> str:
    """Chosen again, a sort goes the other way."""
    if name != page.by:
        return f"{first}{name}"
    return name if page.sort.startswith("-") else f"-{name}"


def _query(query: QueryDict, number: int, sort: str) -> str:
    """The address of another page of the same list, without what is usual."""
    kept = [(name, value) for name, values in query.lists() for value in values if value]
    kept = [(name, value) for name, value in kept if name not in ("page", "sort")]
    if sort != USUAL_SORT:
        kept.append(("sort", sort))
    if number > 1:
        kept.append(("page", str(number)))
    return f"?{urlencode(kept, safe=',/:')}"
