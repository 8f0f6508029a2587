"""Rows into a table by COPY: one statement for thousands, so that triggers of statements run once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

#: The backslash first, for the others become one.
_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))


def ids_of(table: str, number: int) -> list[int]:
    """As many ids as asked for, taken from the table's sequence: nobody else gets them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
        )
        return [pk for (pk,) in cursor.fetchall()]


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The text form of COPY; None is NULL, every other value its own text. Columns that are not named
    take the model's defaults."""
    defaults = _defaults(model, columns)
    names = ", ".join(f'"{column}"' for column in (*columns, *defaults))
    rest = "".join(f"\t{_text(value)}" for value in defaults.values())
    table = model._meta.db_table
    # The driver reports what the database refused when the copying ends, which Django does not see by itself.
    wrapped = connection.wrap_database_errors
    with wrapped, connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as sink:
        lines: list[str] = []
        for row in rows:
            lines.append("\t".join([_text(value) for value in row]) + rest)
            if len(lines) == 500:
                sink.write("\n".join(lines) + "\n")
                lines.clear()
        if lines:
            sink.write("\n".join(lines) + "\n")


def _text(value: Any) -> str:
    if type(value) is not str:
        return "\\N" if value is None else str(value)
    # Looked for first: hardly any value has one, and `str.translate` would copy them all, letter by letter.
    for sign, escaped in _ESCAPES:
        if sign in value:
            value = value.replace(sign, escaped)
    return value


def _defaults(model: type[models.Model], columns: Sequence[str]) -> dict[str, Any]:
    """What the database asks for and has no default of its own for."""
    fields = [field for field in model._meta.concrete_fields if field.column not in columns]
    return {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in fields
        if not field.primary_key and not field.null and not field.has_db_default()
    }
