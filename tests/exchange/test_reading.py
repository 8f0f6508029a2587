"""How the rows are read while others are written."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from events.exchange.reading import ahead
from events.exchange.turns import with_turns


def test_chunks_come_in_order_and_one_is_made_ahead() -> None:
    made: list[int] = []

    def chunks() -> Iterator[int]:
        for number in range(5):
            made.append(number)
            yield number

    taken = ahead(chunks())

    assert next(taken) == 0
    time.sleep(0.05)
    assert made == [0, 1]  # the third would be held for nothing
    assert list(taken) == [1, 2, 3, 4]


def test_what_goes_wrong_in_the_thread_is_raised_where_the_rows_are_wanted() -> None:
    def chunks() -> Iterator[int]:
        yield 1
        raise MemoryError

    taken = ahead(chunks())

    assert next(taken) == 1
    with pytest.raises(MemoryError):
        next(taken)


def test_thread_ends_with_whoever_wanted_its_rows() -> None:
    taken = ahead(iter(range(1000)))
    next(taken)

    taken.close()

    assert [thread for thread in threading.enumerate() if thread.name == "reading"] == []


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
