"""Embeds in other people's pages: sandboxed, two together, narrow and low, in hosts that hear heights."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

SLUG = "north-west-syria-2019"
#: What content systems send to whatever frame they find, and what nobody should.
JUNK = """[null, 0, 7, "", "pymxPYMxgxPYMxwidthxPYMx300", "[iFrameSizer]x", [], {}, {message: "ready"},
    {message: "ready", secret: "other"}, {message: "link", value: "https://evil.example.org/"},
    {dateline: {height: 9999}}, {dateline: "x"}, {sentinel: "amp", type: "embed-size-denied"}]"""


class Host:
    """A foreign site whose pages the test writes."""

    def __init__(self, page: Page, foreign_site: tuple[Path, str], site: Any) -> None:
        self.page, self.site = page, site.url
        self.folder, self.address = foreign_site

    def show(self, body: str, *, name: str = "article") -> Page:
        (self.folder / f"{name}.html").write_text(
            '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>Elsewhere</title><link rel=icon href='data:,'><p>Words.</p>{body}",
            encoding="utf-8",
        )
        self.page.goto(f"{self.address}/{name}.html")
        return self.page

    def frame(self, number: int = 0) -> Frame:
        found = self.page.locator("iframe").nth(number)
        found.scroll_into_view_if_needed()
        frame = found.element_handle().content_frame()
        frame.wait_for_selector("#dateline.is-live")
        return frame

    def event(self) -> int:
        data = self.page.request.get(f"{self.site}/events.geojson?map={SLUG}").json()
        return data["features"][0]["id"]


@pytest.fixture
def host(page: Page, foreign_site: tuple[Path, str], site: Any) -> Host:
    return Host(page, foreign_site, site)


def test_sandbox_without_an_origin_shows_the_map_and_the_addresses_of_its_links(
    host: Host, watch: Any
) -> None:
    """WordPress frames a provider that it does not know like this."""
    page = host.show(
        """<script>addEventListener("message", ({ data }) => data?.secret && (window.heard ??= []).push(data))
        </script>"""
        f'<iframe sandbox="allow-scripts" src="{host.site}/maps/{SLUG}/embed/#?secret=Ab12Cd34Ef" '
        'width="900" height="600" title="Map"></iframe>'
    )
    frame = host.frame()

    assert frame.evaluate("self.origin") == "null"
    page.wait_for_function(
        "window.heard?.some(({ message, value }) => message === 'height' && value === 560)"
    )
    frame.locator("#events li a, #events li button").first.click()
    link = frame.locator("#card .card-links a").first
    link.click()
    offered = frame.locator(".address-offer input").first
    expect(offered).to_have_value(re.compile(rf"^{re.escape(host.site)}/events/\d+/"))
    page.wait_for_function("window.heard.some(({ message }) => message == 'link')")
    assert watch.violations == []
    assert watch.left_machine == []


def test_two_embeds_of_one_page_keep_apart_and_hear_no_junk(host: Host, watch: Any) -> None:
    page = host.show(
        f"""<div style="width: 900px"><p data-dateline-map="{SLUG}"><a
        href="{host.site}/maps/{SLUG}/?theme=dark&hide=list,legend,filters">One</a></p></div>
        <div style="width: 300px"><p data-dateline-map="">
        <a href="{host.site}/?kind=shelling">All</a></p></div>
        <script async src="{host.site}/embed.js"></script>"""
    )
    wide, narrow = host.frame(0), host.frame(1)

    expect(page.locator("iframe").nth(0)).to_have_css("height", "560px")
    expect(page.locator("iframe").nth(1)).to_have_css("height", "520px")
    assert wide.locator("html").get_attribute("data-theme") == "dark"
    expect(wide.locator(".list")).to_be_hidden()
    assert narrow.url.startswith(f"{host.site}/embed/?kind=shelling")
    assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.evaluate(f"for (const junk of {JUNK}) for (let i = 0; i < 2; i++) frames[i].postMessage(junk, '*')")
    for frame in (wide, narrow):
        frame.evaluate(f"for (const junk of {JUNK}) parent.postMessage(junk, '*')")
    narrow.evaluate("new Promise((done) => setTimeout(done))")

    # The frame's own message is believed within limits; the other frame stays as it is.
    expect(page.locator("iframe").nth(0)).to_have_css("height", "2000px")
    watch.assert_clean()


def test_hosts_hear_the_height_in_their_own_words(host: Host) -> None:
    page = host.show(
        """<script>window.heard = []; addEventListener("message", ({ data }) => heard.push(data))</script>"""
        f'<iframe src="{host.site}/maps/{SLUG}/embed/?initialWidth=600&childId=graphic-1&parentUrl=x" '
        'width="600" height="300" title="Map"></iframe>'
    )

    page.wait_for_function("heard.includes('pymxPYMxgraphic-1xPYMxheightxPYMx500')")
    heard = page.evaluate("heard")

    assert {"sentinel": "amp", "type": "embed-size", "height": 500} in heard
    assert {"datawrapper-height": {SLUG: 500}} in heard
    assert {"dateline": {"height": 500}} in heard


@pytest.mark.parametrize(("width", "height"), [(280, 200), (300, 340), (640, 200), (900, 260)])
def test_fixed_frame_of_any_size_shows_its_map(host: Host, width: int, height: int) -> None:
    host.show(
        f'<iframe src="{host.site}/maps/{SLUG}/embed/?totals=1" width="{width}" height="{height}" '
        'title="Map" frameborder="0"></iframe>'
    )
    frame = host.frame()

    box = frame.locator("#map").bounding_box()
    assert box["width"] >= min(width, 260)
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # A part of the map is seen between what stands above and below it.
    middle = "document.elementFromPoint(innerWidth - 60, innerHeight * 0.5)?.closest('#map, #time, p')?.id"
    assert frame.evaluate(middle) == "map"


def test_event_embed_is_as_high_as_its_words_and_leaves_for_its_sources(
    host: Host, context: BrowserContext
) -> None:
    number = host.event()
    page = host.show(
        f"""<p data-dateline-event="{number}"><a href="{host.site}/events/{number}/">An event</a></p>
        <script async src="{host.site}/embed.js"></script>"""
    )
    frame = page.wait_for_selector("iframe").content_frame()
    frame.wait_for_selector(".leaflet-container")
    page.wait_for_function("document.querySelector('iframe').clientHeight > 200")

    expect(frame.locator("h1")).to_be_visible()
    assert frame.evaluate("document.documentElement.scrollHeight - innerHeight") <= 2
    with context.expect_page() as opened:
        frame.get_by_role("link", name="All claims, sources and corrections").click()
    assert opened.value.url.startswith(f"{host.site}/events/{number}/")
    assert opened.value.evaluate("opener") is None


def test_page_without_scripts_keeps_a_link_and_a_frame_to_read(
    chromium: Any, foreign_site: tuple[Path, str], site: Any
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    host = Host(context.new_page(), foreign_site, site)
    page = host.show(
        f"""<p data-dateline-map="{SLUG}"><a href="{site.url}/maps/{SLUG}/">The offensive</a></p>
        <script async src="{site.url}/embed.js"></script>
        <iframe src="{site.url}/maps/{SLUG}/embed/" width="600" height="400" title="Map"></iframe>"""
    )

    expect(page.get_by_role("link", name="The offensive")).to_be_visible()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#events li").first).to_be_visible()
    context.close()


def test_live_embed_follows_the_news_where_a_reader_is(host: Host) -> None:
    page = host.page
    page.clock.install()
    host.show(f'<iframe src="{host.site}/maps/{SLUG}/embed/" width="900" height="560" title="Live"></iframe>')
    frame = host.frame()
    page.clock.run_for(3_000)
    before = int(re.match(r"\d+", frame.locator("#count").inner_text())[0])
    frame.locator("#events li a, #events li button").nth(3).click()
    asked = []

    def withdrawn(route: Any) -> None:
        """The server's answer after an event of the map was withdrawn."""
        asked.append(route.request.url)
        answer = route.fetch()
        data = answer.json()
        route.fulfill(response=answer, json={**data, "features": data["features"][1:]})

    page.route("**/events.json*", withdrawn)
    page.clock.run_for(70_000)

    expect(frame.locator("#count")).to_have_text(re.compile(rf"^{before - 1} events"))
    expect(frame.locator("#card h2")).to_be_visible()
    assert asked


def test_frozen_embed_says_its_day(host: Host) -> None:
    host.show(
        f'<iframe src="{host.site}/maps/{SLUG}/embed/?as_of=today&totals=1" width="800" height="560" '
        'title="Frozen"></iframe>'
    )
    frame = host.frame()

    expect(frame.locator(".frozen-day")).to_have_text(re.compile(r"^\s*As of \d+ \w+ \d{4}"))
    expect(frame.locator(".frozen-line .total-words").first).to_be_visible()
    assert re.search(r"as_of=\d{4}-\d\d-\d\d", frame.url)


@pytest.mark.parametrize("width", [390, 1180])
@pytest.mark.parametrize("hide", ["", "&totals=1"])
def test_day_of_a_frozen_embed_covers_nothing_that_is_said_of_the_map(
    host: Host, width: int, hide: str
) -> None:
    host.page.set_viewport_size({"width": 1280, "height": 844})
    host.show(
        f'<iframe src="{host.site}/maps/{SLUG}/embed/?as_of=today{hide}" width="{width}" height="760" '
        'title="Frozen"></iframe>'
    )
    frame = host.frame()
    expect(frame.locator(".note-count")).to_be_visible()

    said = [frame.locator(part) for part in (".frozen-line", "#note", "#sizes", ".map-buttons")]
    boxes = [box for part in said if (box := part.bounding_box())]
    assert len(boxes) == (4 if width > 860 else 3)  # a narrow map has no room for sizes
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert (
                one["x"] + one["width"] <= other["x"]
                or other["x"] + other["width"] <= one["x"]
                or one["y"] + one["height"] <= other["y"]
                or other["y"] + other["height"] <= one["y"]
            ), (one, other)


def test_builder_previews_what_is_chosen_and_gives_the_codes(host: Host, site: Any) -> None:
    page = host.page
    page.goto(f"{site.url}/maps/{SLUG}/?kind=shelling")
    page.wait_for_selector("#dateline.is-live")
    page.locator("#embed-offer").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox", name="Shelling", exact=True)).to_be_checked()

    dialog.get_by_label("Dark").check()
    dialog.get_by_label("List of events").check()
    dialog.get_by_label("Pixels").fill("420")

    address = dialog.get_by_label(re.compile("^Address"))
    expect(address).to_have_value(re.compile(r"\?kind=shelling.*&hide=list&theme=dark$"))
    expect(dialog.get_by_label(re.compile("^Frame"))).to_have_value(re.compile(r'height="420"'))
    expect(dialog.get_by_role("status").last).to_have_text("The preview and the codes are up to date.")
    preview = dialog.locator("#preview-frame")
    expect(preview).to_have_attribute("src", re.compile("theme=dark"))
    dialog.get_by_role("button", name="Phone").click()
    expect(preview).to_have_attribute("width", "320")
    dialog.get_by_role("button", name="Copy").first.click()
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(page.locator("#embed-offer")).to_be_focused()
