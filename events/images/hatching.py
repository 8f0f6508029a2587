"""Slanted lines over an area in which something lies somewhere.

Lines of our own and not a pattern: a rasteriser takes ten times as long for a pattern on a whole province,
and drawing programs forget it.
"""

from __future__ import annotations

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from events.images.sheet import path_through

#: Pixels between two lines, across them.
_APART = 7.0


@lru_cache(maxsize=16)
def _lines(width: int, height: int) -> BaseGeometry:
    """From lower left to upper right over a sheet of that size."""
    step = _APART * 2**0.5
    number = int((width + height) / step) + 1
    return shapely.multilinestrings(
        [[(at * step, 0), (at * step - height, height)] for at in range(number + 1)]
    )


def hatch(area: BaseGeometry, width: float, height: float) -> str:
    """Path data of the lines within an area; pixels, with y downward."""
    margin = 24
    sheet = shapely.transform(
        _lines(int(width) + 2 * margin, int(height) + 2 * margin), lambda xy: xy - margin
    )
    inside = shapely.intersection(sheet, shapely.make_valid(area))
    return "".join(
        path_through(shapely.get_coordinates(line).tolist())
        for line in shapely.get_parts(inside)
        if line.geom_type == "LineString"
    )
