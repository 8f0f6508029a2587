"""From cells to values: what is understood, and what is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from events.exchange.cells import written_cell
from events.exchange.refusals import Wrong
from events.exchange.shapes import checked_wkt
from events.exchange.states import state_code
from events.exchange.values import day, degrees, household_size, number, whole


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", None),
        ("0", 0),
        ("12", 12),
        ("1,200", 1200),
        ("1 200 000", 1_200_000),
        ("١٢", 12),
        ("12.0", 12),
        (" 7", 7),
    ],
)
def test_number_of_people_is_understood(text: str, wanted: int | None) -> None:
    assert whole(text, "best") == wanted


@pytest.mark.parametrize("text", ["12.5", "-3", "dozens", "nan", "1e3", "1,20", "99999999999", "½"])
def test_number_of_people_is_refused(text: str) -> None:
    with pytest.raises(Wrong, match="is not a number of people"):
        whole(text, "best")


@pytest.mark.parametrize(
    "text",
    ["2019-08-30", "2019-08-30 00:00:00.000", "2019-8-30", "30 August 2019", "30-Aug-19", "30/08/2019",
    "30.8.2019",
     "08/30/2019", "٢٠١٩-٠٨-٣٠"],
)  # fmt: skip
def test_day_is_understood(text: str) -> None:
    assert day(text, "date") == date(2019, 8, 30)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2019-02-31", 'There is no day "2019-02-31"'), ("31 Feb 2019", "There is no day"),
        ("32/13/2019", "There is no day"), ("03/04/2019", "may be 3 April or 4 March"),
        ("yesterday", "is not a date. Write it as 2019-08-30"), ("43707", "is not a date"),
        ("0000-01-01", "no day"),
    ],
)  # fmt: skip
def test_day_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Wrong, match=sentence):
        day(text, "date")


@pytest.mark.parametrize(
    ("text", "wanted"), [("35.864", 35.864), ("35,864", 35.864), ("٣٥٫٥", 35.5), ("", None)]
)
def test_coordinate_is_understood(text: str, wanted: float | None) -> None:
    assert degrees(text, "latitude", 90) == wanted


@pytest.mark.parametrize("text", ["NaN", "inf", "540", "-91", "35°51'", "13O.5", "1,2,3", "0x10"])
def test_coordinate_is_refused(text: str) -> None:
    with pytest.raises(Wrong):
        degrees(text, "latitude", 90)


@pytest.mark.parametrize(
    ("name", "number_", "code"),
    [("Syria", "", "SY"), ("Yemen (North Yemen)", "", "YE"), ("DR Congo (Zaire)", "", "CD"), ("Anything",
    "760", "SY"),
     ("Bosnia-Herzegovina", "", "BA"), ("sy", "", "SY"), ("Myanmar (Burma)", "", "MM"), ("Atlantis", "", "")],
)  # fmt: skip
def test_country_is_known_by_name_and_number(name: str, number_: str, code: str) -> None:
    assert state_code(name, number_) == code


@pytest.mark.parametrize(
    ("wkt", "sentence"),
    [
        ("POINT(999 0)", "outside the world"), ("POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))", "crosses itself"),
        ("35.8, 36.7", "is no geometry"), ("POINT(nan 0)", "outside the world"),
    ],
)  # fmt: skip
def test_shape_is_refused(wkt: str, sentence: str) -> None:
    with pytest.raises(Wrong, match=sentence):
        checked_wkt(wkt, "geometry")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_formula_in_the_list_of_errors_is_text(cell: str) -> None:
    assert written_cell(cell) == f"'{cell}"


def test_number_with_a_comma_is_read_and_text_is_not() -> None:
    read: Callable[[str, str], Any] = number
    assert read("2,5", "distance_m") == 2.5
    with pytest.raises(Wrong):
        read("two", "distance_m")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("", ""), ("5", "5"), (" 5.5", "5.5"), ("5,5", "5.5"), ("٥٫٥", "5.5"), ("120", "120")],
)
def test_size_of_a_household_is_understood(text: str, wanted: str) -> None:
    assert household_size(text, "household_size") == wanted


@pytest.mark.parametrize("text", ["many", "0", "-5", "5.25", "1000", "5 6", "1e2", "½", "nan"])
def test_size_of_a_household_is_refused(text: str) -> None:
    with pytest.raises(Wrong, match=r"is no household's size\. Write how many people"):
        household_size(text, "household_size")
