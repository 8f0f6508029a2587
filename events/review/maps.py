from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from events.enums import PUBLIC_STATUSES, Status
from events.models import Map
from events.review.acts import Refused, locked, require, save


def publish_map(map_: Map, *, by: AbstractUser, note: str = "", version: int | None = None) -> Map:
    """Puts a curated map at its address, where it can be read and embedded."""
    require(by, "publish_map")
    with transaction.atomic():
        current = locked(map_, version=version)
        if current.status in PUBLIC_STATUSES:
            raise Refused(f"“{current.title}” is published already.")
        changes = {"status": Status.PUBLISHED, "published_at": current.published_at or timezone.now()}
        save(current, changes, verb="publish_map", by=by, note=note)
    return current


def withdraw_map(map_: Map, *, by: AbstractUser, public_note: str, version: int | None = None) -> Map:
    """Takes a map from its address; embeds of it say that it was withdrawn."""
    require(by, "withdraw_map")
    with transaction.atomic():
        current = locked(map_, version=version)
        if current.status not in PUBLIC_STATUSES:
            raise Refused(f"“{current.title}” is not published, so there is nothing to withdraw.")
        save(current, {"status": Status.WITHDRAWN}, verb="withdraw_map", by=by, public_note=public_note)
    return current
