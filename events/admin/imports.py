"""Importing events: a file is uploaded, its columns are chosen, the first rows are looked at, then it
is run.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.base import EditorAdmin
from events.admin.import_forms import RunForm, UploadForm
from events.admin.imported import ImportFilter
from events.admin.list_words import WordSearch, in_data_set
from events.enums import ImportState, Scheme
from events.exchange.database_words import ending
from events.exchange.mapping import SCHEMES
from events.exchange.opening import FORMATS, about_rows
from events.exchange.preparing import prepare, require_import
from events.exchange.preview import look, spots
from events.exchange.refusals import BrokenOff, Unreadable
from events.exchange.report import Report, write_problems
from events.exchange.running import Options, mark_broken_off, run_import
from events.exchange.watching import how_far, stop, watched
from events.models import Dataset, ImportRun, SourceRecord
from mapsite.uploads import NOT_KEPT, refusal_of

#: Of the rows that are looked at, so many are shown; of problems on a page as well.
_SHOWN, _PROBLEMS = 12, 100
#: An import that was broken off has written nothing, and can be run again.
_WAITING = (ImportState.PREPARED, ImportState.BROKEN_OFF)


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


@admin.register(ImportRun)
class ImportRunAdmin(EditorAdmin):
    """The imports that were made; to add one is to upload a file."""

    list_display = ("file_name", "dataset", "version", "state", "at", "by", "told")
    list_filter = ("state", "dataset")
    list_select_related = ("dataset", "by")
    search_fields = ("file_name", "dataset__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perms(("events.import_events", "events.change_others"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).defer("content", "problems", "mapping")

    @admin.display(description=gettext_lazy("outcome"))
    def told(self, run: ImportRun) -> str:
        if "added" not in run.counts:
            return "–"
        return _("%(added)s added, %(updated)s updated, %(refused)s refused") % run.counts

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/look/", view(self.look_view), name="events_importrun_look"),
            path("<int:pk>/stop/", view(self.stop_view), name="events_importrun_stop"),
            path("<int:pk>/problems.csv", view(self.problems_view), name="events_importrun_problems"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mark_broken_off()
        return super().changelist_view(request, *args, **kwargs)

    # Uploading

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_import(request.user)
        is_sent = request.method == "POST"
        given = (request.POST, request.FILES) if is_sent else (None, None)
        form = UploadForm(*given, refusal=refusal_of(request))
        if is_sent and form.is_valid():
            try:
                run = self._keep(request, form.cleaned_data)
            except Unreadable as error:
                form.add_error("file", str(error))
            except OSError as error:
                form.add_error("file", NOT_KEPT % {"why": error.strerror})
            except (OperationalError, InterfaceError) as error:
                form.add_error("file", ending(error))
            else:
                return HttpResponseRedirect(reverse("admin:events_importrun_look", args=[run.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import events"),
            "opts": self.opts,
            "form": form,
            "datasets": Dataset.objects.values_list("name", flat=True),
            "formats": ", ".join(FORMATS),
        }
        return TemplateResponse(request, "admin/events/import_upload.html", context)

    def _keep(self, request: HttpRequest, given: dict[str, Any]) -> ImportRun:
        file = given["file"]
        with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix) as copy:
            for chunk in file.chunks():
                copy.write(chunk)
            copy.flush()
            prepared = prepare(
                Path(copy.name), by=request.user, dataset=given["dataset"], version=given["version"],
                file_name=file.name, encoding=given["encoding"],
            )  # fmt: skip
            run = prepared.run
            run.content = Path(copy.name).read_bytes()
            run.counts = {"encoding": given["encoding"]} if given["encoding"] else {}
            run.save(update_fields=["content", "counts"])
        return run

    # Looking, and running

    def look_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The mapping and the first rows; a POST with `_run` or `_try` runs the import, one without
        looks again.
        """
        require_import(request.user)
        run = get_object_or_404(ImportRun.objects.select_related("dataset"), pk=pk)
        mark_broken_off()
        run.refresh_from_db(fields=["state"])
        if run.state not in _WAITING or run.content is None:
            return HttpResponseRedirect(reverse("admin:events_importrun_change", args=[run.pk]))
        may_publish = request.user.has_perm("events.publish_event") and not settings.FOUR_EYES
        form = RunForm(request.POST or None, may_publish=may_publish)
        report = None
        try:
            file_of_run = _kept_file(run)
        except OSError as error:
            messages.error(request, NOT_KEPT % {"why": error.strerror})
            return HttpResponseRedirect(reverse("admin:events_importrun_changelist"))
        with file_of_run as copy:
            file = Path(copy.name)
            about = about_rows(file, run.file_format)
            if request.method == "POST":
                run.mapping = _chosen(request, run)
                run.save(update_fields=["mapping"])
                if form.is_valid() and {"_run", "_try"} & request.POST.keys():
                    report = self._carry_out(request, run, file, about, form.cleaned_data)
                    if report is not None and "_run" in request.POST:
                        return self._told(request, run, report)
            preview = look(file, run, encoding=run.counts.get("encoding", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import %(file)s") % {"file": run.file_name},
            "opts": self.opts,
            "run": run,
            "form": form,
            "about_rows": about,
            "fields": _fields(run, preview.columns),
            "preview": preview,
            "entries": preview.entries[:_SHOWN],
            "problems": (report.problems if report else preview.problems)[:_PROBLEMS],
            "report": report,
            "spots": [
                {"label": f"{entry.row:,}: {entry.title}", "before": None, "after": [lon, lat]}
                for entry, lon, lat in spots(preview.entries)
            ],
        }
        return TemplateResponse(request, "admin/events/import_look.html", context)

    def _carry_out(
        self, request: HttpRequest, run: ImportRun, file: Path, about: int, given: dict[str, Any]
    ) -> Report | None:
        options = Options(
            is_dry_run="_try" in request.POST, takes_source=given["takes_source"],
            encoding=run.counts.get("encoding", ""),
        )  # fmt: skip
        run.mode, run.target = given["mode"], given["target"]
        try:
            tell = watched(run, about)
            return run_import(file, run, by=request.user, options=options, progress=tell)
        except (Unreadable, BrokenOff, PermissionDenied) as error:
            messages.error(request, str(error))
        except OSError as error:
            messages.error(
                request, _("The import ended, and nothing was written: %s. Try again later.") % error.strerror
            )
        except (OperationalError, InterfaceError) as error:
            messages.error(request, ending(error))
        return None

    def _told(self, request: HttpRequest, run: ImportRun, report: Report) -> HttpResponse:
        for note in report.notes:
            messages.warning(request, note)
        return HttpResponseRedirect(reverse("admin:events_importrun_change", args=[run.pk]))

    def stop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A POST ends an import that is going on, or is being tried out, in another window."""
        require_import(request.user)
        run = get_object_or_404(ImportRun.objects.only("pk"), pk=pk)
        if request.method == "POST":
            stop(run)
            messages.info(request, _("The import ends within seconds. Nothing of it is written."))
        return HttpResponseRedirect(reverse("admin:events_importrun_change", args=[pk]))

    # What became of it

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        mark_broken_off()
        run = get_object_or_404(
            ImportRun.objects.select_related("dataset", "by").defer("content"), pk=object_id
        )
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": str(run),
            "opts": self.opts,
            "run": run,
            "problems": run.problems[:_PROBLEMS],
            "how_far": (far := how_far(run)),
            "is_running": far is not None or run.state == ImportState.RUNNING,
            "is_waiting": run.state in _WAITING
            and ImportRun.objects.filter(pk=run.pk, content__isnull=False).exists(),
            "is_written": SourceRecord.objects.filter(run=run).exists(),
        }
        return TemplateResponse(request, "admin/events/import_report.html", context)

    def problems_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every sentence that was kept, for a spreadsheet."""
        run = get_object_or_404(ImportRun, pk=pk)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{run.pk}-problems.csv"'
        write_problems(run.problems, response)  # type: ignore[arg-type]
        return response


def _kept_file(run: ImportRun) -> IO[bytes]:
    """The uploaded file, on disk until it is closed. Raises OSError where there is no room for it."""
    file = tempfile.NamedTemporaryFile(suffix=f".{run.file_format}")  # noqa: SIM115 -- the caller closes it
    try:
        file.write(run.content or b"")
        file.flush()
    except OSError:
        with suppress(OSError):  # closing writes what is left
            file.close()
        raise
    return file


def _chosen(request: HttpRequest, run: ImportRun) -> dict[str, str]:
    """The mapping as it was chosen on the page; fields that the page does not have keep theirs."""
    chosen = dict(run.mapping)
    for field in SCHEMES[Scheme(run.dataset.scheme)].USED:
        name = f"field-{field}"
        # One that no column was offered for says nothing: a later file can have one.
        if request.POST.get(name) or (name in request.POST and field in chosen):
            chosen[field] = request.POST[name]
    return chosen


def _fields(run: ImportRun, columns: list[str]) -> list[dict[str, Any]]:
    scheme = SCHEMES[Scheme(run.dataset.scheme)]
    return [
        {
            "name": field,
            "column": run.mapping.get(field, ""),
            "columns": columns,
            "is_needed": field in scheme.NEEDED,
        }
        for field in scheme.USED
    ]
