"""Importing in a browser: upload, look, choose, run, and what the pages keep to."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Watch
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
