"""A map built from nothing to its public page by keyboard, with its preview; and axe on every part of the
builder."""

from __future__ import annotations

import re
import threading
import time
import uuid

import pytest
from playwright.sync_api import Browser, Cookie, FrameLocator, Locator, Page, Route, expect

from tests.browser.conftest import ROOT, Site, Watch
from tests.browser.test_desk_touch import touched

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()
PARTS = ["Words", "What it shows", "First view", "Story", "How it opens", "Publish"]
_MOST_TABS = 120
FINGERTIP_PX = 44
#: How much there is to press in the builder, and what of it is lower than that: its words with its height.
LOW = """(tall) => {
    const pressed = [...document.querySelectorAll(
        ".builder :is(button, select, summary, a[href], .grip)," +
        ".builder :is(input:not([type=checkbox]), label:has([type=checkbox]))"
    )].filter((part) => part.checkVisibility() && !part.matches(".builder-enter"));
    const low = pressed
        .map((part) => [part.innerText || part.name, part.getBoundingClientRect().height])
        .filter(([, height]) => height < tall - 0.5);
    return [pressed.length, low];
}"""


def reach(page: Page, target: Locator, key: str = "Tab") -> None:
    """Presses Tab until the focus is there."""
    for _press in range(_MOST_TABS):
        if target.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{_MOST_TABS} times Tab do not lead to {target}")


def to_part(page: Page, name: str) -> None:
    """To a part of the builder by its tabs and the arrow keys."""
    reach(page, page.locator("[role=tablist] > [aria-selected=true]").first, "Shift+Tab")
    for _press in PARTS:
        if page.get_by_role("tab", name=name, exact=True).get_attribute("aria-selected") == "true":
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no arrow key leads to {name}")


def previewed(page: Page) -> FrameLocator:
    return page.frame_locator(".preview-frame:not(.is-coming)")


def test_map_is_built_and_published_by_keyboard_and_its_preview_follows(
    editor: Page, site: Site, watch: Watch
) -> None:
    title = f"The road south {uuid.uuid4().hex[:6]}"
    editor.goto(f"{site.url}/admin/events/map/add/")
    count = editor.locator(".preview-bar [data-count]")
    expect(count).to_have_text(re.compile(r"^\d+ published events$"))
    all_events = count.inner_text()

    reach(editor, editor.get_by_label("Title", exact=True).first)
    editor.keyboard.type(title)
    expect(previewed(editor).get_by_role("heading", level=1, name=title)).to_be_visible()
    assert editor.evaluate(
        "() => { const leave = new Event('beforeunload', { cancelable: true });"
        " dispatchEvent(leave); return leave.defaultPrevented; }"
    )

    to_part(editor, "What it shows")
    reach(editor, editor.get_by_role("checkbox", name="Offensives"))
    editor.keyboard.press("Space")
    expect(count).not_to_have_text(all_events)
    layers = editor.locator("[data-layer]")
    place = next(i for i, words in enumerate(layers.all_inner_texts()) if "Offensives" in words)
    reach(editor, editor.get_by_role("button", name="Move “Offensives” up"))
    editor.keyboard.press("Enter")
    expect(layers.nth(place - 1)).to_contain_text("Offensives")

    to_part(editor, "First view")
    previewed(editor).locator("#map").focus()
    editor.keyboard.press("+")
    reach(editor, editor.get_by_role("button", name="Use the view of the preview").first, "Shift+Tab")
    editor.keyboard.press("Enter")
    expect(editor.locator("[name=extent-west]")).not_to_have_value("")

    to_part(editor, "Story")
    for number, heading in enumerate(("The road is cut", "It begins")):
        reach(editor, editor.get_by_role("button", name="Add a step"))
        editor.keyboard.press("Enter")
        editor.keyboard.type(heading)
        reach(editor, editor.locator(f"[name=steps-{number}-text]"))
        editor.keyboard.type(f"{heading}, and people leave.")
    expect(previewed(editor).get_by_text("It begins, and people leave.")).to_be_visible()
    reach(editor, editor.get_by_role("button", name="Move “Step 2: It begins” up"), "Shift+Tab")
    editor.keyboard.press("Enter")
    editor.keyboard.press("Control+s")
    editor.wait_for_url("**/change/#part-story")
    expect(editor.locator("#builder-saved")).to_have_text("All saved")
    expect(editor.locator("[data-toggle]").first).to_have_text("Step 1: It begins")

    to_part(editor, "Publish")
    reach(editor, editor.get_by_role("button", name="Publish", exact=True))
    editor.keyboard.press("Enter")
    expect(editor.locator(".builder-title .state-pill")).to_have_text("Published")
    expect(editor.get_by_label("Address: WordPress")).to_have_value(re.compile("/maps/the-road-south-"))
    editor.goto(editor.get_by_label("Address: WordPress").input_value())

    expect(editor.get_by_role("heading", level=1, name=title)).to_be_visible()
    steps = editor.locator("#story li")
    expect(steps.nth(0)).to_contain_text("It begins")
    expect(steps.nth(1)).to_contain_text("The road is cut")
    watch.assert_clean()


def test_layers_and_steps_are_dragged_into_their_order(editor: Page, site: Site, watch: Watch) -> None:
    editor.goto(f"{site.url}/admin/events/map/add/#part-shows")
    layers = editor.locator("[data-layer] [data-name]")
    names = layers.all_inner_texts()

    drag(editor, editor.locator("[data-layer] [data-grip]"), 0, 2)
    assert layers.all_inner_texts() == [names[1], names[2], names[0], *names[3:]]
    assert editor.locator("[data-layer] [data-place]").evaluate_all(
        "(all) => all.map(({ value }) => value)"
    ) == [str(place) for place in range(1, len(names) + 1)]
    expect(editor.locator("[data-layers-status]")).to_have_text(f"“{names[0]}” is now 3 of {len(names)}.")
    drag(editor, editor.locator("[data-layer] [data-grip]"), 2, 0, "Escape")
    assert layers.all_inner_texts() == [names[1], names[2], names[0], *names[3:]]

    to_tab(editor, "Story")
    for heading in ("First", "Second", "Third"):
        editor.get_by_role("button", name="Add a step").click()
        editor.keyboard.type(heading)
    editor.locator("[data-toggle]").last.click()  # closed, so that all are in view
    drag(editor, editor.locator("[data-step] [data-grip]"), 2, 0, by_touch=True)
    assert editor.locator("[data-toggle]").all_inner_texts() == [
        "Step 1: Third",
        "Step 2: First",
        "Step 3: Second",
    ]
    watch.assert_clean()


def drag(page: Page, grips: Locator, start: int, to: int, key: str = "", *, by_touch: bool = False) -> None:
    """Drags the row at `start` to that at `to`, row by row, by mouse or by a finger."""
    boxes = [grips.nth(at).bounding_box() for at in (start, to)]
    (x, y), (_x, end) = [(box["x"] + 8, box["y"] + box["height"] / 2) for box in boxes]
    end += 6 if to > start else -6  # past its middle
    heights = [y + (end - y) * part / 10 for part in range(1, 11)]
    if by_touch:
        touch = page.context.new_cdp_session(page)
        for kind, height in (("touchStart", y), *(("touchMove", height) for height in heights)):
            at = [{"x": x, "y": height}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return
    page.mouse.move(x, y)
    page.mouse.down()
    for height in heights:
        page.mouse.move(x, height)
    if key:
        page.keyboard.press(key)
    page.mouse.up()


def test_view_taken_in_a_street_is_the_same_for_readers_in_embeds_and_in_the_story(
    editor: Page, site: Site
) -> None:
    editor.emulate_media(reduced_motion="reduce")
    editor.goto(f"{site.url}/admin/events/map/add/")
    editor.get_by_label("Title", exact=True).first.fill(f"A street {uuid.uuid4().hex[:6]}")
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    editor.get_by_role("tab", name="First view", exact=True).click()
    closer = previewed(editor).get_by_role("button", name="Zoom in")
    for _press in range(12):
        closer.click()
    move(editor, "ArrowRight")
    editor.get_by_role("button", name="Use the view of the preview").first.click()
    expect(editor.locator("[name=zoom]")).to_have_value("13")
    whole = taken(editor, "extent")
    editor.get_by_role("tab", name="Story", exact=True).click()
    editor.get_by_role("button", name="Add a step").click()
    editor.keyboard.type("A street further south")
    expect(previewed(editor).get_by_role("heading", name="A street further south")).to_be_visible()
    move(editor, "ArrowDown")
    editor.get_by_role("button", name="Use the view of the preview").last.click()
    expect(editor.locator("[name=steps-0-zoom]")).to_have_value("13")
    step = taken(editor, "steps-0-extent")
    assert (step[0], step[1] < whole[1]) == (pytest.approx(whole[0], abs=1e-3), True)
    editor.keyboard.press("Control+s")
    editor.wait_for_url("**/change/#part-story")
    editor.get_by_role("tab", name="Publish", exact=True).click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    address = editor.get_by_label("Address: WordPress").input_value()

    for number, (lon, lat) in enumerate((whole, step)):
        for kind, size in (("", (1280, 800)), ("embed/", (480, 420)), ("", (390, 844))):
            zoom, middle, north = opens_at(editor, f"{address}{kind}?lang=en&step={number}", size)
            assert (zoom, middle) == (13, pytest.approx(lon, abs=4e-4)), (number, kind, size)
            # A narrow page has the list over the foot of the map: the middle of the rest is the view's.
            assert (north == pytest.approx(lat, abs=4e-4)) or (size[0] < 700 and north < lat)


def test_who_goes_on_in_the_map_while_the_next_preview_comes_is_not_taken_back(
    editor: Page, site: Site
) -> None:
    editor.emulate_media(reduced_motion="reduce")
    editor.goto(f"{site.url}/admin/events/map/add/")
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    move(editor, "+")
    kept: list[Route] = []
    is_free = threading.Event()

    def keep(route: Route) -> None:
        if is_free.is_set():
            route.continue_()
        else:
            kept.append(route)

    editor.route("**/admin/events/map/preview/**", keep)

    editor.get_by_label("Title", exact=True).first.fill("A street")
    expect(editor.locator(".preview-frame.is-coming")).to_be_attached()
    for _press in range(3):
        move(editor, "+")
    here = zoom_of(editor)
    is_free.set()
    kept[0].continue_()
    expect(previewed(editor).get_by_role("heading", name="A street")).to_be_visible()

    assert zoom_of(editor) == here


def test_view_that_is_asked_for_too_soon_is_taken_once_the_preview_is_there(editor: Page, site: Site) -> None:
    editor.emulate_media(reduced_motion="reduce")
    editor.goto(f"{site.url}/admin/events/map/add/#part-story")
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    kept: list[Route] = []
    is_free = threading.Event()
    editor.route(
        "**/admin/events/map/preview/**",
        lambda route: route.continue_() if is_free.is_set() else kept.append(route),
    )
    editor.get_by_role("button", name="Add a step").click()
    editor.keyboard.type("A street")
    expect(editor.locator(".preview-frame.is-coming")).to_be_attached()
    take = editor.get_by_role("button", name="Use the view of the preview").last

    take.click()
    card = editor.locator("[data-step]").last
    expect(card.locator("[data-view-said]")).to_have_text(
        "The preview is not ready yet: its view is taken once it is."
    )
    expect(editor.locator("[name=steps-0-extent-west]")).to_have_value("")
    is_free.set()
    kept[-1].continue_()

    expect(card.locator("[data-view-said]")).to_have_text("As in the preview when it was taken")
    expect(editor.locator("[name=steps-0-extent-west]")).not_to_have_value("")
    expect(editor.locator("[name=steps-0-zoom]")).not_to_have_value("")


def test_view_of_a_step_is_taken_on_a_phone_where_the_preview_is_a_part_of_its_own(
    editor: Page, site: Site
) -> None:
    editor.set_viewport_size({"width": 390, "height": 844})
    editor.goto(f"{site.url}/admin/events/map/add/#part-story")
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    editor.get_by_role("button", name="Add a step").click()
    editor.keyboard.type("A street")
    to_tab(editor, "Preview")
    expect(previewed(editor).get_by_role("heading", name="A street")).to_be_attached()
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    for _press in range(3):
        move(editor, "+")
    here = zoom_of(editor)

    to_tab(editor, "Story")
    editor.get_by_role("button", name="Use the view of the preview").last.click()

    expect(editor.locator("[name=steps-0-zoom]")).to_have_value(here)
    expect(editor.locator("[name=steps-0-extent-west]")).not_to_have_value("")


def test_parts_stand_in_one_line_on_a_phone_and_the_one_shown_is_in_it(editor: Page, site: Site) -> None:
    editor.set_viewport_size({"width": 390, "height": 844})
    editor.goto(f"{site.url}/admin/events/map/add/")
    line = editor.locator(".builder-parts > .tabs")

    for name in (*PARTS, "Preview", "Words"):
        to_tab(editor, name)
        tops = line.locator("[role=tab]:visible").evaluate_all(
            "(all) => [...new Set(all.map((tab) => tab.getBoundingClientRect().top))]"
        )
        assert len(tops) == 1
        whole, tab = line.bounding_box(), line.get_by_role("tab", name=name, exact=True).bounding_box()
        assert whole["x"] <= tab["x"]
        assert tab["x"] + tab["width"] <= whole["x"] + whole["width"]
        assert editor.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(line).to_have_class("tabs has-more-after")


def test_focus_is_where_it_is_seen_when_the_builder_opens_saves_and_renews_its_preview(
    editor: Page, site: Site
) -> None:
    def late(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    # The admin's own script, too, looks for a first field: whichever script comes last.
    editor.route("**/change_form*.js", late)
    editor.goto(f"{site.url}/admin/events/map/add/")
    expect(editor.get_by_label("Title", exact=True).first).to_be_focused()
    editor.keyboard.type(f"Focus {uuid.uuid4().hex[:6]}")
    expect(previewed(editor).get_by_role("heading", level=1, name="Focus")).to_be_visible()

    to_part(editor, "Story")
    reach(editor, editor.get_by_role("button", name="Add a step"))
    editor.keyboard.press("Enter")
    editor.keyboard.type("The road is cut")
    # At once into the map, before the preview of what was typed is there.
    previewed(editor).locator("#map").focus()
    expect(previewed(editor).get_by_role("heading", name="The road is cut")).to_be_visible()
    expect(editor.locator(".preview-frame:not(.is-coming)")).to_be_focused()
    expect(previewed(editor).locator("#map")).to_be_focused()

    # All events that the map shows lie on the way back by keyboard, and others may have added some.
    editor.get_by_role("button", name="Add a step").focus()
    editor.keyboard.press("Control+s")
    editor.wait_for_url("**/change/#part-story")
    expect(editor.get_by_role("tab", name="Story", exact=True)).to_be_focused()


def test_parts_stand_in_one_line_beside_the_preview(editor: Page, site: Site) -> None:
    editor.goto(f"{site.url}/admin/events/map/add/#part-story")
    editor.get_by_role("button", name="Add a step").click()

    for width in (1280, 1000):
        editor.set_viewport_size({"width": width, "height": 800})
        for group in (".builder-parts > .tabs", ".step .tabs"):
            tops = editor.locator(f"{group} > [role=tab]:visible").evaluate_all(
                "(all) => [...new Set(all.map((tab) => tab.getBoundingClientRect().top))]"
            )
            assert len(tops) == 1, (width, group)


@pytest.mark.parametrize("width", [390, 820])
def test_what_is_pressed_in_the_builder_is_as_tall_as_a_fingertip(
    chromium: Browser, site: Site, session_cookies: list[Cookie], width: int
) -> None:
    page = touched(chromium, session_cookies, (width, 1180))
    page.goto(f"{site.url}/admin/events/map/add/#part-story")
    expect(page.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    page.get_by_role("button", name="Add a step").tap()
    page.locator("[data-step] details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")

    for part in [*PARTS, "Preview"]:
        page.get_by_role("tab", name=part, exact=True).tap()
        pressed, low = page.evaluate(LOW, FINGERTIP_PX)
        # One that finds nothing at all could not fail.
        assert (pressed > len(PARTS), low) == (True, []), part
    # What a choice is of stands before it, in one line.
    middles = (
        "(all) => all.map((one) => one.getBoundingClientRect()).map(({ top, height }) => top + height / 2)"
    )
    named = page.locator(".preview-bar label").evaluate_all(middles)
    assert named == pytest.approx(page.locator(".preview-bar select").evaluate_all(middles), abs=2)
    page.context.close()


def test_picked_event_that_is_not_on_the_map_says_so(editor: Page, site: Site, watch: Watch) -> None:
    editor.goto(f"{site.url}/admin/events/map/add/#part-shows")
    editor.get_by_role("searchbox", name="Words").fill("port of Beirut")
    editor.keyboard.press("Enter")
    editor.get_by_role("list", name="Events found").get_by_role("button").first.click()
    picked = editor.get_by_role("list", name="Events picked by hand").get_by_role("listitem")
    expect(editor.locator(".preview-bar [data-count]")).to_have_text("1 published event")
    expect(picked).not_to_contain_text("left out")

    editor.locator("[name=filters-to]").fill("2019-12-31")

    expect(picked).to_contain_text("left out by the map’s layers or filters")
    watch.assert_clean()


def test_builder_reads_aloud_what_was_done_and_nothing_twice(editor: Page, site: Site) -> None:
    editor.goto(f"{site.url}/admin/events/map/add/#part-story")
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    editor.evaluate("""() => {
        window.said = [];
        for (const place of document.querySelectorAll("[aria-live], [role='status'], [role='alert']")) {
            const hear = () => place.checkVisibility() && said.push(place.textContent.trim());
            new MutationObserver(hear).observe(place, { childList: true, subtree: true });
        }
    }""")

    editor.get_by_role("button", name="Add a step").click()
    editor.keyboard.type("It begins", delay=60)
    expect(previewed(editor).get_by_role("heading", name="It begins")).to_be_visible()
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")

    assert sorted(editor.evaluate("() => said")) == [
        "A step was added at the end of the story.",
        "Not saved yet",
    ]
    expect(editor.get_by_role("list", name="Steps of the story").get_by_role("heading")).to_have_count(1)


def zoom_of(page: Page) -> str:
    """The zoom of the preview's map, as its address has it."""
    search = previewed(page).locator("body").evaluate("() => location.search")
    found = re.search(r"[?&]view=([\d.]+)", search)
    assert found, search
    return found[1]


def move(page: Page, key: str) -> None:
    """Moves the map of the preview by a key, and waits until it has said so in its address."""
    body = previewed(page).locator("body")
    before = body.evaluate("() => location.search")
    previewed(page).locator("#map").press(key)
    for _try in range(200):
        if body.evaluate("() => location.search") != before:
            return
    raise AssertionError(f"the map did not move by {key}")


def taken(page: Page, name: str) -> tuple[float, float]:
    """The middle of a view in the form: longitude, latitude."""
    west, south, east, north = (
        float(page.locator(f"[name={name}-{side}]").input_value())
        for side in ("west", "south", "east", "north")
    )
    return (west + east) / 2, (south + north) / 2


def opens_at(page: Page, address: str, size: tuple[int, int]) -> tuple[float, float, float]:
    """Zoom, longitude and latitude of the middle of the map when the readers' page opens: the address says
    them once somebody has moved, and two moves of the same length tell where they began."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    expect(page.locator(".is-live #story.is-told")).to_be_visible()
    views = []
    for _press in range(2):
        before = page.url
        page.locator("#map").press("ArrowRight")
        page.wait_for_function("(before) => location.href !== before", arg=before)
        views.append([float(part) for part in re.search(r"view=([^&]+)", page.url)[1].split("/")])
    (zoom, lat, first), (_zoom, _lat, second) = views
    return zoom, 2 * first - second, lat


def test_axe_finds_no_violation_in_any_part(editor: Page, site: Site) -> None:
    editor.goto(f"{site.url}/admin/events/map/")
    editor.get_by_role("link", name="The offensive in north-west Syria").click()
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    editor.evaluate(AXE)
    # What the bar at the foot covers is a matter of scrolling.
    editor.locator(".builder-save").evaluate("(bar) => { bar.style.position = 'static'; }")
    found = {}

    for width, height in ((1280, 800), (820, 1180), (390, 844)):
        editor.set_viewport_size({"width": width, "height": height})
        for part in [*PARTS, *(["Preview"] if width < 1000 else [])]:
            editor.get_by_role("tab", name=part, exact=True).click()
            if part == "Story" and width == 1280:
                editor.get_by_role("button", name="Add a step").click()
            for scheme in ("light", "dark"):
                editor.emulate_media(color_scheme=scheme)
                found[width, part, scheme] = violations(editor, is_whole=scheme == "light")
            assert editor.evaluate("document.documentElement.scrollWidth") <= width, (width, part)

    assert {where: what for where, what in found.items() if what} == {}


def test_axe_finds_no_violation_with_lists_and_languages_open(editor: Page, site: Site) -> None:
    editor.goto(f"{site.url}/admin/events/map/add/#part-story")
    editor.get_by_role("button", name="Add a step").click()
    editor.keyboard.type("A step")
    expect(editor.locator("#preview-status")).to_have_text("The preview shows the map as it is typed.")
    editor.evaluate(AXE)
    editor.locator(".builder-save").evaluate("(bar) => { bar.style.position = 'static'; }")
    editor.locator("details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
    found = {}

    def look(state: str) -> None:
        for scheme in ("light", "dark"):
            editor.emulate_media(color_scheme=scheme)
            found[width, state, scheme] = violations(editor, is_whole=scheme == "light")
        assert editor.evaluate("document.documentElement.scrollWidth") <= width, (width, state)

    for width, height in ((1280, 800), (390, 844)):
        editor.set_viewport_size({"width": width, "height": height})
        to_tab(editor, "Story")
        editor.locator("#story").get_by_role("tab", name="العربية").click()
        suggested(editor, editor.locator("[data-step]").get_by_role("combobox"))
        look("an event of a step, in Arabic")
        to_tab(editor, "How it opens")
        suggested(editor, editor.locator("#opens").get_by_role("combobox", name="Event"))
        look("the event opened at first")
        to_tab(editor, "What it shows")
        suggested(editor, editor.locator("[data-place-field]").get_by_role("combobox"))
        look("the place of the filters")
        editor.get_by_role("button", name="Search", exact=True).click()
        expect(editor.locator("[data-found-said]")).to_have_text(re.compile("found"))
        editor.locator("[data-adds][aria-disabled=false]").first.click()
        suggested(editor, editor.locator("[data-asks-place]").get_by_role("combobox"))
        look("events found and picked")
        editor.locator("[data-asks-place]").get_by_role("combobox").fill("")
        to_tab(editor, "Words")
        editor.locator("#words").get_by_role("tab", name="العربية").click()
        look("the words in Arabic")

    assert {where: what for where, what in found.items() if what} == {}


def to_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def suggested(page: Page, box: Locator) -> None:
    """Types the beginning of a name, and goes down to the first that the list has."""
    box.fill("")
    box.press_sequentially("idlib")
    expect(page.locator("[role=option]:visible").first).to_be_visible()
    box.press("ArrowDown")


def test_language_tabs_follow_the_language_that_the_map_is_written_in(editor: Page, site: Site) -> None:
    editor.goto(f"{site.url}/admin/events/map/add/#part-story")
    editor.get_by_role("button", name="Add a step").click()
    step, words = (
        editor.locator("[data-step] [role=tab]:visible"),
        editor.locator("#words [role=tab]:visible"),
    )
    expect(step.first).to_have_text("English")
    to_tab(editor, "Words")
    expect(words.first).to_have_text("English")

    editor.get_by_label("Written in").select_option("ar")

    expect(words.first).to_have_text("العربية")
    # Into the language that it was written in it can be translated now, and not into its own.
    names = words.all_inner_texts()
    assert (names.count("العربية"), names.count("English")) == (1, 1)
    expect(editor.get_by_label("Title", exact=True).first).to_have_attribute("lang", "ar")
    to_tab(editor, "Story")
    assert step.all_inner_texts() == names
    editor.get_by_role("button", name="Add a step").click()
    assert step.all_inner_texts() == names
    to_tab(editor, "Words")
    words.nth(names.index("English")).click()
    editor.get_by_label("Title", exact=True).locator("visible=true").fill("The road south")
    editor.get_by_label("Written in").select_option("en")
    # The words of the language that it is written in now are kept, though they are not told.
    expect(words.first).to_have_text("English")
    expect(words.first).to_have_attribute("aria-selected", "true")
    expect(editor.locator("[name=translation_en-title]")).to_have_value("The road south")


def violations(page: Page, *, is_whole: bool) -> list[object]:
    """By dark colours alone can differ."""
    return page.evaluate(
        """async (isWhole) => {
            // Colours of the admin change over a sixth of a second.
            await new Promise(requestAnimationFrame);
            await Promise.allSettled(document.getAnimations().map(({finished}) => finished));
            const rules = isWhole ? { rules: { "target-size": { enabled: true } } }
                                  : { runOnly: ["color-contrast"] };
            const found = await axe.run({ exclude: [".preview-frame"] },
                                        { ...rules, resultTypes: ["violations"], iframes: false });
            return found.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" "))]);
        }""",
        is_whole,
    )
