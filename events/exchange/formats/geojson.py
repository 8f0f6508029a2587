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
    MAX_POINTS,
    MAX_ROWS,
    Cells,
    Table,
    check_size,
    light,
    too_long,
    too_many_points,
    with_columns,
)
from events.exchange.refusals import Unreadable, Wrong, shortened
from events.exchange.wkt import number_of, wkt_of_json

GEOMETRY = "geometry"
_CHUNK = 1 << 20
#: Characters of a feature, and its values: a point of an outline has three. More make a geometry that no cell
#: holds.
_MAX_FEATURE = 20_000_000
_MAX_VALUES = 1_000_000
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_HALF = re.compile(r"[\ud800-\udfff]")
_SEPARATOR = re.compile(r"[\s,]*")
_OTHER_CRS = re.compile(r'"crs"\s*:\s*\{.{0,300}?"name"\s*:\s*"([^"]*)"', re.DOTALL)
#: So near its end what a piece of a file lacks is the next piece: half a word, number or escaped sign.
_CUT = 20


def read(path: Path, *, encoding: str = "") -> Table:
    """Raises Unreadable for what is no FeatureCollection, or is in another reference system."""
    check_size(path)
    encoding, notes = encoding_of(path, encoding)
    table = Table([], iter(()), notes)
    return with_columns(table, _rows(_features(path, encoding, table)), "properties")


def _features(path: Path, encoding: str, table: Table) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    number = 1
    #: Of the last feature: where the next is as long, it is not read again and again while it comes in.
    length = 0
    with path.open(encoding=encoding) as file:
        buffer, at = _opened(file, table), 0
        while True:
            if len(buffer) - at < length and (more := file.read(length)):
                table.done += len(more)
                buffer, at = buffer[at:] + more, 0
            at = _SEPARATOR.match(buffer, at).end()  # type: ignore[union-attr]
            if buffer.startswith("]", at):
                return
            try:
                feature, end = decoder.raw_decode(buffer, at)
            except RecursionError as error:
                raise Unreadable(
                    f"Feature {number:,} is nested too deeply to be one. Correct the file."
                ) from error
            except json.JSONDecodeError as error:
                if not _is_cut(error, buffer):
                    raise _no_json(number, buffer, error.pos) from error
                buffer, at = buffer[at:], 0
                _check_feature(buffer, number)
                # By half: what a feature is read with beyond what was looked at stays less than that.
                more = file.read(max(len(buffer) // 2, _CHUNK))
                if not more:
                    raise _no_json(number, buffer, at) from error
                table.done += len(more)
                buffer += more
                continue
            except ValueError as error:  # a number of thousands of digits
                raise Unreadable(f"Feature {number:,} cannot be read: {error}. Correct the file.") from error
            number += 1
            length, at = end - at, end
            yield feature


def _is_cut(error: json.JSONDecodeError, buffer: str) -> bool:
    return error.pos >= len(buffer) - _CUT or error.msg.startswith("Unterminated string")


def _no_json(number: int, buffer: str, at: int) -> Unreadable:
    near = shortened(buffer[at : at + 40])
    return Unreadable(
        f"The file breaks off, or is no JSON, in feature {number:,}, near “{near}”. Save it anew, or correct "
        "it there."
    )


def _check_feature(buffer: str, number: int) -> None:
    """Before more of a feature is read, of which all this is a part: its values take far more memory than its
    text."""
    values = buffer.count(",") + buffer.count("[") + buffer.count("{")
    if len(buffer) > _MAX_FEATURE or values > _MAX_VALUES:
        raise Unreadable(
            f"Feature {number:,} has more than {_MAX_FEATURE:,} characters or {_MAX_VALUES:,} values. "
            "Simplify its outline."
        )


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
        try:
            rows = _rows_of(feature)
        except Wrong as wrong:
            yield number, light(wrong)
        except RecursionError:  # the reader goes as deep as Python may, and whoever looks into it goes deeper
            yield number, Wrong("The feature is nested too deeply to be one. Correct it, or leave it out.")
        else:
            for cells in rows:
                yield number, cells


def _rows_of(feature: Any) -> list[Cells]:
    """The cells of each row that a feature is. Raises Wrong for what is none."""
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        raise Wrong("This is no feature: it must be an object with properties and a geometry.")
    if (sign := _half_sign(feature)) is not None:
        raise Wrong(
            f"The feature holds {sign!a}, half of a sign that is written in two. Correct it.", value=sign
        )
    properties = dict(feature.get("properties") or {})
    if feature.get("id") is not None:
        properties.setdefault("id", feature["id"])
    wkt = _wkt(feature.get("geometry"))
    lists = [properties.pop(name, None) for name in ("mentions", "figures")]
    cells = {str(name): _text(value) for name, value in properties.items() if value not in (None, "")}
    if wkt:
        cells[GEOMETRY] = wkt
    if long := next((name for name, text in cells.items() if len(text) > MAX_CELL), None):
        raise too_long(long, cells[long])
    parts = [part for rows in lists if isinstance(rows, list) for part in rows if isinstance(part, dict)]
    return [
        cells | {str(k): _text(v) for k, v in part.items() if v not in (None, "")} for part in parts or [{}]
    ]


def _wkt(geometry: Any) -> str:
    if geometry is None:
        return ""
    if (points := _points_in(geometry)) > MAX_POINTS:
        raise too_many_points(points, GEOMETRY)
    if isinstance(geometry, dict) and (said := _text_in(geometry.get("coordinates"))) is not None:
        raise Wrong(
            f'The geometry cannot be read: "{shortened(said)}" is not a number. Write it as 35.86, without '
            "quotation marks.",
            column=GEOMETRY, value=said,
        )  # fmt: skip
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


def _points_in(value: Any) -> int:
    """How many points a geometry has, whatever else it is: nothing is made of it yet."""
    if isinstance(value, dict):
        return sum(_points_in(value.get(name)) for name in ("coordinates", "geometries"))
    if not isinstance(value, list) or not value:
        return 0
    if isinstance(value[0], list) and value[0] and isinstance(value[0][0], list):
        return sum(map(_points_in, value))
    return sum(map(_points_in, value)) if isinstance(value[0], dict) else len(value)


def _text_in(value: Any) -> str | None:
    """A text among the coordinates that are looked at first: of each list its first two."""
    if isinstance(value, list):
        return next((said for part in value[:2] if (said := _text_in(part)) is not None), None)
    return value if isinstance(value, str) else None


def _half_sign(value: Any) -> str | None:
    """A surrogate that JSON can write alone, and no text can hold."""
    if isinstance(value, str):
        found = None if value.isascii() else _HALF.search(value)
        return found[0] if found else None
    if isinstance(value, dict):
        parts = (part for pair in value.items() for part in pair if isinstance(part, str | dict | list))
    elif isinstance(value, list) and value and isinstance(value[0], str | dict):
        parts = (part for part in value if isinstance(part, str | dict))
    else:
        return None
    return next((sign for part in parts if (sign := _half_sign(part)) is not None), None)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value).replace("\x00", "").strip()
