"""What the desk draws is simplified once for each geometry, not for each row and request."""

from __future__ import annotations

import json

import pytest
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon

from events.admin.desk_shapes import shapes_of
from events.models import Mention, Place
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def area(width: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((36, 35, 36 + width, 36)), srid=4326)


def province(width: float) -> Place:
    place = make.place()
    place.geometry = area(width)
    place.save()
    return place


def test_rows_with_one_geometry_share_its_shape() -> None:
    one, other = province(1.125), province(1.125)
    mention = make.mention(geometry=area(1.125))

    shapes = shapes_of(Place, [one.pk, other.pk])

    assert shapes[one.pk] is shapes[other.pk]
    assert shapes_of(Mention, [mention.pk])[mention.pk] is shapes[one.pk]
    assert shapes[one.pk].kind == "MULTIPOLYGON"
    assert GEOSGeometry(str(shapes[one.pk].geojson).replace("'", '"')).equals(one.geometry)


def test_a_shape_that_is_known_is_not_simplified_again(django_assert_num_queries) -> None:
    place = province(1.25)
    with django_assert_num_queries(2):
        first = shapes_of(Place, [place.pk])
    with django_assert_num_queries(1):
        assert shapes_of(Place, [place.pk]) == first

    place.geometry = area(1.5)
    place.save()

    assert shapes_of(Place, [place.pk])[place.pk].geojson != first[place.pk].geojson


def test_what_has_no_geometry_has_no_shape() -> None:
    place = make.place()
    place.geometry = None
    place.save()

    assert shapes_of(Place, [place.pk]) == {}


def test_a_row_changed_behind_django_is_read_again() -> None:
    place = province(1.375)
    before = shapes_of(Place, [place.pk])[place.pk]

    Place.objects.filter(pk=place.pk).update(geometry=area(1.75))

    after = shapes_of(Place, [place.pk])[place.pk]
    assert after.digest != before.digest
    assert GEOSGeometry(json.dumps(after.geojson)).extent == (36, 35, 37.75, 36)
