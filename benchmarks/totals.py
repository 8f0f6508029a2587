"""How fast a million figures are added up. They lie in a schema of their own, which is dropped at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.db.models import QuerySet

from benchmarks.table import Row
from events.enums import Measure
from events.models import Event
from events.totals.answers import SETTINGS, published_totals
from events.totals.sql import statement
from events.totals.total import Grouping

SCHEMA = "totals_benchmark"
#: Written over by rows of the benchmark's own; whatever else is asked for is the database's.
TABLES = ("article", "event", "eventmention", "figure", "layer", "mention", "place")
#: With two figures each.
EVENTS = 500_000
#: Set in the issue: grouped by month and admin-1, in the database.
REACH_MS = 2000
BY = (Grouping.MONTH, Grouping.ADMIN1)


@contextmanager
def million_figures() -> Iterator[None]:
    """The tables of a schema that hides the real ones: same columns, checks and indexes, other rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
        try:
            for table in TABLES:
                _create(table)
            cursor.execute(f"SET search_path TO {SCHEMA}, public; SELECT setseed(0.5)")
            measures = ", ".join(f"'{measure}'" for measure in Measure)
            rows = Path(__file__).with_suffix(".sql").read_text()
            cursor.execute(rows.replace(":events", str(EVENTS)).replace(":measures", measures))
            for table in TABLES:
                _copy_indexes(table)
            cursor.execute(f"VACUUM ANALYZE {', '.join(f'events_{table}' for table in TABLES)}")
            yield
        finally:
            cursor.execute(f"SET search_path TO DEFAULT; DROP SCHEMA {SCHEMA} CASCADE")


def _create(table: str) -> None:
    """Empty, and content with the columns that the statement reads: others may stay empty."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE {SCHEMA}.events_{table} (LIKE public.events_{table})")
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnotnull AND attnum > 0",
            [f"{SCHEMA}.events_{table}"],
        )
        for (column,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {SCHEMA}.events_{table} ALTER "{column}" DROP NOT NULL')


def _copy_indexes(table: str) -> None:
    """After the rows, which is faster; and the row that breaks one of them is not let in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT replace(indexdef, ' ON public.', %s) FROM pg_indexes"
            " WHERE schemaname = 'public' AND tablename = %s",
            [f" ON {SCHEMA}.", f"events_{table}"],
        )
        for (definition,) in cursor.fetchall():
            if " USING btree " in definition:
                cursor.execute(definition)


def measure() -> Iterator[Row]:
    with million_figures():
        events = Event.objects.published()
        month = events.filter(latest__gte=date(2018, 5, 1), latest__lte=date(2018, 5, 31))
        yield Row(
            "all by month and admin-1, in the database", _in_the_database(events), "ms", REACH_MS,
            "what was set out to reach",
        )  # fmt: skip
        for name, chosen in (("all", events), ("one month of five years", month)):
            started = time.perf_counter()
            totals = published_totals(chosen, by=BY, has_ids=False)
            taken = (time.perf_counter() - started) * 1000
            yield Row(f"{name}: {len(totals):,} totals", taken, "ms")


def _in_the_database(events: QuerySet[Event]) -> float:
    """Milliseconds of the whole statement, its rows counted but not sent."""
    sql, params = statement(events, by=BY, has_ids=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SETTINGS)
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON) {sql}", params)
        return float(cursor.fetchall()[-1][0].removeprefix("Execution Time: ").removesuffix(" ms"))
