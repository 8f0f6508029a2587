"""The geometry of an event from those of its mentions."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, MultiPoint, Point

from events.enums import MentionRole, Precision
from events.models import Mention

#: From the most exact to the least; an event is as exact as its least exact place.
COARSENESS = [
    Precision.EXACT,
    Precision.SETTLEMENT,
    Precision.NEAR,
    Precision.ADMIN2,
    Precision.ADMIN1,
    Precision.AREA,
    Precision.COUNTRY,
    Precision.UNKNOWN,
]


def where(mentions: Sequence[Mention]) -> tuple[GEOSGeometry | None, Precision]:
    """The places where it happened, together, and the least exact of their precisions (WGS 84).

    Mentions in the role "only mentioned" never count. A country is no place on the map: it gives no
    geometry, and neither do mentions that have none.
    """
    told = [m for m in mentions if m.role == MentionRole.HAPPENED_HERE]
    told = told or [m for m in mentions if m.role in (MentionRole.ORIGIN, MentionRole.DESTINATION)]
    drawn = [
        m
        for m in told
        if m.geometry is not None and m.precision not in (Precision.COUNTRY, Precision.UNKNOWN)
    ]
    if not drawn:
        is_country = any(m.precision == Precision.COUNTRY for m in told)
        return None, Precision.COUNTRY if is_country else Precision.UNKNOWN
    precision = max((Precision(m.precision) for m in drawn), key=COARSENESS.index)
    return together([m.geometry for m in drawn]), precision


def together(geometries: Sequence[GEOSGeometry]) -> GEOSGeometry:
    """One geometry for several: points as a multipoint, areas united, anything mixed as a collection."""
    distinct: list[GEOSGeometry] = []
    for geometry in geometries:
        if not any(geometry.equals(other) for other in distinct):
            distinct.append(geometry)
    if len(distinct) == 1:
        return distinct[0]
    dimensions = {geometry.dims for geometry in distinct}
    if dimensions == {0}:
        return MultiPoint(
            [p for g in distinct for p in (g if g.geom_type == "MultiPoint" else [g])], srid=4326
        )
    if len(dimensions) == 1:
        united = distinct[0]
        for geometry in distinct[1:]:
            united = united.union(geometry)
        return united
    return GeometryCollection(distinct, srid=4326)


def label_point(geometry: GEOSGeometry) -> Point:
    """Where the symbol goes: on the point, half-way along the longest line, or inside the largest area."""
    parts = list(geometry) if geometry.num_geom > 1 or geometry.geom_type.startswith("Multi") else [geometry]
    parts = [piece for part in parts for piece in (part if part.geom_type.startswith("Multi") else [part])]
    widest = max(parts, key=lambda part: (part.dims, part.area, part.length))
    if widest.dims == 0:
        return Point(widest.x, widest.y, srid=4326)
    if widest.dims == 1:
        middle = widest.interpolate_normalized(0.5)
        return Point(middle.x, middle.y, srid=4326)
    inside = widest.point_on_surface
    return Point(inside.x, inside.y, srid=4326)
