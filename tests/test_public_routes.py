"""Nothing unpublished leaves through any public route.

Every text field of every unpublished row holds a marker of its own; every address of every route that is not
the editors' is asked, and no marker may be in the body or a header. A route that nobody has classified here
fails the test: whoever adds one says which addresses it has.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils import timezone
from pytest_django.fixtures import Settings

from events.enums import Acceptance, FigureRole, MentionStatus, Status
from events.models import (
    Article,
    Decision,
    Event,
    EventMention,
    Figure,
    Layer,
    Map,
    Mention,
    MentionCandidate,
    Organisation,
    Outlet,
    Place,
    StoryStep,
)
from events.review.articles import withdraw_article
from events.review.events import withdraw_event
from events.review.figures import withdraw_figure
from events.review.maps import withdraw_map
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

#: The editors' side asks who is there; `tests/admin` has its tests.
EXCLUDED_PREFIXES = ("admin/",)

UNPUBLISHED = (Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN)


class Markers:
    """Words that occur nowhere else, one for each field that must stay hidden."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def __call__(self, of: str) -> str:
        word = f"zzq{len(self.words)}qzz"
        self.words[word] = of
        return word

    def fields(self, model: type[models.Model], **given: Any) -> dict[str, Any]:
        """`given` and a marker for every other text field of the model that can hold one."""
        name = model._meta.model_name
        for column in model._meta.concrete_fields:
            of = f"{name}.{column.name}"
            if column.name in given or column.choices:
                continue
            if isinstance(column, models.URLField):
                given[column.name] = f"https://{self(of)}.example.org/"
            elif isinstance(column, models.TextField) or (
                isinstance(column, models.CharField) and (column.max_length or 99) > 16
            ):
                given[column.name] = self(of)
            elif isinstance(column, ArrayField) and isinstance(column.base_field, models.CharField):
                given[column.name] = [self(of)]
            elif isinstance(column, models.JSONField):
                given[column.name] = {"note": self(of)}
        return given


@dataclass
class World:
    """One published event, map and article, and around them everything that readers must not see."""

    hide: Markers = field(default_factory=Markers)
    events: list[Event] = field(default_factory=list)
    maps: list[Map] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    taken: dict[int, Iterator[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        user = get_user_model()
        named = self.hide.fields(user, password="!", email=f"{self.hide('user.email')}@example.org")
        self.publisher = make.person(**{k: v for k, v in named.items() if k not in ("username", "password")})
        self.publisher.username = named["username"]
        self.publisher.save()
        self.article = factories.article(text=f"{factories.TEXT} {self._hidden_words()}")
        self.shown = factories.published_event(by=self.publisher, of=self.article, title="Shown event")
        self._around_the_shown_event()
        for status in UNPUBLISHED:
            self._unpublished_event(status)
            self._unpublished_map(status)
        self._event_of_a_withdrawn_article()
        self.map = factories.published_map(by=self.publisher, slug="shown-map", title="Shown map")
        self.map.picked_events.set([self.shown, *self.events])
        for position, event in enumerate([self.shown, *self.events]):
            StoryStep.objects.create(map=self.map, position=position, heading="Shown step", event=event)
        factories.published_map(by=self.publisher, slug="north-west-syria-2019", title="Demonstration map")
        self._decisions()

    def _unpublished_article(self, status: str = Status.DRAFT) -> Article:
        outlet = Outlet.objects.create(**self.hide.fields(Outlet))
        given = self.hide.fields(Article, text=self._hidden_words())
        return make.article(**{**given, "outlet": outlet, "status": status})

    def _hidden_words(self) -> str:
        return " ".join(self.hide("article.text") for _ in range(9))

    def _span(self, of: Article) -> dict[str, int]:
        """A word of the article that nothing was read from yet, with its fields but the word itself."""
        self.taken.setdefault(of.pk, iter(of.text.split()[-9:]))
        word = next(self.taken[of.pk])
        start = of.text.index(word)
        return {"start": start, "end": start + len(word), "excerpt_start": start, "excerpt_end": len(of.text)}

    def _mention(self, of: Article, status: str) -> Mention:
        span = self._span(of)
        quote = of.text[span["start"] : span["end"]]
        place = make.place(self.hide("place.name"))
        told = self.hide.fields(Mention, quote=quote)
        del told["quote"]
        mention = make.mention(of, quote, place=place, **told, **span)
        MentionCandidate.objects.create(
            rank=1, score=0.5, **self.hide.fields(MentionCandidate, mention=mention, place=place)
        )
        if status == MentionStatus.NOT_IDENTIFIABLE:
            mention.place = mention.geometry = None
        mention.status = status
        mention.save()
        return mention

    def _figure(self, of: Article, **fields: Any) -> Figure:
        span = self._span(of)
        wording = of.text[span["start"] : span["end"]]
        claimant = Organisation.objects.create(**self.hide.fields(Organisation))
        claimed = self.hide.fields(Figure, wording=wording)
        del claimed["wording"]
        claimed |= {"claimant": claimant, "role": FigureRole.CORROBORATING}
        return make.figure(of, wording, **claimed, **span, **fields)

    def _around_the_shown_event(self) -> None:
        """What has been read from the published article and not accepted, or taken back."""
        for status in (MentionStatus.PROPOSED, MentionStatus.REJECTED, MentionStatus.NOT_IDENTIFIABLE):
            EventMention.objects.create(event=self.shown, mention=self._mention(self.article, status))
        self._mention(self.article, MentionStatus.ACCEPTED)
        for acceptance in (Acceptance.PROPOSED, Acceptance.REJECTED):
            self._figure(self.article, acceptance=acceptance, event=self.shown)
        self._figure(self.article)
        taken_back = self._figure(self.article, event=self.shown, status=Status.PUBLISHED)
        withdraw_figure(taken_back, by=self.publisher, public_note="A figure was counted twice.")
        for status in UNPUBLISHED:
            other = self._unpublished_article(status)
            told = self._mention(other, MentionStatus.ACCEPTED)
            EventMention.objects.create(event=self.shown, mention=told)
            self._figure(other, event=self.shown, status=Status.PUBLISHED)

    def _unpublished_event(self, status: str) -> Event:
        layer = Layer.objects.create(**self.hide.fields(Layer))
        self.layers.append(layer)
        of = self._unpublished_article()
        mention = self._mention(of, MentionStatus.ACCEPTED)
        event = make.event(
            mention, figures=[self._figure(of)], by=self.publisher,
            **self.hide.fields(Event, layer=layer),
        )  # fmt: skip
        if status == Status.WITHDRAWN:
            event = factories.publish_event(event, by=self.publisher)
            withdraw_event(event, by=self.publisher, public_note="It did not happen.")
        else:
            Event.objects.filter(pk=event.pk).update(status=status)
        self.events.append(event)
        return event

    def _event_of_a_withdrawn_article(self) -> None:
        of = self._unpublished_article()
        mention = self._mention(of, MentionStatus.ACCEPTED)
        event = make.event(mention, by=self.publisher, **self.hide.fields(Event))
        factories.publish_event(event, by=self.publisher)
        withdraw_article(of, by=self.publisher, public_note="The outlet took it back.")
        self.events.append(event)

    def _unpublished_map(self, status: str) -> None:
        made = make.map_(**self.hide.fields(Map))
        StoryStep.objects.create(position=0, **self.hide.fields(StoryStep, map=made))
        if status == Status.WITHDRAWN:
            factories.publish_map(made, by=self.publisher)
            withdraw_map(made, by=self.publisher, public_note="It is out of date.")
        else:
            Map.objects.filter(pk=made.pk).update(status=status)
        self.maps.append(made)

    def _decisions(self) -> None:
        """A note that is not for readers, and notes to readers of what no reader has seen."""
        for on in (self.shown, self.map, self.article, *self.events):
            said = self.hide.fields(Decision, verb="change", public_note="", from_status="", to_status="")
            Decision.objects.create(by=self.publisher, object=on, **said)
            said = self.hide.fields(Decision, verb="change", from_status=Status.DRAFT, to_status="")
            Decision.objects.create(by=self.publisher, object=on, **said)


@pytest.fixture(scope="module")
def made(made_once: Callable[..., World]) -> World:
    return made_once(World)


@pytest.fixture
def world(made: World, tmp_path: Path, settings: Settings) -> World:
    settings.LOCAL_DIR = tmp_path  # where background tiles are kept
    return copy.deepcopy(made)


def _of_events(address: str) -> Callable[[World], list[str]]:
    return lambda world: [address.format(event.pk) for event in (world.shown, *world.events)]


def _of_maps(address: str) -> Callable[[World], list[str]]:
    def addresses(world: World) -> list[str]:
        pages = [address.format(each.slug) for each in (world.map, *world.maps)]
        return [*pages, f"{pages[0]}?q=saraqib", f"{pages[0]}?kind=shelling&from=2019-01-01"]

    return addresses


def _filtered(address: str) -> Callable[[World], list[str]]:
    """The whole list, and with filters that would find what is hidden if it were looked for there."""

    def addresses(world: World) -> list[str]:
        hidden = [f"layer={layer.slug}" for layer in world.layers]
        hidden += [f"map={each.slug}" for each in (world.map, *world.maps)]
        hidden += [f"place={event.place_id}" for event in world.events]
        hidden += [f"event={event.pk}" for event in world.events]
        usual = ["", "kind=shelling", "bbox=30,30,40,40", "from=2019-01-01", "measure=killed", "q=saraqib"]
        return [f"{address}?{query}" for query in (*usual, *hidden)]

    return addresses


def _of_pictures(
    of: Callable[[str], Callable[[World], list[str]]], address: str
) -> Callable[[World], list[str]]:
    """Pixels hide words: all are read as SVG, and of the PNG, which is drawn from it, the first and last."""

    def addresses(world: World) -> list[str]:
        pixels = of(f"{address}.png")(world)
        return [*of(f"{address}.svg")(world), pixels[0], pixels[-1]]

    return addresses


def _suggested(world: World) -> list[str]:
    """The beginnings of words that are hidden, so that the whole would be an answer."""
    maps = [f"map={each.slug}" for each in (world.map, *world.maps)]
    return [f"/search.json?{query}" for query in ("q=zzq", "q=zzq1", "q=sara", "q=", *maps)]


def _oembed(world: World) -> list[str]:
    pages = [f"http://testserver/maps/{each.slug}/" for each in (world.map, *world.maps)]
    pages += [f"http://testserver/events/{event.pk}/" for event in (world.shown, *world.events)]
    return [f"/oembed?url={page}&format={kind}" for page in pages for kind in ("json", "xml")]


def _places(world: World) -> list[str]:
    """The place of the shown event, those of what is hidden, and one that is not there."""
    hidden = Place.objects.exclude(pk=world.shown.place_id).filter(mentions__isnull=False).distinct()
    return [f"/places/{pk}/" for pk in (world.shown.place_id, *hidden.values_list("pk", flat=True), 0)]


def _frozen(address: str) -> Callable[[World], list[str]]:
    """As of today, which is taken when it is asked for, and as of days that there is nothing of."""

    def addresses(world: World) -> list[str]:
        slugs = [each.slug for each in (world.map, *world.maps)] if "{slug}" in address else [""]
        days = [timezone.localdate().isoformat(), "2001-01-01", "2999-01-01"]
        return [address.format(slug=slug, day=day) for slug in slugs for day in days]

    return addresses


def _all_of(*parts: Callable[[World], list[str]]) -> Callable[[World], list[str]]:
    return lambda world: [address for part in parts for address in part(world)]


#: Every public route with its addresses, as a function of the world.
ADDRESSES: dict[str, Callable[[World], list[str]]] = {
    "": _filtered("/"),
    "events.geojson": _filtered("/events.geojson"),
    "events.json": _filtered("/events.json"),
    "search.json": _suggested,
    "tiles.json": _filtered("/tiles.json"),
    "tiles/<int:z>/<int:x>/<int:y>.mvt": lambda world: [
        *_filtered("/tiles/0/0/0.mvt")(world),
        *_filtered("/tiles/6/38/25.mvt")(world),
        "/tiles/13/4933/3221.mvt",
    ],
    "totals/": _filtered("/totals/"),
    "totals.json": lambda world: [
        *_filtered("/totals.json")(world),
        "/totals.json?by=month,place,layer,claimant,people",
    ],
    "events/<int:pk>.geojson": _of_events("/events/{}.geojson"),
    "events/<int:pk>/": _of_events("/events/{}/"),
    "events/<int:pk>.bib": _of_events("/events/{}.bib"),
    "events/<int:pk>.ris": _of_events("/events/{}.ris"),
    "events/<int:pk>.csl.json": _of_events("/events/{}.csl.json"),
    "places/<int:pk>/": _places,
    "maps/<slug:slug>/": _of_maps("/maps/{}/"),
    "maps/<slug:slug>/embed/": _all_of(
        _of_maps("/maps/{}/embed/"), _frozen("/maps/{slug}/embed/?totals=1&as_of={day}")
    ),
    "maps/<slug:slug>/embed/code/": _all_of(
        _of_maps("/maps/{}/embed/code/"), _frozen("/maps/{slug}/embed/code/?when=frozen&as_of={day}")
    ),
    "maps/<slug:slug>/frozen/<str:day>.geojson": _frozen("/maps/{slug}/frozen/{day}.geojson"),
    "embed/": _all_of(_filtered("/embed/"), _frozen("/embed/?totals=1&as_of={day}")),
    "embed/code/": lambda world: [
        "/embed/code/",
        *(f"/embed/code/?what=alone&event={event.pk}" for event in (world.shown, *world.events)),
    ],
    "frozen/<str:day>.geojson": _frozen("/frozen/{day}.geojson"),
    "events/<int:pk>/embed/": _of_events("/events/{}/embed/"),
    "events/<int:pk>/embed/code/": _of_events("/events/{}/embed/code/"),
    "image.<picture:suffix>": _of_pictures(_filtered, "/image"),
    "maps/<slug:slug>/image.<picture:suffix>": _of_pictures(_of_maps, "/maps/{}/image"),
    "events/<int:pk>/image.<picture:suffix>": _of_pictures(_of_events, "/events/{}/image"),
    "oembed": _oembed,
    "embed.js": lambda world: ["/embed.js"],
    "demo/article/": lambda world: ["/demo/article/"],
    "basemap/<slug:version>/<int:z>/<int:x>/<int:y>.mvt": lambda world: ["/basemap/none/0/0/0.mvt"],
    "basemap/<slug:version>/<int:z>/<int:left>-<int:right>/<int:top>-<int:bottom>.tiles": lambda world: [
        "/basemap/none/1/0-1/0-0.tiles"
    ],
    "healthz": lambda world: ["/healthz"],
    "robots.txt": lambda world: ["/robots.txt"],
    "brand.css": lambda world: ["/brand.css"],
}


def routes_of(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if route.startswith(EXCLUDED_PREFIXES):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes_of(pattern.url_patterns, route)
        else:
            yield route


def unclassified(patterns: list[URLPattern | URLResolver]) -> list[str]:
    return [route for route in routes_of(patterns) if route not in ADDRESSES]


def leaks(world: World, address: str, response: HttpResponse) -> dict[str, str]:
    """Which hidden field shows, by its marker. What the address itself says may be said back."""
    said = response.content.decode(errors="replace") + repr(response.headers)
    said = said.lower()
    return {word: of for word, of in world.hide.words.items() if word in said and word not in address}


@pytest.mark.parametrize("route", list(routes_of(get_resolver().url_patterns)))
def test_route_shows_nothing_unpublished(route: str, world: World, client: Client) -> None:
    assert route in ADDRESSES, f'"{route}" is new: say in ADDRESSES which addresses it has'
    for address in ADDRESSES[route](world):
        response = client.get(address)

        assert leaks(world, address, response) == {}, address
        if any(f"/events/{event.pk}/" in address.replace(".", "/") for event in world.events):
            assert response.status_code == 404, address
        if any(each.slug in address for each in world.maps):
            assert response.status_code in (400, 404), address


def test_route_that_nobody_classified_is_found() -> None:
    def view(request: Any) -> HttpResponse:
        return HttpResponse()

    added = [*get_resolver().url_patterns, path("drafts/", view)]

    assert unclassified(get_resolver().url_patterns) == []
    assert unclassified(added) == ["drafts/"]


def test_table_names_only_routes_that_exist() -> None:
    assert set(ADDRESSES) == set(routes_of(get_resolver().url_patterns))


def test_world_hides_every_text_field(world: World) -> None:
    """That the markers above are not silently fewer than there are fields."""
    hidden = set(world.hide.words.values())

    assert {
        "article.headline", "article.text", "article.url", "article.archive_url", "event.title",
        "event.summary", "mention.evidence", "mentioncandidate.reasons", "place.name", "figure.since",
        "figure.claimant_words", "figure.evidence", "map.title", "map.slug", "map.introduction",
        "map.credits", "layer.name", "layer.slug", "layer.description", "organisation.name", "outlet.name",
        "outlet.url", "decision.note", "decision.public_note", "decision.changes", "user.username",
        "user.first_name", "user.email",
    } <= hidden  # fmt: skip
    assert Event.objects.published().get() == world.shown


def test_published_event_shows_its_excerpt_and_no_more(world: World, client: Client) -> None:
    collection = client.get("/events.geojson").json()

    assert collection["numberMatched"] == len(collection["features"]) == 1
    shown = collection["features"][0]["properties"]
    assert [excerpt["text"] for excerpt in shown["excerpts"]] == [factories.TEXT[: factories.SHOWN_UNTIL]]
    assert [figure["wording"] for figure in shown["figures"]] == ["More than 12"]
    assert [note["note"] for note in shown["corrections"]] == ["A figure was counted twice."]


def test_search_finds_nothing_by_hidden_words(world: World, client: Client) -> None:
    one_of_each = {of: word for word, of in world.hide.words.items()}
    for of, word in one_of_each.items():
        found = client.get("/events.geojson", {"q": word}).json()

        assert found["numberMatched"] == 0, of


def test_filters_by_hidden_slugs_are_answered_as_if_they_were_unknown(world: World, client: Client) -> None:
    for name, hidden in (("layer", world.layers[0].slug), ("map", world.maps[0].slug)):
        refused = client.get("/events.geojson", {name: hidden})
        unknown = client.get("/events.geojson", {name: "never-was"})

        assert refused.status_code == unknown.status_code == 400
        assert refused.json()["error"].replace(hidden, "never-was") == unknown.json()["error"]


def test_withdrawn_event_leaves_every_route_at_once(world: World, client: Client) -> None:
    everywhere = [(route, address) for route, of in ADDRESSES.items() for address in of(world)]
    before = {address for _, address in everywhere if b"Shown event" in client.get(address).content}
    shown = f"/events/{world.shown.pk}"
    assert {"/?", "/events.geojson?", f"{shown}/", f"{shown}.geojson", "/maps/shown-map/"} <= before
    assert "/maps/shown-map/embed/" in before

    withdraw_event(world.shown, by=world.publisher, public_note="It happened elsewhere.")

    assert [address for _, address in everywhere if b"Shown event" in client.get(address).content] == []
    gone = client.get(f"{shown}/")
    assert gone.status_code == 404
    assert "It happened elsewhere." in gone.content.decode()
    assert client.get(f"{shown}.geojson").status_code == 404
    assert client.get("/events.geojson").json()["numberMatched"] == 0
