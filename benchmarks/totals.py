"""How fast a million figures are added up, in a database of its own that is made and dropped."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import connection
from django.db.models import QuerySet

from benchmarks.table import Row
from events.enums import Measure
from events.models import Event
from events.totals.answers import SETTINGS, published_totals
from events.totals.planning import planned
from events.totals.sql import statement
from events.totals.total import Grouping

DATABASE = "dateline_totals_benchmark"
#: Filled with rows of the benchmark's own, of which the columns that are read are given.
TABLES = ("article", "event", "eventmention", "figure", "layer", "mention", "place")
#: With two figures each.
EVENTS = 500_000
#: Set in the issue: grouped by month and admin-1, in the database.
REACH_MS = 2000
TIMES = 3
#: The triggers that keep the claims are put off for the rows.
CLAIMS = "SELECT events_make_claims()"
BY = (Grouping.MONTH, Grouping.ADMIN1)


@contextmanager
def million_figures() -> Iterator[None]:
    """The whole schema in a database beside the usual one, with a million figures in it."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"] |= {"NAME": DATABASE, "TEMPLATE": None}
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        _fill()
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def _fill() -> None:
    measures = ", ".join(f"'{measure}'" for measure in Measure)
    rows = Path(__file__).with_suffix(".sql").read_text()
    tables = [f"events_{table}" for table in TABLES]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE; SELECT setseed(0.5)")
        for table in tables:
            _let_in_what_is_not_whole(table)
        cursor.execute(rows.replace(":events", str(EVENTS)).replace(":measures", measures))
        cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")
        cursor.execute(CLAIMS)
        cursor.execute("VACUUM ANALYZE events_claim")


def _let_in_what_is_not_whole(table: str) -> None:
    """Columns that are not read may stay empty; checks and triggers would take longer than the rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER %%I DROP NOT NULL', attname) FROM pg_attribute"
            " WHERE attrelid = %s::regclass"
            " AND attnotnull AND attnum > 0 AND attname <> 'id' UNION ALL"
            " SELECT format('DROP CONSTRAINT %%I CASCADE', conname) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('c', 'f')",
            [table, table],
        )
        changes = ", ".join(change for (change,) in cursor.fetchall())
        cursor.execute(f"ALTER TABLE {table} {changes}, DISABLE TRIGGER USER")


def measure() -> Iterator[Row]:
    with million_figures():
        events = Event.objects.all()
        month = events.filter(latest__gte=date(2018, 5, 1), latest__lte=date(2018, 5, 31))
        taken = min(_in_the_database(events) for _time in range(TIMES))
        yield Row(
            "all by month and admin-1, in the database", taken, "ms", REACH_MS, "what was set out to reach"
        )
        country = events.filter(place__country="BX")
        for name, chosen in (("all", events), ("one country", country), ("one month of five years", month)):
            started = time.perf_counter()
            totals = published_totals(chosen, by=BY, has_ids=False)
            yield Row(f"{name}: {len(totals):,} totals", (time.perf_counter() - started) * 1000, "ms")
        yield Row("load of the machine meanwhile", os.getloadavg()[0], f"of {os.cpu_count()}")


def _in_the_database(events: QuerySet[Event]) -> float:
    """Milliseconds of the whole statement, its rows counted but not sent."""
    sql, params = statement(events, by=BY, has_ids=False)
    with planned(events.db, SETTINGS) as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON) {sql}", params)
        return float(cursor.fetchall()[-1][0].removeprefix("Execution Time: ").removesuffix(" ms"))
