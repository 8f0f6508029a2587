"""Claims in, totals out. No database; `sql` gives the same for sets that do not fit here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from events.enums import People, Scope, Unit
from events.totals.claims import Claim, as_of, bounds, ending
from events.totals.judging import Verdicts, about, judge_flows, judge_stocks
from events.totals.rules import OPENING, Reason
from events.totals.total import (
    HEDGES,
    TIMES,
    UNHEDGED,
    Figures,
    Grouping,
    Hedge,
    Nature,
    Total,
    Value,
    bucket,
)

Group = tuple[tuple[Grouping, Value], ...]


def totals_of(
    claims: Iterable[Claim], *, by: Sequence[Grouping] = (), people: People = People.PEOPLE
) -> list[Total]:
    """A total for each measure in each group: of what happened, and of what was the case at a date.

    `people` asks for a part of them, children for example; the totals of a part lie within those of the
    whole. A group in which nothing is counted has its totals too, with what was left out.
    """
    asked = about(claims, people)
    flows = _flows(asked, judge_flows(asked), by, people)
    stocks = _stocks([claim for claim in asked if claim.scope == Scope.STOCK], judge_stocks(asked), by)
    return sorted([*flows, *stocks], key=Total.sort_key)


def _group_of(claim: Claim, by: Sequence[Grouping]) -> Group:
    return tuple((grouping, _value_of(claim, grouping)) for grouping in by)


def _value_of(claim: Claim, grouping: Grouping) -> Value:
    if grouping in TIMES:
        earliest, latest = ending(claim)
        if earliest is None or latest is None:
            return None
        last = bucket(latest, grouping)
        return last if bucket(earliest, grouping) == last else None
    value: Value = getattr(claim, grouping.value)
    return None if value == "" else value


@dataclass
class _Sum:
    """What one group comes to, as its claims are added in any order."""

    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    is_open: bool = False
    hedges: Hedge = UNHEDGED
    counted: list[int] = field(default_factory=list)
    left_out: dict[Reason, list[int]] = field(default_factory=lambda: defaultdict(list))
    sizes: set[Decimal] = field(default_factory=set)

    def add(self, claim: Claim) -> None:
        low, high = bounds(claim)
        self.counted.append(claim.id)
        if low is not None:
            self.lows.append(low)
        if high is not None:
            self.highs.append(high)
        self.is_open |= high is None
        self.hedges |= HEDGES.get(claim.quantifier, UNHEDGED)
        if claim.unit == Unit.HOUSEHOLD and claim.household_size is not None:
            self.sizes.add(claim.household_size)

    def leave_out(self, claim: Claim, reason: Reason) -> None:
        self.left_out[reason].append(claim.id)
        self.is_open |= reason in OPENING

    @property
    def low(self) -> int | None:
        return sum(self.lows) if self.lows else None

    @property
    def high(self) -> int | None:
        return sum(self.highs) if self.highs and not self.is_open else None

    def listed(self) -> tuple[tuple[Reason, Figures], ...]:
        return tuple(
            (reason, _figures(self.left_out[reason])) for reason in Reason if reason in self.left_out
        )


def _figures(ids: list[int]) -> Figures:
    return Figures(len(ids), tuple(sorted(ids)))


def _flows(claims: list[Claim], verdicts: Verdicts, by: Sequence[Grouping], people: People) -> list[Total]:
    sums: dict[tuple[Group, str], _Sum] = defaultdict(_Sum)
    for claim in claims:
        reason = verdicts[claim.id]
        of_group = sums[_group_of(claim, by), claim.measure]
        if reason is None:
            of_group.add(claim)
        else:
            of_group.leave_out(claim, reason)
    has_flows = {(_group_of(claim, by), claim.measure) for claim in claims if claim.scope != Scope.STOCK}
    return [
        Total(
            group, measure, people, Nature.FLOW, of_group.low, of_group.high, of_group.hedges,
            _figures(of_group.counted), of_group.listed(), tuple(sorted(of_group.sizes)),
        )
        for group, measure in has_flows for of_group in [sums[group, measure]]
    ]  # fmt: skip


def _stocks(claims: list[Claim], verdicts: Verdicts, by: Sequence[Grouping]) -> list[Total]:
    rows = defaultdict(list)
    for claim in claims:
        rows[_group_of(claim, by), claim.measure, claim.people, claim.place].append(claim)
    totals = []
    for (group, measure, people, place), told in rows.items():
        found = _Sum()
        standing = sorted((claim for claim in told if verdicts[claim.id] is None), key=_latest, reverse=True)
        for claim in told:
            reason = verdicts[claim.id] or (Reason.EARLIER_STOCK if claim != standing[0] else None)
            if reason is None:
                found.add(claim)
            else:
                found.left_out[reason].append(claim.id)
        totals.append(
            Total(
                group, measure, people, Nature.STOCK, found.low, found.high, found.hedges,
                _figures(found.counted), found.listed(), tuple(sorted(found.sizes)), place,
                as_of(standing[0]) if standing else None,
            )
        )  # fmt: skip
    return totals


def _latest(claim: Claim) -> tuple[date, int]:
    return as_of(claim) or date.min, claim.id
