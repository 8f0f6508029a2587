"""Rows in, claims out: for the few events of a page. Large sets are added up where they lie, by `sql`."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from events.enums import (
    DatePrecision,
    EventKind,
    FigureRole,
    Measure,
    MentionRole,
    People,
    PlaceKind,
    Quantifier,
    Scope,
    Status,
    Unit,
    Verification,
)
from events.models import Event, EventMention, Figure, Place
from events.totals.claims import SEVERAL, SEVERAL_COUNTRIES, Claim

#: From a settlement by way of admin-2 to its admin-1.
_PARENTS = ("", "parent__", "parent__parent__")
Area = tuple[int | None, PlaceKind | None, int | None, str]


def published_claims(events: QuerySet[Event]) -> list[Claim]:
    """The published figures of published events, in four queries however many there are."""
    figures = Figure.objects.published().filter(event__in=events).select_related("event", "event__layer")
    figures = figures.defer("evidence", "event__geometry", "event__summary").order_by("pk")
    areas = _areas({figure.event for figure in figures if figure.event})
    return [_claim(figure, figure.event, areas[figure.event.pk]) for figure in figures if figure.event]


def _claim(figure: Figure, event: Event, area: Area) -> Claim:
    place, place_kind, admin1, country = area
    return Claim(
        id=figure.pk, event=event.pk, measure=Measure(figure.measure), people=People(figure.people),
        unit=Unit(figure.unit), quantifier=Quantifier(figure.quantifier), low=figure.low, high=figure.high,
        household_size=figure.household_size, scope=Scope(figure.scope), period_start=figure.period_start,
        period_end=figure.period_end, role=FigureRole(figure.role), status=Status(figure.status),
        claimant=figure.claimant_id, kind=EventKind(event.kind), layer=event.layer.slug,
        verification=Verification(event.verification), place=place, place_kind=place_kind, admin1=admin1,
        country=country, start=event.earliest, end=event.latest,
        date_precision=DatePrecision(event.date_precision),
    )  # fmt: skip


def _areas(events: set[Event]) -> dict[int, Area]:
    """Where each event was: its place, or SEVERAL when it happened at several. A place that an editor gave
    the event instead of its mentions' stands alone."""
    told: dict[int, set[int]] = defaultdict(set)
    links = EventMention.objects.published().filter(
        event__in=events, mention__role=MentionRole.HAPPENED_HERE, mention__place__isnull=False
    )
    for pk, place in links.values_list("event", "mention__place"):
        told[pk].add(place)
    known = _known(set().union({event.place_id for event in events if event.place_id}, *told.values()))
    nowhere: Area = (None, None, None, "")
    areas = {}
    for event in events:
        area = known[event.place_id] if event.place_id else nowhere
        places = told[event.pk]
        areas[event.pk] = _common([known[id] for id in places]) if event.place_id in places else area
    return areas


def _common(areas: list[Area]) -> Area:
    if len(areas) == 1:
        return areas[0]
    admin1s, countries = {area[2] for area in areas}, {area[3] for area in areas}
    return (
        SEVERAL,
        None,
        admin1s.pop() if len(admin1s) == 1 else SEVERAL,
        countries.pop() if len(countries) == 1 else SEVERAL_COUNTRIES,
    )


def _known(places: set[int]) -> dict[int, Area]:
    columns = [f"{parent}{name}" for parent in _PARENTS for name in ("kind", "id")]
    known: dict[int, Area] = {}
    for pk, country, *levels in Place.objects.filter(pk__in=places).values_list("pk", "country", *columns):
        kinds, ids = levels[::2], levels[1::2]
        admin1 = next((id for kind, id in zip(kinds, ids, strict=True) if kind == PlaceKind.ADMIN1), None)
        known[pk] = (pk, PlaceKind(kinds[0]), admin1, country)
    return known
