"""An article's events and the suggestions for more, as the desk shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import get_language

from events.admin.desk_shapes import DECIMALS, Shaped
from events.admin.desk_standing import claims_data, event_figures
from events.admin.keeping import place_sentences
from events.api.wording import date_text
from events.enums import EventKind
from events.models import Article, Event
from events.pipeline.snapshot import Snapshot
from events.pipeline.suggesting import SuggestedEvent
from events.review.rights import visible_to


def events_of(snapshot: Snapshot, *, by: AbstractUser) -> list[Event]:
    """The events that the article's mentions tell."""
    told = {event for mention in snapshot.mentions for event, _version in mention.events}
    if not told:
        return []
    shaped = Shaped(Event, told)
    events = list(
        shaped.rows(visible_to(by, Event.objects.filter(pk__in=told)))
        .select_related("layer")
        .defer("geometry")
        .prefetch_related(
            "event_mentions",
            Prefetch("figures", queryset=event_figures(by=by)),
            Prefetch("merged_events", queryset=Event.objects.only("title", "merged_into")),
        )
        .order_by("pk")
    )
    shapes = shaped.of(events)
    kept = place_sentences(by, events)
    for event in events:
        event.shape = shapes[event.pk].geojson if event.pk in shapes else None
        event.kept = kept.get(event.pk, [])
    return events


def event_data(event: Event, article: Article) -> dict[str, Any]:
    return {
        "id": event.pk,
        "version": event.version,
        "title": event.title,
        "summary": event.summary,
        "kind": event.kind,
        "kind_label": event.get_kind_display(),
        "group": str(EventKind(event.kind).group),
        "layer": event.layer_id,
        "layer_label": event.layer.name,
        "earliest": event.earliest.isoformat() if event.earliest else None,
        "latest": event.latest.isoformat() if event.latest else None,
        "date_precision": event.date_precision,
        "date_text": date_text(event.earliest, event.latest, event.date_precision),
        "verification": event.verification,
        "precision": event.precision,
        "precision_label": event.get_precision_display(),
        "is_graphic": event.is_graphic,
        "status": event.status,
        "status_label": event.get_status_display(),
        "is_public": event.is_public,
        "geometry": event.shape,
        "point": [round(event.point.x, DECIMALS), round(event.point.y, DECIMALS)] if event.point else None,
        "mentions": sorted(link.mention_id for link in event.event_mentions.all()),
        "figures": sorted(figure.pk for figure in event.figures.all()),
        "claims": claims_data(event, article),
        "kept": event.kept,
        "keeping_url": f"{reverse('admin:events_event_change', args=[event.pk])}#keeping-title",
        "url": event.get_absolute_url(),
        "merged": [
            {"title": merged.title, "url": reverse("admin:events_event_unmerge", args=[merged.pk])}
            for merged in event.merged_events.all()
        ],
    }


def suggestions_data(suggestions: Iterable[SuggestedEvent]) -> list[dict[str, Any]]:
    language = get_language()
    return [
        {
            "title": suggestion.title,
            "kind": str(suggestion.kind),
            "kind_label": str(suggestion.kind.label),
            "earliest": suggestion.earliest.isoformat(),
            "latest": suggestion.latest.isoformat(),
            "date_precision": str(suggestion.date_precision),
            "date_text": _days_in_words(
                suggestion.earliest, suggestion.latest, suggestion.date_precision, language
            ),
            "mentions": suggestion.mentions,
            "figures": suggestion.figures,
        }
        for suggestion in suggestions
    ]


#: A long article suggests dozens of events for the same few days, after each decision anew.
@lru_cache(maxsize=1_000)
def _days_in_words(earliest: date, latest: date, precision: str, _language: str | None) -> str:
    return date_text(earliest, latest, precision)
