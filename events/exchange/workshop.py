"""A file's rows, portion by portion, from the file to the lines that the database takes. No database here.

A workshop does one step after the other as it is asked, and whoever asks works with the database meanwhile.
It is in a thread beside that one (`Beside`), or in a process of its own (`apart.Apart`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from events.exchange.assembling import Assembler, Batch
from events.exchange.entries import Entry
from events.exchange.known import Answer, Asked
from events.exchange.reading import Reader
from events.exchange.report import Report


@dataclass(slots=True)
class Step:
    """What is asked about the next portion, None after the last one; the rows of the one before; and what was
    said of rows meanwhile."""

    asked: Asked | None
    batch: Batch | None
    report: Report


class Workshop:
    def __init__(self, reader: Reader, assembler: Assembler, report: Report) -> None:
        """`report` is the reader's."""
        self._reader, self._assembler, self._report = reader, assembler, report
        self._portions: Iterator[Sequence[Entry]] = reader.chunks()

    def step(self, answer: Answer | None) -> Step:
        """Takes the answer about the portion that was asked about last, None where it is not wanted. Raises
        Unreadable where the file cannot be read on."""
        batch = self._assembler.assemble(answer) if answer else None
        portion = next(self._portions, None)
        asked = None if portion is None else self._assembler.gather(portion)
        return Step(asked, batch, self._report.taken())

    def leave(self) -> None:
        """Ends the step that another thread is at: nobody waits for it."""
        self._reader.leave()

    def close(self) -> None:
        self._reader.close()


class Worker(Protocol):
    """Where a workshop's steps are done."""

    def step(self, answer: Answer | None) -> Future[Step]: ...

    def close(self) -> None: ...


class Beside:
    """In a thread: it shares the interpreter with the one that asks, and needs no time to begin."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")

    def step(self, answer: Answer | None) -> Future[Step]:
        return self._thread.submit(self._workshop.step, answer)

    def close(self) -> None:
        self._workshop.leave()
        self._thread.shutdown(cancel_futures=True)
        self._workshop.close()
