"""What the map builder asks for while a map is made: its preview, events to pick, places to filter by.

The preview is the readers' own page of the map as it is typed, saved or not, from published events alone. It
is answered to a form that is sent into a frame of the builder, kept nowhere, and framed by nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from events.admin.builder_events import event_data
from events.admin.builder_fields import is_number
from events.admin.builder_filters import MOST_FOUND
from events.admin.compared import CONFLICT
from events.admin.newest import newest
from events.api.errors import BadParameter
from events.api.params import parse
from events.embeds import pages
from events.embeds.drafts import DraftMap, draft_of
from events.geocoding.gazetteer import search
from events.models import Event, Map, Place
from events.review.refusals import Refused
from events.review.rights import visible_to
from events.review.story import clean_zoom
from mapsite.policy import apply_public_policy

MODES = {"page": "events/map.html", "embed": "embeds/embed.html"}
_MOST_EVENTS = 20
#: By which events are searched to be picked.
_SEARCHED = frozenset({"q", "from", "to", "place"})


def builder_urls(page: Any) -> list[URLPattern]:
    """The builder's addresses, relative to the admin of maps; `page` is that admin."""
    wrapped: Callable[[Any], Any] = page.admin_site.admin_view
    return [
        path("preview/", wrapped(partial(preview, page)), name="events_map_preview"),
        path("events/", wrapped(found_events), name="events_map_events"),
        path("places/", wrapped(found_places), name="events_map_places"),
    ]


def _require_view(request: HttpRequest) -> None:
    if not request.user.has_perm("events.view_map"):
        raise PermissionDenied(_("You may not see maps in the making. Ask somebody in a group that may."))


def preview(page: Any, request: HttpRequest) -> HttpResponse:
    """POST: the map as it is typed in the builder's form; GET with `map`: one as it is saved."""
    _require_view(request)
    sent = request.POST if request.method == "POST" else request.GET
    map_ = _map_of(request, sent.get("preview-map", ""))
    if request.method == "POST":
        draft, problems = _typed(page, request, map_)
    elif map_.pk:
        draft, problems = draft_of(map_), []
    else:
        raise Http404(_("Say which map: there is none yet to be shown."))
    mode = sent.get("preview-mode", "")
    mode = mode if mode in MODES else "page"
    language = sent.get("preview-lang", "")
    language = language if language in dict(settings.LANGUAGES) else draft.language
    request.GET = _address(request.GET, theme=sent.get("preview-theme", ""))  # type: ignore[assignment]
    with translation.override(language):
        context = pages.context_of_draft(request, draft, mode=mode)
        # Of the whole map, also while one step of it is open.
        facts = {"count": draft.events().count(), "left_out": _left_out(draft), "problems": problems}
        context |= {"facts": facts, "base": MODES[mode]}
        response = render(request, "admin/events/map/preview.html", context)
    apply_public_policy(response)
    response._csp_replace["frame-ancestors"] = [SELF]  # type: ignore[attr-defined]
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Language"] = language
    return response


def _left_out(draft: DraftMap) -> list[int]:
    """Published events that were picked by hand, and that layers or filters leave out all the same."""
    picked = Event.objects.published().filter(pk__in=draft.picked)
    return list(picked.exclude(pk__in=draft.events().values("pk")).values_list("pk", flat=True))


def _map_of(request: HttpRequest, pk: str) -> Map:
    """The map that is being changed, a new one where none is named. Raises Http404 for one out of sight."""
    if not is_number(pk):
        return Map()
    return get_object_or_404(visible_to(request.user, Map.objects.all()), pk=pk)


def _address(query: QueryDict, *, theme: str) -> QueryDict:
    """What the address of a reader's page would say: where the map is looked at, and which step is open."""
    address = QueryDict(mutable=True)
    for name in ("view", "step", "event"):
        if value := query.get(name, ""):
            address[name] = value
    if theme:
        address["theme"] = theme
    return address


def _typed(page: Any, request: HttpRequest, map_: Map) -> tuple[DraftMap, list[str]]:
    """The map as the form has it, as far as that can be read, and a sentence for each thing that cannot."""
    form = page.get_form(request, map_ if map_.pk else None, change=False)(request.POST, instance=map_)
    of_steps = page.get_inline_instances(request)[0].get_formset(request, map_ if map_.pk else None)
    steps = of_steps(request.POST, instance=map_, prefix="steps")
    form.full_clean()
    steps.full_clean()
    typed = form.cleaned_data
    draft = DraftMap(
        title=typed.get("title") or _("Map without a title"),
        slug=map_.slug if map_.pk else "",
        introduction=typed.get("introduction") or "",
        credits=typed.get("credits") or "",
        language=typed.get("language") or settings.LANGUAGE_CODE,
        languages=tuple(typed.get("languages") or ()),
        translations=form.translations(),
        layers=tuple(layer.pk for layer in typed.get("layers") or ()),
        layer_order=tuple(typed.get("layer_order") or ()),
        picked=tuple(event.pk for event in typed.get("picked_events") or ()),
        filters=typed.get("filters") or {},
        extent=typed.get("extent"),
        zoom=clean_zoom(typed.get("zoom"), typed.get("extent")),
        screen=typed.get("screen") or {},
        steps=tuple(steps.typed()),
    )
    return draft, [*_problems(form), *_problems_of_steps(steps)]


#: What is not there yet is no problem of a preview; whose version stands is asked when the map is saved.
_EXPECTED = {"required", "unique", CONFLICT}


def _problems(form: Any) -> Iterator[str]:
    for name, errors in form.errors.as_data().items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            if error.code in _EXPECTED:
                continue
            for sentence in error.messages:
                named = _("%(field)s: %(sentence)s") if label else "%(sentence)s"
                yield named % {"field": label, "sentence": sentence}


def _problems_of_steps(steps: Any) -> Iterator[str]:
    for error in steps.non_form_errors().as_data():
        if error.code != CONFLICT:
            yield from error.messages
    for number, form in enumerate(steps.forms, start=1):
        for sentence in _problems(form) if not steps._should_delete_form(form) else ():
            yield _("Step %(number)d: %(sentence)s") % {"number": number, "sentence": sentence}


@require_GET
def found_events(request: HttpRequest) -> HttpResponse:
    """`{"results": [{"id", "title", "detail"}], "is_more": false}`: published events by words, days and
    place, the latest first."""
    _require_view(request)
    try:
        chosen = parse(request.GET, allow=_SEARCHED)
    except (BadParameter, Refused) as error:
        return JsonResponse({"error": str(error)}, status=400)
    found, is_more = newest(chosen, Event.objects.published(), _MOST_EVENTS)
    return JsonResponse({"results": [event_data(event) for event in found], "is_more": is_more})


@require_GET
def found_places(request: HttpRequest) -> HttpResponse:
    """`{"results": [{"id", "name", "detail"}]}`: places of the gazetteer."""
    _require_view(request)
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    found = search(query, limit=MOST_FOUND) if query else []
    light = Place.objects.select_related("parent").defer("geometry", "parent__geometry")
    rows = light.in_bulk([record.id for record in found])
    results = [
        {"id": record.id, "name": rows[record.id].name, "detail": _where(rows[record.id])}
        for record in found if record.id in rows
    ]  # fmt: skip
    return JsonResponse({"results": results})


def _where(place: Place) -> str:
    """What tells a place from others of its name."""
    within = place.parent.name if place.parent else ""
    return ", ".join(part for part in (place.get_kind_display(), within, place.country) if part)
