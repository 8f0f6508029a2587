"""Many events in columns say the same as their features."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from events.api import views
from events.enums import EventKind, PlaceKind, Precision, Scope
from events.models import PlaceName
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

FIRST_DAY = date(1970, 1, 1)


@pytest.fixture
def answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Three events of different kinds, asked for as if they were many."""
    monkeypatch.setattr(views, "MOST_WHOLE_ON_MAP", 2)
    country = make.place("Syria", kind=PlaceKind.COUNTRY, lon=38.5, lat=35)
    factories.published_event(title="Told with a figure")
    factories.published_event(
        title="Known to the month", mention={"place": make.place("Binnish", lon=36.71234, lat=35.95)},
        kind=EventKind.FLIGHT, earliest=date(2019, 9, 1), latest=date(2019, 9, 30), date_precision="month",
        figure={"measure": "displaced", "low": 300, "high": 300, "quantifier": "exact", "scope": Scope.STOCK},
        is_graphic=True,
    )  # fmt: skip
    factories.published_event(
        title="Nowhere exactly", has_figure=False, earliest=None, latest=None, date_precision="unknown",
        mention={"place": country, "geometry": None, "precision": Precision.COUNTRY},
    )  # fmt: skip
    return client.get("/events.json").json()


def test_columns_say_what_the_features_say(answer: dict[str, Any], client: Client) -> None:
    features = client.get("/events.geojson?limit=2").json()["features"]
    features += client.get("/events.geojson?limit=2&page=2").json()["features"]
    columns = answer["columns"]

    assert columns["id"] == [feature["id"] for feature in features]
    for row, properties in enumerate(feature["properties"] for feature in features):
        for name, choices in (
            ("kind", "kinds"), ("layer", "layers"), ("precision", "precisions"),
            ("verification", "verifications"), ("date_precision", "date_precisions"),
        ):  # fmt: skip
            assert answer[choices][columns[name][row]]["value"] == properties[name], name
        assert _day(columns["latest"][row]) == properties["latest"]
        assert _place(answer, columns["place"][row]) == properties["place"]
        assert _point(answer, columns["spot"][row]) == properties["point"]
        assert bool(columns["marks"][row] & 1) == properties["is_graphic"]
    assert columns["span"] == [29, 0, None]
    assert answer["numberMatched"] == 3


def test_columns_have_the_figures_that_circles_are_drawn_from(answer: dict[str, Any]) -> None:
    figures = answer["figures"]

    assert figures["event"] == [0, 1]
    assert [answer["measures"][code]["value"] for code in figures["measure"]] == ["displaced", "killed"]
    assert (figures["low"], figures["high"]) == ([300, 12], [300, None])
    assert (figures["hedge"], figures["scope"]) == ([0, 1], [2, 0])


def test_columns_say_nothing_of_what_is_not_published(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_WHOLE_ON_MAP", 0)
    shown = factories.published_event(title="Shown")
    make.figure(factories.article(), event=shown, low=999, role="corroborating")
    make.event(make.mention(place=make.place("Hidden town")), title="Draft")

    answer = client.get("/events.json").json()

    assert answer["columns"]["id"] == [shown.pk]
    assert answer["places"]["name"] == ["Saraqib"]
    assert answer["figures"]["low"] == [12]


def test_few_events_come_whole_and_many_by_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    events = [factories.published_event(title=f"Event {number}") for number in range(3)]
    whole = client.get("/events.json").json()
    assert [feature["id"] for feature in whole["features"]] == [event.pk for event in reversed(events)]
    assert "links" not in whole

    monkeypatch.setattr(views, "MOST_WHOLE", 2)
    first = client.get("/events.geojson").json()
    second = client.get(first["links"][0]["href"]).json()

    assert first["numberMatched"] == second["numberMatched"] == 3
    assert [len(page["features"]) for page in (first, second)] == [2, 1]
    assert "links" not in second


def test_events_are_completed_by_their_ids(client: Client) -> None:
    one, other, _third = (factories.published_event(title=f"Event {number}") for number in range(3))
    draft = make.event(title="Draft")

    answer = client.get(f"/events.geojson?id={one.pk},{other.pk},{draft.pk}").json()

    assert {feature["id"] for feature in answer["features"]} == {one.pk, other.pk}
    assert client.get(f"/totals.json?id={one.pk}").status_code == 400


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("limit=0", "limit", '"0" is not a number of events. Use 1 to 2000; '),
        ("limit=5000", "limit", '"5000" is not a number of events. '),
        ("page=0", "page", '"0" is not the number of a page. Use 1, 2, 3 and so on.'),
        ("page=x", "page", '"x" is not the number of a page. '),
        ("page=1&page=2", "page", '"page" is given 2 times. '),
        ("sort=colour", "sort", 'Events are not sorted by "colour". Use: date, size, place, '),
    ],
)
def test_pages_that_cannot_be_are_refused(client: Client, query: str, field: str, sentence: str) -> None:
    refused = client.get(f"/events.geojson?{query}")

    assert refused.status_code == 400
    assert refused.json()["field"] == field
    assert refused.json()["error"].startswith(sentence)


def _day(number: int | None) -> str | None:
    return None if number is None else (FIRST_DAY + timedelta(days=number)).isoformat()


def _place(answer: dict[str, Any], number: int | None) -> dict[str, Any] | None:
    if number is None:
        return None
    return {name: answer["places"][name][number] for name in ("id", "name", "country")}


def _point(answer: dict[str, Any], number: int | None) -> list[float] | None:
    return None if number is None else [answer["spots"][axis][number] / 100_000 for axis in ("lon", "lat")]


def test_answer_is_one_json_object_whatever_the_names(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_WHOLE_ON_MAP", -1)
    name = 'Ma\'arrat "an" %s {Numan} \\ </script>'
    factories.published_event(mention={"place": make.place(name)})

    answer = json.loads(client.get("/events.json?q=100%25%20saraqib").content)
    assert answer["columns"]["id"] == []
    assert client.get("/events.json?from=2019-01-01").json()["places"]["name"] == [name]


def test_places_stand_under_their_names_in_the_readers_language(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_WHOLE_ON_MAP", 0)
    town = make.place("Saraqib")
    PlaceName.objects.create(place=town, name="سراقب", key="سراقب", language="ar")
    factories.published_event(mention={"place": town})

    answer = client.get("/events.json?lang=ar").json()

    assert answer["places"]["name"] == ["سراقب"]
    assert answer["details"] == "/events.geojson?lang=ar&"
    assert client.get("/events.json").json()["places"]["name"] == ["Saraqib"]
