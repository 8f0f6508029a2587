"""A line of Dateline's JSON lines as a row here: one that is here already, or a new one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import models

from events.enums import PUBLIC_STATUSES, ArticleKind, MentionStatus, Status
from events.exchange.columns import NOT_EXCHANGED
from events.exchange.records_known import KnownRows, same_rows
from events.exchange.records_new import INTO, Key, NewRows
from events.exchange.refusals import Wrong, shortened
from events.exchange.report import Report
from events.exchange.seen import Lines
from events.exchange.shapes import check_shape, in_world
from events.exchange.whereabouts import known_whereabouts
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
#: Of a row that only now became one, nothing is here.
_PARENTS: dict[str, type[models.Model]] = {"article_id": Article, "event_id": Event, "mention_id": Mention}
#: Given by the import itself, or by what is done here: a file that called its events demonstrations, of which
#: nobody wants four eyes, or said that something is kept from readers, would be believed.
_OURS = {"created_by", "run", "is_demonstration", "is_coarsened", "is_withheld"}


class Rows:
    """The rows of a file, by their numbers in it. What lines say counts once it is kept: the database may
    refuse one of those that go in together."""

    def __init__(self, run: ImportRun, by: User, report: Report) -> None:
        self._run, self._by, self._report = run, by, report
        self._told = Lines()
        #: Of the lines that are not kept yet: in which each row stands, and the number that it has here.
        self._lines: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self._added = self._unchanged = 0
        self._new, self._known = NewRows(), KnownRows(run.dataset_id)
        self._known_events: set[int] = set()
        self._whereabouts = known_whereabouts()

    def expect(self, records: Iterable[Any]) -> None:
        """Looks up at once what most of the next lines would ask for."""
        records = [record for record in records if isinstance(record, dict)]
        self._new.expect(_MODELS.get(str(record.get("record"))) for record in records)
        self._known.look_up(records, self._number_told)

    def write(self) -> None:
        """The new rows into the database. Raises DatabaseError for what that refuses."""
        self._new.write()

    def keep(self) -> None:
        """The rows since are in the database."""
        for key, line in self._lines.items():
            self._told.first(key, line)
        for key, number in self._numbers.items():
            self._told.keep(key, number)
        self._report.added += self._added
        self._report.unchanged += self._unchanged
        self.forget()

    def forget(self) -> None:
        """The rows since are not in the database."""
        self._lines, self._numbers = {}, {}
        self._added = self._unchanged = 0
        self._new.forget()

    def refuse(self) -> None:
        """The same of a line that is refused for good: its number stays taken."""
        for key, line in self._lines.items():
            self._told.first(key, line)
        self.forget()

    def read(self, line: int, record: dict[str, Any]) -> None:
        """Raises Wrong for what cannot be a row, DatabaseError for what the database refuses."""
        name = record["record"]
        pk = self._number(line, name, record.get("id"))
        if name == "event" and self._is_known(pk):
            return
        model = _MODELS[name]
        values = self._values(name, model, record)
        here = self._here(name, model, values)
        if here is None:
            if name in ("eventmention", "figure") and values.get("event_id") in self._known_events:
                return  # taken away here since
            here = self._create(line, model, values, record).pk
        self._numbers[_key_of(name, pk)] = here

    def _number(self, line: int, name: str, pk: Any) -> int | str:
        if isinstance(pk, bool) or not isinstance(pk, int | str) or len(str(pk)) > 200:
            raise Wrong(
                f'"{shortened(str(pk))}" is no number of a {name}, by which others name it. Give it one.',
                column="id", value=str(pk),
            )  # fmt: skip
        key = _key_of(name, pk)
        first = self._told.told(key) or self._lines.setdefault(key, line)
        if first != line:
            raise Wrong(
                f"The {name} {pk} stands in line {first:,} already. Leave one of the two lines.",
                column="id", value=str(pk),
            )  # fmt: skip
        return pk

    def _is_known(self, pk: int | str) -> bool:
        source_id = str(pk)
        told = self._new.find(("sourcerecord", (self._run.dataset_id, source_id)))
        if isinstance(told, SourceRecord):
            event = told.event_id
        elif self._known.was_event_asked(source_id):
            if not self._known.has_event(source_id):
                return False
            event = self._known.event(source_id)
        else:
            known = SourceRecord.objects.filter(dataset=self._run.dataset, source_id=source_id).first()
            if known is None:
                return False
            event = known.event_id
        self._unchanged += 1
        if event is not None:
            self._numbers[_key_of("event", pk)] = event
            self._known_events.add(event)
        return True

    def _here(self, name: str, model: type[models.Model], values: dict[str, Any]) -> int | None:
        if name not in _KEYS:
            return None
        keys = {key: values.get(key) for key in _KEYS[name]}
        if new := self._new.find((name, tuple(keys.values()))):
            return new.pk
        if any(self._new.has(parent, keys.get(key)) for key, parent in _PARENTS.items()):
            return None
        if self._known.was_asked(model, keys):
            return self._known.row(model, keys)
        return same_rows(model, keys).values_list("pk", flat=True).first()

    def _values(self, name: str, model: type[models.Model], record: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            if field.name in NOT_EXCHANGED | _OURS or field.primary_key:
                continue
            value = record.get(field.name)
            if value is None or value == "":
                if _is_needed(field):
                    raise Wrong(f"The {name} has no “{field.name}”. Every one needs it.", column=field.name)
                continue
            try:
                values[field.attname] = self._value(field, value)
            except (ValidationError, TypeError, ValueError, OverflowError) as error:
                if isinstance(error, Wrong):
                    raise
                said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                raise Wrong(
                    f'"{shortened(str(value))}" cannot be “{field.name}” of a {name}: {said} Correct it.',
                    column=field.name, value=str(value),
                ) from error  # fmt: skip
        if model is Article:
            values |= _marks(values)
        place = record.get("place")
        if isinstance(place, dict) and isinstance(record.get("geometry"), str):
            check_shape(record["geometry"], str(place.get("country", "")), self._whereabouts, "geometry")
        return self._with_status(model, values)

    def _value(self, field: models.Field, value: Any) -> Any:
        if isinstance(field, models.ForeignKey):
            return self._key(field, value)
        if isinstance(field, GeometryField):
            wkt, _shape = in_world(str(value), field.name)
            return GEOSGeometry(wkt, srid=4326) if wkt else None
        if isinstance(value, str) and "\x00" in value:
            raise Wrong(f"“{field.name}” holds a null byte. Take it out.", column=field.name, value=value)
        if field.choices or field.get_internal_type() in ("CharField", "SlugField"):
            # An address may be no script, a closed list has its values alone.
            return field.clean(value, None)
        return field.to_python(value)

    def _with_status(self, model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
        """Nothing is public here that the import may not publish."""
        was_public = values.get("status") in (*PUBLIC_STATUSES, Status.WITHDRAWN)
        if was_public and self._run.target not in PUBLIC_STATUSES:
            values["status"] = self._run.target if model is Event else Status.DRAFT
            values.pop("published_at", None)
        return values

    def _key(self, field: models.ForeignKey, value: Any) -> int | None:
        if isinstance(value, dict) and field.related_model is Place:
            return self._place(field, value)
        table = str(field.related_model._meta.model_name)
        if isinstance(value, int | str) and (number := self._number_here(table, value)) is not None:
            return number
        if field.null:
            return None  # a row that the file does not tell of, such as the article that another one prints
        raise Wrong(
            f"There is no line before it that is {table} {shortened(str(value))}, or it was refused. Correct "
            "that first.",
            column=field.name, value=str(value),
        )  # fmt: skip

    def _number_here(self, table: str, pk: int | str) -> int | None:
        return self._numbers.get(_key_of(table, pk)) or self._number_told(table, pk)

    def _number_told(self, table: str, pk: Any) -> int | None:
        return self._told.number(_key_of(table, pk)) if isinstance(pk, int | str) else None

    def _place(self, field: models.ForeignKey, told: dict[str, Any]) -> int:
        provider, pk = str(told.get("provider", "")), str(told.get("provider_id", ""))
        found = Place.objects.filter(provider=provider, provider_id=pk).values_list("pk", flat=True).first()
        if found is None:
            raise Wrong(
                f"The gazetteer has no {provider} {pk} ({told.get('name')}). Load it, then import again.",
                column=field.name, value=f"{provider} {pk}",
            )  # fmt: skip
        return found

    def _create(
        self, line: int, model: type[models.Model], values: dict[str, Any], record: dict[str, Any]
    ) -> models.Model:
        if any(field.name == "created_by" for field in model._meta.concrete_fields):
            values["created_by"] = self._by
        if model is SourceRecord:
            values["run"] = self._run
        if model is Place:
            values.setdefault("provider", "own")
        mentions = self._mentions_of(record) if model is Figure else []
        if model in INTO:
            row = model(**values)
            self._new.add(row, _same_as(record["record"], row), mentions)
        else:
            row = model._default_manager.create(**values)
        if isinstance(row, Place):
            PlaceName.objects.create(place=row, name=row.name, key=fold(row.name), kind="main")
        elif isinstance(row, Event):
            self._tell_of(row, line, record)
        return row

    def _tell_of(self, event: Event, line: int, record: dict[str, Any]) -> None:
        """The row of the file that the event came from, and the act that brought it."""
        told = SourceRecord(
            dataset=self._run.dataset, source_id=str(record["id"]), run=self._run, event=event, row=line,
            raw=record, applied={}, digest="",
        )  # fmt: skip
        self._new.add(told, _same_as("sourcerecord", told))
        note = f"{self._run.dataset}, {record['id']}: import no. {self._run.pk}"
        self._new.add(
            Decision(verb="import_event", by=self._by, object=event, to_status=event.status, note=note)
        )
        self._added += 1

    def _mentions_of(self, record: dict[str, Any]) -> list[int]:
        told = record.get("mentions") or []
        found = []
        for pk in told if isinstance(told, list) else [told]:
            number = self._number_here("mention", pk) if isinstance(pk, int | str) else None
            if number is not None:
                found.append(number)
                continue
            raise Wrong(
                f"There is no line before it that is mention {shortened(str(pk))}, or it was refused. "
                "Correct that first.",
                column="mentions", value=str(pk),
            )  # fmt: skip
        return found


def _key_of(table: str, pk: int | str) -> str:
    """1 and "1" are two."""
    return f"{table} {pk!r}"


def _same_as(name: str, row: models.Model) -> Key | None:
    """By what a line after it tells the same row."""
    if name not in _KEYS or (isinstance(row, Mention) and row.status == MentionStatus.REJECTED):
        return None
    return name, tuple(getattr(row, key) for key in _KEYS[name])


def _is_needed(field: models.Field) -> bool:
    """Whether a row without it can be none."""
    return not (
        field.null or field.blank or field.has_default() or field.has_db_default() or field.name in _OURS
    )


def _marks(values: dict[str, Any]) -> dict[str, Any]:
    """By what the text is known again. Records are told apart by their headline too, and look for no
    likeness.
    """
    text = values["text"]
    if values.get("kind") == ArticleKind.RECORD:
        told = f"{values.get('headline')}\0{text}"
        return {"fingerprint": hashlib.sha256(told.encode()).hexdigest(), "bands": []}
    return {"fingerprint": fingerprint(text), "bands": bands(text)}
