"""Whose work something is: given to somebody, taken, or given up."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from events.models import Decision, Event
from events.review.acts import Refused, locked, require
from events.review.rights import works_on_all


def assign_event(event: Event, *, to: AbstractUser | None, by: AbstractUser) -> Event:
    """Gives the event to somebody, or to nobody. Whoever an event is assigned to may change it while it is a
    draft or in review; of a published one it says who looks after it.

    Nothing of what the event says changes, so its version stays and no other editor's save is in conflict.
    """
    require(by, "change_event")
    require_may_give(to, by=by, permission="change_event")
    with transaction.atomic():
        current = locked(event, by=by)
        if current.assignee_id != (to.pk if to else None):
            before, current.assignee_id = current.assignee, to.pk if to else None
            current.save(update_fields=["assignee"])
            Decision.objects.record(
                verb="assign_event", by=by, on=current, from_status=current.status, to_status=current.status,
                changes={"assignee": [str(before) if before else None, str(to) if to else None]},
            )  # fmt: skip
    return current


def require_may_give(
    to: AbstractUser | None, *, by: AbstractUser, permission: str = "change_article"
) -> None:
    """Anybody takes work for themselves or gives it up; giving it to others is an editor's.

    Raises Refused with a sentence for somebody who may not give, or could not work on it.
    """
    if to is None or to.pk == by.pk:
        return
    if not works_on_all(by):
        raise Refused("Only those who may work on what others brought in give work to others. Ask an editor.")
    if not (to.is_active and to.is_staff and to.has_perm(f"events.{permission}")):
        what = permission.removeprefix("change_")
        raise Refused(f"{to} may not work on {what}s, so nothing can be assigned to them.")
