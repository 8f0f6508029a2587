"""A whole project in each format: JSON lines hold everything, the tables every event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import IO

from events.exchange.columns import COLUMNS
from events.exchange.geojson_out import geojson_of
from events.exchange.project import Selection
from events.exchange.project_out import lines_of, one_moment
from events.exchange.sheets import for_a_sheet
from events.exchange.tables_out import csv_of, write_xlsx
from events.exchange.telling import rows_of
from events.models import Event

WHOLE = "jsonl"
FORMATS = (WHOLE, "csv", "xlsx", "geojson")


def file_name(form: str, day: date) -> str:
    return f"dateline-project-{day:%Y-%m-%d}.{form}"


def text_of(form: str, selection: Selection) -> Iterator[str]:
    """The file as text, a piece at a time; a workbook is none (`write_project`)."""
    if form == WHOLE:
        return lines_of(selection)
    return _table(form)


def _table(form: str) -> Iterator[str]:
    # Of an event with discretion a table says what readers are told: none of them has to stay here.
    events = Event.objects.order_by("pk")
    with one_moment():
        yield from geojson_of(events) if form == "geojson" else csv_of(COLUMNS, rows_of(events), has_hxl=True)


def write_project(
    file: IO[bytes],
    form: str,
    selection: Selection,
    *,
    progress: Callable[[int], None] = lambda written: None,
) -> None:
    """Raises Unreadable with a sentence for more rows than a sheet can have."""
    if form == "xlsx":
        with one_moment():
            write_xlsx(file, COLUMNS, for_a_sheet(rows_of(Event.objects.order_by("pk"))))
        return
    for piece in text_of(form, selection):
        progress(file.write(piece.encode()))
