"""Threads that share the interpreter."""

from __future__ import annotations

import sys
import threading
import time

from events.exchange.turns import with_turns


def test_other_threads_have_their_turn_beside_one_that_computes() -> None:
    """Long before the interpreter would give it to them, here after a second."""
    is_over = threading.Event()

    def compute() -> None:
        for _ in with_turns(iter(int, 1), every=1000):
            if is_over.is_set():
                return

    before = sys.getswitchinterval()
    sys.setswitchinterval(1)
    thread = threading.Thread(target=compute)
    try:
        thread.start()
        started = time.perf_counter()
        for _ in range(20):
            time.sleep(0.0001)
        taken = time.perf_counter() - started
    finally:
        is_over.set()
        sys.setswitchinterval(before)
        thread.join()

    assert taken < 5  # of twenty seconds
