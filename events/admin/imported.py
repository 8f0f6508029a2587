"""What an import has written: a filter of lists, to which the import's page leads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.builder_fields import is_number
from events.models import Event, ImportRun, SourceRecord


class ImportFilter(admin.SimpleListFilter):
    """Events, or rows of data sets, that an import was the last to write. It stands beside a list that an
    address asks it of, so that it can be left again; imports are too many to be offered."""

    title = gettext_lazy("import")
    parameter_name = "import"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = str(self.value() or "")
        if not asked:
            return []
        may_see = is_number(asked) and request.user.has_perm("events.view_importrun")
        run = ImportRun.objects.filter(pk=asked).first() if may_see else None
        return [(asked, str(run) if run else _("no. %(number)s") % {"number": asked})]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = self.value()
        if not asked:
            return queryset
        if not is_number(asked):
            return queryset.none()
        if queryset.model is Event:
            return queryset.filter(pk__in=SourceRecord.objects.filter(run=asked).values("event"))
        return queryset.filter(run=asked)
