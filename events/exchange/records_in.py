"""Everything that another Dateline knows (`columns.RECORDS`): JSON lines into rows with their offsets as
they were.

Each line names rows before it by their numbers in the file; here they get numbers of their own
(`records_rows`). Outlets, claimants, layers, places and texts that are here already are used, events that
were read in before are left as they are now.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction

from events.exchange.columns import JSON_LINES_FORMAT, RECORDS
from events.exchange.database_words import is_about_rows, refusal
from events.exchange.formats.json_lines import lines_of
from events.exchange.project import HEAD as PROJECT
from events.exchange.records_rows import Rows
from events.exchange.refusals import Problem, Unreadable, Wrong, shortened
from events.exchange.report import Report
from events.models import ImportRun

#: Bytes; an article of half a million characters, with whatever else its row says.
_MAX_LINE = 20_000_000


def read_records(path: Path, run: ImportRun, *, by: User, report: Report) -> None:
    """Reads the lines in, in the caller's transaction; what is wrong with a line is said in the report.

    Raises Unreadable for a file that is none of Dateline's, and DatabaseError when the database cannot go on.
    """
    rows = Rows(run, by, report)
    is_begun = False
    for number, _bytes, record in lines_of(path, _MAX_LINE, "Dateline's JSON lines"):
        if not is_begun:
            _check_head(record)
            is_begun = True
            continue
        report.rows += 1
        if isinstance(record, Wrong):
            report.say(Problem(number, "", record.column, record.value, str(record)))
            continue
        if (said := record.get("record")) not in RECORDS:
            sentence = f'A "{shortened(str(said))}" is no line of Dateline\'s JSON lines. Leave it out.'
            report.say(Problem(number, _said_id(record), "record", str(said), sentence))
            continue
        _read(rows, number, record, report)


def _read(rows: Rows, number: int, record: dict[str, Any], report: Report) -> None:
    try:
        with transaction.atomic():
            rows.read(number, record)
    except Wrong as wrong:
        report.say(Problem(number, _said_id(record), wrong.column, wrong.value, str(wrong)))
    except DatabaseError as error:
        if not is_about_rows(error):
            raise
        report.say(Problem(number, _said_id(record), "", "", refusal(error)))


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
