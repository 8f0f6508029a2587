"""What waits for whoever signs in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.admin.dashboard import COUNTED, SHOWN, last_decisions, waiting_for
from events.models import Event, Feed
from events.review.assigning import assign_event
from events.review.comments import add_comment, answer_comment
from events.review.events import change_event, return_event, submit_event
from events.review.intake import assign_article
from events.review.merging import merge_events, unmerge_event
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def titles(user: AbstractUser) -> dict[str, list[str]]:
    return {queue.title: [line.title for line in queue.lines] for queue in waiting_for(user)}


def test_each_finds_what_waits_for_them_alone() -> None:
    contributor, editor, publisher = (
        make.person("Contributor"),
        make.person("Editor"),
        make.person("Publisher"),
    )
    article = make.article(created_by=contributor, headline="Shells fall")
    draft = make.event(make.mention(article), by=contributor, title="A draft")
    sent_back = make.event(make.mention(article, "Binnish"), by=contributor, title="Sent back")
    submit_event(sent_back, by=contributor)
    return_event(sent_back, by=publisher, note="Which Binnish?")
    submit_event(make.event(by=editor, title="In review"), by=editor)
    assign_article(make.article(headline="To read"), to=contributor, by=editor)
    assign_event(make.event(by=publisher, title="Given away"), to=editor, by=publisher)

    assert titles(contributor) == {
        "Sent back to you": ["Sent back"],
        "Articles assigned to you": ["To read"],
        "Your drafts": [sent_back.title, draft.title],
    }
    assert titles(editor) == {"Waiting for review": ["In review"], "Events assigned to you": ["Given away"]}
    assert titles(publisher) == {"Waiting for review": ["In review"], "Your drafts": ["Given away"]}
    [in_review, *_more] = waiting_for(publisher)[0].lines
    kind = "Shelling, artillery or missiles"
    assert in_review.note == f"{kind} · 30 August 2019 · Saraqib · In review"


def test_sent_back_says_what_is_missing_until_it_is_worked_on() -> None:
    editor, publisher = make.person("Editor"), make.person("Publisher")
    event = make.event(by=editor)
    submit_event(event, by=editor)
    return_event(event, by=publisher, note="Which of the two towns?")
    assert waiting_for(editor)[0].lines[0].note == "Which of the two towns?"

    change_event(Event.objects.get(pk=event.pk), {"title": "Shelling in Saraqib, Idlib"}, by=editor)

    assert list(titles(editor)) == ["Your drafts"]


def test_comments_wait_for_whose_row_it_is_and_for_whoever_was_answered() -> None:
    owner, other = make.person("Editor"), make.person("Editor")
    event = make.event(by=owner)
    comment = add_comment(event, by=other, text="Which day?")

    assert "Open comments" in titles(owner)
    assert "Open comments" not in titles(other)

    answer_comment(comment, by=owner, text="The 30th.")
    assert titles(other)["Open comments"] == ["Which day?"]


def test_answered_comments_wait_as_long_as_their_row_may_be_seen() -> None:
    contributor, editor = make.person("Contributor"), make.person("Editor")
    event = make.event(by=editor, title="Given to a contributor")
    assign_event(event, to=contributor, by=editor)
    comment = add_comment(event, by=contributor, text="Which day?")
    answer_comment(comment, by=editor, text="The 30th.")
    assert titles(contributor)["Open comments"] == ["Which day?"]

    assign_event(Event.objects.get(pk=event.pk), to=None, by=editor)

    assert "Open comments" not in titles(contributor)


def test_what_was_done_last_is_ones_own() -> None:
    editor, other = make.person("Editor"), make.person("Editor")
    first, second = make.event(by=editor, title="First"), make.event(by=other, title="Second")
    assign_event(first, to=other, by=editor)
    assign_event(second, to=editor, by=editor)
    assign_event(first, to=editor, by=other)

    assert [row for _act, row, _url, _at in last_decisions(editor)][:2] == ["Second", "First"]
    assert [row for _act, row, _url, _at in last_decisions(other, 1)] == ["First"]


def test_merge_is_one_line_of_what_was_done_last() -> None:
    by = make.person()
    first = make.published(by=by, title="First")
    keep, *others = (make.published(by=by, title=title) for title in ("Kept", "Second", "Third"))
    article = make.article()
    make.figure(article, event=others[0])
    for other in others:
        merge_events(keep, other, by=by, public_note="One event.")
    merge_events(first, keep, by=by, public_note="One event.")
    unmerge_event(Event.objects.get(pk=keep.pk), by=by, public_note="Two after all.")

    done = [(act, row) for act, row, _url, _at in last_decisions(by)]

    assert done[:3] == [("parted again", "First"), ("merged", "First"), ("merged", "Kept")]
    assert "merged" not in {act for act, _row in done[3:]}, done


def test_publisher_reads_twice_what_changed_after_publication() -> None:
    publisher = make.person("Publisher")
    event = make.published(title="Corrected", by=make.person("Publisher"))
    change_event(event, {"summary": "Two days later than first said."}, by=publisher, public_note="The day.")

    assert titles(publisher)["Changed after publication"] == ["Corrected"]


def test_feed_that_cannot_be_read_waits_for_an_editor() -> None:
    Feed.objects.create(outlet=make.outlet(), url="https://news.example/feed", last_error="It answers 404.")

    assert "Feeds that cannot be read" in titles(make.person("Editor"))
    assert "Feeds that cannot be read" not in titles(make.person("Contributor"))


def test_long_queue_is_cut_and_never_counted_to_its_end() -> None:
    editor = make.person("Editor")
    first = make.event(by=editor)
    copies = [
        Event(title=f"Copy {number}", kind=first.kind, layer=first.layer, created_by=editor)
        for number in range(COUNTED + 5)
    ]
    Event.objects.bulk_create(copies)

    (drafts,) = waiting_for(editor)

    assert (drafts.number, len(drafts.lines)) == (f"{COUNTED}+", SHOWN)


def test_page_shows_the_queues_and_what_was_done_and_asks_as_often_for_many(client: Client) -> None:
    editor = make.person("Editor")
    client.force_login(editor)
    make.event(by=editor, title="One <b>draft</b>")
    client.get(reverse("admin:index"))

    with CaptureQueriesContext(
        connection,
    ) as few:
        page = client.get(reverse("admin:index")).content.decode()
    for number in range(3):
        make.event(by=editor, title=f"Draft {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("admin:index"))

    assert "One &lt;b&gt;draft&lt;/b&gt;" in page
    assert "made ·" in page
    assert len(many) == len(few)


def test_nothing_waits_for_a_new_editor(client: Client) -> None:
    client.force_login(make.person("Editor"))

    page = client.get(reverse("admin:index")).content.decode()

    assert "New articles are in the inbox." in page
