"""The same small list in every format that is read in, and what can be wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from tests.exchange.files import ACLED, DATELINE, UCDP, write_csv

Row = dict[str, str]
#: What is wrong with a row: its cells that are other than they should be.
COMMA, SWAPPED, BORDER, NO_DAY, TWICE = KINDS = ("comma", "swapped", "swapped at a border", "no day", "twice")


def ucdp(path: Path, rows: list[Row]) -> Path:
    return write_csv(path.with_suffix(".csv"), *rows)


acled = dateline = ucdp


def xlsx(path: Path, rows: list[Row]) -> Path:
    book = openpyxl.Workbook()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    book.active.append(columns)
    for row in rows:
        book.active.append([row.get(name, "") for name in columns])
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def geojson(path: Path, rows: list[Row]) -> Path:
    features = []
    for row in rows:
        properties = {name: value for name, value in row.items() if name not in ("lat", "lon")}
        at = [_number(row["lon"]), _number(row["lat"])]
        geometry = {"type": "Point", "coordinates": at}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    path = path.with_suffix(".geojson")
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def kml(path: Path, rows: list[Row]) -> Path:
    marks = []
    for row in rows:
        data = "".join(
            f'<Data name="{name}"><value>{escape(value)}</value></Data>'
            for name, value in row.items() if name not in ("lat", "lon")
        )  # fmt: skip
        marks.append(
            f"<Placemark><ExtendedData>{data}</ExtendedData><Point><coordinates>{row['lon']},{row['lat']},0"
            "</coordinates></Point></Placemark>"
        )
    path = path.with_suffix(".kml")
    path.write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2">{"".join(marks)}</kml>')
    return path


def jsonl(path: Path, rows: list[Row]) -> Path:
    """An article for all rows, a mention and an event for each."""
    path = path.with_suffix(".jsonl")
    text = "Shells fell in Saraqib."
    lines: list[dict[str, Any]] = [
        {"record": "dateline", "format": 1}, {"record": "outlet", "id": 1, "name": "Invented Herald"},
        {"record": "layer", "id": 1, "slug": "a-list", "name": "A list"},
        {"record": "article", "id": 1, "outlet": 1, "headline": "Shells", "published_on": "2019-08-31",
         "text": text, "language": "en"},
    ]  # fmt: skip
    for row in rows:
        geometry = f"POINT ({row['lon']} {row['lat']})"
        lines.append({
            "record": "event", "id": row["event_id"], "title": row["title"], "kind": "clash", "layer": 1,
            "earliest": row["earliest"], "latest": row["earliest"], "date_precision": "day",
            "precision": "settlement", "geometry": geometry, "point": geometry, "status": "draft",
            **({"place": row["of"]} if "of" in row else {}),
        })  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


FORMATS: Mapping[str, tuple[Callable[[Path, list[Row]], Path], Row, Mapping[str, str]]] = {
    "ucdp": (ucdp, UCDP, {"id": "id", "day": "date_start", "lat": "latitude", "lon": "longitude"}),
    "acled": (
        acled,
        ACLED,
        {"id": "event_id_cnty", "day": "event_date", "lat": "latitude", "lon": "longitude"},
    ),
    **{
        made.__name__: (made, DATELINE, {"id": "event_id", "day": "earliest", "lat": "lat", "lon": "lon"})
        for made in (xlsx, geojson, kml, jsonl)
    },
    "dateline": (dateline, DATELINE, {"id": "event_id", "day": "earliest", "lat": "lat", "lon": "lon"}),
}
#: What a file without a row is told to have none of.
NOTHING = {
    **dict.fromkeys(("ucdp", "acled", "dateline"), "rows below its header"),
    "xlsx": "rows below its header in the first sheet", "geojson": "features", "kml": "placemarks",
    "jsonl": "lines below its first",
}  # fmt: skip
#: Latitude and longitude of a town in the east of Syria: the other way round it would lie in Turkey.
HAJIN = ("34.689", "40.831")
#: Of one in its north-west: the other way round it would lie in Turkey too, beside Syria.
SARAQIB = ("35.864", "36.806")
#: The first row with something is the second of the file, in JSON lines the sixth line.
NUMBERS = {"geojson": 2, "kml": 2, "jsonl": 6}


def written(path: Path, name: str, kind: str = "") -> Path:
    """A file of a good row and, where a kind is said, a bad one after it."""
    write, row, names = FORMATS[name]
    rows = [dict(row)]
    if kind:
        bad = {**row, names["id"]: "bad-2"}
        if kind == COMMA:
            bad[names["lon"]] = "36,80,6"
        elif kind in (SWAPPED, BORDER):
            bad[names["lon"]], bad[names["lat"]] = HAJIN if kind == SWAPPED else SARAQIB
            if name == "jsonl":
                bad["of"] = {"provider": "geonames", "provider_id": "x-1", "country": "SY"}  # type: ignore[assignment]
        elif kind == NO_DAY:
            bad[names["day"]] = "2019-02-31"
        elif kind == TWICE:
            bad[names["id"]] = row[names["id"]]
        rows.append(bad)
    return write(path, rows)


def without_rows(path: Path, name: str) -> Path:
    """What says which columns there are, as far as the format has that, and nothing more."""
    path = written(path, name)
    if name == "xlsx":
        book = openpyxl.load_workbook(path)
        book.active.delete_rows(2)
        book.save(path)
    elif name in ("geojson", "kml"):
        (geojson if name == "geojson" else kml)(path, [])
    else:
        path.write_text(path.read_text().partition("\n")[0] + "\n")
    return path
