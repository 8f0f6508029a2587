"""Object rights on the editors' pages: what one may not see is not there, what one may not change says so.

Every admin page and inline of ours is built on one of these two; a test names one that is not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.db.models import Field, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from events.admin.exporting import Exported
from events.admin.long_lists import LongLists
from events.admin.looking_up import LookedUp
from events.models import Event
from events.review.rights import events_visible_to, may_change, may_view, require_change, visible_to

_GONE = "Some of the chosen rows are not in this list any more, so nothing was done. Choose again."


class _OwnChoices:
    """Choices, autocompletes and forged ids: no field takes a row of ours that the editor may not see."""

    def formfield_for_foreignkey(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        return _narrowed(super().formfield_for_foreignkey(db_field, request, **kwargs), request)

    def formfield_for_manytomany(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        return _narrowed(super().formfield_for_manytomany(db_field, request, **kwargs), request)


def _narrowed(field: Any, request: HttpRequest) -> Any:
    rows = getattr(field, "queryset", None)
    if rows is not None and rows.model._meta.app_label == "events":
        field.queryset = visible_to(request.user, rows)
    return field


def asked_once(ask: Callable[[Any, Model], bool], request: HttpRequest, row: Model | None) -> bool:
    """Whether the editor may do to the row what `ask` asks for. Of a page that is only looked at it is asked
    once: every inline would ask again, and Django for every part of the page."""
    if row is None:
        return True
    if request.method not in ("GET", "HEAD"):
        return ask(request.user, row)
    answers = request.__dict__.setdefault("answers_about_rows", {})
    about = ask, row._meta.concrete_model, row.pk
    if about not in answers:
        answers[about] = ask(request.user, row)
    return bool(answers[about])


class OwnRows(LookedUp, LongLists, Exported, _OwnChoices):
    """Of a model's pages: lists and their export, the search of autocompletes, forms, deletion, history and
    actions."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        at = request.resolver_match
        if rows.model is Event and at and at.url_name == "events_event_changelist":
            return events_visible_to(request.user, rows)
        return visible_to(request.user, rows)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and asked_once(may_view, request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and asked_once(may_change, request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and asked_once(may_change, request, obj)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        self._require_own(request, object_id)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        self._require_own(request, object_id, is_act=True)
        return super().delete_view(request, object_id, *args, **kwargs)

    def _require_own(self, request: HttpRequest, object_id: str | None, *, is_act: bool = False) -> None:
        """A sentence instead of a bare refusal where somebody would change what they only may see."""
        if object_id is None or not (is_act or request.method == "POST"):
            return
        if not (self.has_change_permission(request) or self.has_delete_permission(request)):
            return
        if (row := self.get_object(request, unquote(object_id))) is not None:
            require_change(request.user, row)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        raise Http404(f"There is no {opts.verbose_name} “{unquote(object_id)}”, or none that you may see.")

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        chosen = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        if chosen - {str(pk) for pk in queryset.filter(pk__in=_numbers(chosen)).values_list("pk", flat=True)}:
            self.message_user(request, _GONE, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)


def _numbers(sent: set[str]) -> list[int]:
    return [int(number) for number in sent if number.isdecimal() and len(number) < 19]


class OwnInline(_OwnChoices):
    """Of rows shown on another row's page: `obj` is that row, and what is done to them is done to it."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return visible_to(request.user, super().get_queryset(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_view_permission(request, obj) and asked_once(may_view, request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_add_permission(request, obj) and asked_once(may_change, request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and asked_once(may_change, request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and asked_once(may_change, request, obj)
