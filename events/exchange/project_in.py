"""A whole project (see `project_out.py`) into an empty database: the same rows under the same numbers.

All or nothing, in one transaction. Rows go in by COPY as they are: their times, versions and who made them
are the project's own. The database checks what it always checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NoReturn

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Field

from events.exchange.copying import copy
from events.exchange.database_words import is_about_rows, refusal
from events.exchange.project import ACCOUNT, NAMES, PARTS, Part, User, points_at
from events.exchange.project_cells import copy_list, is_written, stored
from events.exchange.project_lines import Line, rows_of
from events.exchange.project_out import KIND, PLACE, USER, missing
from events.exchange.project_places import ProjectPlaces
from events.exchange.refusals import Unreadable, shortened
from events.folding import fold
from events.history.context import changing_as
from events.ingestion.statistics import analyze_tables
from events.models import Layer, Place, PlaceName
from events.review.acts import check_deferred_constraints, require
from events.review.constraints import constraint_of

#: Rows that are held at once, and bytes of their lines.
_CHUNK = 1000
_CHUNK_BYTES = 8_000_000
#: What a line can make of the database, and of whoever writes it.
_REFUSED = (DatabaseError, KeyError, AttributeError, TypeError)
#: The layer that a new database has (migration `0005_default_layer`); the project's own takes its place.
_FIRST_LAYER = "events"


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
        self._places = ProjectPlaces()

    def read(self, path: Path) -> None:
        for name, lines in groupby(rows_of(path, self._by), key=lambda line: line[2]["record"]):
            for chunk in _chunks(lines):
                try:
                    with transaction.atomic():
                        self._write(name, chunk)
                except _REFUSED as error:
                    self._refuse(name, chunk, error)
                self.counts[name] = self.counts.get(name, 0) + len(chunk)
                self._progress(chunk[-1][0])
            if name == "place":
                self._places.join_parents()
        _set_sequences()
        try:
            check_deferred_constraints()
        except DatabaseError as error:
            if not is_about_rows(error):
                raise
            raise Unreadable(
                f"The rows do not fit together: {refusal(error)} Export the project anew."
            ) from error

    def _refuse(self, name: str, chunk: list[Line], error: Exception) -> NoReturn:
        """Raises Unreadable with the line that is at fault, which is looked for line by line; what is no
        line's fault as it is."""
        if _is_no_rows_fault(error):
            raise error
        for number, size, record in chunk:
            try:
                with transaction.atomic():
                    self._write(name, [(number, size, record)])
            except _REFUSED as refused:
                if _is_no_rows_fault(refused):
                    raise
                why = _why(refused, record)
                raise Unreadable(f"Line {number:,}, a {name}, is refused: {why}") from refused
        raise Unreadable(
            f"Something in the lines {chunk[0][0]:,} to {chunk[-1][0]:,} is refused: {_why(error, {})}"
        ) from error

    def _write(self, name: str, chunk: list[Line]) -> None:
        if name == ACCOUNT:
            for number, _size, record in chunk:
                self._read_account(number, record)
            return
        part = NAMES[name]
        self._places.look_up(part, [record for _number, _size, record in chunk])
        if part.model is Place:
            for number, _size, record in chunk:
                self._places.read(part, number, record, self._row)
            return
        fields = [field for field in part.model._meta.concrete_fields if is_written(part, field)]
        rows = [self._row(part, fields, number, record) for number, _size, record in chunk]
        copy(part.model, [str(field.column) for field in fields], rows)
        for many in part.many:
            copy_list(part.model, many, chunk)

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
                raise Unreadable(
                    f"Line {number:,}, “{field.name}” of a {part.name}: {said.rstrip('.')}. "
                    "Correct the line, or export the project anew."
                ) from error
        return cells

    def _cell(self, part: Part, field: Field, record: dict[str, Any]) -> Any:
        value = record.get(field.name)
        if field.name in part.derived:
            value = fold(record["name"]) if field.name == "key" else missing(field)
        elif value is None:
            value = missing(field)
        elif field.name == "object_id" and record["content_type"] == "place":
            value = self._places.number(value)
        elif field.name == "filters" and "place" in value:
            value = value | {"place": self._places.number(value["place"])}
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
        return self._places.number(value) if label == PLACE else int(value)

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


def _is_no_rows_fault(error: Exception) -> bool:
    return isinstance(error, DatabaseError) and not is_about_rows(error)


def _why(error: Exception, record: dict[str, Any]) -> str:
    if isinstance(error, IntegrityError) and constraint_of(error).endswith("_pkey"):
        return f"its number {record.get('id')} stands in a line before it already. Leave one of the two."
    if isinstance(error, DatabaseError):
        return refusal(error)
    if isinstance(error, KeyError):
        return f"it has no {error}, and needs one. Export the file anew."
    return f"it says something that no {record.get('record')} says: {error}. Export the file anew."


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    size = 0
    for line in lines:
        chunk.append(line)
        size += line[1]
        if len(chunk) == _CHUNK or size > _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _set_sequences() -> None:
    """New rows get numbers after those that were read in."""
    with connection.cursor() as cursor:
        for part in PARTS:
            table = part.model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                " HAVING max(id) IS NOT NULL"
            )
