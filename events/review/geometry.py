"""The geometry of an event from those of its mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, LineString, MultiPoint, Point

from events.enums import MentionRole, Precision
from events.models import Mention
from events.review.refusals import Refused

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


def check_drawing(geometry: GEOSGeometry) -> None:
    """Raises Refused for what is no shape on earth (WGS 84): empty, self-crossing, outside the world."""
    if geometry.empty:
        raise Refused("The drawing is empty. Draw a point, a line or an area.")
    west, south, east, north = geometry.extent
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Refused(
            f"The drawing reaches from {west:.2f} {south:.2f} to {east:.2f} {north:.2f}, outside the world. "
            "Longitudes go from -180 to 180, latitudes from -90 to 90."
        )
    if not geometry.valid:
        raise Refused(f"The drawing is not a valid shape: {geometry.valid_reason}. Draw it again.")


def where(mentions: Sequence[Mention]) -> tuple[GEOSGeometry | None, Precision]:
    """The places where it happened, together, and the least exact of their precisions (WGS 84).

    Mentions in the role "only mentioned" never count. A country is no place on the map: it gives no
    geometry, and neither do mentions that have none.
    """
    told = [m for m in mentions if m.role == MentionRole.HAPPENED_HERE]
    told = told or [m for m in mentions if m.role in (MentionRole.ORIGIN, MentionRole.DESTINATION)]
    vague = (Precision.COUNTRY, Precision.UNKNOWN)
    drawn = [(m.geometry, m.precision) for m in told if m.geometry is not None and m.precision not in vague]
    if not drawn:
        is_country = any(m.precision == Precision.COUNTRY for m in told)
        return None, Precision.COUNTRY if is_country else Precision.UNKNOWN
    precision = max((Precision(known) for _geometry, known in drawn), key=COARSENESS.index)
    return together([geometry for geometry, _known in drawn]), precision


def is_same(one: GEOSGeometry | None, other: GEOSGeometry | None) -> bool:
    """Whether two geometries are the same whatever the order of their parts and vertices."""
    if one is None or other is None:
        return one is other
    # As the database has it, in most cases.
    return bool(one.equals_exact(other) or _normal(one).equals_exact(_normal(other)))


def _normal(geometry: GEOSGeometry) -> GEOSGeometry:
    return geometry.normalize(clone=True)


def together(geometries: Sequence[GEOSGeometry]) -> GEOSGeometry:
    """One geometry for several: points as a multipoint, areas united, anything mixed as a collection."""
    distinct: list[GEOSGeometry] = []
    for geometry in geometries:
        if not any(is_same(geometry, other) for other in distinct):
            distinct.append(geometry)
    if len(distinct) == 1:
        return distinct[0]
    parts = [part for geometry in distinct for part in parts_of(geometry)]
    dimensions = {part.dims for part in parts}
    if dimensions == {0}:
        return MultiPoint(parts, srid=4326)
    if len(dimensions) == 1:
        united = parts[0]
        for part in parts[1:]:
            united = united.union(part)
        return united
    return GeometryCollection(parts, srid=4326)


def parts_of(geometry: GEOSGeometry) -> Iterator[GEOSGeometry]:
    """The points, lines and polygons that a geometry is made of, however deeply they are nested."""
    if isinstance(geometry, GeometryCollection):  # and its kin: MultiPoint, MultiLineString, MultiPolygon
        for part in geometry:
            yield from parts_of(part)
    else:
        yield geometry


def label_point(geometry: GEOSGeometry) -> Point:
    """Where the symbol goes: on the point, half-way along the longest line, or inside the largest area."""
    if isinstance(geometry, Point):
        return Point(geometry.x, geometry.y, srid=4326)
    widest = max(parts_of(geometry), key=lambda part: (part.dims, part.area, part.length))
    if isinstance(widest, Point):
        return Point(widest.x, widest.y, srid=4326)
    if isinstance(widest, LineString):
        middle = widest.interpolate_normalized(0.5)
        return Point(middle.x, middle.y, srid=4326)
    inside = widest.point_on_surface
    return Point(inside.x, inside.y, srid=4326)
