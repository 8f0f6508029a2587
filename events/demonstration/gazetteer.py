"""The right place for each name of the demonstration, by where places.toml says that it lies."""

from __future__ import annotations

from functools import cache

from django.contrib.gis.geos import Point
from geopy.distance import distance

from events.demonstration import content
from events.demonstration.content import Table
from events.enums import NameKind, PlaceKind
from events.folding import fold
from events.geocoding.gazetteer import lookup
from events.geocoding.relations import border_place
from events.models import Place

#: A gazetteer's and a map's idea of where a town is differ by less.
NEAR_KM = 25
#: What the provider's ids of the demonstration's own places begin with.
OWN_PREFIX = "demonstration/"


@cache
def settlements() -> dict[tuple[str, str], Table]:
    return {(table["name"], table["country"]): table for table in content.read("places.toml")["places"]}


def add_own_places() -> None:
    """Villages and camps that the gazetteer lacks, so that the reading can propose them."""
    for table in settlements().values():
        if not table.get("own"):
            continue
        place, is_new = Place.objects.get_or_create(
            provider="own",
            provider_id=f"{OWN_PREFIX}{fold(table['name'])}",
            defaults={
                "name": table["name"],
                "kind": PlaceKind.SETTLEMENT,
                "country": table["country"],
                "point": Point(table["lon"], table["lat"], srid=4326),
            },
        )
        if is_new:
            place.names.create(name=place.name, key=fold(place.name), kind=NameKind.MAIN)


def place_of(table: Table) -> Place:
    """The place that a mention's table names. Raises ValueError when the gazetteer has none."""
    if "countries" in table:
        place = border_place(*table["countries"])
        if place is None:
            raise ValueError(f"The gazetteer has no border of {' and '.join(table['countries'])}.")
        return place
    return named(table["place"], table["country"], PlaceKind(table["kind"]))


def named(name: str, country: str, kind: PlaceKind) -> Place:
    """The place of that name, country and kind: a settlement by where it lies, others the best known."""
    known = settlements().get((name, country)) if kind == PlaceKind.SETTLEMENT else None
    names = [name, *([known["gazetteer"]] if known and "gazetteer" in known else [])]
    found = lookup(names)
    records = [r for each in names for r in found[each] if r.country == country and r.kind == kind]
    if known:
        there = (known["lat"], known["lon"])
        away = {record.id: distance(there, (record.lat, record.lon)).km for record in records}
        near = [record for record in records if away[record.id] <= NEAR_KM]
        records = sorted(near, key=lambda record: away[record.id])
    if not records:
        raise ValueError(f"The gazetteer has no {kind} “{name}” in {country} where it should be.")
    main = [record for record in records if record.name == name]
    return Place.objects.get(pk=(main if main and not known else records)[0].id)
