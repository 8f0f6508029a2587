"""Bad files uploaded in the admin: sentences on the page and in the list of problems, whatever the format;
and a server that has no room for a file.
"""

from __future__ import annotations

import csv
import io
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.enums import ImportState
from events.models import Event, ImportRun
from tests.admin.test_imports import UPLOAD, upload
from tests.exchange import hostile
from tests.exchange.files import UCDP, write_csv
from tests.exchange.test_hostile import SAID
from tests.exchange.test_interrupted import fill_the_disk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", list(hostile.FORMATS))
def test_bad_row_is_said_in_the_admin_in_every_format(desk: Client, tmp_path: Path, name: str) -> None:
    _column, sentence = SAID[hostile.NO_DAY].get(name) or SAID[hostile.NO_DAY][""]
    look = upload(desk, hostile.written(tmp_path / "list", name, hostile.NO_DAY), dataset="A list").url

    tried = desk.post(look, {"mode": "all", "target": "draft", "_try": "1"}).content.decode()
    done = desk.post(look, {"mode": "good", "target": "draft", "_run": "1"})

    assert sentence.replace('"', "&quot;") in tried
    run = ImportRun.objects.get()
    told = desk.get(reverse("admin:events_importrun_problems", args=[run.pk])).content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(told))
    assert head == ["row", "id", "column", "value", "sentence"]
    assert row[:4] == [str(hostile.NUMBERS.get(name, 3)), "bad-2", _column, "2019-02-31"]
    assert sentence in row[4]
    assert sentence.replace('"', "&quot;") in desk.get(done.url).content.decode()
    assert (Event.objects.count(), run.state) == (1, ImportState.DONE)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"a,b\n1,\x00\n", "binary"),
        ("a.xlsx", b"PK\x03\x04 nothing", "The file is no XLSX workbook, or it is damaged."),
        ("a.geojson", b"[1, 2]", "The file is no GeoJSON FeatureCollection"),
        ("a.kml", b"<kml><Placemark>", "it is damaged"),
        ("a.kmz", b"PK\x03\x04", "This is a KMZ archive. Unpack it and choose the .kml in it."),
        ("a.csv", b"", "The submitted file is empty."),
        ("a.pdf", b"%PDF", "“.pdf” files are not read."),
    ],
)
def test_file_that_is_none_is_refused_on_the_form(
    desk: Client, name: str, content: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile(name, content)

    page = desk.post(reverse(UPLOAD), {"file": file, "dataset": "A list"})

    assert sentence in page.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("name", list(hostile.FORMATS))
def test_file_without_rows_is_refused_on_the_form(desk: Client, tmp_path: Path, name: str) -> None:
    path = hostile.without_rows(tmp_path / "list", name)

    page = upload(desk, path, dataset="A list").content.decode()

    assert f"The file has no {hostile.NOTHING[name]}. Choose one with some, or export it anew." in page
    assert not ImportRun.objects.exists()


def test_file_without_rows_that_was_uploaded_before_is_refused_where_it_is_looked_at(
    desk: Client, tmp_path: Path
) -> None:
    look = upload(desk, hostile.written(tmp_path / "list", "dateline"), dataset="A list").url
    ImportRun.objects.update(content=b"event_id,title\n")

    page = desk.get(look)
    run = desk.post(look, {"mode": "good", "target": "draft", "_run": "1"}, follow=True)

    for answer in (page, run):
        assert "The file has no rows below its header." in answer.content.decode()
    assert ImportRun.objects.get().state == ImportState.REFUSED


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process can become larger: what a full disk is to whoever writes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [200_000, 4_000_000], ids=["held in memory", "kept on disk by Django"])
def test_upload_without_room_for_it_is_a_sentence(desk: Client, tmp_path: Path, size: int) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP, {**UCDP, "id": "2", "source_article": "x" * size})

    with room_for(100_000):
        page = upload(desk, path)

    assert "The server could not keep the file: File too large." in page.content.decode()
    assert "Nothing was written" in page.content.decode()
    assert not ImportRun.objects.exists()
    assert upload(desk, path).status_code == 302


def test_file_that_cannot_be_laid_out_to_be_read_is_a_sentence(desk: Client, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ged.csv", UCDP, {**UCDP, "id": "2", "source_article": "x" * 200_000})
    look = upload(desk, path).url

    with room_for(100_000):
        seen = desk.get(look, follow=True)
        run = desk.post(look, {"mode": "all", "target": "draft", "_run": "1"}, follow=True)

    for page in (seen, run):
        assert "The server could not keep the file: File too large." in page.content.decode()
    assert not Event.objects.exists()
    assert ImportRun.objects.get().state == ImportState.PREPARED


def test_full_disk_of_the_database_is_a_sentence(desk: Client, tmp_path: Path) -> None:
    look = upload(desk, write_csv(tmp_path / "ged.csv", UCDP)).url
    fill_the_disk()

    page = desk.post(look, {"mode": "good", "target": "draft", "_run": "1"})

    assert "The database&#x27;s disk is full" in page.content.decode()
    assert not Event.objects.exists()
    assert ImportRun.objects.get().state == ImportState.BROKEN_OFF
