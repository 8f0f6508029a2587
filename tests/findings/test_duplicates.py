"""Pairs of events that may be one, and pairs that are two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from events.enums import DatePrecision, EventKind, Measure
from events.findings.duplicates import Apart, days_between, possible_duplicate
from events.findings.finding import Claim, Scene

DAY = date(2019, 8, 27)
ONE = Scene(id=1, title="Shelling in Saraqib", kind=EventKind.SHELLING, earliest=DAY, latest=DAY, place=7,
            place_name="Saraqib", articles=((1, 1),))  # fmt: skip
OTHER = replace(ONE, id=2, title="Rockets on Saraqib", articles=((2, 2),))
TWELVE = Claim(id=1, wording="12", measure=Measure.KILLED, low=12, high=12, article=1, printed_on=DAY)


def on(day: int, month: int = 8, **more: Any) -> dict[str, Any]:
    when = date(2019, month, day)
    return {"earliest": when, "latest": when, **more}


KM = 1000.0
HERE, NEAR, FAR, INSIDE = Apart(0.0), Apart(4 * KM), Apart(5.1 * KM), Apart(0.0, is_contained=True)
ELSEWHERE = {"place": 8, "place_name": "Binnish"}
MONTH = {"earliest": date(2019, 8, 15), "latest": date(2019, 8, 15), "date_precision": DatePrecision.MONTH}
YEAR = {"earliest": date(2019, 2, 1), "latest": date(2019, 2, 1), "date_precision": DatePrecision.YEAR}
WEEK = {"date_precision": DatePrecision.WEEK}


@pytest.mark.parametrize(
    ("other", "apart", "is_found"),
    [
        ({}, HERE, True),
        ({}, Apart(), True),  # neither is on the map, both at one place
        (on(28), HERE, True),
        (on(29), HERE, True),
        (on(30), HERE, False),  # three days
        (on(24), HERE, False),
        (ELSEWHERE, NEAR, True),
        (ELSEWHERE, FAR, False),
        (ELSEWHERE, Apart(), False),  # two places, and no distance is known
        (ELSEWHERE, Apart(0.0, is_wide=True), True),  # two provinces side by side, on one day
        ({**ELSEWHERE, **on(28)}, Apart(0.0, is_wide=True), False),
        ({**ELSEWHERE, **MONTH}, Apart(0.0, is_wide=True), False),
        ({"articles": ((1, 1),)}, HERE, False),  # one article has told them apart
        ({"articles": ((1, 1),), "claims": (TWELVE,)}, HERE, True),  # with one number
        (ELSEWHERE, INSIDE, True),  # the province's event of the same day
        ({**ELSEWHERE, **on(29)}, INSIDE, False),
        ({**ELSEWHERE, **on(29), "claims": (TWELVE,)}, INSIDE, True),  # with a number in common
        (MONTH, HERE, True),  # some day of August
        ({**MONTH, **ELSEWHERE}, NEAR, True),
        ({**MONTH, **on(15, month=10)}, HERE, False),
        ({**MONTH, **on(30, month=7)}, HERE, False),
        (YEAR, HERE, True),
        ({**on(30), **WEEK}, HERE, True),  # the week around the 30th
        ({**on(12), **WEEK}, HERE, False),
        ({"earliest": None, "latest": None, "date_precision": DatePrecision.UNKNOWN}, HERE, False),
        ({"kind": EventKind.AIR_STRIKE}, HERE, False),
        ({"kind": EventKind.EARTHQUAKE}, HERE, False),
        ({"articles": ((1, 1),), **ELSEWHERE}, NEAR, False),
        ({"articles": ((3, 1),), **ELSEWHERE}, NEAR, True),  # a reprint tells the same
    ],
)  # fmt: skip
def test_pair_of_events(other: dict[str, Any], apart: Apart, is_found: bool) -> None:
    one, two = replace(ONE, claims=(TWELVE,)), replace(OTHER, **other)

    forth, back = possible_duplicate(one, two, apart), possible_duplicate(two, one, apart)

    assert (forth is not None) == is_found
    assert (forth and forth.key, forth and forth.score) == (back and back.key, back and back.score)


def test_kinds_of_one_group_are_compared_with_less_weight() -> None:
    clash = replace(ONE, kind=EventKind.CLASH)
    same, alike = replace(OTHER, kind=EventKind.CLASH), replace(OTHER, kind=EventKind.OFFENSIVE)

    strong, weak = (possible_duplicate(clash, each, HERE) for each in (same, alike))

    assert strong
    assert weak
    assert strong.score > weak.score
    assert "both of the group fighting" in weak.reasons


def test_finding_says_why_and_names_the_older_event_last() -> None:
    found = possible_duplicate(OTHER, ONE, HERE)

    assert found is not None
    assert found.sentence == (
        "“Rockets on Saraqib” (no. 2) may be the same event as “Shelling in Saraqib” (no. 1): "
        "both shelling, artillery or missiles, both at Saraqib, on the same day."
    )
    assert [row.id for row in found.rows] == [2, 1]
    assert found.score == 0.9


def test_dismissed_pair_stays_dismissed_whatever_is_added_to_it() -> None:
    found, later = possible_duplicate(ONE, OTHER, HERE), possible_duplicate(
        replace(ONE, claims=(TWELVE,)), replace(OTHER, claims=(TWELVE,), title="Toll of Saraqib"), HERE
    )  # fmt: skip

    assert found
    assert later
    assert found.key == later.key


def test_days_between_spans() -> None:
    a, b, c = date(2019, 8, 1), date(2019, 8, 3), date(2019, 8, 10)

    assert days_between((a, b), (b, c)) == 0
    assert days_between((a, c), (b, b)) == 0
    assert days_between((a, a), (b, b)) == days_between((b, b), (a, a)) == 2
