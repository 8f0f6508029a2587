from __future__ import annotations

import gc
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.models import Dataset, Event
from tests.exchange.files import UCDP, write_csv
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by() -> str:
    return make.person("Publisher").username


def test_good_file_is_read_in_and_counted(
    tmp_path: Path, by: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP)

    call_command("import_events", path, by=by, dataset_version="24.1", publish=True)

    assert (
        "UCDP GED 24.1: 1 row; 1 event added, 0 updated, 0 unchanged, 0 notes, 0 rows refused."
        in capsys.readouterr().out
    )
    assert Event.objects.published().count() == 1
    assert Dataset.objects.get().version == "24.1"


def test_bad_row_refuses_the_file_or_itself(
    tmp_path: Path, by: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP, {**UCDP, "id": "2", "best": "dozens"})
    errors = tmp_path / "errors.csv"

    with pytest.raises(
        CommandError, match="1 of 2 rows cannot be read in, so nothing was written"
    ) as refused:
        call_command("import_events", path, by=by, errors=errors)
    assert refused.value.returncode == 1
    assert Event.objects.count() == 0
    assert '3,2,best,dozens,"""dozens"" is not a number of people.' in errors.read_text()
    assert 'row 3, 2: "dozens" is not a number of people.' in capsys.readouterr().err

    with pytest.raises(SystemExit) as partly:
        call_command("import_events", path, by=by, mode="good")
    assert partly.value.code == 2
    assert Event.objects.count() == 1


def test_interpreter_is_left_as_it_was(tmp_path: Path, by: str) -> None:
    before = gc.get_threshold()

    call_command("import_events", write_csv(tmp_path / "ged.csv", UCDP), by=by)

    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_dry_run_writes_nothing(tmp_path: Path, by: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_events", write_csv(tmp_path / "ged.csv", UCDP), by=by, dry_run=True)

    assert "1 event would be added" in capsys.readouterr().out
    assert Event.objects.count() == 0


def test_summary_names_the_version_of_the_file(
    tmp_path: Path, by: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP)
    call_command("import_events", path, by=by, dataset_version="24.1")
    capsys.readouterr()

    call_command("import_events", path, by=by, dataset_version="24.2", dry_run=True)

    assert capsys.readouterr().out.startswith("UCDP GED 24.2: 1 row;")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "nobody"}, 'There is no account "nobody"'),
        ({"mapping": ["title"]}, '"title" is no mapping. Write it as field=column'),
        ({"encoding": "klingon"}, '"klingon" is not an encoding'),
    ],
)
def test_wrong_option_is_a_sentence(tmp_path: Path, by: str, options: dict, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("import_events", write_csv(tmp_path / "ged.csv", UCDP), **{"by": by, **options})


def test_missing_file_is_a_sentence(tmp_path: Path, by: str) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_events", tmp_path / "none.csv", by=by)
