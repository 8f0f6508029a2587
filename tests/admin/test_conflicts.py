"""Two editors on one object: the second to save sees both versions, chooses, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.test import Client
from django.urls import reverse

from events.history.context import changing_as
from events.models import Event, EventMention, Layer, Map, Organisation, Outlet, Place, PlaceName
from events.review.comparing import compare
from events.review.drafts import discard_event
from events.review.events import change_event, tell_event, untell_event
from events.review.maps import change_map
from tests.admin.pages import change_url, opened, typed
from tests.admin.test_history import words
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def is_held(answer: Any) -> bool:
    return answer.status_code == 200 and "admin/events/conflict.html" in [t.name for t in answer.templates]


def choose(browser: Client, row: Any, held: Any, **choices: str) -> Any:
    """Sends the page of two versions with these choices; what stands without asking stays as it is."""
    sent = typed(held.content.decode()) | {f"_choice-{key}": choice for key, choice in choices.items()}
    return browser.post(change_url(row), sent)


def choices_on(answer: Any) -> dict[str, tuple[str, str, str, str]]:
    return {
        choice.key.removeprefix("_choice-"): (choice.opened, choice.theirs, choice.yours, choice.chosen)
        for group in answer.context["groups"]
        for choice in group.choices
    }


@pytest.fixture
def event(publisher: AbstractUser) -> Event:
    return make.event(by=publisher, title="Opened", summary="As it was.")


def test_both_versions_are_shown_with_who_and_when_and_one_is_chosen_for_each_field(
    desk: Client, event: Event
) -> None:
    colleague = make.person(first_name="Amal", last_name="Haddad")
    mine = opened(desk, event) | {"title": "Mine", "is_graphic": "on"}
    with changing_as(by=colleague, source="POST /admin/"):
        change_event(event, {"title": "Theirs", "verification": "fair", "summary": "New."}, by=colleague)

    held = desk.post(change_url(event), mine)

    assert is_held(held)
    assert choices_on(held) == {
        "title": ("Opened", "Theirs", "Mine", ""),
        "summary": ("As it was.", "New.", "As it was.", "theirs"),
        "verification": ("Weak", "Fair", "Weak", "theirs"),
        "is_graphic": ("no", "no", "yes", "yours"),
    }
    assert "Amal Haddad" in words(held)
    assert held.context_data["title"] == "Two versions of “Theirs”", "named by what is saved"
    event.refresh_from_db()
    assert (event.title, event.is_graphic) == ("Theirs", False)
    assert choose(desk, event, held, title="yours", summary="yours").status_code == 302

    event.refresh_from_db()
    assert (event.title, event.summary, event.verification, event.is_graphic) == (
        "Mine", "As it was.", "fair", True,
    )  # fmt: skip


def test_theirs_can_be_chosen_and_nothing_else_is_touched(
    desk: Client, event: Event, publisher: AbstractUser
) -> None:
    mine = opened(desk, event) | {"title": "Mine"}
    change_event(event, {"title": "Theirs"}, by=publisher)
    held = desk.post(change_url(event), mine)

    choose(desk, event, held, title="theirs")

    event.refresh_from_db()
    assert (event.title, event.version) == ("Theirs", 2)


def test_page_comes_back_until_something_is_chosen(
    desk: Client, event: Event, publisher: AbstractUser
) -> None:
    mine = opened(desk, event) | {"title": "Mine"}
    change_event(event, {"title": "Theirs"}, by=publisher)
    held = desk.post(change_url(event), mine)

    again = choose(desk, event, held)

    assert is_held(again)
    event.refresh_from_db()
    assert event.title == "Theirs"


def test_third_save_meanwhile_is_asked_about_anew(
    desk: Client, event: Event, publisher: AbstractUser
) -> None:
    mine = opened(desk, event) | {"title": "Mine"}
    change_event(event, {"title": "Theirs"}, by=publisher)
    held = desk.post(change_url(event), mine)
    change_event(event, {"title": "A third"}, by=publisher)

    again = choose(desk, event, held, title="yours")

    assert is_held(again)
    assert choices_on(again)["title"][1] == "A third"
    assert choose(desk, event, again, title="yours").status_code == 302
    event.refresh_from_db()
    assert event.title == "Mine"


def test_other_fields_are_saved_and_said(desk: Client, event: Event, publisher: AbstractUser) -> None:
    mine = opened(desk, event) | {"title": "Mine"}
    with changing_as(by=publisher, source="POST /admin/"):
        change_event(event, {"summary": "Theirs."}, by=publisher)

    answer = desk.post(change_url(event), mine, follow=True)

    event.refresh_from_db()
    assert (event.title, event.summary) == ("Mine", "Theirs.")
    assert "Summary. That stays." in answer.content.decode()


def test_act_on_a_held_form_is_carried_out_once_chosen(
    desk: Client, event: Event, publisher: AbstractUser
) -> None:
    mine = opened(desk, event) | {"title": "Mine", "_act": "publish"}
    change_event(event, {"title": "Theirs"}, by=publisher)
    held = desk.post(change_url(event), mine)
    event.refresh_from_db()
    assert event.status == "draft"

    choose(desk, event, held, title="yours")

    event.refresh_from_db()
    assert (event.title, event.status) == ("Mine", "published")


def test_what_was_deleted_meanwhile_is_said_with_all_that_was_typed(
    desk: Client, event: Event, publisher: AbstractUser
) -> None:
    mine, url = opened(desk, event) | {"summary": "Typed for an hour."}, change_url(event)
    with changing_as(by=publisher, source="POST /admin/"):
        discard_event(event, by=publisher)

    answer = desk.post(url, mine)

    assert answer.status_code == 409
    assert "Typed for an hour." in words(answer)
    assert publisher.username in words(answer)


ROWS = {
    "outlet": (make.outlet, {"country": "SY"}, {"country": "TR"}, "country"),
    "organisation": (make.organisation, {"aliases": "the service"}, {"aliases": ["the rescuers"]}, "aliases"),
    "layer": (make.layer, {"description": "Ours"}, {"description": "Theirs"}, "description"),
    "layer names": (make.layer, {"name_fr": "Les nôtres"}, {"names": {"fr": "Les leurs"}}, "name_fr"),
    "place": (make.place, {"population": "5"}, {"population": 7}, "population"),
}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_rows_without_a_version_are_compared_too(name: str, desk: Client) -> None:
    made, ours, theirs, field = ROWS[name]
    row = made()
    mine = opened(desk, row) | ours
    type(row).objects.filter(pk=row.pk).update(**theirs)

    held = desk.post(change_url(row), mine)

    assert is_held(held)
    assert choices_on(held)[field][3] == ""
    assert choose(desk, row, held, **{field: "theirs"}).status_code == 302
    column, value = next(iter(theirs.items()))
    row.refresh_from_db()
    assert getattr(row, column) == value


def test_untouched_field_of_a_row_without_a_version_is_left_alone(desk: Client) -> None:
    outlet = make.outlet(language="en")
    mine = opened(desk, outlet) | {"country": "SY"}
    Outlet.objects.filter(pk=outlet.pk).update(language="ar", name="Theirs")

    desk.post(change_url(outlet), mine)

    outlet.refresh_from_db()
    assert (outlet.country, outlet.language, outlet.name) == ("SY", "ar", "Theirs")


def test_layers_of_a_map_are_compared_as_a_whole(desk: Client, publisher: AbstractUser) -> None:
    map_, one, two = make.map_(), make.layer(), make.layer()
    mine = opened(desk, map_) | {"layers": [one.pk]}
    change_map(map_, {}, by=publisher, layers=[two])

    held = desk.post(change_url(map_), mine)

    assert choices_on(held)["layers"][1:] == (str(two), str(one), "")
    choose(desk, map_, held, layers="yours")
    assert list(Map.objects.get(pk=map_.pk).layers.all()) == [one]


def names_of(place: Place) -> list[tuple[str, str]]:
    return sorted(place.names.values_list("name", "language"))


@pytest.fixture
def place() -> Place:
    place = make.place("Saraqib")
    for name in ("Saraqib", "Saraqeb"):
        PlaceName.objects.create(place=place, name=name, key=name.lower(), language="en")
    return place


def row_of(form: dict[str, Any], name: str) -> str:
    """The prefix of the inline row that holds a name."""
    keys = (key for key, value in form.items() if key.endswith("-name") and value == name)
    return next(key for key in keys if not key.startswith("initial-")).removesuffix("-name")


def test_inline_row_that_both_changed_is_asked_for(desk: Client, place: Place) -> None:
    mine = opened(desk, place)
    row = row_of(mine, "Saraqeb")
    mine |= {f"{row}-name": "Saraqueb"}
    place.names.filter(name="Saraqeb").update(name="Sarakeb", language="fr")

    held = desk.post(change_url(place), mine)

    assert is_held(held)
    assert choices_on(held)[f"{row}-name"] == ("Saraqeb", "Sarakeb", "Saraqueb", "")
    assert choose(desk, place, held, **{f"{row}-name": "yours"}).status_code == 302
    assert names_of(place) == [("Saraqib", "en"), ("Saraqueb", "fr")]


def test_inline_row_that_one_changed_here_and_one_there_has_both(desk: Client, place: Place) -> None:
    mine = opened(desk, place)
    mine |= {f"{row_of(mine, 'Saraqeb')}-language": "tr"}
    place.names.filter(name="Saraqeb").update(name="Sarakeb")

    assert desk.post(change_url(place), mine).status_code == 302

    assert names_of(place) == [("Sarakeb", "tr"), ("Saraqib", "en")]


@pytest.mark.parametrize(("choice", "names"), [("theirs", 1), ("yours", 2)])
def test_inline_row_that_was_deleted_and_changed_is_asked_for(
    desk: Client, place: Place, choice: str, names: int
) -> None:
    mine = opened(desk, place)
    row = row_of(mine, "Saraqeb")
    mine |= {f"{row}-name": "Saraqueb"}
    place.names.get(name="Saraqeb").delete()

    held = desk.post(change_url(place), mine)

    assert is_held(held)
    assert place.names.count() == 1
    assert choose(desk, place, held, **{f"{row}-DELETE": choice}).status_code == 302
    assert len(names_of(place)) == names
    assert ("Saraqueb" in str(names_of(place))) == (choice == "yours")


@pytest.mark.parametrize("choice", ["theirs", "yours"])
def test_inline_row_that_was_changed_and_deleted_is_asked_for(
    desk: Client, place: Place, choice: str
) -> None:
    mine = opened(desk, place)
    row = row_of(mine, "Saraqeb")
    mine |= {f"{row}-DELETE": "on"}
    place.names.filter(name="Saraqeb").update(name="Sarakeb")

    held = desk.post(change_url(place), mine)

    assert is_held(held)
    choose(desk, place, held, **{f"{row}-DELETE": choice})
    assert names_of(place) == [("Sarakeb", "en")] * (choice == "theirs") + [("Saraqib", "en")]


def test_inline_row_that_was_deleted_and_left_alone_stays_deleted(desk: Client, place: Place) -> None:
    mine = opened(desk, place) | {"population": "12"}
    place.names.get(name="Saraqeb").delete()

    assert desk.post(change_url(place), mine).status_code == 302

    assert names_of(place) == [("Saraqib", "en")]
    assert Place.objects.get(pk=place.pk).population == 12


def test_inline_row_that_both_added_is_there_once_and_others_stay(desk: Client, place: Place) -> None:
    mine = opened(desk, place)
    new = row_of(mine, "")
    mine |= {f"{new}-name": "Sarakib", f"{new}-language": "de"}
    for name in ("Sarakib", "Saraqip"):
        PlaceName.objects.create(place=place, name=name, key=name.lower(), language="de")

    desk.post(change_url(place), mine)

    assert names_of(place) == [("Sarakib", "de"), ("Saraqeb", "en"), ("Saraqib", "en"), ("Saraqip", "de")]


def test_mention_taken_away_or_added_by_both_is_no_error(
    desk: Client, event: Event, publisher: AbstractUser
) -> None:
    gone = event.mentions.get()
    new = make.mention()
    tell_event(event, [make.mention()], by=publisher)
    mine = opened(desk, event)
    mine |= {f"{mine_row}-DELETE": "on" for mine_row in [row_with(mine, gone.pk)]}
    mine |= {"event_mentions-TOTAL_FORMS": "3", "event_mentions-2-id": "", "event_mentions-2-event": event.pk,
             "event_mentions-2-mention": new.pk}  # fmt: skip
    untell_event(event, [gone], by=publisher)
    tell_event(event, [new], by=publisher)

    answer = desk.post(change_url(event), mine)

    assert answer.status_code == 302
    assert EventMention.objects.filter(event=event, mention=new).count() == 1
    assert not EventMention.objects.filter(event=event, mention=gone).exists()


def row_with(form: dict[str, Any], mention: int) -> str:
    link = EventMention.objects.get(mention=mention)
    return next(
        key.removesuffix("-id")
        for key, value in form.items()
        if key.endswith("-id") and value == str(link.pk)
    )


def test_list_that_was_open_meanwhile_overwrites_nothing(desk: Client) -> None:
    Layer.objects.all().delete()
    layer, other = make.layer(position=1), make.layer(position=2)
    url = reverse("admin:events_layer_changelist")
    mine = typed(desk.get(url).content.decode()) | {"_save": "Save"}
    Layer.objects.filter(pk=layer.pk).update(position=8)

    row = next(key for key, value in mine.items() if key.endswith("-id") and value == str(other.pk))
    assert desk.post(url, mine | {row.replace("-id", "-position"): "5"}).status_code == 302
    assert list(Layer.objects.order_by("pk").values_list("position", flat=True)) == [8, 5]

    row = next(key for key, value in mine.items() if key.endswith("-id") and value == str(layer.pk))
    held = desk.post(url, mine | {row.replace("-id", "-position"): "3"})
    assert "while the list was open (now: Position 8)" in held.content.decode()
    assert Layer.objects.get(pk=layer.pk).position == 8


def test_comparison_for_imports_asks_where_an_editor_has_corrected() -> None:
    last, now = {"a": 1, "b": 1, "c": 1, "d": 1}, {"a": 2, "b": 1, "c": 2, "d": 3}
    file = {"a": 1, "b": 2, "c": 2, "d": 2}

    found = {row.name: (row.chosen, row.is_disputed) for row in compare(last, now, file)}

    assert found == {
        "a": ("theirs", False), "b": ("yours", False), "c": ("yours", False), "d": ("", True),
    }  # fmt: skip


def test_form_without_changes_of_others_saves_as_ever(desk: Client) -> None:
    organisation = make.organisation(aliases=["one", "two"])

    desk.post(change_url(organisation), opened(desk, organisation) | {"name": "Renamed"})

    assert Organisation.objects.get(pk=organisation.pk).name == "Renamed"
    assert Organisation.objects.get(pk=organisation.pk).aliases == ["one", "two"]
