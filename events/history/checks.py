"""Says when the history is kept by the good will of the application alone."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Info, register
from django.db import DatabaseError, connection

HINT = (
    "Make a role of its own for serving: CREATE ROLE dateline_app LOGIN PASSWORD '…'; then, as the owner of "
    "the tables, run: manage.py grant_application dateline_app. Serve with that role in DATABASE_URL, and "
    "migrate with the owner's. `make run` takes the role's address from APPLICATION_DATABASE_URL."
)


@register(deploy=True)
def check_roles(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """I001: the role that serves owns the history, so it could put its triggers out of action."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_has_role(current_user, relowner, 'USAGE'), current_user FROM pg_class"
                " WHERE oid = to_regclass('events_change')"
            )
            found = cursor.fetchone()
    except DatabaseError:
        return []  # said by others
    if found is None or not found[0]:
        return []
    return [
        Info(
            f"The application signs in to the database as “{found[1]}”, which owns the tables. Their "
            "triggers refuse changes of the history, but this role could switch them off.",
            hint=HINT,
            id="events.I001",
        )
    ]
