"""Taking back what the desk does to events, and what publishing from it leads to."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from events.enums import FigureRole, Status
from events.models import Decision, Event, Layer, Mention
from tests.admin.desk import Desk
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def draft(desk: Desk, mention: Mention, **fields: Any) -> Event:
    made = desk.done(
        "create_event", title="Shelling in Saraqib", kind="shelling_artillery", mentions=[mention.pk],
        layer=Layer.objects.order_by("pk").first().pk, earliest="2019-08-30", latest="2019-08-30",
        date_precision="day", summary="Three shells.", **fields,
    )["made"]  # fmt: skip
    return Event.objects.get(pk=made)


def url(desk: Desk, name: str) -> str:
    return reverse(f"admin:events_article_desk_{name}", args=[desk.article.pk])


def test_change_of_an_event_is_taken_back_with_what_told_it(desk: Desk) -> None:
    first, second = make.mention(desk.article), make.mention(desk.article, "Binnish")
    figure = make.figure(desk.article)
    event = draft(desk, first)
    before = desk.done("change_event", event, title="Another", summary="", kind="air_or_drone_strike")[
        "before"
    ]
    event.refresh_from_db()
    desk.done("tell_event", event, mentions=[second.pk], figures=[figure.pk])
    event.refresh_from_db()
    desk.done("untell_event", event, mentions=[first.pk])
    event.refresh_from_db()

    answer = desk.done("restore_event", event, before=before)

    event.refresh_from_db()
    figure.refresh_from_db()
    assert (event.title, event.summary, event.kind) == (
        "Shelling in Saraqib", "Three shells.", "shelling_artillery",
    )  # fmt: skip
    assert [mention.pk for mention in event.mentions.all()] == [first.pk]
    assert (figure.event, figure.role) == (None, FigureRole.RECOMMENDED)
    assert answer["events"][0]["version"] == event.version


def test_change_of_a_published_event_is_taken_back_with_a_note_to_readers(desk: Desk) -> None:
    event = make.published(make.mention(desk.article), by=desk.user)
    note = {"public_note": "The title named another town."}
    before = desk.done("change_event", event, title="Another", **note)["before"]
    event.refresh_from_db()
    title = event.title

    silent = desk.send("restore_event", event, before=before)
    told = desk.send("restore_event", event, before=before, public_note="It was right before.")

    event.refresh_from_db()
    assert (silent.status_code, told.status_code) == (400, 200)
    assert (title, event.title == title, event.status) == ("Another", False, Status.CHANGED)


def test_discarded_draft_comes_back_without_what_tells_something_else_since(desk: Desk) -> None:
    first, second = make.mention(desk.article), make.mention(desk.article, "Binnish")
    figure = make.figure(desk.article)
    event = draft(desk, first, figures=[figure.pk])
    desk.done("tell_event", event, mentions=[second.pk])
    event.refresh_from_db()
    before = desk.send("discard_event", event).json()["before"]
    other = draft(desk, second)

    answer = desk.done("rebuild_event", before=before, number=event.pk)

    again = Event.objects.get(pk=answer["made"])
    assert again.pk not in (event.pk, other.pk)
    assert (again.title, again.summary) == ("Shelling in Saraqib", "Three shells.")
    assert [mention.pk for mention in again.mentions.all()] == [first.pk]
    assert [row.pk for row in again.figures.all()] == [figure.pk]


@pytest.mark.parametrize("verb", ["restore_event", "rebuild_event"])
def test_what_the_desk_did_not_sign_restores_nothing(desk: Desk, verb: str) -> None:
    event = draft(desk, make.mention(desk.article))
    decisions = Decision.objects.count()

    response = desk.send(verb, event if verb == "restore_event" else None, before="eyJ9:forged")

    assert (response.status_code, response.json()["field"]) == (400, "before")
    assert Decision.objects.count() == decisions


def test_what_was_kept_of_one_event_restores_no_other(desk: Desk) -> None:
    event = draft(desk, make.mention(desk.article))
    other = draft(desk, make.mention(desk.article, "Binnish"))
    before = desk.done("change_event", event, title="Another")["before"]

    response = desk.send("restore_event", other, before=before)

    assert (response.status_code, response.json()["field"]) == (400, "before")


def test_published_event_is_withdrawn_with_a_note_alone(desk: Desk) -> None:
    event = make.published(make.mention(desk.article), by=desk.user)

    silent = desk.send("withdraw_event", event)
    answer = desk.done("withdraw_event", event, public_note="It lay in another town.")

    assert silent.status_code == 400
    assert (answer["events"][0]["status"], answer["events"][0]["is_public"]) == ("withdrawn", False)


def test_submitted_event_is_taken_out_of_review_by_who_may_submit() -> None:
    desk = Desk("Contributor")
    event = draft(desk, make.mention(desk.article))
    desk.done("submit_event", event)
    event.refresh_from_db()

    answer = desk.done("recall_event", event)

    assert answer["events"][0]["status"] == "draft"


def test_undecided_places_are_suggested_apart(desk: Desk) -> None:
    accepted = make.mention(desk.article)
    open_one = make.mention(desk.article, "Binnish", status="proposed")

    state = desk.client.get(url(desk, "state")).json()

    assert [each["mentions"] for each in state["suggestions"]] == [[accepted.pk]]
    assert open_one.pk not in [pk for each in state["suggestions"] for pk in each["mentions"]]


# What publishing leads to


def test_maps_that_show_the_events_come_first_with_their_codes(desk: Desk) -> None:
    make.published(make.mention(desk.article), by=desk.user)
    other = Layer.objects.create(slug="elsewhere", name="Elsewhere")
    empty = make.map_(slug="a-map-of-elsewhere", title="A map of elsewhere", status=Status.PUBLISHED)
    empty.layers.set([other])
    make.map_(slug="the-shelling", title="The shelling", status=Status.PUBLISHED)

    listed = desk.client.get(url(desk, "embeds")).json()["embeds"]

    assert [(each["key"], each["shows"]) for each in listed] == [
        ("map:the-shelling", 1), ("home:", 1), ("map:a-map-of-elsewhere", 0),
    ]  # fmt: skip
    assert 'data-dateline-map="the-shelling"' in listed[0]["code"]


# Figures in words


def test_words_of_a_figure_are_read_into_its_parts(desk: Desk) -> None:
    answer = desk.client.get(
        url(desk, "words"), {"q": "more than 600 civilians killed since April, the ministry said"}
    )

    parts = answer.json()
    assert answer.status_code == 200
    assert (parts["measure"], parts["people"], parts["quantifier"], parts["low"], parts["high"]) == (
        "killed", "civilians", "more_than", 600, None,
    )  # fmt: skip
    assert (parts["scope"], parts["since"]) == ("running_total", "since April")
    assert (parts["claimant"], parts["claimant_words"]) == (None, "the ministry")
    assert parts["reading"].startswith("more than 600 civilians killed")


@pytest.mark.parametrize("words", ["", "it rained", "\x00", "brigade 93"])
def test_words_that_claim_no_number_are_refused_with_a_sentence(desk: Desk, words: str) -> None:
    answer = desk.client.get(url(desk, "words"), {"q": words})

    assert (answer.status_code, answer.json()["field"]) == (400, "words")


# The text's days and claimants


def test_state_says_where_the_text_names_days_and_claimants() -> None:
    text = "🏚 Shells fell on Saraqib on Friday night. At least 12 people died, the White Helmets said."
    desk = Desk()
    desk.article = make.article(text, created_by=desk.user)

    state = desk.client.get(url(desk, "state")).json()

    assert [text[day["start"] : day["end"]] for day in state["dates"]] == ["Friday night"]
    assert [(text[s["start"] : s["end"]], s["name"]) for s in state["speakers"]] == [
        ("White Helmets", "White Helmets")
    ]
