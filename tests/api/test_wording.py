from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from events.api.wording import (
    claimed_text,
    date_text,
    distance_text,
    noun,
    number_said,
    place_text,
    places_text,
    precision_text,
    scope_text,
    text_direction,
    verification_text,
)
from events.enums import Precision, Verification

D = date


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "text"),
    [
        (D(2019, 8, 31), D(2019, 8, 31), "day", "31 August 2019"),
        (D(2019, 8, 3), D(2019, 8, 5), "day", "3–5 August 2019"),
        (D(2019, 4, 30), D(2019, 8, 31), "day", "30 April – 31 August 2019"),
        (D(2019, 12, 30), D(2020, 1, 2), "day", "30 December 2019 – 2 January 2020"),
        (D(2019, 8, 21), D(2019, 8, 27), "week", "around 24 August 2019 (to the week)"),
        (D(2019, 8, 1), D(2019, 8, 31), "month", "August 2019"),
        (D(2019, 4, 1), D(2019, 8, 31), "month", "April – August 2019"),
        (D(2019, 12, 1), D(2020, 1, 31), "month", "December 2019 – January 2020"),
        (D(2019, 1, 1), D(2019, 12, 31), "year", "2019"),
        (D(2019, 1, 1), D(2020, 12, 31), "year", "2019–2020"),
        (None, None, "unknown", "date unknown"),
    ],
)
def test_date_text(earliest: date | None, latest: date | None, precision: str, text: str) -> None:
    assert date_text(earliest, latest, precision) == text


@pytest.mark.parametrize(
    ("place", "country", "how", "text"),
    [
        ("Saraqib", "Syria", {}, "Saraqib, Syria"),
        ("Syria", "Syria", {}, "Syria"),
        ("", "", {}, "place unknown"),
        ("Idlib", "Syria", {"relation": "part_of", "direction": "NW"}, "north-western Idlib, Syria"),
        ("Idlib", "Syria", {"relation": "part_of", "direction": "C"}, "central Idlib, Syria"),
        ("Idlib", "Syria", {"relation": "part_of"}, "part of Idlib, Syria"),
        ("Hama", "Syria", {"relation": "countryside"}, "countryside of Hama, Syria"),
        (
            "Hama", "Syria", {"relation": "countryside", "direction": "N"},
            "northern countryside of Hama, Syria",
        ),
        ("Hama", "Syria", {"relation": "near"}, "near Hama, Syria"),
        ("Hama", "Syria", {"relation": "offset", "direction": "N"}, "north of Hama, Syria"),
        ("Hama", "Syria", {"relation": "offset", "distance_m": 20_000.0}, "20 km from Hama, Syria"),
        (
            "Hama", "Syria", {"relation": "offset", "direction": "SE", "distance_m": 12_500.0},
            "12.5 km south-east of Hama, Syria",
        ),
        ("Hama", "Syria", {"relation": "between", "other_place": "Homs"}, "between Hama and Homs, Syria"),
        (
            "Syria", "Syria", {"relation": "border", "other_place": "Turkey", "within": "Idlib"},
            "border of Syria and Turkey, along Idlib",
        ),
        (
            "Syria–Turkey border", "", {"relation": "border", "within": "Idlib", "is_border": True},
            "Syria–Turkey border, along Idlib",
        ),
    ],
)  # fmt: skip
def test_place_text(place: str, country: str, how: dict, text: str) -> None:
    assert place_text(place, country, **how) == text


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ([("Saraqib", "Syria")], "Saraqib, Syria"),
        (
            [("countryside of Idlib", "Syria"), ("countryside of Hama", "Syria")],
            "countryside of Idlib and countryside of Hama, Syria",
        ),
        ([("Idlib", "Syria"), ("Idlib", "Syria")], "Idlib, Syria"),
        (
            [("north-western Idlib", "Syria"), ("Syria–Turkey border, along Idlib", "")],
            "north-western Idlib, Syria and Syria–Turkey border, along Idlib",
        ),
        ([("Kilis", "Turkey"), ("Azaz", "Syria")], "Kilis, Turkey and Azaz, Syria"),
        ([(name, "Syria") for name in "ABCDE"], "A, B and 3 more places, Syria"),
    ],
)
def test_places_text(places: list[tuple[str, str]], text: str) -> None:
    assert places_text(places) == text


@pytest.mark.parametrize(
    ("metres", "text"), [(300, "300 m"), (1000, "1 km"), (1549, "1.5 km"), (12_000, "12 km")]
)
def test_distance_text(metres: float, text: str) -> None:
    assert distance_text(metres) == text


@pytest.mark.parametrize(
    ("wording", "measure", "people", "unit", "number", "text"),
    [
        ("more than 600", "killed", "civilians", "person", 600, "civilians killed"),
        ("one", "killed", "children", "person", 1, "child killed"),
        ("dozens", "injured", "people", "person", None, "of people injured"),
        ("Tens of thousands", "displaced", "people", "person", None, "of people displaced"),
        ("3,000", "displaced", "people", "household", 3000, "households displaced"),
        ("a dozen", "killed", "security_forces", "person", 12, "members of the security forces killed"),
        ("40", "homes_destroyed", "people", "home", 40, "homes destroyed"),
        ("hundreds", "homes_damaged", "people", "home", None, "of homes damaged"),
    ],
)
def test_noun(wording: str, measure: str, people: str, unit: str, number: int | None, text: str) -> None:
    assert noun(wording=wording, measure=measure, people=people, unit=unit, number=number) == text


@pytest.mark.parametrize(
    ("number", "counted", "claimed"),
    [
        (1, "شخص (قتلى)", "قتيل"),
        (2, "شخصان (قتلى)", "قتيلان"),
        (7, "أشخاص قتلى", "قتلى"),
        (88, "شخصاً (قتلى)", "قتيلاً"),
        (100, "شخص (قتلى)", "قتيل"),
        (41_020, "شخصاً (قتلى)", "قتيلاً"),
    ],
)
def test_what_is_counted_agrees_with_its_number_in_arabic(number: int, counted: str, claimed: str) -> None:
    with translation.override("ar"):
        assert noun(wording=str(number), measure="killed", number=number) == counted
        assert claimed_text("killed", number) == claimed


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(600, None, "شخص"), (7, 9, "أشخاص"), (None, 15, "شخصاً"), (None, None, "أشخاص")],
)
def test_what_is_counted_agrees_with_the_number_said_last(
    low: int | None, high: int | None, text: str
) -> None:
    with translation.override("ar"):
        assert noun(wording="", measure="killed", number=number_said(low, high)).split()[0] == text


@pytest.mark.parametrize(
    ("scope", "start", "end", "since", "text"),
    [
        ("incident", None, None, "", ""),
        (
            "running_total", D(2019, 4, 30), D(2019, 8, 31), "since April",
            "running total since 30 April 2019, as of 31 August 2019",
        ),
        ("running_total", None, D(2019, 8, 31), "in recent months",
         "running total (“in recent months”), as of 31 August 2019"),
        ("running_total", None, None, "", "running total"),
        ("period", D(2019, 4, 30), D(2019, 8, 31), "", "total for 30 April – 31 August 2019"),
        ("period", None, None, "over the winter", "total for a period (“over the winter”)"),
        ("stock", None, D(2019, 8, 31), "", "as of 31 August 2019"),
        ("stock", None, None, "", "at a date not given"),
    ],
)  # fmt: skip
def test_scope_text(scope: str, start: date | None, end: date | None, since: str, text: str) -> None:
    assert scope_text(scope, start, end, since) == text


@pytest.mark.parametrize("precision", Precision)
def test_every_precision_is_said_in_words(precision: Precision) -> None:
    assert len(precision_text(precision)) > len("known")


def test_line_is_not_called_an_area() -> None:
    assert precision_text("area", is_line=True) == "placed somewhere along a line, not at a point"
    assert precision_text("area") == "placed at an area without sharp edges, not at a point"
    assert precision_text("admin1") == "placed at the province, not at a point"


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("ar-SY", "rtl"), ("fa", "rtl"), ("en", "ltr"), ("tr", "ltr")]
)
def test_text_direction(language: str, direction: str) -> None:
    assert text_direction(language) == direction


def test_every_grade_and_every_precision_has_its_sentence() -> None:
    grades = [verification_text(grade) for grade in Verification]
    placed = [precision_text(precision) for precision in Precision]

    assert len(set(grades)) == len(Verification)
    assert len(set(placed)) == len(Precision)
    assert verification_text("contested") == "claims about it contradict each other"
