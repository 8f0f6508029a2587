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
from events.review.acts import Refused, locked, require, save
from events.review.constraints import sentence_for
from events.review.spans import excerpt_of, quote_of

#: What `correct_figure` may change. The words and their place in the article have `move_figure`.
CORRECTABLE = frozenset(
    {
        "measure", "people", "unit", "household_size", "quantifier", "low", "high", "scope", "period_start",
        "period_end", "since", "role", "claimant", "claimant_words",
    }
)  # fmt: skip


def _decide(
    figure: Figure,
    changes: Mapping[str, Any],
    *,
    verb: str,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Figure:
    require(by, "decide_article")
    try:
        with transaction.atomic():
            current = locked(figure, version=version, wanted=changes)
            is_public = current.status in PUBLIC_STATUSES
            if is_public:
                require(by, "publish_event")
                if not public_note.strip():
                    raise Refused(
                        f"“{current.wording}” is published. "
                        "Say in a note to readers what was corrected and why."
                    )
                changes = {"status": Status.CHANGED, **changes}
            save(
                current, changes, verb=verb, by=by, note=note, public_note=public_note, request_id=request_id
            )
            if is_public and current.event and current.event.status == Status.PUBLISHED:
                event = locked(current.event)
                save(
                    event, {"status": Status.CHANGED},
                    verb="correct_event", by=by, note=note, public_note=public_note,
                )  # fmt: skip
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


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
    return _decide(
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
    return _decide(
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
    if figure.status in PUBLIC_STATUSES:
        raise Refused(f"“{figure.wording}” is published. Withdraw it instead.")
    changes = {"acceptance": Acceptance.REJECTED, "event": None}
    return _decide(
        figure, changes, verb="reject_figure", by=by, note=note, version=version, request_id=request_id
    )


def reopen_figure(
    figure: Figure, *, by: AbstractUser, version: int | None = None, request_id: UUID | None = None
) -> Figure:
    if figure.status in PUBLIC_STATUSES:
        raise Refused(f"“{figure.wording}” is published. Correct or withdraw it instead.")
    changes = {"acceptance": Acceptance.PROPOSED}
    return _decide(figure, changes, verb="reopen_figure", by=by, version=version, request_id=request_id)


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
    if figure.status in PUBLIC_STATUSES:
        raise Refused(f"“{figure.wording}” is published. Withdraw it and mark the right words.")
    changes: dict[str, Any] = {"start": start, "end": end, "wording": quote_of(figure.article, start, end)}
    if start < figure.excerpt_start or end > figure.excerpt_end:
        changes["excerpt_start"], changes["excerpt_end"] = excerpt_of(figure.article, start, end)
    return _decide(figure, changes, verb="move_figure", by=by, version=version, request_id=request_id)


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
    wording = quote_of(article, start, end)
    excerpt_start, excerpt_end = excerpt or excerpt_of(article, start, end)
    try:
        with transaction.atomic():
            figure = Figure.objects.create(
                article=article, start=start, end=end, wording=wording, excerpt_start=excerpt_start,
                excerpt_end=excerpt_end, measure=measure, people=people, unit=unit, quantifier=quantifier,
                low=low, high=high, scope=scope, evidence=["marked by an editor"], created_by=by,
            )  # fmt: skip
            Decision.objects.record(
                verb="add_figure", by=by, on=figure, to_status=figure.status, request_id=request_id
            )
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return figure


def attach_figures(event: Event, figures: Iterable[Figure], *, by: AbstractUser) -> None:
    """Makes accepted figures the event's. One that would be a second recommended figure of its measure and
    people becomes corroborating: both stay, and an editor may recommend the other."""
    taken = set(
        Figure.objects.filter(event=event, role=FigureRole.RECOMMENDED, acceptance=Acceptance.ACCEPTED)
        .exclude(status=Status.WITHDRAWN)
        .values_list("measure", "people")
    )
    for figure in figures:
        if figure.acceptance != Acceptance.ACCEPTED:
            raise Refused(f"“{figure.wording}” is not accepted yet. Accept or reject it first.")
        if figure.event_id not in (None, event.pk):
            raise Refused(f"“{figure.wording}” already belongs to “{figure.event}”. Take it out there first.")
        changes: dict[str, Any] = {"event": event}
        if figure.role == FigureRole.RECOMMENDED and figure.event_id is None:
            if (figure.measure, figure.people) in taken:
                changes["role"] = FigureRole.CORROBORATING
            taken.add((figure.measure, figure.people))
        _decide(figure, changes, verb="attach_figure", by=by)


def link_figure_places(figure: Figure, mentions: Iterable[Mention], *, by: AbstractUser) -> None:
    """Says which mentions of the same article the number belongs to."""
    require(by, "decide_article")
    chosen = list(mentions)
    if any(mention.article_id != figure.article_id for mention in chosen):
        raise Refused("A figure's places are mentions of its own article.")
    figure.mentions.set(chosen)


def supersede_figure(older: Figure, newer: Figure, *, by: AbstractUser, note: str = "") -> None:
    """A revised toll: the newer figure becomes the recommended one, the older stays as superseded."""
    if older.event_id is None or older.event_id != newer.event_id:
        raise Refused("A figure can only be superseded by one of the same event.")
    public_note = note or f"“{older.wording}” was superseded by “{newer.wording}”."
    with transaction.atomic():
        _decide(older, {"role": FigureRole.SUPERSEDED}, verb="supersede_figure", by=by, note=note,
                public_note=public_note)  # fmt: skip
        _decide(newer, {"role": FigureRole.RECOMMENDED}, verb="recommend_figure", by=by, note=note,
                public_note=public_note)  # fmt: skip


def withdraw_figure(
    figure: Figure, *, by: AbstractUser, public_note: str, version: int | None = None
) -> Figure:
    """Takes a published figure from readers; the note says why. The row and its history stay."""
    require(by, "withdraw_figure")
    if figure.status not in PUBLIC_STATUSES:
        raise Refused(f"“{figure.wording}” is not published, so there is nothing to withdraw.")
    changes = {"status": Status.WITHDRAWN}
    return _decide(figure, changes, verb="withdraw_figure", by=by, public_note=public_note, version=version)
