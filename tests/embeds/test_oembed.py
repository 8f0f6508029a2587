from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from events.enums import Status
from events.models import Map
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


@pytest.fixture
def idlib() -> Map:
    return make.map_(slug="idlib", title='Idlib & "Hama"', status=Status.PUBLISHED)


def ask(client: Client, **params: object) -> Any:
    return client.get(f"/oembed?{urlencode(params)}")


@pytest.mark.parametrize("path", ["/maps/idlib/", "/maps/idlib/embed/", "/maps/idlib/?utm_source=letter"])
def test_map_is_answered_with_its_frame(client: Client, idlib: Map, path: str) -> None:
    response = ask(client, url=f"{SITE}{path}")

    assert response.status_code == 200
    answer = response.json()
    assert answer == {
        "version": "1.0",
        "type": "rich",
        "title": 'Idlib & "Hama"',
        "author_name": "The Example Herald",
        "provider_name": "Dateline",
        "provider_url": f"{SITE}/",
        "cache_age": 60,
        "html": f'<iframe src="{SITE}/maps/idlib/embed/" title="Idlib &amp; &quot;Hama&quot;" width="720" '
        'height="520" loading="lazy" frameborder="0"></iframe>',
        "width": 720,
        "height": 520,
        "thumbnail_url": f"{SITE}/maps/idlib/image.png?size=card",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_frame_keeps_within_the_askers_limits(client: Client, idlib: Map) -> None:
    answer = ask(client, url=f"{SITE}/maps/idlib/", maxwidth=400, maxheight=9000).json()

    assert (answer["width"], answer["height"]) == (400, 520)
    assert 'width="400" height="520"' in answer["html"]


def test_query_of_the_address_is_carried_into_the_frame(client: Client, idlib: Map) -> None:
    path = "/maps/idlib/?kind=shelling&view=8/35.8/36.6&event=3&hide=list&theme=dark&fbclid=x&kind=protest"

    answer = ask(client, url=f"{SITE}{path}").json()

    assert (
        f'src="{SITE}/maps/idlib/embed/?kind=shelling,protest&amp;event=3&amp;view=8/35.8/36.6&amp;hide=list'
        '&amp;theme=dark"' in answer["html"]
    )


def test_map_of_all_events_under_filters_is_answered(client: Client) -> None:
    answer = ask(client, url=f"{SITE}/?measure=killed").json()

    assert answer["title"] == "Dateline"
    assert f'src="{SITE}/embed/?measure=killed"' in answer["html"]
    assert "thumbnail_url" not in answer


def test_event_is_answered_with_its_own_frame(client: Client) -> None:
    event = factories.published_event(title="Shells at night")

    answer = ask(client, url=f"{SITE}/events/{event.pk}/").json()

    assert answer["title"] == "Shells at night"
    assert f'src="{SITE}/events/{event.pk}/embed/"' in answer["html"]


@pytest.mark.parametrize("path", ["/maps/idlib/?kind=war", "/?bbox=1,2", "/maps/idlib/?as_of=2999-01-01"])
def test_address_whose_own_page_refuses_it_has_no_answer(client: Client, idlib: Map, path: str) -> None:
    response = ask(client, url=f"{SITE}{path}")

    assert response.status_code == 404
    assert response.json()["field"] == "url"


@pytest.mark.parametrize("path", ["/admin/", "/admin/events/map/1/change/", "/admin/nothing/"])
def test_editors_side_is_private_whatever_is_there(client: Client, path: str) -> None:
    response = ask(client, url=f"{SITE}{path}")

    assert response.status_code == 401
    assert response.json()["error"] == f'"{SITE}{path}" is for editors. Give the address of a map.'


def test_picture_keeps_within_the_askers_limits_or_is_left_out(client: Client, idlib: Map) -> None:
    full = ask(client, url=f"{SITE}/maps/idlib/").json()

    assert (full["thumbnail_width"], full["thumbnail_height"]) == (1200, 630)
    assert full["thumbnail_url"] == f"{SITE}/maps/idlib/image.png?size=card"
    assert "thumbnail_url" not in ask(client, url=f"{SITE}/maps/idlib/", maxwidth=600).json()
    assert "thumbnail_url" not in ask(client, url=f"{SITE}/maps/idlib/", maxheight=600).json()


def test_xml_says_the_same(client: Client, idlib: Map) -> None:
    response = ask(client, url=f"{SITE}/maps/idlib/", format="xml")

    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    answer = {element.tag: element.text for element in ET.fromstring(response.content)}
    as_json = ask(client, url=f"{SITE}/maps/idlib/").json()
    assert answer == {name: str(value) for name, value in as_json.items()}


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/maps/nothing/",
        f"{SITE}/maps/planned/",
        f"{SITE}/events/1/",
        f"{SITE}/totals/",
        f"{SITE}/nowhere",
        "https://elsewhere.example.org/maps/idlib/",
        "ftp://testserver/maps/idlib/",
        "http://[broken/maps/idlib/",
        "http:///maps/idlib/",
        "//testserver/maps/idlib/",
        "javascript:alert(1)",
        "idlib",
    ],
)
def test_everything_else_is_not_found(client: Client, idlib: Map, url: str) -> None:
    make.map_(slug="planned")

    response = ask(client, url=url)

    assert response.status_code == 404
    assert response.json() == {"error": f'There is no published map at "{url}".', "field": "url"}


@pytest.mark.parametrize(
    ("params", "status", "field"),
    [
        ({}, 400, "url"),
        ({"url": f"{SITE}/maps/idlib/", "format": "yaml"}, 501, "format"),
        ({"url": f"{SITE}/maps/idlib/", "maxwidth": "wide"}, 400, "maxwidth"),
        ({"url": f"{SITE}/maps/idlib/", "maxheight": "0"}, 400, "maxheight"),
        ({"url": f"{SITE}/maps/idlib/", "maxWidth": "300"}, 400, "maxWidth"),
    ],
)
def test_mistake_is_answered_in_the_one_shape(
    client: Client, idlib: Map, params: dict[str, str], status: int, field: str
) -> None:
    response = ask(client, **params)

    assert response.status_code == status
    assert sorted(response.json()) == ["error", "field"]
    assert response.json()["field"] == field


def test_hostile_values_are_named_in_one_short_printable_line(client: Client, idlib: Map) -> None:
    at = f"{SITE}/maps/idlib/"
    for params in (
        {"url": "x\x00\x1b" * 5000},
        {"url": f"{SITE}/maps/idlib\x00/"},
        {"url": at, "format": "\x00<script>" * 5000},
        {"url": at, "maxwidth": "9" * 5000},
        {"url": at, "maxwidth": "\u0663"},
        {"url": at, "maxheight": "1e3"},
        {"url": at, "maxheight": "-1"},
    ):
        response = ask(client, **params)

        sentence = response.json()["error"]
        assert response.status_code in (400, 404, 501), params
        assert response.headers["Content-Type"] == "application/json"
        assert len(sentence) < 300
        assert sentence.isprintable()
