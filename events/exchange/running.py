"""An import from beginning to end: one transaction, in which thousands of rows go in with each statement.

The rows are read, checked and put together while the database works on those before them (`workshop.py`): in
a thread, or where that is possible in a process of their own. Whatever ends the run early (a bad row of "all
or none", a full disk, a killed process), nothing of it stays.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from events.enums import PUBLIC_STATUSES, ImportMode, ImportState
from events.exchange.apart import worker_for
from events.exchange.opening import JSON_LINES
from events.exchange.preparing import require_import
from events.exchange.reading import Reader
from events.exchange.records_in import read_records
from events.exchange.refusals import Unreadable
from events.exchange.report import Report
from events.exchange.scheme import Context
from events.exchange.storing import RefusedRows, Writer
from events.exchange.whereabouts import known_whereabouts
from events.exchange.workshop import Workshop
from events.models import ImportRun
from events.review.acts import require


@dataclass(frozen=True, slots=True)
class Options:
    """`takes_source`: fields that an editor corrected are overwritten too, and it is said. `may_fork`: no
    other thread runs in this process, so that a large file can be read in one of its own."""

    is_dry_run: bool = False
    takes_source: bool = False
    encoding: str = ""
    may_fork: bool = False


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
    a file that cannot be read in at all; BrokenOff where it was not read to its end.
    """
    require_import(by)
    if run.target in PUBLIC_STATUSES:
        require(by, "publish_event")
        if settings.FOUR_EYES:
            raise PermissionDenied(
                "Nobody publishes here what they brought in themselves. Import the events for review, and "
                "somebody else publishes them."
            )
    report = Report()
    if not options.is_dry_run:
        _keep_state(run, ImportState.RUNNING)
    try:
        with transaction.atomic():
            progress(0)  # before it may have to wait for another import
            _lock(run)
            if run.file_format == JSON_LINES:
                read_records(path, run, by=by, report=report, progress=progress)
            else:
                _read_rows(path, run, by, options, report, progress)
            if options.is_dry_run or (run.mode == ImportMode.ALL and report.refused):
                raise _TakenBack
    except _TakenBack:
        pass
    except Unreadable as error:
        _finish(run, report, options, refusal=str(error))
        raise
    except BaseException:
        # A connection that was lost cannot say it; then `mark_broken_off` will.
        if not options.is_dry_run:
            with suppress(DatabaseError, InterfaceError):
                _keep_state(run, ImportState.BROKEN_OFF)
        raise
    _finish(run, report, options)
    return report


def mark_broken_off() -> None:
    """Says of imports that ended without a word, a killed process or a lost connection, that they are over.

    Whoever reads a data set in holds its lock until the end, whatever the end is.
    """
    for run in ImportRun.objects.filter(state=ImportState.RUNNING).only("pk", "dataset_id"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_try_advisory_xact_lock('events_importrun'::regclass::int, %s)", [run.dataset_id]
            )
            if cursor.fetchone()[0]:
                _keep_state(run, ImportState.BROKEN_OFF)


def _keep_state(run: ImportRun, state: ImportState) -> None:
    run.state = state
    ImportRun.objects.filter(pk=run.pk).update(state=state)


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


def _read_rows(
    path: Path, run: ImportRun, by: User, options: Options, report: Report, progress: Callable[[int], None]
) -> None:
    try:
        with transaction.atomic():
            _write_rows(path, run, by, options, report, progress, is_careful=False)
    except RefusedRows:
        # Most rows that cannot be are found when they are read: seldom is it all done twice.
        report.begin_anew()
        _write_rows(path, run, by, options, report, progress, is_careful=True)


def _write_rows(
    path: Path, run: ImportRun, by: User, options: Options, report: Report,
    progress: Callable[[int], None], *, is_careful: bool,
) -> None:  # fmt: skip
    now = timezone.now()
    context = Context(run.dataset.name, run.version, now.date(), known_whereabouts())
    said = Report()
    reader = Reader(path, run, context, said, options.encoding)
    writer = Writer(run, by, report, now, takes_source=options.takes_source, is_careful=is_careful)
    workshop = Workshop(reader, writer.assembler, said)
    # Rows that the database refuses are taken apart, for which they have to be here.
    with closing(worker_for(workshop, path, may_fork=options.may_fork and not is_careful)) as worker:
        for is_portion in writer.write(worker):
            progress(report.rows if is_portion else reader.rows_read)
