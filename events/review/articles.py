from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from events.enums import PUBLIC_STATUSES, Status
from events.models import Article, Event
from events.review.acts import Refused, locked, require, save
from events.review.events import withdraw_event


def withdraw_article(
    article: Article, *, by: AbstractUser, public_note: str, version: int | None = None
) -> Article:
    """Takes an article's excerpts from readers, and with them every event that nothing else tells."""
    require(by, "withdraw_article")
    if not public_note.strip():
        raise Refused("Say why the article is withdrawn.")
    with transaction.atomic():
        current = locked(article, version=version)
        if current.status not in PUBLIC_STATUSES:
            raise Refused(f"“{current.headline}” is not published, so there is nothing to withdraw.")
        told = list(Event.objects.published().filter(mentions__article=current).distinct())
        save(current, {"status": Status.WITHDRAWN}, verb="withdraw_article", by=by, public_note=public_note)
        still_told = set(
            Event.objects.published().filter(pk__in=[e.pk for e in told]).values_list("pk", flat=True)
        )
        for event in told:
            if event.pk not in still_told:
                withdraw_event(event, by=by, public_note=public_note)
    return current
