"""A real server on a database of its own, filled with the demonstration, and a real Chromium.

The database is made from the template that holds the gazetteer; the server is gunicorn, as `make run` starts
it. Tests share both: each makes the rows that it needs and looks at those.
"""

from __future__ import annotations

import http.client
import http.server
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Cookie, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
EDITOR = "editor"
PASSWORD = "a long password for tests"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Nothing but this machine has an address: a request that leaves fails and shows.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
SECONDS_TO_START = 60
#: What a page may take on a machine that runs other tests too; a test waits no longer than it must.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One server and one Chromium, however many workers: two of each on two cores are slower.
            item.add_marker(pytest.mark.xdist_group("browser"))
            # Software rendering on a crowded machine starves a page now and then. The summary names what was
            # driven twice: a name that comes back there is a fault to be mended.
            item.add_marker(pytest.mark.flaky(reruns=1))


@dataclass(frozen=True)
class Site:
    """Where the server under test is, and how to run its management commands."""

    url: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site_database() -> Iterator[str]:
    """The address of a database of this run, copied from the template and dropped afterwards."""
    url = os.environ["DATABASE_URL"]
    template = os.environ.get("DATELINE_TEST_TEMPLATE")
    if not template:
        pytest.fail("DATELINE_TEST_TEMPLATE names no database with the gazetteer. Run: make test")
    name = f"dateline_browser_{os.getpid()}"
    base, _, _ = url.rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        yield f"{base}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def site(site_database: str) -> Iterator[Site]:
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": site_database,
        "DATELINE_EDITOR_PASSWORD": PASSWORD,
        "LOG_LEVEL": "ERROR",
    }
    served = Site(f"http://127.0.0.1:{port}", dict(environment))
    for command in ("migrate", "load_demo", "ensure_editor"):
        served.manage(command)
    if application := os.environ.get("APPLICATION_DATABASE_URL"):
        # Served as `make run` does: by a role that may neither change the schema nor the history.
        served.manage("grant_application", urlsplit(application).username or "")
        environment |= {
            "DATABASE_URL": f"{application.rpartition('/')[0]}/{site_database.rpartition('/')[2]}"
        }
    server = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4",
            "--timeout=60", "--graceful-timeout=5", "--log-level=error", "--no-control-socket",
            "mapsite.wsgi",
        ],
        cwd=ROOT,
        env=environment,
    )  # fmt: skip
    try:
        wait_until_served(server, port)
        yield served
    finally:
        server.terminate()
        server.wait(60)


def wait_until_served(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it answered"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    pytest.fail(f"the server did not answer within {SECONDS_TO_START} s")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("DATELINE_CHROMIUM")
    if not path:
        pytest.fail("DATELINE_CHROMIUM is not set. Run: make test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class Watch:
    """What a browser context did that a page of ours never may: leave the machine, break the policy, fail."""

    def __init__(self, context: BrowserContext) -> None:
        self.left_machine: list[str] = []
        self.violations: list[str] = []
        self.errors: list[str] = []
        context.on("request", self.saw_request)
        context.on("console", self.saw_console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def saw_request(self, request: object) -> None:
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob", "about") and url.hostname not in ("127.0.0.1", "localhost"):
            self.left_machine.append(request.url)

    def saw_console(self, message: object) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            self.violations.append(message.text)
        elif message.type == "error":
            self.errors.append(message.text)

    def assert_clean(self) -> None:
        assert self.left_machine == []
        assert self.violations == []
        assert self.errors == []


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    made.set_default_timeout(PATIENCE_MS)
    yield made
    made.close()


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    return Watch(context)


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    return context.new_page()


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/admin/login/")
    page.get_by_label("Username").fill(EDITOR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


@pytest.fixture(scope="session")
def session_cookies(chromium: Browser, site: Site) -> list[Cookie]:
    """What the editor's browser holds after signing in; hashing a password for each test would add up."""
    context = chromium.new_context()
    sign_in(context.new_page(), site)
    cookies = context.cookies()
    context.close()
    return cookies


@pytest.fixture
def editor(page: Page, context: BrowserContext, session_cookies: list[Cookie]) -> Page:
    """A page on which the editor has signed in."""
    context.add_cookies(session_cookies)
    return page


@pytest.fixture
def foreign_site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address under which another server, of another origin, serves it."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, directory=str(tmp_path), **kwargs)

        def log_message(self, *args: object) -> None:
            """Nothing: the tests' output is enough."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield tmp_path, f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
