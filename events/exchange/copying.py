"""Rows into a table by COPY: one statement for thousands, so that triggers of statements run once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection, models

from events.exchange.turns import with_turns

_BLOCK = 500
#: Lines that are rendered within a millisecond.
_TURN = 120


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
    write(target, blocks(target, map(_line, rows)))


def target_of(model: type[models.Model], columns: Sequence[str]) -> Target:
    defaults = _defaults(model, columns)
    names = ", ".join(f'"{column}"' for column in (*columns, *defaults))
    rest = "".join(f"\t{said(value)}" for value in defaults.values())
    return Target(f"COPY {model._meta.db_table} ({names}) FROM STDIN", rest)


def blocks(target: Target, lines: Iterable[str]) -> Iterator[bytes]:
    """The lines as COPY takes them, some hundreds at a time. Needs no database.

    A line is the values of a row in the order of the target's columns with tabs between them, each as `said`
    or `escaped` gives it.
    """
    end = f"{target.rest}\n"
    lines = with_turns(lines, _TURN)
    while some := list(islice(lines, _BLOCK)):
        some.append("")
        yield end.join(some).encode()


def write(target: Target, blocks: Iterable[bytes]) -> None:
    # The driver reports what the database refused when the copying ends, which Django does not see by itself.
    wrapped = connection.wrap_database_errors
    with wrapped, connection.cursor() as cursor, cursor.copy(target.sql) as sink:
        for block in blocks:
            sink.write(block)


def _line(row: Sequence[Any]) -> str:
    return "\t".join([said(value) for value in row])


def said(value: Any) -> str:
    """Any value as COPY takes it."""
    if isinstance(value, str):
        return escaped(value)
    return "\\N" if value is None else str(value)


def escaped(text: str) -> str:
    """A text as COPY takes it: no sign of it ends its value or its line."""
    if "\\" in text:  # first, for the others become one
        text = text.replace("\\", "\\\\")
    if "\n" in text:
        text = text.replace("\n", "\\n")
    if "\t" in text:
        text = text.replace("\t", "\\t")
    return text.replace("\r", "\\r") if "\r" in text else text


def _defaults(model: type[models.Model], columns: Sequence[str]) -> dict[str, Any]:
    """What the database asks for and has no default of its own for."""
    fields = [field for field in model._meta.concrete_fields if field.column not in columns]
    return {
        str(field.column): field.get_db_prep_save(field.get_default(), connection)
        for field in fields
        if not field.primary_key and not field.null and not field.has_db_default()
    }
