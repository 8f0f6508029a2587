"""The desk of a long article in Chromium: how soon it is there and answers a decision, and what that costs.

Opened with an empty cache and a full one; a decision goes from the press of the key to the first frame that
shows its answer. Clocks tell what an editor waits for, processors what the machine did for it, whoever else
kept it busy.
"""

from __future__ import annotations

import os
import re
import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import psycopg
from playwright.sync_api import CDPSession, Page

from benchmarks.access import sign_in
from benchmarks.pages import chromium
from benchmarks.serving import Site, database, dateline
from benchmarks.table import Matrix, Row, median_and_p95

DATABASE = "dateline_desk_benchmark"
#: Set in the issue.
OPEN_MS, ANSWER_MS = 1_500, 150
OPENINGS, DECISIONS = 7, 30
PATIENCE_MS = 60_000
_LAY_OUT = "from benchmarks.desk import lay_out; print('article', lay_out().pk)"

#: There are the marks, the cards and the shapes, and no tile of the ground is waited for; then it is painted.
_OPENED = """
window.__desk = { opened: null };
const isThere = () =>
  document.querySelector("#desk-text mark") &&
  document.querySelector("#desk-proposals li.card.is-selected") &&
  document.querySelector("#desk-map .shape") &&
  document.querySelector("#desk-map .leaflet-tile-loaded") &&
  !document.querySelector("#desk-map .leaflet-tile:not(.leaflet-tile-loaded)");
const painted = (act) => requestAnimationFrame(() => setTimeout(() => act(performance.now())));
const look = () => {
  if (isThere()) painted((now) => (window.__desk.opened = now));
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
window.addEventListener("keydown", ({ timeStamp }) => {
  const saved = document.getElementById("desk-saved");
  const times = (window.__desk.decided = { answered: null, shown: null });
  painted((now) => (times.shown = now - timeStamp));
  let wasSent = false;
  const observer = new MutationObserver(() => {
    if (!saved.classList.contains("is-saved")) wasSent = true;
    else if (wasSent) {
      observer.disconnect();
      painted((now) => (times.answered = now - timeStamp));
    }
  });
  observer.observe(saved, { attributes: true, childList: true });
}, { capture: true });
"""
_ANSWERED = """() => {
  const asked = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/decide/"));
  performance.clearResourceTimings();
  return asked.at(-1).duration;
}"""
_COUNTED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return {
    server: page.responseStart - page.requestStart,
    opened: window.__desk.opened,
    cards: document.querySelectorAll("#desk-proposals li.card").length,
    marks: new Set([...document.querySelectorAll("#desk-text mark")].map((mark) => mark.dataset.key)).size,
  };
}"""


@dataclass(frozen=True)
class Opening:
    """All in milliseconds: of the clock until it is there and until the server's first byte; then of the
    processors: the page's main thread, its scripts and layout, and the server with its database."""

    there: float
    first_byte: float
    main_thread: float
    script: float
    layout: float
    server: float


def measure() -> Iterator[Row | Matrix]:
    with ExitStack() as stack:
        site = stack.enter_context(dateline(stack.enter_context(database(DATABASE))))
        browser = stack.enter_context(chromium())
        told = site.manage("shell", "--verbosity=0", "--command", _LAY_OUT)
        [article] = re.findall(r"article (\d+)", told)
        page = sign_in(browser, site)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.add_init_script(_OPENED)
        session = page.context.new_cdp_session(page)
        # Processor time: what other processes do in between is not counted.
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        url = f"{site.url}/admin/events/article/{article}/desk/"
        found = _opened(page, session, site, url)  # The workers' first requests are nobody's measure.
        yield Row("proposals on the page, of them marked in the text", found["cards"], f"({found['marks']})")
        for cache in ("empty", "full"):
            yield from _openings(page, session, site, url, cache)
        yield from _decisions(page)
        yield Row("load of the machine meanwhile", os.getloadavg()[0], f"of {os.cpu_count()}")


def _openings(page: Page, session: CDPSession, site: Site, url: str, cache: str) -> Iterator[Row | Matrix]:
    openings = []
    for _ in range(OPENINGS):
        if cache == "empty":
            session.send("Network.clearBrowserCache")
        openings.append(_opened(page, session, site, url)["opening"])
    there, p95 = median_and_p95([opening.there for opening in openings])
    yield Row(
        f"opened with an {cache} cache" if cache == "empty" else "with a full one",
        there,
        "ms",
        OPEN_MS,
        "the goal",
    )
    yield Row("  the slowest twentieth", p95, "ms", OPEN_MS, "the goal")
    names = ("there", "first byte", "main thread", "scripts", "layout", "server’s processors")
    columns = zip(*map(astuple, openings), strict=True)
    cells = [f"{statistics.median(values):.0f}" for values in columns]
    yield Matrix(f"{cache} cache, medians of {OPENINGS}, ms", names, [cells])


def _opened(page: Page, session: CDPSession, site: Site, url: str) -> dict[str, Any]:
    page.goto("about:blank")
    session.send("HeapProfiler.collectGarbage")
    before, used = _metrics(session), _processors(site)
    page.goto(url, timeout=PATIENCE_MS)
    _wait(page, "window.__desk.opened !== null")
    after = _metrics(session)
    found = page.evaluate(_COUNTED)
    spent = {name: (after[name] - before[name]) * 1000 for name in after}
    found["opening"] = Opening(
        there=found["opened"],
        first_byte=found["server"],
        main_thread=spent["TaskDuration"],
        script=spent["ScriptDuration"],
        layout=spent["LayoutDuration"] + spent["RecalcStyleDuration"],
        server=(_processors(site) - used) * 1000,
    )
    return found


def _decisions(page: Page) -> Iterator[Row]:
    shown, answered, of_server = [], [], []
    for _ in range(DECISIONS):
        _wait(page, "document.getElementById('desk-saved').classList.contains('is-saved')")
        page.keyboard.press("a")
        _wait(page, "window.__desk.decided.answered !== null")
        times = page.evaluate("window.__desk.decided")
        shown.append(times["shown"])
        answered.append(times["answered"])
        of_server.append(page.evaluate(_ANSWERED))
    median, p95 = median_and_p95(of_server)
    yield Row("a decision, from its sending to the server's answer", median, "ms", ANSWER_MS, "the goal")
    yield Row("  the slowest twentieth", p95, "ms", ANSWER_MS, "the goal")
    shown_at = statistics.median(shown)
    yield Row("the same, from its key to the next proposal", shown_at, "ms", ANSWER_MS, "the goal")
    median, p95 = median_and_p95(answered)
    yield Row(f"the same, to its answer on the screen, of {DECISIONS}", median, "ms", ANSWER_MS, "the goal")
    yield Row("  the slowest twentieth", p95, "ms", ANSWER_MS, "the goal")


def _wait(page: Page, condition: str) -> None:
    """The page's policy forbids the evaluation with which Playwright waits for a condition."""
    for _ in range(PATIENCE_MS // 10):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(10)
    raise RuntimeError(f"{page.url}: {condition} did not come true within {PATIENCE_MS} ms.")


def _metrics(session: CDPSession) -> dict[str, float]:
    """Seconds."""
    names = ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    told = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    return {name: told[name] for name in names}


def _processors(site: Site) -> float:
    """Seconds that the server's workers and their connections' backends have used; the latter where the
    database is on this machine."""
    with psycopg.connect(site.database) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
        ).fetchall()
    pids = [pid for (pid,) in rows] + site.workers()
    return sum(_used(pid) for pid in pids)


def _used(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
