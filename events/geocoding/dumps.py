# ruff: noqa: S608 -- the SQL is made of table names and constants; values are parameters
"""`load_gazetteer --geonames`: GeoNames dumps on top of what the packages give.

A place that is in the gazetteer already, by its GeoNames id or as the same province or district of another
provider, only gets further names and a population where it had none. What editors corrected is left alone.
Rows go through temporary tables at COPY speed; nothing of a file is held in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from django.db import connection, transaction

from events.folding import fold
from events.geocoding import dump_files, geonames, tables
from events.geocoding.admin1 import short_form
from events.geocoding.dump_files import Dump, WrongFile
from events.geocoding.tables import GEONAMES_DUMPS, NAMES, PLACES

#: Farther apart two areas of one name and kind are two places.
_SAME_AREA_M = 150_000
#: From so many new names on it is quicker to build the indexes anew.
_MANY_NAMES = 300_000
#: More complaints than this are counted, not printed.
MOST_COMPLAINTS = 50


@dataclass(slots=True)
class DumpReport:
    read: int = 0
    new: int = 0
    known: int = 0
    names: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    bad_rows: int = 0

    def complain(self, sentence: str) -> None:
        self.bad_rows += 1
        if len(self.complaints) < MOST_COMPLAINTS:
            self.complaints.append(sentence)


Progress = Callable[[str, float], None]


def load(path: Path, progress: Progress, *, all_or_nothing: bool = False) -> DumpReport:
    """Bring the dump files at `path` into the gazetteer; WrongFile, with a sentence, for what is none.

    With `all_or_nothing` a single bad row leaves the gazetteer as it was.
    """
    dump, report = dump_files.find(path), DumpReport()
    with transaction.atomic(), connection.cursor() as cursor:
        tables.lock(cursor)
        _make_tables(cursor)
        progress("Reading places", 0.02)
        for k, file in enumerate(dump.places):
            _copy_places(cursor, file, report)
            progress(f"Read {file.name}", 0.02 + 0.3 * (k + 1) / len(dump.places))
        progress("Reading names", 0.35)
        for file in dump.names:
            _copy_names(cursor, file, report)
        if all_or_nothing and report.bad_rows:
            raise WrongFile(
                f"{report.bad_rows} rows make no sense, so nothing was loaded. "
                f"The first: {report.complaints[0]} "
                "Mend the file, or leave out --all-or-nothing to load the rest."
            )
        cursor.execute("ANALYZE dump, dump_names")
        progress("Finding the places that are known", 0.55)
        _match(cursor)
        progress("Finding the province of each place", 0.65)
        _place_in_provinces(cursor, dump)
        cursor.execute("SELECT count(*) FROM dump_names")
        many = cursor.fetchone()[0] > _MANY_NAMES
        progress("Writing places and names", 0.75)
        if many:
            with tables.without_indexes(cursor, NAMES):
                _write(cursor, report)
                progress("Indexing names for search", 0.85)
        else:
            _write(cursor, report)
    progress("Counting", 0.98)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {PLACES}, {NAMES}")
    return report


def _make_tables(cursor: Any) -> None:
    # Two imports in one transaction, as tests make them, find each other's tables.
    cursor.execute("DROP TABLE IF EXISTS dump, dump_names, dump_parents, dump_codes, of_geonames, of_code")
    cursor.execute(
        """
        CREATE TEMP TABLE dump (
            geonames_id bigint, name text, keys text[], kind text, country text, code text,
            point geometry(Point, 4326), is_site boolean, population bigint,
            place_id bigint, parent_id bigint, is_new boolean NOT NULL DEFAULT false
        ) ON COMMIT DROP;
        CREATE TEMP TABLE dump_names (geonames_id bigint, name text, key text, language text, kind text)
            ON COMMIT DROP;
        CREATE TEMP TABLE dump_parents (parent bigint, child bigint) ON COMMIT DROP;
        CREATE TEMP TABLE dump_codes (code text, geonames_id bigint) ON COMMIT DROP;
        """
    )


def _copy_places(cursor: Any, file: Path, report: DumpReport) -> None:
    names: list[str] = []
    found = dump_files.places(file, report.complain, report.skipped)
    with cursor.copy(
        "COPY dump (geonames_id, name, keys, kind, country, code, point, is_site, population) FROM STDIN"
    ) as copy:
        for place in found:
            report.read += 1
            shown = geonames.display_name(place.name, place.country)
            keys = sorted(
                {fold(name) for name in (place.name, place.ascii_name, short_form(place.name))} - {""}
            )
            if not keys:
                report.complain(f'{file.name}: "{place.name}" ({place.geonames_id}) has no letters to match.')
                continue
            copy.write_row(
                (
                    place.geonames_id, shown, keys, place.kind, place.country,
                    f"{place.country}.{place.admin1_code}", tables.wkb(shapely.Point(place.lon, place.lat)),
                    place.feature in dump_files.SITES, place.population,
                )
            )  # fmt: skip
    # A second pass over the file for the names: one connection carries one COPY at a time.
    with cursor.copy("COPY dump_names (geonames_id, name, key, language, kind) FROM STDIN") as copy:
        for place in dump_files.places(file, lambda _: None, {}):
            shown = geonames.display_name(place.name, place.country)
            spellings = [place.name, place.ascii_name, short_form(place.name), *place.alternates]
            rows = geonames.name_rows(shown, [s for s in spellings if s], country=place.country)
            for key, (name, kind) in rows.items():
                names.append(geonames.copy_fields(place.geonames_id, name, key, "", kind))
            if len(names) > 5000:
                copy.write("".join(names))
                names.clear()
        copy.write("".join(names))


def _copy_names(cursor: Any, file: Path, report: DumpReport) -> None:
    with cursor.copy("COPY dump_names (geonames_id, name, key, language, kind) FROM STDIN") as copy:
        for geonames_id, name, language in dump_files.alternate_names(file, report.complain):
            key = fold(name)
            if 1 < len(key) <= 200 and not key.isdigit():
                copy.write(geonames.copy_fields(geonames_id, name, key, language, "alternate"))


def _match(cursor: Any) -> None:
    """Give each row of the dump the place that it is: by GeoNames' id, else the area of that name."""
    cursor.execute("CREATE INDEX ON dump (geonames_id)")
    cursor.execute(
        f"UPDATE dump d SET place_id = p.id FROM {PLACES} p "
        "WHERE p.provider = %s AND p.provider_id = d.geonames_id::text",
        [geonames.PROVIDER],
    )
    cursor.execute(
        f"""
        UPDATE dump d SET place_id = same.id FROM (
            SELECT DISTINCT ON (d.geonames_id) d.geonames_id, p.id
            FROM dump d
            JOIN {NAMES} n ON n.key = ANY (d.keys) AND n.kind <> 'alternate'
            JOIN {PLACES} p ON p.id = n.place_id AND p.kind = d.kind AND p.country = d.country
            WHERE d.place_id IS NULL AND d.kind IN ('admin1', 'admin2')
              AND (ST_DistanceSphere(p.point, d.point) < %s OR ST_Contains(p.geometry, d.point))
            ORDER BY d.geonames_id, ST_DistanceSphere(p.point, d.point)
        ) same
        WHERE same.geonames_id = d.geonames_id
        """,
        [_SAME_AREA_M],
    )
    # A country that we do not have is none that the United Nations or ISO know: a former or disputed one.
    cursor.execute("DELETE FROM dump WHERE kind = 'country' AND place_id IS NULL")
    cursor.execute("DELETE FROM dump a USING dump b WHERE a.geonames_id = b.geonames_id AND a.ctid > b.ctid")
    cursor.execute(
        f"UPDATE dump SET is_new = true, place_id = nextval(pg_get_serial_sequence('{PLACES}', 'id')) "
        "WHERE place_id IS NULL"
    )


def _place_in_provinces(cursor: Any, dump: Dump) -> None:
    """The parent of each new place: what the hierarchy says, else its province's code, else where it lies."""
    with cursor.copy("COPY dump_parents FROM STDIN") as copy:
        for file in dump.hierarchy:
            for pair in dump_files.hierarchy(file):
                copy.write_row(pair)
    with cursor.copy("COPY dump_codes FROM STDIN") as copy:
        for file in dump.admin1_codes:
            for row in dump_files.admin1_codes(file):
                copy.write_row(row)
    cursor.execute(
        f"""
        CREATE TEMP TABLE of_geonames ON COMMIT DROP AS
            SELECT geonames_id, place_id, kind FROM dump WHERE kind IN ('country', 'admin1', 'admin2');
        INSERT INTO of_geonames
            SELECT provider_id::bigint, id, kind FROM {PLACES}
            WHERE provider = '{geonames.PROVIDER}' AND kind IN ('country', 'admin1', 'admin2')
              AND provider_id NOT IN (SELECT geonames_id::text FROM of_geonames);
        CREATE INDEX ON of_geonames (geonames_id);
        CREATE TEMP TABLE of_code ON COMMIT DROP AS
            SELECT DISTINCT ON (code) code, place_id FROM (
                SELECT code, place_id FROM dump WHERE kind = 'admin1'
                UNION ALL SELECT c.code, g.place_id FROM dump_codes c JOIN of_geonames g USING (geonames_id)
            ) every ORDER BY code;
        UPDATE dump d SET parent_id = g.place_id
            FROM dump_parents p JOIN of_geonames g ON g.geonames_id = p.parent
            WHERE p.child = d.geonames_id AND d.is_new AND d.kind <> 'country' AND g.place_id <> d.place_id;
        UPDATE dump d SET parent_id = c.place_id FROM of_code c
            WHERE c.code = d.code AND d.parent_id IS NULL AND d.is_new
              AND d.kind NOT IN ('admin1', 'country');
        UPDATE dump d SET parent_id = p.id FROM {PLACES} p
            WHERE d.parent_id IS NULL AND d.is_new AND d.kind NOT IN ('admin1', 'country')
              AND p.kind = 'admin1' AND p.country = d.country AND ST_Contains(p.geometry, d.point);
        UPDATE dump d SET parent_id = p.id FROM {PLACES} p
            WHERE d.parent_id IS NULL AND d.is_new AND p.kind = 'country' AND p.country = d.country;
        """
    )


def _write(cursor: Any, report: DumpReport) -> None:
    cursor.execute(
        f"""
        INSERT INTO {PLACES} (id, provider, provider_id, name, kind, country, parent_id, point, geometry,
                              population, licence, is_edited, dataset)
        SELECT place_id, %s, geonames_id::text, name, kind, country, NULL, point,
               CASE WHEN is_site THEN point END, population, %s, false, %s
        FROM dump WHERE is_new
        """,
        [geonames.PROVIDER, geonames.LICENCE, GEONAMES_DUMPS],
    )
    report.new = cursor.rowcount
    # Parents may come from the same dump, so they are set when all rows stand.
    cursor.execute(
        f"UPDATE {PLACES} p SET parent_id = d.parent_id FROM dump d WHERE d.is_new AND p.id = d.place_id"
    )
    cursor.execute(
        f"UPDATE {PLACES} p SET population = d.population FROM dump d "
        "WHERE NOT d.is_new AND p.id = d.place_id AND NOT p.is_edited AND p.population IS NULL "
        "AND p.kind = 'settlement' AND d.population IS NOT NULL"
    )
    cursor.execute("SELECT count(*) FROM dump WHERE NOT is_new")
    report.known = cursor.fetchone()[0]
    # The names of an earlier import make room for those of this one.
    cursor.execute(
        f"DELETE FROM {NAMES} n USING {PLACES} p WHERE n.dataset = %s AND p.id = n.place_id "
        "AND p.id IN (SELECT place_id FROM dump)",
        [GEONAMES_DUMPS],
    )
    cursor.execute("CREATE INDEX ON dump (place_id)")
    cursor.execute(
        f"""
        INSERT INTO {NAMES} (place_id, name, key, language, kind, dataset)
        SELECT DISTINCT ON (at.place_id, n.key) at.place_id, n.name, n.key, n.language,
               CASE WHEN at.is_new THEN n.kind ELSE 'alternate' END, %s
        FROM dump_names n
        JOIN (
            SELECT geonames_id, place_id, is_new FROM dump
            UNION SELECT p.provider_id::bigint, p.id, false FROM {PLACES} p
            WHERE p.provider = %s AND NOT EXISTS (SELECT 1 FROM dump WHERE dump.place_id = p.id)
        ) at USING (geonames_id)
        JOIN {PLACES} p ON p.id = at.place_id AND NOT p.is_edited
        WHERE NOT EXISTS (SELECT 1 FROM {NAMES} old WHERE old.place_id = at.place_id AND old.key = n.key)
        ORDER BY at.place_id, n.key, (n.kind = 'alternate'), (n.language = '')
        """,
        [GEONAMES_DUMPS, geonames.PROVIDER],
    )
    report.names = cursor.rowcount
