"""The archive that an XLSX workbook is, refused by what it says of itself before anything is unpacked; and
the workbook in it, of which no part can fill the memory.
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element

from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS

from events.exchange.formats.pacing import rows_of
from events.exchange.refusals import Unreadable

#: Bytes that a workbook may have when unpacked.
MAX_UNPACKED = 1_000_000_000
#: A sheet of one repeated cell packs a few hundred to one; what packs more was made to.
MAX_RATIO = 300
_SMALL = 5_000_000
#: Of a part that is read as a whole (styles, relations, the list of sheets): bytes, and signs that begin a
#: tag. A workbook can have 64,000 formats of cells.
MAX_WHOLE = 10_000_000
MAX_WHOLE_TAGS = 200_000
#: Of the texts, which are held at once: their number, and bytes of memory.
MAX_TEXTS = 1_000_000
MAX_TEXT_MEMORY = 120_000_000
_MAX_PARTS = 2_000
_PIECE = 1 << 20
_NO_WORKBOOK = "The file is no XLSX workbook, or it is damaged. Save it anew as XLSX or CSV."


class Book:
    """An open workbook: the names of its sheets, and the rows of the first one that has cells, `title`."""

    def __init__(self, path: Path) -> None:
        """Raises Unreadable for what is no workbook, is too large when unpacked, or declares entities; and
        whatever a damaged part makes of the library."""
        self._file = path.open("rb")
        try:
            self._archive = _archive(self._file)
            reader = ExcelReader(self._file, read_only=True, data_only=True, keep_links=False)
            reader.archive = self._archive
            reader.read_manifest()
            reader.read_workbook()
            apply_stylesheet(self._archive, reader.wb)
            self.names = [str(sheet.name) for sheet in reader.parser.sheets]
            self.title, self._sheet = _first_sheet(reader)
            self._parser = WorkSheetParser(
                None, _texts(self._archive, reader.package), data_only=True, epoch=reader.wb.epoch,
                date_formats=reader.wb._date_formats, timedelta_formats=reader.wb._timedelta_formats,
            )  # fmt: skip
        except (KeyError, OSError) as error:  # a part that every workbook has is not there
            self._file.close()
            raise Unreadable(_NO_WORKBOOK) from error
        except BaseException:
            self._file.close()
            raise

    def rows(self, most_columns: int) -> Iterator[tuple[int, list[Any]]]:
        """The number of each row that is there, from 1, and the values of its cells up to a column."""
        with self._archive.open(self._sheet) as file:
            for element in rows_of(file, "row", "row"):
                number, cells = self._parser.parse_row(element)
                values = [None] * min(max((cell["column"] for cell in cells), default=0), most_columns)
                for cell in cells:
                    if 0 < cell["column"] <= len(values):
                        values[cell["column"] - 1] = cell["value"]
                yield number, values

    def about_rows(self) -> int:
        found = 0
        with self._archive.open(self._sheet) as file:
            while chunk := file.read(_PIECE):
                found += chunk.count(b"<row")
        return max(found - 1, 0)

    def close(self) -> None:
        self._file.close()


class _Archive(zipfile.ZipFile):
    """Gives each part that is read as a whole up to a size."""

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if info.file_size > MAX_WHOLE:
            raise _as_none_has(info.filename, f"{info.file_size / 1e6:,.0f} MB")
        data = super().read(info, pwd)
        if (tags := data.count(b"<")) > MAX_WHOLE_TAGS:
            raise _as_none_has(info.filename, f"{tags:,} tags")
        return data


def _as_none_has(name: str, much: str) -> Unreadable:
    return Unreadable(f"“{name}” in the workbook has {much}, as none has. Save the rows as CSV.")


def _archive(file: IO[bytes]) -> _Archive:
    try:
        archive = _Archive(file)
        parts = archive.infolist()
        if len(parts) > _MAX_PARTS:
            raise Unreadable(f"The workbook is made of {len(parts):,} files. Save it anew as XLSX or CSV.")
        for part in parts:
            _check_ratio(part)
        if (unpacked := sum(part.file_size for part in parts)) > MAX_UNPACKED:
            raise Unreadable(
                f"The workbook has {unpacked / 1e6:,.0f} MB when unpacked; at most "
                f"{MAX_UNPACKED / 1e6:,.0f} are read. Save the rows as CSV."
            )
        for part in parts:
            _check_head(archive, part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise Unreadable(_NO_WORKBOOK) from error
    return archive


def _check_ratio(part: zipfile.ZipInfo) -> None:
    if part.file_size > _SMALL and part.file_size > MAX_RATIO * max(part.compress_size, 1):
        raise Unreadable(
            f"“{part.filename}” in the workbook grows from {part.compress_size:,} to {part.file_size:,} "
            "bytes when unpacked, as no table does. Save the rows as CSV."
        )


def _check_head(archive: _Archive, part: zipfile.ZipInfo) -> None:
    """The libraries expand no entity; this says it in words."""
    with archive.open(part) as file:
        head = file.read(4096)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Unreadable(
            f"“{part.filename}” in the workbook declares a document type, which no spreadsheet writes. Save "
            "it anew as XLSX or CSV."
        )


def _texts(archive: _Archive, package: Manifest) -> list[str]:
    """The texts that cells name by their number, without their formats and readings."""
    kind = package.find(SHARED_STRINGS)
    if kind is None:
        return []
    texts: list[str] = []
    memory = 0
    with archive.open(kind.PartName[1:]) as file:
        for element in rows_of(file, "si", "text"):
            texts.append(_text_of(element))
            memory += sys.getsizeof(texts[-1])
            if len(texts) > MAX_TEXTS or memory > MAX_TEXT_MEMORY:
                raise Unreadable(
                    f"The workbook holds more than {MAX_TEXTS:,} texts, or more than "
                    f"{MAX_TEXT_MEMORY / 1e6:,.0f} MB of them. Save the rows as CSV."
                )
    return texts


def _text_of(element: Element) -> str:
    parts = []
    for child in element:
        if _local(child) == "t":
            parts.append(child.text or "")
        elif _local(child) == "r":
            parts += [run.text or "" for run in child if _local(run) == "t"]
    # As openpyxl does: how a sheet writes an underscore before four digits.
    return "".join(parts).replace("x005F_", "")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first_sheet(reader: ExcelReader) -> tuple[str, str]:
    """Its name, and the part that it is."""
    for sheet, relation in reader.parser.find_sheets():
        if relation.Type.endswith("/worksheet") and relation.target in reader.valid_files:
            return str(sheet.name), relation.target
    raise Unreadable("The workbook has no sheet with rows. Save it anew as XLSX or CSV.")
