"""The pages of a bulk action: its preview, its confirmation, what became of it, and the way back."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.enums import Status
from events.models import BulkAct, Decision, Event, Mention
from events.models.base import Tracked
from events.models.bulk import BulkOutcome
from events.pipeline.bulk_asking import ask_on
from events.review.bulk import Chosen
from events.review.bulk_layers import RelayerEvents
from events.review.bulk_working import begin
from events.review.events import change_event
from tests.admin.pages import errors, typed
from tests.review import factories as make

pytestmark = pytest.mark.django_db

LIST = "admin:events_event_changelist"


def said(answer: Any) -> str:
    return answer.content.decode()


def previewed(browser: Client, action: str, *rows: Tracked, **more: Any) -> Any:
    """The page that an action of the rows' list opens."""
    listed = reverse(f"admin:events_{rows[0]._meta.model_name}_changelist")
    return browser.post(listed, {"action": action, "_selected_action": [row.pk for row in rows], **more})


def refusal(page: Any) -> str:
    found = re.search(r'class="errornote" role="alert">(.*?)</p>', said(page), re.DOTALL)
    return found[1] if found else ""


def sent(page: Any) -> dict[str, Any]:
    return typed(said(page))


def bulk_url(act: str, model: str = "event") -> str:
    return reverse(f"admin:events_{model}_bulk", args=[act])


def test_events_are_previewed_then_published(desk: Client) -> None:
    ready, shown = make.event(title="Ready"), make.published(title="Shown")

    page = previewed(desk, "bulk_publish", ready, shown)

    assert (page.context["done"], page.context["refused"]) == (1, 1)
    assert "They are published already." in said(page)
    assert not BulkAct.objects.exists()
    assert Event.objects.get(pk=ready.pk).status == Status.DRAFT
    answer = desk.post(bulk_url("publish"), sent(page) | {"_do": "1", "note": "Checked."}, follow=True)
    assert refusal(answer) == ""
    assert answer.redirect_chain == [
        (reverse("admin:events_bulkact_change", args=[BulkAct.objects.get().pk]), 302)
    ]
    assert answer.context["counts"] == [("done", 1), ("refused", 1)]
    assert "Draft" in said(answer)
    assert "Checked." in said(answer)
    assert "Undo all of it" not in said(answer)
    assert "This has no way back as a whole. Open a row and use its own acts." in said(answer)
    assert Decision.objects.get(verb="publish_event", object_id=ready.pk).note == "Checked."


def test_way_back_leads_to_the_list_with_its_filters(desk: Client) -> None:
    event, filters = make.event(), "?status__exact=draft&q=Saraqib"
    listed = f"{reverse(LIST)}{filters}"

    mentions = desk.post(listed, {"action": "bulk_regeocode", "_selected_action": [event.pk]})
    page = desk.post(listed, {"action": "bulk_publish", "_selected_action": [event.pk]})
    again = desk.post(bulk_url("publish"), sent(page))
    done = desk.post(bulk_url("publish"), sent(again) | {"_do": "1"}, follow=True)
    forged = desk.post(bulk_url("publish"), sent(page) | {"back": "//elsewhere.example?q=1"})

    assert [one.context["list_url"] for one in (page, again, done, mentions)] == [listed] * 4
    assert forged.context["list_url"] == reverse(LIST)


def test_list_is_named_as_what_it_is_of(desk: Client) -> None:
    event = make.event()

    page = desk.post(reverse(LIST), {"action": "bulk_regeocode", "_selected_action": [event.pk]})

    assert f'<a href="{reverse(LIST)}">Events</a>' in said(page)


def test_rows_changed_meanwhile_are_open_with_the_way_to_see_them(desk: Client) -> None:
    event, other = make.event(), make.event()
    form = sent(previewed(desk, "bulk_publish", event, other))
    change_event(Event.objects.get(pk=other.pk), {"title": "Another"}, by=make.person())

    page = said(desk.post(bulk_url("publish"), form))

    group = page[page.index('<details class="bulk-group"') :].split("</details>")[0]
    assert group.startswith('<details class="bulk-group" open>')
    assert 'name="_again"' in group


def test_missing_note_to_readers_is_asked_for_where_it_is_written(desk: Client) -> None:
    event = make.published()
    page = previewed(desk, "bulk_withdraw", event)
    answer = desk.post(bulk_url("withdraw"), sent(page) | {"_do": "1"})

    note = r'<textarea id="id_public_note"[^>]*>'
    assert " required" in re.search(note, said(page))[0]
    assert "autofocus" not in said(page)
    assert 'aria-invalid="true" autofocus' in re.search(note, said(answer))[0]
    assert "readers are told it where they could see these before" in said(page)


def test_notes_are_kept_for_rows_that_are_looked_at_again(desk: Client) -> None:
    event, other = make.event(), make.event()
    form = sent(previewed(desk, "bulk_publish", event, other)) | {"_do": "1", "note": "Checked."}
    change_event(Event.objects.get(pk=other.pk), {"title": "Another"}, by=make.person())
    done = desk.post(bulk_url("publish"), form, follow=True)

    again = desk.post(bulk_url("publish"), sent(done))

    assert [one["forecast"].pk for one in again.context["listed"]] == [other.pk]
    assert ">Checked.</textarea>" in said(again)


def test_event_changed_meanwhile_is_looked_at_again_beside_the_kept_one(desk: Client) -> None:
    first, keep, other, third = (make.event(title=f"No. {number}") for number in range(4))
    page = previewed(desk, "bulk_merge", first, keep, other, third)
    form = sent(desk.post(bulk_url("merge"), sent(page) | {"keep": keep.pk}))
    change_event(Event.objects.get(pk=other.pk), {"title": "Another"}, by=make.person())
    done = desk.post(bulk_url("merge"), form | {"_do": "1"}, follow=True)

    again = desk.post(bulk_url("merge"), sent(done))

    assert done.context["counts"] == [("done", 2), ("changed by somebody else meanwhile", 1)]
    assert [one[0] for one in again.context["keepable"]] == [keep.pk, other.pk]
    assert (again.context["keep"], again.context["done"]) == (keep.pk, 1)


def test_outcome_leads_to_what_readers_see(desk: Client) -> None:
    event, keep, other = make.event(), make.published(title="Kept"), make.published()
    form = sent(previewed(desk, "bulk_publish", event)) | {"_do": "1"}
    published = desk.post(bulk_url("publish"), form, follow=True)
    form = sent(previewed(desk, "bulk_merge", keep, other)) | {"_do": "1", "public_note": "They are one."}
    merged = desk.post(bulk_url("merge"), form, follow=True)

    assert f'href="{event.get_absolute_url()}">as readers see it</a>' in said(published)
    assert f'<a href="{reverse("admin:events_event_change", args=[keep.pk])}">Kept</a>' in said(merged)
    assert f'href="{keep.get_absolute_url()}">as readers see it</a>' in said(merged)
    assert f'href="{other.get_absolute_url()}"' not in said(merged)


def test_preview_counts_each_row_once_and_the_outcome_says_the_same(desk: Client) -> None:
    # The last one is there already, and changed after it was shown: nothing is to be done with it.
    layer = make.layer(name="Floods")
    event, deleted, there = make.event(), make.event(), make.event(layer=layer)
    choosing = previewed(desk, "bulk_relayer", event, deleted, there)
    assert "would be done" not in said(choosing)
    page = desk.post(bulk_url("relayer"), sent(choosing) | {"layer": layer.pk})
    form = sent(page)
    change_event(Event.objects.get(pk=there.pk), {"title": "Another"}, by=make.person())
    Event.objects.filter(pk=deleted.pk).delete()

    again = desk.post(bulk_url("relayer"), form)
    whole = desk.post(bulk_url("relayer"), form | {"_do": "1", "whole": "on"})
    done = desk.post(bulk_url("relayer"), form | {"_do": "1"}, follow=True)

    assert [page.context[name] for name in ("done", "refused", "same")] == [2, 0, 1]
    assert [again.context[name] for name in ("done", "refused", "same")] == [1, 1, 1]
    assert "1</strong> stays as it is" in said(again)
    assert "<strong>1 row</strong> They were deleted meanwhile" in " ".join(said(again).split())
    assert f"“no. {deleted.pk}” stands in the way: They were deleted meanwhile" in refusal(whole)
    assert done.context["counts"] == [("done", 1), ("refused", 1)]
    assert "<strong>1 row</strong> They were deleted meanwhile" in " ".join(said(done).split())


def test_events_of_one_title_are_told_apart(desk: Client) -> None:
    events = [make.event(earliest=day, latest=day) for day in (date(2019, 5, 4), date(2019, 6, 9))]

    page = previewed(desk, "bulk_publish", *events)
    done = desk.post(bulk_url("publish"), sent(page) | {"_do": "1"}, follow=True)

    for when in ("4 May 2019 · Saraqib", "9 June 2019 · Saraqib"):
        assert when in said(page)
        assert when in said(done)


def test_all_that_match_are_chosen_at_once(desk: Client) -> None:
    events = [make.event() for _ in range(3)]

    page = previewed(desk, "bulk_publish", events[0], select_across="1", index="0")
    desk.post(bulk_url("publish"), sent(page) | {"_do": "1"})

    assert page.context["number"] == 3
    assert Event.objects.published().count() == 3


def test_layer_is_chosen_shown_and_undone(desk: Client) -> None:
    event, layer = make.published(), make.layer(name="Floods")
    was = event.layer
    page = previewed(desk, "bulk_relayer", event)
    assert not page.context["is_ready"]
    assert 'name="_do"' not in said(page)

    unseen = desk.post(
        bulk_url("relayer"), sent(page) | {"layer": layer.pk, "_do": "1", "public_note": "A flood."}
    )
    silent = desk.post(bulk_url("relayer"), sent(unseen) | {"_do": "1", "public_note": ""})
    answer = desk.post(
        bulk_url("relayer"), sent(silent) | {"_do": "1", "public_note": "A flood."}, follow=True
    )

    assert "This is what it would do with what you have chosen now." in said(unseen)
    assert (unseen.status_code, silent.status_code) == (400, 400)
    assert "Say in the note to readers" in said(silent)
    event.refresh_from_db()
    assert event.layer == layer
    url = answer.redirect_chain[-1][0]
    refused = desk.post(url, {"_undo": "1", "public_note": " "}, follow=True)
    assert any("Say in the note to readers" in sentence for sentence in errors(refused))
    back = desk.post(url, {"_undo": "1", "public_note": "No flood."}, follow=True)
    event.refresh_from_db()
    assert event.layer == was
    assert back.context["counts"] == [("undone", 1)]
    told = " ".join(back.content.decode().split())
    who = BulkAct.objects.get().by.username
    assert f"Taken back by {who} on" in told
    acts = desk.get(reverse("admin:events_bulkact_changelist")).content.decode()
    assert re.search(rf'class="field-undone_by"[^>]*>{who}<', acts)
    assert "Note to readers: No flood." in said(back)
    assert "Undo all of it" not in said(back)


def test_row_changed_meanwhile_is_listed_with_both_versions_and_looked_at_again(desk: Client) -> None:
    event, other = make.event(), make.event(title="Other")
    layer, theirs = make.layer(name="Floods"), make.layer(name="Theirs")
    page = desk.post(
        bulk_url("relayer"), sent(previewed(desk, "bulk_relayer", event, other)) | {"layer": layer.pk}
    )
    change_event(event, {"layer": theirs}, by=make.person("Editor"))

    answer = desk.post(bulk_url("relayer"), sent(page) | {"_do": "1"}, follow=True)

    assert answer.context["counts"] == [("done", 1), ("changed by somebody else meanwhile", 1)]
    assert re.search(
        r'As it is now">Theirs.*As you wanted it">Floods.*What was changed', said(answer), re.DOTALL
    )
    again = {"rows": answer.context["again"], "layer": layer.pk, "_show": "1"}
    fresh = desk.post(answer.context["again_url"], again)
    assert fresh.context["done"] == 1
    desk.post(bulk_url("relayer"), sent(fresh) | {"_do": "1"})
    event.refresh_from_db()
    assert event.layer == layer


def test_three_events_are_merged_and_parted(desk: Client, publisher: AbstractUser) -> None:
    events = []
    for wording in ("More than 12", "15", "15"):
        article = make.article()
        exact = {} if wording == "More than 12" else {"low": 15, "high": 15}
        events.append(make.event(make.mention(article), figures=[make.figure(article, wording, **exact)]))
    page = previewed(desk, "bulk_merge", *events)
    assert page.context["keep"] == events[0].pk
    assert [one["label"] for one in page.context["conflicts"]] == ["People killed"]
    chosen = events[2].figures.get()

    answer = desk.post(
        bulk_url("merge"), sent(page) | {"_do": "1", "recommended-killed-people": chosen.pk}, follow=True
    )
    merged = Event.objects.filter(merged_into=events[0]).count()
    counted = events[0].figures.get(role="recommended")
    back = desk.post(answer.redirect_chain[-1][0], {"_undo": "1"}, follow=True)

    assert (merged, counted) == (2, chosen)
    assert back.context["counts"] == [("undone", 2)]
    assert not Event.objects.filter(merged_into__isnull=False).exists()


def test_events_lead_to_the_mentions_that_tell_them(desk: Client) -> None:
    text = "Shells fell on Saraqib in Idlib province in the night, the rescue service said."
    wrong = make.place("Saraqib", lon=10.0, lat=50.0, country="DE")
    mention = make.mention(make.article(text), place=wrong)
    event = make.event(mention)

    page = previewed(desk, "bulk_regeocode", event)
    ticked = desk.post(bulk_url("regeocode", "mention"), sent(page) | {"accepted": "on", "_show": "1"})
    desk.post(bulk_url("regeocode", "mention"), sent(ticked) | {"accepted": "on", "_do": "1"})

    assert (page.context["done"], page.context["refused"]) == (0, 1)
    assert "Tick “Also what editors have accepted”" in said(page)
    assert ticked.context["moves"][0]["before"] == (10.0, 50.0)
    assert 'value="Put them there"' in said(ticked)  # each row may be left where it is
    event.refresh_from_db()
    assert Mention.objects.get(pk=mention.pk).place.country == "SY"
    assert event.point.x == pytest.approx(36.8, abs=0.1)


def test_one_article_is_asked_for_before_anything_is_shown(desk: Client) -> None:
    wrong = make.place("Saraqib", lon=10.0, lat=50.0, country="DE")
    text = "Shells fell on Saraqib in Idlib province in the night, the rescue service said."
    one, other = (make.mention(make.article(text), place=wrong, status="proposed") for _ in range(2))

    alone = previewed(desk, "bulk_regeocode", one)
    both = previewed(desk, "bulk_regeocode", one, other)

    assert alone.context["done"] == 1
    assert "1 of 2 rows" in said(desk.get(both.url))


def test_asking_that_takes_long_goes_on_on_its_page_and_ends_in_the_preview(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = make.place("Saraqib", lon=10.0, lat=50.0, country="DE")
    text = "Shells fell on Saraqib in Idlib province in the night, the rescue service said."
    mentions = [make.mention(make.article(text), place=wrong, status="proposed") for _ in range(2)]
    monkeypatch.setattr(ask_on, "__kwdefaults__", {"seconds": 0.0})

    started = previewed(desk, "bulk_regeocode", *mentions)
    url = started.url
    monkeypatch.setattr(ask_on, "__kwdefaults__", {"seconds": 30.0})
    listed = desk.get(reverse("admin:events_bulkact_changelist"))
    waiting = desk.get(url)
    step = desk.post(url, headers={"Accept": "application/json"})
    page = desk.get(url)

    assert "not confirmed yet" in said(listed)
    assert ("0 of 2 rows" in said(waiting), "data-bulk-continue" in said(waiting)) == (True, True)
    assert step.json() == {"whole": 2, "done": 2, "left": 0, "said": "2 of 2 rows"}
    assert page.context["done"] == 2
    desk.post(bulk_url("regeocode", "mention"), sent(page) | {"_do": "1"})
    assert {mention.place.country for mention in Mention.objects.all()} == {"SY"}
    assert not BulkAct.objects.filter(is_asking=True).exists()


def test_long_act_goes_on_batch_by_batch(desk: Client, publisher: AbstractUser) -> None:
    events, layer = [make.event() for _ in range(3)], make.layer()
    chosen = [Chosen(event.pk, event.version) for event in events]
    bulk = begin(RelayerEvents(), chosen, by=publisher, options={"layer": layer.pk}, token=BulkAct().token)
    url = reverse("admin:events_bulkact_change", args=[bulk.pk])

    waiting = desk.get(url)
    step = desk.post(url, headers={"Accept": "application/json"})

    assert "data-bulk-continue" in said(waiting)
    assert "0 of 3 rows" in said(waiting)
    assert step.json() == {"whole": 3, "done": 3, "left": 0, "said": "3 of 3 rows"}
    assert "data-bulk-continue" not in said(desk.get(url))
    assert Event.objects.filter(layer=layer).count() == 3


def test_only_who_has_begun_it_goes_on(desk: Client, as_group: Any) -> None:
    bulk = BulkAct.objects.create(act="publish", model="event", by=make.person())
    bulk.rows.create(object_id=make.event().pk, position=0, version=1, label="x")
    url = reverse("admin:events_bulkact_change", args=[bulk.pk])

    answer = desk.post(url, follow=True)

    assert any("Only who has begun it" in sentence for sentence in errors(answer))
    assert bulk.rows.get().outcome == BulkOutcome.WAITING
    assert as_group("Contributor").get(url).status_code == 404


def test_what_the_form_never_sent_does_nothing(desk: Client, as_group: Any) -> None:
    event = make.event()
    for rows in ("", "x y:z -1 9:9:9 " + "9" * 30, "999999:1"):
        desk.post(bulk_url("publish"), {"rows": rows, "_do": "1", "token": "no", "shown": "{", "page": "-1"})
    assert desk.post(bulk_url("explode"), {"rows": f"{event.pk}:1"}, follow=True).status_code == 200
    assert desk.get(bulk_url("publish")).status_code == 302
    assert (
        as_group("Editor").post(bulk_url("publish"), {"rows": f"{event.pk}:1", "_do": "1"}).status_code == 403
    )

    assert not BulkAct.objects.exists()
    assert not Event.objects.published().exists()


@pytest.mark.parametrize("action", ["bulk_publish", "bulk_withdraw", "bulk_relayer", "bulk_merge"])
def test_preview_asks_as_much_of_three_rows_as_of_one(action: str, desk: Client) -> None:
    events = [make.published() if action == "bulk_withdraw" else make.event() for _ in range(4)]
    previewed(desk, action, *events[:2])  # what is asked once and remembered

    counts = []
    for rows in (events[:2], events):
        with CaptureQueriesContext(connection) as asked:
            previewed(desk, action, *rows)
        counts.append(len(asked))

    assert counts[0] == counts[1]
