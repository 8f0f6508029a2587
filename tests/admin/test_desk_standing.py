"""How claims of one event stand to each other on the desk, and how that is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.enums import FigureRole, Status
from events.models import Decision, Figure
from events.review.events import publish_event, tell_event
from tests.admin.desk import Desk
from tests.review import factories as make

pytestmark = pytest.mark.django_db


class Claims(Desk):
    """An event with two claims about the same people: the first is recommended."""

    def __init__(self, group: str = "Publisher") -> None:
        super().__init__(group)
        self.first = make.figure(self.article)
        self.second = make.figure(self.article, "15 dead", low=15, high=15)
        self.event = make.event(
            make.mention(self.article), by=make.person(), figures=[self.first, self.second]
        )
        self.look_again()

    def look_again(self) -> None:
        for row in (self.first, self.second, self.event):
            row.refresh_from_db()

    def act(self, verb: str, on: Any, **args: Any) -> dict[str, Any]:
        answer = self.done(verb, on, **args)
        self.look_again()
        return answer

    def roles(self) -> list[tuple[str, str]]:
        return [(figure.role, figure.role_reason) for figure in (self.first, self.second)]


@pytest.fixture
def claims() -> Claims:
    return Claims()


@pytest.fixture
def was(claims: Claims) -> list[tuple[str, str]]:
    return claims.roles()


def test_recommended_claim_takes_the_others_place_and_both_are_shown_anew(
    claims: Claims, was: list[tuple[str, str]]
) -> None:
    answer = claims.act("recommend_figure", claims.second, reason="A day later, and by name.")

    assert claims.roles() == [("corroborating", ""), ("recommended", "A day later, and by name.")]
    rows = {row["id"]: row for row in answer["figures"]}
    assert rows.keys() == {claims.first.pk, claims.second.pk}
    assert rows[claims.second.pk]["standing"] == (
        "Recommended: of the claims about the same people, totals take this one. "
        "Why: A day later, and by name."
    )
    assert {claim["id"]: claim["role"] for claim in answer["events"][0]["claims"]} == {
        claims.first.pk: "corroborating", claims.second.pk: "recommended",
    }  # fmt: skip

    claims.act("restore_figure", claims.second, before=answer["before"])

    assert claims.roles() == was


def test_superseded_claim_is_recommended_again_when_that_is_taken_back(
    claims: Claims, was: list[tuple[str, str]]
) -> None:
    answer = claims.act("supersede_figure", claims.first, newer=claims.second.pk)

    assert [role for role, _reason in claims.roles()] == ["superseded", "recommended"]
    claims.act("restore_figure", claims.first, before=answer["before"])
    assert claims.roles() == was


@pytest.mark.parametrize(
    ("verb", "role"), [("dispute_figure", "disputed"), ("corroborate_figure", "corroborating")]
)
def test_disputed_and_corroborating_claims_get_their_role_back(
    claims: Claims, was: list[tuple[str, str]], verb: str, role: str
) -> None:
    answer = claims.act(verb, claims.first, reason="The ministry denies it.")

    assert claims.roles()[0] == (role, "The ministry denies it.")
    claims.act("restore_figure", claims.first, before=answer["before"])
    assert claims.roles() == was


def test_two_acts_are_taken_back_one_after_the_other(claims: Claims, was: list[tuple[str, str]]) -> None:
    first = claims.act("recommend_figure", claims.second, reason="Newer.")
    between = claims.roles()
    second = claims.act("dispute_figure", claims.first, reason="Denied.")

    claims.act("restore_figure", claims.first, before=second["before"])
    assert claims.roles() == between
    claims.act("restore_figure", claims.second, before=first["before"])
    assert claims.roles() == was


def test_claim_taken_out_comes_back_into_its_event(claims: Claims, was: list[tuple[str, str]]) -> None:
    answer = claims.act("detach_figure", claims.first)

    assert claims.first.event is None
    rows = {row["id"]: row for row in answer["figures"]}
    assert (rows[claims.first.pk]["event"], rows[claims.first.pk]["standing"]) == (None, "")
    claims.act("restore_figure", claims.first, before=answer["before"])
    assert (claims.first.event_id, claims.roles()) == (claims.event.pk, was)


def test_rejected_claim_comes_back_into_its_event(claims: Claims) -> None:
    answer = claims.act("reject_figure", claims.second)
    assert claims.second.event is None

    claims.act("restore_figure", claims.second, before=answer["before"])

    assert (claims.second.event_id, claims.second.acceptance) == (claims.event.pk, "accepted")


def test_role_that_somebody_else_gave_meanwhile_is_not_taken_back(claims: Claims) -> None:
    answer = claims.act("recommend_figure", claims.second, reason="Newer.")
    Figure.objects.filter(pk=claims.first.pk).update(role=FigureRole.DISPUTED)

    response = claims.send("restore_figure", claims.second, before=answer["before"])

    assert response.status_code == 400
    assert "was given another role since" in response.json()["error"]
    claims.look_again()
    assert [role for role, _reason in claims.roles()] == ["disputed", "recommended"]


@pytest.mark.parametrize(
    ("verb", "args", "sentence"),
    [
        ("recommend_figure", {}, "Say why “15 dead” is recommended"),
        ("dispute_figure", {"reason": "  "}, "Say who or what speaks against “15 dead”"),
        ("supersede_figure", {"newer": 0}, "There is no figure 0."),
        ("supersede_figure", {}, "newer"),
        ("recommend_figure", {"reason": "x" * 301}, "300"),
    ],
)
def test_act_without_what_it_needs_is_refused_in_words(
    claims: Claims, verb: str, args: dict[str, Any], sentence: str
) -> None:
    response = claims.send(verb, claims.second, **args)

    assert response.status_code == 400
    assert sentence in response.json()["error"]


def test_newer_claim_of_another_article_supersedes_and_leads_to_its_desk(claims: Claims) -> None:
    later = make.figure(make.article(), "15 dead", low=15, high=15)
    tell_event(claims.event, [make.mention(later.article)], [later], by=claims.user)
    claims.look_again()

    answer = claims.act("supersede_figure", claims.first, newer=later.pk, reason="The final count.")

    later.refresh_from_db()
    assert (later.role, later.role_reason) == ("recommended", "The final count.")
    urls = {claim["id"]: claim["url"] for claim in answer["events"][0]["claims"]}
    assert urls[later.pk].endswith(f"/article/{later.article_id}/desk/")
    assert urls[claims.first.pk] == ""


def test_act_on_what_readers_see_needs_a_note_and_so_does_taking_it_back(claims: Claims) -> None:
    publish_event(claims.event, by=claims.user)
    claims.look_again()

    silent = claims.send("dispute_figure", claims.first, reason="Denied.")
    told = claims.act("dispute_figure", claims.first, reason="Denied.", public_note="The ministry denies it.")
    back = claims.send("restore_figure", claims.first, before=told["before"])
    claims.act("restore_figure", claims.first, before=told["before"], public_note="The ministry confirms it.")

    assert (silent.status_code, back.status_code) == (400, 400)
    assert "note to readers" in silent.json()["error"]
    assert (claims.first.role, claims.first.status) == ("recommended", Status.CHANGED)
    notes = Decision.objects.filter(object_id=claims.first.pk).exclude(public_note="")
    assert {note.public_note for note in notes} == {"The ministry denies it.", "The ministry confirms it."}


def test_published_claim_taken_out_is_published_again_when_that_is_taken_back(claims: Claims) -> None:
    publish_event(claims.event, by=claims.user)
    claims.look_again()
    out = claims.act("detach_figure", claims.first, public_note="It counts another night.")
    assert (claims.first.event, claims.first.status) == (None, Status.DRAFT)

    claims.act("restore_figure", claims.first, before=out["before"], public_note="It counts this night.")

    assert claims.first.event_id == claims.event.pk
    assert Figure.objects.published().filter(pk=claims.first.pk).exists()


def test_contributor_may_not_change_what_readers_see() -> None:
    claims = Claims("Contributor")
    publish_event(claims.event, by=make.person())
    claims.look_again()

    response = claims.send("dispute_figure", claims.first, reason="Denied.", public_note="Denied.")

    assert response.status_code == 403


def test_event_with_more_claims_needs_no_more_queries(claims: Claims) -> None:
    # Asks what a process asks once, such as the numbers of the models.
    claims.act("corroborate_figure", claims.second, reason="Said again.")
    claims.look_again()
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            claims.act("corroborate_figure", claims.second, reason=f"Said again, {number}.")
        counts.append(len(queries))
        for _ in range(3):
            other = make.figure(make.article(), "15 dead", low=15, high=15, claimant=make.organisation())
            tell_event(claims.event, [make.mention(other.article)], [other], by=claims.user)
        claims.look_again()

    assert counts[0] == counts[1]
