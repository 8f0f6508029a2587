"""Every table has a history, or a reason why not."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from events.history.rows import field_of
from events.history.tracking import PARTS, UNTRACKED

pytestmark = pytest.mark.django_db

OPERATIONS = {"history_of_insert", "history_of_update", "history_of_delete", "history_of_truncate"}


def triggers() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(tgname::text) FROM pg_trigger"
            " WHERE tgfoid = 'events_keep_history'::regproc AND tgenabled <> 'D' GROUP BY 1"
        )
        return {table: set(names) for table, names in cursor.fetchall()}


def test_every_table_is_tracked_or_says_why_not() -> None:
    # Django's own are left out: its names of kinds and rights, which it makes anew whenever it migrates, and
    # its sessions.
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in ("contenttypes", "sessions") and model._meta.managed
    ]
    tables = {model._meta.db_table for model in models} - {"auth_permission"}

    found = triggers()

    assert set(found) == tables - UNTRACKED.keys(), (
        "Keep its history with `keep_history(…)` in a migration, or say in UNTRACKED why it has none"
    )
    assert all(names == OPERATIONS for names in found.values()), found


def test_every_part_names_its_row() -> None:
    for table, column in PARTS.items():
        field = field_of(table, column)
        assert getattr(field, "related_model", None) is not None, (table, column)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger"
                " WHERE tgname = 'history_of_delete' AND tgrelid = %s::regclass",
                [table],
            )
            assert f"events_keep_history('{column}'," in cursor.fetchone()[0]
