"""What a frozen map says in its editor's words, and where it looks, of a place that is kept since."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import Polygon
from django.test import Client
from django.utils import timezone

from events.embeds.freezing import take
from events.models import Event, Map
from events.review.discretion import show_coarser, show_exactly
from events.review.maps import change_map, make_map, publish_map
from events.review.story import Step
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db

CLOSE = Polygon.from_bbox((36.80, 35.85, 36.82, 35.87))
WITHHELD = "The passage is withheld for people’s safety."


@pytest.fixture(name="by")
def an_editor() -> AbstractUser:
    return make.person()


@pytest.fixture(name="event")
def an_exact_event(by: AbstractUser) -> Event:
    return given.published(given.area(), by=by, title="Shells at night")


def frozen_map(by: AbstractUser, event: Event, **changes: Any) -> Map:
    """Frozen with all that it says, which is changed for the live map to let the event be shown coarser."""
    step = Step(heading="Zarraqib", text="The market of Zarraqib.", event=event, extent=CLOSE, zoom=15)
    other = Step(heading="Before", text="It was quiet.", extent=Polygon.from_bbox((30, 30, 40, 40)))
    said = {"title": "War", "slug": "war", "introduction": "Zarraqib was hit.", "credits": "By us."}
    made = make_map({**said, **changes}, by=by, picked_events=[event], steps=[step, other])
    map_ = publish_map(made, by=by)
    take(map_)
    clean = {"title": "War", "introduction": "", "translations": {}, "extent": None, "screen": {}}
    change_map(map_, clean, by=by, steps=[Step(heading="A town", event=event)])
    return map_


def pages(client: Client) -> dict[str, str]:
    day = timezone.localdate().isoformat()
    addresses = (
        f"/maps/war/embed/?as_of={day}", f"/maps/war/embed/?as_of={day}&step=1", f"/maps/war/?as_of={day}",
        f"/maps/war/embed/?as_of={day}&lang=ar", f"/maps/war/frozen/{day}.geojson",
        f"/maps/war/image.svg?as_of={day}", f"/maps/war/image.svg?as_of={day}&step=1",
    )  # fmt: skip
    return {address: client.get(address).text for address in addresses}


def told(client: Client) -> dict[str, list[str]]:
    found = {}
    for address, said in pages(client).items():
        # Pictures have numbers of their own.
        hidden = given.NAMES if "image" in address else (*given.NAMES, "36.8", "35.8")
        found[address] = [word for word in hidden if word in said]
    return {address: words for address, words in found.items() if words}


def test_frozen_words_and_views_of_a_place_that_is_kept_since_are_withheld(
    client: Client, by: AbstractUser, event: Event
) -> None:
    frozen_map(
        by, event, title="Zarraqib", extent=CLOSE, zoom=14, screen={"event": event.pk},
        translations={"ar": {"title": "زرقيب"}},
    )  # fmt: skip
    assert len(told(client)) >= 4

    show_coarser(event, by=by, reason="Medics work there.")

    assert told(client) == {}
    page = pages(client)[f"/maps/war/embed/?as_of={timezone.localdate()}&step=1"]
    assert WITHHELD in page
    assert "It was quiet." in page
    assert "By us." in page


def test_frozen_words_come_back_with_the_place(client: Client, by: AbstractUser, event: Event) -> None:
    frozen_map(by, event)
    before = told(client)
    show_coarser(event, by=by, reason="Medics work there.")
    show_exactly(Event.objects.get(pk=event.pk), by=by, public_note="Safe to name.")

    assert told(client) == before


def test_frozen_words_about_an_event_that_was_only_picked_and_is_taken_off_since_are_withheld(
    client: Client, by: AbstractUser, event: Event
) -> None:
    other = make.published(make.mention(event.mentions.get().article, "Kafr Batta"), by=by)
    said = {"title": "War", "slug": "war", "introduction": "Zarraqib was hit."}
    map_ = publish_map(make_map(said, by=by, picked_events=[event, other]), by=by)
    take(map_)
    change_map(map_, {"introduction": ""}, by=by, picked_events=[other])
    page = f"/maps/war/?as_of={timezone.localdate()}"
    assert "Zarraqib was hit." in client.get(page).text

    show_coarser(event, by=by, reason="Medics work there.")

    assert told(client) == {}
    assert WITHHELD in client.get(page).text


def test_words_of_a_frozen_map_that_says_nothing_of_it_stay(
    client: Client, by: AbstractUser, event: Event
) -> None:
    map_ = publish_map(make_map({"title": "All of Zarraqib", "slug": "war"}, by=by), by=by)
    make.published(make.mention(event.mentions.get().article, "Kafr Batta"), by=by)
    take(map_)

    show_coarser(event, by=by, reason="Medics work there.")

    # Of the events on it nothing says which of them was there.
    assert "All of Zarraqib" in pages(client)[f"/maps/war/embed/?as_of={timezone.localdate()}"]
