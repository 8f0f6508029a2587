from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from events.admin.history import WithHistory
from events.admin.rights import OwnRows
from events.models import FrozenMap


@admin.register(FrozenMap)
class FrozenMapAdmin(WithHistory, OwnRows, admin.ModelAdmin):
    """Maps as of a day: read, never written here. One is taken on its map's page, or when first asked for."""

    list_display = ("of", "day", "number", "taken_at", "taken_by", "embed")
    list_filter = ("map", "day")
    search_fields = ("map__title", "map__slug")
    date_hierarchy = "day"
    list_select_related = ("map", "taken_by")
    list_per_page = 50
    show_full_result_count = False
    fields = ("of", "day", "number", "taken_at", "taken_by", "embed")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("content", "translations")

    @admin.display(description="map", ordering="map__title")
    def of(self, frozen: FrozenMap) -> str:
        return frozen.map.title if frozen.map else "All published events"

    @admin.display(description="embed")
    def embed(self, frozen: FrozenMap) -> str:
        return format_html('<a href="{}">open</a>', frozen.address())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
