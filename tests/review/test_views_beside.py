"""A map's first view, and the event that it opens with, give no place away that is kept from readers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import Polygon

from events.models import Event, Map
from events.review.acts import Refused
from events.review.discretion import show_coarser
from events.review.maps import change_map, make_map, publish_map
from events.review.story import Step
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db

CLOSE = Polygon.from_bbox((36.80, 35.85, 36.82, 35.87))
WIDE = Polygon.from_bbox((35.9, 34.9, 38.1, 37.1))


@pytest.fixture(name="by")
def an_editor() -> AbstractUser:
    return make.person()


@pytest.fixture(name="event")
def an_exact_event(by: AbstractUser) -> Event:
    return given.published(given.area(), by=by, title="Shells at night")


def a_map(by: AbstractUser, /, picked: list[Event] | None = None, steps: Any = (), **changes: Any) -> Map:
    told = {"title": "War", "slug": "war", **changes}
    return publish_map(make_map(told, by=by, picked_events=picked or (), steps=steps), by=by)


def test_event_that_a_map_opens_with_is_not_named_beside_it(by: AbstractUser, event: Event) -> None:
    map_ = a_map(by, introduction="What happened in Zarraqib.", screen={"event": event.pk})

    with pytest.raises(Refused, match="The map “War” shows “Shells at night” and names its place"):
        show_coarser(event, by=by, reason="Safety.")

    change_map(map_, {"introduction": "What happened."}, by=by)
    show_coarser(event, by=by, reason="Safety.")
    with pytest.raises(Refused, match="names its place"):
        change_map(map_, {"introduction": "Zarraqib again."}, by=by)


def test_event_that_a_map_opens_with_is_not_pointed_at_by_its_first_view(
    by: AbstractUser, event: Event
) -> None:
    map_ = a_map(by, extent=CLOSE, screen={"event": event.pk})

    with pytest.raises(Refused, match="The map “War” opens “Shells at night” in a view of less"):
        show_coarser(event, by=by, reason="Safety.")

    change_map(map_, {"extent": WIDE}, by=by)
    show_coarser(event, by=by, reason="Safety.")


def test_only_event_of_a_map_is_not_pointed_at_by_any_view(by: AbstractUser, event: Event) -> None:
    other = make.published(make.mention(event.mentions.get().article, "Kafr Batta"), by=by)
    map_ = a_map(by, picked=[event], extent=CLOSE)

    with pytest.raises(Refused, match="The map “War” shows “Shells at night” alone, in a view of less"):
        show_coarser(event, by=by, reason="Safety.")
    change_map(map_, {"extent": None}, by=by, steps=[Step(heading="One", extent=CLOSE)])
    with pytest.raises(Refused, match="The map “War” shows “Shells at night” alone, in a view of less"):
        show_coarser(event, by=by, reason="Safety.")

    # Of two events nothing says which of them the view is of.
    change_map(map_, {}, by=by, picked_events=[event, other])
    show_coarser(event, by=by, reason="Safety.")
