"""Shapes as text that is read back to the last bit; GEOS' own text rounds to sixteen digits."""

from __future__ import annotations

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, Point


def wkt_of(geometry: GEOSGeometry | None) -> str:
    """WKT, longitude first: `POINT (36.8 35.86)`; empty for none. Numbers have the digits they need."""
    if geometry is None:
        return ""
    if isinstance(geometry, GeometryCollection) and geometry.geom_type == "GeometryCollection":
        return f"GEOMETRYCOLLECTION ({', '.join(wkt_of(part) for part in geometry)})"
    coordinates: tuple = geometry.coords  # type: ignore[attr-defined]
    told = f"({_pair(coordinates)})" if isinstance(geometry, Point) else _listed(coordinates)
    return f"{geometry.geom_type.upper()} {told}"


def _listed(coordinates: tuple) -> str:
    if isinstance(coordinates[0], float):
        return _pair(coordinates)
    return f"({', '.join(_listed(part) for part in coordinates)})"


def _pair(coordinates: tuple[float, ...]) -> str:
    return " ".join([number_of(value) for value in coordinates])


def number_of(value: float) -> str:
    """The shortest text that is read as the same number: 36.8, and 36 without a point."""
    return str(int(value)) if value.is_integer() else repr(value)
