"""The district, province or country that stands for a place known more exactly. Pure look-ups; WGS 84."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, Point

from events.enums import PlaceKind, Precision, Relation
from events.models import Place
from events.models.discretion import LEVELS
from events.review.geometry import label_point, parts_of, together
from events.review.refusals import Refused

#: The kinds of area that may stand for a place at each level, the finest first.
KINDS: dict[str, tuple[PlaceKind, ...]] = {
    Precision.ADMIN2: (PlaceKind.ADMIN2, PlaceKind.ADMIN1, PlaceKind.COUNTRY),
    Precision.ADMIN1: (PlaceKind.ADMIN1, PlaceKind.COUNTRY),
    Precision.COUNTRY: (PlaceKind.COUNTRY,),
}
#: As in `events_is_coarse` of migration 0028: an outline may lose so much to simplification.
_WHOLE = 0.99
#: Of an area lying in several provinces, those that hold at least this share of it stand for it.
_SHARE = 0.05
#: Where along a line its provinces are looked up, in shares of its length.
_ALONG = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """What readers see of a place; `is_known` when that is all that is known of it."""

    place: Place | None
    geometry: GEOSGeometry | None
    precision: str
    is_known: bool = False

    def event_values(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "geometry": self.geometry,
            "point": label_point(self.geometry) if self.geometry else None,
            "has_no_geometry": self.geometry is None,
            "precision": self.precision,
        }

    def mention_values(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        # A part of the province, a border or a distance would say more than the province.
        whole = {
            "relation": Relation.IN,
            "direction": "",
            "distance_m": None,
            "other_place": None,
            "within": None,
        }
        return {
            "place": self.place,
            "geometry": self.geometry,
            "precision": self.precision,
            **({name: wanted[name] for name in whole} if self.is_known else whole),
        }


def coarsest(levels: Iterable[str]) -> Precision:
    return max((Precision(level) for level in levels), key=LEVELS.index)


def coarse_place(level: str, wanted: Mapping[str, Any]) -> ShownPlace:
    """What readers see at the level ("admin1") of a place with the fields of an event or a mention.

    Raises Refused when no area of the gazetteer holds it.
    """
    place, geometry, precision = wanted["place"], wanted["geometry"], wanted["precision"]
    if is_coarse(level, wanted):
        return ShownPlace(place, geometry, precision, is_known=True)
    areas = _areas(level, wanted)
    if not areas:
        raise Refused(
            "No province or country of the gazetteer holds this place, so there is nothing coarser to show. "
            "Say that the event has no place on the map."
        )
    # The coarsest of them says how exactly the whole is shown.
    kinds = KINDS[level]
    kind = max((PlaceKind(area.kind) for area in areas), key=kinds.index)
    if kind == PlaceKind.COUNTRY:
        country = next(area for area in areas if area.kind == PlaceKind.COUNTRY)
        return ShownPlace(country, None, Precision.COUNTRY)
    return ShownPlace(
        areas[0],
        together([area.geometry for area in areas if area.geometry is not None]),
        Precision(kind.value),
    )


def is_coarse(level: str, wanted: Mapping[str, Any]) -> bool:
    """Whether what is known is no more exact than the level, so that readers may see it as it is."""
    place, geometry = wanted["place"], wanted["geometry"]
    if place is None:
        return geometry is None and wanted["precision"] in (Precision.UNKNOWN, Precision.COUNTRY)
    kinds = KINDS[level]
    if place.kind not in kinds or wanted["precision"] not in {kind.value for kind in kinds}:
        return False
    if (
        wanted.get("relation", Relation.IN) != Relation.IN
        or wanted.get("within")
        or wanted.get("other_place")
    ):
        return False
    if geometry is None:
        return True
    return bool(geometry.dims == 2 and place.geometry and geometry.area >= _WHOLE * place.geometry.area)


def areas_between(level: str, wanted: Mapping[str, Any]) -> set[int]:
    """The districts and provinces, by number, that hold a place with the fields of an event or a mention and
    are smaller than what readers see of it at the level: their names say more than that, too."""
    place, geometry = wanted["place"], wanted["geometry"]
    if geometry is None and place is not None:
        geometry = place.geometry or place.point
    smaller = [PlaceKind(each.value) for each in LEVELS[: LEVELS.index(Precision(level))]]
    kinds = [kind for kind in smaller if place is None or place.kind not in KINDS[kind]]
    around = {pk for part in _parts(geometry) for pk in _all_around(part, kinds)}
    return around | {each.pk for each in _with_above(place) if each.kind in kinds}


def _all_around(part: GEOSGeometry, kinds: Iterable[PlaceKind]) -> set[int]:
    """All areas of the kinds that hold the part: a gazetteer may have two outlines of one ground."""
    if part.dims == 2:
        return {area.pk for kind in kinds for area in _of_kind(part, kind)}
    areas = Place.objects.filter(kind__in=kinds).order_by()
    return {
        pk
        for point in _points(part)
        for pk in areas.filter(geometry__intersects=Point(point.x, point.y, srid=4326)).values_list(
            "pk", flat=True
        )
    }


def _areas(level: str, wanted: Mapping[str, Any]) -> list[Place]:
    place, geometry = wanted["place"], wanted["geometry"]
    is_there = place is not None and wanted.get("relation", Relation.IN) == Relation.IN
    above = _above(place, level)
    # A town's province is on record; a road's or a drawing's is where it lies.
    if above and is_there and (geometry is None or geometry.dims == 0) and len(list(_parts(geometry))) < 2:
        return [above]
    around = [area for part in _parts(geometry) for area in _around(part, level)]
    found = list({area.pk: area for area in around}.values())
    return found or ([above] if above else [])


def _parts(geometry: GEOSGeometry | None) -> Iterable[GEOSGeometry]:
    return parts_of(geometry) if geometry is not None else ()


def _above(place: Place | None, level: str) -> Place | None:
    """The first of the places that the place is part of which is coarse enough, or its country."""
    for at in _with_above(place):
        if at.kind in KINDS[level] and (at.geometry is not None or at.kind == PlaceKind.COUNTRY):
            return at
    if place is None or not place.country:
        return None
    return Place.objects.filter(kind=PlaceKind.COUNTRY, country=place.country).first()


def _with_above(place: Place | None) -> Iterator[Place]:
    """The place and those that it is part of, each once."""
    seen: set[int] = set()
    at = place
    while at is not None and at.pk not in seen:
        yield at
        seen.add(at.pk)
        at = at.parent


def _around(part: GEOSGeometry, level: str) -> list[Place]:
    """The areas of the finest kind at the level that hold the part."""
    return next((held for kind in KINDS[level] if (held := _of_kind(part, kind))), [])


def _of_kind(part: GEOSGeometry, kind: PlaceKind) -> list[Place]:
    """The areas of the kind that hold the part."""
    areas = Place.objects.filter(kind=kind, geometry__isnull=False)
    if part.dims == 2:
        return [
            area
            for area in areas.filter(geometry__intersects=part).order_by("pk")
            if area.geometry is not None and area.geometry.intersection(part).area >= _SHARE * part.area
        ]
    return [area for point in _points(part) if (area := _holding(areas, point))]


def _points(part: GEOSGeometry) -> list[Point]:
    if isinstance(part, LineString):
        return [part.interpolate_normalized(share) for share in _ALONG]
    return [part] if isinstance(part, Point) else []


def _holding(areas: Any, point: Point) -> Place | None:
    return areas.filter(geometry__intersects=Point(point.x, point.y, srid=4326)).order_by("pk").first()
