"""Claims side by side, as data and on the page of an event."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from events.api.claims import role_text, thing_text
from events.enums import FigureRole, Measure, People, Quantifier, Scope, Status, Unit
from events.models import Article, Event, Figure
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    """With "More than 12" killed, recommended, printed on 31 August 2019."""
    return factories.published_event()


def claim(event: Event, *, on: date = date(2019, 8, 31), of: Article | None = None, **fields: Any) -> Figure:
    article = of or factories.article(status=Status.PUBLISHED, published_on=on)
    given = {
        "event": event, "status": Status.PUBLISHED, "role": FigureRole.CORROBORATING,
        "excerpt_start": 0, "excerpt_end": factories.SHOWN_UNTIL,
    }  # fmt: skip
    return make.figure(article, **{**given, **fields})


def number(low: int, high: int | None = None) -> dict[str, Any]:
    if high is None:
        return {"low": low, "high": low, "quantifier": Quantifier.EXACT}
    return {"low": low, "high": high, "quantifier": Quantifier.BETWEEN}


def things(client: Client, event: Event) -> list[dict[str, Any]]:
    properties = client.get(f"/events/{event.pk}.geojson").json()["properties"]
    return properties["claims"]


def page(client: Client, event: Event) -> str:
    html = client.get(f"/events/{event.pk}/").content.decode()
    return re.sub(r"\s+", " ", html)


def test_recommended_claim_stands_first_then_others_by_claimant_and_date(
    client: Client, event: Event
) -> None:
    first = Figure.objects.get()
    ministry = make.organisation(name="The Ministry")
    observatory = make.organisation(name="an Observatory")
    late = claim(event, claimant=ministry, on=date(2019, 9, 4))
    early = claim(event, claimant=ministry, on=date(2019, 9, 1), role=FigureRole.SUPERSEDED)
    other = claim(event, claimant=observatory, on=date(2019, 9, 3), role=FigureRole.DISPUTED)

    (thing,) = things(client, event)

    assert [each["figure"] for each in thing["claims"]] == [first.pk, other.pk, early.pk, late.pk]
    assert (thing["measure"], thing["people"], thing["text"]) == ("killed", "people", "people killed")


def test_measures_and_groups_of_people_stand_apart_deaths_first(client: Client, event: Event) -> None:
    recommended = {"role": FigureRole.RECOMMENDED}
    claim(event, measure=Measure.INJURED, **recommended)
    claim(event, people=People.CHILDREN, **recommended)

    texts = [thing["text"] for thing in things(client, event)]

    assert texts == ["people killed", "children killed", "people injured"]


def test_reprints_of_one_text_are_one_claim_with_several_printers(client: Client, event: Event) -> None:
    first = Figure.objects.get()
    reprint = factories.article(
        status=Status.PUBLISHED, duplicate_of=first.article, outlet=make.outlet(name="The Other Paper"),
        published_on=date(2019, 9, 1),
    )  # fmt: skip
    claim(event, of=reprint, claimant=first.claimant)

    (thing,) = things(client, event)
    html = page(client, event)

    (only,) = thing["claims"]
    assert (only["figure"], only["printers"]) == (first.pk, [0, 1])
    assert html.count('<div class="figure ') == 1
    assert "The Other Paper" in html


@pytest.mark.parametrize(
    "differing",
    [number(15), {"role": FigureRole.DISPUTED}, {"scope": Scope.RUNNING_TOTAL}],
    ids=["another number", "disputed", "another span"],
)
def test_reprint_that_claims_otherwise_stays_a_claim(
    client: Client, event: Event, differing: dict[str, Any]
) -> None:
    first = Figure.objects.get()
    reprint = factories.article(status=Status.PUBLISHED, duplicate_of=first.article)
    claim(event, of=reprint, claimant=first.claimant, **differing)

    (thing,) = things(client, event)

    assert [each["printers"] for each in thing["claims"]] == [[0], [1]]


def test_same_words_of_another_text_are_another_claim(client: Client, event: Event) -> None:
    claim(event, claimant=Figure.objects.get().claimant)

    assert len(things(client, event)[0]["claims"]) == 2


def test_page_says_who_claims_who_printed_why_and_where_it_stands(client: Client, event: Event) -> None:
    first = Figure.objects.get()
    Figure.objects.update(role_reason="It rests on names.")
    older = claim(
        event, on=date(2019, 8, 30), claimant=make.organisation(name="Town council"),
        role=FigureRole.SUPERSEDED, role_reason="Superseded by “More than 12” (The Example Herald).",
    )  # fmt: skip

    html = page(client, event)

    assert "People killed <span>2 claims</span>" in html
    assert f"claimed by {first.claimant.name}" in html
    assert f"printed by <bdi>{older.article.outlet.name}</bdi>" in html
    assert '<time datetime="2019-08-30">30 August 2019</time>' in html
    assert '<span class="tag">recommended</span> <bdi>It rests on names.</bdi>' in html
    assert '<span class="tag">superseded</span> <bdi>by “More than 12” (The Example Herald).</bdi>' in html
    for anchor in re.findall(r'href="#(excerpt-\d+)"', html):
        assert f'id="{anchor}"' in html


def test_lone_claim_needs_no_role(client: Client, event: Event) -> None:
    html = page(client, event)

    assert '<div class="figure is-recommended">' in html
    assert 'class="claim' not in html


def toll(event: Event) -> None:
    """Three numbers on three days: 9, then 11 to 15, then the recommended."""
    claim(event, on=date(2019, 8, 28), role=FigureRole.SUPERSEDED, **number(9))
    claim(event, on=date(2019, 8, 29), role=FigureRole.DISPUTED, **number(11, 15))


def test_toll_of_three_days_has_a_chart_and_the_same_as_a_table(client: Client, event: Event) -> None:
    toll(event)

    (thing,) = things(client, event)
    html = page(client, event)

    assert thing["has_history"] is True
    assert re.search(r'role="img" aria-label="Chart of 3 claims of people killed, from [^"]+"', html)
    assert html.count('class="history-mark') >= 3
    table = html[html.index("<table>") : html.index("</table>")]
    assert "<caption" in table
    assert re.findall(r'<th scope="row"><time datetime="([^"]+)"', table) == [
        "2019-08-28", "2019-08-29", "2019-08-31",
    ]  # fmt: skip


def test_claim_counted_to_a_day_is_dated_to_it(client: Client, event: Event) -> None:
    counted = claim(
        event, on=date(2019, 9, 9), scope=Scope.RUNNING_TOTAL, period_start=date(2019, 8, 1),
        period_end=date(2019, 9, 2),
    )  # fmt: skip

    (thing,) = things(client, event)

    days = {each["figure"]: each["day"] for each in thing["claims"]}
    assert days[counted.pk] == "2019-09-02"


def test_households_are_in_the_table_and_not_in_the_chart_of_people(client: Client, event: Event) -> None:
    toll(event)
    claim(event, on=date(2019, 9, 5), unit=Unit.HOUSEHOLD, **number(3))

    html = page(client, event)

    assert "Chart of 3 claims" in html
    assert html[html.index("<tbody>") : html.index("</tbody>")].count("<tr") == 4


def test_two_days_of_claims_are_no_history(client: Client, event: Event) -> None:
    claim(event, on=date(2019, 8, 28), **number(9))

    assert things(client, event)[0]["has_history"] is False
    assert 'class="history"' not in page(client, event)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("Superseded by “15” (The Herald).", "by “15” (The Herald)."),
        ("A later count says 15.", "A later count says 15."),
        ("", ""),
    ],
)
def test_reason_does_not_repeat_the_name_of_the_role(reason: str, expected: str) -> None:
    assert role_text(FigureRole.SUPERSEDED, reason) == expected


def test_what_is_counted_is_named_for_people_and_homes() -> None:
    assert thing_text(Measure.KILLED, People.SECURITY_FORCES) == "members of the security forces killed"
    assert thing_text(Measure.HOMES_DAMAGED, People.PEOPLE) == "homes damaged"
