"""Counties of the United States, from the package us-atlas: names and outlines of the Census Bureau."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely
from django.conf import settings
from numpy.typing import NDArray

from events.folding import fold
from events.geocoding.admin1 import Admin1
from events.geocoding.areas import Reference, Row, names
from events.geocoding.topology import polygons

PROVIDER = "us-census"
LICENCE = "Public domain, US Census Bureau"
PACKAGE = "us-atlas"

#: States and territories by their FIPS code where they are countries of ISO 3166-1.
_TERRITORIES = {"60": "AS", "69": "MP", "72": "PR", "78": "VI"}
#: Counties that are states or countries already: the District of Columbia, Guam.
_OTHERWISE_KNOWN = {"11001", "66010"}
#: A city outside every county bears its name with this number and above.
_INDEPENDENT_CITY = 510
_WORD = {"22": "Parish", "60": "District", "69": "Municipality", "72": "Municipality", "78": ""}
#: Alaska has boroughs; those of another kind by the last three digits.
_ALASKA = {
    "Census Area": ("016", "050", "063", "066", "070", "105", "158", "180", "198", "240", "261", "290"),
    "City and Borough": ("110", "220", "275", "282"),
    "Municipality": ("020", "230"),
}


def source() -> Path:
    return Path(settings.NODE_MODULES) / PACKAGE


def version() -> str:
    return json.loads((source() / "package.json").read_text())["version"]


def counties(states: list[Admin1], parents: dict[str, Reference]) -> list[Row]:
    """A row each; `states` are the admin-1 areas of the world, `parents` the countries by code."""
    with (source() / "counties-10m.json").open(encoding="utf-8") as file:
        topology = json.load(file)
    references = _states(topology, states)
    features, shapes = polygons(topology, "counties")
    points = _points(shapes)
    rows = []
    for feature, shape, (lon, lat) in zip(features, shapes, points, strict=True):
        code, name = feature["id"], feature["properties"]["name"]
        if code in _OTHERWISE_KNOWN:
            continue
        country = _TERRITORIES.get(code[:2], "US")
        full = full_name(code, name)
        # "Walker" alone is a person more often than a county, "Suffolk" the city of that name.
        short = [] if full.startswith("City of") else [name]
        rows.append(
            Row(
                provider=PROVIDER,
                provider_id=code,
                name=full,
                kind="admin2",
                country=country,
                point=(round(lon, 5), round(lat, 5)),
                geometry=shape,
                licence=LICENCE,
                parent=references.get(code[:2]) or parents.get(country),
                names=names(
                    ([full], "en", "main"), (_spellings(full), "en", "alternate"), (short, "en", "alternate")
                ),
            )
        )
    return rows


def full_name(code: str, name: str) -> str:
    """As people write it: "Walker County", "Orleans Parish", "Kenai Peninsula Borough", "City of Salem"."""
    state, number = code[:2], code[2:]
    if int(number) >= _INDEPENDENT_CITY and state in {"24", "29", "32", "51"}:
        return f"City of {name}" if name != "Carson City" else name
    if state == "02":
        word = next((word for word, numbers in _ALASKA.items() if number in numbers), "Borough")
    else:
        word = _WORD.get(state, "County")
    return f"{name} {word}".strip()


def _spellings(full: str) -> list[str]:
    """The usual abbreviation: "Walker Co."."""
    return [full.replace(" County", " Co.")] if full.endswith(" County") else []


def _states(topology: dict, states: list[Admin1]) -> dict[str, Reference]:
    by_name = {fold(area.name): area.code for area in states if area.country == "US"}
    return {
        state["id"]: ("natural-earth", by_name[fold(state["properties"]["name"])])
        for state in topology["objects"]["states"]["geometries"]
        if fold(state["properties"]["name"]) in by_name
    }


def _points(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """The centroid where it lies inside, which reads best on a map, else a point that does."""
    centres = shapely.centroid(shapes)
    inside = np.where(shapely.contains(shapes, centres), centres, shapely.point_on_surface(shapes))
    return shapely.get_coordinates(inside)
