"""Asking the geocoders again: what is offered, what stays, what moves with a mention, and the way back."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.enums import MentionStatus, PlaceKind, Precision, Status
from events.models import BulkAct, Decision, Event, Mention, MentionCandidate, Place
from events.models.bulk import BulkOutcome
from events.pipeline import bulk_asking
from events.pipeline.bulk_regeocoding import KEEP, RegeocodeMentions
from events.review.acts import Refused
from events.review.bulk import Chosen, Forecast, forecast
from events.review.bulk_working import begin, begin_undo, work_on
from events.review.discretion import show_coarser
from events.review.following import all_where_told, is_where_told
from tests.exchange.files import UCDP, read_in, write_csv
from tests.review import factories as make

pytestmark = pytest.mark.django_db

ACT = RegeocodeMentions()
ALL = {"accepted": True, "drawn": True}
TEXT = (
    "Shells fell on Saraqib in Idlib province in the night, the rescue service said. "
    "Families fled towards Ariha, and nobody came back to Saraqib in the north of Syria."
)


@pytest.fixture
def publisher() -> AbstractUser:
    return make.person()


def misplaced(**fields: Any) -> Mention:
    """Saraqib, put by a wrong reading of long ago where no Saraqib is."""
    wrong = make.place("Saraqib", lon=10.0, lat=50.0, country="DE", provider="wrong")
    return make.mention(make.article(TEXT), place=wrong, **fields)


def expected(*mentions: Mention, by: AbstractUser, **options: bool) -> list[Forecast]:
    return forecast(ACT, [Chosen(mention.pk) for mention in mentions], by=by, options=options)


def done(mention: Mention, to: str, *, by: AbstractUser, **given: Any) -> BulkAct:
    chosen = [Chosen(mention.pk, mention.version, to)]
    given = {"options": ALL, "token": uuid.uuid4(), "public_note": "It was another one.", **given}
    bulk = begin(ACT, chosen, by=by, **given)
    work_on(bulk, ACT, by=by)
    return bulk


def test_place_is_asked_for_in_its_article(publisher: AbstractUser) -> None:
    mention = misplaced(status=MentionStatus.PROPOSED)

    [one] = expected(mention, by=publisher)

    assert one.before == "Saraqib, Germany (Settlement)"
    assert str(one.after) == "Saraqib, Syria (Settlement)"
    assert one.point_before == (10.0, 50.0)
    assert one.point_after == pytest.approx((36.8, 35.86), abs=0.1)
    assert [note for note in one.notes if str(note).endswith("km from there")]
    assert one.choices[0] == (one.to, "Saraqib, Syria (Settlement)")
    assert one.can_be_done


@pytest.mark.parametrize(
    ("province", "before", "after"),
    [
        ("Homs", "Saraqib, Syria · Homs (", "Saraqib, Syria · Idlib ("),
        ("Idlib", "Saraqib, Syria · 34.500, 38.000 (", "Saraqib, Syria · 35.86"),
        ("", "Saraqib, Syria · 34.500, 38.000 (", "Saraqib, Syria · 35.86"),
    ],
)
def test_places_of_one_name_are_told_apart(
    province: str, before: str, after: str, publisher: AbstractUser
) -> None:
    parent = Place.objects.filter(name=province, kind=PlaceKind.ADMIN1, country="SY").first()
    other = make.place("Saraqib", lon=38.0, lat=34.5, country="SY", provider="wrong", parent=parent)
    mention = make.mention(make.article(TEXT), place=other, status=MentionStatus.PROPOSED)

    [one] = expected(mention, by=publisher)

    assert str(one.before).startswith(before)
    assert str(one.after).startswith(after)
    [kept] = expected(misplaced(status=MentionStatus.PROPOSED), by=publisher)
    assert (kept.before, str(kept.after)) == ("Saraqib, Germany (Settlement)", "Saraqib, Syria (Settlement)")


def test_asking_goes_on_in_steps_and_nothing_is_asked_twice(
    publisher: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentions = [misplaced(status=MentionStatus.PROPOSED) for _ in range(3)]
    settled = misplaced()
    chosen = [Chosen(mention.pk, mention.version) for mention in (*mentions, settled)]
    monkeypatch.setattr(bulk_asking.ask_on, "__kwdefaults__", {"seconds": 0.0})

    bulk = ACT.ask(chosen, by=publisher, options={})
    assert bulk.rows.filter(outcome=BulkOutcome.WAITING).count() == 3  # not the one that stays anyhow
    assert bulk_asking.ask_on(bulk, seconds=30) == 0
    told = dict(bulk.rows.values_list("object_id", "details"))
    Mention.objects.filter(pk=mentions[1].pk).update(version=mentions[1].version + 1)

    again = ACT.ask(chosen, by=publisher, options={"asking": bulk.pk, "accepted": True})

    assert again == bulk
    waiting = set(bulk.rows.filter(outcome=BulkOutcome.WAITING).values_list("object_id", flat=True))
    assert waiting == {settled.pk}  # what was changed meanwhile is looked at again first
    assert bulk.rows.get(object_id=mentions[0].pk).details == told[mentions[0].pk]
    assert ACT.ask(chosen, by=make.person("Editor"), options={"asking": bulk.pk}) != bulk


def test_what_a_data_set_has_coded_stays(publisher: AbstractUser, tmp_path: Path) -> None:
    """A town's name in a row that is known to the province alone says no more than the province."""
    read_in(write_csv(tmp_path / "ged.csv", {**UCDP, "where_prec": "4"}, {**UCDP, "id": "2"}), publisher)

    found = expected(*Mention.objects.all(), by=publisher, **ALL)

    assert [str(one.refusal).partition(",")[0] for one in found] == ["Their data set says where they are"] * 2


def test_candidates_are_those_of_today_and_come_back(publisher: AbstractUser) -> None:
    mention = misplaced()
    old = MentionCandidate.objects.create(
        mention=mention, place=mention.place, rank=1, score=0.9, reasons=["old"]
    )
    chosen = [Chosen(mention.pk, mention.version)]
    asking = ACT.ask(chosen, by=publisher, options=ALL)
    options = {**ALL, "asking": asking.pk}
    [one] = forecast(ACT, chosen, by=publisher, options=options)

    bulk = done(mention, one.to, by=publisher, options=options)

    now = list(mention.candidates.order_by("rank"))
    assert (now[0].place_id, now[0].rank) == (int(one.to), 1)
    assert old.place_id not in {candidate.place_id for candidate in now}
    assert 0 < now[0].score <= 1
    assert now[0].reasons

    work_on(begin_undo(bulk, ACT, by=publisher, public_note="It was right."), ACT, by=publisher)

    assert [(one.place_id, one.score, one.reasons) for one in mention.candidates.all()] == [
        (old.place_id, 0.9, ["old"])
    ]


def test_what_editors_have_chosen_stays_unless_it_is_ticked(publisher: AbstractUser) -> None:
    accepted = misplaced()
    drawn = misplaced(geometry=Point(36.0, 35.0, srid=4326), precision=Precision.EXACT)
    rejected = misplaced(status=MentionStatus.REJECTED)

    before = [one.can_be_done for one in expected(accepted, drawn, rejected, by=publisher)]
    ticked = [one.can_be_done for one in expected(accepted, drawn, rejected, by=publisher, accepted=True)]
    both = [one.can_be_done for one in expected(accepted, drawn, rejected, by=publisher, **ALL)]

    assert (before, ticked, both) == (
        [False, False, False], [True, False, False], [True, True, False],
    )  # fmt: skip


def test_place_that_is_right_stays(publisher: AbstractUser) -> None:
    right = Place.objects.filter(name="Saraqib", country="SY", provider="geonames").first()
    mention = make.mention(make.article(TEXT), place=right)

    [one] = expected(mention, by=publisher, accepted=True)

    assert (one.is_same, one.refusal) == (True, "")


def test_events_move_with_the_mention_and_back(publisher: AbstractUser) -> None:
    mention = misplaced()
    wrong = mention.place
    draft, shown = make.event(mention), make.published(mention)
    drawn = make.event(mention)
    Event.objects.filter(pk=drawn.pk).update(geometry=Point(1, 1, srid=4326), point=Point(1, 1, srid=4326))
    [one] = expected(mention, by=publisher, **ALL)

    bulk = done(mention, one.to, by=publisher)

    now = {event.pk: event for event in Event.objects.select_related("place")}
    assert bulk.rows.get().outcome == BulkOutcome.DONE
    assert now[draft.pk].point.coords == pytest.approx((36.8, 35.86), abs=0.1)
    assert now[shown.pk].point.coords == now[draft.pk].point.coords
    assert (now[shown.pk].place.country, now[shown.pk].status) == ("SY", Status.CHANGED)
    assert now[drawn.pk].point.coords == (1, 1)
    told = Decision.objects.filter(object_id=shown.pk, content_type__model="event", public_note__gt="")
    assert [decision.public_note for decision in told] == ["It was another one."]

    bulk = begin_undo(bulk, ACT, by=publisher, public_note="It was right.")
    work_on(bulk, ACT, by=publisher)

    mention.refresh_from_db()
    assert bulk.rows.get().outcome == BulkOutcome.UNDONE
    assert (mention.place, mention.geometry.coords, mention.status) == (
        wrong, (10.0, 50.0), MentionStatus.ACCEPTED,
    )  # fmt: skip
    assert {event.point.coords for event in Event.objects.exclude(pk=drawn.pk)} == {(10.0, 50.0)}
    assert set(Event.objects.values_list("place", flat=True)) == {wrong.pk}


def test_kept_and_never_offered_places_move_nothing(publisher: AbstractUser) -> None:
    mention = misplaced()

    for to, refused in ((KEEP, "None of these rows"), ("made up", "None of these rows"), ("", "None of")):
        with pytest.raises(Refused, match=refused):
            done(mention, to, by=publisher)

    mention.refresh_from_db()
    assert mention.version == 1


def test_place_that_is_shown_coarser_is_not_moved(publisher: AbstractUser) -> None:
    mention = make.mention(make.article(TEXT))
    event = make.event(mention, title="Shelling in the night")
    show_coarser(event, by=publisher, reason="A family hides there.", level=Precision.COUNTRY)
    mention.refresh_from_db()

    [one] = expected(mention, by=publisher, **ALL)

    assert str(one.refusal).startswith("They are shown less exactly than they are known.")


def test_editor_who_may_not_publish_moves_nothing_that_readers_see() -> None:
    mention, editor = misplaced(), make.person("Editor")
    make.published(mention)

    [unticked], [ticked] = expected(mention, by=editor), expected(mention, by=editor, **ALL)

    # No tick would help, so none is asked for.
    assert "you may not publish" in str(unticked.refusal)
    assert "you may not publish" in str(ticked.refusal)


def test_spot_that_was_put_without_a_place_is_not_called_nowhere(publisher: AbstractUser) -> None:
    spot = misplaced()
    Mention.objects.filter(pk=spot.pk).update(place=None)

    [one] = expected(spot, by=publisher)

    assert one.before == "a spot without a name (Settlement)"


def test_mention_changed_since_the_preview_is_left_alone(publisher: AbstractUser) -> None:
    mention = misplaced()
    [one] = expected(mention, by=publisher, **ALL)
    bulk = begin(
        ACT, [Chosen(mention.pk, mention.version, one.to)], by=publisher, options=ALL, token=uuid.uuid4()
    )
    Mention.objects.filter(pk=mention.pk).update(version=7, precision=Precision.NEAR)

    work_on(bulk, ACT, by=publisher)

    row = bulk.rows.get()
    assert row.outcome == BulkOutcome.CHANGED
    assert row.details["now"] == "Saraqib, Germany (Near a settlement)"
    assert row.details["after"].startswith("Saraqib, Syria")


def test_what_stays_says_what_readers_see_there(publisher: AbstractUser) -> None:
    """Whoever chooses another of its places is told before what that moves."""
    told, untold = misplaced(), misplaced()
    [one] = expected(told, by=publisher, **ALL)
    done(told, one.to, by=publisher)
    done(untold, one.to, by=publisher)
    make.published(told, by=publisher, title="Shells")
    make.event(untold)

    seen, unseen = expected(told, untold, by=publisher, **ALL)

    assert (seen.is_same, unseen.is_same) == (True, True)
    assert "readers see “Shells” there" in seen.notes
    assert not [note for note in unseen.notes if "readers" in str(note)]


def test_where_events_lie_is_asked_of_all_of_them_at_once(publisher: AbstractUser) -> None:
    mentions = [misplaced() for _time in range(3)]
    lying, drawn, coarse = (make.event(mention, title="Shells") for mention in mentions)
    make.event(mentions[0], title="Rockets")
    Event.objects.filter(pk=drawn.pk).update(geometry=Point(1, 1, srid=4326), point=Point(1, 1, srid=4326))
    show_coarser(coarse, by=publisher, reason="A family hides there.", level=Precision.COUNTRY)

    with CaptureQueriesContext(connection) as captured:
        moved = expected(*mentions, by=publisher, **ALL)

    sqls = [query["sql"] for query in captured.captured_queries]
    assert [sorted(map(str, one.warnings)) for one in moved[:2]] == [
        ["“Rockets” moves along", "“Shells” moves along"], ["“Shells” was drawn by hand and stays"],
    ]  # fmt: skip
    assert (
        sum('FROM "events_discretion" WHERE "events_discretion"."event_id" = ANY' in sql for sql in sqls) == 1
    )
    # Thousands of numbers are one value of the statement: as many values take psycopg long.
    assert not [sql for sql in sqls if f"IN ({mentions[0].pk}, {mentions[1].pk}, " in sql]
    events = list(Event.objects.order_by("pk"))
    assert all_where_told(events) == {event.pk for event in events if is_where_told(event)}
    assert all_where_told(events) >= {lying.pk, coarse.pk}
