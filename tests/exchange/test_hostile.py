"""Bad input in every format, from the file to the database: a sentence with row, column and value, the good
rows or nothing, and nothing half-written. Files that want to fill the memory are in benchmarks/hostile.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.management import CommandError, call_command

from events.enums import ImportMode, PlaceKind
from events.exchange import preparing
from events.exchange.formats import delimited, kml
from events.exchange.preparing import prepare
from events.exchange.refusals import Unreadable
from events.models import Article, Dataset, Event, ImportRun, SourceRecord
from tests.exchange import hostile
from tests.exchange.files import read_in
from tests.review import factories as make

pytestmark = pytest.mark.django_db

#: By kind and format: the column that is named, and words of the sentence.
SAID = {
    hostile.COMMA: {
        "": ("lon", '"36,80,6" is not a number. Write it as 35.86.'),
        "ucdp": ("longitude", '"36,80,6" is not a number.'),
        "acled": ("longitude", '"36,80,6" is not a number.'),
        "geojson": ("geometry", 'The geometry cannot be read: "36,80,6" is not a number. Write it as 35.86'),
        "kml": ("coordinates", '"36,80,6,35.864,0" is no coordinate.'),
        "jsonl": ("geometry", '"POINT (36,80,6 35.864)" is no geometry. Write it as POINT(36.8 35.86)'),
    },
    hostile.SWAPPED: {
        "": ("lat", "Latitude 40.831 and longitude 34.689 lie far from Syria; the other way round, latitude"),
        "ucdp": ("latitude", "the other way round, latitude 34.689 and longitude 40.831, they lie in it."),
        "acled": ("latitude", "they lie in it. Swap the two, or choose the columns anew."),
        **dict.fromkeys(("geojson", "kml", "jsonl"), ("geometry", "far from Syria; the other way round")),
    },
    hostile.BORDER: {
        "": ("lat", "Latitude 36.806 and longitude 35.864 lie in Turkey, outside Syria; the other way round"),
        "ucdp": ("latitude", "Syria; the other way round, latitude 35.864 and longitude 36.806, they lie"),
        "acled": ("latitude", "they lie in it. Swap the two, or choose the columns anew."),
        **dict.fromkeys(("geojson", "kml", "jsonl"), ("geometry", "lie in Turkey, outside Syria; the other")),
    },
    hostile.NO_DAY: {
        "": ("earliest", 'There is no day "2019-02-31". Correct it.'),
        "ucdp": ("date_start", 'There is no day "2019-02-31". Correct it.'),
        "acled": ("event_date", 'There is no day "2019-02-31". Correct it.'),
        "jsonl": ("earliest", '"2019-02-31" cannot be “earliest” of a event'),
    },
    hostile.TWICE: {
        "": ("event_id", "stands in row 2 already, and this row adds no place or number"),
        "geojson": ("event_id", "stands in row 1 already, and this row adds no place or number"),
        "kml": ("event_id", "stands in row 1 already, and this row adds no place or number"),
        "ucdp": ("id", "The id 4711 stands in row 2 already. Leave one of the two rows."),
        "acled": ("event_id_cnty", "The id SYR1 stands in row 2 already. Leave one of the two rows."),
        "jsonl": ("id", "The event a1 stands in line 5 already. Leave one of the two lines."),
    },
}
CELLS = [(name, kind) for kind in hostile.KINDS for name in hostile.FORMATS]


@pytest.fixture
def by() -> AbstractUser:
    return make.person("Publisher")


@pytest.fixture
def syria() -> None:
    """And its neighbour."""
    make.place(
        "Syria", kind=PlaceKind.COUNTRY, provider="geonames", provider_id="x-1", lon=38.5, lat=35.0,
        geometry=make.square(36.6, 32.3, 5.0),
    )  # fmt: skip
    make.place(
        "Turkey", kind=PlaceKind.COUNTRY, country="TR", lon=35.0, lat=39.0,
        geometry=make.square(26.0, 36.0, 10.0),
    )  # fmt: skip


@pytest.mark.usefixtures("syria")
@pytest.mark.parametrize(("name", "kind"), CELLS)
def test_bad_row_is_said_and_the_good_one_or_nothing_is_written(
    tmp_path: Path, by: AbstractUser, name: str, kind: str
) -> None:
    path = hostile.written(tmp_path / "list", name, kind)
    column, sentence = SAID[kind].get(name) or SAID[kind][""]

    refused = read_in(path, by, dataset="A list")
    assert (Event.objects.count(), SourceRecord.objects.count(), Article.objects.count()) == (0, 0, 0)
    done = read_in(path, by, dataset="A list", mode=ImportMode.GOOD)

    for report in (refused, done):
        (problem,) = report.problems
        assert problem.row == hostile.NUMBERS.get(name, 3)
        assert sentence in problem.sentence
        assert problem.column == column
        assert problem.value
    # Rows of one event that disagree are both left out: nobody can tell which is right.
    is_one_event = kind == hostile.TWICE and name in ("dateline", "xlsx", "geojson", "kml")
    assert (done.refused, Event.objects.count()) == (1, 0 if is_one_event else 1)


def test_rows_with_one_id_that_tell_two_events_are_refused(tmp_path: Path, by: AbstractUser) -> None:
    """Formerly the second was taken for a part of the first, and left out without a word."""
    path = hostile.dateline(
        tmp_path / "list",
        [dict(hostile.DATELINE), {**hostile.DATELINE, "title": "Bakery hit", "lat": "35.9"}],
    )

    (problem,) = read_in(path, by, dataset="A list", mode=ImportMode.GOOD).problems

    assert (problem.row, problem.column, problem.value) == (3, "title", "Bakery hit")
    assert "Rows 2 and 3 have one id, and another “title”" in problem.sentence
    assert not Event.objects.exists()


def in_latin(path: Path) -> Path:
    """A letter of another encoding in the title of the good row."""
    data = path.read_bytes()
    for title in (b"Shelling of the market", b"Invented Front", b"Shells fell"):
        if title in data:
            path.write_bytes(data.replace(title, b"March\xe9 bombard\xe9"))
            return path
    raise AssertionError(path)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ucdp", "was read as Windows-1252. Look whether"),
        ("acled", "was read as Windows-1252. Look whether"),
        ("dateline", "was read as Windows-1252. Look whether"),
        ("geojson", "was read as Windows-1252. Look"),
        ("kml", "it is in another encoding than it says: not well-formed (invalid token): line 1"),
        ("jsonl", "of the line (0xE9) is not UTF-8. Save the file as UTF-8."),
    ],
)
def test_broken_encoding_is_said_in_every_format(
    tmp_path: Path, by: AbstractUser, name: str, sentence: str
) -> None:
    path = in_latin(hostile.written(tmp_path / "list", name))
    try:
        report = read_in(path, by, dataset="A list")
        said = " ".join([*report.notes, *(problem.sentence for problem in report.problems)])
    except Unreadable as error:
        said = str(error)

    assert sentence in said
    assert Event.objects.exists() == ("Windows" in sentence)


@pytest.mark.parametrize("name", ["zlib", "undefined", "rot13", "a\0b", "klingon"])
def test_encoding_that_no_text_has_is_a_sentence(tmp_path: Path, by: AbstractUser, name: str) -> None:
    path = hostile.written(tmp_path / "list", "dateline")

    with pytest.raises(CommandError, match=r"is not an encoding|is not .* text"):
        call_command("import_events", path, by=by.username, dataset="A list", encoding=name)


@pytest.mark.parametrize(
    ("name", "column", "sentence"),
    [
        ("ucdp", "date_start", "No column is read as “date_start”, which UCDP GED needs. The file has “id”"),
        ("acled", "event_date", "No column is read as “event_date”, which ACLED needs."),
        ("dateline", "title", "No column is read as “title”, which every list needs. The file has"),
        ("xlsx", "title", "No column is read as “title”"),
        ("geojson", "title", "No column is read as “title”"),
        ("kml", "title", "No column is read as “title”"),
        ("jsonl", "title", "The event has no “title”. Every one needs it."),
    ],
)
def test_missing_column_is_named_in_every_format(
    tmp_path: Path, by: AbstractUser, name: str, column: str, sentence: str
) -> None:
    write, row, _names = hostile.FORMATS[name]
    rest = {key: value for key, value in row.items() if key != column}
    path = write(tmp_path / "list", [rest | ({"title": ""} if name == "jsonl" else {})])

    try:
        said = read_in(path, by, dataset="A list").problems[0].sentence
    except Unreadable as error:
        said = str(error)

    assert sentence in said
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        ('{"record": "event", "title": "A"}', "id", "is no number of a event"),
        ('{"record": "event", "id": [1], "title": "A"}', "id", "is no number of a event"),
        (
            '{"record": "event", "id": 1, "title": "A", "kind": "party"}',
            "kind",
            "'party' is not a valid choice",
        ),
        ('{"record": "event", "id": 1, "title": "A\\u0000"}', "title", "holds a null byte"),
        ('{"record": "event", "id": 1, "title": "\\ud800"}', "", "half of a sign"),
        (
            '{"record": "event", "id": 1, "title": "A", "kind": "clash", "layer": 1, "place": {"a": 1}}',
            "place",
            "The gazetteer has no",
        ),
        (
            '{"record": "event", "id": 1, "title": "A", "kind": "clash", "layer": 1,'
            ' "geometry": "POINT (36.8 95)"}',
            "geometry",
            "outside the world",
        ),
        (
            '{"record": "event", "id": 1, "title": "A", "kind": "clash", "layer": 1, "earliest": 7}',
            "earliest",
            "cannot be “earliest”",
        ),
        ('{"record": "article", "id": 1, "headline": "A"}', "outlet", "has no “outlet”. Every one needs it."),
        ('{"record": "outlet", "id": 1, "name": "A", "url": "javascript:x"}', "url", "Enter a valid URL"),
        (
            '{"record": "place", "id": 1, "name": "A", "population": 1' + "0" * 4400 + "}",
            "",
            "is no line of Date",
        ),
        (
            '{"record": "place", "id": 1, "name": "A", "kind": "settlement", "parent": {"a": 1}}',
            "parent",
            "The gazetteer has no",
        ),
        ('{"record": "figure", "id": 1, "mentions": 7}', "article", "has no “article”"),
        ("[1, 2]", "", "which are objects"),
        ("[" * 100_000, "", "is no line of Dateline"),
        ('{"record": "nonsense"}', "record", 'A "nonsense" is no line'),
        ('{"record": []}', "record", 'A "[]" is no'),
    ],
    ids=range(17),
)
def test_line_that_cannot_be_a_row_is_said(
    tmp_path: Path, by: AbstractUser, line: str, column: str, sentence: str
) -> None:
    """None ends the import, or shows an error page."""
    path = tmp_path / "a.jsonl"
    layer = '{"record": "layer", "id": 1, "slug": "a", "name": "A"}'
    path.write_text(f'{{"record": "dateline", "format": 1}}\n{layer}\n{line}\n')

    report = read_in(path, by, dataset="A list")

    (problem,) = report.problems
    assert (problem.row, problem.column) == (3, column)
    assert sentence in problem.sentence
    assert ImportRun.objects.get().state == "refused"


def test_summary_that_is_no_summary_is_refused(tmp_path: Path, by: AbstractUser) -> None:
    """Its words are searched; those of a text without a space took the database minutes."""
    long = {**hostile.DATELINE, "event_id": "b", "summary": "\u00e9" + "a" * 20_000}
    path = hostile.dateline(tmp_path / "list", [dict(hostile.DATELINE), long])

    report = read_in(path, by, dataset="A list", mode=ImportMode.GOOD)

    (problem,) = report.problems
    assert (problem.row, problem.column, report.added) == (3, "summary", 1)
    assert problem.sentence == "The summary has 20,001 characters; at most 20,000 are kept. Shorten it."
    assert len(problem.value) == 80


def test_row_of_an_event_that_json_lines_told_leaves_it_alone(tmp_path: Path, by: AbstractUser) -> None:
    """Formerly it ended the import with an error page."""
    read_in(hostile.written(tmp_path / "list", "jsonl"), by, dataset="A list")

    report = read_in(hostile.written(tmp_path / "list", "dateline"), by, dataset="A list")

    (problem,) = report.problems
    assert (problem.row, problem.source_id, problem.is_refused) == (2, "a1", False)
    assert problem.sentence.startswith("The event a1 was read in from JSON lines, which a table's row does")
    assert (report.updated, report.refused, Event.objects.count()) == (0, 0, 1)


@pytest.mark.parametrize("name", ["dateline", "kml", "jsonl"])
def test_file_of_too_many_rows_is_refused_before_one_is_read_in(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Formerly five million were read in for most of an hour, and taken back."""
    for module in (preparing, delimited, kml):
        monkeypatch.setattr(module, "MAX_ROWS", 2)
    write, row, _names = hostile.FORMATS[name]
    several = [{**row, "event_id": f"a{number}"} for number in range(4)]

    with pytest.raises(Unreadable, match=r"The file has more than 2 \w+\. Split it\."):
        prepare(write(tmp_path / "list", several), by=by, dataset="A list")

    assert not ImportRun.objects.exists()


def test_texts_of_several_lines_are_not_taken_for_rows(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (preparing, delimited):
        monkeypatch.setattr(module, "MAX_ROWS", 2)
    path = hostile.dateline(tmp_path / "list", [{**hostile.DATELINE, "summary": "Shells.\nFell.\nAt noon."}])

    assert read_in(path, by, dataset="A list").added == 1


@pytest.mark.parametrize("name", list(hostile.FORMATS))
def test_file_without_rows_is_refused_in_every_format(tmp_path: Path, by: AbstractUser, name: str) -> None:
    """Formerly it ended as an import of 0 rows, and looked like one that had worked."""
    path = hostile.without_rows(tmp_path / "list", name)
    sentence = f"The file has no {hostile.NOTHING[name]}. Choose one with some, or export it anew."

    with pytest.raises(CommandError, match=f"^{re.escape(sentence)}$"):
        call_command("import_events", path, by=by.username, dataset="A list")

    assert not Dataset.objects.exists()
    assert not ImportRun.objects.exists()


def test_sheet_of_hashtags_alone_has_no_rows(tmp_path: Path, by: AbstractUser) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,earliest\n#event+name,#date\n\n,\n")

    with pytest.raises(Unreadable, match=r"^The file has no rows below its header\."):
        prepare(path, by=by, dataset="A list")


def test_decimal_commas_of_a_point_are_said_as_such(tmp_path: Path, by: AbstractUser) -> None:
    path = tmp_path / "a.kml"
    path.write_text(
        "<kml><Placemark><name>A</name><Point><coordinates>36,806 35,864</coordinates></Point></Placemark>"
        "</kml>"
    )

    with pytest.raises(Unreadable, match=r'The point has 2 coordinates, "36,806 35,864"\. Write one lon'):
        read_in(path, by, dataset="A list")
