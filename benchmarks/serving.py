"""Dateline as it is deployed, for benchmarks: gunicorn with two workers on a database of their own."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
#: With the gazetteer in it; where the tests never ran it is not there, and loading takes a minute.
TEMPLATE = "dateline_template"
SECONDS_TO_START = 60
#: Of the account “editor”.
PASSWORD = "only for a benchmark"  # noqa: S105 -- of an account that goes with its database


@dataclass(frozen=True)
class Site:
    """A running server, its database and the environment of its commands; `process` is gunicorn's own."""

    url: str
    database: str
    environment: dict[str, str]
    process: int = 0

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        return [int(pid) for pid in children.read_text().split()] if children.exists() else []

    def manage(self, *arguments: str) -> str:
        return run([sys.executable, "manage.py", *arguments], self.environment)


def run(
    command: list[str], environment: dict[str, str], *, cwd: Path = ROOT, seconds: float | None = None
) -> str:
    """Its standard output; RuntimeError with everything that it said when it fails or takes longer."""
    try:
        done = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{' '.join(command)} was not done after {seconds:.0f} s.") from None
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of a new database beside that of DATABASE_URL; dropped at the end."""
    server, _, _ = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        named = sql.Identifier(name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone()
        template = sql.SQL("TEMPLATE {}").format(sql.Identifier(TEMPLATE)) if found else sql.SQL("")
        connection.execute(sql.SQL("CREATE DATABASE {} {}").format(named, template))
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))


@contextmanager
def dateline(database_url: str) -> Iterator[Site]:
    """Serves the demonstration."""
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": database_url, "LOG_LEVEL": "ERROR"}
    environment |= {"DATELINE_EDITOR_PASSWORD": PASSWORD}
    site = Site(f"http://127.0.0.1:{port}", database_url, environment)
    site.manage("migrate")
    with psycopg.connect(database_url) as connection:
        has_gazetteer = connection.execute("SELECT 1 FROM events_place LIMIT 1").fetchone()
    for command in (*(() if has_gazetteer else ("load_gazetteer",)), "load_demo", "ensure_editor"):
        site.manage(command)
    with gunicorn("mapsite.wsgi", port, environment) as process:
        yield replace(site, process=process)


@contextmanager
def gunicorn(
    application: str,
    port: int,
    environment: dict[str, str],
    *,
    python: str = sys.executable,
    path: str = "/healthz",
) -> Iterator[int]:
    """The number of its process."""
    server = subprocess.Popen(
        [
            python, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", "--threads=4",
            "--timeout=60", "--log-level=error", "--no-control-socket", application,
        ],
        cwd=ROOT, env=environment,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}{path}", server)
        yield server.pid
    finally:
        server.terminate()
        try:
            server.wait(SECONDS_TO_START)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError("The server ended before it answered.")
        try:
            fetch(url)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within {SECONDS_TO_START} s.")


def fetch(url: str, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
    """An answer of a server of ours with its body read into `body`; OSError when it is not 200."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    try:
        path = f"{address.path}?{address.query}" if address.query else address.path
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        response.body = response.read()
        if response.status != 200:
            raise OSError(f"{url} answered {response.status}.")
        return response
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
