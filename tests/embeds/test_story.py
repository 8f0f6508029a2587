"""The story of a map and the way it opens: on its page, in embeds, frozen, in pictures and in codes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events.embeds.drafts import DraftMap, context_of_draft, draft_of
from events.embeds.freezing import take
from events.models import Event, Layer, Map, StoryStep
from events.review.events import withdraw_event
from events.review.maps import change_map, make_map, publish_map
from events.review.merging import merge_events
from events.review.story import Step, steps_of
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

BOX = Polygon.from_bbox((36, 35, 37, 36))


@pytest.fixture
def by() -> Any:
    return make.person()


@pytest.fixture
def summer(by: Any) -> Event:
    return factories.published_event(by=by, title="Shells in August")


@pytest.fixture
def winter(by: Any) -> Event:
    day = {"earliest": date(2019, 12, 24), "latest": date(2019, 12, 24)}
    return factories.published_event(by=by, title="A raid in December", layer=make.layer(slug="raids"), **day)


@pytest.fixture
def told(by: Any, summer: Event, winter: Event) -> Map:
    steps = [
        Step(heading="August", text="Shells fall.\n\nPeople leave.", end=date(2019, 8, 31), event=summer),
        Step(heading="December", start=date(2019, 12, 1), end=date(2019, 12, 31), extent=BOX, event=winter,
             layers=(winter.layer_id,), translations={"ar": {"heading": "ديسمبر"}}),
    ]  # fmt: skip
    of_map = make_map(
        {"title": "Idlib", "slug": "idlib", "credits": "The desk.", "translations": {"ar": {"title": "إدلب"}},
         "extent": Polygon.from_bbox((30, 30, 40, 40))},
        by=by, steps=steps,
    )  # fmt: skip
    return publish_map(of_map, by=by)


def html(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def config(client: Client, address: str) -> dict[str, Any]:
    found = re.search(r'<script id="dateline-config"[^>]*>(.*?)</script>', client.get(address).text, re.S)
    assert found is not None
    return json.loads(found[1])


def listed(page: str) -> list[str]:
    return [name for name in ("Shells in August", "A raid in December") if f'event-title">{name}' in page]


def test_story_is_a_list_of_links_that_the_server_opens(client: Client, told: Map, winter: Event) -> None:
    page = html(client, "/maps/idlib/?lang=en")

    assert "A story in 2 steps" in page
    assert re.findall(r'href="([^"]*)" data-step="\d"', page) == ["?step=1&lang=en", "?step=2&lang=en"]
    assert "<p>Shells fall.</p>" in page
    assert "until 31 August 2019" in page
    assert 'aria-current="step"' not in page

    step = html(client, "/maps/idlib/?step=2&lang=en")

    assert re.search(r'id="step-2" aria-current="step"', step)
    assert "1–31 December 2019" in step
    opened = config(client, "/maps/idlib/?step=2")
    assert (opened["count"], opened["selected"], opened["extent"]) == (1, winter.pk, [36, 35, 37, 36])
    # The script has all events of the map, whichever step it begins with.
    assert opened["data_url"] == "/events.json?map=idlib"
    assert opened["story"]["steps"][1]["query"] == {
        "from": "2019-12-01", "to": "2019-12-31", "layer": "raids", "event": str(winter.pk),
    }  # fmt: skip


def test_address_goes_before_the_step_even_with_nothing(client: Client, told: Map, summer: Event) -> None:
    wide = config(client, "/maps/idlib/?step=2&from=&to=&layer=&event=")
    other = config(client, f"/maps/idlib/?step=2&from=2019-08-01&layer=&event={summer.pk}")

    assert (wide["count"], wide["selected"]) == (2, None)
    assert (other["count"], other["selected"]) == (2, summer.pk)


def test_views_open_at_the_zoom_they_were_taken_at(client: Client, told: Map, by: Any) -> None:
    first, second = steps_of(told)
    change_map(told, {"extent": BOX, "zoom": 13}, by=by, steps=[first, replace(second, zoom=11.5)])

    opened = config(client, "/maps/idlib/embed/")

    assert (opened["extent"], opened["zoom"]) == ([36, 35, 37, 36], 13)
    assert [step["zoom"] for step in opened["story"]["steps"]] == [None, 11.5]
    # A step without a view has the map's.
    assert [config(client, f"/maps/idlib/?step={step}")["zoom"] for step in (1, 2)] == [13, 11.5]
    change_map(told, {"extent": None}, by=by)
    assert config(client, "/maps/idlib/")["zoom"] is None


@pytest.mark.parametrize("step", ["0", "3", "-1", "two", "99999", ""])
def test_step_that_there_is_not_is_the_map_as_it_opens(client: Client, told: Map, step: str) -> None:
    assert config(client, f"/maps/idlib/?step={step}")["count"] == 2


def test_map_without_steps_has_nothing_of_a_story(client: Client, summer: Event) -> None:
    factories.published_map(slug="plain")

    page = html(client, "/maps/plain/")

    assert "story" not in page
    assert config(client, "/maps/plain/").keys().isdisjoint({"story", "opening", "height"})


def test_story_opens_no_event_that_readers_do_not_see(
    client: Client, told: Map, winter: Event, by: Any
) -> None:
    withdraw_event(winter, by=by, public_note="Told twice.")

    opened = config(client, "/maps/idlib/?step=2")

    assert opened["selected"] is None
    # Its layer has no event left, so it is none of the readers' business either.
    assert opened["story"]["steps"][1]["query"] == {"from": "2019-12-01", "to": "2019-12-31"}


def test_story_opens_the_event_that_another_was_merged_into(
    client: Client, told: Map, summer: Event, winter: Event, by: Any
) -> None:
    merge_events(summer, winter, by=by, public_note="One event.")

    opened = config(client, "/maps/idlib/?step=2")

    dates = {"from": "2019-12-01", "to": "2019-12-31"}
    assert opened["story"]["steps"][1]["query"] == {**dates, "event": str(summer.pk)}


def test_words_are_in_the_language_of_the_page_or_say_theirs(client: Client, told: Map) -> None:
    page = html(client, "/maps/idlib/?lang=ar&step=2")

    assert "<bdi>إدلب</bdi>" in page
    assert "<bdi>ديسمبر</bdi>" in page
    assert '<h3 class="story-heading" lang="en"><a href="?step=1&lang=ar" data-step="1"><bdi>August' in page
    assert '<div class="credits" dir="auto" lang="en">' in page
    assert "الخطوة 2 من 2" in page
    assert "قصة في خطوتين" in page


def test_map_is_offered_in_its_languages_alone(client: Client, told: Map, by: Any) -> None:
    change_map(told, {"languages": ["ar", "fr"]}, by=by)

    russian = client.get("/maps/idlib/", headers={"accept-language": "ru, fr;q=0.5"})
    asked = client.get("/maps/idlib/embed/?lang=es")

    assert (russian["Content-Language"], asked["Content-Language"]) == ("fr", "ar")
    assert '<html lang="fr"' in russian.text
    assert 'data_url": "/events.json?map=idlib&lang=fr"' in unescape(russian.text).replace("\\u0026", "&")
    assert re.findall(r'hreflang="(\w+)"', russian.text) == ["ar", "fr"]
    code = html(client, "/maps/idlib/embed/code/?lang=fr")
    assert re.findall(r'<option value="(\w\w)"', code) == ["ar", "fr"]


def test_map_opens_as_its_editor_has_it(client: Client, told: Map, by: Any) -> None:
    screen = {"show": "list", "theme": "dark", "hide": "legend", "sort": "size", "height": 640, "totals": "1"}
    raids = Layer.objects.get(slug="raids")
    change_map(told, {"screen": screen, "layer_order": [raids.pk]}, by=by)

    page, found = html(client, "/maps/idlib/"), config(client, "/maps/idlib/")

    assert 'data-theme="dark"' in page
    assert 'data-show="list"' in page
    assert 'href="?show=map"' in page
    assert (found["opening"], found["height"]) == ({"show": "list", "sort": "size", "hide": "legend"}, 640)
    assert found["layers"][0]["slug"] == "raids"
    assert "without-legend" in html(client, "/maps/idlib/embed/")
    assert "totals-line" in html(client, "/maps/idlib/embed/")
    assert 'data-show="map"' in html(client, "/maps/idlib/?step=1")
    light = html(client, "/maps/idlib/?theme=light&show=table&hide=")
    assert 'data-theme="light"' in light
    assert 'data-show="table"' in light


def test_codes_have_the_height_that_the_editor_has_chosen(client: Client, told: Map, by: Any) -> None:
    change_map(told, {"screen": {"height": 640}}, by=by)

    answer = client.get("/oembed?url=http://testserver/maps/idlib/?step=2").json()
    code = html(client, "/maps/idlib/embed/code/?step=2")

    assert answer["height"] == 640
    assert 'src="http://testserver/maps/idlib/embed/?step=2"' in answer["html"]
    assert answer["thumbnail_url"] == "http://testserver/maps/idlib/image.png?step=2&size=card"
    assert 'data-dateline-height="640"' in code
    assert "/maps/idlib/?step=2" in code
    assert 'data-dateline-height="500"' in html(client, "/maps/idlib/embed/code/?fit=fixed&height=500")
    assert "data-dateline-height" not in html(client, "/maps/idlib/embed/code/?fit=own")


def test_picture_shows_the_step(client: Client, told: Map) -> None:
    whole = client.get("/maps/idlib/image.svg?lang=en").content.decode()
    step = client.get("/maps/idlib/image.svg?step=2&lang=en").content.decode()
    arabic = client.get("/maps/idlib/image.svg?step=2&lang=ar").content.decode()

    assert "December · 1–31 December 2019" in step
    assert "December ·" not in whole
    assert whole.count('class="spot') >= step.count('class="spot')
    assert "إدلب" in arabic
    assert client.get("/maps/idlib/image.svg?stepp=2").status_code == 400


def test_frozen_map_tells_the_story_of_its_day(
    client: Client, told: Map, winter: Event, by: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timezone.localdate()
    take(told)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    change_map(told, {}, by=by, steps=steps_of(told)[:1])
    withdraw_event(winter, by=by, public_note="Told twice.")

    page = html(client, f"/maps/idlib/embed/?as_of={day}&step=2&lang=ar")
    found = config(client, f"/maps/idlib/?as_of={day}&step=2")

    assert "<bdi>ديسمبر</bdi>" in page
    assert f"?step=1&as_of={day}&lang=ar" in page
    assert (found["count"], found["selected"], found["extent"]) == (0, None, [36, 35, 37, 36])
    assert "event" not in found["story"]["steps"][1]["query"]
    assert len(config(client, "/maps/idlib/")["story"]["steps"]) == 1


def test_story_asks_no_more_for_many_steps_than_for_one(client: Client, by: Any, summer: Event) -> None:
    for slug, number in (("one", 1), ("many", 9)):
        steps = [Step(heading=f"Step {n}", event=summer, layers=(summer.layer_id,)) for n in range(number)]
        publish_map(make_map({"title": slug, "slug": slug}, by=by, steps=steps), by=by)
    for slug in ("one", "many"):
        client.get(f"/maps/{slug}/?step=1&theme=dark")

    with CaptureQueriesContext(connection) as one:
        client.get("/maps/one/?step=1")
    with CaptureQueriesContext(connection) as many:
        client.get("/maps/many/?step=1")

    # Less by what the first of all answers has left behind in the process.
    assert len(many) <= len(one)


@pytest.mark.parametrize(("mode", "template"), [("page", "events/map.html"), ("embed", "embeds/embed.html")])
def test_draft_is_shown_with_its_events_within(
    rf: RequestFactory, summer: Event, winter: Event, mode: str, template: str
) -> None:
    draft = DraftMap(
        title="War", language="fr", translations={"en": {"title": "Wars"}}, picked=(summer.pk, winter.pk),
        steps=(Step(heading="Un", start=date(2019, 12, 1), event=winter),), screen={"totals": "1"},
    )  # fmt: skip
    request = rf.get("/", {"step": "1"})

    context = context_of_draft(request, draft, mode=mode)

    told = [feature["properties"]["title"] for feature in context["config"]["events"]["features"]]
    assert told == ["A raid in December", "Shells in August"]
    assert (context["title"], context["count"], context["preview_note"]) == ("Wars", 1, "")
    assert context["config"]["is_preview"] is True
    assert [context["config"][name] for name in ("data_url", "search_url", "totals_url", "event_url")] == [
        ""
    ] * 4
    assert context["totals"] is not None
    assert "Wars" in render_to_string(template, {**context, "title": context["title"]}, request)


def test_draft_shows_nothing_that_is_not_published(rf: RequestFactory, by: Any) -> None:
    hidden = make.event(by=by)

    context = context_of_draft(rf.get("/"), DraftMap(title="War", picked=(hidden.pk,)), mode="page")

    assert (context["count"], context["config"]["events"]["features"]) == (0, [])


def test_many_events_of_a_draft_are_cut_with_a_sentence(
    rf: RequestFactory, summer: Event, winter: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.embeds.drafts.MOST_PREVIEWED", 1)

    context = context_of_draft(rf.get("/"), DraftMap(title="War"), mode="page")

    assert len(context["config"]["events"]["features"]) == 1
    assert context["preview_note"] == "The preview shows the first 1 of 2 events."


def test_saved_map_and_its_draft_are_told_alike(rf: RequestFactory, client: Client, told: Map) -> None:
    saved = config(client, "/maps/idlib/?step=2&lang=ar")

    with translation.override("ar"):
        context = context_of_draft(rf.get("/?step=2"), draft_of(told), mode="page")

    draft = json.loads(json.dumps(context["config"], default=str))
    for name in ("story", "layers", "extent", "selected", "count", "time", "is_demonstration"):
        assert draft[name] == saved[name], name
    assert StoryStep.objects.count() == 2
