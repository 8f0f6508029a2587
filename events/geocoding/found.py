"""A search result, wherever it comes from, and how an outside geocoder's becomes one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.db import connection
from geopy.location import Location

from events.enums import Precision
from events.geocoding.providers import describe, is_in_world, storable


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A search result. `geometry` is the area or line of a place that has one; `place_id` is set for ours."""

    name: str
    kind: str
    country: str
    lon: float
    lat: float
    geometry: GEOSGeometry | None
    precision: Precision
    provider: str
    provider_id: str
    licence: str
    place_id: int | None
    label: str


FIELDS = tuple(field.name for field in fields(FoundPlace))


def from_location(location: Location, *, provider: str, licence: str) -> FoundPlace | None:
    """What geopy has read, as a result; None for one without a name or a point in the world."""
    lon, lat = location.longitude, location.latitude
    if not is_in_world(lon, lat):
        return None
    raw = location.raw if isinstance(location.raw, dict) else {}
    described = describe(raw)
    address = storable(str(location.address or ""))
    name = described.name or address.partition(",")[0].strip()
    if not name:
        return None
    return FoundPlace(
        name=name[:200],
        kind=described.kind,
        country=described.country,
        lon=round(lon, 6),
        lat=round(lat, 6),
        geometry=_geometry(described.geojson),
        precision=described.precision,
        provider=provider,
        provider_id=described.id[:80],
        licence=storable(licence or str(raw.get("licence") or ""))[:100],
        place_id=None,
        label=(address or name)[:500],
    )


def _geometry(geojson: str) -> GEOSGeometry | None:
    """An area or line in the world; a point or nonsense is none, the result's own point stays."""
    if not geojson:
        return None
    try:
        shape = GEOSGeometry(geojson, srid=4326)
    except (ValueError, GEOSException, GDALException):
        return None
    west, south, east, north = shape.extent if not shape.empty else (0, 0, 0, 0)
    if shape.empty or shape.dims == 0 or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None
    return shape if shape.valid else shape.make_valid()


# Half a degree beside the country's outline is still in the country: coasts are drawn coarsely.
_SWAPPED = """
    SELECT asked.at
    FROM unnest(%s::int[], %s::float[], %s::float[], %s::text[]) AS asked (at, lon, lat, country)
    JOIN events_place c ON c.kind = 'country' AND c.country = asked.country AND c.geometry IS NOT NULL
    WHERE NOT ST_DWithin(c.geometry, ST_SetSRID(ST_MakePoint(lon, lat), 4326), 0.5)
        AND ST_Intersects(c.geometry, ST_SetSRID(ST_MakePoint(lat, lon), 4326))
"""


def without_swapped(places: Sequence[FoundPlace]) -> list[FoundPlace]:
    """Those whose point is not outside the country that they name while the swapped point is inside.

    What a service has swapped once cannot be trusted; nothing is swapped back. A country that the gazetteer
    has no outline of judges nobody.
    """
    if not places:
        return []
    rows = [(at, place.lon, place.lat, place.country) for at, place in enumerate(places)]
    with connection.cursor() as cursor:
        cursor.execute(_SWAPPED, [list(column) for column in zip(*rows, strict=True)])
        swapped = {at for (at,) in cursor.fetchall()}
    return [place for at, place in enumerate(places) if at not in swapped]


def packed(places: Iterable[FoundPlace]) -> list[dict[str, Any]]:
    """Results as JSON, geometries as hexadecimal EWKB."""
    return [
        asdict(place) | {"geometry": place.geometry.hexewkb.decode() if place.geometry else None}
        for place in places
    ]


def unpacked(rows: Iterable[dict[str, Any]]) -> list[FoundPlace]:
    return [
        FoundPlace(
            **row
            | {
                "geometry": GEOSGeometry(row["geometry"]) if row["geometry"] else None,
                "precision": Precision(row["precision"]),
            }
        )
        for row in rows
    ]
