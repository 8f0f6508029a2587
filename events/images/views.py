"""The routes of pictures: of a map, of one event, of all events."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events.api.errors import BadParameter, NotPublished, answers_errors_in_json, shown
from events.api.geojson import features_of
from events.api.moved import moved_to
from events.api.params import FILTERS, MAP_FILTERS, EventFilter, parse, published_map
from events.api.selection import apply
from events.api.versions import cacheable
from events.embeds.curated import Curated, curated, draft_of
from events.embeds.freezing import events_here, read_as_of
from events.embeds.frozen import asks_for_today, shown_frozen
from events.embeds.views import in_offered_language
from events.enums import FigureRole
from events.images import words
from events.images.choosing import ORDER, Chosen, chosen_of
from events.images.composing import Heading
from events.images.frame import Box
from events.images.frozen import chosen_of_frozen
from events.images.picture import draw
from events.images.raster import png
from events.images.sizes import PARAMETERS, Wish, read_wish
from events.models import Event, Map

#: One picture at a time in a process, since each takes a core; more than these do not wait in line.
MOST_WAITING = 6
_RETRY_AFTER_S = 3

_CONTENT_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
View = Callable[..., HttpResponseBase]


class Crowded(Exception):
    """More pictures are asked for at once than this process draws in a moment."""


class _Desk:
    """One draws, a few wait, all others are sent away: drawing must not keep readers from the map."""

    def __init__(self) -> None:
        self._drawing = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    @contextmanager
    def turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Crowded
        try:
            with self._drawing:
                yield
        finally:
            self._places.release()


desk = _Desk()


def _public_image(view: View) -> View:
    """What all pictures have in common: safe methods, caching, errors in JSON, use on other sites."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return asks_for_today(request) or view(request, *args, **kwargs)
        except Crowded:
            sentence = _("Too many pictures are being drawn at the moment. Try again in a few seconds.")
            response = JsonResponse({"error": sentence, "field": "path"}, status=503)
            response["Retry-After"] = str(_RETRY_AFTER_S)
            response["Cache-Control"] = "no-store"
            return response

    return require_safe(answers_errors_in_json(cacheable(answer)))


@_public_image
def home_image(request: HttpRequest, suffix: str) -> HttpResponse:
    if day := read_as_of(request.GET.get("as_of", "")):
        return _of_frozen(request, None, day, suffix)
    chosen, wish = _asked(request.GET, FILTERS)
    if chosen.map:
        of_map = _map_here(chosen.map)
        told = curated(draft_of(of_map), events_here(of_map))
        return _of_map(of_map, told, QueryDict(), chosen, wish, suffix)
    events = apply(chosen, Event.objects.published())
    heading = Heading(title=settings.SITE_NAME, deck=words.filters_text(chosen))
    return _answer(heading, events, wish, suffix, extent=chosen.bbox, layers=chosen.layers)


@_public_image
@in_offered_language
def map_image(request: HttpRequest, slug: str, suffix: str) -> HttpResponse:
    of_map = _map_here(slug)
    if day := read_as_of(request.GET.get("as_of", "")):
        return _of_frozen(request, of_map, day, suffix)
    # Whatever the address says wrongly is refused before the map says what it leaves out.
    _asked(request.GET, MAP_FILTERS)
    told = curated(draft_of(of_map), events_here(of_map))
    chosen, wish = _asked(_picture_of(told, request.GET), MAP_FILTERS)
    return _of_map(of_map, told, request.GET, chosen, wish, suffix)


def _picture_of(told: Curated, query: QueryDict) -> QueryDict:
    """The address with what the map says for it, as far as a picture can show it. The event of a step is
    marked on a page, while a picture of an event shows nothing else."""
    opened = told.opened(query)
    known = MAP_FILTERS | PARAMETERS
    for name in set(opened) - set(query):
        if name not in known or name == "event":
            del opened[name]
    return opened


@_public_image
def event_image(request: HttpRequest, pk: int, suffix: str) -> HttpResponseBase:
    _chosen, wish = _asked(request.GET, frozenset())
    events = Event.objects.published().filter(pk=pk)
    if not events.exists():
        if kept := Event.objects.shown_instead_of(pk):
            address = reverse("event-image", kwargs={"pk": kept.pk, "suffix": suffix})
            return moved_to(address, request.GET)
        raise NotPublished("id", f"There is no published event {pk}. The list is at /events.geojson.")
    heading = _heading_of(features_of(events, with_geometry=False)[0])
    return _answer(heading, events, replace(wish, event=None), suffix, layers=("any",))


def _asked(asked: QueryDict, filters: frozenset[str]) -> tuple[EventFilter, Wish]:
    query = asked.copy()
    wish = read_wish(query)
    for name in PARAMETERS & set(query):
        del query[name]
    return parse(query, allow=filters), wish


def _of_map(
    of_map: Map, told: Curated, query: QueryDict, chosen: EventFilter, wish: Wish, suffix: str
) -> HttpResponse:
    events = apply(replace(chosen, map=of_map.slug), Event.objects.published())
    heading = _heading_of_map(told, query, replace(chosen, map=""))
    extent = chosen.bbox or told.extent_at(query)
    box: Box | None = tuple(extent) if extent else None
    return _answer(heading, events, wish, suffix, extent=box, layers=chosen.layers)


def _heading_of_map(told: Curated, query: QueryDict, chosen: EventFilter) -> Heading:
    """The map's title over what it shows; of a step, its heading and its time."""
    if number := told.step(query):
        step = told.steps[number - 1]
        deck = " · ".join(filter(None, [step["heading"], step["when"]]))
    else:
        deck = words.filters_text(chosen) or told.introduction
    return Heading(title=told.title, deck=deck, credits=" ".join(told.credits.split()))


def _map_here(slug: str) -> Map:
    of_map = published_map(slug)
    if of_map is None:
        raise NotPublished("map", _("There is no published map “%(slug)s”.") % {"slug": slug[:80]})
    return of_map


def _of_frozen(request: HttpRequest, of_map: Map | None, day: date, suffix: str) -> HttpResponse:
    """As it was on a day. Names of layers and places may be gone by now, so they are looked for in what was
    frozen alone."""
    if unknown := sorted(set(request.GET) - MAP_FILTERS - PARAMETERS):
        way_out = f"Use: {', '.join(sorted(MAP_FILTERS | PARAMETERS))}."
        raise BadParameter(unknown[0], f'"{shown(unknown[0])}" is not a parameter here. {way_out}')
    wish = read_wish(request.GET)
    found = shown_frozen(of_map, day, request.GET)
    content, features, chosen = found.content, found.features, found.chosen
    extent: Box | None = chosen.bbox or found.told.extent_at(request.GET)
    heading = replace(_heading_of_map(found.told, request.GET, chosen), day=day)
    heading = replace(heading, title=heading.title or settings.SITE_NAME)
    wish = replace(wish, hidden=read_wish(_picture_of(found.told, request.GET)).hidden)
    if wish.event is not None:
        features = [feature for feature in features if feature["id"] == wish.event]
        if not features:
            raise NotPublished("event", f"There is no published event {wish.event} in this selection.")
        heading = replace(_heading_of(features[0]), credits=heading.credits, day=day)
        extent = None
    asks_for_layers = bool(chosen.layers) or wish.event is not None
    with desk.turn():
        shown_now = chosen_of_frozen(
            features, content["layers"], hidden=wish.hidden, asks_for_layers=asks_for_layers
        )
        return _drawn(heading, shown_now, wish, suffix, extent=extent)


def _heading_of(feature: dict[str, Any]) -> Heading:
    """One event: what is claimed and by whom, when and where, how well it is attested."""
    told = feature["properties"]
    number, counted = _main_figure(told["figures"])
    articles = ngettext("told by %(number)d article", "told by %(number)d articles", len(told["sources"]))
    return Heading(
        title=told["title"],
        deck=" · ".join([told["kind_label"], told["date_text"], told["place_text"]]),
        number=number,
        counted=counted,
        told=(
            _("Verification: %(grade)s") % {"grade": told["verification_label"]},
            articles % {"number": len(told["sources"])},
        ),
    )


def _main_figure(figures: list[dict[str, Any]]) -> tuple[str, str]:
    """The recommended figure, deaths before others: its wording, and what it counts according to whom."""
    recommended = [figure for figure in figures if figure["role"] == FigureRole.RECOMMENDED]
    if not recommended:
        return "", ""
    figure = min(recommended, key=lambda figure: ORDER.index(figure["measure"]))
    counted = [figure["noun"], figure["scope_text"]]
    if claimant := figure["claimant"] or figure["claimant_words"]:
        counted.append(_("according to %(claimant)s") % {"claimant": claimant})
    return figure["wording"], " · ".join(filter(None, counted))


def _answer(
    heading: Heading, events: QuerySet[Event], wish: Wish, suffix: str, *,
    extent: Box | None = None, layers: tuple[str, ...] = (),
) -> HttpResponse:  # fmt: skip
    if wish.event is not None:
        events = events.filter(pk=wish.event)
        if not events.exists():
            raise NotPublished("event", f"There is no published event {wish.event} in this selection.")
        of_event = _heading_of(features_of(events, with_geometry=False)[0])
        heading = replace(of_event, credits=heading.credits)
        extent, layers = None, ("any",)
    with desk.turn():
        chosen = chosen_of(events, hidden=wish.hidden, asks_for_layers=bool(layers))
        return _drawn(heading, chosen, wish, suffix, extent=extent)


def _drawn(heading: Heading, chosen: Chosen, wish: Wish, suffix: str, *, extent: Box | None) -> HttpResponse:
    markup = draw(heading, chosen, wish, extent=extent, has_our_fonts=suffix == "png")
    body = png(markup, scale=wish.scale) if suffix == "png" else markup.encode()
    response = HttpResponse(body, content_type=_CONTENT_TYPES[suffix])
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    # A drawing opened by itself runs and loads nothing.
    response._csp_replace = {"default-src": ["'none'"], "style-src": ["'none'"], "script-src": ["'none'"]}
    return response
