from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html

from events.admin.base import TrackedAdmin
from events.admin.forms import VersionedForm
from events.api.errors import BadParameter
from events.api.params import clean_filters
from events.api.wording import day_text
from events.embeds.freezing import take as take_frozen
from events.models import Map
from events.review.acts import Refused
from events.review.maps import change_map, discard_map, publish_map, withdraw_map


class MapForm(VersionedForm):
    class Meta:
        model = Map
        fields = ()  # the admin names them
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
    is_discardable = True
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

    def apply(self, request: HttpRequest, current: Map, changes: dict[str, Any], form: Any) -> None:
        many = {name: changes.pop(name) for name in ("layers", "picked_events") if name in changes}
        change_map(current, changes, by=request.user, **many)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        # On a change the verb has set the layers and picked events that the editor touched, and no others.
        if not change:
            super().save_related(request, form, formsets, change)

    def discard(self, request: HttpRequest, obj: Map) -> None:
        discard_map(obj, by=request.user)

    def available_acts(self, request: HttpRequest, obj: Map) -> list[tuple[str, Any]]:
        if obj.status in ("published", "changed"):
            withdraw = [("withdraw", "Withdraw")] if request.user.has_perm("events.withdraw_map") else []
            return [("freeze", "Freeze as of today"), *withdraw]
        return [("publish", "Publish")] if request.user.has_perm("events.publish_map") else []

    def perform(self, request: HttpRequest, obj: Map, act: str, note: str) -> str:
        if act == "publish":
            publish_map(obj, by=request.user, note=note)
            return f"“{obj.title}” is published."
        if act == "freeze":
            try:
                frozen = take_frozen(obj, by=request.user)
            except BadParameter as error:
                raise Refused(error.sentence) from error
            return f"“{obj.title}” is frozen as of {day_text(frozen.day)}: {frozen.address()}"
        if act == "withdraw":
            withdraw_map(obj, by=request.user, public_note=note)
            return f"“{obj.title}” is withdrawn. Its embeds say so."
        return super().perform(request, obj, act, note)
