"""The data routes: published events as GeoJSON, for programs and for our own map."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.api.columns import MOST_WHOLE, MOST_WHOLE_ON_MAP, columns_of
from events.api.errors import BadParameter, NotPublished, answers_errors_in_json, shown
from events.api.geojson import collection_of, features_of
from events.api.moved import moved_to
from events.api.paging import Page, read_page
from events.api.params import FILTERS, parse
from events.api.selection import apply
from events.api.values import single
from events.api.versions import cacheable
from events.models import Event

GEOJSON = "application/geo+json"


@require_safe
@answers_errors_in_json
@cacheable
def events_geojson(request: HttpRequest) -> HttpResponse:
    """Whole features, `MOST_WHOLE` at most: what is left is on the page that the link "next" names.

    Takes `id` (a list), `page`, `limit` and `sort` besides the filters.
    """
    chosen = parse(request.GET, allow=FILTERS | {"id", "page", "limit", "sort"})
    page = read_page(request.GET, strict=True, per_page=_limit(request.GET))
    events = apply(chosen, Event.objects.published())
    return _collection(request, events, page)


@require_safe
@answers_errors_in_json
@cacheable
def events_json(request: HttpRequest) -> HttpResponse:
    """The events of a map, for its script: as /events.geojson has them while they are few, in columns
    (`events.api.columns`) when they are many."""
    events = apply(parse(request.GET), Event.objects.published())
    if events.count() <= MOST_WHOLE_ON_MAP:
        return _collection(request, events, Page(per_page=MOST_WHOLE_ON_MAP))
    return _opened(columns_of(events, version=request.published_version), "application/json")


def _collection(request: HttpRequest, events: QuerySet[Event], page: Page) -> HttpResponse:
    features = features_of(page.cut(events))
    collection = collection_of(features, version=request.published_version)
    if page.number > 1 or len(features) == page.per_page:
        collection["numberMatched"] = events.count()
    if page.number * page.per_page < collection["numberMatched"]:
        query = request.GET.copy()
        query["page"] = str(page.number + 1)
        address = f"{request.path}?{query.urlencode(safe=',')}"
        collection["links"] = [{"rel": "next", "type": GEOJSON, "href": request.build_absolute_uri(address)}]
    return geojson_response(collection)


def _limit(query: QueryDict) -> int:
    value = single("limit", {"limit": query.getlist("limit")})
    if not value:
        return MOST_WHOLE
    if not (value.isascii() and value.isdecimal() and len(value) < 9 and 1 <= int(value) <= MOST_WHOLE):
        way_out = f'Use 1 to {MOST_WHOLE}; the link "next" leads to more.'
        raise BadParameter("limit", f'"{shown(value)}" is not a number of events. {way_out}')
    return int(value)


@require_safe
@answers_errors_in_json
@cacheable
def event_geojson(request: HttpRequest, pk: int) -> HttpResponse:
    parse(request.GET, allow=frozenset())
    features = features_of(Event.objects.published().filter(pk=pk))
    if not features:
        if kept := Event.objects.shown_instead_of(pk):
            return moved_to(reverse("event-geojson", args=[kept.pk]))
        raise NotPublished("id", f"There is no published event {pk}. The list is at /events.geojson.")
    return geojson_response(features[0])


def geojson_response(content: dict[str, Any]) -> HttpResponse:
    return _opened(json.dumps(content, ensure_ascii=False, separators=(",", ":")), GEOJSON)


def _opened(body: str, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Access-Control-Allow-Origin"] = "*"
    return response
