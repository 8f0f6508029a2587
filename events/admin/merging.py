"""Merging two events, seen side by side: which one is kept, whose numbers count; and undoing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from events.admin.desk_words import figure_reading, figure_title
from events.admin.history import WithHistory
from events.admin.list_filters import FewRowsFilter
from events.admin.rights import OwnRows
from events.api.wording import date_text
from events.enums import FigureRole, Measure, People, Status
from events.models import Event, Figure, Mention, Merge
from events.review.acts import Refused
from events.review.figures import recommended_of
from events.review.merging import merge_events, unmerge_event
from events.review.rights import require_change, visible_to

MAX_NOTE = 2000


def merging_urls(admin_site: AdminSite) -> list[URLPattern]:
    """The addresses of merging, relative to the admin of events."""
    return [
        path("merge/", admin_site.admin_view(merge_page), name="events_event_merge"),
        path("<int:pk>/unmerge/", admin_site.admin_view(unmerge_page), name="events_event_unmerge"),
    ]


@dataclass(slots=True)
class Typed:
    """What the editor has chosen and written, so that a refusal loses nothing."""

    keep: int
    versions: dict[int, int]
    chosen: dict[str, str] = field(default_factory=dict)
    note: str = ""
    public_note: str = ""


def merge_page(request: HttpRequest) -> HttpResponse:
    """Both events side by side (`?events=3,7`); a POST merges them."""
    _require_editor(request)
    events = _both(request, request.GET.get("events", ""))
    for event in events:
        require_change(request.user, event)
    conflicts = _conflicts(events)
    typed = _typed(request, events, conflicts)
    error = ""
    if request.method == "POST":
        try:
            return _merge(request, events, conflicts, typed)
        except (Refused, PermissionDenied) as refusal:
            error = str(refusal)
            events = _both(request, request.GET.get("events", ""))
            # The next attempt starts from what is shown now.
            typed.versions = {event.pk: event.version for event in events}
    context = {
        **admin.site.each_context(request),
        "title": "Merge two events",
        "opts": Event._meta,
        "events": [_column(event, typed) for event in events],
        "rows": _rows(events, by=request.user),
        "conflicts": [_shown_conflict(key, figures, typed) for key, figures in conflicts.items()],
        "typed": typed,
        "is_public": any(event.is_public for event in events),
        "error": error,
    }
    return TemplateResponse(request, "admin/events/merge_events.html", context, status=400 if error else 200)


def _require_editor(request: HttpRequest) -> None:
    if not request.user.has_perm("events.change_event"):
        raise PermissionDenied("You may not merge events. Ask somebody in a group that may change them.")


def _both(request: HttpRequest, asked: str) -> list[Event]:
    numbers = [int(number) for number in asked.split(",") if number.isdecimal() and len(number) < 19]
    events = (
        visible_to(request.user, Event.objects.filter(pk__in=numbers))
        .select_related("place", "layer", "merged_into")
        .order_by("pk")
    )
    if len(events) != 2:
        raise Http404("Choose two events in the list to merge them.")
    return list(events)


def _conflicts(events: list[Event]) -> dict[str, list[Figure]]:
    """The figures of one measure and people that both events recommend, by a name for the form."""
    by_key: dict[str, list[Figure]] = {}
    for event in events:
        for figure in recommended_of(event):
            by_key.setdefault(f"{figure.measure}-{figure.people}", []).append(figure)
    return {key: figures for key, figures in by_key.items() if len(figures) == 2}


def _typed(request: HttpRequest, events: list[Event], conflicts: dict[str, list[Figure]]) -> Typed:
    sent = request.POST
    # What readers see is kept; otherwise what was here first.
    first = sorted(events, key=lambda e: (not e.is_public, e.status == Status.WITHDRAWN, e.pk))[0]
    wanted = {str(event.pk): event.pk for event in events}
    return Typed(
        keep=wanted.get(sent.get("keep", ""), first.pk),
        versions={e.pk: _number(sent.get(f"version-{e.pk}", "")) or e.version for e in events},
        chosen={key: sent.get(f"recommended-{key}", "") for key in conflicts},
        note=sent.get("note", "").strip()[:MAX_NOTE],
        public_note=sent.get("public_note", "").strip()[:MAX_NOTE],
    )


def _number(sent: str) -> int | None:
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


def _merge(
    request: HttpRequest, events: list[Event], conflicts: dict[str, list[Figure]], typed: Typed
) -> HttpResponse:
    keep, other = sorted(events, key=lambda event: event.pk != typed.keep)
    chosen = {value for value in typed.chosen.values() if value}
    recommended = [f for figures in conflicts.values() for f in figures if str(f.pk) in chosen]
    merge_events(
        keep, other, by=request.user, note=typed.note, public_note=typed.public_note, recommended=recommended,
        version=typed.versions[keep.pk], other_version=typed.versions[other.pk],
    )  # fmt: skip
    messages.success(
        request,
        format_html(
            '“{}” (no. {}) was merged into this event. <a href="{}">Undo</a>',
            other.title, other.pk, reverse("admin:events_event_unmerge", args=[other.pk]),
        ),
    )  # fmt: skip
    return HttpResponseRedirect(reverse("admin:events_event_change", args=[keep.pk]))


def _column(event: Event, typed: Typed) -> dict[str, Any]:
    return {
        "event": event,
        "is_kept": event.pk == typed.keep,
        "version": typed.versions[event.pk],
        "url": reverse("admin:events_event_change", args=[event.pk]),
    }


def _rows(events: list[Event], *, by: AbstractUser) -> list[dict[str, Any]]:
    """The rows of the comparison: what it is called, and the lines for each event."""
    one, other = (_lines(event, by=by) for event in events)
    return [
        {"name": name, "cells": [one[name], other[name]], "differs": one[name] != other[name]} for name in one
    ]


def _lines(event: Event, *, by: AbstractUser) -> dict[str, list[str]]:
    mentions = visible_to(by, Mention.objects.filter(events=event)).select_related("article__outlet", "place")
    figures = visible_to(by, Figure.objects.filter(event=event)).select_related("article__outlet", "claimant")
    return {
        "Kind": [str(event.get_kind_display())],
        "When": [date_text(event.earliest, event.latest, event.date_precision)],
        "Place": [f"{event.place.name if event.place else '–'} ({event.get_precision_display()})"],
        "Status": [str(event.get_status_display())],
        "Verification": [str(event.get_verification_display())],
        "Layer": [event.layer.name],
        "Summary": [event.summary or "–"],
        "Figures": [_with_role(figure) for figure in figures.order_by("pk")] or ["–"],
        "Told by": [_mention_line(mention) for mention in mentions.defer("article__text")] or ["–"],
    }


def _figure_line(figure: Figure) -> str:
    return f"{figure_title(figure)} · {figure_reading(figure, figure.article.outlet.name)}"


def _with_role(figure: Figure) -> str:
    """The reading names every role but the usual one; here it is what is compared."""
    line = _figure_line(figure)
    return f"{line} · recommended" if figure.role == FigureRole.RECOMMENDED else line


def _mention_line(mention: Mention) -> str:
    article = mention.article
    return f"“{mention.quote}” in “{article.headline}” ({article.outlet}, {article.published_on:%-d %B %Y})"


def _shown_conflict(key: str, figures: list[Figure], typed: Typed) -> dict[str, Any]:
    measure, people = key.split("-")
    return {
        "name": f"recommended-{key}",
        "label": f"{People(people).label} {Measure(measure).label}".capitalize(),
        "chosen": typed.chosen.get(key, ""),
        "figures": [(str(figure.pk), _figure_line(figure), figure.event_id) for figure in figures],
    }


def unmerge_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before a merge is undone; a POST undoes it."""
    _require_editor(request)
    event = get_object_or_404(visible_to(request.user, Event.objects.select_related("merged_into")), pk=pk)
    require_change(request.user, event)
    if event.merged_into is None:
        messages.info(request, f"“{event.title}” is not merged, so there is nothing to undo.")
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[pk]))
    kept, error = event.merged_into, ""
    note, public_note = (request.POST.get(name, "").strip()[:MAX_NOTE] for name in ("note", "public_note"))
    if request.method == "POST":
        try:
            unmerge_event(
                event, by=request.user, note=note, public_note=public_note,
                version=_number(request.POST.get("version", "")),
                kept_version=_number(request.POST.get("kept_version", "")),
            )  # fmt: skip
        except (Refused, PermissionDenied) as refusal:
            error = str(refusal)
        else:
            messages.success(request, f"“{event.title}” and “{kept.title}” are two events again.")
            return HttpResponseRedirect(reverse("admin:events_event_change", args=[pk]))
    context = {
        **admin.site.each_context(request),
        "title": "Undo a merge",
        "opts": Event._meta,
        "event": event,
        "kept": kept,
        "merge": event.merges_away.filter(undone_at__isnull=True).select_related("by").first(),
        "is_public": kept.is_public,
        "note": note,
        "public_note": public_note,
        "error": error,
    }
    return TemplateResponse(request, "admin/events/unmerge_event.html", context, status=400 if error else 200)


@admin.register(Merge)
class MergeAdmin(WithHistory, OwnRows, admin.ModelAdmin):
    """Which events were merged, by whom, and what was undone: read, never written here."""

    list_display = ("at", "by", "merged", "kept", "note", "undone_at", "undone_by")
    list_filter = (("by", FewRowsFilter), "at", "undone_at")
    search_fields = ("kept__title", "merged__title", "note")
    date_hierarchy = "at"
    list_select_related = ("by", "kept", "merged", "undone_by")
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
