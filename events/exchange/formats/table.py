"""What every reader gives, and how much a file may have."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings

from events.exchange.refusals import Unreadable, Wrong, shortened

MAX_COLUMNS = 500
#: Characters; a province's outline as text has some.
MAX_CELL = 2_000_000
MAX_ROWS = 5_000_000
#: Of one outline: a coast drawn at 1:10 million has a tenth. Each is read, checked and drawn as a whole.
MAX_POINTS = 100_000

#: A row as the file has it, or why it is none.
Cells = dict[str, Any] | Wrong


@dataclass(slots=True)
class Table:
    """`columns` in the file's order; of a format without a header those of the first rows. `notes` are
    sentences about the file as a whole, `done` how many of its bytes were read."""

    columns: list[str]
    rows: Iterator[tuple[int, Cells]]
    notes: list[str] = field(default_factory=list)
    done: int = 0
    close: Callable[[], None] = lambda: None
    """To be called by whoever does not read all rows."""


def check_size(path: Path, most: int | None = None) -> int:
    """The file's size. Raises Unreadable with a sentence for one that is empty or too large."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable(f'"{path}" cannot be read: {error.strerror}.') from error
    most = most or settings.IMPORT_MAX_BYTES
    if size == 0:
        raise Unreadable("The file is empty. Choose the one with the rows.")
    if size > most:
        raise Unreadable(
            f"The file has {size / 1e6:,.0f} MB; at most {most / 1e6:,.0f} are read in. Split it, or raise "
            "IMPORT_MAX_BYTES."
        )
    return size


def named(columns: list[str]) -> list[str]:
    """The header's names. Raises Unreadable for none, too many, or one that stands twice."""
    columns = [" ".join(column.split()) for column in columns]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        raise Unreadable("The first row is empty. It must name the columns.")
    if len(columns) > MAX_COLUMNS:
        raise Unreadable(f"The file has {len(columns):,} columns; at most {MAX_COLUMNS} are read.")
    for column in columns:
        if column and columns.count(column) > 1:
            raise Unreadable(f"Two columns are named “{column}”. Rename one of them.")
    return [column or f"column {number}" for number, column in enumerate(columns, start=1)]


#: Rows of a format without a header whose names are the columns, and the characters that they may have: they
#: are held at once.
_LOOKED_AT = 200
_LOOKED_AT_SIZE = 5_000_000


def with_columns(table: Table, rows: Generator[tuple[int, Cells], None, None], noun: str) -> Table:
    """The table with its rows, and those columns that the first of them have. `noun` is what people call what
    the columns are.

    Raises Unreadable where there are too many, or where none of the first rows can be read.
    """
    columns: dict[str, None] = {}
    first: list[tuple[int, Cells]] = []
    size = 0
    for number, cells in rows:
        first.append((number, cells))
        if not isinstance(cells, Wrong):
            columns |= dict.fromkeys(cells)
            size += weight(cells)
        if len(columns) > MAX_COLUMNS:
            rows.close()
            raise Unreadable(f"The rows have {len(columns):,} {noun}; at most {MAX_COLUMNS} are read.")
        if len(first) == _LOOKED_AT or size > _LOOKED_AT_SIZE:
            break
    if not columns and first:
        wrong = next((cells for _number, cells in first if isinstance(cells, Wrong)), None)
        if wrong is not None:
            rows.close()
            raise Unreadable(f"None of the first rows can be read. Row {first[0][0]:,}: {wrong}")
    table.columns = list(columns)
    table.rows = chain(_let_go(first), rows)
    table.close = rows.close
    return table


def _let_go(rows: list[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Each once, and held no longer."""
    rows.reverse()
    while rows:
        yield rows.pop()


def weight(cells: Mapping[str, Any]) -> int:
    """The characters of a row, as far as it has texts."""
    return sum(len(value) for value in cells.values() if isinstance(value, str))


def light(wrong: Wrong) -> Wrong:
    """The same, to be kept: what was raised holds all that its functions were at work on, and its value can
    be megabytes long."""
    return Wrong(str(wrong), column=wrong.column, value=shortened(wrong.value))


def too_long(name: str, value: str) -> Wrong:
    return Wrong(
        f"The cell has {len(value):,} characters; at most {MAX_CELL:,} are read. Shorten it.", column=name
    )


def too_many_points(number: int, column: str) -> Wrong:
    return Wrong(
        f"The outline has {number:,} points; at most {MAX_POINTS:,} are read. Simplify it.", column=column
    )
