"""Claims that do not go together, and as many that do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from events.enums import DatePrecision, EventKind, FigureRole, Measure, People, Quantifier, Scope, Unit
from events.findings import claims as checks
from events.findings.finding import Claim, Finding, Ref, Scene

DAYS = {"mon": date(2019, 8, 26), "tue": date(2019, 8, 27), "wed": date(2019, 8, 28)}
CHECKS = (
    checks.revised_downward, checks.parts_above_wholes, checks.households_beside_persons, checks.same_text,
)  # fmt: skip
ABOUT = Ref("event", 1, "Shelling in Saraqib")
SCENE = Scene(id=1, title="Shelling in Saraqib", kind=EventKind.SHELLING, earliest=DAYS["mon"],
              latest=DAYS["tue"], place=7, place_name="Saraqib", population=1000)  # fmt: skip

NAMES = {
    "killed": {"measure": Measure.KILLED},
    "hurt": {"measure": Measure.INJURED},
    "casualties": {"measure": Measure.CASUALTIES},
    "displaced": {"measure": Measure.DISPLACED},
    "evacuated": {"measure": Measure.EVACUATED},
    "sheltered": {"measure": Measure.SHELTERED},
    "children": {"people": People.CHILDREN},
    "civilians": {"people": People.CIVILIANS},
    "households": {"unit": Unit.HOUSEHOLD},
    "total": {"scope": Scope.RUNNING_TOTAL},
    "stock": {"scope": Scope.STOCK},
    "corroborating": {"role": FigureRole.CORROBORATING},
    "superseded": {"role": FigureRole.SUPERSEDED},
    "disputed": {"role": FigureRole.DISPUTED},
    "service": {"claimant": "Rescue service"},
    "ministry": {"claimant": "Ministry"},
    "explained": {"role_reason": "The same agency text."},
}


def claim(words: str, number: int) -> Claim:
    """A claim from words: "killed 12 service mon @1": "<12" up to, ">12" more than, "~12" about, "12-20"
    between, "?" no number; "@1" the article, "=1" the article whose text it prints, "#2" the event."""
    given: dict[str, Any] = {
        "id": number, "measure": Measure.KILLED, "low": None, "high": None, "article": number, "event": 1,
        "printed_on": DAYS["mon"], "outlet": "The Example Herald", "origin": 0,
    }  # fmt: skip
    for word in words.split():
        sign, digits = word[0], word[1:]
        if word in NAMES:
            given |= NAMES[word]
        elif word in DAYS:
            given["printed_on"] = DAYS[word]
        elif sign in "@=#":
            given[{"@": "article", "=": "origin", "#": "event"}[sign]] = int(digits)
        elif sign == "/":
            given["household_size"] = float(digits)
        elif sign == ">":
            given |= {"low": int(digits), "quantifier": Quantifier.MORE_THAN}
        elif sign == "<":
            given |= {"high": int(digits), "quantifier": Quantifier.UP_TO}
        elif sign == "~":
            given |= {"low": int(digits), "high": int(digits), "quantifier": Quantifier.ABOUT}
        elif "-" in word:
            low, high = word.split("-")
            given |= {"low": int(low), "high": int(high), "quantifier": Quantifier.BETWEEN}
        elif word != "?":
            given |= {"low": int(word), "high": int(word)}
        given.setdefault("wording", word)
    given["wording"] = next((w for w in words.split() if w.strip("><~")[:1].isdigit()), "dozens")
    given["origin"] = given["origin"] or given["article"]
    return Claim(**given)


def codes(found: Any) -> list[str]:
    return sorted(finding.code for finding in found)


def of_claims(*words: str) -> list[Finding]:
    claims = [claim(each, number) for number, each in enumerate(words, start=1)]
    found: list[Finding] = []
    for check in CHECKS:
        found += check(claims, ABOUT)
    return found


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        # A claimant's later number below the earlier one.
        (("45 service mon", "42 corroborating service tue"), ["revised_downward"]),
        (("42 corroborating service tue", "45 service mon"), ["revised_downward"]),
        ((">45 service mon", "30-42 corroborating service tue"), ["revised_downward"]),
        (("45 service mon", "~38 corroborating service tue"), ["revised_downward"]),
        (("45 service total mon", "42 service total corroborating tue"), ["revised_downward"]),
        (("45 service mon", "~42 corroborating service tue"), []),  # told roundly
        (("42 service mon", "45 corroborating service tue"), []),  # it rose
        (("45 service mon", "42 corroborating service mon"), []),  # on one day there is no later
        (("45 service mon", "42 corroborating ministry tue"), []),  # two claimants differ
        (("45 mon", "42 corroborating tue"), []),  # nobody knows who claims it
        (("45 superseded service mon", "42 service tue"), []),  # dealt with
        (("45 disputed service mon", "42 service tue"), []),
        (("45 service stock mon", "42 service stock corroborating tue"), []),  # a camp may empty
        (("45 service total mon", "42 corroborating service tue"), []),  # a total and an incident
        (("45 hurt service mon", "42 killed service tue"), []),
        (("45 service mon", "? corroborating service tue"), []),
        (("<45 service mon", "42 corroborating service tue"), []),  # at most 45: 42 keeps to it
        # A low below an earlier "at least".
        ((">45 service mon", ">40 corroborating service tue"), ["below_floor"]),
        ((">45 service mon", "40-50 corroborating service tue"), ["below_floor"]),
        ((">45 service mon", "46-50 corroborating service tue"), []),
        (("45 service mon", ">40 corroborating service tue"), []),  # 45 is more than 40
        # Parts and wholes.
        (("12 @1", "20 children @1"), ["part_above_whole"]),
        (("12 @1", ">20 children @1"), ["part_above_whole"]),
        (("<12 @1", "20 children @1"), ["part_above_whole"]),
        (("12 casualties @1", "20 killed @1"), ["part_above_whole"]),
        (("12 casualties @1", "20 killed civilians @1"), ["part_above_whole"]),
        (("12 service @1", "20 children corroborating service @2"), ["part_above_whole"]),
        (("12 @1", "20 civilians @2"), ["part_above_whole"]),  # both are counted
        (("12 @1", "12 children @1"), []),
        (("12 @1", "<20 children @1"), []),  # up to 20 may be 3
        ((">12 @1", "20 children @1"), []),  # more than 12 may be 30
        (("12 @1", "20 children corroborating @2"), []),  # two sources may differ
        (("12 children @1", "20 civilians @1"), []),  # neither is the other's whole
        (("12 killed @1", "20 hurt @1"), []),
        (("12 @1", "20 children superseded @1"), []),
        (("12 households displaced @1", "60 children displaced @1"), ["households_beside_persons"]),
        (("12 @1", "20 children total @1"), []),  # a total is more than an incident
        # Households beside people.
        (("500 households displaced", "3000 displaced civilians"), ["households_beside_persons"]),
        (("500 households displaced", "3000 displaced corroborating"), ["households_beside_persons"]),
        (("500 households displaced /6", "3000 displaced corroborating"), []),  # settled
        (("500 households displaced", "3000 killed"), []),
        (("500 households displaced", "3000 displaced total"), []),
        (("500 households displaced superseded", "3000 displaced"), []),
        # One text with several printers.
        (("12 @1", "12 corroborating @2 =1"), ["same_text"]),
        (("12 @1", "12 corroborating explained @2 =1"), []),
        (("12 @1", "12 corroborating @2"), []),  # two texts
        (("12 @1", "12 corroborating @1"), []),  # one article says it twice
        (("12 @1", "14 corroborating @2 =1"), []),  # the reprint has another number
    ],
)  # fmt: skip
def test_claims_of_one_event(claims: tuple[str, ...], expected: list[str]) -> None:
    assert codes(of_claims(*claims)) == expected


def test_order_of_the_claims_does_not_matter() -> None:
    words = ("45 service mon", "42 corroborating service tue", "50 children @1")
    claims = [claim(each, number) for number, each in enumerate(words, start=1)]

    for check in (checks.revised_downward, checks.parts_above_wholes):
        forth = {finding.key for finding in check(claims, ABOUT)}
        assert forth == {finding.key for finding in check(claims[::-1], ABOUT)}


def test_finding_says_the_values_and_comes_back_when_one_changes() -> None:
    earlier, later = claim("45 service mon", 1), claim("42 corroborating service tue", 2)

    [found] = checks.revised_downward([earlier, later], ABOUT)
    [again] = checks.revised_downward([earlier, later], ABOUT)
    [other] = checks.revised_downward([earlier, replace(later, low=41, high=41)], ABOUT)

    assert found.sentence == (
        "Rescue service revised a number downward: “45” killed (Rescue service, The Example Herald, "
        "26 August 2019), then “42” killed (Rescue service, The Example Herald, 27 August 2019)."
    )
    assert found.key == again.key != other.key


@pytest.mark.parametrize(
    ("words", "scene", "expected"),
    [
        ("1200 displaced", {}, ["above_population"]),
        (">1200 displaced", {}, ["above_population"]),
        ("300 displaced households /6", {}, ["above_population"]),
        ("900-1500 displaced", {}, []),  # it may be 900
        ("<5000 displaced", {}, []),
        ("300 displaced households", {}, []),  # how many people that are nobody says
        ("1000 displaced", {}, []),
        ("1200 displaced", {"population": None}, []),
        ("1200 sheltered", {}, []),  # they come from elsewhere
        ("1200 displaced disputed", {}, []),
        ("? displaced", {}, []),
    ],
)
def test_more_people_than_live_there(words: str, scene: dict[str, Any], expected: list[str]) -> None:
    assert codes(checks.above_population(replace(SCENE, claims=(claim(words, 1),), **scene))) == expected


WEEK = {"earliest": DAYS["tue"], "latest": DAYS["tue"], "date_precision": DatePrecision.WEEK}


@pytest.mark.parametrize(
    ("incident", "told", "expected"),
    [
        ("12 service #2", {}, 1),
        ("12 ministry #2", {}, 0),
        ("12 service civilians #2", {}, 0),
        ("12 hurt service #2", {}, 0),
        ("12 service corroborating #2", {}, 0),  # not counted
        ("12 service total #2", {}, 0),
        ("12 service #2", {"earliest": date(2019, 7, 31), "latest": date(2019, 8, 1)}, 0),  # before it starts
        ("12 service #2", {"latest": date(2019, 9, 2)}, 0),  # after it was printed
        ("12 service #2", WEEK, 0),  # the week ends after it was printed
        ("12 service #2", {"earliest": None, "latest": None}, 0),
        ("12 service #1", {"id": 1}, 0),  # its own event
    ],
)
def test_running_total_contains_incidents(incident: str, told: dict[str, Any], expected: int) -> None:
    total = replace(claim(">600 total service wed", 9), period_start=date(2019, 8, 1))
    other = replace(SCENE, **{"id": 2, "title": "Rockets on Binnish", **told})

    found = list(checks.total_contains_incidents(SCENE, total, [(claim(incident, 3), other)]))

    assert len(found) == expected
    if found:
        assert "contains incidents that are counted already: “12” killed in “Rockets on Binnish”." in (
            found[0].sentence
        )


def test_incident_and_stock_contain_nothing() -> None:
    inside = [(claim("12 service #2", 3), replace(SCENE, id=2))]

    for words in (
        ">600 service wed",
        ">600 stock service wed",
        ">600 total wed",
        ">600 total superseded service",
    ):
        assert list(checks.total_contains_incidents(SCENE, claim(words, 9), inside)) == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("12 @1", "12 @2 =1 #2", 1),
        ("12 @1", "12 @2 #2", 0),  # two texts
        ("12 @1", "12 @1 #2", 0),  # one article counts twelve here and twelve there
        ("12 @1", "13 @2 =1 #2", 0),
        ("12 @1", "12 corroborating @2 =1 #2", 0),
        ("12 total @1", "12 total @2 =1 #2", 0),  # totals are never added
        ("12 @1", "12 @2 =1 #1", 0),
    ],
)
def test_claim_of_one_text_counted_in_two_events(one: str, other: str, expected: int) -> None:
    elsewhere = claim(other, 2)
    event = Ref("event", elsewhere.event or 0, "Rockets on Binnish")

    found = list(checks.counted_twice(replace(SCENE, claims=(claim(one, 1),)), [(elsewhere, event)]))

    assert len(found) == expected


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        ({"verification": "fair", "articles": ((1, 1), (2, 1), (3, 1))}, 1),
        ({"verification": "fair", "articles": ((1, 1), (2, 2))}, 0),
        ({"verification": "fair", "articles": ((1, 1),)}, 0),
        ({"verification": "weak", "articles": ((1, 1), (2, 1))}, 0),
        ({"verification": "fair", "articles": ((1, 1), (2, 1)),
          "claims": (claim("12 service", 1), claim("13 corroborating ministry", 2))}, 0),
    ],
)  # fmt: skip
def test_reprints_are_no_second_source(scene: dict[str, Any], expected: int) -> None:
    assert len(list(checks.one_text_graded_fair(replace(SCENE, **scene)))) == expected
