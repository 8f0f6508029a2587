"""What readers wait for and load, in a real Chromium: embeds, the map, and pages they have seen before."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack

from playwright.sync_api import Browser

from benchmarks import umap
from benchmarks.pages import chromium, weigh
from benchmarks.repeated import repeat
from benchmarks.repeats import pace
from benchmarks.serving import Site, database, dateline, run
from benchmarks.table import Row

DATABASE = "dateline_readers_benchmark"
#: Of our own map and of any Leaflet map.
SYMBOL = ".spot, .cluster, .leaflet-marker-icon"
EMBED, DESK = (720, 520), (1280, 800)
#: Set in the issue.
MOST_REQUESTS, MOST_KB, MOST_FIRST_MS = 12, 150, 2000
MOST_SHIFT, LONGEST_TASK_MS = 0.05, 200
#: uMap 3.7's map page with 1,000 markers and its pages from two workers, measured on a machine like this.
UMAP_KB, UMAP_FIRST_MS, UMAP_PER_SECOND = 951, 1700, 60
MOST_P95_MS = 20
#: Of uMap's, set in the issue.
PART_OF_BYTES, PART_OF_TIME = 0.25, 0.5
REACH = "what was set out to reach"

_PICK_FIFTY = """
from django.contrib.auth import get_user_model
from events.models import Event, Map
from events.review.maps import publish_map
fifty = Map.objects.create(slug="fifty", title="Fifty events")
fifty.picked_events.set(Event.objects.published().order_by("pk")[:50])
publish_map(fifty, by=get_user_model().objects.get(username="editor"))
"""


def measure(*, with_umap: bool = False) -> Iterator[Row]:
    with ExitStack() as stack:
        site = stack.enter_context(dateline(stack.enter_context(database(DATABASE))))
        browser = stack.enter_context(chromium())
        yield from _embed(site, browser)
        yield from _repeat_views(site)
        yield from _map(site, browser, with_umap=with_umap)
        yield from _many(site, browser)
        yield Row("load of the machine at the end", os.getloadavg()[0], f"of {os.cpu_count()}")


def _embed(site: Site, browser: Browser) -> Iterator[Row]:
    run([sys.executable, "manage.py", "shell", "-c", _PICK_FIFTY], site.environment)
    url = f"{site.url}/maps/fifty/embed/"
    weigh(browser, url, symbol=SYMBOL, width=EMBED[0], height=EMBED[1], times=1)  # its tiles are drawn once
    slow = weigh(browser, url, symbol=SYMBOL, width=EMBED[0], height=EMBED[1], is_slow=True, times=5)
    yield Row("embed with 50 events: requests", slow.requests, "", MOST_REQUESTS, REACH)
    yield Row("embed with 50 events: over the wire", slow.kilobytes, "kB", MOST_KB, REACH)
    yield Row("first symbol, CPU 4 × slower, Fast 3G", slow.first_ms, "ms", MOST_FIRST_MS, REACH)
    yield Row("layout shift meanwhile", slow.shift, "", MOST_SHIFT, REACH)


def _repeat_views(site: Site) -> Iterator[Row]:
    for name, path in (("map page", "/"), ("data", "/events.geojson"), ("embed", "/maps/fifty/embed/")):
        asked = pace(site.url + path)
        yield Row(
            f"{name} asked for again (304)",
            asked.per_second,
            "/s",
            UMAP_PER_SECOND,
            "uMap's map page",
            more_is_better=True,
        )
        yield Row(f"{name} asked for again, 95th percentile", asked.p95_ms, "ms", MOST_P95_MS, REACH)


def _map(site: Site, browser: Browser, *, with_umap: bool) -> Iterator[Row]:
    count = repeat(site.database, events=1000)
    visit = {"symbol": SYMBOL, "width": DESK[0], "height": DESK[1]}
    peer, kilobytes, first_ms = "uMap 3.7 on another day", float(UMAP_KB), float(UMAP_FIRST_MS)
    if with_umap:
        try:
            with umap.serving(site) as url:
                weigh(browser, url, **visit, times=1)
                theirs = weigh(browser, url, **visit, times=5)
        except (umap.NotServed, RuntimeError) as why:
            peer = f"{peer}, since it was not served here ({why})"
        else:
            peer, kilobytes, first_ms = "uMap in this run", theirs.kilobytes, theirs.first_ms
            yield Row(f"uMap's map page with {count:,} markers: requests", theirs.requests, "")
            yield Row("over the wire", kilobytes, "kB")
            yield Row("first marker", first_ms, "ms")
    weigh(browser, f"{site.url}/", **visit, times=1)
    ours = weigh(browser, f"{site.url}/", **visit, times=5)
    yield Row(f"map page with {count:,} events: requests", ours.requests, "")
    yield Row("over the wire", ours.kilobytes, "kB", kilobytes, peer)
    yield Row("as a part of uMap's bytes", ours.kilobytes / kilobytes, "", PART_OF_BYTES, REACH)
    yield Row("first symbol", ours.first_ms, "ms", first_ms, peer)
    yield Row("as a part of uMap's time", ours.first_ms / first_ms, "", PART_OF_TIME, REACH)


def _many(site: Site, browser: Browser) -> Iterator[Row]:
    count = repeat(site.database, events=5000)
    weigh(browser, f"{site.url}/", symbol=SYMBOL, width=DESK[0], height=DESK[1], times=1)
    many = weigh(browser, f"{site.url}/", symbol=SYMBOL, width=DESK[0], height=DESK[1], times=3)
    yield Row(f"map page with {count:,} events: layout shift", many.shift, "", MOST_SHIFT, REACH)
    yield Row("its longest task", many.longest_ms, "ms", LONGEST_TASK_MS, REACH)
    yield Row("its first symbol", many.first_ms, "ms")
