"""What a reader can choose from in the filters: whose claims and which outlets' articles the events have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet

from events.api.names import call_in_language
from events.api.params import EventFilter
from events.api.selection import apply
from events.models import Event, EventMention, Figure, Organisation, Outlet, Place

#: Of each; a longer list is searched, not scrolled.
MOST_CHOICES = 50

Choice = dict[str, Any]


def source_choices(chosen: EventFilter, *, version: str) -> dict[str, Any]:
    """`claimants` and `outlets` (value, label, count of events), the most frequent first; `place` (id, name).

    They are those of the whole map, so that choosing one leaves the others to choose; what is chosen stays in
    the list however rare it is.
    """
    claimants, outlets = choices_of(chosen.map, version)
    return {
        "claimants": with_chosen(claimants, chosen.claimants),
        "outlets": with_chosen(outlets, chosen.outlets),
        "place": _place(chosen),
    }


def _place(chosen: EventFilter) -> dict[str, Any] | None:
    """The chosen place by its name, if the map has an event there: others are none of a reader's business."""
    here = apply(EventFilter(map=chosen.map, place=chosen.place), Event.objects.published())
    if not chosen.place or not here.exists():
        return None
    place = Place.objects.defer("geometry").get(pk=chosen.place)
    call_in_language([place])
    return {"id": place.pk, "name": place.name}


@lru_cache(maxsize=32)
def choices_of(slug: str, version: str) -> tuple[list[Choice], list[Choice]]:
    """All claimants and outlets of a map, counted once for each state of what is published."""
    figures = Figure.objects.published().filter(claimant__isnull=False)
    links = EventMention.objects.published()
    if slug:
        events = apply(EventFilter(map=slug), Event.objects.published()).order_by().values("pk")
        figures, links = figures.filter(event__in=events), links.filter(event__in=events)
    claimants = _counted(figures, "claimant", "event")
    named = links.exclude(mention__article__outlet__is_unnamed=True)
    outlets = _counted(named, "mention__article__outlet", "event")
    names = dict(Organisation.objects.filter(pk__in=claimants).values_list("pk", "name"))
    printers = dict(Outlet.objects.filter(pk__in=outlets).values_list("pk", "name"))
    return listed(claimants, names), listed(outlets, printers)


def _counted(rows: QuerySet[Any], of: str, what: str) -> dict[int, int]:
    counted = rows.order_by().values(of).annotate(count=Count(what, distinct=True))
    return dict(counted.values_list(of, "count"))


def listed(counts: Mapping[int, int], names: Mapping[int, str]) -> list[Choice]:
    """The most frequent first."""
    choices = [{"value": pk, "label": names[pk], "count": count} for pk, count in counts.items()]
    return sorted(choices, key=lambda choice: (-choice["count"], choice["label"]))


def with_chosen(choices: list[Choice], chosen: tuple[int, ...]) -> list[Choice]:
    rare = [choice for choice in choices[MOST_CHOICES:] if choice["value"] in chosen]
    return choices[:MOST_CHOICES] + rare
