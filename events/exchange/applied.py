"""What an import makes of a row, field by field, as it is kept beside the row.

The next import compares: a field of ours that is still what the last one made of it may be brought up to
date, one that is something else was corrected by an editor. Values are as JSON has them; places, layers
and claimants are ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from json import JSONEncoder
from typing import Any

from events.enums import FigureRole, Precision
from events.exchange.entries import Entry, FigureEntry, MentionEntry
from events.exchange.parties import Parties
from events.exchange.places import Found, Places

#: The fields of a mention and a figure that are compared; the rest says where their words stand.
MENTION_FIELDS = ("place_id", "precision", "role", "relation", "direction", "distance_m")
FIGURE_FIELDS = (
    "measure", "people", "unit", "household_size", "quantifier", "low", "high", "scope", "period_start",
    "period_end", "since", "role", "role_reason", "claimant_id", "claimant_words",
)  # fmt: skip


_as_json = JSONEncoder(ensure_ascii=False).encode


def describe(entry: Entry, places: Places, parties: Parties) -> None:
    """Fills `entry.applied` and `entry.digest`; places and parties were looked up before."""
    settle_roles(entry)
    place = places[entry.place]
    entry.applied = {
        "event": {
            "title": entry.title, "summary": entry.summary, "kind": entry.kind.value,
            "layer_id": parties.layer(entry.layer), "place_id": place.id if place else None,
            "precision": entry.precision.value, "earliest": _day(entry.earliest),
            "latest": _day(entry.latest),
            "date_precision": entry.date_precision.value, "verification": entry.verification.value,
            "is_graphic": entry.is_graphic, "geometry": shape_name(entry, place),
        },
        "mentions": [_mention(m, places) for m in entry.mentions],
        "figures": [_figure(f, parties) for f in entry.figures],
    }  # fmt: skip
    entry.raw_json = _as_json(entry.raw)
    entry.applied_json = _as_json(entry.applied)
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


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _mention(m: MentionEntry, places: Places) -> dict[str, Any]:
    place = places[m.place]
    return {
        "place_id": place.id if place else None, "precision": m.precision.value, "role": m.role.value,
        "relation": m.relation.value, "direction": m.direction, "distance_m": m.distance_m,
    }  # fmt: skip


def _figure(f: FigureEntry, parties: Parties) -> dict[str, Any]:
    return {
        "key": f.key, "measure": f.measure.value, "people": f.people.value, "unit": f.unit.value,
        "household_size": f.household_size or None, "quantifier": f.quantifier.value, "low": f.low,
        "high": f.high,
        "scope": f.scope.value, "period_start": _day(f.period_start), "period_end": _day(f.period_end),
        "since": f.since, "role": f.role.value, "role_reason": f.role_reason,
        "claimant_id": parties.claimant(f.claimant), "claimant_words": f.claimant_words,
    }  # fmt: skip


def with_rows(entry: Entry, mentions: Sequence[int | None], figures: Sequence[int | None]) -> str:
    """What was made of the entry, as JSON, with the ids of the rows that its mentions and figures became."""
    ids = _as_json({"mentions": list(mentions), "figures": list(figures)})
    return f'{entry.applied_json[:-1]}, "ids": {ids}}}'


def settle_roles(entry: Entry) -> None:
    """Of several recommended figures of one measure and people the first of the file stands."""
    taken = set()
    for f in entry.figures:
        if f.role == FigureRole.RECOMMENDED:
            if (f.measure, f.people) in taken:
                f.role = FigureRole.CORROBORATING
            taken.add((f.measure, f.people))
