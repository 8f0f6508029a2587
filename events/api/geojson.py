"""Published events as GeoJSON features (RFC 7946), in a fixed number of queries however many there are."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, FloatField, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.urls import reverse

from events.api.evidence import Marked, Passage, excerpt_dict, excerpt_text, passages_of, source_dict, sources_of
from events.api.wording import date_text, noun, place_text, precision_text, scope_text
from events.enums import (
    PUBLIC_STATUSES,
    EventKind,
    FigureRole,
    MentionRole,
    PlaceKind,
    Precision,
    Status,
)
from events.models import Article, Decision, Event, EventMention, Figure, Mention, Place

#: About a metre; nothing on this map is known more exactly.
DECIMALS = 5
#: Degrees; about a pixel at zoom 9, where an area is larger than the screen.
TOLERANCE = 0.002
#: The halo of "near a settlement" whose distance nobody gave; UCDP's `where_prec` 2 allows up to 25 km.
NEAR_RADIUS_M = 5000

ATTRIBUTION = "Places: GeoNames (CC BY 4.0), Natural Earth"

_ROLE_ORDER = [FigureRole.RECOMMENDED, FigureRole.CORROBORATING, FigureRole.DISPUTED, FigureRole.SUPERSEDED]


@dataclass(slots=True)
class Evidence:
    """What tells one event: its accepted mentions, published figures and corrections."""

    mentions: list[EventMention] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    corrections: list[Decision] = field(default_factory=list)


def features_of(events: QuerySet[Event], *, with_geometry: bool = True) -> list[dict[str, Any]]:
    """Features of `events`, which must come from `Event.objects.published()`, in its order.

    A list of events needs no geometry: without it the `geometry` of each is null.
    """
    rows = list(_with_columns(events, with_geometry=with_geometry))
    evidence = _evidence_of([event.pk for event in rows])
    articles = _articles_of(evidence)
    countries = _country_names(rows)
    return [_feature(event, evidence[event.pk], articles, countries) for event in rows]


def collection_of(features: list[dict[str, Any]], *, version: str) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": features,
        "numberMatched": len(features),
        "attribution": ATTRIBUTION,
        "version": version,
        "is_demonstration": is_demonstration(features),
    }


def is_demonstration(features: list[dict[str, Any]]) -> bool:
    return any(
        feature["properties"]["is_demonstration"]
        or any(source["is_demonstration"] for source in feature["properties"]["sources"])
        for feature in features
    )


# Queries


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


def _with_columns(events: QuerySet[Event], *, with_geometry: bool) -> QuerySet[Event]:
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


def _evidence_of(events: list[int]) -> dict[int, Evidence]:
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
        (decision.object_id if decision.content_type.model == "event" else figures[decision.object_id], decision)
        for decision in decisions
    ]


def _articles_of(evidence: dict[int, Evidence]) -> dict[int, Article]:
    wanted = {
        span.article_id
        for of_event in evidence.values()
        for span in [*(link.mention for link in of_event.mentions), *of_event.figures]
    }
    articles = Article.objects.published().filter(pk__in=wanted)
    return {article.pk: article for article in articles.select_related("outlet").defer("text", "bands")}


def _country_names(events: list[Event]) -> dict[str, str]:
    codes = {event.place.country for event in events if event.place and event.place.country}
    return dict(Place.objects.filter(kind=PlaceKind.COUNTRY, country__in=codes).values_list("country", "name"))


# Features


def _feature(
    event: Event, evidence: Evidence, articles: dict[int, Article], countries: dict[str, str]
) -> dict[str, Any]:
    passages = passages_of(_marked(evidence))
    sources = sources_of(passages, articles)
    order = {article.pk: number for number, article in enumerate(sources)}
    passages.sort(key=lambda passage: (order[passage.article], passage.start))
    group = EventKind(event.kind).group
    return {
        "type": "Feature",
        "id": event.pk,
        "geometry": json.loads(event.geojson) if event.geojson else None,
        "properties": {
            "title": event.title,
            "summary": event.summary,
            "url": reverse("event", args=[event.pk]),
            "kind": event.kind,
            "kind_label": event.get_kind_display(),
            "group": group.value,
            "group_label": str(group.label),
            "layer": event.layer.slug,
            "layer_label": event.layer.name,
            **_when(event),
            **_where(event, evidence, countries),
            "verification": event.verification,
            "verification_label": event.get_verification_display(),
            "is_graphic": event.is_graphic,
            "is_demonstration": event.is_demonstration,
            "figures": _figures(evidence, passages, order),
            "excerpts": [
                excerpt_dict(passage, articles[passage.article], order[passage.article]) for passage in passages
            ],
            "sources": [source_dict(article) for article in sources],
            "movement": _movement(evidence),
            "corrections": [
                {"at": decision.at.isoformat(), "note": decision.public_note} for decision in evidence.corrections
            ],
            "published_at": event.published_at.isoformat() if event.published_at else None,
            "status": event.status,
        },
    }


def _marked(evidence: Evidence) -> list[Marked]:
    spans = [("place", link.mention, link.excerpt) for link in evidence.mentions]
    spans += [("figure", figure, figure.excerpt) for figure in evidence.figures]
    return [
        Marked(kind, row.pk, row.article_id, row.start, row.end, row.excerpt_start, row.excerpt_end, text)
        for kind, row, text in spans
    ]


def _when(event: Event) -> dict[str, Any]:
    return {
        "earliest": event.earliest.isoformat() if event.earliest else None,
        "latest": event.latest.isoformat() if event.latest else None,
        "date_precision": event.date_precision,
        "date_text": date_text(event.earliest, event.latest, event.date_precision),
    }


def _where(event: Event, evidence: Evidence, countries: dict[str, str]) -> dict[str, Any]:
    place = event.place
    told = _mention_of_place(event, evidence)
    related = {}
    if told:
        related = {
            "relation": told.relation,
            "direction": told.direction,
            "distance_m": told.distance_m,
            "other_place": told.other_place.name if told.other_place else "",
            "within": told.within.name if told.within else "",
        }
    return {
        "precision": event.precision,
        "precision_text": precision_text(event.precision, is_line=event.dimension == 1),
        "place": {"id": place.pk, "name": place.name, "country": place.country} if place else None,
        "place_text": place_text(
            place.name if place else "", countries.get(place.country, "") if place else "", **related
        ),
        "point": [round(event.point.x, DECIMALS), round(event.point.y, DECIMALS)] if event.point else None,
        "radius_m": _radius_m(event, told),
    }


def _mention_of_place(event: Event, evidence: Evidence) -> Mention | None:
    """The first mention that the event's place was taken from: it knows which part or side was meant."""
    for link in evidence.mentions:
        mention = link.mention
        if mention.role == MentionRole.HAPPENED_HERE and mention.place_id == event.place_id:
            return mention
    return None


def _radius_m(event: Event, told: Mention | None) -> float | None:
    if event.precision != Precision.NEAR:
        return None
    distance = told.distance_m if told else None
    return round(event.circle_m or distance or NEAR_RADIUS_M, -2)


def _figures(evidence: Evidence, passages: list[Passage], order: dict[int, int]) -> list[dict[str, Any]]:
    holder = {
        (span.kind, span.id): (number, passage.offsets(span))
        for number, passage in enumerate(passages)
        for span in passage.marked
    }
    figures = sorted(evidence.figures, key=lambda figure: _ROLE_ORDER.index(FigureRole(figure.role)))
    return [_figure(figure, order[figure.article_id], *holder["figure", figure.pk]) for figure in figures]


def _figure(figure: Figure, source: int, excerpt: int, mark: tuple[int, int]) -> dict[str, Any]:
    return {
        "id": figure.pk,
        "wording": figure.wording,
        "low": figure.low,
        "high": figure.high,
        "quantifier": figure.quantifier,
        "measure": figure.measure,
        "measure_label": figure.get_measure_display(),
        "people": figure.people,
        "people_label": figure.get_people_display(),
        "unit": figure.unit,
        "household_size": float(figure.household_size) if figure.household_size else None,
        "scope": figure.scope,
        "scope_text": scope_text(figure.scope, figure.period_start, figure.period_end, figure.since),
        "role": figure.role,
        "role_label": figure.get_role_display(),
        "noun": noun(
            wording=figure.wording,
            measure=figure.measure,
            people=figure.people,
            unit=figure.unit,
            is_one=figure.low == figure.high == 1,
        ),
        "claimant": figure.claimant.name if figure.claimant else None,
        "claimant_words": figure.claimant_words,
        "source": source,
        "excerpt": excerpt,
        "mark": list(mark),
    }


def _movement(evidence: Evidence) -> list[dict[str, Any]]:
    """From where to where people moved. Several origins and several destinations pair up in no known way."""
    origins = _spots(evidence, MentionRole.ORIGIN)
    destinations = _spots(evidence, MentionRole.DESTINATION)
    if len(origins) > 1 and len(destinations) > 1:
        return []
    return [
        {"origin": list(origin), "destination": list(destination)}
        for origin in origins
        for destination in destinations
        if origin != destination
    ]


def _spots(evidence: Evidence, role: MentionRole) -> list[tuple[float, float]]:
    spots = []
    for link in evidence.mentions:
        if link.mention.role != role:
            continue
        if link.spot:
            spots.append(tuple(json.loads(link.spot)["coordinates"]))
        elif place := link.mention.place:
            spots.append((round(place.point.x, DECIMALS), round(place.point.y, DECIMALS)))
    return list(dict.fromkeys(spots))
