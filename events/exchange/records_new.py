"""New rows of Dateline's JSON lines that wait until those of some hundred lines go in together.

Each has its number at once, so that lines after it can name it. Only of the tables of which a file has many,
which nothing in other tables names: `INTO` has them in the order in which they go in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models

from events.exchange.copying import ids_of
from events.models import Article, Decision, Event, EventMention, Figure, Mention, SourceRecord

INTO: tuple[type[models.Model], ...] = (Article, Mention, Event, EventMention, Figure, SourceRecord, Decision)
#: Rows with each statement: texts of a portion are 2 MB at most.
_TOGETHER = 200

Key = tuple[str, tuple[Any, ...]]


class NewRows:
    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[models.Model]] = {model: [] for model in INTO}
        self._told: list[Any] = []
        self._by_key: dict[Key, models.Model] = {}
        self._numbers: set[tuple[type[models.Model], int]] = set()
        #: Numbers that nobody has yet, and of how many rows lines tell.
        self._free: dict[type[models.Model], list[int]] = {model: [] for model in INTO}
        self._coming: Counter[type[models.Model]] = Counter()

    def expect(self, told: Iterable[type[models.Model] | None]) -> None:
        """Which rows the next lines tell, so that their numbers are taken together."""
        self._coming = Counter(model for model in told if model in self._rows)

    def add(self, row: models.Model, key: Key | None = None, mentions: Iterable[int] = ()) -> None:
        """`key` is what a line after it knows the row by; the first with it counts. `mentions` are those of
        a figure."""
        model = type(row)
        if model is not Decision:
            row.pk = self._number(model)
            self._numbers.add((model, row.pk))
        self._rows[model].append(row)
        if key is not None:
            self._by_key.setdefault(key, row)
        if isinstance(row, Figure):
            through = Figure.mentions.through
            self._told += [through(figure_id=row.pk, mention_id=pk) for pk in dict.fromkeys(mentions)]

    def find(self, key: Key) -> models.Model | None:
        return self._by_key.get(key)

    def has(self, model: type[models.Model], pk: int | None) -> bool:
        return (model, pk) in self._numbers

    def write(self) -> None:
        """Raises DatabaseError for what the database refuses."""
        for model, rows in self._rows.items():
            model._default_manager.bulk_create(rows, batch_size=_TOGETHER)
        Figure.mentions.through.objects.bulk_create(self._told, batch_size=_TOGETHER)

    def forget(self) -> None:
        """They are in the database, or will not be."""
        for rows in self._rows.values():
            rows.clear()
        self._told.clear()
        self._by_key.clear()
        self._numbers.clear()

    def _number(self, model: type[models.Model]) -> int:
        free = self._free[model]
        if not free:
            free += reversed(ids_of(model._meta.db_table, max(1, self._coming[model])))
        self._coming[model] -= 1
        return free.pop()
