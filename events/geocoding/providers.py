"""What the answers of outside geocoders say about a place: its kind, its id, how exact it is.

Nominatim and what speaks its language (LocationIQ, Maps.co) are read in full, GeoJSON services (Photon,
Pelias) through their properties; of any other only the point is taken, and not as an exact one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.enums import PlaceKind, Precision

_SETTLEMENTS = {
    "city", "town", "village", "hamlet", "suburb", "neighbourhood", "quarter", "borough", "isolated_dwelling",
    "municipality", "city_district", "locality", "localadmin", "neighborhood",
}  # fmt: skip
_KINDS: dict[str, tuple[PlaceKind, Precision]] = {
    **dict.fromkeys(_SETTLEMENTS, (PlaceKind.SETTLEMENT, Precision.SETTLEMENT)),
    **dict.fromkeys(
        ("county", "district", "state_district", "subdistrict", "macrocounty"),
        (PlaceKind.ADMIN2, Precision.ADMIN2),
    ),
    **dict.fromkeys(
        ("state", "province", "region", "governorate", "macroregion"), (PlaceKind.ADMIN1, Precision.ADMIN1)
    ),
    **dict.fromkeys(("country", "dependency"), (PlaceKind.COUNTRY, Precision.COUNTRY)),
    **dict.fromkeys(
        ("natural", "water", "waterway", "river", "lake", "sea", "ocean", "bay", "peak", "valley", "desert",
         "island", "archipelago", "mountain_range", "forest", "marinearea"),
        (PlaceKind.NATURAL, Precision.AREA),
    ),
    # A building or a street: a place of our own with an exact point.
    **dict.fromkeys(
        ("building", "amenity", "shop", "office", "tourism", "leisure", "historic", "healthcare", "military",
         "aeroway", "railway", "highway", "road", "street", "house", "address", "venue", "craft", "man_made"),
        (PlaceKind.OWN_AREA, Precision.EXACT),
    ),
}  # fmt: skip
#: Of a place whose kind is not said, the point is near what was asked for and no more.
_UNSAID = (PlaceKind.SETTLEMENT, Precision.NEAR)


@dataclass(frozen=True, slots=True)
class Described:
    name: str
    kind: PlaceKind
    precision: Precision
    country: str
    id: str
    geojson: str
    """GeoJSON of the outline; empty when there is none."""


def describe(raw: Mapping[str, Any]) -> Described:
    properties = raw["properties"] if isinstance(raw.get("properties"), Mapping) else raw
    address = raw["address"] if isinstance(raw.get("address"), Mapping) else properties
    kind, precision = next((_KINDS[word] for word in _type_words(properties) if word in _KINDS), _UNSAID)
    shape = raw.get("geojson")
    outline = isinstance(shape, Mapping) and str(shape.get("type", "")).endswith(("Polygon", "LineString"))
    return Described(
        name=_text(properties, "name") or _text(properties, "toponymName"),
        kind=kind,
        precision=precision,
        country=_country(address),
        id=_id(properties),
        geojson=json.dumps(shape) if outline else "",
    )


def _type_words(properties: Mapping[str, Any]) -> list[str]:
    keys = ("addresstype", "layer", "type", "osm_value", "category", "class", "osm_key")
    return [_text(properties, key) for key in keys]


def _country(address: Mapping[str, Any]) -> str:
    for key in ("country_code", "countrycode", "countryCode", "country_a"):
        code = _text(address, key)
        if len(code) == 2 and code.isascii() and code.isalpha():
            return code.upper()
    return ""


def _id(properties: Mapping[str, Any]) -> str:
    if properties.get("osm_id"):
        # Photon writes "R", Nominatim "relation".
        return f"{_text(properties, 'osm_type')[:1].upper()}{properties['osm_id']}"
    return next(
        (str(properties[key]) for key in ("gid", "geonameId", "id", "place_id") if properties.get(key)), ""
    )


def _text(properties: Mapping[str, Any], key: str) -> str:
    value = properties.get(key)
    return value.strip() if isinstance(value, str) else ""
