"""The history of an object as an editor sees it, and earlier versions brought back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import Point, Polygon
from django.test import Client
from django.urls import reverse

from events.enums import Status
from events.history import reading
from events.history.context import changing_as
from events.history.reading import entries
from events.models import Decision, Event, EventMention, Layer, Map, Outlet, Place, PlaceName
from events.review.drafts import discard_event
from events.review.events import change_event, publish_event, untell_event, withdraw_event
from events.review.maps import change_map
from events.review.story import Step, steps_of
from tests.admin.pages import change_url, typed
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def history_url(row: Any, number: int | None = None) -> str:
    name = f"admin:events_{row._meta.model_name}_history"
    return reverse(name, args=[number or row.pk])


def words(answer: Any) -> str:
    html = answer.content.decode()
    html = html[html.index('id="content-main"') :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def said(row: Any) -> int:
    """The number of the newest set of changes of a row."""
    return entries(row._meta.db_table, row.pk, limit=1)[0].by.pk


def version_url(row: Any, number: int) -> str:
    return reverse(f"admin:events_{row._meta.model_name}_version", args=[row.pk, number])


@pytest.fixture
def event(publisher: AbstractUser) -> Event:
    with changing_as(by=publisher, source="POST /admin/events/event/add/"):
        return make.event(by=publisher, title="Shelling in Saraqib")


def test_history_says_who_when_and_what_in_words(desk: Client, event: Event) -> None:
    colleague = make.person(first_name="Amal", last_name="Haddad")
    place = make.place("Binnish", lon=36.7, lat=35.9)
    with changing_as(by=colleague, source=f"POST /admin/events/event/{event.pk}/change/"):
        change_event(
            event, {"title": "Shelling in Binnish", "kind": "air_drone_strike", "place": place,
                    "geometry": Point(36.7, 35.9, srid=4326)}, by=colleague,
        )  # fmt: skip

    said = words(desk.get(history_url(event)))

    first, second = said.index("Amal Haddad"), said.index("publisher")
    assert first < second
    assert "changed in the admin" in said
    assert "Title Shelling in Saraqib Shelling in Binnish" in said
    assert "Place Saraqib, SY (Settlement) Binnish, SY (Settlement)" in said
    assert "point at 35.9000, 36.7000" in said
    assert "changed event" in said
    assert "added" in said[second:]


def test_long_text_is_shown_as_one_with_marks(desk: Client, event: Event, publisher: AbstractUser) -> None:
    before = "Shells fell on the town in the night, and on the road that leads out of it to the north."
    with changing_as(source="one"):
        change_event(event, {"summary": before}, by=publisher)
    with changing_as(source="two"):
        change_event(event, {"summary": before.replace("night", "morning")}, by=publisher)

    html = desk.get(history_url(event)).content.decode()

    assert re.search(r"<del>.*?night<.*?</del><ins>.*?morning<.*?</ins>", html)
    assert html.count("leads out of it") >= 2


def test_links_are_part_of_the_history(desk: Client, event: Event, publisher: AbstractUser) -> None:
    with changing_as(source="untold"):
        untell_event(event, [event.mentions.get()], by=publisher)

    assert "removed: mention of the event: Saraqib" in words(desk.get(history_url(event)))


def test_sql_by_hand_names_the_role(desk: Client) -> None:
    outlet = make.outlet()
    Outlet.objects.filter(pk=outlet.pk).update(country="SY")

    assert ", in the database" in words(desk.get(history_url(outlet)))


def test_pages_of_the_history_follow_each_other(desk: Client, event: Event, publisher: AbstractUser) -> None:
    for number in range(25):
        with changing_as(source=f"no. {number}"):
            Event.objects.filter(pk=event.pk).update(title=f"Title {number}")

    first = desk.get(history_url(event))
    older = desk.get(history_url(event), {"before": first.context["older"]})

    titles = [entry.lines[0].after for page in (first, older) for entry in page.context["entries"]]
    assert titles == [f"Title {number}" for number in reversed(range(25))] + ["Shelling in Saraqib"]
    assert older.context["older"] is None
    assert desk.get(history_url(event), {"before": "x" * 30}).status_code == 200


def test_history_asks_as_often_for_many_entries_as_for_few(
    desk: Client, event: Event, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        with changing_as(source=f"no. {number}"):
            Event.objects.filter(pk=event.pk).update(place=make.place(f"Place {number}"))

    with django_assert_max_num_queries(40):
        desk.get(history_url(event))


def test_of_many_acts_in_one_set_those_on_the_row_alone_are_told(
    event: Event, publisher: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with changing_as(by=publisher, source="import_events"):
        imported = [make.event(by=publisher) for _time in range(2)]

    def told() -> list[int]:
        return [decision.object_id for decision in entries("events_event", imported[0].pk)[0].decisions]

    assert told() == [one.pk for one in imported]
    monkeypatch.setattr(reading, "_ACTS", 1)
    assert told() == [imported[0].pk]


def test_row_of_many_changes_is_read_in_parts(
    event: Event, publisher: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        with changing_as(by=publisher, source=f"change {number}"):
            change_event(event, {"title": f"Told {number}"}, by=publisher)
    whole = entries("events_event", event.pk, limit=None)
    monkeypatch.setattr(reading, "_AT_ONCE", 2)

    assert [entry.by.source for entry in whole[:5]] == [f"change {number}" for number in (4, 3, 2, 1, 0)]
    assert entries("events_event", event.pk, limit=None) == whole
    assert entries("events_event", event.pk, limit=3) == whole[:3]
    assert entries("events_event", event.pk, limit=3, older_than=whole[2].by.pk) == whole[3:6]


def test_history_is_closed_to_those_who_may_not_see_the_object(as_group: Any, event: Event) -> None:
    number = said(event)

    assert as_group("").get(history_url(event)).status_code == 403
    assert as_group("Contributor").get(history_url(event)).status_code == 404
    assert as_group("Contributor").post(version_url(event, number), {}).status_code == 404
    assert Client().get(history_url(event)).status_code == 302


@pytest.mark.parametrize("asked", ["0", "no", "9" * 30])
@pytest.mark.parametrize("page", ["history/", "history/1/"])
def test_what_is_no_number_of_a_row_has_no_history(page: str, asked: str, desk: Client) -> None:
    for name in ("event", "importrun"):
        assert desk.get(f"{reverse(f'admin:events_{name}_changelist')}{asked}/{page}").status_code == 404


def test_version_is_brought_back_field_by_field(desk: Client, event: Event, publisher: AbstractUser) -> None:
    then = said(event)
    with changing_as(source="a mistake"):
        change_event(
            event, {"title": "Wrong", "summary": "Wrong too.", "kind": "air_drone_strike"}, by=publisher
        )
    page = desk.get(version_url(event, then))
    assert [line.name for line in page.context["fields"]] == ["title", "summary", "kind"]
    sent = {"newest": page.context["newest"], "field": ["title", "summary"], "note": "A slip."}

    answer = desk.post(version_url(event, then), sent)

    assert answer.status_code == 302
    event.refresh_from_db()
    assert (event.title, event.summary, event.kind) == ("Shelling in Saraqib", "", "air_drone_strike")
    decision = Decision.objects.filter(verb="change_event").first()
    assert decision.note.startswith("Brought back as of ")
    assert decision.note.endswith("A slip.")


def test_published_event_is_brought_back_with_a_note_to_readers_alone(
    desk: Client, publisher: AbstractUser
) -> None:
    event = make.published(by=publisher)
    then = said(event)
    with changing_as(source="a correction"):
        change_event(event, {"title": "Wrong"}, by=publisher, public_note="Corrected.")
    sent = {"newest": said(event), "field": "title"}

    refused = desk.post(version_url(event, then), sent)
    assert "Say in a note to readers" in errors_of(refused)
    desk.post(version_url(event, then), sent | {"public_note": "The first title was right."})

    event.refresh_from_db()
    assert (event.title, event.status) == ("Shelling in Saraqib", Status.CHANGED)


def errors_of(answer: Any) -> str:
    return answer.context["error"]


def test_change_meanwhile_holds_the_revert(desk: Client, event: Event, publisher: AbstractUser) -> None:
    then = said(event)
    with changing_as(source="one"):
        change_event(event, {"title": "Second"}, by=publisher)
    seen = said(event)
    with changing_as(source="two"):
        change_event(event, {"title": "Third"}, by=publisher)

    held = desk.post(version_url(event, then), {"newest": seen, "field": "title"})

    assert errors_of(held).startswith("Somebody changed this meanwhile.")
    event.refresh_from_db()
    assert event.title == "Third"


def test_what_a_constraint_forbids_now_is_refused_in_a_sentence(desk: Client) -> None:
    outlet = make.outlet(name="The First")
    then = said(outlet)
    with changing_as(source="renamed"):
        Outlet.objects.filter(pk=outlet.pk).update(name="The Second")
    make.outlet(name="The First")

    held = desk.post(version_url(outlet, then), {"newest": said(outlet), "field": "name"})

    assert "refused the change" in errors_of(held)
    assert Outlet.objects.get(pk=outlet.pk).name == "The Second"


def test_status_is_left_to_its_acts(desk: Client, event: Event, publisher: AbstractUser) -> None:
    publish_event(event, by=publisher)
    with changing_as(source="a change"):
        change_event(event, {"title": "Other"}, by=publisher, public_note="Corrected.")
    then = said(event)
    with changing_as(source="withdrawn"):
        withdraw_event(event, by=publisher, public_note="Wrong.")

    page = desk.get(version_url(event, then))
    forged = desk.post(version_url(event, then), {"newest": said(event), "field": "status"})

    assert [line.name for line in page.context["others"]] == ["status"]
    assert "its own act does that" in errors_of(forged)


def test_layers_and_names_are_brought_back(desk: Client, publisher: AbstractUser) -> None:
    map_, layer, place = make.map_(), make.layer(), make.place()
    with changing_as(source="chosen"):
        change_map(map_, {}, by=publisher, layers=[layer])
        PlaceName.objects.create(place=place, name="Saraqeb", key="saraqeb")
    then = said(map_)
    with changing_as(source="lost"):
        change_map(map_, {}, by=publisher, layers=[])
        place.names.all().delete()

    for row, part in ((map_, "events_map_layers"), (place, "events_placename")):
        desk.post(version_url(row, then), {"newest": said(row), "part": part})

    assert list(Map.objects.get(pk=map_.pk).layers.all()) == [layer]
    assert [name.name for name in place.names.all()] == ["Saraqeb"]
    assert Place.objects.get(pk=place.pk).is_edited


def test_steps_of_a_story_are_brought_back(desk: Client, publisher: AbstractUser, event: Event) -> None:
    box = Polygon.from_bbox((36, 35, 37, 36))
    told = [Step(heading="One", extent=box, start=date(2019, 12, 1), event=event), Step(heading="Two")]
    map_ = make.map_()
    with changing_as(source="told"):
        change_map(map_, {}, by=publisher, steps=told)
    then = said(map_)
    kept = steps_of(map_)[1]
    with changing_as(source="shortened"):
        change_map(map_, {}, by=publisher, steps=[replace(kept, heading="Three")])

    desk.post(version_url(map_, then), {"newest": said(map_), "part": "events_storystep"})

    first, second = steps_of(map_)
    assert (first.heading, first.extent, first.start, first.event) == ("One", box, date(2019, 12, 1), event)
    assert (second.heading, second.pk) == ("Two", kept.pk)


def test_deleted_event_is_brought_back_with_its_mentions(
    desk: Client, event: Event, publisher: AbstractUser, as_group: Any
) -> None:
    number, mention, shape = event.pk, event.mentions.get(), event.geometry
    with changing_as(by=publisher, source="discarded"):
        discard_event(event, by=publisher)
    gone = history_url(Event(), number)
    assert "This was deleted." in words(desk.get(gone))
    assert as_group("Contributor").get(gone).status_code == 404
    url = reverse("admin:events_event_version", args=[number, 0])
    assert "Shelling in Saraqib" in words(desk.get(url))

    answer = desk.post(url, {"note": "Not meant."})

    back = Event.objects.get(pk=number)
    assert answer.url == change_url(back)
    assert (back.title, back.status, back.geometry) == ("Shelling in Saraqib", Status.DRAFT, shape)
    assert EventMention.objects.get(event=back).mention == mention
    assert Decision.objects.filter(verb="bring_back_event", object_id=number).get().note == "Not meant."


def test_what_readers_saw_is_brought_back_by_whoever_may_publish(
    as_group: Any, event: Event, publisher: AbstractUser
) -> None:
    publish_event(event, by=publisher)
    number = event.pk
    with changing_as(source="deleted by hand"):
        event.delete()
    url = reverse("admin:events_event_version", args=[number, 0])

    held = as_group("Editor").post(url, {})

    assert "may not publish event" in errors_of(held)
    assert not Event.objects.filter(pk=number).exists()
    as_group("Publisher").post(url, {})
    assert Event.objects.published().filter(pk=number).exists()


def test_what_cannot_come_back_is_refused_in_a_sentence(desk: Client, publisher: AbstractUser) -> None:
    layer = make.layer(slug="raids")
    number = layer.pk
    with changing_as(source="deleted"):
        layer.delete()
    make.layer(slug="raids")

    held = desk.post(reverse("admin:events_layer_version", args=[number, 0]), {})

    assert errors_of(held).startswith("It cannot come back as it was.")
    assert not Layer.objects.filter(pk=number).exists()


def test_change_form_leads_to_the_history(desk: Client, event: Event) -> None:
    html = desk.get(change_url(event)).content.decode()

    assert f'href="{history_url(event)}"' in html
    assert typed(html)
