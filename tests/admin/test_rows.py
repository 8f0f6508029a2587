"""Mentions, figures, places, layers, maps and the search for places."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client
from django.urls import reverse

from events.admin.desk_places import found_token
from events.enums import Measure, Precision, Status
from events.geocoding.chain import FoundPlace
from events.models import Decision, Layer, Map, Place, PlaceName
from events.review.maps import publish_map
from tests.admin.pages import add_url, change_url, errors, opened
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_figure_is_corrected_by_its_verb(desk: Client) -> None:
    figure = make.figure()

    refused = desk.post(change_url(figure), opened(desk, figure) | {"high": "20"})
    assert any("The numbers do not fit the quantifier" in error for error in errors(refused))
    desk.post(change_url(figure), opened(desk, figure) | {"measure": "injured"})

    figure.refresh_from_db()
    assert (figure.measure, figure.low, figure.high, figure.version) == (Measure.INJURED, 12, None, 2)
    assert Decision.objects.get(content_type__model="figure").verb == "correct_figure"


def test_published_figure_is_withdrawn_with_a_note(desk: Client) -> None:
    figure = make.figure()
    make.published(make.mention(figure.article), figures=[figure])

    refused = desk.post(change_url(figure), opened(desk, figure) | {"low": "13"})
    assert any("“More than 12” is published. Say in a note" in error for error in errors(refused))
    desk.post(change_url(figure), opened(desk, figure) | {"_act": "withdraw", "act_note": "Counted twice."})

    figure.refresh_from_db()
    assert figure.status == Status.WITHDRAWN


def test_mention_given_another_place_moves_there(desk: Client) -> None:
    mention, binnish = make.mention(), make.place("Binnish", lon=36.7)

    answer = desk.post(change_url(mention), opened(desk, mention) | {"place": binnish.pk, "role": "origin"})

    assert answer.status_code == 302, errors(answer)
    mention.refresh_from_db()
    assert (mention.place, mention.geometry.coords, mention.role) == (binnish, (36.7, 35.86), "origin")


def test_mention_is_drawn_and_its_place_stays_the_name(desk: Client) -> None:
    mention = make.mention()
    drawn = {"geometry": '{"type": "Point", "coordinates": [36.9, 35.9]}', "precision": "exact"}

    desk.post(change_url(mention), opened(desk, mention) | drawn)

    mention.refresh_from_db()
    assert (mention.geometry.coords, mention.precision) == ((36.9, 35.9), Precision.EXACT)
    assert mention.place.name == "Saraqib"


def test_mention_in_a_relation_that_its_place_cannot_have_is_refused(desk: Client) -> None:
    mention = make.mention()

    answer = desk.post(change_url(mention), opened(desk, mention) | {"relation": "between"})

    assert any("Between Saraqib and what? Choose the second place." in error for error in errors(answer))


def place_fields(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Camp Ḥāfa", "kind": "own_area", "country": "SY", "provider": "own",
        "point": '{"type": "Point", "coordinates": [36.2, 35.6]}',
        "names-TOTAL_FORMS": 1, "names-INITIAL_FORMS": 0, "names-0-name": "مخيم", "names-0-language": "ar",
        "names-0-kind": "alternate", **fields,
    }  # fmt: skip


def test_own_place_is_found_by_all_its_names(desk: Client) -> None:
    answer = desk.post(add_url("place"), place_fields())

    assert answer.status_code == 302, errors(answer)
    place = Place.objects.get(name="Camp Ḥāfa")
    assert (place.is_edited, place.provider) == (True, "own")
    assert set(place.names.values_list("name", flat=True)) == {"Camp Ḥāfa", "مخيم"}
    found = desk.get(reverse("admin:events_place_changelist"), {"q": "camp hafa"})
    assert "Camp Ḥāfa" in found.content.decode()


def test_place_of_a_provider_is_not_added_twice(desk: Client) -> None:
    make.place(provider="geonames", provider_id="7")

    answer = desk.post(add_url("place"), place_fields(provider="geonames", provider_id="7"))

    said = errors(answer)
    assert any("The provider's place of this id is here already" in error for error in said), said
    assert not PlaceName.objects.filter(name="مخيم", place__provider_id="7").exists()
    assert not Place.objects.filter(name="Camp Ḥāfa").exists()


def test_corrected_place_is_the_newsrooms_own(desk: Client) -> None:
    place = make.place(provider="geonames", provider_id="7")

    desk.post(change_url(place), opened(desk, place) | {"population": "100"})

    place.refresh_from_db()
    assert (place.population, place.is_edited, place.provider) == (100, True, "geonames")


def test_map_is_made_published_changed_and_withdrawn(desk: Client) -> None:
    layer = make.layer()
    fields = {"slug": "winter", "title": "Winter", "layers": [layer.pk], "filters": '{"from": "2019-04-01"}'}
    answer = desk.post(add_url("map"), fields)
    assert answer.status_code == 302, errors(answer)
    map_ = Map.objects.get()
    assert list(map_.layers.all()) == [layer]

    desk.post(change_url(map_), opened(desk, map_) | {"_act": "publish"})
    assert list(Map.objects.published()) == [map_]
    desk.post(change_url(map_), opened(desk, map_) | {"title": "Winter flight", "layers": []})
    map_.refresh_from_db()
    assert (map_.title, map_.status, map_.layers.count()) == ("Winter flight", Status.CHANGED, 0)
    moved = desk.post(change_url(map_), opened(desk, map_) | {"slug": "summer"})
    assert any("Keep its slug, or make another map" in error for error in errors(moved))
    desk.post(change_url(map_), opened(desk, map_) | {"_act": "withdraw", "act_note": "Out of date."})

    assert not Map.objects.published().exists()


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ('{"kinds": "shelling"}', "is not a filter of a map"),
        ('{"from": "spring"}', "spring"),
        ("[1]", "The filters must be an object"),
        ("{", "Enter a valid JSON."),
    ],
)
def test_map_filter_that_the_public_map_has_not_is_refused(desk: Client, filters: str, sentence: str) -> None:
    answer = desk.post(add_url("map"), {"slug": "winter", "title": "Winter", "filters": filters})

    assert any(sentence in error for error in errors(answer)), errors(answer)
    assert not Map.objects.exists()


def test_published_map_is_not_deleted(as_group: Any) -> None:
    browser, map_ = as_group("", is_superuser=True), publish_map(make.map_(), by=make.person())

    browser.post(reverse("admin:events_map_delete", args=[map_.pk]), {"post": "yes"})

    assert Map.objects.count() == 1


def test_layer_in_use_is_not_deleted(as_group: Any) -> None:
    browser, event = as_group("", is_superuser=True), make.event()

    answer = browser.post(reverse("admin:events_layer_delete", args=[event.layer.pk]), {"post": "yes"})

    assert answer.status_code == 200
    assert Layer.objects.filter(pk=event.layer.pk).exists()


@pytest.mark.parametrize("name", ["mention", "figure", "decision"])
def test_what_is_on_record_is_not_deleted(name: str, as_group: Any) -> None:
    event = make.event()
    row = {
        "mention": event.mentions.get(), "figure": make.figure(), "decision": Decision.objects.first(),
    }[name]  # fmt: skip

    url = reverse(f"admin:events_{name}_delete", args=[row.pk])

    assert as_group("", is_superuser=True).post(url, {"post": "yes"}).status_code == 403


def test_find_place_answers_with_geometry_precision_and_provider(desk: Client) -> None:
    # A name that the gazetteer has not, so that this place is the only answer.
    place = make.place("Zzyrqib", provider="geonames", provider_id="7", licence="CC BY 4.0")
    PlaceName.objects.create(place=place, name="Zzyrqib", key="zzyrqib", kind="main")

    answer = desk.get(reverse("admin:events_find_place"), {"q": " Zzyrqib "}).json()

    assert answer["errors"] == []
    assert answer["results"] == [
        {
            "label": "Zzyrqib, settlement, Syria", "name": "Zzyrqib", "point": [36.8, 35.86],
            "geometry": {"type": "Point", "coordinates": [36.8, 35.86]}, "precision": "settlement",
            "provider": "geonames", "provider_id": "7", "licence": "CC BY 4.0", "place": place.pk,
            "found": None,
        }
    ]  # fmt: skip


def test_find_place_knows_nothing_of_a_name(desk: Client) -> None:
    answer = desk.get(reverse("admin:events_find_place"), {"q": "Xyzzyx"})

    assert answer.json() == {"results": [], "errors": []}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Type the name of a place."),
        ("x" * 201, "The search has 201 characters; at most 200 are looked up."),
    ],
)
def test_find_place_refuses_what_is_no_name(desk: Client, query: str, sentence: str) -> None:
    answer = desk.get(reverse("admin:events_find_place"), {"q": query})

    assert (answer.status_code, answer.json()) == (400, {"error": sentence, "field": "q"})


def test_find_place_is_closed_to_strangers_and_readers(client: Client, as_group: Any) -> None:
    url = reverse("admin:events_find_place")

    assert client.get(url, {"q": "Saraqib"}).status_code == 302
    assert as_group("").get(url, {"q": "Saraqib"}).status_code == 403


def found() -> FoundPlace:
    shape = GEOSGeometry("SRID=4326;POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))")
    return FoundPlace(
        name="Base", kind="own_area", country="SY", lon=0.5, lat=0.5, geometry=shape,
        precision=Precision.AREA,
        provider="nominatim", provider_id="W1", licence="ODbL", place_id=None, label="Base, Syria",
    )  # fmt: skip


def test_place_of_another_provider_is_adopted_with_its_source(desk: Client, as_group: Any) -> None:
    url, sent = reverse("admin:events_adopt_place"), {"found": found_token(found())}
    assert as_group("Contributor").post(url, sent).status_code == 403

    answer = desk.post(url, sent)
    desk.post(url, sent)

    place = Place.objects.get(provider="nominatim")
    assert answer.json() == {"place": place.pk, "label": str(place)}
    assert (place.provider, place.provider_id, place.licence) == ("nominatim", "W1", "ODbL")


def test_place_that_no_provider_has_found_is_not_adopted(desk: Client) -> None:
    before = Place.objects.count()

    answer = desk.post(reverse("admin:events_adopt_place"), {"found": "made:up"})

    assert answer.status_code == 400
    assert answer.json()["error"].startswith("This choice was not made by the desk")
    assert Place.objects.count() == before
