"""The rows of any of our models as a table: each field a column, rows of others by their number and name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import BinaryField, Field, ForeignKey, Model, Q, QuerySet

from events.exchange.columns import NOT_EXCHANGED, Column
from events.exchange.wkt import json_of, wkt_of
from events.models import Article, Comment, Event, Figure, Mention

_CHUNK = 500
#: What is in no list that leaves: articles' texts, which are private, and what remembers former values of a
#: place or source that is kept from readers since.
_KEPT_FIELDS = {
    "article": {"text"},
    "decision": {"changes", "note"},
    "dismissal": {"sentence"},
    "frozenmap": {"content", "translations"},
    "merge": {"moved", "note"},
}
#: Rows that say by themselves what is kept.
_KEPT_ROWS = {
    "mention": Q(is_withheld=True),
    "mentioncandidate": Q(mention__is_withheld=True),
    "sourcerecord": Q(event__is_coarsened=True),
    "dismissal": Q(event__discretion__isnull=False) | Q(article__kept_source__isnull=False),
}
#: Of rows on which comments are made, those of which something is kept: what colleagues say would tell it.
_KEPT_ABOUT: dict[type[Model], Q] = {
    Event: Q(discretion__isnull=False),
    Article: Q(kept_source__isnull=False),
    Mention: Q(known__isnull=False) | Q(article__kept_source__isnull=False),
    Figure: Q(event__discretion__isnull=False) | Q(article__kept_source__isnull=False),
}


def columns_of(model: type[Model]) -> list[Column]:
    """A column for each field, and for one that points at another row a second with that row's name."""
    columns = []
    for field in exported_fields(model):
        columns.append(Column(field.name, f"#meta+{field.name.replace('_', '')}"))
        if isinstance(field, ForeignKey):
            columns.append(Column(f"{field.name}_name", f"#meta+{field.name.replace('_', '')}+name"))
    return columns


def exported_fields(model: type[Model]) -> list[Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in NOT_EXCHANGED | _KEPT_FIELDS.get(str(model._meta.model_name), set())
        and not isinstance(field, BinaryField)
    ]


def exported_rows(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows that may leave: not what is kept from readers for people's safety."""
    kept = _about_kept() if rows.model is Comment else _KEPT_ROWS.get(str(rows.model._meta.model_name))
    return rows.exclude(kept) if kept else rows


def _about_kept() -> Q:
    found = Q(pk__in=())
    for model, kept in _KEPT_ABOUT.items():
        about = model._default_manager.filter(kept).order_by().values("pk")
        found |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=about)
    return found


def rows_of_any(rows: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    fields = exported_fields(rows.model)
    others = [field.name for field in fields if isinstance(field, ForeignKey)]
    for row in exported_rows(rows).select_related(*others).iterator(chunk_size=_CHUNK):
        told: dict[str, Any] = {}
        for field in fields:
            told[field.name] = _cell(getattr(row, field.attname))
            if field.name in others and (other := getattr(row, field.name)) is not None:
                told[f"{field.name}_name"] = str(other)
        yield told


def features_of(rows: QuerySet[Any], geometry: str) -> Iterator[str]:
    """A FeatureCollection of the rows with that field as their geometry."""
    yield '{"type": "FeatureCollection", "features": ['
    between = "\n"
    for row in exported_rows(rows).iterator(chunk_size=_CHUNK):
        shape: GEOSGeometry | None = getattr(row, geometry)
        properties = {
            field.name: _cell(getattr(row, field.attname))
            for field in exported_fields(rows.model)
            if not isinstance(field, GeometryField)
        }
        feature = {
            "type": "Feature", "id": row.pk, "geometry": json_of(shape) if shape else None,
            "properties": {name: value for name, value in properties.items() if value != ""},
        }  # fmt: skip
        yield between + json.dumps(feature, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def geometry_of(model: type[Model]) -> str:
    """The name of the model's geometry, of several the most telling; empty for a model without one."""
    names = [field.name for field in model._meta.concrete_fields if isinstance(field, GeometryField)]
    return next((name for name in ("geometry", "point") if name in names), names[0] if names else "")


def lines_of_any(rows: QuerySet[Any]) -> Iterator[str]:
    name = rows.model._meta.model_name
    for told in rows_of_any(rows):
        known = {column: value for column, value in told.items() if value != ""}
        yield json.dumps({"record": name, **known}, ensure_ascii=False) + "\n"


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, GEOSGeometry):
        return wkt_of(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | str):
        return value
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
