"""XLSX: the first sheet, its first row the header. Bombs are refused by what the archive says of itself."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException

from events.exchange.formats.pacing import check_sheet
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

#: Bytes that a workbook may have when unpacked, and its texts, which are held at once.
MAX_UNPACKED = 1_000_000_000
MAX_TEXTS = 60_000_000
#: A sheet of one repeated cell packs a few hundred to one; what packs more was made to.
MAX_RATIO = 300
_SMALL = 5_000_000
#: Texts of a workbook, and bytes of a part that is read as a whole.
MAX_TEXT_TAGS = 4_000_000
MAX_WHOLE = 10_000_000
#: Of a sheet: what a spreadsheet program can hold.
MAX_SHEET_ROWS = 1_048_576
_TYPES = "[Content_Types].xml"
_PIECE = 1 << 20
_MAX_PARTS = 2_000
#: Rows without a cell, after which the sheet is at its end whatever it says of its size.
_EMPTY_ROWS = 10_000


def read(path: Path) -> Table:
    """Raises Unreadable for what is no workbook, is too large when unpacked, or declares entities."""
    check_size(path)
    _check_archive(path)
    file = path.open("rb")
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # The size that a sheet claims is not its size.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
        columns = named([_text(value) for value in next(rows, ())])
    except Unreadable:
        file.close()
        raise
    except Exception as error:
        file.close()
        # Whatever a damaged archive or sheet makes of the library, it is the file's fault.
        raise _damaged(error) from error
    table = Table(columns, iter(()), close=file.close)
    if len(book.sheetnames) > 1:
        others = ", ".join(f"“{name}”" for name in book.sheetnames[1:4])
        table.notes.append(f"Only the first sheet, “{book.sheetnames[0]}”, is read; {others} are left out.")
    table.rows = _closing(file, _rows(rows, columns, table))
    return table


def _closing(file: BinaryIO, rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    with file:
        yield from rows


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > _MAX_PARTS:
                raise Unreadable(
                    f"The workbook is made of {len(parts):,} files. Save it anew as XLSX or CSV."
                )
            for part in parts:
                _check_ratio(part)
            if (unpacked := sum(part.file_size for part in parts)) > MAX_UNPACKED:
                raise Unreadable(
                    f"The workbook has {unpacked / 1e6:,.0f} MB when unpacked; at most "
                    f"{MAX_UNPACKED / 1e6:,.0f} are "
                    "read. Save the rows as CSV."
                )
            kinds = _kinds(archive)
            for part in parts:
                _check_part(archive, part, kinds.get(f"/{part.filename}", ""))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise Unreadable(
            "The file is no XLSX workbook, or it is damaged. Save it anew as XLSX or CSV."
        ) from error


def _kinds(archive: zipfile.ZipFile) -> dict[str, str]:
    """What the workbook says that its parts are, by their names."""
    types = archive.getinfo(_TYPES) if _TYPES in archive.namelist() else None
    if types is None or types.file_size > MAX_WHOLE:
        raise zipfile.BadZipFile
    said = archive.read(types).decode("utf-8", "replace")
    found = {}
    for tag in re.findall(r"<[^<>]*\bOverride\b[^<>]*>", said):
        pair = dict(re.findall(r"""(PartName|ContentType)\s*=\s*["']([^"']*)["']""", tag))
        found[pair.get("PartName", "")] = pair.get("ContentType", "")
    return found


def _check_ratio(part: zipfile.ZipInfo) -> None:
    if part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        raise Unreadable(
            f"“{part.filename}” in the workbook grows from {part.compress_size:,} to {part.file_size:,} "
            "bytes when "
            "unpacked, as no table does. Save the rows as CSV."
        )


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: str) -> None:
    is_texts = "sharedStrings+xml" in kind or part.filename.endswith("sharedStrings.xml")
    if is_texts and part.file_size > MAX_TEXTS:
        raise Unreadable(
            f"The workbook holds {part.file_size / 1e6:,.0f} MB of text; at most {MAX_TEXTS / 1e6:,.0f} "
            "are read. "
            "Save the rows as CSV."
        )
    if part.filename.endswith((".xml", ".rels")):
        with archive.open(part) as file:
            head = file.read(4096)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise Unreadable(
                f"“{part.filename}” in the workbook declares a document type, which no spreadsheet writes. "
                "Save it anew as XLSX or CSV."
            )
    if part.file_size <= MAX_WHOLE:
        return
    if "worksheet+xml" in kind:
        with archive.open(part) as file:
            check_sheet(file)
    elif is_texts:
        with archive.open(part) as file:
            tags = sum(piece.count(b"<") for piece in iter(lambda: file.read(_PIECE), b""))
        if tags > MAX_TEXT_TAGS:
            raise Unreadable("The workbook holds more than a million texts. Save the rows as CSV.")
    elif "main+xml" in kind or part.filename.endswith((".rels", "workbook.xml", "styles.xml", "theme1.xml")):
        raise Unreadable(
            f"“{part.filename}” in the workbook has {part.file_size / 1e6:,.0f} MB, as none has. Save the "
            "rows as CSV."
        )


def _rows(rows: Iterator[tuple[Any, ...]], columns: list[str], table: Table) -> Iterator[tuple[int, Cells]]:
    number, empty = 1, 0
    while True:
        try:
            values = next(rows, None)
        except (ParseError, DefusedXmlException, zipfile.BadZipFile, ValueError, KeyError, EOFError) as error:
            raise _damaged(error, after=number) from error
        if values is None or empty > _EMPTY_ROWS:
            return
        number += 1
        table.done = number
        if number > MAX_SHEET_ROWS:
            raise Unreadable(f"The sheet has more than {MAX_SHEET_ROWS:,} rows. Save the rows as CSV.")
        texts = [_text(value) for value in values[: len(columns)]]
        if not any(texts):
            empty += 1
            continue
        empty = 0
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
