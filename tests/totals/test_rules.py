"""Each rule by examples: some claims, and what they come to in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from events.enums import DatePrecision as Dates
from events.enums import EventKind as Kind
from events.enums import FigureRole as Role
from events.enums import Measure, People, PlaceKind, Quantifier, Scope, Status, Unit
from events.totals.adding import totals_of
from events.totals.claims import SEVERAL, Claim
from events.totals.rules import RULE_OF, RULES, Reason, RuleId
from events.totals.total import Grouping, Nature, Total
from events.totals.words import explain, words
from tests.totals.claims import BINNISH, HAMA, IDLIB, QALAT, claim, dated

MORE = {"quantifier": Quantifier.MORE_THAN}
TOTAL = {"scope": Scope.RUNNING_TOTAL, "kind": Kind.OFFENSIVE}
SINCE_APRIL: dict[str, Any] = {**TOTAL, "period_start": dated("04-30"), "period_end": dated("08-31")}
STOCK: dict[str, Any] = {"scope": Scope.STOCK, "measure": Measure.DISPLACED}
MOVED = {"measure": Measure.DISPLACED}
HOUSEHOLDS: dict[str, Any] = {**MOVED, "unit": Unit.HOUSEHOLD}


def period(start: str, end: str) -> dict[str, Any]:
    return {"scope": Scope.PERIOD, "period_start": dated(start), "period_end": dated(end)}


def flow(claims: list[Claim], **asked: Any) -> Total:
    (total,) = [total for total in totals_of(claims, **asked) if total.nature == Nature.FLOW]
    return total


#: What is claimed, the total in words, and the reasons for which claims were left out.
EXAMPLES: list[tuple[str, list[Claim], str, list[Reason]]] = [
    # Ranges: the sum of the lows to the sum of the highs.
    ("one number", [claim(12)], "12", []),
    ("numbers add", [claim(12), claim(3)], "15", []),
    ("thousands are grouped", [claim(1200), claim(34)], "1,234", []),
    ("ranges add", [claim((600, 630)), claim((12, 15))], "between 612 and 645", []),
    ("a number and a range", [claim(5), claim((1, 2))], "between 6 and 7", []),
    ("more than", [claim((600, None), **MORE)], "more than 600 – no upper bound is stated", []),
    ("more than stays so in a sum", [claim((600, None), **MORE), claim(12)],
     "more than 612 – no upper bound is stated", []),
    ("at least", [claim((600, None), quantifier=Quantifier.AT_LEAST), claim(20)], "at least 620", []),
    ("up to", [claim((None, 30), quantifier=Quantifier.UP_TO)], "up to 30", []),
    ("up to adds to the high alone", [claim(12), claim((None, 30), quantifier=Quantifier.UP_TO)],
     "between 12 and 42", []),
    ("fewer than", [claim((None, 30), quantifier=Quantifier.LESS_THAN)], "fewer than 30", []),
    ("fewer than in a sum", [claim(5), claim((None, 30), quantifier=Quantifier.LESS_THAN)],
     "from 5 to fewer than 35", []),
    ("no bound is left", [claim((None, 30), quantifier=Quantifier.UP_TO), claim(None)],
     "not known – no lowest and no highest number is stated", [Reason.NO_NUMBER]),
    ("about", [claim(20, quantifier=Quantifier.ABOUT), claim(15)], "about 35", []),
    ("about in a range", [claim(20, quantifier=Quantifier.ABOUT), claim((1, 5))],
     "between about 21 and 25", []),
    # Zero and unknown.
    ("zero is said", [claim(0)], "none, as stated", []),
    ("zero adds nothing", [claim(0), claim(3)], "3", []),
    ("words without a number are not zero", [claim(None)], "not known – no number is stated",
     [Reason.NO_NUMBER]),
    ("dozens beside a number", [claim(12), claim(None)], "at least 12", [Reason.NO_NUMBER]),
    # One recommended claim of an event.
    ("superseded", [claim(12), claim(9, role=Role.SUPERSEDED)], "12", [Reason.SUPERSEDED]),
    ("corroborating", [claim(12), claim(12, role=Role.CORROBORATING)], "12", [Reason.CORROBORATING]),
    ("disputed", [claim(12), claim(40, role=Role.DISPUTED)], "12", [Reason.DISPUTED]),
    ("nothing but a disputed claim", [claim(40, role=Role.DISPUTED)], "nothing counted", [Reason.DISPUTED]),
    ("a superseded word opens nothing", [claim(12), claim(None, role=Role.SUPERSEDED)], "12",
     [Reason.SUPERSEDED]),
    ("withdrawn", [claim(12), claim(9, status=Status.WITHDRAWN)], "12", [Reason.WITHDRAWN]),
    ("draft", [claim(12), claim(9, status=Status.DRAFT)], "12", [Reason.NOT_PUBLIC]),
    ("changed after publication", [claim(12, status=Status.CHANGED)], "12", []),
    # Parts of a whole.
    ("children among the dead", [claim(12, event=1), claim(3, event=1, people=People.CHILDREN)], "12",
     [Reason.PART_OF_ANOTHER]),
    ("children of another event", [claim(12, event=1), claim(3, event=2, people=People.CHILDREN)], "15", []),
    ("children among civilians", [claim(5, event=1, people=People.CIVILIANS),
                                  claim(3, event=1, people=People.CHILDREN)], "5", [Reason.PART_OF_ANOTHER]),
    ("civilians and fighters", [claim(5, event=1, people=People.CIVILIANS),
                                claim(4, event=1, people=People.COMBATANTS)], "9", []),
    ("fighters and soldiers", [claim(5, event=1, people=People.SECURITY_FORCES),
                               claim(4, event=1, people=People.COMBATANTS)], "9", []),
    ("women and children", [claim(5, event=1, people=People.WOMEN),
                            claim(4, event=1, people=People.CHILDREN)], "9", []),
    ("a journalist may be a woman", [claim(5, event=1, people=People.WOMEN),
                                     claim(1, event=1, people=People.JOURNALISTS)], "at least 5",
     [Reason.MAY_SHARE_PEOPLE]),
    ("no woman, so no journalist among them", [claim(0, event=1, people=People.WOMEN),
                                               claim(1, event=1, people=People.JOURNALISTS)], "1", []),
    ("dozens hide no number", [claim(None, event=1), claim(3, event=1, people=People.CHILDREN)],
     "at least 3", [Reason.NO_NUMBER]),
    # Households and units.
    ("households by their size", [claim(10, **HOUSEHOLDS, household_size=Decimal("4.5"))], "45", []),
    ("half a person is rounded up", [claim(3, **HOUSEHOLDS, household_size=Decimal("4.5"))], "14", []),
    ("less than half is not", [claim(3, **HOUSEHOLDS, household_size=Decimal("4.1"))], "12", []),
    ("each range end is rounded", [claim((1, 3), **HOUSEHOLDS, household_size=Decimal("4.5"))],
     "between 5 and 14", []),
    ("households and people", [claim(10, **HOUSEHOLDS, household_size=Decimal(5)), claim(7, **MOVED)],
     "57", []),
    ("households of no known size", [claim(10, **HOUSEHOLDS), claim(7, **MOVED)], "at least 7",
     [Reason.NO_HOUSEHOLD_SIZE]),
    ("homes are not people", [claim(10, unit=Unit.HOME), claim(3)], "at least 3", [Reason.OTHER_UNIT]),
    ("homes", [claim(10, measure=Measure.HOMES_DESTROYED, unit=Unit.HOME)], "10", []),
    # Totals over time and incidents.
    ("a running total alone", [claim(600, **SINCE_APRIL)], "600", []),
    ("a running total and its incident", [claim(600, **SINCE_APRIL), claim(12)], "12",
     [Reason.HOLDS_INCIDENTS]),
    ("an incident after its end", [claim(600, **SINCE_APRIL), claim(12, "09-02")], "612", []),
    ("an incident before its start", [claim(600, **SINCE_APRIL), claim(12, "04-29")], "612", []),
    ("a start that is not known", [claim(600, **{**SINCE_APRIL, "period_start": None}), claim(12, "01-05")],
     "12", [Reason.HOLDS_INCIDENTS]),
    ("an incident elsewhere", [claim(600, **SINCE_APRIL), claim(12, place=BINNISH)], "612", []),
    ("a total of the province", [claim(600, **SINCE_APRIL, place=IDLIB), claim(12, place=BINNISH)], "12",
     [Reason.HOLDS_INCIDENTS]),
    ("an incident somewhere in the province", [claim(600, **SINCE_APRIL), claim(12, place=IDLIB)], "12",
     [Reason.HOLDS_INCIDENTS]),
    ("another province", [claim(600, **SINCE_APRIL, place=IDLIB), claim(12, place=QALAT)], "612", []),
    ("a total of the country",
     [claim(600, **SINCE_APRIL, place=1, place_kind=PlaceKind.COUNTRY, admin1=None), claim(12)], "12",
     [Reason.HOLDS_INCIDENTS]),
    ("another country", [claim(600, **SINCE_APRIL, place=99, admin1=None, country="TR"), claim(12)], "612",
     []),
    ("a total of no known place", [claim(600, **SINCE_APRIL, place=None, country=""), claim(12)], "12",
     [Reason.HOLDS_INCIDENTS]),
    ("other people", [claim(600, **SINCE_APRIL, people=People.CIVILIANS),
                      claim(12, people=People.COMBATANTS)], "612", []),
    ("the same people", [claim(600, **SINCE_APRIL, people=People.CIVILIANS),
                         claim(12, people=People.CHILDREN)], "12", [Reason.HOLDS_INCIDENTS]),
    ("a flood's toll and a shelling", [claim(45, **{**SINCE_APRIL, "kind": Kind.FLOOD}), claim(12)], "57",
     []),
    ("an incident without dead", [claim(600, **SINCE_APRIL), claim(0)], "600", []),
    ("an incident that does not count", [claim(600, **SINCE_APRIL), claim(12, role=Role.SUPERSEDED)], "600",
     [Reason.SUPERSEDED]),
    ("two months", [claim(30, **period("06-01", "06-30")), claim(20, **period("07-01", "07-31"))], "50", []),
    ("a month within a longer total", [claim(30, **period("06-01", "06-30")), claim(600, **SINCE_APRIL)],
     "600", [Reason.HELD_BY_A_TOTAL]),
    ("a total that was told anew",
     [claim(450, **{**SINCE_APRIL, "period_end": dated("07-31")}), claim(600, **SINCE_APRIL)], "600",
     [Reason.HELD_BY_A_TOTAL]),
    ("a total with a known start",
     [claim(3, **{**SINCE_APRIL, "period_start": None}), claim(600, **SINCE_APRIL)], "600",
     [Reason.HELD_BY_A_TOTAL]),
    ("totals of two towns", [claim(30, **SINCE_APRIL), claim(20, **SINCE_APRIL, place=BINNISH)], "50", []),
    ("totals of one event for two groups", [claim(30, event=1, **SINCE_APRIL, people=People.CIVILIANS),
                                            claim(20, event=1, **SINCE_APRIL, people=People.COMBATANTS)],
     "50", []),
    # What is the case at a date.
    ("a stock is no flow", [claim(500, **MOVED), claim(9000, **STOCK)], "500", [Reason.STOCK]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("claims", "said", "reasons"), [row[1:] for row in EXAMPLES], ids=[row[0] for row in EXAMPLES]
)
def test_claims_come_to(claims: list[Claim], said: str, reasons: list[Reason]) -> None:
    total = flow(claims)

    assert words(total) == said
    assert [reason for reason, _figures in total.left_out] == reasons
    out = [id for _reason, figures in total.left_out for id in figures.ids]
    assert sorted([*total.counted.ids, *out]) == sorted(claim.id for claim in claims)


def test_day_of_a_stock_stands_before_the_dash() -> None:
    (missing,) = totals_of([claim((9000, None), **MORE, **STOCK, period_end=dated("08-01"))])

    assert words(missing) == "more than 9,000 as of 1 August 2019 – no upper bound is stated"


def test_measures_are_never_added() -> None:
    claims = [claim(3), claim(5, measure=Measure.INJURED), claim(20, measure=Measure.CASUALTIES)]

    said = {total.measure: words(total) for total in totals_of(claims)}

    assert said == {Measure.KILLED: "3", Measure.INJURED: "5", Measure.CASUALTIES: "20"}


def test_stock_shows_the_latest_of_its_place_with_its_date() -> None:
    earlier = claim(2000, **STOCK, period_end=dated("07-01"))
    latest = claim(2600, **STOCK, period_end=dated("08-01"))
    elsewhere = claim(90, **STOCK, place=BINNISH)

    here, there = totals_of([earlier, latest, elsewhere])

    assert words(here) == "2,600 as of 1 August 2019"
    assert here.left_out[0][0] == Reason.EARLIER_STOCK
    assert (words(there), there.place) == ("90 as of 1 August 2019", BINNISH)
    assert {here.nature, there.nature} == {Nature.STOCK}


#: Dates of an event, the precision, what it is grouped by, and the first day of its group.
DATED = [
    ("08-01", Dates.DAY, Grouping.MONTH, "08-01"),
    ("04-30 08-31", Dates.DAY, Grouping.MONTH, "08-01"),
    ("04-01 08-31", Dates.MONTH, Grouping.MONTH, "08-01"),
    ("08-01 08-31", Dates.MONTH, Grouping.DAY, None),
    ("08-05 08-11", Dates.WEEK, Grouping.WEEK, "08-05"),
    ("08-05 08-11", Dates.WEEK, Grouping.MONTH, "08-01"),
    ("07-29 08-04", Dates.WEEK, Grouping.MONTH, None),
    ("01-01 12-31", Dates.YEAR, Grouping.MONTH, None),
    ("01-01 12-31", Dates.YEAR, Grouping.YEAR, "01-01"),
    ("08-31", Dates.DAY, Grouping.WEEK, "08-26"),
]


@pytest.mark.parametrize(("day", "precision", "by", "first"), DATED)
def test_flow_counts_where_it_ends(day: str, precision: Dates, by: Grouping, first: str | None) -> None:
    total = flow([claim(3, day, date_precision=precision)], by=[by])

    assert total.group == ((by, dated(first) if first else None),)


def test_undated_event_stands_in_no_month() -> None:
    undated = replace(claim(3), start=None, end=None, date_precision=Dates.UNKNOWN)

    total = flow([undated], by=[Grouping.MONTH])

    assert total.group == ((Grouping.MONTH, None),)
    assert RuleId.DATABLE in {told.rule for told in explain(total)}


def test_total_of_a_period_counts_in_the_month_in_which_it_ends() -> None:
    total = flow([claim(30, "05-01", **period("06-15", "07-02"))], by=[Grouping.MONTH])

    assert total.group == ((Grouping.MONTH, dated("07-01")),)


def test_province_counts_its_towns_and_itself_once() -> None:
    claims = [claim(3), claim(4, place=BINNISH), claim(5, place=IDLIB), claim(6, place=QALAT)]

    said = {total.group[0][1]: words(total) for total in totals_of(claims, by=[Grouping.ADMIN1])}

    assert said == {IDLIB: "12", HAMA: "6"}


def test_event_at_two_provinces_is_counted_once() -> None:
    claims = [claim(3), claim(4, place=SEVERAL, place_kind=None, admin1=SEVERAL)]

    by_province = totals_of(claims, by=[Grouping.ADMIN1])

    assert {total.group[0][1]: total.low for total in by_province} == {IDLIB: 3, SEVERAL: 4}
    assert [total.low for total in totals_of(claims, by=[Grouping.COUNTRY])] == [7]


def test_part_of_the_people_is_asked_for() -> None:
    claims = [
        claim(12, event=1), claim(3, event=1, people=People.CHILDREN),
        claim(4, event=2, people=People.CIVILIANS), claim(2, event=3, people=People.CHILDREN),
    ]  # fmt: skip

    said = {people: words(flow(claims, people=people)) for people in ("people", "civilians", "children")}

    assert said == {"people": "18", "civilians": "9", "children": "5"}


def test_two_recommended_figures_of_one_event_are_refused() -> None:
    with pytest.raises(ValueError, match="both recommended for event 1"):
        totals_of([claim(3, event=1), claim(4, event=1)])


def test_explanation_names_figures_rules_and_household_size() -> None:
    counted = claim(10, **HOUSEHOLDS, household_size=Decimal("4.5"))
    replaced = claim(8, **HOUSEHOLDS, role=Role.SUPERSEDED)

    told = explain(flow([counted, replaced]))

    assert [(each.rule, each.sentence) for each in told] == [
        (RuleId.RECOMMENDED, "One recommended figure is counted: people displaced."),
        (RuleId.RECOMMENDED, "One figure is left out: superseded by a later claim."),
        (RuleId.HOUSEHOLDS, "Households are multiplied by 4.5 people."),
    ]
    assert (told[0].figures, told[1].figures) == ((counted.id,), (replaced.id,))
    assert all(each.source and str(each.why).endswith(".") for each in told)


def test_every_reason_and_rule_has_its_sentence() -> None:
    assert set(RULE_OF) == set(Reason)
    assert set(RULES) == set(RuleId)
    assert all(rule.source and str(rule.sentence).endswith(".") for rule in RULES.values())
