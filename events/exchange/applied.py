"""What an import makes of a row, field by field, as it is kept beside the row.

The next import compares: a field of ours that is still what the last one made of it may be brought up to
date, one that is something else was corrected by an editor. Values are as JSON has them; places, layers
and claimants are ids. What most rows have alike (`_UNSAID`) is left out, and `filled` in again: it would be
half of what an import sends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from json import JSONEncoder
from json.encoder import encode_basestring as quoted
from typing import Any

from events.enums import FigureRole, Precision, Quantifier, Relation, Scope, Unit
from events.exchange.entries import Entry, FigureEntry, MentionEntry
from events.exchange.known import Found, Memory

#: The fields of a mention and a figure that are compared; the rest says where their words stand.
MENTION_FIELDS = ("place_id", "precision", "role", "relation", "direction", "distance_m")
FIGURE_FIELDS = (
    "measure", "people", "unit", "household_size", "quantifier", "low", "high", "scope", "period_start",
    "period_end", "since", "role", "role_reason", "claimant_id", "claimant_words",
)  # fmt: skip
#: What a field has that nothing is said of. A field that is added to those above has its value for all rows
#: that were imported before here.
_UNSAID: dict[str, dict[str, Any]] = {
    "event": {"summary": "", "earliest": None, "latest": None, "is_graphic": False},
    "mentions": {"relation": "in", "direction": "", "distance_m": None},
    "figures": {
        "unit": "person", "household_size": None, "quantifier": "exact", "low": None, "high": None,
        "scope": "incident", "period_start": None, "period_end": None, "since": "", "role_reason": "",
        "claimant_id": None, "claimant_words": "",
    },
}  # fmt: skip


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
    # Joined from pieces, which takes a quarter of the time that an encoder takes.
    entry.applied_json = "".join((
        '{"event": {"title": ', quoted(entry.title), ', "kind": "', entry.kind,
        '", "layer_id": ', str(memory.layer(entry.layer)), ', "place_id": ', _id(place),
        ', "precision": "', entry.precision,
        '", "date_precision": "', entry.date_precision, '", "verification": "', entry.verification,
        '", "geometry": ', quoted(shape_name(entry, place)),
        f', "summary": {quoted(entry.summary)}' if entry.summary else "",
        f', "earliest": "{entry.earliest}"' if entry.earliest else "",
        f', "latest": "{entry.latest}"' if entry.latest else "",
        ', "is_graphic": true' if entry.is_graphic else "",
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


def made_of(entry: Entry) -> dict[str, Any]:
    """What is made of an entry that is described."""
    return filled(json.loads(entry.applied_json))


def filled(applied: dict[str, Any]) -> dict[str, Any]:
    """With what was left out of it; a figure has the `key` too by which the next import knows it."""
    event, mentions, figures = (_UNSAID[name] for name in ("event", "mentions", "figures"))
    return applied | {
        "event": event | applied["event"],
        "mentions": [mentions | told for told in applied["mentions"]],
        "figures": [figures | {"key": _key(told)} | told for told in applied["figures"]],
    }


def _key(figure: dict[str, Any]) -> str:
    return f"{figure['measure']}/{figure['people']}/{figure['role']}"


def _id(found: Found | None) -> str:
    return str(found.id) if found else "null"


def _mention(m: MentionEntry, memory: Memory) -> str:
    said = [
        '{"place_id": ', _id(memory.place(m.place)), ', "precision": "', m.precision, '", "role": "', m.role,
        '"',
    ]  # fmt: skip
    if m.relation != Relation.IN:
        said += (', "relation": "', m.relation, '"')
    if m.direction:
        said.append(f', "direction": {quoted(m.direction)}')
    if m.distance_m is not None:
        said.append(f', "distance_m": {m.distance_m!r}')
    said.append("}")
    return "".join(said)


def _figure(f: FigureEntry, memory: Memory) -> str:
    said = ['{"measure": "', f.measure, '", "people": "', f.people, '", "role": "', f.role, '"']
    if f.unit != Unit.PERSON:
        said += (', "unit": "', f.unit, '"')
    if f.household_size:
        said.append(f', "household_size": {quoted(f.household_size)}')
    if f.quantifier != Quantifier.EXACT:
        said += (', "quantifier": "', f.quantifier, '"')
    if f.low is not None:
        said.append(f', "low": {f.low!r}')
    if f.high is not None:
        said.append(f', "high": {f.high!r}')
    if f.scope != Scope.INCIDENT:
        said += (', "scope": "', f.scope, '"')
    if f.period_start:
        said.append(f', "period_start": "{f.period_start}"')
    if f.period_end:
        said.append(f', "period_end": "{f.period_end}"')
    if f.since:
        said.append(f', "since": {quoted(f.since)}')
    if f.role_reason:
        said.append(f', "role_reason": {quoted(f.role_reason)}')
    if (claimant := memory.claimant(f.claimant)) is not None:
        said.append(f', "claimant_id": {claimant}')
    if f.claimant_words:
        said.append(f', "claimant_words": {quoted(f.claimant_words)}')
    said.append("}")
    return "".join(said)


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
