"""A map with a crowd of events, in a browser: the first symbol, moving the map, moving time, memory.

Two databases of its own, of 5,000 and 100,000 invented events at real towns, are made and dropped.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import CDPSession, Page

from benchmarks import serving
from benchmarks.pages import chromium
from benchmarks.table import Row

DATABASE = "dateline_crowd_benchmark"
CROWDS = (5_000, 100_000)
#: Each tells of three events.
EVENTS_OF_ARTICLE = 3
#: Set in the issue, for 100,000 events: milliseconds, and frames a second for 5,000.
FIRST_MS, STEP_MS, FRAMES = 2000, 100, 30
KEYS = ("ArrowRight", "ArrowDown", "+", "ArrowLeft", "+", "ArrowUp", "-", "-")
SCRUB_STEPS = 60
#: Leaflet's own animation of a step, after which all is drawn.
STEP_TAKES_MS = 700

_WATCH = """
window.__crowd = {first: null, tasks: [], frames: []};
new PerformanceObserver((list) => {
  for (const {duration} of list.getEntries()) window.__crowd.tasks.push(duration);
}).observe({type: "longtask", buffered: true});
new MutationObserver((_, observer) => {
  if (!document.querySelector(".spot, .cluster")) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => (window.__crowd.first = performance.now())));
}).observe(document, {childList: true, subtree: true});
"""
_COUNT_FRAMES = """() => {
  const {frames} = window.__crowd;
  frames.length = 0;
  const count = (now) => { frames.push(now); window.__crowd.timer = requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""
_FRAMES = "() => { cancelAnimationFrame(window.__crowd.timer); return window.__crowd.frames; }"


def measure() -> Iterator[Row]:
    for events in CROWDS:
        with serving.database(DATABASE) as url:
            environment = {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
            serving.run([sys.executable, "manage.py", "migrate"], environment)
            if not _has_places(url):
                serving.run([sys.executable, "manage.py", "load_gazetteer"], environment)
            fill(url, events)
            port = serving.free_port()
            with serving.gunicorn("mapsite.wsgi", port, environment):
                yield from _measure(f"http://127.0.0.1:{port}", events)
    yield Row("load of the machine meanwhile", os.getloadavg()[0], f"of {os.cpu_count()}")


def _has_places(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return bool(connection.execute("SELECT FROM events_place LIMIT 1").fetchone())


def fill(url: str, events: int, *, is_quick: bool = False) -> None:
    """`is_quick`: without the triggers that follow changes, and without the claims."""
    rows = Path(__file__).with_suffix(".sql").read_text()
    rows = rows.replace(":events", str(events)).replace(":articles", str(-(-events // EVENTS_OF_ARTICLE)))
    with psycopg.connect(url, autocommit=True) as connection:
        if is_quick:
            connection.execute("SET session_replication_role = replica")
        # Statement by statement: together they would be one transaction.
        for statement in rows.split(";\n"):
            if statement.strip() and not (is_quick and "events_make_claims" in statement):
                connection.execute(statement)  # type: ignore[call-overload]


def _measure(site: str, events: int) -> Iterator[Row]:
    is_goal = events == CROWDS[-1]
    what = f"{events:,} events:"
    for path in ("/", "/events.json"):
        started = time.perf_counter()
        serving.fetch(f"{site}{path}")
        yield Row(f"{what} {path} asked for first", (time.perf_counter() - started) * 1000, "ms")
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True).new_page()
        page.add_init_script(_WATCH)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable")
        first = statistics.median(_first_symbol(page, site) for _time in range(3))
        goal = FIRST_MS if is_goal else None
        yield Row(f"{what} first symbol", first, "ms", goal, "what was set out to reach")
        steps = list(_steps(page))
        goal = STEP_MS if is_goal else None
        median = statistics.median(steps)
        yield Row(f"{what} a step of panning or zooming, median", median, "ms", goal, "the same")
        yield Row(f"{what} the longest of {len(steps)} steps", max(steps), "ms")
        frames, worst = _scrub(page)
        goal = None if is_goal else FRAMES
        yield Row(f"{what} moving time", frames, "frames/s", goal, "the same", more_is_better=True)
        yield Row(f"{what} the longest frame of it", worst, "ms")
        yield Row(f"{what} memory of the script", _memory(devtools), "MB")


def _first_symbol(page: Page, site: str) -> float:
    page.goto(f"{site}/")
    page.wait_for_function("window.__crowd.first")
    page.wait_for_timeout(STEP_TAKES_MS)
    return float(page.evaluate("window.__crowd.first"))


def _steps(page: Page) -> Iterator[float]:
    """The longest that the page did not answer in each step, as the browser reports it from 50 ms."""
    page.locator("#map").focus()
    for key in KEYS:
        page.evaluate("() => { window.__crowd.tasks.length = 0; }")
        page.keyboard.press(key)
        page.wait_for_timeout(STEP_TAKES_MS)
        tasks: list[float] = page.evaluate("window.__crowd.tasks")
        yield max(tasks, default=0.0)


def _scrub(page: Page) -> tuple[float, float]:
    """Frames in a second while the end of the range is pulled towards its start, and the longest in ms."""
    start, end = (_middle(page, f".thumb.{name}") for name in ("from", "to"))
    page.mouse.move(*end)
    page.mouse.down()
    page.evaluate(_COUNT_FRAMES)
    for step in range(SCRUB_STEPS):
        page.mouse.move(end[0] - (end[0] - start[0]) * 0.8 * step / SCRUB_STEPS, end[1])
    frames: list[float] = page.evaluate(_FRAMES)
    page.mouse.up()
    gaps = [later - earlier for earlier, later in pairwise(frames)]
    return 1000 / statistics.mean(gaps), max(gaps)


def _middle(page: Page, selector: str) -> tuple[float, float]:
    box: Any = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _memory(devtools: CDPSession) -> float:
    devtools.send("HeapProfiler.collectGarbage")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "JSHeapUsedSize") / 1e6
