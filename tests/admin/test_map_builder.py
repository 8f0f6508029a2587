"""The map builder as a form: all that a map has, saved as one act, and nothing lost that is refused."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.test import Client
from django.urls import reverse

from events.enums import Status
from events.models import Decision, Layer, Map, StoryStep
from events.models.story import MOST_STEPS
from events.review.maps import change_map, copy_map, publish_map
from events.review.story import Step, steps_of
from tests import factories
from tests.admin.pages import add_url, change_url, errors, opened
from tests.admin.test_conflicts import choices_on, choose, is_held
from tests.policies import InlineFinder, policy_of
from tests.review import factories as make

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


def story(*headings: str, initial: int = 0) -> dict[str, Any]:
    """What is sent of steps that are made, or of those after the first `initial` that are there."""
    sent: dict[str, Any] = {"steps-TOTAL_FORMS": initial + len(headings), "steps-INITIAL_FORMS": initial}
    for number, heading in enumerate(headings, start=initial):
        sent |= {f"steps-{number}-heading": heading, f"steps-{number}-position": number + 1}
    return sent


def told(map_: Map) -> list[str]:
    return [step.heading for step in steps_of(map_)]


def made(answer: Any) -> Map:
    assert answer.status_code == 302, errors(answer)
    return Map.objects.get()


def test_map_is_made_whole_with_one_decision(desk: Client) -> None:
    event, one, two = factories.published_event(), make.layer(position=1), make.layer(position=2)
    sent = {
        "title": "Winter", "slug": "winter", "introduction": "How it went.", "language": "en",
        "languages": ["en", "ar"], "translation_ar-title": "شتاء", "layers": [one.pk, two.pk],
        f"layer_order-{two.pk}": 1, f"layer_order-{one.pk}": 2,
        "filters-from": "2019-04-01", "filters-kind": ["shelling", "clash"], "filters-q": "Saraqib",
        "picked_events-add": str(event.pk),
        "extent-west": "35.5", "extent-south": "35", "extent-east": "37", "extent-north": "36.5",
        "zoom": "11.25", "steps-0-zoom": "13",
        "screen-draw": "heat", "screen-hide": ["legend", "time"], "screen-height": "640",
        "screen-totals": "1", **story("It begins", "The road"),
        "steps-0-text": "Shells.", "steps-0-start": "2019-04-30", "steps-0-event": str(event.pk),
        "steps-0-layers": [one.pk], "steps-0-extent-west": "36", "steps-0-extent-south": "35",
        "steps-0-extent-east": "37", "steps-0-extent-north": "36",
        "steps-0-translation_ar-heading": "البداية",
    }  # fmt: skip

    map_ = made(desk.post(add_url("map"), sent))

    assert (map_.title, map_.languages, map_.translations) == (
        "Winter",
        ["en", "ar"],
        {"ar": {"title": "شتاء"}},
    )
    assert map_.filters == {"from": "2019-04-01", "kind": "shelling,clash", "q": "Saraqib"}
    assert map_.screen == {"draw": "heat", "hide": "legend,time", "height": 640, "totals": "1"}
    assert (map_.layer_order[:2], map_.extent.extent) == ([two.pk, one.pk], (35.5, 35, 37, 36.5))
    assert map_.zoom == 11.25
    assert (set(map_.layers.all()), list(map_.picked_events.all())) == ({one, two}, [event])
    first = steps_of(map_)[0]
    assert (first.text, first.start, first.event, first.layers) == (
        "Shells.",
        date(2019, 4, 30),
        event,
        (one.pk,),
    )
    assert (first.extent.extent, first.zoom) == ((36, 35, 37, 36), 13)
    assert first.translations == {"ar": {"heading": "البداية"}}
    assert list(Decision.objects.filter(content_type__model="map").values_list("verb", flat=True)) == [
        "add_map"
    ]


def test_way_to_the_readers_page_is_there_once_it_is(desk: Client) -> None:
    for map_, is_there in ((make.map_(), False), (factories.published_map(slug="shown"), True)):
        page = desk.get(reverse("admin:events_map_change", args=[map_.pk]))
        assert ("viewsitelink" in page.content.decode()) is is_there


def test_new_map_is_written_in_the_language_of_the_site(desk: Client) -> None:
    page = desk.get(add_url("map")).content.decode()

    assert '<option value="en" selected>' in page
    # It is the first tab, not a translation.
    assert 'data-tab-lang="en" data-tab-left-out hidden' in page
    assert page.count("data-tab-left-out") == 3  # of the map, a new step and the steps to come


def test_save_of_an_untouched_form_changes_nothing(desk: Client, publisher: AbstractUser) -> None:
    layer = make.layer()
    map_ = make.map_(
        filters={"kind": "clash,shelling", "bbox": "35,34,38,37", "claimant": "7"}, extent=make.square(),
        layer_order=[layer.pk], introduction="One line\nand another.",
        screen={"hide": f"time,figures,{layer.slug}", "opacity": f"{layer.slug}:50", "sort": "-size"},
        translations={"ar": {"title": "ا"}}, languages=["ar"],
    )  # fmt: skip
    steps = [Step(heading="One", extent=make.square()), Step(heading="Two", start=date(2019, 1, 1))]
    change_map(map_, {}, by=publisher, layers=[layer], steps=steps)
    before = Map.objects.filter(pk=map_.pk).values().get()

    answer = desk.post(change_url(map_), opened(desk, map_))

    assert answer.status_code == 302, errors(answer)
    assert Map.objects.filter(pk=map_.pk).values().get() == before
    assert told(map_) == ["One", "Two"]


def test_published_map_that_is_saved_or_frozen_as_it_is_does_not_count_as_changed(desk: Client) -> None:
    layers = [make.layer(position=place) for place in (1, 2, 3)]
    for screen, order in (({}, []), ({"show": "map"}, [layers[1].pk])):
        map_ = factories.published_map(slug=f"as-it-is-{len(order)}")
        Map.objects.filter(pk=map_.pk).update(screen=screen, layer_order=order)
        sent = opened(desk, map_)
        assert sent["screen-show"] == "map"  # what a browser sends of a list
        assert len([name for name in sent if name.startswith("layer_order-")]) == Layer.objects.count()

        for act in ({"_save": "1"}, {"_act": "freeze"}):
            answer = desk.post(change_url(map_), sent | act)

            assert answer.status_code == 302, errors(answer)
            map_.refresh_from_db()
            assert (map_.status, map_.screen, map_.layer_order) == (Status.PUBLISHED, screen, order)
        assert not Decision.objects.filter(verb="change_map").exists()


def test_order_of_the_layers_own_positions_is_not_kept(desk: Client) -> None:
    one, two = make.layer(position=1), make.layer(position=2)
    map_ = make.map_(layer_order=[two.pk, one.pk])
    sent = opened(desk, map_)
    places = sorted(name for name in sent if name.startswith("layer_order-"))
    usual = {f"layer_order-{one.pk}": 1, f"layer_order-{two.pk}": 2}

    desk.post(change_url(map_), sent | dict.fromkeys(places, "9") | usual)

    assert Map.objects.get().layer_order == []


def test_filters_without_a_control_stay_until_they_are_unticked(desk: Client) -> None:
    map_ = make.map_(filters={"bbox": "35,34,38,37", "from": "2019-01-01"})
    sent = opened(desk, map_)

    desk.post(change_url(map_), sent | {"filters-to": "2019-12-31"})
    assert Map.objects.get().filters == {"bbox": "35,34,38,37", "from": "2019-01-01", "to": "2019-12-31"}
    desk.post(change_url(map_), {**opened(desk, map_), "filters-kept": []})

    assert Map.objects.get().filters == {"from": "2019-01-01", "to": "2019-12-31"}


def test_place_is_named_where_no_script_suggests_it(desk: Client) -> None:
    from events.models import PlaceName

    for country in ("SY", "IQ"):
        place = make.place("Zzyrqib", country=country)
        PlaceName.objects.create(place=place, name="Zzyrqib", key="zzyrqib", kind="main")
    fields = {"title": "Winter", "slug": "winter"}

    answer = desk.post(add_url("map"), fields | {"filters-place": "zzyrqib"})
    assert any(f"({place.pk})" in said and "several places" in said for said in errors(answer)), errors(
        answer
    )
    assert "no place “Nowhereville”" in str(
        errors(desk.post(add_url("map"), fields | {"filters-place": "Nowhereville"}))
    )
    place.delete()

    assert made(desk.post(add_url("map"), fields | {"filters-place": "Zzyrqib"})).filters["place"]


STEP = story("It begins")
WRONG = {
    "filter": ({"filters-from": "spring"}, "“spring” is not a date", '"spring" is not a date'),
    "view": ({"extent-west": "x", "extent-south": "1", "extent-east": "2", "extent-north": "3"}, "bounding"),
    "half a view": ({"extent-west": "35"}, "bounding box"),
    "inside out": (
        {"extent-west": "38", "extent-south": "34", "extent-east": "35", "extent-north": "37"},
        "from west to east",
    ),
    "off the earth": (
        {"extent-west": "38", "extent-south": "34", "extent-east": "39", "extent-north": "97"},
        "97 is not a latitude",
    ),
    "zoom": ({"zoom": "23"}, "less than or equal to 22"),
    "height": ({"screen-height": "tall"}, "“tall” is not a height of an embed"),
    "event": ({"picked_events-add": "99999999"}, "There is no event no. 99999999"),
    "no number": ({"picked_events-add": "the first"}, "is no number of an event"),
    "introduction": ({"introduction": "x" * 5001}, "has 5,001 characters"),
    "translation": ({"translation_ar-title": "x" * 201}, "has 201 characters"),
    "language": ({"languages": ["tlh"]}, "“tlh” is no choice here"),
    "heading": (STEP | {"steps-0-heading": "", "steps-0-text": "Shells."}, "Say in a few words"),
    "long heading": (STEP | {"steps-0-heading": "x" * 121}, "at most 120 characters"),
    "long text": (STEP | {"steps-0-text": "x" * 1001}, "at most 1000 characters"),
    "step's words": (STEP | {"steps-0-translation_fr-text": "x" * 1001}, "has 1,001 characters"),
    "step's time": (
        STEP | {"steps-0-start": "2019-05-01", "steps-0-end": "2019-04-01"},
        "ends (2019-04-01) before it begins",
    ),
    "step's event": (STEP | {"steps-0-event": "99999999"}, "There is no event of this number"),
    "31 steps": (story(*[f"Step no. {n}" for n in range(31)]), "at most 30 steps, and this one would have"),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(WRONG))
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(what: str, desk: Client) -> None:
    wrong, *sentences = WRONG[what]
    sent = {
        "title": "Zzwinter",
        "slug": "zzwinter",
        "translation_tr-credits": "Zzkept",
        **story("Zzfirst"),
        **wrong,
    }

    answer = desk.post(add_url("map"), sent)

    assert answer.status_code == 200
    assert any(sentence in said for said in errors(answer) for sentence in sentences), errors(answer)
    html = answer.content.decode()
    kept = [value for values in sent.values() for value in (values if isinstance(values, list) else [values])]
    lost = [
        value for value in kept
        if isinstance(value, str) and value not in html
        and value not in ("99999999", "the first", "tlh")  # named in the sentence
    ]  # fmt: skip
    assert lost == []
    assert not Map.objects.exists()


def test_what_is_wrong_stands_beside_its_control(desk: Client) -> None:
    taken = make.map_()
    sent = {"title": "Zz", "slug": taken.slug, "screen-height": "12", "extent-west": "x", **story()}

    html = desk.post(add_url("map"), sent | {"extent-south": "1"}).content.decode()

    assert "Another map has this address already. Choose another one." in html
    assert html.count("is not a height of an embed") == 1
    # After the heading of its group, directly before its field.
    assert html.index("In embeds") < html.index("is not a height") < html.index("Height in pixels")
    assert 'value="12" aria-invalid="true" aria-describedby="id_screen_error"' in html
    assert 'id="id_screen_error"' in html
    # What is to be corrected is open.
    assert "<details open><summary>In degrees" in html.split("data-rectangle")[1]
    event = desk.post(add_url("map"), sent | {"screen-height": "", "screen-event": "99"}).content.decode()
    assert event.index("There is no event") < event.index("Opens with")


def test_two_editors_of_a_story_see_both_versions_of_a_step(desk: Client, publisher: AbstractUser) -> None:
    map_ = make.map_()
    change_map(map_, {}, by=publisher, steps=[Step(heading="One"), Step(heading="Two")])
    mine = opened(desk, map_) | {"steps-0-heading": "Mine", "steps-1-text": "My text."}
    first, second = steps_of(map_)
    theirs = [
        Step(pk=first.pk, heading="Theirs", translations={"ar": {"text": "ا"}}),
        Step(pk=second.pk, heading="Second"), Step(heading="Added"),
    ]  # fmt: skip
    change_map(map_, {}, by=publisher, steps=theirs)

    held = desk.post(change_url(map_), mine)

    assert is_held(held)
    assert choices_on(held)["steps-0-heading"] == ("One", "Theirs", "Mine", "")
    assert told(map_) == ["Theirs", "Second", "Added"]
    assert choose(desk, map_, held, **{"steps-0-heading": "yours"}).status_code == 302
    steps = steps_of(map_)
    assert [step.heading for step in steps] == ["Mine", "Second", "Added"]
    assert (steps[0].translations, steps[1].text) == ({"ar": {"text": "ا"}}, "My text.")


def test_step_that_was_deleted_meanwhile_is_asked_for(desk: Client, publisher: AbstractUser) -> None:
    map_ = make.map_()
    change_map(map_, {}, by=publisher, steps=[Step(heading="One"), Step(heading="Two")])
    mine = opened(desk, map_) | {"steps-1-heading": "Mine"}
    change_map(map_, {}, by=publisher, steps=steps_of(map_)[:1])

    held = desk.post(change_url(map_), mine)

    assert is_held(held)
    assert choose(desk, map_, held, **{"steps-1-DELETE": "yours"}).status_code == 302
    assert told(map_) == ["One", "Mine"]


def test_filters_that_both_changed_are_shown_in_words(desk: Client, publisher: AbstractUser) -> None:
    map_ = make.map_(filters={"from": "2019-01-01"})
    mine = opened(desk, map_) | {"filters-kind": ["shelling"], "translation_fr-title": "Hiver"}
    change_map(
        map_, {"filters": {"from": "2018-01-01"}, "translations": {"tr": {"title": "Kış"}}}, by=publisher
    )

    held = desk.post(change_url(map_), mine)

    assert choices_on(held)["filters"] == (
        "From: 2019-01-01", "From: 2018-01-01", "From: 2019-01-01; Kinds: Shelling", "",
    )  # fmt: skip
    assert choose(desk, map_, held, filters="theirs").status_code == 302
    map_.refresh_from_db()
    assert map_.filters == {"from": "2018-01-01"}
    assert map_.translations == {"fr": {"title": "Hiver"}, "tr": {"title": "Kış"}}


def test_steps_are_reordered_and_removed(desk: Client, publisher: AbstractUser) -> None:
    map_ = make.map_()
    change_map(map_, {}, by=publisher, steps=[Step(heading=name) for name in ("One", "Two", "Three")])
    sent = opened(desk, map_)

    desk.post(
        change_url(map_),
        sent
        | {
            "steps-0-position": "3",
            "steps-1-DELETE": "on",
            "steps-2-position": "1",
            "steps-3-heading": "Four",
        },
    )

    assert told(map_) == ["Three", "One", "Four"]


def test_longest_story_is_saved_by_a_browser(desk: Client, publisher: AbstractUser) -> None:
    map_ = make.map_()
    change_map(map_, {}, by=publisher, steps=[Step(heading=f"Step no. {n}") for n in range(MOST_STEPS)])
    sent = opened(desk, map_) | {"steps-29-text": "The end."}

    answer = desk.post(change_url(map_), urlencode(sent, doseq=True), content_type=FORM)

    assert answer.status_code == 302, errors(answer)
    assert steps_of(map_)[-1].text == "The end."


def test_publisher_publishes_freezes_and_copies_on_the_page(desk: Client) -> None:
    factories.published_event()
    map_ = make.map_(title="Winter", slug="winter", screen={"height": 500})
    change_map(map_, {}, by=make.person(), steps=[Step(heading="One")])
    url = change_url(map_)

    desk.post(url, opened(desk, map_) | {"_act": "publish"})
    desk.post(url, opened(desk, map_) | {"_act": "freeze"})
    page = desk.get(url)
    assert "/maps/winter/embed/?as_of=" in page.text
    assert "data-dateline-height=&quot;500&quot;" in page.text
    answer = desk.post(url, opened(desk, map_) | {"_act": "copy"})

    copied = Map.objects.exclude(pk=map_.pk).get()
    assert answer.url == change_url(copied)
    assert (copied.title, copied.status, told(copied)) == ("Winter (copy)", Status.DRAFT, ["One"])


def test_copy_says_how_many_events_are_left_out_of_it(as_group: Any) -> None:
    hidden, browser, may = make.event(), as_group("Contributor"), ["add_map", "change_map"]
    Group.objects.get(name="Contributor").permissions.add(*Permission.objects.filter(codename__in=may))
    owner = get_user_model().objects.get(groups__name="Contributor")
    shown = make.map_(title="War", slug="war", created_by=owner, screen={"event": str(hidden.pk)})
    url = change_url(shown)

    page = browser.post(url, {**opened(browser, shown), "_act": "copy"}, follow=True)

    copied = Map.objects.exclude(pk=shown.pk).get()
    assert page.redirect_chain[-1][0] == change_url(copied)
    assert copied.screen == {}
    assert "1 event that you may not see is left out of it." in page.text


def test_lines_of_a_text_are_nobody_elses_change(desk: Client) -> None:
    """Browsers end lines in their own way."""
    words = "One line\r\nand another."
    sent = {"title": "Winter", "slug": "winter", "introduction": words} | story("It begins")
    map_ = made(desk.post(add_url("map"), sent | {"steps-0-text": words}))
    assert {map_.introduction, steps_of(map_)[0].text} == {"One line\nand another."}

    for stored in ("One line\nand another.", words):
        Map.objects.filter(pk=map_.pk).update(introduction=stored)
        StoryStep.objects.update(text=stored)
        typed = {
            name: "\r\n".join(value.splitlines()) if isinstance(value, str) else value
            for name, value in opened(desk, map_).items()
        }
        answer = desk.post(change_url(map_), typed | {"credits": "Us."}, follow=True)

        assert "meanwhile" not in answer.text


def test_withdrawing_without_a_note_is_refused_beside_it(desk: Client) -> None:
    map_ = factories.published_map(slug="winter", title="Winter")
    sent = opened(desk, map_)

    answer = desk.post(change_url(map_), sent | {"_act": "withdraw", "act_note": " ", "title": "Snow"})

    field = answer.text.partition('<label for="id_act_note"')[2].partition("</div>")[0]
    assert "Say why the map is withdrawn: readers see it." in field
    assert 'aria-invalid="true"' in field
    assert "id_act_note_error" in field
    assert errors(answer) == ["Say why the map is withdrawn: readers see it."]
    assert 'value="Snow"' in answer.text
    map_.refresh_from_db()
    assert (map_.status, map_.title) == (Status.PUBLISHED, "Winter")

    assert desk.post(change_url(map_), sent | {"act_note": "Only typed."}).status_code == 302
    assert not Decision.objects.filter(verb="change_map").exists()
    desk.post(change_url(map_), sent | {"_act": "withdraw", "act_note": "It was wrong."})
    map_.refresh_from_db()
    assert map_.status == Status.WITHDRAWN
    assert Decision.objects.get(verb="withdraw_map").public_note == "It was wrong."


def test_codes_to_paste_are_in_the_language_of_the_map(desk: Client) -> None:
    map_ = factories.published_map(
        slug="winter", title="شتاء", language="ar", translations={"en": {"title": "Winter"}}
    )

    page = desk.get(change_url(map_)).text

    codes = page.partition('id="code-script"')[2].partition('id="code-address"')[0]
    assert codes.count("شتاء") >= 2
    assert "Winter" not in codes
    assert "Frame: where scripts are not allowed" in codes


def test_builder_is_a_plain_page_without_inline_code(desk: Client) -> None:
    map_ = publish_map(make.map_(), by=make.person())

    for url in (add_url("map"), change_url(map_)):
        answer = desk.get(url)
        assert InlineFinder(answer.text).found == []
        policy = policy_of(answer)
        assert (policy["frame-src"], policy["frame-ancestors"]) == (["'self'"], ["'none'"])
        assert not [source for source in policy["script-src"] if "unsafe" in source]


@pytest.mark.parametrize("group", ["Contributor", "Editor"])
def test_who_may_only_read_maps_cannot_make_change_or_publish_one(group: str, as_group: Any) -> None:
    browser, map_ = as_group(group), make.map_(title="Winter", created_by=make.person())
    publish_map(map_, by=make.person())
    before = Map.objects.values().get()
    sent = {"title": "Forged", "slug": "forged", "opened_version": map_.version, **story("Forged")}

    for act in ({}, {"_act": "publish"}, {"_act": "withdraw", "act_note": "x"}, {"_act": "copy"}):
        assert browser.post(change_url(map_), sent | act).status_code == 403
        assert browser.post(add_url("map"), sent | act).status_code == 403

    assert Map.objects.values().get() == before
    assert not StoryStep.objects.exists()
    page = browser.get(change_url(map_))
    assert "map-builder.js" not in page.text or 'id="builder"' not in page.text
    assert f"{reverse('admin:events_map_preview')}?preview-map={map_.pk}" in page.text


def test_publisher_deletes_a_copy_and_nothing_that_was_published(as_group: Any) -> None:
    browser, shown = as_group("Publisher"), make.map_(title="Winter")
    publish_map(shown, by=make.person())
    copied = copy_map(shown, by=make.person())
    asked = {map_: reverse("admin:events_map_delete", args=[map_.pk]) for map_ in (shown, copied)}

    assert asked[copied] in browser.get(change_url(copied)).text
    assert asked[shown] not in browser.get(change_url(shown)).text
    assert as_group("Editor").post(asked[copied], {"post": "yes"}).status_code == 403
    assert browser.post(asked[shown], {"post": "yes"}).status_code == 403
    assert browser.post(asked[copied], {"post": "yes"}).status_code == 302

    assert list(Map.objects.all()) == [shown]


def test_map_is_read_in_words_with_those_events_that_the_reader_may_see(as_group: Any) -> None:
    layer, shown, draft = make.layer(name="Floods"), make.published(title="Shown"), make.event(title="Unseen")
    map_ = make.map_(
        title="Winter", created_by=make.person(), filters={"kind": "shelling"},
        screen={"show": "list", "hide": ["legend"]}, languages=["en", "ar"], layer_order=[layer.pk],
    )  # fmt: skip
    map_.layers.add(layer)
    map_.picked_events.add(shown, draft)
    change_map(map_, {}, by=make.person(), steps=[Step(heading="It begins")])
    publish_map(map_, by=make.person())

    pages = {group: as_group(group).get(change_url(map_)) for group in ("Contributor", "Editor")}

    words = {text for _heading, rows in pages["Contributor"].context["read"] for _label, text in rows}
    assert {
        "Winter", "English", "English, العربية", "Floods", "Kinds: Shelling", "Shown",
        "It begins", "Opens with: List; Left out: Legend", "Published",
    } <= words  # fmt: skip
    assert "Unseen" not in pages["Contributor"].text
    assert "Unseen" in pages["Editor"].text
    assert "SRID" not in pages["Editor"].text


def test_step_of_another_map_cannot_be_taken(desk: Client, publisher: AbstractUser) -> None:
    mine, other = make.map_(), make.map_()
    change_map(other, {}, by=publisher, steps=[Step(heading="Theirs")])
    theirs = StoryStep.objects.get()
    sent = opened(desk, mine) | story("Taken") | {
        "steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 1, "steps-0-id": theirs.pk, "steps-0-map": other.pk,
    }  # fmt: skip

    desk.post(change_url(mine), sent)

    theirs.refresh_from_db()
    assert (theirs.heading, theirs.map, told(other)) == ("Theirs", other, ["Theirs"])
