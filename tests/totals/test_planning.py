"""What one statement is planned by is not what the rest of a transaction is planned by."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from events.api.columns import columns_of
from events.models import Event
from events.totals.answers import SETTINGS, published_totals
from events.totals.planning import planned

pytestmark = pytest.mark.django_db

NAMES = [*SETTINGS, "jit", "statement_timeout"]


def in_force() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, current_setting(name) FROM unnest(%s::text[]) name", [NAMES])
        return dict(cursor.fetchall())


def test_settings_hold_inside_and_are_set_back_after() -> None:
    before = in_force()
    wanted = {"enable_nestloop": "off", "work_mem": "77MB", "statement_timeout": "4321ms"}

    with planned("default", wanted):
        inside = in_force()

    assert inside == before | wanted
    assert in_force() == before


def test_settings_are_set_back_after_an_error() -> None:
    before = in_force()

    with pytest.raises(DatabaseError), planned("default", SETTINGS) as cursor:
        cursor.execute("SELECT 1 / 0")

    assert in_force() == before


def test_what_follows_totals_and_columns_in_a_transaction_is_planned_as_ever() -> None:
    before = in_force()

    with transaction.atomic():
        published_totals(Event.objects.published(), most_ms=5000)
        columns_of(Event.objects.published(), version="1")

        assert in_force() == before
