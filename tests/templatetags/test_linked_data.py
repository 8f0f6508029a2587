from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from events.enums import Status
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def head(client: Client, path: str) -> str:
    return client.get(path).text.split("</head>")[0]


def dataset(text: str) -> dict[str, Any] | None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return json.loads(found.group(1)) if found else None


def test_map_is_told_as_a_set_of_data_that_can_be_loaded(client: Client) -> None:
    factories.published_event()
    make.map_(slug="idlib", title="Idlib", introduction="What is\nknown.", status=Status.PUBLISHED)

    said = head(client, "/maps/idlib/")

    told = dataset(said)
    assert told is not None
    assert (told["@type"], told["name"], told["description"]) == ("Dataset", "Idlib", "What is known.")
    assert told["temporalCoverage"] == "2019-08-30/2019-08-30"
    assert told["spatialCoverage"]["geo"] == {"@type": "GeoShape", "box": "35.86 36.8 35.86 36.8"}
    assert told["distribution"][0]["contentUrl"] == "http://testserver/events.geojson?map=idlib"
    assert '<meta name="description" content="What is known.">' in said
    image = "http://testserver/maps/idlib/image.png?size=card"
    assert f'<meta property="og:image" content="{image}">' in said


def test_licence_of_the_data_is_told_where_it_is_set(client: Client, settings: Settings) -> None:
    factories.published_event()

    make.map_(slug="idlib", status=Status.PUBLISHED)

    assert "license" not in dataset(head(client, "/maps/idlib/"))
    settings.SITE_DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    assert dataset(head(client, "/"))["license"] == settings.SITE_DATA_LICENCE


def test_filtered_map_is_no_other_set_of_data(client: Client) -> None:
    factories.published_event()

    assert dataset(head(client, "/"))
    assert dataset(head(client, "/?kind=shelling")) is None


def test_embed_tells_nothing(client: Client) -> None:
    make.map_(slug="idlib", status=Status.PUBLISHED)

    said = head(client, "/maps/idlib/embed/")

    assert "og:" not in said
    assert "ld+json" not in said
