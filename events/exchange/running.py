"""An import from beginning to end: one transaction, in which thousands of rows go in with each statement.

The rows are read and checked in a thread of their own while the database works on those before them. Whatever
ends the run early (a bad row of "all or none", a full disk, a killed process), nothing of it stays.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from events.enums import PUBLIC_STATUSES, ImportMode, ImportState, Scheme
from events.exchange import dateline, mapping
from events.exchange.applied import describe
from events.exchange.entries import Entry
from events.exchange.excerpts import Excerpts
from events.exchange.formats.table import Table
from events.exchange.inserting import Inserter, places_of
from events.exchange.opening import CSV, JSON_LINES, open_table
from events.exchange.parties import Parties
from events.exchange.places import Places, frames
from events.exchange.records_in import read_records
from events.exchange.refusals import Problem, Unreadable, Wrong
from events.exchange.report import Report
from events.exchange.scheme import Context, Row
from events.exchange.updating import Updater
from events.ingestion.statistics import analyze_tables
from events.models import ImportRun, SourceRecord
from events.review.acts import Refused, require
from events.review.constraints import sentence_for

#: Events that go in with one statement a table: enough that statements cost nothing, and few in memory.
CHUNK = 4000
_WAITING = 2
#: From so many new events the planner is told what lies in its tables.
_MANY = 5000


@dataclass(frozen=True, slots=True)
class Options:
    """`takes_source`: fields that an editor corrected are overwritten too, and it is said."""

    is_dry_run: bool = False
    takes_source: bool = False
    encoding: str = ""


class _TakenBack(Exception):
    """Ends the transaction without its rows."""


def run_import(
    path: Path,
    run: ImportRun,
    *,
    by: User,
    options: Options = Options(),
    progress: Callable[[int], None] = lambda rows: None,
) -> Report:
    """Reads a file into a data set as `run` (saved before) says, and keeps with it how that went.

    Raises PermissionDenied without the right to import, or to publish where the run does; Unreadable for
    a file that cannot be read in at all.
    """
    require(by, "import_events")
    if run.target in PUBLIC_STATUSES:
        require(by, "publish_event")
        if settings.FOUR_EYES:
            raise PermissionDenied(
                "Nobody publishes here what they brought in themselves. Import the events for review, and "
                "somebody else publishes them."
            )
    report = Report()
    try:
        with transaction.atomic():
            _lock(run)
            if run.file_format == JSON_LINES:
                read_records(path, run, by=by, report=report)
            else:
                _Run(path, run, by, options, report, progress).go()
            if options.is_dry_run or (run.mode == ImportMode.ALL and report.refused):
                raise _TakenBack
    except _TakenBack:
        pass
    except Unreadable as error:
        _finish(run, report, options, refusal=str(error))
        raise
    _finish(run, report, options)
    if report.added >= _MANY and run.state == ImportState.DONE:
        analyze_tables()
    return report


def _lock(run: ImportRun) -> None:
    """One import of a data set at a time: two would both take its new ids for new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock('events_importrun'::regclass::int, %s)", [run.dataset_id]
        )


def _finish(run: ImportRun, report: Report, options: Options, refusal: str = "") -> None:
    if (run.mode == ImportMode.ALL and report.refused) or refusal:
        report.added = report.updated = 0
    if options.is_dry_run:
        return
    is_refused = bool(refusal) or (run.mode == ImportMode.ALL and report.refused > 0)
    run.state = ImportState.REFUSED if is_refused else ImportState.DONE
    run.finished_at = timezone.now()
    run.counts = report.counts
    run.problems = [problem.as_list() for problem in report.problems]
    if refusal:
        run.problems = [[0, "", "", "", refusal], *run.problems]
    run.content = None
    run.save()
    if not is_refused:
        dataset = run.dataset
        dataset.mapping = run.mapping
        dataset.version = run.version or dataset.version
        dataset.save(update_fields=["mapping", "version"])


class _Run:
    def __init__(
        self,
        path: Path,
        run: ImportRun,
        by: User,
        options: Options,
        report: Report,
        progress: Callable[[int], None],
    ) -> None:
        self._path, self._run, self._options, self._report = path, run, options, report
        self._progress = progress
        self._now: datetime = timezone.now()
        self._places = Places()
        self._parties = Parties(run.dataset)
        self._inserter = Inserter(run, self._places, self._parties, self._now)
        self._updater = Updater(run, by, self._inserter, takes_source=options.takes_source)
        self._scheme = Scheme(run.dataset.scheme)
        self._tables: list[Table] = []
        self._context = Context(run.dataset.name, run.version, self._now.date(), frames())

    def go(self) -> None:
        try:
            for chunk in _ahead(self._chunks()):
                if self._run.mode == ImportMode.ALL and self._report.refused:
                    continue  # nothing will stay; the other rows are read for what else is wrong
                self._write(chunk)
        finally:
            for table in self._tables:
                table.close()

    # Reading, in a thread of its own: no database

    def _chunks(self) -> Iterator[list[Entry]]:
        entries = self._entries()
        while chunk := list(islice(entries, CHUNK)):
            yield chunk

    def _entries(self) -> Iterator[Entry]:
        rows = self._rows()
        if self._scheme == Scheme.DATELINE:
            excerpts = Excerpts()
            excerpts.gather(row for row in self._opened() if isinstance(row, Row))
            for item in dateline.entries_of(rows, self._context, excerpts):
                if isinstance(item, Problem):
                    self._report.say(item)
                else:
                    yield item
            return
        seen: dict[str, int] = {}
        entry_of = mapping.SCHEMES[self._scheme].entry_of
        for row in rows:
            try:
                entry = entry_of(row, self._context)
            except Wrong as wrong:
                self._report.say(
                    Problem(row.number, mapping.said_id(row), wrong.column, wrong.value, str(wrong))
                )
                continue
            first = seen.setdefault(entry.source_id, row.number)
            if first != row.number:
                sentence = (
                    f"The id {entry.source_id} stands in row {first:,} already. Leave one of the two rows."
                )
                self._report.say(Problem(row.number, entry.source_id, "", "", sentence))
                continue
            yield entry

    def _opened(self) -> Iterator[Row | Problem]:
        table = open_table(self._path, self._run.file_format, encoding=self._options.encoding)
        self._tables.append(table)
        mapping.check(self._scheme, self._run.mapping, table.columns)
        self._report.notes = table.notes
        is_escaped = self._scheme == Scheme.DATELINE and self._run.file_format == CSV
        return mapping.rows(table.rows, self._run.mapping, is_escaped=is_escaped)

    def _rows(self) -> Iterator[Row]:
        for row in self._opened():
            self._report.rows += 1
            if isinstance(row, Problem):
                self._report.say(row)
            else:
                yield row

    # Writing

    def _write(self, chunk: list[Entry]) -> None:
        self._places.look_up(ref for entry in chunk for ref in places_of(entry))
        self._parties.look_up(chunk)
        for entry in chunk:
            describe(entry, self._places, self._parties)
        ids = [entry.source_id for entry in chunk]
        known = self._known(ids)
        self._insert([entry for entry in chunk if entry.source_id not in known])
        for entry in chunk:
            if entry.source_id in known:
                self._update(entry, *known[entry.source_id])
        self._progress(self._report.rows)

    def _known(self, ids: list[str]) -> dict[str, tuple[int, str]]:
        """The records that are here already, with their digests."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT source_id, id, digest FROM events_sourcerecord WHERE dataset_id = %s AND "
                "source_id = ANY(%s)",
                [self._run.dataset_id, ids],
            )
            return {source_id: (pk, digest) for source_id, pk, digest in cursor.fetchall()}

    def _insert(self, entries: list[Entry]) -> None:
        """All of them, or, when the database refuses them, each half by itself until the row is found."""
        if not entries:
            return
        try:
            with transaction.atomic():
                self._inserter.insert(entries)
        except DatabaseError as error:
            if not _is_about_rows(error):
                raise
            if len(entries) == 1:
                self._report.say(Problem(entries[0].row, entries[0].source_id, "", "", _sentence(error)))
                return
            half = len(entries) // 2
            self._insert(entries[:half])
            self._insert(entries[half:])
        else:
            self._report.added += len(entries)

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
            if not _is_about_rows(error):
                raise
            self._report.say(Problem(entry.row, entry.source_id, "", "", _sentence(error)))
        else:
            for problem in updated.kept:
                self._report.say(problem)
            if updated.is_changed:
                self._report.updated += 1
            elif not updated.kept:
                self._report.unchanged += 1


def _is_about_rows(error: DatabaseError) -> bool:
    """Whether the database refused what a row says, by its SQLSTATE: class 22 data, class 23 constraints."""
    return (getattr(error.__cause__, "sqlstate", None) or "")[:2] in ("22", "23")


def _sentence(error: DatabaseError) -> str:
    from django.db import IntegrityError

    if isinstance(error, IntegrityError):
        return sentence_for(error)
    return f"The database refused the row: {str(error).splitlines()[0]}."


def _ahead(chunks: Iterator[Any]) -> Iterator[Any]:
    """The same, made in a thread while those before are worked on; what goes wrong there is raised here."""
    made: queue.Queue = queue.Queue(maxsize=_WAITING)
    is_over = threading.Event()

    def make() -> None:
        try:
            for chunk in chunks:
                while not is_over.is_set():
                    try:
                        made.put((chunk, None), timeout=0.5)
                        break
                    except queue.Full:
                        continue
                if is_over.is_set():
                    return
            made.put((None, None))
        except BaseException as error:  # raised again where the rows are wanted
            made.put((None, error))

    thread = threading.Thread(target=make, name="reading", daemon=True)
    thread.start()
    try:
        while True:
            chunk, error = made.get()
            if error is not None:
                raise error
            if chunk is None:
                return
            yield chunk
    finally:
        is_over.set()
        thread.join()
