"""Files that are read in a process of their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.contrib.gis.db.models.functions import AsWKT
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from events.enums import ImportMode, ImportState
from events.exchange.apart import Apart, worker_for
from events.exchange.inserting import Inserter
from events.exchange.known import Answer
from events.exchange.refusals import BrokenOff
from events.exchange.report import Report
from events.exchange.workshop import Beside, Step, Workshop
from events.models import Article, Decision, Event, Figure, ImportRun, Mention, SourceRecord
from tests.exchange.files import ACLED, DATELINE, UCDP, read_in, write_csv
from tests.review import factories as make

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="macOS cannot fork beside its own libraries")


@pytest.fixture
def by() -> AbstractUser:
    return make.person("Publisher")


@pytest.fixture(autouse=True)
def many_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.exchange.apart.LARGE", 0)
    monkeypatch.setattr("events.exchange.reading.FIRST", 2)
    monkeypatch.setattr("events.exchange.reading.CHUNK", 3)


def ged(path: Path, number: int, **cells: str) -> Path:
    return write_csv(path / "ged.csv", *({**UCDP, "id": str(row), **cells} for row in range(number)))


def children() -> list[multiprocessing.process.BaseProcess]:
    return [child for child in multiprocessing.active_children() if child.name == "reading"]


def told() -> list[list[tuple[Any, ...]]]:
    names = F("source_records__source_id")
    events = Event.objects.annotate(said=names, at=AsWKT("geometry")).order_by("said")
    figures = Figure.objects.order_by("event__source_records__source_id", "measure", "people", "role")
    return [
        list(events.values_list("said", "title", "place", "at", "earliest", "precision")),
        list(
            events.order_by("said", "mentions__quote").values_list(
                "said", "mentions__quote", "mentions__place", "mentions__article__text"
            )
        ),
        list(figures.values_list("wording", "low", "high", "claimant__name", "article__text")),
        list(SourceRecord.objects.order_by("source_id").values_list("source_id", "row", "raw", "digest")),
        [(model.objects.count(),) for model in (Article, Mention, Decision)],
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["ucdp", "acled", "dateline"])
def test_process_makes_of_a_file_what_a_thread_makes(tmp_path: Path, by: AbstractUser, scheme: str) -> None:
    rows: list[dict[str, str]] = {
        "ucdp": [{**UCDP, "id": f"{n}", "where_coordinates": f"Ṣarāqib {n // 3}"} for n in range(9)],
        "acled": [{**ACLED, "event_id_cnty": f"SYR{n}", "notes": f"It’s hit {n}."} for n in range(9)],
        # Two events a text, in portions that part them.
        "dateline": [
            {**DATELINE, "event_id": f"a{n}", "outlet": "The Herald", "url": f"https://example.org/{n // 2}",
             "excerpt": f"Shells hit market {n // 2}."}
            for n in range(9)
        ],
    }[scheme]  # fmt: skip
    dataset = "A list" if scheme == "dateline" else ""
    # Claimants keep their numbers, which are in the digests.
    read_in(write_csv(tmp_path / "first.csv", rows.pop()), by, dataset=dataset)
    path = write_csv(tmp_path / "list.csv", *rows)
    made = []
    for may_fork in (True, False):
        with transaction.atomic():
            report = read_in(path, by, dataset=dataset, may_fork=may_fork)
            again = read_in(path, by, dataset=dataset, may_fork=may_fork)
            made.append((report.counts, again.counts, told()))
            transaction.set_rollback(True)

    assert made[0] == made[1]
    assert (made[0][0]["added"], made[0][1]["unchanged"]) == (8, 8)
    assert children() == []


@pytest.mark.django_db
def test_rows_that_changed_come_back_from_the_process(tmp_path: Path, by: AbstractUser) -> None:
    read_in(ged(tmp_path, 7), by, may_fork=True)

    report = read_in(ged(tmp_path, 8, best="14"), by, may_fork=True, version="2.0")

    assert (report.rows, report.added, report.updated, report.problems) == (8, 1, 7, [])


@pytest.mark.django_db
def test_refused_rows_are_said_by_the_process(tmp_path: Path, by: AbstractUser) -> None:
    rows = [{**UCDP, "id": str(row), "low": "many" if row % 4 == 1 else "3"} for row in range(9)]
    path = write_csv(tmp_path / "ged.csv", *rows)

    refused = read_in(path, by, may_fork=True)
    good = read_in(path, by, may_fork=True, mode=ImportMode.GOOD)

    assert (refused.rows, refused.added, refused.refused) == (9, 0, 2)
    assert [problem.source_id for problem in good.problems] == ["1", "5"]
    assert (good.rows, good.added, good.refused) == (9, 7, 2)


@pytest.mark.django_db
def test_row_that_only_the_database_refuses_is_found(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.exchange.rendering.label_of", lambda *_: "SRID=4326;POINT(999 0)")

    report = read_in(ged(tmp_path, 3), by, may_fork=True, mode=ImportMode.GOOD)

    assert (report.rows, report.added, report.refused) == (3, 0, 3)


@pytest.mark.django_db
def test_damaged_file_is_said_as_it_is_without_a_process(tmp_path: Path, by: AbstractUser) -> None:
    path = ged(tmp_path, 9)
    with path.open("a") as file:
        file.write("x" * 200_000 + "\n" + "x" * 6_000_000)

    with pytest.raises(CommandError, match=r"^The row at line 12 has more than 5,000,000 characters\."):
        call_command("import_events", path, by=by.username)

    assert (Event.objects.count(), ImportRun.objects.get().state) == (0, ImportState.REFUSED)
    assert children() == []


@pytest.mark.django_db
def test_killed_process_is_said_and_leaves_nothing(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Inserter.write

    def kill(self: Inserter, batch: Any) -> None:
        write(self, batch)
        for child in children():
            child.kill()
            child.join()

    monkeypatch.setattr(Inserter, "write", kill)

    with pytest.raises(CommandError, match=r"as it does when memory runs out\. Nothing was written; start"):
        call_command("import_events", ged(tmp_path, 30), by=by.username)

    assert (Event.objects.count(), ImportRun.objects.get().state) == (0, ImportState.BROKEN_OFF)
    assert children() == []


@pytest.mark.django_db
def test_interrupt_ends_the_process_and_leaves_nothing(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = []

    def interrupt(self: Inserter, batch: Any) -> None:
        began.extend(children())
        raise KeyboardInterrupt

    monkeypatch.setattr(Inserter, "write", interrupt)

    with pytest.raises(KeyboardInterrupt):
        read_in(ged(tmp_path, 30), by, may_fork=True)

    assert len(began) == 1
    assert (Event.objects.count(), children()) == (0, [])


@pytest.mark.django_db
def test_database_is_shut_to_the_process_alone(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Inserter.write
    there = []

    def look(self: Inserter, batch: Any) -> None:
        if not there:  # later it may have ended
            number = connection.connection.fileno()
            there.extend(Path(f"/proc/{child.pid}/fd/{number}").readlink() for child in children())
        write(self, batch)

    monkeypatch.setattr(Inserter, "write", look)

    assert read_in(ged(tmp_path, 30), by, may_fork=True).added == 30
    assert there == [Path(os.devnull)]


@pytest.mark.django_db
def test_process_leaves_ctrl_c_to_the_one_that_asks(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal sends it to both: the one that writes decides, and says it once."""
    write = Inserter.write

    def interrupt(self: Inserter, batch: Any) -> None:
        for child in children():
            os.kill(child.pid or 0, signal.SIGINT)
        write(self, batch)

    monkeypatch.setattr(Inserter, "write", interrupt)

    assert read_in(ged(tmp_path, 9), by, may_fork=True).added == 9
    # Which hears it as before.
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


class Endless(Workshop):
    """Steps without a file."""

    def __init__(self) -> None:
        """Needs nothing."""

    def step(self, answer: Answer | None) -> Step:
        return Step(None if answer else Answer(), None, Report())  # type: ignore[arg-type]

    def leave(self) -> None:
        """Has nothing."""

    def close(self) -> None:
        """Has nothing."""


#: Whether a process that is forked here is interrupted before it does anything.
at_birth: list[bool] = []


def interrupt_at_birth() -> None:
    if at_birth:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # an exception would be passed over here
        os.kill(os.getpid(), signal.SIGINT)


os.register_at_fork(after_in_child=interrupt_at_birth)


def test_ctrl_c_is_not_heard_before_the_process_has_learnt_that() -> None:
    at_birth.append(True)
    try:
        apart = Apart(Endless())
    finally:
        at_birth.clear()

    with closing(apart):
        assert apart.step(None).result(timeout=30) == Endless().step(None)


class Odd(Exception):
    """Cannot be made anew from its words, as those of some libraries."""

    def __init__(self, words: str, number: int) -> None:
        super().__init__(words)


class Ending(Endless):
    """Its step does something that ends the process, or raises."""

    def __init__(self, step: Callable[[], Any]) -> None:
        self._step = step

    def step(self, answer: Answer | None) -> Step:
        return self._step()  # type: ignore[no-any-return]


def odd() -> None:
    raise Odd("a fault of its own", 7)


@pytest.mark.parametrize(
    ("step", "error", "sentence"),
    [
        (odd, RuntimeError, "^Odd: a fault of its own$"),
        (
            lambda: os._exit(3),
            BrokenOff,
            r"^The process that reads the file ended by itself, with 3\. Nothing",
        ),
        (
            lambda: os.kill(os.getpid(), signal.SIGTERM) or time.sleep(60),
            BrokenOff,
            r"^The process that reads the file was ended by SIGTERM\. Nothing was written",
        ),
    ],
    ids=["raised", "exit", "ended"],
)
def test_what_ends_the_process_is_said(
    step: Callable[[], Any], error: type[Exception], sentence: str
) -> None:
    with closing(Apart(Ending(step))) as apart, pytest.raises(error, match=sentence):
        apart.step(None).result(timeout=30)


def test_error_tells_where_in_the_process_it_was_raised() -> None:
    with closing(Apart(Ending(lambda: 1 / 0))) as apart, pytest.raises(ZeroDivisionError) as said:
        apart.step(None).result(timeout=30)

    assert "in step" in said.value.__notes__[0]


def begin(told: Connection) -> None:
    apart = Apart(Endless())
    apart.step(None).result()
    told.send(apart.pid)
    time.sleep(60)


def begin_a_long_step(told: Connection) -> None:
    def go_on() -> None:
        told.send(os.getpid())
        while True:
            pass

    Apart(Ending(go_on)).step(None).result()


@pytest.mark.parametrize("begin", [begin, begin_a_long_step])
def test_process_ends_with_one_that_was_killed(begin: Callable[[Connection], None]) -> None:
    here, there = multiprocessing.Pipe()
    parent = multiprocessing.get_context("fork").Process(target=begin, args=(there,))
    parent.start()
    child = here.recv()

    parent.kill()
    parent.join()

    deadline = time.monotonic() + 10
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        # Of a process that nobody takes note of a zombie stays.
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_small_files_and_those_beside_other_threads_take_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.exchange.apart.LARGE", 100)
    path = tmp_path / "list.csv"
    chosen = []
    for size, may_fork in ((99, True), (100, False), (100, True)):
        path.write_bytes(b"x" * size)
        worker = worker_for(Endless(), path, may_fork=may_fork)
        worker.close()
        chosen.append(type(worker))

    assert chosen == [Beside, Beside, Apart]
