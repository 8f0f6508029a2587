"""What comes in, as an editor sees it: the inbox, the ways into the form, and the bookmark from a page of
news."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import EDITOR, PASSWORD, ROOT, Site, Watch

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
TEXT = "Shells fell on Saraqib in the night, and four people died. Nobody claimed the attack."
NEWS = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Market hit</title>
<link rel="icon" href="data:,"></head>
<body><p id="words">{TEXT}</p><p>Not selected.</p></body></html>"""


def violations(page: Page) -> list[object]:
    """Of what is ours: Django's own search for a related row has no name for its box."""
    page.evaluate(AXE)
    return page.evaluate(
        """async () => (await axe.run({ include: ['#content'], exclude: ['.select2-container'] }))
            .violations.map((found) => [found.id, found.nodes.map((node) => node.target)])"""
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_of_the_intake_break_no_rule(editor: Page, site: Site, watch: Watch, width: int) -> None:
    editor.set_viewport_size({"width": width, "height": 800})
    for address in ("inbox/", "inbox/?status=published&age=7", "bookmarklet/", "add/"):
        editor.goto(f"{site.url}/admin/events/article/{address}")
        if address == "add/":
            expect(editor.get_by_label("Text:")).to_be_focused()
            editor.get_by_text("Paste the text below, or take it from").click()

        assert violations(editor) == [], address
        if address != "add/":
            assert editor.evaluate("document.documentElement.scrollWidth") <= width, address

    # The checker's own inline styles break the policy; the other tests here look for that.
    assert watch.errors == []


def test_file_is_read_and_enter_still_saves(editor: Page, site: Site, watch: Watch) -> None:
    editor.goto(f"{site.url}/admin/events/article/add/")
    editor.get_by_text("Paste the text below, or take it from").click()
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": f"Market hit\n\n{TEXT}".encode()}
    editor.get_by_label("A file").set_input_files(file)
    editor.get_by_role("button", name="Read the file").click()

    expect(editor.get_by_label("Text:")).to_have_value(TEXT)
    editor.get_by_label("Publication date:").fill("")
    editor.get_by_label("Headline:").press("Enter")

    # Saved, not read once more: the date is missing, whatever outlet the editor's last article had.
    expect(editor.locator(".errornote")).to_be_visible()
    expect(editor.get_by_label("Headline:")).to_have_value("Market hit")
    watch.assert_clean()


def test_bookmark_brings_a_selection_through_signing_in(
    context: BrowserContext, site: Site, foreign_site: tuple[Path, str], editor: Page, watch: Watch
) -> None:
    folder, origin = foreign_site
    (folder / "news.html").write_text(NEWS)
    editor.goto(f"{site.url}/admin/events/article/bookmarklet/")
    link = editor.locator("#bookmarklet")
    link.click()
    expect(editor.locator("#bookmarklet-said")).to_contain_text("Drag it to your bookmarks bar instead")
    code = unquote(link.get_attribute("href").removeprefix("javascript:"))
    context.clear_cookies()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))

    news = context.new_page()
    news.goto(f"{origin}/news.html")
    news.evaluate("getSelection().selectAllChildren(document.getElementById('words'))")
    with context.expect_page() as opened:
        news.evaluate(code)
    desk = opened.value
    desk.get_by_label("Username").fill(EDITOR)
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Log in").click()

    panel = desk.get_by_role("region", name="Sent from your browser")
    expect(panel).to_contain_text(f"From {origin}")
    expect(panel).to_contain_text(TEXT)
    expect(desk.get_by_label("Text:")).to_have_value("")
    desk.get_by_role("button", name="Put it into the form").click()

    expect(panel).to_be_hidden()
    expect(desk.get_by_label("Text:")).to_have_value(TEXT)
    expect(desk.get_by_label("Headline:")).to_have_value("Market hit")
    expect(desk.get_by_label("Address:")).to_have_value(f"{origin}/news.html")
    expect(desk.get_by_label("Language:")).to_have_value("en")
    # What stands behind the # has gone to no server, and is not there a second time.
    assert not any("Saraqib" in unquote(url.partition("#")[0]) for url in asked)
    desk.reload()
    expect(panel).to_be_hidden()
    watch.assert_clean()
