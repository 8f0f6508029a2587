"""400,000 rows like UCDP GED's read in by `import_events`, beside the time and memory that were set out.

A database of its own with the whole gazetteer is made and dropped; the command runs in a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import serving, ucdp
from benchmarks.table import Row

DATABASE = "dateline_import_benchmark"
ROWS = int(os.environ.get("DATELINE_IMPORT_ROWS", 400_000))
#: Set in the issue for 400,000 rows: seconds and MB.
SECONDS, MEGABYTES = 120, 500


def measure() -> Iterator[Row]:
    with serving.database(DATABASE) as url, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR",
            "DATELINE_EDITOR_PASSWORD": "only-for-a-benchmark",
        }  # fmt: skip
        for command in ("migrate", "load_gazetteer", "ensure_editor"):
            serving.run([sys.executable, "manage.py", command], environment)
        path = Path(folder) / "invented.csv"
        ucdp.write(path, ROWS)
        goal = SECONDS * ROWS / 400_000
        for what, target in (("read in", goal), ("read in again, all unchanged", None)):
            seconds, cpu, peak = _import(path, environment)
            yield Row(f"{ROWS:,} rows {what}", seconds, "s", target, "what was set out to reach")
            yield Row(f"{ROWS:,} rows {what}: the process's own work", cpu, "s")
            yield Row(f"{ROWS:,} rows {what}: memory at most", peak, "MB", MEGABYTES, "the same")
        ucdp.write(path, ROWS, changed=1000)
        seconds, _cpu, _peak = _import(path, environment)
        yield Row(f"{ROWS:,} rows of which 1,000 changed", seconds, "s")
    yield Row("load of the machine meanwhile", os.getloadavg()[0], f"of {os.cpu_count()}")


def _import(path: Path, environment: dict[str, str]) -> tuple[float, float, float]:
    """Seconds, seconds of processor time, and the peak of memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_events", str(path), "--dataset-version", "24.1"],
        env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"import_events ended with {os.waitstatus_to_exitcode(status)}.")
    process.returncode = 0
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
