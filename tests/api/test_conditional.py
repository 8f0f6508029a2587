"""304 before anything else: for the same address, host, language and state, and for nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from events.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown() -> Event:
    return factories.published_event()


def test_repeat_view_costs_one_query_and_no_view(
    shown: Event, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tag = client.get("/").headers["ETag"]

    with django_assert_num_queries(2):  # one follows what the test's own transaction has changed
        answer = client.get("/", headers={"if-none-match": tag})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert set(answer.headers["Vary"].split(", ")) == {"Accept-Encoding", "Accept-Language"}
    assert not answer.cookies


def test_repeat_views_within_a_second_cost_no_query(
    shown: Event, client: Client, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.VERSION_TRUSTED_S = 100
    tag = client.get("/events.geojson").headers["ETag"]
    client.get("/events.geojson", headers={"if-none-match": tag})

    with django_assert_num_queries(0):
        answer = client.get("/events.geojson", headers={"if-none-match": tag})

    assert answer.status_code == 304


def test_body_never_trusts_what_was_known_a_moment_ago(
    shown: Event, client: Client, settings: Settings
) -> None:
    settings.VERSION_TRUSTED_S = 40
    tag = client.get("/events.geojson").headers["ETag"]
    kept = client.get("/events.geojson", headers={"if-none-match": tag})
    Event.objects.update(status="withdrawn")

    assert client.get("/events.geojson").json()["numberMatched"] == 0
    # Together no more than the minute that is promised.
    assert kept.headers["Cache-Control"] == "public, max-age=20"


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "/?q=saraqib"},
        {"headers": {"host": "localhost"}},
        {"headers": {"accept-language": "ar"}},
        {"secure": True},
    ],
    ids=["address", "host", "language", "scheme"],
)
def test_tag_of_one_answer_is_not_that_of_another(shown: Event, client: Client, asked: dict) -> None:
    tag = client.get("/").headers["ETag"]

    answer = client.get(
        asked.pop("path", "/"), headers={**asked.pop("headers", {}), "if-none-match": tag}, **asked
    )

    assert answer.status_code == 200


def test_several_tags_and_weak_ones_are_understood(shown: Event, client: Client) -> None:
    tag = client.get("/", headers={"accept-encoding": "br"}).headers["ETag"]
    assert tag.startswith("W/")

    assert client.get("/", headers={"if-none-match": f'"other", {tag}'}).status_code == 304
    assert client.head("/", headers={"if-none-match": tag}).status_code == 304
    assert client.post("/", headers={"if-none-match": tag}).status_code == 405


def test_host_that_is_not_ours_is_refused_all_the_same(shown: Event, client: Client) -> None:
    tag = client.get("/").headers["ETag"]

    assert client.get("/", headers={"host": "elsewhere.example", "if-none-match": tag}).status_code == 400
