"""axe finds nothing to object to: map, card, embed, event page, errors; desktop and phone, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE, COLUMN = (1280, 800), (390, 844), (320, 480)


@pytest.fixture(scope="module")
def names(chromium: Browser, site) -> dict[str, object]:
    """An event with many figures, one with graphic content, a place, and a map."""
    context = chromium.new_context()
    features = context.request.get(f"{site.url}/events.geojson").json()["features"]
    page = context.new_page()
    page.goto(f"{site.url}/demo/article/")
    found = {
        "event": max(features, key=lambda feature: len(feature["properties"]["figures"]))["id"],
        "graphic": next(feature["id"] for feature in features if feature["properties"]["is_graphic"]),
        "place": next(p["id"] for p in (f["properties"]["place"] for f in features) if p),
        "map": page.wait_for_selector("iframe").get_attribute("src").split("/maps/")[1].split("/")[0],
    }
    context.close()
    return found


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/", DESKTOP),
        ("/", PHONE),
        ("/?event={event}", DESKTOP),
        ("/?event={event}", PHONE),
        ("/?event={graphic}", DESKTOP),
        ("/maps/{map}/", DESKTOP),
        ("/?show=table&kind=shelling", DESKTOP),
        ("/?show=table&q=camp", PHONE),
        ("/?show=list&sort=place&page=2", DESKTOP),
        ("/totals/", DESKTOP),
        ("/maps/{map}/embed/", COLUMN),
        ("/maps/{map}/embed/?totals=1", COLUMN),
        ("/maps/{map}/embed/?event={event}", (900, 560)),
        ("/events/{event}/", DESKTOP),
        ("/events/{event}/", PHONE),
        ("/events/{graphic}/", DESKTOP),
        ("/places/{place}/", DESKTOP),
        ("/places/{place}/", PHONE),
        ("/nothing-here/", DESKTOP),
    ],
)
def test_axe_finds_no_violation_in_light_and_dark(chromium: Browser, site, names, path, size):
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="light", reduced_motion="reduce"
    )
    page = context.new_page()

    page.goto(site.url + path.format(**names), wait_until="networkidle")
    for closed in page.query_selector_all("details"):
        closed.evaluate("details => { details.open = true; }")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    told = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)
        told += [
            f"{scheme}: {violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
    context.close()
    assert told == []
