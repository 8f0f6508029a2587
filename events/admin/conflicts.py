"""The page that shows two versions of an object field by field and lets the second editor choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.admin.compared import CHOICE, CONFLICT, SEEN, Choice
from events.admin.history import who
from events.history.reading import last_change

_OWN = (CHOICE, SEEN, "csrfmiddlewaretoken")


@dataclass(frozen=True)
class Group:
    """The choices of one row: of the object, or of a row on its page."""

    title: str
    seen_key: str
    seen: str
    choices: list[Choice]


def conflict_page(page: Any, request: HttpRequest, context: dict[str, Any]) -> HttpResponse | None:
    """The answer to a save that is held because somebody else saved first; None where something else has to
    be mended before. `page` is the model's admin, `context` its change form's."""
    form, row = context["adminform"].form, context.get("original")
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    if request.method != "POST" or row is None or _has_other_errors(form, formsets):
        return None
    groups = list(_groups(form, formsets, row))
    if not groups:
        return None
    by, at = who_saved(row)
    # What was typed is in the form's row by now: the page is named by what is saved.
    saved = row._meta.model._base_manager.get(pk=row.pk)
    answer = {
        **page.admin_site.each_context(request),
        "title": _("Two versions of “%s”") % saved,
        "subtitle": None,
        "opts": page.opts,
        "original": saved,
        "groups": groups,
        "by": by,
        "at": at,
        "sent": sent(request),
        "is_repeated": any(key.startswith(CHOICE) for key in request.POST),
    }
    request.current_app = page.admin_site.name
    return TemplateResponse(request, "admin/events/conflict.html", answer)


def gone_page(page: Any, request: HttpRequest, object_id: str) -> HttpResponse | None:
    """The answer to a save of what somebody has deleted meanwhile: nothing that was typed is lost. None for
    what was never there."""
    table = page.opts.concrete_model._meta.db_table
    if not object_id.isdecimal() or (last := last_change(table, int(object_id))) is None:
        return None
    typed = [
        (key, value)
        for key, value in sent(request)
        if value and not key.startswith(("initial-", "_")) and not key.endswith(("_FORMS", "-id", "_version"))
    ]
    answer = {
        **page.admin_site.each_context(request),
        "title": _("This was deleted while you were editing"),
        "subtitle": None,
        "opts": page.opts,
        "object_id": object_id,
        "by": who(last.by, get_user_model()._base_manager.in_bulk([last.by.by_id or 0])),
        "at": last.by.at,
        "typed": typed,
        "history_url": f"admin:{page.opts.app_label}_{page.opts.model_name}_history",
    }
    request.current_app = page.admin_site.name
    return TemplateResponse(request, "admin/events/deleted_meanwhile.html", answer, status=409)


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent once more."""
    return [
        (key, str(value))
        for key, values in request.POST.lists()
        if not key.startswith(_OWN)
        for value in values
    ]


def who_saved(row: Model) -> tuple[str, Any]:
    """Who was last at work on the object, and when."""
    last = last_change(row._meta.db_table, row.pk)
    if last is None:
        return "", None
    return who(last.by, get_user_model()._base_manager.in_bulk([last.by.by_id or 0])), last.by.at


def merged_sentence(form: Any, row: Model) -> str:
    """What somebody else has changed meanwhile that this save leaves alone; empty for nothing."""
    if not form.merged:
        return ""
    by, at = who_saved(row)
    when = date_format(timezone.localtime(at), "H:i") if at else ""
    return _("%(by)s changed meanwhile, at %(when)s: %(fields)s. That stays.") % {
        "by": by or _("Somebody else"), "when": when, "fields": ", ".join(map(str, form.merged)),
    }  # fmt: skip


def _groups(form: Any, formsets: list[Any], row: Model) -> Iterator[Group]:
    if form.choices:
        yield Group(_kind(row), SEEN + str(form.prefix or ""), form.seen, form.choices)
    for formset in formsets:
        for inline in getattr(formset, "forms", []):
            if getattr(inline, "choices", None):
                yield _row_group(inline, inline.choices)
        for inline, choices in getattr(formset, "held", []):
            yield _row_group(inline, choices)


def _row_group(inline: Any, choices: list[Choice]) -> Group:
    kind = str(capfirst(inline.instance._meta.verbose_name))
    # What was typed into the form is in the instance by now; the row has the name that it had.
    name = next((choice.opened or choice.theirs for choice in inline.compared), "") or str(inline.instance)
    return Group(f"{kind} “{name}”", SEEN + inline.prefix, inline.seen, choices)


def _kind(row: Model) -> str:
    return str(capfirst(row._meta.verbose_name))


def _has_other_errors(form: Any, formsets: list[Any]) -> bool:
    forms = [form]
    for formset in formsets:
        if any(error.code != CONFLICT for error in formset.non_form_errors().as_data()):
            return True
        forms += [inline for inline in formset.forms if not _is_left_out(formset, inline)]
    # The admin gives rows that are only shown a plain dictionary.
    found = [errors for one in forms if one.errors for errors in one.errors.as_data().values()]
    return any(error.code != CONFLICT for errors in found for error in errors)


def _is_left_out(formset: Any, inline: Any) -> bool:
    return bool(formset.can_delete and formset._should_delete_form(inline))
