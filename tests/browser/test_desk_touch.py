"""The article desk under fingers: everything that is pressed is as tall as a fingertip."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Cookie, Page, expect

from tests.browser.conftest import PATIENCE_MS, Site

FINGERTIP_PX = 44
#: What is pressed and lower than that: its words with its height.
LOW = """(tall) => [...document.querySelectorAll('.desk-page :is(button, select, summary, .bar a, .side a)')]
    .filter((part) => part.checkVisibility() && !part.closest('#desk-text, .leaflet-container'))
    .map((part) => [part.innerText.split('\\n')[0], part.getBoundingClientRect().height])
    .filter(([, height]) => height < tall - 0.5)"""
PRINT_ARTICLE = (
    "from events.models import Article;"
    "print('article', Article.objects.filter(headline__startswith='Rebels say').earliest('pk').pk)"
)


@pytest.fixture(scope="module")
def article(site: Site) -> str:
    """An article of the demonstration with places, figures and events."""
    return site.manage("shell", "--verbosity=0", "--command", PRINT_ARTICLE).split()[-1]


def touched(chromium: Browser, cookies: list[Cookie], size: tuple[int, int]) -> Page:
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=True, is_mobile=True, color_scheme="dark"
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies(cookies)
    return context.new_page()


@pytest.mark.parametrize("size", [(390, 844), (820, 1180)])
def test_what_is_pressed_on_the_desk_is_as_tall_as_a_fingertip(
    chromium: Browser, site: Site, session_cookies: list[Cookie], article: str, size: tuple[int, int]
) -> None:
    page = touched(chromium, session_cookies, size)
    page.goto(f"{site.url}/admin/events/article/{article}/desk/")
    expect(page.locator("li.card.is-selected")).to_have_count(1)
    assert page.evaluate(LOW, FINGERTIP_PX) == []

    page.get_by_role("button", name="draw", exact=True).tap()
    expect(page.get_by_role("button", name="an area", exact=True)).to_be_visible()
    assert page.evaluate(LOW, FINGERTIP_PX) == []
    page.context.close()


def test_finger_sets_a_corner_on_what_is_drawn_there_already(
    chromium: Browser, site: Site, session_cookies: list[Cookie], article: str
) -> None:
    page = touched(chromium, session_cookies, (820, 1180))
    page.goto(f"{site.url}/admin/events/article/{article}/desk/")
    expect(page.locator("#desk-map path.shape").first).to_be_attached()
    chosen = page.locator("li.card.is-selected").inner_text()
    page.get_by_role("button", name="draw", exact=True).tap()
    page.get_by_role("button", name="a line", exact=True).tap()

    taken = "(shapes) => shapes.filter((one) => getComputedStyle(one).pointerEvents !== 'none').length"
    assert page.locator("#desk-map path.shape").evaluate_all(taken) == 0
    page.locator("#desk-map").tap(position={"x": 120, "y": 120})
    page.locator("#desk-map").tap(position={"x": 200, "y": 160})

    expect(page.locator(".drawing .hint")).to_have_text("2 corners; drag one to move it.")
    assert page.locator("li.card.is-selected").inner_text() == chosen
    page.context.close()


def test_words_of_a_figure_are_not_lost_when_they_are_saved_unread(
    chromium: Browser, site: Site, session_cookies: list[Cookie], article: str
) -> None:
    page = touched(chromium, session_cookies, (390, 844))
    page.goto(f"{site.url}/admin/events/article/{article}/desk/")
    page.locator("li.card[data-key^=figure]").first.get_by_role("button").first.tap()
    page.locator("li.card.is-selected").get_by_role("button", name="Correct").tap()
    words = page.locator("li.card.is-selected input[name=words]")
    words.fill("at least 21 people injured")
    page.locator("li.card.is-selected").get_by_role("button", name="Save").tap()

    assert words.evaluate("(box) => box.validationMessage") == "Read these words first, or empty the field."
    page.get_by_role("button", name="Read", exact=True).tap()
    expect(page.get_by_text("Read as: at least 21 people injured.")).to_be_visible()
    assert words.evaluate("(box) => box.validationMessage") == ""
    page.context.close()
