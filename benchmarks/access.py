"""What axe-core objects to: every public page in every language, and every page of the editors' side; light
and dark, on a desk and a phone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack

from django.conf import settings
from playwright.sync_api import Browser, Page

from benchmarks.admin_pages import admin_pages
from benchmarks.pages import chromium
from benchmarks.public_pages import public_pages
from benchmarks.serving import PASSWORD, ROOT, Site, database, dateline
from benchmarks.table import Matrix, Row

DATABASE = "dateline_access_benchmark"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: The other scheme changes colours and nothing else.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
Size = tuple[int, int]
DESK, PHONE = (1280, 800), (390, 844)
#: An embed is as large as an article leaves it.
WIDE_FRAME, COLUMN = (900, 560), (300, 480)

_UNFOLD = "() => { for (const folded of document.querySelectorAll('details')) folded.open = true; }"
_RUN = "runOnly => axe.run(document, { runOnly, resultTypes: ['violations'] })"


def measure() -> Iterator[Matrix | Row]:
    with ExitStack() as stack:
        site = stack.enter_context(dateline(stack.enter_context(database(DATABASE))))
        browser = stack.enter_context(chromium())
        page = browser.new_context(reduced_motion="reduce").new_page()
        languages = [code for code, _name in settings.LANGUAGES]
        rows, told = [], []
        for name, path in public_pages(site.url).items():
            cells = []
            for language in languages:
                url = f"{site.url}{path}{'&' if '?' in path else '?'}lang={language}"
                found = [
                    f"{size[0]}×{size[1]} {objection}"
                    for size in sizes_of(path)
                    for objection in objections(page, url, size)
                ]
                cells.append(str(len(found)))
                told += [f"{name}, {language}, {objection}" for objection in found]
            rows.append([name, *cells])
        yield Matrix("axe-core: elements objected to", ["page", *languages], rows)
        yield Row("in all", len(told), "")
        of_editors, more = _on_the_editors_side(site, sign_in(browser, site))
        yield Matrix("axe-core on the editors' side", ["page", "desk", "phone"], of_editors)
        yield Row("in all", len(more), "")
        print(*told, *more, sep="\n", file=sys.stderr)


def _on_the_editors_side(site: Site, page: Page) -> tuple[list[list[str]], list[str]]:
    rows, told = [], []
    for name, path in admin_pages(site.manage).items():
        found = [objections(page, f"{site.url}{path}", size) for size in (DESK, PHONE)]
        rows.append([name, *(str(len(each)) for each in found)])
        told += [f"{name}, {objection}" for each in found for objection in each]
    return rows, told


def sign_in(browser: Browser, site: Site) -> Page:
    """A page on which the account “editor” has signed in."""
    page = browser.new_context(reduced_motion="reduce").new_page()
    page.goto(f"{site.url}/admin/login/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
    return page


def sizes_of(path: str) -> tuple[Size, Size]:
    return (WIDE_FRAME, COLUMN) if "/embed/" in path and "/code/" not in path else (DESK, PHONE)


def objections(page: Page, url: str, size: Size) -> list[str]:
    """A line for each element that axe objects to, with everything on the page unfolded, in both schemes, and
    one for a page that is wider than the window. Without a `url` the page is looked at as it stands."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="light")
    if url:
        page.goto(url, wait_until="networkidle")
    page.evaluate(_UNFOLD)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = _found(page, "light", {"type": "tag", "values": RULES})
    if (width := page.evaluate("document.documentElement.scrollWidth")) > size[0]:
        found.append(f"The page is {width} pixels wide.")
    page.emulate_media(color_scheme="dark")
    return found + _found(page, "dark", {"type": "rule", "values": RULES_OF_COLOUR})


def _found(page: Page, scheme: str, rules: dict[str, object]) -> list[str]:
    return [
        f"{scheme}: {violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in page.evaluate(_RUN, rules)["violations"]
        for node in violation["nodes"]
    ]
