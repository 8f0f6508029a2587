"""“Find place”: the search beside every geometry in the editors' forms."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from events.admin.desk_places import found_token, place_or_none
from events.admin.desk_values import BadInput
from events.geocoding.chain import FoundPlace, find_places

MAX_QUERY = 200
LIMIT = 8


def find_place_urls(admin_site: AdminSite) -> list[URLPattern]:
    return [
        path("find-place/", admin_site.admin_view(find_place), name="events_find_place"),
        path("adopt-place/", admin_site.admin_view(adopt), name="events_adopt_place"),
    ]


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


@require_POST
def adopt(request: HttpRequest) -> JsonResponse:
    """The gazetteer's row for a result of another provider, added with its provider and licence, so that a
    form's place field can name it."""
    if not request.user.has_perm("events.add_place"):
        raise PermissionDenied("You may not add places to the gazetteer. Ask somebody in a group that may.")
    try:
        place = place_or_none({"place": {"found": request.POST.get("found", "")}}, "place")
    except BadInput as error:
        return JsonResponse({"error": str(error), "field": error.field}, status=400)
    return JsonResponse({"place": place.pk, "label": str(place)})


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
        "provider_id": place.provider_id,
        "licence": place.licence,
        "place": place.place_id,
        # Signed, so that only what a provider has answered can be adopted.
        "found": None if place.place_id else found_token(place),
    }
