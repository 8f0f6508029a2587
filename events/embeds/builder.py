"""The page on which a publisher puts an embed together and copies its code.

It is a form that asks for itself: what is chosen stands in its address, and the codes are written by the
server alone. The script only asks sooner, and shows the same in a dialog of the map's page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from events.api.errors import BadParameter, NotPublished, answers_errors_in_html
from events.api.moved import moved_to
from events.api.params import MAP_FILTERS, EventFilter, parse
from events.api.selection import apply
from events.embeds.freezing import frozen_at, read_as_of
from events.embeds.options import PARTS, THEMES, kept_query
from events.embeds.pages import map_here, no_event
from events.embeds.snippet import (
    HEIGHT,
    Subject,
    absolute_url,
    frame_code_with_picture,
    script_code,
    subject_of_event,
    subject_of_home,
    subject_of_map,
)
from events.enums import EventKind, KindGroup
from events.models import Event, Map
from events.review.screens import LEAST_HEIGHT, MOST_HEIGHT
from mapsite.policy import public_policy

#: What the form itself has a control for; every other filter is carried along and named.
_CONTROLS = {"kind", "layer", "from", "to", "hide", "totals", "lang", "theme", "view", "event", "as_of"}
#: What an embed of one event understands.
_OF_EVENT = {"theme", "lang"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for; `height` is that of a fixed frame, None where it chooses its own."""

    subject: Subject
    height: int | None
    of_map: Map | None
    event: Event | None


@csrf_exempt
@require_safe
@answers_errors_in_html
@public_policy
def map_code(request: HttpRequest, slug: str) -> HttpResponse:
    of_map = map_here(slug)
    return _page(request, subject_of_map(of_map), of_map)


@csrf_exempt
@require_safe
@answers_errors_in_html
@public_policy
def home_code(request: HttpRequest) -> HttpResponse:
    return _page(request, subject_of_home(), None)


@csrf_exempt
@require_safe
@answers_errors_in_html
@public_policy
def event_code(request: HttpRequest, pk: int) -> HttpResponse:
    event = Event.objects.published().filter(pk=pk).first()
    if event is None:
        if kept := Event.objects.shown_instead_of(pk):
            return moved_to(reverse("event-embed-code", args=[kept.pk]), request.GET)
        raise no_event(pk)
    return _page(request, subject_of_event(event), None)


def _page(request: HttpRequest, subject: Subject, of_map: Map | None) -> HttpResponse:
    wanted = _wanted(request.GET, subject, of_map)
    refusal = _refusal(wanted, subject)
    context = {
        "title": _("Embed “%(title)s”") % {"title": subject.title},
        "subject": subject,
        "form": _form(request.GET, wanted, subject, of_map),
        "refusal": refusal,
        "preview": "" if refusal else wanted.subject.frame,
        "codes": None if refusal else _codes(wanted, request),
    }
    response = render(request, "embeds/builder.html", context)
    # It says which day it is.
    response["Cache-Control"] = "no-cache"
    return response


def _codes(wanted: Wanted, request: HttpRequest) -> dict[str, str]:
    return {
        "script": script_code(wanted.subject, request, height=wanted.height),
        "frame": frame_code_with_picture(wanted.subject, request, height=wanted.height or HEIGHT),
        "address": absolute_url(request, wanted.subject.page),
    }


def _wanted(query: QueryDict, subject: Subject, of_map: Map | None) -> Wanted:
    kept = kept_query(query)
    kept.pop("map", None)
    event = _event_in(kept.get("event", ""), of_map) if subject.kind != "event" else None
    what = query.get("what", "open")
    if event is None or what == "map":
        kept.pop("event", None)
    when = query.get("when", "frozen" if kept.get("as_of") else "live")
    if when == "live":
        kept.pop("as_of", None)
    else:
        kept["as_of"] = _day(kept.get("as_of", ""))
    if what == "alone" and event is not None:
        subject = subject_of_event(event)
    if subject.kind == "event":
        kept = {name: value for name, value in kept.items() if name in _OF_EVENT}
    height = _height(query, subject.height)
    return Wanted(replace(subject, query=kept, height=None), height, of_map, event)


def _day(asked: str) -> str:
    """ "today" and nothing at all are today's date; what is wrong is kept, to be refused in words."""
    return timezone.localdate().isoformat() if asked in ("", "today") else asked


def _event_in(asked: str, of_map: Map | None) -> Event | None:
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 18):
        return None
    chosen = EventFilter(map=of_map.slug if of_map else "")
    return apply(chosen, Event.objects.published()).filter(pk=int(asked)).first()


def _height(query: QueryDict, chosen: int | None) -> int | None:
    """What is asked for; at first what the map's editor has chosen."""
    if query.get("fit", "fixed" if chosen else "") != "fixed":
        return None
    asked = query.get("height", "")
    height = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else chosen or HEIGHT
    return min(max(height, LEAST_HEIGHT), MOST_HEIGHT)


def _refusal(wanted: Wanted, subject: Subject) -> str:
    """Why there is no such embed, in words; nothing when there is one."""
    if wanted.subject.kind == "event":
        return ""
    query = QueryDict(mutable=True)
    query.update(wanted.subject.query)
    try:
        if day := read_as_of(wanted.subject.query.get("as_of", "")):
            frozen_at(wanted.of_map, day)
        else:
            parse(query, allow=MAP_FILTERS, strict=False)
    except (BadParameter, NotPublished) as error:
        return error.sentence
    return ""


def _form(query: QueryDict, wanted: Wanted, subject: Subject, of_map: Map | None) -> dict[str, Any]:
    kept = kept_query(query)
    chosen = {name: kept.get(name, "").split(",") for name in ("kind", "layer", "hide")}
    today = timezone.localdate().isoformat()
    form: dict[str, Any] = {
        "is_of_event": subject.kind == "event",
        "theme": kept.get("theme", ""),
        "themes": [("", _("As the reader’s device"))]
        + [(theme, label) for theme, label in zip(THEMES, (_("Light"), _("Dark")), strict=True)],
        "languages": _languages(of_map.languages if of_map else ()),
        "lang": kept.get("lang", ""),
        "is_fixed": wanted.height is not None,
        "height": wanted.height or HEIGHT,
        "least_height": LEAST_HEIGHT,
        "most_height": MOST_HEIGHT,
    }
    if subject.kind == "event":
        return form
    return form | {
        "kinds": [{**kind, "is_chosen": kind["value"] in chosen["kind"]} for kind in _kinds(of_map)],
        "layers": [{**layer, "is_chosen": layer["value"] in chosen["layer"]} for layer in _layers(of_map)],
        "from": kept.get("from", ""),
        "to": kept.get("to", ""),
        "parts": [
            {"value": part, "label": label, "is_hidden": part in chosen["hide"]}
            for part, label in _part_labels().items()
        ],
        # Layers and figures that the reader has switched off are no parts of the page.
        "hidden_others": [name for name in chosen["hide"] if name and name not in PARTS],
        "has_totals": kept.get("totals") == "1",
        "view": kept.get("view", ""),
        "event": wanted.event,
        "what": query.get("what", "open"),
        "is_frozen": "as_of" in wanted.subject.query,
        "as_of": wanted.subject.query.get("as_of", today),
        "today": today,
        "others": [(name, value) for name, value in kept.items() if name not in {*_CONTROLS, "map"}],
    }


def _part_labels() -> dict[str, str]:
    return {
        "legend": _("Legend"),
        "filters": _("Search and filters"),
        "list": _("List of events"),
        "time": _("Time"),
    }


def _kinds(of_map: Map | None) -> list[dict[str, str]]:
    kinds = set(_events_of(of_map).order_by().values_list("kind", flat=True).distinct())
    present = {EventKind(kind).group for kind in kinds}
    return [{"value": group.value, "label": str(group.label)} for group in KindGroup if group in present]


def _layers(of_map: Map | None) -> list[dict[str, str]]:
    layers = _events_of(of_map).order_by("layer__position", "layer__name")
    found = layers.values_list("layer__slug", "layer__name").distinct()
    return [{"value": slug, "label": name} for slug, name in found]


def _events_of(of_map: Map | None) -> Any:
    return apply(EventFilter(map=of_map.slug if of_map else ""), Event.objects.published())


def _languages(offered: Sequence[str]) -> list[tuple[str, str]]:
    codes = [code for code, _name in settings.LANGUAGES if not offered or code in offered]
    if len(codes) < 2:
        return []
    names = [(code, get_language_info(code)["name_local"]) for code in codes]
    return [("", _("As the reader’s browser")), *names]
