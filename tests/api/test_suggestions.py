from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from events.enums import EventKind, PlaceKind
from events.models import PlaceName
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def suggested(client: Client, q: str, **params: str) -> dict[str, Any]:
    response = client.get("/search.json", {"q": q, **params})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.json()


def test_words_lead_to_the_filters_they_may_stand_for(client: Client) -> None:
    province = make.place("Sarmada province", kind=PlaceKind.ADMIN1)
    town = make.place("Saraqib", parent=province)
    for at, name, language in (
        (province, "Sarmada province", ""),
        (town, "Saraqib", ""),
        (town, "سراقب", "ar"),
    ):
        PlaceName.objects.create(place=at, name=name, key=name.lower(), language=language)
    claimant = make.organisation(name="Sara Foundation", aliases=["The monitors"])
    outlet = make.outlet(name="The Sarajevo Herald")
    factories.published_event(
        of=factories.article(outlet=outlet), mention={"place": town}, figure={"claimant": claimant}
    )

    answer = suggested(client, "sar")

    assert [tuple(place.values()) for place in answer["places"]] == [
        ("Sarmada province", "Admin-1", "place", str(province.pk), 1),
        ("Saraqib", "Settlement, Sarmada province", "place", str(town.pk), 1),
    ]
    assert answer["claimants"] == [
        {"label": "Sara Foundation", "detail": "", "param": "claimant", "value": str(claimant.pk), "count": 1}
    ]
    assert [choice["label"] for choice in answer["outlets"]] == ["The Sarajevo Herald"]
    assert suggested(client, "moni")["claimants"] == answer["claimants"]
    assert suggested(client, "سراقب", lang="ar")["places"][0]["label"] == "سراقب"
    for each in (*answer["places"], *answer["claimants"], *answer["outlets"]):
        assert client.get("/events.geojson", {each["param"]: each["value"]}).json()["numberMatched"] == 1


def test_kinds_are_suggested_by_their_words_when_they_occur(client: Client) -> None:
    factories.published_event(kind=EventKind.SHELLING)

    kinds = suggested(client, "shel")["kinds"]

    assert [(kind["value"], kind["count"]) for kind in kinds] == [("shelling", 1), ("shelling_artillery", 1)]
    assert suggested(client, "flood")["kinds"] == []


def test_nothing_is_suggested_of_what_is_not_published(client: Client) -> None:
    hidden = make.place("Hidden town")
    PlaceName.objects.create(place=hidden, name="Hidden town", key="hidden town")
    make.event(make.mention(factories.article(outlet=make.outlet(name="Hidden Herald")), place=hidden))
    make.organisation(name="Hidden ministry")

    assert suggested(client, "hidden") == {
        "q": "hidden",
        "places": [],
        "claimants": [],
        "outlets": [],
        "kinds": [],
    }


def test_one_letter_and_no_letter_suggest_nothing(client: Client) -> None:
    factories.published_event()

    for q in ("", "s", "-"):
        assert not any(suggested(client, q)[name] for name in ("places", "claimants", "outlets", "kinds")), q


def test_a_map_suggests_what_it_shows(client: Client) -> None:
    strikes = make.layer(slug="strikes")
    factories.published_event(kind=EventKind.SHELLING, layer=strikes)
    factories.published_event(kind=EventKind.SHELLING)
    factories.published_map(slug="strikes-map").layers.set([strikes])

    assert suggested(client, "shelling", map="strikes-map")["kinds"][0]["count"] == 1
    assert suggested(client, "shelling")["kinds"][0]["count"] == 2
