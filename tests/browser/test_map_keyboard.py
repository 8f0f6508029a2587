"""The map by keyboard alone: every event, filter, handle, card and source; focus comes back; Esc closes."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

LIVE = "#dateline.is-live:not([aria-busy])"
#: More stops than the page has, so that a trap ends the test instead of running on.
MOST_STOPS = 400
#: What the tests ask of the focused element: its name, its class, and an event that it stands for.
FOCUSED = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  return {
    id: at.id,
    tag: at.tagName,
    name: at.name || "",
    kind: at.className?.baseVal ?? String(at.className),
    event: at.closest("[data-event]")?.dataset.event ?? "",
    isSeen: box.width > 0 && box.height > 0,
  };
}"""


def open_map(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(LIVE)


def stops(page: Page, until: Callable[[dict], bool] = lambda _stop: False) -> list[dict]:
    """What Tab reaches from here, in order, until the page ends or `until` is so."""
    found = []
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] == "BODY":
            break
        found.append(stop)
        if until(stop):
            break
    return found


def test_every_part_of_the_map_is_reached_by_tab_in_reading_order(page, site):
    open_map(page, f"{site.url}/")
    page.locator(".more-filters summary").press("Enter")
    page.locator("#layers summary").press("Enter")
    page.locator(".skip").focus()
    ids = {item.get_attribute("data-event") for item in page.locator("#events li").all()}

    reached = stops(page)

    assert [stop for stop in reached if not stop["isSeen"]] == []
    assert {stop["event"] for stop in reached if stop["event"]} == ids
    names = [stop["name"] for stop in reached]
    for name in ("q", "claimant", "outlet", "measure", "size", "from", "to", "verification", "precision"):
        assert name in names, name
    kinds = " ".join(stop["kind"] for stop in reached)
    for part in ("kind", "opacity", "mover", "play", "spot", "map-button"):
        assert re.search(rf"\b{part}\b", kinds), part


def test_the_way_to_the_events_is_skipped(page, site):
    open_map(page, f"{site.url}/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('#events') !== null")


def test_a_card_and_its_sources_are_reached_and_escape_gives_the_focus_back(page, site):
    open_map(page, f"{site.url}/")
    entry = page.locator("#events li a").nth(4)
    entry.focus()

    page.keyboard.press("Enter")
    card = page.locator("#card")
    expect(card).to_be_focused()
    links = card.get_by_role("link").count() + card.get_by_role("button").count()
    inside = stops(page, until=lambda _stop: not page.evaluate("document.activeElement.closest('#card')"))
    assert len(inside) - 1 >= links
    page.keyboard.press("Escape")

    expect(card).to_be_hidden()
    expect(entry).to_be_focused()
    spot = page.locator(".spot").first
    spot.focus()
    label = spot.get_attribute("aria-label")
    page.keyboard.press("Enter")
    expect(card).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label


def test_layers_are_put_in_order_and_faded_with_the_keyboard(page, site):
    open_map(page, f"{site.url}/")
    page.locator("#layers summary").press("Enter")
    names = page.locator(".layer-row .layer span:first-of-type")
    before = names.all_inner_texts()
    down = page.locator(".layer-row").first.get_by_role("button", name="down")
    down.focus()

    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    after = [before[1], before[2], before[0], *before[3:]]
    expect(names).to_have_text(after)
    expect(page.locator(".layer-row").nth(2).get_by_role("button", name="down")).to_be_focused()
    page.locator(".opacity").first.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"opacity=[\w-]+:90&order="))
    opened = page.url
    page.goto(opened)
    page.wait_for_selector(LIVE)
    expect(names).to_have_text(after)


def test_the_sheet_of_a_phone_is_opened_and_closed_with_the_keyboard(page, site):
    page.set_viewport_size({"width": 390, "height": 844})
    open_map(page, f"{site.url}/")
    handle = page.locator(".handle")
    handle.focus()

    for stop in ("half", "full", "peek"):
        page.keyboard.press("Enter")
        expect(page.locator("#dateline")).to_have_attribute("data-sheet", stop)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#dateline")).to_have_attribute("data-sheet", "half")
    page.keyboard.press("End")
    expect(page.locator("#dateline")).to_have_attribute("data-sheet", "peek")
