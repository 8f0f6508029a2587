"""Filters whose choices are found without reading the whole list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import get_last_value_from_parameters
from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.review.rights import visible_to

#: More choices than anybody reads through: such rows are searched by name.
_MOST = 50
_KNOWN = """
WITH RECURSIVE known AS (
    (SELECT {column} AS value FROM {table} WHERE {those} ORDER BY {column} LIMIT 1)
    UNION ALL SELECT (
        SELECT {column} FROM {table} WHERE {those} AND {column} > known.value ORDER BY {column} LIMIT 1
    ) FROM known WHERE known.value IS NOT NULL
) SELECT value FROM known WHERE value IS NOT NULL
"""


def known_values(model: type[Model], name: str, **those: str) -> list[Any]:
    """The values that a column has, by going from one to the next through its index: in all rows, or in those
    whose other columns are as given, where the index is of these alone."""
    quote, field = connection.ops.quote_name, model._meta.get_field
    named = {"table": quote(model._meta.db_table), "column": quote(field(name).column)}
    # Twice in the statement, each time with its values.
    conditions = [f"{quote(field(other).column)} = %s" for other in those]
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN.format(**named, those=" AND ".join(conditions) or "true"), [*those.values()] * 2
        )
        return [value for (value,) in cursor.fetchall()]


class KnownValuesFilter(admin.AllValuesFieldListFilter):
    """The values that a column has; an index begins with it, of all rows or of `those`."""

    those: ClassVar[dict[str, str]] = {}

    def __init__(
        self,
        field: Field,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        self.lookup_kwarg = field_path
        self.lookup_kwarg_isnull = f"{field_path}__isnull"
        self.lookup_val = params.get(self.lookup_kwarg)
        self.lookup_val_isnull = get_last_value_from_parameters(params, self.lookup_kwarg_isnull)
        self.empty_value_display = model_admin.get_empty_value_display()
        self.lookup_choices = known_values(model, field_path, **self.those)
        # Django's own asks here for the rows of the list once more, to read all their values.
        super(admin.AllValuesFieldListFilter, self).__init__(
            field, request, params, model, model_admin, field_path
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = super().queryset(request, queryset)
        return chosen.filter(**self.those) if self.used_parameters else chosen

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """A link for rows that hold nothing says so."""
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("empty")}


class FewRowsFilter(admin.RelatedFieldListFilter):
    """The rows that another table has, unless they are many: then the one chosen alone, to leave it again. A
    choice names its row, so that there are those alone that may be seen."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        rows = field.related_model._default_manager.all()
        if rows.model._meta.app_label == "events":
            rows = visible_to(request.user, rows)
        if rows.order_by().values("pk")[: _MOST + 1].count() <= _MOST:
            ordering = self.field_admin_ordering(field, request, model_admin)
            seen = {"pk__in": rows.order_by().values("pk")}
            return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=seen)
        chosen = [pk for pk in self.lookup_val or () if pk.isdecimal() and len(pk) < 19]
        return [(row.pk, str(row)) for row in rows.filter(pk__in=chosen)]

    def has_output(self) -> bool:
        return bool(super().has_output() or self.lookup_val)
