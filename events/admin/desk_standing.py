"""How the claims of one event stand to each other: in words, and how they get their roles back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.translation import gettext as _

from events.admin.desk_words import figure_title
from events.api.wording import day_text
from events.enums import Acceptance, FigureRole, Status
from events.models import Article, Event, Figure
from events.review import figures as verbs
from events.review.acts import Refused
from events.review.rights import visible_to

#: Number, role and reason of each claim of an event.
Standing = list[list[Any]]


def standing_words(figure: Figure) -> str:
    """What the figure's role means for it, and why it has it; empty while it tells no event."""
    if figure.event_id is None or figure.acceptance != Acceptance.ACCEPTED:
        return ""
    meaning = {
        FigureRole.RECOMMENDED: _("Recommended: of the claims about the same people, totals take this one."),
        FigureRole.CORROBORATING: _("Corroborating: stands beside the recommended claim and is not counted."),
        FigureRole.SUPERSEDED: _("Superseded: a newer claim took its place; it is not counted."),
        FigureRole.DISPUTED: _("Disputed: shown as such and not counted."),
    }[FigureRole(figure.role)]
    return (
        f"{meaning} {_('Why: %(reason)s') % {'reason': figure.role_reason}}"
        if figure.role_reason
        else meaning
    )


def claims_data(event: Event, article: Article) -> list[dict[str, Any]]:
    """The event's accepted claims, of whichever article (its figures loaded by `event_figures`)."""
    return [_claim(figure, article) for figure in event.figures.all() if _stands(figure)]


def event_figures(*, by: AbstractUser) -> Any:
    """Figures with what `claims_data` reads of them, in the order in which they were printed."""
    return (
        visible_to(by, Figure.objects.select_related("claimant", "article__outlet"))
        .defer("evidence", "article__text", "article__bands")
        .order_by("article__published_on", "pk")
    )


def _stands(figure: Figure) -> bool:
    return figure.acceptance == Acceptance.ACCEPTED and figure.status != Status.WITHDRAWN


def _claim(figure: Figure, article: Article) -> dict[str, Any]:
    claimant = figure.claimant.name if figure.claimant else figure.claimant_words
    printed = f"{figure.article.outlet.name}, {day_text(figure.article.published_on)}"
    is_here = figure.article_id == article.pk
    return {
        "id": figure.pk,
        "title": figure_title(figure),
        "said": f"{claimant or _('no claimant named')}, {printed}",
        "role": figure.role,
        "role_label": figure.get_role_display().lower(),
        "url": "" if is_here else reverse("admin:events_article_desk", args=[figure.article_id]),
    }


def standing_of(event: int | None) -> Standing:
    if event is None:
        return []
    claims = Figure.objects.filter(event=event, acceptance=Acceptance.ACCEPTED)
    return [list(row) for row in claims.order_by("pk").values_list("pk", "role", "role_reason")]


def moved_along(was: Standing, left: Standing, *, apart_from: int) -> list[tuple[Figure, dict[str, str]]]:
    """The claims whose roles an act on another one has changed, each with what it had before.

    Raises Refused when somebody has given one of them another role since.
    """
    after = {pk: (role, reason) for pk, role, reason in left}
    before = {pk: (role, reason) for pk, role, reason in was if pk in after and pk != apart_from}
    moved = [pk for pk, had in before.items() if had != after[pk]]
    rows = []
    for figure in (
        Figure.objects.filter(pk__in=moved).select_related("event", "article__outlet").order_by("pk")
    ):
        role, reason = before[figure.pk]
        changes = {"role": role, "role_reason": reason}
        if (figure.role, figure.role_reason) != after[figure.pk]:
            raise Refused(
                f"“{figure.wording}” was given another role since, so this cannot be taken back. "
                "Choose by hand which claim is recommended."
            )
        rows.append((figure, changes))
    return rows


def give_roles_back(
    rows: Iterable[tuple[Figure, dict[str, str]]], *, by: AbstractUser, public_note: str
) -> None:
    for figure, changes in rows:
        verbs.correct_figure(figure, changes, by=by, note="Taken back.", public_note=public_note)
