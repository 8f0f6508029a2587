"""What the history costs: rows written at once and one by one, with it, without it, with whole snapshots."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from benchmarks.table import Row
from events.models import Event, Layer

DATABASE = "dateline_history_benchmark"
ROWS = 100_000
SINGLE = 200
#: A trigger that copies each row whole, at the end of the statement: what django-pghistory's would do.
SNAPSHOTS = """
CREATE TABLE snapshot (LIKE events_event);
ALTER TABLE snapshot ADD snapshot_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ADD taken_at timestamptz NOT NULL DEFAULT clock_timestamp(), ADD label text NOT NULL DEFAULT '',
    ADD context uuid;
CREATE INDEX ON snapshot (id);
CREATE FUNCTION take_snapshot() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO snapshot SELECT * FROM after; RETURN NULL; END';
CREATE TRIGGER snapshot_insert AFTER INSERT ON events_event REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION take_snapshot();
CREATE TRIGGER snapshot_update AFTER UPDATE ON events_event REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION take_snapshot();
"""
#: The ways, with the triggers that work in each. All others are switched off: theirs is another question.
WAYS = {
    "without": (),
    "with the history": ("history_of_insert", "history_of_update"),
    "with snapshots instead": ("snapshot_insert", "snapshot_update"),
}


@contextmanager
def empty_database() -> Iterator[None]:
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"] |= {"NAME": DATABASE, "TEMPLATE": None}
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def measure() -> Iterator[Row]:
    with empty_database():
        with connection.cursor() as cursor:
            cursor.execute(SNAPSHOTS)
        for way, triggers in WAYS.items():
            yield from _measured(way, triggers)
        yield Row("load of the machine meanwhile", os.getloadavg()[0], f"of {os.cpu_count()}")


def _measured(way: str, triggers: tuple[str, ...]) -> Iterator[Row]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE events_event DISABLE TRIGGER USER")
            for trigger in triggers:
                cursor.execute(f"ALTER TABLE events_event ENABLE TRIGGER {trigger}")
            before = _bytes(cursor)
            yield Row(f"{ROWS:,} events inserted, {way}", _insert(cursor), "ms")
            yield Row(f"{ROWS:,} events updated, {way}", _update(cursor), "ms")
            yield Row(f"one event updated, {way}", _update_one(), "ms")
            yield Row(f"kept of them, {way}", (_bytes(cursor) - before) / 1e6, "MB")
            raise _TakenBack
    except _TakenBack:
        pass


class _TakenBack(Exception):
    pass


def _bytes(cursor: object) -> int:
    cursor.execute(
        "SELECT sum(pg_total_relation_size(name)) FROM unnest('{events_change, events_changeset, snapshot}'"
        "::regclass[]) AS name"
    )
    return int(cursor.fetchone()[0])


INSERT = """
INSERT INTO events_event (title, summary, kind, layer_id, geometry, point, has_no_geometry, precision,
    earliest, latest, date_precision, verification, status, is_graphic, is_demonstration, created_at,
    updated_at, version)
SELECT 'Event ' || n, repeat('Shells fell on the town. ', 8), 'shelling_artillery', %s, at, at, false,
    'settlement', '2019-08-30', '2019-08-30', 'day', 'weak', 'draft', false, false, now(), now(), 1
FROM generate_series(1, %s) n,
    LATERAL (SELECT ST_SetSRID(ST_MakePoint(n %% 360 - 180, 30), 4326)) p (at)
"""


def _insert(cursor: object) -> float:
    started = time.perf_counter()
    cursor.execute(INSERT, [Layer.objects.values_list("pk", flat=True).first(), ROWS])
    return (time.perf_counter() - started) * 1000


def _update(cursor: object) -> float:
    started = time.perf_counter()
    cursor.execute("UPDATE events_event SET title = title || '.', version = version + 1")
    return (time.perf_counter() - started) * 1000


def _update_one() -> float:
    numbers = list(Event.objects.order_by("pk").values_list("pk", flat=True)[:SINGLE])
    started = time.perf_counter()
    for number in numbers:
        Event.objects.filter(pk=number).update(verification="fair")
    return (time.perf_counter() - started) * 1000 / SINGLE
