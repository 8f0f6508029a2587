"""What a picture of a frozen map shows: its features as they were taken, as far as they still stand."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Any

import shapely

from events.enums import FigureRole, KindGroup, Precision, Unit, Verification
from events.images.choosing import Chosen, Movement, Spot, amounts_of, seen_box

Feature = dict[str, Any]


def chosen_of_frozen(
    features: list[Feature], layers: list[dict[str, Any]], *, hidden: Collection[str], asks_for_layers: bool
) -> Chosen:
    """The same as `chosen_of`; `layers` are those of the frozen content."""
    left_out = {
        *hidden,
        *(layer["slug"] for layer in layers if not layer["is_shown"] and not asks_for_layers),
    }
    shown = [feature for feature in features if feature["properties"]["layer"] not in left_out]
    spots = [_spot(feature) for feature in shown]
    if "figures" not in hidden and len(spots) > 1:
        for spot, feature in zip(spots, shown, strict=True):
            spot.amounts = amounts_of(_counted(feature)) if spot.point else []
    told = [feature["properties"] for feature in shown]
    sources = {_article(source) for each in told for source in each["sources"]}
    earliest = [date.fromisoformat(each["earliest"]) for each in told if each["earliest"]]
    latest = [date.fromisoformat(each["latest"]) for each in told if each["latest"]]
    return Chosen(
        spots=spots,
        movements=[
            Movement(tuple(way["origin"]), tuple(way["destination"]))
            for each in told
            for way in each["movement"]
        ],
        articles=len(sources),
        first=min(earliest, default=None),
        last=max(latest, default=None),
        is_demonstration=any(
            each["is_demonstration"] or any(source["is_demonstration"] for source in each["sources"])
            for each in told
        ),
    )


def _article(source: dict[str, Any]) -> tuple[str, ...]:
    return source["outlet"], source["headline"], source["published_on"], source["url"]


def _spot(feature: Feature) -> Spot:
    told, geometry = feature["properties"], feature["geometry"]
    shape = shapely.from_geojson(json.dumps(geometry)) if geometry else None
    point = tuple(told["point"]) if told["point"] else None
    place = told["place"] or {}
    return Spot(
        id=feature["id"],
        group=KindGroup(told["group"]),
        precision=Precision(told["precision"]),
        verification=Verification(told["verification"]),
        point=point,
        box=seen_box(point, shape.bounds) if point and shape is not None else None,
        dimension=int(shapely.get_dimensions(shape)) if shape is not None else 0,
        place=place.get("id"),
        country=place.get("country") or "",
        radius_m=told["radius_m"],
        shape=json.dumps(geometry) if geometry else "",
    )


def _counted(feature: Feature) -> list[tuple[Any, ...]]:
    return [
        (figure["measure"], figure["low"], figure["high"], figure["quantifier"], figure["scope"])
        for figure in feature["properties"]["figures"]
        if figure["role"] == FigureRole.RECOMMENDED
        and figure["unit"] == Unit.PERSON
        and max(figure["low"] or 0, figure["high"] or 0) > 0
    ]
