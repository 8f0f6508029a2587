"""What the list and the table of events print of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import QueryDict

from events.api import shown_filters
from events.enums import FigureRole

register = template.Library()

#: How a page shows its events; the map when none of these is asked for.
_SHOWS = ("list", "table")


@register.filter
def shown_as(query: QueryDict) -> str:
    """`map`, `list` or `table`: what the address asks for."""
    show = query.get("show", "")
    return show if show in _SHOWS else "map"


@register.filter
def named(choices: Iterable[dict[str, Any]] | None, value: str) -> dict[str, Any] | None:
    """The choice of a value; None where there is none."""
    return next((choice for choice in choices or () if choice["value"] == value), None)


@register.filter
def counting(figures: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures that stand for their event: the recommended ones, or all where there is none.

    Other claims of the same thing are on the event's page.
    """
    claimed = list(figures)
    return [figure for figure in claimed if figure["role"] == FigureRole.RECOMMENDED] or claimed


@register.filter
def leading_excerpt(event: dict[str, Any]) -> dict[str, Any] | None:
    """The passage that the first number of an event stands in, or its first passage."""
    excerpts = event["excerpts"]
    if not excerpts:
        return None
    claimed = counting(event["figures"])
    return excerpts[claimed[0]["excerpt"] if claimed else 0]


@register.simple_tag(takes_context=True)
def filters_set(context: template.Context) -> list[dict[str, str]]:
    """The filters of this page in words, each with the address without it."""
    return shown_filters.shown_filters(context["page"], context["query"])


register.filter("screen_of", shown_filters.screen_of)
register.filter("without_filters", shown_filters.without_filters)
