"""An import that the database cannot end: a full disk, a lost connection. Nothing is half-written, and the
sentence says what happened, in every format.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractUser
from django.core.management import CommandError, call_command
from django.db import connection

from events.enums import ImportState
from events.exchange.assembling import Batch
from events.exchange.inserting import Inserter
from events.exchange.project_out import lines_of, select_project
from events.models import Article, Event, ImportRun, Outlet, SourceRecord
from tests import factories
from tests.exchange import hostile, rich
from tests.exchange.files import UCDP, write_csv
from tests.review import factories as make

pytestmark = pytest.mark.django_db

FULL = r"The database's disk is full: .*No space left on device. Nothing was written; make room there"


@pytest.fixture
def by() -> AbstractUser:
    return make.person("Publisher")


def fill_the_disk() -> None:
    """From now on PostgreSQL answers as it does when it cannot extend a table: what a full disk is to it and
    to us, without the rights that it takes to fill one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';"
            " END $$;"
            "CREATE TRIGGER full_disk BEFORE INSERT ON events_eventmention FOR EACH STATEMENT"
            " EXECUTE FUNCTION pg_temp.refuse();"
            "CREATE TRIGGER full_disk BEFORE INSERT ON events_sourcerecord FOR EACH STATEMENT"
            " EXECUTE FUNCTION pg_temp.refuse()"
        )


@pytest.mark.parametrize("mode", ["all", "good"])
@pytest.mark.parametrize("name", list(hostile.FORMATS))
def test_full_disk_ends_the_import_in_every_format(
    tmp_path: Path, by: AbstractUser, name: str, mode: str
) -> None:
    """Also where good rows are kept: that the disk is full is no row's fault."""
    path = hostile.written(tmp_path / "list", name)
    fill_the_disk()

    with pytest.raises(CommandError, match=FULL):
        call_command("import_events", path, by=by.username, dataset="A list", mode=mode)

    assert [model.objects.count() for model in (Event, Article, SourceRecord)] == [0, 0, 0]
    assert ImportRun.objects.get().state == ImportState.BROKEN_OFF


def test_full_disk_ends_the_reading_of_a_project(tmp_path: Path, by: AbstractUser) -> None:
    factories.published_event()
    path = tmp_path / "project.jsonl"
    path.write_text("".join(lines_of(select_project(by=by))))
    rich.empty_the_database()
    fill_the_disk()

    with pytest.raises(CommandError, match=FULL):
        call_command("import_project", path, by=by.username)

    assert [model.objects.count() for model in (Event, Article, Outlet)] == [0, 0, 0]


def test_lost_database_leaves_nothing(
    tmp_path: Path, by: AbstractUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{**UCDP, "id": f"lost-{number}"} for number in range(5)]
    path = write_csv(tmp_path / "ged.csv", *rows)
    monkeypatch.setattr("events.exchange.reading.FIRST", 1)
    monkeypatch.setattr("events.exchange.reading.CHUNK", 2)
    write = Inserter.write
    written = []
    other = connection.copy()

    def lose(self: Inserter, batch: Batch) -> None:
        if written:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
        write(self, batch)
        written.append(batch)

    monkeypatch.setattr(Inserter, "write", lose)
    try:
        with pytest.raises(
            CommandError, match=r"The database ended the import: .*Nothing was written; start"
        ):
            call_command("import_events", path, by=by.username, dataset="A list")
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM events_sourcerecord WHERE source_id LIKE 'lost-%%'")
            assert (len(written), cursor.fetchone()) == (1, (0,))
    finally:
        other.close()
        connection.close()  # with the test's own transaction, which the database has taken back
