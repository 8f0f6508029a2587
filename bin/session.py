"""What `bin/run`, `bin/test`, `bin/check` and `bin/with-db` share: a database while they run, signals, steps.

Standard library only.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from cluster import (
    APPLICATION,
    LOCAL,
    ROOT,
    Cluster,
    ClusterError,
    holders,
    read_or_empty,
    stop_with,
    this_cluster,
)

PYTHON = ROOT / ".venv" / "bin" / "python"
CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
SECONDS_TO_STOP = 8
SECONDS_TO_UNWIND = 15


class Stopped(BaseException):
    """Ctrl-C, a terminal that closed, or `kill`: unwinds through every `finally`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def a_session() -> Iterator[dict[str, str]]:
    """Yields the environment of Django's processes, with a database that is there until the end.

    Whatever ends the block, a private cluster that nobody else holds is stopped.
    """
    if not PYTHON.exists():
        stop_with("There is no .venv yet. `bin/setup` makes it.")
    os.chdir(ROOT)
    heed_signals()
    cluster: Cluster | None = None
    me = str(os.getpid())
    exit_status = 0
    try:
        environment = dict(os.environ)
        environment["PATH"] = f"{PYTHON.parent}{os.pathsep}{environment['PATH']}"
        if environment.get("DATABASE_URL"):
            holders().mkdir(parents=True, exist_ok=True)
            (holders() / me).touch()
        else:
            cluster = this_cluster()
            cluster.hold(me)
            environment["DATABASE_URL"] = cluster.url()
            environment["APPLICATION_DATABASE_URL"] = cluster.url(role=APPLICATION)
        yield environment
    except Stopped as stopped:
        exit_status = 128 + stopped.number
    except ClusterError as error:
        print(f"\n{error}\n", file=sys.stderr)
        exit_status = 1
    finally:
        ignore_signals()
        if cluster:
            cluster.release(me)
        else:
            (holders() / me).unlink(missing_ok=True)
    if exit_status:
        raise SystemExit(exit_status)


def heed_signals() -> None:
    """Python does so for SIGINT alone, and not at all in the background of a script."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise Stopped(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # `nohup make run` means it
        signal.signal(signal.SIGHUP, stop)


def ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def call(command: Sequence[str | Path], environment: Mapping[str, str]) -> int:
    """Run a step to its end and give its exit status; a signal to us ends it too.

    The terminal sends Ctrl-C to the step as well; another signal is ours to pass on, as a Ctrl-C, so that
    pytest still runs its fixtures' ends.
    """
    child = subprocess.Popen(list(command), env=dict(environment), cwd=ROOT)
    try:
        return child.wait()
    except Stopped as stopped:
        if stopped.number != signal.SIGINT:
            child.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired, Stopped):
            child.wait(SECONDS_TO_UNWIND)
        raise
    finally:
        end(child)


def as_application(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of what serves: as the application's own role, where there is one."""
    url = environment.get("APPLICATION_DATABASE_URL") or environment["DATABASE_URL"]
    return {**environment, "DATABASE_URL": url}


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask a child to stop, and insist after some seconds."""
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(SECONDS_TO_STOP)
    except BaseException:  # too slow, or the person is impatient
        child.kill()
        child.wait()


def end_marked(mark: str) -> None:
    """End every process with `mark` in its environment: what an interrupted test run left (Linux only)."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + SECONDS_TO_STOP
        while (left := find_marked(mark)) and time.monotonic() < deadline:
            for pid in left:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, number)
            time.sleep(0.2)


def find_marked(mark: str) -> list[int]:
    found = []
    for directory in Path("/proc").glob("[0-9]*"):
        if int(directory.name) != os.getpid() and mark in read_or_empty(directory / "environ").split("\0"):
            found.append(int(directory.name))
    return found


def call_or_exit(command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
    if status := call(command, environment):
        raise SystemExit(status)


def find_chromium() -> str | None:
    for name in (os.environ.get("DATELINE_CHROMIUM"), *CHROMIUM_NAMES):
        if name and (found := shutil.which(name)):
            return found
    return None


def editor_password() -> str:
    return (LOCAL / "editor-password").read_text().strip()
