"""Countries, provinces and borders, from Natural Earth's polygons; what a row of the gazetteer is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray

from events.folding import fold
from events.geocoding import admin1, geonames, own_data
from events.geocoding.admin1 import Admin1, Name
from events.geocoding.mesh import Chains

#: Provider and its id: what stays the same from one load to the next.
Reference = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    provider: str
    provider_id: str
    name: str
    kind: str
    country: str
    point: tuple[float, float]
    geometry: shapely.Geometry | None
    licence: str
    population: int | None = None
    parent: Reference | None = None
    names: dict[str, Name] = field(default_factory=dict)

    @property
    def reference(self) -> Reference:
        return self.provider, self.provider_id


def names(*groups: tuple[Iterable[str], str, str]) -> dict[str, Name]:
    """Key → name from (names, language, kind) groups; the first spelling of a key stays."""
    found: dict[str, Name] = {}
    for spellings, language, kind in groups:
        for spelling in spellings:
            key = fold(spelling)
            if key:
                found.setdefault(key, Name(spelling[:200], language, kind))
    return found


def union(polygons: NDArray[np.object_]) -> shapely.Geometry:
    """Their union along shared edges; the slower general one where edges do not fit (Italy, Slovenia)."""
    try:
        return shapely.coverage_union_all(polygons)
    except shapely.GEOSException:
        return shapely.union_all(polygons)


def label_point(area: shapely.Geometry) -> tuple[float, float]:
    """A point well inside the largest part."""
    parts = shapely.get_parts(area)
    largest = parts[np.argmax(shapely.area(parts))]
    rough = largest.simplify(largest.area**0.5 / 50)
    rough = rough if rough.is_valid and not rough.is_empty else largest
    circle = shapely.maximum_inscribed_circle(rough, tolerance=rough.area**0.5 / 20)
    lon, lat = circle.coords[0]
    return round(lon, 5), round(lat, 5)


def countries(areas: list[Admin1], polygons: NDArray[np.object_]) -> list[Row]:
    codes = np.array([area.country for area in areas])
    own = {row["country"]: row for row in own_data.rows("countries")}
    aliases = _aliases("country")
    translations = admin1.country_names()
    rows = []
    for iso, country in geonames.countries().items():
        extra = own.get(iso, {})
        members = polygons[codes == iso]
        geometry = union(members) if len(members) else None
        if extra.get("lon"):
            point = float(extra["lon"]), float(extra["lat"])
        elif geometry is not None:
            point = label_point(geometry)
        else:
            continue
        display = extra.get("display") or country["name"].strip()
        rows.append(
            Row(
                provider=geonames.PROVIDER,
                provider_id=str(country["geonameid"]),
                name=display,
                kind="country",
                country=iso,
                point=point,
                geometry=geometry,
                licence="CC BY 4.0, GeoNames; outline public domain, Natural Earth",
                population=country["population"] or None,
                names=names(
                    ([display, country["name"].strip()], "en", "main"),
                    (own_data.words(extra.get("aliases", "")), "", "own"),
                    (aliases.get(("country", iso), []), "", "own"),
                    *(([name], language, "main") for language, name in translations.get(iso, ())),
                    (own_data.demonyms().get(iso, ()), "en-x-adj", "alternate"),
                ),
            )
        )
    return rows


def provinces(areas: list[Admin1], polygons: NDArray[np.object_], parents: dict[str, Reference]) -> list[Row]:
    aliases = _aliases("admin1")
    rows = []
    for area, polygon in zip(areas, polygons, strict=True):
        if not area.name:
            continue
        found = dict(area.names)
        for known_as in (fold(area.iso), *area.names):
            for alias in aliases.get((area.country, known_as), []):
                found.setdefault(fold(alias), Name(alias, "", "own"))
        rows.append(
            Row(
                provider=admin1.PROVIDER,
                provider_id=area.code,
                name=area.name,
                kind="admin1",
                country=area.country,
                point=_inside(area.label, polygon),
                geometry=polygon,
                licence=admin1.LICENCE,
                parent=parents.get(area.country),
                names=found,
            )
        )
    return rows


def _inside(label: tuple[float, float] | None, polygon: shapely.Geometry) -> tuple[float, float]:
    if label and polygon.contains(shapely.Point(label)):
        return label
    return label_point(polygon)


def borders(areas: list[Admin1], chains: Chains, countries: dict[str, Row]) -> list[Row]:
    """One row for each pair of neighbouring countries, its line taken from the shared edges."""
    pieces: dict[tuple[str, str], list[shapely.Geometry]] = defaultdict(list)
    for line, first, second in zip(chains.lines, chains.first, chains.second, strict=True):
        if second < 0:
            continue
        one, other = sorted((areas[first].country, areas[second].country))
        if one and one != other and one in countries and other in countries:
            pieces[one, other].append(line)
    rows = []
    for (one, other), lines in pieces.items():
        line = shapely.line_merge(shapely.multilinestrings(lines))
        parts = shapely.get_parts(line)
        middle = parts[np.argmax(shapely.length(parts))].interpolate(0.5, normalized=True)
        first, second = countries[one].name, countries[other].name
        rows.append(
            Row(
                provider=own_data.PROVIDER,
                provider_id=f"{one}-{other}",
                name=f"{first}–{second} border",
                kind="border",
                country="",
                point=(round(middle.x, 5), round(middle.y, 5)),
                geometry=shapely.multilinestrings(parts),
                licence=admin1.LICENCE,
                names=names(
                    ([f"{first}–{second} border", f"{second}–{first} border"], "en", "main"),
                    (
                        [
                            f"{a}-{b} border"
                            for a, b in _pairs(
                                own_data.demonyms().get(one, ()), own_data.demonyms().get(other, ())
                            )
                        ],
                        "en",
                        "alternate",
                    ),
                ),
            )
        )
    return rows


def _pairs(ones: Iterable[str], others: Iterable[str]) -> list[tuple[str, str]]:
    return [pair for a in ones for b in others for pair in ((a, b), (b, a))]


def _aliases(kind: str) -> dict[tuple[str, str], list[str]]:
    """(country, key of the known name) → aliases; for countries ("country", code)."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in own_data.rows("aliases"):
        if row["kind"] != kind:
            continue
        at = ("country", row["country"]) if kind == "country" else (row["country"], fold(row["known_as"]))
        found[at].append(row["alias"])
    return found
