"""Acts on many rows as an editor does them: preview, confirmation, batches, the way back, in both themes; and
a list's filters kept under a name by keyboard."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Site, Watch

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
#: Drafts of long ago, which no other test looks at, and an act of which nothing is done yet.
DRAFTS = """
import json
from datetime import date
from django.contrib.auth import get_user_model
from events.models import BulkAct, BulkRow, Layer
from tests.review import factories as make
editor = get_user_model().objects.get(username="editor")
day = {"earliest": date(2001, 3, 4), "latest": date(2001, 3, 4)}
at = [("Saraqib", 36.8, 35.86), ("Binnish", 36.71, 35.95), ("Saraqib", 36.9, 35.8)]
outlet = make.outlet(name="Batch outlet")
events = []
for number, (name, lon, lat) in enumerate(at):
    article = make.article(f"{make.TEXT} Batch {number}", outlet=outlet)
    mention = make.mention(article, name, place=make.place(name, lon=lon, lat=lat))
    figure = make.figure(article, "15", low=15, high=15)
    events.append(make.event(mention, by=editor, figures=[figure], title=f"Batch {number}", **day))
# The last of all: new events go to the first.
layer = make.layer(slug="Batch-layer".lower(), name="Batch layer", position=999)
bulk = BulkAct.objects.create(act="relayer", model="event", by=editor, options={"layer": layer.pk})
for position, event in enumerate(events):
    BulkRow.objects.create(bulk=bulk, object_id=event.pk, position=position, version=event.version,
                           label=event.title, details={"before": "Events", "after": "Batch layer"})
print("made", json.dumps({"bulk": bulk.pk}))
"""


@dataclass(frozen=True)
class Drafts:
    """Three drafts, “<word> 0” to “<word> 2”, and the number of an act on them that has not begun."""

    word: str
    bulk: int


@pytest.fixture
def drafts(site: Site) -> Drafts:
    word = f"Batch{uuid.uuid4().hex[:8]}"
    told = site.manage("shell", "-v0", "-c", DRAFTS.replace("Batch", word))
    return Drafts(word, json.loads(re.search(r"made (.*)", told)[1])["bulk"])


def violations(page: Page, watch: Watch) -> list[object]:
    """What axe finds in either theme. The browser runs it itself, so the page's policy stays; the styles that
    axe tries things with are not the page's."""
    watch.assert_clean()
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += page.evaluate(
            """async () => {
                // Colours of the admin change over a sixth of a second.
                await new Promise(requestAnimationFrame);
                await Promise.allSettled(document.getAnimations().map(({finished}) => finished));
                const rules = {"target-size": {enabled: true}};
                const {violations} = await axe.run({rules, resultTypes: ["violations"]});
                return violations.map(({id, nodes}) => [id, nodes.map(({target}) => target.join(" "))]);
            }"""
        )
    page.emulate_media(color_scheme="light")
    # What it said in the browser is told here a moment later, in the order in which it was said.
    with page.expect_console_message(lambda message: message.text == "axe is done"):
        page.evaluate("new Promise(requestAnimationFrame).then(() => console.info('axe is done'))")
    watch.violations.clear()
    return found


def choose(page: Page, site: Site, word: str, action: str) -> None:
    page.goto(f"{site.url}/admin/events/event/?q={word}")
    expect(page.locator("input.action-select")).to_have_count(3)
    page.get_by_label("Select all objects on this page for an action").check()
    page.locator("select[name=action]").select_option(action)
    page.get_by_role("button", name="Go", exact=True).click()


def test_rows_are_moved_and_merged_with_preview_and_undo(
    editor: Page, site: Site, drafts: Drafts, watch: Watch
) -> None:
    word = drafts.word
    editor.add_init_script(AXE)
    # What was confirmed before goes on by itself, and back again.
    editor.goto(f"{site.url}/admin/events/bulkact/{drafts.bulk}/change/")
    expect(editor.locator(".bulk-counts")).to_have_text(re.compile(r"^\s*3\s+done\s*$"))
    expect(editor.locator(".bulk-table tbody tr")).to_have_count(3)
    assert violations(editor, watch) == []
    editor.get_by_role("button", name="Undo all of it").click()
    expect(editor.locator(".bulk-counts")).to_have_text(re.compile(r"^\s*3\s+undone\s*$"))

    choose(editor, site, word, "bulk_relayer")
    editor.get_by_label("Layer", exact=True).select_option(f"{word} layer")
    editor.get_by_role("button", name="Show what it would do").click()
    expect(editor.locator(".bulk-table tbody tr").first).to_contain_text(f"{word} layer")
    assert violations(editor, watch) == []
    editor.get_by_role("button", name="Move (3)").click()
    expect(editor.locator(".bulk-counts")).to_have_text(re.compile(r"^\s*3\s+done\s*$"))

    choose(editor, site, word, "bulk_merge")
    editor.get_by_role("radio", name=re.compile(f"{word} 1 no")).first.check()
    editor.get_by_role("button", name="Show what it would do").click()
    # Before, too, the page holds a map.
    editor.wait_for_url("**/#bulk-counts")
    expect(editor.locator("#bulk-map canvas").first).to_be_visible()
    expect(editor.locator("#bulk-map path.bulk-line")).to_have_count(2)
    # The keyboard goes on at what was asked for. The map's spots say what the table says, and are no stops.
    editor.keyboard.press("Tab")
    expect(editor.locator("#bulk-map")).to_be_focused()
    editor.keyboard.press("Tab")
    expect(editor.get_by_role("button", name="Zoom in")).to_be_focused()
    expect(editor.get_by_text("People killed: which number is recommended?")).to_be_visible()
    assert violations(editor, watch) == []
    editor.get_by_role("button", name="Merge (2)").click()
    expect(editor.locator(".bulk-counts")).to_have_text(re.compile(r"^\s*2\s+done\s*$"))
    expect(editor.locator(".bulk-table tbody tr")).to_have_count(2)
    expect(editor.locator(".bulk-table tbody tr").first).to_contain_text(f"merged into “{word} 1”")
    assert violations(editor, watch) == []
    editor.get_by_role("button", name="Undo all of it").click()
    expect(editor.locator(".bulk-counts")).to_have_text(re.compile(r"^\s*2\s+undone\s*$"))
    watch.assert_clean()


def test_list_is_kept_and_deleted_by_keyboard(editor: Page, site: Site, watch: Watch) -> None:
    editor.goto(f"{site.url}/admin/events/event/?q=Idlib")
    editor.get_by_label("Keep this list as").focus()
    editor.keyboard.type("Of Idlib")
    editor.keyboard.press("Enter")
    kept = editor.get_by_role("navigation", name="Lists that you have kept")
    expect(kept.get_by_role("link", name="Of Idlib")).to_have_attribute("aria-current", "page")

    editor.goto(f"{site.url}/admin/events/event/")
    kept.get_by_role("link", name="Of Idlib").focus()
    editor.keyboard.press("Enter")
    expect(editor).to_have_url(re.compile(r"\?q=Idlib$"))
    editor.keyboard.press("Tab")
    kept.get_by_role("button", name="Delete “Of Idlib”").focus()
    editor.keyboard.press("Enter")

    expect(editor.locator(".messagelist")).to_contain_text("“Of Idlib” is deleted.")
    expect(kept).to_have_count(0)
    watch.assert_clean()
