"""How a toll went: dated claims as the geometry of a small chart. Pure; no database, no markup.

Across are percent of the chart's width, so that it fills a card of 240 pixels as well as a page; down are
pixels. Type keeps its size at any width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from events.enums import FigureRole, Quantifier
from events.writing import write_date, write_number

#: A curve needs three; with fewer days the list of claims says more.
LEAST_DAYS = 3

HEIGHT = 178
TOP, BASE = 30, 152
#: Percent: what stands beside the first and last claim has its room.
LEFT, RIGHT = 9, 91
ARROW = 20
#: Beside its scale, in the narrowest card; labels that do not collide there collide nowhere.
NARROWEST = 190
LETTER, LINE = 6.6, 13
#: Claimants in the order in which they first spoke; further ones share the last.
SHAPES = ("circle", "square", "triangle", "diamond", "down", "cross")


@dataclass(frozen=True, slots=True)
class Point:
    """A claim of a number on a day; `low` or `high` is None where the claim leaves it open."""

    id: int
    day: date
    low: int | None
    high: int | None
    claimant: str
    role: str = FigureRole.CORROBORATING
    quantifier: str = Quantifier.EXACT

    @property
    def is_recommended(self) -> bool:
        return self.role == FigureRole.RECOMMENDED

    @property
    def ends(self) -> tuple[int, ...]:
        """The numbers that are stated, from low to high: one or two."""
        return tuple(sorted({number for number in (self.low, self.high) if number is not None}))


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim as drawn: its shape at every stated end, an arrow where there is none."""

    id: int
    x: float
    ys: tuple[float, ...]
    shape: str
    is_recommended: bool
    #: "up" where no highest number is stated, "down" where no lowest is.
    opens: str
    tip: float | None
    number: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class Label:
    """`dx` are pixels from the mark; `anchor` is SVG's."""

    dx: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """From a claim to its claimant's next, where one took the place of the other: nobody's numbers are
    joined to another's, nor a total to the part of it that was claimed too."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Chart:
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    #: Round numbers with their height.
    grid: tuple[tuple[float, str], ...]
    #: Where each day with a claim stands, and the first and last in words.
    days: tuple[float, ...]
    first_day: str
    last_day: str
    #: Shape and claimant, in the order in which they first spoke.
    claimants: tuple[tuple[str, str], ...]
    height: int = HEIGHT
    base: int = BASE

    @property
    def scale_width(self) -> int:
        """Pixels that the longest number of the scale takes, with a gap after it."""
        return round(LETTER * max(len(words) for _y, words in self.grid)) + 6

    @property
    def last_x(self) -> float:
        return self.days[-1]

    @property
    def has_open_ends(self) -> bool:
        return any(mark.opens for mark in self.marks)


def has_history(days: Iterable[date]) -> bool:
    """Whether numbers of these days make a curve rather than a list."""
    return len(set(days)) >= LEAST_DAYS


def history_of(points: Iterable[Point]) -> Chart | None:
    """The chart of the claims that state a number; None for fewer than LEAST_DAYS days."""
    told = sorted((point for point in points if point.ends), key=lambda point: (point.day, point.id))
    if not has_history(point.day for point in told):
        return None
    step = _step(max(max(point.ends) for point in told))
    top = step * math.ceil(max(max(point.ends) for point in told) / step) or 1
    names = list(dict.fromkeys(point.claimant for point in told))
    shape_of = {name: SHAPES[min(number, len(SHAPES) - 1)] for number, name in enumerate(names)}
    first, last = told[0].day, told[-1].day
    placed = [
        _Placed(
            point,
            x=round(LEFT + (RIGHT - LEFT) * (point.day - first).days / (last - first).days, 2),
            ys=tuple(_down(number, top) for number in point.ends),
        )
        for point in told
    ]
    _put_labels(placed)
    return Chart(
        marks=tuple(_mark(each, shape_of[each.point.claimant]) for each in placed),
        lines=tuple(_lines(placed)),
        grid=tuple((_down(number, top), write_number(number)) for number in range(0, top + 1, step)),
        days=tuple(sorted({each.x for each in placed})),
        first_day=short_day(first),
        last_day=short_day(last),
        claimants=tuple((shape_of[name], name) for name in names),
    )


@dataclass(slots=True)
class _Placed:
    point: Point
    x: float
    ys: tuple[float, ...]
    label: Label | None = field(default=None)

    @property
    def opens(self) -> str:
        return "up" if self.point.high is None else "down" if self.point.low is None else ""

    @property
    def tip(self) -> float | None:
        if self.opens == "up":
            return self.ys[0] - ARROW
        return min(self.ys[0] + ARROW, BASE) if self.opens == "down" else None

    @property
    def number(self) -> str:
        return short_number(self.point)

    @property
    def box(self) -> Box:
        """What the mark itself covers at the narrowest width."""
        heights = [*self.ys, *([self.tip] if self.tip is not None else [])]
        middle = self.x / 100 * NARROWEST
        return middle - 6, min(heights) - 6, middle + 6, max(heights) + 6


#: Left, top, right, bottom, in pixels at the narrowest width.
Box = tuple[float, float, float, float]


def _down(number: int, top: int) -> float:
    return round(BASE - (BASE - TOP) * number / top, 1)


def _step(most: int) -> int:
    """A round number of which at most five reach the most: 1, 2, 2.5 or 5 times a power of ten."""
    if most <= 2:
        return 1
    power = 10 ** math.floor(math.log10(most))
    steps = (power // 5, power // 4, power // 2, power, 2 * power)
    return next(step for step in steps if step >= 1 and math.ceil(most / step) <= 5)


def short_day(day: date) -> str:
    return write_date(day, "j M Y")


def short_number(point: Point) -> str:
    """The number for a chart: "600+", "18,000–20,000", "up to 516"."""
    low, high = point.low, point.high
    if low is None:
        words = _("under %(number)s") if point.quantifier == Quantifier.LESS_THAN else _("up to %(number)s")
        return words % {"number": write_number(high)}
    if high is None:
        return f"{write_number(low)}+"
    if low != high:
        return f"{write_number(low)}–{write_number(high)}"
    about = point.quantifier == Quantifier.ABOUT
    return _("about %(number)s") % {"number": write_number(low)} if about else write_number(low)


def _mark(placed: _Placed, shape: str) -> Mark:
    return Mark(
        placed.point.id, placed.x, placed.ys, shape, placed.point.is_recommended, placed.opens, placed.tip,
        placed.number, placed.label,
    )  # fmt: skip


def _lines(placed: Sequence[_Placed]) -> Iterator[Line]:
    latest: dict[str, _Placed] = {}
    for each in placed:
        if each.point.role not in (FigureRole.RECOMMENDED, FigureRole.SUPERSEDED):
            continue
        before = latest.get(each.point.claimant)
        if before and before.x != each.x:
            yield Line(before.x, before.ys[0], each.x, each.ys[0])
        if each.point.claimant:
            latest[each.point.claimant] = each


def _put_labels(placed: Sequence[_Placed]) -> None:
    """Numbers beside their marks, the recommended first; one that would cover another is in the table."""
    taken = [each.box for each in placed]
    for each in sorted(placed, key=lambda each: not each.point.is_recommended):
        for label in _candidates(each):
            box = _box_of(label, each)
            inside = box[0] >= 0 and box[2] <= NARROWEST and box[1] >= 0 and box[3] <= BASE + LINE
            if inside and not any(_meet(box, other) for other in taken):
                each.label = label
                taken.append(box)
                break


def _candidates(placed: _Placed) -> tuple[Label, ...]:
    highest, lowest = placed.box[1], placed.box[3]
    beside = placed.ys[-1] + 4
    above = Label(0, round(highest - 3, 1), "middle")
    right, left = Label(11, beside, "start"), Label(-11, beside, "end")
    below = Label(0, round(lowest + 10, 1), "middle")
    near_above = (Label(-4, above.y, "start"), Label(4, above.y, "end"))
    return (right, left, above, *near_above, below) if placed.opens == "up" else (
        above, *near_above, right, left, below,
    )  # fmt: skip


def _box_of(label: Label, placed: _Placed) -> Box:
    width = LETTER * len(placed.number)
    at = placed.x / 100 * NARROWEST + label.dx
    left = {"start": at, "middle": at - width / 2, "end": at - width}[label.anchor]
    return left, label.y - LINE + 3, left + width, label.y + 2


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
