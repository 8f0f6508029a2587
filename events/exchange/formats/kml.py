"""KML, a placemark at a time: name, description, times, extended data and geometry. No entity is ever
expanded.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException

from events.exchange.formats.pacing import rows_of
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
from events.exchange.values import degrees

ARCHIVE = "This is a KMZ archive. Unpack it and choose the .kml in it."
#: Characters; more make a geometry that no cell holds.
_MOST_COORDINATES = 3 * MAX_CELL
_TAG = re.compile(r"<[^<>]*>")
_NAMES = {"name": "name", "description": "description", "when": "when", "begin": "begin", "end": "end"}


def read(path: Path) -> Table:
    """Raises Unreadable for what is no KML, or declares a document type."""
    check_size(path)
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            raise Unreadable(ARCHIVE)
    table = Table([], iter(()))
    return with_columns(table, _rows(path, table), "fields")


def _rows(path: Path, table: Table) -> Generator[tuple[int, Cells], None, None]:
    try:
        with path.open("rb") as file:
            for number, element in enumerate(rows_of(file, "Placemark", "placemark"), start=1):
                table.done = number
                if number > MAX_ROWS:
                    raise Unreadable(f"The file has more than {MAX_ROWS:,} placemarks. Split it.")
                yield number, _checked_cells(element)
    except DefusedXmlException as error:
        raise Unreadable(
            "The file declares a document type or entities, which no KML needs. Save it anew without them."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, Unreadable | Wrong):
            raise
        raise Unreadable(
            f"The file is no KML, it is damaged, or it is in another encoding than it says: {error}. Save it "
            "anew in UTF-8."
        ) from error


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _checked_cells(placemark: Element) -> Cells:
    try:
        cells = _cells(placemark)
    except Wrong as wrong:
        return light(wrong)
    long = next((name for name, text in cells.items() if len(text) > MAX_CELL), None)
    return too_long(long, cells[long]) if long else cells


def _cells(placemark: Element) -> dict[str, Any]:
    cells = {}
    if pk := placemark.get("id"):
        cells["id"] = pk
    for element in placemark.iter():
        name = _local(element)
        if name in _NAMES and element.text and name not in cells:
            cells[name] = _plain(element.text)
        elif name == "Data" and element.get("name"):
            value = next((child.text for child in element if _local(child) == "value"), "")
            cells[str(element.get("name"))] = _plain(value or "")
        elif name == "SimpleData" and element.get("name"):
            cells[str(element.get("name"))] = _plain(element.text or "")
    shapes = [wkt for element in placemark.iter() if (wkt := _wkt(element))]
    if len(shapes) == 1:
        cells["geometry"] = shapes[0]
    elif shapes:
        cells["geometry"] = f"GEOMETRYCOLLECTION({', '.join(shapes)})"
    return {name: value for name, value in cells.items() if value}


def _plain(text: str) -> str:
    """The words of a description, which is often HTML."""
    return " ".join(unescape(_TAG.sub(" ", text)).replace("\x00", "").split())


def _wkt(element: Element) -> str:
    kind = _local(element)
    if kind == "Point":
        points = _text_of(element).split()
        if len(points) > 1:  # "36,806 35,864" are two, and no decimal commas
            said = shortened(" ".join(points))
            raise Wrong(
                f'The point has {len(points):,} coordinates, "{said}". Write one longitude,latitude with '
                "decimal points.",
                column="coordinates", value=said,
            )  # fmt: skip
        return f"POINT({_points(element)[0]})"
    if kind == "LineString":
        return f"LINESTRING({', '.join(_points(element))})"
    if kind == "Polygon":
        rings = [ring for ring in element.iter() if _local(ring) == "LinearRing"]
        outlines = [f"({', '.join(_points(ring))})" for ring in rings]
        return f"POLYGON({', '.join(outlines)})" if outlines else ""
    return ""


def _text_of(element: Element) -> str:
    text = next((child.text or "" for child in element.iter() if _local(child) == "coordinates"), "")
    if len(text) > _MOST_COORDINATES:
        raise too_long("coordinates", text)
    return text


def _points(element: Element) -> list[str]:
    triples = _text_of(element).split()
    if len(triples) > MAX_POINTS:
        raise too_many_points(len(triples), "coordinates")
    points = []
    for triple in triples:
        parts = triple.split(",")
        if not 2 <= len(parts) <= 3:  # more are decimal commas
            raise Wrong(
                f'"{triple[:40]}" is no coordinate. Write longitude,latitude, with decimal points.',
                column="coordinates", value=triple,
            )  # fmt: skip
        lon, lat = degrees(parts[0], "coordinates", 180), degrees(parts[1], "coordinates", 90)
        points.append(f"{lon:.10g} {lat:.10g}")
    if not points:
        raise Wrong(
            "The placemark's geometry has no coordinates. Give it some, or leave it out.",
            column="coordinates",
        )
    return points
