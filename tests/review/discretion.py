"""A small gazetteer around Saraqib, and an event there, for the tests of what is shown less exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser

from events.enums import PlaceKind, Precision
from events.folding import fold
from events.models import Event, Place, PlaceName
from events.review.discretion import show_coarser
from tests import factories
from tests.review import factories as make

#: Nothing of these may reach a reader: names in several languages, and the coordinates to two decimals.
NAMES = ("Zarraqib", "Зарракиб", "زرقيب", "Zarrakib")
LON, LAT = 36.8127, 35.8643
TEXT = (
    "Shells fell on Zarraqib in the night. More than 12 people were killed, the rescue service said. "
    "Families left Kafr Batta for the north."
)
SHOWN_UNTIL = len(TEXT)


@dataclass
class Area:
    """A country of one square, with a province and a district in it, and a town there."""

    country: Place
    province: Place
    district: Place
    town: Place


def area() -> Area:
    country = make.place("Aland", kind=PlaceKind.COUNTRY, country="QX", geometry=make.square(30, 30, 10))
    province = make.place(
        "Idle", kind=PlaceKind.ADMIN1, country="QX", geometry=make.square(36, 35, 2), parent=country
    )
    district = make.place(
        "Idle East",
        kind=PlaceKind.ADMIN2,
        country="QX",
        geometry=make.square(36.5, 35.5, 0.5),
        parent=province,
    )
    town = make.place(NAMES[0], lon=LON, lat=LAT, country="QX", parent=district)
    for name in NAMES:
        PlaceName.objects.create(place=town, name=name, key=fold(name))
    for place in (country, province, district):
        PlaceName.objects.create(place=place, name=place.name, key=fold(place.name))
    return Area(country, province, district, town)


def published(around: Area, *, by: AbstractUser | None = None, **fields: Any) -> Event:
    """A published event in the town, with a figure, told by an article that leads there in every way."""
    of = fields.pop("of", None) or factories.article(
        text=TEXT, headline="Night of shells in Zarraqib", url="https://herald.example.org/zarraqib-night",
        archive_url="https://archive.example.org/zarraqib",
    )  # fmt: skip
    given = {"title": "Shelling of a town", "summary": "A town was shelled.", **fields}
    whole = {"excerpt_start": 0, "excerpt_end": SHOWN_UNTIL}
    return factories.published_event(
        by=by, of=of, mention={"quote": "Zarraqib", "place": around.town, **whole}, figure=whole, **given
    )


def discreet(around: Area, *, by: AbstractUser | None = None, level: Precision = Precision.ADMIN1,
             **fields: Any) -> Event:  # fmt: skip
    by = by or make.person()
    return show_coarser(published(around, by=by, **fields), by=by, level=level, reason="Medics work there.")
