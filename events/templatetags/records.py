"""What the list and the table of events print of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import QueryDict

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
    """The figures that stand for their event: others that were claimed of the same thing are on its page."""
    return [figure for figure in figures if figure["role"] == FigureRole.RECOMMENDED]
