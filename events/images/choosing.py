"""Which published events a picture shows, with just what drawing them needs: it may be five thousand."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import FloatField, Func, Q, QuerySet

from events.api.rows import Dimension, PointGeoJSON, RadiusM
from events.enums import (
    CASUALTY_MEASURES,
    DISPLACEMENT_MEASURES,
    Direction,
    EventKind,
    FigureRole,
    KindGroup,
    Measure,
    MentionRole,
    Precision,
    Relation,
    Scope,
    Unit,
    Verification,
)
from events.geocoding.relations import NEAR_M, near_radius_m
from events.images.amounts import amount_text
from events.images.frame import Box
from events.models import Event, EventMention, Figure, Mention

LonLat = tuple[float, float]
_METRES_OF_A_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure that is drawn as a circle."""

    family: str
    """"casualties" or "displaced", which are never drawn to one scale."""
    low: int
    high: int
    is_incident: bool
    """Totals and stocks contain others: they are rings and never filled."""
    text: str


@dataclass(slots=True)
class Spot:
    """An event as it is drawn."""

    id: int
    group: KindGroup
    precision: Precision
    point: LonLat | None
    box: Box | None
    dimension: int
    place: int | None
    country: str
    verification: Verification = Verification.FAIR
    radius_m: float | None = None
    amounts: list[Amount] = field(default_factory=list)
    shape: str = ""
    """Its geometry as GeoJSON where that of its row is another by now: of a frozen map."""

    @property
    def seen_box(self) -> Box:
        """What of it must be in the picture: the circle of "near" too."""
        west, south, east, north = self.box or (0.0, 0.0, 0.0, 0.0)
        lat = (self.radius_m or 0.0) / _METRES_OF_A_DEGREE
        lon = lat / max(0.1, math.cos(math.radians(north)))
        return west - lon, south - lat, east + lon, north + lat

    @property
    def is_area(self) -> bool:
        return self.precision in (Precision.ADMIN1, Precision.ADMIN2, Precision.AREA)


@dataclass(frozen=True, slots=True)
class Movement:
    origin: LonLat
    destination: LonLat


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a picture shows."""

    spots: list[Spot]
    movements: list[Movement]
    articles: int
    first: date | None
    last: date | None
    is_demonstration: bool

    @property
    def unplaced(self) -> int:
        return sum(1 for spot in self.spots if spot.point is None)


class _Bound(Func):
    output_field = FloatField()


def chosen_of(events: QuerySet[Event], *, hidden: Collection[str], asks_for_layers: bool) -> Chosen:
    """`events` must come from `Event.objects.published()`. Layers in `hidden` are left out, and those that
    are not shown at first unless they were asked for."""
    events = events.exclude(layer__slug__in=hidden)
    if not asks_for_layers:
        events = events.exclude(layer__is_shown=False)
    rows = list(_rows(events))
    spots = [_spot(row) for row in rows]
    ids = [spot.id for spot in spots]
    _add_radii(spots)
    # A circle says how much more or less than elsewhere; by itself it would only look like a place's extent.
    if "figures" not in hidden and len(spots) > 1:
        _add_amounts(spots)
    told = EventMention.objects.filter(event__in=ids, mention__in=Mention.objects.published())
    return Chosen(
        spots=spots,
        movements=_movements(ids),
        articles=told.values("mention__article").distinct().count(),
        first=min((row["earliest"] for row in rows if row["earliest"]), default=None),
        last=max((row["latest"] for row in rows if row["latest"]), default=None),
        is_demonstration=any(row["is_demonstration"] for row in rows)
        or told.filter(mention__article__outlet__is_demonstration=True).exists(),
    )


def _rows(events: QuerySet[Event]) -> QuerySet[Event, Any]:
    return (
        events.order_by("-latest", "-pk")
        .annotate(
            west=_Bound("geometry", function="ST_XMin"),
            south=_Bound("geometry", function="ST_YMin"),
            east=_Bound("geometry", function="ST_XMax"),
            north=_Bound("geometry", function="ST_YMax"),
            dimension=Dimension("geometry"),
            lon=_Bound("point", function="ST_X"),
            lat=_Bound("point", function="ST_Y"),
        )
        .values(
            "pk", "kind", "precision", "verification", "earliest", "latest", "is_demonstration", "place",
            "place__country", "west", "south", "east", "north", "dimension", "lon", "lat",
        )
    )  # fmt: skip


def _spot(row: Any) -> Spot:
    point = (row["lon"], row["lat"]) if row["lon"] is not None else None
    box = seen_box(point, (row["west"], row["south"], row["east"], row["north"])) if point else None
    return Spot(
        id=row["pk"],
        group=EventKind(row["kind"]).group,
        precision=Precision(row["precision"]),
        verification=Verification(row["verification"]),
        point=point,
        box=box,
        dimension=row["dimension"] or 0,
        place=row["place"],
        country=row["place__country"] or "",
    )


def seen_box(point: LonLat, box: Box) -> Box:
    """An area on both sides of the antimeridian: its box goes round the world, its point does not."""
    return (point[0], box[1], point[0], box[3]) if box[2] - box[0] > 180 else box


def _add_radii(spots: list[Spot]) -> None:
    """The circle of "near": as large as a drawn area, else as far as the words of the first mention reach."""
    near = {spot.id: spot for spot in spots if spot.precision is Precision.NEAR and spot.point}
    if not near:
        return
    drawn = Event.objects.filter(pk__in=near).annotate(circle_m=RadiusM("geometry"))
    for pk, circle_m in drawn.values_list("pk", "circle_m"):
        near[pk].radius_m = circle_m or NEAR_M
    told = EventMention.objects.filter(
        event__in=[pk for pk, spot in near.items() if spot.dimension == 0],
        mention__in=Mention.objects.published(),
        mention__role=MentionRole.HAPPENED_HERE,
    ).order_by("-mention__article__published_on", "-mention__article", "-mention__start")
    fields = ["event", "event__place", "mention__place"]
    fields += ["mention__relation", "mention__direction", "mention__distance_m"]
    # The first of them comes last and stays.
    for pk, place, told_place, relation, direction, distance_m in told.values_list(*fields):
        if place == told_place:
            towards = Direction(direction) if direction else None
            near[pk].radius_m = near_radius_m(Relation(relation), towards, distance_m)


_FAMILIES = {"casualties": CASUALTY_MEASURES, "displaced": DISPLACEMENT_MEASURES}
#: Which of an event's figures stands for it: deaths before injuries, people before homes.
ORDER = [
    Measure.KILLED, Measure.CASUALTIES, Measure.INJURED, Measure.MISSING, Measure.DETAINED, Measure.DISPLACED,
    Measure.EVACUATED, Measure.SHELTERED, Measure.RETURNED, Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED,
]  # fmt: skip


def _add_amounts(spots: list[Spot]) -> None:
    """One recommended figure of each family, deaths before injuries, the largest of several."""
    figures = Figure.objects.published().filter(
        Q(low__gt=0) | Q(high__gt=0), event__in=[spot.id for spot in spots if spot.point],
        unit=Unit.PERSON, role=FigureRole.RECOMMENDED,
    )  # fmt: skip
    by_event = defaultdict(list)
    for event, *figure in figures.values_list("event", "measure", "low", "high", "quantifier", "scope"):
        by_event[event].append(figure)
    for spot in spots:
        spot.amounts = amounts_of(by_event[spot.id])


def amounts_of(figures: Iterable[Sequence[Any]]) -> list[Amount]:
    """The circles of an event's recommended figures of persons: measure, low, high, quantifier and scope."""
    best: dict[str, tuple[tuple[int, int], Amount]] = {}
    for measure, low, high, quantifier, scope in figures:
        family = next((name for name, measures in _FAMILIES.items() if measure in measures), None)
        if family is None or (low if low is not None else high) <= 0:
            continue
        words = amount_text(low, high, quantifier, measure)
        amount = Amount(family, low if low is not None else high, high or low, scope == Scope.INCIDENT, words)
        rank = (ORDER.index(measure), -amount.high)
        if family not in best or rank < best[family][0]:
            best[family] = rank, amount
    return [amount for _family, (_rank, amount) in sorted(best.items())]


def _movements(events: list[int]) -> list[Movement]:
    """From where to where people moved. Several origins and several destinations pair up in no known way."""
    links = EventMention.objects.filter(
        event__in=events, mention__in=Mention.objects.published(),
        mention__role__in=(MentionRole.ORIGIN, MentionRole.DESTINATION),
    ).annotate(
        at=PointGeoJSON("mention__geometry"),
        lon=_Bound("mention__place__point", function="ST_X"),
        lat=_Bound("mention__place__point", function="ST_Y"),
    ).order_by("event", "mention__article", "mention__start")  # fmt: skip
    ends: dict[int, tuple[dict[LonLat, None], dict[LonLat, None]]] = defaultdict(lambda: ({}, {}))
    for event, role, at, lon, lat in links.values_list("event", "mention__role", "at", "lon", "lat"):
        spot = tuple(json.loads(at)["coordinates"]) if at else (lon, lat)
        if spot[0] is not None:
            ends[event][role == MentionRole.DESTINATION][spot] = None
    return [
        Movement(origin, destination)
        for origins, destinations in ends.values()
        if len(origins) == 1 or len(destinations) == 1
        for origin in origins
        for destination in destinations
        if origin != destination
    ]
