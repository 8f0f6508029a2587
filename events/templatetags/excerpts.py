"""What templates need to print the evidence of an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime

from events.writing import write_date

register = template.Library()


@register.filter
def marked(excerpt: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The excerpt cut at its marks, whose offsets are code points; a mark inside another gives way to it."""
    text, position = excerpt["text"], 0
    for mark in sorted(excerpt["marks"], key=lambda mark: (mark["start"], -mark["end"])):
        if mark["start"] < position:
            continue
        if mark["start"] > position:
            yield {"kind": "", "text": text[position : mark["start"]]}
        yield {"kind": mark["kind"], "text": text[mark["start"] : mark["end"]]}
        position = mark["end"]
    if position < len(text):
        yield {"kind": "", "text": text[position:]}


@register.filter
def at(items: Sequence[Any], index: int | None) -> Any:
    """The item at an index; None outside of the list."""
    return items[index] if isinstance(index, int) and 0 <= index < len(items) else None


@register.filter
def day(moment: str | date | datetime | None) -> str:
    """ "4 September 2019" of a moment as GeoJSON has it, in ISO."""
    if isinstance(moment, str):
        moment = parse_datetime(moment)
    return write_date(moment, "j F Y") if moment else ""
