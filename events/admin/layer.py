from __future__ import annotations

from django.contrib import admin

from events.admin.base import EditorAdmin
from events.models import Layer


@admin.register(Layer)
class LayerAdmin(EditorAdmin):
    list_display = ("name", "slug", "style", "position", "is_shown", "is_demonstration")
    list_filter = ("style", "is_shown")
    list_editable = ("position", "is_shown")
    search_fields = ("name", "slug", "description")
    prepopulated_fields = {"slug": ("name",)}
