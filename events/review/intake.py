"""What editors do with what comes in: whose it is, and that it is not wanted."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from events.enums import PUBLIC_STATUSES
from events.models import Article, Decision, Event, FeedItem
from events.models.event import OPEN_STATUSES
from events.models.feed import FeedItemStatus
from events.review.acts import Refused, locked, require, save
from events.review.assigning import require_may_give


def assign_article(
    article: Article, *, to: AbstractUser | None, by: AbstractUser, version: int | None = None
) -> Article:
    """Gives the article to somebody, or to nobody. Whoever an article is assigned to may work on it.

    What readers see stays assignable: there is the rest of it to decide.
    """
    require(by, "change_article")
    require_may_give(to, by=by)
    with transaction.atomic():
        current = locked(article, by=by, version=version)
        if current.assignee_id != (to.pk if to else None):
            save(current, {"assignee": to}, verb="assign_article", by=by)
    return current


def dismiss_article(
    article: Article, *, by: AbstractUser, note: str = "", version: int | None = None
) -> Article:
    """Puts an article aside that tells nothing of use. It stays, as does what was read from it.

    Raises Refused for one that readers see, or that tells an event somebody works on.
    """
    require(by, "change_article")
    with transaction.atomic():
        current = locked(article, by=by, version=version)
        if current.status in PUBLIC_STATUSES:
            raise Refused(f"“{current.headline}” is published. Withdraw it and say why.")
        if event := Event.objects.filter(mentions__article=current, status__in=OPEN_STATUSES).first():
            raise Refused(f"“{current.headline}” tells the event “{event}”. Discard that first.")
        if current.dismissed_at is None:
            save(current, {"dismissed_at": timezone.now()}, verb="dismiss_article", by=by, note=note)
    return current


def recall_article(article: Article, *, by: AbstractUser, version: int | None = None) -> Article:
    """Takes an article that was put aside back into the inbox."""
    require(by, "change_article")
    with transaction.atomic():
        current = locked(article, by=by, version=version)
        if current.dismissed_at is not None:
            save(current, {"dismissed_at": None}, verb="recall_article", by=by)
    return current


def assign_item(item: FeedItem, *, to: AbstractUser | None, by: AbstractUser) -> FeedItem:
    """Gives what a feed offered to somebody, or to nobody."""
    require_may_give(to, by=by)
    return _changed(item, by=by, verb="assign_item", assignee=to)


def dismiss_item(item: FeedItem, *, by: AbstractUser, note: str = "") -> FeedItem:
    """What a feed offered is not wanted. Raises Refused when its article was taken."""
    return _changed(item, by=by, verb="dismiss_item", note=note, status=FeedItemStatus.DISMISSED)


def recall_item(item: FeedItem, *, by: AbstractUser) -> FeedItem:
    return _changed(item, by=by, verb="recall_item", status=FeedItemStatus.NEW)


def mark_item_taken(item: FeedItem, article: Article, *, by: AbstractUser) -> FeedItem:
    """The item's article is here: the one that was just stored, or one that was here before."""
    return _changed(item, by=by, verb="take_item", status=FeedItemStatus.TAKEN, article=article)


def _changed(item: FeedItem, *, by: AbstractUser, verb: str, note: str = "", **changes: object) -> FeedItem:
    require(by, "change_feeditem")
    with transaction.atomic():
        current = FeedItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
        if current is None:
            raise Refused(f"“{item.headline}” is not in the inbox any more: it was too old.")
        if current.status == FeedItemStatus.TAKEN and "status" in changes:
            raise Refused(f"“{current.headline}” was taken already, as article no. {current.article_id}.")
        before = current.status
        for name, value in changes.items():
            setattr(current, name, value)
        current.save(update_fields=list(changes))
        Decision.objects.record(
            verb=verb, by=by, on=current, from_status=before, to_status=current.status, note=note
        )
    return current
