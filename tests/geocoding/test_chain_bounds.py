"""How long and how much one call to a geocoder may take, whatever the other side does."""

from __future__ import annotations

import threading
import time

import pytest
from geopy.exc import GeocoderTimedOut
from pytest_django.fixtures import Settings

from events.geocoding.adapter import MAX_BYTES, BoundedAdapter
from events.geocoding.chain import find_places
from tests.geocoding.conftest import Behaviour

pytestmark = pytest.mark.django_db


@pytest.fixture
def hurried(chain: Behaviour, settings: Settings) -> Behaviour:
    settings.GEOCODER_TIMEOUT_S = 0.5
    return chain


TOO_LATE = "Nominatim did not answer within 0.5 seconds. Search again in 15 seconds."


@pytest.mark.parametrize(
    "behaviour",
    [
        {"delay_s": 20},
        # Each byte comes in time, the whole does not.
        {"drip_s": 0.05, "body": b"[" + b" " * 500 + b"]"},
        {"drip_s": 0.05, "drips_head": True},
    ],
    ids=["silent", "dripping-body", "dripping-head"],
)
def test_too_late_is_said_and_does_not_hold_up(hurried: Behaviour, behaviour: dict) -> None:
    vars(hurried).update(behaviour)

    started = time.monotonic()
    found = find_places("Idlib")

    assert time.monotonic() - started < 5
    assert found.errors == (TOO_LATE,)
    assert found.results, "ours still answers"


def test_a_call_that_is_given_up_leaves_no_thread(hurried: Behaviour) -> None:
    hurried.drip_s, hurried.drips_head = 0.05, True
    find_places("Idlib")

    until = time.monotonic() + 10
    while time.monotonic() < until and any(thread.name == "nominatim" for thread in threading.enumerate()):
        time.sleep(0.02)

    assert [thread.name for thread in threading.enumerate() if thread.name == "nominatim"] == []


def test_adapter_alone_bounds_the_body(server: Behaviour) -> None:
    server.drip_s, server.body = 0.05, b" " * 500

    started = time.monotonic()
    with pytest.raises(GeocoderTimedOut):
        BoundedAdapter(proxies={}, ssl_context=None).get_text(
            f"http://{server.address}/", timeout=0.3, headers={}
        )

    assert time.monotonic() - started < 5


def test_an_endless_answer_is_cut_off(chain: Behaviour) -> None:
    chain.is_endless = True

    started = time.monotonic()
    errors = find_places("Idlib").errors

    assert time.monotonic() - started < 8
    assert errors == (
        "Nominatim answered with more than 2 MB, which is not read. Write the name more exactly.",
    )


def test_an_answer_just_small_enough_is_read(chain: Behaviour) -> None:
    chain.body = b"[" + b" " * (MAX_BYTES - 2) + b"]"

    assert find_places("Idlib").errors == ()


def test_a_body_cut_short_is_an_error(chain: Behaviour) -> None:
    chain.body, chain.headers = b'[{"lat": "35.9"', {"Content-Length": "4000"}

    (error,) = find_places("Idlib").errors

    assert error == "Nominatim answered with something that cannot be read. What it knows is not shown."


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/search?key=s3cret",
        "http://localhost:{port}/search",
        "ftp://127.0.0.1/x",
        "//169.254.169.254/",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(chain: Behaviour, location: str) -> None:
    chain.status = 302
    chain.headers = {"Location": location.format(port=chain.address.partition(":")[2])}

    (error,) = find_places("Idlib").errors

    assert error.startswith("Nominatim sends on to ")
    assert "s3cret" not in error
    assert error.endswith(", which is not followed. Put its new address into the settings.")
    assert len(chain.asked) == 1


def test_a_redirect_on_the_same_server_is_followed_but_not_for_ever(chain: Behaviour) -> None:
    chain.status, chain.headers = 302, {"Location": "/search"}

    (error,) = find_places("Idlib").errors

    assert error == "Nominatim answered with something that cannot be read. What it knows is not shown."
    assert [asked.path for asked in chain.asked][1:] == ["/search"] * 3
