"""The map in other people's articles: it reports its height and never catches their scrolling."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Frame, Page, expect


def first_map(page: Page, site: Any) -> str:
    """The slug of a published map, taken from the demonstration article."""
    page.goto(f"{site.url}/demo/article/")
    frame = page.wait_for_selector("iframe")
    return re.search(r"/maps/([\w-]+)/embed/", frame.get_attribute("src"))[1]


def host(page: Page, foreign_site: Any, site: Any, *, width: int = 600) -> Frame:
    folder, address = foreign_site
    slug = first_map(page, site)
    (folder / "article.html").write_text(
        f"""<!doctype html><meta charset="utf-8"><title>An article elsewhere</title>
        <div style="width: {width}px; height: 1px"></div>
        <div style="width: {width}px">
        <script src="{site.url}/embed.js" data-map="{slug}"></script></div>
        <div style="height: 2000px"></div>""",
        encoding="utf-8",
    )
    page.goto(f"{address}/article.html")
    frame = page.wait_for_selector("iframe").content_frame()
    frame.wait_for_selector("#dateline.is-live")
    return frame


def test_embed_in_a_foreign_page_gets_its_height(page, site, foreign_site, watch):
    host(page, foreign_site, site)

    expect(page.locator("iframe")).to_have_css("height", "500px")
    assert watch.violations == []
    assert watch.left_machine == []


def test_embed_lets_the_page_scroll_and_says_how_to_zoom(page, site, foreign_site):
    frame = host(page, foreign_site, site)
    box = page.locator("iframe").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 150)

    page.mouse.wheel(0, 240)

    expect(frame.locator("#hint")).to_have_text(re.compile(r"^Use (Ctrl|⌘) and the wheel to zoom$"))
    page.wait_for_function("scrollY > 0")


def test_embed_does_not_touch_the_history_of_the_page(page, site, foreign_site):
    frame = host(page, foreign_site, site)
    before = page.evaluate("history.length")

    frame.locator(".spot").first.focus()
    page.keyboard.press("Enter")

    expect(frame.locator("#peek")).to_be_visible()
    assert page.evaluate("history.length") == before


def test_narrow_embed_has_one_line_that_opens_the_card(page, site, foreign_site):
    frame = host(page, foreign_site, site, width=320)
    rail = frame.locator(".rail")
    assert rail.bounding_box()["height"] < 60
    frame.locator(".spot").first.focus()
    page.keyboard.press("Enter")

    frame.locator("#peek").click()

    expect(frame.locator("#card h2")).to_be_visible()
    frame.locator("#card .close").click()
    expect(frame.locator("#card")).to_be_hidden()


def test_wide_embed_has_the_rail(page, site, foreign_site):
    frame = host(page, foreign_site, site, width=900)

    expect(frame.locator("#events li").first).to_be_visible()
