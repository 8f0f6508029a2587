"""A cursor for statements over many claims: these are up to date, and PostgreSQL plans as it is told to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

#: What this transaction itself has changed is followed first: for others that happens when it ends.
FOLLOW = "SET CONSTRAINTS claims_follow_changes IMMEDIATE; SET CONSTRAINTS claims_follow_changes DEFERRED"


@contextmanager
def planned(using: str, settings: Mapping[str, str]) -> Iterator[CursorWrapper]:
    """A cursor of a transaction that runs under `settings`, which are PostgreSQL's names and values.

    Within another transaction they are set back: PostgreSQL keeps what is set for a transaction until the
    outermost ends, and "no nested loops" makes milliseconds of what is asked by an index a whole table read.
    After an error the savepoint sets them back.
    """
    is_within = connections[using].in_atomic_block
    with transaction.atomic(using), connections[using].cursor() as cursor:
        cursor.execute(FOLLOW)
        before = _set(cursor, settings)
        yield cursor
        if is_within:
            _set(cursor, before)


def _set(cursor: CursorWrapper, settings: Mapping[str, str]) -> dict[str, str]:
    """Sets each and returns what it was: the columns of a row are evaluated in their order."""
    each = ", ".join(["current_setting(%s), set_config(%s, %s, true)"] * len(settings))
    cursor.execute(
        f"SELECT {each}", [part for name, value in settings.items() for part in (name, name, value)]
    )
    return dict(zip(settings, cursor.fetchone()[::2], strict=True))
