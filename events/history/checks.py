"""Says when the history is kept by the good will of the application alone, and when the database's own log
holds what is kept confidential."""

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


#: What keeps rows and statements out of the server's log; the value that does, and what it is by itself.
_QUIET = {
    "log_error_verbosity": ("terse",),
    "log_min_error_statement": ("panic", "fatal"),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
}


@register(deploy=True)
def check_database_log(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """I002: the server's log is given statements or refused rows, with the texts that they hold."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [[*_QUIET]])
            set_to = dict(cursor.fetchall())
    except DatabaseError:
        return []  # said by others
    loud = {name: value for name, value in set_to.items() if value not in _QUIET[name]}
    if not loud:
        return []
    wanted = ", ".join(f"{name} = {_QUIET[name][0]}" for name in sorted(loud))
    return [
        Info(
            "The database server logs statements or rows that it refuses, and with them confidential notes "
            "and places that are not to be known: "
            f"{', '.join(f'{name} is {value}' for name, value in sorted(loud.items()))}.",
            hint=f"Set there, as a superuser: {wanted}. Or guard its log as you guard the database.",
            id="events.I002",
        )
    ]
