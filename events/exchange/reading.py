"""A file's rows as entries, with a sentence for each that is none. No database here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from mmap import mmap
from pathlib import Path

from events.enums import Scheme
from events.exchange import dateline, mapping
from events.exchange.entries import Entry
from events.exchange.excerpts import Excerpts
from events.exchange.formats.table import Table
from events.exchange.opening import CSV, open_table
from events.exchange.portions import portions
from events.exchange.refusals import Problem, Wrong
from events.exchange.report import Report
from events.exchange.scheme import Context, Row
from events.exchange.seen import Seen
from events.exchange.turns import with_turns
from events.models import ImportRun

#: Events that go in with one statement a table, fewer where they are large (`portions`): enough that
#: statements cost nothing, and few in memory.
CHUNK = 1500
#: Until PostgreSQL knows what lies in its tables it may read them row by row: the first events are few.
FIRST = 200
#: Rows that are read within a millisecond.
_TURN = 20


class Reader:
    def __init__(self, path: Path, run: ImportRun, context: Context, report: Report, encoding: str) -> None:
        self._path, self._run, self._context, self._report = path, run, context, report
        self._encoding = encoding
        self._scheme = Scheme(run.dataset.scheme)
        self._tables: list[Table] = []
        #: A process that is forked from this one counts in the same memory.
        self._read = memoryview(mmap(-1, 8)).cast("Q")
        self._is_left = False

    @property
    def rows_read(self) -> int:
        """As many as by now, whoever reads them."""
        return self._read[0]

    def leave(self) -> None:
        """Ends what another thread reads, at the next row: nobody waits for it."""
        self._is_left = True

    def close(self) -> None:
        for table in self._tables:
            table.close()

    def chunks(self) -> Iterator[list[Entry]]:
        return portions(self._entries(), FIRST, CHUNK)

    def _entries(self) -> Iterator[Entry]:
        rows = self._rows()
        if self._scheme == Scheme.DATELINE:
            excerpts = Excerpts()
            excerpts.gather(row for row in self._opened() if isinstance(row, Row))
            for item in dateline.entries_of(with_turns(rows, _TURN), self._context, excerpts):
                if isinstance(item, Problem):
                    self._report.say(item)
                else:
                    yield item
            return
        seen = Seen()
        entry_of = mapping.SCHEMES[self._scheme].entry_of
        for row in with_turns(rows, _TURN):
            try:
                entry = entry_of(row, self._context)
            except Wrong as wrong:
                self._report.say(
                    Problem(row.number, mapping.said_id(row), wrong.column, wrong.value, str(wrong))
                )
                continue
            first = seen.first(entry.source_id, row.number)
            if first != row.number:
                self._report.say(mapping.said_twice(entry, first, self._scheme))
                continue
            yield entry

    def _opened(self) -> Iterator[Row | Problem]:
        table = open_table(self._path, self._run.file_format, encoding=self._encoding)
        self._tables.append(table)
        mapping.check(self._scheme, self._run.mapping, table.columns)
        self._report.notes = table.notes
        is_escaped = self._scheme == Scheme.DATELINE and self._run.file_format == CSV
        rows = mapping.rows(table.rows, self._run.mapping, is_escaped=is_escaped)
        return takewhile(lambda _row: not self._is_left, rows)

    def _rows(self) -> Iterator[Row]:
        for row in self._opened():
            self._report.rows += 1
            self._read[0] += 1
            if isinstance(row, Problem):
                self._report.say(row)
            else:
                yield row
