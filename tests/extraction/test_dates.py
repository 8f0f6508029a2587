from __future__ import annotations

from datetime import date

import pytest

from events.enums import DatePrecision
from events.extraction.dates import read_dates

#: A Saturday.
PRINTED = date(2019, 8, 31)
DAY, WEEK, MONTH, YEAR = DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR


@pytest.mark.parametrize(
    ("text", "quote", "earliest", "latest", "precision"),
    [
        ("Shells fell on 2019-08-03 there", "2019-08-03", (8, 3), (8, 3), DAY),
        ("It fell on 3 August 2019.", "3 August 2019", (8, 3), (8, 3), DAY),
        ("It fell on the 3rd of August.", "3rd of August", (8, 3), (8, 3), DAY),
        ("It fell on Aug. 3, 2019, they said", "Aug. 3, 2019", (8, 3), (8, 3), DAY),
        ("Between 3 and 9 May homes burned", "3 and 9 May", (5, 3), (5, 9), DAY),
        ("From 3–9 May 2019 homes burned", "3–9 May 2019", (5, 3), (5, 9), DAY),
        ("Since April more than 600 died", "Since April", (4, 1), (4, 30), MONTH),
        ("The raid in June 2019 failed", "June 2019", (6, 1), (6, 30), MONTH),
        ("Shells fell on Friday night.", "Friday night", (8, 30), (8, 30), DAY),
        ("Shells fell on Saturday.", "Saturday", (8, 31), (8, 31), DAY),
        ("Shells fell last Saturday.", "last Saturday", (8, 24), (8, 24), DAY),
        ("They left yesterday.", "yesterday", (8, 30), (8, 30), DAY),
        ("They left overnight.", "overnight", (8, 30), (8, 31), DAY),
        ("They left last week.", "last week", (8, 19), (8, 25), WEEK),
        ("They left last month.", "last month", (7, 1), (7, 31), MONTH),
        ("They left three days ago.", "three days ago", (8, 28), (8, 28), DAY),
        ("They left a few days ago.", "a few days ago", (8, 25), (8, 31), WEEK),
    ],
)
def test_words_are_read_as_days(
    text: str, quote: str, earliest: tuple[int, int], latest: tuple[int, int], precision: DatePrecision
) -> None:
    [read] = read_dates(text, PRINTED)

    assert (read.quote, text[read.start : read.end]) == (quote, quote)
    assert (read.earliest, read.latest) == (date(2019, *earliest), date(2019, *latest))
    assert read.precision == precision


def test_month_after_the_printing_is_that_of_the_year_before() -> None:
    [read] = read_dates("It fell on 3 November.", PRINTED)

    assert read.earliest == date(2018, 11, 3)


def test_recent_months_are_marked_and_mean_no_days() -> None:
    [read] = read_dates("Many have died in recent months.", PRINTED)

    assert (read.quote, read.earliest, read.precision) == ("recent months", None, DatePrecision.UNKNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "They may march to the border.",
        "Mrs May said so, and Captain March agreed.",
        "On 31 February nothing happens.",
        "The 12 people were 43 years old.",
        "Resolution 2254 is of no use.",
        "A sunday paper",
        "",
    ],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert read_dates(text, PRINTED) == ()


def test_dates_stand_in_reading_order_and_never_over_each_other() -> None:
    text = "On Friday, 30 August 2019, and again last week, shells fell 🏚 on 28 August."

    found = read_dates(text, PRINTED)

    assert [read.quote for read in found] == ["Friday", "30 August 2019", "last week", "28 August"]
    assert all(text[read.start : read.end] == read.quote for read in found)
