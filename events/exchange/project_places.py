"""The places of a project: those of a gazetteer by its own numbers, those drawn here by their position in the
file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

from events.exchange.copying import copy, ids_of
from events.exchange.project import Part, points_at
from events.exchange.project_out import PLACE
from events.exchange.refusals import Unreadable
from events.models import Place

_KNOWN_PLACES = 50_000


class ProjectPlaces:
    def __init__(self) -> None:
        self._own: dict[int, int] = {}
        self._places: dict[tuple[str, str], int] = {}
        self._parents: list[tuple[int, Any, int]] = []

    def read(self, part: Part, number: int, record: dict[str, Any], row_of: Callable[..., list[Any]]) -> None:
        """One that was drawn here is added; one of a gazetteer becomes what it was corrected to."""
        fields = [field for field in part.fields if not field.primary_key and field.name != "parent"]
        row = row_of(part, fields, number, {**record, "parent": None})
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

    def join_parents(self) -> None:
        """What a place is part of may stand further down."""
        for pk, parent, number in self._parents:
            try:
                Place.objects.filter(pk=pk).update(parent=self.number(parent))
            except ValueError as error:
                raise Unreadable(f"Line {number:,}, “parent” of a place: {error}") from error

    def number(self, told: Any) -> int:
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

    def look_up(self, part: Part, records: list[dict[str, Any]]) -> None:
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
