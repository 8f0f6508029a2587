from __future__ import annotations

import pytest
from django.db import connection

from events.ingestion.statistics import analyze_tables
from tests import factories

pytestmark = pytest.mark.django_db


def test_tables_filled_at_once_are_known_to_the_planner() -> None:
    factories.published_event()

    analyze_tables()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples FROM pg_class WHERE relname IN"
            " ('events_event', 'events_figure', 'events_eventmention', 'events_map_picked_events')"
        )
        known = dict(cursor.fetchall())
    assert known.pop("events_map_picked_events") == 0
    assert all(rows >= 1 for rows in known.values())
