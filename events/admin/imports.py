"""Importing events: a file is uploaded, its columns are chosen, the first rows are looked at, then it
is run.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.base import EditorAdmin
from events.admin.import_forms import RunForm, UploadForm
from events.admin.importing import await_outcome, begin, carry_out, forget, is_short, kept_file
from events.enums import ImportState, Scheme
from events.exchange.database_words import ending
from events.exchange.mapping import SCHEMES
from events.exchange.opening import FORMATS, about_rows
from events.exchange.preparing import prepare, require_import
from events.exchange.preview import Preview, look, spots
from events.exchange.refusals import Problem, Unreadable
from events.exchange.report import Report, write_problems
from events.exchange.running import Options, mark_broken_off
from events.exchange.watching import how_far, stop
from events.models import Dataset, ImportRun, SourceRecord
from mapsite.uploads import NOT_KEPT, refusal_of

#: Of the rows that are looked at, so many are shown; of problems on a page as well.
_SHOWN, _PROBLEMS = 12, 100
#: An import that was broken off has written nothing, and can be run again.
_WAITING = (ImportState.PREPARED, ImportState.BROKEN_OFF)


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
        """The mapping and the first rows; a POST with `_run` or `_try` begins the import, one without
        looks again.
        """
        require_import(request.user)
        run = get_object_or_404(ImportRun.objects.select_related("dataset"), pk=pk)
        mark_broken_off()
        run.refresh_from_db(fields=["state"])
        if run.state not in _WAITING or run.content is None:
            return self._to_change(run)
        may_publish = request.user.has_perm("events.publish_event") and not settings.FOUR_EYES
        form = RunForm(request.POST or None, may_publish=may_publish)
        try:
            file = kept_file(run)
        except OSError as error:
            messages.error(request, NOT_KEPT % {"why": error.strerror})
            return HttpResponseRedirect(reverse("admin:events_importrun_changelist"))
        with ExitStack() as until_answered:
            until_answered.enter_context(file)
            about = about_rows(Path(file.name), run.file_format)
            report = None
            if request.method == "POST":
                run.mapping = _chosen(request, run)
                forget(run)
                run.save(update_fields=["mapping", "counts", "problems"])
                if form.is_valid() and {"_run", "_try"} & request.POST.keys():
                    run.mode, run.target = form.cleaned_data["mode"], form.cleaned_data["target"]
                    wanted: dict[str, Any] = {"by": request.user, "options": _options(request, run, form)}
                    if not is_short(run, about):
                        until_answered.pop_all()
                        begin(file, run, about, **wanted)
                        return self._to_change(run)
                    report, said = carry_out(file, run, about, **wanted)
                    if said:
                        messages.error(request, said)
                    elif report is not None and "_run" in request.POST:
                        for note in report.notes:
                            messages.warning(request, note)
                        return self._to_change(run)
            preview = look(Path(file.name), run, encoding=run.counts.get("encoding", ""))
        return TemplateResponse(
            request, "admin/events/import_look.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Import %(file)s") % {"file": run.file_name},
                "opts": self.opts,
                "run": run,
                "form": form,
                "about_rows": about,
                "is_short": is_short(run, about),
                "fields": _fields(run, preview.columns),
                "preview": preview,
                "entries": preview.entries[:_SHOWN],
                **_tried(run, preview, report),
                "spots": [
                    {"label": f"{entry.row:,}: {entry.title}", "before": None, "after": [lon, lat]}
                    for entry, lon, lat in spots(preview.entries)
                ],
            },
        )  # fmt: skip

    def _to_change(self, run: ImportRun) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:events_importrun_change", args=[run.pk]))

    def stop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A POST ends an import that is going on, or is being tried out."""
        require_import(request.user)
        run = get_object_or_404(ImportRun.objects.only("pk"), pk=pk)
        if request.method == "POST":
            stop(run)
            messages.info(request, _("The import ends within seconds. Nothing of it is written."))
        return HttpResponseRedirect(reverse("admin:events_importrun_change", args=[pk]))

    # What became of it

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        mark_broken_off()
        number = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
        run = get_object_or_404(ImportRun.objects.select_related("dataset", "by").defer("content"), pk=number)
        if not self.has_view_permission(request, run):
            raise PermissionDenied
        far = how_far(run)
        if far is None and run.state in _WAITING:
            await_outcome(run)
        is_running = far is not None or run.state == ImportState.RUNNING
        if "tried" in run.counts and run.state in _WAITING and not is_running:
            return HttpResponseRedirect(reverse("admin:events_importrun_look", args=[run.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": str(run),
            "opts": self.opts,
            "run": run,
            # A refusal is among what is said of rows.
            "said": [] if run.state == ImportState.REFUSED else run.counts.get("said", ()),
            "problems": run.problems[:_PROBLEMS],
            "how_far": far,
            "is_running": is_running,
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


def _options(request: HttpRequest, run: ImportRun, form: RunForm) -> Options:
    return Options(
        is_dry_run="_try" in request.POST, takes_source=form.cleaned_data["takes_source"],
        encoding=run.counts.get("encoding", ""),
    )  # fmt: skip


def _tried(run: ImportRun, preview: Preview, report: Report | None) -> dict[str, Any]:
    """What came of it when it was tried out, just now or beside; else what is said of the first rows."""
    counts, problems = run.counts.get("tried"), preview.problems
    if report is not None:
        counts, problems = report.counts, report.problems
    elif counts is not None:
        problems = [Problem(*problem) for problem in run.problems]
    return {"tried": counts, "problems": problems[:_PROBLEMS]}


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
