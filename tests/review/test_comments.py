"""Comments: on any field of any row, open until they are resolved, seen by those who see the row."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models

from events.models import Comment, Mention
from events.review.acts import Refused
from events.review.comments import (
    COMMENTED,
    LONGEST,
    add_comment,
    answer_comment,
    reopen_comment,
    resolve_comment,
)
from events.review.rights import visible_to
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_comment_is_about_a_field_and_open() -> None:
    event, by = make.event(), make.person("Editor")

    comment = add_comment(event, by=by, field="earliest", text=" The agency says the 30th.\r\nWhich one? ")

    assert comment.text == "The agency says the 30th.\nWhich one?"
    assert (comment.object, comment.field_label, comment.by, comment.is_open) == (
        event, "earliest date", by, True,
    )  # fmt: skip
    assert list(Comment.objects.about(event).open()) == [comment]


@pytest.mark.parametrize(
    "row", [make.article, make.event, make.figure, make.layer, make.map_, make.mention, make.organisation,
            make.outlet, make.place],
    ids=lambda made: made.__name__,
)  # fmt: skip
def test_every_row_that_editors_decide_about_takes_comments(row: object) -> None:
    about: models.Model = row()

    comment = add_comment(about, by=make.person("Editor"), text="Is this right?")

    assert isinstance(about, COMMENTED)
    assert comment.object == about


def test_answer_to_a_resolved_comment_opens_it_again() -> None:
    event, one, other = make.event(), make.person("Editor"), make.person("Editor")
    comment = add_comment(event, by=one, text="Two reports disagree.")
    resolve_comment(comment, by=other)

    answer = answer_comment(comment, by=one, text="They still do.")
    further = answer_comment(answer, by=other, text="I see.")

    comment.refresh_from_db()
    assert comment.is_open
    assert list(comment.replies.all()) == [answer, further]
    assert not answer.is_open


def test_comment_is_resolved_and_taken_up_again() -> None:
    comment = add_comment(make.event(), by=make.person("Editor"), text="Check the date.")
    other = make.person("Editor")

    resolved = resolve_comment(comment, by=other)
    first_at = resolved.resolved_at

    assert (resolved.resolved_by, resolved.is_open) == (other, False)
    assert resolve_comment(comment, by=make.person("Editor")).resolved_at == first_at
    assert reopen_comment(comment, by=other).is_open


def test_contributor_comments_on_what_they_see_and_resolves_their_own() -> None:
    contributor, editor = make.person("Contributor"), make.person("Editor")
    public = make.published()
    theirs = add_comment(public, by=contributor, text="The name is spelt otherwise.")
    of_others = add_comment(public, by=editor, text="Wait for the second source.")

    resolve_comment(theirs, by=contributor)

    with pytest.raises(Refused, match="Only whoever began a conversation"):
        resolve_comment(of_others, by=contributor)


def test_comments_on_others_drafts_are_neither_written_nor_read() -> None:
    contributor, editor = make.person("Contributor"), make.person("Editor")
    draft = make.event(by=editor)
    comment = add_comment(draft, by=editor, text="Do not print the name.")

    for act in (
        lambda: add_comment(draft, by=contributor, text="What is it?"),
        lambda: answer_comment(comment, by=contributor, text="What is it?"),
        lambda: resolve_comment(comment, by=contributor),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert list(visible_to(contributor, Comment.objects.all())) == []
    assert list(visible_to(editor, Comment.objects.all())) == [comment]


@pytest.mark.parametrize(
    ("text", "field", "sentence"),
    [
        (" \n ", "", "needs words"),
        ("x" * (LONGEST + 1), "", r"has 4,001 characters; at most 4,000"),
        ("Why?", "colour", "has no field “colour”"),
    ],
)
def test_unusable_comment_is_refused_in_a_sentence(text: str, field: str, sentence: str) -> None:
    event = make.event()

    with pytest.raises(Refused, match=sentence):
        add_comment(event, by=make.person("Editor"), text=text, field=field)

    assert not Comment.objects.exists()


def test_row_that_nobody_decides_about_takes_no_comment() -> None:
    group = make.person("Editor").groups.get()

    with pytest.raises(Refused, match="A group cannot be commented on"):
        add_comment(group, by=make.person("Editor"), text="Too many rights.")


def test_conversation_about_a_deleted_row_is_over() -> None:
    mention, editor = make.mention(), make.person("Editor")
    comment = add_comment(mention, by=editor, text="Which Saraqib?")
    Mention.objects.filter(pk=mention.pk).delete()

    with pytest.raises(Refused, match="has been deleted"):
        answer_comment(comment, by=editor, text="The one in Idlib.")
