from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern

from events.admin.deleted import deleted_urls
from events.admin.history import WithHistory
from events.admin.kinds import KindFilter
from events.admin.list_filters import FewRowsFilter, KnownValuesFilter
from events.admin.list_words import WordSearch, act, decided_by, with_note
from events.admin.rights import OwnRows
from events.models import Article, Decision, Event, Mention
from events.review.entrusted import told

#: What is large in rows of which a list shows the names.
_LARGE: dict[type[Model], tuple[str, ...]] = {
    Article: ("text", "bands"),
    Event: ("geometry", "point", "summary"),
    Mention: ("geometry", "evidence"),
}


def _named() -> GenericPrefetch:
    """What the decisions are about."""
    return GenericPrefetch(
        "object", [model._default_manager.defer(*large) for model, large in _LARGE.items()]
    )


@admin.register(Decision)
class DecisionAdmin(WordSearch, WithHistory, OwnRows, admin.ModelAdmin):
    """The record of editorial acts: read, never written here."""

    list_display = ("at", "by", "verb", "content_type", "object", "from_status", "to_status", "note")
    list_filter = (("verb", KnownValuesFilter), KindFilter, ("by", FewRowsFilter), "at")
    search_fields = ("verb", "note", "public_note", "by__username")
    word_ways = (act, decided_by, with_note)
    walked = frozenset({"at"})
    list_defer = ("changes",)
    sortable_by = ("at", "by", "verb", "content_type", "from_status", "to_status")
    date_hierarchy = "at"
    list_select_related = ("by", "content_type")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> Any:
        return told(request.user, super().get_queryset(request)).prefetch_related(_named())

    def get_urls(self) -> list[URLPattern]:
        return [*deleted_urls(self.admin_site), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
