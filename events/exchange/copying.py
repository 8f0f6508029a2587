"""Rows into a table by COPY: one statement for thousands, so that triggers of statements run once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def ids_of(table: str, number: int) -> list[int]:
    """As many ids as asked for, taken from the table's sequence: nobody else gets them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
        )
        return [pk for (pk,) in cursor.fetchall()]


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The text form of COPY; None is NULL, every other value its own text."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as sink:
        lines: list[str] = []
        for row in rows:
            lines.append(
                "\t".join(
                    "\\N" if value is None else value.translate(_ESCAPED) if type(value) is str else str(value)
                    for value in row
                )
            )
            if len(lines) == 500:
                sink.write("\n".join(lines) + "\n")
                lines.clear()
        if lines:
            sink.write("\n".join(lines) + "\n")
