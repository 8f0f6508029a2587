"""Comments on the page of what they are about, and on their list."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Comment, Dataset, Event, Feed
from events.review.comments import add_comment, answer_comment
from tests.admin.pages import change_url
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def say(client: Client, row: Any, **fields: str) -> Any:
    given = {"about": row._meta.label_lower, "id": str(row.pk), "text": "Is this the right day?", **fields}
    return client.post(reverse("admin:events_comment_say"), given)


def test_comment_is_said_shown_answered_and_resolved(desk: Client) -> None:
    event = make.event()

    said = say(desk, event, field="earliest")
    comment = Comment.objects.get()
    desk.post(reverse("admin:events_comment_answer", args=[comment.pk]), {"text": "Yes: see the last line."})
    page = desk.get(change_url(event)).content.decode()

    assert said.url == f"{change_url(event)}#comment-{comment.pk}"
    assert "1 open comment" in page
    for words in ("Earliest date", "Is this the right day?", "Yes: see the last line."):
        assert words in page
    ended = desk.post(reverse("admin:events_comment_resolve", args=[comment.pk]), follow=True)
    assert "The conversation is resolved." in ended.content.decode()
    assert "open comment" not in ended.content.decode()
    assert ended.context["panel"]["conversations"][0]["comment"].is_open is False


def test_words_of_a_comment_are_never_markup(desk: Client) -> None:
    event = make.event()
    say(desk, event, text="<script>alert(1)</script>\n\nA second paragraph.")

    page = desk.get(change_url(event)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_refused_comment_is_given_back_with_what_was_typed(desk: Client) -> None:
    response = say(desk, make.event(), field="colour", text="Blue, I think.")

    assert response.status_code == 409
    assert "has no field “colour”" in response.content.decode()
    assert "Blue, I think." in response.content.decode()


@pytest.mark.parametrize(
    "forged",
    [
        {"about": "auth.user"}, {"about": "events.decision"}, {"about": ""},
        {"id": "0"}, {"id": "x"}, {"id": "9" * 30},
    ],
    ids=str,
)  # fmt: skip
def test_comment_on_what_takes_none_is_not_found(desk: Client, forged: dict[str, str]) -> None:
    assert say(desk, make.event(), **forged).status_code == 404
    assert not Comment.objects.exists()


def test_contributor_reaches_no_comment_on_others_drafts(as_group: Any) -> None:
    draft, editor = make.event(), make.person("Editor")
    comment = add_comment(draft, by=editor, text="Keep the name out.")
    contributor = as_group("Contributor")

    answers = [
        say(contributor, draft),
        contributor.post(reverse("admin:events_comment_answer", args=[comment.pk]), {"text": "Why?"}),
        contributor.post(reverse("admin:events_comment_resolve", args=[comment.pk])),
        contributor.get(change_url(comment)),
    ]

    assert [response.status_code for response in answers] == [404, 404, 404, 404]
    listed = contributor.get(reverse("admin:events_comment_changelist"))
    assert "Keep the name out." not in listed.content.decode()
    assert Comment.objects.get().is_open


def test_list_leads_to_where_it_was_said(desk: Client) -> None:
    event, by = make.event(), make.person("Editor")
    comment = add_comment(event, by=by, text="Two towns of this name.", field="place")
    answer_comment(comment, by=by, text="An answer has no line of its own.")
    resolved = add_comment(event, by=by, text="Done long ago.")
    desk.post(reverse("admin:events_comment_resolve", args=[resolved.pk]))

    page = desk.get(reverse("admin:events_comment_changelist"), {"state": "open"}).content.decode()

    assert f"{change_url(event)}#comment-{comment.pk}" in page
    assert "An answer has no line" not in page
    assert "Done long ago." not in page
    assert desk.get(change_url(comment)).url == f"{change_url(event)}#comment-{comment.pk}"


def test_shared_words_take_comments_too(desk: Client) -> None:
    place = make.place()
    say(desk, place, text="The village was renamed.")

    assert "The village was renamed." in desk.get(change_url(place)).content.decode()
    assert not Event.objects.exists()


def test_every_field_that_a_form_shows_takes_comments(desk: Client) -> None:
    map_ = make.map_()

    for field in ("title", "layers", "picked_events", "steps"):
        say(desk, map_, text=f"Of {field}.", field=field)

    page = desk.get(change_url(map_)).content.decode()
    assert all(f"Of {field}." in page for field in ("title", "layers", "picked_events", "steps"))
    assert "Steps of a story" in page


@pytest.mark.parametrize("field", ["confidential_notes", "figures", "password", "object_id"])
def test_comment_on_what_is_no_field_of_a_form_is_refused(field: str, desk: Client) -> None:
    event = make.event()

    assert say(desk, event, text="Look.", field=field).status_code == 409

    assert not Comment.objects.exists()
    assert desk.get(reverse("admin:events_comment_changelist")).status_code == 200


def test_data_sets_and_feeds_take_comments_that_only_those_see_who_see_them(
    desk: Client, as_group: Any
) -> None:
    dataset = Dataset.objects.create(name="Incidents", outlet=make.outlet())
    feed = Feed.objects.create(outlet=make.outlet(), url="https://herald.example.org/feed")
    say(desk, dataset, text="Ask for their terms.", field="licence_url")
    say(desk, feed, text="Half of it is sport.")

    contributor = as_group("Contributor")

    assert "Ask for their terms." in desk.get(change_url(dataset)).content.decode()
    listed = contributor.get(reverse("admin:events_comment_changelist")).content.decode()
    assert "Ask for their terms." not in listed
    assert "Half of it is sport." in listed
