"""Against a server on this machine that behaves as geocoders do, well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from events.enums import Precision
from events.geocoding.chain import find_places

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


class Geocoder:
    """What the server is to answer, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.headers, self.delay_s = 200, b"[]", {}, 0.0
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.address = ""

    def answers(self, rows: object) -> None:
        self.body = json.dumps(rows).encode()


@pytest.fixture
def geocoder() -> Iterator[Geocoder]:
    behaviour = Geocoder()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            behaviour.asked.append((self.path, dict(self.headers)))
            time.sleep(behaviour.delay_s)
            try:
                self.send_response(behaviour.status)
                for name, value in behaviour.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(behaviour.body)))
                self.end_headers()
                self.wfile.write(behaviour.body)
            except OSError:
                pass  # the client has given up, as it is meant to

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    behaviour.address = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield behaviour
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def chain(settings, geocoder: Geocoder) -> Geocoder:
    settings.GEOCODER_TIMEOUT_S = 0.5
    settings.SITE_URL = "https://maps.example.org"
    settings.GEOCODERS = [
        {"NAME": "gazetteer", "BACKEND": "events.geocoding.gazetteer.GazetteerGeocoder"},
        {
            "NAME": "nominatim",
            "BACKEND": "geopy.geocoders.Nominatim",
            "OPTIONS": {"domain": geocoder.address, "scheme": "http", "user_agent": "Dateline/1 (test)"},
            "LICENCE": "ODbL, © OpenStreetMap contributors",
        },
    ]
    return geocoder


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


def test_chain_puts_ours_first_and_adds_the_others(chain: Geocoder) -> None:
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


def test_chain_leaves_room_for_others_when_ours_fill_the_list(chain: Geocoder) -> None:
    chain.answers([BUILDING])

    found = find_places("San Jose", limit=4)

    assert [place.provider == "nominatim" for place in found.results] == [False, False, False, True]


def test_chain_says_who_asks(chain: Geocoder) -> None:
    find_places("Idlib")

    path, headers = chain.asked[0]
    assert path.startswith("/search?q=Idlib&")
    assert headers["User-Agent"] == "Dateline/1 (test)"
    assert headers["Referer"] == "https://maps.example.org"


def test_no_such_place_is_no_error(chain: Geocoder) -> None:
    chain.answers([])

    found = find_places("Qqqqzzzz")

    assert (found.results, found.errors) == ((), ())


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (
            429,
            {"Retry-After": "30"},
            "Nominatim takes no more questions for now; it will again in 30 seconds.",
        ),
        (429, {}, "Nominatim takes no more questions for now: its limit is reached. Try again later."),
        (403, {}, "Nominatim refused to answer. Check its key and its terms of use in the settings."),
        (401, {}, "Nominatim refused to answer. Check its key and its terms of use in the settings."),
        (400, {}, "Nominatim does not understand this search. Write the name in another way."),
        (500, {}, "Nominatim has failed and could not answer (HTTP 500). Try again later."),
        (503, {}, "Nominatim has failed and could not answer (HTTP 503). Try again later."),
        (509, {}, "Nominatim takes no more questions for now: its limit is reached. Try again later."),
    ],
)
def test_refusals_are_told_apart(chain: Geocoder, status: int, headers: dict, sentence: str) -> None:
    chain.status, chain.headers = status, headers

    found = find_places("Idlib")

    assert found.errors == (sentence,)
    assert found.results, "ours still answers"


@pytest.mark.filterwarnings("ignore:Latitude normalization has been prohibited")
@pytest.mark.parametrize(
    "body",
    [b"<html>maintenance</html>", b"", b"{", b"42", b'{"error": "over capacity"}',
     b'[{"lat": "x"}]', b"[[1]]",
     b'[{"lat": "0", "lon": "0", "display_name": "Null Island"}]',
     b'[{"lat": "95", "lon": "36", "display_name": "Off the map"}]',
     b'[{"lat": "NaN", "lon": "36", "display_name": "Nowhere"}]', b"\xff\xfe\x00"],
)  # fmt: skip
def test_garbage_is_an_error_and_never_a_place(chain: Geocoder, body: bytes) -> None:
    chain.body = body

    found = find_places("Idlib")

    assert [place for place in found.results if place.provider == "nominatim"] == []
    assert len(found.errors) == 1, found.errors
    assert found.errors[0].startswith("Nominatim ")


def test_a_good_row_among_bad_ones_is_kept(chain: Geocoder) -> None:
    chain.answers([{"lat": "0", "lon": "0", "display_name": "Null Island"}, BUILDING])

    assert [place.name for place in from_nominatim()] == ["Central Hospital"]


def test_an_outline_that_is_nonsense_leaves_the_point(chain: Geocoder) -> None:
    chain.answers([{**DISTRICT, "geojson": {"type": "Polygon", "coordinates": [[[500, 0], [1, 1]]]}}])

    (district,) = from_nominatim()

    assert (district.geometry, district.lon, district.lat) == (None, 36.6, 35.9)


def test_too_late_is_said_and_does_not_hold_up(chain: Geocoder) -> None:
    chain.delay_s = 1.5

    started = time.monotonic()
    found = find_places("Idlib")

    assert time.monotonic() - started < 1.4
    assert found.errors == ("Nominatim did not answer within 0.5 seconds. Try again later.",)
    assert found.results


def test_nobody_there_is_said(chain: Geocoder, settings) -> None:
    settings.GEOCODERS[1]["OPTIONS"]["domain"] = "127.0.0.1:9"

    assert find_places("Idlib").errors == ("Nominatim cannot be reached. Try again later.",)
