"""Threads that share the interpreter."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from events.exchange.turns import with_turns


def test_other_threads_have_their_turn_beside_one_that_computes() -> None:
    """Long before the interpreter would give it to them, here after a second, or a third of one where yet
    another thread waits."""
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
        for _ in range(60):
            time.sleep(0.0001)
        taken = time.perf_counter() - started
    finally:
        is_over.set()
        sys.setswitchinterval(before)
        thread.join()

    assert taken < 5  # of twenty seconds and more


@pytest.mark.parametrize(("threads", "turns"), [(1, 0), (2, 3)], ids=["alone", "beside another"])
def test_all_items_come_and_nobody_waits_for_threads_that_are_not_there(
    threads: int, turns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    # Other tests may have left a thread.
    monkeypatch.setattr("events.exchange.turns.active_count", lambda: threads)
    monkeypatch.setattr("events.exchange.turns.sleep", waited.append)

    assert list(with_turns(range(10), every=3)) == list(range(10))
    assert len(waited) == turns
