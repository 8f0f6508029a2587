"""Small files of data sets, made in the tests, in our own words."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractUser

from events.enums import ImportMode, Status
from events.exchange.preparing import prepare
from events.exchange.report import Report
from events.exchange.running import Options, run_import
from events.models import Event, SourceRecord

UCDP = {
    "id": "4711", "relid": "INV-2019-1-1", "type_of_violence": "1", "conflict_name": "Syria: Government",
    "dyad_name": "Government of Syria - Invented Front", "side_a": "Government of Syria",
    "side_b": "Invented Front", "where_prec": "1", "where_coordinates": "Saraqib town",
    "where_description": "market in Saraqib", "adm_1": "Idlib governorate", "adm_2": "Idlib district",
    "latitude": "35.864", "longitude": "36.806", "country": "Syria", "date_prec": "1",
    "date_start": "2019-08-30 00:00:00.000", "date_end": "2019-08-30 00:00:00.000", "deaths_a": "0",
    "deaths_b": "7", "deaths_civilians": "5", "deaths_unknown": "0", "best": "12", "low": "10", "high": "15",
    "source_original": "residents", "source_article": "Invented Agency, 31 August", "priogrid_gid": "180433",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "SYR1", "event_date": "30 August 2019", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Military Forces of Syria", "actor2": "Invented Front",
    "iso": "760", "country": "Syria", "admin1": "Idleb", "admin2": "Idleb", "location": "Saraqib",
    "latitude": "35.864", "longitude": "36.806", "geo_precision": "1",
    "source": "Invented Agency; The Herald",
    "notes": "On 30 August both sides fought in Saraqib. 4 were said to have died.", "fatalities": "4",
    "timestamp": "1567468800", "tags": "",
}  # fmt: skip
DATELINE = {
    "event_id": "a1", "title": "Shelling of the market", "kind": "shelling_artillery",
    "earliest": "2019-08-30",
    "latest": "2019-08-30", "date_precision": "day", "place": "Saraqib", "country": "SY", "lat": "35.864",
    "lon": "36.806", "precision": "settlement",
}  # fmt: skip


def write_csv(path: Path, *rows: dict[str, Any], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_in(
    path: Path, by: AbstractUser, *, mode: ImportMode = ImportMode.ALL, target: Status = Status.DRAFT,
    version: str = "1.0", dataset: str = "", mapping: dict[str, str] | None = None, **options: Any,
) -> Report:  # fmt: skip
    prepared = prepare(
        path, by=by, dataset=dataset, version=version, mode=mode, target=target, mapping=mapping
    )
    return run_import(path, prepared.run, by=by, options=Options(**options))


def event_of(source_id: str) -> Event:
    event = SourceRecord.objects.get(source_id=source_id).event
    assert event is not None
    return event
