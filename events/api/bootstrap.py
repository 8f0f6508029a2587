"""What a page with a map starts from: the configuration for its script and the list for those without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from events.api import basemap
from events.api.choices import source_choices
from events.api.claims import with_rows
from events.api.geojson import data_sets_in, features_of, is_demonstration
from events.api.paging import paging_of, read_page
from events.api.params import EventFilter
from events.api.selection import apply, data_sets_of, has_demonstration
from events.api.shown_filters import precision_choices
from events.api.shown_totals import shown_totals
from events.api.values import MOST_DIGITS
from events.api.words import script_words
from events.enums import EventKind, KindGroup, Measure, Verification
from events.models import Event, Layer
from mapsite.language import in_language

_NO_CHOICES: dict[str, Any] = {"claimants": [], "outlets": [], "place": None}


def page_context(
    request: HttpRequest,
    chosen: EventFilter,
    *,
    mode: str = "page",
    of_map: dict[str, Any] | None = None,
    extent: Sequence[float] | None = None,
    query: QueryDict | None = None,
    links: QueryDict | None = None,
    loaded: EventFilter | None = None,
    scope: QuerySet[Event] | None = None,
) -> dict[str, Any]:
    """What a page needs that shows the events of a filter on a map.

    `query` is what the address says, with what is said for it (a curated map has its own way to open), and
    `chosen` the filter in it; `links` is what the page's links carry along of it; `loaded` is the filter of
    the events that the script loads, where it narrows them further by itself. `scope` are the events to
    choose from, where those of a map that is not saved are shown: neither totals nor choices are counted of
    them.

    `page` and `config` (the same, for the template and for the script), `features`: the events of the page of
    the list that is asked for (see `paging`), without geometry; `count`: how many events there are in all;
    `paging`: what `paging_of` gives, to draw links to the other pages and sorts; `totals`; `asked` and
    `query`: what was given as `query` and `links`; `map_show`: what `show` is in an address of the map
    itself, None where it is left out.
    """
    query = request.GET if query is None else query
    links = query if links is None else links
    published = Event.objects.published() if scope is None else scope
    events = apply(chosen, published)
    found = _facts(events, chosen, published)
    page = read_page(query).within(found["count"])
    features = features_of(page.cut(events), with_geometry=False)
    of_this_map = {"map": chosen.map} if chosen.map else {}
    chosen_event = _chosen_event(query, events, apply(EventFilter(map=chosen.map), published))
    sources = _NO_CHOICES if scope is not None else source_choices(chosen, version=request.published_version)
    config = {
        **words_and_choices(),
        **sources,
        "mode": mode,
        "data_url": with_query(reverse("events-json"), (loaded or chosen).as_params()),
        "search_url": with_query(reverse("search"), of_this_map),
        "totals_url": with_query(reverse("totals"), chosen.as_params()),
        "filters": chosen.as_config(),
        "selected": chosen_event["pk"] if chosen_event and not chosen_event["is_outside"] else None,
        "event_url": with_query(reverse("events-geojson"), of_this_map),
        "view": view_in(query.get("view", "")),
        "extent": list(extent) if extent else chosen.bbox or found["extent"],
        "hidden": [name for name in query.get("hide", "").split(",") if name],
        "layers": _layers(events),
        "map": of_map,
        "time": found["time"],
        "sort": page.sort,
        "count": found["count"],
        "is_demonstration": has_demonstration(events),
        "data_sets": data_sets_of(events),
    }
    # An embed has little room: its totals are there when the publisher asks for them.
    has_totals = scope is None and (mode != "embed" or query.get("totals") == "1")
    return {
        "page": config,
        "config": config,
        "features": features,
        "count": found["count"],
        "paging": paging_of(page, found["count"], links),
        "totals": shown_totals(chosen) if has_totals else None,
        "chosen_event": chosen_event,
        "asked": query,
        "query": links,
        "map_show": None,
    }


def _facts(events: QuerySet[Event], chosen: EventFilter, published: QuerySet[Event]) -> dict[str, Any]:
    """How many events, where, and when: the time is that of all of them, however the range is narrowed."""
    of_time = {"first": Min("earliest"), "last": Max("latest")}
    is_ranged = bool(chosen.start or chosen.end)
    facts = events.aggregate(count=Count("pk"), extent=Extent("geometry"), **({} if is_ranged else of_time))
    if is_ranged:
        facts |= apply(chosen.without_dates(), published).aggregate(**of_time)
    return {
        "count": facts["count"],
        "extent": _rounded(facts["extent"]),
        "time": span_of(facts["first"], facts["last"]),
    }


def event_context(events: QuerySet[Event]) -> dict[str, Any] | None:
    """The same for the page of the one published event in `events`; None when there is none."""
    features = features_of(events, with_geometry=False)
    if not features:
        return None
    pk = features[0]["id"]
    config = {
        **words_and_choices(),
        "mode": "event",
        "data_url": in_language(reverse("event-geojson", args=[pk])),
        "filters": {},
        "selected": pk,
        "view": None,
        "extent": _extent_of(events),
        "hidden": [],
        "layers": [layer for layer in _layers(events) if layer["count"]],
        "map": None,
        "time": None,
        "is_demonstration": is_demonstration(features),
        "data_sets": data_sets_in(features),
    }
    things = with_rows(features[0]["properties"])
    return {"page": config, "config": config, "features": features, "feature": features[0], "things": things}


def words_and_choices() -> dict[str, Any]:
    """The part of a configuration that is the same on every page."""
    return {
        "groups": _choices(KindGroup),
        "kinds": [{**choice, "group": EventKind(choice["value"]).group} for choice in _choices(EventKind)],
        "measures": _choices(Measure),
        "verifications": _choices(Verification),
        "precisions": precision_choices(),
        "basemap": {
            "url": basemap.url_template(),
            "max_zoom": basemap.MAX_ZOOM,
            "attribution": basemap.ATTRIBUTION,
        },
        "site": {"name": settings.SITE_NAME, "owner": settings.SITE_OWNER},
        "strings": script_words(),
    }


def with_query(path: str, params: dict[str, str]) -> str:
    return in_language(f"{path}?{urlencode(params, safe=',')}" if params else path)


def _choices(choices: Iterable[Any]) -> list[dict[str, str]]:
    return [{"value": choice.value, "label": str(choice.label)} for choice in choices]


def _layers(events: QuerySet[Event]) -> list[dict[str, Any]]:
    """Every layer that readers can see, with the number of its events among these."""
    counted = events.order_by().values("layer").annotate(count=Count("pk"))
    count = dict(counted.values_list("layer", "count"))
    return [
        {
            "slug": layer.slug,
            "name": layer.local_name,
            "description": layer.description,
            "style": layer.style,
            "position": layer.position,
            "is_shown": layer.is_shown,
            "count": count.get(layer.pk, 0),
        }
        for layer in Layer.objects.published()
    ]


def _extent_of(events: QuerySet[Event]) -> list[float] | None:
    return _rounded(events.aggregate(extent=Extent("geometry"))["extent"])


def _rounded(extent: Iterable[float] | None) -> list[float] | None:
    return [round(degrees, 3) for degrees in extent] if extent else None


def span_of(first: Any, last: Any) -> dict[str, str] | None:
    return {"from": first.isoformat(), "to": last.isoformat()} if first and last else None


# The state of the screen travels in the query string too. It is no filter: what cannot be used is left out.


def _chosen_event(
    query: QueryDict, events: QuerySet[Event], of_map: QuerySet[Event]
) -> dict[str, Any] | None:
    """The event of the map that the address names, also where its filters leave it out."""
    wanted = query.get("event", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= MOST_DIGITS):
        return None
    features = features_of(of_map.filter(pk=int(wanted)), with_geometry=False)
    return as_chosen(features[0], is_outside=not events.filter(pk=int(wanted)).exists()) if features else None


def as_chosen(feature: dict[str, Any], *, is_outside: bool) -> dict[str, Any]:
    """What a page without scripts shows of an event that is chosen."""
    told = feature["properties"]
    things = with_rows(told)
    lead = things[0]["claims"][0]["excerpt"] if things else 0
    return {"pk": feature["id"], "event": told, "things": things, "lead": lead, "is_outside": is_outside}


def view_in(text: str) -> dict[str, float] | None:
    """`zoom/lat/lon`, as in the addresses of other web maps."""
    try:
        zoom, lat, lon = (float(number) for number in text.split("/"))
    except ValueError:
        return None
    if not (0 <= zoom <= 22 and -90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return {"zoom": zoom, "lat": lat, "lon": lon}
