"""bin/run's refusals, which come before anything is started."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "bin" / "run"],
        capture_output=True,
        text=True,
        env=os.environ | {"PORT": port},
        timeout=30,
    )


def test_run_on_a_busy_port_names_it_and_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run(str(port))

    assert done.returncode == 1
    assert f"Port {port} is already in use" in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr


@pytest.mark.parametrize("port", ["80a0", "0", "65536", "-1", "٨٠"])
def test_run_with_a_port_that_is_none_says_so(port: str) -> None:
    done = run(port)

    assert done.returncode == 1
    assert f'PORT is "{port}". Use a number between 1 and 65535' in done.stderr
