"""Putting a mention elsewhere after its place was asked for again, with the events that lie where it put
them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from events.enums import MentionRole, MentionStatus, Precision, Relation
from events.models import Event, Mention, Place
from events.review.acts import Refused, check_deferred_constraints, locked, save
from events.review.aside import aside_of
from events.review.following import events_on, is_where_told, where_told
from events.review.geometry import label_point
from events.review.mentions import correct_mention

#: What `place_anew` writes of a mention.
PLACED = (
    "place", "relation", "direction", "distance_m", "other_place", "within", "geometry", "precision",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """The mention as it is now, and the places by number of the events that moved with it, as they were."""

    mention: Mention
    places: dict[int, int | None]


def place_anew(
    mention: Mention,
    values: Mapping[str, Any],
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
    places: Mapping[int, int | None] | None = None,
) -> Placed:
    """Gives the mention another place (`values` of PLACED), and leaves it accepted or proposed as it was.

    Events that lie where their mentions put them move along, those that readers see too: that needs the right
    to publish and a note to them, as every correction. What an editor has drawn stays. `places` are the
    events' places where they are known better than from the mentions: those of before, when this is undone.

    Raises Refused, also where the place is shown less exactly than it is known; EditConflict when `version`
    is not the row's any more.
    """
    with transaction.atomic():
        events = events_on(mention)
        current = locked(mention, by=by, version=version, wanted=values)
        if aside_of(current) is not None or any(aside_of(event) is not None for event in events):
            raise Refused(
                _("“%(quote)s” is shown less exactly than it is known. Correct its place on the desk.")
                % {"quote": current.quote}
            )
        moving = [event for event in events if is_where_told(event)]
        before = {event.pk: event.place_id for event in moving}
        placed = correct_mention(
            current, by=by, place=values["place"], geometry=values["geometry"],
            precision=Precision(values["precision"]), relation=Relation(values["relation"]),
            direction=values["direction"], distance_m=values["distance_m"],
            other_place=values["other_place"], within=values["within"], role=MentionRole(current.role),
            status=MentionStatus(current.status), note=note, public_note=public_note,
        )  # fmt: skip
        for event in moving:
            _move(Event.objects.get(pk=event.pk), placed, by=by, note=note, places=places or {})
        check_deferred_constraints()
    return Placed(placed, before)


def _move(
    event: Event, mention: Mention, *, by: AbstractUser, note: str, places: Mapping[int, int | None]
) -> None:
    """A draft has followed its mentions already. One that readers see was marked as changed, with the note to
    them, by the correction of the mention; here it moves."""
    changes: dict[str, Any] = {}
    if not is_where_told(event):
        geometry, precision = where_told(event)
        changes = {
            "place": mention.place, "geometry": geometry, "has_no_geometry": geometry is None,
            "point": label_point(geometry) if geometry else None, "precision": precision,
        }  # fmt: skip
    if event.pk in places:
        before = places[event.pk]
        place = Place.objects.filter(pk=before).first() if before else None
        if place != changes.get("place", event.place):
            changes["place"] = place
    if changes:
        save(event, changes, verb="follow_mentions", by=by, note=note)
