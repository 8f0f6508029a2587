"""What was imported before, beside what editors have made of it: values as they are compared, and the
sentences about what an import leaves as it is.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from events.exchange.entries import Entry
from events.exchange.refusals import Problem, shortened
from events.models import Decision, Event, Figure, Mention, Place, SourceRecord

_LABELS = {
    "layer_id": "layer", "place_id": "place", "kind": "kind", "earliest": "earliest date",
    "latest": "latest date", "date_precision": "precision of the date", "precision": "precision of the place",
    "is_graphic": "graphic content", "claimant_id": "claimant", "claimant_words": "claimant's words",
}  # fmt: skip


def left_alone(entry: Entry, record: SourceRecord, event: Event | None) -> Problem:
    if event is None:
        sentence = "Its event was deleted here. It is not added again; the new row was not read in."
    elif event.merged_into_id is not None:
        sentence = f"Its event was merged into no. {event.merged_into_id}. The new row was not read in."
    else:
        sentence = f"Its event, no. {event.pk}, was withdrawn. It stays so; the new row was not read in."
    return Problem(entry.row, record.source_id, "", "", sentence, is_refused=False)


def came_whole(entry: Entry) -> Problem:
    """Of an event that JSON lines told: with its mentions and figures as they are, so that nobody knows which
    cells of a table would say the same."""
    return Problem(
        entry.row, entry.source_id, "", "",
        f"The event {entry.source_id} was read in from JSON lines, which a table's row does not bring up to "
        "date. It stays as it is; correct it here, or read the table into a data set of its own.",
        is_refused=False,
    )  # fmt: skip


def kept_as_corrected(entry: Entry, row: Event | Figure | Mention, name: str, value: Any) -> Problem:
    what, who = _corrected(row, name)
    return Problem(
        entry.row, entry.source_id, name, str(value),
        f"{what} kept as corrected{who}; the source now says “{shortened(str(value))}”.",
        is_refused=False,
    )  # fmt: skip


def overwritten(entry: Entry, row: Event | Figure | Mention, name: str, value: Any) -> Problem:
    """Of a field that an editor has corrected, before the source's value takes its place."""
    what, who = _corrected(row, name)
    was = shortened(str(as_applied(getattr(row, name))))
    return Problem(
        entry.row, entry.source_id, name, str(value),
        f"{what} was “{was}” as corrected{who}, and is “{shortened(str(value))}” now, as the source says.",
        is_refused=False, is_kept=False,
    )  # fmt: skip


def _corrected(row: Event | Figure | Mention, name: str) -> tuple[str, str]:
    """What was corrected, at the beginning of a sentence, and by whom and when."""
    label = _LABELS.get(name, name.replace("_", " "))
    decision = (
        Decision.objects.filter(
            content_type__app_label="events", content_type__model=row._meta.model_name, object_id=row.pk,
            changes__has_key=name.removesuffix("_id"),
        )
        .select_related("by")
        .first()
    )  # fmt: skip
    who = f" by {decision.by.get_full_name() or decision.by} on {decision.at:%-d %B %Y}" if decision else ""
    what = label if isinstance(row, Event) else f"{label} of “{row}”"
    return what.capitalize(), who


def as_applied(value: Any) -> Any:
    """A field's value as `SourceRecord.applied` has it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def geometry_of(name: str | None) -> GEOSGeometry | None:
    """The geometry that `shape_name` names."""
    if not name:
        return None
    if name.startswith("place "):
        place = Place.objects.filter(pk=int(name.removeprefix("place "))).first()
        return (place.geometry or place.point) if place else None
    return GEOSGeometry(name, srid=4326)


def is_day(name: str, value: Any) -> bool:
    return value is not None and name in ("period_start", "period_end")
