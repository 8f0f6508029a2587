"""What every verb does: lock the row, check who and which version, save the changes, record the act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.exceptions import PermissionDenied
from django.db import connection, models

from events.models import Decision, Event
from events.models.base import Tracked
from events.review.aside import note_written, put_aside, shown
from events.review.refusals import Refused
from events.review.rights import require_change

Row = TypeVar("Row", bound=Tracked)


class EditConflict(Refused):
    """Somebody else changed the row first. `theirs` and `ours` map each field that was to be changed to its
    value now and to the one wanted."""

    def __init__(self, row: Tracked, wanted: Mapping[str, Any]) -> None:
        latest = Decision.objects.filter(
            content_type__app_label="events", content_type__model=row._meta.model_name, object_id=row.pk
        ).first()
        who = f" by {latest.by}" if latest else ""
        super().__init__(
            f'"{row}" was changed{who} after you opened it. Both versions are shown: choose what to keep.'
        )
        self.row = row
        self.theirs = {name: plain(getattr(row, name)) for name in wanted}
        self.ours = {name: plain(value) for name, value in wanted.items()}


def require(by: AbstractUser, permission: str) -> None:
    """Raises PermissionDenied with a sentence unless `by` holds the permission ("publish_event")."""
    if not by.has_perm(f"events.{permission}"):
        act = permission.replace("_", " ")
        raise PermissionDenied(f"{by} may not {act}. Ask somebody in a group that may.")


def locked(
    row: Row,
    *,
    by: AbstractUser,
    version: int | None = None,
    wanted: Mapping[str, Any] | None = None,
    without: Sequence[str] = (),
) -> Row:
    """The row as the database has it now, locked until the transaction ends, for somebody who may change it.

    Two verbs that need the same rows never wait for each other in a circle: all lock events first (by
    number), then mentions and figures, then articles.

    Every verb that changes a row passes here, so none can forget whose it is. Raises PermissionDenied when
    it is not `by`'s to change, EditConflict when `version` is given and is not the row's version any more,
    Refused when the row is gone. Fields named in `without` are read when they are asked for.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk)
    # By its number: the model's own order joins other tables.
    current = rows.order_by("pk").defer(*without).first()
    if current is None:
        raise Refused(f"“{row}” was deleted after you opened it. Go back to the list.")
    require_change(by, current)
    if version is not None and current.version != version:
        raise EditConflict(current, wanted or {})
    return current


def require_note_to_readers(public_note: str, what: str) -> None:
    """Raises Refused with a sentence when something that readers see would change silently."""
    if not public_note.strip():
        raise Refused(f"{what} is published. Say in a note to readers what was corrected and why.")


def refuse_merged(event: Event) -> None:
    """Raises Refused for an event that was merged into another one: nothing of it is left to work on."""
    if event.merged_into_id is not None:
        raise Refused(
            f"“{event.title}” was merged into “{event.merged_into}”. "
            "Work on that one, or undo the merge first."
        )


def differs(row: Tracked, changes: Mapping[str, Any]) -> bool:
    """Whether readers would see the changes: of a place that they are shown coarser, the coarse counts."""
    return any(getattr(row, name) != value for name, value in shown(row, changes).items())


def plain(value: Any) -> Any:
    """A value as the record of decisions keeps it; of a geometry, what a reader of the record can use."""
    if isinstance(value, GEOSGeometry):
        if isinstance(value, Point):
            return f"Point {value.x:.5f} {value.y:.5f}"
        return f"{value.geom_type}, {value.num_coords} vertices"
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, date | Decimal):
        return str(value)
    return value


def save(
    row: Tracked,
    changes: Mapping[str, Any],
    *,
    verb: str,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    request_id: UUID | None = None,
    recorded: Mapping[str, list[Any]] | None = None,
) -> Decision:
    """Sets the fields, raises the version and records the act with before and after of what differs. What
    readers may not see goes aside, and is not on record either. `recorded` is before and after of what the
    verb has written beside the row."""
    differences = {}
    from_status = getattr(row, "status", "")
    for name, value in put_aside(row, changes).items():
        before = getattr(row, name)
        if before != value:
            differences[name] = [plain(before), plain(value)]
            setattr(row, name, value)
    row.version += 1
    # Only what changed is written: the other columns' triggers, and a province's outline, are left alone.
    row.save(update_fields=[*differences, "version", "updated_at"])
    note_written(row, changes)
    return Decision.objects.record(
        verb=verb,
        by=by,
        on=row,
        from_status=from_status,
        to_status=getattr(row, "status", ""),
        note=note,
        public_note=public_note,
        changes=differences | dict(recorded or {}),
        request_id=request_id,
    )


def check_deferred_constraints() -> None:
    """Runs the checks that wait for the transaction's end now, so that a refusal is the verb's own."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
