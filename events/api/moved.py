"""Where an event that was merged into another one is shown now."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict

from events.api.values import MOST_DIGITS
from events.models import Event

View = Callable[..., HttpResponse]


def moved_to(address: str, query: QueryDict | None = None) -> HttpResponsePermanentRedirect:
    """The answer at a merged event's address; `query` says how it was to be shown. It is asked again each
    time: a merge can be undone."""
    response = HttpResponsePermanentRedirect(f"{address}?{query.urlencode()}" if query else address)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response


def opens_merged(view: View) -> View:
    """A map that is to open an event which was merged opens the one that it was merged into; a frozen map is
    as it was."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        wanted = request.GET.get("event", "")
        is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) <= MOST_DIGITS
        kept = Event.objects.shown_instead_of(int(wanted)) if is_number and _is_live(request) else None
        if kept is not None:
            query = request.GET.copy()
            query["event"] = str(kept.pk)
            return moved_to(request.path, query)
        return view(request, *args, **kwargs)

    return answer


def _is_live(request: HttpRequest) -> bool:
    return not request.GET.get("as_of", "").strip()
