"""Rows as the history writes them: columns in PostgreSQL's JSON, geometries as hexadecimal EWKB."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, models

from events.history.tracking import PARTS

Raw = dict[str, Any]


@cache
def model_of(table: str) -> type[models.Model]:
    """The model of a table; of the link tables too that Django makes itself."""
    every = apps.get_models(include_auto_created=True)
    return next(model for model in every if model._meta.db_table == table and not model._meta.proxy)


def field_of(table: str, column: str) -> models.Field[Any, Any] | None:
    """The field that is kept in a column; None for a column that is no more."""
    return next((field for field in model_of(table)._meta.concrete_fields if field.column == column), None)


@cache
def parts_of(table: str) -> dict[str, str]:
    """The tables whose rows are parts of this table's rows, with the column that says so."""
    return {part: column for part, column in PARTS.items() if table_named_by(part, column) == table}


def table_named_by(table: str, column: str) -> str:
    """The table that a column's foreign key leads to; empty for one that leads nowhere."""
    field = field_of(table, column)
    target = field.related_model if field is not None else None
    return target._meta.db_table if isinstance(target, type) else ""


@dataclass(frozen=True)
class Untold:
    """Columns of a table that its history leaves out: `derived` ones say nothing, `hidden` ones are nobody's
    business."""

    derived: frozenset[str]
    hidden: frozenset[str]


@cache
def untold_of(table: str) -> Untold:
    """As the migrations have told the triggers of the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT told[3]::text[], told[4]::text[] FROM pg_trigger,"
            " string_to_array(encode(tgargs, 'escape'), %s) AS told"
            " WHERE tgname = 'history_of_update' AND tgrelid = to_regclass(%s)",
            ["\\000", table],
        )
        derived, hidden = cursor.fetchone() or ([], [])
    return Untold(frozenset(derived), frozenset(hidden))


def rows_now(table: str, column: str, numbers: Iterable[int]) -> dict[int, Raw]:
    """The rows whose column holds one of the numbers, by their ids, without what the history hides."""
    quote = connection.ops.quote_name
    columns = ", ".join(
        f"{quote(field.column)}::text AS {quote(field.column)}"
        if isinstance(field, GeometryField)
        else quote(field.column)
        for field in model_of(table)._meta.concrete_fields
        if field.column and field.column not in untold_of(table).hidden
    )
    with connection.cursor() as cursor:
        cursor.execute(  # tables and columns are models'
            f"SELECT r.id, to_jsonb(r)::text FROM (SELECT {columns} FROM {quote(table)}) r"  # noqa: S608
            f" WHERE r.{quote(column)} = ANY(%s) ORDER BY r.id",
            [list(numbers)],
        )
        return {number: json.loads(row) for number, row in cursor.fetchall()}


def to_python(field: models.Field[Any, Any], raw: Any) -> Any:
    """A column's value as a model has it; of a foreign key the number."""
    if raw is None or isinstance(field, models.ForeignKey):
        return raw
    if isinstance(field, GeometryField):
        return GEOSGeometry(raw)
    if isinstance(field, models.DecimalField):
        return field.to_python(str(raw))
    return raw if isinstance(raw, list | dict) else field.to_python(raw)


def attributes(table: str, raw: Raw) -> dict[str, Any]:
    """Columns as a model's attributes, those that are no more left out: `layer_id` stays a number."""
    found = {column: field_of(table, column) for column in raw}
    return {
        field.attname: to_python(field, raw[column]) for column, field in found.items() if field is not None
    }
