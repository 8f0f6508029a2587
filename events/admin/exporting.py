"""Export of any list as it is filtered: CSV, XLSX with HXL hashtags, GeoJSON, JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from events.admin.downloads import streamed, workbook
from events.admin.project import project_urls
from events.exchange.any_rows import columns_of, features_of, geometry_of, lines_of_any, rows_of_any
from events.exchange.columns import COLUMNS
from events.exchange.geojson_out import geojson_of
from events.exchange.records_out import records_of
from events.exchange.refusals import Unreadable
from events.exchange.sheets import for_a_sheet
from events.exchange.tables_out import csv_of, write_xlsx
from events.exchange.telling import rows_of
from events.models import Event
from events.review.rights import User

FORMATS = {"csv": "CSV", "xlsx": "XLSX", "geojson": "GeoJSON", "jsonl": "JSON lines"}


class Exported:
    """A list with “Export”: the rows that its filters and the editor's rights leave, in whole.

    Events are written as Dateline's own rows, which `import_events` reads; any other model field by field.
    """

    model: Any
    admin_site: Any
    get_changelist_instance: Callable[[HttpRequest], Any]
    has_view_permission: Callable[[HttpRequest], bool]
    message_user: Callable[..., None]

    def get_urls(self) -> list[URLPattern]:
        name = f"events_{self.model._meta.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        whole = project_urls(self.admin_site) if self.model is Event else []
        return [path("export/<str:form>/", view, name=name), *whole, *super().get_urls()]  # type: ignore[misc]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        here = f"admin:events_{self.model._meta.model_name}_export"
        asked = f"?{request.GET.urlencode()}" if request.GET else ""
        ways = [(FORMATS[form], reverse(here, args=[form]) + asked) for form in formats_of(self.model)]
        return super().changelist_view(request, {"export_ways": ways, **(extra_context or {})})  # type: ignore[misc]

    def export_view(self, request: HttpRequest, form: str) -> HttpResponse | StreamingHttpResponse:
        if form not in formats_of(self.model):
            raise Http404(f"This list is not exported as “{form}”. Use {', '.join(formats_of(self.model))}.")
        listed = reverse(f"admin:events_{self.model._meta.model_name}_changelist")
        if not self.has_view_permission(request):
            raise Http404("There is no such list, or none that you may see.")
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
            return _answer(rows, form, request.user)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{listed}?e=1")
        except Unreadable as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(f"{listed}?{request.GET.urlencode()}")


def formats_of(model: Any) -> list[str]:
    return [form for form in FORMATS if form != "geojson" or geometry_of(model)]


def _answer(rows: QuerySet[Any], form: str, by: User) -> HttpResponse | StreamingHttpResponse:
    # The list's own joins and order are for showing it; an export asks anew for the rows that it leaves.
    chosen = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk")).order_by("pk")
    name = f"dateline-{rows.model._meta.model_name}s-{timezone.localdate():%Y-%m-%d}.{form}"
    if form == "xlsx":
        return workbook(lambda file: write_xlsx(file, *_table(chosen, by, is_sheet=True)), name)
    return streamed(_written(chosen, form, by), form, name)


def _table(rows: QuerySet[Any], by: User, *, is_sheet: bool = False) -> tuple[Any, Iterator[Any]]:
    if rows.model is Event:
        told = rows_of(rows, by=by)
        return COLUMNS, for_a_sheet(told) if is_sheet else told
    return columns_of(rows.model), rows_of_any(rows)


def _written(rows: QuerySet[Any], form: str, by: User) -> Iterator[str]:
    if form == "csv":
        return csv_of(*_table(rows, by))
    if form == "geojson":
        return geojson_of(rows, by=by) if rows.model is Event else features_of(rows, geometry_of(rows.model))
    return records_of(rows, by=by) if rows.model is Event else lines_of_any(rows)
