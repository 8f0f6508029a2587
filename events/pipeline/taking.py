"""From what a feed offered, or an address, to a stored and read article."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from events.ingestion.addresses import Resolver, system_resolver
from events.ingestion.articles import Added, AlreadyHere, add_article
from events.ingestion.documents.document import Document
from events.ingestion.documents.reading import read_document
from events.ingestion.fetching import HTML, Connector, connect, fetch
from events.models import Article, FeedItem
from events.pipeline.storing import read_article
from events.review.acts import Refused
from events.review.intake import mark_item_taken


@dataclass(frozen=True, slots=True)
class Taken:
    """The article of a feed's item; `is_new` unless it was here before. `notices` are for the editor."""

    article: Article
    is_new: bool
    notices: tuple[str, ...] = ()


def fetch_document(
    url: str, *, resolve: Resolver = system_resolver, connect: Connector = connect
) -> Document:
    """The article at an address. Raises UnreadableArticle; nothing is stored."""
    page = fetch(url, resolve=resolve, connect=connect)
    return read_document(page.body, charset=page.charset, url=page.url, is_page=page.content_type in HTML)


def take_item(
    item: FeedItem,
    *,
    by: AbstractUser,
    resolve: Resolver = system_resolver,
    connect: Connector = connect,
) -> Taken:
    """Fetches, stores and reads the article that a feed offered; what the page does not say, the feed did.

    Raises UnreadableArticle where it cannot be fetched or read, and Refused where it cannot be taken.
    """
    if item.article is not None:
        raise Refused(f"“{item.headline}” was taken already, as article no. {item.article_id}.")
    document = fetch_document(item.url, resolve=resolve, connect=connect)
    feed = item.feed
    offered_at = item.published_at or item.created_at
    try:
        with transaction.atomic():
            added = add_article(
                by=by, outlet=feed.outlet, headline=item.headline, text=document.text,
                published_on=document.published_on or timezone.localdate(offered_at), url=item.url,
                language=feed.language or document.language or item.language or feed.outlet.language,
                assignee=item.assignee or by,
            )  # fmt: skip
            mark_item_taken(item, added.article, by=by)
            read_article(added.article, by=by)
    except AlreadyHere as refusal:
        mark_item_taken(item, refusal.article, by=by)
        return Taken(refusal.article, is_new=False, notices=(str(refusal),))
    return Taken(added.article, is_new=True, notices=(*document.notices, *_near(added)))


def _near(added: Added) -> tuple[str, ...]:
    return (added.notice,) if added.notice else ()
