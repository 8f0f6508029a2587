"""The list and the table: the same events at the same address, sorted, paged, and without scripts."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 390, "height": 844}
LIVE = "#dateline.is-live:not([aria-busy])"


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(LIVE)


def ids(page: Page) -> list[str]:
    return [row.get_attribute("data-event") for row in page.locator("#records [data-event]").all()]


def test_the_table_is_sorted_paged_and_filtered_without_a_new_page(page, site, watch):
    open_page(page, f"{site.url}/")
    page.evaluate("window.isSamePage = true")
    page.get_by_role("link", name="Table", exact=True).click()
    rows = page.locator("#records tbody tr")
    expect(rows).to_have_count(50)
    expect(page.get_by_role("columnheader", name="Date")).to_have_attribute("aria-sort", "descending")
    first_page = ids(page)

    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile(r"\?show=table&page=2"))
    expect(page.locator("#records-heading")).to_be_focused()
    assert not set(ids(page)) & set(first_page)
    sort = page.get_by_role("link", name="Place", exact=True)
    sort.click()
    expect(page.get_by_role("columnheader", name="Place")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#records thead a", has_text="Place")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?show=table&sort=place$"))
    kind = page.locator(".kind").first
    n = int(kind.locator(".kind-count").inner_text())
    kind.click()

    expect(rows).to_have_count(n)
    expect(page.locator("#records-status")).to_contain_text(str(n))
    page.go_back()
    expect(rows).to_have_count(50)
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator(".spot, .cluster")).not_to_have_count(0)
    assert page.evaluate("window.isSamePage")
    watch.assert_clean()


def test_a_figure_stands_in_its_words_with_claimant_and_outlet_and_leads_to_its_card(page, site):
    features = json.loads(page.request.get(f"{site.url}/events.geojson").text())["features"]
    open_page(page, f"{site.url}/?show=table")
    shown = ids(page)
    event = next(
        feature
        for feature in features
        if str(feature["id"]) in shown
        and any(f["role"] == "recommended" and f["claimant"] for f in feature["properties"]["figures"])
    )
    figure = next(f for f in event["properties"]["figures"] if f["role"] == "recommended" and f["claimant"])
    row = page.locator(f"#records tr[data-event='{event['id']}']")
    told = row.locator(".claimed li").filter(has_text=figure["wording"]).first

    expect(told).to_contain_text(figure["noun"])
    expect(told).to_contain_text(f"claimed by {figure['claimant']}")
    expect(told).to_contain_text(event["properties"]["sources"][figure["source"]]["outlet"])
    title = row.locator("th a")
    title.click()
    expect(page.locator("#card h2").first).to_have_text(event["properties"]["title"])
    expect(page.locator("#card")).to_be_focused()
    page.keyboard.press("Escape")
    expect(title).to_be_focused()


@pytest.mark.parametrize("show", ["list", "table"])
def test_an_event_is_shown_on_the_map_from_its_record(page, site, show):
    open_page(page, f"{site.url}/?show={show}&kind=shelling,fighting,air_strike")
    record = page.locator("#records [data-event]").filter(has=page.locator(".on-map")).first
    id_ = record.get_attribute("data-event")

    record.get_by_role("link", name="Show on map").click()

    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("#card")).to_be_focused()
    expect(page).to_have_url(re.compile(rf"\?kind=[\w,]+&event={id_}"))
    expect(page.locator(".spot.is-selected, .cluster")).not_to_have_count(0)


def test_on_a_phone_the_table_is_read_downwards_within_the_screen(chromium: Browser, site):
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = context.new_page()
    open_page(page, f"{site.url}/?show=table")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(51)
    expect(page.get_by_role("rowheader").first).to_be_visible()
    expect(page.get_by_role("button", name="Show more or less")).to_be_hidden()
    page.get_by_role("rowheader").first.get_by_role("link").tap()
    expect(page).to_have_url(re.compile(r"/events/\d+/"))
    context.close()


def test_without_scripts_all_events_are_reached_page_by_page(chromium: Browser, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    total = json.loads(context.request.get(f"{site.url}/events.geojson").text())["numberMatched"]
    seen: list[str] = []
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Table", exact=True).click()
    page.get_by_role("link", name="Verification").click()
    expect(page.get_by_role("columnheader", name="Verification")).to_have_attribute("aria-sort", "ascending")

    for _page in range(total // 50 + 1):
        seen += ids(page)
        following = page.get_by_role("link", name="Next page")
        if not following.count():
            break
        there = urljoin(page.url, following.get_attribute("href"))
        following.click()
        page.wait_for_url(there)

    assert len(seen) == len(set(seen)) == total
    page.get_by_role("link", name="List", exact=True).click()
    page.locator("#records h3 a").first.click()
    page.wait_for_url("**/events/*/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()


def test_page_without_scripts_is_read_on_a_phone(chromium, site):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()

    page.goto(f"{site.url}/")

    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.get_by_role("searchbox")).to_be_in_viewport()
    context.close()
