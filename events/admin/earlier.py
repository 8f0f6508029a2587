"""Bringing back an earlier version: what would change, field by field, and the choice of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.enums import PUBLIC_STATUSES
from events.history.reading import RowChange, entries
from events.history.rows import Raw, attributes, field_of, model_of
from events.history.versions import Version, deleted_with, version_of
from events.history.wording import Line, Names, line, part_name
from events.models import Change, ChangeSet, Event, Mention
from events.review.acts import Refused
from events.review.entrusted import is_told, is_told_of_deleted
from events.review.reverting import BROUGHT_BACK, PARTS_BROUGHT_BACK, bring_back, bring_back_deleted
from events.review.rights import visible_ids


@dataclass(frozen=True)
class PartChoice:
    """The parts of one kind: those that come back, those that go, those that become what they were."""

    table: str
    label: str
    coming: list[str]
    going: list[str]
    changing: list[str]


def version_view(
    page: Any, request: HttpRequest, row: Model | None, object_id: str, number: int
) -> HttpResponse:
    """`page` is the model's admin. Shown first; written when it is sent, if nothing has changed since."""
    if row is None:
        return _deleted_view(page, request, int(object_id))
    if page.model not in BROUGHT_BACK or not page.has_change_permission(request, row):
        raise PermissionDenied("You may look at this version and not bring it back. Ask an editor.")
    if not is_told(request.user, row):
        raise PermissionDenied("Something of this is kept from you, and so are its earlier versions.")
    table = row._meta.db_table
    version = version_of(table, row.pk, number)
    newest = next((entry.by.pk for entry in entries(table, row.pk, limit=1)), 0)
    error = ""
    if request.method == "POST":
        try:
            return _brought_back(page, request, row, version, newest)
        except (Refused, PermissionDenied) as refused:
            error = str(refused)
    fields, others = _differences(request, table, version, BROUGHT_BACK[page.model])
    return _answer(
        page, request, number,
        {
            "title": _("Bring back an earlier version of “%s”") % row, "object": row, "error": error,
            "fields": fields, "others": others, "parts": _part_choices(request, table, version),
            "newest": newest, "is_gone": not version.row,
            "needs_note_to_readers": _is_seen(row),
            "note": request.POST.get("note", ""), "public_note": request.POST.get("public_note", ""),
            "chosen": request.POST.getlist("field") if request.method == "POST" else None,
        },
    )  # fmt: skip


def _is_seen(row: Model) -> bool:
    """Whether readers see it, or an event that rests on it."""
    if isinstance(row, Mention):
        return Event.objects.published().filter(mentions=row).exists()
    return getattr(row, "status", "") in PUBLIC_STATUSES


def _answer(page: Any, request: HttpRequest, number: int, more: dict[str, Any]) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "then": ChangeSet.objects.filter(pk=number).first(),
        "history_url": f"admin:{page.opts.app_label}_{page.opts.model_name}_history",
        **more,
    }
    request.current_app = page.admin_site.name
    return TemplateResponse(request, "admin/events/earlier_version.html", context)


def _brought_back(page: Any, request: HttpRequest, row: Model, version: Version, newest: int) -> HttpResponse:
    if request.POST.get("newest") != str(newest):
        raise Refused(
            "Somebody changed this meanwhile. What would be brought back is shown anew: look again."
        )
    chosen = set(request.POST.getlist("field"))
    columns = [column for column in version.differing if column in chosen]
    parts = {
        table: (version.parts[table], version.parts_now[table])
        for table in PARTS_BROUGHT_BACK & version.parts.keys() & set(request.POST.getlist("part"))
    }
    if not columns and not parts:
        raise Refused("Nothing is chosen. Choose at least one field.")
    then = ChangeSet.objects.filter(pk=version.number).first()
    of_when = f"{then.at:%-d %B %Y, %H:%M} UTC" if then else "before the first change on record"
    said = request.POST.get("note", "").strip()
    bring_back(
        row,
        attributes(row._meta.db_table, {column: version.row[column] for column in columns}),
        by=request.user,
        parts=parts,
        note=f"Brought back as of {of_when}. {said}".strip(),
        public_note=request.POST.get("public_note", "").strip(),
    )
    page.message_user(request, _("What you chose is as it was then."), messages.SUCCESS)
    return HttpResponseRedirect(
        reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_history", args=[row.pk])
    )


def _differences(
    request: HttpRequest, table: str, version: Version, allowed: frozenset[str]
) -> tuple[list[Line], list[Line]]:
    """What would be brought back, from now to then, and what is different and is not brought back here."""
    names = _names(request)
    names.learn([(table, version.now), (table, version.row)])
    back, others = [], []
    differing = set(version.differing)
    for found in model_of(table)._meta.concrete_fields:
        column = found.column
        if column not in differing or not (found.editable or found.name in allowed):
            continue
        shown = line(table, column, version.now.get(column), version.row[column], names)
        (back if found.name in allowed else others).append(shown)
    return back, others


def _names(request: HttpRequest) -> Names:
    def visible(model: type[Model], ids: set[int]) -> set[int]:
        return visible_ids(request.user, model, ids) if model._meta.app_label == "events" else ids

    return Names(visible)


def _part_choices(request: HttpRequest, table: str, version: Version) -> list[PartChoice]:
    choices = []
    for part in sorted(PARTS_BROUGHT_BACK & version.parts.keys()):
        then, now = version.parts[part], version.parts_now[part]
        names = _names(request)
        names.learn((part, row) for row in (*then.values(), *now.values()))

        def said(rows: dict[int, Raw], keys: Any, part: str = part, names: Names = names) -> list[str]:
            return [
                part_name(RowChange(part, key, Change.DELETE, rows[key], {}), names) for key in sorted(keys)
            ]

        changed = [key for key in then.keys() & now.keys() if _content(then[key]) != _content(now[key])]
        if then.keys() != now.keys() or changed:
            label = str(capfirst(model_of(part)._meta.verbose_name_plural))
            coming, going = said(then, then.keys() - now.keys()), said(now, now.keys() - then.keys())
            choices.append(PartChoice(part, label, coming, going, said(then, changed)))
    return choices


def _content(row: Raw) -> Raw:
    return {column: value for column, value in row.items() if column not in ("is_shown", "dataset")}


def _deleted_view(page: Any, request: HttpRequest, number: int) -> HttpResponse:
    """A deleted row, with what was deleted with it."""
    gone = deleted_with(page.opts.db_table, number)
    if not is_told_of_deleted(request.user, page.model):
        raise PermissionDenied("Something of this may be kept from you. Ask an editor to bring it back.")
    if page.opts.app_label != "events" or not gone or not page.has_add_permission(request):
        raise PermissionDenied("You may not bring this back. Ask somebody who may add it.")
    error = ""
    if request.method == "POST":
        rows = [model_of(row.table)(**attributes(row.table, row.before)) for row in gone]
        try:
            back = bring_back_deleted(rows, by=request.user, note=request.POST.get("note", "").strip())
        except (Refused, PermissionDenied) as refused:
            error = str(refused)
        else:
            page.message_user(request, _("“%s” is back.") % back, messages.SUCCESS)
            return HttpResponseRedirect(
                reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_change", args=[number])
            )
    names = _names(request)
    names.learn((row.table, row.before) for row in gone)
    held = [line(gone[0].table, column, "", value, names) for column, value in gone[0].before.items()]
    context = {
        "title": _("Bring back what was deleted"), "object": None, "object_id": number, "error": error,
        "fields": [shown for shown in held if shown.after and _is_read(gone[0].table, shown.name)],
        "others": [], "parts": [], "is_deleted": True, "with_it": len(gone) - 1,
        "note": request.POST.get("note", ""), "newest": 0,
    }  # fmt: skip
    return _answer(page, request, 0, context)


def _is_read(table: str, column: str) -> bool:
    found = field_of(table, column)
    return found is not None and found.editable and not found.primary_key
