from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.base import EditorAdmin
from events.admin.compared import ComparedFormSet, InlineRowForm
from events.admin.list_filters import KnownValuesFilter
from events.admin.rights import OwnInline
from events.folding import fold
from events.geocoding.naming import provider_name
from events.models import Place, PlaceName
from events.review.acts import check_deferred_constraints
from events.review.aside import renew_names_at


class PlaceNameInline(OwnInline, admin.TabularInline):
    form = InlineRowForm
    formset = ComparedFormSet
    model = PlaceName
    extra = 1
    fields = ("name", "language", "kind")


class FoldedSearchMixin:
    """Searches places by their folded names, which an index serves, instead of through a million rows."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, term: str
    ) -> tuple[QuerySet, bool]:
        key = fold(term)
        if not key:
            return queryset, False
        named = PlaceName.objects.filter(key__startswith=key).values("place")[:2000]
        return queryset.filter(pk__in=named).order_by("-population", "pk"), False


class ProviderFilter(KnownValuesFilter):
    """Providers by their names."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        for choice in super().choices(changelist):
            yield {**choice, "display": provider_name(choice["display"])}


@admin.register(Place)
class PlaceAdmin(FoldedSearchMixin, EditorAdmin):
    list_display = ("name", "kind", "country", "parent", "population", "source", "is_edited")
    list_filter = ("kind", ("provider", ProviderFilter), "is_edited")
    list_defer = ("geometry", "point", "parent__geometry", "parent__point")
    search_fields = ("name",)
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)
    readonly_fields = ("source", "provider_id", "licence", "is_edited")
    inlines = (PlaceNameInline,)
    fieldsets = (
        (None, {"fields": ("name", "kind", "country", "parent", "population")}),
        ("Where", {"fields": ("point", "geometry")}),
        ("Source", {"fields": ("provider_id", "licence", "is_edited")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Place | None = None) -> Any:
        # On a new place "Find place" fills in where it comes from.
        return self.readonly_fields if obj else ("is_edited",)

    def get_fieldsets(self, request: HttpRequest, obj: Place | None = None) -> Any:
        *others, (heading, source) = self.fieldsets
        named = "source" if obj else "provider"
        return (*others, (heading, {"fields": (named, *source["fields"])}))

    @admin.display(description=_("provider"), ordering="provider")
    def source(self, place: Place) -> str:
        return provider_name(place.provider)

    def save_model(self, request: HttpRequest, obj: Place, form: Any, change: bool) -> None:
        # A corrected row is the newsroom's own from now on: loading the gazetteer again leaves it alone.
        obj.is_edited = True
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for name in formset.save(commit=False):
            name.key = fold(name.name)
            name.dataset = ""
            name.save()
        for name in formset.deleted_objects:
            name.delete()
        formset.save_m2m()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        place = form.instance
        if not place.names.filter(key=fold(place.name)).exists():
            place.names.create(name=place.name, key=fold(place.name), kind="main")
        renew_names_at(place)
        check_deferred_constraints()


@admin.register(PlaceName)
class PlaceNameAdmin(EditorAdmin):
    list_display = ("name", "place", "language", "kind")
    list_filter = ("kind", ("language", KnownValuesFilter))
    list_defer = ("place__geometry", "place__point")
    search_fields = ("name",)
    autocomplete_fields = ("place",)
    list_select_related = ("place",)
    readonly_fields = ("key",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, term: str
    ) -> tuple[QuerySet, bool]:
        key = fold(term)
        return (queryset.filter(key__startswith=key) if key else queryset), False

    def save_model(self, request: HttpRequest, obj: PlaceName, form: Any, change: bool) -> None:
        obj.key = fold(obj.name)
        # Entered here, it is no longer a row of the load that brought it, and no load takes it away.
        obj.dataset = ""
        super().save_model(request, obj, form, change)
        renew_names_at(obj.place)

    def delete_model(self, request: HttpRequest, obj: PlaceName) -> None:
        _keep_without(PlaceName.objects.filter(pk=obj.pk))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        _keep_without(queryset)
        super().delete_queryset(request, queryset)


def _keep_without(names: QuerySet) -> None:
    """A name that an editor strikes out does not come back: its place is the newsroom's own from now on."""
    Place.objects.filter(names__in=names).update(is_edited=True)
