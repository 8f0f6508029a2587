"""The map builder's preview: the readers' page of what is typed, from what is published, for editors."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.review.maps import change_map
from events.review.story import Step
from tests import factories
from tests.admin.pages import opened
from tests.policies import InlineFinder, policy_of
from tests.review import factories as make

pytestmark = pytest.mark.django_db

PREVIEW = "/admin/events/map/preview/"
TYPED = {"title": "Winter", "slug": "winter", "steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0}


def facts(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200
    found = re.search(r'id="preview-facts" type="application/json">(.*?)</script>', answer.text)
    assert found
    return json.loads(found[1])


def test_preview_shows_what_is_typed_and_keeps_nothing(desk: Client) -> None:
    event = factories.published_event(title="Night of shells")
    step = {
        "steps-TOTAL_FORMS": 1, "steps-0-heading": "It begins", "steps-0-position": 1,
        "steps-0-event": event.pk,
    }  # fmt: skip

    words = {"introduction": "How it went.", "filters-kind": "shelling"}
    answer = desk.post(f"{PREVIEW}?step=1", TYPED | step | words)

    assert facts(answer) == {"count": 1, "left_out": [], "problems": []}
    for said in ("Winter", "How it went.", "Night of shells", "It begins"):
        assert said in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert desk.get("/maps/winter/").status_code == 404


def test_preview_is_framed_by_our_own_pages_alone_and_runs_nothing_inline(desk: Client) -> None:
    answer = desk.post(PREVIEW, TYPED)

    policy = policy_of(answer)
    assert (policy["frame-ancestors"], policy["script-src"]) == (["'self'"], ["'self'"])
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert InlineFinder(answer.text).found == []


@pytest.mark.parametrize("mode", ["page", "embed", "phone"])
def test_nothing_unpublished_is_in_a_preview_of_any_sort(mode: str, desk: Client) -> None:
    shown, draft = factories.published_event(title="Shown"), make.event(title="Zzdraft")
    typed = TYPED | {
        "picked_events": [shown.pk, draft.pk], "screen-event": draft.pk, "screen-totals": "1",
        "steps-TOTAL_FORMS": 1, "steps-0-heading": "One", "steps-0-event": draft.pk,
        "preview-mode": mode,
    }  # fmt: skip

    answer = desk.post(f"{PREVIEW}?step=1&event={draft.pk}", typed)

    assert facts(answer)["count"] == 1
    assert "Shown" in answer.text
    assert "Zzdraft" not in answer.text


def test_picked_events_that_filters_leave_out_are_named(desk: Client) -> None:
    shown, other = (factories.published_event(kind=kind) for kind in ("shelling_artillery", "clash"))
    draft = make.event()
    typed = TYPED | {"picked_events": [shown.pk, other.pk, draft.pk], "filters-kind": "shelling"}

    told = facts(desk.post(PREVIEW, typed))

    assert (told["count"], told["left_out"]) == (1, [other.pk])


def test_preview_asks_no_public_route_for_the_map(desk: Client) -> None:
    factories.published_event()
    map_ = make.map_(slug="zzdraft")

    answer = desk.post(PREVIEW, opened(desk, map_) | {"preview-map": map_.pk})

    assert not re.search(r"map=zzdraft|/maps/zzdraft", answer.text)


def test_preview_speaks_the_language_asked_for(desk: Client) -> None:
    factories.published_event()

    answer = desk.post(PREVIEW, TYPED | {"translation_ar-title": "شتاء", "preview-lang": "ar"})

    assert '<html lang="ar" dir="rtl"' in answer.text
    assert "شتاء" in answer.text
    assert '<html lang="fr"' in desk.post(PREVIEW, TYPED | {"language": "fr"}).text


def test_what_cannot_be_shown_is_said_and_the_rest_is_shown(desk: Client) -> None:
    factories.published_event()
    wrong = {
        "title": "", "filters-from": "spring", "screen-height": "9", "introduction": "Still here.",
        "steps-TOTAL_FORMS": 2, "steps-0-heading": "One", "steps-1-heading": "Two", "steps-1-start": "x",
    }  # fmt: skip

    answer = desk.post(PREVIEW, TYPED | wrong)

    assert "Still here." in answer.text
    assert facts(answer)["count"] == 1
    assert [sentence.partition(":")[0] for sentence in facts(answer)["problems"]] == [
        "Filters", "How it opens", "Step 2",
    ]  # fmt: skip


def test_saved_map_is_previewed_while_another_saves_it(desk: Client) -> None:
    by = make.person()
    map_ = make.map_(title="Opened")
    change_map(map_, {}, by=by, steps=[Step(heading="One")])
    typed = opened(desk, map_) | {"title": "Mine", "preview-map": map_.pk}
    change_map(map_, {"title": "Theirs"}, by=by)

    answer = desk.post(PREVIEW, typed)

    assert facts(answer)["problems"] == []
    assert "Mine" in answer.text
    map_.refresh_from_db()
    assert map_.title == "Theirs"


def test_preview_of_a_draft_is_refused_to_strangers_and_to_whoever_may_not_see_it(
    client: Client, as_group: Any
) -> None:
    map_ = make.map_(title="Zzsecret", created_by=make.person())

    asked = client.get(PREVIEW, {"preview-map": map_.pk})
    assert (asked.status_code, asked.url.startswith("/admin/")) == (302, True)
    sent = client.post(PREVIEW, {**TYPED, "preview-map": map_.pk})
    assert (sent.status_code, "Zzsecret" in sent.text) == (401, False)
    assert as_group("").post(PREVIEW, TYPED).status_code in (302, 403)
    assert as_group("Administrator").post(PREVIEW, TYPED).status_code == 403
    contributor = as_group("Contributor")
    for ask in (contributor.get, contributor.post):
        answer = ask(PREVIEW, {**TYPED, "preview-map": map_.pk})
        assert answer.status_code == 404
        assert "Zzsecret" not in answer.text
    assert "Zzsecret" in as_group("Editor").get(PREVIEW, {"preview-map": map_.pk}).text
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(make.person())
    assert forged.post(PREVIEW, TYPED).status_code == 403


def test_only_published_events_are_found_to_be_picked(desk: Client, as_group: Any) -> None:
    shown = factories.published_event(title="Shells on Saraqib")
    make.event(title="Shells in a draft")
    address = reverse("admin:events_map_events")

    found = desk.get(address, {"q": "shells", "from": "2019-08-01", "to": "2019-08-31"}).json()

    assert [row["title"] for row in found["results"]] == ["Shells on Saraqib"]
    assert found["results"][0]["detail"] == "30 Aug 2019 · Shelling, artillery or missiles · Saraqib"
    assert not found["is_more"]
    assert desk.get(address, {"place": shown.place_id}).json()["results"][0]["id"] == shown.pk
    assert desk.get(address, {"from": "2019-09-01"}).json()["results"] == []
    wrong = desk.get(address, {"from": "spring"})
    assert (wrong.status_code, "not a date" in wrong.json()["error"]) == (400, True)
    assert as_group("Administrator").get(address).status_code == 403


def test_places_are_found_by_name_with_what_tells_them_apart(desk: Client, as_group: Any) -> None:
    from events.models import PlaceName

    place = make.place("Zzyrqib", parent=make.place("Zzprovince", kind="admin1"))
    PlaceName.objects.create(place=place, name="Zzyrqib", key="zzyrqib", kind="main")
    address = reverse("admin:events_map_places")

    assert desk.get(address, {"q": "zzyrqib"}).json()["results"] == [
        {"id": place.pk, "name": "Zzyrqib", "detail": "Settlement, Zzprovince, SY"}
    ]
    assert desk.get(address, {"q": " "}).json() == {"results": []}
    assert as_group("Administrator").get(address).status_code == 403
