"""“Export the project”: what is in the file, what stays here, and the file in each format."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from events.admin.downloads import streamed, workbook
from events.exchange.project import PARTS, Selection, require_export
from events.exchange.project_files import FORMATS, WHOLE, file_name, text_of, write_project
from events.exchange.project_out import select_project
from events.exchange.refusals import Unreadable
from events.models import Event, Place, PlaceName

LABELS = {
    WHOLE: (
        gettext_lazy("JSON lines"),
        gettext_lazy("Everything, for import_project into an empty database. Texts of articles are in it."),
    ),
    "csv": (gettext_lazy("CSV"), gettext_lazy("Every event: a row for each of its mentions and figures.")),
    "xlsx": (gettext_lazy("XLSX"), gettext_lazy("The same as a workbook, with numbers as numbers.")),
    "geojson": (gettext_lazy("GeoJSON"), gettext_lazy("Every event as a feature, for maps.")),
}
#: Rows of a table that are counted for a page.
_COUNTED = 10_000
_LOG = logging.getLogger(__name__)


class ExportForm(forms.Form):
    form = forms.ChoiceField(choices=[(form, form) for form in FORMATS])
    with_confidential = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("with_confidential") and given.get("form") != WHOLE:
            raise forms.ValidationError(
                _("Only JSON lines hold what is confidential. Leave it out, or choose JSON lines.")
            )
        return given


def project_urls(admin_site: AdminSite) -> list[URLPattern]:
    """The address of the export, relative to the admin of events."""
    return [path("project/", admin_site.admin_view(project_page), name="events_project")]


@require_http_methods(["GET", "HEAD", "POST"])
def project_page(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The page; a POST with `form`, and `with_confidential` for whoever may, is answered with the file."""
    require_export(request.user)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, form.cleaned_data["form"], form.cleaned_data["with_confidential"])
        except Unreadable as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())
    return TemplateResponse(request, "admin/events/export_project.html", _context(request, form))


def _file(request: HttpRequest, form: str, with_confidential: bool) -> HttpResponse | StreamingHttpResponse:
    selection = select_project(by=request.user, with_confidential=with_confidential)
    what = "with" if with_confidential else "without"
    _LOG.info("%s exported the project as %s, %s the confidential part", request.user.pk, form, what)
    name = file_name(form, timezone.localdate())
    if form == "xlsx":
        return workbook(lambda file: write_project(file, form, selection), name)
    return streamed(text_of(form, selection), form, name)


def _context(request: HttpRequest, form: ExportForm) -> dict[str, Any]:
    here, is_large = _rows_here()
    is_counted = not is_large or "count" in request.GET
    told = _counted(select_project(by=request.user)) if is_counted else here
    return {
        **admin.site.each_context(request),
        "title": _("Export the project"),
        "opts": Event._meta,
        "form": form,
        "ways": [(value, *LABELS[value]) for value in FORMATS],
        "chosen": form["form"].value() or WHOLE,
        "whole": WHOLE,
        "counts": [(name, number, is_exact) for name, number, is_exact, _left in told if number],
        "left_out": [(name, left) for name, _number, _is_exact, left in told if left],
        "is_counted": is_counted,
        "may_take_confidential": _may_take_confidential(request),
        "lists": reverse("admin:app_list", args=["events"]),
    }


def _may_take_confidential(request: HttpRequest) -> bool:
    try:
        require_export(request.user, with_confidential=True)
    except PermissionDenied:
        return False
    return True


#: A table's name, its rows, whether these were counted, and how many of them stay here.
Told = tuple[Any, int, bool, int]


def _rows_here() -> tuple[list[Told], bool]:
    """What the tables hold, whether it leaves or stays, and whether that is too much to count for a page: of
    a large one PostgreSQL's own estimate is told. What of the places is people's own is not soon known."""
    everything, told = Selection(with_confidential=True), []
    for part in PARTS:
        if not part.is_confidential and part.model not in (Place, PlaceName):
            told.append((part.model._meta.verbose_name_plural, *_number(everything.rows(part)), 0))
    return told, not all(is_exact for _name, _number, is_exact, _left in told)


def _counted(selection: Selection) -> list[Told]:
    """Every row that leaves and that stays."""
    everything, told = Selection(with_confidential=True), []
    for part in PARTS:
        here = everything.rows(part).count()
        leave = 0 if part.is_confidential else selection.rows(part).count() if selection.kept else here
        told.append((part.model._meta.verbose_name_plural, leave, True, here - leave))
    return told


def _number(rows: QuerySet[Any]) -> tuple[int, bool]:
    counted = rows.order_by().values("pk")[: _COUNTED + 1].count()
    if counted <= _COUNTED:
        return counted, True
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
        (estimated,) = cursor.fetchone()
    return max(int(estimated), counted), False
