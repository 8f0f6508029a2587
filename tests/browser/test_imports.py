"""Importing in a browser: upload, look, choose, run, and what the pages keep to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Cookie, Page, expect

from tests.browser.conftest import PATIENCE_MS, Site, Watch
from tests.exchange.files import UCDP, write_csv

pytestmark = pytest.mark.browser


def test_file_is_imported_by_hand(editor: Page, site: Site, watch: Watch, tmp_path: Path) -> None:
    bad = {**UCDP, "id": "4712", "date_end": "2019-02-31"}
    editor.goto(f"{site.url}/admin/events/importrun/add/")
    editor.get_by_label("File").set_input_files(write_csv(tmp_path / "ged.csv", UCDP, bad))
    editor.get_by_label("Version").fill("24.1")
    editor.get_by_role("button", name="Upload and look").click()

    expect(editor.get_by_text("There is no day")).to_be_visible()
    expect(
        editor.get_by_role("rowheader", name="Armed clash: Government of Syria - Invented Front")
    ).to_be_visible()
    expect(editor.get_by_role("link", name="CC BY 4.0")).to_be_visible()
    # The good row lies on the map, in the middle of what is shown; the bad one nowhere.
    preview = editor.get_by_role("group", name="Map of where the first events would lie")
    spot = preview.locator(".bulk-spot.is-after")
    expect(spot).to_have_count(1)
    expect(preview.locator("canvas").first).to_be_visible()
    frame, mark = preview.bounding_box(), spot.bounding_box()
    assert mark["x"] + mark["width"] / 2 == pytest.approx(frame["x"] + frame["width"] / 2, abs=8)
    assert mark["y"] + mark["height"] / 2 == pytest.approx(frame["y"] + frame["height"] / 2, abs=8)
    editor.get_by_text("Which column is read as what").click()
    expect(editor.get_by_label("where_coordinates")).to_have_value("where_coordinates")
    editor.get_by_role("combobox", name="Rows").select_option("good")
    editor.get_by_role("button", name="Try out, write nothing").click()
    expect(editor.get_by_text("Tried out: nothing was written")).to_be_visible()
    # What was chosen is still chosen.
    expect(editor.get_by_role("combobox", name="Rows")).to_have_value("good")
    editor.get_by_role("button", name="Import", exact=True).click()

    expect(editor.get_by_role("listitem").filter(has_text="events added")).to_contain_text("1")
    with editor.expect_download() as listed:
        editor.get_by_role("link", name="All of them as CSV").click()
    assert "2019-02-31" in Path(listed.value.path()).read_text()
    watch.assert_clean()


def looked_at(page: Page, site: Site, path: Path) -> None:
    page.goto(f"{site.url}/admin/events/importrun/add/")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Upload and look").click()
    expect(
        page.get_by_text("How far it is, and an end to it, are on the page that comes next")
    ).to_be_visible()


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Rows that take some seconds, of ids that no other test's list has."""
    rows = ({**UCDP, "id": f"{tmp_path.name}-{n}", "dyad_name": f"Group {n}"} for n in range(6000))
    return write_csv(tmp_path / "many.csv", *rows)


@pytest.fixture
def plain(chromium: Browser, session_cookies: list[Cookie]) -> Iterator[Page]:
    """The editor's window, without scripts."""
    with chromium.new_context(java_script_enabled=False) as context:
        context.add_cookies(session_cookies)
        yield context.new_page()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without"])
def test_window_in_which_an_import_is_begun_says_how_far_it_is(
    editor: Page, plain: Page, site: Site, many: Path, has_scripts: bool
) -> None:
    page = editor if has_scripts else plain
    looked_at(page, site, many)

    page.get_by_role("button", name="Import", exact=True).click()

    bar = page.get_by_role("progressbar", name="How far it is")
    expect(bar).to_be_visible()
    expect(page.get_by_text("of about 6000")).to_be_visible(timeout=PATIENCE_MS)
    # Nobody has to ask for it: it ends by itself, where the rows are.
    added = page.get_by_role("listitem").filter(has_text="events added")
    expect(added).to_contain_text("6000", timeout=60_000)
    expect(bar).to_have_count(0)


def test_try_says_how_far_it_is_and_leads_back_to_the_rows(editor: Page, site: Site, many: Path) -> None:
    looked_at(editor, site, many)

    editor.get_by_role("button", name="Try out, write nothing").click()

    expect(editor.get_by_role("progressbar", name="How far it is")).to_be_visible()
    expect(editor.get_by_text("Tried out: nothing was written")).to_be_visible(timeout=60_000)
    expect(editor.get_by_role("listitem").filter(has_text="events added")).to_contain_text("6000")
    expect(editor.get_by_role("button", name="Import", exact=True)).to_be_visible()


def test_import_is_stopped_in_the_window_in_which_it_was_begun(editor: Page, site: Site, many: Path) -> None:
    looked_at(editor, site, many)
    editor.get_by_role("button", name="Import", exact=True).click()

    editor.get_by_role("button", name="Stop it, write nothing").click()

    expect(editor.get_by_text("The import was stopped, and nothing was written.")).to_be_visible(
        timeout=60_000
    )
    editor.get_by_role("link", name="Go on").click()
    expect(editor.get_by_role("button", name="Import", exact=True)).to_be_visible()
