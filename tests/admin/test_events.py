"""An event's page: the version check, refusals that lose nothing, the acts of review."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse

from events.enums import MentionStatus, Status
from events.models import Decision, Event
from events.review.events import change_event, withdraw_event
from tests.admin.pages import add_url, change_url, errors, opened, typed
from tests.review import factories as make

pytestmark = pytest.mark.django_db

LIST = "admin:events_event_changelist"


def test_change_is_made_by_the_verb_and_writes_only_what_was_typed(desk: Client) -> None:
    event = make.event()

    answer = desk.post(change_url(event), opened(desk, event) | {"title": "Rockets on Saraqib"})

    assert answer.status_code == 302
    event.refresh_from_db()
    assert (event.title, event.version, event.geometry.coords) == ("Rockets on Saraqib", 2, (36.8, 35.86))
    decision = Decision.objects.filter(content_type__model="event").first()
    assert (decision.verb, list(decision.changes)) == ("change_event", ["title"])


def test_saving_without_a_change_writes_no_decision(desk: Client) -> None:
    event = make.event()

    desk.post(change_url(event), opened(desk, event))

    event.refresh_from_db()
    assert event.version == 1
    assert Decision.objects.filter(content_type__model="event").count() == 1


def test_second_editor_sees_both_versions_and_chooses(desk: Client, publisher: AbstractUser) -> None:
    event = make.event()
    ours = opened(desk, event) | {"title": "Ours", "summary": "What we typed."}
    change_event(event, {"title": "Theirs"}, by=publisher)

    held = desk.post(change_url(event), ours)

    assert held.status_code == 200
    html = held.content.decode()
    assert "Somebody else saved this" in html
    assert "What we typed." in html
    event.refresh_from_db()
    assert event.title == "Theirs"

    again = desk.post(change_url(event), typed(html) | {"_choice-title": "yours"})

    assert again.status_code == 302
    event.refresh_from_db()
    assert (event.title, event.summary, event.version) == ("Ours", "What we typed.", 3)


def test_what_another_editor_changed_elsewhere_in_the_form_stays(
    desk: Client, publisher: AbstractUser
) -> None:
    event = make.event()
    ours = opened(desk, event) | {"summary": "What we typed."}
    change_event(event, {"title": "Theirs", "verification": "fair"}, by=publisher)

    answer = desk.post(change_url(event), ours)

    assert answer.status_code == 302
    event.refresh_from_db()
    assert (event.title, event.verification, event.summary) == ("Theirs", "fair", "What we typed.")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"latest": "2019-08-01"}, "The latest date is before the earliest. Swap them."),
        ({"earliest": ""}, "Give both an earliest and a latest date"),
        ({"has_no_geometry": "on"}, "marked as having no place on the map and has one"),
        ({"geometry": '{"type": "Point", "coordinates": [200, 10]}'}, "outside the world"),
        (
            {"geometry": '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}'},
            "not a valid shape: Self-intersection",
        ),
        ({"geometry": '{"type": "Point", "coordinates": "here"}'}, "This is no shape that can be read."),
        ({"geometry": "Saraqib"}, "This is no shape that can be read."),
        ({"title": ""}, "This field is required."),
        ({"place": "1000000000"}, "Select a valid choice."),
    ],
)
def test_refused_change_shows_a_sentence_and_keeps_what_was_typed(
    desk: Client, fields: dict[str, str], sentence: str
) -> None:
    event = make.event()
    given = opened(desk, event) | {"summary": "A long summary."} | fields

    answer = desk.post(change_url(event), given)

    assert answer.status_code == 200
    assert sum(sentence in error for error in errors(answer)) == 1, errors(answer)
    assert "A long summary." in answer.content.decode()
    event.refresh_from_db()
    assert (event.version, event.summary) == (1, "")


def test_event_is_added_with_the_mention_that_tells_it(desk: Client) -> None:
    mention = make.mention()
    fields = {
        "title": "Shells", "kind": "shelling_artillery", "layer": make.layer().pk, "verification": "weak",
        "date_precision": "unknown", "precision": "settlement",
        "geometry": '{"type": "Point", "coordinates": [36.8, 35.8]}',
        "event_mentions-TOTAL_FORMS": 1, "event_mentions-INITIAL_FORMS": 0,
        "event_mentions-0-mention": mention.pk, "figures-TOTAL_FORMS": 0, "figures-INITIAL_FORMS": 0,
    }  # fmt: skip

    answer = desk.post(add_url("event"), fields)

    assert answer.status_code == 302, errors(answer)
    event = Event.objects.get()
    assert (event.point.coords, list(event.mentions.all())) == ((36.8, 35.8), [mention])
    verbs = Decision.objects.filter(content_type__model="event").order_by("pk")
    assert [decision.verb for decision in verbs] == ["add_event", "tell_event"]


def test_mention_that_is_not_accepted_does_not_tell(desk: Client) -> None:
    event, mention = make.event(), make.mention(status=MentionStatus.PROPOSED)
    given = opened(desk, event) | {"event_mentions-TOTAL_FORMS": 2, "event_mentions-1-mention": mention.pk}

    answer = desk.post(change_url(event), given)

    assert any("“Saraqib” is not accepted yet" in error for error in errors(answer))
    assert event.mentions.count() == 1


def test_last_mention_of_a_published_event_stays(desk: Client) -> None:
    event = make.published()
    given = opened(desk, event) | {"event_mentions-0-DELETE": "on", "public_note": "Not there."}

    answer = desk.post(change_url(event), given)

    assert any("A published event needs at least one accepted mention" in error for error in errors(answer))
    assert event.mentions.count() == 1


def act(browser: Client, event: Event, name: str, note: str = "") -> Any:
    return browser.post(change_url(event), opened(browser, event) | {"_act": name, "act_note": note})


def test_event_goes_through_review_with_buttons(desk: Client) -> None:
    author, contributor = make.person("Contributor"), Client()
    contributor.force_login(author)
    event = make.event(make.mention(make.article(created_by=author)), by=author)

    assert act(contributor, event, "submit").status_code == 302
    refused = act(desk, event, "return")
    assert any("Say in the note what is missing" in error for error in errors(refused))
    act(desk, event, "return", "Which day?")
    act(contributor, event, "submit")
    act(desk, event, "publish", "Two sources.")
    assert list(Event.objects.published()) == [event]
    kept = act(desk, event, "withdraw")
    assert any("Say why the event is withdrawn" in error for error in errors(kept))
    act(desk, event, "withdraw", "The place was wrong.")

    assert not Event.objects.published().exists()
    verbs = Decision.objects.filter(content_type__model="event").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "create_event", "submit_event", "return_event", "submit_event", "publish_event", "withdraw_event",
    ]  # fmt: skip


def test_act_saves_the_form_first_or_nothing_at_all(desk: Client) -> None:
    event = make.event()
    given = opened(desk, event) | {"title": "Rockets", "_act": "publish"}

    refused = desk.post(change_url(event), given | {"latest": "2019-08-01"})
    assert any("The latest date is before" in error for error in errors(refused))
    event.refresh_from_db()
    assert (event.title, event.status) == ("Shelling in Saraqib", Status.DRAFT)
    desk.post(change_url(event), given)

    event.refresh_from_db()
    assert (event.title, event.status) == ("Rockets", Status.PUBLISHED)


def test_unknown_act_is_refused_and_saves_nothing(desk: Client) -> None:
    event = make.event()

    answer = desk.post(
        change_url(event),
        opened(desk, event) | {"title": "Rockets", "_act": "explode", "act_note": "Why not."},
    )

    assert any("“explode” is not something that can be done here" in error for error in errors(answer))
    assert "Why not." in answer.content.decode()
    event.refresh_from_db()
    assert event.title == "Shelling in Saraqib"


@pytest.mark.parametrize("group", ["Contributor", "Editor"])
def test_only_publishers_publish_by_any_way(group: str) -> None:
    author, browser = make.person(group), Client()
    browser.force_login(author)
    event = make.event(make.mention(make.article(created_by=author)), by=author)

    for fields in ({"_act": "publish"}, {"status": "published"}, {"_act": "return", "act_note": "No."}):
        browser.post(change_url(event), opened(browser, event) | fields)
    forged = {"rows": f"{event.pk}:{event.version}", "_do": "1", "shown": "{}"}
    bulk = browser.post(reverse("admin:events_event_bulk", args=["publish"]), forged)

    event.refresh_from_db()
    assert (event.status, bulk.status_code) == (Status.DRAFT, 403)
    assert "Publish" not in str(browser.get(change_url(event)).context["acts"])


def test_published_event_is_corrected_only_by_publishers_with_a_note(desk: Client, as_group: Any) -> None:
    event, browser = make.published(), as_group("Editor")
    wanted = {"title": "Rockets", "public_note": "The title was wrong."}

    refused = browser.post(change_url(event), opened(browser, event) | wanted)
    assert any("may not publish event" in error for error in errors(refused))
    silent = desk.post(change_url(event), opened(desk, event) | {"title": "Rockets"})
    assert any("is published. Say in a note to readers" in error for error in errors(silent))
    desk.post(change_url(event), opened(desk, event) | wanted)

    event.refresh_from_db()
    assert (event.title, event.status) == ("Rockets", Status.CHANGED)


def test_selected_events_are_submitted_each_on_its_own(desk: Client) -> None:
    ready, shown = make.event(title="Ready"), make.published(title="Shown")

    answer = desk.post(
        reverse(LIST), {"action": "submit_selected", "_selected_action": [ready.pk, shown.pk]}, follow=True
    )

    said = [str(message) for message in answer.context["messages"]]
    assert said == [
        "1 event was not submitted for review. “Shown” is published; it cannot become in review from there.",
        "1 event submitted for review.",
    ]  # fmt: skip
    assert set(Event.objects.values_list("title", "status")) == {
        ("Ready", Status.IN_REVIEW), ("Shown", Status.PUBLISHED),
    }  # fmt: skip


def test_selected_events_that_are_refused_are_told_by_reason(desk: Client) -> None:
    shown = [make.published(title=f"Shown {number}") for number in range(5)]
    gone = make.published(title="Gone")
    withdraw_event(gone, by=make.person(), public_note="Wrong.")
    rows = [row.pk for row in (*shown, gone)]

    answer = desk.post(reverse(LIST), {"action": "submit_selected", "_selected_action": rows}, follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "5 events were not submitted for review. “Shown 0” is published; it cannot become in review from "
        "there. The same holds for “Shown 1”, “Shown 2” and 2 more.",
        "1 event was not submitted for review. “Gone” is withdrawn; it cannot become in review from there.",
    ]  # fmt: skip


def test_note_to_readers_stands_among_the_decisions(desk: Client) -> None:
    event = make.published(title="Shown")
    withdraw_event(event, by=make.person(), public_note="It was another town.")

    page = desk.get(change_url(event)).content.decode()

    assert page.count("Published → Withdrawn") == 1
    assert "To readers: <q>It was another town.</q>" in page


def test_events_are_published_in_a_list_after_a_preview_alone(desk: Client) -> None:
    offered = dict(desk.get(reverse(LIST)).context["action_form"].fields["action"].choices)

    assert [words for words in offered.values() if "ublish" in str(words)] == ["Publish …"]


def test_drafts_are_deleted_with_a_decision_and_published_events_are_not(desk: Client) -> None:
    draft, shown = make.event(), make.published()

    desk.post(reverse("admin:events_event_delete", args=[draft.pk]), {"post": "yes"})
    answer = desk.post(reverse("admin:events_event_delete", args=[shown.pk]), {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [shown.pk], "post": "yes"}
    in_list = desk.post(reverse(LIST), chosen, follow=True)

    assert answer.status_code == 403
    assert list(Event.objects.all()) == [shown]
    assert Decision.objects.filter(verb="discard_event").count() == 1
    assert any("was published. Withdraw it" in str(message) for message in in_list.context["messages"])
