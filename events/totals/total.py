"""A total: a range with what it was made of and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntFlag, StrEnum

from events.enums import Measure, People, Quantifier, Unit
from events.totals.rules import Reason


class Grouping(StrEnum):
    """What a total may be asked for by. Measures are always apart."""

    LAYER = "layer"
    KIND = "kind"
    PLACE = "place"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    CLAIMANT = "claimant"
    VERIFICATION = "verification"


TIMES = (Grouping.DAY, Grouping.WEEK, Grouping.MONTH, Grouping.YEAR)

#: A layer's slug, an id, a code or the first day of a time; None when not known or not datable.
Value = str | int | date | None


class Nature(StrEnum):
    """What happened over a time, or what is the case at a date (IDMC)."""

    FLOW = "flow"
    STOCK = "stock"


class Hedge(IntFlag):
    """What the counted claims say of their numbers; a total says it too."""

    MORE_THAN = 1
    LESS_THAN = 2
    ABOUT = 4


UNHEDGED = Hedge(0)
HEDGES = {
    Quantifier.MORE_THAN: Hedge.MORE_THAN,
    Quantifier.LESS_THAN: Hedge.LESS_THAN,
    Quantifier.ABOUT: Hedge.ABOUT,
}


@dataclass(frozen=True, slots=True)
class Figures:
    """How many figures, and which: ids in order, or none when they were not asked for."""

    number: int = 0
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """`low` is the sum of the lows that are stated, None without any; `high` is None when a claim has none.

    Of a stock, `as_of` is the date (None when not given), `place` where, and `people` exactly whom; of a
    flow, `people` are those with all their parts. `household_sizes` are those that were multiplied by.
    """

    group: tuple[tuple[Grouping, Value], ...]
    measure: Measure
    people: People
    nature: Nature
    low: int | None
    high: int | None
    hedges: Hedge = UNHEDGED
    counted: Figures = Figures()
    left_out: tuple[tuple[Reason, Figures], ...] = ()
    household_sizes: tuple[Decimal, ...] = ()
    place: int | None = None
    as_of: date | None = None

    @property
    def unit(self) -> Unit:
        return Unit.HOME if self.measure in (Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED) else Unit.PERSON

    def sort_key(self) -> tuple[object, ...]:
        group = tuple((value is None, str(value)) for _by, value in self.group)
        people = list(People).index(self.people)
        return (
            *group, list(Measure).index(self.measure), people, self.nature, self.place is None,
            self.place or 0,
        )  # fmt: skip


def bucket(day: date, by: Grouping) -> date:
    """The first day of the day, ISO week, month or year."""
    if by == Grouping.WEEK:
        return day - timedelta(days=day.weekday())
    if by == Grouping.MONTH:
        return day.replace(day=1)
    if by == Grouping.YEAR:
        return day.replace(month=1, day=1)
    return day
