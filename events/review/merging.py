"""Two events that are one: merging them, and parting them again.

The merged event is withdrawn and says into which it went; its mentions, figures and places on curated maps
move to the kept one. A `Merge` holds what was moved, with the values before and after, so that undoing puts
every row back; where an editor has changed one of them since, undoing is refused and says which.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.enums import PUBLIC_STATUSES, Status
from events.models import Event, EventMention, Figure, Map, Merge
from events.review.acts import (
    Refused,
    check_deferred_constraints,
    locked,
    refuse_merged,
    require,
    require_note_to_readers,
    save,
)
from events.review.constraints import sentence_for
from events.review.discretion import settle
from events.review.four_eyes import refuse_own
from events.review.merged_rows import (
    choices_among,
    differences,
    figures_of,
    merge_figures,
    move_links,
    publish_arrivals,
    return_articles,
    return_figures,
    return_maps,
    return_mentions,
    state_of,
)


def merge_events(
    keep: Event,
    other: Event,
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    recommended: Iterable[Figure] = (),
    version: int | None = None,
    other_version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Says that `other` is a second report of `keep`, and returns the latter. Title, kind, place and dates
    stay those of `keep`. Where both recommend a figure of one measure and people, the kept event's stays
    recommended and the other's becomes corroborating, unless the editor chooses one in `recommended`.

    What readers see needs the right to publish and a note to them. Raises Refused for an event that is merged
    already, for keeping one that readers do not see instead of one that they do, and for a choice that is no
    accepted figure of the two; EditConflict when either version is not the row's any more.
    """
    require(by, "change_event")
    require(by, "decide_article")
    if keep.pk == other.pk:
        raise Refused(f"“{keep.title}” cannot be merged into itself. Choose another event.")
    try:
        with transaction.atomic():
            keep, other = _both_locked(keep, other, version, other_version, by=by)
            _refuse_to_merge(keep, other)
            if keep.is_public:
                require(by, "publish_event")
                refuse_own(keep, by=by)
                if not other.is_public:
                    # What it tells is published with the kept one.
                    refuse_own(other, by=by)
                require_note_to_readers(public_note, f"“{keep.title}”")
            moved: dict[str, Any] = {"kept_status": keep.status, "merged_status": other.status}
            figures = figures_of(keep, other)
            before = {figure.pk: state_of(figure) for figure in figures}
            merge_figures(figures, keep, choices_among(recommended, figures), by=by)
            moved["mentions"] = move_links(EventMention, "mention_id", keep, other)
            settle(keep, by=by)
            gone = {"status": Status.WITHDRAWN, "merged_into": keep}
            save(other, gone, verb="merge_event", by=by, note=note, request_id=request_id)
            moved["articles"] = publish_arrivals(keep, by=by) if keep.is_public else []
            moved["figures"] = differences(before)
            moved["maps"] = move_links(Map.picked_events.through, "map_id", keep, other)
            save(
                keep, {"status": Status.CHANGED} if keep.is_public else {}, verb="merge_event", by=by,
                note=_with(f"“{other.title}” (no. {other.pk}) was merged into this event.", note),
                public_note=public_note,
            )  # fmt: skip
            Merge.objects.create(kept=keep, merged=other, by_id=by.pk, note=note, moved=moved)
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return keep


def unmerge_event(
    event: Event,
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    kept_version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Undoes the merging of `event` and returns it: its mentions, figures and places on maps come back, and
    each figure has the role that it had. What the kept event was given since stays there. An event that
    readers saw is shown again, and both are marked as changed, since readers have seen the change.

    Raises Refused for an event that is not merged, and where a later edit stands in the way, with what to
    put back first; EditConflict when either version is not the row's any more.
    """
    require(by, "change_event")
    require(by, "decide_article")
    if event.merged_into is None:
        raise Refused(f"“{event.title}” is not merged, so there is nothing to undo.")
    try:
        with transaction.atomic():
            keep, event = _both_locked(event.merged_into, event, kept_version, version, by=by)
            merge = event.merges_away.filter(kept=keep, undone_at__isnull=True).select_for_update().first()
            if merge is None:
                raise Refused(f"The merge of “{event.title}” was undone meanwhile. Reload the page.")
            refuse_merged(keep)
            moved = merge.moved
            was_public = moved["merged_status"] in PUBLIC_STATUSES
            _refuse_to_part(keep, event, was_public=was_public)
            if keep.is_public:
                require(by, "publish_event")
                refuse_own(keep, by=by)
                if was_public:
                    # It is published again.
                    refuse_own(event, by=by)
                require_note_to_readers(public_note, f"“{keep.title}”")
            return_figures(moved["figures"], keep, event, by=by)
            return_mentions(moved["mentions"], keep, event)
            settle(event, by=by)
            settle(keep, by=by)
            return_maps(moved["maps"], keep, event)
            save(
                event,
                {"status": Status.CHANGED if was_public else moved["merged_status"], "merged_into": None},
                verb="unmerge_event", by=by, note=note, public_note=public_note if was_public else "",
                request_id=request_id,
            )  # fmt: skip
            save(
                keep, {"status": Status.CHANGED} if keep.is_public else {}, verb="unmerge_event", by=by,
                note=_with(f"“{event.title}” (no. {event.pk}) was parted from this event.", note),
                public_note=public_note,
            )  # fmt: skip
            return_articles(moved["articles"], by=by)
            merge.undone_by_id, merge.undone_at = by.pk, timezone.now()
            merge.save(update_fields=["undone_by", "undone_at"])
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return event


def _both_locked(
    keep: Event, other: Event, version: int | None, other_version: int | None, *, by: AbstractUser
) -> tuple[Event, Event]:
    """The two as they are now, locked by number as everywhere."""
    versions = {keep.pk: version, other.pk: other_version}
    wanted = {"merged_into": keep}
    rows = {
        event.pk: locked(event, by=by, version=versions[event.pk], wanted=wanted)
        for event in sorted((keep, other), key=lambda event: event.pk)
    }
    return rows[keep.pk], rows[other.pk]


def _refuse_to_merge(keep: Event, other: Event) -> None:
    refuse_merged(keep)
    refuse_merged(other)
    if keep.status == Status.WITHDRAWN:
        raise Refused(f"“{keep.title}” is withdrawn. Keep the other event, or publish this one again first.")
    if other.is_public and not keep.is_public:
        raise Refused(
            f"Readers see “{other.title}” and not “{keep.title}”. Keep the published one, "
            "or publish the other first."
        )


def _refuse_to_part(keep: Event, event: Event, *, was_public: bool) -> None:
    if was_public and not keep.is_public:
        raise Refused(
            f"“{keep.title}” was withdrawn after “{event.title}” was merged into it. Publish it again, "
            "undo the merge, and withdraw what is wrong."
        )


def _with(sentence: str, note: str) -> str:
    return f"{sentence} {note}".strip()
