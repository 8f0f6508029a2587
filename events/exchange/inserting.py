"""New events of a data set into the database, thousands at once.

In three steps, for the second needs no database and can be done while it works on other events: what it knows
is looked up, the rows are rendered, the rows are written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from events.enums import PUBLIC_STATUSES, Status
from events.exchange.copying import ids_of, write
from events.exchange.entries import ArticleEntry, Entry, MentionEntry
from events.exchange.parties import Parties
from events.exchange.places import Places
from events.exchange.rendering import Asked, Batch, Head, Renderer, asked_of
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
        #: That batch: its mentions may stand in articles that later events quote.
        self._before: Batch | None = None

    def gather(self, entries: Sequence[Entry]) -> Asked:
        """What is to be looked up; needs no database."""
        return asked_of(entries, self._fingerprint)

    def look_up(self, asked: Asked, *, is_alone: bool = False) -> Batch:
        """What the database knows of the entries. New claimants and outlets are added.

        The batch before may be written after this, unless it `is_alone`.
        """
        if is_alone:
            self._coming, self._before = {}, None
        self._places.look_up(asked.places)
        self._parties.look_up(asked.outlets, asked.claimants)
        entries = asked.entries
        batch = Batch(entries, self._places.as_known(), self._parties.as_known())
        batch.known = known = self._known([entry.source_id for entry in entries])
        batch.new = new = [entry for entry in entries if entry.source_id not in known]
        if new:
            self._look_up_articles(batch, _articles_of(new) if known else asked.articles, self._coming)
            self._coming = {mark: batch.articles[mark] for mark in batch.added}
            batch.events = ids_of("events_event", len(new))
            self._look_up_mentions(batch)
            figures = iter(ids_of("events_figure", sum([len(entry.figures) for entry in new])))
            batch.figures = [list(islice(figures, len(entry.figures))) for entry in new]
            batch.words = self._renderer.searched.look_up(asked.texts)
        self._before = batch
        return batch

    def render(self, batch: Batch) -> Batch:
        """Writes the rows out; needs no database."""
        return self._renderer.render(batch)

    def alone(self, entries: Sequence[Entry]) -> Batch:
        """The entries looked up and rendered, when all before them are written or given up."""
        return self.render(self.look_up(self.gather(entries), is_alone=True))

    def write(self, batch: Batch) -> None:
        """The rendered rows into the database, in the caller's transaction. Raises IntegrityError or
        DataError for what the database refuses."""
        if self._is_public and batch.waiting:
            found = Article.objects.filter(pk__in=batch.waiting, status=Status.DRAFT)
            found.update(status=Status.PUBLISHED)
        # What is written is let go: all tables of a batch together are tens of megabytes.
        batch.copies.reverse()
        while batch.copies:
            target, blocks = batch.copies.pop()
            if blocks:
                write(target, blocks)
            del blocks

    def articles_of(self, entry: Entry) -> dict[int, int]:
        """The ids of the articles of one entry by their positions; those that are not here yet are added."""
        batch = Batch([entry], self._places, self._parties, new=[entry])
        self._look_up_articles(batch, _articles_of([entry]), coming={})
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

    def _look_up_articles(
        self, batch: Batch, wanted: dict[str, ArticleEntry], coming: dict[str, int]
    ) -> None:
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
        number = sum([len(entry.mentions) for entry in batch.new])
        ids = iter(ids_of("events_mention", number))
        if number == len(batch.new) == len(batch.added):
            # A mention for each event, in an article that nothing else stands in.
            batch.mentions = [[pk] for pk in ids]
            return
        before = _told_by(self._before) if self._before else {}
        told: dict[Span, tuple[MentionEntry, int]] = {}
        here = _mentions_of([pk for mark, pk in batch.articles.items() if mark not in batch.added])
        for entry in batch.new:
            found = []
            for m in entry.mentions:
                mark = entry.articles[m.article].fingerprint
                span, pk = (mark, m.start, m.end), next(ids)
                known, number = told.get(span) or before.get(span) or (None, 0)
                if known and _told_of(known, batch.places) == _told_of(m, batch.places):
                    pk = number
                elif earlier := here.get((batch.articles[mark], m.start, m.end)):
                    place = batch.places[m.place]
                    if earlier[1:] == (m.role, m.relation, place and place.id):
                        pk = number = earlier[0]
                if pk == number and span not in told:
                    batch.told_before.add(pk)
                told.setdefault(span, (m, pk))
                found.append(pk)
            batch.mentions.append(found)

    def _fingerprint(self, article: ArticleEntry) -> str:
        told = f"{self._run.dataset_id}\0{article.outlet}\0{article.key}\0{article.text}"
        return hashlib.sha256(told.encode()).hexdigest()


def _articles_of(entries: Sequence[Entry]) -> dict[str, ArticleEntry]:
    """Their articles by their fingerprints."""
    articles: dict[str, ArticleEntry] = {}
    for entry in entries:
        for article in entry.articles:
            articles.setdefault(article.fingerprint, article)
    return articles


def _told_by(batch: Batch) -> dict[Span, tuple[MentionEntry, int]]:
    """The mentions of a batch by where they stand, with their ids."""
    told: dict[Span, tuple[MentionEntry, int]] = {}
    for entry, ids in zip(batch.new, batch.mentions, strict=True):
        for m, pk in zip(entry.mentions, ids, strict=True):
            told.setdefault((entry.articles[m.article].fingerprint, m.start, m.end), (m, pk))
    return told


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
