"""Whose rows are whose, and that no verb forgets it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser, AnonymousUser, Group, Permission
from django.contrib.gis.geos import Point
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from events.enums import EventKind, Measure, MentionRole, Precision, Status
from events.models import (
    Article,
    Decision,
    Dismissal,
    Event,
    EventMention,
    Figure,
    Map,
    Mention,
    Merge,
    Place,
)
from events.review import (
    articles,
    assigning,
    comments,
    dismissals,
    drafts,
    events,
    figures,
    intake,
    maps,
    mentions,
    merging,
    roles,
)
from events.review.groups import GROUPS
from events.review.rights import (
    changeable_by,
    may_change,
    may_decide,
    may_view,
    require_change,
    visible_ids,
    visible_to,
)
from tests.review import factories as make

pytestmark = pytest.mark.django_db


class World:
    """What an editor and a contributor have each brought in, and what is published."""

    def __init__(self) -> None:
        self.contributor = make.person("Contributor")
        self.editor = make.person("Editor")
        self.own = self._told(self.contributor)
        self.others = self._told(self.editor)
        self.shown = self._told(self.editor, is_published=True)

    def _told(self, by: AbstractUser, *, is_published: bool = False) -> dict[str, Any]:
        article = make.article(created_by=by)
        mention, figure = make.mention(article), make.figure(article)
        event = make.event(mention, by=by, figures=[figure])
        if is_published:
            events.publish_event(event, by=make.person())
        return {
            "article": article, "mention": mention, "figure": figure, "event": event,
            "decision": Decision.objects.filter(content_type__model="event", object_id=event.pk).last(),
        }  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


MODELS = {"article": Article, "mention": Mention, "figure": Figure, "event": Event, "decision": Decision}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_contributor_sees_their_own_and_what_is_published(name: str, world: World) -> None:
    seen = visible_to(world.contributor, MODELS[name].objects.all())

    assert world.own[name] in seen
    assert world.shown[name] in seen
    assert world.others[name] not in seen
    assert not may_view(world.contributor, world.others[name])


@pytest.mark.parametrize("named", [0, 100])
def test_decisions_are_seen_with_their_events_however_many_are_the_users_own(
    named: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event of somebody else's that rests on the user's article too, or counts what it claims."""
    monkeypatch.setattr("events.review.rights._NAMED", named)
    resting = make.event(world.own["mention"], by=world.editor)
    assigned, counted = make.event(by=world.editor), make.event(by=world.editor)
    Event.objects.filter(pk=assigned.pk).update(assignee=world.contributor)
    make.figure(world.own["article"], event=counted)

    seen = visible_to(world.contributor, Decision.objects.filter(content_type__model="event"))

    about = set(seen.values_list("object_id", flat=True))
    theirs = {world.own["event"].pk, world.shown["event"].pk, resting.pk, assigned.pk, counted.pk}
    assert about == theirs & set(Decision.objects.values_list("object_id", flat=True))
    assert {resting.pk, assigned.pk, counted.pk} <= about


def test_decisions_are_seen_with_the_mentions_that_they_are_about(world: World) -> None:
    """Also those that name no article; not those about what is deleted, kept, or of a withdrawn event."""
    kept, withdrawn = (world._told(world.editor, is_published=True) for _time in range(2))
    Article.objects.filter(pk=kept["article"].pk).update(is_withheld=True)
    events.withdraw_event(withdrawn["event"], by=make.person(), public_note="It was told twice.")
    Decision.objects.filter(content_type__model="mention").delete()
    deleted = make.mention(world.own["article"], quote="Binnish")
    about = {
        name: Decision.objects.record(verb="accept_mention", by=world.editor, on=mention)
        for name, mention in {
            "own": world.own["mention"], "others": world.others["mention"], "shown": world.shown["mention"],
            "kept": kept["mention"], "withdrawn": withdrawn["mention"], "deleted": deleted,
        }.items()
    }  # fmt: skip
    kind = about["own"].content_type
    for which in ("own", "others"):
        about[f"{which}, no article named"] = Decision.objects.create(
            verb="accept_mention", by=world.editor, content_type=kind,
            object_id=getattr(world, which)["mention"].pk,
        )  # fmt: skip
    deleted.delete()

    seen = set(visible_to(world.contributor, Decision.objects.filter(content_type=kind)))

    assert {name for name, one in about.items() if one in seen} == {"own", "shown", "own, no article named"}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_editor_sees_everything(name: str, world: World) -> None:
    rows = MODELS[name].objects.all()

    assert list(visible_to(world.editor, rows)) == list(rows)
    assert list(visible_to(AnonymousUser(), rows)) == []


@pytest.mark.parametrize("name", ["article", "event", "figure", "mention"])
def test_contributor_changes_their_own_drafts_alone(name: str, world: World) -> None:
    may = {
        which: may_change(world.contributor, getattr(world, which)[name])
        for which in ("own", "others", "shown")
    }

    assert may == {"own": True, "others": False, "shown": False}
    assert may_change(world.editor, world.own[name])
    assert list(changeable_by(world.contributor, MODELS[name].objects.all())) == [world.own[name]]


def test_article_that_its_first_event_published_is_still_decided_on(world: World) -> None:
    article = world.own["article"]
    second = make.mention(article, "Binnish")
    events.publish_event(world.own["event"], by=make.person())

    assert may_decide(world.contributor, article)
    assert may_change(world.contributor, second)
    assert not may_change(world.contributor, article)
    assert not may_change(world.contributor, world.own["mention"])
    assert not may_change(world.contributor, world.own["figure"])


def test_withdrawn_article_is_nobodys_to_decide_on_but_an_editors(world: World) -> None:
    Article.objects.filter(pk=world.own["article"].pk).update(status=Status.WITHDRAWN)

    assert not may_decide(world.contributor, world.own["article"])
    assert may_decide(world.editor, world.own["article"])


def test_event_that_rests_on_ones_article_is_seen_and_not_changed(world: World) -> None:
    event = make.event(world.own["mention"], by=world.editor)

    assert may_view(world.contributor, event)
    with pytest.raises(PermissionDenied, match="is somebody else’s work"):
        require_change(world.contributor, event)


def test_what_few_events_rest_on_is_asked_of_them_alone(world: World) -> None:
    """Not of all the articles that somebody has brought in."""
    told = make.event(world.own["mention"], by=world.editor)
    counted = make.event(by=world.editor, figures=[make.figure(world.own["article"], "More than 12")])
    asked = {told.pk, counted.pk, world.own["event"].pk, world.shown["event"].pk, world.others["event"].pk}

    with CaptureQueriesContext(connection) as captured:
        seen = visible_ids(world.contributor, Event, asked)

    assert seen == asked - {world.others["event"].pk}
    assert captured.captured_queries[-1]["sql"].count('"event_id" IN (') == 2
    assert not may_view(world.contributor, world.others["event"])


def test_refusal_says_nothing_of_a_row_that_may_not_be_seen(world: World) -> None:
    with pytest.raises(PermissionDenied) as refusal:
        require_change(world.contributor, world.others["event"])

    assert str(refusal.value) == f"There is no event no. {world.others['event'].pk} that you may see."


def test_refusal_names_the_reason_for_ones_own(world: World) -> None:
    events.publish_event(world.own["event"], by=make.person())

    with pytest.raises(PermissionDenied, match="is not a draft any more"):
        require_change(world.contributor, world.own["event"])


def test_draft_that_was_merged_away_is_parted_by_its_owner(world: World) -> None:
    other = make.event(make.mention(world.own["article"], "Binnish"), by=world.contributor)
    merging.merge_events(world.own["event"], other, by=world.contributor)
    other.refresh_from_db()

    assert may_change(world.contributor, other)
    merging.unmerge_event(other, by=world.contributor)

    assert Event.objects.get(pk=other.pk).status == Status.DRAFT


def test_model_that_nobody_has_described_shows_nothing(world: World) -> None:
    assert not visible_to(world.contributor, Group.objects.all()).exists()
    assert visible_to(world.contributor, Place.objects.filter(pk=make.place().pk)).exists()


# No verb forgets whose a row is


def _at() -> dict[str, Any]:
    return {"place": make.place(), "geometry": Point(36, 35, srid=4326), "precision": Precision.EXACT}


#: Each verb with what it is done to and its other arguments. `row` is the editor's, `own` the contributor's.
VERBS: dict[
    Callable[..., Any], Callable[[dict[str, Any], dict[str, Any]], tuple[tuple[Any, ...], dict[str, Any]]]
] = {
    assigning.assign_event: lambda row, own: ((row["event"],), {"to": own["article"].created_by}),
    comments.add_comment: lambda row, own: ((row["event"],), {"text": "Forged."}),
    intake.assign_article: lambda row, own: ((row["article"],), {"to": own["article"].created_by}),
    intake.dismiss_article: lambda row, own: ((row["article"],), {}),
    intake.recall_article: lambda row, own: ((row["article"],), {}),
    articles.change_article: lambda row, own: ((row["article"], {"headline": "Forged"}), {}),
    articles.withdraw_article: lambda row, own: ((row["article"],), {"public_note": "No."}),
    articles.reinstate_article: lambda row, own: ((row["article"],), {}),
    articles.discard_article: lambda row, own: ((row["article"],), {}),
    dismissals.dismiss_finding: lambda row, own: (
        (row["event"],),
        {"key": "k", "code": "c", "sentence": "s", "reason": "r"},
    ),
    dismissals.recall_dismissal: lambda row, own: (
        (Dismissal.objects.create(key="k", event=row["event"], by=row["article"].created_by),),
        {},
    ),
    drafts.discard_event: lambda row, own: ((row["event"],), {}),
    events.create_event: lambda row, own: (
        (),
        {
            "title": "Forged",
            "kind": EventKind.SHELLING,
            "layer": make.layer(),
            "mentions": [row["mention"]],
        },
    ),
    events.change_event: lambda row, own: ((row["event"], {"title": "Forged"}), {}),
    events.tell_event: lambda row, own: ((row["event"], [own["mention"]]), {}),
    events.untell_event: lambda row, own: ((row["event"], [row["mention"]]), {}),
    events.submit_event: lambda row, own: ((row["event"],), {}),
    events.return_event: lambda row, own: ((row["event"],), {"note": "No."}),
    events.recall_event: lambda row, own: ((row["event"],), {}),
    events.publish_event: lambda row, own: ((row["event"],), {}),
    events.withdraw_event: lambda row, own: ((row["event"],), {"public_note": "No."}),
    figures.decide_figure: lambda row, own: ((row["figure"], {"low": 1}), {"verb": "correct_figure"}),
    figures.accept_figure: lambda row, own: ((row["figure"],), {}),
    figures.correct_figure: lambda row, own: ((row["figure"], {"low": 1}), {}),
    figures.reject_figure: lambda row, own: ((row["figure"],), {}),
    figures.reopen_figure: lambda row, own: ((row["figure"],), {}),
    figures.move_figure: lambda row, own: ((row["figure"],), {"start": 0, "end": 6}),
    figures.add_figure: lambda row, own: (
        (row["article"],),
        {"start": 0, "end": 6, "measure": Measure.KILLED},
    ),
    figures.attach_figures: lambda row, own: ((own["event"], [row["figure"]]), {}),
    figures.link_figure_places: lambda row, own: ((row["figure"], [row["mention"]]), {}),
    figures.withdraw_figure: lambda row, own: ((row["figure"],), {"public_note": "No."}),
    maps.make_map: lambda row, own: (
        ({"title": "Forged", "slug": "forged"},),
        {"picked_events": [row["event"]]},
    ),
    maps.copy_map: lambda row, own: ((row["map"],), {}),
    maps.change_map: lambda row, own: ((row["map"], {"title": "Forged"}), {}),
    maps.publish_map: lambda row, own: ((row["map"],), {}),
    maps.withdraw_map: lambda row, own: ((row["map"],), {"public_note": "No."}),
    maps.discard_map: lambda row, own: ((row["map"],), {}),
    mentions.accept_mention: lambda row, own: ((row["mention"],), {}),
    mentions.correct_mention: lambda row, own: ((row["mention"],), _at()),
    mentions.set_mention_role: lambda row, own: ((row["mention"],), {"role": MentionRole.ORIGIN}),
    mentions.move_mention: lambda row, own: ((row["mention"],), {"start": 0, "end": 6}),
    mentions.reject_mention: lambda row, own: ((row["mention"],), {}),
    mentions.mark_not_identifiable: lambda row, own: ((row["mention"],), {}),
    mentions.reopen_mention: lambda row, own: ((row["mention"],), {}),
    mentions.add_mention: lambda row, own: ((row["article"],), {"start": 0, "end": 6}),
    mentions.edit_mention: lambda row, own: ((row["mention"], {"role": MentionRole.ORIGIN}), {}),
    merging.merge_events: lambda row, own: ((own["event"], row["event"]), {}),
    merging.unmerge_event: lambda row, own: ((_merged(row),), {}),
    roles.recommend_figure: lambda row, own: ((row["figure"],), {"reason": "Forged."}),
    roles.supersede_figure: lambda row, own: (
        (_beside(own, row), Figure.objects.get(pk=row["figure"].pk)),
        {"reason": "Forged."},
    ),
    roles.dispute_figure: lambda row, own: ((row["figure"],), {"reason": "Forged."}),
    roles.corroborate_figure: lambda row, own: ((row["figure"],), {}),
    roles.detach_figure: lambda row, own: ((row["figure"],), {}),
}


def _merged(row: dict[str, Any]) -> Event:
    editor = row["article"].created_by
    other = make.event(make.mention(row["article"], "Binnish"), by=editor)
    merging.merge_events(row["event"], other, by=editor)
    other.refresh_from_db()
    return other


def _beside(own: dict[str, Any], row: dict[str, Any]) -> Figure:
    """A figure of the contributor's article in the editor's event."""
    figure = make.figure(own["article"], "15 dead", low=15, high=15)
    Figure.objects.filter(pk=figure.pk).update(event=row["event"], role="corroborating")
    figure.refresh_from_db()
    return figure


def test_no_verb_works_on_what_somebody_else_is_working_on(world: World) -> None:
    # Every permission but one, so that nothing but whose the row is can be the reason.
    role = Group.objects.create(name="All but what others brought in")
    held = Q(content_type__app_label="events") & ~Q(codename="change_others")
    role.permissions.set(Permission.objects.filter(held))
    by = make.person("Contributor")
    by.groups.set([role])
    row = {**world.others, "map": make.map_(created_by=world.editor)}
    own = world._told(by)

    for verb, given in VERBS.items():
        args, options = given(row, own)
        before = _everything()
        with pytest.raises(PermissionDenied, match=r"that you may see|somebody else’s work"):
            verb(*args, by=by, **options)
        assert _everything() == before, verb.__name__


def _everything() -> dict[str, list[tuple[Any, ...]]]:
    kept: tuple[type[models.Model], ...] = (
        Article, Mention, Figure, Event, EventMention, Map, Merge, Dismissal, Decision,
    )  # fmt: skip
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in kept}


def test_every_verb_is_tried() -> None:
    modules = articles, assigning, dismissals, drafts, events, figures, maps, mentions, merging, roles
    known = {
        verb
        for module in modules
        for name, verb in vars(module).items()
        if inspect.isfunction(verb) and verb.__module__ == module.__name__ and not name.startswith("_")
        and "by" in inspect.signature(verb).parameters
    }  # fmt: skip

    missing = known - {events.publish_sources, assigning.require_may_give} - VERBS.keys()
    assert not missing, f"Try them here: {sorted(verb.__name__ for verb in missing)}"


# Roles


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_role_holds_exactly_what_the_table_says(name: str) -> None:
    held = Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename")

    assert {f"{label}.{codename}" for label, codename in held} == GROUPS[name]
