"""The page of a curated map that is being made: the readers' own, of published events alone, with all that it
shows within it. Nothing is asked of a public route, where the map may not be yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from events.api.bootstrap import page_context
from events.api.geojson import collection_of, features_of
from events.api.params import MAP_FILTERS, read_values
from events.api.selection import in_reading_order
from events.api.shown_totals import shown_totals
from events.api.versions import published_version
from events.embeds.curated import DraftMap, curated, draft_of
from events.embeds.options import read_options
from events.embeds.telling import as_curated, info_of
from events.models import Event

__all__ = ["MOST_PREVIEWED", "DraftMap", "context_of_draft", "draft_of"]

#: Whole events in one page, about 5 kB each.
MOST_PREVIEWED = 400


def context_of_draft(request: HttpRequest, draft: DraftMap, *, mode: str) -> dict[str, Any]:
    """What `events/map.html` (mode "page") and `embeds/embed.html` ("embed") need to show the map as it is
    written, with `preview_note`: a sentence when not all of its events are in it. The request's query string
    says which step is open, and what an address of the map would say."""
    events = draft.events()
    told = curated(draft, events)
    query = told.opened(request.GET)
    chosen = read_values({name: query.getlist(name) for name in query if name in MAP_FILTERS})
    count = events.count()
    kept = in_reading_order(events)
    pks = list(kept.values_list("pk", flat=True)[:MOST_PREVIEWED])
    scope = Event.objects.published().filter(pk__in=pks) if count > MOST_PREVIEWED else events
    request.published_version = published_version()
    info = info_of(told, slug=draft.slug, url="#", embed_url="#")
    context = page_context(
        request, chosen, mode=mode, of_map=info, extent=told.extent_at(request.GET), query=query,
        links=told.carried(request.GET), scope=scope,
    )  # fmt: skip
    if context["totals"] is None and (mode != "embed" or query.get("totals") == "1"):
        context["totals"] = shown_totals(replace(chosen, ids=tuple(pks)))
    shown = features_of(in_reading_order(scope))
    context["config"] |= {
        "events": collection_of(shown, version=request.published_version),
        "is_preview": True,
        "data_url": "", "search_url": "", "totals_url": "", "event_url": "",
    }  # fmt: skip
    return {
        **as_curated(context, told, request),
        "options": read_options(query),
        "title": told.title,
        "page_url": "#",
        "preview_note": _note(count),
    }


def _note(count: int) -> str:
    if count <= MOST_PREVIEWED:
        return ""
    return f"The preview shows the first {MOST_PREVIEWED} of {count:,} events."
