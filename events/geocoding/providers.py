"""What the answers of outside geocoders say about a place: its kind, its id, how exact it is.

Nominatim and what speaks its language (LocationIQ, Maps.co), GeoJSON services (Photon, Pelias), GeoNames and
OpenCage are read in full; of any other only the point is taken, and not as an exact one.
"""

from __future__ import annotations

import json
import math
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
         "island", "archipelago", "mountain_range", "forest", "marinearea", "body_of_water"),
        (PlaceKind.NATURAL, Precision.AREA),
    ),
    # A building or a street: a place of our own with an exact point.
    **dict.fromkeys(
        ("building", "amenity", "shop", "office", "tourism", "leisure", "historic", "healthcare", "military",
         "aeroway", "railway", "highway", "road", "street", "house", "address", "venue", "craft", "man_made"),
        (PlaceKind.OWN_AREA, Precision.EXACT),
    ),
}  # fmt: skip
#: GeoNames says what a place is by a class of one letter and a code within it.
_GEONAMES_CODES = {
    "ADM1": _KINDS["state"],
    "ADM2": _KINDS["county"],
    "PCL": _KINDS["country"],
    "PCLI": _KINDS["country"],
    "PCLD": _KINDS["country"],
    "PCLS": _KINDS["country"],
    "PCLF": _KINDS["country"],
    "TERR": _KINDS["country"],
}
_GEONAMES_CLASSES = {
    "P": _KINDS["town"],
    "H": _KINDS["water"],
    "T": _KINDS["peak"],
    "V": _KINDS["forest"],
    "U": _KINDS["sea"],
    "S": _KINDS["building"],
    "R": _KINDS["road"],
}
#: Of a place whose kind is not said, the point is near what was asked for and no more.
_UNSAID = (PlaceKind.SETTLEMENT, Precision.NEAR)
#: The lists in which the services hand out results; Nominatim's answer is the list itself.
_LISTS = ("features", "geonames", "results")
#: What a place is called or how its address is written, in one service or another.
_WORDS = (
    "display_name", "formatted", "label", "name", "toponymName", "street", "housenumber", "city", "state",
    "country",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    name: str
    kind: PlaceKind
    precision: Precision
    country: str
    id: str
    geojson: str
    """GeoJSON of the outline; empty when there is none."""


@dataclass(slots=True)
class Sieve:
    """Takes results without a name or a point in the world out of an answer, before geopy reads it.

    geopy would put a longitude of 200 at -160, fail on the whole answer for one bad latitude, and take a
    message in JSON for no results. Lists that are not known are left as they are.
    """

    dropped: int = 0
    #: Whether the answer lacks the empty list by which every service says that it knows no such place.
    has_no_list: bool = False

    def __call__(self, document: Any) -> Any:
        self.has_no_list = not _has_empty_list(document)
        if isinstance(document, list):
            return self._rows(document)
        if isinstance(document, dict):
            for name in _LISTS:
                if isinstance(document.get(name), list):
                    return {**document, name: self._rows(document[name])}
        return document

    def _rows(self, rows: list[Any]) -> list[Any]:
        kept = [row for row in rows if isinstance(row, dict) and _is_place(row)]
        self.dropped += len(rows) - len(kept)
        return kept


def _has_empty_list(document: Any, depth: int = 6) -> bool:
    if isinstance(document, dict):
        document = list(document.values()) or [None]
    if not isinstance(document, list):
        return False
    return not document or (depth > 0 and any(_has_empty_list(part, depth - 1) for part in document))


def _is_place(row: Mapping[str, Any]) -> bool:
    point = stated_point(row)
    texts = (row, row["properties"]) if isinstance(row.get("properties"), Mapping) else (row,)
    return (
        point is not None
        and is_in_world(*point)
        and any(_text(text, key) for text in texts for key in _WORDS)
    )


def stated_point(row: Mapping[str, Any]) -> tuple[float, float] | None:
    """Longitude and latitude as the answer has them; None when it has none that are numbers."""
    geometry = row["geometry"] if isinstance(row.get("geometry"), Mapping) else row
    stated: Any = geometry.get("coordinates")
    if not (isinstance(stated, list) and len(stated) >= 2):
        stated = (geometry.get("lon", geometry.get("lng")), geometry.get("lat"))
    if any(isinstance(number, bool) for number in stated[:2]):
        return None
    try:
        return float(stated[0]), float(stated[1])
    except (TypeError, ValueError, OverflowError):
        return None


def is_in_world(lon: float, lat: float) -> bool:
    """Whether a result may lie there. (0, 0) is open sea, and how several services write "not found"."""
    if not (math.isfinite(lon) and math.isfinite(lat)) or (abs(lon) < 1e-6 and abs(lat) < 1e-6):
        return False
    return -180 <= lon <= 180 and -90 <= lat <= 90


def describe(raw: Mapping[str, Any]) -> Described:
    properties = raw["properties"] if isinstance(raw.get("properties"), Mapping) else raw
    components = raw["components"] if isinstance(raw.get("components"), Mapping) else {}
    address = raw["address"] if isinstance(raw.get("address"), Mapping) else components or properties
    kind, precision = _kind(properties, components)
    shape = raw.get("geojson")
    outline = isinstance(shape, Mapping) and str(shape.get("type", "")).endswith(("Polygon", "LineString"))
    return Described(
        name=_text(properties, "name") or _text(properties, "toponymName") or _component_name(components),
        kind=kind,
        precision=precision,
        country=_country(address),
        id=_id(properties),
        geojson=json.dumps(shape) if outline else "",
    )


def _kind(properties: Mapping[str, Any], components: Mapping[str, Any]) -> tuple[PlaceKind, Precision]:
    if code := _text(properties, "fcode"):
        return _GEONAMES_CODES.get(code) or _GEONAMES_CLASSES.get(_text(properties, "fcl"), _UNSAID)
    if "osm_key" in properties and _text(properties, "type") == "district":
        # Photon's word for a part of a city.
        return _KINDS["city_district"]
    keys = ("addresstype", "layer", "osm_value", "type", "category", "class", "osm_key")
    words = [_text(properties, key) for key in keys]
    words += [_text(components, "_type"), _text(components, "_category")]
    return next((_KINDS[word] for word in words if word in _KINDS), _UNSAID)


def _component_name(components: Mapping[str, Any]) -> str:
    """OpenCage names a place by the part of its address that it is."""
    return _text(components, _text(components, "_type"))


def _country(address: Mapping[str, Any]) -> str:
    for key in ("country_code", "countrycode", "countryCode", "country_a", "ISO_3166-1_alpha-2"):
        code = _text(address, key)
        if len(code) == 2 and code.isascii() and code.isalpha():
            return code.upper()
    return ""


def _id(properties: Mapping[str, Any]) -> str:
    if properties.get("osm_id"):
        # Photon writes "R", Nominatim "relation".
        return f"{_text(properties, 'osm_type')[:1].upper()}{storable(str(properties['osm_id']))}"
    return next(
        (
            storable(str(properties[key]))
            for key in ("gid", "geonameId", "id", "place_id")
            if properties.get(key)
        ),
        "",
    )


def _text(properties: Mapping[str, Any], key: str) -> str:
    value = properties.get(key)
    return storable(value) if isinstance(value, str) else ""


def storable(text: str) -> str:
    """Without what the database cannot hold (NUL, halves of characters) and without line breaks."""
    return " ".join(text.replace("\0", " ").encode("utf-8", "ignore").decode().split())
