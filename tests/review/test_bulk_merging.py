"""What the preview of merging many says of the kept event, and of what readers would see."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AbstractUser
from pytest_django.fixtures import Settings

from events.models import Event
from events.review.bulk import Chosen, Forecast, forecast
from events.review.bulk_merging import MergeEvents
from events.review.comments import add_comment
from tests.review import factories as make

pytestmark = pytest.mark.django_db

MERGE = MergeEvents()


def chosen(*events: Event) -> list[Chosen]:
    return [Chosen(event.pk, event.version) for event in events]


def merging(keep: Event, *events: Event, by: AbstractUser) -> dict[int, Forecast]:
    rows = chosen(keep, *events)
    return {one.pk: one for one in forecast(MERGE, rows, by=by, options={"keep": keep.pk})}


def test_kept_event_of_ones_own_is_what_stands_in_the_way(settings: Settings) -> None:
    publisher = make.person()
    own, other = make.published(by=publisher), make.published()
    draft = make.event()
    settings.FOUR_EYES = True

    expected = merging(own, other, draft, by=publisher)

    for event in (other, draft):
        assert str(expected[event.pk].refusal).startswith("You wrote the kept event, so another publisher")


def test_kept_event_that_readers_see_is_what_an_editor_may_not_correct() -> None:
    shown, draft = make.published(), make.event()

    expected = merging(shown, draft, by=make.person("Editor"))

    assert str(expected[draft.pk].refusal).startswith("Readers see the kept event, and you may not publish.")


def test_preview_starts_from_an_event_that_can_be_kept(settings: Settings) -> None:
    publisher, editor = make.person(), make.person("Editor")
    own, shown, draft, other = make.published(by=publisher), make.published(), make.event(), make.event()
    settings.FOUR_EYES = True

    assert MERGE.usual(chosen(own, shown, draft), by=publisher)["keep"] == shown.pk
    assert MERGE.usual(chosen(own, shown, draft, other), by=editor)["keep"] == draft.pk
    assert MERGE.usual(chosen(own, shown), by=editor)["keep"] == own.pk


def test_draft_merged_into_what_readers_see_is_warned_of() -> None:
    shown, other, draft, third = make.published(), make.published(), make.event(), make.event()
    add_comment(draft, by=make.person(), text="Is it the same?")
    publisher = make.person()

    seen, unseen = merging(shown, other, draft, by=publisher), merging(draft, third, by=publisher)

    assert seen[draft.pk].warnings == ("readers would see what it tells", "1 open comment")
    assert seen[other.pk].warnings == unseen[third.pk].warnings == ()
