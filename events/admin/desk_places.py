"""How the desk names places in a request, and how a mention gets back what it had.

A place of the gazetteer is named by its id. One that another provider found has no id yet: the search hands
out a signed description, and the act that chooses it brings it back, so that nobody can make up a place and
nothing is asked of the provider twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry
from django.core import signing
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from events.admin import desk_values as values
from events.admin.desk_values import BadInput
from events.admin.desk_words import precisions_for
from events.enums import MentionRole, MentionStatus, Precision, Relation
from events.geocoding.chain import FoundPlace
from events.models import Mention, Place
from events.pipeline.placing import adopt_place
from events.review.mentions import correct_mention

_FOUND = "events.desk.found"
_BEFORE = "events.desk.mention"
_AS_PLACE = "the place's"


def found_token(found: FoundPlace) -> str:
    """A search result as the browser carries it: signed, so that it comes back as it was found."""
    described = asdict(found) | {"geometry": found.geometry.hexewkb.decode() if found.geometry else None}
    return signing.dumps(described, salt=_FOUND, compress=True)


def _found(token: str, name: str) -> FoundPlace:
    described = _unsigned(token, name, salt=_FOUND)
    geometry = GEOSGeometry(described["geometry"]) if described["geometry"] else None
    return FoundPlace(**(described | {"geometry": geometry}))


def _unsigned(token: Any, name: str, *, salt: str) -> dict[str, Any]:
    try:
        return signing.loads(token, salt=salt)
    except (signing.BadSignature, TypeError, AttributeError):
        raise BadInput(name, "This choice was not made by the desk or was damaged. Choose again.") from None


def place_or_none(args: Mapping[str, Any], name: str) -> Place | None:
    value = args.get(name)
    if value is None:
        return None
    if isinstance(value, dict):
        return adopt_place(_found(value.get("found"), name))
    place = Place.objects.filter(pk=values.whole(args, name)).first()
    if place is None:
        raise BadInput(name, f"There is no place {value} in the gazetteer. Search for it again.")
    return place


def chosen_place(args: Mapping[str, Any]) -> Place:
    place = place_or_none(args, "place")
    if place is None:
        raise BadInput("place", "No place was chosen. Choose a candidate, search for one, or draw it.")
    return place


def located(mention: Mention, precision: Precision) -> Precision:
    """The precision, when the mention's shape can honestly have it."""
    shape = mention.geometry.geom_type if mention.geometry else None
    allowed = precisions_for(shape)
    if not allowed:
        raise BadInput("precision", f"“{mention.quote}” has no place yet. Choose one first.")
    if precision not in allowed:
        known = ", ".join(item.label.lower() for item in allowed)
        raise BadInput(
            "precision",
            f"“{precision.label}” is not how {_article(shape)} can be known. Use: {known}.",
        )
    return precision


def _article(shape: str) -> str:
    return {"Point": "a point", "LineString": "a line", "MultiLineString": "a line"}.get(shape, "an area")


def with_packed_geometry(mentions: QuerySet[Mention]) -> QuerySet[Mention]:
    """With what `before` keeps of each geometry: itself, or that it is the place's own. Provinces and
    countries would make the token large, and are not read for it."""
    own = '"events_mention".geometry::bytea'
    place = '(SELECT geometry::bytea FROM events_place WHERE id = "events_mention".place_id)'
    packed = f"CASE WHEN {own} = {place} THEN %s ELSE upper(encode({own}, 'hex')) END"
    return mentions.annotate(packed_geometry=RawSQL(packed, [_AS_PLACE]))  # noqa: S611 -- ours


def before(mention: Mention) -> str:
    """What the mention (read `with_packed_geometry`) is now, signed: `restore_mention` brings it back."""
    return signing.dumps(
        {
            "id": mention.pk,
            "place": mention.place_id,
            "other_place": mention.other_place_id,
            "within": mention.within_id,
            "geometry": mention.packed_geometry,
            "precision": mention.precision,
            "relation": mention.relation,
            "direction": mention.direction,
            "distance_m": mention.distance_m,
            "role": mention.role,
            "status": mention.status,
        },
        salt=_BEFORE,
        compress=True,
    )


def restore_mention(
    mention: Mention,
    args: Mapping[str, Any],
    *,
    by: AbstractUser,
    public_note: str,
    version: int | None,
    request_id: UUID,
) -> Mention:
    """Gives the mention back what it had before a decision."""
    was = _unsigned(args.get("before"), "before", salt=_BEFORE)
    if was["id"] != mention.pk:
        raise BadInput("before", "What is to be restored belongs to another place of the article.")
    places = Place.objects.in_bulk([was[name] for name in ("place", "other_place", "within") if was[name]])
    return correct_mention(
        mention,
        by=by,
        place=places.get(was["place"]),
        geometry=_unpacked(was["geometry"], places.get(was["place"])),
        precision=Precision(was["precision"]),
        relation=Relation(was["relation"]),
        direction=was["direction"],
        distance_m=was["distance_m"],
        other_place=places.get(was["other_place"]),
        within=places.get(was["within"]),
        role=MentionRole(was["role"]),
        status=MentionStatus(was["status"]),
        note="Taken back.",
        public_note=public_note,
        version=version,
        request_id=request_id,
    )


def _unpacked(packed: str | None, place: Place | None) -> GEOSGeometry | None:
    if packed == _AS_PLACE:
        return place.geometry if place else None
    return GEOSGeometry(packed) if packed else None
