"""What a page costs its reader: requests, bytes, time to the first symbol, layout shifts, long tasks."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Nothing but this machine has an address: tiles that a peer takes from elsewhere are neither waited for
    # nor counted.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
#: As Lighthouse and WebPageTest take it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms for each answer. (The
#: developer tools' own "Fast 3G" has the same rates and makes up for what they cannot slow down by 562.5 ms.)
FAST_3G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
SLOW_CPU = 4
#: Of a page that never shows a symbol.
PATIENCE_MS = 90_000
QUIET_MS = 700

#: Two frames after the first symbol is in the page it has been painted.
_WATCH = """
window.__weight = {first: null, shift: 0, longest: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__weight.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => {
  for (const {duration} of list.getEntries()) {
    window.__weight.longest = Math.max(window.__weight.longest, duration);
  }
}).observe({type: "longtask", buffered: true});
new MutationObserver((_, observer) => {
  if (!document.querySelector(SYMBOL)) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame(() => (window.__weight.first = performance.now())));
}).observe(document, {childList: true, subtree: true});
"""


@dataclass(frozen=True)
class Weight:
    """`kilobytes` over the wire, headers too; `first_ms` from the click to the first symbol on the screen."""

    requests: int
    kilobytes: float
    first_ms: float
    shift: float
    longest_ms: float


@contextmanager
def chromium() -> Iterator[Browser]:
    path = os.environ.get("DATELINE_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        raise SystemExit("No Chromium was found. `bin/setup test` installs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def weigh(
    browser: Browser, url: str, *, symbol: str, width: int, height: int, is_slow: bool = False, times: int = 3
) -> Weight:
    """The medians of several first visits."""
    found = [_visit(browser, url, symbol, width, height, is_slow=is_slow) for _ in range(times)]
    return Weight(
        *(
            statistics.median(getattr(weight, name) for weight in found)
            for name in ("requests", "kilobytes", "first_ms", "shift", "longest_ms")
        )
    )


def _visit(browser: Browser, url: str, symbol: str, width: int, height: int, *, is_slow: bool) -> Weight:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    network = context.new_cdp_session(page)
    here, sizes = urlsplit(url).netloc, {}

    def asked(event: dict[str, Any]) -> None:
        if urlsplit(event["request"]["url"]).netloc == here:
            sizes[event["requestId"]] = 0

    def answered(event: dict[str, Any]) -> None:
        if event["requestId"] in sizes:
            sizes[event["requestId"]] = event["encodedDataLength"]

    network.on("Network.requestWillBeSent", asked)
    network.on("Network.loadingFinished", answered)
    network.send("Network.enable")
    if is_slow:
        network.send("Network.emulateNetworkConditions", FAST_3G)
        network.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    page.add_init_script(_WATCH.replace("SYMBOL", repr(symbol)))
    page.goto(url, timeout=PATIENCE_MS)
    weight = page.evaluate("window.__weight")
    for _ in range(PATIENCE_MS // 100):
        # A page's policy forbids the evaluation that waiting for a condition needs.
        if weight["first"] is not None:
            break
        page.wait_for_timeout(100)
        weight = page.evaluate("window.__weight")
    else:
        raise RuntimeError(f"{url} showed nothing that is {symbol} within {PATIENCE_MS} ms.")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(QUIET_MS)
    weight = page.evaluate("window.__weight")
    context.close()
    return Weight(len(sizes), sum(sizes.values()) / 1000, weight["first"], weight["shift"], weight["longest"])
