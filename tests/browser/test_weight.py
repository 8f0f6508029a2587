"""What an embed costs the readers of an article: few requests, few bytes, nothing that jumps."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import Site

MOST_REQUESTS = 12
MOST_BYTES = 150_000
#: Of these until the events are drawn: page, style sheet, the first script and the data.
MOST_BYTES_FIRST = 100_000

FIFTY = """
from django.contrib.auth import get_user_model
from events.models import Event, Map
from events.review.maps import publish_map
fifty = Map.objects.create(slug="fifty-events", title="Fifty events")
fifty.picked_events.set(Event.objects.published().order_by("pk")[:50])
publish_map(fifty, by=get_user_model().objects.get(username="editor"))
"""


@pytest.fixture(scope="module")
def fifty(site: Site) -> str:
    """The embed of a map with fifty events."""
    site.manage("shell", "-c", FIFTY)
    return f"{site.url}/maps/fifty-events/embed/"


class Wire:
    """What came over the wire: the bytes of each address, headers and compression as they were sent."""

    def __init__(self, session: CDPSession) -> None:
        self._urls: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._answered)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            self._urls[event["requestId"]] = event["request"]["url"]

    def _answered(self, event: dict[str, Any]) -> None:
        if url := self._urls.get(event["requestId"]):
            self.bytes[url] = self.bytes.get(url, 0) + event["encodedDataLength"]

    @property
    def requests(self) -> list[str]:
        return [urlsplit(url).path for url in self._urls.values()]


@pytest.fixture
def wire(page: Page) -> Wire:
    return Wire(page.context.new_cdp_session(page))


def test_embed_of_fifty_events_is_light(page: Page, wire: Wire, fifty: str, watch: Any) -> None:
    warnings: list[str] = []
    page.on("console", lambda message: message.type == "warning" and warnings.append(message.text))
    page.set_viewport_size({"width": 720, "height": 520})

    page.goto(fifty)
    expect(page.locator(".spot, .cluster").first).to_be_visible()
    page.wait_for_load_state("networkidle")

    assert len(wire.requests) <= MOST_REQUESTS, wire.requests
    assert sum(wire.bytes.values()) <= MOST_BYTES, wire.bytes
    assert len(set(wire.requests)) == len(wire.requests), (
        wire.requests
    )  # what is loaded early is not loaded twice
    assert [text for text in warnings if "preload" in text] == []
    # Where the events are nobody waits for what stands around them to know.
    assert order(wire.requests, ["/events.json", "map-surroundings"]) == ["/events.json", "map-surroundings"]
    assert sum(size for url, size in wire.bytes.items() if first(url)) <= MOST_BYTES_FIRST, wire.bytes
    watch.assert_clean()


def order(requests: list[str], names: list[str]) -> list[str]:
    """The names in the order in which files with them were asked for."""
    return [name for path in requests for name in names if name in path]


def first(url: str) -> bool:
    """Whether the first symbol waits for it."""
    return "map-surroundings" not in url and "/basemap/" not in url


def test_map_stands_without_what_stands_around_it(page: Page, fifty: str) -> None:
    page.route("**/map-surroundings*", lambda route: route.abort())

    page.goto(fifty)

    expect(page.locator(".spot, .cluster").first).to_be_visible()
    expect(page.locator("#list-note")).to_contain_text("A part of this page could not be loaded. Try again")
    expect(page.locator("#events li")).to_have_count(50)


@pytest.mark.parametrize("path", ["/", "/maps/fifty-events/embed/"])
def test_room_for_time_is_kept_before_time_is_drawn(page: Page, site: Site, fifty: str, path: str) -> None:
    page.set_viewport_size({"width": 480, "height": 620})
    page.route("**/map-surroundings*", lambda route: route.abort())
    page.goto(site.url + path)
    expect(page.locator("#list-note")).not_to_be_empty()
    kept = page.locator("#time").bounding_box()

    page.unroute("**/map-surroundings*")
    page.goto(site.url + path)
    page.wait_for_selector("#dateline.is-live")

    assert page.locator("#time").bounding_box() == kept


def test_move_brings_the_background_of_what_it_uncovers(page: Page, wire: Wire, fifty: str) -> None:
    page.set_viewport_size({"width": 720, "height": 520})
    page.goto(fifty)
    expect(page.locator(".spot, .cluster").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    before = len(wire.requests)

    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_load_state("networkidle")

    asked = [path for path in wire.requests[before:] if path.startswith("/basemap/")]
    assert 1 <= len(asked) <= 3, asked
    assert all(path.endswith((".tiles", ".mvt")) for path in asked)
