"""A map's story: read step by step with mouse and keys, beside the map and under it, in page and embed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.access import DESK, PHONE, objections
from tests.browser.conftest import Site

STORY = "/maps/idlib-step-by-step/"
COLUMN = (320, 630)


def read(page: Page, address: str) -> Page:
    """The page as soon as its story can be used."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    page.wait_for_selector(".story.is-told")
    return page


def at(page: Page) -> str:
    return page.evaluate("location.search")


def test_story_is_read_with_keys_left_and_found_again(page: Page, site: Site) -> None:
    read(page, f"{site.url}{STORY}?lang=en")
    number = re.match(r"\d+", page.locator("#count").inner_text())[0]

    page.get_by_role("button", name="Begin the story").press("Enter")

    expect(page).to_have_url(re.compile(r"\?lang=en&step=1$"))
    on = page.get_by_role("button", name="Next")
    expect(on).to_be_focused()
    expect(page.locator("#story-status")).to_have_text("Step 1 of 6 An offensive begins")

    page.keyboard.press("ArrowRight")

    expect(page).to_have_url(re.compile(r"\?lang=en&step=2$"))
    expect(on).to_be_focused()
    expect(page.locator(".story-step:visible h3")).to_have_text("Four counts of one market")
    # Its day, its layer, its event.
    expect(page.locator("#count")).to_contain_text(f"4 of {number} events")
    expect(page.locator("#card")).to_contain_text("Air strike on the market of Maarat al-Numan")
    expect(page.locator(".time-words")).to_contain_text("22 Jul 2019 – 22 Jul 2019")

    page.locator("#map").press("+")

    expect(page).to_have_url(re.compile(r"step=2&view="))
    back = page.get_by_role("button", name="Back to the story")
    back.click()
    expect(page).to_have_url(re.compile(r"\?lang=en&step=2$"))
    expect(back).to_be_hidden()

    page.go_back()
    page.go_back()
    expect(page.locator(".story-step:visible h3")).to_have_text("An offensive begins")
    page.locator(".story-on").press("End")
    expect(page.locator(".story-step:visible h3")).to_have_text("A patrol on the M4")
    page.get_by_role("button", name="The whole map").press("Enter")

    expect(page).to_have_url(re.compile(r"\?lang=en$"))
    expect(page.get_by_role("button", name="Begin the story")).to_be_focused()
    expect(page.locator("#count")).to_contain_text(f"{number} events")


def test_text_and_map_are_seen_together_on_a_phone_and_in_a_column(page: Page, site: Site) -> None:
    for path, (width, height) in ((STORY, PHONE), (f"{STORY}embed/", COLUMN)):
        page.set_viewport_size({"width": width, "height": height})
        read(page, f"{site.url}{path}?step=3&lang=ar")

        step, on = page.locator(".story-step:visible"), page.get_by_role("button", name="التالي")
        expect(step).to_be_in_viewport()
        top = page.locator(".rail").bounding_box()
        assert top is not None
        assert top["y"] >= height * 0.45, "the map has the upper half"
        place = on.bounding_box()
        on.click()
        expect(page).to_have_url(re.compile(r"step=4"))
        expect(step.locator("h3")).to_have_text("نزوح الشتاء")
        assert on.bounding_box() == place, "the way on stays where it is"
        expect(page.locator(".story-text:visible")).to_be_in_viewport()

    assert page.evaluate("history.length") <= 4  # the embed's own steps are none of the page around it


def test_story_is_a_list_of_links_without_scripts_and_on_paper(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}{STORY}?lang=en")

    expect(page.locator(".story-text:visible")).to_have_count(6)
    page.get_by_role("link", name="Khan Sheikhoun changes hands").click()

    expect(page.locator(".story-step[aria-current]")).to_contain_text("Step 3 of 6")
    expect(page.locator(".event-title").first).to_be_visible()
    expect(page.locator(".story-bar")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".story-text:visible")).to_have_count(6)
    context.close()


def test_story_is_begun_with_a_fingertip(chromium: Browser, site: Site) -> None:
    page = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ).new_page()
    page.goto(f"{site.url}{STORY}?lang=en")
    begin = page.get_by_role("button", name="Begin the story")
    expect(begin).to_be_in_viewport(ratio=1)

    assert begin.bounding_box()["height"] >= 44
    page.context.close()


def test_long_dates_leave_room_for_the_titles_without_scripts(chromium: Browser, site: Site) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()
    page.goto(f"{site.url}/?lang=en")
    row = page.locator("#events li", has_text="(to the week)").first
    when, title = (row.locator(part).bounding_box() for part in (".event-when", ".event-title"))

    assert when["x"] + when["width"] <= 390 - 20
    assert title["width"] >= 100
    page.context.close()


@pytest.mark.parametrize(
    ("path", "size"),
    [
        (f"{STORY}?lang=en", DESK),
        (f"{STORY}?step=2", DESK),
        (f"{STORY}?step=3", PHONE),
        (f"{STORY}?step=6&lang=ar", PHONE),
        (f"{STORY}embed/?step=2", COLUMN),
        (f"{STORY}embed/", COLUMN),
    ],
)
def test_axe_finds_no_violation_in_a_story(
    chromium: Browser, site: Site, path: str, size: tuple[int, int]
) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    try:
        assert objections(context.new_page(), site.url + path, size) == []
    finally:
        context.close()
