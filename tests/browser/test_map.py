"""The reader's map as a person uses it: list, card, filters, time, keyboard, phone, without scripts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 390, "height": 844}
LIVE = "#dateline.is-live"


def open_map(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(LIVE)


def published(page: Page, site: Any) -> list[dict[str, Any]]:
    return json.loads(page.request.get(f"{site.url}/events.geojson").text())["features"]


def first(features: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    return next(
        feature
        for feature in features
        if all(feature["properties"][name] == value for name, value in wanted.items())
    )


def test_choosing_an_event_opens_its_card_and_escape_returns_to_it(page, site, watch):
    open_map(page, f"{site.url}/")
    entry = page.locator("#events li a").nth(3)
    id_ = int(page.locator("#events li").nth(3).get_attribute("data-event"))
    title = next(feature for feature in published(page, site) if feature["id"] == id_)["properties"]["title"]

    entry.click()
    expect(page.locator("#card h2")).to_have_text(title)
    expect(page.locator("#card")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?event=\d+"))
    expect(page.locator(".spot.is-selected, .cluster")).not_to_have_count(0)
    page.keyboard.press("Escape")

    expect(page.locator("#card")).to_be_hidden()
    expect(entry).to_be_focused()
    watch.assert_clean()


def test_card_says_claims_source_and_precision(page, site):
    event = next(
        feature
        for feature in published(page, site)
        if feature["properties"]["figures"] and not feature["properties"]["is_graphic"]
    )
    properties = event["properties"]
    figure = properties["figures"][0]

    open_map(page, f"{site.url}/?event={event['id']}")

    card = page.locator("#card")
    expect(card.locator(".figure-words", has_text=figure["wording"]).first).to_contain_text(figure["noun"])
    expect(card.locator("blockquote mark.figure").first).to_have_text(figure["wording"])
    expect(card.locator(".source").first).to_contain_text(properties["sources"][figure["source"]]["outlet"])
    expect(card.locator(".known")).to_contain_text(properties["precision_text"], ignore_case=True)
    expect(card.get_by_role("link", name="The event’s page")).to_have_attribute("href", properties["url"])


def test_filters_live_in_the_query_string_and_history(page, site):
    open_map(page, f"{site.url}/")
    everything = page.locator("#count").inner_text()
    kind = page.locator(".kind").first

    kind.click()
    expect(kind).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(r"\?kind=\w+$"))
    number = kind.locator(".kind-count").inner_text()
    expect(page.locator("#count")).to_have_text(re.compile(rf"^{number} of "))
    narrowed = page.locator("#count").inner_text()
    page.go_back()
    expect(page.locator("#count")).to_have_text(everything)
    page.go_forward()

    expect(page.locator("#count")).to_have_text(narrowed)
    expect(page.locator("#events li")).to_have_count(int(number))


def test_a_link_reproduces_filters_time_and_view(page, site):
    feature = first(published(page, site), date_precision="day", precision="settlement")
    day = feature["properties"]["earliest"]
    lon, lat = feature["properties"]["point"]
    query = f"kind={feature['properties']['group']}&from={day}&to={day}&view=9/{lat:.4f}/{lon:.4f}"

    open_map(page, f"{site.url}/?{query}")

    assert feature["id"] in [
        int(item.get_attribute("data-event")) for item in page.locator("#events li").all()
    ]
    expect(page.locator(".range-words")).to_contain_text(day[:4])
    name = feature["properties"]["group_label"]
    expect(page.locator(f"[aria-label*='{name}']").first).to_be_visible()


def test_a_layer_and_the_figures_can_be_switched_off(page, site):
    open_map(page, f"{site.url}/")
    page.locator(".layers summary").click()
    marks = page.locator("#map canvas.marks")
    expect(marks).not_to_have_attribute("data-circles", "0")

    page.get_by_label("Figures as circles").uncheck()
    expect(marks).to_have_attribute("data-circles", "0")
    page.locator(".layer-row .layer input").first.uncheck()

    expect(page).to_have_url(re.compile(r"layer=.*&hide=figures$"))
    expect(page.locator("#count")).to_contain_text(" of ")


def test_time_is_narrowed_with_the_keyboard(page, site):
    open_map(page, f"{site.url}/")
    handle = page.get_by_role("slider", name="From")
    handle.focus()

    for _step in range(3):
        page.keyboard.press("ArrowRight")

    expect(page).to_have_url(re.compile(r"\?from=\d{4}-\d\d-\d\d$"))
    expect(handle).to_have_attribute("aria-valuetext", re.compile(r"^\d+ \w+ \d{4}$"))
    page.get_by_role("button", name="Whole time").click()
    expect(page).to_have_url(f"{site.url}/")


def test_events_without_a_point_are_said_and_listed(page, site):
    unplaced = [feature for feature in published(page, site) if not feature["properties"]["point"]]
    open_map(page, f"{site.url}/")

    page.get_by_role("button", name=f"{len(unplaced)} events have no point on the map").click()

    expect(page.locator("#events li")).to_have_count(len(unplaced))
    expect(page.locator(".spot, .cluster")).to_have_count(0)


def test_event_whose_area_covers_the_whole_view_is_in_it(page, site):
    title = "Offensive on Idlib and Hama"
    open_map(page, f"{site.url}/?q={title.replace(' ', '+')}&view=12/35.36/36.3")

    expect(page.locator("#events li")).to_have_count(1)
    expect(page.locator(".note-count")).to_have_text("1 event in this view")
    expect(page.locator(".spot")).to_have_count(0)  # its symbol stands elsewhere in the area
    page.goto(page.url.replace("36.3", "33.3"))  # in the sea
    expect(page.locator(".note-count")).to_have_text("0 events in this view")


def test_what_the_sheet_of_a_phone_covers_is_not_in_view(page, site):
    page.set_viewport_size(PHONE)
    open_map(page, f"{site.url}/?q=Explosion+in+the+port+of+Beirut&view=9/34.8/35.5")
    expect(page.locator("#events li")).to_have_count(1)
    expect(page.locator(".note-count")).to_have_text("0 events in this view")

    page.goto(f"{site.url}/?q=Explosion+in+the+port+of+Beirut&view=9/33.6/35.5&lang=ar")
    expect(page.locator(".note-count")).to_have_text("حدث واحد في هذا المشهد")


def test_graphic_passages_wait_behind_a_notice(page, site):
    event = first(published(page, site), is_graphic=True)
    open_map(page, f"{site.url}/?event={event['id']}")
    expect(page.locator("#card blockquote")).to_have_count(0)

    page.get_by_role("button", name="Show the text").click()

    expect(page.locator("#card blockquote").first).to_be_visible()


def test_symbols_are_reached_and_chosen_with_the_keyboard(page, site):
    open_map(page, f"{site.url}/")
    spot = page.locator(".spot").first
    spot.focus()

    page.keyboard.press("Enter")

    expect(page.locator("#card")).to_be_visible()


def test_a_cluster_opens_without_losing_an_event(page, site):
    open_map(page, f"{site.url}/")
    cluster = page.locator(".cluster").first
    expect(cluster).to_have_accessible_name(re.compile(r"^\d+ events close together"))
    view = page.url

    cluster.focus()
    page.keyboard.press("Enter")

    expect(page.locator(".spot").first).to_be_visible()
    assert page.url != view or page.locator(".cluster").count() == 0


def test_a_failed_load_is_said_and_can_be_tried_again(page, site):
    page.route("**/events.json*", lambda route: route.abort())
    page.goto(f"{site.url}/")
    expect(page.locator("#list-note")).to_contain_text("could not be loaded")
    page.unroute("**/events.json*")

    page.get_by_role("button", name="Try again").click()

    page.wait_for_selector(LIVE)


def test_on_a_phone_the_sheet_has_three_stops(chromium: Browser, site):
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = context.new_page()
    open_map(page, f"{site.url}/")
    sheet, handle = page.locator(".rail"), page.locator(".handle")
    heights = []
    for stop in ("peek", "half", "full"):
        expect(page.locator(LIVE)).to_have_attribute("data-sheet", stop)
        heights.append(sheet.bounding_box()["height"])
        handle.tap()
    expect(page.locator(LIVE)).to_have_attribute("data-sheet", "peek")
    assert heights == sorted(heights)
    assert heights[0] < PHONE["height"] / 4
    assert heights[2] > PHONE["height"] * 3 / 4

    page.evaluate("document.querySelector('#events a').click()")

    expect(page.locator(LIVE)).to_have_attribute("data-sheet", "half")
    expect(page.locator("#card h2")).to_be_in_viewport()
    context.close()


def test_the_page_of_an_event_shows_it_on_a_small_map(page, site, watch):
    event = first(published(page, site), precision="settlement")

    page.goto(f"{site.url}/events/{event['id']}/")

    expect(page.locator(".spot.is-selected")).to_be_visible()
    expect(page.locator("h1")).to_have_text(event["properties"]["title"])
    watch.assert_clean()


@pytest.mark.parametrize(
    "path", ["/nothing-here/", "/events/999999999/", "/maps/nothing-here/", "/?kind=sunshine"]
)
def test_a_wrong_address_is_answered_with_a_sentence(page, site, path):
    page.goto(f"{site.url}{path}")

    expect(page.locator(".lead")).to_have_text(re.compile(r"\w+.*\.$", re.DOTALL))
    expect(page.get_by_role("link", name="Go to the map of all events")).to_be_visible()
