"""What is kept of answers, for how long, and what is asked again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from events.geocoding.chain import Retried, find_places, retry_failed
from events.models import GeocoderAnswer, GeocoderTurn
from tests.geocoding.conftest import Behaviour, entry

pytestmark = pytest.mark.django_db

DISTRICT = {
    "osm_type": "relation", "osm_id": 7, "lat": "35.9", "lon": "36.6", "addresstype": "county",
    "name": "Zzyrqib District", "display_name": "Zzyrqib District, Syria", "address": {"country_code": "sy"},
    "geojson": {
        "type": "Polygon",
        "coordinates": [[[36.5, 35.8], [36.7, 35.8], [36.7, 36.0], [36.5, 36.0], [36.5, 35.8]]],
    },
}  # fmt: skip
OFF = "Nominatim has failed and could not answer (HTTP 500). Search again in 30 seconds."


@pytest.fixture
def keeping(chain: Behaviour, settings: Settings) -> Behaviour:
    """A Nominatim alone, whose answers are kept for 30 days."""
    settings.GEOCODERS = [entry(chain, CACHE_DAYS=30)]
    return chain


def days_left(row: GeocoderAnswer) -> float:
    return round((row.expires_at - timezone.now()) / timedelta(days=1), 2)


def make_due() -> None:
    """As if the time were over for which a failed question and its geocoder are left alone."""
    GeocoderAnswer.objects.update(retry_at=timezone.now())
    GeocoderTurn.objects.update(left_alone_until=timezone.now())


def test_an_answer_is_kept_with_its_source_and_asked_once(keeping: Behaviour) -> None:
    keeping.answers([DISTRICT])

    first = find_places("Zzyrqib  District")
    second = find_places(" zzyrqib district ")

    assert second == first
    (place,) = second.results
    assert place.geometry.equals_exact(first.results[0].geometry)
    assert len(keeping.asked) == 1
    row = GeocoderAnswer.objects.get()
    assert (row.provider, row.query) == ("nominatim", "zzyrqib district")
    assert (row.licence, row.failure) == ("ODbL, © OpenStreetMap contributors", "")
    assert timezone.now() - row.asked_at < timedelta(minutes=1)
    assert days_left(row) == 30


def test_no_such_place_is_kept_shorter(keeping: Behaviour) -> None:
    assert find_places("Zzyrqib") == find_places("Zzyrqib")

    row = GeocoderAnswer.objects.get()
    assert (row.places, days_left(row), len(keeping.asked)) == ([], 1, 1)


def test_terms_that_forbid_keeping_are_kept_to(keeping: Behaviour, settings: Settings) -> None:
    settings.GEOCODERS[0]["CACHE_DAYS"] = 0
    keeping.answers([DISTRICT])

    find_places("Zzyrqib")
    find_places("Zzyrqib")
    keeping.status = 500
    find_places("Zzyrqib")

    assert len(keeping.asked) == 3
    assert not GeocoderAnswer.objects.exists()


def test_what_has_expired_is_deleted_and_asked_anew(keeping: Behaviour) -> None:
    keeping.answers([DISTRICT])
    find_places("Zzyrqib")
    find_places("Zzyrqib District")
    GeocoderAnswer.objects.update(expires_at=timezone.now())

    find_places("Zzyrqib")

    assert len(keeping.asked) == 3
    assert GeocoderAnswer.objects.get().query == "zzyrqib"


@pytest.mark.parametrize(
    ("name", "value"), [("VERSION", "99"), ("OPTIONS", {"domain": "127.0.0.1:9", "scheme": "http"})]
)
def test_another_server_or_release_is_asked_anew(
    keeping: Behaviour, settings: Settings, name: str, value: Any
) -> None:
    keeping.answers([DISTRICT])
    find_places("Zzyrqib")

    if name == "OPTIONS":
        settings.GEOCODERS[0]["OPTIONS"] = value | {"user_agent": "Dateline/1 (test)"}
    else:
        setattr(settings, name, value)

    assert bool(find_places("Zzyrqib").errors) == (name == "OPTIONS")
    assert len(keeping.asked) == (1 if name == "OPTIONS" else 2)


@pytest.mark.parametrize(
    ("behaviour", "failure"),
    [
        ({"status": 500}, "failed"),
        ({"status": 429}, "limited"),
        ({"status": 403}, "refused"),
        ({"status": 509}, "limited"),
        ({"delay_s": 20}, "time_out"),
        ({"body": b"<html>"}, "unreadable"),
        ({"body": b'[{"lat": "0", "lon": "0", "display_name": "Null Island"}]'}, "unreadable"),
    ],
)
def test_a_failure_is_never_kept_as_no_result(
    keeping: Behaviour, settings: Settings, behaviour: dict, failure: str
) -> None:
    vars(keeping).update(behaviour)
    settings.GEOCODER_TIMEOUT_S = 0.5 if failure == "time_out" else 10
    assert find_places("Zzyrqib").errors
    settings.GEOCODER_TIMEOUT_S = 10

    row = GeocoderAnswer.objects.get()
    assert (row.places, row.failure, row.attempts) == (None, failure, 1)
    assert row.retry_at > timezone.now()

    make_due()
    vars(keeping).update(delay_s=0)
    keeping.answers([DISTRICT])
    assert [place.name for place in find_places("Zzyrqib").results] == ["Zzyrqib District"]
    row.refresh_from_db()
    assert (row.failure, row.attempts, row.retry_at, len(row.places)) == ("", 0, None, 1)


def test_a_search_that_is_not_understood_is_not_asked_again(keeping: Behaviour) -> None:
    keeping.status = 400

    find_places("Zzyrqib")

    assert not GeocoderAnswer.objects.exists()


def test_what_was_not_asked_is_on_the_list_without_an_attempt(keeping: Behaviour) -> None:
    keeping.status, keeping.headers = 429, {"Retry-After": "600"}
    find_places("Zzyrqib")
    find_places("Zzyrqib District")

    rows = GeocoderAnswer.objects.order_by("query")
    assert [(row.query, row.attempts) for row in rows] == [("zzyrqib", 1), ("zzyrqib district", 0)]
    assert all(row.retry_at > timezone.now() + timedelta(seconds=590) for row in rows)


def test_retry_asks_what_is_due_and_keeps_the_answer(keeping: Behaviour) -> None:
    keeping.status = 500
    find_places("Zzyrqib")
    assert list(retry_failed()) == [], "it is not time yet"

    make_due()
    keeping.answers([DISTRICT])
    assert list(retry_failed()) == [Retried("nominatim", "zzyrqib", 1, "")]

    keeping.status = 500
    assert [place.name for place in find_places("Zzyrqib").results] == ["Zzyrqib District"]
    assert list(retry_failed()) == []


def test_retry_leaves_a_geocoder_alone_that_fails_again(keeping: Behaviour) -> None:
    keeping.status = 500
    find_places("Zzyrqib")
    GeocoderTurn.objects.update(left_alone_until=timezone.now())
    find_places("Zzyrqib District")
    make_due()
    asked = len(keeping.asked)

    (retried,) = retry_failed()

    assert (retried.query, len(keeping.asked)) == ("zzyrqib", asked + 1)
    assert retried.error.startswith("Nominatim has failed")


def test_retry_gives_up_after_some_attempts(keeping: Behaviour) -> None:
    keeping.status = 500
    find_places("Zzyrqib")
    for _ in range(9):
        make_due()
        list(retry_failed())

    assert len(keeping.asked) == 6
    assert list(retry_failed()) == []


def test_retry_asks_nobody_who_is_gone_from_the_settings(keeping: Behaviour, settings: Settings) -> None:
    keeping.status = 500
    find_places("Zzyrqib")
    make_due()
    settings.GEOCODERS = [entry(keeping, "another")]

    assert list(retry_failed()) == []
