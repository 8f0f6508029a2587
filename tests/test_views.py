from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse
from django.test import Client

from events.enums import Status
from events.review.maps import withdraw_map
from tests import factories
from tests.policies import InlineFinder, policy_of
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def config_of(response: HttpResponse) -> dict[str, Any]:
    found = re.search(
        r'<script id="dateline-config" type="application/json">(.*?)</script>', response.text, re.S
    )
    assert found
    return json.loads(found.group(1))


def said(response: HttpResponse) -> str:
    return html.unescape(response.text)


def test_home_lists_published_events_for_readers_without_scripts(client: Client) -> None:
    event = make.published(title="Shelling in Saraqib")
    make.event(title="Planned")

    response = client.get("/")

    assert response.status_code == 200
    assert f'<li data-event="{event.pk}">' in response.text
    assert f'<a href="/events/{event.pk}/">' in response.text
    assert "Shelling in Saraqib" in response.text
    assert "Planned" not in response.text


def test_home_starts_the_script_with_filters_view_and_selection(client: Client) -> None:
    event = make.published()

    config = config_of(
        client.get(
            f"/?kind=shelling&from=2019-08-01&event={event.pk}&view=7/35.5/36.5&hide=figures,camps&x=1"
        )
    )

    assert config["data_url"] == "/events.json?from=2019-08-01&kind=shelling"
    assert config["filters"] == {"from": "2019-08-01", "kind": ["shelling"]}
    assert (config["selected"], config["hidden"]) == (event.pk, ["figures", "camps"])
    assert config["view"] == {"zoom": 7, "lat": 35.5, "lon": 36.5}
    assert config["time"] == {"from": "2019-08-30", "to": "2019-08-30"}
    assert config["extent"] == [36.8, 35.86, 36.8, 35.86]
    assert [(layer["slug"], layer["count"]) for layer in config["layers"]] == [("events", 1)]


def test_event_outside_of_the_filters_is_shown_without_scripts_and_said_to_be(client: Client) -> None:
    event = make.published(title="Shells at night")
    of_map = make.map_(slug="other", status=Status.PUBLISHED)
    of_map.picked_events.set([make.published(title="Another one")])
    note, title = "Outside the current filters", '<h2 class="card-title"><bdi>Shells at night</bdi></h2>'

    inside, outside = (client.get(f"/?kind={kind}&event={event.pk}") for kind in ("shelling", "protest"))

    assert title in inside.text
    assert note not in inside.text
    assert config_of(inside)["selected"] == event.pk
    assert title in outside.text
    assert note in outside.text
    assert config_of(outside)["selected"] is None
    assert config_of(outside)["event_url"] == "/events.geojson"
    # An event that a map does not show is none of its own.
    elsewhere = client.get(f"/maps/other/?event={event.pk}")
    assert title not in elsewhere.text
    assert config_of(elsewhere)["event_url"] == "/events.geojson?map=other"


@pytest.mark.parametrize(
    "state", ["view=far", "view=99/0/0", "view=nan/0/0", "event=999999", "event=x", "hide="]
)
def test_state_of_the_screen_that_cannot_be_used_is_left_out(client: Client, state: str) -> None:
    config = config_of(client.get(f"/?{state}"))

    assert (config["view"], config["selected"], config["hidden"]) == (None, None, [])


def test_unknown_filter_value_is_said_on_a_page(client: Client) -> None:
    response = client.get("/?kind=<b>war")

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert '"<b>war" is not a known kind.' in said(response)
    assert "<b>war" not in response.text


def test_event_has_its_page(client: Client) -> None:
    event = make.published(title="Shelling in Saraqib")

    response = client.get(f"/events/{event.pk}/")

    assert response.status_code == 200
    assert "Shelling in Saraqib" in response.text
    assert f'<link rel="canonical" href="http://testserver/events/{event.pk}/">' in response.text
    assert config_of(response)["data_url"] == f"/events/{event.pk}.geojson"


def test_draft_event_is_not_found_with_a_sentence(client: Client) -> None:
    event = make.event()

    response = client.get(f"/events/{event.pk}/")

    assert response.status_code == 404
    assert f"There is no published event {event.pk}." in said(response)


def test_map_shows_its_words_and_code(client: Client) -> None:
    make.map_(slug="idlib", title="Idlib", introduction="What is known.", status=Status.PUBLISHED)

    response = client.get("/maps/idlib/")

    assert response.status_code == 200
    assert "What is known." in response.text
    assert 'href="/maps/idlib/embed/code/"' in response.text
    config = config_of(response)
    assert config["data_url"] == "/events.json?map=idlib"
    assert config["map"]["embed_url"] == "http://testserver/maps/idlib/embed/"


def test_unknown_map_is_not_found_and_named(client: Client) -> None:
    response = client.get("/maps/nothing/")

    assert response.status_code == 404
    assert "There is no published map “nothing”." in said(response)


def test_unknown_address_is_named(client: Client) -> None:
    assert "There is no page at “/no<where>/”." in said(client.get("/no<where>/"))
    assert client.get("/nowhere.geojson").json() == {
        "error": "There is no page at “/nowhere.geojson”.", "field": "path",
    }  # fmt: skip


def test_withdrawn_event_is_not_kept_by_a_cache_that_asks(client: Client) -> None:
    event = make.published()
    tag = client.get(f"/events/{event.pk}/").headers["ETag"]
    assert client.get(f"/events/{event.pk}/", headers={"if-none-match": tag}).status_code == 304

    type(event).objects.filter(pk=event.pk).update(status=Status.WITHDRAWN)

    assert client.get(f"/events/{event.pk}/", headers={"if-none-match": tag}).status_code == 404


def public_pages() -> list[str]:
    event = make.published()
    make.map_(slug="north-west-syria-2019", status=Status.PUBLISHED)
    return [
        "/", f"/events/{event.pk}/", "/maps/north-west-syria-2019/", "/maps/north-west-syria-2019/embed/",
        "/demo/article/", "/nowhere/", "/?kind=war",
    ]  # fmt: skip


def test_pages_hold_a_strict_policy_and_are_the_same_for_everyone(client: Client) -> None:
    for path in public_pages():
        response = client.get(path)
        page = InlineFinder(response.text)
        policy = policy_of(response)

        assert page.found == [], path
        assert page.third_parties == [], path
        assert policy["default-src"] == ["'none'"], path
        hashes = [
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in page.importmaps
        ]
        assert policy["script-src"][0] == "'self'", path
        assert set(hashes) <= set(policy["script-src"]), path
        assert not [source for source in policy["script-src"] if "unsafe" in source or "nonce" in source], (
            path
        )
        assert policy["style-src"] == ["'self'"], path
        assert not response.cookies, path
        assert "Cookie" not in response.headers["Vary"], path
        if not path.endswith("/embed/"):
            assert policy["frame-ancestors"] == ["'none'"], path
            assert response.headers["X-Frame-Options"] == "DENY", path


def test_policy_finder_sees_what_it_looks_for() -> None:
    page = InlineFinder('<p style="x" onclick="y"><script>1</script><img src="//cdn.example/x.png">')

    assert page.found == ["<p style>", "<p onclick>", "<script>"]
    assert page.third_parties == ["//cdn.example/x.png"]


def test_robots_are_kept_from_the_editors_side(client: Client) -> None:
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /admin/\n"


def test_health_is_told_as_it_is(client: Client) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.json()["status"]) == (200, "ok")
    assert "no-store" in response.headers["Cache-Control"]


def test_missing_migration_is_unhealthy(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="events").order_by("-pk").first().delete()

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["error"] == "1 migrations are not applied. Run: manage.py migrate"


def test_silent_database_is_unhealthy_and_its_address_kept(client: Client) -> None:
    def fail(*args: object) -> None:
        raise OperationalError("connection to server at secret-host failed for user secret-name")

    with connection.execute_wrapper(fail):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["error"] == "The database does not answer."
    assert "secret" not in response.text


def test_request_to_another_host_is_refused_with_a_sentence(client: Client) -> None:
    for path, is_data in (("/", False), ("/events.geojson", True)):
        response = client.get(path, headers={"host": "elsewhere.example.org"})

        assert response.status_code == 400
        assert "The request cannot be read. Check the address." in said(response)
        assert (response.headers["Content-Type"] == "application/json") is is_data


def test_address_with_control_characters_is_not_found_and_shown_without(client: Client) -> None:
    response = client.get("/nowhere%00%1b%0a/")

    assert response.status_code == 404
    assert "There is no page at “/nowhere\ufffd\ufffd\ufffd/”." in said(response)


def test_unknown_address_of_data_is_answered_in_json(client: Client) -> None:
    response = client.get("/events/none.geojson")

    assert response.status_code == 404
    assert response.json() == {"error": "There is no page at “/events/none.geojson”.", "field": "path"}


def test_withdrawn_map_is_said_to_be_withdrawn(client: Client) -> None:
    by = make.person()
    withdraw_map(factories.published_map(slug="gone", title="Gone map"), by=by, public_note="Outdated.")

    response = client.get("/maps/gone/")

    assert response.status_code == 404
    assert "The map “gone” has been withdrawn." in said(response)
    assert "Gone map" not in said(response)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/events.geojson", "/events/1/", "/events/1.geojson", "/maps/any/", "/maps/any/embed/",
        "/healthz", "/robots.txt", "/embed.js", "/oembed", "/demo/article/",
    ],
)  # fmt: skip
def test_only_reading_is_allowed(path: str) -> None:
    strict = Client(enforce_csrf_checks=True)

    for method in (strict.post, strict.put, strict.delete):
        response = method(path)

        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD"
        assert not response.cookies
