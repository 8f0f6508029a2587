"""The article of the line from the form to the copied embed code, by an editor who knows the desk.

Every key and paste is counted, and no mouse is used. The article is in our own words, with the places and
figures of the report that the desk was imagined from; DATELINE_LINE_ARTICLE names the file of another.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site, Watch
from tests.browser.desk import READING_MS
from tests.browser.test_line import OWN_ARTICLE

#: Set in the issue.
MOST = 25
OUTLET = "The Counted Courier"


class Hands:
    """Keys as a person presses them, each counted; a paste is one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.did: list[str] = []

    def press(self, key: str) -> None:
        self.did.append(key)
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        for key in words:
            self.press(key)

    def paste(self, text: str) -> None:
        self.did.append("paste")
        self.page.keyboard.insert_text(text)


def paste_and_save(hands: Hands, text: str) -> None:
    """The text, the day, the outlet; headline and language are told from the text."""
    page = hands.page
    expect(page.get_by_label("Text:")).to_be_focused()
    hands.paste(text)
    hands.press("Tab")
    hands.type("8/31/19")
    while page.evaluate("!document.activeElement.matches('.select2-selection')"):
        hands.press("Tab")
    hands.type("cou")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text(OUTLET)
    hands.press("Enter")
    hands.press("Control+Enter")
    page.wait_for_url("**/desk/", timeout=READING_MS)


def test_line_from_paste_to_embed_code_takes_25_interactions_of_the_keyboard_alone(
    editor: Page, context: BrowserContext, site: Site, watch: Watch
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    editor.goto(f"{site.url}/admin/events/outlet/add/")
    editor.get_by_label("Name:").fill(OUTLET)
    editor.get_by_role("button", name="Save", exact=True).click()
    editor.wait_for_url("**/admin/events/outlet/")
    # Of another outlet and another day than the line's own test: the same article twice is refused.
    text = Path(os.environ.get("DATELINE_LINE_ARTICLE", OWN_ARTICLE)).read_text()
    editor.goto(f"{site.url}/admin/events/article/add/")
    hands = Hands(editor)

    paste_and_save(hands, text)
    events = editor.locator("#desk-events .event.is-expected")
    expect(events.first).to_be_visible(timeout=READING_MS)
    for _ in range(events.count()):
        hands.press("Shift+E")
    hands.press("Shift+P")
    hands.press("Shift+C")

    expect(editor.locator("#desk-copied")).to_contain_text("Copied", timeout=READING_MS)
    assert "embed.js" in editor.evaluate("navigator.clipboard.readText()")
    print(f"{len(hands.did)} interactions: {' '.join(hands.did)}")
    assert len(hands.did) <= MOST, hands.did
    expect(editor.locator("#desk-saved")).to_have_text("all saved")
    published = editor.locator("#desk-events .event.is-published")
    expect(published.filter(has_text="2 figures")).to_contain_text(re.compile("Toll of the offensive"))
    expect(editor.locator("#desk-problems")).to_be_hidden()
    watch.assert_clean()
