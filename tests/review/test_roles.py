"""Claims side by side: which one counts, why, and taking one out."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from events.enums import Acceptance, FigureRole, Status
from events.models import Decision, Event, Figure
from events.review.acts import EditConflict, Refused
from events.review.events import create_event, publish_event
from events.review.roles import (
    corroborate_figure,
    detach_figure,
    dispute_figure,
    recommend_figure,
    supersede_figure,
)
from tests.review import factories as make
from tests.review.test_events import last_on, verbs_on

pytestmark = pytest.mark.django_db


def claims(*, by: Any, is_published: bool = False) -> tuple[Event, Figure, Figure]:
    """An event with a recommended figure of more than 12 and a corroborating one of 15."""
    article = make.article()
    figures = [make.figure(article), make.figure(article, "15", low=15, high=15)]
    event = make.event(make.mention(article), figures=figures, by=by)
    if is_published:
        publish_event(event, by=by)
    first, second = event.figures.order_by("pk")
    return event, first, second


def roles_of(event: Event) -> dict[str, tuple[str, str]]:
    return {f.wording: (f.role, f.role_reason) for f in Figure.objects.filter(event=event)}


def test_recommended_figure_takes_the_place_of_the_other_and_says_why() -> None:
    by = make.person("Editor")
    event, first, second = claims(by=by)

    recommend_figure(second, by=by, reason="  The later count, \n by name. ", version=second.version)

    assert roles_of(event) == {
        "More than 12": (FigureRole.CORROBORATING, ""),
        "15": (FigureRole.RECOMMENDED, "The later count, by name."),
    }
    assert verbs_on(first)[-1] == "corroborate_figure"
    assert last_on(second).changes == {
        "role": ["corroborating", "recommended"], "role_reason": ["", "The later count, by name."],
    }  # fmt: skip


def test_readers_are_told_which_number_is_recommended_and_why(client: Client) -> None:
    by = make.person()
    event, _first, second = claims(by=by, is_published=True)

    recommend_figure(second, by=by, reason="The later count")

    shown = client.get(f"/events/{event.pk}.geojson").json()["properties"]
    assert [(f["wording"], f["role"], f["role_reason"]) for f in shown["figures"]] == [
        ("15", "recommended", "The later count"), ("More than 12", "corroborating", ""),
    ]  # fmt: skip
    assert [note["note"] for note in shown["corrections"]] == [
        "“15” is recommended instead of “More than 12”: The later count"
    ]
    assert shown["status"] == Status.CHANGED


def test_disputed_figure_says_who_speaks_against_it() -> None:
    by = make.person()
    event, first, _second = claims(by=by, is_published=True)

    with pytest.raises(Refused, match="Say who or what speaks against “More than 12”"):
        dispute_figure(first, by=by, reason=" ", public_note="Disputed.")
    with pytest.raises(Refused, match=r"is published\. Say in a note to readers"):
        dispute_figure(first, by=by, reason="The ministry denies it.")
    dispute_figure(first, by=by, reason="The ministry denies it.", public_note="The ministry denies it.")
    corroborate_figure(first, by=by, reason="Denied no more.", public_note="The ministry takes it back.")

    assert roles_of(event)["More than 12"] == (FigureRole.CORROBORATING, "Denied no more.")
    assert verbs_on(first)[-2:] == ["dispute_figure", "corroborate_figure"]


def test_superseded_figure_says_by_which_and_a_third_one_makes_room() -> None:
    by = make.person()
    event, first, second = claims(by=by)
    third = make.figure(first.article, "12", event=event, role=FigureRole.DISPUTED, low=12, high=12)

    supersede_figure(third, second, by=by, reason="The final count")

    said = roles_of(event)
    outlet = first.article.outlet.name
    assert said["12"] == (FigureRole.SUPERSEDED, f"Superseded by “15” ({outlet}, 31 August 2019).")
    assert said["15"] == (FigureRole.RECOMMENDED, "The final count")
    assert said["More than 12"] == (FigureRole.CORROBORATING, "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"event": None}, "belongs to no event. Add it to one first"),
        ({"acceptance": Acceptance.PROPOSED}, "is not accepted yet"),
        ({"status": Status.WITHDRAWN}, "is withdrawn from readers"),
    ],
)
def test_role_is_refused_for_what_is_no_claim_of_an_event(change: dict[str, Any], sentence: str) -> None:
    by = make.person()
    _event, first, _second = claims(by=by)
    Figure.objects.filter(pk=first.pk).update(**change)

    for verb in (recommend_figure, dispute_figure, corroborate_figure):
        with pytest.raises(Refused, match=sentence):
            verb(first, by=by, reason="Because.")


def test_recommending_needs_a_reason_that_fits_the_right_and_the_version() -> None:
    by = make.person()
    event, first, second = claims(by=by, is_published=True)
    before = roles_of(event)

    with pytest.raises(Refused, match="Say why “15” is recommended"):
        recommend_figure(second, by=by, reason="")
    with pytest.raises(Refused, match="The reason has 301 characters; at most 300 are kept"):
        recommend_figure(second, by=by, reason="x" * 301)
    with pytest.raises(PermissionDenied, match="may not publish event"):
        recommend_figure(second, by=make.person("Editor"), reason="The later count")
    with pytest.raises(EditConflict):
        recommend_figure(second, by=by, reason="The later count", version=99)

    assert roles_of(event) == before
    assert verbs_on(first)[-1] == "publish_figure"


def test_figure_taken_out_is_free_for_another_event() -> None:
    by = make.person("Editor")
    event, first, second = claims(by=by)

    taken = detach_figure(second, by=by, note="Another town.", version=second.version)

    assert (taken.event, taken.role, taken.acceptance) == (None, FigureRole.RECOMMENDED, Acceptance.ACCEPTED)
    assert list(event.figures.all()) == [first]
    assert last_on(second).verb == "detach_figure"
    other = create_event(
        by=by, title="Binnish", kind=event.kind, layer=event.layer,
        mentions=[make.mention(first.article, "Binnish")], figures=[taken],
    )  # fmt: skip
    assert list(other.figures.all()) == [second]
    with pytest.raises(Refused, match="belongs to no event"):
        detach_figure(make.figure(), by=by)


def test_published_figure_is_taken_out_with_a_note_on_its_event(client: Client) -> None:
    by = make.person()
    event, first, _second = claims(by=by, is_published=True)

    with pytest.raises(Refused, match="Say in a note to readers"):
        detach_figure(first, by=by)
    with pytest.raises(PermissionDenied):
        detach_figure(first, by=make.person("Editor"), public_note="Another town.")
    detach_figure(first, by=by, public_note="It counted another town.")

    assert Figure.objects.get(pk=first.pk).status == Status.DRAFT
    shown = client.get(f"/events/{event.pk}.geojson").json()["properties"]
    assert [figure["wording"] for figure in shown["figures"]] == ["15"]
    assert [note["note"] for note in shown["corrections"]] == ["It counted another town."]
    assert Decision.objects.filter(verb="detach_figure").get().public_note == ""
