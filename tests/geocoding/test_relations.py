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


@pytest.mark.parametrize(("direction", "share"), [("N", 0.5), ("E", 0.5), ("NW", 0.33), ("SE", 0.33)])
def test_part_of_is_the_outermost_half_or_third(direction: str, share: float) -> None:
    hama = place("Hama", "admin1")

    part = locate(hama, relation=Relation.PART_OF, direction=direction)

    assert part.geometry.area / hama.geometry.area == pytest.approx(share, abs=0.02)


def test_north_and_south_make_the_whole_area() -> None:
    hama = place("Hama", "admin1").geometry
    parts = [
        locate(place("Hama", "admin1"), relation=Relation.PART_OF, direction=d).geometry for d in ("N", "S")
    ]

    assert parts[0].union(parts[1]).area == pytest.approx(hama.area, rel=0.01)
    assert parts[0].intersection(parts[1]).area < 0.02 * hama.area


# Bent, slanting and scattered countries, where a quarter around the frame's corner holds nothing.
@pytest.mark.parametrize(
    ("name", "country", "direction", "inside"),
    [
        ("Norway", "NO", "SE", (10.7, 60.0)),
        ("Norway", "NO", "N", (25.0, 70.0)),
        ("France", "FR", "C", (2.4, 47.0)),
        ("France", "FR", "SW", (-0.5, 44.0)),
        ("Portugal", "PT", "C", (-8.0, 39.8)),
        ("Chile", "CL", "C", (-71.0, -36.0)),
        ("Pakistan", "PK", "NW", (71.4, 33.9)),
        ("Japan", "JP", "N", (142.5, 43.5)),
        ("New Zealand", "NZ", "S", (170.0, -44.0)),
        ("United States", "US", "W", (-118.0, 40.0)),
        ("Indonesia", "ID", "E", (138.0, -4.0)),
        ("Mozambique", "MZ", "N", (38.0, -13.0)),
        ("Nepal", "NP", "E", (87.0, 27.0)),
        ("Croatia", "HR", "NE", (18.0, 45.5)),
    ],
)
def test_part_of_a_country_holds_what_people_mean(name, country, direction, inside) -> None:
    whole = place(name, "country", country)

    part = locate(whole, relation=Relation.PART_OF, direction=direction)

    assert part.geometry.contains(Point(*inside, srid=4326))
    assert part.geometry.valid
    assert part.geometry.contains(part.point)


def test_part_of_france_lies_in_europe() -> None:
    part = locate(place("France", "country", "FR"), relation=Relation.PART_OF, direction="S")

    assert part.geometry.extent[1] > 40


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


def test_offset_from_a_province_counts_from_its_edge() -> None:
    idlib = place("Idlib", "admin1")

    located = locate(idlib, relation=Relation.OFFSET, direction="S", distance_m=20_000)

    assert not idlib.geometry.contains(located.point)
    assert idlib.geometry.distance(located.point) == pytest.approx(0.18, abs=0.06)
    assert located.precision == Precision.AREA


def test_offset_from_a_border_is_the_line_moved() -> None:
    border, idlib = border_place("SY", "TR"), place("Idlib", "admin1")

    located = locate(border, relation=Relation.OFFSET, direction="S", distance_m=15_000, within=idlib)
    line = locate(border, relation=Relation.BORDER, within=idlib)

    assert located.geometry.extent[3] == pytest.approx(line.geometry.extent[3] - 0.135, abs=0.01)
    assert (located.geometry.dims, located.precision) == (1, Precision.AREA)
    assert located.words == "15 km south of the Syria–Turkey border, along Idlib"


def test_distance_from_a_border_is_the_strip_along_it() -> None:
    border, idlib = border_place("SY", "TR"), place("Idlib", "admin1")

    located = locate(border, relation=Relation.OFFSET, distance_m=10_000, within=idlib)

    assert (located.geometry.dims, located.precision) == (2, Precision.AREA)
    assert located.geometry.contains(located.point)
    assert km(Point(0, located.geometry.extent[1]), Point(0, idlib.geometry.extent[1])) > 1
    assert located.words == "within 10 km of the Syria–Turkey border, along Idlib"


@pytest.mark.parametrize("relation", ["near", "part_of", "offset"])
def test_sea_without_an_outline_is_no_circle_around_its_label(relation: str) -> None:
    sea = place("Black Sea", "natural", "")

    located = locate(sea, relation=relation, direction="E" if relation == "part_of" else None)

    assert (located.precision, located.radius_m) == (Precision.AREA, None)


def test_near_a_country_is_known_no_better_than_the_country() -> None:
    assert locate(place("Syria", "country"), relation="near").precision == Precision.COUNTRY


def test_border_by_a_camp_runs_along_the_camps_province() -> None:
    camp = Place.objects.create(
        name="A camp", kind=PlaceKind.OWN_AREA, country="SY", point=place("Saraqib").point,
        geometry=place("Saraqib").point,
    )  # fmt: skip

    located = locate(border_place("SY", "TR"), relation=Relation.BORDER, within=camp)

    assert located.words == "the Syria–Turkey border, along A camp"
    assert place("Idlib", "admin1").geometry.buffer(0.01).contains(located.geometry)


def test_nothing_lies_between_a_place_and_itself() -> None:
    with pytest.raises(ValueError, match="lie at the same point"):
        locate(place("Idlib"), relation="between", other_place=place("Idlib"))


def test_between_refuses_places_a_continent_apart() -> None:
    with pytest.raises(ValueError, match="km apart"):
        locate(place("Idlib"), relation="between", other_place=place("Paris", country="FR"))


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
