"""Mentions, figures and their places as the desk shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from events.admin.desk_shapes import DECIMALS, Shape, Shaped
from events.admin.desk_standing import standing_words
from events.admin.desk_words import (
    figure_reading,
    figure_title,
    mention_reading,
    place_name,
    precisions_for,
)
from events.enums import MentionStatus, PlaceKind
from events.folding import fold
from events.models import Article, EventMention, Figure, Mention, Place
from events.pipeline.lessons import taught
from events.pipeline.snapshot import Snapshot
from events.pipeline.teaching import lessons_of


def mentions_data(
    snapshot: Snapshot, ids: Collection[int] | None = None
) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """The article's mentions in reading order (those of `ids` when given), and their places by id."""
    shown = [row.pk for row in snapshot.mentions] if ids is None else ids
    shaped = Shaped(Mention, shown)
    mentions = _mentions(shaped.rows(Mention.objects.filter(article=snapshot.article, pk__in=shown)))
    shapes = shaped.of(mentions)
    candidates = _candidates(snapshot, mentions)
    wanted = _place_ids(mentions) | {row["place"] for rows in candidates.values() for row in rows}
    places, place_shapes = _places(wanted)
    rows = [
        _mention(mention, candidates[mention.pk], shapes.get(mention.pk), place_shapes.get(mention.place_id))
        for mention in mentions
    ]
    return rows, places


def figures_data(article: Article, ids: Collection[int] | None = None) -> list[dict[str, Any]]:
    figures = _figures(article, ids) if ids is None or ids else []
    claims = _other_claims(article, figures)
    return [_figure(figure, article, claims.get(figure.pk, [])) for figure in figures]


def _mentions(rows: QuerySet[Mention]) -> list[Mention]:
    telling = EventMention.objects.filter(mention=OuterRef("pk")).order_by("pk")
    return list(
        rows.select_related("place", "other_place", "within")
        .defer("geometry", "place__geometry", "other_place__geometry", "within__geometry")
        .annotate(told=ArraySubquery(telling.values("event")))
        .order_by("start", "-end", "pk")
    )


def _candidates(snapshot: Snapshot, mentions: list[Mention]) -> dict[int, list[dict[str, Any]]]:
    """The candidates of each mention with their reasons: an undecided one's as the decided ones teach."""
    options = snapshot.options(mention.pk for mention in mentions)
    undecided = [mention for mention in mentions if mention.status == MentionStatus.PROPOSED]
    lessons = lessons_of(snapshot) if undecided else ()
    for mention in undecided:
        name = fold(mention.quote)
        options[mention.pk] = taught(name, mention.start, options[mention.pk], lessons)
    return {
        pk: [{"place": option.spot.id, "reasons": list(option.reasons)} for option in listed]
        for pk, listed in options.items()
    }


def _mention(
    mention: Mention, candidates: list[dict[str, Any]], shape: Shape | None, place_shape: Shape | None
) -> dict[str, Any]:
    # A province named thirty times travels once.
    is_place_shape = bool(shape and place_shape and shape.digest == place_shape.digest)
    kind = shape.kind if shape else None
    return {
        "id": mention.pk,
        "version": mention.version,
        "start": mention.start,
        "end": mention.end,
        "quote": mention.quote,
        "name": fold(mention.quote),
        "phrase": [mention.phrase_start, mention.phrase_end],
        "status": mention.status,
        "role": mention.role,
        "relation": mention.relation,
        "direction": mention.direction,
        "distance_m": mention.distance_m,
        "place": mention.place_id,
        "other_place": mention.other_place_id,
        "within": mention.within_id,
        "precision": mention.precision,
        "precisions": [str(precision) for precision in precisions_for(kind)],
        "geometry": None if is_place_shape or shape is None else shape.geojson,
        "is_place_shape": is_place_shape,
        "reading": mention_reading(mention, kind),
        "evidence": mention.evidence,
        "candidates": candidates,
        "events": mention.told,
    }


def _figures(article: Article, ids: Collection[int] | None) -> list[Figure]:
    rows = Figure.objects.filter(article=article)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return list(
        rows.select_related("claimant")
        .prefetch_related(Prefetch("mentions", queryset=Mention.objects.only("pk", "place_id")))
        .order_by("start", "-end", "pk")
    )


def _figure(figure: Figure, article: Article, claims: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": figure.pk,
        "version": figure.version,
        "start": figure.start,
        "end": figure.end,
        "wording": figure.wording,
        "title": figure_title(figure),
        "reading": figure_reading(figure, article.outlet.name),
        "acceptance": figure.acceptance,
        "status": figure.status,
        "measure": figure.measure,
        "people": figure.people,
        "unit": figure.unit,
        "household_size": str(figure.household_size) if figure.household_size is not None else None,
        "quantifier": figure.quantifier,
        "low": figure.low,
        "high": figure.high,
        "scope": figure.scope,
        "period_start": figure.period_start.isoformat() if figure.period_start else None,
        "period_end": figure.period_end.isoformat() if figure.period_end else None,
        "since": figure.since,
        "role": figure.role,
        "standing": standing_words(figure),
        "claimant": {"id": figure.claimant_id, "name": figure.claimant.name} if figure.claimant else None,
        "claimant_words": figure.claimant_words,
        "mentions": sorted(mention.pk for mention in figure.mentions.all()),
        "event": figure.event_id,
        "evidence": figure.evidence,
        "other_claims": claims,
    }


def _other_claims(article: Article, figures: list[Figure]) -> dict[int, list[dict[str, Any]]]:
    """Published claims of other articles about the same measure and people at the same places, where their
    numbers differ: an editor must see them before adding one more."""
    wanted = {figure.pk: {m.place_id for m in figure.mentions.all() if m.place_id} for figure in figures}
    places = set().union(*wanted.values()) if wanted else set()
    if not places:
        return {}
    there = Figure.mentions.through.objects.filter(mention__place__in=places).values("figure")
    published = (
        Figure.objects.published()
        .filter(pk__in=there)
        .exclude(article=article)
        .select_related("claimant", "event")
        .defer("event__geometry")
        .prefetch_related(Prefetch("mentions", queryset=Mention.objects.only("pk", "place_id")))
    )
    others = defaultdict(list)
    for other in published:
        others[other.measure, other.people].append((other, {m.place_id for m in other.mentions.all()}))
    said: dict[int, dict[str, Any]] = {}
    found: dict[int, list[dict[str, Any]]] = {}
    for figure in figures:
        for other, there in others[figure.measure, figure.people]:
            if wanted[figure.pk] & there and (other.low, other.high) != (figure.low, figure.high):
                claim = said[other.pk] = said.get(other.pk) or _claim(other)
                found.setdefault(figure.pk, []).append(claim)
    return found


def _claim(figure: Figure) -> dict[str, Any]:
    return {
        "title": figure_title(figure),
        "claimant": figure.claimant.name if figure.claimant else figure.claimant_words,
        "event": figure.event.title if figure.event else "",
        "url": figure.event.get_absolute_url() if figure.event else "",
    }


def _place_ids(mentions: list[Mention]) -> set[int]:
    wanted: set[int] = set()
    for mention in mentions:
        wanted |= {pk for pk in (mention.place_id, mention.other_place_id, mention.within_id) if pk}
    return wanted


def _place(place: Place, shape: Shape | None) -> dict[str, Any]:
    return {
        "id": place.pk,
        "name": place.name,
        "kind": place.kind,
        "label": place_name(place, place.country_name or place.country),
        "part_of": place.parent.name if place.parent else "",
        "population": place.population,
        "provider": place.provider,
        "point": [round(place.point.x, DECIMALS), round(place.point.y, DECIMALS)],
        "geometry": shape.geojson if shape else None,
    }


def place_data(ids: Iterable[int]) -> dict[str, dict[str, Any]]:
    """Places as the desk shows them, by id."""
    return _places(set(ids))[0]


def _places(ids: set[int]) -> tuple[dict[str, dict[str, Any]], dict[int, Shape]]:
    """The same, and their shapes."""
    shaped = Shaped(Place, ids)
    rows = Place.objects.filter(pk__in=ids).select_related("parent").defer("geometry", "parent__geometry")
    of_country = Place.objects.filter(kind=PlaceKind.COUNTRY, country=OuterRef("country")).exclude(country="")
    rows = rows.annotate(country_name=Subquery(of_country.order_by("-pk").values("name")[:1]))
    found = list(shaped.rows(rows))
    shapes = shaped.of(found)
    return {str(place.pk): _place(place, shapes.get(place.pk)) for place in found}, shapes
