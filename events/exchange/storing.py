"""Entries into the database, chunk by chunk, in the caller's transaction.

While the database takes one chunk in, the next one is rendered by a thread: each has a processor of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import datetime
from traceback import clear_frames

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from events.exchange.database_words import is_about_rows, refusal
from events.exchange.entries import Entry
from events.exchange.inserting import Inserter
from events.exchange.parties import Parties
from events.exchange.places import Places
from events.exchange.refusals import Problem
from events.exchange.rendering import Asked, Batch
from events.exchange.report import Report
from events.exchange.updating import Updater
from events.models import ImportRun, SourceRecord
from events.review.acts import Refused

_TABLES = (
    "events_article", "events_mention", "events_event", "events_eventmention", "events_figure",
    "events_sourcerecord", "events_decision",
)  # fmt: skip
#: From so many new events the indexes of the search are brought in order at the end.
_MANY = 5000
#: kB of words that are gathered before they go into those indexes.
_GATHERED = 65_536
#: kB that PostgreSQL may keep of a part that can be taken back alone.
_KEPT_EACH = 1024
#: Rows of a table by its statistics, below which they are those of an almost empty one.
_FEW = 1000


class RefusedRows(Exception):
    """The database refused a batch of rows; a Writer that is careful finds out which."""


class Writer:
    """Careful, it writes each batch so that it can be taken back alone. PostgreSQL keeps what it needed for
    each such part until the end, megabytes of it, so rows that all can be written are not written that way.
    """

    def __init__(
        self, run: ImportRun, by: User, report: Report, now: datetime, *, takes_source: bool, is_careful: bool
    ) -> None:
        self._report = report
        self._is_careful = is_careful
        self._inserter = Inserter(run, Places(), Parties(run.dataset), now)
        self._updater = Updater(run, by, self._inserter, takes_source=takes_source)
        self._is_counted = False
        self._is_lost = False
        """Whether the batch before was not written as it was looked up."""

    def gather(self, chunk: Sequence[Entry]) -> Asked:
        """A chunk as it is written. Needs no database."""
        return self._inserter.gather(chunk)

    def write(self, chunks: Iterable[Asked]) -> Iterator[None]:
        """Yields after each chunk that is in the database. Raises RefusedRows unless it is careful."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('gin_pending_list_limit', %s, true), set_config('work_mem', %s, true)",
                [str(_GATHERED), str(_KEPT_EACH if self._is_careful else _GATHERED)],
            )
        with _checked_at_once(), ThreadPoolExecutor(1, thread_name_prefix="rendering") as renderer:
            waiting: Future[Batch] | None = None
            for chunk in chunks:
                batch = self._inserter.look_up(chunk)
                rendered = renderer.submit(self._inserter.render, batch)
                if waiting is not None:
                    self._store(waiting.result())
                    yield
                waiting = rendered
            if waiting is not None:
                self._store(waiting.result())
                yield
        if self._report.added >= _MANY:
            with connection.cursor() as cursor:
                cursor.execute("SELECT events_settle_imported()")

    def _store(self, batch: Batch) -> None:
        if self._is_lost:
            # What it was looked up with may be gone with the batch before.
            self._is_lost = False
            batch = self._inserter.alone(batch.entries)
        self._insert(batch)
        for entry in batch.entries:
            if entry.source_id in batch.known:
                self._update(entry, *batch.known[entry.source_id])

    def _insert(self, batch: Batch) -> None:
        """All of them, or, when the database refuses them, each half by itself until the row is found."""
        if not batch.new:
            return
        try:
            with transaction.atomic() if self._is_careful else nullcontext():
                self._inserter.write(batch)
        except DatabaseError as error:
            if not is_about_rows(error):
                raise
            if not self._is_careful:
                raise RefusedRows from error
            self._is_lost = True
            # What was called holds the rows and is held by the error: they gather until Python looks for
            # such circles, and large ones fill the memory before.
            clear_frames(error.__traceback__)
            self._insert_halves(batch.new, error)
        else:
            self._report.added += len(batch.new)
            self._count()

    def _insert_halves(self, entries: Sequence[Entry], error: DatabaseError) -> None:
        if len(entries) == 1:
            self._report.say(Problem(entries[0].row, entries[0].source_id, "", "", refusal(error)))
            return
        middle = len(entries) // 2
        for half in (entries[:middle], entries[middle:]):
            self._insert(self._inserter.alone(half))

    def _count(self) -> None:
        """Lets PostgreSQL count what lies in tables that it takes for almost empty, and plan for it.

        A table that was filled by a dry run is full of dead rows: by its statistics there is nothing in it,
        and it would be read as a whole for each row that goes in.
        """
        if self._is_counted or self._report.added < _FEW:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_class WHERE oid = ANY(%s::regclass[]) AND reltuples < %s",
                [list(_TABLES[:4]), _FEW / 10],
            )
            self._is_counted = cursor.fetchone()[0] == 0
            if not self._is_counted:
                cursor.execute("SELECT events_count_imported()")

    def _update(self, entry: Entry, pk: int, digest: str) -> None:
        if digest == entry.digest:
            self._report.unchanged += 1
            return
        record = SourceRecord.objects.select_related("event").get(pk=pk)
        try:
            with transaction.atomic():
                updated = self._updater.update(entry, record)
        except (Refused, PermissionDenied) as error:
            self._report.say(Problem(entry.row, entry.source_id, "", "", str(error)))
        except DatabaseError as error:
            if not is_about_rows(error):
                raise
            self._report.say(Problem(entry.row, entry.source_id, "", "", refusal(error)))
        else:
            for problem in updated.kept:
                self._report.say(problem)
            if updated.is_changed:
                self._report.updated += 1
            elif not updated.kept:
                self._report.unchanged += 1


@contextmanager
def _checked_at_once() -> Iterator[None]:
    """References are checked with each statement, not all at the end: what names nothing is found where it is
    written, and what waits to be checked takes no memory. Invariants that span rows still wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint"
            " WHERE contype = 'f' AND condeferrable AND conrelid = ANY(%s::regclass[])",
            [list(_TABLES)],
        )
        names = cursor.fetchone()[0]
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")
        yield
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")
