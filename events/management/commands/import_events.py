from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import InterfaceError, OperationalError
from tqdm import tqdm

from events.enums import ImportMode, Status
from events.exchange.database_words import ending
from events.exchange.opening import FORMATS, about_rows
from events.exchange.preparing import Preparation, prepare
from events.exchange.refusals import BrokenOff, Unreadable
from events.exchange.report import Report, write_problems
from events.exchange.running import Options, run_import
from events.exchange.watching import watched

#: What the command ends with: 1 is "refused, nothing was written", 2 "done, and some rows were refused".
REFUSED, PARTLY = 1, 2


class Command(BaseCommand):
    help = (
        "Reads a file of events into a data set: ACLED, UCDP GED or Dateline rows, as CSV, XLSX, "
        "GeoJSON, KML or "
        "JSON lines. Ends with 0, with 1 when nothing was written, with 2 when rows were refused."
    )

    #: Those of the settings and of all pages: whoever serves the site is told. Here they cost memory.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dataset", default="", help="Its name, such as “UCDP GED”. An unknown one is added."
        )
        parser.add_argument("--dataset-version", default="", help="The version of the file, such as 24.1.")
        parser.add_argument("--format", choices=FORMATS, help="When the file's name does not say it.")
        parser.add_argument("--encoding", default="", help="Of a text file that is not UTF-8.")
        parser.add_argument(
            "--mode", choices=ImportMode.values, default=ImportMode.ALL,
            help="all: one bad row and nothing is written; good: the good rows are.",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="Do it all, and take it back.")
        parser.add_argument("--publish", action="store_true", help="New events are published at once.")
        parser.add_argument("--review", action="store_true", help="New events wait for review.")
        parser.add_argument(
            "--mapping", action="append", default=[], metavar="FIELD=COLUMN",
            help="Read this column as that field; may be given several times.",
        )  # fmt: skip
        parser.add_argument(
            "--overwrite-corrections", action="store_true",
            help="Take the source's value even where an editor has corrected it.",
        )  # fmt: skip
        parser.add_argument("--errors", type=Path, help="Write what is said of rows to this CSV file.")
        parser.add_argument("--by", default="editor", help="The account that imports.")

    def handle(self, *args: Any, **options: Any) -> None:
        by = get_user_model().objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f'There is no account "{options["by"]}". Name one with --by.')
        try:
            prepared = prepare(
                options["file"], by=by, dataset=options["dataset"], version=options["dataset_version"],
                file_format=options["format"] or "", encoding=options["encoding"],
                mapping=_mapping(options["mapping"]), mode=ImportMode(options["mode"]),
                target=_target(options),
            )  # fmt: skip
            report = self._run(options, prepared, by)
        except (Unreadable, BrokenOff, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        except (OperationalError, InterfaceError) as error:
            raise CommandError(ending(error)) from error
        except KeyboardInterrupt:
            raise CommandError("The import was stopped, and nothing was written.", returncode=130) from None
        except OSError as error:
            raise CommandError(
                f"The import ended, and nothing was written: {error.strerror}. Start it again once that is "
                "mended."
            ) from error
        self._tell(report, prepared, options)

    def _run(self, options: dict[str, Any], prepared: Preparation, by: Any) -> Report:
        wanted = Options(
            is_dry_run=options["dry_run"], takes_source=options["overwrite_corrections"],
            encoding=options["encoding"], may_fork=True,
        )  # fmt: skip
        tqdm.monitor_interval = 0  # without a thread of its own
        about = about_rows(options["file"], prepared.run.file_format)
        tell = watched(prepared.run, about)
        is_shown = sys.stderr.isatty()

        def progress(rows: int) -> None:
            bar.update(rows - bar.n)
            tell(rows)

        with (
            _undisturbed(),
            tqdm(unit=" rows", total=about or None, disable=not is_shown, file=sys.stderr) as bar,
        ):
            return run_import(options["file"], prepared.run, by=by, options=wanted, progress=progress)

    def _tell(self, report: Report, prepared: Preparation, options: dict[str, Any]) -> None:
        for note in report.notes:
            self.stderr.write(self.style.WARNING(note))
        for problem in report.problems[:20]:
            self.stderr.write(f"row {problem.row:,}, {problem.source_id or 'no id'}: {problem.sentence}")
        if len(report.problems) > 20:
            self.stderr.write(
                f"… and {report.kept + report.refused - 20:,} more; --errors FILE writes them down."
            )
        if options["errors"]:
            with options["errors"].open("w", newline="", encoding="utf-8-sig") as file:
                write_problems((problem.as_list() for problem in report.problems), file)
        is_refused = prepared.run.mode == ImportMode.ALL and report.refused > 0
        if is_refused:
            raise CommandError(
                f"{report.refused:,} of {report.rows:,} rows cannot be read in, so nothing was written. "
                "Correct "
                "them, or use --mode good.",
                returncode=REFUSED,
            )
        done = "would be " if options["dry_run"] else ""
        # The data set itself is of the version that was read in last.
        source = f"{prepared.run.dataset.name} {prepared.run.version}".strip()
        self.stdout.write(
            f"{source}: {_counted(report.rows, 'row')}; {_counted(report.added, 'event')} {done}added, "
            f"{report.updated:,} updated, {report.unchanged:,} unchanged, {_counted(report.kept, 'note')}, "
            f"{_counted(report.refused, 'row')} refused."
        )
        if report.refused:
            sys.exit(PARTLY)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Lets the interpreter look for cycles among objects, of which an import makes none, a hundred times less
    often: what it walks through are the thousands of entries that wait."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _target(options: dict[str, Any]) -> Status:
    if options["publish"]:
        return Status.PUBLISHED
    return Status.IN_REVIEW if options["review"] else Status.DRAFT


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        field, sign, column = pair.partition("=")
        if not sign or not field or not column:
            raise CommandError(f'"{pair}" is no mapping. Write it as field=column, for example title=Name.')
        mapping[field.strip()] = column.strip()
    return mapping
