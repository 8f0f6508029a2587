"""What the scripts do when they are told to stop in the middle of a step."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"

STEP = """
import os, signal, time
def unwind(*_):
    os.write(1, b"unwound\\n")  # the signal may come while "started" is still being printed
    os._exit(0)
signal.signal(signal.SIGINT, unwind)
print("started", flush=True)
time.sleep(60)
"""

SCRIPT = f"""
import sys
from session import a_session, call
with a_session() as environment:
    call([sys.executable, "-c", {STEP!r}], environment)
print("went on")
"""


def start(code: str) -> subprocess.Popen[str]:
    # An address that nobody connects to, so that no cluster is started for this.
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@localhost/nothing", "PYTHONPATH": str(BIN)}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=_in_the_background,
    )


def _in_the_background() -> None:
    """Of a script, where Ctrl-C is ignored unless a program asks for it; but not under nohup, as these tests
    may be run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_lets_the_step_unwind_and_ends_the_script(number: signal.Signals) -> None:
    with start(SCRIPT) as script:
        assert script.stdout is not None
        assert script.stdout.readline() == "started\n"

        script.send_signal(number)

        assert script.stdout.read() == "unwound\n"
    assert script.returncode == 128 + number


def test_ignored_hangup_stays_ignored() -> None:
    code = SCRIPT.replace(
        "import sys\n", "import sys, signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n", 1
    )
    with start(code) as script:
        assert script.stdout is not None
        script.stdout.readline()

        script.send_signal(signal.SIGHUP)
        time.sleep(0.3)
        assert script.poll() is None

        script.terminate()
        script.stdout.read()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_end_marked_ends_processes_with_the_mark_and_no_others() -> None:
    marked = subprocess.Popen(["sleep", "60"], env={"PATH": os.environ["PATH"], "MARK": "17"})
    other = subprocess.Popen(["sleep", "60"], env={"PATH": os.environ["PATH"], "MARK": "171"})
    code = "import session; session.end_marked('MARK=17')"

    subprocess.run([sys.executable, "-c", code], cwd=BIN, check=True, timeout=30)

    assert marked.wait(1) == -signal.SIGTERM
    assert other.poll() is None
    other.kill()
    other.wait()
