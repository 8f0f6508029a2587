"""Search and filters: at once, in the address, through the history, and without scripts."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Browser, Page, expect

LIVE = "#dateline.is-live:not([aria-busy])"


def open_map(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(LIVE)


def matched(page: Page, site, query: str) -> int:
    return json.loads(page.request.get(f"{site.url}/events.geojson?{query}").text())["numberMatched"]


def some_place(page: Page, site) -> dict[str, object]:
    features = json.loads(page.request.get(f"{site.url}/events.geojson").text())["features"]
    return next(f["properties"]["place"] for f in features if f["properties"]["precision"] == "settlement")


def test_a_search_is_answered_without_a_new_page_and_taken_back_by_the_history(page, site, watch):
    open_map(page, f"{site.url}/?lang=en&theme=light")
    everything = page.locator("#count").inner_text()
    page.evaluate("window.isSamePage = true")
    field = page.get_by_label("Search titles")
    n = matched(page, site, "q=camp")

    field.fill("camp")
    field.press("Enter")

    expect(page.locator("#events li")).to_have_count(n)
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile(r"lang=en&theme=light&q=camp"))
    page.locator(".kind").first.click()
    expect(page.locator(".filter-chip")).to_have_count(2)
    page.get_by_role("button", name="Remove the filter: “camp”").click()
    expect(page.locator(".filter-chip")).to_have_count(1)
    expect(page.locator(".filter-chip")).to_be_focused()
    expect(field).to_have_value("")
    page.go_back()
    expect(field).to_have_value("camp")
    page.go_back()
    page.go_back()
    expect(page.locator("#count")).to_have_text(everything)
    page.go_forward()
    expect(page.locator("#events li")).to_have_count(n)
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator("#count")).to_have_text(everything)
    assert page.evaluate("window.isSamePage")
    watch.assert_clean()


def test_a_place_is_chosen_from_what_the_server_suggests_with_the_keyboard(page, site, watch):
    open_map(page, f"{site.url}/")
    place = some_place(page, site)
    field = page.get_by_role("combobox", name="Search titles")

    field.press_sequentially(place["name"][:5])
    option = page.get_by_role("option").filter(has_text=place["name"]).first
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    chosen = page.locator(".suggestions [aria-selected='true']")
    expect(chosen).to_have_count(1)
    label = chosen.locator(".suggestion-label").inner_text()
    field.press("Enter")

    expect(page.locator(".filter-chip")).to_contain_text(label)
    expect(page).to_have_url(re.compile(r"[?&](place|claimant|outlet|kind)=\w+"))
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.reload()
    expect(page.locator(".filter-chip")).to_contain_text(label)
    watch.assert_clean()


def test_the_panel_filters_by_claimant_number_and_grade_with_counts(page, site):
    open_map(page, f"{site.url}/")
    page.get_by_text("Filters", exact=True).click()

    page.get_by_label("With a number of").select_option("killed")
    page.get_by_label("Of at least").fill("100")
    page.keyboard.press("Enter")
    n = matched(page, site, "measure=killed&size=100")
    expect(page.locator("#events li")).to_have_count(n)
    grade = page.locator(".box:has(input[name=verification])").filter(has_not_text="0").first
    expected = grade.locator(".kind-count").inner_text()
    grade.click()

    expect(page.locator("#events li")).to_have_count(int(expected))
    expect(page.locator(".filter-chip")).to_have_count(3)
    expect(page).to_have_url(re.compile(r"measure=killed&size=100&verification=\w+"))


def test_nothing_found_is_said_with_the_way_out(page, site):
    open_map(page, f"{site.url}/?q=zzzzzz")

    expect(page.locator("#events .none")).to_contain_text("No event fits these filters.")
    page.locator("#events .none button").click()

    expect(page.locator("#events li")).to_have_count(min(100, matched(page, site, "")))
    expect(page).to_have_url(re.compile(r"/(\?view=[^&]*)?$"))


def test_only_the_events_in_view_are_a_filter_that_a_link_repeats(page, site):
    open_map(page, f"{site.url}/?view=8/35.6/36.6")

    page.get_by_role("button", name="Show only these").click()
    expect(page.locator(".filter-chip")).to_contain_text("in the area chosen")
    expect(page).to_have_url(re.compile(r"bbox=[-\d.]+,[-\d.]+,[-\d.]+,[-\d.]+"))
    expect(page.locator("#chosen")).to_be_focused()
    expect(page.locator("#count")).not_to_have_text("Loading …")
    count = page.locator("#count").inner_text()
    page.goto(page.url)

    expect(page.locator("#count")).to_have_text(count)


def test_a_search_that_fails_says_so_and_is_tried_again(page, site):
    open_map(page, f"{site.url}/")
    page.route("**/events.json*", lambda route: route.abort())
    field = page.get_by_label("Search titles")
    field.fill("camp")
    field.press("Enter")
    expect(page.locator("#list-note")).to_contain_text("could not be loaded")
    expect(page.locator("#events li")).to_have_count(0)
    page.unroute("**/events.json*")

    page.get_by_role("button", name="Try again").click()

    expect(page.locator("#events li")).to_have_count(matched(page, site, "q=camp"))
    expect(page.locator("#list-note")).to_be_hidden()


def test_without_scripts_the_form_filters_and_chips_take_back(chromium: Browser, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/?show=list&lang=en")
    page.get_by_text("Filters", exact=True).click()
    page.locator("input[name=kind]").first.check()
    page.get_by_label("With a number of").select_option("killed")

    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(r"show=list&lang=en.*kind="))
    expect(page.locator(".filter-chip")).to_have_count(2)
    page.locator(".filter-chip").first.click()
    expect(page.locator(".filter-chip")).to_have_count(1)
    page.get_by_role("link", name="Clear all", exact=True).click()
    expect(page.locator(".filter-chip")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?show=list&lang=en$"))
    context.close()
