"""What the desk says to look at twice, and how it is dismissed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.enums import People
from events.models import Decision, Dismissal
from tests.admin.desk import Desk
from tests.review import factories as make

pytestmark = pytest.mark.django_db


class Doubtful(Desk):
    """An article that counts more children than people."""

    def __init__(self, group: str = "Publisher") -> None:
        super().__init__(group)
        self.people = make.figure(self.article)
        self.children = make.figure(self.article, "15 dead", low=15, high=15, people=People.CHILDREN)
        self.people.quantifier, self.people.low, self.people.high = "exact", 12, 12
        self.people.save()

    def told(self) -> dict[str, Any]:
        response = self.client.get(reverse("admin:events_article_desk_findings", args=[self.article.pk]))
        assert response.status_code == 200, response.content
        return response.json()

    def findings(self) -> list[dict[str, Any]]:
        return self.told()["findings"]


@pytest.fixture
def desk() -> Doubtful:
    return Doubtful()


def test_finding_names_its_values_and_leads_to_the_figures(desk: Doubtful) -> None:
    (finding,) = desk.findings()

    assert finding["label"] == "A part above its whole"
    assert "“15 dead” children killed" in finding["sentence"]
    assert "“More than 12” killed" in finding["sentence"]
    assert {(row["type"], row["id"], row["url"]) for row in finding["rows"]} == {
        ("figure", desk.people.pk, ""), ("figure", desk.children.pk, ""),
    }  # fmt: skip


def test_correcting_the_value_closes_the_finding(desk: Doubtful) -> None:
    desk.done("correct_figure", desk.children, changes={"quantifier": "exact", "low": 5, "high": 5})

    assert desk.findings() == []


def test_event_like_another_one_is_found_and_the_other_one_linked(desk: Doubtful) -> None:
    place = make.place()
    mine = make.event(make.mention(desk.article, place=place), by=desk.user)
    other = make.event(make.mention(place=place), by=desk.user)

    (finding,) = [found for found in desk.findings() if found["label"] == "Possibly the same event"]

    assert {row["id"]: row["url"] for row in finding["rows"]} == {
        mine.pk: "", other.pk: reverse("admin:events_event_change", args=[other.pk]),
    }  # fmt: skip


def test_near_duplicate_leads_to_its_desk(desk: Doubtful) -> None:
    other = make.article()

    (finding,) = [found for found in desk.findings() if found["label"] == "Nearly the same text"]

    assert [(row["type"], row["url"]) for row in finding["rows"]] == [
        ("article", reverse("admin:events_article_desk", args=[other.pk]))
    ]


def test_only_the_weightiest_are_listed_and_the_others_counted(
    desk: Doubtful, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.article()
    monkeypatch.setattr("events.admin.desk_findings.MOST_SHOWN", 1)

    told = desk.told()

    assert (len(told["findings"]), told["more"], told["all_url"]) == (1, 1, reverse("admin:events_findings"))


def test_dismissed_finding_stays_away_until_that_is_taken_back(desk: Doubtful) -> None:
    (finding,) = desk.findings()

    answer = desk.done("dismiss_finding", key=finding["key"], reason="The children are of two nights.")

    dismissal = Dismissal.objects.get()
    assert (dismissal.reason, dismissal.by.pk) == ("The children are of two nights.", desk.user.pk)
    assert (answer["made"], answer["figures"], desk.findings()) == (dismissal.pk, [], [])
    desk.done("recall_dismissal", dismissal=dismissal.pk)
    assert [found["key"] for found in desk.findings()] == [finding["key"]]


def test_dismissal_sent_again_is_done_once(desk: Doubtful) -> None:
    (finding,) = desk.findings()
    same = {"request_id": uuid4(), "key": finding["key"], "reason": "Two nights."}

    answers = [desk.send("dismiss_finding", **same) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["made"] == answers[1].json()["made"]
    assert Decision.objects.filter(verb="dismiss_finding").count() == 1


@pytest.mark.parametrize(
    ("key", "reason", "sentence"),
    [("", " ", "Say why there is nothing wrong"), ("gone", "Seen.", "not open")],
)
def test_dismissal_without_reason_or_of_nothing_is_refused(
    desk: Doubtful, key: str, reason: str, sentence: str
) -> None:
    key = key or desk.findings()[0]["key"]

    response = desk.send("dismiss_finding", key=key, reason=reason)

    assert response.status_code == 400
    assert sentence in response.json()["error"]


def test_findings_need_the_same_queries_for_two_figures_and_eight(desk: Doubtful) -> None:
    desk.told()  # the first request of a session notes that its editor was seen
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk.told()
        counts.append(len(queries))
        for _ in range(3):
            make.figure(desk.article, "12", low=12, high=12, claimant=make.organisation())
            make.figure(desk.article, "15", low=15, high=15, claimant=make.organisation())

    assert counts[0] == counts[1]
