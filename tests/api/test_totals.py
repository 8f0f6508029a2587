from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from events.api import totals
from events.enums import FigureRole, Measure, PlaceKind, Status
from events.models import Event, Figure
from events.review.figures import withdraw_figure
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def get(client: Client, query: str = "") -> Any:
    response = client.get(f"/totals.json{query}")
    assert response.status_code == 200, response.content
    return response.json()


def refusal(client: Client, query: str) -> tuple[str, str]:
    response = client.get(f"/totals.json{query}")
    assert response.status_code == 400
    return response.json()["field"], response.json()["error"]


def told(*, province: str = "Idlib", **figure: Any) -> Event:
    area = make.place(province, kind=PlaceKind.ADMIN1)
    town = make.place("Saraqib", parent=area)
    return factories.published_event(mention={"place": town}, figure=figure)


def test_total_says_its_number_in_words_with_what_was_counted(client: Client) -> None:
    event = told()
    second = make.figure(
        factories.article(status=Status.PUBLISHED), event=event, status=Status.PUBLISHED,
        role=FigureRole.SUPERSEDED,
    )  # fmt: skip

    answer = get(client)

    (total,) = answer["totals"]
    counted = Figure.objects.exclude(pk=second.pk).get()
    assert (total["measure"], total["people"], total["nature"]) == ("killed", "people", "flow")
    assert (total["low"], total["high"], total["text"]) == (
        12,
        None,
        "more than 12 – no upper bound is stated",
    )
    assert total["counted"] == {"number": 1, "figures": [counted.pk]}
    assert total["left_out"] == [
        {"reason": "superseded", "text": "superseded by a later claim", "rule": "recommended-only",
         "number": 1, "figures": [second.pk]},
    ]  # fmt: skip
    assert [line["rule"] for line in total["explanation"]] == [
        "recommended-only", "recommended-only", "open-bounds",
    ]  # fmt: skip
    assert {line["rule"] for line in total["explanation"]} <= {rule["id"] for rule in answer["rules"]}


def test_totals_are_grouped_by_month_and_province_in_words(client: Client) -> None:
    told()
    told(province="Hama")

    totals = get(client, "?by=month,admin1,measure")["totals"]

    assert [[group["text"] for group in total["group"]] for total in totals] == [
        ["August 2019", "Idlib"], ["August 2019", "Hama"],
    ]  # fmt: skip
    assert totals[0]["group"][0] == {"by": "month", "value": "2019-08", "text": "August 2019"}


@pytest.mark.parametrize(
    ("by", "value", "text"),
    [
        ("day", "2019-08-30", "30 August 2019"),
        ("week", "2019-W35", "week of 26 August 2019"),
        ("year", "2019", "2019"),
        ("kind", "shelling_artillery", "Shelling, artillery or missiles"),
        ("verification", "weak", "Weak"),
        ("layer", "events", "Events"),
        ("country", "SY", "Syria"),
    ],
)
def test_group_has_a_code_and_words(client: Client, by: str, value: str, text: str) -> None:
    told()

    (total,) = get(client, f"?by={by}")["totals"]

    assert (total["group"][0]["value"], total["group"][0]["text"]) == (value, text)


def test_claimant_and_place_are_named(client: Client) -> None:
    event = told()
    claimant = Figure.objects.get().claimant
    assert claimant is not None

    (total,) = get(client, "?by=claimant,place")["totals"]

    assert [(group["value"], group["text"]) for group in total["group"]] == [
        (claimant.pk, claimant.name), (event.place_id, "Saraqib"),
    ]  # fmt: skip


def test_filters_are_those_of_the_map(client: Client) -> None:
    told()

    assert len(get(client, "?from=2019-08-01&measure=killed&kind=shelling")["totals"]) == 1
    assert get(client, "?from=2019-09-01")["totals"] == []
    assert get(client, "?measure=injured")["totals"] == []


def test_measure_asks_for_its_figures_alone(client: Client) -> None:
    event = told()
    make.figure(
        factories.article(status=Status.PUBLISHED), event=event, status=Status.PUBLISHED,
        measure=Measure.INJURED,
    )  # fmt: skip

    assert [total["measure"] for total in get(client)["totals"]] == ["killed", "injured"]
    assert [total["measure"] for total in get(client, "?measure=injured")["totals"]] == ["injured"]


def test_parts_of_the_people_are_told_apart_when_asked_for(client: Client) -> None:
    told(people="children")

    assert [total["people"] for total in get(client)["totals"]] == ["people"]
    assert [total["people"] for total in get(client, "?by=people")["totals"]] == [
        "people", "civilians", "children",
    ]  # fmt: skip


def test_withdrawn_figure_leaves_at_once(client: Client) -> None:
    told()
    etag = client.get("/totals.json").headers["ETag"]
    assert client.get("/totals.json", headers={"if-none-match": etag}).status_code == 304

    withdraw_figure(Figure.objects.get(), by=make.person(), public_note="It was counted twice.")

    answer = client.get("/totals.json", headers={"if-none-match": etag})
    assert (answer.status_code, answer.json()["totals"]) == (200, [])


def test_what_is_not_understood_is_refused_with_the_way_out(client: Client) -> None:
    field, error = refusal(client, "?by=province")
    assert (field, error.split(" Use:")[0]) == ("by", 'Totals are not grouped by "province".')
    assert refusal(client, "?by=month,year") == (
        "by", "Totals are by one span of time, not by month and year. Choose one.",
    )  # fmt: skip
    assert refusal(client, "?grouped=month")[1].startswith(
        '"grouped" is not a parameter here. Use: bbox, by,'
    )


def test_more_totals_than_an_answer_holds_are_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    monkeypatch.setattr(totals, "MOST_TOTALS", 0)

    assert refusal(client, "") == (
        "by", "These are more than 0 totals. Use a narrower filter or wider groups.",
    )  # fmt: skip


def test_sum_that_takes_too_long_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    told()
    monkeypatch.setattr(totals, "MOST_MS", 1)

    assert refusal(client, "?from=2019-01-01&by=month,place,claimant") == (
        "from", "These are too many figures to add up at once. Use a narrower filter: a time or a place.",
    )  # fmt: skip
