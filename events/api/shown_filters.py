"""The filters of a page in words, each with the address of the same page without it.

The script writes the same chips from the same configuration (`js/data/filters.js`); these are there before it
runs, and where it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.api.params import FILTERS
from events.enums import Precision
from events.writing import write_date, write_number

#: What an address says of the screen and that other filters make meaningless.
_PLACES_ON_SCREEN = frozenset({"page", "event", "view"})

#: To choose from: the labels of `Precision` are for editors, who know what an admin-1 is.
_PRECISIONS = {
    Precision.EXACT: gettext_lazy("Exact spot"),
    Precision.SETTLEMENT: gettext_lazy("Town or village"),
    Precision.NEAR: gettext_lazy("Near a town"),
    Precision.ADMIN2: gettext_lazy("District"),
    Precision.ADMIN1: gettext_lazy("Province"),
    Precision.AREA: gettext_lazy("Line or vague area"),
    Precision.COUNTRY: gettext_lazy("Country only"),
    Precision.UNKNOWN: gettext_lazy("Not known"),
}

Chip = dict[str, str]


def precision_choices() -> list[dict[str, str]]:
    return [{"value": value.value, "label": str(label)} for value, label in _PRECISIONS.items()]


def shown_filters(page: dict[str, Any], query: QueryDict) -> list[Chip]:
    """`label` and `query` (a query string) of each filter, in the order of the panel."""
    return [
        {"label": label, "query": _without(query, name, value)} for name, value, label in _said(page, query)
    ]


def screen_of(query: QueryDict) -> list[tuple[str, str]]:
    """What a form of filters carries along: the language, how the events are shown, and the like."""
    left_out = FILTERS | _PLACES_ON_SCREEN
    return [
        (name, value) for name, values in query.lists() for value in values if value and name not in left_out
    ]


def without_filters(query: QueryDict) -> str:
    """The query string of the page with nothing filtered."""
    return f"?{urlencode(screen_of(query), safe=',/:')}"


def _said(page: dict[str, Any], query: QueryDict) -> Iterator[tuple[str, str | None, str]]:
    filters = page["filters"]
    if q := filters.get("q"):
        yield "q", None, f"“{q}”"
    for name, choices in (("kind", [*page["groups"], *page["kinds"]]), ("layer", page["layers"])):
        for value in filters.get(name, ()):
            yield name, value, _label(choices, value)
    if place := page.get("place"):
        yield "place", None, _("in %(name)s") % {"name": place["name"]}
    for value in filters.get("claimant", ()):
        yield "claimant", str(value), _("claimed by %(name)s") % {"name": _label(page["claimants"], value)}
    for value in filters.get("outlet", ()):
        yield "outlet", str(value), _("printed by %(name)s") % {"name": _label(page["outlets"], value)}
    for value in filters.get("measure", ()):
        yield "measure", value, _("with a number %(name)s") % {"name": _label(page["measures"], value)}
    if size := filters.get("size"):
        yield "size", None, _("%(n)s or more") % {"n": write_number(size)}
    for value in filters.get("precision", ()):
        yield "precision", value, _label(page["precisions"], value)
    for value in filters.get("verification", ()):
        yield (
            "verification",
            value,
            _("verification: %(level)s") % {"level": _label(page["verifications"], value).lower()},
        )
    yield from _said_of_time(query)
    if filters.get("bbox"):
        yield "bbox", None, _("in the area chosen")


def _said_of_time(query: QueryDict) -> Iterator[tuple[str, str | None, str]]:
    for name, words in (("from", _("since %(date)s")), ("to", _("until %(date)s"))):
        if day := query.get(name):
            yield name, None, words % {"date": _day(day)}


def _day(iso: str) -> str:
    day = parse_date(iso)
    return write_date(day, "j F Y") if day else iso


def _label(choices: list[dict[str, Any]], value: Any) -> str:
    """A choice's label; a layer's name; the value itself where it is none of them."""
    for choice in choices:
        if value in (choice.get("value"), choice.get("slug")):
            return str(choice.get("label") or choice.get("name"))
    return str(value)


def _without(query: QueryDict, name: str, value: str | None) -> str:
    kept = []
    for other, values in query.lists():
        if other in _PLACES_ON_SCREEN or (other == name and value is None):
            continue
        parts = [
            part.strip() for given in values for part in (given.split(",") if other == name else [given])
        ]
        kept += [(other, part) for part in parts if part and not (other == name and part == value)]
    return f"?{urlencode(kept, safe=',/:')}"
