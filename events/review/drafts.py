"""What editors do with events that no reader has seen."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from events.models import Decision, Event
from events.models.event import OPEN_STATUSES
from events.review.acts import Refused, locked, refuse_merged, require
from events.review.discretion import release


def discard_event(
    event: Event,
    *,
    by: AbstractUser,
    note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> None:
    """Deletes a draft; its mentions and figures are free for another event. The decision stays on record.

    Raises Refused for an event that was ever published: that one is withdrawn, and readers are told why.
    """
    require(by, "change_event")
    with transaction.atomic():
        current = locked(event, by=by, version=version, wanted={"status": "discarded"})
        refuse_merged(current)
        if merged := current.merged_events.first():
            raise Refused(f"“{merged.title}” was merged into “{current.title}”. Undo the merge first.")
        if current.status not in OPEN_STATUSES or current.published_at is not None:
            raise Refused(f"“{current.title}” was published. Withdraw it and say why.")
        Decision.objects.record(
            verb="discard_event",
            by=by,
            on=current,
            from_status=current.status,
            note=note,
            changes={"title": [current.title, None]},
            request_id=request_id,
        )
        mentions = list(current.mentions.all())
        current.delete()
        release(mentions, by=by)
