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
from events.models import Article, Decision, Event, EventMention, Figure, ImportRun, Mention, SourceRecord
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


TEXT = "Residents said that shells fell on Saraqib. Five people were killed in Saraqib."


def told(pk: int) -> list[dict]:
    """An article with a place, an event, what joins them and a figure, as an export has them."""
    words = {"quote": "Saraqib", "excerpt_start": 0, "excerpt_end": len(TEXT)}
    return [
        {"record": "article", "id": pk, "outlet": 1, "headline": "Shells", "text": f"{TEXT} No. {pk}.",
         "published_on": "2019-08-31", "language": "en"},
        {"record": "mention", "id": pk, "article": pk, "start": 35, "end": 42, "phrase_start": 35,
         "phrase_end": 42, **words},
        event(pk),
        {"record": "eventmention", "id": pk, "event": pk, "mention": pk},
        {"record": "figure", "id": pk, "article": pk, "event": pk, "mentions": [pk], "start": 44, "end": 55,
         "wording": "Five people", "measure": "killed", "people": "people", "low": 5, "high": 5,
         "excerpt_start": 44, "excerpt_end": len(TEXT)},
    ]  # fmt: skip


OUTLET = {"record": "outlet", "id": 1, "name": "Invented Herald"}


def of_all() -> list[int]:
    models = (Article, Mention, Event, EventMention, Figure, Figure.mentions.through, SourceRecord, Decision)
    return [model.objects.count() for model in models]


@pytest.mark.parametrize("is_by_table", [True, False], ids=["table by table", "event by event"])
def test_lines_of_a_portion_are_looked_up_and_written_together(tmp_path: Path, is_by_table: bool) -> None:
    """Line by line an import of 40,000 took minutes. Only articles are looked up each."""
    groups = [told(pk) for pk in range(1, 31)]
    lines = [line for group in (zip(*groups, strict=True) if is_by_table else groups) for line in group]
    path = lines_in(tmp_path / "a.jsonl", OUTLET, *lines)
    by = make.person()
    with CaptureQueriesContext(connection) as asked:
        report = read_in(path, by, dataset="A")

    assert (report.problems, report.added, of_all()) == ([], 30, [30] * 8)
    alike = [query["sql"] for query in asked if '"events_article"."fingerprint"' not in query["sql"]]
    assert len(alike) < 80
    assert sum(sql.startswith("INSERT") for sql in alike) < 14


def test_second_reading_of_a_file_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the rows of an article stand in other portions than it."""
    monkeypatch.setattr(records_in, "_PORTION", 7)
    path = lines_in(tmp_path / "a.jsonl", OUTLET, *(line for pk in range(1, 6) for line in told(pk)))
    by = make.person()
    assert (read_in(path, by, dataset="A").added, of_all()) == (5, [5] * 8)

    again = read_in(path, by, dataset="A")

    assert (again.problems, again.added, again.unchanged, of_all()) == ([], 0, 5, [5] * 8)


@pytest.mark.parametrize("portion", [200, 5])
def test_rows_that_a_file_tells_twice_are_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    """Under another number: whatever names it means the first, in the same portion and in another."""
    monkeypatch.setattr(records_in, "_PORTION", portion)
    article, mention, _event, _link, figure = told(1)
    again = [
        {**article, "id": 2}, {**mention, "id": 2, "article": 2}, event(2),
        {"record": "eventmention", "id": 2, "event": 2, "mention": 1},
        {"record": "eventmention", "id": 3, "event": 2, "mention": 2},
        {**figure, "id": 2}, {**figure, "id": 3, "article": 2},
        {**event(1), "id": "1", "title": "The same once more"},
    ]  # fmt: skip

    path = lines_in(tmp_path / "a.jsonl", OUTLET, *told(1), *again)
    by = make.person()
    with CaptureQueriesContext(connection) as asked:
        report = read_in(path, by, dataset="A", mode=ImportMode.GOOD)

    assert (report.problems, report.added, report.unchanged) == ([], 2, 1)
    assert of_all() == [1, 1, 2, 2, 1, 1, 2, 2]
    assert not [query for query in asked if query["sql"].startswith("ROLLBACK")], "the database refused one"
