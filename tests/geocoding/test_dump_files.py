from pathlib import Path

import pytest

from events.geocoding import dump_files
from events.geocoding.dump_files import WrongFile
from tests.geocoding.dump_rows import name, place, write


def read(path: Path) -> tuple[list, list[str], dict[str, int]]:
    complaints: list[str] = []
    skipped: dict[str, int] = {}
    return list(dump_files.places(path, complaints.append, skipped)), complaints, skipped


@pytest.mark.parametrize(
    ("feature", "kind"),
    [
        ("P.PPL", "settlement"), ("P.PPLX", "settlement"), ("S.CMPRF", "settlement"), ("A.ADM1", "admin1"),
        ("A.ADM2", "admin2"), ("A.ADM3", "admin2"), ("A.PCLI", "country"), ("H.STRT", "natural"),
        ("T.MTS", "natural"), ("L.RGN", "own_area"), ("S.AIRB", "own_area"),
    ],
)  # fmt: skip
def test_places_have_the_kind_of_their_feature(tmp_path: Path, feature: str, kind: str) -> None:
    rows, complaints, _ = read(write(tmp_path, "SY.txt", place(1, "Tellwood", feature=feature)))

    assert ([row.kind for row in rows], complaints) == ([kind], [])


@pytest.mark.parametrize("feature", ["P.PPLH", "A.ADM1H", "S.SCH", "R.RD", "H.WLL", "P.PPLQ"])
def test_places_leave_out_other_features_and_count_them(tmp_path: Path, feature: str) -> None:
    rows, complaints, skipped = read(write(tmp_path, "SY.txt", place(1, "Tellwood", feature=feature)))

    assert (rows, complaints, skipped) == ([], [], {feature: 1})


def test_places_read_an_archive_as_its_table(tmp_path: Path) -> None:
    rows, _, _ = read(write(tmp_path, "SY.zip", place(1, "Tellwood", population=1200), zipped=True))

    assert [(row.name, row.population, row.lat, row.lon) for row in rows] == [("Tellwood", 1200, 35.5, 36.5)]


def test_places_take_no_population_for_unknown_and_none_for_a_quarter(tmp_path: Path) -> None:
    path = write(
        tmp_path, "SY.txt", place(1, "A town"), place(2, "A part", feature="P.PPLX", population=90000)
    )

    assert [row.population for row in read(path)[0]] == [None, None]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (place(2, "Highup", lat="91.5"), 'SY.txt, line 2: "91.5" is not a latitude'),
        (place(2, "Far", lon="east"), '"east" is not a longitude; expected is a number between -180 and 180'),
        (place(2, "Many", population="12k"), '"12k" is not a population; expected is a whole number'),
        (place(2, " "), "the place has no name"),
        ("2\tshort\n", "2 fields instead of 19"),
    ],
)
def test_places_report_a_bad_row_and_keep_the_others(tmp_path: Path, row: str, words: str) -> None:
    rows, complaints, _ = read(write(tmp_path, "SY.txt", place(1, "One"), row, place(3, "Three")))

    assert [found.name for found in rows] == ["One", "Three"]
    assert len(complaints) == 1
    assert words in complaints[0]


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("SY.txt", b"name,lat,lon\nTellwood,1,2\n", "line 1: 1 fields instead of 19"),
        ("SY.txt", b"\xff\xfe\x00", "is not UTF-8"),
        ("SY.zip", b"PK nothing", "no whole zip archive"),
    ],
)
def test_a_wrong_file_is_told_with_the_way_out(tmp_path: Path, file: str, content: bytes, words: str) -> None:
    path = tmp_path / file
    path.write_bytes(content)

    with pytest.raises(WrongFile, match=words):
        read(path)


def test_find_tells_the_files_of_a_folder_by_their_names(tmp_path: Path) -> None:
    for file in (
        "SY.txt",
        "SY.zip",
        "alternateNamesV2.zip",
        "hierarchy.txt",
        "admin1CodesASCII.txt",
        "notes.md",
    ):
        write(tmp_path, file, "x")

    found = dump_files.find(tmp_path)

    assert [path.name for path in found.places] == ["SY.txt"]
    assert [path.name for path in found.names] == ["alternateNamesV2.zip"]
    assert [path.name for path in found.hierarchy] == ["hierarchy.txt"]
    assert [path.name for path in found.admin1_codes] == ["admin1CodesASCII.txt"]


@pytest.mark.parametrize("missing", ["nowhere", "."])
def test_find_says_what_it_expects(tmp_path: Path, missing: str) -> None:
    with pytest.raises(WrongFile, match=r"GeoNames dump"):
        dump_files.find(tmp_path / missing)


def test_alternate_names_are_names_not_links_or_codes(tmp_path: Path) -> None:
    path = write(
        tmp_path, "alternateNamesV2.txt", name(1, 7, "ar", "تل الغابة"), name(2, 7, "link", "https://example.org"),
        name(3, 7, "iata", "QXX"), name(4, 7, "", "Tell Wood"),
    )  # fmt: skip

    assert list(dump_files.alternate_names(path, pytest.fail)) == [
        (7, "تل الغابة", "ar"),
        (7, "Tell Wood", ""),
    ]
