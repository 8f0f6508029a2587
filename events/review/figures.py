"""What editors do with the numbers an article claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction

from events.enums import (
    PUBLIC_STATUSES,
    Acceptance,
    FigureRole,
    Measure,
    People,
    Quantifier,
    Scope,
    Status,
    Unit,
)
from events.models import Article, Decision, Event, Figure, Mention
from events.models.article import origins_of
from events.review.acts import (
    EditConflict,
    Refused,
    check_deferred_constraints,
    differs,
    locked,
    require,
    require_note_to_readers,
    save,
)
from events.review.constraints import sentence_for
from events.review.following import mark_changed
from events.review.four_eyes import refuse_own
from events.review.rights import require_change, require_decide
from events.review.spans import excerpt_of, quote_of

#: What `correct_figure` may change. The words and their place in the article have `move_figure`.
CORRECTABLE = frozenset(
    {
        "measure", "people", "unit", "household_size", "quantifier", "low", "high", "scope", "period_start",
        "period_end", "since", "role", "role_reason", "claimant", "claimant_words",
    }
)  # fmt: skip


def decide_figure(
    figure: Figure,
    changes: Mapping[str, Any],
    *,
    verb: str,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    is_explained: bool = False,
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Correcting what readers see needs the right to publish and a note to them, unless another decision of
    the same act holds that note (`is_explained`); the event is then marked as changed."""
    require(by, "decide_article")
    try:
        with transaction.atomic():
            event = _locked_event(figure)
            current = locked(figure, by=by, version=version, wanted=changes)
            if current.event_id != (event.pk if event else None):
                raise EditConflict(current, changes)
            is_correction = current.status in PUBLIC_STATUSES and differs(current, changes)
            if is_correction:
                require(by, "publish_event")
                if event:
                    refuse_own(event, by=by)
                if not is_explained:
                    require_note_to_readers(public_note, f"“{current.wording}”")
                changes = {"status": Status.CHANGED, **changes}
            save(
                current, changes, verb=verb, by=by, note=note, public_note=public_note, request_id=request_id
            )
            if is_correction and event and event.is_public:
                mark_changed(event, by=by, note=note)
            if event:
                check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def _locked_event(figure: Figure) -> Event | None:
    """The figure's event, locked before the figure as everywhere."""
    event = Event.objects.select_for_update(of=("self",)).filter(figures=figure)
    return event.first()


def _refuse_published(figure: Figure, way_out: str) -> None:
    if Figure.objects.filter(pk=figure.pk, status__in=PUBLIC_STATUSES).exists():
        raise Refused(f"“{figure.wording}” is published. {way_out}")


def accept_figure(
    figure: Figure,
    *,
    by: AbstractUser,
    note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Confirms the figure as it was read."""
    changes = {"acceptance": Acceptance.ACCEPTED}
    return decide_figure(
        figure, changes, verb="accept_figure", by=by, note=note, version=version, request_id=request_id
    )


def correct_figure(
    figure: Figure,
    changes: Mapping[str, Any],
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Changes parts of the figure (see CORRECTABLE) and accepts it so.

    Raises Refused for a field that is not correctable, for numbers that do not fit the quantifier, and for
    a published figure without a note to readers.
    """
    if unknown := set(changes) - CORRECTABLE:
        raise Refused(f"A figure has no correctable {', '.join(sorted(unknown))}.")
    changes = {**changes, "acceptance": Acceptance.ACCEPTED}
    return decide_figure(
        figure, changes, verb="correct_figure", by=by, note=note, public_note=public_note, version=version,
        request_id=request_id,
    )  # fmt: skip


def reject_figure(
    figure: Figure,
    *,
    by: AbstractUser,
    note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Says that the words are no figure. A published figure is withdrawn instead."""
    _refuse_published(figure, "Withdraw it instead.")
    changes = {"acceptance": Acceptance.REJECTED, "event": None}
    return decide_figure(
        figure, changes, verb="reject_figure", by=by, note=note, version=version, request_id=request_id
    )


def reopen_figure(
    figure: Figure, *, by: AbstractUser, version: int | None = None, request_id: UUID | None = None
) -> Figure:
    _refuse_published(figure, "Correct or withdraw it instead.")
    changes = {"acceptance": Acceptance.PROPOSED}
    return decide_figure(figure, changes, verb="reopen_figure", by=by, version=version, request_id=request_id)


def move_figure(
    figure: Figure,
    *,
    by: AbstractUser,
    start: int,
    end: int,
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Changes which words of the article are the figure's wording. Its numbers stay as they are."""
    _refuse_published(figure, "Withdraw it and mark the right words.")
    changes: dict[str, Any] = {"start": start, "end": end, "wording": quote_of(figure.article, start, end)}
    if start < figure.excerpt_start or end > figure.excerpt_end:
        changes["excerpt_start"], changes["excerpt_end"] = excerpt_of(figure.article, start, end)
    return decide_figure(figure, changes, verb="move_figure", by=by, version=version, request_id=request_id)


def add_figure(
    article: Article,
    *,
    by: AbstractUser,
    start: int,
    end: int,
    measure: Measure,
    people: People = People.PEOPLE,
    unit: Unit = Unit.PERSON,
    quantifier: Quantifier = Quantifier.EXACT,
    low: int | None = None,
    high: int | None = None,
    scope: Scope = Scope.INCIDENT,
    excerpt: tuple[int, int] | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Marks a number that the reading missed, as a proposal."""
    require(by, "decide_article")
    require_decide(by, article)
    wording = quote_of(article, start, end)
    excerpt_start, excerpt_end = excerpt or excerpt_of(article, start, end)
    try:
        with transaction.atomic():
            figure = Figure.objects.create(
                article=article, start=start, end=end, wording=wording, excerpt_start=excerpt_start,
                excerpt_end=excerpt_end, measure=measure, people=people, unit=unit, quantifier=quantifier,
                low=low, high=high, scope=scope, evidence=["marked by an editor"], created_by_id=by.pk,
            )  # fmt: skip
            Decision.objects.record(
                verb="add_figure", by=by, on=figure, to_status=figure.status, request_id=request_id
            )
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return figure


def recommended_of(event: Event) -> Iterable[Figure]:
    """The event's recommended figures: at most one of a measure and people."""
    rows = Figure.objects.filter(
        event=event, role=FigureRole.RECOMMENDED, acceptance=Acceptance.ACCEPTED
    ).exclude(status=Status.WITHDRAWN)
    return rows.select_related("article__outlet").order_by("pk")


def same_text_reason(figure: Figure, recommended: Figure) -> str:
    """Why a figure only corroborates when its article prints the recommended one's text; empty otherwise."""
    if figure.article_id == recommended.article_id:
        return ""
    origins = origins_of([figure.article_id, recommended.article_id])
    if len(set(origins.values())) > 1:
        return ""
    outlet = recommended.article.outlet.name
    return f"The same agency text as in {outlet}, {recommended.article.published_on:%-d %B %Y}."[:300]


def attach_figures(event: Event, figures: Iterable[Figure], *, by: AbstractUser) -> None:
    """Makes accepted figures the event's (locked). One that would be a second recommended figure of its
    measure and people becomes corroborating: both stay, and an editor may recommend the other."""
    taken = {(figure.measure, figure.people): figure for figure in recommended_of(event)}
    for figure in sorted(figures, key=lambda figure: figure.pk):
        current = locked(figure, by=by)
        if current.event_id == event.pk:
            continue
        if current.acceptance != Acceptance.ACCEPTED:
            raise Refused(f"“{current.wording}” is not accepted yet. Accept or reject it first.")
        if current.event_id is not None:
            raise Refused(
                f"“{current.wording}” already belongs to “{current.event}”. Take it out there first."
            )
        changes: dict[str, Any] = {"event": event}
        if current.role == FigureRole.RECOMMENDED:
            if recommended := taken.get((current.measure, current.people)):
                changes["role"] = FigureRole.CORROBORATING
                changes["role_reason"] = same_text_reason(current, recommended)
            taken.setdefault((current.measure, current.people), current)
        require(by, "decide_article")
        save(current, changes, verb="attach_figure", by=by)


def link_figure_places(figure: Figure, mentions: Iterable[Mention], *, by: AbstractUser) -> None:
    """Says which mentions of the same article the number belongs to."""
    require(by, "decide_article")
    require_change(by, figure)
    chosen = list(mentions)
    if any(mention.article_id != figure.article_id for mention in chosen):
        raise Refused("A figure's places are mentions of its own article.")
    figure.mentions.set(chosen)


def withdraw_figure(
    figure: Figure,
    *,
    by: AbstractUser,
    public_note: str,
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    """Takes a published figure from readers; the note says why. The row and its history stay."""
    require(by, "withdraw_figure")
    require_change(by, figure)
    if not Figure.objects.filter(pk=figure.pk, status__in=PUBLIC_STATUSES).exists():
        raise Refused(f"“{figure.wording}” is not published, so there is nothing to withdraw.")
    return decide_figure(
        figure, {"status": Status.WITHDRAWN}, verb="withdraw_figure", by=by, public_note=public_note,
        version=version, request_id=request_id,
    )  # fmt: skip
