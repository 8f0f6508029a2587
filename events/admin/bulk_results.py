"""What became of a bulk action: the page on which the rest of it is done, and on which it is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.base import EditorAdmin
from events.admin.bulk import MAX_NOTE
from events.admin.bulk_lists import ACTS
from events.admin.bulk_shown import Page, came_from, list_url, result_url
from events.enums import PUBLIC_STATUSES
from events.models import BulkAct, BulkRow, Event, EventMention, Map, Mention
from events.models.bulk import BulkOutcome
from events.pipeline.bulk_asking import ask_on
from events.review.acts import Refused
from events.review.bulk import GONE, Act
from events.review.bulk_working import begin_undo, work_on
from events.review.rights import visible_to

_NAMED = 200


@admin.register(BulkAct)
class BulkActAdmin(EditorAdmin):
    """The bulk actions of an editor, and of all to those who work on all: read, gone on with, undone."""

    list_display = ("what", "by", "at", "finished_at", "undone_at", "undone_by")
    list_display_links = ("what",)
    list_filter = ("act", "model", "at")
    search_fields = ("note", "public_note", "by__username")
    list_select_related = ("by",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Everybody sees their own; whose they are, `rights.visible_to` says.
        is_known = obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()
        return bool(request.user.is_active and request.user.is_staff) and is_known

    @admin.display(description=gettext_lazy("action"), ordering="act")
    def what(self, bulk: BulkAct) -> str:
        act = ACTS.get((bulk.model, bulk.act))
        title = str(act.title) if act else bulk.act
        return _("%(action)s: not confirmed yet") % {"action": title} if bulk.is_asking else title

    @admin.display(description=gettext_lazy("undone by"), empty_value="–")
    def undone_by(self, bulk: BulkAct) -> str | None:
        return bulk.options.get("undone_by")

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        number = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else 0
        bulk = self.get_queryset(request).select_related("by").filter(pk=number).first()
        if bulk is None:
            raise Http404(_("There is no such bulk action, or none that you may see."))
        act = ACTS.get((bulk.model, bulk.act))
        if act is None:
            raise Http404(_("This bulk action is of a kind that is not known any more."))
        if bulk.is_asking and not bulk.rows.filter(outcome=BulkOutcome.WAITING).exists():
            pages: Any = self.admin_site.get_model_admin(Mention)
            return pages.preview_asked(request, bulk)
        if request.method == "POST":
            return self._post(request, bulk, act)
        page = {**admin.site.each_context(request), "title": act.title, "opts": self.opts}
        context = page | result_context(request, bulk, act)
        return TemplateResponse(request, "admin/events/bulk_result.html", context)

    def _post(self, request: HttpRequest, bulk: BulkAct, act: Act) -> HttpResponse:
        is_script = "application/json" in request.headers.get("Accept", "")
        try:
            if bulk.by_id != request.user.pk and not ("_undo" in request.POST or bulk.undo_at):
                raise PermissionDenied(_("Only who has begun it goes on with it."))
            if bulk.is_asking:
                ask_on(bulk)
                return _went_on(request, bulk)
            if "_undo" in request.POST:
                note = request.POST.get("public_note", "").strip()[:MAX_NOTE]
                if undo_is_seen(bulk) and not note:
                    raise Refused(
                        _("Readers see some of this. Say in the note to readers what is changed, and why.")
                    )
                bulk = begin_undo(bulk, act, by=request.user, public_note=note)
            work_on(bulk, act, by=request.user)
        except (Refused, PermissionDenied) as refusal:
            if is_script:
                return JsonResponse({"error": str(refusal)}, status=409)
            messages.error(request, str(refusal))
        return _went_on(request, bulk)


def _went_on(request: HttpRequest, bulk: BulkAct) -> HttpResponse:
    """What a step of it is answered with: how far it is, to a script, and its page to anybody else."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(progress_of(bulk))
    return HttpResponseRedirect(result_url(bulk, request))


def progress_of(bulk: BulkAct, counts: dict[str, int] | None = None) -> dict[str, Any]:
    """How far it is: rows altogether, rows that are worked on, and the same in words."""
    counts = _counts(bulk) if counts is None else counts
    left = counts.get(BulkOutcome.DONE if bulk.undo_at else BulkOutcome.WAITING, 0)
    if bulk.undo_at:
        whole = sum(counts.get(outcome, 0) for outcome in _UNDOING)
    else:
        whole = sum(counts.values())
    said = _("%(done)s of %(whole)s rows") % {
        "done": number_format(whole - left, force_grouping=True),
        "whole": number_format(whole, force_grouping=True),
    }
    return {"whole": whole, "done": whole - left, "left": left, "said": said}


_UNDOING = (BulkOutcome.DONE, BulkOutcome.UNDONE, BulkOutcome.KEPT)


def _counts(bulk: BulkAct) -> dict[str, int]:
    rows = bulk.rows.order_by().values("outcome").annotate(number=Count("*"))
    return {row["outcome"]: row["number"] for row in rows}


def result_context(request: HttpRequest, bulk: BulkAct, act: Act) -> dict[str, Any]:
    counts = _counts(bulk)
    done = bulk.rows.exclude(
        outcome__in=[BulkOutcome.WAITING, BulkOutcome.REFUSED, BulkOutcome.CHANGED]
    ).order_by("position")
    page = Page(request, sum(counts.get(outcome, 0) for outcome in _UNDOING))
    progress = progress_of(bulk, counts)
    if missing := bulk.options.get("gone", 0):
        counts[BulkOutcome.REFUSED] = counts.get(BulkOutcome.REFUSED, 0) + missing
    changed = bulk.rows.filter(outcome=BulkOutcome.CHANGED).order_by("position")
    may_undo = act.can_be_undone and bulk.undo_at is None and counts.get(BulkOutcome.DONE, 0) > 0
    model = bulk.model
    return {
        "bulk": bulk,
        "act": act,
        "counts": [
            (label, counts[outcome]) for outcome, label in BulkOutcome.choices if counts.get(outcome, 0)
        ],
        "progress": progress,
        "is_going_on": progress["left"] > 0 and (bulk.undo_at is None or bulk.undone_at is None),
        "may_go_on": bulk.by_id == request.user.pk or bulk.undo_at is not None,
        "done": _with_pages(
            [] if bulk.is_asking else [_row(row, model) for row in done[page.start : page.end]], act
        ),
        "kept_event": _kept_event(bulk, request.user),
        "page": page,
        "refused": _by_reason(bulk, BulkOutcome.REFUSED),
        "gone": missing,
        "gone_words": GONE,
        "kept": _by_reason(bulk, BulkOutcome.KEPT),
        "changed": [_row(row, model) for row in changed[:_NAMED]],
        "again": " ".join(str(pk) for pk in _again(bulk, changed)),
        "again_options": {
            name: "on" if value is True else value
            for name, value in bulk.options.items()
            if value and not isinstance(value, dict) and name not in ("gone", "undone_by")
        },
        "again_url": reverse(f"admin:events_{model}_bulk", args=[bulk.act]),
        "list_url": list_url(came_from(request), act.model),
        "back": came_from(request),
        "may_undo": may_undo,
        "undo_is_seen": may_undo and undo_is_seen(bulk),
    }


def undo_is_seen(bulk: BulkAct) -> bool:
    """Whether readers see what taking it back changes."""
    done = bulk.rows.filter(outcome=BulkOutcome.DONE).values("object_id")
    if bulk.act == "merge":
        done = Event.objects.filter(pk=bulk.options.get("keep", 0)).values("pk")
    if bulk.model == "mention":
        done = EventMention.objects.filter(mention__in=done).values("event")
    return Event.objects.filter(pk__in=done, status__in=PUBLIC_STATUSES).exists()


def _row(row: BulkRow, model: str) -> dict[str, Any]:
    at = row.details.get("at")
    return {
        "row": row,
        "url": _address(f"admin:events_{model}_change", row.object_id),
        "history": _address(f"admin:events_{model}_history", row.object_id),
        "at": datetime.fromisoformat(at) if at else None,
    }


def _again(bulk: BulkAct, changed: QuerySet[BulkRow]) -> list[int]:
    """The rows that are looked at again; what they were to be merged into is one of them."""
    numbers = list(changed.values_list("object_id", flat=True))
    return [bulk.options["keep"], *numbers] if bulk.act == "merge" else numbers


def _with_pages(rows: list[dict[str, Any]], act: Act) -> list[dict[str, Any]]:
    """The rows with the pages on which readers see them, as far as they do."""
    if act.model not in (Event, Map):
        return rows
    numbers = [one["row"].object_id for one in rows]
    shown = act.model._default_manager.filter(pk__in=numbers, status__in=PUBLIC_STATUSES)
    shown = shown.defer("geometry") if act.model is Event else shown
    pages = {row.pk: row.get_absolute_url() for row in shown}
    return [{**one, "page": pages.get(one["row"].object_id, "")} for one in rows]


def _kept_event(bulk: BulkAct, user: AbstractUser) -> Event | None:
    """The event that others were merged into."""
    if bulk.act != "merge":
        return None
    return visible_to(user, Event.objects.filter(pk=bulk.options.get("keep", 0))).defer("geometry").first()


def _address(name: str, pk: int) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _by_reason(bulk: BulkAct, outcome: BulkOutcome) -> list[dict[str, Any]]:
    """The rows of an outcome by what was said of them, the most first; of many, some by name."""
    rows: Iterable[BulkRow] = bulk.rows.filter(outcome=outcome).order_by("position")[:_NAMED]
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.said, []).append(_row(row, bulk.model))
    counted = bulk.rows.filter(outcome=outcome).order_by().values("said").annotate(number=Count("pk"))
    numbers = {one["said"]: one["number"] for one in counted.order_by("-number", "said")}
    return [
        {
            "sentence": said, "number": number, "rows": groups.get(said, []),
            "more": number - len(groups.get(said, [])),
        }
        for said, number in list(numbers.items())[:_NAMED]
    ]  # fmt: skip
