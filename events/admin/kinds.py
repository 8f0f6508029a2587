"""The filter of lists about rows of many kinds: those that have a page, by the names that editors know."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        named = [
            (model._meta.model_name or "", str(capfirst(model._meta.verbose_name_plural)))
            for model in model_admin.admin_site._registry
            if model._meta.app_label == "events"
        ]
        return sorted(named, key=lambda each: each[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        kind = ContentType.objects.filter(app_label="events", model=self.value()).first()
        return queryset.filter(content_type=kind) if kind else queryset.none()
