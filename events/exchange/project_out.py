"""A whole project as JSON lines (see `project.py`): everything that people know, said or decided here, for an
empty database elsewhere. `project_in.py` reads it.

The first line is `{"record": "dateline-project", "format": 1}`, the last `{"record": "end", "lines": …}`; in
between each line is a row: `{"record": "event", "id": 7, "title": "…", …}`. Rows keep their numbers, so that
addresses stay true. Accounts are named by their user names, kinds of rows by their models', places of a
gazetteer by its provider and number there, places drawn here by their position in the file. Geometries are
WKT. A value that is the field's own for "nothing said" is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction
from django.db.models import Field, Model, QuerySet

from events.exchange.project import (
    ACCOUNT,
    END,
    HEAD,
    PROJECT_FORMAT,
    Part,
    Selection,
    User,
    foreign_keys,
    points_at,
    require_export,
    users_of,
)
from events.exchange.project_kept import kept
from events.exchange.wkt import wkt_of
from events.models import Map, Place, StoryStep

#: Rows that are held at once.
_CHUNK = 500
_KNOWN_PLACES = 20_000
#: Frozen maps hold all their events with their evidence.
_FEW = {"frozenmap": 5, "place": 50, "discretion": 50, "discreetmention": 50}
USER, PLACE, KIND = "auth.User", "events.Place", "contenttypes.ContentType"


def select_project(*, by: User, with_confidential: bool = False) -> Selection:
    """What of the project leaves for this account. Raises PermissionDenied with a sentence."""
    require_export(by, with_confidential=with_confidential)
    return Selection(True) if with_confidential else Selection(False, kept())


def lines_of(selection: Selection) -> Iterator[str]:
    """The lines, all of one moment, a row at a time."""
    with one_moment():
        yield from _Writing(selection).lines()


@contextmanager
def one_moment() -> Iterator[None]:
    """Reads what was there when the block began, whatever others write meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def missing(field: Field) -> Any:
    """What a line without the field means; only a value that is nothing is left out."""
    return None if field.null else field.get_default()


class _Writing:
    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._accounts: dict[int, str] = {}
        self._kinds: dict[int, str] = {}
        #: Places without a provider's number, by their position in the file.
        self._own: dict[int, int] = {}
        self._places: dict[int, Any] = {}
        self._number = 0

    def lines(self) -> Iterator[str]:
        head: dict[str, Any] = {"record": HEAD, "format": PROJECT_FORMAT}
        if self._selection.with_confidential:
            head["is_confidential"] = True
        elif left_out := self._selection.left_out():
            head["left_out"] = left_out
        yield self._line(head)
        parts = list(self._selection.parts())
        self._kinds = {kind.pk: kind.model for kind in ContentType.objects.filter(app_label="events")}
        for account in self._accounts_of(parts):
            yield self._line({"record": ACCOUNT, **account})
        for part, rows in parts:
            for told in self._told(part, rows):
                yield self._line({"record": part.name, **told})
        yield self._line({"record": END, "lines": self._number})

    def _line(self, record: dict[str, Any]) -> str:
        self._number += 1
        return json.dumps(record, ensure_ascii=False) + "\n"

    def _accounts_of(self, parts: Iterable[tuple[Part, QuerySet[Any]]]) -> Iterator[dict[str, str]]:
        """The names of those whom a row names."""
        named: set[int] = set()
        for part, rows in parts:
            for key in users_of(part.model):
                named |= set(rows.order_by().values_list(key.attname, flat=True).distinct())
        for user in get_user_model().objects.filter(pk__in=named - {None}).order_by("username"):
            self._accounts[user.pk] = user.username
            names = {"first_name": user.first_name, "last_name": user.last_name}
            yield {"username": user.username, **{name: value for name, value in names.items() if value}}

    def _told(self, part: Part, rows: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        if part.model is Place:
            drawn = rows.filter(provider_id="").values_list("pk", flat=True)
            self._own = {pk: number for number, pk in enumerate(drawn, start=1)}
        columns = {"id", *(field.attname for field in part.fields)}
        size = _FEW.get(part.name, _CHUNK)
        found = iter(rows.values(*columns).iterator(chunk_size=size))
        while chunk := list(islice(found, size)):
            self._look_up_places(part.model, chunk)
            lists = {name: _lists(part.model, name, [row["id"] for row in chunk]) for name in part.many}
            for row in chunk:
                told = self._row(part, row)
                for name, by_row in lists.items():
                    numbers = by_row.get(row["id"], ())
                    if name == "picked_events":
                        numbers = [pk for pk in numbers if pk not in self._selection.kept.events]
                    if numbers:
                        told[name] = sorted(numbers)
                yield told

    def _row(self, part: Part, row: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for field in part.fields:
            value = row[field.attname]
            if part.model is Place and field.primary_key:
                value = self._own.get(value)
            elif field.is_relation and value is not None:
                value = self._named(points_at(field), value)  # type: ignore[arg-type]
            # A default that says something is written: another version may have another one.
            if value or value != missing(field):
                told[field.name] = plain(value)
        if "object_id" in told and told["content_type"] == "place":
            told["object_id"] = self._place_again(row["object_id"])
        if part.model is Map and "place" in (filters := told.get("filters", {})):
            told["filters"] = filters | {"place": self._place_again(int(filters["place"]))}
        if part.model is Map and int(told.get("screen", {}).get("event", 0)) in self._selection.kept.events:
            told["screen"] = {name: value for name, value in told["screen"].items() if name != "event"}
        if part.model is StoryStep and told.get("event") in self._selection.kept.events:
            del told["event"]
        return told

    def _named(self, label: str, value: int) -> Any:
        if label == USER:
            return self._accounts[value]
        if label == KIND:
            return self._kinds[value]
        return self._place_again(value) if label == PLACE else value

    # Places

    def _look_up_places(self, model: type[Model], chunk: list[dict[str, Any]]) -> None:
        """How the file names the places of the rows, asked for all at once."""
        wanted: set[int] = set()
        for key in foreign_keys(model):
            if points_at(key) == PLACE:
                wanted |= {row[key.attname] for row in chunk}
        if len(self._places) > _KNOWN_PLACES:
            self._places.clear()
        wanted -= {None, *self._places, *self._own}
        if wanted:
            self._places |= {place.pk: _ref(place) for place in _named_places(wanted)}

    def _place_again(self, pk: int) -> Any:
        if pk in self._own:
            return self._own[pk]
        if pk not in self._places:
            self._places |= {place.pk: _ref(place) for place in _named_places({pk})}
        return self._places.get(pk)


def _named_places(numbers: set[int]) -> QuerySet[Place]:
    return Place.objects.filter(pk__in=numbers).only("provider", "provider_id", "name", "country")


def _ref(place: Place) -> dict[str, str]:
    """The name and country are for people, who may have to look for it."""
    told = {"provider": place.provider, "provider_id": place.provider_id, "name": place.name}
    return told | ({"country": place.country} if place.country else {})


def _lists(model: type[Model], name: str, rows: list[int]) -> dict[int, list[int]]:
    """The numbers that each row's list of others holds."""
    field = model._meta.get_field(name)
    own, other = field.m2m_column_name(), field.m2m_reverse_name()  # type: ignore[union-attr]
    through = field.remote_field.through._default_manager  # type: ignore[union-attr]
    held: dict[int, list[int]] = {}
    for row, pk in through.filter(**{f"{own}__in": rows}).values_list(own, other):
        held.setdefault(row, []).append(pk)
    return held


def plain(value: Any) -> Any:
    """A value as JSON has it, without losing a digit."""
    if isinstance(value, GEOSGeometry):
        return wkt_of(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value
