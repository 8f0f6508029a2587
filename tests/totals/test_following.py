"""Totals are read from a table that the database keeps. Whatever is changed and however, it shows at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction

from events.enums import FigureRole, Measure, MentionStatus, PlaceKind, Quantifier, Scope, Status
from events.models import Article, Event, EventMention, Figure, Layer, Mention, Place
from events.review.articles import withdraw_article
from events.review.events import change_event, publish_event, withdraw_event
from events.review.figures import correct_figure, withdraw_figure
from events.review.roles import corroborate_figure
from events.totals.adding import totals_of
from events.totals.answers import published_totals
from events.totals.loading import published_claims
from events.totals.total import Grouping, Total
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

BY = (Grouping.LAYER, Grouping.KIND, Grouping.PLACE, Grouping.ADMIN1, Grouping.MONTH, Grouping.VERIFICATION)
NOTE = "It was reported wrongly."


@dataclass
class Told:
    """Twelve killed in Saraqib, in the province of Idlib."""

    by: Any
    event: Event
    figure: Figure
    mention: Mention
    article: Article
    province: Place
    town: Place
    elsewhere: Place


@pytest.fixture
def told() -> Told:
    by = make.person()
    province = make.place("Idlib", kind=PlaceKind.ADMIN1)
    town = make.place("Saraqib", parent=province)
    event = factories.published_event(by=by, mention={"place": town})
    figure = event.figures.get()
    mention = event.mentions.get()
    return Told(by, event, figure, mention, figure.article, province, town, make.place("Hama"))


def totals() -> list[Total]:
    """By the table, once it is seen that it says what the rows say."""
    fast = published_totals(Event.objects.published(), by=BY)
    assert fast == totals_of(published_claims(Event.objects.published()), by=BY)
    return fast


def counted() -> list[int | None]:
    return [total.low for total in totals() if total.counted.number]


def by_hand(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_published_event_is_counted_at_once(told: Told) -> None:
    (total,) = totals()

    assert (total.low, total.counted.ids) == (12, (told.figure.pk,))
    group = dict(total.group)
    assert (group[Grouping.PLACE], group[Grouping.ADMIN1]) == (told.town.pk, told.province.pk)


GONE: dict[str, Callable[[Told], object]] = {
    "withdrawn event": lambda of: withdraw_event(of.event, by=of.by, public_note=NOTE),
    "withdrawn article": lambda of: withdraw_article(of.article, by=of.by, public_note=NOTE),
    "withdrawn figure": lambda of: withdraw_figure(of.figure, by=of.by, public_note=NOTE),
    "corroborating figure": lambda of: corroborate_figure(of.figure, by=of.by, public_note=NOTE),
    "event by hand": lambda of: by_hand("UPDATE events_event SET status = 'withdrawn'"),
    "article by hand": lambda of: by_hand("UPDATE events_article SET status = 'draft'"),
    "figure by hand": lambda of: by_hand("UPDATE events_figure SET status = 'withdrawn'"),
    "event of the figure by hand": lambda of: by_hand(
        "UPDATE events_figure SET status = 'draft', event_id = NULL"
    ),
    "deleted figure": lambda of: of.figure.delete(),
    "deleted figure by hand": lambda of: by_hand("DELETE FROM events_figure"),
    "deleted event and layer": lambda of: (of.figure.delete(), of.event.delete(), of.event.layer.delete()),
}


@pytest.mark.parametrize("name", GONE)
def test_what_is_not_shown_any_more_is_not_counted(told: Told, name: str) -> None:
    assert counted() == [12]

    GONE[name](told)

    assert counted() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_mention SET status = 'rejected' WHERE id = %s",
        "DELETE FROM events_eventmention WHERE mention_id = %s",
    ],
)
def test_event_told_by_an_article_that_nobody_sees_is_not_counted(told: Told, statement: str) -> None:
    draft = make.mention(factories.article(), place=told.town, status=MentionStatus.ACCEPTED)
    EventMention.objects.create(event=told.event, mention=draft)
    assert counted() == [12]

    by_hand(statement, told.mention.pk)

    assert counted() == []


def test_emptied_tables_leave_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%truncate_empties_claims'"
        )
        tables = {name for (name,) in cursor.fetchall()}

    assert tables == {f"events_{name}" for name in ("figure", "eventmention", "event", "mention", "article")}


def test_corrected_figure_counts_with_its_new_number(told: Told) -> None:
    correct_figure(told.figure, {"low": 15}, by=told.by, public_note=NOTE)

    assert counted() == [15]


def test_figure_of_a_new_scope_is_no_flow_any_more(told: Told) -> None:
    by_hand("UPDATE events_figure SET scope = %s", Scope.STOCK)

    assert [total.nature for total in totals()] == ["stock"]


def test_moved_event_counts_where_it_is(told: Told) -> None:
    changes = {"place": told.elsewhere}
    change_event(told.event, changes, by=told.by, public_note=NOTE)

    assert dict(totals()[0].group)[Grouping.PLACE] == told.elsewhere.pk


def test_mention_at_another_place_makes_it_an_event_at_several(told: Told) -> None:
    other = make.mention(told.article, "night", place=told.elsewhere, status=MentionStatus.ACCEPTED)
    EventMention.objects.create(event=told.event, mention=other)
    assert dict(totals()[0].group)[Grouping.PLACE] == 0

    Mention.objects.filter(pk=other.pk).update(role="only_mentioned")

    assert dict(totals()[0].group)[Grouping.PLACE] == told.town.pk


def test_place_of_another_province_takes_its_events_along(told: Told) -> None:
    county = make.place("County", kind=PlaceKind.ADMIN2, parent=told.province)
    Place.objects.filter(pk=told.town.pk).update(parent=county)
    assert dict(totals()[0].group)[Grouping.ADMIN1] == told.province.pk
    other = make.place("Aleppo", kind=PlaceKind.ADMIN1)

    Place.objects.filter(pk=county.pk).update(parent=other)

    assert dict(totals()[0].group)[Grouping.ADMIN1] == other.pk


def test_layer_is_called_as_it_is_now(told: Told) -> None:
    Layer.objects.filter(pk=told.event.layer_id).update(slug="renamed")

    assert dict(totals()[0].group)[Grouping.LAYER] == "renamed"


def test_figure_that_goes_to_another_event_leaves_the_first(told: Told) -> None:
    other = factories.published_event(by=told.by, has_figure=False, kind="flood")

    Figure.objects.filter(pk=told.figure.pk).update(event=other)

    assert [dict(total.group)[Grouping.KIND] for total in totals()] == ["flood"]


def test_whole_that_comes_makes_a_part_of_what_was_counted(told: Told) -> None:
    Figure.objects.filter(pk=told.figure.pk).update(people="children")
    assert counted() == [12]

    make.figure(
        told.article, "12", event=told.event, status=Status.PUBLISHED, quantifier=Quantifier.EXACT, low=20,
        high=20, measure=Measure.KILLED,
    )  # fmt: skip

    assert counted() == [20]


def test_published_again_counts_again(told: Told) -> None:
    withdraw_event(told.event, by=told.by, public_note=NOTE)
    assert counted() == []

    Event.objects.filter(pk=told.event.pk).update(status=Status.PUBLISHED)
    Figure.objects.filter(pk=told.figure.pk).update(status=Status.PUBLISHED, role=FigureRole.RECOMMENDED)
    Article.objects.filter(pk=told.article.pk).update(status=Status.PUBLISHED)

    assert counted() == [12]


def test_draft_is_not_counted_until_it_is_published() -> None:
    by, article = make.person(), factories.article()
    event = make.event(make.mention(article), figures=[make.figure(article)], by=by)
    assert counted() == []

    publish_event(event, by=by)

    assert counted() == [12]


def test_change_that_is_taken_back_leaves_no_trace(told: Told) -> None:
    with transaction.atomic():
        withdraw_event(told.event, by=told.by, public_note=NOTE)
        assert counted() == []
        transaction.set_rollback(True)

    assert counted() == [12]


def test_no_change_waits_once_it_is_followed(told: Told) -> None:
    totals()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_claim_change")
        assert cursor.fetchone() == (0,)
