"""Rows written as CSV or XLSX, streamed: what is held is a row, or openpyxl's buffer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from events.exchange.cells import written_cell
from events.exchange.columns import Column
from events.exchange.refusals import Unreadable
from events.exchange.sheets import fits

#: Excel's own limit.
MAX_SHEET_ROWS = 1_048_576
_CHUNK = 1 << 16
#: Excel takes a CSV without it for the local code page.
_BOM = "\ufeff"


def csv_of(
    columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], *, has_hxl: bool = False
) -> Iterator[str]:
    """The header, if asked the row of HXL hashtags, and the rows, a chunk of text at a time."""
    buffer = io.StringIO()
    buffer.write(_BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    if has_hxl:
        writer.writerow([column.hxl for column in columns])
    for row in rows:
        writer.writerow([written_cell(row.get(column.name, "")) for column in columns])
        if buffer.tell() > _CHUNK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_xlsx(
    file: IO[bytes], columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], *, title: str = "Dateline"
) -> None:
    """A workbook of one sheet: header, HXL hashtags, rows. Texts are typed as texts: none is a formula.

    A text that is too long for a cell is left out (`sheets.for_a_sheet` has a word for outlines). Raises
    Unreadable with a sentence for more rows than a sheet can have.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A3"
    sheet.append([_xlsx_cell(sheet, column.name, is_head=True) for column in columns])
    sheet.append([_xlsx_cell(sheet, column.hxl) for column in columns])
    for number, row in enumerate(rows, start=3):
        if number > MAX_SHEET_ROWS:
            raise Unreadable(
                f"A sheet holds {MAX_SHEET_ROWS:,} rows and these are more. Narrow the list, or choose CSV."
            )
        sheet.append([_xlsx_cell(sheet, row.get(column.name, "")) for column in columns])
    book.save(file)


def _xlsx_cell(sheet: Any, value: Any, *, is_head: bool = False) -> Any:
    if value == "":
        return None
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not fits(text):
        return None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if is_head:
        cell.font = Font(bold=True)
    return cell
