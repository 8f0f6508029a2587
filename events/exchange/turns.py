"""Turns on the interpreter: it runs one thread at a time, and lets one that computes go on for 5 ms while the
others wait. The thread that feeds the database waits so after each of its answers, thousands of times; and so
does whoever asks a web server's process for a page in which somebody's import runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import active_count
from time import sleep
from typing import TypeVar

Item = TypeVar("Item")

#: Seconds: long enough for a thread that waits to wake up.
_A_MOMENT = 0.000_05


def with_turns(items: Iterable[Item], every: int) -> Iterator[Item]:
    """The same; other threads, if there are any, have their turn after each `every`, a millisecond's work."""
    if active_count() == 1:
        yield from items
        return
    for number, item in enumerate(items, start=1):
        yield item
        if not number % every:
            sleep(_A_MOMENT)
