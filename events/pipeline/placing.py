from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry, Point

from events.enums import MentionRole, PlaceKind, Precision, Relation
from events.geocoding.chain import FoundPlace
from events.geocoding.relations import Located, locate
from events.models import Mention, Place
from events.review.acts import Refused
from events.review.geometry import COARSENESS, check_drawing
from events.review.mentions import correct_mention


def place_mention(
    mention: Mention,
    *,
    by: AbstractUser,
    place: Place | None,
    relation: Relation = Relation.IN,
    direction: str = "",
    distance_m: float | None = None,
    other_place: Place | None = None,
    within: Place | None = None,
    role: MentionRole | None = None,
    precision: Precision | None = None,
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """Puts the mention at a place of the gazetteer in a relation to it, and accepts it so.

    `precision` overrides what follows from place and relation, never to something more exact than the
    geometry. Raises Refused for a relation that the place cannot have.
    """
    if place is None:
        raise Refused("Choose a place, draw one, or say that the mention is not identifiable.")
    try:
        located: Located = locate(
            place, relation=relation, direction=direction or None, distance_m=distance_m,
            other_place=other_place, within=within,
        )  # fmt: skip
    except ValueError as error:
        raise Refused(str(error)) from error
    if precision and COARSENESS.index(precision) < COARSENESS.index(located.precision):
        raise Refused(
            f"“{located.words}” is known as “{located.precision.label}”, "
            f"which is less exact than “{precision.label}”. Draw the exact place instead."
        )
    return correct_mention(
        mention, by=by, place=place, geometry=located.geometry, precision=precision or located.precision,
        relation=relation, direction=direction, distance_m=distance_m, other_place=other_place, within=within,
        role=role, public_note=public_note, version=version, request_id=request_id,
    )  # fmt: skip


def draw_mention(
    mention: Mention,
    *,
    by: AbstractUser,
    geometry: GEOSGeometry,
    precision: Precision | None = None,
    role: MentionRole | None = None,
    public_note: str = "",
    version: int | None = None,
    request_id: UUID | None = None,
) -> Mention:
    """Puts the mention where an editor has drawn it (WGS 84). Its place, if any, stays as the name."""
    check_drawing(geometry)
    default = Precision.EXACT if geometry.dims == 0 else Precision.AREA
    return correct_mention(
        mention, by=by, place=mention.place, geometry=geometry, precision=precision or default,
        relation=Relation(mention.relation), direction=mention.direction, distance_m=mention.distance_m,
        other_place=mention.other_place, within=mention.within, role=role, public_note=public_note,
        version=version, request_id=request_id,
    )  # fmt: skip


def adopt_place(found: FoundPlace) -> Place:
    """The gazetteer's row for a search result; one found by another provider is added with its source."""
    if found.place_id:
        return Place.objects.get(pk=found.place_id)
    defaults: dict[str, Any] = {
        "name": found.name[:200],
        "kind": found.kind or PlaceKind.SETTLEMENT,
        "country": found.country,
        "point": Point(found.lon, found.lat, srid=4326),
        "geometry": found.geometry,
        "licence": found.licence[:100],
    }
    known: dict[str, Any] = {"provider": found.provider, "provider_id": found.provider_id}
    if not found.provider_id:
        # Without an id only the same name at the same point is the same place.
        known |= {name: defaults.pop(name) for name in ("name", "point")}
        if same := Place.objects.filter(**known).first():
            return same
    place, _ = Place.objects.get_or_create(**known, defaults=defaults)
    return place
