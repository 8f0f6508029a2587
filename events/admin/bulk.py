"""Acts on many rows of a list: first a page that shows, row by row, what would become of them, then the act.

An action of the list leads to the preview (`Bulk.preview`), which writes nothing. Its form carries the rows
with the versions that were shown; confirming it keeps a `BulkAct` and works off the first batch. The rest,
the outcome and the way back are on the act's own page (`bulk_results`).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from events.admin.bulk_shown import came_from, list_model, list_url, preview_context, result_url
from events.review.acts import Refused
from events.review.bulk import Act, Chosen, forecast
from events.review.bulk_working import begin, work_on

MAX_NOTE = 2000


class Bulk:
    """A list with acts on many rows. `bulk_acts` are those whose preview it shows, by their names."""

    model: Any
    opts: Any
    admin_site: Any
    bulk_acts: ClassVar[dict[str, Act]] = {}

    def get_urls(self) -> list[URLPattern]:
        name = f"events_{self.model._meta.model_name}_bulk"
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/<slug:name>/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    def preview(self, request: HttpRequest, name: str, queryset: QuerySet[Any]) -> HttpResponse | None:
        """The page that an action of the list opens; None, with a sentence, where it cannot be."""
        act = self.bulk_acts[name]
        pairs = queryset.order_by("pk").values_list("pk", "version")[: act.most_rows + 1]
        chosen = [Chosen(pk, version) for pk, version in pairs]
        if not chosen:
            messages.warning(request, _("There is nothing among the chosen rows that this can be done to."))
            return None
        if len(chosen) > act.most_rows:
            messages.error(request, too_many(act))
            return None
        return self._preview(request, act, chosen, act.usual(chosen, by=request.user))

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """The preview once more with other options or another part of the rows, or the act itself."""
        act = self.bulk_acts.get(name)
        listed = HttpResponseRedirect(list_url(came_from(request), self.model))
        if act is None or request.method != "POST":
            messages.info(request, _("Choose the rows in the list, and then what is to be done with them."))
            return listed
        require_act(request, act)
        chosen = chosen_of(request)
        if not chosen or len(chosen) > act.most_rows:
            messages.error(request, too_many(act) if chosen else _("No rows were chosen. Choose some."))
            return listed
        try:
            options = act.clean({key: str(value) for key, value in request.POST.items()}, chosen)
        except Refused as refusal:
            return self._preview(request, act, chosen, {}, error=str(refusal))
        if "_do" not in request.POST:
            return self._preview(request, act, chosen, options)
        if act.shown(options) != _shown(request):
            said = _("This is what it would do with what you have chosen now. Look at it, then confirm.")
            return self._preview(request, act, chosen, options, error=said)
        return self._confirm(request, act, chosen, options)

    def _confirm(
        self, request: HttpRequest, act: Act, chosen: Sequence[Chosen], options: dict[str, Any]
    ) -> HttpResponse:
        note, public_note = (request.POST.get(key, "").strip()[:MAX_NOTE] for key in ("note", "public_note"))
        try:
            bulk = begin(
                act, chosen, by=request.user, options=options, token=_token(request), note=note,
                public_note=public_note, is_whole=request.POST.get("whole") == "on",
            )  # fmt: skip
        except (Refused, PermissionDenied) as refusal:
            return self._preview(request, act, chosen, options, error=str(refusal))
        try:
            if bulk.finished_at is None:
                work_on(bulk, act, by=request.user)
        except Refused as refusal:
            messages.warning(request, str(refusal))
        return HttpResponseRedirect(result_url(bulk, request))

    def _preview(
        self,
        request: HttpRequest,
        act: Act,
        chosen: Sequence[Chosen],
        options: dict[str, Any],
        *,
        error: str = "",
    ) -> HttpResponse:
        expected = forecast(act, chosen, by=request.user, options=options)
        context = {
            **admin.site.each_context(request),
            "title": act.title,
            "opts": self.opts,
            "action_url": reverse(f"admin:events_{self.model._meta.model_name}_bulk", args=[act.name]),
            "list_url": list_url(came_from(request), self.model),
            "list_name": list_model(came_from(request), self.model)._meta.verbose_name_plural,
            "back": came_from(request),
            "error": error,
            **preview_context(request, act, chosen, expected, options),
        }
        page = TemplateResponse(request, "admin/events/bulk_preview.html", context)
        page.status_code = 400 if error else 200
        return page


def require_act(request: HttpRequest, act: Act) -> None:
    if not request.user.has_perm(f"events.{act.permission}"):
        raise PermissionDenied(_("You may not do this. Ask somebody in a group that may."))


def too_many(act: Act) -> str:
    return _("This is done to %(most)s rows at most. Filter the list, or choose fewer.") % {
        "most": f"{act.most_rows:,}"
    }


def chosen_of(request: HttpRequest) -> list[Chosen]:
    """The rows of the form, each once: "7:3" is row 7 as version 3, "7" a row that was not shown yet."""
    is_fresh = "_again" in request.POST
    chosen: dict[int, Chosen] = {}
    for word in request.POST.get("rows", "").split():
        number, _colon, version = word.partition(":")
        if not (number.isdecimal() and len(number) < 19):
            continue
        is_known = version.isdecimal() and len(version) < 10 and not is_fresh
        pk = int(number)
        chosen[pk] = Chosen(pk, int(version) if is_known else None, request.POST.get(f"to-{pk}", ""))
    return list(chosen.values())


def _token(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def _shown(request: HttpRequest) -> Any:
    try:
        return json.loads(request.POST.get("shown", "null"))
    except ValueError:
        return None
