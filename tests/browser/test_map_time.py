"""Time along the bottom of the map: pulled, moved, played and typed; on a desk, a phone, in a column."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

LIVE = "#dateline.is-live"
PHONE, COLUMN = {"width": 390, "height": 844}, {"width": 300, "height": 480}
MAP = "/maps/north-west-syria-2019/"


def open_map(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector(LIVE)
    return page


#: Days: more than half of the widest bar.
HALF_A_YEAR = 200


def words(page: Page) -> str:
    return page.locator(".range-words").inner_text()


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


class Axis:
    """The axis of a page, and a mouse on it: places are parts of its width."""

    def __init__(self, page: Page) -> None:
        self.mouse = page.mouse
        self.box = page.locator(".track").bounding_box()

    def x(self, part: float) -> float:
        return self.box["x"] + part * self.box["width"]

    def drag(self, start: float, end: float) -> None:
        y = self.box["y"] + self.box["height"] / 2
        self.mouse.move(self.x(start), y)
        self.mouse.down()
        self.mouse.move(self.x(end), y, steps=4)
        self.mouse.up()


def days(page: Page) -> tuple[int, int]:
    return tuple(int(slider(page, name).get_attribute("aria-valuenow")) for name in ("From", "To"))


def test_a_range_is_pulled_moved_and_cleared_with_the_mouse(page, site, watch):
    open_map(page, f"{site.url}/")
    whole = words(page)
    axis = Axis(page)

    axis.drag(0.2, 0.4)
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d"))
    first, last = days(page)
    axis.drag(0.3, 0.5)
    moved = days(page)
    assert moved[0] > first
    # Months are not of one length, and the window snaps to them.
    assert abs((moved[1] - moved[0]) - (last - first)) < 4
    axis.drag(0.4, 0.9)
    beyond = days(page)
    assert beyond[0] == moved[1] + 1
    assert beyond[1] > moved[1]
    expect(slider(page, "To")).to_be_focused()
    page.get_by_role("button", name="Whole time").click()

    assert words(page) == whole
    expect(page).to_have_url(f"{site.url}/")
    expect(slider(page, "From")).to_be_focused()
    watch.assert_clean()


def test_keys_move_a_handle_and_the_window_and_stop_at_the_other(page, site):
    open_map(page, f"{site.url}/?from=2019-06-01&to=2019-11-30")
    start, end = slider(page, "From"), slider(page, "To")
    expect(start).to_have_attribute("aria-valuetext", "1 June 2019")
    expect(end).to_have_attribute("aria-valuetext", "30 November 2019")

    start.focus()
    for key, expected in [
        ("ArrowRight", "1 July 2019"),
        ("Shift+ArrowRight", "2 July 2019"),
        ("ArrowLeft", "1 July 2019"),
        ("End", "1 November 2019"),
        ("ArrowRight", "1 November 2019"),
        ("PageDown", "1 April 2019"),
    ]:
        page.keyboard.press(key)
        expect(start).to_have_attribute("aria-valuetext", expected)
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    expect(end).to_have_attribute("aria-valuetext", "30 April 2019")
    slider(page, "The range as a whole").focus()
    page.keyboard.press("ArrowRight")

    expect(start).to_have_attribute("aria-valuetext", "1 May 2019")
    expect(page).to_have_url(re.compile("from=2019-05-01"))


def test_a_held_key_is_one_step_back(page, site):
    open_map(page, f"{site.url}/?from=2019-06-01")
    slider(page, "From").focus()

    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    expect(page).to_have_url(re.compile("from=2019-09-01"))
    page.go_back()

    expect(slider(page, "From")).to_have_attribute("aria-valuetext", "1 June 2019")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_play_moves_the_window_until_the_reader_takes_hold_of_the_page(chromium: Browser, site, motion):
    context = chromium.new_context(reduced_motion=motion)
    page = open_map(context.new_page(), f"{site.url}/")
    play = page.get_by_role("button", name="Play through time")
    expect(play).to_have_attribute("aria-pressed", "false")
    first, _last = days(page)

    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    # Held early, it begins at the nearest bar, where everything does: of that the address says nothing.
    for _moment in range(150):
        if days(page)[0] > first + HALF_A_YEAR:
            break
        page.wait_for_timeout(100)
    page.locator("#map").press("ArrowUp")

    expect(play).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d-01"))
    context.close()


def test_events_known_to_a_month_are_lines_and_bars_change_with_filters_alone(page, site):
    open_map(page, f"{site.url}/")
    bars, lines = page.locator(".bars path.exact"), page.locator(".bars path.lines")
    drawn = bars.get_attribute("d")
    assert lines.get_attribute("d").count("M") > 3

    Axis(page).drag(0.2, 0.5)
    assert bars.get_attribute("d") == drawn
    page.locator("[data-group], .kind, .chip").first.click()

    expect(bars).not_to_have_attribute("d", drawn)


@pytest.mark.parametrize(("size", "path"), [(PHONE, "/"), (COLUMN, f"{MAP}embed/")])
def test_a_finger_pulls_a_handle_and_the_page_does_not_scroll(chromium: Browser, site, size, path):
    context = chromium.new_context(viewport=size, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = open_map(context.new_page(), site.url + path)
    box = page.locator(".track").bounding_box()
    before = days(page)

    swipe(page, (box["x"] + 6, box["y"] + 20), (box["x"] + box["width"] / 2, box["y"] + 24))

    assert days(page)[0] > before[0]
    assert days(page)[1] == before[1]
    # Nothing of the axis stands beyond the edge, whatever its width.
    handles = [page.locator(f".thumb.{name}").bounding_box() for name in ("from", "to")]
    assert all(handle["x"] >= 0 and handle["x"] + handle["width"] <= size["width"] for handle in handles)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    context.close()


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    session: Any = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    touch("touchStart", start)
    for step in range(1, 6):
        touch("touchMove", tuple(a + (b - a) * step / 5 for a, b in zip(start, end, strict=True)))
    touch("touchEnd")
