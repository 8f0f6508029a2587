"""“Export the project”: who gets it, what the page says of it, and the file in each format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.exchange.columns import COLUMNS
from tests.admin.test_exporting import body, told_event
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def export(client: Client, form: str, **more: str) -> Any:
    return client.post(reverse("admin:events_project"), {"form": form, **more})


def test_page_says_what_is_in_the_file_and_what_stays(desk: Client) -> None:
    told_event()
    given.discreet(given.area())

    page = desk.get(reverse("admin:events_project")).content.decode()

    assert "<dt>Events</dt><dd>1</dd>" in page
    assert "stays here, with everything that would say it" in page
    assert "With what is confidential" in page
    assert reverse("admin:events_project") in desk.get(reverse("admin:index")).content.decode()


def test_large_project_is_counted_when_that_is_asked(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    told_event()
    given.discreet(given.area())
    monkeypatch.setattr("events.admin.project._COUNTED", 1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_event")  # else the estimate may be of what tests before had committed
    address = reverse("admin:events_project")
    desk.get(address)

    with CaptureQueriesContext(connection) as captured:
        page = desk.get(address).text
    counted = desk.get(address, {"count": "1"}).text

    assert "<dt>Events</dt><dd>about 2</dd>" in page
    assert "were not counted yet" in page
    assert "stays here, with everything that would say it:" not in page
    assert 'href="?count=1"' in page
    assert not [query["sql"] for query in captured.captured_queries if "events_keptsource" in query["sql"]]
    assert "<dt>Events</dt><dd>1</dd>" in counted
    assert "stays here, with everything that would say it:" in counted
    assert "about" not in counted.partition("project-counts")[2].partition("</dl>")[0]


def test_project_leaves_in_every_format(desk: Client) -> None:
    event = told_event(title="=Shelling")

    records = [json.loads(line) for line in body(export(desk, "jsonl")).splitlines()]
    header, tags, *rows = csv.reader(io.StringIO(body(export(desk, "csv")).decode("utf-8-sig")))
    sheet = openpyxl.load_workbook(io.BytesIO(body(export(desk, "xlsx")))).active
    (feature,) = json.loads(body(export(desk, "geojson")))["features"]

    assert records[0] == {"record": "dateline-project", "format": 1}
    assert records[-1] == {"record": "end", "lines": len(records) - 1}
    assert next(record for record in records if record["record"] == "event")["id"] == event.pk
    assert (tags[0], len(rows)) == ("#event+id", 2)
    assert rows[0][header.index("title")] == "'=Shelling"
    assert [cell.value or "" for cell in next(sheet.iter_rows(min_row=2))] == [
        column.hxl for column in COLUMNS
    ]
    assert feature["id"] == event.pk


def test_confidential_part_leaves_for_those_who_may_see_it_and_as_json_lines(
    desk: Client, as_group: Callable[[str], Client]
) -> None:
    given.discreet(given.area())

    assert f"{given.LON}" in body(export(desk, "jsonl", with_confidential="1")).decode()
    assert (
        "Only JSON lines hold what is confidential"
        in export(desk, "csv", with_confidential="1").content.decode()
    )
    for form in ("csv", "geojson"):
        text = body(export(desk, form)).decode()
        assert [word for word in (*given.NAMES, f"{given.LON}") if word in text] == []
    editor = as_group("Editor")
    assert "With what is confidential" not in editor.get(reverse("admin:events_project")).content.decode()
    assert export(editor, "jsonl", with_confidential="1").status_code == 403
    assert export(editor, "jsonl").status_code == 200


def test_contributors_and_readers_get_no_project(as_group: Callable[[str], Client], client: Client) -> None:
    make.event(title="Somebody else's draft")
    contributor = as_group("Contributor")

    assert export(contributor, "jsonl").status_code == 403
    assert contributor.get(reverse("admin:events_project")).status_code == 403
    assert reverse("admin:events_project") not in contributor.get(reverse("admin:index")).content.decode()
    assert export(Client(), "jsonl").status_code == 401


def test_format_that_is_none_is_said(desk: Client) -> None:
    assert "Choose one of the formats." in export(desk, "pdf").content.decode()
