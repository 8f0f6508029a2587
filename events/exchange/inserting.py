"""New events of a data set into the database, thousands at once.

In three steps, for the second needs no database and can be done while it works on other events: what it knows
is looked up, the rows are rendered, the rows are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from events.enums import PUBLIC_STATUSES, Status
from events.exchange.copying import ids_of, write
from events.exchange.entries import ArticleEntry, Entry, MentionEntry
from events.exchange.parties import Parties
from events.exchange.places import Places
from events.exchange.rendering import Batch, Head, Renderer, places_of
from events.models import Article, Event, ImportRun

#: An article by its fingerprint, and offsets in it.
Span = tuple[str, int, int]


class Inserter:
    """Writes entries whose ids are new to the data set, as the run wants them."""

    def __init__(self, run: ImportRun, places: Places, parties: Parties, now: datetime) -> None:
        self._run = run
        self._places = places
        self._parties = parties
        self._is_public = run.target in PUBLIC_STATUSES
        self._renderer = Renderer(
            Head(
                run.pk, run.dataset_id, run.by_id, f"{run.dataset.name} {run.version}".strip(), run.target,
                # An article has no review of its own: it becomes public with its event.
                shown=Status.PUBLISHED if self._is_public else Status.DRAFT, is_public=self._is_public,
                now=now.isoformat(), event_type=ContentType.objects.get_for_model(Event).pk,
            )
        )  # fmt: skip
        #: The articles of the batch that was looked up last, which may not be written yet.
        self._coming: dict[str, int] = {}
        #: Its mentions in articles that several events may quote.
        self._told: dict[Span, tuple[MentionEntry, int]] = {}

    def look_up(self, entries: Sequence[Entry], *, is_alone: bool = False) -> Batch:
        """What the database knows of the entries. New claimants and outlets are added.

        The batch before may be written after this, unless it `is_alone`.
        """
        if is_alone:
            self._coming, self._told = {}, {}
        self._places.look_up(ref for entry in entries for ref in places_of(entry))
        self._parties.look_up(entries)
        batch = Batch(entries, self._places.as_known(), self._parties.as_known())
        batch.known = self._known([entry.source_id for entry in entries])
        batch.new = new = [entry for entry in entries if entry.source_id not in batch.known]
        if new:
            self._look_up_articles(batch, self._coming)
            self._coming = {mark: batch.articles[mark] for mark in batch.added}
            batch.events = ids_of("events_event", len(new))
            self._look_up_mentions(batch)
            figures = iter(ids_of("events_figure", sum(len(entry.figures) for entry in new)))
            batch.figures = [[next(figures) for _ in entry.figures] for entry in new]
            batch.words = self._renderer.searched.look_up(new)
        return batch

    def render(self, batch: Batch) -> Batch:
        """Writes the rows out; needs no database."""
        return self._renderer.render(batch)

    def write(self, batch: Batch) -> None:
        """The rendered rows into the database, in the caller's transaction. Raises IntegrityError or
        DataError for what the database refuses."""
        if self._is_public and batch.waiting:
            found = Article.objects.filter(pk__in=batch.waiting, status=Status.DRAFT)
            found.update(status=Status.PUBLISHED)
        for target, blocks in batch.copies:
            if blocks:
                write(target, blocks)

    def articles_of(self, entry: Entry) -> dict[int, int]:
        """The ids of the articles of one entry by their positions; those that are not here yet are added."""
        batch = Batch([entry], self._places, self._parties, new=[entry])
        self._look_up_articles(batch, coming={})
        self.write(self._renderer.render_articles(batch))
        return {n: batch.articles[article.fingerprint] for n, article in enumerate(entry.articles)}

    def _known(self, ids: list[str]) -> dict[str, tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT source_id, id, digest FROM events_sourcerecord WHERE dataset_id = %s AND "
                "source_id = ANY(%s)",
                [self._run.dataset_id, ids],
            )
            return {source_id: (pk, digest) for source_id, pk, digest in cursor.fetchall()}

    def _look_up_articles(self, batch: Batch, coming: dict[str, int]) -> None:
        wanted: dict[str, ArticleEntry] = {}
        for entry in batch.new:
            for article in entry.articles:
                article.fingerprint = self._fingerprint(article)
                wanted.setdefault(article.fingerprint, article)
        # Of records a fingerprint is here only where an event was imported before and lost since.
        known = _known_articles(list(wanted))
        batch.waiting = list(known.values())
        known |= {mark: pk for mark, pk in coming.items() if mark in wanted}
        batch.added = {mark: article for mark, article in wanted.items() if mark not in known}
        batch.articles = known | dict(
            zip(batch.added, ids_of("events_article", len(batch.added)), strict=True)
        )

    def _look_up_mentions(self, batch: Batch) -> None:
        """The ids of the entries' mentions. What tells two events in the same words of one article, and says
        the same of them, is one mention.
        """
        ids = iter(ids_of("events_mention", sum(len(entry.mentions) for entry in batch.new)))
        told: dict[Span, tuple[MentionEntry, int]] = {}
        here = _mentions_of([pk for mark, pk in batch.articles.items() if mark not in batch.added])
        for entry in batch.new:
            found = []
            for m in entry.mentions:
                mark = entry.articles[m.article].fingerprint
                span, pk = (mark, m.start, m.end), next(ids)
                known, before = told.get(span) or self._told.get(span) or (None, 0)
                if known and _told_of(known, batch.places) == _told_of(m, batch.places):
                    pk = before
                elif earlier := here.get((batch.articles[mark], m.start, m.end)):
                    place = batch.places[m.place]
                    if earlier[1:] == (m.role, m.relation, place and place.id):
                        pk = before = earlier[0]
                if pk == before and span not in told:
                    batch.told_before.add(pk)
                told.setdefault(span, (m, pk))
                found.append(pk)
            batch.mentions.append(found)
        self._told = told

    def _fingerprint(self, article: ArticleEntry) -> str:
        told = f"{self._run.dataset_id}\0{article.outlet}\0{article.key}\0{article.text}"
        return hashlib.sha256(told.encode()).hexdigest()


def _told_of(m: MentionEntry, places: Places) -> tuple:
    """What a mention says; a row names its place with where its event lies."""
    where = [found and found.id for found in (places[m.place], places[m.other_place], places[m.within])]
    return (
        m.role, m.relation, m.direction, m.distance_m, m.precision, m.geometry, m.phrase_start, m.phrase_end,
        m.excerpt_start, m.excerpt_end, *where,
    )  # fmt: skip


def _mentions_of(articles: list[int]) -> dict[tuple[int, int, int], tuple[int, str, str, int | None]]:
    """By article and offsets: the number of each mention, its role, relation and place."""
    if not articles:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT article_id, start, "end", id, role, relation, place_id FROM events_mention'
            " WHERE article_id = ANY(%s) AND status = 'accepted'",
            [articles],
        )
        return {row[:3]: row[3:] for row in cursor.fetchall()}


def _known_articles(fingerprints: list[str]) -> dict[str, int]:
    """As one array: Django would write each of thousands into the statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fingerprint, id FROM events_article WHERE fingerprint = ANY(%s)", [fingerprints]
        )
        return dict(cursor.fetchall())
