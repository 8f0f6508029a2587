"""Published events with all that tells them, in a fixed number of queries however many there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Case, FloatField, Func, IntegerField, Q, QuerySet, TextField, Value, When

from events.api.evidence import excerpt_text
from events.enums import PUBLIC_STATUSES, PlaceKind, Precision, Status
from events.models import Article, Decision, Event, EventMention, Figure, Mention, Place

#: About a metre; nothing on this map is known more exactly.
DECIMALS = 5
#: Degrees; about a pixel at zoom 9, where an area is larger than the screen.
TOLERANCE = 0.002


@dataclass(slots=True)
class Evidence:
    """What tells one event: its accepted mentions, published figures and corrections."""

    mentions: list[EventMention] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    corrections: list[Decision] = field(default_factory=list)


class ScreenGeoJSON(Func):
    """Simplified without tearing areas; outer rings run counter-clockwise, as GeoJSON asks."""

    template = (
        "ST_AsGeoJSON(ST_ForcePolygonCCW("
        f"ST_SimplifyPreserveTopology(%(expressions)s, {TOLERANCE})), {DECIMALS})"
    )
    output_field = TextField()


class PointGeoJSON(Func):
    """A point inside the geometry, to draw a symbol or the end of an arrow at."""

    template = f"ST_AsGeoJSON(ST_PointOnSurface(%(expressions)s), {DECIMALS})"
    output_field = TextField()


class RadiusM(Func):
    """The radius of the circle as large as an area; nothing for a point or line."""

    template = "sqrt(nullif(ST_Area(%(expressions)s::geography), 0) / pi())"
    output_field = FloatField()


class Dimension(Func):
    function = "ST_Dimension"
    output_field = IntegerField()


def with_columns(events: QuerySet[Event], *, with_geometry: bool) -> QuerySet[Event]:
    nothing = Value(None, output_field=TextField())
    return (
        events.select_related("layer", "place")
        .defer("geometry", "place__geometry")
        .annotate(
            geojson=ScreenGeoJSON("geometry") if with_geometry else nothing,
            dimension=Dimension("geometry"),
            circle_m=Case(When(precision=Precision.NEAR, then=RadiusM("geometry"))),
        )
    )


def evidence_of(events: list[int]) -> dict[int, Evidence]:
    evidence = {event: Evidence() for event in events}
    links = (
        EventMention.objects.filter(event__in=events, mention__in=Mention.objects.published())
        .select_related("mention", "mention__place", "mention__other_place", "mention__within")
        .defer("mention__geometry", "mention__evidence", *_geometries_of_places("mention__"))
        .annotate(excerpt=excerpt_text("mention__"), spot=PointGeoJSON("mention__geometry"))
        .order_by("mention__article__published_on", "mention__article", "mention__start")
    )
    for link in links:
        evidence[link.event_id].mentions.append(link)
    figures = (
        Figure.objects.published()
        .filter(event__in=events)
        .select_related("claimant")
        .defer("evidence")
        .annotate(excerpt=excerpt_text())
        .order_by("article__published_on", "article", "start")
    )
    for figure in figures:
        evidence[figure.event_id].figures.append(figure)
    for event, decision in _corrections_of(events):
        evidence[event].corrections.append(decision)
    return evidence


def _geometries_of_places(prefix: str) -> list[str]:
    return [f"{prefix}{place}__geometry" for place in ("place", "other_place", "within")]


def _corrections_of(events: list[int]) -> list[tuple[int, Decision]]:
    """Notes to readers on what had been published before: on the event itself or on one of its figures."""
    figures = dict(Figure.objects.filter(event__in=events).values_list("pk", "event"))
    of_event = Q(content_type__model="event", object_id__in=events)
    of_figure = Q(content_type__model="figure", object_id__in=figures)
    decisions = (
        Decision.objects.filter(of_event | of_figure, content_type__app_label="events")
        .filter(from_status__in=[*PUBLIC_STATUSES, Status.WITHDRAWN])
        .exclude(public_note="")
        .select_related("content_type")
        .order_by("at", "pk")
    )
    return [
        (
            figures[decision.object_id] if decision.content_type.model == "figure" else decision.object_id,
            decision,
        )
        for decision in decisions
    ]


def articles_of(evidence: dict[int, Evidence]) -> dict[int, Article]:
    wanted = {
        span.article_id
        for of_event in evidence.values()
        for span in [*(link.mention for link in of_event.mentions), *of_event.figures]
    }
    articles = Article.objects.published().filter(pk__in=wanted)
    return {article.pk: article for article in articles.select_related("outlet").defer("text", "bands")}


def country_names(events: list[Event]) -> dict[str, str]:
    codes = {event.place.country for event in events if event.place and event.place.country}
    countries = Place.objects.filter(kind=PlaceKind.COUNTRY, country__in=codes)
    return dict(countries.values_list("country", "name"))
