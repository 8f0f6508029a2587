"""Entries into the database, portion by portion, in the caller's transaction.

While the database takes one portion in, the next one is read and rendered (`workshop.py`): each has a
processor of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import wait
from contextlib import contextmanager, nullcontext
from datetime import datetime
from traceback import clear_frames

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from events.enums import ImportMode
from events.exchange.assembling import Assembler, Batch
from events.exchange.database_words import is_about_rows, refusal
from events.exchange.entries import Entry
from events.exchange.inserting import Inserter
from events.exchange.refusals import Problem
from events.exchange.report import Report
from events.exchange.updating import Updater
from events.exchange.workshop import Worker
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
#: kB of words that are held at once while they go in, and of whatever else a statement sorts and joins.
_HELD = 32_768
#: kB that PostgreSQL may keep of a part that can be taken back alone.
_KEPT_EACH = 1024
#: Seconds of a portion that is still read: of rows that are all refused none ever becomes full.
_PATIENCE = 1.0
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
        self._is_all = run.mode == ImportMode.ALL
        self._inserter = Inserter(run, now, takes_source=takes_source)
        self._updater = Updater(run, by, self._inserter, takes_source=takes_source)
        self._counted_at = 0
        """How many were added when the tables were counted last."""
        self._is_lost = False
        """Whether the batch before was not written as it was looked up."""

    @property
    def assembler(self) -> Assembler:
        """What the worker works with."""
        return self._inserter.assembler

    def write(self, worker: Worker) -> Iterator[bool]:
        """Yields True after each portion, and False while it waits for one. Raises RefusedRows unless it is
        careful, and what is raised in the worker."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('gin_pending_list_limit', %s, true), set_config('work_mem', %s, true),"
                " set_config('maintenance_work_mem', %s, true),"
                # Both processors are at work: a second one for a question waits for them.
                " set_config('max_parallel_workers_per_gather', '0', true)",
                [str(_GATHERED), str(_KEPT_EACH if self._is_careful else _HELD), str(_HELD)],
            )
        with _checked_at_once():
            coming = worker.step(None)
            while True:
                while not wait([coming], _PATIENCE).done:
                    yield False
                step = coming.result()
                self._report.add(step.report)
                if step.asked is not None:
                    coming = worker.step(self._inserter.look_up(step.asked) if self._is_wanted else None)
                if step.batch is not None and self._is_wanted:
                    self._store(step.batch)
                yield True
                if step.asked is None:
                    break
                del step
        if self._report.added >= _MANY:
            with connection.cursor() as cursor:
                cursor.execute("SELECT events_settle_imported()")

    @property
    def _is_wanted(self) -> bool:
        """After a refusal of "all or none" nothing will stay: the rest is read for what else is wrong."""
        return not (self._is_all and self._report.refused)

    def _store(self, batch: Batch) -> None:
        if self._is_lost:
            # What it was looked up with may be gone with the batch before.
            self._is_lost = False
            batch = self._inserter.alone(batch.entries)
        self._insert(batch)
        self._report.unchanged += batch.unchanged
        for entry, pk in batch.changed:
            self._update(entry, pk)

    def _insert(self, batch: Batch) -> None:
        """All of them, or, when the database refuses them, each half by itself until the row is found."""
        if not batch.number:
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
            self._report.added += batch.number
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
        and an index would be read as a whole for each row that goes in. Autovacuum may find it so at any
        time, a minute after somebody has tried the file out; once a table is counted it waits for the end.
        """
        added = self._report.added
        # Tables of which few rows go in are not counted again and again.
        if added < max(_FEW, self._counted_at * 3 // 2):
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_class WHERE oid = ANY(%s::regclass[]) AND reltuples < %s",
                [list(_TABLES[:4]), added / 10],
            )
            if cursor.fetchone()[0]:
                cursor.execute("SELECT events_count_imported()")
                self._counted_at = added

    def _update(self, entry: Entry, pk: int) -> None:
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
            for problem in (*updated.kept, *updated.overwritten):
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
