"""Events as GeoJSON (RFC 7946): a feature an event, with lists of its mentions and figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import QuerySet

from events.exchange.telling import columns_of_dataset, columns_of_event, figures_of, mentions_of, told
from events.exchange.wkt import json_of
from events.models import Event
from events.review.rights import User


def geojson_of(events: QuerySet[Event], *, by: User | None = None) -> Iterator[str]:
    """A FeatureCollection, a feature at a time; an event without a place has the geometry null. `by` is whose
    rights hold for what tells the events.
    """
    yield '{"type": "FeatureCollection", "features": ['
    between = "\n"
    for event in told(events, by=by):
        yield between + json.dumps(feature_of(event), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def feature_of(event: Event) -> dict[str, Any]:
    properties: dict[str, Any] = {**columns_of_event(event), **columns_of_dataset(event)}
    # The feature's own geometry says it; the label's point of an area does not follow from it.
    properties.pop("geometry", None)
    if isinstance(event.geometry, Point):
        properties.pop("lon", None)
        properties.pop("lat", None)
    properties["mentions"] = mentions_of(event)
    properties["figures"] = figures_of(event)
    geometry = json_of(event.geometry) if event.geometry is not None else None
    return {"type": "Feature", "id": event.pk, "geometry": geometry, "properties": properties}
