from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from events.enums import Precision
from events.geocoding.chain import find_places
from tests.geocoding.conftest import Behaviour, entry

pytestmark = pytest.mark.django_db

BUILDING = {
    "place_id": 1, "osm_type": "node", "osm_id": 42,
    "lat": "35.9301", "lon": "36.6341", "addresstype": "amenity",
    "name": "Central Hospital", "display_name": "Central Hospital, Main Street, Idlib, Syria",
    "address": {"country_code": "sy"}, "geojson": {"type": "Point", "coordinates": [36.6341, 35.9301]},
}  # fmt: skip
DISTRICT = {
    "place_id": 2, "osm_type": "relation", "osm_id": 7, "lat": "35.9", "lon": "36.6", "addresstype": "county",
    "name": "Idlib District",
    "display_name": "Idlib District, Syria", "address": {"country_code": "sy"},
    "geojson": {
        "type": "Polygon",
        "coordinates": [[[36.5, 35.8], [36.7, 35.8], [36.7, 36.0], [36.5, 36.0], [36.5, 35.8]]],
    },
}  # fmt: skip


def from_nominatim(query: str = "Idlib"):
    return [place for place in find_places(query).results if place.provider == "nominatim"]


def test_chain_of_the_gazetteer_alone_asks_nobody(settings) -> None:
    found = find_places("Idlib", limit=2)

    assert [place.label for place in found.results] == [
        "Idlib, admin-1, Syria",
        "Idlib, settlement, Idlib, Syria",
    ]
    assert found.errors == ()
    province, town = found.results
    assert (province.geometry.geom_type, province.precision) == ("Polygon", Precision.ADMIN1)
    assert (town.geometry, town.precision) == (None, Precision.SETTLEMENT)
    assert (town.provider, town.licence, town.country) == ("geonames", "CC BY 4.0, GeoNames", "SY")
    assert province.place_id
    assert town.place_id


def test_chain_puts_ours_first_and_adds_the_others(chain: Behaviour) -> None:
    chain.answers([BUILDING, DISTRICT])

    found = find_places("Idlib", limit=8)

    assert [place.provider for place in found.results[:2]] == ["natural-earth", "geonames"]
    hospital, district = found.results[-2:]
    assert (hospital.name, hospital.precision, hospital.country) == (
        "Central Hospital",
        Precision.EXACT,
        "SY",
    )
    assert (hospital.provider, hospital.provider_id, hospital.place_id) == ("nominatim", "N42", None)
    assert (hospital.licence, hospital.geometry) == ("ODbL, © OpenStreetMap contributors", None)
    assert (district.kind, district.precision) == ("admin2", Precision.ADMIN2)
    assert (district.geometry.geom_type, district.geometry.srid) == ("Polygon", 4326)
    assert found.errors == ()


def test_chain_leaves_room_for_others_when_ours_fill_the_list(chain: Behaviour) -> None:
    chain.answers([BUILDING])

    found = find_places("San Jose", limit=4)

    assert [place.provider == "nominatim" for place in found.results] == [False, False, False, True]


def test_chain_says_who_asks(chain: Behaviour) -> None:
    find_places("Idlib")

    (asked,) = chain.asked
    assert asked.path.startswith("/search?q=Idlib&")
    assert "polygon_threshold=0.002" in asked.path
    assert asked.headers["User-Agent"] == "Dateline/1 (test)"
    assert asked.headers["Referer"] == "https://maps.example.org"


def test_chain_says_who_asks_where_the_settings_do_not(chain: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS = [
        {
            "NAME": "photon", "BACKEND": "geopy.geocoders.Photon",
            "OPTIONS": {"domain": chain.address, "scheme": "http"},
        }
    ]  # fmt: skip
    settings.SITE_URL, settings.SITE_NAME = "", "Times Деньги"
    chain.answers({"features": []})

    assert find_places("Idlib").errors == ()

    assert chain.asked[0].headers["User-Agent"] == f"Dateline/{settings.VERSION} (Times )"


def test_a_name_in_another_script_stops_no_search(chain: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS[1]["OPTIONS"]["user_agent"] = "Dateline/1 (Деньги)"

    assert find_places("Idlib").errors == ()

    assert chain.asked[0].headers["User-Agent"] == "Dateline/1 ()"


def test_no_such_place_is_no_error(chain: Behaviour) -> None:
    chain.answers([])

    found = find_places("Qqqqzzzz")

    assert (found.results, found.errors) == ((), ())


LIMITED = "Nominatim takes no more questions for now: its limit is reached. Search again in"
REFUSED = "Nominatim refused to answer. Check its key and its terms of use in the settings. Search again in"
FAILED = "Nominatim has failed and could not answer"


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (429, {"Retry-After": "30"}, f"{LIMITED} 30 seconds."),
        (429, {}, f"{LIMITED} 60 seconds."),
        (429, {"Retry-After": "soon"}, f"{LIMITED} 60 seconds."),
        (429, {"Retry-After": "0"}, f"{LIMITED} 60 seconds."),
        (429, {"Retry-After": "9" * 400}, f"{LIMITED} 7 days."),
        (429, {"Retry-After": "99999999"}, f"{LIMITED} 7 days."),
        (403, {}, f"{REFUSED} 10 minutes."),
        (401, {}, f"{REFUSED} 10 minutes."),
        (400, {}, "Nominatim does not understand this search. Write the name in another way."),
        (500, {}, f"{FAILED} (HTTP 500). Search again in 30 seconds."),
        (503, {}, f"{FAILED} (HTTP 503). Search again in 30 seconds."),
        (503, {"Retry-After": "120"}, f"{FAILED} (HTTP 503). Search again in 2 minutes."),
        (509, {}, f"{LIMITED} 60 seconds."),
    ],
)
def test_refusals_are_told_apart(chain: Behaviour, status: int, headers: dict, sentence: str) -> None:
    chain.status, chain.headers = status, headers

    found = find_places("Idlib")

    assert found.errors == (sentence,)
    assert found.results, "ours still answers"


def test_who_asks_for_time_as_a_date_is_given_it(chain: Behaviour) -> None:
    until = datetime.now(UTC) + timedelta(minutes=30)
    chain.status, chain.headers = 429, {"Retry-After": format_datetime(until, usegmt=True)}

    assert find_places("Idlib").errors == (f"{LIMITED} 30 minutes.",)


def test_who_asks_for_time_is_left_alone(chain: Behaviour) -> None:
    chain.status, chain.headers = 429, {"Retry-After": "3600"}
    find_places("Idlib")
    chain.status, chain.headers = 200, {}

    found = find_places("Homs")

    assert found.errors == (
        "Nominatim was not asked, because its limit was reached. Search again in 60 minutes.",
    )
    assert found.results
    assert len(chain.asked) == 1


def test_other_settings_are_tried_at_once(chain: Behaviour, settings: Settings) -> None:
    chain.status = 403
    find_places("Idlib")
    chain.answers([BUILDING])

    settings.GEOCODERS[1]["OPTIONS"]["user_agent"] = "Dateline/1 (allowed now)"

    assert [place.name for place in from_nominatim()] == ["Central Hospital"]


@pytest.mark.parametrize(
    "body",
    [b"<html>maintenance</html>", b"", b"{", b"42", b'{"error": "over capacity"}', b"[" * 100_000,
     b'[{"lat": "36", "lon": "200", "display_name": "Round the world"}]',
     b'[{"lat": "36.6", "lon": "135.9", "display_name": ""}]', b'[{"display_name": "Somewhere"}]',
     b'[{"lat": true, "lon": true, "display_name": "Yes"}]',
     b'[{"lat": 1e999, "lon": 1, "display_name": "Far"}]',
     b'[{"lat": "x"}]', b"[[1]]",
     b'[{"lat": "0", "lon": "0", "display_name": "Null Island"}]',
     b'[{"lat": "95", "lon": "36", "display_name": "Off the map"}]',
     b'[{"lat": "NaN", "lon": "36", "display_name": "Nowhere"}]', b"\xff\xfe\x00"],
)  # fmt: skip
def test_garbage_is_an_error_and_never_a_place(chain: Behaviour, body: bytes) -> None:
    chain.body = body

    found = find_places("Idlib")

    assert [place for place in found.results if place.provider == "nominatim"] == []
    assert len(found.errors) == 1, found.errors
    assert found.errors[0].startswith("Nominatim ")


def test_a_good_row_among_bad_ones_is_kept(chain: Behaviour) -> None:
    chain.answers([{"lat": "0", "lon": "0", "display_name": "Null Island"}, BUILDING])

    assert [place.name for place in from_nominatim()] == ["Central Hospital"]


def test_an_outline_that_is_nonsense_leaves_the_point(chain: Behaviour) -> None:
    chain.answers([{**DISTRICT, "geojson": {"type": "Polygon", "coordinates": [[[500, 0], [1, 1]]]}}])

    (district,) = from_nominatim()

    assert (district.geometry, district.lon, district.lat) == (None, 36.6, 35.9)


def test_swapped_coordinates_are_no_place(chain: Behaviour) -> None:
    # 36.6 and 35.9 are both possible either way: only the country tells.
    chain.answers([{**BUILDING, "lat": BUILDING["lon"], "lon": BUILDING["lat"]}])

    found = find_places("Central Hospital")

    assert found.errors == (UNREADABLE,)
    assert [place for place in found.results if place.provider == "nominatim"] == []


UNREADABLE = "Nominatim answered with something that cannot be read. What it knows is not shown."


def test_names_of_any_script_are_kept_and_what_cannot_be_stored_is_not(chain: Behaviour) -> None:
    name = "مشفى \ud800المركز\u0000ي"
    chain.answers([{**BUILDING, "name": name, "display_name": name}])

    assert [place.name for place in from_nominatim("مشفى\u0000 ١")] == ["مشفى المركز ي"]


def test_what_keeps_letters_apart_within_a_name_is_asked(chain: Behaviour) -> None:
    find_places("  کوه\u200cدشت\t\u0007 ")

    query = parse_qs(urlsplit(chain.asked[0].path).query)["q"]
    assert query == ["کوه\u200cدشت"]


def test_a_key_is_never_logged(
    chain: Behaviour, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.GEOCODERS = [
        {
            "NAME": "pelias", "BACKEND": "geopy.geocoders.Pelias",
            "OPTIONS": {"domain": chain.address, "scheme": "http", "api_key": "s3cret"},
        }
    ]  # fmt: skip
    with caplog.at_level(logging.INFO):
        for chain.status, chain.body in ((500, b""), (200, b"<html>"), (302, b"")):
            settings.GEOCODERS[0]["OPTIONS"]["user_agent"] = f"Dateline {chain.status} {chain.body!r}"
            find_places("Idlib")

    assert len(chain.asked) == 3
    assert "s3cret" in chain.asked[0].path
    assert "s3cret" not in caplog.text


def test_wrong_settings_are_said_and_do_not_stop_the_search(chain: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS[1]["OPTIONS"] = {"colour": "red"}

    found = find_places("Idlib")

    assert found.errors == ("Nominatim cannot be asked: its settings are wrong. The server's log says more.",)
    assert found.results


def test_nobody_there_is_said_and_left_alone(chain: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS[1]["OPTIONS"]["domain"] = "127.0.0.1:9"

    assert find_places("Idlib").errors == ("Nominatim cannot be reached. Search again in 15 seconds.",)
    (error,) = find_places("Idlib").errors
    assert error.startswith("Nominatim was not asked, because it could not be reached. Search again in ")


def test_failures_in_a_row_are_left_alone_ever_longer(chain: Behaviour) -> None:
    chain.status = 500
    sentences = []
    for _ in range(3):
        sentences += find_places("Idlib").errors
        with connection.cursor() as cursor:
            cursor.execute("UPDATE events_geocoderturn SET left_alone_until = to_timestamp(0)")
    chain.answers([])
    find_places("Idlib")
    chain.status = 500
    sentences += find_places("Idlib").errors

    assert [sentence.partition("again in ")[2] for sentence in sentences] == [
        "30 seconds.", "60 seconds.", "2 minutes.", "30 seconds.",
    ]  # fmt: skip


def test_the_default_chain_looks_up_nothing_of_others(settings: Settings) -> None:
    assert [geocoder["NAME"] for geocoder in settings.GEOCODERS] == ["gazetteer"]

    with CaptureQueriesContext(
        connection,
    ) as queries:
        find_places("Idlib")

    assert [query["sql"] for query in queries if "geocoder" in query["sql"]] == []


def test_all_are_asked_at_once(chain: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS = [entry(chain, name) for name in ("one", "two", "three")]
    chain.delay_s = 1
    chain.answers([BUILDING])

    found = find_places("Central Hospital")

    assert found.errors == ()
    starts = [asked.at for asked in chain.asked]
    assert len(starts) == 3
    assert max(starts) - min(starts) < 1
