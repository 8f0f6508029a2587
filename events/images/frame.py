"""Which part of the world a picture shows: Web Mercator, as on the page."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

#: Degrees; west may be east of east, across the antimeridian.
Box = tuple[float, float, float, float]

#: Web Mercator ends here.
_NORTHMOST = 85.0
#: Where most people live: the picture of a map without events.
WORLD: Box = (-180.0, -56.0, 180.0, 76.0)
#: A single town is shown with the towns around it.
_LEAST_DEGREES = 1.1
#: The share of the picture that stays free around the events.
_AIR = 0.09
#: Pixels that a circle of the equator takes in the tiles of zoom 0.
_TILE_PX = 512
WORLD_M = 40_075_016.685578488


def _x(lon: float) -> float:
    return lon / 360 + 0.5


def _y(lat: float) -> float:
    lat = math.radians(max(-_NORTHMOST, min(_NORTHMOST, lat)))
    return 0.5 - math.log(math.tan(math.pi / 4 + lat / 2)) / (2 * math.pi)


def _lat(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp(2 * math.pi * (0.5 - y))) - math.pi / 2)


@dataclass(frozen=True, slots=True)
class Frame:
    """`left` and `top` are in worlds (0 to 1, eastward of the antimeridian beyond); `world_px` is the width
    of the world in pixels."""

    left: float
    top: float
    world_px: float
    width: float
    height: float

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        """From the upper left of the map; a point is where it is nearest to the middle, east or west."""
        middle = self.left + self.width / self.world_px / 2
        x = _x(lon)
        x += round(middle - x)
        return (x - self.left) * self.world_px, (_y(lat) - self.top) * self.world_px

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x <= self.width and 0 <= y <= self.height

    @property
    def middle_lat(self) -> float:
        return _lat(self.top + self.height / self.world_px / 2)

    @property
    def zoom(self) -> float:
        """As the basemap's tiles count it."""
        return math.log2(self.world_px / _TILE_PX)

    def metres_px(self, metres: float, lat: float) -> float:
        return metres / (WORLD_M * math.cos(math.radians(lat))) * self.world_px

    def parts(self, margin: float = 24.0) -> list[tuple[Box, float]]:
        """The boxes of degrees that the picture shows, one on each side of the antimeridian, each with the
        worlds by which it lies beyond it. `margin` is in pixels."""
        west = self.left - margin / self.world_px
        east = self.left + (self.width + margin) / self.world_px
        south = _lat(min(1.0, self.top + (self.height + margin) / self.world_px))
        north = _lat(max(0.0, self.top - margin / self.world_px))
        south, north = max(south, -_NORTHMOST), min(north, _NORTHMOST)
        parts = []
        for world in range(math.floor(west), math.ceil(east)):
            begin, end = max(west, world), min(east, world + 1)
            if end > begin:
                box = ((begin - world - 0.5) * 360, south, (end - world - 0.5) * 360, north)
                parts.append((box, float(world)))
        return parts


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box that holds them all; it crosses the antimeridian when that is shorter."""
    boxes = list(boxes)
    if not boxes:
        return None
    spans = sorted((west, east if east >= west else east + 360) for west, _, east, _ in boxes)
    reach, widest, west = spans[0][1], -1.0, spans[0][0]
    for begin, end in [*spans[1:], (spans[0][0] + 360, 0.0)]:
        if begin - reach > widest:
            widest, west, last = begin - reach, begin, reach
        reach = max(reach, end)
    east = (last + 180) % 360 - 180
    west = (west + 180) % 360 - 180
    if widest <= 0:
        west, east = -180.0, 180.0
    return west, min(box[1] for box in boxes), east, max(box[3] for box in boxes)


def fitted(box: Box, width: float, height: float, *, air: float = _AIR) -> Frame:
    """The frame in which a box is as large as it can be."""
    west, south, east, north = box
    across = ((east - west) % 360 or 360.0) if east != west else 0.0
    left, right = _x(west), _x(west) + max(across, _LEAST_DEGREES) / 360
    left -= (max(across, _LEAST_DEGREES) - across) / 720
    right -= (max(across, _LEAST_DEGREES) - across) / 720
    top, bottom = _y(north), _y(south)
    low = _LEAST_DEGREES / 360
    if bottom - top < low:
        top, bottom = (top + bottom - low) / 2, (top + bottom + low) / 2
    free = 1 - 2 * air
    world_px = min(width * free / (right - left), height * free / (bottom - top))
    return _about((left + right) / 2, (top + bottom) / 2, world_px, width, height)


def viewed(view: tuple[float, float, float], width: float, height: float) -> Frame:
    """The frame of a page's view: zoom, latitude and longitude of the middle."""
    zoom, lat, lon = view
    return _about(_x(lon), _y(lat), _TILE_PX / 2 * 2**zoom, width, height)


def _about(x: float, y: float, world_px: float, width: float, height: float) -> Frame:
    """Never more than one world, and nothing beyond its edges in north and south."""
    world_px = min(max(world_px, width, height), _TILE_PX * 2.0**13)
    top = y - height / world_px / 2
    top = max(0.0, min(top, 1 - height / world_px))
    return Frame(x - width / world_px / 2, top, world_px, width, height)
