"""axe finds nothing to object to on the editors' side, and no page is wider than a phone.

One page of each sort here; every one of them, on a desk and a phone, light and dark, is looked at by
`make bench ARGS=access`. The desk itself is looked at in each of its states by `test_desk_access.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Cookie, Page, expect

from benchmarks.access import DESK, PHONE, objections
from benchmarks.admin_pages import admin_pages
from tests.browser.conftest import PATIENCE_MS, Site

#: By the sort of page: the names that `admin_pages` has for them.
SORTS = {
    "start and lists": ["start", "event list", "user list", "list searched in vain", "inbox", "deleted rows"],
    "forms": ["event change", "place add", "article of a kept source", "organisation change", "group change"],
    "of their own": ["findings", "merge", "bookmarklet", "importrun add", "import, looked at"],
    "record": ["event history", "earlier version", "deleted row", "event delete", "decision change"],
    "account": ["your second factor", "your sessions", "password change"],
}


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, str]:
    return admin_pages(site.manage)


@pytest.fixture(scope="module")
def looked_at(chromium: Browser, session_cookies: list[Cookie]) -> Iterator[Page]:
    """One page for all: a new context for each would take longer than axe does."""
    context = chromium.new_context(reduced_motion="reduce")
    context.add_cookies(session_cookies)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("sort", list(SORTS))
def test_nothing_is_objected_to(sort: str, looked_at: Page, site: Site, pages: dict[str, str]) -> None:
    found = {
        name: objections(looked_at, f"{site.url}{pages[name]}", DESK if number % 2 else PHONE)
        for number, name in enumerate(SORTS[sort])
    }

    assert {name: told for name, told in found.items() if told} == {}


def test_nothing_is_objected_to_at_the_door(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()

    found = objections(page, f"{site.url}/admin/login/", PHONE)

    context.close()
    assert found == []


def test_nothing_is_objected_to_where_two_versions_meet(
    looked_at: Page, site: Site, pages: dict[str, str]
) -> None:
    """Saved by somebody else between opening and saving."""
    looked_at.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    path = pages["organisation change"]
    looked_at.goto(f"{site.url}{path}")
    row = f"Organisation.objects.filter(pk={path.split('/')[-3]})"
    code = f"from events.models import Organisation; {row}.update(name='Theirs')"
    site.manage("shell", "-v0", "-c", code)
    looked_at.get_by_label("Name:", exact=True).fill("Mine")
    looked_at.get_by_role("button", name="Save", exact=True).click()
    looked_at.get_by_role("heading", name="Two versions of").wait_for()

    found = objections(looked_at, "", PHONE)

    assert found == []


def test_nothing_is_objected_to_in_what_opens_over_a_form(
    looked_at: Page, site: Site, pages: dict[str, str]
) -> None:
    """A list of places, and a calendar that keys go into and come back from."""
    looked_at.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    looked_at.goto(f"{site.url}{pages['event change']}", wait_until="load")
    opener, calendar = looked_at.locator("#calendarlink0"), looked_at.locator("#calendarbox0")
    opener.focus()
    looked_at.keyboard.press("Enter")
    expect(calendar.locator("a").first).to_be_focused()
    looked_at.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(calendar).to_be_hidden()
    place = looked_at.locator(".field-place .select2-selection")
    place.focus()
    looked_at.keyboard.press("Enter")
    looked_at.locator(".select2-results__option").first.wait_for()

    found = objections(looked_at, "", DESK)
    looked_at.keyboard.press("Escape")

    assert found == []
    expect(place).to_be_focused()
