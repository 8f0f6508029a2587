from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.base import TrackedAdmin
from events.admin.builder_events import EventWidget, PickedWidget
from events.admin.builder_form import TRANSLATIONS, MapForm, StepForm, StepFormSet
from events.admin.builder_page import builder_context
from events.admin.builder_preview import builder_urls
from events.admin.builder_screen import LayersWidget
from events.admin.bulk_lists import MapBulk
from events.admin.rights import OwnInline
from events.api.errors import BadParameter
from events.api.wording import day_text
from events.embeds.freezing import take as take_frozen
from events.enums import PUBLIC_STATUSES
from events.models import Map, StoryStep
from events.review.acts import Refused, locked
from events.review.maps import (
    change_map,
    copy_map,
    discard_map,
    make_map,
    named_events,
    publish_map,
    withdraw_map,
)
from events.review.rights import may_change


class StepInline(OwnInline, admin.StackedInline):
    """The steps of the map's story: part of the map, so whoever may change it may change them."""

    model = StoryStep
    form = StepForm
    formset = StepFormSet
    extra = 1
    fields = (
        "position", "heading", "text", "extent", "zoom", "start", "end", "event", "layers", *TRANSLATIONS,
    )  # fmt: skip

    @property
    def media(self) -> Media:
        return Media()  # the builder adds and removes steps itself

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "event":
            # Without the admin's links to add or change it beside.
            field = self.formfield_for_foreignkey(db_field, request, widget=EventWidget())
            field.error_messages["invalid_choice"] = _("There is no event of this number. Search for it.")
            return field
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("events.view_map"))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_tell(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_tell(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may_tell(request, obj)

    def _may_tell(self, request: HttpRequest, map_: Map | None) -> bool:
        if map_ is None or map_.pk is None:
            return bool(request.user.has_perm("events.add_map"))
        return bool(request.user.has_perm("events.change_map")) and may_change(request.user, map_)


@admin.register(Map)
class MapAdmin(MapBulk, TrackedAdmin):
    """Curated maps. The page of one is the map builder: see `builder_page`."""

    form = MapForm
    inlines = (StepInline,)
    change_form_template = "admin/events/map/change_form.html"
    is_discardable = True
    list_display = ("title", "slug", "status", "public_page", "updated_at", "is_demonstration")
    list_filter = ("status", "is_demonstration", "layers")
    search_fields = ("title", "slug", "introduction")
    prepopulated_fields = {"slug": ("title",)}
    autocomplete_fields = ("picked_events",)
    readonly_fields = ("status", "published_at", "is_demonstration", *TrackedAdmin.readonly_fields)
    fieldsets = (
        (
            gettext_lazy("Words"),
            {
                "fields": (
                    "title",
                    "slug",
                    "introduction",
                    "credits",
                    "language",
                    "languages",
                    "opened_version",
                )
            },
        ),
        (gettext_lazy("In other languages"), {"fields": TRANSLATIONS}),
        (
            gettext_lazy("What it shows"),
            {"fields": ("layers", "layer_order", "filters", "picked_events")},
        ),
        (gettext_lazy("First view"), {"fields": ("extent", "zoom")}),
        (gettext_lazy("How it opens"), {"fields": ("screen",)}),
        (
            gettext_lazy("State"),
            {"fields": ("status", "published_at", "is_demonstration", *TrackedAdmin.readonly_fields)},
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        return [*builder_urls(self), *super().get_urls()]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        # As they are, without the admin's links to add or change one beside.
        if db_field.name == "layers":
            return self.formfield_for_manytomany(db_field, request, widget=LayersWidget())
        if db_field.name == "picked_events":
            field = self.formfield_for_manytomany(db_field, request, widget=PickedWidget())
            field.error_messages["invalid_choice"] = _("There is no event no. %(value)s. Search for it.")
            field.error_messages["invalid_pk_value"] = _("“%(pk)s” is no number of an event.")
            return field
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("page"))
    def public_page(self, map_: Map) -> str:
        if map_.status in PUBLIC_STATUSES:
            return format_html('<a href="{}">{}</a>', map_.get_absolute_url(), _("open"))
        return "–"

    # Opening

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= builder_context(request, context, kwargs.get("obj"))
        return super().render_change_form(request, context, *args, **kwargs)

    # Saving: the map, its layers and events, and the steps are one act, done once all is known

    def save_model(self, request: HttpRequest, obj: Map, form: Any, change: bool) -> None:
        """Nothing yet: see `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        steps = next((formset.wanted() for formset in formsets), None)
        if not change:
            made = self._make(request, form, steps)
            form.instance.pk = made.pk
            form.instance.refresh_from_db()
            return
        current = locked(form.instance, by=request.user, version=form.cleaned_data.get("opened_version"))
        changes = form.changes(current, form.touched(current))
        many = {name: changes.pop(name) for name in ("layers", "picked_events") if name in changes}
        if changes or many or steps is not None:
            change_map(current, changes, by=request.user, steps=steps, **many)
        form.instance.refresh_from_db()

    def _make(self, request: HttpRequest, form: Any, steps: Any) -> Map:
        names = [name for name in form.compared_names() if name in form.cleaned_data]
        values = form.changes(Map(), names)
        many = {name: values.pop(name) for name in ("layers", "picked_events")}
        return make_map(values, by=request.user, steps=steps or (), **many)

    def discard(self, request: HttpRequest, obj: Map) -> None:
        discard_map(obj, by=request.user)

    # Acts

    def available_acts(self, request: HttpRequest, obj: Map) -> list[tuple[str, Any]]:
        may = request.user.has_perm
        copy = [("copy", _("Copy the map"))] if may("events.add_map") else []
        if obj.status in PUBLIC_STATUSES:
            withdraw = [("withdraw", _("Withdraw"))] if may("events.withdraw_map") else []
            return [("freeze", _("Freeze as of today")), *withdraw, *copy]
        return [*([("publish", _("Publish"))] if may("events.publish_map") else []), *copy]

    def perform(self, request: HttpRequest, obj: Map, act: str, note: str) -> str:
        if act == "publish":
            publish_map(obj, by=request.user, note=note)
            return _("“%(title)s” is published.") % {"title": obj.title}
        if act == "freeze":
            try:
                frozen = take_frozen(obj, by=request.user)
            except BadParameter as error:
                raise Refused(error.sentence) from error
            told = {"title": obj.title, "day": day_text(frozen.day), "address": frozen.address()}
            return _("“%(title)s” is frozen as of %(day)s: %(address)s") % told
        if act == "withdraw":
            withdraw_map(obj, by=request.user, public_note=note)
            return _("“%(title)s” is withdrawn. Its embeds say so.") % {"title": obj.title}
        if act == "copy":
            copied = copy_map(obj, by=request.user)
            request.copied = copied  # type: ignore[attr-defined]
            told = _("This is the copy, a draft at an address of its own: change what shall be different.")
            left_out = len(named_events(obj) - named_events(copied))
            return f"{told} {_left_out_text(left_out)}" if left_out else told
        return super().perform(request, obj, act, note)

    def response_change(self, request: HttpRequest, obj: Map) -> HttpResponse:
        answer = super().response_change(request, obj)
        if (copied := getattr(request, "copied", None)) is not None:
            return HttpResponseRedirect(reverse("admin:events_map_change", args=[copied.pk]))
        return answer


def _left_out_text(number: int) -> str:
    told = ngettext(
        "%(number)d event that you may not see is left out of it.",
        "%(number)d events that you may not see are left out of it.",
        number,
    )
    return told % {"number": number}
