"""The desk driven faster than the server answers: nothing is lost, done twice or done to something unseen."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.desk import (  # noqa: F401 -- the fixtures are asked for by their names
    TRIPOLI,
    Gate,
    open_desk,
    read_on_the_desk,
    saved,
    select_words,
    unread_articles,
)


def nothing_went_wrong(desk: Page) -> None:
    saved(desk)
    expect(desk.locator("#desk-problems")).to_be_hidden()
    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_keys_go_on_from_keys_whose_answers_are_not_there(desk: Page) -> None:
    reading = desk.locator("li.card.is-selected .card-reading")
    expect(reading).to_contain_text("happened here")
    gate = Gate(desk)

    desk.keyboard.press("r")
    desk.keyboard.press("r")
    gate.wait_for_one()
    gate.open()

    nothing_went_wrong(desk)
    expect(reading).to_contain_text("destination")


def test_role_that_waits_is_kept_by_the_place_chosen_after_it(read: Callable[[str], Page]) -> None:
    desk = read(TRIPOLI)
    gate = Gate(desk)
    desk.keyboard.press("r")
    desk.keyboard.press("2")
    desk.keyboard.press("1")
    gate.open()

    nothing_went_wrong(desk)
    expect(desk.locator("li.card.is-selected .card-reading")).to_contain_text("origin")
    expect(desk.locator("li.card.is-selected .candidate").first).to_have_attribute("aria-pressed", "true")


def test_place_that_was_seen_is_accepted_though_an_earlier_choice_teaches_another(
    read: Callable[[str], Page],
) -> None:
    desk = read(TRIPOLI)
    names = desk.locator("li.card.is-selected .candidate-name").all_inner_texts()
    other = next(i for i, name in enumerate(names[1:], 1) if name.startswith("Tripoli, settlement"))
    gate = Gate(desk)

    desk.keyboard.press(str(other + 1))
    desk.keyboard.press("j")
    second = desk.locator("li.card.is-selected").get_attribute("data-key")
    desk.keyboard.press("a")
    gate.let_one_through()
    expect(desk.locator(".lesson:not(.is-offer)")).to_be_hidden()
    gate.open()

    nothing_went_wrong(desk)
    expect(desk.locator("#desk-progress")).to_contain_text("2 of")
    desk.locator(f'li.card[data-key="{second}"] .card-head').click()
    expect(desk.locator("li.card.is-selected .state")).to_have_text("accepted")
    pressed = desk.locator("li.card.is-selected .candidate[aria-pressed=true] .candidate-name")
    expect(pressed).to_have_text(names[0])


def test_undo_of_what_is_being_saved_waits_for_it_and_takes_it_back(desk: Page) -> None:
    gate = Gate(desk)
    desk.keyboard.press("x")
    desk.keyboard.press("x")
    gate.wait_for_one()

    desk.keyboard.press("z")
    desk.keyboard.press("z")
    expect(desk.locator("li.card.is-rejected")).to_have_count(1)
    gate.open()

    nothing_went_wrong(desk)
    expect(desk.locator("li.card.is-rejected")).to_have_count(0)
    expect(desk.locator("#desk-progress")).to_contain_text("0 of")


def test_event_is_published_once_however_often_the_button_is_pressed(desk: Page) -> None:
    desk.keyboard.press("a")
    saved(desk)
    desk.keyboard.press("e")
    expect(desk.locator(".event.is-draft")).to_have_count(1)
    saved(desk)
    gate = Gate(desk)
    publish = desk.locator("#desk-publish")

    publish.click()
    expect(publish).to_be_disabled()
    expect(desk.locator(".event .state")).to_have_text("publishing · saving")
    expect(desk.locator(".event:not(.is-expected)").get_by_role("button")).to_have_count(0)
    gate.wait_for_one()
    gate.open()

    nothing_went_wrong(desk)
    expect(desk.locator(".event.is-published")).to_have_count(1)


def test_event_is_published_though_the_place_before_it_moves_it(read: Callable[[str], Page]) -> None:
    desk = read(TRIPOLI)
    first = desk.locator("li.card.is-selected").get_attribute("data-key")
    desk.keyboard.press("a")
    expect(desk.locator(".event.is-suggested")).to_have_count(1)
    desk.keyboard.press("e")
    expect(desk.locator(".event.is-draft")).to_have_count(1)
    saved(desk)
    desk.locator(f'li.card[data-key="{first}"] .card-head').click()
    gate = Gate(desk)

    desk.keyboard.press("2")
    desk.locator("#desk-publish").click()
    gate.open()

    nothing_went_wrong(desk)
    expect(desk.locator(".event.is-published")).to_have_count(1)


def test_words_typed_into_a_form_outlive_the_answers_that_come_in(desk: Page) -> None:
    gate = Gate(desk)
    desk.keyboard.press("a")
    desk.keyboard.press("a")
    gate.let_one_through()
    desk.get_by_role("button", name=re.compile("Edit first")).first.click()
    title = desk.get_by_role("form", name="New event").get_by_label("title")

    title.fill("Shells on the m")
    gate.open()
    saved(desk)
    expect(desk.locator("#desk-progress")).to_contain_text("2 of")
    title.press("End")
    desk.keyboard.type("arket")

    expect(title).to_have_value("Shells on the market")
    expect(title).to_be_focused()
    expect(desk.get_by_role("form", name="New event").locator("input[name=mentions]")).to_have_count(2)


def test_figure_in_correction_outlives_the_answer_about_it(desk: Page) -> None:
    desk.locator("li.card", has_text="14 civilians killed").locator(".card-head").click()
    gate = Gate(desk)
    desk.keyboard.press("a")
    gate.wait_for_one()
    desk.locator("li.card", has_text="14 civilians killed").locator(".card-head").click()
    desk.keyboard.press("c")
    form = desk.locator("li.card.is-selected form")
    form.get_by_label("number", exact=True).fill("15")

    gate.open()
    saved(desk)

    expect(form.get_by_label("number", exact=True)).to_have_value("15")
    form.get_by_role("button", name="Save and accept").click()
    nothing_went_wrong(desk)
    expect(desk.locator("li.card.is-selected .state")).to_have_text("accepted")


def test_marked_words_do_not_take_the_editor_back_from_where_they_went(desk: Page) -> None:
    gate = Gate(desk)
    select_words(desk, "residents")
    desk.keyboard.press("m")
    desk.keyboard.press("j")
    here = desk.locator("li.card.is-selected").get_attribute("data-key")

    gate.open()

    nothing_went_wrong(desk)
    expect(desk.locator("#desk-text mark", has_text="residents")).to_have_count(1)
    expect(desk.locator("li.card.is-selected")).to_have_attribute("data-key", here)
    expect(desk.get_by_role("searchbox")).to_have_count(0)


def test_new_event_is_made_once_however_often_enter_is_pressed(desk: Page) -> None:
    desk.keyboard.press("a")
    saved(desk)
    desk.get_by_role("button", name=re.compile("Edit first")).first.click()
    gate = Gate(desk)

    title = desk.get_by_role("form", name="New event").get_by_label("title")
    title.press("Enter")
    expect(desk.get_by_role("form", name="New event")).to_have_count(0)
    expect(desk.locator(".event.is-suggested")).to_have_count(0)
    gate.open()

    nothing_went_wrong(desk)
    expect(desk.locator(".event.is-draft")).to_have_count(1)
