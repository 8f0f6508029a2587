"""Everything that another Dateline knows (`columns.RECORDS`): JSON lines into rows with their offsets as
they were.

Each line names rows before it by their numbers in the file; here they get numbers of their own. Outlets,
claimants, layers, places and texts that are here already are used, events that were read in before are
left as they are now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from events.enums import PUBLIC_STATUSES, ArticleKind, MentionStatus, Status
from events.exchange.columns import JSON_LINES_FORMAT, NOT_EXCHANGED, RECORDS
from events.exchange.formats.table import check_size
from events.exchange.project import HEAD as PROJECT
from events.exchange.refusals import Problem, Unreadable, shortened
from events.exchange.report import Report
from events.folding import fold
from events.likeness import bands, fingerprint
from events.models import (
    Article,
    Dataset,
    Decision,
    Event,
    EventMention,
    Figure,
    ImportRun,
    Layer,
    Map,
    Mention,
    Organisation,
    Outlet,
    Place,
    PlaceName,
    SourceRecord,
)
from events.review.constraints import sentence_for

_MODELS: dict[str, type[models.Model]] = {
    "outlet": Outlet, "organisation": Organisation, "layer": Layer, "place": Place, "dataset": Dataset,
    "article": Article, "mention": Mention, "event": Event, "eventmention": EventMention, "figure": Figure,
    "sourcerecord": SourceRecord, "map": Map,
}  # fmt: skip
#: What tells a row that is here already; the fields are compared after their foreign keys were followed.
_KEYS: dict[str, tuple[str, ...]] = {
    "outlet": ("name",), "organisation": ("name",), "layer": ("slug",), "dataset": ("name",),
    "map": ("slug",),
    "article": ("outlet_id", "fingerprint"), "mention": ("article_id", "start", "end"),
    "eventmention": ("event_id", "mention_id"), "sourcerecord": ("dataset_id", "source_id"),
    "figure": ("article_id", "event_id", "start", "end", "measure", "people"),
}  # fmt: skip
_MAX_LINE = 20_000_000


class _NotThere(ValueError):
    """A line names a row that no line before it has."""


def read_records(path: Path, run: ImportRun, *, by: User, report: Report) -> None:
    """Reads the lines in, in the caller's transaction; what is wrong with a line is said in the report.

    Raises Unreadable for a file that is none of Dateline's.
    """
    reading = _Reading(run, by, report)
    for number, record in _lines(path, report):
        report.rows += 1
        try:
            with transaction.atomic():
                reading.read(record)
        except DatabaseError as error:
            report.say(Problem(number, str(record.get("id", "")), "", "", sentence_for(error)))  # type: ignore[arg-type]
        except ValidationError as error:
            report.say(Problem(number, str(record.get("id", "")), "", "", " ".join(error.messages)))
        except (_NotThere, TypeError, ValueError) as error:
            report.say(
                Problem(number, str(record.get("id", "")), "", "", f"The line cannot be read in: {error}.")
            )


def _lines(path: Path, report: Report) -> Iterator[tuple[int, dict[str, Any]]]:
    check_size(path)
    with path.open("rb") as file:
        for number, raw in enumerate(iter(lambda: file.readline(_MAX_LINE), b""), start=1):
            try:
                record = json.loads(raw)
            except (ValueError, RecursionError):
                record = None
            if number == 1:
                _check_head(record)
            elif not isinstance(record, dict) or record.get("record") not in RECORDS:
                said = shortened(raw[:200].decode("utf-8", "replace"))
                report.say(Problem(number, "", "", said, f'"{said}" is no line of Dateline\'s JSON lines.'))
            else:
                yield number, record


def _check_head(head: Any) -> None:
    if isinstance(head, dict) and head.get("record") == PROJECT:
        raise Unreadable(
            "The file is a whole project. Read it into an empty database: manage.py import_project FILE"
        )
    if not isinstance(head, dict) or head.get("record") != "dateline":
        raise Unreadable(
            'The file is none of Dateline\'s JSON lines: its first line must be {"record": "dateline", …}.'
        )
    if head.get("format") != JSON_LINES_FORMAT:
        raise Unreadable(
            f"The file has format {head.get('format')}; this version reads {JSON_LINES_FORMAT}. Export "
            "it anew."
        )


class _Reading:
    def __init__(self, run: ImportRun, by: User, report: Report) -> None:
        self._run, self._by, self._report = run, by, report
        self._ids: dict[str, dict[Any, int]] = {name: {} for name in RECORDS}
        self._known_events: set[int] = set()

    def read(self, record: dict[str, Any]) -> None:
        name = record["record"]
        if name == "event" and self._is_known(record):
            return
        model = _MODELS[name]
        values = self._values(model, record)
        here = self._here(name, model, values)
        if here is None:
            if name in ("eventmention", "figure") and values.get("event_id") in self._known_events:
                return  # taken away here since
            row = self._create(name, model, values, record)
            here = row.pk
        self._ids[name][record.get("id")] = here

    def _is_known(self, record: dict[str, Any]) -> bool:
        known = SourceRecord.objects.filter(dataset=self._run.dataset, source_id=str(record["id"])).first()
        if known is None:
            return False
        self._report.unchanged += 1
        if known.event_id is not None:
            self._ids["event"][record["id"]] = known.event_id
            self._known_events.add(known.event_id)
        return True

    def _here(self, name: str, model: type[models.Model], values: dict[str, Any]) -> int | None:
        if name not in _KEYS:
            return None
        same = model._default_manager.filter(**{key: values.get(key) for key in _KEYS[name]})
        if name == "mention":
            same = same.exclude(status=MentionStatus.REJECTED)
        return same.values_list("pk", flat=True).first()

    def _values(self, model: type[models.Model], record: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            if field.name in NOT_EXCHANGED or field.primary_key or record.get(field.name) in (None, ""):
                continue
            value = record[field.name]
            if isinstance(field, models.ForeignKey):
                values[field.attname] = self._key(field, value)
            elif isinstance(field, GeometryField):
                values[field.name] = GEOSGeometry(value, srid=4326)
            else:
                values[field.name] = field.to_python(value)
        if model is Article:
            values |= _marks(values)
        if (
            values.get("status") in (*PUBLIC_STATUSES, Status.WITHDRAWN)
            and self._run.target not in PUBLIC_STATUSES
        ):
            values |= {"status": self._run.target} if model in (Event,) else {"status": Status.DRAFT}
            values.pop("published_at", None)
        return values

    def _key(self, field: models.ForeignKey, value: Any) -> int | None:
        if isinstance(value, dict):
            found = Place.objects.filter(provider=value["provider"], provider_id=value["provider_id"]).first()
            if found is None:
                raise _NotThere(
                    f"the gazetteer has no {value['provider']} {value['provider_id']} "
                    f"({value.get('name')}); load it"
                )
            return found.pk
        table = str(field.related_model._meta.model_name)
        if value in self._ids.get(table, {}):
            return self._ids[table][value]
        if field.null:
            return None  # a row that the file does not tell of, such as the article that another one prints
        raise _NotThere(f"no line before it is {table} {value}")

    def _create(
        self, name: str, model: type[models.Model], values: dict[str, Any], record: dict
    ) -> models.Model:
        if any(field.name == "created_by" for field in model._meta.concrete_fields):
            values["created_by"] = self._by
        if model is SourceRecord:
            values["run"] = self._run
        if model is Place:
            values.setdefault("provider", "own")
        row = model._default_manager.create(**values)
        if isinstance(row, Place):
            PlaceName.objects.create(place=row, name=row.name, key=fold(row.name), kind="main")
        elif isinstance(row, Figure):
            row.mentions.set([self._ids["mention"][pk] for pk in record.get("mentions", [])])
        elif isinstance(row, Event):
            self._report.added += 1
            told = {"dataset": self._run.dataset, "source_id": str(record["id"]), "run": self._run}
            SourceRecord.objects.create(
                event=row, row=self._report.rows, raw=record, applied={}, digest="", **told
            )
            Decision.objects.record(
                verb="import_event", by=self._by, on=row, to_status=row.status,
                note=f"{self._run.dataset}, {record['id']}: import no. {self._run.pk}",
            )  # fmt: skip
        return row


def _marks(values: dict[str, Any]) -> dict[str, Any]:
    """By what the text is known again. Records are told apart by their headline too, and look for no
    likeness.
    """
    text = values["text"]
    if values.get("kind") == ArticleKind.RECORD:
        told = f"{values.get('headline')}\0{text}"
        return {"fingerprint": hashlib.sha256(told.encode()).hexdigest(), "bands": []}
    return {"fingerprint": fingerprint(text), "bands": bands(text)}
