"""The desk in each of its states, light and dark, at three widths: no violation, no target too small."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT
from tests.browser.desk import (  # noqa: F401 -- the fixtures are asked for by their names
    intercept,
    open_desk,
    read_on_the_desk,
    saved,
    unread_articles,
)

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
#: What is pressed to come to a state, and what to look at there.
STATES: dict[str, Callable[[Page], None]] = {
    "list": lambda desk: arrived(desk),
    "keys": lambda desk: desk.keyboard.press("?"),
    "refused": lambda desk: refused(desk),
    "search": lambda desk: searched(desk),
    "drawing": lambda desk: drawing(desk),
    "conflict": lambda desk: conflict(desk),
    "figure form": lambda desk: figure_form(desk),
    "event built, list of what was done": lambda desk: built(desk),
    "event form": lambda desk: desk.locator(".event.is-draft").get_by_role("button", name="Edit").click(),
    "published": lambda desk: published(desk),
    "note to readers": lambda desk: desk.keyboard.press("z"),
}


def arrived(desk: Page) -> None:
    """The button that had the article read is gone: to the first proposal, and what came is said."""
    expect(desk.locator("li.card.is-selected .card-head")).to_be_focused()
    expect(desk.locator("#desk-announcer")).to_contain_text("Read: ")


def refused(desk: Page) -> None:
    answer = json.dumps({"error": "Somebody else has decided on it.", "field": ""})
    intercept(desk, lambda route: route.fulfill(status=400, content_type="application/json", body=answer))
    desk.keyboard.press("x")
    expect(desk.locator("#desk-problems")).to_contain_text("Somebody else")
    # Wherever the page was scrolled to by then.
    expect(desk.locator("#desk-problems")).to_be_in_viewport()
    desk.unroute("**/desk/decide/")


def searched(desk: Page) -> None:
    desk.get_by_role("button", name="Put away").click()
    desk.keyboard.press("s")
    expect(desk.locator(".result").first).to_be_visible()


def drawing(desk: Page) -> None:
    desk.keyboard.press("d")
    # Under the thumb too, where the page was scrolled to its proposals.
    expect(desk.get_by_role("button", name="Done")).to_be_in_viewport()


def conflict(desk: Page) -> None:
    versions = {"theirs": {"role": "origin"}, "ours": {"role": "happened_here"}, "version": 9}
    answer = json.dumps({"error": "Somebody has changed it.", "by": "Somebody", **versions})
    intercept(desk, lambda route: route.fulfill(status=409, content_type="application/json", body=answer))
    desk.keyboard.press("r")
    expect(desk.get_by_role("dialog")).to_contain_text("Happened here")
    desk.unroute("**/desk/decide/")


def figure_form(desk: Page) -> None:
    desk.locator("li.card", has_text="14 civilians killed").locator(".card-head").click()
    desk.keyboard.press("c")


def built(desk: Page) -> None:
    desk.keyboard.press("Shift+E")
    expect(desk.locator(".event.is-draft")).to_have_count(1)
    saved(desk)
    # Of ten buttons “Edit…”, each is in an article that says of which event.
    title = desk.locator(".event.is-draft h3").inner_text()
    expect(desk.get_by_role("article", name=title).get_by_role("button", name="Edit…")).to_have_count(1)
    desk.keyboard.press("h")


def published(desk: Page) -> None:
    desk.keyboard.press("Shift+P")
    expect(desk.get_by_role("button", name="Copy the code")).to_be_visible()


def violations(desk: Page) -> list[object]:
    return desk.evaluate(
        """async () => {
            const rules = {"target-size": {enabled: true}};
            const found = await axe.run({rules, resultTypes: ["violations"]});
            return found.violations.map(({id, nodes}) => [id, nodes.map(({target}) => target.join(" "))]);
        }"""
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (820, 1180), (390, 844)])
def test_no_state_of_the_desk_has_a_violation(desk: Page, width: int, height: int) -> None:
    desk.set_viewport_size({"width": width, "height": height})
    desk.evaluate(AXE)
    found = {}
    for state, reach in STATES.items():
        reach(desk)
        for scheme in ("light", "dark"):
            desk.emulate_media(color_scheme=scheme)
            if wrong := violations(desk):
                found[f"{state}, {scheme}"] = wrong
            assert desk.evaluate("document.documentElement.scrollWidth") <= width, state
        desk.keyboard.press("Escape")

    assert found == {}


def test_key_that_chooses_a_precision_or_a_role_says_which(desk: Page) -> None:
    said, mention = desk.locator("#desk-announcer"), desk.locator("li.card.is-selected")

    desk.keyboard.press("r")
    expect(said).to_have_text(re.compile(r"^Saraqib: (origin|destination|only mentioned)$"))
    saved(desk)
    chosen = mention.locator("select[name=role] option:checked")
    expect(said).to_have_text(re.compile(f": {chosen.inner_text()}$", re.IGNORECASE))
    desk.keyboard.press("p")
    saved(desk)
    chosen = mention.locator("select[name=precision] option:checked")
    expect(said).to_have_text(re.compile(f"^Saraqib: {re.escape(chosen.inner_text())}$", re.IGNORECASE))
