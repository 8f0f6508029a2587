"""What editors do with claims that stand side by side: which one counts, and why."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction

from events.enums import PUBLIC_STATUSES, Acceptance, FigureRole, Status
from events.models import Event, Figure
from events.review.acts import EditConflict, Refused, locked, require, require_note_to_readers, save
from events.review.constraints import sentence_for
from events.review.figures import decide_figure, recommended_of
from events.review.following import mark_changed
from events.review.four_eyes import refuse_own
from events.review.rights import require_change

LONGEST_REASON = 300


def recommend_figure(
    figure: Figure,
    *,
    by: AbstractUser,
    reason: str,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Makes the figure the one of its measure and people that totals count; `reason` says why, to readers
    too. The one that was recommended before becomes corroborating. Without a note of their own, readers of
    a published event are told which number took the place of which.

    Raises Refused for a figure of no event, one that is not accepted or withdrawn, and without a reason.
    """
    _refuse_outside_claims(figure)
    reason = _reason(reason, f"Say why “{figure.wording}” is recommended: readers see it beside the figure.")
    with transaction.atomic():
        before = _take_place(figure, by=by, note=note)
        instead = f" instead of “{before.wording}”" if before else ""
        return decide_figure(
            figure, {"role": FigureRole.RECOMMENDED, "role_reason": reason}, verb="recommend_figure", by=by,
            note=note, version=version, request_id=request_id,
            public_note=public_note or f"“{figure.wording}” is recommended{instead}: {reason}",
        )  # fmt: skip


def supersede_figure(
    older: Figure,
    newer: Figure,
    *,
    by: AbstractUser,
    reason: str = "",
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> None:
    """A revised toll: the newer figure becomes the recommended one, the older stays as superseded. `version`
    is the older one's. Without a note of their own, readers are told which number took the place of which."""
    if older.pk == newer.pk or older.event_id is None or older.event_id != newer.event_id:
        raise Refused("A figure can only be superseded by another one of the same event.")
    _refuse_outside_claims(newer)
    said = f"{newer.article.outlet}, {newer.article.published_on:%-d %B %Y}"
    public_note = public_note or f"“{older.wording}” was superseded by “{newer.wording}”."
    with transaction.atomic():
        decide_figure(
            older,
            {
                "role": FigureRole.SUPERSEDED,
                "role_reason": f"Superseded by “{newer.wording}” ({said})."[:LONGEST_REASON],
            },
            verb="supersede_figure", by=by, note=note, public_note=public_note, version=version,
            request_id=request_id,
        )  # fmt: skip
        _take_place(newer, by=by, note=note)
        reason = _reason(reason) or f"It revises “{older.wording}”."
        decide_figure(
            newer, {"role": FigureRole.RECOMMENDED, "role_reason": reason}, verb="recommend_figure", by=by,
            note=note, is_explained=True,
        )  # fmt: skip


def dispute_figure(
    figure: Figure,
    *,
    by: AbstractUser,
    reason: str,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Shows the figure as disputed, with who or what speaks against it; no total counts it.

    Raises Refused for a figure of no event, and without a reason.
    """
    _refuse_outside_claims(figure)
    reason = _reason(reason, f"Say who or what speaks against “{figure.wording}”: readers see it.")
    return decide_figure(
        figure, {"role": FigureRole.DISPUTED, "role_reason": reason}, verb="dispute_figure", by=by, note=note,
        public_note=public_note, version=version, request_id=request_id,
    )  # fmt: skip


def corroborate_figure(
    figure: Figure,
    *,
    by: AbstractUser,
    reason: str = "",
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Keeps the figure beside the recommended one, uncounted: another source says the same, or the same
    text was printed again. Raises Refused for a figure of no event."""
    _refuse_outside_claims(figure)
    return decide_figure(
        figure, {"role": FigureRole.CORROBORATING, "role_reason": _reason(reason)}, verb="corroborate_figure",
        by=by, note=note, public_note=public_note, version=version, request_id=request_id,
    )  # fmt: skip


def detach_figure(
    figure: Figure,
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Takes a figure out of its event: it counts something else. It stays accepted and is free for another
    event; readers of a published event are told why it is gone.

    Raises Refused for a figure of no event, and for a published one without a note to readers.
    """
    require(by, "decide_article")
    try:
        with transaction.atomic():
            event = _locked_event(figure)
            require_change(by, event)
            changes = {"event": None, "role": FigureRole.RECOMMENDED, "role_reason": ""}
            current = locked(figure, by=by, version=version, wanted=changes)
            if current.event_id != event.pk:
                raise EditConflict(current, changes)
            is_seen = current.status in PUBLIC_STATUSES
            if is_seen:
                require(by, "publish_event")
                refuse_own(event, by=by)
                require_note_to_readers(public_note, f"“{current.wording}”")
                changes["status"] = Status.DRAFT
            save(current, changes, verb="detach_figure", by=by, note=note, request_id=request_id)
            if is_seen:
                # The note stands on the event: the figure is its own no more.
                mark_changed(event, by=by, note=note, public_note=public_note)
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def _take_place(figure: Figure, *, by: AbstractUser, note: str) -> Figure | None:
    """Makes the recommended figure of the same event, measure and people corroborating, and returns it."""
    event = _locked_event(figure)
    for other in recommended_of(event):
        if other.pk != figure.pk and (other.measure, other.people) == (figure.measure, figure.people):
            changes = {"role": FigureRole.CORROBORATING, "role_reason": ""}
            return decide_figure(
                other, changes, verb="corroborate_figure", by=by, note=note, is_explained=True
            )
    return None


def _locked_event(figure: Figure) -> Event:
    """The figure's event, locked before the figure as everywhere."""
    event = Event.objects.select_for_update(of=("self",)).filter(figures=figure).first()
    if event is None:
        raise Refused(f"“{figure.wording}” belongs to no event. Add it to one first.")
    return event


def _refuse_outside_claims(figure: Figure) -> None:
    current = Figure.objects.filter(pk=figure.pk).first() or figure
    if current.event_id is None:
        raise Refused(f"“{current.wording}” belongs to no event. Add it to one first.")
    if current.acceptance != Acceptance.ACCEPTED:
        raise Refused(f"“{current.wording}” is not accepted yet. Accept or reject it first.")
    if current.status == Status.WITHDRAWN:
        raise Refused(f"“{current.wording}” is withdrawn from readers. Mark its words again to use it.")


def _reason(reason: str, missing: str = "") -> str:
    """The reason as it is kept. Raises Refused when it is needed and missing, or too long."""
    reason = " ".join(reason.split())
    if missing and not reason:
        raise Refused(missing)
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason has {len(reason)} characters; at most {LONGEST_REASON} are kept. Shorten it."
        )
    return reason
