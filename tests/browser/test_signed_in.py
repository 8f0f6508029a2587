"""A session that ends while a form is open loses nothing that was typed into it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import EDITOR, PASSWORD, ROOT, Site, Watch, sign_in

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
OUT = "You are signed out, so nothing was saved. Sign in in a new tab, then save again: nothing here is lost."
AGAIN = "You are signed in again. Nothing is saved yet: save now."


@pytest.fixture
def own(page: Page, site: Site) -> Page:
    """An editor's page with a session of its own, which a test may end."""
    sign_in(page, site)
    return page


def end_session(page: Page, site_database: str) -> None:
    """As when it runs out, or is ended elsewhere: the browser knows nothing of it."""
    [key] = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    with psycopg.connect(site_database) as connection:
        ended = connection.execute("DELETE FROM django_session WHERE session_key = %s", [key])
        assert ended.rowcount == 1


def said(page: Page) -> Locator:
    return page.locator(".signed-in-said")


def sign_in_beside(page: Page, name: str = EDITOR) -> None:
    """By the link in the sentence, in a tab that is closed afterwards."""
    with page.context.expect_page() as opened:
        said(page).get_by_role("link", name="Sign in in a new tab").click()
    fill_in(opened.value, name)
    opened.value.close()
    # A page under a test has the focus all the time.
    page.evaluate("dispatchEvent(new Event('focus'))")


def fill_in(tab: Page, name: str = EDITOR) -> None:
    tab.get_by_label("Username").fill(name)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Log in").click()
    tab.wait_for_url("**/admin/")


@contextmanager
def another_editor(site_database: str) -> Iterator[str]:
    """With the same password."""
    name = f"other-{uuid.uuid4().hex[:8]}"
    with psycopg.connect(site_database, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, first_name, "
            "last_name, email, date_joined) SELECT %s, password, true, true, true, '', '', '', now() "
            "FROM auth_user WHERE username = %s",
            [name, EDITOR],
        )
        yield name


def new_place(page: Page, site: Site) -> str:
    name = f"Tell {uuid.uuid4().hex[:8]}"
    page.goto(f"{site.url}/admin/events/place/add/")
    page.locator("#id_name").fill(name)
    page.locator("#id_kind").select_option("settlement")
    page.locator("textarea[name=point]").evaluate(
        '(field) => { field.value = \'{"type": "Point", "coordinates": [36.8, 35.9]}\'; }'
    )
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_url("**/change/**")
    return name


def test_form_and_its_inlines_outlive_the_session(
    own: Page, site: Site, site_database: str, watch: Watch
) -> None:
    name = new_place(own, site)
    address = own.url
    own.locator("#id_population").fill("500")
    own.locator("#id_names-0-name").fill(f"{name} typed")
    end_session(own, site_database)
    save = own.get_by_role("button", name="Save and continue editing")
    save.focus()
    own.keyboard.press("Enter")

    expect(own.get_by_role("alert")).to_have_text(OUT)
    assert own.url == address
    expect(save).to_be_focused()
    expect(own.locator("#id_names-0-name")).to_have_value(f"{name} typed")
    own.set_viewport_size({"width": 390, "height": 800})
    assert own.evaluate("document.documentElement.scrollWidth") == 390

    own.keyboard.press("Enter")  # still signed out
    expect(said(own)).to_have_count(1)
    expect(said(own)).to_have_text(OUT)
    assert watch.violations == []
    # What axe tries styles with is not the page's.
    assert own.evaluate(AXE + ";axe.run('.signed-in-said').then(({violations}) => violations.length)") == 0
    sign_in_beside(own)
    expect(said(own)).to_have_text(AGAIN)
    save.click()

    expect(own.locator(".success")).to_be_visible()
    expect(own.locator("#id_population")).to_have_value("500")
    expect(own.locator("#id_names-0-name")).to_have_value(f"{name} typed")


def test_form_of_somebody_who_signed_in_again_elsewhere_is_saved_at_once(
    own: Page, site: Site, site_database: str, watch: Watch
) -> None:
    new_place(own, site)
    own.locator("#id_population").fill("700")
    end_session(own, site_database)
    tab = own.context.new_page()
    sign_in(tab, site)
    tab.close()

    own.get_by_role("button", name="Save and continue editing").click()

    expect(own.locator(".success")).to_be_visible()
    expect(own.locator("#id_population")).to_have_value("700")
    watch.assert_clean()


def test_nothing_is_saved_in_the_name_of_somebody_else(own: Page, site: Site, site_database: str) -> None:
    new_place(own, site)
    own.locator("#id_population").fill("800")
    end_session(own, site_database)
    with another_editor(site_database) as name:
        tab = own.context.new_page()
        tab.goto(f"{site.url}/admin/login/")
        fill_in(tab, name)

        own.get_by_role("button", name="Save and continue editing").click()

        expect(said(own)).to_have_text(
            f"You are signed in as {name} now, but {EDITOR} opened this page, so nothing was saved. "
            f"Log out in a new tab, sign in as {EDITOR}, then save again: nothing here is lost."
        )
        expect(own.locator("#id_population")).to_have_value("800")
        with own.context.expect_page() as opened:
            said(own).get_by_role("link", name="Log out in a new tab").click()
        opened.value.locator("#content").get_by_role("button", name="Log out").click()
        fill_in(opened.value)
        own.get_by_role("button", name="Save and continue editing").click()
        expect(own.locator(".success")).to_be_visible()


def test_server_that_cannot_be_reached_keeps_the_form(own: Page, site: Site) -> None:
    new_place(own, site)
    own.locator("#id_population").fill("900")
    own.route("**/signed-in/", lambda route: route.abort())
    own.get_by_role("button", name="Save and continue editing").click()
    expect(said(own)).to_contain_text("The server cannot be reached, so nothing was saved.")

    own.unroute("**/signed-in/")
    own.get_by_role("button", name="Save and continue editing").click()

    expect(own.locator(".success")).to_be_visible()
    expect(own.locator("#id_population")).to_have_value("900")


def test_map_builder_keeps_what_is_typed_and_says_that_it_is_not_saved(
    own: Page, site: Site, site_database: str, watch: Watch
) -> None:
    title = f"The road north {uuid.uuid4().hex[:6]}"
    own.goto(f"{site.url}/admin/events/map/add/")
    own.get_by_label("Title", exact=True).first.fill(title)
    expect(own.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    end_session(own, site_database)
    own.keyboard.press("Control+s")

    expect(own.locator(".builder-save").get_by_role("alert")).to_have_text(OUT)
    expect(own.locator("#builder-saved")).to_have_text("Not saved yet")
    assert own.evaluate(
        "() => { const leave = new Event('beforeunload', { cancelable: true });"
        " dispatchEvent(leave); return leave.defaultPrevented; }"
    )
    sign_in_beside(own)
    expect(said(own)).to_have_text(AGAIN)
    own.bring_to_front()
    own.keyboard.press("Control+s")

    own.wait_for_url("**/change/**")
    expect(own.locator("#builder-saved")).to_have_text("All saved")
    expect(own.get_by_label("Title", exact=True).first).to_have_value(title)
    assert watch.violations == []


def test_comment_and_the_note_of_a_bulk_action_outlive_the_session(
    own: Page, site: Site, site_database: str
) -> None:
    words = f"Which source? {uuid.uuid4().hex[:6]}"
    own.goto(f"{site.url}/admin/events/event/?status__exact=published")
    own.locator("#result_list tbody th a").first.click()
    own.get_by_label("Comment", exact=True).fill(words)
    end_session(own, site_database)
    own.get_by_role("button", name="Comment", exact=True).click()
    expect(own.locator(".comment-form").get_by_role("alert")).to_have_text(OUT)
    sign_in_beside(own)
    own.get_by_role("button", name="Comment", exact=True).click()
    expect(own.locator(".said-words", has_text=words)).to_be_visible()

    own.goto(f"{site.url}/admin/events/event/?status__exact=published")
    own.locator(".action-select").first.check()
    own.get_by_label("Action:").select_option(label="Withdraw …")
    own.locator(".actions button").click()
    own.get_by_label("Note to readers").fill(words)
    end_session(own, site_database)
    own.locator(".submit-row input").click()

    expect(own.locator("form.bulk").get_by_role("alert")).to_have_text(OUT)
    expect(own.get_by_label("Note to readers")).to_have_value(words)


@pytest.fixture
def plain(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(java_script_enabled=False)
    yield made
    made.close()


def test_without_scripts_the_way_back_leads_to_what_was_typed(
    plain: BrowserContext, site: Site, site_database: str
) -> None:
    name = f"Courier {uuid.uuid4().hex[:8]}"
    page = plain.new_page()
    sign_in(page, site)
    page.goto(f"{site.url}/admin/events/organisation/add/")
    page.locator("#id_name").fill(name)
    end_session(page, site_database)
    page.locator("input[name=_continue]").click()
    expect(page.get_by_role("alert")).to_have_text("You are signed out, so nothing was saved.")
    with plain.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    fill_in(opened.value)

    page.go_back()

    expect(page.locator("#id_name")).to_have_value(name)
    page.locator("input[name=_continue]").click()
    expect(page.locator(".success")).to_be_visible()
    expect(page.locator("#id_name")).to_have_value(name)
