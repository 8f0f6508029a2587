"""Every list leaves as a file: as filtered, as far as one's rights go, and safe to open."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.http import FileResponse
from django.test import Client
from django.urls import reverse

from events.admin.exporting import FORMATS, formats_of
from events.enums import Status
from events.exchange.columns import COLUMNS, NAMES
from events.models import Event
from events.review.comments import add_comment
from events.review.dismissals import dismiss_finding
from events.review.events import publish_event
from events.review.rights import visible_to
from tests.exchange import rich
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db

LISTS = sorted(model._meta.model_name for model in admin.site._registry if model._meta.app_label == "events")


def export(client: Client, name: str, form: str, **filters: str) -> Any:
    return client.get(reverse(f"admin:events_{name}_export", args=[form]), filters)


def body(response: Any) -> bytes:
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    if isinstance(response, FileResponse):
        for close in response._resource_closers:  # `response.close` would end the test's connection too
            close()
    return content


def rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


def told_event(**fields: Any) -> Event:
    article = make.article(headline="Shells fall", url="https://news.example/1")
    claimant = make.organisation(name="Rescue service")
    figure = make.figure(article, claimant=claimant, claimant_words="the rescue service")
    return make.event(make.mention(article), figures=[figure], **fields)


def test_events_leave_as_rows_of_mentions_and_figures(desk: Client) -> None:
    event = told_event(title="Shelling in Saraqib")

    place, figure = rows(export(desk, "event", "csv"))

    assert set(place) == set(NAMES)
    for row in (place, figure):
        assert (row["event_id"], row["title"], row["earliest"], row["place"], row["lon"], row["lat"]) == (
            str(event.pk), "Shelling in Saraqib", "2019-08-30", "Saraqib", "36.8", "35.86",
        )  # fmt: skip
        assert (row["headline"], row["url"]) == ("Shells fall", "https://news.example/1")
    excerpt, at = place["excerpt"], int(place["quote_at"])
    assert excerpt[at : at + len(place["quote"])] == place["quote"] == "Saraqib"
    assert (figure["wording"], figure["low"], figure["high"], figure["claimant"]) == (
        "More than 12", "12", "", "Rescue service",
    )  # fmt: skip


def test_nobody_is_a_number_and_unknown_is_none(desk: Client) -> None:
    article = make.article("Nobody was killed in Saraqib. Dozens fled.")
    none = make.figure(article, "Nobody", quantifier="exact", low=0, high=0)
    unknown = make.figure(article, "Dozens", quantifier="about", measure="displaced")
    make.event(make.mention(article), figures=[none, unknown])

    figures = [row for row in rows(export(desk, "event", "csv")) if row["measure"]]

    assert [(row["wording"], row["low"], row["high"]) for row in figures] == [
        ("Nobody", "0", "0"), ("Dozens", "", ""),
    ]  # fmt: skip


def test_withdrawn_figure_is_told_no_more(desk: Client) -> None:
    event = told_event()
    event.figures.update(status=Status.WITHDRAWN)

    assert [row["measure"] for row in rows(export(desk, "event", "csv"))] == [""]


def test_text_of_an_article_leaves_only_as_json_lines(desk: Client) -> None:
    told_event()
    private = make.TEXT.splitlines()[1]

    for form in ("csv", "geojson"):
        assert private not in body(export(desk, "event", form)).decode()
    records = [json.loads(line) for line in body(export(desk, "event", "jsonl")).splitlines()]
    assert records[0] == {"record": "dateline", "format": 1}
    article = next(record for record in records if record["record"] == "article")
    assert article["text"] == make.TEXT
    mention = next(record for record in records if record["record"] == "mention")
    assert article["text"][mention["start"] : mention["end"]] == mention["quote"]


def test_export_follows_the_filters_and_the_search(desk: Client) -> None:
    make.event(title="One")
    make.published(title="Two")
    make.published(title="Three")

    assert {row["title"] for row in rows(export(desk, "event", "csv", status__exact="published"))} == {
        "Two", "Three",
    }  # fmt: skip
    assert {row["title"] for row in rows(export(desk, "event", "csv", q="Two"))} == {"Two"}
    refused = export(desk, "event", "csv", status__exact="published", nonsense__x="1")
    assert (refused.status_code, "e=1" in refused.url) == (302, True)


def test_workbook_has_hashtags_numbers_and_no_formula(desk: Client) -> None:
    told_event(title="=HYPERLINK(1)", summary="-1+1")

    sheet = openpyxl.load_workbook(io.BytesIO(body(export(desk, "event", "xlsx")))).active

    header, tags, *told = list(sheet.iter_rows())
    assert [cell.value for cell in header] == list(NAMES)
    assert [cell.value or "" for cell in tags] == [column.hxl for column in COLUMNS]
    by_name = dict(zip(NAMES, told[1], strict=True))
    assert (by_name["title"].value, by_name["title"].data_type) == ("=HYPERLINK(1)", "s")
    assert (by_name["low"].value, by_name["low"].data_type) == (12, "n")
    assert by_name["high"].value is None


def test_no_cell_of_a_csv_is_a_formula(desk: Client) -> None:
    for title in ("=1+1", "+1", "-1", "@SUM(A1)", "'=1"):
        make.event(title=title)

    assert [row["title"] for row in rows(export(desk, "event", "csv"))] == [
        "'=1+1", "'+1", "'-1", "'@SUM(A1)", "''=1",
    ]  # fmt: skip


def test_geojson_is_a_feature_an_event(desk: Client) -> None:
    event = told_event()

    (feature,) = json.loads(body(export(desk, "event", "geojson")))["features"]

    assert (feature["id"], feature["geometry"]["coordinates"]) == (event.pk, [36.8, 35.86])
    assert [figure["wording"] for figure in feature["properties"]["figures"]] == ["More than 12"]
    assert [mention["quote"] for mention in feature["properties"]["mentions"]] == ["Saraqib"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_leaves_in_every_form(name: str, desk: Client) -> None:
    told_event()
    model = next(model for model in admin.site._registry if model._meta.model_name == name)
    page = desk.get(reverse(f"admin:events_{name}_changelist")).content.decode()

    for form in formats_of(model):
        if name in ("place", "placename") and form != "csv":
            continue  # the whole gazetteer; a filtered one is tried below
        body(export(desk, name, form, q="zzz-none"))
        assert reverse(f"admin:events_{name}_export", args=[form]) in page
    assert export(desk, name, "pdf").status_code == 404


def test_other_lists_leave_field_by_field(desk: Client) -> None:
    organisation = make.organisation(name="=cmd|calc", aliases=["The cmd"])

    (row,) = rows(export(desk, "organisation", "csv", q="cmd"))

    assert (row["id"], row["name"], row["aliases"]) == (str(organisation.pk), "'=cmd|calc", '["The cmd"]')
    assert "version" not in row


def test_contributor_exports_what_they_may_see_alone(as_group: Any) -> None:
    make.event(title="Somebody else's draft")
    make.published(title="On the map")

    told = rows(export(as_group("Contributor"), "event", "csv"))

    assert {row["title"] for row in told} == {"On the map"}
    assert as_group("").get(reverse("admin:events_event_export", args=["csv"])).status_code == 404


def test_nothing_that_is_kept_from_readers_leaves(desk: Client) -> None:
    """Neither the place behind a coarser one nor what says it, in any list and any form."""
    by = make.person()
    event = given.discreet(given.area())
    mention = event.mentions.get()
    for row in (event, mention, mention.article, event.figures.get()):
        add_comment(row, by=by, text="Zarraqib again.")
    for row in (event, mention.article):
        dismiss_finding(row, by=by, key=row._meta.model_name, code="c", sentence="s", reason="Zarraqib.")
    beside = make.event(make.mention(place=make.place(lon=44.2, lat=33.3)), title="Another")
    add_comment(beside, by=by, text="Nothing is kept of this.")

    for name in LISTS:
        if name in ("place", "placename"):
            continue  # the gazetteer is no secret: which of its places it is, is
        model = next(model for model in admin.site._registry if model._meta.model_name == name)
        for form in formats_of(model):
            if form == "xlsx":
                continue  # the rows are those of the CSV
            text = body(export(desk, name, form)).decode()
            for word in (*given.NAMES, f"{given.LON:.2f}", f"{given.LAT:.2f}", "zarraqib-night"):
                assert word not in text, (name, form, word)
    records = body(export(desk, "event", "jsonl")).decode().splitlines()
    assert json.loads(records[0])["left_out"] == 1
    assert any('"Another"' in line for line in records)
    assert "Nothing is kept of this." in body(export(desk, "comment", "csv")).decode()


def test_readers_export_nothing(client: Client) -> None:
    for form in FORMATS:
        assert export(client, "event", form).status_code == 302


def numbers_in(content: bytes, form: str, name: str) -> set[int]:
    """The numbers of the list's own rows."""
    if form == "geojson":
        return {feature["id"] for feature in json.loads(content)["features"]}
    if form == "jsonl":
        records = [json.loads(line) for line in content.splitlines()]
        return {record["id"] for record in records if record["record"] == name}
    column = "event_id" if name == "event" else "id"
    if form == "csv":
        return {int(row[column]) for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    header, _tags, *told = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return {row[header.index(column)] for row in told}


def test_no_list_leaves_with_rows_that_are_not_ones_own(as_group: Any, tmp_path: Path) -> None:
    """Every list of every model, in every format, for somebody who sees what readers see alone."""
    rich.project(tmp_path)
    contributor = as_group("Contributor")
    user = get_user_model().objects.get(pk=contributor.session["_auth_user_id"])

    hidden = set()
    for name in LISTS:
        model = apps.get_model("events", name)
        if name in ("place", "placename"):
            continue  # the gazetteer belongs to everybody
        seen = set(visible_to(user, model.objects.all()).values_list("pk", flat=True))
        for form in formats_of(model):
            response = export(contributor, name, form)
            if contributor.get(reverse(f"admin:events_{name}_changelist")).status_code != 200:
                assert response.status_code in (403, 404), (name, form)
                continue
            assert numbers_in(body(response), form, name) <= seen, (name, form)
            if len(seen) < model.objects.count():
                hidden.add(name)
    assert hidden >= {"article", "comment", "decision", "event", "figure", "map", "mention"}


def test_draft_that_tells_a_published_event_leaves_for_its_own_people_alone(
    desk: Client, as_group: Any
) -> None:
    event = told_event()
    publish_event(event, by=make.person())
    draft = make.article("Whispered: Saraqib was hit. 7 fell.", headline="Whisper")
    event.mentions.add(make.mention(draft))
    make.figure(draft, "7", event=event, measure="injured", low=7, high=7)

    for form in ("csv", "geojson", "jsonl"):
        assert "Whisper" in body(export(desk, "event", form)).decode()
        assert "Whisper" not in body(export(as_group("Contributor"), "event", form)).decode()
