"""Shapes as text: checked before they reach the database."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.gis.geos import GEOSGeometry
from shapely import from_wkt
from shapely.errors import ShapelyError

from events.exchange.refusals import Wrong, shortened
from events.exchange.wkt import number_of
from events.review.geometry import label_point as inside


@lru_cache(maxsize=200)
def checked_wkt(text: str, column: str) -> str:
    """WKT, without a reference to a system. Raises Wrong with what is wrong with the shape."""
    plain = text.rpartition(";")[2] if text.upper().startswith("SRID=4326;") else text
    try:
        shape = from_wkt(plain)
    except (ShapelyError, ValueError) as error:
        raise Wrong(
            f'"{shortened(text)}" is no geometry. Write it as POINT(36.8 35.86), longitude first.',
            column=column, value=text,
        ) from error  # fmt: skip
    if shape.is_empty:
        return ""
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):  # NaN lies nowhere
        raise Wrong(
            f"The geometry reaches from {west:g}, {south:g} to {east:g}, {north:g}, outside the world. "
            "Longitude "
            "comes first, and both are degrees.",
            column=column,
            value=shortened(text),
        )
    if not shape.is_valid:
        raise Wrong("The geometry crosses itself. Repair it.", column=column, value=shortened(text))
    return plain


def label_point(wkt: str) -> str:
    """A point inside the shape, where its symbol goes, as `events.review.geometry.label_point`."""
    if wkt.startswith("POINT"):
        return wkt
    point = inside(GEOSGeometry(wkt, srid=4326))
    return f"POINT({number_of(point.x)} {number_of(point.y)})"
