"""Feeds in: each is asked when it is its turn, and what it offers anew waits in the inbox.

Several processes may ask at once: the row of the feed that one is asking is locked, and the others pass it
by.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.ingestion.addresses import Resolver, system_resolver
from events.ingestion.documents.apart import read_apart
from events.ingestion.fetching import FEEDS, Connector, FetchingIsOff, NotFetched, connect, fetch
from events.ingestion.language import language_of
from events.ingestion.text import UnreadableArticle
from events.likeness import NEAR, bands, likeness, words
from events.models import Article, Feed, FeedItem
from events.models.feed import FeedItemStatus

log = logging.getLogger(__name__)

#: After failures the time between two questions doubles, up to this.
LONGEST_PAUSE = timedelta(days=1)
#: Fewer words than these say nothing: "Live updates" is the same every day.
LEAST_WORDS = 8
#: Items that arrived longer ago are another report, however alike.
ALIKE_DAYS = 14
_MAX_COMPARED = 10
_GONE = 410


@dataclass(frozen=True, slots=True)
class Polled:
    """What asking a feed has brought: how many new items, or in words what was wrong."""

    feed: Feed
    added: int = 0
    error: str = ""


def poll_due_feeds(*, resolve: Resolver = system_resolver, connect: Connector = connect) -> Iterator[Polled]:
    """Asks every feed whose turn it is, the one that has waited longest first.

    Raises FetchingIsOff where the setting is off.
    """
    if not settings.INTAKE_FETCH:
        raise FetchingIsOff
    while (polled := _poll_next(resolve, connect)) is not None:
        yield polled


def forget_old_items() -> int:
    """Deletes what was offered INTAKE_KEEP_DAYS ago and was never taken or given to anybody."""
    before = timezone.now() - timedelta(days=settings.INTAKE_KEEP_DAYS)
    old = FeedItem.objects.filter(created_at__lt=before, assignee__isnull=True)
    return old.exclude(status=FeedItemStatus.TAKEN).delete()[1].get("events.FeedItem", 0)


@transaction.atomic
def _poll_next(resolve: Resolver, connect: Connector) -> Polled | None:
    due = Feed.objects.filter(is_active=True, next_poll_at__lte=timezone.now()).order_by("next_poll_at", "pk")
    feed = due.select_for_update(skip_locked=True, of=("self",)).select_related("outlet").first()
    return poll_feed(feed, resolve=resolve, connect=connect) if feed else None


def poll_feed(feed: Feed, *, resolve: Resolver = system_resolver, connect: Connector = connect) -> Polled:
    """Asks one feed, whose row the caller has locked, and says when it is asked next."""
    retry_after_s: int | None = None
    error, added = "", 0
    try:
        with transaction.atomic():
            added = _ask(feed, resolve, connect)
    except NotFetched as refusal:
        error, retry_after_s = str(refusal), refusal.retry_after_s
        if refusal.status == _GONE:
            feed.is_active = False
            error += " Its server says that it is gone for good, so it is not asked any more."
    except UnreadableArticle as refusal:
        error = str(refusal)
    except Exception:
        # One feed that trips us must not keep the others from their turn, today and every day.
        log.exception("Feed no. %s could not be read", feed.pk)
        error = "The feed could not be read for a reason of ours; the server's log says more."
    now = timezone.now()
    feed.failures = feed.failures + 1 if error else 0
    feed.last_error, feed.polled_at = error, now
    pause = timedelta(minutes=feed.interval_minutes)
    if error:
        pause = max(pause, min(pause * 2 ** min(feed.failures, 12), LONGEST_PAUSE))
    feed.next_poll_at = now + max(pause, timedelta(seconds=retry_after_s or 0))
    feed.save()
    return Polled(feed, added, error)


def _ask(feed: Feed, resolve: Resolver, connect: Connector) -> int:
    headers = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    known = {name: value for name, value in headers.items() if value}
    answer = fetch(feed.url, kinds=FEEDS, headers=known, resolve=resolve, connect=connect)
    if answer.status == 304:
        return 0
    read = read_apart(
        "feed", answer.body, {"address": answer.url},
        timeout=settings.INTAKE_READ_TIMEOUT_S, memory=settings.INTAKE_READ_MEMORY_BYTES,
    )  # fmt: skip
    added = _store(feed, read["entries"], feed.language or read["language"])
    # Only now: what could not be read is to be sent again.
    feed.etag = _kept(answer.headers.get("ETag", ""), 500)
    feed.last_modified = _kept(answer.headers.get("Last-Modified", ""), 100)
    return added


def _kept(value: str, longest: int) -> str:
    """A validator is sent back whole or not at all."""
    return value if len(value) <= longest and value.isprintable() else ""


def _store(feed: Feed, entries: list[dict[str, Any]], language: str) -> int:
    oldest = timezone.now() - timedelta(days=settings.INTAKE_KEEP_DAYS)
    guids = [entry["guid"] for entry in entries]
    known = set(FeedItem.objects.filter(feed=feed, guid__in=guids).values_list("guid", flat=True))
    added = 0
    # The newest stands first in a feed; the earliest is to be the first of its text here.
    for entry in reversed(entries):
        published_at = _past(entry["published_at"])
        if entry["guid"] in known or (published_at and published_at < oldest):
            continue
        known.add(entry["guid"])
        said = f"{entry['headline']} {entry['summary']}"
        item = FeedItem(
            feed=feed, guid=entry["guid"], url=entry["url"], headline=entry["headline"],
            summary=entry["summary"], published_at=published_at, language=language or language_of(said),
            bands=bands(said) if len(words(said)) >= LEAST_WORDS else [],
        )  # fmt: skip
        if article := Article.objects.filter(url=item.url).order_by("pk").first():
            item.status, item.article = FeedItemStatus.TAKEN, article
        item.first = _first_like(item, said)
        item.save()
        added += 1
    return added


def _past(said: str | None) -> datetime | None:
    """A time that a feed names; one that is still to come is a mistake, and unknown."""
    at = datetime.fromisoformat(said) if said else None
    return at if at and at <= timezone.now() + timedelta(days=1) else None


def _first_like(item: FeedItem, said: str) -> FeedItem | None:
    """The first item with that address, or with nearly these words."""
    since = timezone.now() - timedelta(days=ALIKE_DAYS)
    recent = FeedItem.objects.filter(created_at__gte=since)
    if same := recent.filter(url=item.url).order_by("pk").first():
        return same.first or same
    if not item.bands:
        return None
    for other in recent.sharing_a_band(item.bands).select_related("first")[:_MAX_COMPARED]:
        if likeness(said, f"{other.headline} {other.summary}") >= NEAR:
            return other.first or other
    return None
