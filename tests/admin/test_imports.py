"""Importing in the admin: upload, look, choose, try out, run, and who may."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from events.admin.importing import await_outcome
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
    assert '<td data-column="Kind">Armed clash</td>' in page
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


def test_import_leads_to_the_events_and_the_rows_that_it_wrote(desk: Client, tmp_path: Path) -> None:
    for name, ids in (("first.csv", ("1", "2")), ("second.csv", ("2", "3"))):
        rows = [{**UCDP, "id": number, "dyad_name": f"Group {number} of {name}"} for number in ids]
        look = upload(desk, write_csv(tmp_path / name, *rows)).url
        done = desk.post(look, {"mode": "all", "target": "draft", "_run": "1"})
    run = ImportRun.objects.get(file_name="second.csv")
    events, records = (reverse(f"admin:events_{name}_changelist") for name in ("event", "sourcerecord"))

    page = desk.get(done.url).content.decode()
    shown = desk.get(f"{events}?import={run.pk}")
    read = desk.get(f"{records}?import={run.pk}").context["cl"].result_list

    assert f'href="{events}?import={run.pk}"' in page
    assert f'href="{records}?import={run.pk}"' in page
    # What it has updated and what it has added; the list says whose it is, and how to leave that.
    assert {event.title.split(":")[1][:8] for event in shown.context["cl"].result_list} == {
        " Group 2", " Group 3"
    }  # fmt: skip
    assert f"second.csv, {run.at:%Y-%m-%d}" in shown.content.decode()
    assert {record.source_id for record in read} == {"2", "3"}
    assert "import=" not in desk.get(events).content.decode()


@pytest.mark.parametrize("asked", ["0", "no", "١", "9" * 30])
def test_import_that_is_none_has_no_page(asked: str, desk: Client) -> None:
    page = desk.get(f"{reverse('admin:events_importrun_changelist')}{asked}/change/")

    assert page.status_code == 404


@pytest.mark.parametrize("asked", ["0", "no", "١", "9" * 30])
def test_import_that_is_none_has_no_events(asked: str, desk: Client) -> None:
    make.event(make.mention(make.article(), "Saraqib"))

    for name in ("event", "sourcerecord"):
        answer = desk.get(reverse(f"admin:events_{name}_changelist"), {"import": asked})
        assert (answer.status_code, list(answer.context["cl"].result_list)) == (200, [])


def test_contributor_finds_their_own_events_of_an_import_alone(as_group: Any, tmp_path: Path) -> None:
    upload_and_run = as_group("Editor")
    look = upload(upload_and_run, write_csv(tmp_path / "ged.csv", UCDP)).url
    upload_and_run.post(look, {"mode": "all", "target": "draft", "_run": "1"})

    shown = as_group("Contributor").get(
        reverse("admin:events_event_changelist"), {"import": ImportRun.objects.get().pk}
    )

    assert list(shown.context["cl"].result_list) == []
    assert "ged.csv" not in shown.content.decode()


def test_columns_are_chosen_on_the_page(desk: Client, tmp_path: Path) -> None:
    row = {"What": "Market shelled", **{name: DATELINE[name] for name in ("lat", "lon", "earliest")}}
    look = upload(desk, write_csv(tmp_path / "typed.csv", row), dataset="The Herald's list").url
    assert "No column is read as “title”" in desk.get(look).content.decode()

    desk.post(look, {"field-title": "What", "mode": "all", "target": "in_review", "_run": "1"})

    assert Event.objects.get().status == Status.IN_REVIEW
    assert Dataset.objects.get().mapping["title"] == "What"


def test_columns_are_offered_as_they_were_chosen_last(desk: Client, tmp_path: Path) -> None:
    row = {"name": "Market shelled", "description": "Not for readers.", "lat": "35.86", "lon": "36.8"}
    path = write_csv(tmp_path / "typed.csv", row)
    look = upload(desk, path, dataset="The Herald's list").url
    assert "<option selected>description</option>" in desk.get(look).content.decode()
    desk.post(
        look,
        {
            "field-summary": "",
            "field-place": "",
            "field-title": "name",
            "mode": "all",
            "target": "draft",
            "_run": "1",
        },
    )
    assert Event.objects.get().summary == ""

    with_place = write_csv(tmp_path / "placed.csv", {**row, "place": "Saraqib"})
    again = upload(desk, with_place, dataset="The Herald's list").url

    page = desk.get(again).content.decode()
    assert "<option selected>description</option>" not in page
    assert "<option selected>name</option>" in page
    assert "<option selected>place</option>" in page


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
    assert browser.post(reverse("admin:events_importrun_stop", args=[run.pk])).status_code == 403
    assert upload(browser, write_csv(tmp_path / "a.csv", UCDP)).status_code == 403  # type: ignore[attr-defined]


def test_editor_cannot_publish_by_importing(as_group: object, tmp_path: Path) -> None:
    browser = as_group("Editor")  # type: ignore[operator]
    look = upload(browser, write_csv(tmp_path / "ged.csv", UCDP)).url  # type: ignore[attr-defined]

    browser.post(look, {"mode": "all", "target": "published", "_run": "1"})

    assert Event.objects.count() == 0
    assert ImportRun.objects.get().state == ImportState.PREPARED


def test_import_that_goes_on_says_how_far_it_is_and_is_stopped(desk: Client, tmp_path: Path) -> None:
    look = upload(desk, write_csv(tmp_path / "ged.csv", UCDP), version="24.1").url
    assert "The file has about 1 rows" in desk.get(look).content.decode()
    run = ImportRun.objects.get()
    page = reverse("admin:events_importrun_change", args=[run.pk])
    assert "How far it is" not in desk.get(page).content.decode()
    with connection.cursor() as cursor:  # as the session that reads it in
        cursor.execute(f"SET LOCAL application_name = 'import {run.pk}: 500 of 2000'")

    seen = desk.get(page).content.decode()
    stopped = desk.post(reverse("admin:events_importrun_stop", args=[run.pk]), follow=True)

    assert "500 rows were read." in seen
    assert "That is 25 % of about 2000." in seen
    assert "The import ends within seconds. Nothing of it is written." in stopped.content.decode()
    assert desk.get(reverse("admin:events_importrun_changelist")).status_code == 200
    # Once it is started again the sign to stop is gone.
    desk.post(look, {"mode": "good", "target": "draft", "_run": "1"})
    run.refresh_from_db()
    assert (run.state, Event.objects.count()) == (ImportState.DONE, 1)


def test_import_that_has_only_begun_says_of_how_many_rows(desk: Client, tmp_path: Path) -> None:
    upload(desk, write_csv(tmp_path / "ged.csv", UCDP))
    run = ImportRun.objects.get()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL application_name = 'import {run.pk}: 0 of 2000'")

    page = desk.get(reverse("admin:events_importrun_change", args=[run.pk])).content.decode()

    assert "The first of about 2000 rows are being read." in page
    assert "None" not in page[page.index("data-how-far") : page.index("</section>")]
    # It looks again by itself: by its script, and without scripts.
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "import-how-far.js" in page


def test_import_that_was_tried_out_beside_is_shown_with_its_rows(desk: Client, tmp_path: Path) -> None:
    look = upload(desk, write_csv(tmp_path / "ged.csv", UCDP)).url
    run = ImportRun.objects.get()
    run.counts = {"tried": {"rows": 7, "added": 5}, "said": ["It was read as Windows-1252."]}
    run.problems = [[3, "4712", "low", "many", "“many” is no number."]]
    run.save()

    seen = desk.get(reverse("admin:events_importrun_change", args=[run.pk]), follow=True)
    page = seen.content.decode()
    again = desk.post(look, {"mode": "all", "target": "draft"}).content.decode()

    assert seen.redirect_chain == [(look, 302)]
    assert "Tried out: nothing was written" in page
    assert "<strong>5</strong> events added" in page
    assert "“many” is no number." in page
    # Other columns may have been chosen: what came of it before says nothing any more.
    assert "Tried out" not in again
    assert "“many” is no number." not in again


def test_page_of_an_import_that_has_ended_waits_for_what_came_of_it(desk: Client, tmp_path: Path) -> None:
    """Between its transaction and what is kept of it a page said that nobody had begun it."""
    upload(desk, write_csv(tmp_path / "ged.csv", UCDP))
    ImportRun.objects.update(counts={"begun": True})
    asked = ImportRun.objects.get()
    ImportRun.objects.update(counts={"begun": True, "tried": {"rows": 7}, "said": []})

    await_outcome(asked)

    assert asked.counts["tried"] == {"rows": 7}
    # Of a killed process nothing comes: then the page says how to go on.
    ImportRun.objects.update(counts={"begun": True})
    page = desk.get(reverse("admin:events_importrun_change", args=[asked.pk])).content.decode()
    assert "Go on" in page


def test_what_ended_an_import_beside_is_said_on_its_page(desk: Client, tmp_path: Path) -> None:
    upload(desk, write_csv(tmp_path / "ged.csv", UCDP))
    ImportRun.objects.update(state=ImportState.BROKEN_OFF, counts={"said": ["The disk is full."]})

    page = desk.get(reverse("admin:events_importrun_change", args=[ImportRun.objects.get().pk]))

    assert "The disk is full." in page.content.decode()
    assert "Go on" in page.content.decode()


def test_upload_says_how_large_a_file_may_be_and_what_else_there_is(desk: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_UPLOAD_BYTES = 3 * 1024 * 1024

    page = desk.get(reverse(UPLOAD)).content.decode().replace("\xa0", " ")

    assert "At most 3.0 MB. Copy a larger one to the server and run: manage.py import_events FILE" in page


def test_list_of_imports_shows_one_with_an_encoding_that_is_not_run_yet(desk: Client, tmp_path: Path) -> None:
    upload(desk, write_csv(tmp_path / "ged.csv", UCDP, encoding="koi8-r"), encoding="koi8-r")

    assert desk.get(reverse("admin:events_importrun_changelist")).status_code == 200
