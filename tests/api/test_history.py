"""How a toll went: the geometry of its chart."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.api.history import BASE, NARROWEST, TOP, Chart, Mark, Point, _box_of, _meet, _Placed, history_of
from events.enums import FigureRole, Quantifier

START = date(2019, 4, 30)


def point(day: int, low: int | None, high: int | None = -1, by: str = "Observatory", **fields: Any) -> Point:
    """A claim `day` days on; `high` is `low` unless given."""
    pk = fields.pop("pk", day + 1)
    return Point(pk, START + timedelta(days=day), low, low if high == -1 else high, by, **fields)


def chart_of(*points: Point) -> Chart:
    chart = history_of(points)
    assert chart is not None
    return chart


def only(chart: Chart, pk: int) -> Mark:
    return next(mark for mark in chart.marks if mark.id == pk)


@pytest.mark.parametrize(
    "points",
    [
        [],
        [point(0, 12), point(1, 15)],
        [point(0, 12), point(0, 15, pk=2), point(4, 20)],
        [point(0, 12), point(1, 15), point(2, None, None)],
    ],
    ids=["nothing", "two claims", "two days", "words without a number"],
)
def test_fewer_than_three_days_with_a_number_are_no_history(points: list[Point]) -> None:
    assert history_of(points) is None


def test_claims_stand_in_order_of_their_days_at_their_distance() -> None:
    chart = chart_of(point(10, 30), point(0, 10), point(5, 20))

    assert [mark.id for mark in chart.marks] == [1, 6, 11]
    left, middle, right = (mark.x for mark in chart.marks)
    assert middle - left == pytest.approx(right - middle)
    assert chart.days == (left, middle, right)
    assert (chart.first_day, chart.last_day) == ("30 Apr 2019", "10 May 2019")


def test_higher_number_stands_higher_on_a_scale_from_zero() -> None:
    chart = chart_of(point(0, 80), point(40, 890), point(80, 1089))

    heights = [mark.ys for mark in chart.marks]
    assert all(len(ys) == 1 for ys in heights)
    assert all(upper[0] < lower[0] for lower, upper in pairwise(heights))
    assert [words for _y, words in chart.grid] == ["0", "250", "500", "750", "1,000", "1,250"]
    assert chart.grid[0][0] == BASE
    assert chart.grid[-1][0] == TOP


def test_range_has_its_shape_at_both_ends_and_no_middle() -> None:
    chart = chart_of(point(0, 18_000, 20_000), point(1, 11_300), point(2, 3_958, None))

    low, high = only(chart, 1).ys
    assert high < low
    assert (only(chart, 1).opens, only(chart, 1).tip) == ("", None)
    assert only(chart, 1).number == "18,000–20,000"


def test_open_end_is_an_arrow_and_not_a_number() -> None:
    under = point(2, None, 950, quantifier=Quantifier.LESS_THAN)
    chart = chart_of(point(0, 600, None), point(1, 700), under)

    open_above, open_below = only(chart, 1), only(chart, 3)
    assert (open_above.opens, open_above.number) == ("up", "600+")
    assert open_above.tip is not None
    assert open_above.tip < open_above.ys[0]
    assert (open_below.opens, open_below.number) == ("down", "under 950")
    assert open_below.tip is not None
    assert open_below.tip > open_below.ys[0]
    assert chart.has_open_ends


def test_each_claimant_has_a_shape_of_its_own() -> None:
    chart = chart_of(point(0, 1, by="A"), point(1, 2, by="B"), point(2, 3, by="A"), point(3, 4, by="C"))

    assert chart.claimants == (("circle", "A"), ("square", "B"), ("triangle", "C"))
    assert [mark.shape for mark in chart.marks] == ["circle", "square", "circle", "triangle"]


def test_line_joins_only_what_a_claimant_revised() -> None:
    old, new = FigureRole.SUPERSEDED, FigureRole.RECOMMENDED
    chart = chart_of(
        point(0, 100, by="A", role=old), point(1, 150, by="B", role=old), point(2, 50, by="A"),
        point(3, 200, by="A", role=new), point(4, 10, by="", role=old), point(5, 20, by="", role=old),
    )  # fmt: skip

    (line,) = chart.lines
    first, last = only(chart, 1), only(chart, 4)
    assert (line.x1, line.y1, line.x2, line.y2) == (first.x, first.ys[0], last.x, last.ys[0])


@pytest.mark.parametrize("most", [0, 1, 2, 3, 9, 10, 11, 99, 4_999, 41_020, 950_000, 999_999, 6_092_788])
def test_scale_is_of_few_round_numbers_and_reaches_the_most(most: int) -> None:
    chart = chart_of(point(0, 0), point(1, most), point(2, most))

    numbers = [int(words.replace(",", "")) for _y, words in chart.grid]
    assert numbers[0] == 0
    assert max(most, 1) <= numbers[-1] <= max(2 * most, 1)
    assert 2 <= len(numbers) <= 6
    assert all(TOP <= y <= BASE for y, _words in chart.grid)


numbers = st.integers(0, 10**7)
claims = st.lists(
    st.tuples(st.integers(0, 400), numbers, st.sampled_from(["exact", "open", "under", "range"]), numbers),
    min_size=3, max_size=12,
)  # fmt: skip


@given(claims)
def test_whatever_is_claimed_stays_inside_and_labels_cover_nothing(
    drawn: list[tuple[int, int, str, int]],
) -> None:
    bounds = {
        "exact": lambda a, b: (a, a),
        "open": lambda a, b: (a, None),
        "under": lambda a, b: (None, a),
        "range": lambda a, b: (min(a, b), max(a, b)),
    }
    points = [
        point(day, *bounds[kind](low, other), by=f"Claimant {low % 5}", pk=number)
        for number, (day, low, kind, other) in enumerate(drawn)
    ]
    chart = history_of(points)
    if chart is None:
        return

    assert len(chart.marks) == len(points)
    boxes = []
    for mark in chart.marks:
        assert 0 < mark.x < 100
        assert all(TOP <= y <= BASE for y in mark.ys)
        assert list(mark.ys) == sorted(mark.ys, reverse=True)
        if mark.label:
            placed = _Placed(next(each for each in points if each.id == mark.id), mark.x, mark.ys)
            boxes.append(_box_of(mark.label, placed))
    assert all(box[0] >= 0 and box[2] <= NARROWEST for box in boxes)
    assert not any(_meet(one, other) for one, other in combinations(boxes, 2))
