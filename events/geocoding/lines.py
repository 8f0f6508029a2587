"""Lines on the globe: the middle of a border, the strip along it, the way from a place to a point off it.

Geometries are WGS 84, distances metres, bearings degrees clockwise from north.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import cast

from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSGeometry,
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
)
from geopy.distance import geodesic

_WGS84 = 4326
_METRES_A_DEGREE = 111_195.0


def moved(point: Point, bearing: float, distance_m: float) -> Point:
    there = geodesic(meters=distance_m).destination((point.y, point.x), bearing=bearing)
    return Point(round(there.longitude, 5), round(there.latitude, 5), srid=_WGS84)


def lines_of(shape: GEOSGeometry) -> list[LineString]:
    """The lines of a shape, without the points where others only touch it."""
    if shape.geom_type == "LineString":
        return [cast(LineString, shape)] if not shape.empty else []
    if shape.num_geom < 2 and shape.dims != 1:
        return []
    return [piece for part in cast(GeometryCollection, shape) for piece in lines_of(part)]


def middle_of(line: GEOSGeometry) -> Point:
    """Half-way along the longest piece."""
    longest = max(lines_of(line), key=lambda piece: piece.length)
    middle = longest.interpolate_normalized(0.5)
    return Point(round(middle.x, 5), round(middle.y, 5), srid=_WGS84)


def line_moved(line: GEOSGeometry, bearing: float, distance_m: float) -> GEOSGeometry:
    pieces = [
        LineString([moved(Point(*corner[:2]), bearing, distance_m).coords for corner in piece.coords])
        for piece in lines_of(line)
    ]
    shape = pieces[0] if len(pieces) == 1 else MultiLineString(pieces)
    shape.srid = _WGS84
    return shape


def strip_along(line: GEOSGeometry, distance_m: float) -> GEOSGeometry:
    """Everything within a distance of a line: buffered in degrees that are squeezed to be round there."""
    _, south, _, north = line.extent
    squeeze = _squeeze((south + north) / 2)
    flat = MultiLineString(
        [LineString([(x * squeeze, y) for x, y, *_ in piece.coords]) for piece in lines_of(line)]
    )
    strip = flat.buffer(distance_m / _METRES_A_DEGREE, quadsegs=4)
    whole = [strip] if strip.geom_type == "Polygon" else cast(Iterable[Polygon], strip)
    shapes = [
        Polygon(*[[(x / squeeze, y) for x, y in ring] for ring in cast(Polygon, polygon).coords])
        for polygon in whole
    ]
    shape = shapes[0] if len(shapes) == 1 else MultiPolygon(shapes)
    shape.srid = _WGS84
    return shape


def edge_of(area: GEOSGeometry, start: Point, bearing: float) -> Point:
    """Where one leaves an area for good on the way from a point in it along a bearing."""
    west, south, east, north = area.extent
    far = 1.5 * (east - west + north - south) + 0.1
    angle = math.radians(bearing)
    end = (start.x + far * math.sin(angle) / _squeeze(start.y), start.y + far * math.cos(angle))
    inside = LineString(start.coords, end, srid=_WGS84).intersection(area)
    corners = [Point(corner[0], corner[1], srid=_WGS84) for p in lines_of(inside) for corner in p.coords]
    return max(corners, key=start.distance, default=start)


def _squeeze(latitude: float) -> float:
    """How much shorter a degree of longitude is than one of latitude."""
    return max(math.cos(math.radians(latitude)), 0.05)
