"""What merging moves from one event to another, and how it comes back: figures, mentions, maps, articles.

Each part returns or takes plain data for `Merge.moved`: numbers of rows, and values before and after.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from events.enums import PUBLIC_STATUSES, Acceptance, FigureRole, Status
from events.models import Article, Event, EventMention, Figure, Map, Mention
from events.review.acts import Refused, save
from events.review.events import publish_sources
from events.review.figures import same_text_reason

Key = tuple[str, str]

#: What merging changes of a figure.
FIGURE_FIELDS = ("event_id", "role", "role_reason", "status")


def figures_of(keep: Event, other: Event) -> list[Figure]:
    """All figures of both, locked."""
    rows = Figure.objects.filter(event__in=[keep, other]).order_by("pk").select_related("article__outlet")
    return list(rows.select_for_update(of=("self",)))


def state_of(figure: Figure) -> dict[str, Any]:
    return {name: getattr(figure, name) for name in FIGURE_FIELDS}


def differences(before: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures that are not as they were, with their values then and now and their version now."""
    figures = Figure.objects.filter(pk__in=before).order_by("pk")
    return [
        {"id": figure.pk, "before": before[figure.pk], "after": state_of(figure), "version": figure.version}
        for figure in figures
        if state_of(figure) != before[figure.pk]
    ]


def _is_counted(figure: Figure) -> bool:
    return figure.acceptance == Acceptance.ACCEPTED and figure.status != Status.WITHDRAWN


def choices_among(recommended: Iterable[Figure], figures: list[Figure]) -> dict[Key, Figure]:
    """The editor's choices by measure and people."""
    known = {figure.pk: figure for figure in figures if _is_counted(figure)}
    chosen: dict[Key, Figure] = {}
    for wanted in recommended:
        if wanted.pk not in known:
            raise Refused(f"“{wanted.wording}” is no accepted figure of the two events. Choose another one.")
        figure = known[wanted.pk]
        key = (figure.measure, figure.people)
        if key in chosen:
            raise Refused(
                f"“{chosen[key].wording}” and “{figure.wording}” count the same. Recommend one of them."
            )
        chosen[key] = figure
    return chosen


def merge_figures(figures: list[Figure], keep: Event, chosen: dict[Key, Figure], *, by: AbstractUser) -> None:
    winners = dict(chosen)
    of_keep_first = sorted(figures, key=lambda figure: (figure.event_id != keep.pk, figure.pk))
    for figure in of_keep_first:
        if figure.role == FigureRole.RECOMMENDED and _is_counted(figure):
            winners.setdefault((figure.measure, figure.people), figure)
    wanted = []
    for figure in figures:
        winner = winners.get((figure.measure, figure.people))
        changes: dict[str, Any] = {} if figure.event_id == keep.pk else {"event": keep}
        if figure is winner and figure.role != FigureRole.RECOMMENDED:
            changes |= {"role": FigureRole.RECOMMENDED, "role_reason": ""}
        elif (
            winner and figure is not winner and figure.role == FigureRole.RECOMMENDED and _is_counted(figure)
        ):
            reason = same_text_reason(figure, winner)
            changes |= {"role": FigureRole.CORROBORATING, "role_reason": reason}
        if "role" in changes and figure.status in PUBLIC_STATUSES:
            changes["status"] = Status.CHANGED
        if changes:
            wanted.append((figure is winner, figure, changes))
    # What is to be recommended comes last: there are never two, not even between two rows.
    for _is_winner, figure, changes in sorted(wanted, key=lambda one: one[0]):
        save(figure, changes, verb="merge_figure", by=by)


def return_figures(moved: list[dict[str, Any]], keep: Event, event: Event, *, by: AbstractUser) -> None:
    rows = Figure.objects.filter(pk__in=[one["id"] for one in moved]).order_by("pk")
    figures = {figure.pk: figure for figure in rows.select_for_update(of=("self",))}
    wanted: list[tuple[Figure, dict[str, Any]]] = []
    for one in moved:
        figure, before, after = figures.get(one["id"]), one["before"], one["after"]
        if figure is None:
            raise Refused(f"A figure of “{event.title}” is gone, so the merge cannot be undone any more.")
        _refuse_changed_figure(figure, after, keep)
        changes = {
            "event": event if before["event_id"] == event.pk else keep,
            "role": before["role"],
            "role_reason": before["role_reason"],
            "status": _status_before(before["status"], is_edited=figure.version != one["version"]),
        }
        wanted.append((figure, changes))
    # Those that leave go first, so that the kept event has never two recommended ones.
    for figure, changes in sorted(wanted, key=lambda pair: pair[1]["event"].pk == keep.pk):
        save(figure, changes, verb="unmerge_figure", by=by)


def _status_before(before: str, *, is_edited: bool) -> str:
    """The figure's state before the merge; one that was corrected since, before readers' eyes, says so."""
    return Status.CHANGED if is_edited and before in PUBLIC_STATUSES else before


def _refuse_changed_figure(figure: Figure, after: dict[str, Any], keep: Event) -> None:
    """Numbers may have been corrected since; where the figure belongs and what it counts as may not."""
    if figure.event_id != after["event_id"]:
        raise Refused(
            f"“{figure.wording}” was taken out of “{keep.title}” after the merge. "
            "Add it there again, then undo the merge."
        )
    if figure.role != after["role"]:
        raise Refused(
            f"“{figure.wording}” was made {figure.get_role_display().lower()} after the merge. Make it "
            f"{FigureRole(after['role']).label.lower()} again, then undo the merge."
        )
    if figure.status == Status.WITHDRAWN and after["status"] != Status.WITHDRAWN:
        raise Refused(
            f"“{figure.wording}” was withdrawn after the merge, so the merge cannot be undone any more. "
            "Mark its words again for an event of their own."
        )


# Links from mentions and maps


def move_links(links: type[models.Model], column: str, keep: Event, other: Event) -> list[dict[str, Any]]:
    """Links the mentions or maps of `other` to `keep`; where `keep` has the same one already, the second goes
    and its number is kept."""
    rows = links._default_manager
    there = set(rows.filter(event_id=keep.pk).values_list(column, flat=True))
    moved = []
    for link in rows.filter(event_id=other.pk).order_by("pk").values("pk", column):
        is_shared = link[column] in there
        moved.append({"id": link["pk"], column: link[column], "is_shared": is_shared})
        row = rows.filter(pk=link["pk"])
        if is_shared:
            row.delete()
        else:
            row.update(event_id=keep.pk)
    return moved


def return_mentions(moved: list[dict[str, Any]], keep: Event, event: Event) -> None:
    for link in moved:
        if link["is_shared"]:
            EventMention.objects.create(pk=link["id"], mention_id=link["mention_id"], event=event)
            continue
        row = EventMention.objects.filter(pk=link["id"], mention=link["mention_id"], event=keep)
        if not row.update(event=event):
            mention = Mention.objects.get(pk=link["mention_id"])
            raise Refused(
                f"“{mention.quote}” was taken out of “{keep.title}” after the merge, so the merge cannot be "
                f"undone any more. Make an event of its own from the mentions of “{event.title}”."
            )


def return_maps(moved: list[dict[str, Any]], keep: Event, event: Event) -> None:
    """A map that was changed or deleted since stays as its editor wanted it."""
    through = Map.picked_events.through._default_manager
    here = set(Map.objects.filter(pk__in=[link["map_id"] for link in moved]).values_list("pk", flat=True))
    for link in moved:
        if link["is_shared"] and link["map_id"] in here:
            through.create(pk=link["id"], map_id=link["map_id"], event_id=event.pk)
        elif not link["is_shared"]:
            through.filter(pk=link["id"], event_id=keep.pk).update(event_id=event.pk)


# Articles


def publish_arrivals(keep: Event, *, by: AbstractUser) -> list[dict[str, Any]]:
    """Publishes what came to a published event, and says which articles that were."""
    told = Q(mentions__events=keep) | Q(figures__event=keep)
    before = dict(Article.objects.filter(told).values_list("pk", "status"))
    publish_sources(keep, by=by)
    after = dict(Article.objects.filter(pk__in=before).values_list("pk", "status"))
    return [
        {"id": pk, "before": before[pk], "after": after[pk]}
        for pk in sorted(before)
        if before[pk] != after[pk]
    ]


def return_articles(moved: list[dict[str, Any]], *, by: AbstractUser) -> None:
    """Articles that became public with the merge alone are not any more."""
    before = {one["id"]: one["before"] for one in moved}
    rows = Article.objects.filter(pk__in=before, status=Status.PUBLISHED).order_by("pk")
    for article in rows.select_for_update(of=("self",)):
        accepted = Mention.objects.accepted().filter(article=article)
        claimed = Q(figures__article=article, figures__status__in=PUBLIC_STATUSES)
        told = Event.objects.published().filter(Q(event_mentions__mention__in=accepted) | claimed)
        if not told.exists():
            save(article, {"status": before[article.pk]}, verb="unmerge_article", by=by)
