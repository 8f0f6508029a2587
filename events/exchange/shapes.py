"""Shapes as text: checked before they reach the database."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.gis.geos import GEOSGeometry
from shapely import from_wkt, get_num_coordinates
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from events.exchange.formats.table import MAX_POINTS, too_many_points
from events.exchange.refusals import Wrong, shortened
from events.exchange.whereabouts import Whereabouts
from events.exchange.wkt import number_of
from events.review.geometry import label_point as inside

#: Characters of a shape that is worth remembering: rows of one event repeat its point.
_SHORT = 200


def checked_wkt(text: str, column: str) -> str:
    """WKT, without a reference to a system. Raises Wrong with what is wrong with the shape."""
    return _remembered(text, column) if len(text) <= _SHORT else _checked(text, column)


def _checked(text: str, column: str) -> str:
    plain, shape = in_world(text, column)
    if shape.is_empty:
        return ""
    if (points := int(get_num_coordinates(shape))) > MAX_POINTS:
        raise too_many_points(points, column)
    if not shape.is_valid:
        raise Wrong("The geometry crosses itself. Repair it.", column=column, value=shortened(text))
    return plain


_remembered = lru_cache(maxsize=1000)(_checked)


def in_world(text: str, column: str) -> tuple[str, BaseGeometry]:
    """The same, whether it crosses itself or not, and the shape."""
    plain = text.rpartition(";")[2] if text.upper().startswith("SRID=4326;") else text
    try:
        shape = from_wkt(plain)
    except (ShapelyError, ValueError) as error:
        raise Wrong(
            f'"{shortened(text)}" is no geometry. Write it as POINT(36.8 35.86), longitude first.',
            column=column, value=text,
        ) from error  # fmt: skip
    if shape.is_empty:
        return "", shape
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):  # NaN lies nowhere
        raise Wrong(
            f"The geometry reaches from {west:g}, {south:g} to {east:g}, {north:g}, outside the world. "
            "Longitude "
            "comes first, and both are degrees.",
            column=column,
            value=shortened(text),
        )
    return plain, shape


def check_shape(text: str, country: str, whereabouts: Whereabouts, column: str) -> None:
    """Raises Wrong for a shape whose coordinates are the other way round, by where its middle lies."""
    if text and country in whereabouts.territories:
        at = from_wkt(text).centroid
        whereabouts.check(at.x, at.y, country, column)


def label_point(wkt: str) -> str:
    """A point inside the shape, where its symbol goes, as `events.review.geometry.label_point`."""
    if wkt.startswith("POINT"):
        return wkt
    point = inside(GEOSGeometry(wkt, srid=4326))
    return f"POINT({number_of(point.x)} {number_of(point.y)})"
