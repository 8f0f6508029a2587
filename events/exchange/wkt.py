"""Shapes as text that is read back to the last bit; GEOS' own text rounds to sixteen digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry


def wkt_of(geometry: GEOSGeometry | None) -> str:
    """WKT, longitude first: `POINT (36.8 35.86)`; empty for none. Numbers have the digits they need."""
    return wkt_of_json(json_of(geometry)) if geometry is not None else ""


def json_of(geometry: GEOSGeometry) -> dict[str, Any]:
    """The GeoJSON object, as Python has it."""
    if isinstance(geometry, GeometryCollection) and geometry.geom_type == "GeometryCollection":
        return {"type": geometry.geom_type, "geometries": [json_of(part) for part in geometry]}
    return {"type": geometry.geom_type, "coordinates": geometry.coords}  # type: ignore[attr-defined]


def wkt_of_json(geometry: Mapping[str, Any]) -> str:
    """WKT of a GeoJSON object that is known to be sound."""
    kind = geometry["type"].upper()
    if "geometries" in geometry:
        return f"{kind} ({', '.join(wkt_of_json(part) for part in geometry['geometries'])})"
    coordinates = geometry["coordinates"]
    return f"{kind} ({_pair(coordinates)})" if kind == "POINT" else f"{kind} {_listed(coordinates)}"


def _listed(coordinates: Any) -> str:
    if isinstance(coordinates[0], int | float):
        return _pair(coordinates)
    return f"({', '.join([_listed(part) for part in coordinates])})"


def _pair(coordinates: Any) -> str:
    # A height is not kept.
    return f"{number_of(coordinates[0])} {number_of(coordinates[1])}"


def number_of(value: float) -> str:
    """The shortest text that is read as the same number: 36.8, and 36 without a point."""
    return str(int(value)) if value == int(value) else repr(float(value))
