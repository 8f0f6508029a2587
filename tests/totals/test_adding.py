"""What holds for any set of claims."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.enums import FigureRole, Measure, People, Quantifier, Scope, Status, Unit
from events.totals.adding import totals_of
from events.totals.claims import SEVERAL, Claim
from events.totals.total import Grouping, Nature, Total
from tests.totals import rows
from tests.totals.claims import ADMIN1, BINNISH, IDLIB, QALAT, SARAQIB, claim

PLACES = (SARAQIB, BINNISH, QALAT, IDLIB, SEVERAL, None)
few = settings(max_examples=60, deadline=None, database=None)
_BY = [Grouping.MONTH, Grouping.ADMIN1, Grouping.KIND, Grouping.CLAIMANT]
groupings = st.lists(st.sampled_from(_BY), max_size=2, unique=True)


def claims_of(seeds: list[int]) -> list[Claim]:
    ids = count(1)
    return [
        _claim(next(ids), number, told, figure)
        for number, told in enumerate(map(rows.described, seeds), start=1)
        for figure in told["figures"]
    ]


def _claim(own: int, event: int, told: dict[str, Any], figure: dict[str, Any]) -> Claim:
    place = PLACES[sum(told["places"]) % len(PLACES)]
    fields = {name: figure[name] for name in figure if name != "hidden"}
    return replace(
        claim(3), id=own, event=event, kind=told["kind"], place=place, admin1=ADMIN1.get(place, place),
        country="SY" if place else "", start=told["earliest"], end=told["latest"],
        date_precision=told["date_precision"],
        status={"draft": Status.DRAFT, "withdrawn": Status.WITHDRAWN}.get(figure["hidden"], Status.PUBLISHED),
        **fields,
    )  # fmt: skip


sets = rows.seeds.map(claims_of)


def flows(claims: list[Claim], by: list[Grouping]) -> dict[Any, tuple[Any, ...]]:
    totals = [total for total in totals_of(claims, by=by) if total.nature == Nature.FLOW]
    return {
        (total.group, total.measure): (total.low, total.high, total.hedges, total.counted)
        for total in totals
        if total.counted.number
    }


@few
@given(sets, groupings, st.integers(0, 99))
def test_order_never_matters(claims: list[Claim], by: list[Grouping], seed: int) -> None:
    assert totals_of(Random(seed).sample(claims, len(claims)), by=by) == totals_of(claims, by=by)


@few
@given(sets, groupings)
def test_range_never_inverts_and_nothing_is_lost(claims: list[Claim], by: list[Grouping]) -> None:
    totals = totals_of(claims, by=by)

    for total in totals:
        assert total.low is None or total.high is None or total.low <= total.high
        assert bool(total.counted.number) or (total.low, total.high) == (None, None)
    for nature, meant in ((Nature.FLOW, {c.id for c in claims if c.scope != Scope.STOCK}),
                          (Nature.STOCK, {c.id for c in claims if c.scope == Scope.STOCK})):  # fmt: skip
        assert meant <= told_by(totals, nature)


def told_by(totals: list[Total], nature: Nature) -> set[int]:
    told: list[int] = []
    for total in totals:
        if total.nature == nature:
            told += total.counted.ids
            told += [id for _reason, figures in total.left_out for id in figures.ids]
    assert len(told) == len(set(told)), "a figure stands in one total alone"
    return set(told)


ADDED = [
    {"role": FigureRole.SUPERSEDED}, {"role": FigureRole.CORROBORATING}, {"role": FigureRole.DISPUTED},
    {"scope": Scope.STOCK}, {"status": Status.WITHDRAWN}, {"status": Status.DRAFT},
]  # fmt: skip


@pytest.mark.parametrize("fields", ADDED, ids=lambda fields: str(*fields.values()))
@settings(max_examples=20, deadline=None, database=None)
@given(claims=sets, by=groupings, number=st.none() | st.integers(0, 999))
def test_what_is_not_counted_changes_no_flow(
    fields: dict[str, Any], claims: list[Claim], by: list[Grouping], number: int | None
) -> None:
    more = claim(number, id=9999, event=claims[0].event if claims else 1, **fields)

    assert flows([*claims, more], by) == flows(claims, by)


@few
@given(sets, st.integers(0, 50), st.integers(0, 50))
def test_incident_split_in_two_keeps_the_sum(claims: list[Claim], first: int, second: int) -> None:
    """Two halves, each an event of its own."""
    whole = claim(first + second, id=9999, event=9999)
    halves = [claim(first, id=9998, event=9998), claim(second, id=9999, event=9999)]

    before, after = flows([*claims, whole], []), flows([*claims, *halves], [])

    assert {key: value[:3] for key, value in before.items()} == {
        key: value[:3] for key, value in after.items()
    }


@few
@given(sets, st.sampled_from([Grouping.MONTH, Grouping.ADMIN1, Grouping.KIND, Grouping.VERIFICATION]))
def test_groups_add_up_to_the_whole(claims: list[Claim], by: Grouping) -> None:
    parts, whole = flows(claims, [by]), flows(claims, [])

    for (_group, measure), (low, _high, _hedges, counted) in whole.items():
        of_measure = [part for (_by, about), part in parts.items() if about == measure]
        assert sum(part[0] or 0 for part in of_measure) == (low or 0)
        assert sorted(id for part in of_measure for id in part[3].ids) == sorted(counted.ids)


@few
@given(sets)
def test_measures_merge_without_touching_each_other(claims: list[Claim]) -> None:
    together = totals_of(claims)

    apart = [
        total
        for measure in Measure
        for total in totals_of([claim for claim in claims if claim.measure == measure])
    ]

    assert sorted(apart, key=Total.sort_key) == together


@few
@given(sets)
def test_part_is_never_more_than_the_whole(claims: list[Claim]) -> None:
    """Where the sources do not contradict themselves: here no part is larger than its whole."""
    alone = [claim for claim in claims if claim.people == People.CHILDREN and not claim.is_total]
    everybody, children = flows(alone, []), totals_of(alone, people=People.CHILDREN)

    for total in children:
        if total.nature == Nature.FLOW and total.counted.number:
            assert everybody[total.group, total.measure][0] == total.low


@few
@given(st.integers(0, 10**9), st.integers(1, 99), st.sampled_from(Quantifier))
def test_households_are_rounded_half_up(households: int, tenths: int, quantifier: Quantifier) -> None:
    one = claim(
        households, measure=Measure.DISPLACED, unit=Unit.HOUSEHOLD, household_size=Decimal(tenths) / 10,
        quantifier=quantifier,
    )  # fmt: skip

    (total,) = totals_of([one])

    assert total.low == total.high == (households * tenths + 5) // 10
