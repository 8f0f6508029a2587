"""An object's history: who did what when, in words, in place of Django's own list of saves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.admin.earlier import version_view
from events.history.reading import PAGE, Entry, RowChange, entries
from events.history.rows import model_of, rows_now
from events.history.versions import BEFORE_ALL, deleted_with, version_of
from events.history.wording import Line, Names, learn_all, lines, part_name
from events.models import Change, ChangeSet, Decision
from events.review.entrusted import is_told, is_told_of_deleted, told
from events.review.reverting import BROUGHT_BACK
from events.review.rights import visible_ids, works_on_all


@dataclass(frozen=True)
class ShownPart:
    operation: str
    kind: str
    name: str
    lines: list[Line]


@dataclass(frozen=True)
class ShownEntry:
    """An entry as the page has it; `operation` is empty when only parts or decisions changed."""

    set: ChangeSet
    who: str
    how: str
    operation: str
    lines: list[Line]
    parts: list[ShownPart]
    decisions: list[Decision]
    is_newest: bool


class WithHistory:
    """Of a model's pages: the history of each object, also of a deleted one, and its earlier versions."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_version"
        view = self.admin_site.admin_view(self.version_view)
        return [path("<path:object_id>/history/<int:number>/", view, name=name), *super().get_urls()]

    def version_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        return version_view(self, request, self.historied(request, object_id), object_id, number)

    def historied(self, request: HttpRequest, object_id: str) -> Model | None:
        """The object whose history is asked for, None when it is deleted. Raises Http404 for one that the
        editor may not see, PermissionDenied where they may see none of its kind."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is not None:
            if not self.has_view_or_change_permission(request, row):
                raise PermissionDenied
            return row
        # Of a deleted row nobody can say any more whose it was.
        is_number = object_id.isdecimal() and len(object_id) < 19
        is_there = is_number and self.model._base_manager.filter(pk=object_id).exists()
        may = self.has_view_or_change_permission(request) and self.may_see_deleted(request)
        if is_there or not may or not is_number or not entries(self._table, int(object_id), limit=1):
            raise Http404(f"There is no {self.opts.verbose_name} “{object_id}”, or none that you may see.")
        return None

    def may_see_deleted(self, request: HttpRequest) -> bool:
        return works_on_all(request.user)

    @property
    def _table(self) -> str:
        return self.opts.concrete_model._meta.db_table

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.historied(request, object_id)
        number = int(unquote(object_id)) if row is None else row.pk
        older_than = request.GET.get("before", "")
        older = int(older_than) if older_than.isdecimal() and len(older_than) < 19 else None
        found = entries(self._table, number, older_than=older, limit=PAGE + 1)
        is_open = is_told(request.user, row) if row else is_told_of_deleted(request.user, self.model)
        shown, is_last = found[:PAGE], len(found) <= PAGE
        gone = deleted_with(self._table, number) if row is None else []
        names = Names(lambda model, ids: seen_by(request, model, ids))
        filled = [_filled(self._table, number, entry) for entry in shown]
        learn_all(names, filled)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % (row or self._name_of(gone)),
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "object_id": number,
            "entries": shown_entries(request, filled, names, is_first_page=older is None, is_open=is_open),
            "older": None if is_last else shown[-1].by.pk,
            "is_page": older is not None,
            "began_earlier": is_last and bool(shown) and not any(_is_birth(entry) for entry in shown[-1:]),
            "before_all": BEFORE_ALL,
            "can_bring_back": row is not None
            and is_open
            and self.model in BROUGHT_BACK
            and self.has_change_permission(request, row),
            "can_undelete": bool(gone)
            and is_open
            and self.opts.app_label == "events"
            and self.has_add_permission(request),
            "version_url": f"admin:{self.opts.app_label}_{self.opts.model_name}_version",
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/events/history.html", context)

    def _name_of(self, gone: list[RowChange]) -> str:
        """A deleted row's name, from what it held."""
        return name_of_deleted(gone[0].before if gone else {}) or str(self.opts.verbose_name)


def name_of_deleted(held: dict[str, Any]) -> str:
    """What a row was called, from its columns; empty for one that had no name."""
    named = ("title", "headline", "name", "username", "quote", "wording", "sentence", "text", "url", "slug")
    words = next((str(held[column]) for column in named if held.get(column)), "")
    return Truncator(words).chars(120)


def seen_by(request: HttpRequest, model: type[Model], ids: set[int]) -> set[int]:
    return visible_ids(request.user, model, ids) if model._meta.app_label == "events" else ids


def _is_birth(entry: Entry) -> bool:
    return entry.own is not None and entry.own.operation == Change.INSERT


def _filled(table: str, number: int, entry: Entry) -> Entry:
    """With what inserted rows held, which the history does not repeat: it follows from what came after."""
    own = entry.own
    if own is not None and own.operation == Change.INSERT:
        own = RowChange(table, number, own.operation, {}, version_of(table, number, entry.by.pk).row)
    return Entry(entry.by, own, [_filled_part(part) for part in entry.parts], entry.decisions)


def _filled_part(part: RowChange) -> RowChange:
    if part.operation != Change.INSERT or part.after:
        return part
    held = rows_now(part.table, "id", [part.row_id]).get(part.row_id)
    if held is None:
        removed = Change.objects.filter(table_name=part.table, row_id=part.row_id, operation=Change.DELETE)
        held = next((change.before for change in removed if change.before), {})
    return RowChange(part.table, part.row_id, part.operation, {}, held)


def shown_entries(
    request: HttpRequest, found: Iterable[Entry], names: Names, *, is_first_page: bool, is_open: bool
) -> list[ShownEntry]:
    """`is_open`: whether the values may be read, and not only which fields were changed."""
    found = list(found)
    accounts = get_user_model()._base_manager.in_bulk({entry.by.by_id for entry in found if entry.by.by_id})
    decisions = {decision.pk for entry in found for decision in entry.decisions}
    seen = visible_ids(request.user, Decision, decisions)
    seen = set(told(request.user, Decision.objects.filter(pk__in=seen)).values_list("pk", flat=True))
    return [
        ShownEntry(
            set=entry.by,
            who=who(entry.by, accounts),
            how=how(entry.by),
            operation=entry.own.operation if entry.own else "",
            lines=_lines(entry.own, names, is_open=is_open) if entry.own else [],
            parts=[
                ShownPart(
                    part.operation, _kind(part), part_name(part, names) if is_open else _("kept from you"),
                    _lines(part, names, is_open=is_open) if part.operation == Change.UPDATE else [],
                )
                for part in entry.parts
            ],
            decisions=[decision for decision in entry.decisions if decision.pk in seen],
            is_newest=is_first_page and position == 0,
        )
        for position, entry in enumerate(found)
    ]  # fmt: skip


def _lines(change: RowChange, names: Names, *, is_open: bool) -> list[Line]:
    found = lines(change.table, change.before, change.after, names)
    if not is_open:
        return [Line(line.name, line.label, "", _("kept from you")) for line in found]
    if change.operation == Change.UPDATE:
        return found
    # Of a row that came or went, what it did not hold says nothing.
    return [line for line in found if line.before or line.after]


def _kind(part: RowChange) -> str:
    """What a part is called: the link tables that Django makes are called after their field."""
    model = model_of(part.table)
    if not model._meta.auto_created:
        return str(model._meta.verbose_name)
    fields = model._meta.auto_created._meta.many_to_many
    return next(str(field.verbose_name) for field in fields if field.remote_field.through is model)


def who(by: ChangeSet, accounts: dict[int, Any]) -> str:
    """The account as it is called now, else as it was called then, else the role that wrote SQL by hand."""
    account = accounts.get(by.by_id) if by.by_id else None
    if account is not None:
        return account.get_full_name() or account.get_username()
    return by.by_name or _("%(role)s, in the database") % {"role": by.database_role}


def how(by: ChangeSet) -> str:
    """Where it was done, in a few words."""
    if "/desk/" in by.source:
        return _("at the desk")
    if "/admin/" in by.source:
        return _("in the admin")
    return by.source or by.application
