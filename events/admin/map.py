from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html

from events.admin.base import TrackedAdmin, VersionedForm
from events.api.errors import BadParameter
from events.api.params import clean_filters
from events.models import Map
from events.review.maps import publish_map, withdraw_map


class MapForm(VersionedForm):
    class Meta:
        model = Map
        fields = "__all__"
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 4}),
            "credits": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_filters(self) -> dict[str, str]:
        try:
            return clean_filters(self.cleaned_data["filters"] or {})
        except BadParameter as error:
            raise ValidationError(str(error)) from error


@admin.register(Map)
class MapAdmin(TrackedAdmin):
    form = MapForm
    list_display = ("title", "slug", "status", "public_page", "updated_at", "is_demonstration")
    list_filter = ("status", "is_demonstration", "layers")
    search_fields = ("title", "slug", "introduction")
    prepopulated_fields = {"slug": ("title",)}
    filter_horizontal = ("layers",)
    autocomplete_fields = ("picked_events",)
    readonly_fields = ("status", "published_at", "is_demonstration", *TrackedAdmin.readonly_fields)
    fieldsets = (
        (None, {"fields": ("title", "slug", "introduction", "credits", "opened_version")}),
        ("What it shows", {"fields": ("layers", "filters", "picked_events", "extent")}),
        ("State", {"fields": ("status", "published_at", *TrackedAdmin.readonly_fields)}),
    )

    @admin.display(description="page")
    def public_page(self, map_: Map) -> str:
        if map_.status in ("published", "changed"):
            return format_html('<a href="{}">{}</a>', map_.get_absolute_url(), "open")
        return "–"

    def available_acts(self, request: HttpRequest, obj: Map) -> list[tuple[str, Any, bool]]:
        if obj.status in ("published", "changed"):
            return [("withdraw", "Withdraw", True)] if request.user.has_perm("events.withdraw_map") else []
        return [("publish", "Publish", False)] if request.user.has_perm("events.publish_map") else []

    def perform(self, request: HttpRequest, obj: Map, act: str, note: str) -> str:
        if act == "publish":
            publish_map(obj, by=request.user, note=note)
            return f"“{obj.title}” is published."
        if act == "withdraw":
            withdraw_map(obj, by=request.user, public_note=note)
            return f"“{obj.title}” is withdrawn. Its embeds say so."
        return super().perform(request, obj, act, note)
