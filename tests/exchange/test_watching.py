"""How far an import is, and its end by somebody who does not want to wait for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import ANY

import psycopg
import pytest
from django.db import connection

from events.enums import ImportState
from events.exchange import apart, reading, running, storing
from events.exchange.opening import about_rows, format_of
from events.exchange.preparing import prepare
from events.exchange.reading import Reader
from events.exchange.refusals import BrokenOff
from events.exchange.running import Options, run_import
from events.exchange.watching import HowFar, how_far, stop, watched
from events.models import Event, ImportRun
from tests.exchange import hostile
from tests.exchange.files import DATELINE, write_csv
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def prepared(path: Path) -> ImportRun:
    return prepare(path, by=make.person(), dataset="A list").run


@pytest.mark.parametrize("name", list(hostile.FORMATS))
def test_import_of_every_format_says_how_far_it_is(tmp_path: Path, name: str) -> None:
    path = hostile.written(tmp_path / "list", name)
    run = prepared(path)
    tell = watched(run, 40)
    seen: list[HowFar | None] = [how_far(run)]

    run_import(
        path,
        run,
        by=run.by,
        progress=lambda rows: tell(rows) or seen.append(how_far(run)),
    )

    before, *_others, last = seen
    assert before is None
    assert last is not None
    assert how_far(prepare(path, by=run.by, dataset="A list").run) is None
    assert (last.rows, last.of) == ((4, 40) if name == "jsonl" else (1, 40))
    assert run.state == ImportState.DONE


@pytest.mark.parametrize("is_dry_run", [False, True], ids=["run", "tried out"])
def test_import_that_is_stopped_writes_nothing_and_can_be_started_again(
    tmp_path: Path, is_dry_run: bool
) -> None:
    path = hostile.written(tmp_path / "list", "dateline")
    run = prepared(path)
    run.counts = {"encoding": "koi8-r"}
    run.save()
    tell, options = watched(run, 1), Options(is_dry_run=is_dry_run)

    with pytest.raises(BrokenOff, match="was stopped, and nothing was written"):
        run_import(path, run, by=run.by, options=options, progress=lambda rows: stop(run) or tell(rows))

    assert not Event.objects.exists()
    stop(run)  # what was said within the import was taken back with it
    run = ImportRun.objects.get()
    assert run.counts == {"encoding": "koi8-r", "is_stopped": True}
    assert run.state == (ImportState.PREPARED if is_dry_run else ImportState.BROKEN_OFF)
    assert run_import(path, run, by=run.by, progress=watched(run, 1)).added == 1
    assert run.state == ImportState.DONE


@pytest.mark.parametrize("may_fork", [True, False], ids=["process", "thread"])
def test_file_of_refused_rows_says_how_far_it_is_and_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, may_fork: bool
) -> None:
    """None of its rows ever fills a portion."""
    monkeypatch.setattr(apart, "LARGE", 0)
    monkeypatch.setattr(storing, "_PATIENCE", 0.01)
    number = 20_000
    rows = ({**DATELINE, "event_id": str(row), "earliest": "2019-02-31"} for row in range(number))
    path = write_csv(tmp_path / "list.csv", *rows)
    run = prepared(path)
    tell, seen = watched(run, number), [0]

    def progress(rows: int) -> None:
        seen.append(rows)
        if rows:
            stop(run)
        tell(rows)

    with pytest.raises(BrokenOff, match="was stopped"):
        run_import(path, run, by=run.by, options=Options(may_fork=may_fork), progress=progress)

    assert 0 < seen[-1] < number
    assert seen == sorted(seen)


def test_thread_reads_no_further_once_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = 20_000
    rows = ({**DATELINE, "event_id": str(row), "earliest": "2019-02-31"} for row in range(number))
    path = write_csv(tmp_path / "list.csv", *rows)
    readers = []

    class Kept(Reader):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            readers.append(self)

    monkeypatch.setattr(running, "Reader", Kept)
    monkeypatch.setattr(storing, "_PATIENCE", 0.01)

    def progress(rows: int) -> None:
        if readers:
            raise KeyboardInterrupt

    run = prepared(path)
    with pytest.raises(KeyboardInterrupt):
        run_import(path, run, by=run.by, progress=progress)

    assert readers[0].rows_read < number / 2


def test_file_that_is_refused_says_how_far_it_is_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first bad row of "all or none" nothing is written any more, and the rest is read."""
    monkeypatch.setattr(reading, "FIRST", 2)
    monkeypatch.setattr(reading, "CHUNK", 3)
    rows = [{**DATELINE, "event_id": str(row)} for row in range(30)]
    rows[0]["earliest"] = "2019-02-31"
    path = write_csv(tmp_path / "list.csv", *rows)
    run = prepared(path)
    seen: list[int] = []

    report = run_import(path, run, by=run.by, progress=seen.append)

    assert (report.rows, report.added, report.refused) == (30, 0, 1)
    assert len(set(seen)) > 3
    assert seen[-1] == 30


def test_session_that_does_nothing_any_more_is_no_import(tmp_path: Path) -> None:
    """One that is kept for the next request has its own name again; one that was lost with it is idle."""
    run = prepared(hostile.written(tmp_path / "list", "dateline"))
    settings = connection.get_connection_params()
    with psycopg.connect(
        **{name: settings[name] for name in ("dbname", "host", "user", "port") if name in settings},
        application_name=f"import {run.pk}: 3 of 9", autocommit=True,
    ) as another:  # fmt: skip
        assert how_far(run) is None
        with another.transaction():
            another.execute("SELECT 1")
            assert how_far(run) == HowFar(3, 9, ANY)


@pytest.mark.parametrize(
    ("far", "percent", "left"),
    [
        (HowFar(500, 2000, 120), 25, 6),
        (HowFar(2100, 2000, 120), 99, 1),  # line breaks in texts, or fewer rows than it seemed
        (HowFar(500, 0, 120), None, None),
        (HowFar(0, 2000, 1), 0, None),
    ],
    ids=["a quarter", "more than there are", "of nobody knows", "only begun"],
)
def test_how_far_is_said_in_percent_and_minutes(far: HowFar, percent: int | None, left: int | None) -> None:
    assert (far.percent, far.minutes_left) == (percent, left)


@pytest.mark.parametrize("name", list(hostile.FORMATS))
def test_rows_are_counted_before_they_are_read(tmp_path: Path, name: str) -> None:
    path = hostile.written(tmp_path / "list", name, hostile.NO_DAY)

    assert about_rows(path, format_of(path)) == (5 if name == "jsonl" else 2)


def test_rows_of_what_is_no_workbook_are_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK nothing")

    assert about_rows(path, "xlsx") == 0
