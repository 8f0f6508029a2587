"""The gazetteer's tables, written with COPY. The SQL is made of table and column names alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shapely
from django.db.models import ForeignKey, ForeignObjectRel

from events.folding import fold
from events.geocoding import background, geonames
from events.geocoding.areas import Reference, Row
from events.models import BasemapShape, Place, PlaceName

PLACES, NAMES, SHAPES = (model._meta.db_table for model in (Place, PlaceName, BasemapShape))
_LOCK = 0x6A7E77EE
#: The dataset of what the installed packages and our own tables give.
PACKAGES = "packages"
#: The dataset of imported GeoNames dumps.
GEONAMES_DUMPS = "geonames-dumps"
_COLUMNS = (
    "id, provider, provider_id, name, kind, country, parent_id, point, geometry, population, licence, "
    "is_edited, dataset"
)
_UPDATED = ("name", "kind", "country", "parent_id", "point", "geometry", "population", "licence", "dataset")


def lock(cursor: Any) -> None:
    """One load at a time; the lock ends with the transaction."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    # Indexes may be built anew over a million names; with the default memory that takes twice as long.
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")


def known(cursor: Any) -> tuple[dict[Reference, int], set[int], int]:
    """Ids of the places that a load may find again by reference, those an editor has corrected, and the first
    free id. Of imported dumps only what the packages list too: all of GeoNames would need gigabytes here."""
    cursor.execute(
        f"SELECT provider, provider_id, id, is_edited FROM {PLACES} "
        "WHERE provider_id <> '' AND dataset <> %s",
        [GEONAMES_DUMPS],
    )
    rows = cursor.fetchall()
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {PLACES} WHERE dataset = %s)", [GEONAMES_DUMPS])
    if cursor.fetchone()[0]:
        cursor.execute(
            f"SELECT provider, provider_id, id, is_edited FROM {PLACES} "
            "WHERE dataset = %s AND provider = %s AND provider_id = ANY(%s)",
            [GEONAMES_DUMPS, geonames.PROVIDER, [str(row["geonameid"]) for row in geonames.settlements()]],
        )
        rows += cursor.fetchall()
    cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {PLACES}")
    return (
        {(provider, number): id for provider, number, id, _ in rows},
        {id for *_, id, is_edited in rows if is_edited},
        cursor.fetchone()[0],
    )


def own_keys(cursor: Any) -> dict[int, set[str]]:
    """Place id → keys of the names that editors entered; they stay in the table."""
    cursor.execute(f"SELECT place_id, array_agg(key) FROM {NAMES} WHERE dataset = '' GROUP BY 1")
    return {place: set(keys) for place, keys in cursor.fetchall()}


@contextmanager
def without_indexes(cursor: Any, *tables: str) -> Iterator[None]:
    """Drops the indexes and foreign keys of tables, and builds them anew at the end of the block.

    An index over a million rows is built in a third of the time that it takes to grow it row by row.
    """
    # Neither can be dropped nor built while checks of foreign keys are still to be made.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique",
        [list(tables)],
    )
    indexes = cursor.fetchall()
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = ANY(%s::regclass[]) AND contype = 'f'",
        [list(tables)],
    )
    keys = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    for table, name, _ in keys:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    # Not on failure: the transaction is then rolled back, and the indexes with it.
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in keys:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def write_places(
    cursor: Any,
    rows: list[Row],
    settlements: list[geonames.Settlement],
    parents: list[int | None],
    ids: dict[Reference, int],
) -> int:
    cursor.execute(f"CREATE TEMP TABLE loaded (LIKE {PLACES}) ON COMMIT DROP")
    with cursor.copy(f"COPY loaded ({_COLUMNS}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(_area_fields(row, ids))
        points = shapely.to_wkb(
            shapely.set_srid(shapely.points([(place.lon, place.lat) for place in settlements]), 4326),
            hex=True, include_srid=True,
        )  # fmt: skip
        for place, parent, point in zip(settlements, parents, points, strict=True):
            copy.write_row(
                (place.id, geonames.PROVIDER, str(place.geonames_id), place.name, "settlement", place.country,
                 parent, point, None, place.population, geonames.LICENCE, False, PACKAGES)
            )  # fmt: skip
    cursor.execute(
        f"INSERT INTO {PLACES} ({_COLUMNS}) SELECT {_COLUMNS} FROM loaded "
        f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in _UPDATED)} "
        f"WHERE NOT {PLACES}.is_edited"
    )
    cursor.execute(
        f"DELETE FROM {PLACES} old WHERE dataset = %s AND NOT is_edited "
        f"AND NOT EXISTS (SELECT 1 FROM loaded WHERE loaded.id = old.id) AND {unused('old')}",
        [PACKAGES],
    )
    return cursor.rowcount


def _area_fields(row: Row, ids: dict[Reference, int]) -> tuple[Any, ...]:
    return (
        ids[row.reference], row.provider, row.provider_id, row.name, row.kind, row.country,
        ids.get(row.parent) if row.parent else None, wkb(shapely.Point(row.point)),
        wkb(row.geometry) if row.geometry is not None else None, row.population, row.licence, False,
        PACKAGES,
    )  # fmt: skip


def wkb(shape: shapely.Geometry) -> str:
    return shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True)


def unused(alias: str) -> str:
    """SQL that is true of a place nothing but its own names refers to."""
    links = [
        (field.related_model._meta.db_table, field.field.column)
        for field in Place._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and isinstance(field.field, ForeignKey)
        and field.related_model is not PlaceName
    ]  # fmt: skip
    return " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM {table} r WHERE r."{column}" = {alias}.id)' for table, column in links
    )


def clear_names(cursor: Any) -> None:
    """Take away the names that the packages gave, but for those of places that editors corrected."""
    cursor.execute(
        "CREATE TEMP TABLE kept ON COMMIT DROP AS "
        f"SELECT n.* FROM {NAMES} n JOIN {PLACES} p ON p.id = n.place_id "
        "WHERE n.dataset <> %s OR p.is_edited",
        [PACKAGES],
    )
    # Quicker than deleting a million rows, and leaves no dead ones behind.
    cursor.execute(f"TRUNCATE {NAMES}")
    cursor.execute(f"INSERT INTO {NAMES} SELECT * FROM kept")


def write_names(
    cursor: Any, file: Path, rows: Iterable[Row], ids: dict[Reference, int], edited: set[int]
) -> int:
    kept = own_keys(cursor)
    written = 0
    with cursor.copy(f"COPY {NAMES} (place_id, name, key, language, kind, dataset) FROM STDIN") as copy:
        with file.open("rb") as lines:
            while block := lines.read(1 << 20):
                copy.write(block)
        for row in rows:
            place = ids[row.reference]
            if place in edited:
                continue
            for key, name in row.names.items():
                if key not in kept.get(place, ()):
                    copy.write(geonames.copy_line(place, name.name, key, name.language, name.kind, PACKAGES))
                    written += 1
    return written


def promote_display_names(cursor: Any, display: dict[int, str]) -> None:
    """The name that is shown is a main name, also where GeoNames has it among the alternates."""
    cursor.execute(
        f"UPDATE {NAMES} n SET kind = 'main' "
        "FROM unnest(%s::bigint[], %s::text[]) shown (id, key) "
        "WHERE n.place_id = shown.id AND n.key = shown.key AND n.kind = 'alternate'",
        [list(display), [fold(name) for name in display.values()]],
    )


def write_shapes(cursor: Any, shapes: list[background.Shape]) -> None:
    cursor.execute(f"TRUNCATE {SHAPES}")
    with cursor.copy(f"COPY {SHAPES} (level, kind, country, geometry) FROM STDIN") as copy:
        for shape in shapes:
            copy.write_row((shape.level, shape.kind, shape.country, wkb(shape.geometry)))


def restart_sequences(cursor: Any) -> None:
    for table in (PLACES, NAMES, SHAPES):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}"
        )
