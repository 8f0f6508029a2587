"""What the desk does to the figures of an article."""

from __future__ import annotations

from events.admin import desk_values as values
from events.admin.desk_acts import Act, Done, act
from events.admin.desk_figures import figure_changes, new_figure, resolve_claimant, restore_figure
from events.models import Mention
from events.review import figures as verbs


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
    restore_figure(figure, wanted.args, public_note=wanted.public_note(), **wanted.options())
    return Done(figures={figure.pk})


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
