"""Geometries that are neither a point nor one plain area, and events that have none."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSGeometry,
    LineString,
    MultiPolygon,
    Point,
    Polygon,
)
from django.test import Client

from events.enums import PlaceKind, Precision
from events.models import Event
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def shown_with(
    geometry: GEOSGeometry, client: Client, precision: Precision = Precision.AREA
) -> dict[str, Any]:
    """The feature of an event drawn so; its page and the map are asked too."""
    geometry.srid = 4326
    event = factories.published_event(mention={"geometry": geometry, "precision": precision})
    for address in (f"/events/{event.pk}/", "/"):
        assert client.get(address).status_code == 200
    return client.get(f"/events/{event.pk}.geojson").json()


def test_collection_keeps_its_parts(client: Client) -> None:
    line = LineString((36, 35), (36.5, 35.2), (37, 35))

    feature = shown_with(GeometryCollection(Point(36.123456, 35), line, make.square()), client)

    parts = feature["geometry"]["geometries"]
    assert feature["geometry"]["type"] == "GeometryCollection"
    assert [part["type"] for part in parts] == ["Point", "LineString", "Polygon"]
    assert feature["properties"]["point"]


def test_line_is_called_a_line(client: Client) -> None:
    feature = shown_with(LineString((36, 35), (37, 36)), client)

    assert feature["geometry"]["type"] == "LineString"
    assert sorted(feature["geometry"]["coordinates"]) == [[36, 35], [37, 36]]
    assert feature["properties"]["precision_text"] == "placed somewhere along a line, not at a point"


def test_area_on_both_sides_of_the_antimeridian_stays_in_two_parts(client: Client) -> None:
    both = MultiPolygon(Polygon.from_bbox((179, -18, 180, -16)), Polygon.from_bbox((-180, -18, -179, -16)))

    feature = shown_with(both, client, Precision.ADMIN1)

    longitudes = [
        abs(position[0]) for part in feature["geometry"]["coordinates"] for ring in part for position in ring
    ]
    assert len(feature["geometry"]["coordinates"]) == 2
    assert min(longitudes) >= 179
    for bbox, number in (("178,-20,-178,-10", 1), ("-179.5,-20,-178,-10", 1), ("0,-20,10,-10", 0)):
        assert client.get("/events.geojson", {"bbox": bbox}).json()["numberMatched"] == number


def test_outline_of_a_province_is_simplified_and_that_of_a_quarter_kept(client: Client) -> None:
    """A wave a thousandth of a degree high is less than a pixel of a province and the shape of a quarter."""

    def wavy(step: float) -> Polygon:
        wave = [(36 + number * step, 35 + 0.001 * (number % 2)) for number in range(101)]
        end = 36 + 100 * step
        return Polygon([*wave, (end, 35 + 100 * step), (36, 35 + 100 * step), wave[0]])

    province = shown_with(wavy(0.02), client, Precision.ADMIN1)["geometry"]["coordinates"][0]
    quarter = shown_with(wavy(0.001), client, Precision.AREA)["geometry"]["coordinates"][0]

    assert len(province) < 10
    assert len(quarter) > 100


def test_event_without_a_place_on_the_map_is_listed(client: Client) -> None:
    country = make.place("Syria", kind=PlaceKind.COUNTRY)
    event = factories.published_event(
        mention={"place": country, "geometry": None, "precision": Precision.COUNTRY}
    )
    assert Event.objects.get().geometry is None

    feature = client.get("/events.geojson").json()["features"][0]

    assert feature["geometry"] is None
    shown = feature["properties"]
    assert (shown["point"], shown["radius_m"], shown["place_text"]) == (None, None, "Syria")
    assert shown["precision_text"] == "known only to the country, so it has no place on the map"
    assert client.get("/events.geojson?bbox=-180,-90,180,90").json()["numberMatched"] == 0
    for address in ("/", f"/events/{event.pk}/", f"/events/{event.pk}.geojson"):
        assert client.get(address).status_code == 200, address


def test_event_without_a_place_at_all_says_so(client: Client) -> None:
    factories.published_event()
    Event.objects.update(place=None, geometry=None, point=None, has_no_geometry=True, precision="unknown")

    shown = client.get("/events.geojson").json()["features"][0]["properties"]

    assert (shown["place"], shown["place_text"]) == (None, "place unknown")


def test_figure_whose_claimant_nobody_named_is_the_articles_own(client: Client) -> None:
    event = factories.published_event(figure={"claimant": None})

    figure = client.get(f"/events/{event.pk}.geojson").json()["properties"]["figures"][0]

    assert (figure["claimant"], figure["claimant_words"]) == (None, "")
    assert "the article’s own claim" in client.get(f"/events/{event.pk}/").text


@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("100%", ["100% of homes"]),
        ("%", []),
        ("s_x", ["Camp s_x"]),
        ("_", []),
        ("\\", []),
        ("'; --", []),
    ],
)
def test_search_takes_signs_as_signs(client: Client, q: str, titles: list[str]) -> None:
    for title in ("100% of homes", "1000 homes", "Camp s_x", "Camp sax"):
        factories.published_event(title=title)

    features = client.get("/events.geojson", {"q": q}).json()["features"]

    assert [feature["properties"]["title"] for feature in features] == titles
