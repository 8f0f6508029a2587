"""The demonstration's events many times over, each copy elsewhere and at another time: as many as are wanted,
with as much text, as many figures and sources as events have."""

from __future__ import annotations

import psycopg
from psycopg import sql

#: Between the ids of one copy and the next.
STEP = 10_000_000
#: What a copy does not take over as it is; `n` is its number, `r` the row. Copies keep the links among them.
_CHANGED: dict[str, dict[str, str]] = {
    "events_article": {"fingerprint": "md5(r.fingerprint || n)", "duplicate_of_id": "NULL"},
    "events_mention": {"article_id": f"r.article_id + n * {STEP}"},
    "events_event": {
        # The same shift for the place and the point of an event.
        "geometry": "ST_Translate(r.geometry, (r.id * 7919 + n * 104729) % 1000 / 250.0 - 2,"
        " (r.id * 104729 + n * 7919) % 1000 / 500.0 - 1)",
        "point": "ST_Translate(r.point, (r.id * 7919 + n * 104729) % 1000 / 250.0 - 2,"
        " (r.id * 104729 + n * 7919) % 1000 / 500.0 - 1)",
        "earliest": "r.earliest + (n * 37 % 900 - 450)",
        "latest": "r.latest + (n * 37 % 900 - 450)",
        "merged_into_id": f"r.merged_into_id + n * {STEP}",
    },
    "events_eventmention": {
        "event_id": f"r.event_id + n * {STEP}",
        "mention_id": f"r.mention_id + n * {STEP}",
    },
    "events_figure": {"article_id": f"r.article_id + n * {STEP}", "event_id": f"r.event_id + n * {STEP}"},
    "events_figure_mentions": {
        "figure_id": f"r.figure_id + n * {STEP}",
        "mention_id": f"r.mention_id + n * {STEP}",
    },
}


def repeat(database_url: str, *, events: int) -> int:
    """Copies until at least so many events are published; returns how many are."""
    with psycopg.connect(database_url) as connection:
        first = connection.execute(
            "SELECT count(*) FROM events_event WHERE status IN ('published', 'changed')"
            " AND id < %s", [STEP]
        ).fetchone()[0]  # fmt: skip
        there = connection.execute("SELECT max(id) / %s FROM events_event", [STEP]).fetchone()[0]
        copies = -(-events // first) - 1
        for table, changed in _CHANGED.items():
            columns = connection.execute(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = %s AND is_generated = 'NEVER'",
                [table],
            ).fetchall()
            values = {name: f"r.{name}" for (name,) in columns} | {"id": f"r.id + n * {STEP}"} | changed
            values = {name: value.replace("r.end", 'r."end"') for name, value in values.items()}
            connection.execute(
                sql.SQL(
                    "INSERT INTO {table} ({names}) SELECT {values} FROM {table} r,"
                    " generate_series({there} + 1, {copies}) n WHERE r.id < {step}"
                ).format(
                    table=sql.Identifier(table),
                    names=sql.SQL(", ").join(map(sql.Identifier, values)),
                    values=sql.SQL(", ").join(map(sql.SQL, values.values())),
                    there=there,
                    copies=copies,
                    step=STEP,
                )
            )
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE")
    return first * (max(copies, there) + 1)
