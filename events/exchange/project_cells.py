"""A value of a project's line as COPY takes it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.fields import ArrayField
from django.db.models import AutoField, Field, Model

from events.exchange.copying import copy
from events.exchange.project import Part
from events.exchange.project_lines import Line
from events.exchange.refusals import shortened
from events.exchange.shapes import in_world


def is_written(part: Part, field: Field) -> bool:
    """Not what the database fills by itself."""
    if isinstance(field, AutoField) and field.name in part.derived:
        return False
    return field.name not in part.derived or not field.has_db_default()


def stored(field: Field, value: Any) -> Any:
    """A value of a line as COPY takes it. Raises ValueError or ValidationError for what the field is not."""
    if isinstance(field, GeometryField):
        wkt, _shape = in_world(str(value), field.name)
        return f"SRID=4326;{wkt}"
    if field.get_internal_type() == "JSONField":
        return json.dumps(value, ensure_ascii=False)
    if isinstance(field, ArrayField):
        if not isinstance(value, list):
            raise ValueError(f"“{shortened(str(value))}” is no list.")
        return _array([stored(field.base_field, item) for item in value])
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("it holds a null byte.")
    value = field.to_python(value)
    if field.choices or field.get_internal_type() in ("CharField", "SlugField"):
        # An address may be no script, a closed list has its values alone.
        field.clean(value, None) if value != "" else None
    return str(value)


def _array(items: list[Any]) -> str:
    quoted = (str(item).replace("\\", "\\\\").replace('"', '\\"') for item in items)
    return "{" + ",".join(f'"{item}"' for item in quoted) + "}"


def copy_list(model: type[Model], name: str, chunk: list[Line]) -> None:
    field: Any = model._meta.get_field(name)
    pairs = [(record["id"], pk) for _number, _size, record in chunk for pk in record.get(name, ())]
    copy(field.remote_field.through, (field.m2m_column_name(), field.m2m_reverse_name()), pairs)
