"""Changes in an editor's words: labels of fields, readable values, the difference of two texts."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.history.reading import Entry, RowChange
from events.history.rows import Raw, field_of, model_of, to_python, untold_of
from events.history.tracking import PARTS

#: From here on a text is compared word by word instead of being shown twice.
LONG = 60
#: Above it, words are compared by paragraphs first: comparing takes the square of their number.
MOST_WORDS = 4000
#: Words that are shown on either side of a difference.
AROUND = 12
#: What nobody reads: numbers of the database, and what follows from the rest.
BOOKKEEPING = frozenset(
    {"id", "version", "created_at", "created_by_id", "updated_at", "point", "bands", "fingerprint", "key"}
)

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A passage of a text: "same", "added", "removed", or "left out" between two that differ."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """One field of a change. `pieces` are there for a long text and stand for both values."""

    name: str
    label: str
    before: str
    after: str
    pieces: list[Piece] = field(default_factory=list)


#: Which of the rows with these numbers may be named to whoever reads.
Visible = Callable[[type[models.Model], set[int]], set[int]]


class Names:
    """The names of rows that foreign keys lead to, one question for each model."""

    def __init__(self, visible: Visible) -> None:
        self._visible = visible
        self._known: dict[tuple[type[models.Model], int], str] = {}

    def learn(self, changes: Iterable[tuple[str, Raw]]) -> None:
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for table, raw in changes:
            for column, value in raw.items():
                target = _target(table, column)
                if target is not None and isinstance(value, int):
                    wanted[target].add(value)
        for model, numbers in wanted.items():
            rows = model._base_manager.in_bulk(self._visible(model, numbers))
            # The name of a link is that of both its ends: asked for together.
            self._known |= {(model, number): str(row) for number, row in rows.items()}

    def of(self, model: type[models.Model], number: int) -> str:
        unknown = _("no. %(number)s") % {"number": number}
        return self._known.get((model, number), unknown)


def _target(table: str, column: str) -> type[models.Model] | None:
    found = field_of(table, column)
    related = found.related_model if found is not None else None
    return related if isinstance(related, type) else None


def learn_all(names: Names, found: Iterable[Entry]) -> None:
    """Asks for every name that the entries need, together."""
    rows = [row for entry in found for row in (entry.own, *entry.parts) if row is not None]
    names.learn((row.table, raw) for row in rows for raw in (row.before, row.after))


def lines(table: str, before: Raw, after: Raw, names: Names) -> list[Line]:
    """What differs, field by field in the order of the model."""
    columns = [field.column for field in model_of(table)._meta.concrete_fields]
    unread = BOOKKEEPING | untold_of(table).derived
    shown = [name for name in columns if (name in before or name in after) and name not in unread]
    return [line(table, name, before.get(name), after.get(name), names) for name in shown]


def line(table: str, column: str, before: Any, after: Any, names: Names) -> Line:
    found = field_of(table, column)
    label = str(capfirst(found.verbose_name)) if found is not None else column
    if before is None and after is None:
        hidden = _("changed; what it held is not kept")
        return Line(column, label, "", hidden)
    was, is_ = (readable(table, column, value, names) for value in (before, after))
    is_long = isinstance(before, str) and isinstance(after, str) and max(len(was), len(is_)) > LONG
    is_text = isinstance(found, models.CharField | models.TextField) and not found.choices
    return Line(column, label, was, is_, text_difference(was, is_) if is_long and is_text else [])


def readable(table: str, column: str, raw: Any, names: Names) -> str:
    """A column's value as an editor reads it; empty for what is unknown or empty."""
    found = field_of(table, column)
    if raw is None or raw in ("", [], {}):
        return ""
    if found is None:
        return str(raw)
    target = _target(table, column)
    if target is not None:
        return names.of(target, raw)
    if found.choices:
        return str(dict(found.flatchoices).get(raw, raw))
    return said(to_python(found, raw))


def said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, GEOSGeometry):
        return shape(value)
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j M Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if isinstance(value, int | float):
        return number_format(value, use_l10n=True)
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return ", ".join(map(str, value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def shape(geometry: GEOSGeometry) -> str:
    """A geometry in a few words."""
    if isinstance(geometry, Point):
        return _("point at %(lat).4f, %(lon).4f") % {"lat": geometry.y, "lon": geometry.x}
    west, south, east, north = geometry.extent
    return _("%(kind)s with %(number)s vertices, from %(south).2f, %(west).2f to %(north).2f, %(east).2f") % {
        "kind": geometry.geom_type, "number": geometry.num_coords,
        "south": south, "west": west, "north": north, "east": east,
    }  # fmt: skip


def part_name(change: RowChange, names: Names) -> str:
    """A part of a row in words: what it links to, or what it holds."""
    raw = change.before | change.after
    parent = PARTS[change.table]
    held = [
        readable(change.table, column, raw[column], names)
        for column in (found.column for found in model_of(change.table)._meta.concrete_fields)
        if column in raw and column != parent and column not in BOOKKEEPING and column != "dataset"
        and not isinstance(raw[column], bool)
    ]  # fmt: skip
    return ", ".join(text for text in held if text)


def text_difference(before: str, after: str) -> list[Piece]:
    """Two texts as one, with what was taken away and what was added; far from a difference it is left out."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    matches = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for position, (kind, old_start, old_end, new_start, new_end) in enumerate(matches):
        if kind == "equal":
            is_first, is_last = position == 0, position == len(matches) - 1
            pieces += _shortened(old[old_start:old_end], is_first, is_last)
            continue
        if old_end > old_start:
            pieces.append(Piece("removed", "".join(old[old_start:old_end])))
        if new_end > new_start:
            pieces.append(Piece("added", "".join(new[new_start:new_end])))
    return pieces


def _shortened(words: list[str], is_first: bool, is_last: bool) -> list[Piece]:
    """A passage that stayed, its middle left out where nobody needs it."""
    most = 2 * AROUND
    if len(words) <= 2 * most:
        return [Piece("same", "".join(words))]
    ahead = [] if is_first else [Piece("same", "".join(words[:most]))]
    behind = [] if is_last else [Piece("same", "".join(words[-most:]))]
    return [*ahead, Piece("left out", "…"), *behind]
