"""By what an address may look rows up: Django takes any column of a list's rows, shown or not, and a count of
what is found tells a value letter by letter."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BinaryField, Field, JSONField
from django.http import HttpRequest

#: What holds more than a list and a page show of it: former places in frozen maps, values before a merge.
_KEEPING = (ArrayField, BinaryField, JSONField)


class LookedUp:
    """Of a model's list: rows are looked up by its filters and by columns that hold one value, never by what
    points at them (a confidential note, a kept source)."""

    opts: Any
    list_filter: Any
    date_hierarchy: str | None

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        name = lookup.partition("__")[0]
        if name not in self._filtered() and not self.is_asked_for(name):
            return False
        return bool(super().lookup_allowed(lookup, value, request))  # type: ignore[misc]

    def is_asked_for(self, name: str) -> bool:
        """Whether a column that no filter is about may be named; what is no field is for Django to say."""
        try:
            field = self.opts.get_field(name)
        except FieldDoesNotExist:
            return True
        return isinstance(field, Field) and field.concrete and not _keeps(field)

    def _filtered(self) -> set[str]:
        named = [each[0] if isinstance(each, list | tuple) else each for each in self.list_filter]
        return {name.partition("__")[0] for name in [*named, self.date_hierarchy] if isinstance(name, str)}


def _keeps(field: Field) -> bool:
    return bool(field.many_to_many) or isinstance(field, _KEEPING)
