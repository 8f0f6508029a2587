"""Files of 200 MB and more, honest and hostile, beside the memory that an import may take: `make bench
ARGS=hostile`.

Each is read by the commands that people use, as a dry run in a process of its own, on a database of its own,
which must be as empty afterwards. Memory is that of the command at its peak and what the database's own
processes for it had beside what all of its processes share. An hour; each file is told of as it is done.
DATELINE_HOSTILE_FILES names those to try, DATELINE_HOSTILE_MB another size, DATELINE_HOSTILE_SECONDS how long
each may take, DATELINE_HOSTILE_DATABASE a database that is there already.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks import hostile_files, serving
from benchmarks.table import Matrix

DATABASE = "dateline_hostile_benchmark"
#: Bytes, and the MB that are allowed.
SIZE = int(os.environ.get("DATELINE_HOSTILE_MB", 200)) * 1_000_000
MEGABYTES = 500
#: Seconds after which a file is given up.
ENOUGH_S = int(os.environ.get("DATELINE_HOSTILE_SECONDS", 3600))
_EVERY_S = 0.05
_HEAD = (
    "file", "MB", "what happened", "s", "processor s", "peak MB", "database MB", f"of {MEGABYTES} MB", "left",
)  # fmt: skip
_PROCESSES = (
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type IN ('client backend', 'parallel worker')"
)
_LEFT = (
    "SELECT (SELECT count(*) FROM events_event) + (SELECT count(*) FROM events_article)"
    " + (SELECT count(*) FROM events_sourcerecord)"
)


@dataclass(frozen=True)
class Outcome:
    said: str
    seconds: float
    cpu_seconds: float
    peak: float
    """MB of the command."""
    beside: float
    """MB of the database's processes for it."""
    left: int
    """Rows that are there afterwards and were not before."""


def measure() -> Iterator[Matrix]:
    wanted = os.environ.get("DATELINE_HOSTILE_FILES", "").split(",")
    with _database() as url, tempfile.TemporaryDirectory() as folder:
        for title, files in (("honest", hostile_files.HONEST), ("hostile", hostile_files.HOSTILE)):
            rows = []
            for name, write in files.items():
                if wanted == [""] or name in wanted:
                    path = Path(folder) / name
                    write(path, SIZE)
                    rows.append(_row(path, _tried_alone(path) if _is_project(path) else _tried(path, url)))
                    path.unlink()
                    print("; ".join(rows[-1]), file=sys.stderr, flush=True)
            if rows:
                yield Matrix(title, _HEAD, rows)


@contextmanager
def _database() -> Iterator[str]:
    if url := os.environ.get("DATELINE_HOSTILE_DATABASE"):
        yield url
        return
    with _prepared(DATABASE) as url:
        yield url


@contextmanager
def _prepared(name: str) -> Iterator[str]:
    with serving.database(name) as url:
        environment = {
            **os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR",
            "DATELINE_EDITOR_PASSWORD": serving.PASSWORD,
        }  # fmt: skip
        serving.run([sys.executable, "manage.py", "migrate"], environment)
        with psycopg.connect(url) as connection:
            has_gazetteer = connection.execute("SELECT 1 FROM events_place LIMIT 1").fetchone()
        for command in (*(() if has_gazetteer else ("load_gazetteer",)), "ensure_editor"):
            serving.run([sys.executable, "manage.py", command], environment)
        yield url


def _row(path: Path, outcome: Outcome) -> tuple[str, ...]:
    whole = outcome.peak + outcome.beside
    return (
        path.name, f"{path.stat().st_size / 1e6:,.1f}", outcome.said, f"{outcome.seconds:,.1f}",
        f"{outcome.cpu_seconds:,.1f}", f"{outcome.peak:,.0f}", f"{outcome.beside:,.0f}",
        f"{whole / MEGABYTES:.2f}", str(outcome.left),
    )  # fmt: skip


def _is_project(path: Path) -> bool:
    return path.name.startswith("project")


def _tried_alone(path: Path) -> Outcome:
    """A whole project is read into an empty database alone."""
    with _prepared(f"{DATABASE}_empty") as url:
        return _tried(path, url)


def _tried(path: Path, url: str) -> Outcome:
    environment = {**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
    is_project = _is_project(path)
    command = [sys.executable, "manage.py", "import_project" if is_project else "import_events", str(path)]
    if not is_project:
        command += ["--mode", "good"]
        if not path.name.startswith(("UCDP", "tiny")):
            command += ["--dataset", "A list"]
    before = _rows_in(url)
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(
            [*command, "--dry-run"], cwd=serving.ROOT, env=environment, stdout=told, stderr=subprocess.STDOUT
        )
        with _watched(process, url) as watch:
            _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        lines = [line.strip() for line in told if line.strip()]
    said = f"still read after {ENOUGH_S} s" if watch.is_over else (lines or ["nothing was said"])[-1]
    return Outcome(
        said if len(said) <= 110 else f"{said[:109]}…", time.perf_counter() - started,
        usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, watch.most, _rows_in(url) - before,
    )  # fmt: skip


def _rows_in(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute(_LEFT).fetchone()[0]


class _Watch:
    """How much memory the database's processes for a command have of their own, at most."""

    def __init__(self, process: subprocess.Popen, url: str) -> None:
        self.most = 0.0
        self.is_over = False
        self.done = threading.Event()
        self._process, self._url = process, url

    def look(self) -> None:
        until = time.monotonic() + ENOUGH_S
        with psycopg.connect(self._url, autocommit=True) as connection:
            while not self.done.wait(_EVERY_S):
                found = connection.execute(_PROCESSES).fetchall()
                self.most = max(self.most, sum(_own_memory(pid) for (pid,) in found))
                if time.monotonic() > until:
                    self.is_over = True
                    self._process.terminate()
                    # What it has begun would count with the next file.
                    for (pid,) in found:
                        connection.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
                    return


@contextmanager
def _watched(process: subprocess.Popen, url: str) -> Iterator[_Watch]:
    watch = _Watch(process, url)
    thread = threading.Thread(target=watch.look)
    thread.start()
    try:
        yield watch
    finally:
        watch.done.set()
        thread.join()


def _own_memory(pid: int) -> float:
    """MB; 0 where the system has no /proc, or the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024
