"""Which rows of some hundred JSON lines are here already: one statement for each table, where each line alone
would ask for its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet

from events.enums import MentionStatus
from events.models import EventMention, Figure, Mention, SourceRecord

#: What tells a row that is here already, by the fields as they are in the table. A row is looked up by the
#: first two.
_KEYS: dict[type[Model], tuple[str, ...]] = {
    Mention: ("article_id", "start", "end"),
    EventMention: ("event_id", "mention_id"),
    Figure: ("article_id", "start", "end", "event_id", "measure", "people"),
    SourceRecord: ("dataset_id", "source_id"),
}
_LAST_OFFSET, _LONGEST = 2**31 - 1, 200

#: By its table and its number in the file: the number here of a row that a line before told of.
NumberHere = Callable[[str, Any], int | None]


def same_rows(model: type[Model], keys: dict[str, Any]) -> QuerySet[Any]:
    """The rows that a line may mean; of a mention that an editor rejected there may be another."""
    rows = model._default_manager.filter(**keys)
    return rows.exclude(status=MentionStatus.REJECTED) if model is Mention else rows


class KnownRows:
    """The rows of four tables that lines of one portion may mean, and the events that they tell again."""

    def __init__(self, dataset: int) -> None:
        self._dataset = dataset
        self._asked: dict[type[Model], tuple[set[Any], set[Any]]] = {}
        self._rows: dict[type[Model], dict[tuple[Any, ...], int]] = {}
        self._events_asked: set[str] = set()
        self._events: dict[str, int | None] = {}

    def look_up(self, records: Iterable[Any], number_here: NumberHere) -> None:
        """What cannot be looked up before the lines are read, such as the mention of an article that stands
        among them, is left to whoever reads them."""
        self._asked = {model: (set(), set()) for model in _KEYS}
        self._events_asked = set()
        for record in records:
            self._ask(record, number_here)
        self._rows = {model: _found(model, *asked) for model, asked in self._asked.items() if all(asked)}
        told = SourceRecord.objects.filter(dataset=self._dataset, source_id__in=self._events_asked)
        self._events = dict(told.values_list("source_id", "event")) if self._events_asked else {}

    def _ask(self, record: Any, number_here: NumberHere) -> None:
        def number(table: str) -> int | None:
            return number_here(table, record.get(table))

        match record:
            case {"record": "mention", "start": int(start)} if 0 <= start <= _LAST_OFFSET:
                self._add(Mention, number("article"), start)
            case {"record": "figure", "start": int(start)} if 0 <= start <= _LAST_OFFSET:
                self._add(Figure, number("article"), start)
            case {"record": "eventmention"}:
                self._add(EventMention, number("event"), number("mention"))
            case {"record": "sourcerecord", "source_id": str(source_id)} if _can_be(source_id):
                self._add(SourceRecord, number("dataset"), source_id)
            case {"record": "event", "id": int() | str() as source_id} if _can_be(str(source_id)):
                self._events_asked.add(str(source_id))

    def _add(self, model: type[Model], one: Any, other: Any) -> None:
        if one is not None and other is not None:
            self._asked[model][0].add(one)
            self._asked[model][1].add(other)

    def was_asked(self, model: type[Model], values: dict[str, Any]) -> bool:
        """Whether a row of these values would have been found."""
        ones, others = self._asked.get(model, ((), ()))
        one, other = _KEYS[model][:2] if model in _KEYS else ("", "")
        return values.get(one) in ones and values.get(other) in others

    def row(self, model: type[Model], values: dict[str, Any]) -> int | None:
        key = tuple(values.get(name) for name in _KEYS[model])
        return self._rows.get(model, {}).get(key)

    def was_event_asked(self, source_id: str) -> bool:
        return source_id in self._events_asked

    def has_event(self, source_id: str) -> bool:
        return source_id in self._events

    def event(self, source_id: str) -> int | None:
        """Its number; None of one that was deleted here."""
        return self._events[source_id]


def _found(model: type[Model], ones: set[Any], others: set[Any]) -> dict[tuple[Any, ...], int]:
    one, other = _KEYS[model][:2]
    rows = same_rows(model, {f"{one}__in": ones, f"{other}__in": others}).order_by("-pk")
    return {tuple(key): pk for pk, *key in rows.values_list("pk", *_KEYS[model])}


def _can_be(source_id: str) -> bool:
    return len(source_id) <= _LONGEST and "\x00" not in source_id
