"""Claims of one event on the desk: which one counts, what to look at twice, and how both are taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import ROOT, Watch
from tests.browser.desk import (  # noqa: F401 -- the fixtures are asked for by their names
    CLAIMS,
    Gate,
    card,
    read_on_the_desk,
    saved,
    unread_articles,
)

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture(name="desk")
def claims_on_the_desk(read: Callable[[str], Page]) -> Page:
    """Two claims of people killed, in one event: the first is recommended."""
    desk = read(CLAIMS)
    desk.keyboard.press("a")
    for words in ("14", "19"):
        open_figure(desk, words)
        desk.keyboard.press("a")
        saved(desk)
    desk.get_by_role("button", name=re.compile("Edit first")).first.click()
    form = desk.get_by_role("form", name="New event")
    for tick in form.get_by_role("group", name="with these figures").get_by_role("checkbox").all():
        tick.check()
    form.get_by_role("button", name="Create event").click()
    expect(desk.locator(".event.is-draft")).to_have_count(1)
    saved(desk)
    return desk


def open_figure(desk: Page, words: str) -> Locator:
    figure = card(desk, words)
    # A click on the card in hand would close it.
    if "is-selected" not in figure.get_attribute("class"):
        figure.locator(".card-head").click()
    expect(figure).to_have_class(re.compile("is-selected"))
    return figure


def more_children_than_people(desk: Page) -> None:
    """Both claims recommended, the second one of children: a part above its whole."""
    second = open_figure(desk, "19")
    desk.keyboard.press("c")
    second.locator("select[name=people]").select_option("children")
    second.get_by_role("button", name="Save and accept").click()
    expect(second.locator(".card-title")).to_contain_text("children")
    desk.keyboard.press("t")
    second.get_by_label("why this one").fill("Nobody else counts children.")
    second.get_by_label("why this one").press("Enter")
    expect(desk.locator("#desk-findings")).to_contain_text("“19” children killed")


def test_claim_is_recommended_with_a_reason_by_one_key_and_taken_back(desk: Page, watch: Watch) -> None:
    second = open_figure(desk, "19")
    expect(second.locator(".standing")).to_contain_text("Corroborating")
    expect(second.locator(".beside")).to_contain_text("recommended")

    desk.keyboard.press("t")
    form = second.get_by_role("form", name=re.compile("Recommend"))
    form.get_by_role("button", name="Recommend").click()
    expect(form.get_by_role("alert")).to_contain_text("Say why")
    form.get_by_label("why this one").fill("It is the later count.")
    form.get_by_label("why this one").press("Enter")

    expect(second.locator(".standing")).to_contain_text("Why: It is the later count.")
    expect(second.locator(".beside")).to_contain_text("corroborating")
    saved(desk)
    desk.keyboard.press("z")
    expect(second.locator(".standing")).to_contain_text("Corroborating")
    expect(second.locator(".beside")).to_contain_text("recommended")
    saved(desk)
    watch.assert_clean()


def test_claim_is_superseded_by_the_other_one(desk: Page) -> None:
    first = open_figure(desk, "14")

    desk.keyboard.press("o")
    form = first.get_by_role("form", name=re.compile("Supersede"))
    expect(form.locator("select[name=newer]")).to_be_focused()
    form.get_by_role("button", name="Supersede").click()

    expect(first.locator(".standing")).to_contain_text("Superseded by “19”")
    expect(card(desk, "19").locator(".card-reading")).not_to_contain_text("corroborating")


def test_claim_is_disputed_and_taken_out_and_both_are_undone(desk: Page) -> None:
    first = open_figure(desk, "14")
    desk.keyboard.press("i")
    first.get_by_label("who or what speaks against it").fill("The ministry denies it.")
    first.get_by_role("button", name="Dispute").click()
    expect(first.locator(".standing")).to_contain_text("Why: The ministry denies it.")

    desk.keyboard.press("u")
    expect(first.locator(".standing")).to_have_count(0)
    saved(desk)
    desk.keyboard.press("z")
    expect(first.locator(".standing")).to_contain_text("Disputed")
    saved(desk)
    desk.keyboard.press("z")
    expect(first.locator(".standing")).to_contain_text("Recommended")


def test_key_says_why_a_claim_without_an_event_has_no_standing(read: Callable[[str], Page]) -> None:
    desk = read(CLAIMS)
    open_figure(desk, "14")

    desk.keyboard.press("t")

    said = desk.locator("#desk-announcer")
    expect(said).to_contain_text("is not accepted yet")
    # Who sees the page is told too: the words are on the screen, not for a screen reader alone.
    expect(said).to_be_in_viewport()
    assert said.bounding_box()["height"] > 20
    expect(desk.locator("li.card form")).to_have_count(0)


def test_doubt_appears_after_the_decision_leads_to_the_figure_and_is_dismissed(desk: Page) -> None:
    found = desk.locator("#desk-findings")
    more_children_than_people(desk)

    # The articles of the other tests have the same text: they are found as well.
    item = found.get_by_role("listitem").filter(has_text="A part above its whole")
    desk.keyboard.press("w")
    expect(found.get_by_role("button").first).to_be_focused()
    item.get_by_role("button", name="“14” killed").click()
    expect(card(desk, "14")).to_have_class(re.compile("is-selected"))
    item.get_by_role("button", name="dismiss, because").click()
    item.get_by_label("there is nothing wrong, because").fill("They are of two nights.")
    item.get_by_role("button", name="Dismiss", exact=True).click()

    expect(item).to_have_count(0)
    saved(desk)
    desk.locator("body").press("z")
    expect(item).to_have_count(1)


def test_reason_typed_outlives_the_answers_that_come_in(desk: Page) -> None:
    second = open_figure(desk, "19")
    gate = Gate(desk)
    desk.keyboard.press("b")
    second.get_by_role("button", name="Corroborating", exact=True).click()
    gate.wait_for_one()
    desk.keyboard.press("t")
    reason = second.get_by_label("why this one")
    reason.fill("The later")

    gate.open()
    saved(desk)
    reason.press("End")
    desk.keyboard.type(" count")
    expect(reason).to_have_value("The later count")
    reason.press("Enter")

    expect(second.locator(".standing")).to_contain_text("Why: The later count")
    expect(desk.locator("#desk-problems")).to_be_hidden()
    expect(desk.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_standing_and_findings_have_no_accessibility_violation(
    desk: Page, width: int, height: int, scheme: str
) -> None:
    more_children_than_people(desk)
    desk.get_by_role("button", name="dismiss, because").first.click()
    open_figure(desk, "14")
    desk.keyboard.press("t")
    desk.set_viewport_size({"width": width, "height": height})
    desk.emulate_media(color_scheme=scheme)
    desk.evaluate(AXE)

    found = desk.evaluate(
        "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.target)])"
    )

    assert found == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
