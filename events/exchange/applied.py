"""What an import makes of a row, field by field, as it is kept beside the row.

The next import compares: a field of ours that is still what the last one made of it may be brought up to
date, one that is something else was corrected by an editor. Values are as JSON has them; places, layers
and claimants are ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from json import JSONEncoder
from json.encoder import encode_basestring as quoted
from typing import Any

from events.enums import FigureRole, Precision
from events.exchange.entries import Entry, FigureEntry, MentionEntry
from events.exchange.known import Found, Memory

#: The fields of a mention and a figure that are compared; the rest says where their words stand.
MENTION_FIELDS = ("place_id", "precision", "role", "relation", "direction", "distance_m")
FIGURE_FIELDS = (
    "measure", "people", "unit", "household_size", "quantifier", "low", "high", "scope", "period_start",
    "period_end", "since", "role", "role_reason", "claimant_id", "claimant_words",
)  # fmt: skip


_as_json = JSONEncoder(ensure_ascii=False).encode


class _Names(dict[str, str]):
    """The names of columns as JSON has them before their values."""

    def __missing__(self, name: str) -> str:
        self[name] = said = f"{quoted(name)}: "
        return said


_names = _Names()


def describe(entry: Entry, memory: Memory) -> None:
    """Fills what the entry has as JSON, and its digest; places and parties are known.

    Its cells are let go for their JSON: of the thousands that wait to be written they are the most.
    """
    settle_roles(entry)
    place = memory.place(entry.place)
    if not entry.raw_json:
        entry.raw_json, entry.raw = cells_as_json(entry.raw), {}
    mentions = ", ".join([_mention(m, memory) for m in entry.mentions])
    figures = ", ".join([_figure(f, memory) for f in entry.figures])
    # Joined from pieces, which takes a quarter of the time that an encoder takes: letter for letter the same,
    # for the digests of rows that were imported before were made of it.
    entry.applied_json = "".join((
        '{"event": {"title": ', quoted(entry.title), ', "summary": ', quoted(entry.summary),
        ', "kind": "', entry.kind, '", "layer_id": ', str(memory.layer(entry.layer)),
        ', "place_id": ', _id(place), ', "precision": "', entry.precision,
        '", "earliest": ', _day(entry.earliest), ', "latest": ', _day(entry.latest),
        ', "date_precision": "', entry.date_precision, '", "verification": "', entry.verification,
        '", "is_graphic": ', "true" if entry.is_graphic else "false",
        ', "geometry": ', quoted(shape_name(entry, place)),
        '}, "mentions": [', mentions, '], "figures": [', figures, "]}",
    ))  # fmt: skip
    digest = hashlib.blake2b(f"{entry.raw_json}\n{entry.applied_json}".encode(), digest_size=16)
    for article in entry.articles:
        digest.update(article.text.encode())
    entry.digest = digest.hexdigest()


def shape_name(entry: Entry, place: Found | None) -> str:
    """The geometry of the event: WKT, or "place 12" where it is that place's; empty where it has none."""
    is_coded = entry.is_coded and place is not None
    if entry.has_no_geometry or (is_coded and entry.precision == Precision.COUNTRY):
        return ""
    if place and (not entry.geometry or (is_coded and place.outline)):
        return f"place {place.id}"
    return entry.geometry


def cells_as_json(cells: dict[str, Any]) -> str:
    try:
        return f"{{{', '.join([_names[name] + quoted(value) for name, value in cells.items()])}}}"
    except TypeError:  # rows that were put together, which hold each other
        return _as_json(cells)


def _day(day: date | None) -> str:
    return f'"{day}"' if day else "null"


def _number(number: float | None) -> str:
    return "null" if number is None else repr(number)


def _id(found: Found | None) -> str:
    return str(found.id) if found else "null"


def _mention(m: MentionEntry, memory: Memory) -> str:
    return "".join((
        '{"place_id": ', _id(memory.place(m.place)), ', "precision": "', m.precision, '", "role": "', m.role,
        '", "relation": "', m.relation, '", "direction": ', quoted(m.direction),
        ', "distance_m": ', _number(m.distance_m), "}",
    ))  # fmt: skip


def _figure(f: FigureEntry, memory: Memory) -> str:
    claimant = memory.claimant(f.claimant)
    return "".join((
        '{"key": "', f.measure, "/", f.people, "/", f.role, '", "measure": "', f.measure,
        '", "people": "', f.people, '", "unit": "', f.unit,
        '", "household_size": ', quoted(f.household_size) if f.household_size else "null",
        ', "quantifier": "', f.quantifier, '", "low": ', _number(f.low), ', "high": ', _number(f.high),
        ', "scope": "', f.scope, '", "period_start": ', _day(f.period_start),
        ', "period_end": ', _day(f.period_end), ', "since": ', quoted(f.since), ', "role": "', f.role,
        '", "role_reason": ', quoted(f.role_reason),
        ', "claimant_id": ', "null" if claimant is None else str(claimant),
        ', "claimant_words": ', quoted(f.claimant_words), "}",
    ))  # fmt: skip


def with_rows(entry: Entry, mentions: Sequence[int], figures: Sequence[int]) -> str:
    """What was made of the entry, as JSON, with the ids of the rows that its mentions and figures became."""
    return f'{entry.applied_json[:-1]}, "ids": {{"mentions": {[*mentions]}, "figures": {[*figures]}}}}}'


def settle_roles(entry: Entry) -> None:
    """Of several recommended figures of one measure and people the first of the file stands."""
    taken = set()
    for f in entry.figures:
        if f.role == FigureRole.RECOMMENDED:
            if (f.measure, f.people) in taken:
                f.role = FigureRole.CORROBORATING
            taken.add((f.measure, f.people))
