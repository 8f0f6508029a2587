"""The statement gives what the pure module gives, for random rows and every grouping."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.enums import Measure, People, PlaceKind, Quantifier, Scope, Status
from events.models import Event, Figure
from events.totals.adding import totals_of
from events.totals.answers import published_totals
from events.totals.loading import published_claims
from events.totals.rules import Reason
from events.totals.total import TIMES, Grouping, Nature
from tests import factories
from tests.review import factories as make
from tests.totals import rows

pytestmark = pytest.mark.django_db

OTHERS = [grouping for grouping in Grouping if grouping not in TIMES]
groupings = st.tuples(
    st.lists(st.sampled_from(OTHERS), max_size=2, unique=True), st.lists(st.sampled_from(TIMES), max_size=1)
).map(lambda chosen: [*chosen[1], *chosen[0]])


@pytest.fixture
def world() -> rows.World:
    return rows.World.made()


@settings(
    max_examples=40, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    seeds=rows.seeds,
    by=groupings,
    people=st.sampled_from([People.PEOPLE, People.PEOPLE, *People]),
)
def test_statement_equals_pure_module(
    world: rows.World, seeds: list[int], by: list[Grouping], people: People
) -> None:
    with transaction.atomic():
        world.fill(seeds)
        events = Event.objects.published()

        slow = totals_of(published_claims(events), by=by, people=people)
        fast = published_totals(events, by=by, people=people)

        transaction.set_rollback(True)
    assert fast == slow


@settings(
    max_examples=8, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(rows.seeds, min_size=2, max_size=3), chance=st.integers(0, 2**32))
def test_verdicts_on_totals_follow_what_comes_goes_and_changes(
    world: rows.World, steps: list[list[int]], chance: int
) -> None:
    """For all that is published they stand in the table; for a selection, here of all too, they are worked
    out."""
    of = Random(chance)
    with transaction.atomic():
        for seeds in steps:
            world.fill(seeds)
            rows.follow()
            _change_some(of)

            events = Event.objects.published()
            slow = totals_of(published_claims(events))

            assert published_totals(events) == slow
            assert published_totals(events.filter(pk__gt=0)) == slow

        transaction.set_rollback(True)


def _change_some(of: Random) -> None:
    """Events are withdrawn, brought back and moved in time, figures lose and gain their number."""
    for event in Event.objects.order_by("pk"):
        act = of.randrange(8)
        if act == 0:
            shown = event.status != Status.PUBLISHED
            Event.objects.filter(pk=event.pk).update(status=Status.PUBLISHED if shown else Status.DRAFT)
        elif act == 1 and event.latest:
            days = timedelta(days=of.randrange(-40, 40))
            Event.objects.filter(pk=event.pk).update(
                earliest=event.earliest + days, latest=event.latest + days
            )
        elif act == 2:
            number = of.choice((0, 7))
            Figure.objects.filter(event=event, quantifier=Quantifier.EXACT).update(low=number, high=number)


def test_sets_of_any_density_meet_every_reason(world: rows.World) -> None:
    """That the equality above is not one of sets in which nothing happens."""
    by = (Grouping.MONTH, Grouping.ADMIN1)
    met = set()
    for seeds in [*(range(first, first + 8) for first in range(0, 160, 8)), range(300)]:
        with transaction.atomic():
            world.fill(list(seeds))
            events = Event.objects.published()
            claims = published_claims(events)

            totals = [*totals_of(claims), *totals_of(claims, by=by)]

            assert [*published_totals(events), *published_totals(events, by=by)] == totals
            transaction.set_rollback(True)
        met |= {(total.nature, reason) for total in totals for reason, _ in total.left_out}
        met |= {(total.nature, "counted") for total in totals if total.counted.number}

    of_flows = {*Reason} - {Reason.WITHDRAWN, Reason.NOT_PUBLIC, Reason.EARLIER_STOCK}
    assert {reason for nature, reason in met if nature == Nature.FLOW} == {*of_flows, "counted"}
    assert {(Nature.STOCK, "counted"), (Nature.STOCK, Reason.EARLIER_STOCK)} <= met


@pytest.mark.parametrize(("latest", "counted"), [(0, [5, 0]), (7, [7])])
def test_total_of_zero_holds_no_other_total(latest: int, counted: list[int]) -> None:
    """Of two totals of one town the longer counts, and the other too if "no one" is what the longer says."""
    town = make.place("Saraqib", kind=PlaceKind.SETTLEMENT)
    for number, start in ((5, date(2019, 7, 1)), (latest, date(2019, 5, 1))):
        figure = {
            "quantifier": Quantifier.EXACT, "low": number, "high": number, "scope": Scope.RUNNING_TOTAL,
            "period_start": start, "period_end": date(2019, 8, 1),
        }  # fmt: skip
        factories.published_event(mention={"place": town}, figure=figure)

    (total,) = published_totals(Event.objects.published())

    figures = Figure.objects.filter(pk__in=total.counted.ids).order_by("pk")
    assert [figure.low for figure in figures] == counted
    assert [total] == totals_of(published_claims(Event.objects.published()))


def test_number_of_billions_is_added_exactly() -> None:
    """More than the column of whole numbers holds."""
    for number in (9_000_000_000_000_000_000, 12, 2_000_000_001):
        figure = {"quantifier": Quantifier.EXACT, "low": number, "high": number}
        factories.published_event(mention={}, figure=figure)

    (total,) = published_totals(Event.objects.published())

    assert (total.low, total.high, total.counted.number) == (*2 * (9_000_000_002_000_000_013,), 3)
    assert [total] == totals_of(published_claims(Event.objects.published()))


@pytest.mark.parametrize(("name", "values"), [("measure", Measure), ("people", People), ("reason", Reason)])
def test_database_knows_every_code(name: str, values: type[models.TextChoices]) -> None:
    """A new one needs a migration: what it does not know could not be published."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT unnest(enum_range(NULL::claim_{name}))::text")
        known = {code for (code,) in cursor.fetchall()}

    assert known == set(values.values) - {Reason.WITHDRAWN, Reason.NOT_PUBLIC}
