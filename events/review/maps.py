"""What editors do with curated maps. A map claims nothing itself, so correcting one needs no note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from events.enums import PUBLIC_STATUSES, Status
from events.models import Decision, Event, Layer, Map
from events.review.acts import Refused, locked, require, save
from events.review.geometry import check_drawing

#: What `change_map` may change beside the layers and the events picked by hand.
CHANGEABLE = frozenset({"slug", "title", "introduction", "credits", "filters", "extent"})


def change_map(
    map_: Map,
    changes: Mapping[str, Any],
    *,
    by: AbstractUser,
    layers: Iterable[Layer] | None = None,
    picked_events: Iterable[Event] | None = None,
    note: str = "",
    version: int | None = None,
) -> Map:
    """Changes a map (see CHANGEABLE), its layers and the events picked for it; None leaves those alone."""
    require(by, "change_map")
    if unknown := set(changes) - CHANGEABLE:
        raise Refused(f"A map has no changeable {', '.join(sorted(unknown))}.")
    if changes.get("extent") is not None:
        check_drawing(changes["extent"])
    with transaction.atomic():
        current = locked(map_, by=by, version=version, wanted=changes)
        if current.status in PUBLIC_STATUSES:
            require(by, "publish_map")
            if changes.get("slug", current.slug) != current.slug:
                raise Refused(
                    f"“{current.title}” is published at /maps/{current.slug}/ and embedded from there. "
                    "Keep its slug, or make another map."
                )
            changes = {**changes, "status": Status.CHANGED}
        if layers is not None:
            current.layers.set(layers)
        if picked_events is not None:
            current.picked_events.set(picked_events)
        save(current, changes, verb="change_map", by=by, note=note)
    return current


def publish_map(map_: Map, *, by: AbstractUser, note: str = "", version: int | None = None) -> Map:
    """Puts a curated map at its address, where it can be read and embedded."""
    require(by, "publish_map")
    with transaction.atomic():
        current = locked(map_, by=by, version=version)
        if current.status in PUBLIC_STATUSES:
            raise Refused(f"“{current.title}” is published already.")
        changes = {"status": Status.PUBLISHED, "published_at": current.published_at or timezone.now()}
        save(current, changes, verb="publish_map", by=by, note=note)
    return current


def withdraw_map(map_: Map, *, by: AbstractUser, public_note: str, version: int | None = None) -> Map:
    """Takes a map from its address; embeds of it say that it was withdrawn."""
    require(by, "withdraw_map")
    if not public_note.strip():
        raise Refused("Say why the map is withdrawn.")
    with transaction.atomic():
        current = locked(map_, by=by, version=version)
        if current.status not in PUBLIC_STATUSES:
            raise Refused(f"“{current.title}” is not published, so there is nothing to withdraw.")
        save(current, {"status": Status.WITHDRAWN}, verb="withdraw_map", by=by, public_note=public_note)
    return current


def discard_map(map_: Map, *, by: AbstractUser) -> None:
    """Deletes a map that was never published. Its address may be in other people's articles otherwise."""
    require(by, "delete_map")
    with transaction.atomic():
        current = locked(map_, by=by)
        if current.published_at is not None:
            raise Refused(f"“{current.title}” was published. Withdraw it and say why.")
        Decision.objects.record(
            verb="discard_map", by=by, on=current, from_status=current.status,
            changes={"title": [current.title, None]},
        )  # fmt: skip
        current.delete()
