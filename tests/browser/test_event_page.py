"""The page of an event: what readers take along from it, what stays closed, what comes out of a printer."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect


def features(page: Page, site: Any) -> list[dict[str, Any]]:
    return json.loads(page.request.get(f"{site.url}/events.geojson").text())["features"]


@pytest.fixture
def plain(chromium: Browser):
    """A page of a browser without scripts."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_event_is_cited_with_today_s_date_and_shared_by_its_link(page, site, watch, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("delete Navigator.prototype.share")
    event = next(each for each in features(page, site) if each["properties"]["figures"])
    url = f"{site.url}/events/{event['id']}/"

    page.goto(url)

    expect(page.locator("#citation")).to_contain_text(re.compile(r"Accessed \d+ \w+ \d{4}\."))
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#citation").inner_text()
    page.get_by_role("button", name="Share").click()
    page.wait_for_function("url => navigator.clipboard.readText().then((text) => text === url)", arg=url)
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename == f"{event['id']}.bib"
    page.get_by_role("link", name=re.compile("^All of ")).click()
    expect(page.locator("h1")).to_have_text(event["properties"]["place"]["name"])
    expect(page.locator(f".events a[href='/events/{event['id']}/']")).to_be_visible()
    watch.assert_clean()


def test_graphic_words_are_closed_until_asked_for_without_scripts_too(plain, page, site):
    event = next(each for each in features(page, site) if each["properties"]["is_graphic"])
    words = event["properties"]["excerpts"][0]["text"][:30]

    plain.goto(f"{site.url}/events/{event['id']}/")

    passage = plain.locator(".quotation").first
    expect(passage).to_contain_text(words)
    expect(passage).to_be_hidden()
    plain.get_by_text("What follows describes graphic violence").click()
    expect(passage).to_be_visible()


def test_card_leads_to_what_is_related_on_the_same_map(page, site, watch):
    of_one_article: dict[str, int] = {}
    for each in features(page, site):
        for source in each["properties"]["sources"]:
            of_one_article[source["headline"]] = of_one_article.get(source["headline"], 0) + 1
    headline = max(of_one_article, key=lambda each: of_one_article[each])
    event = next(
        each for each in features(page, site)
        if headline in [source["headline"] for source in each["properties"]["sources"]]
    )  # fmt: skip
    page.goto(f"{site.url}/?event={event['id']}")
    page.wait_for_selector("#dateline.is-live")
    card = page.locator("#card")

    card.get_by_text("Related and nearby events").click()
    other = card.locator(".tie [data-event]").first
    title = other.locator("bdi").inner_text()
    number = other.get_attribute("data-event")
    other.get_by_role("link").click()

    expect(card.locator("h2")).to_have_text(title)
    expect(page).to_have_url(re.compile(rf"[?&]event={number}\b"))
    watch.assert_clean()


def test_map_is_printed_with_all_its_events_and_their_sources(page, site):
    known = features(page, site)
    headlines = {source["headline"] for each in known for source in each["properties"]["sources"]}
    page.goto(site.url)
    page.wait_for_selector("#dateline.is-live")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    sheet = page.locator("#print-sheet")
    expect(sheet.locator("tbody tr")).to_have_count(len(known))
    expect(sheet.locator(".print-sources li")).to_have_count(len(headlines))
    expect(page.locator("#map")).to_be_visible()
    expect(page.locator("#kinds")).to_be_visible()
    expect(page.locator("#time")).to_be_hidden()
    assert page.locator(".stage").bounding_box()["width"] <= 680
    map_box, sheet_box = page.locator(".stage").bounding_box(), sheet.bounding_box()
    assert map_box["y"] + map_box["height"] <= sheet_box["y"]
