"""Polygons from TopoJSON (its specification: github.com/topojson/topojson-specification), which stores each
shared line once and coordinates as small whole steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def polygons(topology: dict[str, Any], layer: str) -> tuple[list[dict[str, Any]], NDArray[np.object_]]:
    """The geometries of one layer with their `id` and `properties`, and in the same order their polygons.

    What is smaller than a step of the coordinates has no area left and is left out.
    """
    arcs = _arcs(topology)
    features = topology["objects"][layer]["geometries"]
    shapes = np.array([_shape(feature, arcs) for feature in features], dtype=object)
    invalid = ~shapely.is_valid(shapes)
    shapes[invalid] = shapely.make_valid(shapes[invalid], method="structure", keep_collapsed=False)
    kept = ~shapely.is_empty(shapes)
    return [feature for feature, keep in zip(features, kept, strict=True) if keep], shapes[kept]


def _arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    scale = np.array(topology["transform"]["scale"])
    start = np.array(topology["transform"]["translate"])
    # Each arc holds its first point and then the steps from one to the next.
    return [np.cumsum(np.array(arc), axis=0) * scale + start for arc in topology["arcs"]]


def _shape(feature: dict[str, Any], arcs: list[NDArray[np.float64]]) -> shapely.Geometry:
    parts = [feature["arcs"]] if feature["type"] == "Polygon" else feature["arcs"]
    shapes = [shape for part in parts if (shape := _polygon(part, arcs)) is not None]
    if not shapes:
        return shapely.Polygon()
    return shapes[0] if len(shapes) == 1 else shapely.multipolygons(shapes)


def _polygon(numbers: list[list[int]], arcs: list[NDArray[np.float64]]) -> shapely.Polygon | None:
    """None for an islet that the rounding to whole steps has left without an area."""
    outer, *holes = (_ring(ring, arcs) for ring in numbers)
    if outer is None:
        return None
    return shapely.polygons(outer, [hole for hole in holes if hole is not None] or None)


def _ring(numbers: list[int], arcs: list[NDArray[np.float64]]) -> shapely.LinearRing | None:
    """The arcs one after another; ~n is arc n backwards. Each begins where the one before it ends."""
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    points = np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
    return shapely.linearrings(points) if len(points) >= 4 else None
