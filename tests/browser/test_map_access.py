"""axe finds nothing to object to: map, card, embed, event page, errors; desktop and phone, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE, COLUMN = (1280, 800), (390, 844), (320, 480)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/", DESKTOP),
        ("/", PHONE),
        ("/?event={event}", DESKTOP),
        ("/?event={event}", PHONE),
        ("/?event={graphic}", DESKTOP),
        ("/maps/{map}/", DESKTOP),
        ("/maps/{map}/embed/", COLUMN),
        ("/maps/{map}/embed/?event={event}", (900, 560)),
        ("/events/{event}/", DESKTOP),
        ("/events/{event}/", PHONE),
        ("/nothing-here/", DESKTOP),
    ],
)
def test_axe_finds_no_violation(chromium: Browser, site, path, size, scheme):
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    features = page.request.get(f"{site.url}/events.geojson").json()["features"]
    page.goto(f"{site.url}/demo/article/")
    names = {
        "event": max(features, key=lambda feature: len(feature["properties"]["figures"]))["id"],
        "graphic": next(feature["id"] for feature in features if feature["properties"]["is_graphic"]),
        "map": page.wait_for_selector("iframe").get_attribute("src").split("/maps/")[1].split("/")[0],
    }

    page.goto(site.url + path.format(**names), wait_until="networkidle")
    for closed in page.query_selector_all("details"):
        closed.evaluate("details => { details.open = true; }")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, { runOnly: rules })", RULES)

    told = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    context.close()
    assert told == []
