"""Claims side by side, how a toll went, and what the events come to: as readers meet them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

LIVE = "#dateline.is-live"
PHONE = {"width": 390, "height": 844}


def open_map(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(LIVE)


def published(page: Page, site: Any) -> list[dict[str, Any]]:
    return json.loads(page.request.get(f"{site.url}/events.geojson").text())["features"]


def with_history(features: list[dict[str, Any]]) -> dict[str, Any]:
    """The event with the most claims of a thing whose number has a history."""

    def most(feature: dict[str, Any]) -> int:
        claims = feature["properties"]["claims"]
        return max((len(thing["claims"]) for thing in claims if thing["has_history"]), default=0)

    found = max(features, key=most)
    assert most(found) >= 3
    return found


@pytest.fixture
def event(page: Page, site: Any) -> dict[str, Any]:
    return with_history(published(page, site))


@pytest.fixture
def plain(chromium: Browser):
    """A page of a browser without scripts."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def first_thing(event: dict[str, Any]) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    properties = event["properties"]
    thing = next(thing for thing in properties["claims"] if thing["has_history"])
    return thing, {figure["id"]: figure for figure in properties["figures"]}


def test_card_shows_claims_side_by_side_with_the_recommended_first(page, site, event, watch):
    thing, figures = first_thing(event)
    recommended = figures[thing["claims"][0]["figure"]]
    open_map(page, f"{site.url}/?event={event['id']}")

    group = page.locator("#card .thing").first
    expect(group.locator(".thing-title")).to_contain_text(f"{len(thing['claims'])} claims")
    expect(group.locator(".claim")).to_have_count(len(thing["claims"]))
    leading = group.locator(".claim").first
    expect(leading.locator("strong")).to_have_text(recommended["wording"])
    expect(leading.locator(".tag")).to_have_text("recommended")
    expect(leading.locator(".claim-role")).to_contain_text(recommended["role_text"])
    expect(leading.locator(".claim-source")).to_contain_text("printed by The Example Herald")
    superseded = group.locator(".earlier .claim")
    expect(superseded.first).to_be_hidden()
    group.locator(".earlier summary").click()
    expect(superseded.first).to_be_visible()
    watch.assert_clean()


def test_sentence_of_a_claim_is_shown_and_focused_in_the_card(page, site, event):
    open_map(page, f"{site.url}/?event={event['id']}")
    group = page.locator("#card .thing").first
    group.locator(".earlier summary").click()
    claim = group.locator(".earlier .claim").first
    wording = claim.locator("strong").inner_text()

    claim.get_by_role("link", name="the sentence").click()

    passage = page.locator("#card .quotation:focus")
    expect(passage).to_be_visible()
    expect(passage).to_contain_text(wording)
    expect(page).to_have_url(re.compile(rf"\?event={event['id']}$"))
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE, {"width": 300, "height": 520}])
def test_chart_of_a_toll_fits_the_card_and_is_a_table_too(chromium, site, page, event, size):
    context = chromium.new_context(viewport=size, reduced_motion="reduce")
    narrow = context.new_page()
    open_map(narrow, f"{site.url}/?event={event['id']}")
    chart = narrow.locator("#card").get_by_role("img", name=re.compile("^Chart of "))
    expect(chart).to_be_visible()

    box, card = chart.bounding_box(), narrow.locator("#card").bounding_box()
    assert card["x"] <= box["x"]
    assert box["x"] + box["width"] <= card["x"] + card["width"]
    overlapping = narrow.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll("#card .history-number")].map((text) =>
                text.getBoundingClientRect());
            const meet = (a, b) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom
                && b.top + 3 < a.bottom;
            return boxes.some((a, i) => boxes.slice(i + 1).some((b) => meet(a, b)));
        }"""
    )
    assert not overlapping
    narrow.locator("#card .history-table summary").click()
    table = narrow.locator("#card .history-table table")
    thing, _figures = first_thing(event)
    expect(table.locator("tbody tr")).to_have_count(len(thing["claims"]))
    assert table.evaluate("(table) => table.scrollWidth <= table.parentElement.clientWidth")
    context.close()


def test_chart_takes_its_room_before_it_comes(page, site, event):
    held: list[Route] = []
    page.route(f"**{event['properties']['url']}", lambda route: held.append(route))
    open_map(page, f"{site.url}/?event={event['id']}")
    box = page.locator("#card .history-box")
    expect(box).to_be_visible()
    assert box.bounding_box()["height"] >= 280
    held[0].continue_()

    expect(box.locator(".history-chart")).to_be_visible()


def test_card_does_without_the_chart_when_it_does_not_come(page, site, event):
    page.route(f"**{event['properties']['url']}", lambda route: route.abort())

    open_map(page, f"{site.url}/?event={event['id']}")

    expect(page.locator("#card .thing .claim").first).to_be_visible()
    expect(page.locator("#card .history-box")).to_have_count(0)


def test_page_of_the_event_has_all_of_it_without_scripts(plain, page, site, event):
    thing, figures = first_thing(event)
    plain.goto(f"{site.url}{event['properties']['url']}")

    group = plain.locator(".thing").first
    claims = group.locator(".claim")
    expect(claims).to_have_count(len(thing["claims"]))
    expect(claims.last).to_be_visible()
    expect(group.get_by_role("img", name=re.compile("^Chart of "))).to_be_visible()
    last = figures[thing["claims"][-1]["figure"]]
    claims.last.get_by_role("link", name="the sentence").click()
    expect(plain.locator(":target")).to_contain_text(last["wording"])
    group.locator(".history-table summary").click()
    expect(group.get_by_role("table")).to_be_visible()


def test_totals_stand_above_the_list_and_say_what_they_count(page, site, watch):
    open_map(page, f"{site.url}/")
    line = page.locator("#totals .total").first
    expect(line.locator(".total-words")).to_have_text(
        re.compile(r"^(more than|at least) [\d,]+ people killed$")
    )

    line.locator("summary").first.focus()
    page.keyboard.press("Enter")

    expect(line.locator(".told").first).to_contain_text("recommended figures are added")
    left_out = line.locator("details.told").first
    left_out.locator("summary").click()
    link = left_out.locator("li a").first
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", re.compile(r"^/events/\d+/$"))
    expect(line.locator(".rule").first).to_contain_text("IDMC")
    watch.assert_clean()


def test_totals_follow_kinds_and_time_and_stay_open(page, site):
    open_map(page, f"{site.url}/")
    words = page.locator("#totals .total-words").first
    before = words.inner_text()
    page.locator("#totals .total summary").first.click()

    page.locator(".kind", has_text="Disaster").click()
    expect(words).not_to_have_text(before)
    of_disasters = words.inner_text()
    expect(page.locator("#totals .total").first).to_have_attribute("open", "")
    expect(page.locator("#totals")).not_to_have_attribute("aria-busy", "true")
    handle = page.get_by_role("slider", name="From")
    handle.focus()
    page.keyboard.press("End")
    expect(page.locator("#totals")).to_contain_text("No number of people or homes")
    page.get_by_role("button", name="Whole time").click()
    expect(words).to_have_text(of_disasters)
    page.locator(".kind", has_text="Disaster").click()

    expect(words).to_have_text(before)


def test_moving_time_asks_for_totals_once_it_rests(page, site):
    open_map(page, f"{site.url}/")
    asked: list[str] = []
    page.on("request", lambda request: "/totals/?" in request.url and asked.append(request.url))
    page.get_by_role("slider", name="From").focus()

    for _step in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#totals")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#totals")).not_to_have_attribute("aria-busy", "true")

    assert 1 <= len(asked) <= 2
    assert "from=" in asked[-1]


def test_first_totals_are_the_pages_own(page, site):
    asked: list[str] = []
    page.on("request", lambda request: "/totals/?" in request.url and asked.append(request.url))

    open_map(page, f"{site.url}/?kind=disaster&from=2020-01-01")
    page.wait_for_timeout(600)

    assert asked == []


def test_totals_that_do_not_come_are_not_left_standing(page, site):
    open_map(page, f"{site.url}/")
    page.route("**/totals/**", lambda route: route.abort())

    page.locator(".kind", has_text="Disaster").click()
    expect(page.locator("#totals")).to_contain_text("could not be loaded")
    expect(page.locator("#totals .total")).to_have_count(0)
    page.unroute("**/totals/**")
    page.locator("#totals").get_by_role("button", name="Try again").click()

    expect(page.locator("#totals .total-words").first).to_contain_text("killed")


def test_totals_do_not_move_the_list_while_they_load(page, site):
    page.add_init_script(
        """new PerformanceObserver((list) => {
            for (const shift of list.getEntries()) window.shifts = (window.shifts ?? 0) + shift.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(f"{site.url}/")
    top = page.locator("#totals").bounding_box()["height"]
    page.wait_for_selector(LIVE)
    page.wait_for_timeout(400)

    assert page.locator("#totals").bounding_box()["height"] == top
    assert page.evaluate("window.shifts ?? 0") < 0.1


def test_totals_and_their_page_work_without_scripts(plain, site):
    plain.goto(f"{site.url}/?kind=disaster")
    line = plain.locator("#totals .total").first
    expect(line).to_be_visible()
    words = line.locator(".total-words").inner_text()
    line.locator("summary").first.click()
    expect(line.locator(".told").first).to_be_visible()

    plain.goto(f"{site.url}/totals/?kind=disaster")
    expect(plain.locator("#totals .total-words").first).to_have_text(words)
    expect(plain.locator(".rules li").first).to_be_visible()
    plain.get_by_role("link", name="These events on the map").click()
    expect(plain).to_have_url(f"{site.url}/?kind=disaster")


@pytest.mark.parametrize("width", [300, 600, 1000])
def test_embed_shows_one_line_of_totals_when_asked(chromium, site, width):
    context: BrowserContext = chromium.new_context(viewport={"width": width, "height": 520})
    page = context.new_page()
    address = f"{site.url}/maps/north-west-syria-2019/embed/"
    open_map(page, address)
    expect(page.locator("#totals")).to_have_count(0)
    open_map(page, f"{address}?totals=1")

    line = page.locator("#totals")
    total = line.locator(".total-words").first
    expect(total).to_be_visible()
    box, words = line.bounding_box(), total.bounding_box()
    assert box["height"] <= 50
    assert words["x"] + words["width"] <= box["x"] + box["width"]
    assert words["y"] + words["height"] <= box["y"] + box["height"] + 1
    link = line.get_by_role("link", name="What is counted?")
    expect(link).to_have_attribute("href", "/totals/?map=north-west-syria-2019")
    buttons = page.locator(".map-buttons").bounding_box()
    assert buttons["y"] >= box["y"] + box["height"]
    context.close()


def test_line_of_an_embed_follows_its_filters(page, site):
    open_map(page, f"{site.url}/maps/north-west-syria-2019/embed/?totals=1")
    words = page.locator("#totals .total-words").first
    before = words.inner_text()

    page.locator(".kind", has_text="Air strike").click()

    expect(words).not_to_have_text(before)
    expect(page.locator("#totals a")).to_have_attribute(
        "href", re.compile(r"map=north-west-syria-2019.*kind=air_strike|kind=air_strike.*map=")
    )
    expect(page).to_have_url(re.compile(r"totals=1"))
    expect(page.locator("#list-note")).to_be_hidden()


def test_paper_shows_claims_and_totals(page, site, event):
    open_map(page, f"{site.url}/?event={event['id']}")
    expect(page.locator("#card .history-chart")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.locator("#totals .total-words").first).to_be_visible()
    expect(page.locator("#card .claim").first).to_be_visible()
    expect(page.locator("#card .earlier .claim").first).to_be_visible()
    expect(page.locator("#card .history-table table")).to_be_visible()
