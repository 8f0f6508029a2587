"""A workshop in a process of its own: it reads while the interpreter that feeds the database does that.

The process is forked, so that it begins within milliseconds with all that was prepared for it. It has no
database: the connection's socket, which it would share, is shut to it. What goes wrong there is raised where
its steps are waited for. It ends with whoever asks it: at the end of the pipe, however that came about.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from multiprocessing.connection import Connection
from pathlib import Path

from django.db import connections

from events.exchange.known import Answer
from events.exchange.refusals import BrokenOff
from events.exchange.workshop import Beside, Step, Worker, Workshop

#: Bytes of a file that is worth a process.
LARGE = 1_000_000


def worker_for(workshop: Workshop, path: Path, *, may_fork: bool) -> Worker:
    """`may_fork`: no other thread runs in this process. One that is forked from several has their locks, and
    nobody who opens them."""
    # macOS's own libraries do not stand it either.
    if may_fork and hasattr(os, "fork") and sys.platform != "darwin" and path.stat().st_size >= LARGE:
        return Apart(workshop)
    return Beside(workshop)


class Apart:
    def __init__(self, workshop: Workshop) -> None:
        forking = multiprocessing.get_context("fork")
        self._pipe, end = forking.Pipe()
        self._process = forking.Process(
            target=_work, args=(workshop, end, self._pipe), name="reading", daemon=True
        )
        # Ctrl-C goes to both, and the one here ends the other: until that has learnt it, it does not hear it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        end.close()
        workshop.close()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="asking")

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def step(self, answer: Answer | None) -> Future[Step]:
        """Raises, where it is waited for, what was raised there, or BrokenOff if the process is gone."""
        return self._thread.submit(self._ask, answer)

    def close(self) -> None:
        self._process.kill()  # it holds nothing that it would have to put away
        self._thread.shutdown(cancel_futures=True)
        self._process.join()
        self._process.close()
        self._pipe.close()

    def _ask(self, answer: Answer | None) -> Step:
        try:
            self._pipe.send(answer)
            said = self._pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self._process.join()
            raise BrokenOff(_ending(self._process.exitcode)) from error
        if isinstance(said, BaseException):
            raise said
        step: Step = said
        return step


def _ending(code: int | None) -> str:
    if code == -signal.SIGKILL:
        why = "The system ended the process that reads the file, as it does when memory runs out."
    elif code is not None and code < 0:
        why = f"The process that reads the file was ended by {signal.Signals(-code).name}."
    else:
        why = f"The process that reads the file ended by itself, with {code}."
    return f"{why} Nothing was written; start the import again."


def _work(workshop: Workshop, pipe: Connection, other_end: Connection) -> None:
    """The process, from its beginning to its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    other_end.close()  # else the pipe would not end with the other process
    _end_with_parent()
    _shut_databases()
    try:
        while True:
            answer = pipe.recv()
            try:
                step = workshop.step(answer)
                if step.batch is not None:
                    step.batch = step.batch.without_entries()
            except BaseException as error:  # raised again where the step is waited for
                pipe.send(_as_sent(error))
                return
            pipe.send(step)
            if step.asked is None:
                return
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _end_with_parent() -> None:
    """In the middle of a step as well: of rows that are all refused it goes on to the end of the file."""
    parent = os.getppid()

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)


def _shut_databases() -> None:
    """The sockets lead nowhere from now on, in this process alone. To close the connections would end the
    sessions of the other one."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for database in connections.all(initialized_only=True):
        if database.connection is not None:
            os.dup2(nowhere, database.connection.fileno())
    os.close(nowhere)


def _as_sent(error: BaseException) -> BaseException:
    """The error as it can be sent, with where it was raised."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.dumps(copy(error))  # which makes it anew as the other end does
    except Exception:  # of some library that did not think of this
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
