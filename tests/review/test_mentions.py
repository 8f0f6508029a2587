from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.exceptions import PermissionDenied

from events.enums import MentionRole, MentionStatus, Precision, Status
from events.models import Decision, Event, Mention
from events.review.acts import EditConflict, Refused
from events.review.events import change_event
from events.review.mentions import (
    accept_mention,
    add_mention,
    correct_mention,
    edit_mention,
    mark_not_identifiable,
    move_mention,
    reject_mention,
    reopen_mention,
    set_mention_role,
)
from tests.review import factories as make
from tests.review.test_events import last_on, verbs_on

pytestmark = pytest.mark.django_db


def at(lon: float, lat: float = 35.0) -> dict[str, Any]:
    """What `correct_mention` takes for a settlement there."""
    place = make.place("Binnish", lon=lon, lat=lat)
    return {"place": place, "geometry": place.point, "precision": Precision.SETTLEMENT}


def test_mention_is_accepted_reopened_rejected_and_given_up() -> None:
    by, mention = make.person("Editor"), make.mention(status=MentionStatus.PROPOSED)

    assert accept_mention(mention, by=by, version=1).status == MentionStatus.ACCEPTED
    assert reopen_mention(mention, by=by, version=2).status == MentionStatus.PROPOSED
    assert reject_mention(mention, by=by, version=3, note="A name.").status == MentionStatus.REJECTED
    given_up = mark_not_identifiable(mention, by=by, version=4)

    assert (given_up.status, given_up.place, given_up.geometry) == ("not_identifiable", None, None)
    assert verbs_on(mention) == [
        "accept_mention",
        "reopen_mention",
        "reject_mention",
        "mark_not_identifiable",
    ]
    decision = last_on(mention)
    assert (decision.from_status, decision.to_status) == ("rejected", "not_identifiable")
    assert decision.changes["geometry"] == ["Point 36.80000 35.86000", None]


def test_mention_without_place_is_not_accepted() -> None:
    mention = make.mention(status=MentionStatus.PROPOSED)
    Mention.objects.filter(pk=mention.pk).update(place=None, geometry=None)

    with pytest.raises(Refused, match="An accepted mention needs a place"):
        accept_mention(mention, by=make.person())

    mention.refresh_from_db()
    assert (mention.status, verbs_on(mention)) == ("proposed", [])


def test_mention_is_decided_only_by_those_who_may() -> None:
    mention, by = make.mention(), make.person("")

    for verb in (accept_mention, reject_mention, reopen_mention, mark_not_identifiable):
        with pytest.raises(PermissionDenied, match="may not decide article"):
            verb(mention, by=by)
    with pytest.raises(PermissionDenied):
        add_mention(mention.article, by=by, start=0, end=6)


def test_correct_mention_of_an_older_version_shows_both() -> None:
    by, mention = make.person(), make.mention()
    accept_mention(mention, by=by, version=1)

    with pytest.raises(EditConflict) as conflict:
        correct_mention(mention, by=by, version=1, **at(36.7))

    assert conflict.value.theirs["geometry"] == "Point 36.80000 35.86000"
    assert conflict.value.ours["geometry"] == "Point 36.70000 35.00000"


def test_draft_event_follows_its_mention() -> None:
    by, mention = make.person("Editor"), make.mention()
    event = make.event(mention, by=by)

    corrected = correct_mention(mention, by=by, **at(36.7))

    event.refresh_from_db()
    assert (event.geometry.coords, event.point.coords) == ((36.7, 35), (36.7, 35))
    assert (event.place, event.status) == (corrected.place, Status.DRAFT)
    assert verbs_on(event) == ["create_event", "follow_mentions"]


def test_draft_event_loses_its_place_with_its_only_located_mention() -> None:
    by, mention = make.person(), make.mention()
    event = make.event(mention, by=by)

    mark_not_identifiable(mention, by=by)

    event.refresh_from_db()
    assert (event.geometry, event.has_no_geometry, event.precision) == (None, True, Precision.UNKNOWN)


def test_draft_event_that_an_editor_has_drawn_stays() -> None:
    by, mention = make.person(), make.mention()
    event = make.event(mention, by=by)
    change_event(event, {"geometry": Point(36, 35, srid=4326), "precision": Precision.EXACT}, by=by)

    correct_mention(mention, by=by, **at(36.7))

    event.refresh_from_db()
    assert event.geometry.coords == (36, 35)


PUBLISHED_CHANGES: list[Callable[..., Mention]] = [
    lambda mention, **given: correct_mention(mention, **at(36.7), **given),
    lambda mention, **given: set_mention_role(mention, role=MentionRole.ORIGIN, **given),
    lambda mention, **given: move_mention(mention, start=15, end=18, **given),
    lambda mention, **given: reject_mention(mention, **given),
    lambda mention, **given: edit_mention(mention, {"precision": Precision.NEAR}, **given),
]


@pytest.mark.parametrize("change", PUBLISHED_CHANGES)
def test_changing_what_a_published_event_rests_on_needs_the_right_and_a_note(change: Any) -> None:
    by, article = make.person(), make.article()
    mention, other = make.mention(article), make.mention(article, "Binnish", place=make.place("Binnish"))
    event = make.published(mention, other, by=by)
    shape = event.geometry

    with pytest.raises(PermissionDenied):
        change(mention, by=make.person("Editor"), public_note="Wrong town.")
    with pytest.raises(Refused, match="“Shelling in Saraqib” rests on “Saraqib” and is published"):
        change(mention, by=by)
    assert verbs_on(mention) == []
    change(mention, by=by, public_note="Wrong town.")

    event.refresh_from_db()
    assert (event.status, event.geometry) == (Status.CHANGED, shape)
    assert (last_on(event).verb, last_on(event).public_note) == ("correct_event", "Wrong town.")


def test_accepting_what_a_published_event_rests_on_once_more_changes_nothing() -> None:
    mention = make.mention()
    event = make.published(mention)

    accept_mention(mention, by=make.person("Editor"))

    event.refresh_from_db()
    assert event.status == Status.PUBLISHED


def test_last_mention_of_a_published_event_is_not_rejected() -> None:
    mention = make.mention()
    event = make.published(mention)

    with pytest.raises(Refused, match="A published event needs at least one accepted mention"):
        reject_mention(mention, by=make.person(), public_note="No place.")

    mention.refresh_from_db()
    event.refresh_from_db()
    assert (mention.status, event.status) == (MentionStatus.ACCEPTED, Status.PUBLISHED)


def test_several_events_on_one_mention_are_all_marked() -> None:
    by, mention = make.person(), make.mention()
    events = [make.published(mention, by=by), make.published(mention, by=by), make.event(mention, by=by)]

    correct_mention(mention, by=by, public_note="Wrong town.", **at(36.7))

    statuses = [Event.objects.get(pk=event.pk).status for event in events]
    assert statuses == [Status.CHANGED, Status.CHANGED, Status.DRAFT]


def test_mention_that_was_missed_is_added_and_moved() -> None:
    by = make.person("Contributor")
    article = make.article(created_by=by)
    start = article.text.index("border")

    mention = add_mention(article, by=by, start=start, end=start + 6)
    assert (mention.quote, mention.status, mention.place) == ("border", MentionStatus.PROPOSED, None)
    assert article.text[mention.excerpt_start : mention.excerpt_end].startswith("A day later")
    moved = move_mention(mention, by=by, start=0, end=6)

    assert (moved.quote, moved.phrase_start, moved.excerpt_start) == ("Shells", 0, 0)
    assert verbs_on(mention) == ["add_mention", "move_mention"]


def test_words_that_are_marked_already_are_refused() -> None:
    mention = make.mention()

    with pytest.raises(Refused, match="These words are already marked as a place"):
        add_mention(mention.article, by=make.person(), start=mention.start, end=mention.end)
    with pytest.raises(Refused, match="Only spaces are marked"):
        add_mention(mention.article, by=make.person(), start=6, end=7)

    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"quote": "Other"}, "A mention has no editable quote"),
        ({"geometry": GEOSGeometry("SRID=4326;POINT(0 91)")}, "outside the world"),
        ({"place": None, "geometry": None}, "An accepted mention needs a place"),
        ({"status": MentionStatus.NOT_IDENTIFIABLE}, "A mention that is not identifiable has no place"),
    ],
)
def test_edit_mention_is_refused_with_a_sentence(changes: dict[str, Any], part: str) -> None:
    mention = make.mention()

    with pytest.raises(Refused, match=part):
        edit_mention(mention, changes, by=make.person())

    assert verbs_on(mention) == []
