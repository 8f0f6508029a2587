"""What changes the version, and with it every ETag, and what must not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from events.api.versions import published_version
from events.enums import EventKind, MentionRole, PlaceKind, Relation
from events.models import (
    Decision,
    Event,
    EventMention,
    Layer,
    Map,
    Organisation,
    Outlet,
    Place,
    PlaceName,
)
from events.review.articles import change_article, withdraw_article
from events.review.events import change_event, publish_event, tell_event, withdraw_event
from events.review.figures import correct_figure, withdraw_figure
from events.review.maps import change_map, publish_map, withdraw_map
from events.review.mentions import set_mention_role
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown() -> Event:
    make.place("Syria", kind=PlaceKind.COUNTRY)
    event = factories.published_event()
    of_map = factories.published_map(slug="shown")
    of_map.layers.set([event.layer])
    make.layer(slug="other")
    between = {"relation": Relation.BETWEEN, "other_place": make.place("Binnish")}
    factories.published_event(title="Another", mention=between)
    return event


def _tell(event: Event) -> None:
    mention = make.mention(make.article("Binnish burned.", status="published"), "Binnish")
    tell_event(event, [mention], by=make.person(), public_note="A second article tells it.")


CHANGES: dict[str, Callable[[Event], object]] = {
    "another event": lambda event: factories.published_event(),
    "an event corrected": lambda event: change_event(
        event, {"title": "Corrected"}, by=make.person(), public_note="The title was wrong."
    ),
    "an event withdrawn": lambda event: withdraw_event(event, by=make.person(), public_note="Wrong."),
    "an event told by another article": _tell,
    "a figure corrected": lambda event: correct_figure(
        event.figures.get(), {"claimant_words": "someone"}, by=make.person(), public_note="Misheard."
    ),
    "a figure withdrawn": lambda event: withdraw_figure(
        event.figures.get(), by=make.person(), public_note="Counted twice."
    ),
    "a mention's role": lambda event: set_mention_role(
        event.mentions.get(), by=make.person(), role=MentionRole.ORIGIN, public_note="They left from there."
    ),
    "an article's headline": lambda event: change_article(
        event.mentions.get().article, {"headline": "Corrected"}, by=make.person(), public_note="Misquoted."
    ),
    "an article withdrawn": lambda event: withdraw_article(
        event.mentions.get().article, by=make.person(), public_note="The outlet took it back."
    ),
    "another map": lambda event: publish_map(make.map_(), by=make.person()),
    "a map's title": lambda event: change_map(Map.objects.get(), {"title": "Changed"}, by=make.person()),
    "a map's layers": lambda event: change_map(
        Map.objects.get(), {}, by=make.person(), layers=Layer.objects.filter(slug="other")
    ),
    "a map's layers set directly": lambda event: Map.objects.get().layers.clear(),
    "a map's picks set directly": lambda event: Map.objects.get().picked_events.set([event]),
    "a map withdrawn": lambda event: withdraw_map(Map.objects.get(), by=make.person(), public_note="Old."),
    "a layer's name": lambda event: Layer.objects.filter(pk=event.layer_id).update(name="Renamed"),
    "a layer's place in the list": lambda event: Layer.objects.filter(pk=event.layer_id).update(position=9),
    "a claimant's name": lambda event: Organisation.objects.filter(figures__event=event).update(
        name="Renamed"
    ),
    "an outlet's name": lambda event: Outlet.objects.filter(articles__mentions__events=event).update(
        name="Renamed"
    ),
    "a place's name": lambda event: Place.objects.filter(pk=event.place_id).update(name="Renamed"),
    "a place's parent": lambda event: Place.objects.filter(pk=event.place_id).update(parent=make.place()),
    "the name of a mention's second place": lambda event: Place.objects.filter(name="Binnish").update(
        name="Renamed"
    ),
    "a mention of one event linked to another": lambda event: EventMention.objects.create(
        event=event, mention=Event.objects.exclude(pk=event.pk).get().mentions.get()
    ),
    "a note to readers": lambda event: Decision.objects.record(
        verb="note", by=make.person(), on=event, from_status=event.status, public_note="Seen again."
    ),
    "a country's name": lambda event: Place.objects.filter(kind=PlaceKind.COUNTRY).update(name="Renamed"),
    "a name that search finds it by": lambda event: PlaceName.objects.create(
        place_id=event.place_id, name="Sarāqib", key="saraqib"
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_version_changes_with_what_readers_see(change: Callable[[Event], object], shown: Event) -> None:
    before = published_version()

    change(shown)

    assert published_version() != before


def _draft_of_the_same_article(event: Event) -> None:
    article = event.mentions.get().article
    draft = make.event(
        make.mention(article, "night"), figures=[make.figure(article, "people", role="disputed")]
    )
    change_event(draft, {"title": "Another draft"}, by=make.person())
    Map.objects.get().picked_events.add(draft)


def _draft_map(event: Event) -> None:
    change_map(
        make.map_(), {"title": "Another"}, by=make.person(), layers=Layer.objects.all(), picked_events=[event]
    )


def _unaccepted(event: Event) -> None:
    mention = make.mention(event.mentions.get().article, "people", status="proposed")
    EventMention.objects.create(event=event, mention=mention)


DRAFTS: dict[str, Callable[[Event], object]] = {
    "a draft, and the draft changed": lambda event: change_event(
        make.event(), {"kind": EventKind.CLASH}, by=make.person()
    ),
    "a draft picked for a published map": lambda event: Map.objects.get().picked_events.add(make.event()),
    "a draft of the same article": _draft_of_the_same_article,
    "a map in the making": _draft_map,
    "a mention that nobody accepted": _unaccepted,
    "an article with what was read from it": lambda event: make.figure(make.article()),
    "a claimant of no figure": lambda event: make.organisation(),
    "a layer without events": lambda event: make.layer(),
    "a place of no event": lambda event: make.place("Binnish"),
}


@pytest.mark.parametrize("change", DRAFTS.values(), ids=DRAFTS)
def test_version_stays_with_work_on_drafts(
    change: Callable[[Event], object], shown: Event, client: Client
) -> None:
    before = client.get("/events.geojson")

    change(shown)

    after = client.get("/events.geojson")
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.json() == before.json()


def test_withdrawn_event_published_again_has_a_version_of_its_own(shown: Event) -> None:
    before = published_version()
    by = make.person()

    publish_event(withdraw_event(shown, by=by, public_note="Wrong."), by=by)

    assert published_version() != before


def test_tag_is_of_one_address_and_brand(shown: Event, client: Client, settings: Settings) -> None:
    tags = [client.get(address).headers["ETag"] for address in ("/", "/?q=saraqib", "/events.geojson")]
    tags.append(client.get("/", headers={"host": "localhost"}).headers["ETag"])
    settings.SITE_NAME = "Another Courier"
    tags.append(client.get("/").headers["ETag"])

    assert len(set(tags)) == len(tags)


def test_unchanged_page_is_not_sent_again(shown: Event, client: Client) -> None:
    for address in ("/", f"/events/{shown.pk}/", "/maps/shown/", "/maps/shown/embed/", "/events.geojson"):
        tag = client.get(address).headers["ETag"]
        answer = client.get(address, headers={"if-none-match": tag})

        assert (answer.status_code, answer.content) == (304, b""), address
        assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_compressed_answer_is_recognised_again(shown: Event, client: Client) -> None:
    """Compression makes the tag a weak one; it stands for the same data all the same."""
    compressed = client.get("/", headers={"accept-encoding": "gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.headers["ETag"].startswith("W/")

    again = client.get("/", headers={"accept-encoding": "gzip", "if-none-match": compressed.headers["ETag"]})

    assert again.status_code == 304


def test_editor_who_has_signed_in_gets_what_everyone_gets(shown: Event, client: Client) -> None:
    make.event(title="A draft")
    editor = Client()
    editor.force_login(make.person(first_name="Editor"))
    for address in ("/", f"/events/{shown.pk}/", "/maps/shown/", "/maps/shown/embed/", "/events.geojson"):
        theirs, ours = editor.get(address), client.get(address)

        assert theirs.content == ours.content, address
        assert "Cookie" not in theirs.headers["Vary"], address
        assert not theirs.cookies, address


def test_answer_to_head_leaves_the_body_for_get(shown: Event, client: Client) -> None:
    assert client.head("/events.geojson").content == b""

    assert client.get("/events.geojson").json()["numberMatched"] == 2


def test_mistakes_are_not_kept(shown: Event, client: Client) -> None:
    for address in (
        "/?kind=war",
        "/events.geojson?kind=war",
        "/events/999999999/",
        "/events/999999999.geojson",
    ):
        answer = client.get(address)

        assert answer.status_code in (400, 404), address
        assert "ETag" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-cache"


def test_kept_answer_is_the_same_as_the_first(shown: Event, client: Client) -> None:
    for address in ("/", "/events.geojson", "/maps/shown/embed/"):
        first, second = client.get(address), client.get(address)

        assert second.content == first.content
        assert dict(second.items()) == dict(first.items())


def test_notes_on_event_figure_and_article_are_read_as_corrections_once(shown: Event, client: Client) -> None:
    by = make.person()
    figure, article = shown.figures.get(), shown.mentions.get().article
    change_event(shown, {"title": "Corrected"}, by=by, public_note="On the event.")
    correct_figure(figure, {"claimant_words": "someone"}, by=by, public_note="On the figure.")
    change_article(article, {"headline": "Corrected"}, by=by, public_note="On the article.")

    corrections = client.get(f"/events/{shown.pk}.geojson").json()["properties"]["corrections"]

    assert [note["note"] for note in corrections] == ["On the event.", "On the figure.", "On the article."]
