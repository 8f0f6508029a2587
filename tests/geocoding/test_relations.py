"""On the real gazetteer, which the test database is made from."""

import pytest
from django.contrib.gis.geos import Point
from geopy.distance import geodesic

from events.enums import Direction, PlaceKind, Precision, Relation
from events.geocoding.gazetteer import lookup
from events.geocoding.relations import area_of, border_place, locate
from events.models import Place

pytestmark = pytest.mark.django_db


def place(name: str, kind: str = "settlement", country: str = "SY") -> Place:
    found = [r for r in lookup([name])[name] if r.kind == PlaceKind(kind) and r.country == country]
    return Place.objects.get(pk=found[0].id)


def km(one: Point, other: Point) -> float:
    return geodesic((one.y, one.x), (other.y, other.x)).km


@pytest.mark.parametrize(
    ("name", "kind", "country", "shape", "precision"),
    [
        ("Idlib", "settlement", "SY", "Point", Precision.SETTLEMENT),
        ("Idlib", "admin1", "SY", "Polygon", Precision.ADMIN1),
        ("Syria", "country", "SY", "Polygon", Precision.COUNTRY),
        ("Donbas", "own_area", "UA", "Polygon", Precision.AREA),
        ("Black Sea", "natural", "", "Point", Precision.AREA),
    ],
)
def test_in_is_the_place_with_its_own_precision(name, kind, country, shape, precision) -> None:
    located = locate(place(name, kind, country))

    assert (located.geometry.geom_type, located.precision, located.radius_m) == (shape, precision, None)
    assert located.words == name


@pytest.mark.parametrize("direction", list(Direction))
def test_part_of_lies_in_the_area_on_that_side(direction: Direction) -> None:
    idlib = place("Idlib", "admin1")
    centre = idlib.geometry.centroid

    located = locate(idlib, relation=Relation.PART_OF, direction=direction)

    assert idlib.geometry.buffer(1e-6).contains(located.geometry)
    assert 0.05 < located.geometry.area / idlib.geometry.area < 0.75
    assert located.geometry.contains(located.point)
    assert located.precision == Precision.ADMIN1
    assert located.words == f"{direction.label} Idlib"
    for letter, is_right in {
        "N": located.point.y > centre.y, "S": located.point.y < centre.y,
        "E": located.point.x > centre.x, "W": located.point.x < centre.x,
    }.items():  # fmt: skip
        assert is_right or letter not in direction.value or direction is Direction.CENTRE


def test_four_quarters_make_the_whole_area() -> None:
    hama = place("Hama", "admin1")

    parts = [locate(hama, relation=Relation.PART_OF, direction=d) for d in ("NE", "NW", "SE", "SW")]

    assert sum(part.geometry.area for part in parts) == pytest.approx(hama.geometry.area)


def test_part_of_a_town_is_no_more_exact_than_near_it() -> None:
    located = locate(place("Saraqib"), relation=Relation.PART_OF, direction=Direction.N)

    assert (located.precision, located.geometry.geom_type) == (Precision.NEAR, "Point")
    assert located.radius_m


def test_countryside_of_a_provinces_capital_is_the_province() -> None:
    located = locate(place("Idlib"), relation=Relation.COUNTRYSIDE)

    assert located.geometry == place("Idlib", "admin1").geometry
    assert (located.precision, located.words) == (Precision.ADMIN1, "countryside of Idlib")


def test_countryside_of_a_town_is_a_ring_around_it() -> None:
    saraqib = place("Saraqib")

    located = locate(saraqib, relation=Relation.COUNTRYSIDE)

    assert located.precision == Precision.AREA
    assert not located.geometry.contains(saraqib.point)
    west, _, east, _ = located.geometry.extent
    assert km(Point(west, saraqib.point.y), Point(east, saraqib.point.y)) == pytest.approx(50, abs=0.5)


def test_southern_countryside_is_the_southern_part_of_the_province() -> None:
    located = locate(place("Idlib"), relation=Relation.COUNTRYSIDE, direction="S")

    assert located.geometry.extent[3] < place("Idlib", "admin1").geometry.extent[3] - 0.3
    assert located.words == "southern countryside of Idlib"


def test_near_is_a_point_with_a_radius() -> None:
    saraqib = place("Saraqib")

    located = locate(saraqib, relation=Relation.NEAR)

    assert (located.geometry, located.precision, located.radius_m) == (saraqib.point, Precision.NEAR, 10_000)


def test_border_is_the_line_that_two_countries_share() -> None:
    located = locate(
        place("Syria", "country"), relation="border", other_place=place("Turkey", "country", "TR")
    )

    assert located.precision == Precision.AREA
    assert located.geometry.geom_type in {"LineString", "MultiLineString"}
    assert located.words == "the Syria–Turkey border"
    west, south, east, north = located.geometry.extent
    assert (round(west), round(south), round(east), round(north)) == (36, 36, 42, 37)


def test_border_cut_to_a_province_runs_along_it() -> None:
    idlib = place("Idlib", "admin1")

    located = locate(border_place("TR", "SY"), relation=Relation.BORDER, within=idlib)

    assert idlib.geometry.buffer(0.01).contains(located.geometry)
    assert located.geometry.length > 0.5
    assert located.words == "the Syria–Turkey border, along Idlib"


def test_border_cut_to_a_town_runs_along_its_province() -> None:
    border = border_place("SY", "TR")

    by_town = locate(border, relation=Relation.BORDER, within=place("Idlib"))

    assert (
        by_town.geometry == locate(border, relation=Relation.BORDER, within=place("Idlib", "admin1")).geometry
    )


def test_border_cut_to_a_province_elsewhere_stays_whole() -> None:
    border = border_place("SY", "TR")

    assert (
        locate(border, relation=Relation.BORDER, within=place("Daraa", "admin1")).geometry == border.geometry
    )


def test_near_a_border_is_the_line_itself() -> None:
    located = locate(border_place("TR", "SY"), relation=Relation.NEAR, within=place("Idlib", "admin1"))

    assert located.precision == Precision.AREA
    assert located.geometry.dims == 1


def test_between_is_the_line_from_one_to_the_other() -> None:
    located = locate(place("Idlib"), relation=Relation.BETWEEN, other_place=place("Hama"))

    assert located.geometry.coords == (place("Idlib").point.coords, place("Hama").point.coords)
    assert (located.precision, located.words) == (Precision.AREA, "between Idlib and Hama")


@pytest.mark.parametrize(("direction", "distance_m"), [("S", 20_000), ("NE", 5_000), ("W", 100_000)])
def test_offset_lies_at_the_distance_and_bearing(direction: str, distance_m: float) -> None:
    idlib = place("Idlib")

    located = locate(idlib, relation=Relation.OFFSET, direction=direction, distance_m=distance_m)

    assert km(idlib.point, located.point) == pytest.approx(distance_m / 1000, rel=1e-3)
    assert ("S" in direction) == (located.point.y < idlib.point.y - 0.01)
    assert (located.precision, located.geometry) == (Precision.NEAR, located.point)
    assert 2_000 <= located.radius_m <= 25_000


def test_offset_without_a_direction_is_near_within_the_distance() -> None:
    located = locate(place("Hama"), relation=Relation.OFFSET, distance_m=20_000)

    assert (located.point, located.radius_m) == (place("Hama").point, 20_000)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"relation": "between"}, "Choose the second place"),
        ({"relation": "border"}, "Choose the second country"),
        ({"relation": "offset", "direction": "N", "distance_m": -5}, "is not a distance"),
        ({"relation": "offset", "direction": "N", "distance_m": float("nan")}, "is not a distance"),
    ],
)
def test_locate_says_what_is_missing(arguments: dict, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        locate(place("Syria", "country"), **arguments)


def test_locate_refuses_the_border_of_countries_apart() -> None:
    with pytest.raises(ValueError, match="no common border"):
        locate(place("Syria", "country"), relation="border", other_place=place("France", "country", "FR"))


def test_border_place_takes_codes_in_any_order() -> None:
    assert border_place("sy", "TR") == border_place("TR", "SY") is not None
    assert border_place("SY", "FR") is None
    assert border_place("", "") is None


def test_area_of_a_point_is_its_province() -> None:
    assert area_of(place("Saraqib").point) == place("Idlib", "admin1")
    assert area_of(Point(-30, 0, srid=4326)) is None
