"""Lists as an editor wants to see them again: a query string under a name, of one page, for that editor
alone.

A page's template includes `admin/events/_saved_filters.html` with what `saved_filters` returns.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.models import SavedFilter

#: Of one editor and page: a list of lists that long helps nobody.
MOST = 50
#: What is a place in a list and no filter.
_PLACES = ("after", "p", "e", "_changelist_filters")


def saved_filter_urls(admin_site: AdminSite) -> list[URLPattern]:
    return [
        path("filters/save/", admin_site.admin_view(save_filter), name="events_filter_save"),
        path("filters/<int:pk>/delete/", admin_site.admin_view(delete_filter), name="events_filter_delete"),
    ]


def query_of(parameters: QueryDict) -> str:
    """The filters of a query string in one order, so that the same list has the same one."""
    pairs = sorted((name, value) for name, values in parameters.lists() for value in values)
    return urlencode([(name, value) for name, value in pairs if value and name not in _PLACES])


def saved_filters(request: HttpRequest, page: str) -> dict[str, Any]:
    """What the template needs: the editor's filters of the page, and whether one of them is shown."""
    here = query_of(request.GET)
    mine = list(SavedFilter.objects.filter(owner=request.user.pk, page=page))
    return {
        "page": page,
        "query": here,
        "path": request.path,
        "filters": mine,
        "current": next((one for one in mine if one.query == here), None),
    }


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()):
        return asked
    return reverse("admin:index")


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keeps the query under the name; a name that is there already gets the new query."""
    page, name = request.POST.get("page", ""), " ".join(request.POST.get("name", "").split())
    query = query_of(QueryDict(request.POST.get("query", "")[:4000]))
    back = HttpResponseRedirect(_back(request))
    longest = {field: SavedFilter._meta.get_field(field).max_length for field in ("page", "name", "query")}
    if not 0 < len(name) <= longest["name"]:
        messages.error(
            request,
            _("The name has %(number)d characters. Give one of 1 to %(longest)d.")
            % {"number": len(name), "longest": longest["name"]},
        )
        return back
    if not 0 < len(page) <= longest["page"] or len(query) > longest["query"]:
        messages.error(request, _("This list has too many filters to be kept. Leave some away."))
        return back
    mine = SavedFilter.objects.filter(owner=request.user.pk, page=page)
    if mine.exclude(name=name).count() >= MOST:
        messages.error(
            request, _("You have kept %(number)d lists of this page. Delete one first.") % {"number": MOST}
        )
        return back
    try:
        with transaction.atomic():
            SavedFilter.objects.update_or_create(
                owner=request.user, page=page, name=name, defaults={"query": query}
            )
    except IntegrityError:
        # Two clicks at once: the other one has kept it.
        pass
    messages.success(request, _("“%(name)s” is kept.") % {"name": name})
    return back


@require_POST
def delete_filter(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SavedFilter, pk=pk, owner=request.user.pk)
    found.delete()
    messages.success(request, _("“%(name)s” is deleted.") % {"name": found.name})
    return HttpResponseRedirect(_back(request))
