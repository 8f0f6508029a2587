"""The readers' pages, the health check and what is said when something is not there."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events.api.errors import NotPublished, answers_errors_in_html, error_page, json_error, shown
from events.api.event_page import citation_of, event_page_context
from events.api.geojson import features_of
from events.api.gone import no_event
from events.api.moved import moved_to, opens_merged
from events.api.params import parse
from events.api.place_page import place_page_context
from events.api.selection import apply
from events.api.shown_totals import all_rules, shown_totals
from events.api.versions import PUBLIC_MAX_AGE_S, cacheable
from events.embeds.pages import context_of_home, context_of_map
from events.embeds.snippet import absolute_url
from events.embeds.views import dated, in_offered_language
from events.models import Event
from mapsite.policy import public_policy

#: Routes that programs read; they are told of mistakes in JSON.
_DATA_SUFFIXES = (".geojson", ".mvt", ".png", ".svg", "/oembed", "/healthz")


@require_safe
@answers_errors_in_html
@public_policy
@dated
@opens_merged
@cacheable
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "events/map.html", context_of_home(request, mode="page"))


@require_safe
@answers_errors_in_html
@public_policy
@cacheable
def totals(request: HttpRequest) -> HttpResponse:
    """The totals of the map's filters as a page of their own, which the map takes them from too."""
    chosen = parse(request.GET, strict=False)
    filters = {name: value for name, value in chosen.as_params().items() if name != "map"}
    of_map = reverse("map", args=[chosen.map]) if chosen.map else reverse("home")
    context = {
        "totals": shown_totals(chosen),
        "events": apply(chosen, Event.objects.published()).count(),
        "filters": chosen.as_params(),
        "rules": all_rules(),
        "title": _("What is counted"),
        "map_address": f"{of_map}?{urlencode(filters, safe=',')}" if filters else of_map,
        "canonical_url": absolute_url(request, reverse("totals")),
    }
    return render(request, "events/totals.html", context)


@require_safe
@answers_errors_in_html
@public_policy
@cacheable
def event(request: HttpRequest, pk: int) -> HttpResponse:
    url = absolute_url(request, reverse("event", args=[pk]))
    image = reverse("event-image", kwargs={"pk": pk, "suffix": "png"})
    context = event_page_context(
        Event.objects.published().filter(pk=pk),
        url=url,
        home_url=absolute_url(request, reverse("home")),
        image_url=absolute_url(request, f"{image}?size=card"),
    )
    if context is None:
        return _where_it_is_now(pk, request)
    return render(request, "events/event.html", context)


def _where_it_is_now(pk: int, request: HttpRequest, route: str = "event") -> HttpResponse:
    if kept := Event.objects.shown_instead_of(pk):
        return moved_to(reverse(route, args=[kept.pk]), request.GET)
    raise Http404(no_event(pk))


@csrf_exempt
@require_safe
@answers_errors_in_html
def citation(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """An event for a reference manager. It names today as the day of access, so it is made each time."""
    features = features_of(Event.objects.published().filter(pk=pk), with_geometry=False)
    if not features:
        return _where_it_is_now(pk, request, f"event-{form}")
    cited = citation_of(features[0], url=absolute_url(request, reverse("event", args=[pk])))
    today = localdate()
    if form == "csl":
        response = JsonResponse([cited.csl(today)], safe=False, json_dumps_params={"ensure_ascii": False})
        response["Content-Type"] = "application/vnd.citationstyles.csl+json"
    elif form == "bib":
        response = HttpResponse(cited.bibtex(today), content_type="application/x-bibtex; charset=utf-8")
    else:
        response = HttpResponse(
            cited.ris(today), content_type="application/x-research-info-systems; charset=utf-8"
        )
    patch_cache_control(response, public=True, max_age=PUBLIC_MAX_AGE_S)
    return response


@require_safe
@answers_errors_in_html
@public_policy
@cacheable
def place(request: HttpRequest, pk: int) -> HttpResponse:
    context = place_page_context(pk, url=absolute_url(request, reverse("place", args=[pk])))
    if context is None:
        raise Http404(_("Nothing is published of a place %(id)d.") % {"id": pk})
    return render(request, "events/place.html", context)


@require_safe
@answers_errors_in_html
@public_policy
@dated
@opens_merged
@cacheable
@in_offered_language
def map_page(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "events/map.html", context_of_map(request, slug, mode="page"))


@csrf_exempt
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has the tables of this code. Says nothing of where or as whom."""
    try:
        applied = MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError:
        return _unhealthy(_("The database does not answer."))
    waiting = sum(1 for names in _migrations() if not applied & names)
    if waiting:
        return _unhealthy(
            _("%(number)d migrations are not applied. Run: manage.py migrate") % {"number": waiting}
        )
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@cache
def _migrations() -> list[set[tuple[str, str]]]:
    """The migrations of this code, each with those that it replaces; looked for once in a process."""
    found = MigrationLoader(None).disk_migrations
    return [{key, *migration.replaces} for key, migration in found.items()]


def _unhealthy(sentence: str) -> JsonResponse:
    return JsonResponse({"status": "error", "error": sentence, "version": settings.VERSION}, status=503)


@csrf_exempt
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /admin/\n", content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = exception.args[0] if exception.args else ""
    was_seen = isinstance(reason, NotPublished) and reason.was_seen
    reason = reason.sentence if isinstance(reason, NotPublished) else reason
    # The resolver's own exception carries the patterns that it tried instead of a sentence.
    sentence = reason if reason and isinstance(reason, str) else _no_page(request.path)
    if request.path.endswith(_DATA_SUFFIXES):
        return json_error(sentence, "path", status=404)
    return error_page(request, sentence, status=404, was_seen=was_seen)


def _no_page(path: str) -> str:
    return _("There is no page at “%(path)s”.") % {"path": shown(path, longest=200)}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("The request cannot be read. Check the address.")
    if request.path.endswith(_DATA_SUFFIXES):
        return json_error(sentence, "path", status=400)
    return error_page(request, sentence, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what failed."""
    sentence = _("Something went wrong on this site, not in what you asked for. Try again in a few minutes.")
    if request.path.endswith(_DATA_SUFFIXES):
        return json_error(sentence, "server", status=500)
    return error_page(request, sentence, status=500)
