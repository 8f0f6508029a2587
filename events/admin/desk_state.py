"""What the desk shows of an article, as plain data for JSON, in a fixed number of queries.

Offsets are code points. Geometries are simplified for the screen; what is stored stays as it is. Places are
listed once each, however many mentions and candidates point at them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q
from django.urls import reverse

from events.admin.desk_events import event_data, events_of, suggestions_data
from events.admin.desk_proposals import figures_data, mentions_data
from events.admin.desk_words import partly_read_words, plain_counts
from events.api.wording import date_text, day_text, text_direction
from events.enums import Acceptance, MentionStatus
from events.extraction.dates import ReadDate, read_dates
from events.extraction.speakers import read_speakers
from events.models import Article, Layer, Map
from events.pipeline.snapshot import Snapshot, Versions
from events.pipeline.suggesting import suggestions_of
from events.review.rights import visible_to


def desk_state(article: Article, *, by: AbstractUser) -> dict[str, Any]:
    """Everything the desk shows."""
    return {
        "article": article_data(article, by=by),
        **parts(Snapshot(article), by=by),
        **spans_of_text(article),
        "layers": [{"id": layer.pk, "slug": layer.slug, "name": layer.name} for layer in Layer.objects.all()],
        "maps": _maps(),
    }


def parts(
    snapshot: Snapshot,
    *,
    by: AbstractUser,
    mentions: Collection[int] | None = None,
    figures: Collection[int] | None = None,
) -> dict[str, Any]:
    """What changes with a decision: the mentions and figures named (all when None) and everything that
    follows from them. Events and suggestions are always whole, because any decision may change them."""
    article = snapshot.article
    mention_rows, places = mentions_data(snapshot, mentions)
    suggested = suggestions_of(snapshot)
    return {
        "mentions": mention_rows,
        "figures": figures_data(article, figures),
        "places": places,
        "events": [event_data(event, article) for event in events_of(snapshot, by=by)],
        "suggestions": suggestions_data(suggested.ready),
        "expected": suggestions_data(suggested.expected),
        "counts": counts(snapshot),
        "read": article.read_at is not None,
        "partly_read": partly_read_words(article),
    }


def spans_of_text(article: Article) -> dict[str, Any]:
    """Where the text names days and those who claim something; of other languages than English, ISO dates."""
    is_english = article.language.split("-")[0].lower() in ("", "en")
    return {
        "dates": [
            {"start": read.start, "end": read.end, "words": _date_words(read)}
            for read in read_dates(article.text, article.published_on)
        ],
        "speakers": [
            {"start": speaker.start, "end": speaker.end, "name": speaker.name}
            for speaker in (read_speakers(article.text) if is_english else ())
        ],
    }


def _date_words(read: ReadDate) -> str:
    """The days that the words mean, in words."""
    return date_text(read.earliest, read.latest, read.precision)


def article_data(article: Article, *, by: AbstractUser) -> dict[str, Any]:
    return {
        "id": article.pk,
        "headline": article.headline,
        "outlet": article.outlet.name,
        "published_on": article.published_on.isoformat(),
        "published_text": day_text(article.published_on),
        "url": article.url,
        "text": article.text,
        "language": article.language,
        "direction": text_direction(article.language),
        "version": article.version,
        "status": article.status,
        "duplicates": _duplicates(article, by=by),
        "may": {
            "publish": by.has_perm("events.publish_event"),
            "submit": by.has_perm("events.submit_event"),
            "withdraw": by.has_perm("events.withdraw_event"),
            "build": by.has_perm("events.add_event"),
            "add_organisation": by.has_perm("events.add_organisation"),
            "show_coarser": by.has_perm("events.show_coarser"),
            "dismiss": by.has_perm("events.change_event"),
        },
    }


def counts(snapshot: Snapshot) -> dict[str, Any]:
    mentions, figures = snapshot.mentions, snapshot.figures
    decided = [row for row in mentions if row.status != MentionStatus.PROPOSED]
    judged = [row for row in figures if row.acceptance != Acceptance.PROPOSED]
    numbers = {"places": len(mentions), "figures": len(figures), "decided": len(decided) + len(judged)}
    return {**numbers, "words": plain_counts(numbers)}


def raised_versions(before: Versions, after: Versions) -> list[dict[str, Any]]:
    """The rows that a decision has changed along with its own: what the desk sends next was made on the
    versions before and must not look like somebody else's."""
    return [
        {"type": kind, "id": pk, "from_version": before[kind, pk], "version": version}
        for (kind, pk), version in sorted(after.items())
        if before.get((kind, pk), version) != version
    ]


def _duplicates(article: Article, *, by: AbstractUser) -> list[dict[str, Any]]:
    """The other printers of the same text: the article it repeats, and those that repeat either."""
    origin = article.duplicate_of_id or article.pk
    others = (
        visible_to(by, Article.objects.filter(Q(pk=origin) | Q(duplicate_of=origin)))
        .exclude(pk=article.pk)
        .select_related("outlet")
        .only("headline", "outlet__name", "published_on")
        .order_by("published_on")[:10]
    )
    return [
        {
            "outlet": other.outlet.name,
            "headline": other.headline,
            "published_on": other.published_on.isoformat(),
            "url": reverse("admin:events_article_desk", args=[other.pk]),
        }
        for other in others
    ]


def _maps() -> list[dict[str, Any]]:
    return [
        {"slug": chosen.slug, "title": chosen.title, "url": chosen.get_absolute_url()}
        for chosen in Map.objects.published()
    ]
