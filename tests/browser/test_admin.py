"""The editors' side as a person sees it: the map in a form, Find place, two themes, no broken rule."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EDITOR, Site, Watch

LISTS = (
    "article", "decision", "event", "figure", "layer", "map", "mention", "mentioncandidate", "organisation",
    "outlet", "place", "placename",
)  # fmt: skip
ADDED = ("article", "event", "layer", "map", "organisation", "outlet", "place", "placename")


def open_first(page: Page, site: Site, model: str, query: str = "") -> None:
    """Opens the first row of a list."""
    page.goto(f"{site.url}/admin/events/{model}/{query}")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_url("**/change/**")


def geometry(page: Page) -> dict[str, object]:
    return json.loads(page.locator("textarea[name=geometry]").input_value())


def test_every_page_keeps_the_policy_and_runs_without_errors(editor: Page, site: Site, watch: Watch) -> None:
    for model in LISTS:
        open_first(editor, site, model)
        editor.wait_for_load_state("load")
    for model in ADDED:
        editor.goto(f"{site.url}/admin/events/{model}/add/")
        editor.wait_for_load_state("load")
    editor.goto(f"{site.url}/admin/")

    watch.assert_clean()


def test_event_form_shows_our_basemap_with_one_leaflet_and_its_tools(
    editor: Page, site: Site, watch: Watch
) -> None:
    open_first(editor, site, "event", "?status__exact=published&precision__exact=settlement")

    expect(editor.locator(".leaflet-container canvas").first).to_be_visible()
    for tool in ("polyline", "polygon", "rectangle", "marker"):
        expect(editor.locator(f".leaflet-draw-draw-{tool}")).to_be_visible()
    assert editor.evaluate("L.version") == "1.9.4"
    assert editor.evaluate("getComputedStyle(document.querySelector('.leaflet-container')).height") == "380px"
    watch.assert_clean()


def test_find_place_fills_geometry_precision_and_place(editor: Page, site: Site, watch: Watch) -> None:
    open_first(editor, site, "event", "?precision__exact=settlement")
    url = editor.url
    editor.get_by_label("Find place").fill("Saraqib")
    editor.get_by_label("Find place").press("Enter")
    expect(editor.locator(".find-place [role=status]")).to_contain_text("found.")
    assert editor.url == url  # Enter searches; it does not save

    editor.locator(".find-place-results button").first.click()

    expect(editor.locator(".find-place [role=status]")).to_contain_text("is in the form. Save to keep it.")
    shape = geometry(editor)
    assert shape["type"] == "Point"
    assert [round(number, 1) for number in shape["coordinates"]] == [36.8, 35.9]
    expect(editor.locator("#id_precision")).to_have_value("settlement")
    expect(editor.locator("#select2-id_place-container")).to_contain_text("Saraqib")
    watch.assert_clean()


def test_find_place_draws_a_province_and_says_when_there_is_none(
    editor: Page, site: Site, watch: Watch
) -> None:
    editor.goto(f"{site.url}/admin/events/event/add/")
    editor.get_by_label("Find place").fill("Idlib province")
    editor.get_by_role("button", name="Find", exact=True).click()
    editor.locator(".find-place-results button").filter(has_text="admin-1").first.click()

    assert "Polygon" in geometry(editor)["type"]
    expect(editor.locator("#id_precision")).to_have_value("admin1")
    expect(editor.locator(".leaflet-overlay-pane path").first).to_be_visible()
    editor.get_by_label("Find place").fill("Xyzzyxq")
    editor.get_by_role("button", name="Find", exact=True).click()
    expect(editor.locator(".find-place [role=status]")).to_have_text("No place “Xyzzyxq” found.")
    watch.assert_clean()


def test_point_that_is_dragged_is_saved_with_the_form(editor: Page, site: Site, watch: Watch) -> None:
    editor.on("dialog", lambda dialog: dialog.accept())  # without it the window would wait for an answer
    editor.goto(f"{site.url}/admin/events/event/add/")
    editor.locator(".leaflet-draw-draw-marker").click()
    editor.locator(".leaflet-container").click(position={"x": 300, "y": 200})
    drawn = geometry(editor)["coordinates"]
    editor.get_by_title("Change what is drawn").click()
    pin = editor.locator(".leaflet-marker-pane .leaflet-marker-icon").bounding_box()
    editor.mouse.move(pin["x"] + 12, pin["y"] + 20)
    editor.mouse.down()
    editor.mouse.move(pin["x"] + 72, pin["y"] + 60, steps=5)
    editor.mouse.up()
    # The tool is still in hand: nothing was said to keep it.
    assert geometry(editor)["coordinates"] == drawn
    editor.get_by_role("button", name="Save and continue editing").click()

    expect(editor.locator(".errornote")).to_be_visible()
    (lon, lat), (was_lon, was_lat) = geometry(editor)["coordinates"], drawn
    assert (lon > was_lon, lat < was_lat) == (True, True)
    watch.assert_clean()


def test_point_is_drawn_and_saved_and_a_refusal_loses_nothing(editor: Page, site: Site, watch: Watch) -> None:
    title = f"Drawn event {uuid.uuid4().hex[:8]}"
    editor.goto(f"{site.url}/admin/events/event/add/")
    editor.get_by_label("Title:").fill(title)
    editor.get_by_label("Kind:").select_option("clash")
    editor.get_by_label("Layer:").select_option(index=1)
    editor.get_by_label("Earliest date:").fill("2019-08-31")
    editor.locator(".leaflet-draw-draw-marker").click()
    editor.locator(".leaflet-container").click(position={"x": 300, "y": 200})
    drawn = geometry(editor)
    editor.get_by_role("button", name="Save and continue editing").click()

    expect(editor.locator(".errorlist").first).to_contain_text("Give both an earliest and a latest date")
    assert geometry(editor)["coordinates"] == pytest.approx(drawn["coordinates"])
    editor.get_by_label("Latest date:").fill("2019-08-31")
    editor.get_by_label("Precision of date:").select_option("day")
    editor.get_by_role("button", name="Save and continue editing").click()

    expect(editor.locator(".messagelist")).to_contain_text("was added successfully")
    expect(editor.locator(".leaflet-marker-icon")).to_be_visible()
    expect(editor.locator(".decisions")).to_contain_text(f"{EDITOR}: added")
    watch.assert_clean()


def test_pasted_article_opens_its_desk(editor: Page, site: Site, watch: Watch) -> None:
    editor.goto(f"{site.url}/admin/events/article/add/")
    editor.locator(".field-outlet .select2-selection").click()
    editor.locator(".select2-search__field").fill("e")
    editor.locator(".select2-results__option:not(.loading-results)").first.click()
    editor.get_by_label("Headline:").fill("Pasted")
    editor.get_by_label("Publication date:").fill("2019-08-31")
    words = f"Shells fell on Saraqib in the night of {uuid.uuid4().hex}, and four people died."
    editor.get_by_label("Text:").fill(words)
    editor.get_by_role("button", name="Save", exact=True).click()

    expect(editor).to_have_url(re.compile(r"/admin/events/article/\d+/desk/$"))
    watch.assert_clean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_event_form_is_readable_in_both_themes(editor: Page, site: Site, watch: Watch, scheme: str) -> None:
    editor.emulate_media(color_scheme=scheme)
    open_first(editor, site, "event", "?status__exact=published")

    # The page and its map follow the system together.
    brightness = """selector => {
        const [r, g, b] = getComputedStyle(document.querySelector(selector)).backgroundColor.match(/\\d+/g);
        return (Number(r) + Number(g) + Number(b)) / 3;
    }"""
    is_bright = [editor.evaluate(brightness, selector) > 128 for selector in ("body", ".leaflet-container")]
    assert is_bright == [scheme == "light"] * 2
    watch.assert_clean()


def test_figures_of_an_event_are_read_on_a_phone(editor: Page, site: Site, watch: Watch) -> None:
    editor.set_viewport_size({"width": 390, "height": 844})
    find = "from events.models import Figure; print(Figure.objects.filter(event__gt=0).first().event_id)"
    event = site.manage("shell", "-v0", "-c", find).split()[-1]
    editor.goto(f"{site.url}/admin/events/event/{event}/change/")

    wide = "(table) => table.scrollWidth - table.closest('fieldset').clientWidth"
    assert editor.locator("#figures-group table").evaluate(wide) <= 0
    watch.assert_clean()
