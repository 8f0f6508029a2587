"""Pages on paper: an embed is whole, with its sources, and a map of a dark screen stays legible."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE_MS, Site

MAP = "/maps/north-west-syria-2019/"
#: CSS pixels between the margins of A4.
PAPER = {"width": 690, "height": 1000}


def test_embed_is_printed_with_its_words_its_events_and_their_sources(page, site):
    known = json.loads(page.request.get(f"{site.url}/events.geojson?map=north-west-syria-2019").text())
    page.goto(f"{site.url}{MAP}embed/?lang=en")
    page.wait_for_selector("#dateline.is-live")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")

    sheet = page.locator("#print-sheet")
    expect(sheet.locator("tbody tr")).to_have_count(len(known["features"]))
    expect(sheet.locator(".print-sources li").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#kinds")).to_be_visible()
    expect(page.locator("#peek")).to_be_hidden()
    assert page.locator(".stage").bounding_box()["width"] <= PAPER["width"]
    lines = """(cell) => {
        const words = new Range();
        words.selectNodeContents(cell);
        return words.getClientRects().length;
    }"""
    assert sheet.locator("thead th").last.evaluate(lines) == 1


def test_dark_map_is_printed_as_it_stands_on_the_screen(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(color_scheme="dark")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{site.url}{MAP}?lang=en")
    page.wait_for_selector("#dateline.is-live")
    colour = "([where, name]) => getComputedStyle(document.querySelector(where)).getPropertyValue(name)"
    land = page.evaluate(colour, ["#map", "--map-land"])

    # What a printer does: it asks for light pages, and what is drawn anew then is drawn in part.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="light")

    assert page.evaluate(colour, ["#map", "--map-land"]) == land
    assert page.evaluate(colour, ["body", "--ink"]) == "#000"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(colour, ["#map", "--map-land"]) != land
    # Also where a browser leaves the page dark.
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(colour, ["body", "--ink"]) == "#000"
    context.close()
