"""Data sets with their terms, and their rows as they came."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy

from events.admin.base import EditorAdmin
from events.admin.imported import ImportFilter
from events.admin.list_words import WordSearch, in_data_set
from events.models import Dataset, SourceRecord


@admin.register(Dataset)
class DatasetAdmin(EditorAdmin):
    """Whose a data set is, and under which terms; readers see both."""

    list_display = ("name", "version", "scheme", "licence", "outlet")
    list_select_related = ("outlet",)
    search_fields = ("name", "outlet__name")
    list_filter = ("scheme",)
    autocomplete_fields = ("outlet",)
    fields = ("name", "scheme", "version", "outlet", "layer", "url", "licence", "licence_url", "attribution")


@admin.register(SourceRecord)
class SourceRecordAdmin(WordSearch, EditorAdmin):
    """The rows of data sets as they came, to be looked at."""

    list_display = ("source_id", "dataset", "event", "row")
    list_filter = (ImportFilter, "dataset")
    list_select_related = ("dataset", "event")
    search_fields = ("=source_id",)
    whole_ways = (in_data_set,)
    list_defer = ("raw", "applied", "event__geometry", "event__point", "event__summary")
    fields = readonly_fields = ("dataset", "source_id", "event", "article", "run", "row", "cells")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceRecord]:
        return super().get_queryset(request).defer("applied")

    @admin.display(description=gettext_lazy("row of the data set"))
    def cells(self, record: SourceRecord) -> str:
        lines = [(name, record.raw[name]) for name in sorted(record.raw)]
        return format_html_join("", "<div><strong>{}</strong>: {}</div>", lines)
