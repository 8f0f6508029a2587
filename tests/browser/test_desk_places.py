"""Places on the desk: candidates with their reasons, what a choice teaches, relations, other scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import (  # noqa: F401 -- the fixtures are asked for by their names
    ARABIC,
    TRIPOLI,
    read_on_the_desk,
    saved,
    unread_articles,
)


def of_name(desk: Page, name: str) -> Locator:
    """The cards of that name: its own mark in the text, whatever the words around it on the card."""
    keys = desk.locator("#desk-text mark", has_text=re.compile(f"^{name}$"))
    chosen = [f'li.card[data-key="{mark.get_attribute("data-key")}"]' for mark in keys.all()]
    return desk.locator(", ".join(chosen))


def candidate(desk: Page, words: str) -> Locator:
    return desk.locator("li.card.is-selected .candidate", has_text=words)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_every_candidate_shows_its_reasons_and_its_key(
    read: Callable[[str], Page], width: int, height: int
) -> None:
    desk = read(TRIPOLI)
    desk.set_viewport_size({"width": width, "height": height})
    listed = desk.locator("li.card.is-selected .candidate")

    expect(listed.nth(2)).to_be_visible()
    for number, row in enumerate(listed.all(), start=1):
        expect(row.locator("kbd")).to_have_text(str(number))
        expect(row.locator(".candidate-why")).not_to_be_empty()
        assert row.bounding_box()["height"] >= 40
    # The keyboard reaches each one; the key of its number is tried below.
    listed.nth(1).focus()
    desk.keyboard.press("Tab")
    expect(listed.nth(2)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(listed.nth(2)).to_have_attribute("aria-pressed", "true")
    saved(desk)


def test_choice_teaches_the_other_mentions_and_undo_takes_it_back(read: Callable[[str], Page]) -> None:
    desk = read(TRIPOLI)
    cards = of_name(desk, "Tripoli")
    expect(cards).to_have_count(4)
    pressed = desk.locator("li.card.is-selected .candidate[aria-pressed=true] .candidate-name")
    before = pressed.inner_text()
    names = desk.locator("li.card.is-selected .candidate-name").all_inner_texts()
    other = next(
        i for i, name in enumerate(names) if name.startswith("Tripoli, settlement") and name != before
    )

    desk.keyboard.press(str(other + 1))

    chosen = names[other]
    where = chosen.replace("settlement, ", "")
    expect(desk.locator(".lesson:not(.is-offer)")).to_contain_text(f"3 other mentions now propose {where}")
    saved(desk)
    expect(desk.locator("li.card.is-accepted")).to_have_count(1)
    desk.keyboard.press("j")
    expect(pressed).to_have_text(chosen)
    first = desk.locator("li.card.is-selected .candidate").first
    expect(first).to_contain_text(f"{where}, was chosen for “Tripoli” above")

    desk.keyboard.press("z")

    expect(desk.locator(".lesson:not(.is-offer)")).to_contain_text("3 other mentions now propose")
    saved(desk)
    expect(desk.locator("li.card.is-accepted")).to_have_count(0)
    expect(pressed).to_have_text(before)


def test_same_name_is_accepted_with_one_key_and_taken_back_with_one(read: Callable[[str], Page]) -> None:
    desk = read(TRIPOLI)
    expect(desk.get_by_role("button", name="Accept the same for its 3 other mentions")).to_be_visible()

    desk.keyboard.press("Shift+A")

    expect(desk.locator("li.card.is-accepted")).to_have_count(4)
    saved(desk)
    expect(desk.locator("#desk-progress")).to_contain_text("4 of")

    desk.keyboard.press("z")

    saved(desk)
    expect(desk.locator("#desk-progress")).to_contain_text("0 of")
    expect(desk.locator("li.card.is-accepted")).to_have_count(0)
    expect(desk.locator("#desk-problems")).to_be_hidden()


def test_same_name_is_rejected_with_one_key(read: Callable[[str], Page]) -> None:
    desk = read(TRIPOLI)

    desk.keyboard.press("Shift+X")

    saved(desk)
    expect(desk.locator("li.card.is-rejected")).to_have_count(4)


def test_place_between_two_is_entered_with_the_keyboard(read: Callable[[str], Page]) -> None:
    desk = read(TRIPOLI)
    of_name(desk, "Batroun").locator(".card-head").click()
    desk.keyboard.press("l")
    form = desk.locator("li.card.is-selected form")
    form.get_by_label("relation").select_option("between")
    second = form.get_by_role("combobox", name="and which second place")
    second.fill("Nowhere at all")
    second.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("“Nowhere at all” is not chosen from the list.")
    second.fill("Byblos")
    expect(form.locator("[role=option]").first).to_contain_text("Byblos")
    second.press("ArrowDown")
    second.press("Enter")

    second.press("Enter")

    expect(desk.locator("li.card.is-selected .card-reading")).to_contain_text(
        re.compile("between Batro.n and Byblos · a line, not exact")
    )
    saved(desk)


def test_article_in_arabic_is_marked_exactly_and_said_to_be_read_in_part(read: Callable[[str], Page]) -> None:
    desk = read(ARABIC)

    expect(desk.locator("#desk-partly")).to_contain_text("this article is in Arabic")
    expect(desk.locator("#desk-partly")).to_contain_text("Figures, roles and claimants were not read")
    text = desk.locator("#desk-text")
    expect(text).to_have_css("direction", "rtl")
    marks = text.locator("mark").all_inner_texts()
    assert {"حلب", "إدلب", "حمص", "دمشق"} <= set(marks)
    # Read out in its own language among the desk's words.
    expect(desk.locator("li.card .card-title bdi[lang=ar]")).to_have_count(5)
    # The house stands before the second Aleppo: a wrong count would cut it.
    assert marks.count("حلب") == 2
    assert text.evaluate("node => node.textContent").rstrip() == ARABIC
    desk.locator("#desk-text").focus()
    for _ in range(3):
        desk.keyboard.press("ArrowLeft")
    expect(desk.locator("#desk-marking .marked")).to_have_text("“الجمعة”")
