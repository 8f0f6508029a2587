"""Shared edges of a coverage: which line belongs to which one or two polygons.

Natural Earth's polygons meet exactly, vertex on vertex, so a segment that two polygons have in common is a
border and one that a single polygon has is a coast. Lines taken from the mesh fit the areas beside them at
every level of simplification, which lines from another source never do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

#: Coordinates are compared as whole numbers of 1e-5 degrees (about a metre), as the source prints them.
_GRID = 100_000

#: Longitude and latitude in degrees, a row a point.
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chains:
    """Lines with the polygons on their sides; `second` is -1 where there is none: a coast."""

    lines: NDArray[np.object_]
    first: NDArray[np.int64]
    second: NDArray[np.int64]


def chains(polygons: NDArray[np.object_]) -> Chains:
    """Every edge of the coverage once, as the longest lines that keep the same polygons on both sides."""
    rings, owners = _rings(polygons)
    start, end, ring, owner = _segments(rings, owners)
    neighbour = _neighbours(start, end, owner)
    # A shared edge is walked by both its polygons; the lower index keeps it. Edges of the sheet itself (the
    # date line, the South Pole) are no coast, and an edge inside one polygon is none at all.
    kept = ((neighbour == -1) & ~_on_sheet_edge(start, end)) | (neighbour > owner)
    start, end, ring, owner, neighbour = (a[kept] for a in (start, end, ring, owner, neighbour))
    position = np.flatnonzero(kept)
    if not len(position):
        none = np.empty(0, dtype=np.int64)
        return Chains(np.empty(0, dtype=object), none, none)
    breaks = np.ones(len(position), dtype=bool)
    breaks[1:] = (np.diff(position) != 1) | (np.diff(ring) != 0) | (np.diff(neighbour) != 0)
    number = np.cumsum(breaks) - 1
    last = np.append(np.flatnonzero(breaks)[1:] - 1, len(number) - 1)
    # Each segment gives its first point, each chain's last segment also its second.
    points = np.concatenate([start, end[last]])
    order = np.argsort(np.concatenate([number * 2, number[last] * 2 + 1]), kind="stable")
    lines = shapely.linestrings(points[order], indices=np.concatenate([number, number[last]])[order])
    return Chains(lines, owner[breaks], neighbour[breaks])


def _rings(polygons: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    parts, of_polygon = shapely.get_parts(polygons, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    return rings, of_polygon[of_part]


def _segments(
    rings: NDArray[np.object_], owners: NDArray[np.int64]
) -> tuple[Points, Points, NDArray[np.int64], NDArray[np.int64]]:
    points, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[1:] == ring[:-1]
    ring = ring[:-1][inside]
    return points[:-1][inside], points[1:][inside], ring, owners[ring]


def _neighbours(start: Points, end: Points, owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each segment the polygon on its other side, or -1."""
    a, b = _code(start), _code(end)
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((high, low))
    low, high = low[order], high[order]
    same = np.flatnonzero((low[1:] == low[:-1]) & (high[1:] == high[:-1]))
    neighbour = np.full(len(owner), -1, dtype=np.int64)
    one, two = order[same], order[same + 1]
    neighbour[one], neighbour[two] = owner[two], owner[one]
    return neighbour


def _code(points: Points) -> NDArray[np.int64]:
    grid = np.rint((points + np.array((180.0, 90.0))) * _GRID).astype(np.int64)
    return grid[:, 0] << 26 | grid[:, 1]


def _on_sheet_edge(start: Points, end: Points) -> NDArray[np.bool_]:
    meridian = (np.abs(start[:, 0]) > 179.9999) & (np.abs(end[:, 0]) > 179.9999)
    pole = (start[:, 1] < -89.9999) & (end[:, 1] < -89.9999)
    return meridian | pole
