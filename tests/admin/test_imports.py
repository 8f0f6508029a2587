"""Importing in the admin: upload, look, choose, try out, run, and who may."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.enums import ImportState, Status
from events.models import Dataset, Event, ImportRun
from tests.exchange.files import DATELINE, UCDP, write_csv
from tests.review import factories as make

pytestmark = pytest.mark.django_db

UPLOAD = "admin:events_importrun_add"


def upload(browser: Client, path: Path, **fields: str) -> object:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return browser.post(reverse(UPLOAD), {"file": file, **fields})


def test_file_is_uploaded_looked_at_tried_out_and_run(desk: Client, tmp_path: Path) -> None:
    bad = {**UCDP, "id": "4712", "latitude": "36.8", "longitude": "235.8"}
    answer = upload(desk, write_csv(tmp_path / "ged.csv", UCDP, bad, UCDP), version="24.1")
    look = answer.url
    page = desk.get(look).content.decode()
    assert "The id 4711 stands in row 2 already" in page
    assert "Armed clash: Government of Syria - Invented Front, Saraqib town" in page
    assert "is not a longitude. Use a number between -180 and 180." in page
    assert "CC BY 4.0" in page
    # The good row on the map beside what is wrong with the other.
    assert '"label": "2: Armed clash' in page
    assert '"after": [36.806, 35.864]' in page

    tried = desk.post(look, {"mode": "good", "target": "draft", "_try": "1"})
    assert "Tried out: nothing was written" in tried.content.decode()
    assert Event.objects.count() == 0

    done = desk.post(look, {"mode": "good", "target": "published", "_run": "1"})
    run = ImportRun.objects.get()
    assert done.url == reverse("admin:events_importrun_change", args=[run.pk])
    assert Event.objects.published().count() == 1
    assert (run.state, run.counts["added"], run.counts["refused"], run.content) == ("done", 1, 2, None)
    assert "is not a longitude" in desk.get(done.url).content.decode()
    listed = desk.get(reverse("admin:events_importrun_problems", args=[run.pk]))
    assert listed["Content-Disposition"] == f'attachment; filename="import-{run.pk}-problems.csv"'
    assert b"is not a longitude" in listed.content
    # What was run is not run again.
    assert desk.post(look, {"mode": "good", "target": "draft", "_run": "1"}).url == done.url


def test_columns_are_chosen_on_the_page(desk: Client, tmp_path: Path) -> None:
    row = {"What": "Market shelled", **{name: DATELINE[name] for name in ("lat", "lon", "earliest")}}
    look = upload(desk, write_csv(tmp_path / "typed.csv", row), dataset="The Herald's list").url
    assert "No column is read as “title”" in desk.get(look).content.decode()

    desk.post(look, {"field-title": "What", "mode": "all", "target": "in_review", "_run": "1"})

    assert Event.objects.get().status == Status.IN_REVIEW
    assert Dataset.objects.get().mapping["title"] == "What"


def test_upload_that_cannot_be_read_is_refused_on_the_form(
    desk: Client, tmp_path: Path, settings: object
) -> None:
    path = tmp_path / "a.kml"
    path.write_text('<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>')
    page = upload(desk, path, dataset="A").content.decode()
    assert "declares a document type" in page

    settings.IMPORT_MAX_UPLOAD_BYTES = 20  # type: ignore[attr-defined]
    assert "manage.py import_events FILE" in upload(desk, path).content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("group", ["Contributor", "", "Own imports"])
def test_who_may_not_import_is_refused_everywhere(as_group: object, group: str, tmp_path: Path) -> None:
    if group == "Own imports":
        # The right to import without that to work on what others brought in.
        rights = Permission.objects.filter(codename__in=["import_events", "add_article"])
        Group.objects.create(name=group).permissions.set(rights)
    browser = as_group(group)  # type: ignore[operator]
    run = ImportRun.objects.create(
        dataset=Dataset.objects.create(name="A", outlet=make.outlet()), by=make.person("Editor"),
        file_name="a.csv",
        sha256="0", size=1, file_format="csv", content=b"a",
    )  # fmt: skip

    for name, arguments in (
        ("add", []), ("look", [run.pk]), ("change", [run.pk]), ("problems", [run.pk]), ("changelist", [])
    ):  # fmt: skip
        assert browser.get(reverse(f"admin:events_importrun_{name}", args=arguments)).status_code == 403, name
    assert upload(browser, write_csv(tmp_path / "a.csv", UCDP)).status_code == 403  # type: ignore[attr-defined]


def test_editor_cannot_publish_by_importing(as_group: object, tmp_path: Path) -> None:
    browser = as_group("Editor")  # type: ignore[operator]
    look = upload(browser, write_csv(tmp_path / "ged.csv", UCDP)).url  # type: ignore[attr-defined]

    browser.post(look, {"mode": "all", "target": "published", "_run": "1"})

    assert Event.objects.count() == 0
    assert ImportRun.objects.get().state == ImportState.PREPARED
