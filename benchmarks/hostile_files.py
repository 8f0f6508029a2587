"""Files that want to be too much, written when they are needed: of the wanted size, every word our own.

Each writes its path and returns nothing; `size` is in bytes. `HOSTILE` are meant to do harm or are damaged,
`HONEST` are what somebody may truly have.
"""

from __future__ import annotations

import base64
import json
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import count, cycle, repeat
from pathlib import Path
from typing import IO, Any

from benchmarks import ucdp

Write = Callable[[Path, int], None]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_SHEET, _TEXTS, _STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_BEGIN, _END = f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>', "</sheetData></worksheet>"
_HEAD = _BEGIN + '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
_ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>Market shelled</t></is></c></row>'
_LAUGHS = "<!DOCTYPE a [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
_OUTSIDE = "<!DOCTYPE a [<!ENTITY i SYSTEM 'file:///etc/hostname'>]>"
_KML, _KML_END = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>', "</Document></kml>"
_WORDS = "Neighbours say that shells fell on the market at noon, and that the bakery was hit. "


def _poured(file: IO[str], size: int, pieces: Iterable[str]) -> None:
    """Pieces until so many characters are written."""
    written = 0
    for piece in pieces:
        if written >= size:
            return
        written += file.write(piece)


def _text(path: Path, size: int, head: str, pieces: Iterable[str], end: str = "") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        _poured(file, size, pieces)
        file.write(end)


def _book(
    path: Path, name: str, size: int, head: str, pieces: Iterable[str], end: str, level: int = 6
) -> None:
    """A workbook of one sheet, of which the part `name` is made of the pieces."""
    fixed = {
        "[Content_Types].xml": _TYPES, "xl/workbook.xml": _BOOK,
        "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        _SHEET: _HEAD + _ROW + _END, _TEXTS: f'<sst xmlns="{_MAIN}"/>',
        _STYLES: f'<styleSheet xmlns="{_MAIN}"/>',
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for part, content in fixed.items():
            if part != name:
                archive.writestr(part, content)
        with archive.open(name, "w", force_zip64=True) as part_of_it:
            part_of_it.write(head.encode())
            written = 0
            for piece in pieces:
                if written >= size:
                    break
                written += part_of_it.write(piece.encode())
            part_of_it.write(end.encode())


# What somebody may truly have


def ucdp_csv(path: Path, size: int) -> None:
    ucdp.write(path, size // 496)


def _listed(form: str) -> Iterator[str]:
    """Events of a list: a number, a day, coordinates, a town and some sentences."""
    for number, town in enumerate(cycle(ucdp.TOWNS), start=1):
        yield form.format(
            n=number, day=f"20{number % 20:02}-0{number % 9 + 1}-1{number % 10}", town=town[0],
            lat=town[4] + number % 97 / 1000, lon=town[5] + number % 89 / 1000,
            words=_WORDS * (1 + number % 5),
        )  # fmt: skip


def dateline_csv(path: Path, size: int) -> None:
    head = "event_id,title,earliest,lat,lon,place,summary\n"
    _text(path, size, head, _listed('{n},Report {n},{day},{lat:.5f},{lon:.5f},{town},"{words}"\n'))


def workbook(path: Path, size: int) -> None:
    """Its texts are noise that hardly packs, so that the file itself is of that size."""
    choose = random.Random(7)
    listed = _listed("{n}|Report {n}|{day}|{lat:.5f}|{lon:.5f}")
    noise = (base64.b64encode(choose.randbytes(6000)).decode() for _ in count())
    rows = (
        _cells(number, [*row.split("|"), text])
        for number, row, text in zip(count(2), listed, noise, strict=False)
    )
    head = _BEGIN + _cells(1, ["event_id", "title", "earliest", "lat", "lon", "summary"])
    _book(path, _SHEET, int(size * 1.28), head, rows, _END, level=1)


def _cells(number: int, values: Iterable[str]) -> str:
    cells = (
        f'<c r="{letter}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for letter, value in zip("ABCDEF", values, strict=True)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def json_lines(path: Path, size: int) -> None:
    """Whole articles with one event each, as an export has them."""

    def lines() -> Iterator[str]:
        for number in count(1):
            text = f"Report {number}. In Saraqib shells fell. " + _WORDS * 220
            for record in _records(number, text):
                yield json.dumps(record, ensure_ascii=False) + "\n"

    outlet = {"record": "outlet", "id": 1, "name": "Invented Herald"}
    layer = {"record": "layer", "id": 1, "slug": "a-list", "name": "A list"}
    head = "".join(f"{json.dumps(line)}\n" for line in ({"record": "dateline", "format": 1}, outlet, layer))
    _text(path, size, head, lines())


def _records(number: int, text: str) -> Iterator[dict[str, Any]]:
    start = text.index("Saraqib")
    yield {
        "record": "article", "id": number, "outlet": 1, "headline": f"Report {number}", "language": "en",
        "published_on": "2019-08-31", "text": text, "status": "draft", "kind": "article",
    }  # fmt: skip
    yield {
        "record": "mention", "id": number, "article": number, "start": start, "end": start + 7,
        "quote": "Saraqib", "phrase_start": start, "phrase_end": start + 7, "excerpt_start": 0,
        "excerpt_end": start + 20, "status": "accepted", "precision": "settlement",
        "geometry": "POINT (36.8 35.86)", "role": "happened_here", "relation": "in",
    }  # fmt: skip
    yield {
        "record": "event", "id": number, "title": f"Report {number}", "kind": "shelling_artillery",
        "layer": 1,
        "earliest": "2019-08-30", "latest": "2019-08-30", "date_precision": "day", "status": "draft",
        "verification": "weak", "precision": "settlement", "geometry": "POINT (36.8 35.86)",
        "point": "POINT (36.8 35.86)",
    }  # fmt: skip
    yield {"record": "eventmention", "id": number, "event": number, "mention": number}


def geojson(path: Path, size: int) -> None:
    form = (
        '{{"type": "Feature", "id": {n}, "properties": {{"title": "Report {n}", "earliest": "{day}", '
        '"summary": "{words}"}}, "geometry": {{"type": "Point", "coordinates": [{lon:.5f}, {lat:.5f}]}}}}'
    )
    features = (f"{',' if number else ''}\n{line}" for number, line in enumerate(_listed(form)))
    _text(path, size, '{"type": "FeatureCollection", "features": [', features, "]}")


def kml(path: Path, size: int) -> None:
    form = (
        '<Placemark id="p{n}"><name>Report {n}</name><description><![CDATA[<p>{words}</p>]]></description>'
        "<TimeStamp><when>{day}</when></TimeStamp>"
        "<Point><coordinates>{lon:.5f},{lat:.5f},0</coordinates></Point></Placemark>\n"
    )
    _text(path, size, _KML, _listed(form), _KML_END)


# What nobody has by honest work


def csv_without_line_end(path: Path, size: int) -> None:
    _text(path, size, "title,lat", repeat(",x" * 5000))


def csv_open_quotation(path: Path, size: int) -> None:
    _text(path, size, 'event_id,title\n1,"', repeat(_WORDS + "\n"))


def csv_of_huge_cells(path: Path, size: int) -> None:
    """A sign that takes four bytes in memory makes every other take four."""
    row = '{},Report {},35.86,36.8,"' + "😀" + "a" * 1_900_000 + '"\n'
    _text(path, size, "event_id,title,lat,lon,remarks\n", (row.format(number, number) for number in count()))


_OF_UCDP = (
    "id,type_of_violence,where_prec,latitude,longitude,country,date_prec,date_start,date_end,best,low,high\n"
)


def csv_of_tiny_rows(path: Path, size: int) -> None:
    """Good ones, and more than are read: five million, are tried with 180 MB."""
    _text(path, size, _OF_UCDP, (f"{number},1,1,1,1,Syria,1,,,0,0,0\n" for number in count()))


def csv_of_refused_rows(path: Path, size: int) -> None:
    """Two million, with coordinates the other way round at a border: the refusal that asks for most."""
    _text(path, size, _OF_UCDP, (f"{number},1,1,36.8,35.1,Syria,1,,,0,0,0\n" for number in range(2_000_000)))


def csv_of_one_event(path: Path, size: int) -> None:
    row = f'same,Report,wounded,3,3,"{_WORDS}"\n'
    _text(path, size, "event_id,title,measure,low,high,summary\n", repeat(row))


def csv_of_one_article(path: Path, size: int) -> None:
    row = '{},Report {},Invented Herald,https://example.org/a,"{}: ' + _WORDS * 80 + '"\n'
    head = "event_id,title,outlet,url,excerpt\n"
    _text(path, size, head, (row.format(number, number, number) for number in count()))


def csv_of_wrong_cells(path: Path, size: int) -> None:
    """Every row is wrong, and each says so with a value of a megabyte."""
    row = '{},Report {},"' + "x" * 1_000_000 + '"\n'
    _text(path, size, "event_id,title,kind\n", (row.format(number, number) for number in count()))


def book_of_spaces(path: Path, size: int) -> None:
    _book(path, _SHEET, size * 10, _HEAD, repeat(" " * 1_000_000), _ROW + _END, level=9)


def book_of_many_texts(path: Path, size: int) -> None:
    _book(path, _TEXTS, min(size, 59_000_000), f'<sst xmlns="{_MAIN}">', _plain_texts(), "</sst>")


def _plain_texts() -> Iterator[str]:
    return (f"<si><t>text {number}</t></si>" for number in count())


def book_of_one_text(path: Path, size: int) -> None:
    _book(
        path, _TEXTS, min(size, 59_000_000), f'<sst xmlns="{_MAIN}"><si><t>😀',
        (f"{number}" for number in count(10**15)), "</t></si></sst>",
    )  # fmt: skip


def book_of_one_text_in_runs(path: Path, size: int) -> None:
    runs = (f"<r><t>{number}</t></r>" for number in count())
    _book(path, _TEXTS, min(size, 9_900_000), f'<sst xmlns="{_MAIN}"><si>', runs, "</si></sst>", level=1)


def book_of_styles(path: Path, size: int) -> None:
    xfs = (f'<xf fontId="{number % 97}"/>' for number in count())
    head = f'<styleSheet xmlns="{_MAIN}"><cellXfs>'
    _book(path, _STYLES, min(size, 9_900_000), head, xfs, "</cellXfs></styleSheet>", level=1)


def book_of_parts(path: Path, size: int) -> None:
    kinds = (f'<Override PartName="/{number}" ContentType="a/b"/>' for number in count())
    head = _TYPES.removesuffix("</Types>")
    _book(path, "[Content_Types].xml", min(size, 9_900_000), head, kinds, "</Types>", level=1)


def book_that_laughs(path: Path, size: int) -> None:
    _book(path, _SHEET, 1, _LAUGHS + _BEGIN, ["<row><c><v>&i;</v></c></row>"], _END)


def book_with_an_outside_entity(path: Path, size: int) -> None:
    _book(path, _SHEET, 1, _OUTSIDE + _BEGIN, ["<row><c><v>&i;</v></c></row>"], _END)


def book_of_a_million_columns(path: Path, size: int) -> None:
    cells = (f"<c><v>{number}</v></c>" for number in range(1_000_000))
    _book(path, _SHEET, size, _BEGIN + '<row r="1">', cells, "</row>" + _END, level=1)


def book_of_a_small_wide_row(path: Path, size: int) -> None:
    """Of less than 10 MB."""
    cells = (f"<c><v>{number % 9}</v></c>" for number in range(600_000))
    _book(path, _SHEET, 9_500_000, _HEAD + '<row r="2">', cells, "</row>" + _END, level=1)


def book_of_a_hidden_row(path: Path, size: int) -> None:
    """A row that never ends, with comments that look like ends of rows."""
    pieces = (f"<c><v>{number}</v></c><!--</row><row>-->" for number in count())
    _book(path, _SHEET, size, _HEAD + '<row r="2">', pieces, "</row>" + _END, level=1)


def book_with_a_far_row(path: Path, size: int) -> None:
    far = _ROW.replace('"2"', '"1048576"').replace("A2", "A1048576")
    _book(path, _SHEET, 1, _HEAD, [far], _END)


def book_that_is_no_archive(path: Path, size: int) -> None:
    _text(path, size, "PK\x03\x04", repeat("nothing " * 1000))


def line_without_end(path: Path, size: int) -> None:
    _text(path, size, '{"record": "dateline", "format": 1}\n{"record": "article", "text": "', repeat(_WORDS))


def line_of_nothings(path: Path, size: int) -> None:
    head = '{"record": "dateline", "format": 1}\n{"record": "article", "bands": ['
    _text(path, min(size, 19_000_000), head, repeat("[],"), "0]}\n")


def short_lines(path: Path, size: int) -> None:
    """Five million: none can be read in, and each has a number that another may have."""
    head = '{"record": "dateline", "format": 1}\n'
    lines = (f'{{"record":"map","id":{number}}}\n' for number in count())
    _text(path, size, head, lines)


_MADE = "2024-01-01T00:00:00+00:00"


def _project(path: Path, size: int, fault: Callable[[int], Iterable[str]], has_end: bool = True) -> None:
    """A whole project of that size, honest but for the lines of `fault`, which is given how many articles are
    before them: all of those are in the database when it is come upon."""
    head = (
        {"record": "dateline-project", "format": 1}, {"record": "account", "username": "editor"},
        {"record": "outlet", "id": 1, "name": "Invented Herald"},
    )  # fmt: skip
    with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        number = written = 0
        for line in head:
            file.write(f"{json.dumps(line)}\n")
        while written < size:
            number += 1
            written += file.write(_project_article(number))
        lines = len(head) + number
        for line in fault(number):
            file.write(line)
            lines += 1
        if has_end:
            file.write(f"{json.dumps({'record': 'end', 'lines': lines})}\n")


def _project_article(number: int) -> str:
    record = {
        "record": "article", "id": number, "outlet": 1, "headline": f"Report {number}", "language": "en",
        "published_on": "2019-08-31", "created_at": _MADE, "updated_at": _MADE, "fingerprint": f"{number}",
        "text": f"Report {number}. In Saraqib shells fell. " + _WORDS * 220,
    }  # fmt: skip
    return f"{json.dumps(record)}\n"


def project(path: Path, size: int) -> None:
    _project(path, size, lambda number: ())


def project_in_a_broken_encoding(path: Path, size: int) -> None:
    """A letter of Windows-1252 in the last line."""
    _project(path, size, lambda number: [_project_article(number + 1).replace("Saraqib", "Sar\udce2qib")])


def project_without_end(path: Path, size: int) -> None:
    """Cut off in the middle of a line, as a download is."""
    _project(path, size, lambda number: [_project_article(number + 1)[:5000]], has_end=False)


def project_without_last_line(path: Path, size: int) -> None:
    """Cut off between two lines."""
    _project(path, size, lambda number: (), has_end=False)


def project_of_unknown_kinds(path: Path, size: int) -> None:
    _project(path, size, lambda number: ['{"record": "rumour", "id": 1}\n'])


def project_with_a_number_twice(path: Path, size: int) -> None:
    """The last article has the number of the first, a thousand lines and more before it."""
    _project(
        path, size, lambda number: [_project_article(number + 1).replace(f'"id": {number + 1},', '"id": 1,')]
    )


def project_with_a_number_twice_running(path: Path, size: int) -> None:
    """Each number stands in two lines running: the first portion is refused, and looked through."""
    _project(path, 1, lambda _: _twice(size))


def _twice(size: int) -> Iterator[str]:
    for number in range(2, 2 + size // 40_000):
        line = _project_article(number)
        yield line
        yield line.replace(f'"fingerprint": "{number}"', f'"fingerprint": "again {number}"')


def project_line_without_end(path: Path, size: int) -> None:
    head = '{"record": "dateline-project", "format": 1}\n{"record": "outlet", "id": 1, "name": "'
    _text(path, size, head, repeat(_WORDS))


def project_line_of_nothings(path: Path, size: int) -> None:
    head = '{"record": "dateline-project", "format": 1}\n{"record": "map", "id": 1, "filters": ['
    _text(path, min(size, 59_000_000), head, repeat("[],"), "0]}\n")


def feature_without_end(path: Path, size: int) -> None:
    geometry = '{"type": "LineString", "coordinates": ['
    head = '{"features": [{"properties": {"title": "Report"}, "geometry": ' + geometry
    _text(path, size, head, repeat("[1,2],"))


def features_of_outlines(path: Path, size: int) -> None:
    """Each as large as one may be."""
    outline = ",".join(f"[{number % 179},{number % 89}]" for number in range(280_000))
    line = '{"properties": {"title": "Report"}, "geometry": {"type": "LineString", "coordinates": [%s]}}'
    pieces = (f"{',' if number else ''}\n{line % outline}" for number in count())
    _text(path, size, '{"features": [', pieces, "]}")


def features_of_texts(path: Path, size: int) -> None:
    """The first rows alone would fill the memory."""
    line = '{"properties": {"title": "Report %s", "lat": 35.8, "lon": 36.8, "remarks": "%s"}}'
    remarks = "😀" + "a" * 1_900_000
    pieces = (f"{',' if number else ''}\n{line % (number, remarks)}" for number in count())
    _text(path, size, '{"features": [', pieces, "]}")


def placemark_without_end(path: Path, size: int) -> None:
    _text(path, size, f"{_KML}<Placemark><name>Report", repeat(_WORDS))


def placemark_of_nothings(path: Path, size: int) -> None:
    _text(path, size, f"{_KML}<Placemark>", repeat("<x/>"), f"</Placemark>{_KML_END}")


def placemark_that_hides(path: Path, size: int) -> None:
    """Without an end, with comments that look like one."""
    _text(path, size, f"{_KML}<Placemark>", repeat("<x/><!--</Placemark>-->"), f"</Placemark>{_KML_END}")


def placemarks_of_texts(path: Path, size: int) -> None:
    line = "<Placemark><name>Report {}</name><description>😀" + "a" * 1_900_000 + "</description></Placemark>"
    _text(path, size, _KML, (line.format(number) for number in count()), _KML_END)


def kml_of_no_placemarks(path: Path, size: int) -> None:
    _text(path, size, _KML, repeat("<Style><IconStyle/></Style>"), _KML_END)


def kml_that_laughs(path: Path, size: int) -> None:
    _text(path, 1, _LAUGHS + _KML, ["<Placemark><name>&i;</name></Placemark>"], _KML_END)


def kml_with_an_outside_entity(path: Path, size: int) -> None:
    _text(path, 1, _OUTSIDE + _KML, ["<Placemark><name>&i;</name></Placemark>"], _KML_END)


HONEST: dict[str, Write] = {
    "UCDP GED.csv": ucdp_csv, "list.csv": dateline_csv, "list.xlsx": workbook, "articles.jsonl": json_lines,
    "list.geojson": geojson, "list.kml": kml, "project.jsonl": project,
}  # fmt: skip
HOSTILE: dict[str, Write] = {
    "no line end.csv": csv_without_line_end, "open quotation.csv": csv_open_quotation,
    "huge cells.csv": csv_of_huge_cells, "tiny rows.csv": csv_of_tiny_rows,
    "tiny refused rows.csv": csv_of_refused_rows,
    "one event.csv": csv_of_one_event, "one article.csv": csv_of_one_article,
    "wrong cells.csv": csv_of_wrong_cells,
    "spaces.xlsx": book_of_spaces, "many texts.xlsx": book_of_many_texts, "one text.xlsx": book_of_one_text,
    "one text in runs.xlsx": book_of_one_text_in_runs, "styles.xlsx": book_of_styles,
    "parts.xlsx": book_of_parts, "laughs.xlsx": book_that_laughs,
    "outside entity.xlsx": book_with_an_outside_entity, "million columns.xlsx": book_of_a_million_columns,
    "wide row.xlsx": book_of_a_small_wide_row, "hidden row.xlsx": book_of_a_hidden_row,
    "far row.xlsx": book_with_a_far_row, "no archive.xlsx": book_that_is_no_archive,
    "no line end.jsonl": line_without_end, "nothings.jsonl": line_of_nothings,
    "short lines.jsonl": short_lines,
    "endless geometry.geojson": feature_without_end, "outlines.geojson": features_of_outlines,
    "texts.geojson": features_of_texts,
    "endless placemark.kml": placemark_without_end, "nothings.kml": placemark_of_nothings,
    "hiding.kml": placemark_that_hides, "texts.kml": placemarks_of_texts,
    "no placemarks.kml": kml_of_no_placemarks,
    "laughs.kml": kml_that_laughs, "outside entity.kml": kml_with_an_outside_entity,
    "project without line end.jsonl": project_line_without_end,
    "project of nothings.jsonl": project_line_of_nothings,
    "project in a broken encoding.jsonl": project_in_a_broken_encoding,
    "project without end.jsonl": project_without_end,
    "project without last line.jsonl": project_without_last_line,
    "project of unknown kinds.jsonl": project_of_unknown_kinds,
    "project with a number twice.jsonl": project_with_a_number_twice,
    "project of numbers twice.jsonl": project_with_a_number_twice_running,
}  # fmt: skip
