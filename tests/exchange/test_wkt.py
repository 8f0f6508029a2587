"""Shapes as text, to the last bit."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from events.exchange.wkt import wkt_of
from tests.exchange.rich import SHAPES, shape

LON = st.floats(min_value=-180, max_value=180, allow_subnormal=False)
LAT = st.floats(min_value=-90, max_value=90, allow_subnormal=False)


@given(LON, LAT)
def test_number_is_read_back_as_it_was(lon: float, lat: float) -> None:
    told = wkt_of(LineString((lon, lat), (0.1, 1e-9), srid=4326))

    assert GEOSGeometry(told).coords == ((lon, lat), (0.1, 1e-9))


def test_point_is_written_as_people_write_it() -> None:
    assert wkt_of(Point(36.8, 35.0)) == "POINT (36.8 35)"
    assert wkt_of(None) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("text", SHAPES)
def test_database_reads_every_shape_back(text: str) -> None:
    whole = shape(text)

    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_GeomFromEWKT(%s)", [f"SRID=4326;{wkt_of(whole)}"])
        (found,) = cursor.fetchone()

    assert GEOSGeometry(found).hexewkb == whole.hexewkb
