"""A whole project (see `project_out.py`) into an empty database: the same rows under the same numbers.

All or nothing, in one transaction. Rows go in by COPY as they are: their times, versions and who made them
are the project's own. The database checks what it always checks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.gis.db.models import GeometryField
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import AutoField, Field, Model

from events.exchange.copying import copy, ids_of
from events.exchange.project import ACCOUNT, END, HEAD, NAMES, PARTS, PROJECT_FORMAT, Part, User, points_at
from events.exchange.project_out import KIND, PLACE, USER, missing
from events.exchange.refusals import Unreadable, shortened
from events.folding import fold
from events.history.context import changing_as
from events.ingestion.statistics import analyze_tables
from events.models import Layer, Place, PlaceName
from events.models.confidential import VIEW
from events.review.acts import check_deferred_constraints, require
from events.review.constraints import sentence_for

#: What brings a line of an older format to the next one; by the format that it has.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
#: Rows that are held at once; of the few tables whose rows are large, fewer.
_CHUNK = 1000
_FEW = {"frozenmap": 5, "place": 50}
#: Characters; a frozen map holds all its events.
_MAX_LINE = 200_000_000
_KNOWN_PLACES = 50_000
#: The layer that a new database has (migration `0005_default_layer`); the project's own takes its place.
_FIRST_LAYER = "events"
_ORDER = {name: number for number, name in enumerate((ACCOUNT, *NAMES))}

Line = tuple[int, dict[str, Any]]


class _TakenBack(Exception):
    """Ends the transaction without its rows."""


def read_project(
    path: Path, *, by: User, is_dry_run: bool = False, progress: Callable[[int], None] = lambda lines: None
) -> dict[str, int]:
    """Reads the file in and returns how many rows each table got.

    Raises PermissionDenied, and Unreadable with a sentence for a database that is not empty, and for a file
    that is none of a whole project, is cut off or has a line that cannot be read: nothing of it stays then.
    """
    for right in ("change_others", "import_events", "publish_event"):
        require(by, right)
    try:
        with transaction.atomic(), changing_as(by=by, source="import_project"):
            _make_room()
            reading = _Reading(by, progress)
            reading.read(path)
            if is_dry_run:
                raise _TakenBack
    except _TakenBack:
        return reading.counts
    analyze_tables()
    return reading.counts


def _make_room() -> None:
    held = {
        part.model._meta.verbose_name_plural: part.model._default_manager.exists()
        for part in PARTS
        if part.model not in (Layer, Place, PlaceName)
    }
    held[Layer._meta.verbose_name_plural] = Layer.objects.exclude(slug=_FIRST_LAYER).exists()
    held[Place._meta.verbose_name_plural] = Place.objects.filter(dataset="").exists()
    if names := [str(name) for name, is_there in held.items() if is_there]:
        raise Unreadable(
            f"The database is not empty: it holds {', '.join(names)}. A whole project is read into a new "
            "database, after migrate and load_gazetteer; import_events brings events into one that is in use."
        )
    # Told to the history with this statement who fills the tables; COPY itself says nothing.
    Layer.objects.filter(slug=_FIRST_LAYER).delete()


class _Reading:
    def __init__(self, by: User, progress: Callable[[int], None]) -> None:
        self.counts: dict[str, int] = {}
        self._by, self._progress = by, progress
        self._accounts: dict[str, int] = {}
        self._kinds = {kind.model: kind.pk for kind in ContentType.objects.filter(app_label="events")}
        self._own: dict[int, int] = {}
        self._places: dict[tuple[str, str], int] = {}
        self._parents: list[tuple[int, Any, int]] = []

    def read(self, path: Path) -> None:
        for name, lines in groupby(self._lines(path), key=lambda line: line[1]["record"]):
            size = _FEW.get(name, _CHUNK)
            while chunk := list(islice(lines, size)):
                try:
                    self._write(name, chunk)
                except DatabaseError as error:
                    raise _refused(_sentence(error), chunk) from error
                except (KeyError, AttributeError, TypeError) as error:
                    raise _refused(f"one lacks {error} or says something else there.", chunk) from error
                self.counts[name] = self.counts.get(name, 0) + len(chunk)
                self._progress(chunk[-1][0])
            if name == "place":
                self._join_parents()
        _set_sequences()
        try:
            check_deferred_constraints()
        except DatabaseError as error:
            raise Unreadable(f"The rows do not fit together: {_sentence(error)}") from error

    # Lines

    def _lines(self, path: Path) -> Iterator[Line]:
        number, before, end = 0, -1, None
        try:
            file = path.open("rb")
        except OSError as error:
            raise Unreadable(f'"{path}" cannot be read: {error.strerror}.') from error
        with file:
            for number, raw in enumerate(iter(lambda: file.readline(_MAX_LINE), b""), start=1):
                record = _parsed(raw, number)
                if number == 1:
                    upgrades = self._begin(record)
                    continue
                if end is not None:
                    raise Unreadable(f"Line {number:,} stands after the end. The file was put together.")
                if record.get("record") == END:
                    end = record
                    continue
                for upgrade in upgrades:
                    record = upgrade(record)
                before = self._check_order(record, number, before)
                yield number, record
        if end is None or end.get("lines") != number - 1:
            raise Unreadable(
                f"The file breaks off after line {number:,}: its last line must say how many there are. Copy "
                "or export it anew."
            )

    def _begin(self, head: dict[str, Any]) -> list[Callable[[dict[str, Any]], dict[str, Any]]]:
        if head.get("record") != HEAD:
            raise Unreadable(
                f'The file is no whole project: its first line must be {{"record": "{HEAD}", …}}. '
                "import_events reads lists of events."
            )
        given = head.get("format")
        if not isinstance(given, int) or not 1 <= given <= PROJECT_FORMAT:
            raise Unreadable(
                f"The file has format {given}; this version reads up to {PROJECT_FORMAT}. Bring Dateline up "
                "to date, then read it in."
            )
        if head.get("is_confidential"):
            require(self._by, VIEW.partition(".")[2])
        return [UPGRADES[older] for older in range(given, PROJECT_FORMAT)]

    def _check_order(self, record: dict[str, Any], number: int, before: int) -> int:
        name = record.get("record")
        if not isinstance(name, str) or name not in _ORDER:
            raise Unreadable(
                f"Line {number:,} is a “{shortened(str(name))}”, which this version does not know."
            )
        if _ORDER[name] < before:
            raise Unreadable(f"Line {number:,} is a “{name}” and comes too late: others rest on it.")
        return _ORDER[name]

    # Rows

    def _write(self, name: str, chunk: list[Line]) -> None:
        if name == ACCOUNT:
            for number, record in chunk:
                self._read_account(number, record)
            return
        part = NAMES[name]
        self._look_up_places(part, [record for _number, record in chunk])
        if part.model is Place:
            for number, record in chunk:
                self._read_place(part, number, record)
            return
        fields = [field for field in part.model._meta.concrete_fields if _is_written(part, field)]
        rows = [self._row(part, fields, number, record) for number, record in chunk]
        copy(part.model, [str(field.column) for field in fields], rows)
        for many in part.many:
            _copy_list(part.model, many, chunk)

    def _row(self, part: Part, fields: list[Field], number: int, record: dict[str, Any]) -> list[Any]:
        known = {"record", *part.many, *(field.name for field in part.fields)}
        if unknown := record.keys() - known:
            raise Unreadable(
                f"Line {number:,} has “{min(unknown)}”, which this version does not know of a {part.name}. "
                "Bring Dateline up to date, then read it in."
            )
        cells = []
        for field in fields:
            try:
                cells.append(self._cell(part, field, record))
            except (TypeError, ValueError, KeyError, ValidationError) as error:
                said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                raise Unreadable(f"Line {number:,}, “{field.name}” of a {part.name}: {said}") from error
        return cells

    def _cell(self, part: Part, field: Field, record: dict[str, Any]) -> Any:
        value = record.get(field.name)
        if field.name in part.derived:
            value = fold(record["name"]) if field.name == "key" else missing(field)
        elif value is None:
            value = missing(field)
        elif field.name == "object_id" and record["content_type"] == "place":
            value = self._place(value)
        elif field.name == "filters" and "place" in value:
            value = value | {"place": self._place(value["place"])}
        if value is None:
            return None
        if field.is_relation:
            return self._key(points_at(field), value)  # type: ignore[arg-type]
        return stored(field, value)

    def _key(self, label: str, value: Any) -> int:
        if label in (USER, KIND):
            among = self._accounts if label == USER else self._kinds
            if value not in among:
                raise ValueError(f"“{shortened(str(value))}” is no account or table of the file.")
            return among[value]
        return self._place(value) if label == PLACE else int(value)

    # Accounts

    def _read_account(self, number: int, record: dict[str, Any]) -> None:
        """Somebody of that name who is here already, or a name alone: nobody can sign in as it."""
        users = get_user_model()
        user = users.objects.filter(username=record.get("username")).first()
        if user is None:
            names = {name: record.get(name, "") for name in ("username", "first_name", "last_name")}
            user = users(**names, is_active=False)
            user.set_unusable_password()
            try:
                user.full_clean(exclude=["password"])
            except ValidationError as error:
                raise Unreadable(f"Line {number:,} names no account: {' '.join(error.messages)}") from error
            user.save()
        self._accounts[user.username] = user.pk

    # Places

    def _read_place(self, part: Part, number: int, record: dict[str, Any]) -> None:
        """One that was drawn here is added; one of a gazetteer becomes what it was corrected to."""
        fields = [field for field in part.fields if not field.primary_key and field.name != "parent"]
        row = self._row(part, fields, number, {**record, "parent": None})
        pk = None
        if record.get("provider_id"):
            pk = self._known_place(record["provider"], record["provider_id"])
        if pk is None:
            (pk,) = ids_of(Place._meta.db_table, 1)
            copy(Place, ["id", *(str(field.column) for field in fields)], [[pk, *row]])
        else:
            names = ", ".join(f'"{field.column}" = %s' for field in fields)
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {Place._meta.db_table} SET {names} WHERE id = %s", [*row, pk])  # noqa: S608
        if record.get("provider_id"):
            self._places[record["provider"], record["provider_id"]] = pk
        else:
            self._own[record["id"]] = pk
        if "parent" in record:
            self._parents.append((pk, record["parent"], number))

    def _join_parents(self) -> None:
        """What a place is part of may stand further down."""
        for pk, parent, number in self._parents:
            try:
                Place.objects.filter(pk=pk).update(parent=self._place(parent))
            except ValueError as error:
                raise Unreadable(f"Line {number:,}, “parent” of a place: {error}") from error

    def _place(self, told: Any) -> int:
        """The place's number here. Raises ValueError with a sentence."""
        if not isinstance(told, dict):
            if told not in self._own:
                raise ValueError(f"no line before it is place {told}.")
            return self._own[told]
        provider, pk = str(told.get("provider")), str(told.get("provider_id"))
        found = self._places.get((provider, pk)) or self._known_place(provider, pk)
        if found is None:
            raise ValueError(
                f"the gazetteer has no {provider} {pk}, {told.get('name')}. Load the gazetteer that the "
                "project had with load_gazetteer, then read it in."
            )
        return found

    def _known_place(self, provider: str, provider_id: str) -> int | None:
        same = Place.objects.filter(provider=provider, provider_id=provider_id)
        return same.values_list("pk", flat=True).first()

    def _look_up_places(self, part: Part, records: list[dict[str, Any]]) -> None:
        """Those of a gazetteer that the lines name, asked for all at once."""
        if len(self._places) > _KNOWN_PLACES:
            self._places.clear()
        keys = [f.name for f in part.fields if f.is_relation and points_at(f) == PLACE]  # type: ignore[arg-type]
        named = {
            (str(told.get("provider")), str(told.get("provider_id")))
            for record in records
            for key in keys
            if isinstance(told := record.get(key), dict)
        } - self._places.keys()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT provider, provider_id, id FROM events_place JOIN unnest(%s::text[], %s::text[])"
                " AS named (provider, provider_id) USING (provider, provider_id)",
                [[provider for provider, _ in named], [pk for _, pk in named]],
            )
            self._places |= {(provider, told): pk for provider, told, pk in cursor.fetchall()}


def _refused(why: str, chunk: list[Line]) -> Unreadable:
    return Unreadable(f"Something in the lines {chunk[0][0]:,} to {chunk[-1][0]:,} is refused: {why}")


def _is_written(part: Part, field: Field) -> bool:
    """Not what the database fills by itself."""
    if isinstance(field, AutoField) and field.name in part.derived:
        return False
    return field.name not in part.derived or not field.has_db_default()


def stored(field: Field, value: Any) -> Any:
    """A value of a line as COPY takes it. Raises ValueError or ValidationError for what the field is not."""
    if isinstance(field, GeometryField):
        return f"SRID=4326;{value}"
    if field.get_internal_type() == "JSONField":
        return json.dumps(value, ensure_ascii=False)
    if isinstance(field, ArrayField):
        if not isinstance(value, list):
            raise ValueError(f"“{shortened(str(value))}” is no list.")
        return _array([stored(field.base_field, item) for item in value])
    value = field.to_python(value)
    if field.choices or field.get_internal_type() in ("CharField", "SlugField"):
        # An address may be no script, a closed list has its values alone.
        field.clean(value, None) if value != "" else None
    return str(value)


def _array(items: list[Any]) -> str:
    quoted = (str(item).replace("\\", "\\\\").replace('"', '\\"') for item in items)
    return "{" + ",".join(f'"{item}"' for item in quoted) + "}"


def _copy_list(model: type[Model], name: str, chunk: list[Line]) -> None:
    field: Any = model._meta.get_field(name)
    pairs = [(record["id"], pk) for _number, record in chunk for pk in record.get(name, ())]
    copy(field.remote_field.through, (field.m2m_column_name(), field.m2m_reverse_name()), pairs)


def _parsed(raw: bytes, number: int) -> dict[str, Any]:
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        said = shortened(raw[:200].decode("utf-8", "replace"))
        raise Unreadable(f"Line {number:,} is no line of a whole project: “{said}”.")
    return record


def _set_sequences() -> None:
    """New rows get numbers after those that were read in."""
    with connection.cursor() as cursor:
        for part in PARTS:
            table = part.model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                " HAVING max(id) IS NOT NULL"
            )


def _sentence(error: DatabaseError) -> str:
    return sentence_for(error) if isinstance(error, IntegrityError) else f"{str(error).splitlines()[0]}."
