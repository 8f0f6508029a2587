"""The data routes: published events as GeoJSON, for programs and for our own map."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from events.api.errors import NotPublished, answers_errors_in_json
from events.api.geojson import collection_of, features_of
from events.api.moved import moved_to
from events.api.params import parse
from events.api.selection import apply, in_reading_order
from events.api.versions import cacheable
from events.models import Event


@require_safe
@answers_errors_in_json
@cacheable
def events_geojson(request: HttpRequest) -> HttpResponse:
    events = in_reading_order(apply(parse(request.GET), Event.objects.published()))
    return geojson_response(collection_of(features_of(events), version=request.published_version))


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
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/geo+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response
