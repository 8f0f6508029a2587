"""How the map draws: what a reader chooses, layers, precision, verification; by keys, by touch."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

LIVE = "#dateline.is-live"
PHONE, COLUMN = {"width": 390, "height": 844}, {"width": 300, "height": 480}


def open_map(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector(LIVE)
    return page


def published(page: Page, site: Any) -> list[dict[str, Any]]:
    return json.loads(page.request.get(f"{site.url}/events.geojson").text())["features"]


def is_painted(page: Page, name: str) -> bool:
    """Whether anything stands on a canvas of the map."""
    return page.evaluate(
        """name => {
            const canvas = document.querySelector(`#map canvas.${name}`);
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return data.some((value, i) => i % 4 === 3 && value > 0);
        }""",
        name,
    )


def test_a_reader_chooses_how_events_are_drawn_and_a_link_says_it(page, site, watch):
    open_map(page, f"{site.url}/")
    page.locator("#layers summary").click()
    marks = page.locator("#map canvas.marks")
    expect(marks).not_to_have_attribute("data-circles", "0")

    page.get_by_label("density").check()
    expect(page).to_have_url(re.compile(r"[?&]draw=heat"))
    expect(page.locator("#map canvas.heat")).to_be_attached()
    expect(page.locator(".map-key")).to_contain_text("events per area, not people")
    expect(page.locator(".map-key")).to_contain_text(re.compile(r"Densest here: \d+ events? within about"))
    assert is_painted(page, "heat")
    expect(marks).to_have_attribute("data-circles", "0")
    page.get_by_label("areas by number").check()
    expect(page.locator("#map canvas.heat")).not_to_be_attached()
    expect(page.locator("#map path.area.is-shaded")).not_to_have_count(0)
    expect(page.locator(".map-key")).to_contain_text("Events known only to the area")
    page.go_back()

    expect(page.locator("#map canvas.heat")).to_be_attached()
    page.get_by_label("as set by the editors").check()
    expect(page).to_have_url(f"{site.url}/")
    watch.assert_clean()


def test_opacity_and_order_of_layers_are_drawn(page, site):
    layer = next(
        feature["properties"]["layer"]
        for feature in published(page, site)
        if feature["properties"]["precision"] == "admin1" and feature["properties"]["point"]
    )

    open_map(page, f"{site.url}/?layer={layer}&opacity={layer}:40&order={layer}")

    assert set(page.locator(".spot, .cluster").evaluate_all("all => all.map(e => e.style.opacity)")) == {
        "0.4"
    }
    heights = page.locator(".spot, .cluster").evaluate_all(
        "all => all.map(e => Number(getComputedStyle(e).zIndex))"
    )
    assert min(heights) > 1
    area = page.locator("#map path.area").first
    expect(area).to_have_css("opacity", "0.4")


def test_nothing_is_drawn_more_exactly_than_it_is_known(page, site):
    features = published(page, site)
    vague = next(f for f in features if f["properties"]["precision"] == "admin1" and f["geometry"])
    unplaced = next(f for f in features if f["properties"]["precision"] == "country")

    open_map(page, f"{site.url}/?event={vague['id']}")
    expect(page.locator(".spot.is-selected.is-area")).to_be_visible()
    expect(page.locator("#map path.area.is-selected")).to_be_visible()
    assert "dash" in page.locator("#map path.area.is-selected").first.evaluate(
        "path => path.getAttribute('stroke-dasharray') ? 'dash' : ''"
    )
    open_map(page, f"{site.url}/?event={unplaced['id']}")

    expect(page.locator("#card h2")).to_be_visible()
    expect(page.locator(".spot.is-selected")).to_have_count(0)


def test_verification_shows_in_the_symbol_and_in_the_key(page, site):
    contested = next(
        feature
        for feature in published(page, site)
        if feature["properties"]["verification"] == "contested" and feature["properties"]["point"]
    )
    open_map(page, f"{site.url}/?event={contested['id']}")

    expect(page.locator(".spot.is-selected .symbol.is-contested .half")).to_be_attached()
    page.locator("#layers summary").click()
    key = page.locator(".key-part", has_text="How well it is attested")
    for level in ("Confirmed", "Fair", "Weak", "Contested", "Discounted"):
        expect(key.get_by_text(level)).to_be_visible()
    expect(key.locator(".symbol")).to_have_count(5)


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE, COLUMN])
def test_no_symbol_stands_on_another(chromium: Browser, site, size):
    context = chromium.new_context(viewport=size, reduced_motion="reduce")
    page = open_map(context.new_page(), f"{site.url}/maps/north-west-syria-2019/embed/")
    boxes = [spot.bounding_box() for spot in page.locator(".spot, .cluster").all()]

    overlaps = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if abs(a["x"] + a["width"] / 2 - b["x"] - b["width"] / 2) < 23
        and abs(a["y"] + a["height"] / 2 - b["y"] - b["height"] / 2) < 23
    ]

    assert len(boxes) > 3
    assert overlaps == []
    context.close()


def test_the_map_is_moved_and_read_with_keys_alone(page, site):
    open_map(page, f"{site.url}/")
    spot = page.locator(".spot").first
    spot.focus()
    before = page.url

    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"view=[\d.]+/"))
    page.keyboard.press("+")
    expect(page).not_to_have_url(before)
    zoomed = float(re.search(r"view=([\d.]+)/", page.url)[1])
    page.locator("#map").focus()
    page.keyboard.press("-")
    page.wait_for_function("zoom => Number(location.search.match(/view=([\\d.]+)/)[1]) < zoom", arg=zoomed)
    reached = page.evaluate(
        """() => [...document.querySelectorAll("#map .spot, #map .cluster")].every(
            (spot) => spot.tabIndex === 0 && spot.getAttribute("aria-label"))"""
    )

    assert reached
    assert page.locator("#map").get_attribute("aria-label").startswith("Map.")


def test_in_an_embed_one_finger_scrolls_and_two_move_the_map(chromium: Browser, site):
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = open_map(context.new_page(), f"{site.url}/maps/north-west-syria-2019/embed/")
    session = context.new_cdp_session(page)
    centre = "document.querySelector('.leaflet-map-pane').style.transform"

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    still = page.evaluate(centre)
    touch("touchStart", (200, 250))
    for y in (240, 220, 200):
        touch("touchMove", (200, y))
    touch("touchEnd")
    expect(page.locator("#hint")).to_have_text("Use two fingers to move the map")
    assert page.evaluate(centre) == still
    touch("touchStart", (160, 250), (240, 250))
    for step in (10, 30, 60):
        touch("touchMove", (160 - step, 250), (240 + step, 250))
    touch("touchEnd")

    page.wait_for_function(f"before => {centre} !== before || location.search.includes('view=')", arg=still)
    context.close()
