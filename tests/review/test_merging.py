"""Merging two events and parting them again: every row comes back, or the editor is told why not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client

from events.enums import FigureRole, Status
from events.models import Article, Event, EventMention, Figure, Map, Mention, Merge
from events.review.acts import EditConflict, Refused
from events.review.drafts import discard_event
from events.review.events import change_event, publish_event, tell_event, untell_event, withdraw_event
from events.review.figures import correct_figure, withdraw_figure
from events.review.merging import merge_events, unmerge_event
from events.review.roles import detach_figure, recommend_figure
from tests.review import factories as make
from tests.review.test_events import last_on, verbs_on

pytestmark = pytest.mark.django_db

NOTE = "Two reports of one shelling."
#: What every act changes, and what says by itself that readers have seen a change.
ALWAYS_NEW = {"version", "updated_at"}


@pytest.fixture
def by() -> AbstractUser:
    return make.person()


def told(
    wording: str = "More than 12", *, of: Article | None = None, by: AbstractUser, **fields: Any
) -> Event:
    of = of or make.article()
    exact = {} if wording == "More than 12" else {"low": 15, "high": 15}
    figure = make.figure(of, wording, **exact, **fields.pop("figure", {}))
    return make.event(make.mention(of), figures=[figure], by=by, **fields)


def rows(*but: str) -> dict[str, list[dict[str, Any]]]:
    """Every row that merging may touch, with every column but those that every act changes."""
    tables: list[type[models.Model]] = [
        Event, EventMention, Figure, Article, Mention, Map, Map.picked_events.through,
    ]  # fmt: skip
    return {
        table._meta.model_name: [
            {name: value for name, value in row.items() if name not in ALWAYS_NEW | set(but)}
            for row in table._default_manager.order_by("pk").values()
        ]
        for table in tables
    }


def test_merged_event_gives_its_mentions_and_figures_to_the_kept_one(by: AbstractUser) -> None:
    keep, other = told(by=by), told("15", by=by)
    older, newer = keep.figures.get(), other.figures.get()

    merge_events(keep, other, by=by, note="Same night.")

    keep.refresh_from_db()
    other.refresh_from_db()
    assert (other.status, other.merged_into, other.mentions.count()) == (Status.WITHDRAWN, keep, 0)
    assert (keep.status, keep.mentions.count()) == (Status.DRAFT, 2)
    assert list(keep.figures.order_by("pk").values_list("pk", "role")) == [
        (older.pk, FigureRole.RECOMMENDED), (newer.pk, FigureRole.CORROBORATING),
    ]  # fmt: skip
    assert verbs_on(keep) == ["create_event", "merge_event"]
    assert verbs_on(other) == ["create_event", "merge_event"]
    assert last_on(keep).note == f"“{other.title}” (no. {other.pk}) was merged into this event. Same night."


def test_editor_chooses_which_figure_stays_recommended(by: AbstractUser) -> None:
    keep, other = told(by=by), told("15", by=by)

    merge_events(keep, other, by=by, recommended=[other.figures.get()])

    roles = dict(keep.figures.values_list("wording", "role"))
    assert roles == {"More than 12": FigureRole.CORROBORATING, "15": FigureRole.RECOMMENDED}


def test_claim_of_a_reprint_says_that_it_is_the_same_text(by: AbstractUser) -> None:
    first = make.article(outlet=make.outlet(name="The Example Post"))
    reprint = make.article(duplicate_of=make.article(duplicate_of=first))
    keep, other = told(of=first, by=by), told(of=reprint, by=by)

    merge_events(keep, other, by=by)

    reasons = dict(keep.figures.values_list("article", "role_reason"))
    assert reasons == {
        first.pk: "",
        reprint.pk: "The same agency text as in The Example Post, 31 August 2019.",
    }


def test_tell_event_says_so_of_a_reprint_too(by: AbstractUser) -> None:
    first = make.article()
    keep, reprint = told(of=first, by=by), make.article(duplicate_of=first)

    tell_event(keep, [make.mention(reprint)], [make.figure(reprint)], by=by)

    figure = reprint.figures.get()
    assert figure.role == FigureRole.CORROBORATING
    assert figure.role_reason.startswith("The same agency text as in ")


def shared_mention(by: AbstractUser) -> tuple[Event, Event]:
    article = make.article()
    mention = make.mention(article)
    keep = make.event(mention, by=by)
    return keep, make.event(mention, make.mention(article, "Binnish"), by=by)


def both_published(by: AbstractUser) -> tuple[Event, Event]:
    return publish_event(told(by=by), by=by), publish_event(told("15", by=by), by=by)


def draft_into_published(by: AbstractUser) -> tuple[Event, Event]:
    return publish_event(told(by=by), by=by), told("15", by=by)


def withdrawn_into_published(by: AbstractUser) -> tuple[Event, Event]:
    keep, other = both_published(by)
    return keep, withdraw_event(other, by=by, public_note="It is told twice.")


def picked_on_maps(by: AbstractUser) -> tuple[Event, Event]:
    keep, other = told(by=by), told("15", by=by)
    make.map_().picked_events.set([keep, other])
    make.map_().picked_events.set([other])
    return keep, other


def drafts(by: AbstractUser) -> tuple[Event, Event]:
    return told(by=by), told("15", by=by)


@pytest.mark.parametrize("chooses", [False, True])
@pytest.mark.parametrize(
    "pair",
    [drafts, shared_mention, both_published, draft_into_published, withdrawn_into_published, picked_on_maps],
)
def test_undoing_a_merge_puts_every_row_back(pair: Any, chooses: bool, by: AbstractUser) -> None:
    keep, other = pair(by)
    before = rows()
    chosen = list(other.figures.all()) if chooses else []

    merge_events(keep, other, by=by, public_note=NOTE, recommended=chosen)
    assert rows() != before
    unmerge_event(Event.objects.get(pk=other.pk), by=by, public_note="They are two after all.")

    after = rows()
    seen = [event for event in before["event"] if event["status"] == Status.PUBLISHED]
    for event in seen:
        event["status"] = Status.CHANGED  # readers saw both notes
    assert after == before
    assert Merge.objects.get().undone_by == by


def test_map_that_picked_the_merged_event_shows_the_kept_one(by: AbstractUser) -> None:
    keep, other = picked_on_maps(by)

    merge_events(keep, other, by=by)

    assert [list(each.picked_events.all()) for each in Map.objects.order_by("pk")] == [[keep], [keep]]


def test_merge_of_what_readers_see_needs_a_note_and_marks_the_kept_event(by: AbstractUser) -> None:
    keep, other = both_published(by)

    with pytest.raises(Refused, match="Say in a note to readers"):
        merge_events(keep, other, by=by)
    merge_events(keep, other, by=by, public_note=NOTE)

    keep.refresh_from_db()
    assert keep.status == Status.CHANGED
    assert list(Event.objects.published()) == [keep]
    assert Figure.objects.published().count() == 2
    assert (last_on(keep).public_note, last_on(other).public_note) == (NOTE, "")


def test_draft_merged_into_a_published_event_is_published_with_it(by: AbstractUser) -> None:
    keep, other = draft_into_published(by)

    merge_events(keep, other, by=by, public_note=NOTE)

    assert set(Figure.objects.published().values_list("wording", flat=True)) == {"More than 12", "15"}
    assert Article.objects.published().count() == 2


def test_only_publishers_merge_what_readers_see(by: AbstractUser) -> None:
    editor = make.person("Editor")
    merge_events(*drafts(editor), by=editor)
    keep, other = both_published(by)

    with pytest.raises(PermissionDenied, match="may not publish event"):
        merge_events(keep, other, by=editor, public_note=NOTE)
    merge_events(keep, other, by=by, public_note=NOTE)
    with pytest.raises(PermissionDenied, match="may not publish event"):
        unmerge_event(Event.objects.get(pk=other.pk), by=editor, public_note=NOTE)


def test_merge_is_closed_to_those_who_may_not_change_events() -> None:
    by = make.person("")

    with pytest.raises(PermissionDenied, match="may not change event"):
        merge_events(make.event(), make.event(), by=by)


def test_merge_keeps_the_version_check_for_both(by: AbstractUser) -> None:
    keep, other = drafts(by)
    change_event(other, {"summary": "More is known."}, by=by)

    with pytest.raises(EditConflict):
        merge_events(keep, other, by=by, version=1, other_version=1)
    with pytest.raises(EditConflict):
        merge_events(keep, other, by=by, version=7, other_version=2)
    merge_events(keep, other, by=by, version=1, other_version=2)


def test_merge_is_refused_where_it_makes_no_sense(by: AbstractUser) -> None:
    keep, other = drafts(by)
    seen, _ = both_published(by)

    with pytest.raises(Refused, match="cannot be merged into itself"):
        merge_events(keep, keep, by=by)
    with pytest.raises(Refused, match="Readers see “Shelling in Saraqib” and not"):
        merge_events(keep, seen, by=by)
    with pytest.raises(Refused, match="is no accepted figure of the two events"):
        merge_events(keep, other, by=by, recommended=[make.figure()])
    merge_events(keep, other, by=by)
    with pytest.raises(Refused, match=r"was merged into “Shelling in Saraqib”\. Work on that one"):
        merge_events(make.event(by=by), other, by=by)
    withdraw_event(seen, by=by, public_note="Wrong.")
    with pytest.raises(Refused, match=r"is withdrawn\. Keep the other event"):
        merge_events(seen, make.event(by=by), by=by)
    assert Merge.objects.count() == 1


def test_merged_event_is_not_worked_on_and_its_kept_one_not_discarded(by: AbstractUser) -> None:
    keep, other = drafts(by)
    merge_events(keep, other, by=by)

    for refused in (
        lambda: change_event(other, {"title": "Rockets"}, by=by),
        lambda: publish_event(other, by=by),
        lambda: tell_event(other, [make.mention()], by=by),
        lambda: discard_event(other, by=by),
    ):
        with pytest.raises(Refused, match="was merged into"):
            refused()
    with pytest.raises(Refused, match="Undo the merge first"):
        discard_event(keep, by=by)


def test_merge_of_a_merge_is_undone_from_the_end(by: AbstractUser) -> None:
    first, second, third = told(by=by), told(by=by), told(by=by)
    before = rows()
    merge_events(second, first, by=by)
    merge_events(third, Event.objects.get(pk=second.pk), by=by)

    with pytest.raises(Refused, match="Work on that one, or undo the merge first"):
        unmerge_event(Event.objects.get(pk=first.pk), by=by)
    unmerge_event(Event.objects.get(pk=second.pk), by=by)
    unmerge_event(Event.objects.get(pk=first.pk), by=by)

    assert rows() == before


def taken_out(keep: Event, by: AbstractUser) -> None:
    untell_event(keep, keep.mentions.order_by("-pk")[:1], by=by, public_note="Not there.")


def detached(keep: Event, by: AbstractUser) -> None:
    detach_figure(keep.figures.get(wording="15"), by=by, public_note="Another town.")


def recommended(keep: Event, by: AbstractUser) -> None:
    recommend_figure(keep.figures.get(wording="15"), by=by, reason="It is the later count.")


def withdrawn(keep: Event, by: AbstractUser) -> None:
    withdraw_figure(keep.figures.get(wording="15"), by=by, public_note="Counted twice.")


def kept_withdrawn(keep: Event, by: AbstractUser) -> None:
    withdraw_event(keep, by=by, public_note="It never happened.")


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (taken_out, "“Saraqib” was taken out of “Shelling in Saraqib” after the merge"),
        (detached, "“15” was taken out of “Shelling in Saraqib” after the merge. Add it there again"),
        (recommended, "“15” was made recommended after the merge. Make it corroborating again"),
        (withdrawn, "“15” was withdrawn after the merge"),
        (kept_withdrawn, "was withdrawn after “Shelling in Saraqib” was merged into it. Publish it again"),
    ],
)
def test_undo_that_a_later_edit_prevents_says_what(act: Any, sentence: str, by: AbstractUser) -> None:
    keep, other = both_published(by)
    merge_events(keep, other, by=by, public_note=NOTE)
    act(Event.objects.get(pk=keep.pk), by)
    before = rows()

    with pytest.raises(Refused, match=sentence):
        unmerge_event(Event.objects.get(pk=other.pk), by=by, public_note="Two after all.")

    assert rows() == before


def test_number_corrected_since_the_merge_goes_back_corrected(by: AbstractUser) -> None:
    keep, other = both_published(by)
    merge_events(keep, other, by=by, public_note=NOTE)
    figure = keep.figures.get(wording="15")
    correct_figure(figure, {"low": 16, "high": 16}, by=by, public_note="Sixteen.")

    unmerge_event(Event.objects.get(pk=other.pk), by=by, public_note="Two after all.")

    figure.refresh_from_db()
    assert (figure.event, figure.low, figure.role) == (other, 16, FigureRole.RECOMMENDED)
    assert figure.status == Status.CHANGED


def test_undo_without_a_merge_is_refused(by: AbstractUser) -> None:
    with pytest.raises(Refused, match="is not merged, so there is nothing to undo"):
        unmerge_event(make.event(), by=by)


# What readers see


def test_address_of_a_merged_event_leads_to_the_kept_one(by: AbstractUser, client: Client) -> None:
    keep, other = both_published(by)
    merge_events(keep, other, by=by, public_note=NOTE)

    for address in ("/events/{}/", "/events/{}.geojson"):
        answer = client.get(address.format(other.pk))
        assert (answer.status_code, answer["Location"]) == (301, address.format(keep.pk))
        assert answer["Cache-Control"] == "no-cache"
        assert client.get(address.format(keep.pk)).status_code == 200

    unmerge_event(Event.objects.get(pk=other.pk), by=by, public_note="They are two.")
    notes = client.get(f"/events/{other.pk}.geojson").json()["properties"]["corrections"]
    assert [note["note"] for note in notes] == ["They are two."]


def test_address_of_a_merged_draft_stays_unknown(by: AbstractUser, client: Client) -> None:
    keep, other = draft_into_published(by)
    merge_events(keep, other, by=by, public_note=NOTE)
    hidden, drafted = drafts(by)
    merge_events(hidden, drafted, by=by)

    for event in (other, drafted, hidden):
        for address in (f"/events/{event.pk}/", f"/events/{event.pk}.geojson"):
            assert client.get(address).status_code == 404, address


def test_address_leads_nowhere_while_the_kept_event_is_withdrawn(by: AbstractUser, client: Client) -> None:
    keep, other = both_published(by)
    merge_events(keep, other, by=by, public_note=NOTE)
    withdraw_event(keep, by=by, public_note="Wrong.")

    assert client.get(f"/events/{other.pk}/").status_code == 404


def test_address_leads_to_the_end_of_several_merges(by: AbstractUser, client: Client) -> None:
    first, second = both_published(by)
    third = publish_event(told(by=by), by=by)
    merge_events(second, first, by=by, public_note=NOTE)
    merge_events(third, second, by=by, public_note=NOTE)

    assert client.get(f"/events/{first.pk}/")["Location"] == f"/events/{third.pk}/"


def test_corrections_of_both_events_stay_before_readers(by: AbstractUser, client: Client) -> None:
    keep, other = both_published(by)
    change_event(other, {"summary": "At dawn."}, by=by, public_note="It was at dawn.")

    merge_events(keep, other, by=by, public_note=NOTE)

    shown = client.get(f"/events/{keep.pk}.geojson").json()["properties"]
    assert [note["note"] for note in shown["corrections"]] == ["It was at dawn.", NOTE]
    assert {figure["wording"]: figure["role"] for figure in shown["figures"]} == {
        "More than 12": "recommended", "15": "corroborating",
    }  # fmt: skip
