"""Everything that another Dateline knows (`columns.RECORDS`): JSON lines into rows with their offsets as
they were.

Each line names rows before it by their numbers in the file; here they get numbers of their own
(`records_rows`). Outlets, claimants, layers, places and texts that are here already are used, events that
were read in before are left as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from events.exchange.columns import JSON_LINES_FORMAT, RECORDS
from events.exchange.database_words import is_about_rows, refusal
from events.exchange.formats.json_lines import lines_of
from events.exchange.formats.table import MAX_ROWS
from events.exchange.opening import JSON_LINES, without_rows
from events.exchange.project import HEAD as PROJECT
from events.exchange.records_rows import Rows
from events.exchange.refusals import Problem, Unreadable, Wrong, shortened
from events.exchange.report import Report
from events.models import ImportRun

#: Bytes; an article of half a million characters, with whatever else its row says.
_MAX_LINE = 20_000_000
_LINES = "Dateline's JSON lines"
#: Lines that go in together, and their bytes: each savepoint takes 8 KB of the database until the end.
_PORTION, _PORTION_BYTES = 200, 2_000_000
#: Lines that the database may refuse, for each of which some savepoints more are needed.
_MOST_REFUSED = 1000

Record = dict[str, Any] | Wrong
Line = tuple[int, Record]


def check_lines(path: Path) -> None:
    """Raises Unreadable for a file that is none of Dateline's, or has only the line that says so."""
    with closing(lines_of(path, _MAX_LINE, _LINES)) as lines:
        _number, size, head = next(lines)
    _check_head(head)
    if path.stat().st_size == size:
        raise without_rows(JSON_LINES)


def read_records(
    path: Path, run: ImportRun, *, by: User, report: Report,
    progress: Callable[[int], None] = lambda rows: None,
) -> None:  # fmt: skip
    """Reads the lines in, in the caller's transaction; what is wrong with a line is said in the report.

    Raises Unreadable for a file that is none of Dateline's, and DatabaseError when the database cannot go on.
    """
    reading = _Reading(Rows(run, by, report), report)
    lines = lines_of(path, _MAX_LINE, _LINES)
    for _number, _bytes, head in islice(lines, 1):
        _check_head(head)
    for portion in _portions(lines):
        reading.read(portion)
        report.rows += len(portion)
        progress(report.rows)
    if not report.rows:  # of a file that was kept before such ones were refused
        raise without_rows(JSON_LINES)


def _portions(lines: Iterator[tuple[int, int, Record]]) -> Iterator[list[Line]]:
    portion: list[Line] = []
    size = 0
    for number, length, record in lines:
        if number > MAX_ROWS:
            raise Unreadable(f"The file has more than {MAX_ROWS:,} lines. Split it.")
        portion.append((number, record))
        size += length
        if len(portion) == _PORTION or size > _PORTION_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


class _Reading:
    def __init__(self, rows: Rows, report: Report) -> None:
        self._rows, self._report = rows, report
        self._refused = 0

    def read(self, lines: list[Line]) -> None:
        """The lines together. Where the database refuses one it is looked for by halves."""
        try:
            with transaction.atomic():
                self._rows.expect(record for _number, record in lines)
                told = [problem for number, record in lines if (problem := self._problem(number, record))]
                self._rows.write()
        except DatabaseError as error:
            if not is_about_rows(error):
                raise
            if len(lines) == 1:
                self._refuse(*lines[0], refusal(error))
                return
            self._rows.forget()
            half = len(lines) // 2
            self.read(lines[:half])
            self.read(lines[half:])
            return
        self._rows.keep()
        for problem in told:
            self._report.say(problem)

    def _problem(self, number: int, record: Record) -> Problem | None:
        """What is wrong with a line; None of one that was read in."""
        if isinstance(record, Wrong):
            return Problem(number, "", record.column, record.value, str(record))
        if (said := record.get("record")) not in RECORDS[1:]:
            sentence = f'A "{shortened(str(said))}" is no line of Dateline\'s JSON lines. Leave it out.'
            return Problem(number, _said_id(record), "record", str(said), sentence)
        try:
            self._rows.read(number, record)
        except Wrong as wrong:
            return Problem(number, _said_id(record), wrong.column, wrong.value, str(wrong))
        return None

    def _refuse(self, number: int, record: Record, sentence: str) -> None:
        self._rows.refuse()
        self._report.say(
            Problem(number, "" if isinstance(record, Wrong) else _said_id(record), "", "", sentence)
        )
        self._refused += 1
        if self._refused > _MOST_REFUSED:
            raise Unreadable(
                f"The database refused more than {_MOST_REFUSED:,} lines, the last of them line {number:,}: "
                f"{sentence} Try the import out, correct what is said of the first lines, then go on."
            )


def _said_id(record: dict[str, Any]) -> str:
    return shortened(str(record.get("id", "")))


def _check_head(head: dict[str, Any] | Wrong) -> None:
    if isinstance(head, Wrong):
        raise Unreadable(f"The file is none of Dateline's JSON lines. Line 1: {head}")
    if head.get("record") == PROJECT:
        raise Unreadable(
            "The file is a whole project. Read it into an empty database: manage.py import_project FILE"
        )
    if head.get("record") != "dateline":
        raise Unreadable(
            'The file is none of Dateline\'s JSON lines: its first line must be {"record": "dateline", …}.'
        )
    if head.get("format") != JSON_LINES_FORMAT:
        raise Unreadable(
            f"The file has format {head.get('format')}; this version reads {JSON_LINES_FORMAT}. Export "
            "it anew."
        )
