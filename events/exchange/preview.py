"""The first rows of a file as they would be read in: what an editor looks at before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils import timezone

from events.enums import Scheme
from events.exchange import dateline, mapping
from events.exchange.entries import Entry
from events.exchange.excerpts import Excerpts
from events.exchange.formats.table import weight
from events.exchange.opening import CSV, JSON_LINES, open_table
from events.exchange.places import Places
from events.exchange.refusals import Problem, Unreadable, Wrong
from events.exchange.rendering import shape_of
from events.exchange.scheme import Context, Row
from events.exchange.shapes import label_point
from events.exchange.whereabouts import known_whereabouts
from events.models import ImportRun

#: Rows that are looked at, and of their events those that are shown.
LOOKED_AT = 200
_LOOKED_AT_SIZE = 5_000_000
_POINT = re.compile(r"POINT ?\((\S+) (\S+)\)")


@dataclass(slots=True)
class Preview:
    """`refusal` is a sentence about the file, empty when its rows can be read."""

    columns: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refusal: str = ""


def look(path: Path, run: ImportRun, *, encoding: str = "") -> Preview:
    """Reads the first rows and writes nothing."""
    preview = Preview()
    if run.file_format == JSON_LINES:
        preview.notes.append("JSON lines are not shown here. Try the import out: nothing is written.")
        return preview
    try:
        table = open_table(path, run.file_format, encoding=encoding)
        preview.columns, preview.notes = table.columns, table.notes
        scheme = Scheme(run.dataset.scheme)
        try:
            mapping.check(scheme, run.mapping, table.columns)
            is_escaped = scheme == Scheme.DATELINE and run.file_format == CSV
            found = mapping.rows(table.rows, run.mapping, is_escaped=is_escaped)
            _read(preview, _first(found), run, scheme)
        finally:
            table.close()
    except Unreadable as error:
        preview.refusal = str(error)
    return preview


def _first(found: Iterable[Row | Problem]) -> list[Row | Problem]:
    """The first rows, and fewer where they are large: they are held at once."""
    first: list[Row | Problem] = []
    size = 0
    for item in islice(found, LOOKED_AT):
        first.append(item)
        size += weight(item.raw) if isinstance(item, Row) else 0
        if size > _LOOKED_AT_SIZE:
            break
    return first


def spots(entries: Iterable[Entry]) -> list[tuple[Entry, float, float]]:
    """Longitude and latitude of where the entries would lie: their own, or the gazetteer's label point.

    What is known to a country alone has no point, here as on the readers' map.
    """
    entries = [entry for entry in entries if not entry.has_no_geometry]
    places = Places()
    ids = places.look_up(entry.place for entry in entries)
    described = places.described({pk for pk in ids.values() if pk is not None})
    found = []
    for entry in entries:
        pk = ids[entry.place] if entry.place else None
        place = described[pk] if pk is not None else None
        if not shape_of(entry.geometry, entry.precision, place, is_coded=entry.is_coded):
            continue
        point = label_point(entry.geometry) if entry.geometry else place.point if place else ""
        if at := _POINT.search(point):
            found.append((entry, float(at[1]), float(at[2])))
    return found


def _read(preview: Preview, found: list[Row | Problem], run: ImportRun, scheme: Scheme) -> None:
    context = Context(run.dataset.name, run.version, timezone.now().date(), known_whereabouts())
    preview.problems += [item for item in found if isinstance(item, Problem)]
    rows = [item for item in found if isinstance(item, Row)]
    if scheme == Scheme.DATELINE:
        excerpts = Excerpts()
        excerpts.gather(rows)
        for item in dateline.entries_of(rows, context, excerpts):
            if isinstance(item, Problem):
                preview.problems.append(item)
            else:
                preview.entries.append(item)
        return
    seen: dict[str, int] = {}
    for row in rows:
        try:
            entry = mapping.SCHEMES[scheme].entry_of(row, context)
        except Wrong as wrong:
            preview.problems.append(
                Problem(row.number, mapping.said_id(row), wrong.column, wrong.value, str(wrong))
            )
            continue
        first = seen.setdefault(entry.source_id, row.number)
        if first == row.number:
            preview.entries.append(entry)
        else:
            preview.problems.append(mapping.said_twice(entry, first, scheme))
    preview.problems.sort(key=lambda problem: problem.row)
