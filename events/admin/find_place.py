"""“Find place”: the search beside every geometry in the editors' forms."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path

from events.geocoding.chain import FoundPlace, find_places

MAX_QUERY = 200
LIMIT = 8


def find_place_urls(admin_site: AdminSite) -> list[URLPattern]:
    return [path("find-place/", admin_site.admin_view(find_place), name="events_find_place")]


def find_place(request: HttpRequest) -> JsonResponse:
    """Places of that name from the chain of geocoders, each with geometry, precision and provider.

    What a provider could not answer stands in `errors`: it is never mistaken for "no such place".
    """
    if not request.user.has_perm("events.view_place"):
        raise PermissionDenied("Only editors search for places.")
    query = request.GET.get("q", "").strip()
    if not query:
        return JsonResponse({"error": "Type the name of a place.", "field": "q"}, status=400)
    if len(query) > MAX_QUERY:
        sentence = f"The search has {len(query)} characters; at most {MAX_QUERY} are looked up."
        return JsonResponse({"error": sentence, "field": "q"}, status=400)
    found = find_places(query, limit=LIMIT)
    return JsonResponse({"results": [_row(place) for place in found.results], "errors": list(found.errors)})


def _row(place: FoundPlace) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [place.lon, place.lat]}
    if place.geometry is not None:
        geometry = json.loads(place.geometry.geojson)
    return {
        "label": place.label,
        "name": place.name,
        "geometry": geometry,
        "point": [place.lon, place.lat],
        "precision": place.precision,
        "provider": place.provider,
        "licence": place.licence,
        "place": place.place_id,
    }
