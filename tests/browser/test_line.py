"""The whole line, as a person goes along it: paste, decide, publish, find it on the map, embed it elsewhere.

The article is in our own words. To send the text of another down the same line, name its file in
DATELINE_LINE_ARTICLE: it has to tell of Idlib, Hama, the Turkish border, more than 600 and 300,000.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, Watch, sign_in
from tests.browser.desk import READING_MS

OWN_ARTICLE = Path(__file__).resolve().parent.parent / "data" / "article-safe-zone.txt"
MAP = "north-west-syria-2019"
#: Of the places proposed, those where the article says that something happened.
HAPPENED = re.compile(r"(?s)(Idlib|Hama|border).*happened here")


def paste(editor: Page, site: Site, text: str, headline: str) -> None:
    editor.goto(f"{site.url}/admin/events/outlet/add/")
    editor.get_by_label("Name:").fill("The Line Gazette")
    editor.get_by_role("button", name="Save", exact=True).click()
    editor.wait_for_url("**/admin/events/outlet/")
    editor.goto(f"{site.url}/admin/events/article/add/")
    editor.locator(".field-outlet .select2-selection").click()
    editor.locator(".select2-search__field").fill("Line Gaz")
    editor.locator(".select2-results__option", has_text="The Line Gazette").click()
    editor.get_by_label("Headline:").fill(headline)
    editor.get_by_label("Publication date:").fill("2019-08-31")
    editor.get_by_label("Text:").fill(text)
    editor.get_by_role("button", name="Save", exact=True).click()
    # Saving reads the article.
    editor.wait_for_url("**/desk/", timeout=READING_MS)


def decide_with_keys(editor: Page, cards: Locator, *, keep: re.Pattern[str] | None) -> int:
    """Goes through the open proposals: A for those to keep, X for the others. Returns how many were kept."""
    kept = 0
    expect(cards.first).to_be_visible()
    for number in range(cards.count()):
        card = cards.nth(number)
        if "is-selected" not in (card.get_attribute("class") or ""):
            card.locator(".card-head").click()
        words = card.locator(".card-head").inner_text()
        is_kept = keep is None or bool(keep.search(words))
        editor.keyboard.press("a" if is_kept else "x")
        expect(card).to_have_class(re.compile("is-accepted" if is_kept else "is-rejected"))
        kept += is_kept
    return kept


def test_article_goes_the_whole_line_from_paste_to_embed(
    page: Page, site: Site, watch: Watch, foreign_site: tuple[Path, str]
) -> None:
    editor = page
    sign_in(editor, site)
    text = Path(os.environ.get("DATELINE_LINE_ARTICLE", OWN_ARTICLE)).read_text()
    paste(editor, site, text, "Patrols in the safe zone")

    places = editor.get_by_role("list", name="Places").locator("li.card")
    kept = decide_with_keys(editor, places, keep=HAPPENED)
    assert kept >= 7
    figures = editor.get_by_role("list", name="Figures").locator("li.card")
    assert decide_with_keys(editor, figures, keep=None) == 2
    expect(editor.locator("#desk-saved")).to_have_text("all saved")

    suggested = editor.locator("#desk-events .event.is-suggested")
    while suggested.count():
        before = suggested.count()
        editor.keyboard.press("e")
        expect(suggested).to_have_count(before - 1)
    expect(editor.locator("#desk-saved")).to_have_text("all saved")
    events = editor.locator("#desk-events .event.is-draft")
    drafts = events.count()
    assert drafts >= 2
    editor.locator("#desk-publish").click()
    expect(editor.locator("#desk-events .event.is-published")).to_have_count(drafts)

    # The toll stands in the event that carries both figures.
    toll = editor.locator("#desk-events .event.is-published", has_text="2 figures")
    title = toll.locator("h3").inner_text()
    read_on_the_map(editor, site, title)
    find_in_a_foreign_page(editor, site, title, foreign_site)
    watch.assert_clean()


def read_on_the_map(page: Page, site: Site, title: str) -> None:
    page.goto(f"{site.url}/?from=2019-08-01&to=2019-08-31")
    page.wait_for_selector("#dateline.is-live")
    page.locator("#events").get_by_role("link", name=re.compile(re.escape(title))).first.click()
    card = page.locator("#card")
    expect(card.locator("h2")).to_have_text(title)
    expect(card).to_contain_text("more than 600 civilians killed")
    expect(card).to_contain_text("claimed by Syrian Observatory for Human Rights")
    expect(card.locator("blockquote mark", has_text="more than 600")).to_be_visible()
    expect(card).to_contain_text("The Line Gazette, 31 August 2019")
    expect(card.locator(".known")).to_contain_text("not at a point")
    expect(page).to_have_url(re.compile(r"[?&]event=\d+"))


def find_in_a_foreign_page(page: Page, site: Site, title: str, foreign_site: tuple[Path, str]) -> None:
    page.goto(f"{site.url}/maps/{MAP}/")
    page.get_by_text("Embed this map").click()
    code = page.locator("textarea, code").filter(has_text="embed.js").first
    snippet = code.input_value() if code.evaluate("node => node.tagName") == "TEXTAREA" else code.inner_text()
    folder, address = foreign_site
    head = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Elsewhere</title><link rel=icon href=data:,>"
    )
    (folder / "article.html").write_text(f"{head}<h1>News</h1>{snippet}</html>")

    page.goto(f"{address}/article.html")

    frame = page.frame_locator("iframe")
    expect(frame.locator("canvas").first).to_be_visible()
    expect(frame.locator("body")).to_contain_text(title)
    height = page.locator("iframe").bounding_box()["height"]
    assert 200 <= height <= 2000
