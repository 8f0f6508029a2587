"""Coordinates the other way round, at borders too, and honest ones that only look so."""

from __future__ import annotations

import pytest
from shapely import MultiPolygon, box

from events.enums import PlaceKind
from events.exchange.refusals import Wrong
from events.exchange.whereabouts import Territory, Whereabouts, known_whereabouts
from events.folding import fold
from tests.review import factories as make

#: Around the line where latitude and longitude are the same: a country with a coast in the west and a
#: two provinces in its north, its neighbour in the north-west, a state that has lost another one; and a
#: country far from the line.
PROVINCES = {"idlib": box(36.5, 35.3, 37.2, 36.4), "aleppo": box(36.5, 36.95, 36.9, 37.3)}
SYRIA = Territory(box(35.7, 32.3, 42.4, 37.3) - box(35.7, 36.0, 36.5, 37.3), PROVINCES)
TURKEY = Territory(box(26.0, 37.3, 40.0, 42.0) | box(35.5, 36.0, 36.5, 37.3))
RUSSIA = Territory(MultiPolygon([box(30.0, 43.5, 60.0, 70.0), box(40.0, 43.0, 48.0, 44.9)]))
GEORGIA = Territory(box(40.0, 41.0, 46.7, 43.0))
CHILE = Territory(box(-75.0, -56.0, -66.0, -17.0))
HERE = Whereabouts({"SY": SYRIA, "TR": TURKEY, "RU": RUSSIA, "GE": GEORGIA, "CL": CHILE})


@pytest.mark.parametrize(
    ("lat", "lon", "country", "province", "where"),
    [
        # Far off, as most are.
        (-70.0, -33.0, "CL", "", "far from Chile"),
        # Beside the country, in its neighbour.
        (36.8, 35.86, "SY", "", "in Turkey, outside Syria"),
        (40.831, 34.689, "SY", "", "far from Syria"),
        # In the neighbour, beside the province; in the country, beside the province.
        (36.9, 36.1, "SY", "Idlib Governorate", "outside Idlib Governorate, Syria"),
        (36.55, 37.2, "SY", "Aleppo", "outside Aleppo, Syria"),
    ],
    ids=["far", "neighbour", "east", "province and country", "province"],
)
def test_swapped_coordinates_are_said(
    lat: float, lon: float, country: str, province: str, where: str
) -> None:
    with pytest.raises(Wrong) as said:
        HERE.check(lon, lat, country, "lat", province)

    assert str(said.value) == (
        f"Latitude {lat:g} and longitude {lon:g} lie {where}; the other way round, latitude {lon:g} and "
        f"longitude {lat:g}, they lie in it. Swap the two, or choose the columns anew."
    )
    assert (said.value.column, said.value.value) == ("lat", f"{lat:g}, {lon:g}")
    HERE.check(lat, lon, country, "lat", province)


@pytest.mark.parametrize(
    ("lat", "lon", "country", "province"),
    [
        # Elsewhere, but not swapped.
        (1.0, 100.0, "SY", ""),
        # Across the border, by some kilometres.
        (36.7, 36.4, "SY", ""),
        # In the country as written; swapped in its neighbour, and in the country too.
        (36.4, 36.9, "SY", ""), (36.7, 36.9, "SY", ""),
        # At sea, swapped in the country.
        (36.9, 35.2, "SY", ""),
        # A state's name in 1990, for what is another state today; swapped in the state.
        (41.7, 44.8, "RU", ""),
        # In the province; a little outside, where the two look alike; outside both ways.
        (35.9, 36.6, "SY", "Idlib"), (36.55, 36.35, "SY", "Idlib"), (36.6, 36.9, "SY", "Idlib"),
        # Of a province that is not known.
        (36.4, 36.9, "SY", "Elsewhere"),
        # Of a country that is not known.
        (36.8, 35.86, "", ""), (36.8, 35.86, "JO", ""),
    ],
)  # fmt: skip
def test_honest_coordinates_pass(lat: float, lon: float, country: str, province: str) -> None:
    HERE.check(lon, lat, country, "lat", province)


@pytest.mark.django_db
def test_provinces_are_known_by_their_names_and_not_by_one_that_two_have() -> None:
    make.place("A", kind=PlaceKind.COUNTRY, country="QQ", lon=36.5, lat=35.5, geometry=make.square(size=4.0))
    areas = {}
    for name, west in (("North of tests", 36.0), ("Twin of tests", 37.0), ("Twin of tests", 38.0)):
        shape = make.square(west)
        areas[west] = make.place(
            name, kind=PlaceKind.ADMIN1, country="QQ", lon=west, lat=35.5, geometry=shape
        )
        areas[west].names.create(name=name, key=fold(name), language="en")

    (territory,) = [found for code, found in known_whereabouts().territories.items() if code == "QQ"]

    assert territory.province("North of Tests Governorate").bounds == (36.0, 35.0, 37.0, 36.0)
    assert territory.province("Twin of tests") is None
    assert territory.outline.bounds == (36.0, 35.0, 40.0, 39.0)
