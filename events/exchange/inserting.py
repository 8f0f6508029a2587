"""New events of a data set into the database, thousands at once.

In three steps, for the second needs no database and is done while it works on other events: what it knows is
looked up, the rows are put together (`assembling.py`), the rows are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from events.enums import PUBLIC_STATUSES, Status
from events.exchange.arrays import texts
from events.exchange.assembling import Assembler, Batch
from events.exchange.copying import ids_of, write
from events.exchange.entries import Entry
from events.exchange.known import Answer, Asked
from events.exchange.parties import claimants_of, memory_of, outlets_of
from events.exchange.places import Places
from events.exchange.rendering import Head, Renderer
from events.exchange.searched import asked_of_the_database
from events.models import Article, Event, ImportRun


class Inserter:
    """Writes entries whose ids are new to the data set, as the run wants them."""

    def __init__(self, run: ImportRun, now: datetime, *, takes_source: bool) -> None:
        self._run = run
        self._places = Places()
        self._is_public = run.target in PUBLIC_STATUSES
        head = Head(
            run.pk, run.dataset_id, run.by_id, f"{run.dataset.name} {run.version}".strip(), run.target,
            # An article has no review of its own: it becomes public with its event.
            shown=Status.PUBLISHED if self._is_public else Status.DRAFT, is_public=self._is_public,
            now=now, event_type=ContentType.objects.get_for_model(Event).pk,
        )  # fmt: skip
        self.assembler = Assembler(Renderer(head), head, memory_of(run.dataset), takes_source=takes_source)
        #: The articles of the portion that was looked up last, which may not be written yet.
        self._coming: dict[str, int] = {}
        #: The places that were described by now.
        self._described: set[int] = set()

    def look_up(self, asked: Asked) -> Answer:
        """What the database knows of the entries. New claimants and outlets are added. The portion before may
        be written after this."""
        if asked.has_forgotten:
            self._described = set()
        answer = self._answer(asked, self._coming, self._described)
        self._described |= answer.found.keys()
        self._coming = {mark: answer.articles[mark] for mark in answer.added}
        return answer

    def alone(self, entries: Sequence[Entry]) -> Batch:
        """The rows of the entries, when all before them are written or given up."""
        assembler = self.assembler.alone()
        return assembler.assemble(self._answer(assembler.gather(entries), {}, set()))

    def write(self, batch: Batch) -> None:
        """The rows into the database, in the caller's transaction. Raises IntegrityError or DataError for
        what the database refuses."""
        if self._is_public and batch.waiting:
            found = Article.objects.filter(pk__in=batch.waiting, status=Status.DRAFT)
            found.update(status=Status.PUBLISHED)
        # What is written is let go: all tables of a batch together are tens of megabytes.
        batch.copies.reverse()
        while batch.copies:
            target, blocks = batch.copies.pop()
            if blocks:
                write(target.sql, blocks)
            del blocks

    def articles_of(self, entry: Entry) -> dict[int, int]:
        """The ids of the articles of one entry by their positions; those that are not here yet are added."""
        assembler = self.assembler.alone()
        asked = assembler.gather([entry])
        answer = Answer(outlets=outlets_of(asked.outlets))
        _look_up_articles(answer, asked.marks, coming={})
        self.write(assembler.articles(answer))
        return {n: answer.articles[article.fingerprint] for n, article in enumerate(entry.articles)}

    def _answer(self, asked: Asked, coming: dict[str, int], described: set[int]) -> Answer:
        answer = Answer(
            known=self._known(asked.ids), places=self._places.look_up(asked.places),
            outlets=outlets_of(asked.outlets), claimants=claimants_of(asked.claimants),
        )  # fmt: skip
        answer.found = self._places.described({pk for pk in answer.places.values() if pk} - described)
        answer.words = asked_of_the_database(asked.texts)
        new = [n for n, source_id in enumerate(asked.ids) if source_id not in answer.known]
        if new:
            _look_up_articles(answer, [asked.marks[n] for n in new], coming)
            answer.events = ids_of("events_event", len(new))
            answer.mentions = ids_of("events_mention", sum([asked.mentions[n] for n in new]))
            answer.figures = ids_of("events_figure", sum([asked.figures[n] for n in new]))
            answer.here = _mentions_of(answer.articles.keys() - set(answer.added), answer.articles)
        return answer

    def _known(self, ids: list[str]) -> dict[str, tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT source_id, id, digest FROM events_sourcerecord WHERE dataset_id = %s AND "
                "source_id = ANY(%s::text[])",
                [self._run.dataset_id, texts(ids)],
            )
            return {source_id: (pk, digest) for source_id, pk, digest in cursor.fetchall()}


def _look_up_articles(answer: Answer, marks: Iterable[list[str]], coming: dict[str, int]) -> None:
    wanted = list(dict.fromkeys(mark for of_entry in marks for mark in of_entry))
    # Of records a fingerprint is here only where an event was imported before and lost since.
    known = _known_articles(wanted)
    answer.waiting = list(known.values())
    known |= {mark: coming[mark] for mark in wanted if mark in coming}
    answer.added = [mark for mark in wanted if mark not in known]
    ids = ids_of("events_article", len(answer.added))
    answer.articles = known | dict(zip(answer.added, ids, strict=True))


def _mentions_of(
    marks: Iterable[str], articles: dict[str, int]
) -> dict[tuple[int, int, int], tuple[int, str, str, int | None]]:
    """By article and offsets: the number of each mention, its role, relation and place."""
    ids = [articles[mark] for mark in marks]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT article_id, start, "end", id, role, relation, place_id FROM events_mention'
            " WHERE article_id = ANY(%s) AND status = 'accepted'",
            [ids],
        )
        return {row[:3]: row[3:] for row in cursor.fetchall()}


def _known_articles(fingerprints: list[str]) -> dict[str, int]:
    """As one array: Django would write each of thousands into the statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT fingerprint, id FROM events_article WHERE fingerprint = ANY(%s::text[])",
            [texts(fingerprints)],
        )
        return dict(cursor.fetchall())
