"""The desk says where readers are shown a place less exactly, in the words of the event's page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.admin.desk_state import desk_state
from events.models import Event
from tests import factories
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def on_the_desk(event: Event, *, by: Any) -> dict[str, Any]:
    article = event.mentions.select_related("article__outlet").get().article
    [shown] = desk_state(article, by=by)["events"]
    return shown


def test_event_says_what_readers_see_and_what_is_known() -> None:
    event = given.discreet(given.area())

    shown = on_the_desk(event, by=make.person())

    assert shown["kept"] == ["Readers see Idle (admin-1). Known to editors alone: Zarraqib (settlement)."]
    assert shown["keeping_url"] == f"/admin/events/event/{event.pk}/change/#keeping-title"


def test_who_is_not_told_the_place_is_told_that_it_is_kept() -> None:
    event = given.discreet(given.area())

    shown = on_the_desk(event, by=make.person("Contributor"))

    assert shown["kept"] == [
        "Readers, and you, are shown the place of this event less exactly than it is known."
    ]


def test_event_that_shows_a_place_kept_elsewhere_says_so() -> None:
    around = given.area()
    again = factories.article(text=given.TEXT, headline="A night of shells")
    hidden, open_one = given.discreet(around), given.published(around, of=again)

    shown = on_the_desk(open_one, by=make.person())

    assert len(shown["kept"]) == 1
    assert f"(no. {hidden.pk})" in shown["kept"][0]


def test_events_of_which_nothing_is_kept_cost_one_query() -> None:
    event, by = given.published(given.area()), make.person()
    on_the_desk(event, by=by)

    with CaptureQueriesContext(connection) as queries:
        shown = on_the_desk(event, by=by)

    assert shown["kept"] == []
    assert sum("events_discretion" in query["sql"] for query in queries) == 1
