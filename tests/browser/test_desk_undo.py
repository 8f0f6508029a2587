"""Whole events by one key, what was done and taken back, forms that keep their words, marks and drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.desk import (  # noqa: F401 -- the fixtures are asked for by their names
    CLAIMS,
    TRIPOLI,
    intercept,
    open_desk,
    read_on_the_desk,
    saved,
    unread_articles,
)


def decided(desk: Page, number: int) -> None:
    expect(desk.locator("#desk-progress")).to_contain_text(f"{number} of")


def refuse(desk: Page, verb: str, sentence: str) -> None:
    """Answers decisions of that verb as a server that refuses them; the others go on to the real one."""

    def answer(route: Route) -> None:
        if json.loads(route.request.post_data)["verb"] == verb:
            body = json.dumps({"error": sentence, "field": ""})
            route.fulfill(status=400, content_type="application/json", body=body)
        else:
            route.continue_()

    intercept(desk, answer)


def test_event_is_accepted_with_all_that_tells_it_and_taken_back_as_one(desk: Page) -> None:
    expected = desk.locator(".event.is-expected")
    titles = expected.locator("h3").all_inner_texts()
    taken = expected.first.locator(".takes li")
    assert taken.count() >= 1

    desk.keyboard.press("Shift+E")
    saved(desk)
    expect(desk.locator(".event.is-draft")).to_have_count(1)
    expect(desk.locator("#desk-progress")).not_to_contain_text("0 of")
    desk.keyboard.press("h")
    expect(desk.locator(".done-list li")).to_have_count(1)
    expect(desk.locator(".done-list li").first).to_contain_text(f"event created, {titles[0]}")
    desk.keyboard.press("z")

    saved(desk)
    decided(desk, 0)
    expect(desk.locator(".event.is-draft")).to_have_count(0)
    expect(desk.locator(".done-list li").first).to_contain_text("taken back")
    assert expected.locator("h3").all_inner_texts() == titles


def test_focus_stays_on_the_card_whose_decision_is_taken_back(desk: Page) -> None:
    head = desk.locator("li.card.is-selected .card-head")
    expect(head).to_be_focused()
    desk.keyboard.press("r")
    saved(desk)

    desk.keyboard.press("z")

    expect(desk.locator("#desk-announcer")).to_have_text("Taken back.")
    expect(head).to_be_focused()
    saved(desk)
    expect(head).to_be_focused()


def test_publishing_is_taken_back_with_a_note_to_readers_even_after_a_reload(desk: Page) -> None:
    desk.keyboard.press("Shift+E")
    desk.keyboard.press("Shift+P")
    expect(desk.locator(".event.is-published")).to_have_count(1)
    saved(desk)
    desk.reload()
    expect(desk.locator(".event.is-published")).to_have_count(1)

    desk.keyboard.press("z")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("withdrawn from readers")
    dialog.get_by_role("button", name="Cancel").click()
    expect(desk.locator(".event.is-published")).to_have_count(1)
    desk.keyboard.press("z")
    dialog.get_by_label("Note to readers").fill("It lay in another town.")
    dialog.get_by_role("button", name="Withdraw").click()

    saved(desk)
    expect(desk.locator(".event.is-withdrawn")).to_have_count(1)


def test_edit_and_discard_of_an_event_are_taken_back_from_the_list(desk: Page) -> None:
    desk.keyboard.press("Shift+E")
    saved(desk)
    event = desk.locator(".event.is-draft")
    title = event.locator("h3").inner_text()
    event.get_by_role("button", name="Edit").click()
    desk.get_by_role("form", name=re.compile("^Edit")).get_by_label("title").fill("A title of my own")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(event.locator("h3")).to_have_text("A title of my own")
    saved(desk)
    event.get_by_role("button", name="Discard").click()
    expect(event).to_have_count(0)
    saved(desk)

    desk.keyboard.press("z")
    expect(event.locator("h3")).to_have_text("A title of my own")
    saved(desk)
    desk.locator(".done summary").click()
    desk.locator(".done-list li", has_text="event changed").get_by_role("button", name="Undo").click()

    expect(event.locator("h3")).to_have_text(title)
    saved(desk)
    expect(desk.locator("#desk-problems")).to_be_hidden()


def test_other_mentions_are_offered_the_place_that_was_accepted(read: Callable[[str], Page]) -> None:
    desk = read(TRIPOLI)
    desk.keyboard.press("a")
    expect(desk.locator(".is-offer")).to_contain_text("“Tripoli” is named 3 more times")

    desk.keyboard.press("y")

    saved(desk)
    decided(desk, 4)
    expect(desk.locator(".is-offer")).to_be_hidden()
    desk.keyboard.press("z")
    saved(desk)
    decided(desk, 1)


def test_refused_event_keeps_the_form_with_what_was_typed(desk: Page) -> None:
    refuse(desk, "create_event", "The layer is closed. Choose another.")
    desk.keyboard.press("a")
    saved(desk)
    desk.get_by_role("button", name="New event from accepted places").click()
    form = desk.get_by_role("form", name="New event")
    form.get_by_label("title").fill("Shells on the market")
    form.get_by_label("summary").fill("Three of them.")
    form.get_by_label("kind").select_option(index=2)
    form.get_by_role("checkbox").last.check()

    form.get_by_role("button", name="Create event").click()

    expect(form.get_by_role("alert")).to_have_text("The layer is closed. Choose another.")
    expect(form.get_by_label("title")).to_have_value("Shells on the market")
    expect(form.get_by_label("summary")).to_have_value("Three of them.")
    expect(form.get_by_role("checkbox").last).to_be_checked()
    desk.unroute("**/desk/decide/")
    form.get_by_role("button", name="Create event").click()
    expect(desk.locator(".event.is-draft h3")).to_have_text("Shells on the market")


def test_refused_figure_keeps_the_form_that_was_filled_in_words(read: Callable[[str], Page]) -> None:
    desk = read(CLAIMS)
    refuse(desk, "correct_figure", "The numbers do not fit.")
    desk.locator("li.card", has_text="14 people killed").locator(".card-head").click()
    desk.keyboard.press("c")
    card = desk.locator("li.card.is-selected")
    expect(card.get_by_label("in words")).to_be_focused()
    card.get_by_label("in words").fill("at least 30 civilians injured since April, the ministry said")

    desk.keyboard.press("Enter")

    expect(card.get_by_label("quantifier")).to_have_value("at_least")
    expect(card.get_by_label("number", exact=True)).to_have_value("30")
    expect(card.get_by_label("what happened to them")).to_have_value("injured")
    expect(card.locator("select[name=people]")).to_have_value("civilians")
    expect(card.get_by_label("since, in")).to_have_value("since April")
    expect(card.get_by_label("claimant, in the article")).to_have_value("the ministry")
    card.get_by_role("button", name="Save and accept").click()
    expect(card.get_by_role("alert")).to_have_text("The numbers do not fit.")
    expect(card.get_by_label("number", exact=True)).to_have_value("30")
    desk.unroute("**/desk/decide/")
    card.get_by_role("button", name="Save and accept").click()
    expect(card.locator(".card-title")).to_contain_text("civilians injured")


def test_days_and_claimants_are_marked_over_and_beside_the_proposals(desk: Page) -> None:
    expect(desk.locator("#desk-text .is-date")).to_have_text(["Friday night", "since Monday"])
    claimants = desk.locator("#desk-text .is-claimant")
    assert set(claimants.all_inner_texts()) == {"White Helmets"}

    claimants.first.click()

    chosen = desk.locator("li.card.is-selected")
    expect(chosen).to_contain_text("claimed by White Helmets")
    expect(desk.locator("#desk-text .is-claimant.is-of-selected")).to_have_count(1)


def test_point_of_a_place_is_dragged(desk: Page) -> None:
    desk.locator("#desk-text mark", has_text="Saraqib").first.click()
    desk.keyboard.press("d")
    corner = desk.locator(".pen-corner")
    expect(corner).to_have_count(1)
    box = corner.bounding_box()
    assert box["width"] >= 24

    desk.mouse.move(box["x"] + 13, box["y"] + 13)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 60, box["y"] + 40, steps=4)
    desk.mouse.up()
    moved = corner.bounding_box()
    desk.locator("#desk-drawing").get_by_role("button", name="Done").click()

    assert moved["x"] > box["x"] + 30
    expect(desk.locator("li.card.is-selected .card-reading")).to_contain_text("an exact point")
    saved(desk)


@pytest.mark.parametrize("size", [(1024, 768), (768, 1024), (390, 844)])
def test_whole_event_is_built_by_touch(desk: Page, size: tuple[int, int]) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})

    desk.locator(".event.is-expected").first.get_by_role("button", name=re.compile("^Accept with")).click()
    expect(desk.locator(".event.is-draft")).to_have_count(1)
    desk.locator(".event.is-draft").get_by_role("button", name="Publish").click()

    expect(desk.locator(".event.is-published")).to_have_count(1)
    expect(desk.get_by_role("button", name="Copy the code")).to_be_visible()
