"""What a frozen map shows: its page's context and its data, without what has been withdrawn since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events.api.bootstrap import as_chosen, span_of, view_in, with_query, words_and_choices
from events.api.choices import with_chosen
from events.api.errors import BadParameter, NotPublished, answers_errors_in_json, shown
from events.api.geojson import collection_of, data_sets_in, is_demonstration
from events.api.paging import paging_of, read_page
from events.api.params import MAP_FILTERS, EventFilter, published_map, read_values
from events.api.versions import cacheable
from events.api.views import geojson_response
from events.api.wording import day_text
from events.embeds.choosing import choices_in, chosen_from, cut, names_of
from events.embeds.curated import Curated
from events.embeds.freezing import content_of, frozen_at, read_as_of
from events.embeds.standing import Standing, standing_of
from events.embeds.telling import info_of
from events.embeds.withheld import without_kept_places
from events.models import FrozenMap, Map
from events.writing import write_date
from mapsite.language import PARAMETER as LANGUAGE

#: Events by their number too, as /events.geojson takes them.
_TAKEN = MAP_FILTERS | {"id"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A frozen map under a filter, as far as readers may see it."""

    frozen: FrozenMap
    day: date
    content: dict[str, Any]
    standing: Standing
    features: list[dict[str, Any]]
    told: Curated
    """The map's words and story of that day; no step of it opens what does not stand any more."""
    query: QueryDict
    """What the address says, with what the map says for it."""
    chosen: EventFilter

    @property
    def has_totals(self) -> bool:
        """The totals of that day say what is shown as long as all of it is."""
        everything = len(self.features) == len(self.content["features"])
        return self.standing.is_whole and everything and not self.content["totals"]["is_too_long"]


def asks_for_today(request: HttpRequest) -> HttpResponse | None:
    """`as_of=today` leads to today's date, which is what an article keeps."""
    if request.GET.get("as_of", "").strip() != "today":
        return None
    query = request.GET.copy()
    query["as_of"] = timezone.localdate().isoformat()
    response = HttpResponseRedirect(f"{request.path}?{query.urlencode(safe=',/')}")
    response["Cache-Control"] = "no-cache"
    return response


def shown_frozen(of_map: Map | None, day: date, query: QueryDict, *, is_page: bool = True) -> Shown:
    """What stood on the day under the filters of a query string; on a page, with what the map's editor had
    chosen for it. Layers may have lost their last event since, so a name is only looked for in what was
    frozen."""
    _read(query)
    frozen = frozen_at(of_map, day)
    content = content_of(frozen)
    standing = standing_of(content["features"], content.get("seals", {}))
    left = {feature["id"] for feature in standing.features}
    whole = [feature["id"] for feature in content["features"]]
    told = without_kept_places(Curated.kept_in(content), of_map, whole, left).showing(left)
    opened = told.opened(query) if is_page else query
    chosen = _read(opened)
    features = chosen_from(standing.features, content["index"], chosen)
    return Shown(frozen, day, content, standing, features, told, opened, chosen)


def _read(query: QueryDict) -> EventFilter:
    return read_values({name: query.getlist(name) for name in query if name in _TAKEN})


def frozen_context(
    request: HttpRequest, of_map: Map | None, day: date, *, mode: str, info: dict[str, Any] | None
) -> tuple[dict[str, Any], Curated]:
    """The same as `page_context` of a live map, with nothing in it that is newer than the day; and the map's
    words and story of that day."""
    found = shown_frozen(of_map, day, request.GET)
    content, features, chosen, query = found.content, found.features, found.chosen, found.query
    links = found.told.carried(request.GET)
    page = read_page(query).within(len(features))
    chosen_event = _chosen_event(found)
    index = content["index"]
    # Maps that were frozen before names were kept have those of today.
    choices = choices_in(found.standing.features, index, content.get("names") or names_of(index))
    dates = [told for each in found.standing.features if (told := each["properties"])["latest"]]
    config = {
        **words_and_choices(),
        "claimants": with_chosen(choices["claimants"], chosen.claimants),
        "outlets": with_chosen(choices["outlets"], chosen.outlets),
        # Places to search for are counted live.
        "place": None,
        "search_url": "",
        "mode": mode,
        "data_url": with_query(_data_address(of_map, day), _read(request.GET).as_params()),
        "totals_url": "",
        "filters": chosen.as_config(),
        "selected": chosen_event["pk"] if chosen_event and not chosen_event["is_outside"] else None,
        "event_url": with_query(_data_address(of_map, day), {}),
        "view": view_in(query.get("view", "")),
        "extent": found.told.extent_at(request.GET) or chosen.bbox,
        "hidden": [name for name in query.get("hide", "").split(",") if name],
        "layers": content["layers"],
        "map": info_of(found.told, **info) if info else None,
        "time": span_of(
            min((date.fromisoformat(told["earliest"]) for told in dates), default=None),
            max((date.fromisoformat(told["latest"]) for told in dates), default=None),
        ),
        "sort": page.sort,
        "count": len(features),
        "is_demonstration": is_demonstration(features),
        "data_sets": data_sets_in(features),
        "as_of": day.isoformat(),
    }
    has_totals = found.has_totals and (mode != "embed" or query.get("totals") == "1")
    context = {
        "page": config,
        "config": config,
        "features": cut(features, page),
        "count": len(features),
        "paging": paging_of(page, len(features), links),
        "asked": query,
        "query": links,
        "map_show": None,
        "totals": None,
        "chosen_event": chosen_event,
        "frozen": {
            "day": day.isoformat(),
            "sentence": _("As of %(day)s") % {"day": day_text(day)},
            "taken": _("Frozen on %(at)s. Later reports and corrections are not in it.")
            % {"at": write_date(timezone.localtime(found.frozen.taken_at), "j F Y, H:i")},
            "left_out": left_out_text(found.standing),
            "totals": content["totals"] if has_totals else None,
        },
    }
    return context, found.told


def _chosen_event(found: Shown) -> dict[str, Any] | None:
    """The event that the address names, as it was frozen and as far as it stands."""
    wanted = found.query.get("event", "")
    for feature in found.standing.features:
        if str(feature["id"]) == wanted:
            return as_chosen(feature, is_outside=feature not in found.features)
    return None


def left_out_text(standing: Standing) -> str:
    """That a frozen map shows less than it did, in words; nothing when it shows all."""
    withdrawn = ngettext(
        "%(number)d event has been withdrawn since.",
        "%(number)d events have been withdrawn since.",
        standing.withdrawn,
    )
    changed = ngettext(
        "%(number)d event has changed since and is left out here.",
        "%(number)d events have changed since and are left out here.",
        standing.changed,
    )
    told = ((withdrawn, standing.withdrawn), (changed, standing.changed))
    return " ".join(sentence % {"number": number} for sentence, number in told if number)


def _data_address(of_map: Map | None, day: date) -> str:
    if of_map:
        return reverse("map-frozen", args=[of_map.slug, day.isoformat()])
    return reverse("home-frozen", args=[day.isoformat()])


@require_safe
@answers_errors_in_json
@cacheable
def frozen_geojson(request: HttpRequest, day: str, slug: str | None = None) -> HttpResponse:
    """The events of a frozen map, in the form of /events.geojson."""
    if unknown := sorted(set(request.GET) - _TAKEN - {LANGUAGE}):
        way_out = f"Use: {', '.join(sorted(_TAKEN))}."
        raise BadParameter(unknown[0], f'"{shown(unknown[0])}" is not a parameter here. {way_out}')
    of_map = published_map(slug) if slug is not None else None
    if slug is not None and of_map is None:
        raise NotPublished("map", f'There is no published map "{shown(slug)}".')
    as_of = read_as_of(day)
    if as_of is None:
        raise BadParameter("as_of", "The day is missing. Use year-month-day, for example 2026-11-22.")
    found = shown_frozen(of_map, as_of, request.GET, is_page=False)
    return geojson_response(
        {
            **collection_of(found.features, version=request.published_version),
            "as_of": as_of.isoformat(),
            "taken_at": found.frozen.taken_at.isoformat(),
            "withdrawn": found.standing.withdrawn,
            "changed": found.standing.changed,
        }
    )
