"""What was deleted: who, when, what it was, and the way back where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.admin.history import WithHistory, how, name_of_deleted, who
from events.history.rows import rows_now
from events.history.versions import BEFORE_ALL
from events.models import Change
from events.review.entrusted import is_told_of_deleted

#: Deleted rows on a page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class DeletedRow:
    """A row that was deleted; `back` is where it is brought back, empty where it cannot be, or was."""

    name: str
    kind: str
    at: datetime
    who: str
    how: str
    history: str
    back: str
    is_back: bool


def deleted_urls(admin_site: AdminSite) -> list[URLPattern]:
    """The address of the list, relative to the admin of decisions."""

    def view(request: HttpRequest) -> HttpResponse:
        return deleted_page(admin_site, request)

    return [path("deleted/", admin_site.admin_view(require_safe(view)), name="events_deleted")]


def deleted_page(admin_site: AdminSite, request: HttpRequest) -> HttpResponse:
    pages = pages_of(admin_site, request)
    if not pages:
        raise PermissionDenied(_("What was deleted is shown to those who may work on all rows."))
    wanted = request.GET.get("of", "")
    tables = [wanted] if wanted in pages else list(pages)
    gone = Change.objects.filter(operation=Change.DELETE, parent_id__isnull=True, table_name__in=tables)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        gone = gone.filter(pk__lt=int(before))
    found = list(gone.select_related("changeset").order_by("-pk")[: PAGE + 1])
    context = {
        **admin_site.each_context(request),
        "title": _("Deleted rows"),
        "rows": shown(request, pages, found[:PAGE]),
        "kinds": sorted((kind_of(page.model, many=True), table) for table, page in pages.items()),
        "of": wanted if wanted in pages else "",
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_page": bool(before),
    }
    request.current_app = admin_site.name
    return TemplateResponse(request, "admin/events/deleted.html", context)


def pages_of(admin_site: AdminSite, request: HttpRequest) -> dict[str, Any]:
    """By its table each page whose deleted rows the editor may know of."""
    return {
        model._meta.db_table: page
        for model, page in admin_site._registry.items()
        if isinstance(page, WithHistory)
        and page.has_view_or_change_permission(request)  # type: ignore[attr-defined]
        and page.may_see_deleted(request)
        and is_told_of_deleted(request.user, model)
    }


def shown(request: HttpRequest, pages: dict[str, Any], found: Iterable[Change]) -> list[DeletedRow]:
    found = list(found)
    by = {change.changeset.by_id for change in found if change.changeset.by_id}
    accounts = get_user_model()._base_manager.in_bulk(by)
    there = {
        table: rows_now(table, "id", [change.row_id for change in found if change.table_name == table]).keys()
        for table in {change.table_name for change in found}
    }
    return [
        _row(
            request,
            pages[change.table_name],
            change,
            accounts,
            is_back=change.row_id in there[change.table_name],
        )
        for change in found
    ]


def _row(request: HttpRequest, page: Any, change: Change, accounts: Any, *, is_back: bool) -> DeletedRow:
    base = f"admin:{page.opts.app_label}_{page.opts.model_name}"
    may = not is_back and page.opts.app_label == "events" and page.has_add_permission(request)
    return DeletedRow(
        name=name_of_deleted(change.before or {}) or _("no. %(number)s") % {"number": change.row_id},
        kind=kind_of(page.model),
        at=change.changeset.at,
        who=who(change.changeset, accounts),
        how=how(change.changeset),
        history=reverse(f"{base}_history", args=[change.row_id]),
        back=reverse(f"{base}_version", args=[change.row_id, BEFORE_ALL]) if may else "",
        is_back=is_back,
    )


def kind_of(model: type[Model], *, many: bool = False) -> str:
    return str(capfirst(model._meta.verbose_name_plural if many else model._meta.verbose_name))
