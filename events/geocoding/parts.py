"""Parts of an area: "north-western Idlib", "central France". Geometries are WGS 84."""

from __future__ import annotations

import math
from typing import cast

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, MultiPolygon, Polygon

from events.enums import Direction

#: Of an area's surface the outermost half is "the north", the outermost third "the north-west". A cut by
#: share, not by quarters of a frame: the quarter at a frame's corner may hold nothing of a slanting country.
_SHARES = {4: 1 / 2, 2: 1 / 3}
#: The centre lies inside these shares from each side.
_CENTRE = 0.25
#: A centre smaller than this is one of a country bent around others; the middle band is meant then.
_SMALL = 0.06
#: Islands farther from the rest, in degrees, are no part of "northern France", as long as this share remains.
_OVERSEAS, _MAINLAND = 3.0, 0.6
#: Shapes are coarsened to find a cut, in shares of their size; the cut is then made through the shape itself.
_COARSE = 1 / 100
_STEPS = 11


def part_of(area: GEOSGeometry, direction: Direction) -> GEOSGeometry | None:
    """The part of an area on one side; None when nothing is left of it."""
    land = _mainland(area)
    coarse = land.simplify(_size(land) * _COARSE, preserve_topology=True).make_valid()
    if direction is Direction.CENTRE:
        return _centre(land, coarse)
    return polygons_of(land.intersection(_beyond(coarse, _bearing(direction), _SHARES[_ways(direction)])))


def polygons_of(shape: GEOSGeometry) -> GEOSGeometry | None:
    """Only the areas of an intersection, which also holds the points and lines where shapes just touch."""
    if shape.empty:
        return None
    if shape.geom_type != "GeometryCollection":
        return shape if shape.dims == 2 else None
    areas = [part for part in cast(GeometryCollection, shape) if part.dims == 2]
    whole = areas[0] if areas else None
    for part in areas[1:]:
        whole = cast(GEOSGeometry, whole).union(part)
    return whole


def _ways(direction: Direction) -> int:
    """Four for the main points of the compass, two for those between."""
    return 4 if len(direction.value) == 1 else 2


def _bearing(direction: Direction) -> float:
    return math.radians(cast(float, direction.bearing))


def _size(area: GEOSGeometry) -> float:
    west, south, east, north = area.extent
    return max(east - west, north - south)


def _mainland(area: GEOSGeometry) -> GEOSGeometry:
    """The area without what lies an ocean away: France without Guiana, Portugal without the Azores."""
    if area.geom_type != "MultiPolygon":
        return area
    parts = sorted(cast(GeometryCollection, area), key=lambda part: -part.area)
    boxes = [part.extent for part in parts]
    near, rest = [0], list(range(1, len(parts)))
    # Grows while it is walked through: each part that is reached may reach others.
    for reached in near:
        box = _widened(boxes[reached])
        near += [i for i in rest if _meet(box, boxes[i])]
        rest = [i for i in rest if not _meet(box, boxes[i])]
    if not rest or sum(parts[i].area for i in near) < _MAINLAND * area.area:
        return area
    return MultiPolygon([parts[i] for i in near], srid=area.srid)


_Box = tuple[float, float, float, float]


def _widened(box: _Box) -> _Box:
    west, south, east, north = box
    return west - _OVERSEAS, south - _OVERSEAS, east + _OVERSEAS, north + _OVERSEAS


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _beyond(area: GEOSGeometry, bearing: float, share: float) -> Polygon:
    """The half of the plane, as far as it matters, with `share` of the area on the bearing's side."""
    west, south, east, north = area.extent
    reach = 2 * (east - west + north - south) + 1
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.05)
    middle = ((west + east) / 2, (south + north) / 2)
    low, high = -reach / 2, reach / 2
    whole = area.area
    for _ in range(_STEPS):
        at = (low + high) / 2
        kept = area.intersection(_half_plane(middle, bearing, at, reach, squeeze)).area
        low, high = (at, high) if kept > share * whole else (low, at)
    return _half_plane(middle, bearing, (low + high) / 2, reach, squeeze)


def _half_plane(
    middle: tuple[float, float], bearing: float, at: float, reach: float, squeeze: float
) -> Polygon:
    """A large rectangle `at` degrees of latitude from the middle along the bearing, and beyond."""
    ahead, aside = (math.sin(bearing), math.cos(bearing)), (math.cos(bearing), -math.sin(bearing))
    corners = [
        (
            middle[0] + ((at + far) * ahead[0] + side * aside[0]) / squeeze,
            middle[1] + (at + far) * ahead[1] + side * aside[1],
        )
        for far, side in ((0.0, -reach), (0.0, reach), (2 * reach, reach), (2 * reach, -reach))
    ]
    return Polygon([*corners, corners[0]], srid=4326)


def _centre(land: GEOSGeometry, coarse: GEOSGeometry) -> GEOSGeometry | None:
    """What lies neither in the outermost quarter of the north nor of the south, the east, the west."""
    bands = []
    for ways in ((Direction.N, Direction.S), (Direction.E, Direction.W)):
        band = land
        for way in ways:
            band = band.intersection(_beyond(coarse, _bearing(way), 1 - _CENTRE))
        bands.append(band)
    middle = polygons_of(bands[0].intersection(bands[1]))
    if middle is not None and middle.area >= _SMALL * land.area:
        return middle
    west, south, east, north = land.extent
    return polygons_of(bands[0] if north - south >= east - west else bands[1])
