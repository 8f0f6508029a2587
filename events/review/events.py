"""What editors do with events: build, change, submit, publish, correct, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.enums import (
    PUBLIC_STATUSES,
    Acceptance,
    DatePrecision,
    EventKind,
    MentionStatus,
    Precision,
    Status,
    Verification,
)
from events.models import Article, Decision, Event, EventMention, Figure, Layer, Mention
from events.review.acts import Refused, check_deferred_constraints, locked, require, save
from events.review.constraints import sentence_for
from events.review.figures import attach_figures
from events.review.geometry import label_point, where

CHANGEABLE = frozenset(
    {
        "title", "summary", "kind", "layer", "place", "geometry", "has_no_geometry", "precision", "earliest",
        "latest", "date_precision", "verification", "is_graphic",
    }
)  # fmt: skip

#: Which acts lead from which states to which, and the permission each needs.
TRANSITIONS: dict[str, tuple[frozenset[str], Status, str]] = {
    "submit_event": (frozenset({Status.DRAFT}), Status.IN_REVIEW, "submit_event"),
    "return_event": (frozenset({Status.IN_REVIEW}), Status.DRAFT, "publish_event"),
    "publish_event": (
        frozenset({Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN}), Status.PUBLISHED, "publish_event"
    ),
    "withdraw_event": (frozenset(PUBLIC_STATUSES), Status.WITHDRAWN, "withdraw_event"),
}  # fmt: skip


def create_event(
    *,
    by: AbstractUser,
    title: str,
    kind: EventKind,
    layer: Layer,
    mentions: Sequence[Mention],
    figures: Sequence[Figure] = (),
    summary: str = "",
    earliest: date | None = None,
    latest: date | None = None,
    date_precision: DatePrecision = DatePrecision.UNKNOWN,
    verification: Verification = Verification.WEAK,
    is_graphic: bool = False,
    is_demonstration: bool = False,
    request_id: UUID | None = None,
) -> Event:
    """Builds a draft from accepted mentions and figures; its place on the map follows from the mentions.

    Raises Refused when a mention or figure is not accepted, when the title is empty, or when the dates do
    not fit their precision.
    """
    require(by, "add_event")
    if not title.strip():
        raise Refused("An event needs a title. Say in a few words what happened.")
    if not mentions:
        raise Refused("An event needs at least one accepted mention. Accept a place in the article first.")
    for mention in mentions:
        if mention.status != MentionStatus.ACCEPTED:
            raise Refused(f"“{mention.quote}” is not accepted yet. Accept or reject it first.")
    geometry, precision = where(mentions)
    try:
        with transaction.atomic():
            event = Event.objects.create(
                title=title.strip(), summary=summary.strip(), kind=kind, layer=layer,
                place=next((m.place for m in mentions if m.place), None),
                geometry=geometry, point=label_point(geometry) if geometry else None,
                has_no_geometry=geometry is None, precision=precision, earliest=earliest, latest=latest,
                date_precision=date_precision, verification=verification, is_graphic=is_graphic,
                is_demonstration=is_demonstration, created_by=by,
            )  # fmt: skip
            EventMention.objects.bulk_create([EventMention(event=event, mention=m) for m in mentions])
            Decision.objects.record(
                verb="create_event", by=by, on=event, to_status=event.status, request_id=request_id
            )
            attach_figures(event, figures, by=by)
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return event


def change_event(
    event: Event,
    changes: Mapping[str, Any],
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Changes fields (see CHANGEABLE). What readers already see needs the right to publish and a note to
    them, and the event is then marked as changed after publication.

    Raises Refused, and EditConflict when `version` is not the row's any more.
    """
    require(by, "change_event")
    if unknown := set(changes) - CHANGEABLE:
        raise Refused(f"An event has no changeable {', '.join(sorted(unknown))}.")
    changes = dict(changes)
    if "geometry" in changes:
        geometry = changes["geometry"]
        changes["point"] = label_point(geometry) if geometry else None
        changes.setdefault("has_no_geometry", geometry is None)
    try:
        with transaction.atomic():
            current = locked(event, version=version, wanted=changes)
            if current.is_public:
                require(by, "publish_event")
                if not public_note.strip():
                    raise Refused(
                        "The event is published. Say in a note to readers what was corrected and why."
                    )
                changes["status"] = Status.CHANGED
            save(
                current, changes, verb="correct_event" if current.is_public else "change_event", by=by,
                note=note, public_note=public_note, request_id=request_id,
            )  # fmt: skip
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def tell_event(
    event: Event, mentions: Sequence[Mention], figures: Sequence[Figure] = (), *, by: AbstractUser
) -> Event:
    """Adds mentions and figures of another article that tells the same event. Its geometry stays."""
    require(by, "change_event")
    try:
        with transaction.atomic():
            current = locked(event)
            for mention in mentions:
                if mention.status != MentionStatus.ACCEPTED:
                    raise Refused(f"“{mention.quote}” is not accepted yet. Accept or reject it first.")
            EventMention.objects.bulk_create(
                [EventMention(event=current, mention=m) for m in mentions], ignore_conflicts=True
            )
            attach_figures(current, figures, by=by)
            save(current, {}, verb="tell_event", by=by)
            if current.is_public:
                require(by, "publish_event")
                _publish_sources(current, by=by)
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def _move(
    event: Event,
    verb: str,
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Event:
    allowed, target, permission = TRANSITIONS[verb]
    require(by, permission)
    current = locked(event, version=version, wanted={"status": target})
    if current.status not in allowed:
        raise Refused(
            f"“{current.title}” is {Status(current.status).label.lower()}; it cannot become "
            f"{target.label.lower()} from there."
        )
    changes = {"status": target, **(extra or {})}
    save(current, changes, verb=verb, by=by, note=note, public_note=public_note, request_id=request_id)
    return current


def submit_event(event: Event, *, by: AbstractUser, note: str = "", version: int | None = None) -> Event:
    with transaction.atomic():
        return _move(event, "submit_event", by=by, note=note, version=version)


def return_event(event: Event, *, by: AbstractUser, note: str, version: int | None = None) -> Event:
    """Sends an event in review back to its author; the note says what is missing."""
    with transaction.atomic():
        return _move(event, "return_event", by=by, note=note, version=version)


def publish_event(
    event: Event,
    *,
    by: AbstractUser,
    note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Shows the event, its accepted figures and its articles' excerpts to readers.

    Raises Refused with what is missing: an accepted mention, a place or the mark that it has none, a date
    or "unknown".
    """
    try:
        with transaction.atomic():
            extra = {"published_at": event.published_at or timezone.now()}
            current = _move(
                event, "publish_event", by=by, note=note, version=version, request_id=request_id, extra=extra
            )
            _publish_sources(current, by=by)
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def _publish_sources(event: Event, *, by: AbstractUser) -> None:
    """The accepted figures and the articles of an event become public with it."""
    waiting = (Status.DRAFT, Status.IN_REVIEW)
    figures = Figure.objects.filter(event=event, acceptance=Acceptance.ACCEPTED, status__in=waiting)
    for figure in figures.select_for_update():
        save(figure, {"status": Status.PUBLISHED}, verb="publish_figure", by=by)
    telling = Mention.objects.accepted().filter(event_mentions__event=event).values("article")
    claiming = Figure.objects.filter(event=event, acceptance=Acceptance.ACCEPTED).values("article")
    articles = Article.objects.filter(pk__in=telling.union(claiming), status__in=waiting)
    for article in articles.select_for_update():
        save(article, {"status": Status.PUBLISHED}, verb="publish_article", by=by)


def withdraw_event(
    event: Event,
    *,
    by: AbstractUser,
    public_note: str,
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Takes the event and its figures from readers on every route. The rows and their history stay."""
    if not public_note.strip():
        raise Refused("Say why the event is withdrawn.")
    with transaction.atomic():
        current = _move(
            event, "withdraw_event", by=by, public_note=public_note, version=version, request_id=request_id
        )
        for figure in Figure.objects.filter(event=current, status__in=PUBLIC_STATUSES).select_for_update():
            # Back to draft, so that publishing the event again publishes them with it.
            save(figure, {"status": Status.DRAFT}, verb="withdraw_figure", by=by)
    return current


def is_located(event: Event) -> bool:
    return event.geometry is not None and event.precision not in (Precision.COUNTRY, Precision.UNKNOWN)
