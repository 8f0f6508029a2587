"""400,000 rows like UCDP GED's read in by `import_events`, beside the time and memory that were set out.

A database of its own with the whole gazetteer is made and dropped; the command runs in a process of its own.
Memory is that of the command with its children, pages that they share counted once, and of the database's
process that works for it, without the buffers that PostgreSQL shares among all of them.
`DATELINE_IMPORT_ROWS` sets how many rows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from benchmarks import serving, ucdp
from benchmarks.table import Row

DATABASE = "dateline_import_benchmark"
ROWS = int(os.environ.get("DATELINE_IMPORT_ROWS", 400_000))
#: Set in the issue for 400,000 rows: seconds and MB.
SECONDS, MEGABYTES = 120, 500
#: Between two looks at the processes, in seconds.
_LOOK_EVERY = 0.25
_CLIENTS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"


@dataclass
class Course:
    """How an import went: seconds by the clock, seconds of processor time of the command and of the
    database's process, and the peaks of their memory in MB. The database's are 0 where it runs elsewhere."""

    seconds: float = 0
    own: float = 0
    memory: float = 0
    of_database: dict[int, float] = field(default_factory=dict)
    memory_of_database: float = 0


def measure() -> Iterator[Row]:
    with serving.database(DATABASE) as url, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR",
            "DATELINE_EDITOR_PASSWORD": serving.PASSWORD,
        }  # fmt: skip
        _set_up(url, environment)
        path = Path(folder) / "invented.csv"
        ucdp.write(path, ROWS)
        yield from _told(f"{ROWS:,} rows read in", _import(path, environment), SECONDS * ROWS / 400_000)
        yield from _told(f"{ROWS:,} rows read in again, all unchanged", _import(path, environment))
        ucdp.write(path, ROWS, changed=1000)
        yield from _told(f"{ROWS:,} rows of which 1,000 changed", _import(path, environment))
    yield Row("load of the machine meanwhile", os.getloadavg()[0], f"of {os.cpu_count()}")


def _set_up(url: str, environment: dict[str, str]) -> None:
    serving.run([sys.executable, "manage.py", "migrate"], environment)
    with psycopg.connect(url) as connection:
        has_gazetteer = connection.execute("SELECT 1 FROM events_place LIMIT 1").fetchone()
    for command in (*(() if has_gazetteer else ("load_gazetteer",)), "ensure_editor"):
        serving.run([sys.executable, "manage.py", command], environment)


def _told(what: str, course: Course, goal: float | None = None) -> Iterator[Row]:
    yield Row(what, course.seconds, "s", goal, "what was set out to reach")
    yield Row(f"{what}: the command's work", course.own, "s of a processor")
    yield Row(f"{what}: the database's", sum(course.of_database.values()), "s of a processor")
    whole = course.memory + course.memory_of_database
    yield Row(f"{what}: memory at most", whole, "MB", MEGABYTES, "what was set out to reach")
    yield Row(f"{what}: of that the command", course.memory, "MB")


def _import(path: Path, environment: dict[str, str]) -> Course:
    course = Course()
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_events", str(path), "--dataset-version", "24.1"],
        cwd=serving.ROOT, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    server, _, _ = environment["DATABASE_URL"].rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            _look(course, process.pid, [pid for (pid,) in connection.execute(_CLIENTS, [DATABASE])])
            time.sleep(_LOOK_EVERY)
    course.seconds = time.perf_counter() - started
    if status:
        raise RuntimeError(f"import_events ended with {os.waitstatus_to_exitcode(status)}.")
    process.returncode = 0
    course.own = usage.ru_utime + usage.ru_stime
    return course


def _look(course: Course, command: int, backends: list[int]) -> None:
    """Takes note of what the processes have used by now."""
    children = _text(f"/proc/{command}/task/{command}/children").split()
    now = sum(_megabytes(pid, "smaps_rollup", "Pss") for pid in [command, *map(int, children)])
    course.memory = max(course.memory, now)
    now = sum(_megabytes(pid, "status", "RssAnon") for pid in backends)
    course.memory_of_database = max(course.memory_of_database, now)
    for pid in backends:
        # After the name in brackets: the state, and further on the ticks as a user and in the kernel.
        numbers = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
        if numbers:
            course.of_database[pid] = (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(pid: int, file: str, name: str) -> float:
    for line in _text(f"/proc/{pid}/{file}").splitlines():
        key, _, value = line.partition(":")
        if key == name:
            return int(value.split()[0]) / 1024
    return 0


def _text(path: str) -> str:
    """Empty for a process that is gone, or on another machine."""
    try:
        return Path(path).read_text()
    except OSError:
        return ""
