"""Rows into a table by COPY: one statement for thousands, so that triggers of statements run once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

from events.exchange.turns import with_turns

_BLOCK = 500
#: Lines that are put together within a millisecond.
_TURN = 120


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
    others = unnamed(model, columns)
    names = ", ".join(f'"{column}"' for column in (*columns, *(field.column for field in others)))
    defaults = [field.get_db_prep_save(field.get_default(), connection) for field in others]
    end = "".join(f"\t{said(value)}" for value in defaults) + "\n"
    lines = ("\t".join([said(value) for value in row]) + end for row in rows)
    write(f"COPY {model._meta.db_table} ({names}) FROM STDIN", _blocks(lines))


def write(sql: str, blocks: Iterable[bytes]) -> None:
    """What a COPY statement takes, piece by piece."""
    # The driver reports what the database refused when the copying ends, which Django does not see by itself.
    wrapped = connection.wrap_database_errors
    with wrapped, connection.cursor() as cursor, cursor.copy(sql) as sink:
        for block in blocks:
            sink.write(block)


def _blocks(lines: Iterable[str]) -> Iterator[bytes]:
    lines = with_turns(lines, _TURN)
    while some := list(islice(lines, _BLOCK)):
        yield "".join(some).encode()


def said(value: Any) -> str:
    """Any value as the text form of COPY takes it: no sign of a text ends its value or its line."""
    if value is None:
        return "\\N"
    if not isinstance(value, str):
        return str(value)
    if "\\" in value:  # first, for the others become one
        value = value.replace("\\", "\\\\")
    if "\n" in value:
        value = value.replace("\n", "\\n")
    if "\t" in value:
        value = value.replace("\t", "\\t")
    return value.replace("\r", "\\r") if "\r" in value else value


def unnamed(model: type[models.Model], columns: Collection[str]) -> list[models.Field]:
    """The fields besides these columns that the database asks for and has no default of its own for."""
    return [
        field for field in model._meta.concrete_fields
        if field.column not in columns
        and not (field.primary_key or field.null or field.has_db_default())
    ]  # fmt: skip
