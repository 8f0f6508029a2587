"""Rows for the tests of review, models, pipeline and admin: a small article and what is read from it."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.gis.geos import Point, Polygon

from events.enums import (
    Acceptance,
    DatePrecision,
    EventKind,
    Measure,
    MentionStatus,
    PlaceKind,
    Precision,
    Quantifier,
)
from events.likeness import bands, fingerprint
from events.models import Article, Event, Figure, Layer, Map, Mention, Organisation, Outlet, Place
from events.review.events import create_event, publish_event

NUMBER = count(1)
TEXT = (
    "Shells fell on Saraqib and on Binnish in the night. More than 12 people were killed, the rescue service "
    "said.\nA day later the service spoke of 15 dead. Families fled from Saraqib to the border."
)


def person(group: str = "Publisher", **fields: Any) -> AbstractUser:
    user = get_user_model().objects.create_user(f"{group.lower()}{next(NUMBER)}", is_staff=True, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def outlet(**fields: Any) -> Outlet:
    return Outlet.objects.create(**{"name": f"The Example Herald {next(NUMBER)}", **fields})


def organisation(**fields: Any) -> Organisation:
    return Organisation.objects.create(**{"name": f"Rescue service {next(NUMBER)}", **fields})


def article(text: str = TEXT, **fields: Any) -> Article:
    given = {
        "headline": f"Shells fall in the night {next(NUMBER)}", "published_on": date(2019, 8, 31),
        "text": text, "fingerprint": fingerprint(f"{text} {next(NUMBER)}"), "bands": bands(text), **fields,
    }  # fmt: skip
    return Article.objects.create(**{"outlet": given.get("outlet") or outlet(), **given})


def place(name: str = "Saraqib", *, lon: float = 36.8, lat: float = 35.86, **fields: Any) -> Place:
    given = {"kind": PlaceKind.SETTLEMENT, "country": "SY", "point": Point(lon, lat, srid=4326), **fields}
    return Place.objects.create(name=name, **given)


def square(west: float = 36.0, south: float = 35.0, size: float = 1.0) -> Polygon:
    shape = Polygon.from_bbox((west, south, west + size, south + size))
    shape.srid = 4326
    return shape


def mention(of: Article | None = None, quote: str = "Saraqib", **fields: Any) -> Mention:
    """An accepted mention at a settlement, unless said otherwise."""
    of = of or article()
    start = of.text.index(quote, fields.pop("after", 0))
    end = start + len(quote)
    at = fields.pop("place", None) or place(quote)
    given = {
        "start": start, "end": end, "quote": quote, "phrase_start": start, "phrase_end": end,
        "excerpt_start": start, "excerpt_end": end, "place": at, "geometry": at.point,
        "precision": Precision.SETTLEMENT, "status": MentionStatus.ACCEPTED, **fields,
    }  # fmt: skip
    return Mention.objects.create(article=of, **given)


def figure(of: Article | None = None, wording: str = "More than 12", **fields: Any) -> Figure:
    """An accepted figure of people killed, unless said otherwise."""
    of = of or article()
    start = of.text.index(wording)
    end = start + len(wording)
    given = {
        "start": start, "end": end, "wording": wording, "excerpt_start": start, "excerpt_end": end,
        "measure": Measure.KILLED, "acceptance": Acceptance.ACCEPTED, **fields,
    }  # fmt: skip
    if wording == "More than 12":
        given = {"quantifier": Quantifier.MORE_THAN, "low": 12, **given}
    return Figure.objects.create(article=of, **given)


def layer(**fields: Any) -> Layer:
    number = next(NUMBER)
    return Layer.objects.create(**{"slug": f"layer-{number}", "name": f"Layer {number}", **fields})


def event(*mentions: Mention, by: AbstractUser | None = None, **fields: Any) -> Event:
    """A draft, built by its verb from the mentions, or from one at Saraqib."""
    given = {
        "title": "Shelling in Saraqib", "kind": EventKind.SHELLING, "earliest": date(2019, 8, 30),
        "latest": date(2019, 8, 30), "date_precision": DatePrecision.DAY, **fields,
    }  # fmt: skip
    if "layer" not in given:
        given["layer"] = Layer.objects.get(slug="events")
    return create_event(by=by or person(), mentions=mentions or (mention(),), **given)


def published(*mentions: Mention, by: AbstractUser | None = None, **fields: Any) -> Event:
    by = by or person()
    return publish_event(event(*mentions, by=by, **fields), by=by)


def map_(**fields: Any) -> Map:
    number = next(NUMBER)
    return Map.objects.create(**{"slug": f"map-{number}", "title": f"Map {number}", **fields})
