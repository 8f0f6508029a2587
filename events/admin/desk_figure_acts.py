"""What the desk does to the figures of an article."""

from __future__ import annotations

from typing import Any

from events.admin import desk_values as values
from events.admin.desk_acts import Act, Done, act
from events.admin.desk_figures import figure_changes, new_figure, resolve_claimant, restore_figure
from events.admin.desk_values import BadInput
from events.models import Figure, Mention
from events.review import figures as verbs
from events.review import roles
from events.review.rights import visible_to


@act("accept_figure", "figure")
def _accept_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    verbs.accept_figure(figure, note=wanted.note(), **wanted.options())
    return Done(figures={figure.pk})


@act("reject_figure", "figure")
def _reject_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    verbs.reject_figure(figure, note=wanted.note(), **wanted.options())
    return Done(figures={figure.pk})


@act("reopen_figure", "figure")
def _reopen_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    verbs.reopen_figure(figure, **wanted.options())
    return Done(figures={figure.pk})


@act("correct_figure", "figure")
def _correct_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    changes = figure_changes(values.mapping(wanted.args, "changes"))
    resolve_claimant(changes, by=wanted.by)
    corrected = verbs.correct_figure(
        figure, changes, note=wanted.note(), public_note=wanted.public_note(), **wanted.options()
    )
    if "mentions" in wanted.args:
        mentions = wanted.chosen("mentions", Mention)
        verbs.link_figure_places(corrected, mentions, by=wanted.by)
    return Done(figures={figure.pk})


@act("restore_figure", "figure")
def _restore_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    standing = _claims_beside(figure)
    restore_figure(figure, wanted.args, public_note=wanted.public_note(), **wanted.options())
    figure.refresh_from_db()
    return Done(figures=standing | _claims_beside(figure))


@act("move_figure", "figure")
def _move_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    start, end = values.whole(wanted.args, "start"), values.whole(wanted.args, "end")
    verbs.move_figure(figure, start=start, end=end, **wanted.options())
    return Done(figures={figure.pk})


@act("add_figure", "article")
def _add_figure(wanted: Act) -> Done:
    figure = verbs.add_figure(
        wanted.article, by=wanted.by, request_id=wanted.request_id, **new_figure(wanted.args)
    )
    return Done(figures={figure.pk}, made=figure.pk)


# How claims of one event stand to each other: what is done to one may move another.


def _claims_beside(figure: Figure) -> set[int]:
    """The figure and the other claims of its event."""
    of_event = Figure.objects.filter(event=figure.event_id) if figure.event_id else Figure.objects.none()
    return {figure.pk, *of_event.values_list("pk", flat=True)}


def _explained(wanted: Act) -> dict[str, Any]:
    reason = values.words(wanted.args, "reason", longest=roles.LONGEST_REASON)
    return {"reason": reason, "public_note": wanted.public_note(), **wanted.options()}


@act("recommend_figure", "figure")
def _recommend_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    roles.recommend_figure(figure, **_explained(wanted))
    return Done(figures=_claims_beside(figure))


@act("dispute_figure", "figure")
def _dispute_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    roles.dispute_figure(figure, **_explained(wanted))
    return Done(figures=_claims_beside(figure))


@act("corroborate_figure", "figure")
def _corroborate_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    roles.corroborate_figure(figure, **_explained(wanted))
    return Done(figures=_claims_beside(figure))


@act("supersede_figure", "figure")
def _supersede_figure(wanted: Act) -> Done:
    """`newer` may be of another article: a later one has revised the number."""
    older, number = wanted.figure(), values.whole(wanted.args, "newer")
    others = visible_to(wanted.by, Figure.objects.filter(pk=number))
    newer = others.select_related("event", "article__outlet").first()
    if newer is None:
        raise BadInput("newer", f"There is no figure {number}. Reload the desk.")
    roles.supersede_figure(older, newer, **_explained(wanted))
    return Done(figures=_claims_beside(older))


@act("detach_figure", "figure")
def _detach_figure(wanted: Act) -> Done:
    figure = wanted.figure()
    beside = _claims_beside(figure)
    roles.detach_figure(figure, note=wanted.note(), public_note=wanted.public_note(), **wanted.options())
    return Done(figures=beside)
