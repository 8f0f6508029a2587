"""Rows in the binary form of COPY, which the database reads in half the time that it needs for text.

Each value is its length in four bytes and then itself, as the receiving function of its type reads it
(PostgreSQL 15 manual, "COPY", "Binary Format"; PostGIS reads EWKB). Needs no database, but for the columns.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from struct import Struct
from typing import Any

import psycopg
from django.db import connection, models
from psycopg.adapt import PyFormat
from shapely import from_wkt, set_srid, to_wkb

from events.exchange.copying import unnamed
from events.exchange.turns import with_turns

#: A value as COPY takes it, its length before it.
Value = bytes

NULL: Value = b"\xff\xff\xff\xff"
TRUE: Value = b"\0\0\0\1\1"
FALSE: Value = b"\0\0\0\1\0"
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_BLOCK = 500
#: Rows that are put together within a millisecond.
_TURN = 120

_length = Struct(">i").pack
_columns = Struct(">h").pack
#: Of the first day that PostgreSQL counts, 2000-01-01.
_FIRST_DAY = date(2000, 1, 1).toordinal()
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_SRID = 4326
#: A point's length, byte order, type (a point, with its SRID), SRID and coordinates.
_point = partial(Struct(">iBIIdd").pack, 25, 0, 0x2000_0001, _SRID)
_EWKT_POINT = re.compile(r"SRID=4326;POINT ?\((\S+) (\S+)\)")
_decimal = psycopg.adapters.get_dumper(Decimal, PyFormat.BINARY)(Decimal)
#: The types of the elements of arrays (`pg_type.oid`).
_ELEMENTS = {"bigint": 20, "varchar": 1043}

int4: Callable[[int], Value] = partial(Struct(">ii").pack, 4)
int8: Callable[[int], Value] = partial(Struct(">iq").pack, 8)
double: Callable[[float], Value] = partial(Struct(">id").pack, 8)


def sized(value: bytes) -> Value:
    return _length(len(value)) + value


def text(value: str) -> Value:
    """A text, or JSON that is kept as it was written."""
    encoded = value.encode()
    return _length(len(encoded)) + encoded


def truth(value: bool) -> Value:
    return TRUE if value else FALSE


def day(value: date | None) -> Value:
    return NULL if value is None else int4(value.toordinal() - _FIRST_DAY)


def moment(value: datetime) -> Value:
    return int8((value - _FIRST_MOMENT) // timedelta(microseconds=1))


def number(value: int | None) -> Value:
    """A bigint that may be unknown."""
    return NULL if value is None else int8(value)


def decimal(value: str) -> Value:
    """A decimal number; the empty text is unknown."""
    return sized(bytes(_decimal.dump(Decimal(value)) or b"")) if value else NULL


def shape(value: str | None) -> Value:
    """EWKT in degrees (SRID 4326), longitude first, or hexadecimal EWKB."""
    if value is None:
        return NULL
    if point := _EWKT_POINT.fullmatch(value):
        return _point(float(point[1]), float(point[2]))
    if value.startswith("SRID="):
        return sized(to_wkb(set_srid(from_wkt(value.partition(";")[2]), _SRID), include_srid=True))
    return sized(bytes.fromhex(value))


def lexeme(word: str) -> bytes:
    """A word of a tsvector, at no position; not a value by itself."""
    return word.encode() + b"\0\0\0"


def words(lexemes: Iterable[bytes]) -> Value:
    """A tsvector of lexemes, no two alike. The database sorts none that come sorted by their bytes."""
    found = sorted(lexemes)
    return sized(_length(len(found)) + b"".join(found))


class Named(dict[str, Value]):
    """The values of closed lists, and other short texts that come again and again."""

    def __missing__(self, value: str) -> Value:
        self[value] = made = text(value)
        return made


@dataclass(frozen=True, slots=True)
class Target:
    """A table's columns: the statement, and what each row begins with: how many columns there are, and the
    values of those that all rows have alike."""

    sql: str
    begin: bytes


def target_of(model: type[models.Model], alike: Mapping[str, Any], columns: Sequence[str]) -> Target:
    """`alike` are the columns with one value for all rows, `columns` those that each row gives a value of its
    own, in this order. What is named in neither takes the model's default."""
    fields = {field.column: field for field in model._meta.concrete_fields}
    values = {field.column: field.get_default() for field in unnamed(model, {*alike, *columns})} | dict(alike)
    names = ", ".join(f'"{column}"' for column in (*values, *columns))
    said = b"".join([_form_of(fields[column])(value) for column, value in values.items()])
    return Target(
        f"COPY {model._meta.db_table} ({names}) FROM STDIN (FORMAT binary)",
        _columns(len(values) + len(columns)) + said,
    )


def blocks(target: Target, rows: Iterable[bytes]) -> Iterator[bytes]:
    """The rows as COPY takes them, some hundreds at a time; nothing where there are none. Needs no database.

    A row is its values, joined, in the order of the target's columns.
    """
    rows = with_turns(rows, _TURN)
    before = _HEADER
    while some := list(islice(rows, _BLOCK)):
        yield before + target.begin + target.begin.join(some)
        before = b""
    if not before:
        yield _TRAILER


def _form_of(field: models.Field) -> Callable[[Any], Value]:
    """How a value of the field is written that may be None. Raises KeyError for a type without a form."""
    kind = str(field.db_type(connection))
    name = kind.partition("(")[0].removesuffix("[]")
    form = partial(_array, name) if kind.endswith("[]") else _FORMS[name]
    return lambda value: NULL if value is None else form(value)


def _array(of: str, value: Sequence[Any]) -> Value:
    """The empty one: no other is a default."""
    if value:
        raise ValueError(f"{value!r} is no empty array.")
    return sized(Struct(">iiI").pack(0, 0, _ELEMENTS[of]))


_FORMS: dict[str, Callable[[Any], Value]] = {
    "bigint": int8, "integer": int4, "boolean": truth, "varchar": text, "text": text, "date": day,
    "timestamp with time zone": moment, "jsonb": lambda value: sized(b"\1" + json.dumps(value).encode()),
}  # fmt: skip
