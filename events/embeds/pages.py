"""What the pages of maps and events and their embeds show; filters in the query string narrow it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from events.api.bootstrap import event_context, page_context
from events.api.errors import BadParameter, NotPublished, shown
from events.api.gone import no_event, with_reason, withdrawal_of
from events.api.params import MAP_FILTERS, parse, published_map
from events.embeds.curated import curated, draft_of
from events.embeds.drafts import context_of_draft
from events.embeds.freezing import events_here, read_as_of
from events.embeds.frozen import frozen_context
from events.embeds.options import kept_query, read_options
from events.embeds.snippet import (
    Subject,
    absolute_url,
    subject_of_event,
    subject_of_home,
    subject_of_map,
)
from events.embeds.telling import as_curated, info_of
from events.enums import Status
from events.models import Event, Map

__all__ = [
    "context_of_draft",
    "context_of_event",
    "context_of_home",
    "context_of_map",
    "map_here",
    "no_event",
]


def map_here(slug: str) -> Map:
    of_map = published_map(slug)
    if of_map is None:
        raise _no_map(slug)
    return of_map


def context_of_map(request: HttpRequest, slug: str, *, mode: str) -> dict[str, Any]:
    of_map = map_here(slug)
    subject = subject_of_map(of_map, kept_query(request.GET))
    info = {
        "slug": of_map.slug,
        "url": absolute_url(request, subject_of_map(of_map).page),
        "embed_url": absolute_url(request, subject_of_map(of_map).frame),
    }
    if day := read_as_of(request.GET.get("as_of", "")):
        context, told = frozen_context(request, of_map, day, mode=mode, info=info)
    else:
        told = curated(draft_of(of_map), events_here(of_map))
        query = told.opened(request.GET)
        chosen, loaded = (
            replace(parse(asked, allow=MAP_FILTERS, strict=False), map=of_map.slug)
            for asked in (query, request.GET)
        )
        context = page_context(
            request, chosen, mode=mode, of_map=info_of(told, **info), extent=told.extent_at(request.GET),
            query=query, links=told.carried(request.GET), loaded=loaded,
        )  # fmt: skip
    return {
        **as_curated(context, told, request),
        **_around(request, subject, query=context["asked"]),
        "title": told.title,
        "canonical_url": absolute_url(request, of_map.get_absolute_url()),
        "offered": of_map.languages,
    }


def context_of_home(request: HttpRequest, *, mode: str) -> dict[str, Any]:
    options = read_options(request.GET)
    if options.as_of:
        if of_map := request.GET.get("map", "").strip():
            raise BadParameter(
                "map",
                _("The map of all events is frozen as a whole. Use the other map’s address: /maps/%(slug)s/")
                % {"slug": shown(of_map)},
            )
        context, _told = frozen_context(request, None, options.as_of, mode=mode, info=None)
    else:
        context = page_context(request, parse(request.GET, strict=False), mode=mode)
    return {
        **context,
        **_around(request, subject_of_home(kept_query(request.GET))),
        "title": settings.SITE_NAME,
        "canonical_url": absolute_url(request, reverse("home")),
    }


def context_of_event(request: HttpRequest, pk: int) -> dict[str, Any]:
    """The embed of one event. It is always live: what is frozen is a map, with the event in it."""
    if request.GET.get("as_of", "").strip():
        raise BadParameter(
            "as_of",
            _(
                "One event cannot be frozen by itself. Freeze a map that shows it and name the event there: "
                "/maps/…/embed/?as_of=…&event=%(id)d"
            )
            % {"id": pk},
        )
    context = event_context(Event.objects.published().filter(pk=pk))
    if context is None:
        raise no_event(pk)
    event = Event.objects.get(pk=pk)
    return {
        **context,
        **_around(request, subject_of_event(event, kept_query(request.GET))),
        "title": event.title,
        "canonical_url": absolute_url(request, event.get_absolute_url()),
    }


def _around(request: HttpRequest, subject: Subject, query: QueryDict | None = None) -> dict[str, Any]:
    """What stands around the map itself: the theme, the parts left out, and where it is shown at large."""
    return {
        "options": read_options(request.GET if query is None else query),
        "page_url": absolute_url(request, subject.page),
        "live_url": replace(subject, query=_without_day(subject.query)).page,
    }


def _without_day(query: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if name != "as_of"}


def _no_map(slug: str) -> NotPublished:
    """A map that readers have seen is said to be gone; one they have not is as unknown as any other word."""
    gone = Map.objects.filter(slug=slug, status=Status.WITHDRAWN, published_at__isnull=False).first()
    if gone is not None:
        said = _("The map “%(slug)s” has been withdrawn.") % {"slug": shown(slug)}
        withdrawal = withdrawal_of(gone)
        return NotPublished("map", with_reason(said, withdrawal) if withdrawal else said, was_seen=True)
    return NotPublished("map", _("There is no published map “%(slug)s”.") % {"slug": shown(slug)})
