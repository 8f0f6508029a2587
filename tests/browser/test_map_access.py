"""axe finds nothing to object to: map, card, embed, builder, event page, errors; desk, phone, light and dark.

Two pages are looked at in every language, for what is longer or runs from the right; all of them are by
`make bench ARGS=access`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from benchmarks.access import DESK, PHONE, objections

COLUMN, WIDE_FRAME = (320, 480), (900, 560)
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


@pytest.fixture(scope="module")
def looked_at(chromium: Browser) -> Iterator[Page]:
    """One page for all: a new context for each would take longer than axe does."""
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


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
        ("/", DESK),
        ("/", PHONE),
        ("/?event={event}", DESK),
        ("/?event={event}", PHONE),
        ("/?event={graphic}", DESK),
        ("/?q=nothingofthesort&event={event}", DESK),
        ("/maps/{map}/", DESK),
        ("/maps/{map}/?as_of=today", PHONE),
        ("/?show=table&kind=shelling", DESK),
        ("/?show=table&q=camp", PHONE),
        ("/?show=list&sort=place&page=2", DESK),
        ("/totals/", DESK),
        ("/maps/{map}/embed/", COLUMN),
        ("/maps/{map}/embed/?totals=1", COLUMN),
        ("/maps/{map}/embed/?event={event}", WIDE_FRAME),
        ("/events/{event}/embed/", COLUMN),
        ("/maps/{map}/embed/code/", DESK),
        ("/events/{event}/embed/code/", PHONE),
        ("/events/{event}/", DESK),
        ("/events/{event}/", PHONE),
        ("/events/{graphic}/", DESK),
        ("/places/{place}/", DESK),
        ("/places/{place}/", PHONE),
        ("/nothing-here/", DESK),
        *((f"/?kind=displacement&lang={language}", PHONE) for language in LANGUAGES),
        *((f"/events/{{event}}/?lang={language}", PHONE) for language in LANGUAGES),
    ],
)
def test_axe_finds_no_violation_in_light_and_dark(looked_at, site, names, path, size):
    assert objections(looked_at, site.url + path.format(**names), size) == []
