"""Which published events a filter selects. Never given anything but `published()` querysets."""

from __future__ import annotations

import unicodedata

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet

from events.api.params import EventFilter, published_map, read_stored
from events.folding import fold as name_key
from events.models import Event, Figure, Map, PlaceName

#: Settlement in admin-2 in admin-1 in country: a filter for Syria finds a village in Idlib.
_LEVELS_OF_PLACES = 3


def apply(chosen: EventFilter, events: QuerySet[Event]) -> QuerySet[Event]:
    """The events that fulfil every part of the filter."""
    if chosen.map and (of_map := published_map(chosen.map)):
        events = events_of_map(of_map, events)
    if chosen.bbox:
        events = events.within(*chosen.bbox)
    events = events.between(chosen.start, chosen.end)
    if chosen.kinds:
        events = events.filter(kind__in=chosen.kinds)
    if chosen.layers:
        events = events.filter(layer__slug__in=chosen.layers)
    if chosen.verifications:
        events = events.filter(verification__in=chosen.verifications)
    if chosen.precisions:
        events = events.filter(precision__in=chosen.precisions)
    if chosen.measures:
        events = events.filter(Exists(_figures_of_event().filter(measure__in=chosen.measures)))
    if chosen.place:
        events = events.filter(_in_place(chosen.place))
    if chosen.q:
        events = _search(chosen.q, events)
    return events


def events_of_map(of_map: Map, events: QuerySet[Event]) -> QuerySet[Event]:
    """A map shows its layers' events under its filters, or exactly the events that were picked by hand."""
    layers = [layer.pk for layer in of_map.layers.all()]
    if layers:
        events = events.filter(layer__in=layers)
    if of_map.picked_events.exists():
        events = events.filter(maps=of_map)
    return apply(read_stored(of_map.filters), events)


def in_reading_order(events: QuerySet[Event]) -> QuerySet[Event]:
    """The latest first; events without a date after all that have one."""
    return events.order_by(F("latest").desc(nulls_last=True), "-pk")


def _figures_of_event() -> QuerySet[Figure]:
    return Figure.objects.published().filter(event=OuterRef("pk"))


def _in_place(place: int) -> Q:
    inside = Q(place=place)
    path = "place"
    for _level in range(_LEVELS_OF_PLACES):
        path += "__parent"
        inside |= Q(**{path: place})
    return inside


class Folded(Func):
    """A text without accents and capitals, in the database; `fold` is the same in Python."""

    template = (
        "lower(regexp_replace(normalize(concat_ws(' ', %(expressions)s), NFKD), '[\u0300-\u036f]', '', 'g'))"
    )
    output_field = CharField()


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f").lower()


def _search(q: str, events: QuerySet[Event]) -> QuerySet[Event]:
    """Every word must occur: in title or summary, a name of the place, or the name of a claimant."""
    events = events.alias(folded_words=Folded("title", "summary"))
    claims = Figure.objects.published().alias(folded=Folded("claimant__name", "claimant_words"))
    for word in dict.fromkeys(fold(q).split()):
        # Not asked event by event: whose claims have the word is worked out once.
        found = Q(folded_words__contains=word) | Q(
            pk__in=claims.filter(folded__contains=word).values("event")
        )
        if key := name_key(word):
            found |= Exists(PlaceName.objects.filter(place=OuterRef("place"), key__contains=key))
        events = events.filter(found)
    return events
