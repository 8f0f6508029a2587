"""Vector tiles of the published events, read back without a library: they hold numbers and short texts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from events.enums import EventKind, PlaceKind, Precision
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

LON, LAT = 36.8, 35.86


def at(z: int, lon: float = LON, lat: float = LAT) -> str:
    """The address of the tile that holds a point."""
    across = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return f"/tiles/{z}/{int((lon / 360 + 0.5) * across)}/{int(y * across)}.mvt"


def layers(client: Client, address: str) -> dict[str, list[dict[str, Any]]]:
    """The features of each layer: their attributes, and `feature`, their id."""
    response = client.get(address)
    assert response.status_code == 200
    return {
        next(value for number, value in _fields(layer) if number == 1).decode(): list(_features(layer))
        for number, layer in _fields(response.content)
        if number == 3
    }


def test_events_stand_alone_where_they_are_and_together_where_they_are_near(client: Client) -> None:
    first = factories.published_event(title="Shells")
    for number in range(3):
        factories.published_event(
            title=f"Flight {number}", kind=EventKind.FLIGHT,
            mention={"place": make.place("Binnish", lon=36.71 + number / 500, lat=35.95)},
        )  # fmt: skip

    (far,) = layers(client, at(2))["events"]
    close = layers(client, at(9))["events"]
    (alone,) = layers(client, at(13))["events"]

    assert (far["count"], far["group"]) == (4, "displacement")
    assert "id" not in far
    assert sorted(event["count"] for event in close) == [1, 3]
    assert alone == {
        "feature": first.pk, "id": first.pk, "count": 1, "title": "Shells", "kind": "shelling_artillery",
        "group": "shelling", "layer": "events", "earliest": "2019-08-30", "latest": "2019-08-30",
        "date_precision": "day", "precision": "settlement", "verification": "weak",
    }  # fmt: skip


def test_counts_add_up_at_every_zoom(client: Client) -> None:
    spots = [(LON, LAT), (0.0, 0.0), (0.0, 45.0), (-90.0, 45.0), (36.8001, 35.86), (179.999, -16.5)]
    for number, (lon, lat) in enumerate(spots):
        factories.published_event(
            title=f"Event {number}",
            mention={"place": make.place("Saraqib", lon=lon, lat=lat)},
            has_figure=False,
        )

    for z in (0, 1, 2):
        tiles = [f"/tiles/{z}/{x}/{y}.mvt" for x in range(2**z) for y in range(2**z)]
        points = [point for tile in tiles for point in layers(client, tile).get("events", [])]
        assert sum(point["count"] for point in points) == len(spots), z


def test_filters_choose_what_is_in_a_tile(client: Client) -> None:
    factories.published_event(title="Shells")

    assert len(layers(client, f"{at(6)}?kind=shelling")["events"]) == 1
    assert layers(client, f"{at(6)}?kind=flood") == {}
    assert layers(client, f"{at(6)}?q=100%25") == {}
    assert client.get(f"{at(6)}?kind=war").status_code == 400


def test_outline_is_there_once_with_the_number_of_its_events(client: Client) -> None:
    province = make.place("Idlib", kind=PlaceKind.ADMIN1, lon=36.5, lat=35.5)
    for number in range(2):
        factories.published_event(
            title=f"Somewhere {number}", has_figure=False,
            mention={"place": province, "geometry": make.square(), "precision": Precision.ADMIN1},
        )  # fmt: skip

    (area,) = layers(client, at(6, 36.5, 35.5))["areas"]

    assert (area["count"], area["precision"], area["group"]) == (2, "admin1", "shelling")
    assert "areas" not in layers(client, at(2, 36.5, 35.5))


def test_tile_of_nothing_is_empty_and_one_outside_is_no_tile(client: Client) -> None:
    make.event(title="Draft")

    empty = client.get(at(6))
    assert (empty.status_code, empty.content) == (200, b"")
    assert empty.headers["Access-Control-Allow-Origin"] == "*"
    assert empty.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert client.get(at(6), headers={"if-none-match": empty.headers["ETag"]}).status_code == 304
    for address in ("/tiles/15/0/0.mvt", "/tiles/3/8/0.mvt", "/tiles/99/0/0.mvt"):
        outside = client.get(address)
        assert outside.status_code == 404, address
        assert outside.json()["error"].endswith("Zooms go from 0 to 14.")


def test_tilejson_says_where_the_tiles_are_and_what_is_in_them(client: Client) -> None:
    factories.published_event(title="Shells")

    answer = client.get("/tiles.json?kind=shelling,clash&q=night")

    content = answer.json()
    assert content["tilejson"] == "3.0.0"
    assert content["tiles"] == ["http://testserver/tiles/{z}/{x}/{y}.mvt?q=night&kind=shelling,clash"]
    assert (content["minzoom"], content["maxzoom"], content["scheme"]) == (0, 14, "xyz")
    assert content["bounds"] == [36.8, 35.86, 36.8, 35.86]
    assert "GeoNames" in content["attribution"]
    (point,) = layers(client, f"{at(13)}?kind=shelling")["events"]
    described = {layer["id"]: layer["fields"] for layer in content["vector_layers"]}
    assert set(point) - {"feature"} == set(described["events"])
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_tilejson_of_nothing_has_the_bounds_of_the_world(client: Client) -> None:
    assert client.get("/tiles.json").json()["bounds"] == [-180, -85.0511, 180, 85.0511]
    assert client.get("/tiles.json?colour=red").status_code == 400


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a protobuf message: their numbers and values."""
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        if key & 7 == 0:
            value, place = _varint(data, place)
        else:
            length, place = _varint(data, place)
            value = data[place : place + length]
            place += length
        yield key >> 3, value


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, place


def _features(layer: bytes) -> Iterator[dict[str, Any]]:
    parts = list(_fields(layer))
    keys = [value.decode() for number, value in parts if number == 3]
    values = [_value(value) for number, value in parts if number == 4]
    for number, feature in parts:
        if number != 2:
            continue
        told = dict(_fields(feature))
        tags, place, codes = told.get(2, b""), 0, []
        while place < len(tags):
            code, place = _varint(tags, place)
            codes.append(code)
        named = {keys[key]: values[value] for key, value in zip(codes[::2], codes[1::2], strict=True)}
        yield named | ({"feature": told[1]} if 1 in told else {})


def _value(message: bytes) -> Any:
    number, value = next(iter(_fields(message)))
    return value.decode() if number == 1 else value // 2 if number == 6 else value
