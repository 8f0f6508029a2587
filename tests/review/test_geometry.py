from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry

from events.enums import MentionRole, Precision
from events.models import Mention
from events.review.acts import Refused
from events.review.geometry import check_drawing, is_same, label_point, together, where


def told(shape: str | None, precision: str = "settlement", role: str = "happened_here") -> Mention:
    geometry = GEOSGeometry(f"SRID=4326;{shape}") if shape else None
    return Mention(geometry=geometry, precision=precision, role=role)


def shapes(*texts: str) -> list[GEOSGeometry]:
    return [GEOSGeometry(f"SRID=4326;{text}") for text in texts]


POINT, OTHER = "POINT (1 1)", "POINT (2 2)"
LEFT, RIGHT = "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))"
LINE = "LINESTRING (0 0, 4 0)"
FAR = "POLYGON ((5 5, 6 5, 6 6, 5 6, 5 5))"


@pytest.mark.parametrize(
    ("mentions", "kind", "precision"),
    [
        ([told(POINT)], "Point", "settlement"),
        ([told(POINT), told(POINT)], "Point", "settlement"),
        ([told(POINT), told(OTHER, "near")], "MultiPoint", "near"),
        ([told(LEFT, "admin1"), told(RIGHT, "admin1")], "Polygon", "admin1"),
        ([told(LEFT, "admin1"), told(FAR, "admin2")], "MultiPolygon", "admin1"),
        ([told(POINT), told(LEFT, "admin1"), told(LINE, "area")], "GeometryCollection", "area"),
        ([told(POINT), told(OTHER, role="only_mentioned")], "Point", "settlement"),
        ([told(POINT, role="origin"), told(OTHER, role="destination")], "MultiPoint", "settlement"),
        ([told(POINT), told(OTHER, role="origin")], "Point", "settlement"),
        ([told(POINT), told(LEFT, "country")], "Point", "settlement"),
    ],
)
def test_event_lies_where_its_mentions_happened(mentions: list[Mention], kind: str, precision: str) -> None:
    geometry, known = where(mentions)

    assert (geometry.geom_type, known, geometry.srid) == (kind, precision, 4326)


@pytest.mark.parametrize(
    ("mentions", "precision"),
    [
        ([told(LEFT, "country")], Precision.COUNTRY),
        ([told(None, "unknown")], Precision.UNKNOWN),
        ([told(POINT, role=MentionRole.ONLY_MENTIONED)], Precision.UNKNOWN),
        ([], Precision.UNKNOWN),
    ],
)
def test_country_or_nothing_is_no_place_on_the_map(mentions: list[Mention], precision: Precision) -> None:
    assert where(mentions) == (None, precision)


def test_adjoining_areas_become_one() -> None:
    assert together(shapes(LEFT, RIGHT)).area == 2


def test_collections_are_taken_apart_before_they_are_put_together() -> None:
    whole = together(
        shapes("GEOMETRYCOLLECTION (POINT (1 1), GEOMETRYCOLLECTION (POINT (2 2)))", "POINT (3 3)")
    )

    assert whole.equals_exact(shapes("MULTIPOINT (1 1, 2 2, 3 3)")[0])


@pytest.mark.parametrize(
    ("shape", "point"),
    [
        (POINT, (1, 1)),
        ("MULTIPOINT (1 1, 2 2)", (1, 1)),
        (LINE, (2, 0)),
        ("MULTILINESTRING ((0 0, 1 0), (0 5, 4 5))", (2, 5)),
        (LEFT, (0.5, 0.5)),
        ("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)), ((4 4, 8 4, 8 8, 4 8, 4 4)))", (6, 6)),
        ("GEOMETRYCOLLECTION (POINT (9 9), GEOMETRYCOLLECTION (LINESTRING (0 0, 4 0)))", (2, 0)),
        ("GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0)), LINESTRING (0 0, 9 0))", (0.5, 0.5)),
    ],
)
def test_label_point_lies_on_the_largest_part(shape: str, point: tuple[float, float]) -> None:
    assert label_point(shapes(shape)[0]).coords == point


def test_label_point_of_a_crescent_lies_inside_it() -> None:
    crescent = shapes("POLYGON ((0 0, 10 0, 10 10, 0 10, 0 9, 9 9, 9 1, 0 1, 0 0))")[0]

    assert crescent.contains(label_point(crescent))


def test_shapes_are_the_same_whatever_the_order_of_their_parts() -> None:
    one, other = shapes("MULTIPOINT (1 1, 2 2)", "MULTIPOINT (2 2, 1 1)")

    assert is_same(one, other)
    assert is_same(None, None)
    assert not is_same(one, None)


@pytest.mark.parametrize(
    ("shape", "part"),
    [
        ("POINT (181 0)", "from 181.00 0.00 to 181.00 0.00, outside the world"),
        ("LINESTRING (0 0, 0 -90.5)", "outside the world"),
        ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "not a valid shape: Self-intersection"),
        ("POLYGON EMPTY", "The drawing is empty"),
    ],
)
def test_drawing_that_is_no_shape_on_earth_is_refused(shape: str, part: str) -> None:
    with pytest.raises(Refused, match=part):
        check_drawing(shapes(shape)[0])


@pytest.mark.parametrize("shape", [POINT, LINE, LEFT, "POINT (-180 90)"])
def test_drawing_in_the_world_is_taken(shape: Any) -> None:
    check_drawing(shapes(shape)[0])
