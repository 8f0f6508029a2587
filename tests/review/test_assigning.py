"""Whose work an event is."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from events.api.versions import published_version
from events.models import Decision
from events.review.acts import Refused
from events.review.assigning import assign_event
from events.review.rights import may_change
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_event_is_given_taken_and_given_up_on_record() -> None:
    editor, contributor = make.person("Editor"), make.person("Contributor")
    event = make.event(by=editor)
    assert not may_change(contributor, event)

    assign_event(event, to=contributor, by=editor)
    assert may_change(contributor, event)

    assign_event(event, to=None, by=contributor)
    assert not may_change(contributor, event)
    decisions = Decision.objects.filter(verb="assign_event").order_by("pk")
    assert [decision.changes["assignee"] for decision in decisions] == [
        [None, contributor.username],
        [contributor.username, None],
    ]


def test_assigning_changes_nothing_that_readers_or_other_editors_started_from() -> None:
    event, publisher = make.published(), make.person("Publisher")
    before = published_version()

    assigned = assign_event(event, to=publisher, by=publisher)

    assert assigned.version == event.version
    assert published_version() == before


def test_work_is_given_only_to_those_who_can_do_it() -> None:
    editor = make.person("Editor")
    event = make.event(by=editor)

    for nobody in (make.person(""), make.person("Editor", is_active=False)):
        with pytest.raises(Refused, match="nothing can be assigned to them"):
            assign_event(event, to=nobody, by=editor)


def test_contributor_neither_gives_away_nor_takes_what_is_not_theirs() -> None:
    contributor = make.person("Contributor")
    theirs = make.event(by=make.person("Editor"))
    own = make.event(make.mention(make.article(created_by=contributor)), by=contributor)

    with pytest.raises(PermissionDenied):
        assign_event(theirs, to=contributor, by=contributor)
    with pytest.raises(Refused, match="Ask an editor"):
        assign_event(own, to=make.person("Editor"), by=contributor)
