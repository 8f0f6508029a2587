"""From "north-western Idlib" or "the Turkish border" to a geometry, and how exactly it is known.

A direction of a province is that part of its polygon, a border is its line, "near" is a point with a radius.
Nothing becomes more exact here than the words are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.contrib.gis.geos import (
    GEOSGeometry,
    LineString,
    MultiLineString,
    Point,
    Polygon,
)
from geopy.distance import geodesic

from events.enums import Direction, PlaceKind, Precision, Relation
from events.geocoding.lines import edge_of, line_moved, lines_of, middle_of, moved, strip_along
from events.geocoding.parts import part_of
from events.models import Place

#: How far "near" reaches and how wide the countryside of a town is when no province bears its name.
NEAR_M = 10_000.0
COUNTRYSIDE_M = 25_000.0
#: Farther apart, two places say nothing of where between them something was: the longest roads are shorter.
BETWEEN_KM = 1_500.0
#: "20 km south of" is a journalist's estimate: the circle has a quarter of the distance, within these bounds.
_OFFSET_SHARE, _OFFSET_MIN_M, _OFFSET_MAX_M = 0.25, 2_000.0, 25_000.0
#: How near a border line may run beside the polygon it is cut to, in degrees: both come from the same edges,
#: so this only covers rounding.
_ALONG = 0.002
_WGS84 = 4326

_PRECISION = {
    PlaceKind.SETTLEMENT: Precision.SETTLEMENT,
    PlaceKind.ADMIN2: Precision.ADMIN2,
    PlaceKind.ADMIN1: Precision.ADMIN1,
    PlaceKind.COUNTRY: Precision.COUNTRY,
    PlaceKind.BORDER: Precision.AREA,
    PlaceKind.NATURAL: Precision.AREA,
    PlaceKind.OWN_AREA: Precision.AREA,
}


#: What may be a point on a map; of all others a point is only where the label stands.
_POINTS = (PlaceKind.SETTLEMENT, PlaceKind.OWN_AREA)


@dataclass(frozen=True, slots=True)
class Located:
    """Where a mention lies. `point` is where its symbol goes: in the area, on the line. `words` say it."""

    geometry: GEOSGeometry
    point: Point
    precision: Precision
    radius_m: float | None
    words: str


def locate(
    place: Place,
    *,
    relation: Relation = Relation.IN,
    direction: Direction | str | None = None,
    distance_m: float | None = None,
    other_place: Place | None = None,
    within: Place | None = None,
) -> Located:
    """The geometry of a relation to `place`; ValueError, with a sentence, for one it cannot have."""
    relation = Relation(relation)
    heading = Direction(direction) if direction else None
    if relation is Relation.PART_OF and heading:
        return _part_of(place, heading)
    if relation is Relation.COUNTRYSIDE:
        return _countryside(place, heading)
    if relation is Relation.NEAR:
        return _near(place, within, distance_m)
    if relation is Relation.BORDER:
        return _border(place, other_place, within)
    if relation is Relation.BETWEEN:
        return _between(place, other_place)
    if relation is Relation.OFFSET:
        return _offset(place, within, heading, distance_m)
    return _in(place)


def border_place(country_a: str, country_b: str) -> Place | None:
    """The border of two countries given by their codes, in any order; None when they have none."""
    one, other = sorted((country_a.upper(), country_b.upper()))
    return Place.objects.filter(
        kind=PlaceKind.BORDER, provider="dateline", provider_id=f"{one}-{other}"
    ).first()  # fmt: skip


def area_of(point: Point) -> Place | None:
    """The admin-1 area that holds the point; None at sea."""
    return Place.objects.filter(kind=PlaceKind.ADMIN1, geometry__contains=point).order_by("id").first()


def _in(place: Place) -> Located:
    if place.geometry is None:
        return Located(place.point, place.point, _precision(place), None, place.name)
    return Located(place.geometry, place.point, _precision(place), None, place.name)


def _precision(place: Place) -> Precision:
    if place.kind == PlaceKind.OWN_AREA and place.geometry is not None and place.geometry.dims == 0:
        # A point that an editor has set: a camp, a crossing, a base.
        return Precision.EXACT
    return _PRECISION[PlaceKind(place.kind)]


def _coarser(place: Place) -> Precision:
    """What lies near an area may lie outside it, so it is known no better than as a fuzzy area."""
    return Precision.COUNTRY if place.kind == PlaceKind.COUNTRY else Precision.AREA


def _part_of(place: Place, direction: Direction) -> Located:
    words = f"{direction.label} {place.name}"
    if place.geometry is None or place.geometry.dims < 2:
        if place.kind not in _POINTS:
            # "The eastern Mediterranean", without an outline: its point is all that is known.
            return Located(place.point, place.point, _precision(place), None, words)
        # "Northern Aleppo" of a town without an outline: within it, and no more is known.
        return Located(place.point, place.point, Precision.NEAR, NEAR_M, words)
    part = part_of(place.geometry, direction)
    if part is None:
        raise ValueError(
            f"{place.name} has no {direction.label} part. Choose the whole area or draw the part."
        )
    return Located(part, _inside(part), _precision(place), None, words)


def _countryside(place: Place, direction: Direction | None) -> Located:
    """The province around its capital, else a ring of country around the town."""
    area = place
    if place.kind == PlaceKind.SETTLEMENT:
        province = _province_of(place)
        if province is None or not _share_a_name(place, province):
            return _ring(place, direction)
        area = province
    located = _part_of(area, direction) if direction else _in(area)
    words = f"{direction.label} countryside of {place.name}" if direction else f"countryside of {place.name}"
    return Located(located.geometry, located.point, located.precision, None, words)


def _share_a_name(one: Place, other: Place) -> bool:
    keys = one.names.values_list("key", flat=True)
    return one.name == other.name or other.names.filter(key__in=keys).exists()


def _ring(place: Place, direction: Direction | None) -> Located:
    ring = _circle(place.point, COUNTRYSIDE_M).difference(_circle(place.point, COUNTRYSIDE_M / 8))
    ring.srid = _WGS84
    part = part_of(ring, direction) if direction else None
    shape = part or ring
    words = f"{direction.label} countryside of {place.name}" if direction else f"countryside of {place.name}"
    return Located(shape, place.point if part is None else _inside(shape), Precision.AREA, None, words)


def _circle(point: Point, radius_m: float) -> Polygon:
    # Sixty-four corners are round at any zoom that a map of events is read at.
    corners = [moved(point, 360.0 * step / 64, radius_m) for step in range(64)]
    ring = [(corner.x, corner.y) for corner in corners]
    return Polygon([*ring, ring[0]], srid=_WGS84)


def _near(place: Place, within: Place | None, distance_m: float | None) -> Located:
    if place.kind == PlaceKind.BORDER:
        line = _border(place, None, within)
        return Located(line.geometry, line.point, Precision.AREA, distance_m, f"near {line.words}")
    if place.kind != PlaceKind.SETTLEMENT and _precision(place) is not Precision.EXACT:
        # "Near Idlib province", "near the Black Sea": the surroundings are known no better than the thing.
        shape = place.geometry or place.point
        return Located(shape, place.point, _coarser(place), None, f"near {place.name}")
    return Located(place.point, place.point, Precision.NEAR, distance_m or NEAR_M, f"near {place.name}")


def _border(place: Place, other: Place | None, within: Place | None) -> Located:
    border = place if place.kind == PlaceKind.BORDER else _border_of(place, other)
    line = border.geometry
    if line is None:
        raise ValueError(f"{border.name} has no line in the gazetteer. Load it again.")
    words = f"the {border.name}"
    if within is not None:
        part = _along(line, within)
        if part is not None:
            return Located(part, middle_of(part), Precision.AREA, None, f"{words}, along {within.name}")
    return Located(line, middle_of(line), Precision.AREA, None, words)


def _border_of(place: Place, other: Place | None) -> Place:
    if other is None:
        raise ValueError(f"Whose border with {place.name}? Choose the second country.")
    found = border_place(place.country, other.country)
    if found is None:
        raise ValueError(f"{place.name} and {other.name} have no common border on land.")
    return found


def _along(line: GEOSGeometry, within: Place) -> GEOSGeometry | None:
    """The part of a border that runs along a province; for a town the part along its province."""
    area = within.geometry
    if area is None or area.dims < 2:
        province = _province_of(within)
        area = province.geometry if province else None
    if area is None:
        return None
    part = line.intersection(area.buffer(_ALONG, quadsegs=2))
    lines = [piece for piece in lines_of(part) if piece.length > 2 * _ALONG]
    if not lines:
        return None
    merged = MultiLineString(lines, srid=_WGS84).merged
    merged.srid = _WGS84
    return merged


def _province_of(place: Place) -> Place | None:
    """The admin-1 area that a town, a district or a camp lies in."""
    parent = place.parent
    while parent is not None and parent.kind != PlaceKind.ADMIN1:
        parent = parent.parent
    return parent or (area_of(place.point) if place.kind in _POINTS else None)


def _between(place: Place, other: Place | None) -> Located:
    if other is None:
        raise ValueError(f"Between {place.name} and what? Choose the second place.")
    if place.point.equals(other.point):
        raise ValueError(f"{place.name} and {other.name} lie at the same point, so nothing is between them.")
    away = geodesic((place.point.y, place.point.x), (other.point.y, other.point.x))
    if away.km > BETWEEN_KM:
        raise ValueError(
            f"{place.name} and {other.name} lie {away.km:,.0f} km apart, so a line from one to the other "
            "says nothing. Choose a place, or draw where it was."
        )
    line = LineString((place.point.x, place.point.y), (other.point.x, other.point.y), srid=_WGS84)
    words = f"between {place.name} and {other.name}"
    return Located(line, middle_of(line), Precision.AREA, None, words)


def near_radius_m(relation: Relation, direction: Direction | None, distance_m: float | None) -> float:
    """How wide the circle of "near Hama", "20 km from Hama" or "20 km south of Hama" is."""
    if relation is Relation.OFFSET and distance_m and direction and direction.bearing is not None:
        return min(max(distance_m * _OFFSET_SHARE, _OFFSET_MIN_M), _OFFSET_MAX_M)
    return distance_m or NEAR_M


def _offset(
    place: Place, within: Place | None, direction: Direction | None, distance_m: float | None
) -> Located:
    if distance_m is not None and not (distance_m > 0 and math.isfinite(distance_m)):
        raise ValueError(f"{distance_m} m is not a distance. Give a number of metres above 0.")
    if place.kind == PlaceKind.BORDER:
        return _off_a_line(place, within, direction, distance_m)
    bearing = direction.bearing if direction else None
    if direction is None or bearing is None or distance_m is None:
        if place.kind not in _POINTS:
            return _near(place, None, None)
        # "20 km from Hama", "north of Hama": a circle about it is all that is said.
        radius = near_radius_m(Relation.OFFSET, direction, distance_m)
        return Located(place.point, place.point, Precision.NEAR, radius, f"near {place.name}")
    words = f"{_said(distance_m)} {_COMPASS[direction]} of {place.name}"
    radius = near_radius_m(Relation.OFFSET, direction, distance_m)
    if place.geometry is not None and place.geometry.dims == 2:
        # Distances from an area count from its edge, and nobody says from where on it.
        point = moved(edge_of(place.geometry, place.point, bearing), bearing, distance_m)
        return Located(point, point, Precision.AREA, None, words)
    point = moved(place.point, bearing, distance_m)
    precision = Precision.NEAR if place.kind in _POINTS else Precision.AREA
    return Located(point, point, precision, radius if precision is Precision.NEAR else None, words)


def _said(distance_m: float) -> str:
    return f"{distance_m / 1000:.3g} km" if distance_m >= 1000 else f"{distance_m:.0f} m"


def _off_a_line(
    place: Place, within: Place | None, direction: Direction | None, distance_m: float | None
) -> Located:
    """ "20 km south of the border": the line moved there; "20 km from the border": the strip along it."""
    line = _border(place, None, within)
    if distance_m is None:
        return Located(line.geometry, line.point, Precision.AREA, None, f"near {line.words}")
    if direction is None or direction.bearing is None:
        strip = strip_along(line.geometry, distance_m)
        words = f"within {_said(distance_m)} of {line.words}"
        return Located(strip, line.point, Precision.AREA, None, words)
    shape = line_moved(line.geometry, direction.bearing, distance_m)
    words = f"{_said(distance_m)} {_COMPASS[direction]} of {line.words}"
    return Located(shape, middle_of(shape), Precision.AREA, None, words)


_COMPASS = {
    Direction.N: "north", Direction.NE: "north-east", Direction.E: "east", Direction.SE: "south-east",
    Direction.S: "south", Direction.SW: "south-west", Direction.W: "west", Direction.NW: "north-west",
}  # fmt: skip


def _inside(area: GEOSGeometry) -> Point:
    """The centroid where it lies in the area, which reads best, else a point that does."""
    centre = area.centroid
    inside = centre if area.contains(centre) else area.point_on_surface
    return Point(round(inside.x, 5), round(inside.y, 5), srid=_WGS84)
