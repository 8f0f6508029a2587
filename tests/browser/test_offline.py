"""Every public page with the network cut off: nothing leaves the machine, nothing breaks the policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site, Watch

MAP = "north-west-syria-2019"


def cut_network(page: Page, site: Site) -> list[str]:
    """Lets only this site's own addresses through; returns the list of those that were stopped."""
    stopped: list[str] = []

    def judge(route: Route) -> None:
        if route.request.url.startswith((f"{site.url}/", "data:", "blob:")):
            route.continue_()
        else:
            stopped.append(route.request.url)
            route.abort("internetdisconnected")

    page.context.route("**/*", judge)
    return stopped


@pytest.mark.parametrize(
    "path",
    ["/", "/?event={event}", "/events/{event}/", f"/maps/{MAP}/", f"/maps/{MAP}/embed/", "/demo/article/"],
)
def test_public_page_needs_no_network(page: Page, site: Site, watch: Watch, path: str) -> None:
    stopped = cut_network(page, site)
    event = page.request.get(f"{site.url}/events.geojson").json()["features"][0]["id"]

    page.goto(site.url + path.format(event=event))

    drawn = page.frame_locator("iframe") if path == "/demo/article/" else page
    expect(drawn.locator(".leaflet-container canvas").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert stopped == []
    watch.assert_clean()


def test_request_that_leaves_the_machine_is_seen(page: Page, site: Site, watch: Watch) -> None:
    stopped = cut_network(page, site)
    page.goto("about:blank")  # without a policy of ours, which would stop the request before it is made

    page.evaluate("fetch('https://example.org/pixel').catch(() => null)")

    assert watch.left_machine == ["https://example.org/pixel"]
    assert stopped == ["https://example.org/pixel"]
