"""From a file to its table, whatever its format."""

from __future__ import annotations

import hashlib
from itertools import chain
from pathlib import Path

from events.exchange.formats import delimited, geojson, kml, workbook
from events.exchange.formats.table import Table, check_size
from events.exchange.refusals import Unreadable

CSV, XLSX, GEOJSON, KML, JSON_LINES = FORMATS = ("csv", "xlsx", "geojson", "kml", "jsonl")
_SUFFIXES = {
    ".csv": CSV, ".tsv": CSV, ".txt": CSV, ".xlsx": XLSX, ".xlsm": XLSX, ".geojson": GEOJSON,
    ".json": GEOJSON,
    ".kml": KML, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES,
}  # fmt: skip
_CHUNK = 1 << 20
#: What stands once in each row.
_OF_A_ROW = {CSV: b"\n", JSON_LINES: b"\n", GEOJSON: b'"properties"', KML: b"</Placemark>"}
#: What people call the rows, and where they would be.
_ROWS = {
    CSV: "rows below its header", XLSX: "rows below its header in the first sheet", GEOJSON: "features",
    KML: "placemarks", JSON_LINES: "lines below its first",
}  # fmt: skip


def format_of(path: Path, name: str = "") -> str:
    """By the ending of the name, else by how the file begins. Raises Unreadable for a format that is
    not read.
    """
    suffix = Path(name or path.name).suffix.lower()
    if suffix == ".kmz":
        raise Unreadable(kml.ARCHIVE)
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    with path.open("rb") as file:
        head = file.read(200).lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"PK"):
        return XLSX
    if head.startswith(b"{"):
        return GEOJSON
    if head.startswith(b"<"):
        return KML
    if suffix in ("", ".data"):
        return CSV
    raise Unreadable(
        f"“{suffix}” files are not read. Use CSV, XLSX, GeoJSON, KML or JSON lines, or name the format."
    )


def open_table(path: Path, file_format: str, *, encoding: str = "") -> Table:
    """Raises Unreadable with a sentence for a file that cannot be read in, as one without a row."""
    table = _opened(path, file_format, encoding)
    first = next(table.rows, None)
    if first is None:
        table.close()
        raise without_rows(file_format)
    table.rows = chain([first], table.rows)
    return table


def without_rows(file_format: str) -> Unreadable:
    """What is said of a file in which there is nothing to be read in."""
    return Unreadable(f"The file has no {_ROWS[file_format]}. Choose one with some, or export it anew.")


def _opened(path: Path, file_format: str, encoding: str) -> Table:
    if file_format == CSV:
        return delimited.read(path, encoding=encoding)
    if file_format == XLSX:
        return workbook.read(path)
    if file_format == GEOJSON:
        return geojson.read(path, encoding=encoding)
    if file_format == KML:
        return kml.read(path)
    raise Unreadable(f"“{file_format}” is no format. Use one of {', '.join(FORMATS)}.")


def about_rows(path: Path, file_format: str) -> int:
    """How many rows a file may have, before it is read: lines where texts have line breaks count as well. 0
    where it does not show."""
    if file_format == XLSX:
        return workbook.about_rows(path)
    mark, found = _OF_A_ROW[file_format], 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found += chunk.count(mark)
    return max(found - 1, 0) if file_format in (CSV, JSON_LINES) else found


def digest_of(path: Path) -> tuple[str, int]:
    """SHA-256 of the file, and its size."""
    size = check_size(path)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest(), size
