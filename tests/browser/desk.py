"""What the tests of the desk share: articles to read, the open desk, and answers of the server held back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import EDITOR, PATIENCE_MS, Site, Watch

#: The first reading of a server's process loads the language model, be the machine as crowded as it may.
READING_MS = 3 * PATIENCE_MS

#: In our own words. The house stands outside the basic plane: offsets behind it differ between Python and
#: JavaScript.
SHELLS = """Shells fell on Saraqib in Idlib province on Friday night, residents said. 🏚 Families fled from \
Saraqib towards Sarmada, close to the Turkish border.

At least 14 civilians were killed in Saraqib, the White Helmets said. Another 230 people have been displaced \
in the countryside of Maarrat an Numan since Monday, according to the White Helmets.
"""
#: A name of several towns, four times.
TRIPOLI = """Shots were heard in Tripoli on Sunday night. 🏚 Shops in Tripoli stayed closed, and the port of \
Tripoli was empty. The road from Batroun was open again on Monday, police in Tripoli said.
"""
ARABIC = """قصف عنيف استهدف مدينة حلب يوم الجمعة. 🏚 ونزحت عائلات من حلب إلى إدلب.

وشهدت حمص هدوءا حذرا، وقتل 14 مدنيا في دمشق."""

#: Two claimants, two numbers.
CLAIMS = """Shells fell on Saraqib in Idlib province on Friday night. The White Helmets said 14 people were \
killed in Saraqib. The local council said 19 people were killed there.
"""

#: How many of each: more than a module has tests.
TEXTS = [(SHELLS, "en", 36), (TRIPOLI, "en", 12), (ARABIC, "ar", 4), (CLAIMS, "en", 16)]
ADD = """
from datetime import date
from django.contrib.auth import get_user_model
from events.ingestion.articles import add_article
from events.models import Outlet
by = get_user_model().objects.get(username="{user}")
for text, language, articles in {texts!r}:
    for number in range(articles):
        mark = f"{mark} {{language}} {{len(text)}} {{number}}"
        added = add_article(
            by=by, outlet=Outlet.objects.create(name=f"Outlet {{mark}}"), language=language, text=text,
            headline=f"News of the night {{mark}}", published_on=date(2019, 8, 31),
        )
        print("article", added.article.pk)
"""


@pytest.fixture(scope="module", name="unread")
def unread_articles(site: Site) -> dict[str, list[int]]:
    """Articles that are not read yet, by their text, made at once: starting Django costs more."""
    code = ADD.format(user=EDITOR, mark=uuid.uuid4().hex[:8], texts=TEXTS)
    told = site.manage("shell", "--verbosity=0", "--command", code)
    numbers = [int(number) for number in re.findall(r"article (\d+)", told)]
    return {text: [numbers.pop() for _ in range(articles)] for text, _language, articles in reversed(TEXTS)}


@pytest.fixture(name="read")
def read_on_the_desk(
    editor: Page, site: Site, unread: dict[str, list[int]], watch: Watch
) -> Callable[[str], Page]:
    """Opens the desk of a new article of that text and has it read."""

    def opened(text: str) -> Page:
        # What the pages before it did is not its business.
        watch.errors.clear()
        editor.goto(f"{site.url}/admin/events/article/{unread[text].pop()}/desk/")
        editor.get_by_role("button", name="Read the article").click()
        expect(editor.locator("li.card.is-selected")).to_have_count(1, timeout=READING_MS)
        return editor

    return opened


@pytest.fixture(name="desk")
def open_desk(read: Callable[[str], Page]) -> Page:
    return read(SHELLS)


def saved(desk: Page) -> None:
    expect(desk.locator("#desk-saved")).to_have_text("all saved")


def card(desk: Page, title: str) -> Locator:
    return desk.locator("li.card", has=desk.locator(".card-title", has_text=re.compile(f"^{title}")))


def select_words(desk: Page, words: str) -> None:
    """Selects words of the text as a mouse would."""
    desk.evaluate(
        """words => {
            const root = document.getElementById("desk-text");
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
            throw new Error(`“${words}” is not in the text`);
        }""",
        words,
    )
    expect(desk.locator("#desk-marking .marked")).to_have_text(f"“{words}”")


def intercept(desk: Page, handler: Callable[[Route], None]) -> None:
    """Answers decisions in the server's place. A busy browser heeds a new route late: it is tried first."""
    desk.route("**/desk/decide/", handler)
    desk.route("**/desk/tried/", lambda route: route.fulfill(body="heeded"))
    for _ in range(100):
        if desk.evaluate("fetch('/desk/tried/').then((answer) => answer.text())") == "heeded":
            return
    pytest.fail("The browser does not let the test answer in the server's place.")


class Gate:
    """Holds decisions back on their way to the server until the test lets them go: as slow as may be."""

    def __init__(self, desk: Page) -> None:
        self.desk = desk
        self.held: list[Route] = []
        self.is_open = False
        intercept(desk, self.came)

    def came(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def let_one_through(self) -> None:
        """The decision that is under way; the next one waits at the gate again."""
        self.wait_for_one()
        self.held.pop(0).continue_()

    def wait_for_one(self) -> None:
        for _ in range(PATIENCE_MS // 20):
            if self.held:
                return
            self.desk.wait_for_timeout(20)
        pytest.fail("No decision was sent.")

    def open(self) -> None:
        self.is_open = True
        while self.held:
            self.held.pop(0).continue_()
