from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from events.enums import Acceptance, FigureRole, Measure, Quantifier, Status
from events.models import Decision, Event, Figure
from events.review.acts import EditConflict, Refused
from events.review.events import publish_event, withdraw_event
from events.review.figures import (
    accept_figure,
    add_figure,
    correct_figure,
    link_figure_places,
    move_figure,
    reject_figure,
    reopen_figure,
    withdraw_figure,
)
from events.review.roles import supersede_figure
from tests.review import factories as make
from tests.review.test_events import last_on, verbs_on

pytestmark = pytest.mark.django_db


def published_with(*figures: Figure, by: Any) -> Event:
    return make.published(make.mention(figures[0].article), by=by, figures=figures)


def test_figure_is_accepted_reopened_and_rejected() -> None:
    by, figure = make.person("Editor"), make.figure(acceptance=Acceptance.PROPOSED)

    assert accept_figure(figure, by=by, version=1).acceptance == Acceptance.ACCEPTED
    assert reopen_figure(figure, by=by, version=2).acceptance == Acceptance.PROPOSED
    assert reject_figure(figure, by=by, note="A date.", version=3).acceptance == Acceptance.REJECTED

    assert verbs_on(figure) == ["accept_figure", "reopen_figure", "reject_figure"]
    assert last_on(figure).changes == {"acceptance": ["proposed", "rejected"]}
    assert last_on(figure).article == figure.article


def test_figure_is_decided_only_by_those_who_may() -> None:
    figure, by = make.figure(), make.person("")

    for verb in (accept_figure, reject_figure, reopen_figure):
        with pytest.raises(PermissionDenied, match="may not decide article"):
            verb(figure, by=by)

    assert not Decision.objects.exists()


def test_correct_figure_records_before_and_after_and_accepts() -> None:
    figure = make.figure(acceptance=Acceptance.PROPOSED)

    correct_figure(figure, {"quantifier": Quantifier.EXACT, "low": 12, "high": 12}, by=make.person())

    figure.refresh_from_db()
    assert (figure.low, figure.high, figure.acceptance) == (12, 12, Acceptance.ACCEPTED)
    assert last_on(figure).changes == {
        "quantifier": ["more_than", "exact"], "high": [None, 12], "acceptance": ["proposed", "accepted"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"wording": "13"}, "A figure has no correctable wording"),
        ({"high": 20}, "The numbers do not fit the quantifier"),
        ({"quantifier": Quantifier.BETWEEN, "low": 20, "high": 2}, "The low number is above the high one"),
        ({"household_size": 5}, "A household size goes only with figures counted in households"),
    ],
)
def test_correct_figure_is_refused_with_a_sentence(changes: dict[str, Any], part: str) -> None:
    figure = make.figure()

    with pytest.raises(Refused, match=part):
        correct_figure(figure, changes, by=make.person())

    figure.refresh_from_db()
    assert (figure.version, verbs_on(figure)) == (1, [])


def test_correct_figure_of_an_older_version_shows_both() -> None:
    by, figure = make.person(), make.figure()
    correct_figure(figure, {"low": 13}, by=by, version=1)

    with pytest.raises(EditConflict) as conflict:
        correct_figure(figure, {"low": 14}, by=by, version=1)

    assert (conflict.value.theirs["low"], conflict.value.ours["low"]) == (13, 14)


def test_correcting_a_published_figure_needs_the_right_and_a_note_and_marks_its_event() -> None:
    by, figure = make.person(), make.figure()
    event = published_with(figure, by=by)
    figure.refresh_from_db()

    with pytest.raises(PermissionDenied):
        correct_figure(figure, {"low": 13}, by=make.person("Editor"), public_note="Why.")
    with pytest.raises(Refused, match=r"“More than 12” is published\. Say in a note to readers"):
        correct_figure(figure, {"low": 13}, by=by)
    correct_figure(figure, {"low": 13}, by=by, public_note="Misread.")
    correct_figure(figure, {"low": 12}, by=by, public_note="Read rightly at first.")

    figure.refresh_from_db()
    event.refresh_from_db()
    assert (figure.status, event.status) == (Status.CHANGED, Status.CHANGED)
    # Readers see each note once: it stands on the figure.
    assert verbs_on(event)[-2:] == ["correct_event", "correct_event"]
    notes = Decision.objects.exclude(public_note="").order_by("pk").values_list("public_note", flat=True)
    assert list(notes) == ["Misread.", "Read rightly at first."]


def test_accepting_a_published_figure_once_more_changes_nothing_for_readers() -> None:
    by, figure = make.person(), make.figure()
    event = published_with(figure, by=by)

    accept_figure(figure, by=make.person("Editor"))

    event.refresh_from_db()
    assert event.status == Status.PUBLISHED


def test_published_figure_is_withdrawn_not_rejected() -> None:
    by, figure = make.person(), make.figure()
    stale = Figure.objects.get(pk=figure.pk)
    event = published_with(figure, by=by)

    for verb in (reject_figure, reopen_figure):
        with pytest.raises(Refused, match="“More than 12” is published"):
            verb(stale, by=by)
    with pytest.raises(Refused, match="Withdraw it and mark the right words"):
        move_figure(stale, by=by, start=0, end=6)
    with pytest.raises(PermissionDenied):
        withdraw_figure(figure, by=make.person("Editor"), public_note="Wrong.")
    with pytest.raises(Refused, match="Say in a note to readers"):
        withdraw_figure(figure, by=by, public_note=" ")
    withdraw_figure(figure, by=by, public_note="Counted twice.")

    assert not Figure.objects.published().exists()
    assert Event.objects.published().get().status == Status.CHANGED
    with pytest.raises(Refused, match="is not published, so there is nothing to withdraw"):
        withdraw_figure(figure, by=by, public_note="Again.")
    withdraw_event(event, by=by, public_note="Wrong.")
    publish_event(event, by=by)
    assert not Figure.objects.published().exists()


def test_revised_toll_supersedes_the_older_one_and_readers_are_told_once() -> None:
    by, article = make.person(), make.article()
    older = make.figure(article)
    newer = make.figure(article, "15", quantifier=Quantifier.EXACT, low=15, high=15)
    event = published_with(older, newer, by=by)
    older, newer = Figure.objects.get(pk=older.pk), Figure.objects.get(pk=newer.pk)

    supersede_figure(older, newer, by=by, note="Seen on the service's page.")

    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.role, newer.role) == (FigureRole.SUPERSEDED, FigureRole.RECOMMENDED)
    assert Figure.objects.published().filter(event=event).count() == 2
    notes = Decision.objects.exclude(public_note="").values_list("public_note", flat=True)
    assert list(notes) == ["“More than 12” was superseded by “15”."]


def test_supersede_is_refused_across_events_and_writes_nothing() -> None:
    by, article = make.person(), make.article()
    older, newer = make.figure(article), make.figure(article, "15", low=15, high=15)
    make.event(make.mention(article), by=by, figures=[older])
    older.refresh_from_db()

    for pair in ((older, newer), (older, older)):
        with pytest.raises(Refused, match="superseded by another one of the same event"):
            supersede_figure(*pair, by=by)


def test_figure_that_was_missed_is_added_and_moved() -> None:
    by = make.person("Contributor")
    article = make.article(created_by=by)
    at = article.text.index("15 dead")

    figure = add_figure(
        article, by=by, start=at, end=at + 2, measure=Measure.KILLED, low=15, high=15
    )  # fmt: skip
    assert (figure.wording, figure.acceptance) == ("15", Acceptance.PROPOSED)
    assert article.text[figure.excerpt_start : figure.excerpt_end].startswith("A day later")
    move_figure(figure, by=by, start=at, end=at + 7)

    figure.refresh_from_db()
    assert figure.wording == "15 dead"
    assert verbs_on(figure) == ["add_figure", "move_figure"]


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 4), (0, 10_000), (6, 5)])
def test_figure_outside_the_article_is_refused(start: int, end: int) -> None:
    article = make.article()

    with pytest.raises(Refused, match=f"The marked words run from {start} to {end}; the article has"):
        add_figure(article, by=make.person(), start=start, end=end, measure=Measure.KILLED)

    assert not Figure.objects.exists()


def test_figure_whose_numbers_do_not_fit_is_not_added() -> None:
    article = make.article()

    with pytest.raises(Refused, match="The numbers do not fit the quantifier"):
        add_figure(article, by=make.person(), start=0, end=6, measure=Measure.KILLED, low=3)

    assert not Decision.objects.exists()


def test_figure_places_are_of_its_own_article() -> None:
    by, figure = make.person(), make.figure()
    own = make.mention(figure.article)

    link_figure_places(figure, [own], by=by)
    with pytest.raises(Refused, match="mentions of its own article"):
        link_figure_places(figure, [make.mention()], by=by)

    assert list(figure.mentions.all()) == [own]
