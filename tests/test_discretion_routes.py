"""A place shown less exactly than it is known, and a source kept confidential, are on no public route.

Every address of every public route (`tests/test_public_routes.py` has them) is asked, in one world: an event
that was published and frozen exactly, and is shown as its province since; a second event of its article; and
an article whose source is kept.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from pytest_django.fixtures import Settings

from events.embeds.freezing import take
from events.models import Event, FrozenMap, Layer, Map
from events.review.articles import change_article
from events.review.confidential import keep_source, name_source
from events.review.discretion import show_coarser, show_exactly
from events.review.events import change_event
from tests import factories
from tests.review import discretion as given
from tests.review import factories as make
from tests.test_public_routes import ADDRESSES, routes_of

pytestmark = pytest.mark.django_db

#: Pictures have numbers of their own; tiles and PNG no text but names.
NO_NUMBERS = ("image.", ".mvt", ".tiles", ".css", ".js")
COORDINATES = (f"{given.LON:.2f}", f"{given.LAT:.2f}")
#: Of each route's addresses.
MOST = 3
SECRET = ("Quiet Courier", "quiet-courier", "A headline of its own")


@dataclass
class World:
    """What the addresses of `test_public_routes` ask for."""

    shown: Event
    quiet: Event
    map: Map
    town: int
    events: list[Event] = field(default_factory=list)
    maps: list[Map] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)

    def addresses(self) -> dict[str, list[str]]:
        """Addresses of every route, with some that look for the town, its name and its days."""
        found = {route: of(self)[:MOST] for route, of in ADDRESSES.items()}
        looking = (f"place={self.town}", "bbox=36.8,35.85,36.82,35.87", "q=zarra", "lang=ar")
        for route in ("", "events.geojson", "totals.json", "search.json"):
            found[route] += [f"/{route}?{query}" for query in looking]
        found["places/<int:pk>/"] += [f"/places/{self.town}/"]
        found["events/<int:pk>/"] += [f"/events/{self.shown.pk}/?lang={code}" for code in ("ar", "ru")]
        return found


def make_world() -> World:
    by, around = make.person(), given.area()
    town = make.place("Idle Hill", lon=37.3, lat=36.1, country="QX", parent=around.province)
    kept = factories.article(
        text="Families left Kafr Batta at night.", headline=SECRET[2], url="https://quiet-courier.example.org/1",
        outlet=make.outlet(name=SECRET[0]),
    )  # fmt: skip
    shown = given.published(around, by=by)
    beside = make.mention(
        shown.mentions.get().article, "Kafr Batta", place=town, excerpt_start=0, excerpt_end=given.SHOWN_UNTIL
    )
    make.published(beside, by=by, title="Families leave")
    confidential = make.mention(kept, "Kafr Batta", place=town, excerpt_start=0, excerpt_end=24)
    quiet = make.published(confidential, by=by, title="Another flight")
    of_all = factories.published_map(by=by, slug="shown-map", title="Shown map")
    of_all.picked_events.set([shown, quiet])
    factories.published_map(by=by, slug="north-west-syria-2019", title="Demonstration map")
    change_event(shown, {"summary": "A town was hit."}, by=by, public_note="Zarraqib, not its suburb.")
    change_article(kept, {"language": "en"}, by=by, public_note="Quiet Courier wrote to us.")
    for each in (None, of_all):
        take(each)
    return World(shown=Event.objects.get(pk=shown.pk), quiet=quiet, map=of_all, town=around.town.pk)


@pytest.fixture(scope="module")
def made(made_once: Callable[..., World]) -> World:
    return made_once(make_world)


@pytest.fixture
def world(made: World, settings: Settings, tmp_path: object) -> World:
    settings.LOCAL_DIR = tmp_path
    return copy.deepcopy(made)


def leaks(client: Client, addresses: dict[str, list[str]]) -> dict[str, list[str]]:
    """The addresses that tell, and what. What an address says itself may be said back."""
    found = {}
    for route, asked in addresses.items():
        for address in asked:
            response = client.get(address)
            said = (response.content.decode(errors="replace") + repr(response.headers)).casefold()
            hidden = [word.casefold() for word in (*given.NAMES, *SECRET)]
            told = [word for word in hidden if word in said and word not in address.casefold()]
            if not any(part in route for part in NO_NUMBERS):
                told += [number for number in COORDINATES if re.search(rf"(?<![\d.]){number}", said)]
            if told:
                found[address] = told
    return found


def test_every_public_route_is_walked(world: World) -> None:
    assert set(world.addresses()) == set(routes_of(get_resolver().url_patterns))


def test_what_is_kept_is_on_no_route(world: World, client: Client) -> None:
    """Published and frozen with all that is known first, so that every route has had it once."""
    by = make.person()
    page, frozen = f"/events/{world.shown.pk}/", f"/frozen/{timezone.localdate().isoformat()}.geojson"
    telling = {"": ["/events.geojson", "/image.svg", "/tiles/0/0/0.mvt", page, frozen]}
    before = leaks(client, telling)
    assert set(telling[""]) - before.keys() <= {"/tiles/0/0/0.mvt", "/image.svg"}
    assert set(before["/events.geojson"]) >= {"zarraqib", "quiet courier", "36.81"}

    show_coarser(world.shown, by=by, reason="Medics work there.")
    keep_source(world.quiet.mentions.get().article, by=by, reason="They would be in danger.")

    assert leaks(client, world.addresses()) == {}


def found(client: Client, query: str) -> tuple[int, set[int]]:
    """How many events an answer counts, and which it shows."""
    answer = client.get(f"/events.geojson?{query}").json()
    return answer["numberMatched"], {feature["id"] for feature in answer["features"]}


def told_nearby(client: Client, lon: float, lat: float) -> tuple[object, ...]:
    """Whether the event is among what lies around a point, and what is counted there."""
    box = ",".join(str(side) for side in (lon - 0.005, lat - 0.005, lon + 0.005, lat + 0.005))
    totals = client.get(f"/totals.json?bbox={box}").json()
    return found(client, f"bbox={box}"), str(totals).replace(box, "")


def test_no_question_finds_what_is_kept(world: World, client: Client) -> None:
    """A count answers as well as a word does: by searches, filters, rectangles and what is suggested."""
    words = [*given.NAMES, *SECRET, "suburb", "wrote to us"]
    questions = [*(f"q={word}" for word in words), f"place={world.town}"]
    exact = {question for question in questions if found(client, question)[0]}
    assert {"q=Zarraqib", "q=زرقيب", f"place={world.town}"} <= exact
    here, elsewhere = (given.LON, given.LAT), (37.7, 35.2)  # both in the province
    assert told_nearby(client, *here) != told_nearby(client, *elsewhere)

    show_coarser(world.shown, by=make.person(), reason="Medics work there.")
    keep_source(world.quiet.mentions.get().article, by=make.person(), reason="They would be in danger.")

    assert [question for question in questions if found(client, question)[0]] == []
    assert told_nearby(client, *here) == told_nearby(client, *elsewhere)
    for word in words:
        suggested = client.get("/search.json", {"q": word[:5]}).json()
        assert not any(suggested[kind] for kind in ("places", "outlets", "claimants")), word


def test_readers_are_told_that_something_is_kept(world: World, client: Client) -> None:
    show_coarser(world.shown, by=make.person(), reason="Medics work there.")
    keep_source(world.quiet.mentions.get().article, by=make.person(), reason="They would be in danger.")

    shown = client.get(f"/events/{world.shown.pk}.geojson").json()["properties"]
    assert shown["place"]["name"] == "Idle"
    assert shown["precision_text"] == "shown less exactly than it is known, for people’s safety"
    assert [(each["text"], each["marks"][0]["start"]) for each in shown["excerpts"]] == [
        ("The passage is withheld for people’s safety.", 0)
    ]
    assert shown["figures"][0]["wording"] == "More than 12"
    assert shown["sources"][0]["headline"] == "Headline withheld"
    assert [each["note"] for each in shown["corrections"]] == [
        "What was corrected is withheld for people’s safety."
    ]
    source = client.get(f"/events/{world.quiet.pk}.geojson").json()["properties"]["sources"][0]
    assert (source["outlet"], source["headline"], source["url"], source["published_on"]) == (
        "A source that is kept confidential", "Headline withheld", "", "2019-08-31",
    )  # fmt: skip


def test_what_is_shown_again_is_on_its_routes_again(world: World, client: Client) -> None:
    by, article = make.person(), world.quiet.mentions.get().article
    show_coarser(world.shown, by=by, reason="Medics work there.")
    keep_source(article, by=by, reason="They would be in danger.")

    show_exactly(world.shown, by=by, public_note="Safe to name.")
    name_source(article, by=by, public_note="They may be named now.")

    told = leaks(client, {"": ["/events.geojson"]})["/events.geojson"]
    assert {"zarraqib", "quiet courier", "quiet-courier", "a headline of its own", "36.81"} <= set(told)


def test_what_is_frozen_while_the_place_is_coarse_is_shown_and_earlier_is_not(
    world: World, client: Client
) -> None:
    FrozenMap.objects.all().delete()
    by = make.person()
    show_coarser(world.shown, by=by, reason="Medics work there.")
    address = f"/frozen/{timezone.localdate().isoformat()}.geojson"

    frozen = client.get(address).json()
    show_exactly(world.shown, by=by, public_note="Safe.")
    show_coarser(world.shown, by=by, reason="Not safe after all.")
    later = client.get(address).json()

    assert world.shown.pk in [feature["id"] for feature in frozen["features"]]
    assert world.shown.pk not in [feature["id"] for feature in later["features"]]
