"""What a map's page says of the map, and what its story needs there: steps that work without a script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from events.embeds.curated import Curated

#: What the script has in its state; theme and totals are the server's alone.
_OF_THE_SCREEN = ("show", "sort", "draw", "opacity", "order", "event", "hide")
#: What goes along from one step to the next: how the page is shown, and no filter.
_CARRIED = ("as_of", "hide", "totals", "theme", "lang")


def info_of(told: Curated, **more: Any) -> dict[str, Any]:
    """`page.map`: the words of the map, with the language of each that is not in the page's own."""
    return {
        "title": told.title,
        "introduction": told.introduction,
        "credits": told.credits,
        "lang": told.lang,
        **more,
    }


def as_curated(context: dict[str, Any], told: Curated, request: HttpRequest) -> dict[str, Any]:
    """The context of a map's page with its layers in the map's order, the way it opens and its story:
    `story` is None for a map without steps, else `steps` with `number`, `heading`, `text`, `lang`, `when`,
    `address` and `is_here`, and `start`, the address of the map itself."""
    config = context["config"]
    config["layers"] = told.ordered(config["layers"])
    config["zoom"] = told.zoom_at(request.GET)
    if opening := {name: told.opening[name] for name in _OF_THE_SCREEN if name in told.opening}:
        config["opening"] = opening
    if told.height:
        config["height"] = told.height
    # Where the map opens as a list, an address of the map says so.
    context = {**context, "map_show": "map" if told.opening.get("show", "map") != "map" else None}
    if not told.steps:
        return {**context, "story": None}
    at = told.step(request.GET)
    config["story"] = {
        "steps": [
            {"query": step["query"], "extent": step["extent"], "zoom": step.get("zoom")}
            for step in told.steps
        ],
        "extent": told.extent,
        "zoom": told.zoom,
    }
    steps = [
        {**step, "number": number, "address": _address(request.GET, number), "is_here": number == at}
        for number, step in enumerate(told.steps, start=1)
    ]
    return {**context, "story": {"steps": steps, "at": at, "start": _address(request.GET, None)}}


def _address(query: QueryDict, step: int | None) -> str:
    kept = [("step", str(step))] if step else []
    kept += [(name, query[name]) for name in _CARRIED if name in query]
    return f"?{urlencode(kept, safe=',/:')}"
