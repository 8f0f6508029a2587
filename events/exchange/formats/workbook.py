"""XLSX: the first sheet, its first row the header; values, never formulas."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from events.exchange.formats.archive import Book
from events.exchange.formats.table import (
    MAX_CELL,
    MAX_COLUMNS,
    Cells,
    Table,
    check_size,
    named,
    too_long,
)
from events.exchange.refusals import Unreadable

#: What a damaged or forged sheet makes of the libraries that read it.
_FILES_FAULTS = (
    ParseError, DefusedXmlException, zipfile.BadZipFile, zlib.error, ValueError, LookupError, EOFError,
    TypeError, AttributeError, OverflowError,
)  # fmt: skip
#: What a spreadsheet program can hold.
MAX_SHEET_ROWS = 1_048_576


def read(path: Path) -> Table:
    """Raises Unreadable for what is no workbook, is too large when unpacked, or declares entities."""
    check_size(path)
    try:
        book = Book(path)
    except Unreadable:
        raise
    except Exception as error:
        # Whatever a damaged archive or sheet makes of the library, it is the file's fault.
        raise _damaged(error) from error
    try:
        rows = book.rows(MAX_COLUMNS + 1)
        _number, first = next(rows, (1, []))
        columns = named([_text(value) for value in first])
    except Unreadable:
        book.close()
        raise
    except Exception as error:
        book.close()
        raise _damaged(error) from error
    table = Table(columns, iter(()), close=book.close)
    if others := [f"“{name}”" for name in book.names if name != book.title][:3]:
        table.notes.append(
            f"Only the first sheet, “{book.title}”, is read; {', '.join(others)} are left out."
        )
    table.rows = _closing(book, _rows(rows, columns, table))
    return table


def about_rows(path: Path) -> int:
    """The rows of the first sheet, by their tags; 0 of what is no workbook."""
    try:
        book = Book(path)
    except Exception:  # said when it is read
        return 0
    try:
        return book.about_rows()
    except _FILES_FAULTS:
        return 0
    finally:
        book.close()


def _closing(book: Book, rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    try:
        yield from rows
    finally:
        book.close()


def _rows(
    rows: Iterator[tuple[int, list[Any]]], columns: list[str], table: Table
) -> Iterator[tuple[int, Cells]]:
    before = 1
    while True:
        try:
            number, values = next(rows, (before, None))
        except Unreadable:
            raise
        except _FILES_FAULTS as error:
            raise _damaged(error, after=before) from error
        if values is None:
            return
        if number <= before:
            raise Unreadable(
                f"Row {number:,} of the sheet stands after row {before:,}: the workbook is damaged. Save it "
                "anew as XLSX or CSV."
            )
        table.done = before = number
        if number > MAX_SHEET_ROWS:
            raise Unreadable(f"The sheet has more than {MAX_SHEET_ROWS:,} rows. Save the rows as CSV.")
        texts = [_text(value) for value in values[: len(columns)]]
        if not any(texts):
            continue
        if number == 2 and all(not text or text.startswith("#") for text in texts):
            continue  # a row of HXL hashtags
        cells = {name: text for name, text in zip(columns, texts, strict=False) if text}
        long = next((name for name, text in cells.items() if len(text) > MAX_CELL), None)
        yield number, too_long(long, cells[long]) if long else cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\x00", "").strip()


def _damaged(error: Exception, after: int = 0) -> Unreadable:
    where = f" after row {after:,}" if after else ""
    return Unreadable(f"The workbook cannot be read{where}: {error}. Save it anew as XLSX or CSV.")
