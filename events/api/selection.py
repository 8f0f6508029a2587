"""Which published events a filter selects. Never given anything but `published()` querysets."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import BigIntegerField, F, Q, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL

from events.api.evidence import credit_of, terms_of_data_set
from events.api.params import EventFilter, published_map, read_stored
from events.api.searching import having_words
from events.models import Dataset, Event, EventMention, Figure, Map, Place, SourceRecord

#: Settlement in admin-2 in admin-1 in country: a filter for Syria finds a village in Idlib.
_PARTS_OF_PLACE = """
    WITH RECURSIVE part AS (
        SELECT id FROM events_place WHERE id = %s
        UNION SELECT p.id FROM part, LATERAL (
            -- By its index for each: without the offset it is a join that reads the whole gazetteer.
            SELECT id FROM events_place WHERE parent_id = part.id OFFSET 0
        ) p
    ) SELECT id FROM part"""


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
    if chosen.ids:
        events = events.filter(pk__in=chosen.ids)
    if chosen.measures or chosen.size:
        events = events.filter(pk__in=_with_figures(chosen))
    if chosen.claimants:
        claims = Figure.objects.published().filter(claimant__in=chosen.claimants)
        events = events.filter(pk__in=claims.values("event"))
    if chosen.outlets:
        events = events.filter(pk__in=_printed_by(chosen.outlets))
    if chosen.place:
        inside, within = in_place(chosen.place)
        events = events.filter(inside | within)
    if chosen.q:
        events = having_words(chosen.q, events)
    return events


def events_of_map(of_map: Map, events: QuerySet[Event]) -> QuerySet[Event]:
    """A map shows its layers' events under its filters, or exactly the events that were picked by hand."""
    layers = [layer.pk for layer in of_map.layers.all()]
    if layers:
        events = events.filter(layer__in=layers)
    if of_map.picked_events.exists():
        events = events.filter(maps=of_map)
    return apply(read_stored(of_map.filters), events)


def chosen_for(layers: Sequence[int], picked: Sequence[int], events: QuerySet[Event]) -> QuerySet[Event]:
    """The same choice of layers and of events by their numbers, for a map that is not saved."""
    if layers:
        events = events.filter(layer__in=layers)
    return events.filter(pk__in=picked) if picked else events


def in_reading_order(events: QuerySet[Event]) -> QuerySet[Event]:
    """The latest first; events without a date after all that have one."""
    return events.order_by(F("latest").desc(nulls_last=True), "-pk")


def has_demonstration(events: QuerySet[Event]) -> bool:
    """Whether any of the events, or of the articles that tell them, was written to try Dateline out."""
    article = Q(mention__article__is_demonstration=True)
    outlet = Q(mention__article__outlet__is_demonstration=True)
    told = EventMention.objects.published().filter(article | outlet)
    return events.filter(Q(is_demonstration=True) | Q(pk__in=told.values("event"))).exists()


def data_sets_of(events: QuerySet[Event]) -> list[dict[str, str]]:
    """Names and licences of the data sets that any of the events came from: a map shows under
    whose terms it stands."""
    licensed = Dataset.objects.exclude(licence="").exclude(outlet__is_unnamed=True)
    datasets = list(licensed.select_related("outlet").order_by("outlet__name"))
    # One question, in which the first event of each ends the search for it.
    asked = [_first_of(dataset, events) for dataset in datasets]
    found = set(asked[0].union(*asked[1:], all=True) if asked[1:] else asked[0]) if asked else set()
    return [
        credit_of(dataset.outlet.name, terms_of_data_set(dataset))
        for dataset in datasets
        if dataset.pk in found
    ]


def _first_of(dataset: Dataset, events: QuerySet[Event]) -> QuerySet[Any, Any]:
    """The number of the data set, when one of the events came from it."""
    came = events.filter(pk__in=SourceRecord.objects.filter(dataset=dataset).values("event")).order_by()
    number = Value(dataset.pk, output_field=BigIntegerField())
    return came.annotate(_of=number).values_list("_of", flat=True)[:1]


def _with_figures(chosen: EventFilter) -> QuerySet[Any, Any]:
    """Events with a figure of one of the measures that is, for certain, at least as large as asked for."""
    figures = Figure.objects.published()
    if chosen.measures:
        figures = figures.filter(measure__in=chosen.measures)
    if chosen.size:
        figures = figures.filter(low__gte=chosen.size)
    return figures.values("event")


def _printed_by(outlets: Iterable[int]) -> QuerySet[Any, Any]:
    """Events that an article of one of the outlets tells."""
    links = EventMention.objects.published().filter(mention__article__outlet__in=outlets)
    return links.values("event")


def in_place(place: int) -> tuple[Q, Q]:
    """At the place or at one that is part of it; drawn wholly inside of its outline. An index serves each.

    An event known to a province only does not happen in the district where its symbol stands.
    """
    inside = RawSQL(_PARTS_OF_PLACE, [place])  # noqa: S611 -- a constant statement
    outline = Place.objects.filter(pk=place).values("geometry")[:1]
    return Q(place__in=inside), Q(geometry__coveredby=Subquery(outline))


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f").lower()
