"""The article desk as an editor uses it: read, decide by key and mouse, lose the connection, publish."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import EDITOR, PASSWORD, ROOT, Site, Watch
from tests.browser.desk import (  # noqa: F401 -- the fixtures are asked for by their names
    intercept,
    open_desk,
    read_on_the_desk,
    saved,
    select_words,
    unread_articles,
)

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()

#: Whatever a screen reader says of its own accord, as it is said.
HEAR = """() => {
    window.heard = [];
    for (const region of document.querySelectorAll("[role=status], [role=alert], [aria-live]"))
        new MutationObserver(() => region.textContent && window.heard.push(region.textContent))
            .observe(region, { childList: true, characterData: true, subtree: true });
}"""


def decide_everything(desk: Page) -> None:
    for _ in range(40):
        if desk.locator("li.card.is-proposed").count() == 0:
            break
        desk.keyboard.press("a")
        if desk.get_by_role("searchbox").count():
            # A place that is not known yet: the search for it is open.
            desk.keyboard.press("Escape")
            desk.keyboard.press("n")
        saved(desk)


def test_whole_article_is_decided_built_and_published_with_the_keyboard(desk: Page, watch: Watch) -> None:
    decide_everything(desk)
    expect(desk.locator("#desk-progress")).to_contain_text(re.compile(r"(\d+) of \1 decided"))

    while desk.locator(".event.is-suggested").count():
        before = desk.locator(".event.is-suggested").count()
        desk.keyboard.press("e")
        expect(desk.locator(".event.is-suggested")).to_have_count(before - 1)
    saved(desk)
    desk.get_by_role("button", name=re.compile("^Publish [1-9]")).click()

    expect(desk.locator(".event.is-draft")).to_have_count(0)
    expect(desk.locator(".event.is-published").first).to_be_visible()
    expect(desk.locator("#desk-problems")).to_be_hidden()
    watch.assert_clean()


def test_what_is_out_of_sight_is_laid_out_once_the_desk_is_open(desk: Page) -> None:
    desk.reload()
    expect(desk.locator("#desk-text.is-laid-out")).to_have_count(1)
    expect(desk.locator(".cards.is-laid-out")).to_have_count(2)

    # A card that is drawn anew, too.
    desk.keyboard.press("j")
    desk.keyboard.press("j")

    seen = "parts => parts.map((part) => getComputedStyle(part).contentVisibility)"
    looks = desk.locator("li.card, #desk-text p").evaluate_all(seen)
    assert set(looks) == {"visible"}


def test_highlight_and_card_select_each_other(desk: Page) -> None:
    desk.locator("#desk-text mark", has_text="Saraqib").first.click()
    expect(desk.locator("li.card.is-selected .card-title")).to_contain_text("Saraqib")

    desk.keyboard.press("j")

    chosen = desk.locator("li.card.is-selected").get_attribute("data-key")
    expect(desk.locator("#desk-text mark.is-selected").first).to_have_attribute("data-key", chosen)


def test_selected_words_behind_an_astral_character_become_a_place(desk: Page) -> None:
    select_words(desk, "residents")

    desk.keyboard.press("m")

    expect(desk.locator("li.card.is-selected .card-title")).to_have_text("residents")
    expect(desk.locator("#desk-text mark.is-selected")).to_have_text("residents")
    desk.keyboard.press("Escape")
    select_words(desk, "Families")
    desk.get_by_role("button", name=re.compile("Mark as place")).click()
    expect(desk.locator("#desk-text mark.is-selected")).to_have_text("Families")
    saved(desk)


def test_words_are_selected_with_the_keyboard_alone(desk: Page) -> None:
    desk.locator("#desk-text").focus()
    desk.keyboard.press("ArrowRight")
    first = desk.locator("#desk-marking .marked").inner_text()

    desk.keyboard.press("Shift+ArrowRight")

    expect(desk.locator("#desk-marking .marked")).not_to_have_text(first)
    assert desk.locator("#desk-marking .marked").inner_text().startswith(first.rstrip("”"))
    assert len(desk.locator("#desk-marking .marked").inner_text().split()) == len(first.split()) + 1


def test_missed_figure_is_marked_with_a_guess_from_its_words(desk: Page) -> None:
    select_words(desk, "Friday night")

    desk.keyboard.press("f")
    form = desk.get_by_role("form", name=re.compile("New figure"))
    form.get_by_label("number", exact=True).fill("7")
    form.get_by_label("what happened to them").select_option("injured")
    form.get_by_role("button", name="Mark as figure").click()

    expect(desk.locator("li.card.is-selected .card-title")).to_have_text("Friday night people injured")


def test_figure_is_corrected_part_by_part(desk: Page) -> None:
    desk.locator("li.card", has_text="14 civilians killed").locator(".card-head").click()
    desk.keyboard.press("c")
    card = desk.locator("li.card.is-selected")
    card.get_by_label("quantifier").select_option("between")
    card.get_by_label("number", exact=True).fill("14")
    card.get_by_label("highest number").fill("1,016")
    claimant = card.get_by_role("combobox", name=re.compile("claimant"))
    claimant.fill("Saraqib rescue post")
    desk.get_by_role("option", name=re.compile("New organisation")).click()

    card.get_by_role("button", name="Save and accept").click()

    expect(card.locator(".card-reading")).to_contain_text("claimed by Saraqib rescue post")
    expect(card.locator(".state")).to_have_text("accepted")


def test_search_result_is_chosen_by_its_number(desk: Page) -> None:
    desk.locator("#desk-text mark", has_text="Saraqib").first.click()
    desk.keyboard.press("s")
    desk.get_by_role("searchbox").fill("Aleppo")
    desk.get_by_role("searchbox").press("Enter")
    expect(desk.locator(".result").first).to_be_focused()

    desk.keyboard.press("1")

    expect(desk.locator("li.card.is-selected .card-reading")).to_contain_text("Aleppo")
    expect(desk.locator("li.card.is-selected .state")).to_have_text("accepted")


def test_place_is_drawn_with_the_keyboard(desk: Page) -> None:
    desk.locator("#desk-text mark", has_text="Saraqib").first.click()
    desk.keyboard.press("d")
    desk.keyboard.press("Escape")
    expect(desk.locator("#desk-drawing")).to_be_hidden()
    expect(desk.locator("li.card.is-selected .card-head")).to_be_focused()
    desk.keyboard.press("d")
    desk.locator("#desk-drawing").get_by_role("button", name="a point").click()
    desk.locator("#desk-map").focus()
    desk.keyboard.press("Enter")

    desk.locator("#desk-drawing").get_by_role("button", name="Done").click()

    expect(desk.locator("li.card.is-selected .card-reading")).to_contain_text("an exact point")


def test_undo_brings_back_what_was(desk: Page) -> None:
    # Saved as it was made: there after a reload, and to be taken back there.
    head = desk.locator("li.card.is-selected .card-reading").inner_text()
    key = desk.locator("li.card.is-selected").get_attribute("data-key")
    desk.keyboard.press("n")
    saved(desk)
    desk.reload()
    expect(desk.locator(f'li.card[data-key="{key}"] .state')).to_have_text("not identifiable")

    desk.keyboard.press("z")

    again = desk.locator(f'li.card[data-key="{key}"]')
    expect(again.locator(".state")).to_have_text("proposed")
    expect(again.locator(".card-reading")).to_have_text(head)
    expect(again).to_have_class(re.compile("is-selected"))


def test_no_key_decides_while_somebody_types(desk: Page) -> None:
    desk.keyboard.press("s")
    desk.get_by_role("searchbox").fill("")

    desk.get_by_role("searchbox").press_sequentially("axn123")

    expect(desk.get_by_role("searchbox")).to_have_value("axn123")
    expect(desk.locator("#desk-progress")).to_contain_text("0 of")


def test_decisions_made_without_a_connection_are_kept_and_sent_later(
    desk: Page, context: BrowserContext
) -> None:
    context.set_offline(True)
    desk.keyboard.press("a")
    desk.keyboard.press("x")
    expect(desk.locator("#desk-saved")).to_have_text("2 not saved – retrying")
    expect(desk.locator("li.card .state", has_text="saving")).to_have_count(2)

    context.set_offline(False)

    saved(desk)
    expect(desk.locator("#desk-progress")).to_contain_text("2 of")


def test_trouble_and_its_end_are_read_out_and_no_saving(desk: Page, context: BrowserContext) -> None:
    desk.evaluate(HEAR)
    desk.keyboard.press("a")
    saved(desk)
    told = desk.evaluate("window.heard.splice(0)")
    assert [words for words in told if words.endswith(": accepted")]
    assert not [words for words in told if "saving" in words or "saved" in words]

    context.set_offline(True)
    desk.keyboard.press("x")
    expect(desk.locator("#desk-problems")).to_contain_text("The server cannot be reached.")
    context.set_offline(False)
    saved(desk)

    told = desk.evaluate("window.heard")
    assert sum("The server cannot be reached." in words for words in told) == 1
    assert told[-1] == "All is saved again."
    expect(desk.locator("#desk-problems")).to_be_hidden()


def test_unsaved_decisions_survive_a_reload(desk: Page, context: BrowserContext) -> None:
    intercept(desk, lambda route: route.abort())
    desk.keyboard.press("a")
    expect(desk.locator("#desk-saved")).to_have_text("1 not saved – retrying")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.unroute("**/desk/decide/")

    desk.reload()

    saved(desk)
    expect(desk.locator("#desk-progress")).to_contain_text("1 of")


def test_answer_lost_on_the_way_is_not_done_twice(desk: Page) -> None:
    lost = []

    def lose_first_answer(route: object) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    intercept(desk, lose_first_answer)
    desk.keyboard.press("a")

    saved(desk)
    expect(desk.locator("#desk-progress")).to_contain_text("1 of")
    assert lost[0].status == 200


def test_session_that_ended_loses_nothing(desk: Page, context: BrowserContext, site: Site) -> None:
    context.clear_cookies()
    desk.keyboard.press("a")
    expect(desk.locator("#desk-saved")).to_have_text("1 not saved – you are signed out")

    with context.expect_page() as opened:
        desk.get_by_role("link", name="Sign in in a new tab").click()
    tab = opened.value
    tab.get_by_label("Username").fill(EDITOR)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Log in").click()
    tab.wait_for_url("**/admin/")
    tab.close()
    desk.get_by_role("button", name="Try now").or_(desk.locator("#desk-saved.is-saved")).first.click()

    saved(desk)
    expect(desk.locator("#desk-progress")).to_contain_text("1 of")


@pytest.mark.parametrize(("button", "role"), [("Keep theirs", "Origin"), ("Apply mine again", "Destination")])
def test_conflict_shows_both_versions_and_leaves_the_choice(desk: Page, button: str, role: str) -> None:
    desk.locator("#desk-text mark", has_text="Saraqib").first.click()
    key = desk.locator("li.card.is-selected").get_attribute("data-key")
    desk.evaluate(
        """async ([key, id]) => {
            const config = JSON.parse(document.getElementById("desk-config").textContent);
            const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
            const answer = await fetch(config.urls.decide, {
                method: "POST",
                headers: {"Content-Type": "application/json", "X-CSRFToken": token},
                body: JSON.stringify({
                    request_id: id, verb: "set_mention_role", version: null, args: {role: "origin"},
                    object: {type: "mention", id: Number(key.split(":")[1])},
                }),
            });
            if (!answer.ok) throw new Error(await answer.text());
        }""",
        [key, str(uuid.uuid4())],
    )
    desk.locator("li.card.is-selected").get_by_label("role").select_option("destination")
    dialog = desk.get_by_role("dialog")
    expect(dialog.locator("td")).to_have_text(["Origin", "Destination"])

    dialog.get_by_role("button", name=button).click()

    saved(desk)
    expect(desk.locator(f'li.card[data-key="{key}"] .card-reading')).to_contain_text(role.lower())


def test_refusal_is_said_in_words_and_stays_until_put_away(desk: Page) -> None:
    answer = json.dumps({"error": "Swap them.", "field": ""})
    intercept(desk, lambda route: route.fulfill(status=400, content_type="application/json", body=answer))
    desk.keyboard.press("a")

    expect(desk.locator("#desk-problems")).to_contain_text("Swap them.")
    expect(desk.locator("li.card.is-accepted")).to_have_count(0)
    desk.get_by_role("button", name="Put away").click()
    expect(desk.locator("#desk-problems")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (820, 1180), (390, 844)])
def test_desk_has_no_accessibility_violation_and_no_sideways_scrolling(
    desk: Page, width: int, height: int
) -> None:
    desk.set_viewport_size({"width": width, "height": height})
    desk.evaluate(AXE)

    found = desk.evaluate(
        "async () => (await axe.run()).violations.map(v => [v.id, v.nodes.map(n => n.target)])"
    )

    assert found == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
