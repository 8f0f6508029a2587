"""CSV and its kin: commas, semicolons, tabs or bars, in any encoding that can be told."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import compress
from pathlib import Path
from typing import IO

from events.exchange.formats.encodings import encoding_of
from events.exchange.formats.table import MAX_CELL, MAX_ROWS, Cells, Table, check_size, named
from events.exchange.refusals import Unreadable, Wrong

_DELIMITERS = ",;\t|"
#: Characters of a row, over however many lines its texts go: what is beyond would be held at once.
MAX_ROW = 5_000_000


def read(path: Path, *, encoding: str = "") -> Table:
    """Raises Unreadable for a file that is no table."""
    check_size(path)
    encoding, notes = encoding_of(path, encoding)
    file = path.open(encoding=encoding, newline="")
    # Of the whole process; a cell beyond it is an error of its row or ends the reading.
    csv.field_size_limit(MAX_CELL)
    first = file.readline(1_000_000)
    delimiter = max(_DELIMITERS, key=first.count)
    file.seek(0)
    table = Table([], iter(()), notes, close=file.close)
    lines = _Lines(file, table)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        table.columns = named(next(reader, []))
    except Unreadable:
        file.close()
        raise
    except csv.Error as error:
        file.close()
        raise Unreadable(f"The first row cannot be read as CSV: {error}.") from error
    table.rows = _rows(reader, lines, file, table.columns)
    return table


class _Lines:
    """The file's lines. A row that never ends is refused before it fills the memory."""

    def __init__(self, file: IO[str], table: Table) -> None:
        self._file, self._table = file, table
        self._number = self._of_row = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(MAX_ROW + 1)
        if not line:
            raise StopIteration
        self._number += 1
        self._of_row += len(line)
        if self._of_row > MAX_ROW:
            raise Unreadable(
                f"The row at line {self._number:,} has more than {MAX_ROW:,} characters. Often a "
                "quotation mark or the line breaks are missing there. Correct the file."
            )
        if "\x00" in line:
            raise Unreadable(
                f"Line {self._number:,} holds a null byte: the file is damaged or no text. Save it anew."
            )
        self._table.done += len(line)
        return line

    def next_row(self) -> None:
        self._of_row = 0


def _rows(
    reader: Iterator[list[str]], lines: _Lines, file: IO[str], columns: list[str]
) -> Iterator[tuple[int, Cells]]:
    """Rows by the number of the row, the header being row 1."""
    number = 1
    with file:
        while True:
            lines.next_row()
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise Unreadable(
                    f"After row {number:,} the file cannot be read as CSV: {error}. Often a quotation "
                    "mark is "
                    "missing there."
                ) from error
            if cells is None:
                return
            number += 1
            if number > MAX_ROWS:
                raise Unreadable(f"The file has more than {MAX_ROWS:,} rows. Split it.")
            if not any(cells) or (number == 2 and all(not cell or cell.startswith("#") for cell in cells)):
                continue  # empty, or a row of HXL hashtags
            yield number, _cells(cells, columns)


def _cells(cells: list[str], columns: list[str]) -> Cells:
    if len(cells) != len(columns):
        if len(cells) < len(columns):
            return Wrong(
                f"The row has {len(cells)} cells and the header {len(columns)}. A line break or "
                "quotation mark "
                "in a text may have cut it."
            )
        if any(cells[len(columns) :]):
            return Wrong(
                f"The row has {len(cells)} cells and the header {len(columns)}. A text with a comma in "
                "it may "
                "lack its quotation marks."
            )
    values = list(map(str.strip, cells))
    return dict(compress(zip(columns, values, strict=False), values))
