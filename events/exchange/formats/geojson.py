"""GeoJSON, a feature at a time: its properties are the cells, its geometry one more, as WKT.

A Dateline feature with the lists `mentions` and `figures` becomes a row for each of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, Any

from shapely.geometry import mapping, shape

from events.exchange.formats.encodings import encoding_of
from events.exchange.formats.table import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Cells,
    Table,
    check_size,
    too_long,
)
from events.exchange.refusals import Unreadable, Wrong
from events.exchange.wkt import number_of, wkt_of_json

GEOMETRY = "geometry"
_CHUNK = 1 << 20
#: Characters; the largest outlines of countries have a million.
_MAX_FEATURE = 20_000_000
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_SEPARATOR = re.compile(r"[\s,]*")
_OTHER_CRS = re.compile(r'"crs"\s*:\s*\{.{0,300}?"name"\s*:\s*"([^"]*)"', re.DOTALL)
#: Features whose properties name the columns.
_LOOKED_AT = 200


def read(path: Path, *, encoding: str = "") -> Table:
    """Raises Unreadable for what is no FeatureCollection, or is in another reference system."""
    check_size(path)
    encoding, notes = encoding_of(path, encoding)
    table = Table([], iter(()), notes)
    rows = _rows(_features(path, encoding, table))
    first = [row for row, _ in zip(rows, range(_LOOKED_AT), strict=False)]
    table.columns = _columns(first)
    table.rows = _chained(first, rows)
    table.close = rows.close
    return table


def _chained(first: list, rows: Iterator) -> Iterator:
    yield from first
    yield from rows


def _columns(rows: list[tuple[int, Cells]]) -> list[str]:
    columns: dict[str, None] = {}
    for _number, cells in rows:
        if not isinstance(cells, Wrong):
            columns |= dict.fromkeys(cells)
    if len(columns) > MAX_COLUMNS:
        raise Unreadable(f"The features have {len(columns):,} properties; at most {MAX_COLUMNS} are read.")
    return list(columns)


def _features(path: Path, encoding: str, table: Table) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    with path.open(encoding=encoding) as file:
        buffer = _opened(file, table)
        while True:
            buffer = buffer[_SEPARATOR.match(buffer).end() :]  # type: ignore[union-attr]
            if buffer.startswith("]"):
                return
            try:
                feature, end = decoder.raw_decode(buffer)
            except RecursionError as error:
                raise Unreadable("A feature is nested too deeply to be one. Correct the file.") from error
            except json.JSONDecodeError as error:
                more = file.read(_CHUNK)
                if not more or len(buffer) > _MAX_FEATURE:
                    raise Unreadable(
                        "The file breaks off, or is no JSON, near "
                        f"“{buffer[error.pos : error.pos + 40]}”. Save it anew."
                    ) from error
                table.done += len(more)
                buffer += more
                continue
            buffer = buffer[end:]
            yield feature


def _opened(file: IO[str], table: Table) -> str:
    """What comes after the `[` of the features."""
    buffer = ""
    while more := file.read(_CHUNK):
        table.done += len(more)
        buffer += more
        if found := _FEATURES.search(buffer):
            crs = _OTHER_CRS.search(buffer[: found.start()])
            if crs and "CRS84" not in crs[1] and "4326" not in crs[1]:
                raise Unreadable(
                    f"The coordinates are in {crs[1]}. Save the file in WGS 84 degrees (EPSG:4326)."
                )
            return buffer[found.end() :]
        if len(buffer) > _MAX_FEATURE:
            break
    if re.match(r'\s*\{.*"type"\s*:\s*"Feature"', buffer[:2000], re.DOTALL):
        return f"{buffer}]"
    raise Unreadable("The file is no GeoJSON FeatureCollection: it has no list of features.")


def _rows(features: Iterator[Any]) -> Generator[tuple[int, Cells], None, None]:
    for number, feature in enumerate(features, start=1):
        if number > MAX_ROWS:
            raise Unreadable(f"The file has more than {MAX_ROWS:,} features. Split it.")
        if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
            yield number, Wrong("This is no feature: it must be an object with properties and a geometry.")
            continue
        properties = dict(feature.get("properties") or {})
        if feature.get("id") is not None:
            properties.setdefault("id", feature["id"])
        try:
            wkt = _wkt(feature.get("geometry"))
        except Wrong as wrong:
            yield number, wrong
            continue
        lists = [properties.pop(name, None) for name in ("mentions", "figures")]
        cells = {str(name): _text(value) for name, value in properties.items() if value not in (None, "")}
        if wkt:
            cells[GEOMETRY] = wkt
        if long := next((name for name, text in cells.items() if len(text) > MAX_CELL), None):
            yield number, too_long(long, cells[long])
            continue
        parts = [part for rows in lists if isinstance(rows, list) for part in rows if isinstance(part, dict)]
        for part in parts or [{}]:
            yield number, cells | {str(k): _text(v) for k, v in part.items() if v not in (None, "")}


def _wkt(geometry: Any) -> str:
    if geometry is None:
        return ""
    try:
        found = shape(geometry)
        if found.is_empty:
            return ""
        if found.geom_type == "Point":
            return f"POINT({number_of(found.x)} {number_of(found.y)})"
        return wkt_of_json(mapping(found))
    except Exception as error:
        # shapely raises whatever the wrong member leads to.
        raise Wrong(
            f"The geometry cannot be read: {error}. Correct it, or leave it out.", column=GEOMETRY
        ) from error


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).replace("\x00", "").strip()
