"""Each provider's own way to answer, read through geopy's class for it from a server that answers so."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from geopy.location import Location
from pytest_django.fixtures import Settings

from events.enums import PlaceKind, Precision
from events.geocoding.chain import Found, find_places
from events.geocoding.found import from_location
from events.geocoding.providers import Sieve, describe, stated_point
from tests.geocoding.conftest import Behaviour

pytestmark = pytest.mark.django_db

NAME = "سراقب"
BACKENDS: dict[str, tuple[str, dict[str, str]]] = {
    "nominatim": ("events.geocoding.nominatim.Nominatim", {}),
    "photon": ("geopy.geocoders.Photon", {}),
    "pelias": ("geopy.geocoders.Pelias", {}),
    "geonames": ("geopy.geocoders.GeoNames", {"username": "herald"}),
    "opencage": ("geopy.geocoders.OpenCage", {"api_key": "key"}),
}
#: One town in the words of each, with what there is around the list of results.
ROWS: dict[str, dict[str, Any]] = {
    "nominatim": {
        "osm_type": "relation", "osm_id": 7, "lat": "35.86", "lon": "36.8", "addresstype": "town",
        "name": NAME, "display_name": f"{NAME}, Syria", "address": {"country_code": "sy"},
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0.",
    },
    "photon": {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [36.8, 35.86]},
        "properties": {
            "name": NAME, "osm_type": "R", "osm_id": 7, "osm_key": "place", "osm_value": "town",
            "type": "city", "country": "Syria", "countrycode": "SY",
        },
    },
    "pelias": {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [36.8, 35.86]},
        "properties": {
            "name": NAME, "layer": "locality", "gid": "whosonfirst:locality:7", "country_a": "SYR",
            "country_code": "SY", "label": f"{NAME}, Syria",
        },
    },
    "geonames": {
        "name": NAME, "toponymName": NAME, "lat": "35.86", "lng": "36.8", "geonameId": 7, "fcl": "P",
        "fcode": "PPL", "countryCode": "SY", "countryName": "Syria", "adminName1": "Idlib",
    },
    "opencage": {
        "formatted": f"{NAME}, Syria", "geometry": {"lat": 35.86, "lng": 36.8}, "confidence": 7,
        "components": {"_type": "city", "_category": "place", "city": NAME, "country_code": "sy"},
    },
}  # fmt: skip
IDS = {"nominatim": "R7", "photon": "R7", "pelias": "whosonfirst:locality:7", "geonames": "7", "opencage": ""}
PROVIDERS = pytest.mark.parametrize("provider", list(ROWS))


def document(provider: str, *rows: dict[str, Any]) -> Any:
    return {
        "nominatim": list(rows),
        "photon": {"type": "FeatureCollection", "features": list(rows)},
        "pelias": {"type": "FeatureCollection", "geocoding": {}, "features": list(rows)},
        "geonames": {"totalResultsCount": len(rows), "geonames": list(rows)},
        "opencage": {
            "status": {"code": 200, "message": "OK"}, "total_results": len(rows), "results": list(rows),
        },
    }[provider]  # fmt: skip


@pytest.fixture
def asked(settings: Settings, chain: Behaviour) -> Any:
    """Asks the provider, which answers with these rows."""

    def ask(provider: str, *rows: dict[str, Any], answer: Any = None) -> Found:
        backend, options = BACKENDS[provider]
        server = {"domain": chain.address, "scheme": "http"}
        settings.GEOCODERS = [{"NAME": provider, "BACKEND": backend, "OPTIONS": server | options}]
        chain.answers(document(provider, *rows) if answer is None else answer)
        return find_places(NAME)

    return ask


def at(provider: str, lon: Any, lat: Any) -> dict[str, Any]:
    """The row with its point elsewhere."""
    row = copy.deepcopy(ROWS[provider])
    if provider == "nominatim":
        row |= {"lon": str(lon), "lat": str(lat)}
    elif provider == "geonames":
        row |= {"lng": str(lon), "lat": str(lat)}
    elif provider == "opencage":
        row["geometry"] = {"lng": lon, "lat": lat}
    else:
        row["geometry"]["coordinates"] = [lon, lat]
    return row


@PROVIDERS
def test_answer_is_read_in_full(asked: Any, chain: Behaviour, provider: str) -> None:
    found = asked(provider, ROWS[provider])

    assert found.errors == ()
    (place,) = found.results
    assert (place.name, place.kind, place.precision) == (NAME, PlaceKind.SETTLEMENT, Precision.SETTLEMENT)
    assert (place.lon, place.lat, place.country) == (36.8, 35.86, "SY")
    assert (place.provider, place.provider_id) == (provider, IDS[provider])
    assert "%D8%B3%D8%B1%D8%A7%D9%82%D8%A8" in chain.asked[0].path


@PROVIDERS
def test_no_results_are_no_error(asked: Any, provider: str) -> None:
    assert asked(provider) == Found(())


@PROVIDERS
@pytest.mark.parametrize(
    ("lon", "lat"),
    [(0, 0), (36.8, 95), (200, 35.86), (-36.8, -91), ("", ""), (float("nan"), 35.86), (35.86, 36.8)],
    ids=["zero", "beyond-the-pole", "round-the-world", "south", "empty", "nan", "swapped"],
)
def test_a_point_that_cannot_be_is_dropped_and_the_good_row_stays(
    asked: Any, provider: str, lon: Any, lat: Any
) -> None:
    bad = at(provider, lon, lat)

    assert [(place.lon, place.lat) for place in asked(provider, bad, ROWS[provider]).results] == [
        (36.8, 35.86)
    ]

    found = asked(provider, bad)
    assert found.results == ()
    assert len(found.errors) == 1, "bad points alone are no answer"
    assert "answered with something that cannot be read" in found.errors[0]


@PROVIDERS
@pytest.mark.parametrize("missing", ["point", "name"])
def test_a_row_with_a_part_missing_is_dropped_and_the_good_row_stays(
    asked: Any, provider: str, missing: str
) -> None:
    bad = copy.deepcopy(ROWS[provider])
    where = bad.get("properties", bad)
    points = ("geometry", "lat", "lon", "lng")
    names = ("name", "toponymName", "display_name", "formatted", "label", "country")
    for part in points if missing == "point" else names:
        bad.pop(part, None)
        where.pop(part, None)

    assert len(asked(provider, bad, ROWS[provider]).results) == 1


@PROVIDERS
@pytest.mark.parametrize(
    "answer",
    [
        b'{"error": "busy"}', b'{"message": "hello"}', b"{}", b"null", b"false", b"42", b'"x"', b"[[1]]",
        b'{"features": 1}', b'{"results": null}', b'{"geonames": {}}', b"<html>", b"",
    ],
)  # fmt: skip
def test_another_shape_is_an_error(asked: Any, provider: str, answer: bytes) -> None:
    found = asked(provider, answer=answer)

    assert found.results == ()
    assert len(found.errors) == 1, found


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            10,
            "Geonames refused to answer. Check its key and its terms of use in the settings.",
        ),
        (18, "Geonames takes no more questions for now: its limit is reached. Search again in 60 seconds."),
        (19, "Geonames takes no more questions for now: its limit is reached. Search again in 60 seconds."),
        (22, "Geonames has failed and could not answer. Search again in 30 seconds."),
    ],
)
def test_what_geonames_says_within_an_answer_is_understood(asked: Any, code: int, sentence: str) -> None:
    found = asked("geonames", answer={"status": {"message": "no", "value": code}})

    assert found.errors[0].startswith(sentence)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(402, "Opencage takes no more questions"), (403, "Opencage refused"), (503, "Opencage did not answer")],
)
def test_what_opencage_says_within_an_answer_is_understood(asked: Any, code: int, sentence: str) -> None:
    found = asked("opencage", answer={"status": {"code": code, "message": "no"}, "results": []})

    assert found.errors[0].startswith(sentence)


@pytest.mark.parametrize(
    ("raw", "kind", "precision"),
    [
        ({"fcl": "A", "fcode": "ADM1"}, PlaceKind.ADMIN1, Precision.ADMIN1),
        ({"fcl": "A", "fcode": "ADM2"}, PlaceKind.ADMIN2, Precision.ADMIN2),
        ({"fcl": "A", "fcode": "PCLI"}, PlaceKind.COUNTRY, Precision.COUNTRY),
        ({"fcl": "A", "fcode": "ADM4"}, PlaceKind.SETTLEMENT, Precision.NEAR),
        ({"fcl": "H", "fcode": "STM"}, PlaceKind.NATURAL, Precision.AREA),
        ({"fcl": "S", "fcode": "HSP"}, PlaceKind.OWN_AREA, Precision.EXACT),
        ({"properties": {"osm_key": "place", "osm_value": "suburb", "type": "district"}},
         PlaceKind.SETTLEMENT, Precision.SETTLEMENT),
        ({"properties": {"osm_key": "boundary", "osm_value": "administrative", "type": "state"}},
         PlaceKind.ADMIN1, Precision.ADMIN1),
        ({"properties": {"osm_key": "building", "osm_value": "yes", "type": "house"}},
         PlaceKind.OWN_AREA, Precision.EXACT),
        ({"properties": {"layer": "macrocounty"}}, PlaceKind.ADMIN2, Precision.ADMIN2),
        ({"components": {"_type": "state", "_category": "place"}}, PlaceKind.ADMIN1, Precision.ADMIN1),
        ({"addresstype": "county", "type": "administrative"}, PlaceKind.ADMIN2, Precision.ADMIN2),
        ({"attributes": {"Addr_type": "Locality"}}, PlaceKind.SETTLEMENT, Precision.NEAR),
    ],
)  # fmt: skip
def test_kind_and_precision_are_in_the_words_of_each(
    raw: dict, kind: PlaceKind, precision: Precision
) -> None:
    described = describe(raw)

    assert (described.kind, described.precision) == (kind, precision)


def test_a_list_of_an_unknown_service_is_left_to_geopy() -> None:
    sieve = Sieve()
    answer = {"candidates": [{"location": {"x": 0, "y": 0}}]}

    assert sieve(answer) == answer
    assert sieve.dropped == 0


def test_an_unknown_service_puts_nothing_at_zero_either() -> None:
    nowhere, somewhere = (Location("Town, Land", point, {}) for point in ((0, 0), (35.86, 36.8)))

    assert from_location(nowhere, provider="arcgis", licence="") is None
    place = from_location(somewhere, provider="arcgis", licence="")
    assert place is not None
    assert (place.name, place.lon, place.lat, place.precision) == ("Town", 36.8, 35.86, Precision.NEAR)


def test_stated_point_is_as_written_and_not_wrapped() -> None:
    assert stated_point({"lon": "200", "lat": "10"}) == (200.0, 10.0)
    assert stated_point({"geometry": {"coordinates": [200, 10]}}) == (200.0, 10.0)
    assert stated_point({"geometry": None}) is None
