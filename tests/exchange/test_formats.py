"""Files that are no good, each with the sentence that says so; and those that are."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from events.exchange.formats import archive, geojson, kml, pacing, table
from events.exchange.opening import format_of, open_table
from events.exchange.refusals import Unreadable, Wrong

HEAD = "title,place\n"


def rows(path: Path, **options: str) -> list[tuple[int, object]]:
    return list(open_table(path, format_of(path), **options).rows)


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_the_encoding_that_it_is_in(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "a.csv", f"{HEAD}Fête,Alençon\n".encode(encoding))

    found = open_table(path, "csv")

    assert list(found.rows) == [(2, {"title": "Fête", "place": "Alençon"})]
    assert bool(found.notes) == (encoding == "cp1252")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_csv_is_read_with_its_delimiter_and_without_hxl_row(tmp_path: Path, sign: str) -> None:
    path = written(tmp_path / "a.csv", f"title{sign}place\n#event{sign}#loc\n\nA{sign} B \n")

    assert rows(path) == [(4, {"title": "A", "place": "B"})]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "The file is empty", id="empty"),
        pytest.param(b"\n\n", "The first row is empty", id="no header"),
        pytest.param(b"a,a\n1,2\n", "Two columns are named “a”", id="twice"),
        pytest.param(b"a,b\n1,\x81\n", "nor|not UTF-8, and byte", id="no encoding"),
        pytest.param(b"a,b\n1,\x00\n", "binary", id="null"),
        pytest.param(",".join(f"c{n}" for n in range(501)).encode(), "501 columns", id="wide"),
        pytest.param("a,b\n1,\udc81".encode("utf-16", "surrogatepass"), "is not utf-16 text", id="half"),
    ],
)
def test_csv_that_is_no_table_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        rows(written(tmp_path / "a.csv", content))


def test_csv_row_that_is_cut_is_wrong_and_the_others_are_read(tmp_path: Path) -> None:
    found = rows(written(tmp_path / "a.csv", f"{HEAD}A\nB,b\nC,c,d\n"))

    assert [number for number, _cells in found] == [2, 3, 4]
    assert "has 1 cells and the header 2" in str(found[0][1])
    assert found[1][1] == {"title": "B", "place": "b"}
    assert "may lack its quotation marks" in str(found[2][1])


def test_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path, settings: object) -> None:
    settings.IMPORT_MAX_BYTES = 10  # type: ignore[attr-defined]

    with pytest.raises(Unreadable, match="at most 0 are read in"):
        rows(written(tmp_path / "a.csv", f"{HEAD}A,b\n"))


def test_quotation_mark_that_never_ends_is_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.exchange.formats.delimited.MAX_CELL", 1000)
    path = written(tmp_path / "a.csv", f'{HEAD}"A,b\n' + "x\n" * 2000)

    with pytest.raises(Unreadable, match="Often a quotation mark is missing"):
        rows(path)


def test_csv_row_that_goes_on_and_on_is_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.exchange.formats.delimited.MAX_ROW", 1000)

    for endless in ("," * 2000, '"\n",' * 400, "x" * 2000):
        with pytest.raises(Unreadable, match="has more than 1,000 characters"):
            rows(written(tmp_path / "a.csv", f"{HEAD}A,b\n{endless}"))
    with pytest.raises(Unreadable, match="at line 1 has more than"):
        rows(written(tmp_path / "a.csv", "abcdefghi," * 200))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param("a,b\nÜ,x\n".encode("utf-16-le"), "Byte 1 (0x00) is a null byte", id="utf-16 unmarked"),
        pytest.param("a,b\nÜ,x\n".encode()[:5], "Windows-1252", id="utf-8 cut"),
        pytest.param(b"a,b\n" + "Ü".encode() + b",\xfc\n", "Windows-1252", id="two encodings"),
        pytest.param(b"a,b\n" + b"x,y\n" * 2000 + b"x,\x00\n", "Line 2,002 holds a null byte", id="null far"),
        pytest.param(b"\xff\xfea\x00,\x00b\x00\n", "is not utf-16 text", id="utf-16 cut"),
    ],
)
def test_broken_encoding_is_said(tmp_path: Path, content: bytes, sentence: str) -> None:
    """Refused, or read as what it may be and said so."""
    path = written(tmp_path / "a.csv", content)
    try:
        table = open_table(path, "csv")
        list(table.rows)
        said = " ".join(table.notes)
    except Unreadable as error:
        said = str(error)
    assert sentence in said


def sheet(path: Path, *lines: list[object]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(path)
    return path


def test_workbook_gives_texts_of_numbers_dates_and_flags(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx", ["n", "on", "is", "x"], ["#n", "#on", "#is", "#x"],
        [12.0, date(2019, 8, 30), True, 35.5], [None, None, None, None], ["=1+1", None, None, "b"],
    )  # fmt: skip

    assert rows(path) == [(3, {"n": "12", "on": "2019-08-30", "is": "true", "x": "35.5"}), (5, {"x": "b"})]


def replaced(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one part that is something else."""
    target = path.with_name("other.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"<a>" + b" " * 20_000_000 + b"</a>", "grows from", id="bomb"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>', "declares a document type", id="entities"),
        pytest.param(b"<worksheet><sheetData><row", "cannot be read|damaged", id="broken"),
    ],
)
def test_workbook_that_is_a_trap_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = replaced(sheet(tmp_path / "a.xlsx", ["a"], ["b"]), "xl/worksheets/sheet1.xml", content)

    with pytest.raises(Unreadable, match=sentence):
        rows(path)


TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
TYPE_OF_TEXTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/others.bin"])
@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        pytest.param(b"<si><t>a</t></si>" * 30, "more than 20 texts", id="many"),
        pytest.param(b"<si><t>" + b"a" * 3000 + b"</t></si>", "more than 0 MB of them", id="large"),
        pytest.param(b"<si>" + b"<r><t>a</t></r>" * 200 + b"</si>", "A text of the file", id="in runs"),
        pytest.param(b"<si><r><t>a</t></r><rPh><t>b</t></rPh><t>c</t></si>" * 9, "", id="honest"),
    ],
)
def test_texts_of_a_workbook_are_capped_wherever_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, texts: bytes, sentence: str
) -> None:
    monkeypatch.setattr(archive, "MAX_TEXTS", 20)
    monkeypatch.setattr(archive, "MAX_TEXT_MEMORY", 2500)
    monkeypatch.setattr(pacing, "MAX_TAGS", 300)
    path = sheet(tmp_path / "a.xlsx", ["a"], ["b"])
    with zipfile.ZipFile(path) as book:
        types = book.read("[Content_Types].xml").decode()
    said = f'<Override PartName="/{part}" ContentType="{TYPE_OF_TEXTS}"/></Types>'
    path = replaced(path, "[Content_Types].xml", types.replace("</Types>", said).encode())
    path = replaced(path.rename(tmp_path / "b.xlsx"), part, TEXTS % texts)
    cell = b'<row r="1"><c t="s"><v>0</v></c></row><row r="2"><c t="s"><v>1</v></c></row>'
    path = replaced(path.rename(tmp_path / "c.xlsx"), "xl/worksheets/sheet1.xml", SHEET % cell)

    if sentence:
        with pytest.raises(Unreadable, match=sentence):
            rows(path)
    else:
        assert rows(path) == [(2, {"ac": "ac"})]


def test_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no XLSX workbook"):
        rows(written(tmp_path / "b.xlsx", b"PK nothing"))


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<dimension ref="A1:XFD1048576"/><sheetData>%s</sheetData></worksheet>'
)
NAMES = b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'


def test_row_at_the_end_of_a_sheet_is_read_under_its_number(tmp_path: Path) -> None:
    far = NAMES + b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    path = replaced(sheet(tmp_path / "a.xlsx", ["a"], ["b"]), "xl/worksheets/sheet1.xml", SHEET % far)

    assert rows(path) == [(1_048_576, {"a": "1"})]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b'<row r="99999999999"><c><v>1</v></c></row>', "more than 1,048,576 rows", id="beyond"),
        pytest.param(b'<row r="2"/><row r="2"/>', "Row 2 of the sheet stands after row 2", id="twice"),
        pytest.param(b'<row r="x"><c><v>1</v></c></row>', "cannot be read after row 1", id="no number"),
        pytest.param(
            b'<row r="2"><c r="ABCDE2"><v>1</v></c></row>', "cannot be read after row 1", id="column"
        ),
    ],
)
def test_row_that_no_sheet_has_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = replaced(
        sheet(tmp_path / "a.xlsx", ["a"], ["b"]), "xl/worksheets/sheet1.xml", SHEET % (NAMES + content)
    )

    with pytest.raises(Unreadable, match=sentence):
        rows(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b'<row><c t="inlineStr"><is><t>' + b"a" * 90_000, "more than 0 MB", id="long text"),
        pytest.param(b"<row>" + b"<c><v>1</v></c>" * 9000, "more than 5,000 tags", id="wide row"),
        pytest.param(b"<row>" * 50 + b"<c/>" * 20_000, "more than 5,000 tags", id="rows in rows"),
        pytest.param(b"<row>" + b"<!--</row><row>--><c/>" * 9000, "more than 5,000 tags", id="hidden"),
        pytest.param(b"<row><![CDATA[</row><row>]]>" + b"<c/>" * 20_000, "more than 5,000 tags", id="quoted"),
        pytest.param(b"<x>" * 1000, "lie in each other too deeply", id="deep"),
        # Much between rows is let go as it is read.
        pytest.param(
            NAMES + b"<row></row><x/><x>text</x>" * 20_000 + b"<x", "after row 20,001: ", id="between rows"
        ),
    ],
)
def test_sheet_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, sentence: str
) -> None:
    monkeypatch.setattr(pacing, "MAX_ROW", 50_000)
    monkeypatch.setattr(pacing, "MAX_TAGS", 5000)
    begun = SHEET.partition(b"%s")[0]
    path = replaced(sheet(tmp_path / "a.xlsx", ["a"], ["b"]), "xl/worksheets/sheet1.xml", begun + content)

    with pytest.raises(Unreadable, match=sentence):
        rows(path)


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("limit", ["MAX_WHOLE", "MAX_WHOLE_TAGS"])
def test_part_that_is_read_as_a_whole_is_capped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limit: str
) -> None:
    path = replaced(sheet(tmp_path / "a.xlsx", ["a"], ["b"]), name, b"<a>" + b"<si/>" * 1000 + b"</a>")
    monkeypatch.setattr(archive, limit, 900)

    with pytest.raises(Unreadable, match="as none has"):
        rows(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_behind_a_long_beginning_are_refused(tmp_path: Path, encoding: str) -> None:
    laughs = f"<?xml version='1.0' encoding='{encoding}'?><!--{'x' * 9000}-->" + (
        "<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;&b;'>]><worksheet>&c;</worksheet>"
    )
    path = replaced(
        sheet(tmp_path / "a.xlsx", ["a"], ["b"]), "xl/worksheets/sheet1.xml", laughs.encode(encoding)
    )
    with pytest.raises(Unreadable):
        rows(path)
    with pytest.raises(Unreadable, match="document type or entities"):
        rows(written(tmp_path / "a.kml", laughs.encode(encoding)))


def test_archive_in_an_archive_is_no_workbook(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("doc.kml", f"<kml>{PLACEMARK}</kml>")
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "inner.zip")

    with pytest.raises(Unreadable, match="no XLSX workbook"):
        rows(path)
    with pytest.raises(Unreadable, match="KMZ"):
        rows(inner.rename(tmp_path / "a.kml"))


def features(*made: dict) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(made)})


def feature(geometry: object = None, **properties: object) -> dict:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def test_geojson_gives_properties_and_a_geometry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "_CHUNK", 50)  # features are cut by the chunks
    point = {"type": "Point", "coordinates": [36.8, 35.86]}
    path = written(
        tmp_path / "a.geojson", features(feature(point, title="A", n=1), feature(title="Ü", is_x=True))
    )

    assert rows(path) == [
        (1, {"title": "A", "n": "1", "geometry": "POINT(36.8 35.86)"}), (2, {"title": "Ü", "is_x": "true"})
    ]  # fmt: skip


def test_geojson_feature_is_judged_without_those_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geojson, "_CHUNK", 50)
    monkeypatch.setattr(geojson, "_MAX_VALUES", 40)
    lines = [{"type": "LineString", "coordinates": [[n, 1] for n in range(points)]} for points in (8, 40)]

    assert len(rows(written(tmp_path / "a.geojson", features(*[feature(lines[0], title="A")] * 9)))) == 9
    with pytest.raises(Unreadable, match="Feature 2 has more than 20,000,000 characters or 40 values"):
        rows(written(tmp_path / "b.geojson", features(*(feature(line, title="A") for line in lines))))


@pytest.mark.parametrize(
    "coordinates",
    [
        pytest.param([[n, 1] for n in range(40)], id="line"),
        pytest.param([[[[n, 1] for n in range(20)]], [[[n, 2] for n in range(20)]]], id="areas"),
    ],
)
def test_outline_of_too_many_points_is_wrong_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coordinates: object
) -> None:
    monkeypatch.setattr(geojson, "MAX_POINTS", 39)
    large = {"type": "GeometryCollection", "geometries": [{"type": "Any", "coordinates": coordinates}]}
    found = rows(written(tmp_path / "a.geojson", features(feature(large, a=1), feature(a=2))))

    assert str(found[0][1]) == "The outline has 40 points; at most 100,000 are read. Simplify it."
    assert found[1] == (2, {"a": "2"})


@pytest.mark.parametrize("name", ["a.geojson", "a.kml"])
def test_row_that_is_wrong_is_let_go(tmp_path: Path, name: str) -> None:
    """What was raised held the feature with it: 90 large outlines took 2.6 GB."""
    long = "x" * 400_000
    mark = f"<Placemark><name>{long}</name><Point><coordinates>{long}</coordinates></Point></Placemark>"
    one = "<Placemark><name>a</name></Placemark>"
    content = (
        features(feature(a="b"), *[feature({"type": "Point", "coordinates": [long]}, a=long)] * 20)
        if name == "a.geojson" else f"<kml>{one}{mark * 20}</kml>"
    )  # fmt: skip
    path = written(tmp_path / name, content)

    tracemalloc.start()
    found = rows(path)
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sum(isinstance(cells, Wrong) for _number, cells in found) == 20
    assert held < 4_000_000


@pytest.mark.parametrize("name", ["a.geojson", "a.kml"])
def test_file_without_a_row_that_can_be_read_says_what_is_wrong_with_the_first(
    tmp_path: Path, name: str
) -> None:
    """Else it would have no columns, and be said to lack one."""
    placemark = "<Placemark><Point><coordinates>400,2</coordinates></Point></Placemark>"
    content = features(feature({"type": "Point"})) if name == "a.geojson" else f"<kml>{placemark * 3}</kml>"

    with pytest.raises(
        Unreadable, match=r"^None of the first rows can be read\. Row 1: .*[Cc]orrect it|is not a longitude"
    ):
        rows(written(tmp_path / name, content))


@pytest.mark.parametrize("deep", ['{"a":', '[{"a":'], ids=["objects", "lists"])
@pytest.mark.parametrize("member", ["properties", "geometry"])
def test_feature_that_is_deeper_than_can_be_looked_into_is_wrong(
    tmp_path: Path, deep: str, member: str
) -> None:
    """JSON's reader goes as deep as Python may; formerly whoever looked into the feature ended the import."""
    ends = "".join({"{": "}", "[": "]"}[sign] for sign in reversed(deep) if sign in "{[")
    levels = 900 // deep.count("{") // len(ends)
    other = "geometry" if member == "properties" else "properties"
    feature_ = f'{{"{member}": {{"a": {deep * levels}1{ends * levels}}}, "{other}": null}}'
    path = written(tmp_path / "a.geojson", f'{{"features": [{feature_}, {json.dumps(feature(a=2))}]}}')

    found = rows(path)

    assert "nested too deeply" in str(found[0][1])
    assert found[1] == (2, {"a": "2"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param("[1, 2]", "no list of features", id="no collection"),
        pytest.param('{"features": [{"a": ', "breaks off", id="cut"),
        pytest.param(
            '{"crs": {"properties": {"name": "EPSG:3857"}}, "features": []}', "in EPSG:3857", id="crs"
        ),
        pytest.param('{"features": [' + "[" * 100_000, "nested too deeply|breaks off", id="deep"),
    ],
)
def test_geojson_that_is_none_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        rows(written(tmp_path / "a.geojson", content))


def test_geojson_feature_that_is_none_is_wrong_and_the_others_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.geojson", features(feature({"type": "Point"}, a=1), feature(a=2)))

    found = rows(path)

    assert isinstance(found[0][1], Wrong)
    assert found[1] == (2, {"a": "2"})


PLACEMARK = """<Placemark id="p1"><name>A &amp; B</name>
<description><![CDATA[<b>Shells</b> fell]]></description>
<TimeStamp><when>2019-08-30</when></TimeStamp><ExtendedData><Data
name="killed"><value>12</value></Data></ExtendedData>
<Point><coordinates>36.8,35.86,0</coordinates></Point></Placemark>"""


def test_kml_gives_names_times_data_and_geometry(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.kml",
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{PLACEMARK}'
        "<Placemark><LineString><coordinates>1,2 "
        "400,4</coordinates></LineString></Placemark></Document></kml>",
    )

    found = rows(path)

    assert found[0] == (
        1,
        {
            "id": "p1", "name": "A & B", "description": "Shells fell", "when": "2019-08-30", "killed": "12",
            "geometry": "POINT(36.8 35.86)",
        },
    )  # fmt: skip
    assert "is not a longitude" in str(found[1][1])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(
            '<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><Placemark><name>&x;</name></Placemark></kml>',
            "declares a document type", id="external entity",
        ),
        pytest.param("<kml><Placemark>", "it is damaged", id="cut"),
        pytest.param("<kml/>", "no placemarks", id="none"),
        pytest.param("PK\x03\x04", "KMZ", id="kmz"),
        pytest.param("<kml>" + "<Folder>" * 200, "too deeply", id="deep"),
        pytest.param("<kml><Placemark><name>" + "a" * 11_000_000, "A placemark of the file", id="long"),
        pytest.param("<kml>" + "<x/>" * 50_000, "no KML", id="no placemark"),
    ],
)  # fmt: skip
def test_kml_that_is_a_trap_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        rows(written(tmp_path / "a.kml", content))


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.tsv", "a\tb", "csv"), ("a.json", "{}", "geojson"), ("a.bin2", "<kml>", "kml"), ("a", "a,b",
        "csv"),
        ("a.jsonl", "{}", "jsonl"), ("a.XLSX", "PK", "xlsx"),
    ],
)  # fmt: skip
def test_format_is_told_by_name_and_beginning(tmp_path: Path, name: str, content: str, wanted: str) -> None:
    assert format_of(written(tmp_path / name, content)) == wanted


def test_limits_are_said_where_they_are_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readers: list[Callable[[], object]] = []
    for module in (geojson, kml):
        monkeypatch.setattr(module, "MAX_ROWS", 1)
    readers.append(lambda: rows(written(tmp_path / "a.geojson", features(feature(a=1), feature(a=2)))))
    readers.append(lambda: rows(written(tmp_path / "a.kml", f"<kml>{PLACEMARK}{PLACEMARK}</kml>")))

    for read in readers:
        with pytest.raises(Unreadable, match="more than 1 "):
            read()
    assert table.MAX_ROWS >= 1_000_000
