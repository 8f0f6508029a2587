"""Everything out as JSON lines and in again: the same rows, in a database that has none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.enums import Status
from events.exchange.records_out import record_of, records_of
from events.exchange.refusals import Unreadable
from events.models import Article, Event, EventMention, Figure, Mention, SourceRecord
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
