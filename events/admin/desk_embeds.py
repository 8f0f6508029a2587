"""What a publisher can embed once events of an article are published, with the code to paste."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from events.api.selection import events_of_map
from events.embeds.snippet import Subject, script_code, subject_of_home, subject_of_map
from events.models import Article, Event, Map


def embeds_data(article: Article, request: HttpRequest) -> list[dict[str, Any]]:
    """The published maps, those first that show most of the article's events, and the map of everything."""
    told = Event.objects.published().filter(mentions__article=article).distinct()
    curated = [(of_map, events_of_map(of_map, told).count()) for of_map in Map.objects.published()]
    # Stable: maps that show as many stay in the order of their titles.
    curated.sort(key=lambda each: -each[1])
    everything = _embed(subject_of_home(), request, title=_("The map of everything"), shows=told.count())
    return [
        *(_embed(subject_of_map(of_map), request, title=of_map.title, shows=n) for of_map, n in curated if n),
        everything,
        *(
            _embed(subject_of_map(of_map), request, title=of_map.title, shows=0)
            for of_map, n in curated
            if not n
        ),
    ]


def _embed(subject: Subject, request: HttpRequest, *, title: str, shows: int) -> dict[str, Any]:
    return {
        "key": f"{subject.kind}:{subject.key}",
        "title": title,
        "shows": shows,
        "code": script_code(subject, request),
        "page": subject.page,
        "builder": subject.builder,
    }
