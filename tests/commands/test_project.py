"""export_project and import_project, as somebody types them."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.models import Event
from tests.exchange import rich
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_project_goes_into_a_folder_and_back(tmp_path: Path) -> None:
    by = make.person()
    event = make.event(by=by)
    call_command("export_project", tmp_path, by=by.username, stdout=io.StringIO())
    (path,) = tmp_path.iterdir()
    assert (path.name[:17], path.suffix) == ("dateline-project-", ".jsonl")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rich.empty_the_database()

    said = io.StringIO()
    call_command("import_project", path, by=by.username, stdout=said)

    assert "1 event," in said.getvalue()
    assert Event.objects.get().pk == event.pk


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["a.pdf"], "does not say its format"),
        (["a.csv", "--with-confidential"], "Only jsonl holds what is confidential"),
        (["a.jsonl", "--by", "nobody"], 'There is no account "nobody"'),
        (["missing/a.jsonl"], "cannot be written"),
    ],
    ids=["format", "confidential", "account", "folder"],
)
def test_what_cannot_be_exported_is_said_and_leaves_no_file(
    arguments: list[str], sentence: str, tmp_path: Path
) -> None:
    by = make.person()
    given = ["--by", by.username, *arguments[1:]]

    with pytest.raises(CommandError, match=sentence):
        call_command("export_project", str(tmp_path / arguments[0]), *given)

    assert list(tmp_path.iterdir()) == []


def test_contributor_exports_no_project(tmp_path: Path) -> None:
    by = make.person("Contributor")

    with pytest.raises(CommandError, match="sees only their own drafts"):
        call_command("export_project", tmp_path / "a.jsonl", by=by.username)
