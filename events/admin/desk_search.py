"""What the desk's search finds: places through the chain of geocoders, organisations by name."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from events.admin.desk_places import found_token
from events.admin.desk_proposals import place_data
from events.enums import PlaceKind
from events.geocoding.chain import find_places
from events.geocoding.gazetteer import search
from events.geocoding.naming import provider_name
from events.models import Organisation

LIMIT = 9
"""As many as there are keys to choose with."""


def found_places(query: str) -> dict[str, Any]:
    """Results with their place as the desk shows it, and a sentence for each provider that failed."""
    found = find_places(query, limit=LIMIT)
    known = place_data(result.place_id for result in found.results if result.place_id)
    results = []
    for result in found.results[:LIMIT]:
        place = known.get(str(result.place_id))
        if place is not None:
            results.append({"place": place, "send": place["id"], "provider": provider_name(result.provider)})
            continue
        kind = PlaceKind(result.kind) if result.kind else PlaceKind.SETTLEMENT
        described = {
            "id": None,
            "name": result.name,
            "kind": str(kind),
            "label": result.label or f"{result.name}, {kind.label.lower()}",
            "part_of": "",
            "point": [result.lon, result.lat],
            "geometry": None,
            "provider": provider_name(result.provider),
        }
        results.append(
            {
                "place": described,
                "send": {"found": found_token(result)},
                "provider": provider_name(result.provider),
            }
        )
    return {"results": results, "errors": [str(error) for error in found.errors]}


def gazetteer_places(query: str) -> list[dict[str, Any]]:
    """Places of our own gazetteer alone, for a field that asks with every letter: providers forbid that."""
    records = search(query, limit=LIMIT)
    known = place_data(record.id for record in records)
    return [{"place": known[str(record.id)]} for record in records if str(record.id) in known]


def found_organisations(query: str) -> list[dict[str, Any]]:
    rows = Organisation.objects.filter(Q(name__icontains=query) | Q(aliases__icontains=query))
    return [
        {"id": row.pk, "name": row.name, "kind": row.get_kind_display()}
        for row in rows.order_by("name")[:LIMIT]
    ]
