"""Rows into a table by COPY: one statement for thousands, so that triggers of statements run once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

#: The backslash first, for the others become one.
_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class Target:
    """A table's columns: the statement, and what ends each line for the columns that are not given."""

    sql: str
    rest: str


def ids_of(table: str, number: int) -> list[int]:
    """As many ids as asked for, taken from the table's sequence: nobody else gets them."""
    with connection.cursor() as cursor:
        cursor.execute(
            # The sequence's name is looked up once, not for each id.
            "SELECT array_agg(nextval(sequence)) FROM"
            " (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence OFFSET 0) AS of,"
            " generate_series(1, %s)",
            [table, number],
        )
        return cursor.fetchone()[0] or []


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The text form of COPY; None is NULL, every other value its own text. Columns that are not named
    take the model's defaults."""
    target = target_of(model, columns)
    write(target, blocks(target, rows))


def target_of(model: type[models.Model], columns: Sequence[str]) -> Target:
    defaults = _defaults(model, columns)
    names = ", ".join(f'"{column}"' for column in (*columns, *defaults))
    rest = "".join(f"\t{_text(value)}" for value in defaults.values())
    return Target(f"COPY {model._meta.db_table} ({names}) FROM STDIN", rest)


def blocks(target: Target, rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The rows as COPY takes them, some hundreds at a time. Needs no database."""
    end = f"{target.rest}\n"
    lines: list[str] = []
    for row in rows:
        lines.append(_line(row))
        if len(lines) == _BLOCK:
            yield (end.join(lines) + end).encode()
            lines.clear()
    if lines:
        yield (end.join(lines) + end).encode()


def write(target: Target, blocks: Iterable[bytes]) -> None:
    # The driver reports what the database refused when the copying ends, which Django does not see by itself.
    wrapped = connection.wrap_database_errors
    with wrapped, connection.cursor() as cursor, cursor.copy(target.sql) as sink:
        for block in blocks:
            sink.write(block)


def _line(row: Sequence[Any]) -> str:
    said = [value if isinstance(value, str) else "\\N" if value is None else str(value) for value in row]
    line = "\t".join(said)
    # Looked for in the whole line first: hardly any has a sign that must be escaped.
    if (
        line.count("\t") == len(said) - 1
        and "\n" not in line
        and "\r" not in line
        and line.count("\\") == row.count(None)
    ):
        return line
    return "\t".join([_text(value) for value in row])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return "\\N" if value is None else str(value)
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
