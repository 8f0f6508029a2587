"""Acts on many rows: what is forecast is what happens, nothing is done twice, and it can be taken back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from events.enums import FigureRole, MentionStatus, Status
from events.models import Article, BulkAct, Decision, Event, Figure, Map, Mention
from events.models.base import Tracked
from events.models.bulk import BulkOutcome
from events.review.acts import Refused
from events.review.articles import withdraw_article
from events.review.bulk import CHANGED_MEANWHILE, SOMEBODY_ELSES, Act, Chosen, forecast
from events.review.bulk_layers import NO_RIGHT_TO_CORRECT, OWN_CORRECTION, RelayerEvents
from events.review.bulk_merging import MergeEvents, conflicts_among
from events.review.bulk_states import (
    MERGED,
    PublishEvents,
    PublishMaps,
    ReinstateArticles,
    WithdrawArticles,
    WithdrawEvents,
    WithdrawMaps,
)
from events.review.bulk_working import begin, begin_undo, work_on
from events.review.events import change_event, withdraw_event
from events.review.mentions import reject_mention
from events.review.merging import merge_events
from tests.review import factories as make

pytestmark = pytest.mark.django_db

PUBLISH, WITHDRAW, RELAYER, MERGE = PublishEvents(), WithdrawEvents(), RelayerEvents(), MergeEvents()


@pytest.fixture
def publisher() -> AbstractUser:
    return make.person()


def chosen(*rows: Tracked) -> list[Chosen]:
    return [Chosen(row.pk, row.version) for row in rows]


def fresh(*rows: Tracked) -> list[Chosen]:
    return [Chosen(row.pk) for row in rows]


def reasons(act: Act, rows: Iterable[Tracked], *, by: AbstractUser, **options: Any) -> dict[int, str]:
    expected = forecast(act, fresh(*rows), by=by, options=options)
    return {one.pk: str(one.refusal) for one in expected if one.refusal}


def done(act: Act, rows: list[Chosen], *, by: AbstractUser, **given: Any) -> BulkAct:
    given = {"options": {}, "token": uuid.uuid4(), "public_note": "For a reason.", **given}
    bulk = begin(act, rows, by=by, **given)
    while bulk.finished_at is None:
        work_on(bulk, act, by=by)
    return bulk


def outcomes(bulk: BulkAct) -> dict[int, str]:
    return dict(bulk.rows.values_list("object_id", "outcome"))


def undone(bulk: BulkAct, act: Act, *, by: AbstractUser, public_note: str = "Taken back.") -> BulkAct:
    bulk = begin_undo(bulk, act, by=by, public_note=public_note)
    while bulk.undone_at is None:
        work_on(bulk, act, by=by)
    return bulk


# Publishing and withdrawing


def unpublishable(by: AbstractUser) -> dict[str, Event]:
    """Drafts that cannot be published, each for a reason of its own, and one that is published."""
    rejected = make.mention()
    untold = make.event(rejected)
    reject_mention(rejected, by=by)
    source = make.article()
    make.published(make.mention(source), by=by)
    hidden = make.event(make.mention(source, "Binnish"))
    withdraw_article(Article.objects.get(pk=source.pk), by=by, public_note="Wrong.")
    kept, away = make.event(), make.event()
    merge_events(kept, away, by=by)
    nowhere = make.event()
    Event.objects.filter(pk=nowhere.pk).update(geometry=None, point=None)
    return {
        "No accepted mention tells them.": untold, "Every article that tells them is withdrawn.": hidden,
        "They were merged into another event.": away, "They are published already.": make.published(),
        "They have no place on the map.": nowhere,
    }  # fmt: skip


def test_forecast_of_publishing_is_what_happens(publisher: AbstractUser) -> None:
    stopped, ready = unpublishable(publisher), make.event()
    rows = [ready, *stopped.values()]

    expected = reasons(PUBLISH, rows, by=publisher)
    bulk = done(PUBLISH, fresh(*rows), by=publisher)

    for sentence, event in stopped.items():
        assert expected[event.pk].startswith(sentence)
    assert ready.pk not in expected
    assert outcomes(bulk) == {ready.pk: BulkOutcome.DONE} | dict.fromkeys(expected, BulkOutcome.REFUSED)
    assert Event.objects.get(pk=ready.pk).status == Status.PUBLISHED
    # The verb refuses the same rows, whatever the forecast says of them.
    for event in stopped.values():
        row = bulk.rows.get(object_id=event.pk)
        row.version = Event.objects.get(pk=event.pk).version
        with pytest.raises(Refused):
            PUBLISH.do(row, by=publisher, bulk=bulk)


def test_four_eyes_hold_for_many(settings: Settings, publisher: AbstractUser) -> None:
    own, other, third = make.event(by=publisher), make.event(), make.event()
    public = make.published(by=publisher)
    change_event(other, {"title": "Rockets"}, by=publisher)
    settings.FOUR_EYES = True

    expected = reasons(PUBLISH, [own, other, third], by=publisher)
    bulk = done(PUBLISH, fresh(own, other, third), by=publisher)

    assert set(expected) == {own.pk, other.pk}
    assert all("another publisher publishes them" in sentence for sentence in expected.values())
    assert outcomes(bulk)[third.pk] == BulkOutcome.DONE
    assert reasons(RELAYER, [public], by=publisher) == {public.pk: str(OWN_CORRECTION)}


def test_what_goes_with_an_event_is_told(publisher: AbstractUser) -> None:
    article = make.article()
    event = make.event(make.mention(article), figures=[make.figure(article)])

    [one] = forecast(PUBLISH, fresh(event), by=publisher, options={})

    assert (str(one.before), str(one.after)) == ("Draft", "Published")
    assert one.notes == ("with 1 figure", "makes the excerpts of 1 article public")


def test_withdrawn_events_need_a_note(publisher: AbstractUser) -> None:
    shown, draft = make.published(), make.event()

    with pytest.raises(Refused, match="Say in the note to readers"):
        done(WITHDRAW, fresh(shown, draft), by=publisher, public_note=" ")
    bulk = done(WITHDRAW, fresh(shown, draft), by=publisher)

    assert outcomes(bulk) == {shown.pk: BulkOutcome.DONE, draft.pk: BulkOutcome.REFUSED}
    assert Decision.objects.get(verb="withdraw_event").public_note == "For a reason."


def test_articles_say_which_events_go_with_them_and_come_back(publisher: AbstractUser) -> None:
    article = make.article()
    make.published(make.mention(article))
    make.published(make.mention(article, "Binnish"), make.mention())
    article.refresh_from_db()

    [one] = forecast(WithdrawArticles(), fresh(article), by=publisher, options={})
    bulk = done(WithdrawArticles(), fresh(article), by=publisher)
    back = done(ReinstateArticles(), fresh(Article.objects.get(pk=article.pk)), by=publisher)

    assert one.notes == (
        "1 event is withdrawn with it", "1 event that others tell as well is marked as changed",
    )  # fmt: skip
    assert outcomes(bulk) == outcomes(back) == {article.pk: BulkOutcome.DONE}
    assert sorted(Event.objects.values_list("status", flat=True)) == ["changed", "withdrawn"]
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT


def test_event_goes_with_the_last_of_the_articles_that_tell_it(publisher: AbstractUser) -> None:
    first, last = make.article(), make.article()
    make.published(make.mention(first), make.mention(last))

    expected = forecast(WithdrawArticles(), fresh(first, last), by=publisher, options={})
    done(WithdrawArticles(), fresh(first, last), by=publisher)

    assert [one.notes for one in expected] == [
        ("1 event that others tell as well is marked as changed",), ("1 event is withdrawn with it",),
    ]  # fmt: skip
    assert list(Event.objects.values_list("status", flat=True)) == [Status.WITHDRAWN]


def test_maps_are_published_and_withdrawn(publisher: AbstractUser) -> None:
    one, other = make.map_(), make.map_(status=Status.PUBLISHED)

    assert outcomes(done(PublishMaps(), fresh(one, other), by=publisher)) == {
        one.pk: BulkOutcome.DONE, other.pk: BulkOutcome.REFUSED,
    }  # fmt: skip
    done(WithdrawMaps(), fresh(Map.objects.get(pk=one.pk), other), by=publisher)

    assert set(Map.objects.values_list("status", flat=True)) == {Status.WITHDRAWN}


# Whose it is, and who was there first


def test_rows_of_others_are_refused_and_hidden_ones_not_named() -> None:
    contributor, editor = make.person("Contributor"), make.person("Editor")
    own = make.event(make.mention(make.article(created_by=contributor)), by=contributor)
    hidden, shown, layer = make.event(by=editor), make.published(), make.layer()

    expected = forecast(RELAYER, fresh(own, hidden, shown), by=contributor, options={"layer": layer.pk})
    bulk = done(RELAYER, fresh(own, hidden, shown), by=contributor, options={"layer": layer.pk})

    assert {one.pk: str(one.refusal) for one in expected} == {own.pk: "", shown.pk: str(SOMEBODY_ELSES)}
    assert outcomes(bulk) == {own.pk: BulkOutcome.DONE, shown.pk: BulkOutcome.REFUSED}
    assert list(Event.objects.filter(layer=layer)) == [own]
    with pytest.raises(PermissionDenied):
        done(PUBLISH, fresh(own), by=contributor)
    assert reasons(RELAYER, [shown], by=editor) == {shown.pk: str(NO_RIGHT_TO_CORRECT)}


def test_row_changed_after_the_preview_is_left_alone_with_both_versions(publisher: AbstractUser) -> None:
    first, second, layer = make.event(), make.event(), make.layer(name="New")
    theirs, late = make.layer(name="Theirs"), make.layer(name="Late")
    seen = chosen(first, second)
    change_event(first, {"layer": theirs}, by=make.person("Editor"))

    bulk = begin(RELAYER, seen, by=publisher, options={"layer": layer.pk}, token=uuid.uuid4())
    change_event(second, {"layer": late}, by=make.person("Editor", first_name="Later"))
    while bulk.finished_at is None:
        work_on(bulk, RELAYER, by=publisher)

    assert set(outcomes(bulk).values()) == {BulkOutcome.CHANGED}
    told = {row.object_id: row.details for row in bulk.rows.all()}
    assert (told[first.pk]["before"], told[first.pk]["after"]) == ("Theirs", "New")
    assert (told[second.pk]["before"], told[second.pk]["now"], told[second.pk]["after"]) == (
        "Events", "Late", "New",
    )  # fmt: skip
    assert told[first.pk]["by"].startswith("editor")
    assert told[second.pk]["by"].startswith("editor")
    assert not Event.objects.filter(layer=layer).exists()


def test_one_preview_confirmed_twice_is_one_act(publisher: AbstractUser) -> None:
    event, layer, token = make.event(), make.layer(), uuid.uuid4()

    one = done(RELAYER, chosen(event), by=publisher, options={"layer": layer.pk}, token=token)
    other = done(RELAYER, chosen(event), by=publisher, options={"layer": layer.pk}, token=token)

    assert one == other
    assert Decision.objects.filter(verb="change_event", object_id=event.pk).count() == 1


def test_batches_go_on_where_they_stopped(publisher: AbstractUser) -> None:
    events = [make.event() for _ in range(5)]
    bulk = begin(PUBLISH, fresh(*events), by=publisher, options={}, token=uuid.uuid4())

    first = work_on(bulk, PUBLISH, by=publisher, rows=2)
    standing = Event.objects.published().count()
    rest = [work_on(bulk, PUBLISH, by=publisher, rows=2) for _ in range(3)]

    assert (first, standing, rest) == (2, 2, [2, 1, 0])
    assert bulk.finished_at is not None
    assert Decision.objects.filter(verb="publish_event").count() == 5


def test_all_or_nothing_does_nothing_where_one_cannot(publisher: AbstractUser) -> None:
    ready, shown = make.event(), make.published()

    with pytest.raises(Refused, match="Nothing was done, for all was wanted"):
        done(PUBLISH, fresh(ready, shown), by=publisher, is_whole=True)
    assert not BulkAct.objects.exists()
    bulk = done(PUBLISH, fresh(ready), by=publisher, is_whole=True)

    assert outcomes(bulk) == {ready.pk: BulkOutcome.DONE}


def test_all_or_nothing_takes_back_what_was_done_before_a_refusal(
    publisher: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = sorted((make.event() for _ in range(3)), key=lambda event: event.pk)
    # What no forecast can know: the last row's article is withdrawn between the two.
    monkeypatch.setattr(PublishEvents, "refusal", lambda *args, **given: "")
    Mention.objects.filter(events=events[-1]).update(status=MentionStatus.PROPOSED)

    with pytest.raises(Refused, match="accepted mention"):
        done(PUBLISH, fresh(*events), by=publisher, is_whole=True)

    assert not Event.objects.published().exists()
    assert not BulkAct.objects.exists()


# Layers


def test_events_move_to_a_layer_and_back(publisher: AbstractUser) -> None:
    draft, shown, there = make.event(), make.published(), make.event()
    layer = make.layer()
    there = change_event(there, {"layer": layer}, by=publisher)
    was = draft.layer

    bulk = done(RELAYER, fresh(draft, shown, there), by=publisher, options={"layer": layer.pk})
    moved = Event.objects.filter(layer=layer).count()
    change_event(draft, {"title": "Rockets"}, by=make.person("Editor", first_name="Zoe"))
    undone(bulk, RELAYER, by=publisher)

    assert moved == 3
    assert outcomes(bulk) == {draft.pk: BulkOutcome.KEPT, shown.pk: BulkOutcome.UNDONE}
    assert "was changed by editor" in bulk.rows.get(object_id=draft.pk).said
    shown.refresh_from_db()
    assert (shown.layer, shown.status) == (was, Status.CHANGED)
    with pytest.raises(Refused, match="no layer"):
        RELAYER.clean({"layer": "999999"}, [])


# Merging


def told(wording: str, *, by: AbstractUser, is_published: bool = False) -> Event:
    article = make.article()
    exact = {} if wording == "More than 12" else {"low": 15, "high": 15}
    build = make.published if is_published else make.event
    mention = make.mention(article)
    return build(mention, by=by, figures=[make.figure(article, wording, **exact)])


def test_several_events_become_one_and_part_again(publisher: AbstractUser) -> None:
    keep = told("More than 12", by=publisher, is_published=True)
    others = [told("15", by=publisher), told("More than 12", by=publisher)]
    figure = Figure.objects.get(event=others[0])
    rows = chosen(*Event.objects.filter(pk__in=[keep.pk, *(event.pk for event in others)]))
    [conflict] = conflicts_among([row.pk for row in rows])
    options = MERGE.clean({"keep": str(keep.pk), f"recommended-{conflict.key}": str(figure.pk)}, rows)

    bulk = done(MERGE, rows, by=publisher, options=options)
    merged = list(Event.objects.filter(merged_into=keep))
    recommended = list(Figure.objects.filter(event=keep, role=FigureRole.RECOMMENDED))
    undone(bulk, MERGE, by=publisher)

    assert conflict.words == "People killed"
    assert set(merged) == set(others)
    assert recommended == [figure]
    assert outcomes(bulk) == {event.pk: BulkOutcome.UNDONE for event in others}
    assert not Event.objects.filter(merged_into__isnull=False).exists()
    assert {event.status for event in Event.objects.filter(pk__in=[o.pk for o in others])} == {Status.DRAFT}
    assert Figure.objects.filter(event=keep).get().role == FigureRole.RECOMMENDED


def test_what_cannot_be_merged_is_said_before(publisher: AbstractUser) -> None:
    draft, shown, other = make.event(), make.published(), make.event()
    away = make.event()
    merge_events(other, away, by=publisher)
    gone = withdraw_event(make.published(), by=publisher, public_note="Wrong.")

    unseen = reasons(MERGE, [draft, shown, away], by=publisher, keep=draft.pk)
    withdrawn = reasons(MERGE, [gone, draft], by=publisher, keep=gone.pk)

    assert unseen == {shown.pk: "Readers see them and not the kept event. Keep one that is published.",
                      away.pk: str(MERGED)}  # fmt: skip
    assert "The kept event is withdrawn" in withdrawn[draft.pk]
    with pytest.raises(Refused, match="Readers see"):
        merge_events(draft, shown, by=publisher)


def test_kept_event_changed_meanwhile_stops_the_merges(publisher: AbstractUser) -> None:
    keep, other, third = make.event(), make.event(), make.event()
    rows = chosen(keep, other, third)
    options = MERGE.clean({"keep": str(keep.pk)}, rows)
    bulk = begin(MERGE, rows, by=publisher, options=options, token=uuid.uuid4())
    work_on(bulk, MERGE, by=publisher, rows=1)
    change_event(Event.objects.get(pk=keep.pk), {"title": "Rockets"}, by=publisher)

    work_on(bulk, MERGE, by=publisher)

    assert outcomes(bulk) == {other.pk: BulkOutcome.DONE, third.pk: BulkOutcome.REFUSED}
    assert "Somebody changed the kept event" in bulk.rows.get(object_id=third.pk).said


def test_merging_warns_of_what_lies_apart(publisher: AbstractUser) -> None:
    keep = make.event()
    far = make.event(make.mention(place=make.place("Damascus", lon=36.3, lat=33.5)))

    [_kept, one] = forecast(MERGE, fresh(keep, far), by=publisher, options={"keep": keep.pk})

    assert "266 km from the kept event" in one.warnings
    assert one.point_before == pytest.approx((36.3, 33.5))
    assert one.point_after == pytest.approx((36.8, 35.86))


# Speed


@pytest.mark.parametrize(
    "act", [PUBLISH, WITHDRAW, RELAYER, MERGE], ids=["publish", "withdraw", "relayer", "merge"]
)
def test_forecast_asks_as_much_of_three_events_as_of_one(
    act: Act, settings: Settings, publisher: AbstractUser
) -> None:
    events = [make.event(), make.published(), make.event(), make.published()]
    settings.FOUR_EYES = True
    options = {"layer": make.layer().pk, "keep": events[0].pk}
    forecast(act, fresh(events[0]), by=publisher, options=options)

    counts = []
    for some in (events[:2], events):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            forecast(act, fresh(*some), by=publisher, options=options)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_forecast_writes_nothing(publisher: AbstractUser) -> None:
    event = make.event()

    with CaptureQueriesContext(connection) as asked:
        for act in (PUBLISH, RELAYER, MERGE):
            forecast(act, fresh(event), by=publisher, options={"keep": event.pk})

    assert all(query["sql"].lstrip().upper().startswith(("SELECT", "WITH")) for query in asked), asked
    assert str(CHANGED_MEANWHILE)
