"""What editors do with events: build, change, submit, publish, correct, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.enums import (
    PUBLIC_STATUSES,
    Acceptance,
    DatePrecision,
    EventKind,
    MentionStatus,
    Status,
    Verification,
)
from events.models import Article, Decision, Event, EventMention, Figure, Layer, Mention
from events.review.acts import (
    Refused,
    check_deferred_constraints,
    locked,
    refuse_merged,
    require,
    require_note_to_readers,
    save,
)
from events.review.aside import known_mentions
from events.review.constraints import sentence_for
from events.review.discretion import release, settle
from events.review.figures import attach_figures
from events.review.following import follow, followers
from events.review.four_eyes import refuse_own
from events.review.geometry import check_drawing, label_point, where
from events.review.rights import require_view

MAX_TITLE = 200
CHANGEABLE = frozenset(
    {
        "title", "summary", "kind", "layer", "place", "geometry", "has_no_geometry", "precision", "earliest",
        "latest", "date_precision", "verification", "is_graphic",
    }
)  # fmt: skip

#: Which acts lead from which states to which, and the permission each needs.
TRANSITIONS: dict[str, tuple[frozenset[str], Status, str]] = {
    "submit_event": (frozenset({Status.DRAFT}), Status.IN_REVIEW, "submit_event"),
    "return_event": (frozenset({Status.IN_REVIEW}), Status.DRAFT, "submit_event"),
    "recall_event": (frozenset({Status.IN_REVIEW}), Status.DRAFT, "submit_event"),
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
    title = _title(title)
    if not mentions:
        raise Refused("An event needs at least one accepted mention. Accept a place in the article first.")
    try:
        with transaction.atomic():
            mentions = known_mentions(_accepted(mentions, by=by))
            geometry, precision = where(mentions)
            event = Event.objects.create(
                title=title, summary=summary.strip(), kind=kind, layer=layer,
                place=next((m.place for m in mentions if m.place), None),
                geometry=geometry, point=label_point(geometry) if geometry else None,
                has_no_geometry=geometry is None, precision=precision, earliest=earliest, latest=latest,
                date_precision=date_precision, verification=verification, is_graphic=is_graphic,
                is_demonstration=is_demonstration, created_by_id=by.pk,
            )  # fmt: skip
            EventMention.objects.bulk_create([EventMention(event=event, mention=m) for m in mentions])
            Decision.objects.record(
                verb="create_event", by=by, on=event, to_status=event.status, request_id=request_id
            )
            attach_figures(event, figures, by=by)
            if settle(event, by=by):
                check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return event


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Refused("An event needs a title. Say in a few words what happened.")
    if len(title) > MAX_TITLE:
        raise Refused(f"The title has {len(title)} characters; at most {MAX_TITLE} are kept. Shorten it.")
    return title


def _accepted(mentions: Sequence[Mention], *, by: AbstractUser) -> list[Mention]:
    """The mentions as they are now, in the order given; each is accepted, and stays so until the end."""
    rows = Mention.objects.filter(pk__in=[m.pk for m in mentions]).order_by("pk").select_related("place")
    now = {mention.pk: mention for mention in rows.select_for_update(of=("self",))}
    for mention in mentions:
        require_view(by, mention)
        if mention.pk not in now or now[mention.pk].status != MentionStatus.ACCEPTED:
            raise Refused(f"“{mention.quote}” is not accepted yet. Accept or reject it first.")
    return [now[mention.pk] for mention in mentions]


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
    if "title" in changes:
        changes["title"] = _title(changes["title"])
    if "geometry" in changes:
        geometry = changes["geometry"]
        if geometry is not None:
            check_drawing(geometry)
        changes["point"] = label_point(geometry) if geometry else None
        changes.setdefault("has_no_geometry", geometry is None)
    try:
        with transaction.atomic():
            current = locked(event, by=by, version=version, wanted=changes)
            refuse_merged(current)
            if current.is_public:
                require(by, "publish_event")
                refuse_own(current, by=by)
                require_note_to_readers(public_note, f"“{current.title}”")
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
    event: Event,
    mentions: Sequence[Mention],
    figures: Sequence[Figure] = (),
    *,
    by: AbstractUser,
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Adds mentions and figures of another article that tells the same event. Its geometry stays.

    Readers of a published event are told who else tells it, unless the note says it otherwise.
    """
    require(by, "change_event")
    try:
        with transaction.atomic():
            current = locked(event, by=by, version=version)
            refuse_merged(current)
            told = _accepted(mentions, by=by)
            EventMention.objects.bulk_create(
                [EventMention(event=current, mention=m) for m in told], ignore_conflicts=True
            )
            attach_figures(current, figures, by=by)
            settle(current, by=by)
            changes = {}
            if current.is_public:
                require(by, "publish_event")
                refuse_own(current, by=by)
                changes["status"] = Status.CHANGED
                public_note = public_note.strip() or _also_told(mentions, figures)
            save(current, changes, verb="tell_event", by=by, public_note=public_note, request_id=request_id)
            if current.is_public:
                publish_sources(current, by=by)
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def _also_told(mentions: Sequence[Mention], figures: Sequence[Figure]) -> str:
    rows: list[Mention | Figure] = [*mentions, *figures]
    articles = {row.article_id: row.article for row in rows}
    said = [f"{article.outlet}, {article.published_on:%-d %B %Y}" for article in articles.values()]
    return f"Also told by {'; '.join(said)}."


def untell_event(
    event: Event,
    mentions: Sequence[Mention],
    *,
    by: AbstractUser,
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Says that the mentions tell something else. An event that nobody has seen moves to where the others
    put it; a published one stays, is marked as changed, and keeps at least one accepted mention."""
    require(by, "change_event")
    try:
        with transaction.atomic():
            current = locked(event, by=by, version=version)
            refuse_merged(current)
            if current.is_public:
                require(by, "publish_event")
                refuse_own(current, by=by)
                require_note_to_readers(public_note, f"“{current.title}”")
            moves = followers([current])
            EventMention.objects.filter(event=current, mention__in=mentions).delete()
            changes = {"status": Status.CHANGED} if current.is_public else {}
            save(current, changes, verb="untell_event", by=by, public_note=public_note, request_id=request_id)
            for follower in moves:
                follow(follower, by=by)
            release(mentions, by=by)
            settle(current, by=by)
            check_deferred_constraints()
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
) -> Event:
    allowed, target, permission = TRANSITIONS[verb]
    require(by, permission)
    current = locked(event, by=by, version=version, wanted={"status": target})
    refuse_merged(current)
    if target == Status.PUBLISHED:
        refuse_own(current, by=by)
    if current.status not in allowed:
        raise Refused(
            f"“{current.title}” is {Status(current.status).label.lower()}; it cannot become "
            f"{target.label.lower()} from there."
        )
    changes: dict[str, Any] = {"status": target}
    if target == Status.PUBLISHED and current.published_at is None:
        changes["published_at"] = timezone.now()
    save(current, changes, verb=verb, by=by, note=note, public_note=public_note, request_id=request_id)
    return current


def submit_event(
    event: Event,
    *,
    by: AbstractUser,
    note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    with transaction.atomic():
        return _move(event, "submit_event", by=by, note=note, version=version, request_id=request_id)


def recall_event(
    event: Event,
    *,
    by: AbstractUser,
    note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Takes an event out of review again; whoever may submit it may."""
    with transaction.atomic():
        return _move(event, "recall_event", by=by, note=note, version=version, request_id=request_id)


def return_event(
    event: Event,
    *,
    by: AbstractUser,
    note: str,
    version: int | None = None,
    request_id: UUID | None = None,
) -> Event:
    """Sends an event in review back to its author; the note says what is missing. Editors and Publishers do:
    who may see and change what others brought in. Raises PermissionDenied for others."""
    if not note.strip():
        raise Refused("Say in the note what is missing, so that the event's author knows.")
    with transaction.atomic():
        locked(event, by=by)  # whose it is comes first
        if not by.has_perm("events.change_others"):
            raise PermissionDenied(f"{by} may not review events. Take your own back into draft instead.")
        return _move(event, "return_event", by=by, note=note, version=version, request_id=request_id)


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
            current = _move(event, "publish_event", by=by, note=note, version=version, request_id=request_id)
            publish_sources(current, by=by)
            check_deferred_constraints()
            if not Event.objects.published().filter(pk=current.pk).exists():
                raise Refused(
                    f"Every article that tells “{current.title}” is withdrawn. "
                    "Bring one back before you publish the event."
                )
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def publish_sources(event: Event, *, by: AbstractUser) -> None:
    """The accepted figures and the articles of an event become public with it."""
    waiting = (Status.DRAFT, Status.IN_REVIEW)
    figures = Figure.objects.filter(event=event, acceptance=Acceptance.ACCEPTED, status__in=waiting)
    for figure in figures.order_by("pk").select_for_update(of=("self",)):
        save(figure, {"status": Status.PUBLISHED}, verb="publish_figure", by=by)
    telling = Mention.objects.accepted().filter(event_mentions__event=event).values("article")
    claiming = Figure.objects.filter(event=event, acceptance=Acceptance.ACCEPTED).values("article")
    articles = Article.objects.filter(pk__in=telling.union(claiming), status__in=waiting)
    for article in articles.order_by("pk").select_for_update(of=("self",)):
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
        shown = Figure.objects.filter(event=current, status__in=PUBLIC_STATUSES).order_by("pk")
        for figure in shown.select_for_update(of=("self",)):
            # Back to draft, so that publishing the event again publishes them with it.
            save(figure, {"status": Status.DRAFT}, verb="withdraw_figure", by=by)
    return current
