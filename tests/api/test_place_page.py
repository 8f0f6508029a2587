from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client

from events.enums import NameKind, PlaceKind, Precision
from events.folding import fold
from events.models import Place, PlaceName
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def named(place: Place, name: str, language: str = "", kind: str = NameKind.ALTERNATE) -> None:
    PlaceName.objects.create(place=place, name=name, key=fold(name), language=language, kind=kind)


@pytest.fixture
def province() -> Place:
    country = make.place("Testland", kind=PlaceKind.COUNTRY, country="ZZ")
    area = make.square(36.0, 35.0)
    return make.place("Eastern Province", kind=PlaceKind.ADMIN1, parent=country, geometry=area, country="ZZ")


def town_in(province: Place, name: str = "Hilltown") -> Place:
    return make.place(name, parent=province, country="ZZ", lon=36.5, lat=35.5)


def test_page_says_names_events_totals_and_whence_the_entry_is(client: Client, province: Place) -> None:
    town = town_in(province)
    Place.objects.filter(pk=town.pk).update(licence="CC BY 4.0, GeoNames", dataset="packages")
    named(town, "هيل", "ar")
    named(town, "Hill Town")
    named(town, "Hilltownish", "en-x-adj")
    event = factories.published_event(mention={"place": town})

    said = html.unescape(client.get(f"/places/{town.pk}/").text)

    assert '<h1 class="card-title">Hilltown</h1>' in said
    assert "Town or village · 1 published event" in said
    assert f'<a href="/places/{province.pk}/">Eastern Province</a>' in said
    assert '<bdi lang="ar" dir="rtl">هيل</bdi> <span lang="ar">العربيّة</span>' in said
    assert "<bdi>Hill Town</bdi>" in said
    assert "Hilltownish" not in said
    assert "35.500° N, 36.500° E" in said
    assert "CC BY 4.0, GeoNames" in said
    assert f'<a href="/events/{event.pk}/">' in said
    assert "more than 12</strong> people killed" in said


def test_province_counts_its_places_and_what_is_told_of_itself(client: Client, province: Place) -> None:
    for name in ("Hilltown", "Hilltown", "Lakesidezz"):
        town = Place.objects.filter(name=name).first() or town_in(province, name)
        factories.published_event(mention={"place": town})
    factories.published_event(mention={"place": province, "precision": Precision.ADMIN1})

    said = re.sub(r"\s+", " ", client.get(f"/places/{province.pk}/").text)

    assert re.findall(r'<a href="/places/\d+/">(\w+)</a> <span class="number">(\d) event', said) == [
        ("Hilltown", "2"), ("Lakesidezz", "1"),
    ]  # fmt: skip
    assert "1 event is told of Eastern Province itself, not of a place inside it." in said
    assert "4 published events" in said


def test_name_is_in_the_reader_s_language_where_there_is_one(client: Client, province: Place) -> None:
    town = town_in(province)
    named(town, "Hügelstadt", "de")
    named(town, "Colinaville", "fr", NameKind.MAIN)
    factories.published_event(mention={"place": town})

    assert '<h1 class="card-title">Colinaville</h1>' in client.get(f"/places/{town.pk}/?lang=fr").text
    assert '<h1 class="card-title">Hilltown</h1>' in client.get(f"/places/{town.pk}/?lang=tr").text


def test_place_of_which_nothing_is_published_has_no_page(client: Client, province: Place) -> None:
    town = town_in(province)
    make.event(make.mention(place=town))
    missing = client.get("/places/0/")

    for pk in (town.pk, province.pk):
        response = client.get(f"/places/{pk}/")

        assert response.status_code == missing.status_code == 404
        assert f"Nothing is published of a place {pk}." in html.unescape(response.text)
        assert "Hilltown" not in response.text


def test_area_that_editors_drew_is_not_shown_for_what_happens_inside_of_it(client: Client) -> None:
    area = make.place("Where we will go", kind=PlaceKind.OWN_AREA, geometry=make.square(36.0, 35.0, 2))
    factories.published_event(mention={"place": make.place("Hilltown", lon=36.5, lat=35.5)})

    assert client.get(f"/places/{area.pk}/").status_code == 404
    Place.objects.filter(pk=area.pk).update(dataset="packages")
    assert client.get(f"/places/{area.pk}/").status_code == 200


def test_place_is_told_to_programs(client: Client, province: Place) -> None:
    town = town_in(province)
    factories.published_event(mention={"place": town})

    said = client.get(f"/places/{town.pk}/").text

    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', said, re.S)
    assert found
    told = json.loads(found.group(1))
    assert (told["@type"], told["name"]) == ("Place", "Hilltown")
    assert told["containedInPlace"]["name"] == "Eastern Province"
    assert f'<link rel="canonical" href="http://testserver/places/{town.pk}/">' in said
