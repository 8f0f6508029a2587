"""Everything out as JSON lines and in again: the same rows, in a database that has none of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from events.enums import ImportMode, ImportState, Status
from events.exchange import records_in
from events.exchange.preparing import prepare
from events.exchange.records_out import record_of, records_of
from events.exchange.refusals import Unreadable
from events.exchange.running import run_import
from events.models import Article, Event, EventMention, Figure, ImportRun, Mention, SourceRecord
from events.review.acts import Refused
from events.review.events import publish_event
from tests import factories
from tests.exchange.files import read_in
from tests.review import factories as make

pytestmark = pytest.mark.django_db

#: Numbers are the file's own.
_NUMBERS = {
    "id",
    "article",
    "event",
    "mention",
    "mentions",
    "outlet",
    "claimant",
    "layer",
    "place",
    "created_by",
}


def everything() -> list[list[dict]]:
    models = (Article, Mention, Event, Figure)
    return [
        [
            {name: value for name, value in record_of(row).items() if name not in _NUMBERS}
            for row in model.objects.order_by("pk")
        ]
        for model in models
    ]


def test_export_read_into_an_empty_database_gives_the_same_rows(tmp_path: Path) -> None:
    factories.published_event()
    factories.published_event(title="Another night")
    path = tmp_path / "all.jsonl"
    path.write_text("".join(records_of(Event.objects.all())))
    before = everything()
    for model in (EventMention, Figure, Event, Mention, Article):
        model.objects.all()._raw_delete("default")

    report = read_in(path, make.person(), target=Status.PUBLISHED, dataset="The Herald")

    assert report.problems == []
    assert everything() == before
    assert Event.objects.published().count() == 2
    again = read_in(path, make.person(), target=Status.PUBLISHED, dataset="The Herald")
    assert (again.unchanged, again.added) == (2, 0)
    assert everything() == before


def test_without_publishing_all_are_drafts(tmp_path: Path) -> None:
    factories.published_event()
    path = tmp_path / "all.jsonl"
    path.write_text("".join(records_of(Event.objects.all())))
    for model in (EventMention, Figure, Event, Mention, Article):
        model.objects.all()._raw_delete("default")

    read_in(path, make.person("Editor"), dataset="The Herald")

    assert Event.objects.published().count() == Figure.objects.published().count() == 0
    assert Event.objects.get().status == Status.DRAFT


def test_file_does_not_say_what_is_a_demonstration_or_kept_from_readers(
    tmp_path: Path, settings: Settings
) -> None:
    """Nobody wants four eyes of a demonstration."""
    factories.published_event()
    path = tmp_path / "all.jsonl"
    lines = [json.loads(line) for line in records_of(Event.objects.all())]
    claimed = {"is_demonstration": True, "is_coarsened": True, "is_withheld": True, "run": 1}
    path.write_text("".join(f"{json.dumps(line | claimed)}\n" for line in lines))
    for model in (EventMention, Figure, Event, Mention, Article):
        model.objects.all()._raw_delete("default")
    by, settings.FOUR_EYES = make.person(), True

    report = read_in(path, by, dataset="The Herald")

    event, article, figure = Event.objects.get(), Article.objects.get(), Figure.objects.get()
    assert report.problems == []
    told = (event.is_demonstration, event.is_coarsened, article.is_demonstration, article.is_withheld)
    assert not any((*told, figure.is_withheld, event.mentions.get().is_withheld))
    with pytest.raises(Refused, match="another publisher publishes it"):
        publish_event(event, by=by)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{}", "none of Dateline's JSON lines"),
        ('{"record": "dateline", "format": 9}', "has format 9"),
        ('{"record": "dateline-project", "format": 1}', "is a whole project.*import_project"),
    ],
)
def test_other_file_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content)

    with pytest.raises(Unreadable, match=sentence):
        read_in(path, make.person(), dataset="A")


def test_line_that_names_nothing_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"record": "dateline", "format": 1}\nnonsense\n'
        '{"record": "mention", "id": 1, "article": 7, "start": 0, "end": 1}\n'
    )

    report = read_in(path, make.person(), dataset="A")

    assert [problem.row for problem in report.problems] == [2, 3]
    assert "is no line of Dateline's JSON lines" in report.problems[0].sentence
    assert "no line before it that is article 7" in report.problems[1].sentence
    assert not SourceRecord.objects.exists()


HEAD = {"record": "dateline", "format": 1}
LAYER = {"record": "layer", "id": 1, "slug": "a-list", "name": "A list"}


def lines_in(path: Path, *lines: dict) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in (HEAD, LAYER, *lines)))
    return path


def event(pk: int, **said: str) -> dict:
    point = {"geometry": "POINT (36.8 35.86)", "point": "POINT (36.8 35.86)", "precision": "settlement"}
    return {
        "record": "event",
        "id": pk,
        "title": f"Shells {pk}",
        "kind": "clash",
        "layer": 1,
        **point,
        **said,
    }


def test_line_that_the_database_refuses_takes_no_other_with_it(tmp_path: Path) -> None:
    """Lines go in together; the one at fault is looked for, and its id stays taken."""
    days = {"earliest": "2019-08-30", "latest": "2019-08-29", "date_precision": "day"}
    rows = [event(1), event(2), event(3, **days), event(3), event(4), {"record": "event", "id": 5}, event(6)]

    report = read_in(lines_in(tmp_path / "a.jsonl", *rows), make.person(), dataset="A", mode=ImportMode.GOOD)

    assert [(problem.row, problem.source_id) for problem in report.problems] == [(5, "3"), (6, "3"), (8, "5")]
    assert "stands in line 5 already" in report.problems[1].sentence
    assert (report.rows, report.added, report.refused) == (8, 4, 3)
    assert sorted(Event.objects.values_list("title", flat=True)) == [f"Shells {pk}" for pk in (1, 2, 4, 6)]
    assert list(SourceRecord.objects.order_by("row").values_list("row", flat=True)) == [3, 4, 7, 9]


def test_lines_go_in_under_few_savepoints(tmp_path: Path) -> None:
    """Each took 8 KB of the database's memory until the end: gigabytes for a file of short lines."""
    path = lines_in(tmp_path / "a.jsonl", *(event(pk) for pk in range(30)))

    with CaptureQueriesContext(connection) as asked:
        assert read_in(path, make.person(), dataset="A").added == 30

    assert sum(query["sql"].startswith("SAVEPOINT") for query in asked) < 12


def test_lines_that_the_database_refuses_one_after_the_other_end_the_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records_in, "_MOST_REFUSED", 2)
    days = {"earliest": "2019-08-30", "latest": "2019-08-29", "date_precision": "day"}
    path = lines_in(tmp_path / "a.jsonl", event(9), *(event(pk, **days) for pk in range(5)))

    with pytest.raises(
        Unreadable, match=r"^The database refused more than 2 lines, the last of them line 6: "
    ):
        read_in(path, make.person(), dataset="A", mode=ImportMode.GOOD)

    assert not Event.objects.exists()


def test_lines_without_rows_are_refused_when_they_are_read_in_too(tmp_path: Path) -> None:
    """As of a file that was uploaded before such ones were refused."""
    path = lines_in(tmp_path / "a.jsonl")
    run = prepare(path, by=make.person(), dataset="A").run
    path.write_text(f"{json.dumps(HEAD)}\n")

    with pytest.raises(Unreadable, match=r"^The file has no lines below"):
        run_import(path, run, by=run.by)

    run = ImportRun.objects.get()
    assert (run.state, run.problems[0][4][:21]) == (ImportState.REFUSED, "The file has no lines")


def test_second_head_is_no_line(tmp_path: Path) -> None:
    """As where two files are put together."""
    report = read_in(lines_in(tmp_path / "a.jsonl", HEAD | {"id": 1}), make.person(), dataset="A")

    (problem,) = report.problems
    assert (problem.row, problem.sentence) == (
        3, 'A "dateline" is no line of Dateline\'s JSON lines. Leave it out.',
    )  # fmt: skip
