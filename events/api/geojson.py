"""Published events as GeoJSON features (RFC 7946)."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _

from events.api.claims import role_text, thing_dict, things_of
from events.api.evidence import (
    Marked,
    Passage,
    credit_of,
    excerpt_dict,
    marked,
    passages_of,
    source_dict,
    sources_of,
)
from events.api.names import call_in_language
from events.api.rows import DECIMALS, Evidence, Rows, country_names, read_rows, withheld_note
from events.api.wording import (
    date_text,
    noun,
    number_said,
    place_text,
    places_text,
    precision_text,
    scope_text,
    verification_text,
)
from events.enums import (
    Direction,
    EventKind,
    FigureRole,
    Measure,
    MentionRole,
    People,
    PlaceKind,
    Precision,
    Relation,
    Verification,
)
from events.geocoding.relations import NEAR_M, near_radius_m
from events.models import Article, Event, Figure, Mention
from mapsite.language import in_language

ATTRIBUTION = "Places: GeoNames (CC BY 4.0), geoBoundaries (CC BY 4.0), Natural Earth"

_ROLE_ORDER = [FigureRole.RECOMMENDED, FigureRole.CORROBORATING, FigureRole.DISPUTED, FigureRole.SUPERSEDED]


def features_of(events: QuerySet[Event], *, with_geometry: bool = True) -> list[dict[str, Any]]:
    """Features of `events`, which must come from `Event.objects.published()`, in its order.

    A list of events needs no geometry: without it the `geometry` of each is null.
    """
    return features_in_language(read_rows(events, with_geometry=with_geometry))


def features_in_language(rows: Rows) -> list[dict[str, Any]]:
    """The same of rows that were read before, in the language of the moment."""
    for place, name in rows.names:
        place.name = name
    call_in_language([place for place, _name in rows.names])
    countries = country_names(rows.events)
    return [
        _feature(event, rows.evidence[event.pk], rows.articles, rows.origins, countries)
        for event in rows.events
    ]


def collection_of(features: list[dict[str, Any]], *, version: str) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": features,
        "numberMatched": len(features),
        "attribution": ATTRIBUTION,
        "version": version,
        "is_demonstration": is_demonstration(features),
    }


def data_sets_in(features: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The data sets with terms that features came from, as `selection.data_sets_of` has them."""
    sources = [source for feature in features for source in feature["properties"]["sources"]]
    found = {
        source["outlet"]: credit_of(source["outlet"], source) for source in sources if "licence" in source
    }
    return [found[name] for name in sorted(found)]


def is_demonstration(features: list[dict[str, Any]]) -> bool:
    return any(
        feature["properties"]["is_demonstration"]
        or any(source["is_demonstration"] for source in feature["properties"]["sources"])
        for feature in features
    )


def _feature(
    event: Event,
    evidence: Evidence,
    articles: dict[int, Article],
    origins: dict[int, int],
    countries: dict[str, str],
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
            "url": in_language(reverse("event", args=[event.pk])),
            "kind": event.kind,
            "kind_label": _label(EventKind, event.kind),
            "group": group.value,
            "group_label": str(group.label),
            "layer": event.layer.slug,
            "layer_label": event.layer.local_name,
            **_when(event),
            **_where(event, evidence, countries),
            "verification": event.verification,
            "verification_label": _label(Verification, event.verification),
            "verification_text": verification_text(event.verification),
            "is_graphic": event.is_graphic,
            "is_demonstration": event.is_demonstration,
            "figures": _figures(evidence, passages, order),
            "claims": [
                thing_dict(claims, order) for claims in things_of(evidence.figures, articles, origins)
            ],
            "excerpts": [
                excerpt_dict(passage, articles[passage.article], order[passage.article])
                for passage in passages
            ],
            "sources": [source_dict(article) for article in sources],
            "movement": _movement(evidence),
            "corrections": [
                {"at": decision.at.isoformat(timespec="seconds"), "note": decision.told or withheld_note()}
                for decision in evidence.corrections
            ],
            "published_at": event.published_at.isoformat(timespec="seconds") if event.published_at else None,
            "status": event.status,
        },
    }


def _label(choices: type[TextChoices], value: str) -> str:
    # A row's get_kind_display() says the same, but looks at every choice each time: a third of an answer.
    return str(choices(value).label)


def _marked(evidence: Evidence) -> list[Marked]:
    spans = [("place", link.mention, link.excerpt) for link in evidence.mentions]
    spans += [("figure", figure, figure.excerpt) for figure in evidence.figures]
    return [marked(kind, row, text) for kind, row, text in spans]


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
    return {
        "precision": event.precision,
        "precision_text": _("shown less exactly than it is known, for people’s safety")
        if event.is_coarsened
        else precision_text(event.precision, is_line=event.dimension == 1),
        "place": {"id": place.pk, "name": place.name, "country": place.country} if place else None,
        "place_text": _place_words(event, evidence, countries),
        "point": [round(event.point.x, DECIMALS), round(event.point.y, DECIMALS)] if event.point else None,
        "radius_m": _radius_m(event, told),
    }


def _place_words(event: Event, evidence: Evidence, countries: dict[str, str]) -> str:
    """Each place where it happened, as its article relates to it: "southern Idlib and northern Hama, Syria".

    A place that an editor has given the event instead of its mentions' stands alone, and so do its own where
    another event was merged into it, which keeps the place of this one. Coordinates can be all that is known.
    """
    told = [
        link.mention
        for link in evidence.mentions
        if link.mention.role == MentionRole.HAPPENED_HERE
        and link.mention.place
        and (not link.is_of_merged or link.mention.place_id == event.place_id)  # type: ignore[attr-defined]
    ]
    if not told or _mention_of_place(event, evidence) is None:
        place = event.place
        return place_text(place.name, countries.get(place.country, "")) if place else place_text("")
    parts = [(place_text(m.place.name, "", **_related(m)), countries.get(m.place.country, "")) for m in told]
    names = {m.place.name for m in told}
    return places_text([(words, "" if country in names else country) for words, country in parts])


def _related(mention: Mention) -> dict[str, Any]:
    return {
        "relation": mention.relation,
        "direction": mention.direction,
        "distance_m": mention.distance_m,
        "other_place": mention.other_place.name if mention.other_place else "",
        "within": mention.within.name if mention.within else "",
        "is_border": mention.place.kind == PlaceKind.BORDER,
    }


def _mention_of_place(event: Event, evidence: Evidence) -> Mention | None:
    """The first mention that the event's place was taken from: it knows which part or side was meant."""
    for link in evidence.mentions:
        mention = link.mention
        if mention.role == MentionRole.HAPPENED_HERE and mention.place_id == event.place_id:
            return mention
    return None


def _radius_m(event: Event, told: Mention | None) -> float | None:
    """The circle of "near"; an area drawn by hand counts as the circle of its size."""
    if event.precision != Precision.NEAR:
        return None
    if event.circle_m:
        return round(event.circle_m, -2)
    if told is None:
        return NEAR_M
    direction = Direction(told.direction) if told.direction else None
    return near_radius_m(Relation(told.relation), direction, told.distance_m)


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
        "measure_label": _label(Measure, figure.measure),
        "people": figure.people,
        "people_label": _label(People, figure.people),
        "unit": figure.unit,
        "household_size": float(figure.household_size) if figure.household_size else None,
        "scope": figure.scope,
        "scope_text": scope_text(figure.scope, figure.period_start, figure.period_end, figure.since),
        "role": figure.role,
        "role_label": _label(FigureRole, figure.role),
        "role_reason": figure.role_reason,
        "role_text": role_text(figure.role, figure.role_reason),
        "noun": noun(
            wording=figure.wording,
            measure=figure.measure,
            people=figure.people,
            unit=figure.unit,
            number=number_said(figure.low, figure.high),
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
