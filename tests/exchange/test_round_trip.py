"""Dateline's tables out and into an empty database, and out again: every cell the same.

What a table does not carry (docs/exporting.md): the numbers of events, which are the data set's there; the
status, which is chosen; the data set that an event came with.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db.models import F, Value
from django.db.models.functions import Concat

from events.enums import ImportMode, MentionStatus, Status
from events.exchange.columns import COLUMNS, DATASET, NAMES
from events.exchange.geojson_out import geojson_of
from events.exchange.sheets import for_a_sheet
from events.exchange.tables_out import csv_of, write_xlsx
from events.exchange.telling import rows_of
from events.models import Event, Layer, Place, PlaceName
from tests.exchange import rich
from tests.exchange.files import read_in
from tests.review import factories as make

pytestmark = pytest.mark.django_db

_NOT_CARRIED = ("status", *(column.name for column in DATASET))


def write_csv(path: Path) -> None:
    path.write_text("".join(csv_of(COLUMNS, rows_of(Event.objects.all()), has_hxl=True)), newline="")


def write_sheet(path: Path) -> None:
    with path.open("wb") as file:
        write_xlsx(file, COLUMNS, for_a_sheet(rows_of(Event.objects.all())))


def write_geojson(path: Path) -> None:
    path.write_text("".join(geojson_of(Event.objects.all())))


def cells_of_csv(path: Path) -> list[dict[str, Any]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))[1:]


def cells_of_sheet(path: Path) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(path).active.iter_rows()
    return [
        {
            name: cell.value if name in ("event_id", "dataset_id") else (cell.data_type, cell.value)
            for name, cell in zip(NAMES, row, strict=True)
        }
        for row in rows
    ][2:]


def features_of(path: Path) -> list[dict[str, Any]]:
    features = json.loads(path.read_text())["features"]
    return [
        {**feature.pop("properties"), "id": feature["id"], "geometry": json.dumps(feature["geometry"])}
        for feature in features
    ]


def project_for_tables(tmp_path: Path) -> None:
    """The rich project, with its places in the gazetteer and titles as the verbs write them."""
    rich.project(tmp_path, with_confidential=False)
    Place.objects.filter(dataset="").update(
        provider="geonames", provider_id=Concat(Value("x"), F("pk")), dataset="packages"
    )
    PlaceName.objects.filter(dataset="").update(dataset="packages")
    Event.objects.exclude(event_mentions__mention__status=MentionStatus.ACCEPTED).delete()
    for event in Event.objects.all():
        Event.objects.filter(pk=event.pk).update(title=" ".join(event.title.split()))


def empty_but_for_layers() -> None:
    slugs = list(Layer.objects.values_list("slug", flat=True))
    rich.empty_the_database()
    for slug in slugs:
        Layer.objects.get_or_create(slug=slug, defaults={"name": slug})


def carried(rows: Iterable[dict[str, Any]], number: Callable[[dict[str, Any]], Any]) -> list[dict[str, Any]]:
    """The rows without what a table does not carry; `number` is the event's in the first file."""
    return [
        {
            **{name: value for name, value in row.items() if name not in _NOT_CARRIED},
            "event_id": str(number(row)),
        }
        for row in rows
    ]


@pytest.mark.parametrize(
    ("name", "write", "cells"),
    [("a.csv", write_csv, cells_of_csv), ("a.xlsx", write_sheet, cells_of_sheet),
     ("a.geojson", write_geojson, features_of)],
    ids=["csv", "xlsx", "geojson"],
)  # fmt: skip
def test_table_goes_into_an_empty_database_and_out_again_the_same(
    name: str, write: Any, cells: Any, tmp_path: Path
) -> None:
    project_for_tables(tmp_path)
    first, second = tmp_path / name, tmp_path / f"second-{name}"
    write(first)
    before = cells(first)
    empty_but_for_layers()

    report = read_in(first, make.person(), dataset="The Herald", target=Status.DRAFT)

    assert report.problems == []
    write(second)
    after = cells(second)
    assert len(after) == len(before) > 40
    numbered = carried(after, lambda row: row["dataset_id"])
    for told, expected in zip(numbered, carried(before, lambda row: row["event_id"]), strict=True):
        told.pop("id", None), expected.pop("id", None)
        assert told == expected


def test_order_of_an_article_stays_where_events_quote_parts_of_it(tmp_path: Path) -> None:
    """The first event quotes the end, the second the beginning and the end."""
    article = make.article("Saraqib was hit. Then it rained. Binnish was hit.", headline="Hit")
    end = make.mention(article, "Binnish", excerpt_start=33, excerpt_end=49)
    start = make.mention(article, "Saraqib", excerpt_start=0, excerpt_end=16)
    Place.objects.filter(dataset="").update(
        provider="geonames", provider_id=Concat(Value("x"), F("pk")), dataset="packages"
    )
    make.event(end, title="One")
    make.event(start, end, title="Two")
    write_csv(tmp_path / "a.csv")
    before = cells_of_csv(tmp_path / "a.csv")
    assert [row["quote"] for row in before] == ["Binnish", "Saraqib", "Binnish"]
    empty_but_for_layers()

    report = read_in(tmp_path / "a.csv", make.person(), dataset="The Herald")

    assert report.problems == []
    write_csv(tmp_path / "b.csv")
    assert [row["quote"] for row in cells_of_csv(tmp_path / "b.csv")] == ["Binnish", "Saraqib", "Binnish"]


def test_outline_of_a_province_fits_into_a_sheet(tmp_path: Path) -> None:
    """As “place”: the event is the province again, never a pin. One that is no place's is refused."""
    around = GEOSGeometry(Point(36.5, 35.5).buffer(0.5, 800).wkt, srid=4326)
    province = make.place("Idlib", kind="admin1", geometry=around, provider="geonames", provider_id="x1",
                          dataset="packages", lon=36.61, lat=35.42)  # fmt: skip
    make.event(make.mention(place=province, geometry=around, precision="admin1"), title="A")
    drawn = GEOSGeometry(Point(37.5, 35.5).buffer(0.5, 800).wkt, srid=4326)
    make.event(make.mention(place=province, geometry=drawn, precision="area"), title="B")
    Event.objects.filter(title="A").update(point=Point(36.61, 35.42, srid=4326))
    write_sheet(tmp_path / "a.xlsx")
    empty_but_for_layers()

    report = read_in(tmp_path / "a.xlsx", make.person(), dataset="The Herald", mode=ImportMode.GOOD)

    event = Event.objects.get()
    assert (event.title, event.geometry.equals_exact(around)) == ("A", True)
    assert event.mentions.get().geometry.equals_exact(around)
    assert (event.point.x, event.point.y) == (36.61, 35.42)
    assert [problem.column for problem in report.problems] == ["geometry"]
