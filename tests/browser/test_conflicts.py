"""Two editors on one object, each with a browser, and what is kept of it."""

from __future__ import annotations

import uuid

from playwright.sync_api import Browser, Cookie, Page, expect

from tests.browser.conftest import Site, Watch


def test_second_editor_chooses_and_the_history_tells_both(
    editor: Page, site: Site, watch: Watch, chromium: Browser, session_cookies: list[Cookie]
) -> None:
    name = f"Tell {uuid.uuid4().hex[:8]}"
    editor.goto(f"{site.url}/admin/events/place/add/")
    editor.locator("#id_name").fill(name)
    editor.locator("#id_kind").select_option("settlement")
    editor.locator("textarea[name=point]").evaluate(
        '(field) => { field.value = \'{"type": "Point", "coordinates": [36.8, 35.9]}\'; }'
    )
    editor.get_by_role("button", name="Save and continue editing").click()
    editor.wait_for_url("**/change/**")
    address = editor.url

    others = chromium.new_context()
    others.add_cookies(session_cookies)
    other = others.new_page()
    other.goto(address)
    editor.goto(address)
    other.locator("#id_population").fill("700")
    other.locator("#id_names-0-name").fill(f"{name} theirs")
    other.get_by_role("button", name="Save and continue editing").click()
    expect(other.locator(".success")).to_be_visible()
    others.close()

    editor.locator("#id_population").fill("500")
    editor.locator("#id_names-0-name").fill(f"{name} mine")
    editor.get_by_role("button", name="Save and continue editing").click()

    expect(editor.get_by_role("heading", name="Two versions of")).to_be_visible()
    assert "700" in editor.get_by_role("row", name="Population").inner_text()
    # The browser itself asks for a choice.
    editor.get_by_role("button", name="Save as chosen").click()
    expect(editor.get_by_role("heading", name="Two versions of")).to_be_visible()
    editor.get_by_label("Population: theirs").check()
    editor.get_by_label("Name: yours").check()
    editor.get_by_role("button", name="Save as chosen").click()
    editor.wait_for_url("**/change/**")
    expect(editor.locator("#id_population")).to_have_value("700")
    expect(editor.locator("#id_names-0-name")).to_have_value(f"{name} mine")

    editor.get_by_role("link", name="History").click()
    newest = editor.locator(".history-entry").first
    expect(newest.locator("ins").first).to_contain_text(f"{name} mine")
    expect(newest.locator("del").first).to_contain_text(f"{name} theirs")
    editor.get_by_role("link", name="Bring back this version").first.click()
    editor.get_by_role("button", name="Bring back").click()
    expect(editor.locator(".success")).to_contain_text("What you chose is as it was then.")
    watch.assert_clean()
