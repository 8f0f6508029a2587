"""What was done to a row and to its parts, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from events.history.rows import Raw, model_of, parts_of
from events.models.decision import Decision
from events.models.history import Change, ChangeSet

#: How many sets of changes a page shows.
PAGE = 20
#: Sets whose changes are fetched together: a row can have thousands, of which a page shows the newest.
_AT_ONCE = 200
#: Of a set with more acts of review than these (an import) only those on the row itself are told.
_ACTS = 50

# `part` is every row that is or once was a part of this one. Numbers alone: what the rows held is fetched
# for the page that is shown.
_FOUND = """
WITH part (table_name, id) AS ({parts}
    SELECT table_name, row_id FROM events_change WHERE parent_id = %(row)s AND table_name = ANY(%(parts)s)
)
SELECT id, changeset_id, row_id FROM events_change WHERE row_id = %(row)s AND table_name = %(table)s
UNION SELECT id, changeset_id, %(row)s FROM events_change
    WHERE operation = 'insert' AND row_ids @> %(row)s::bigint AND table_name = %(table)s
UNION SELECT c.id, changeset_id, c.row_id FROM part JOIN events_change c
    ON c.row_id = part.id AND c.table_name = part.table_name
UNION SELECT c.id, changeset_id, part.id FROM part JOIN events_change c
    ON c.operation = 'insert' AND c.row_ids @> part.id AND c.table_name = part.table_name
ORDER BY changeset_id DESC, id
"""

_DECIDED = """
WITH made AS (
    SELECT changeset_id, ids FROM events_change, unnest(row_ids) AS ids
    WHERE changeset_id = ANY(%(sets)s) AND table_name = 'events_decision' AND operation = 'insert'
), few AS (
    SELECT changeset_id FROM made GROUP BY changeset_id HAVING sum(upper(ids) - lower(ids)) <= %(most)s
)
SELECT changeset_id, id FROM made JOIN few USING (changeset_id),
    generate_series(lower(ids), upper(ids) - 1) AS id
UNION SELECT made.changeset_id, d.id FROM made JOIN events_decision d ON made.ids @> d.id
    WHERE d.object_id = %(row)s AND d.content_type_id = (
        SELECT id FROM django_content_type WHERE app_label = %(app)s AND model = %(model)s)
ORDER BY id
"""


@dataclass(frozen=True)
class RowChange:
    """What one set of changes did to one row in the end: several statements are one change here.

    `before` and `after` hold the columns that differ, as PostgreSQL writes them in JSON, a geometry as
    hexadecimal EWKB. Of a deletion `before` is the whole row.
    """

    table: str
    row_id: int
    operation: str
    before: Raw
    after: Raw


@dataclass(frozen=True)
class Entry:
    """A set of changes as far as it concerns a row: the row's own change, if any, and those of its parts."""

    by: ChangeSet
    own: RowChange | None
    parts: list[RowChange]
    decisions: list[Decision] = field(default_factory=list)


def entries(
    table: str, row_id: int, *, older_than: int | None = None, limit: int | None = PAGE
) -> list[Entry]:
    """The newest sets of changes that did something to the row or its parts, with the acts of review;
    `older_than` is the number of the set that the page before ended with."""
    return _with_decisions(table, row_id, changes_of(table, row_id, older_than=older_than, limit=limit))


def changes_of(
    table: str,
    row_id: int,
    *,
    older_than: int | None = None,
    newer_than: int | None = None,
    limit: int | None = None,
) -> list[Entry]:
    """The same without the acts of review, of the sets between the two numbers."""
    numbers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for change, changeset, row in _found(table, row_id):
        if (older_than is None or changeset < older_than) and (newer_than is None or changeset > newer_than):
            numbers[changeset].append((change, row))
    newest, found = sorted(numbers, reverse=True), []
    for start in range(0, len(newest), _AT_ONCE):
        found += _of_sets(table, row_id, {number: numbers[number] for number in newest[start:][:_AT_ONCE]})
        if limit is not None and len(found) >= limit:
            break
    return found[:limit]


def _of_sets(table: str, row_id: int, numbers: dict[int, list[tuple[int, int]]]) -> list[Entry]:
    changes = Change.objects.in_bulk([change for rows in numbers.values() for change, _row in rows])
    sets = ChangeSet.objects.in_bulk(numbers)
    found = []
    for number, changed in numbers.items():
        rows = net((changes[change], row) for change, row in changed if change in changes)
        if rows:
            own = rows.pop((table, row_id), None)
            parts = sorted(rows.values(), key=lambda row: (row.table, row.row_id))
            found.append(Entry(sets[number], own, parts))
    return found


def _found(table: str, row_id: int) -> list[tuple[int, int, int]]:
    quote = connection.ops.quote_name
    parts = "".join(
        f"SELECT '{part}', id FROM {quote(part)} WHERE {quote(column)} = %(row)s UNION "  # noqa: S608 -- ours
        for part, column in parts_of(table).items()
    )
    arguments: dict[str, Any] = {"row": row_id, "table": table, "parts": list(parts_of(table))}
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(parts=parts), arguments)
        return list(cursor.fetchall())


def net(changes: Iterable[tuple[Change, int]]) -> dict[tuple[str, int], RowChange]:
    """What changes, oldest first, come to for each row: one that was changed back is not there."""
    found: dict[tuple[str, int], RowChange] = {}
    for change, row_id in changes:
        key = change.table_name, row_id
        earlier = found.pop(key, None)
        if row := _together(earlier, change, row_id):
            found[key] = row
    return found


def _together(earlier: RowChange | None, later: Change, row_id: int) -> RowChange | None:
    before, after = later.before or {}, later.after or {}
    operation = later.operation
    if earlier is not None:
        was_new, is_gone = earlier.operation == Change.INSERT, operation == Change.DELETE
        if was_new and is_gone:
            return None
        if earlier.operation == Change.DELETE and operation == Change.INSERT:
            return None  # put aside and back, as a load of the gazetteer does with editors' names
        operation = Change.INSERT if was_new else operation
        before, after = before | earlier.before, earlier.after | after
    if operation == Change.UPDATE:
        kept = [name for name in after if before.get(name) != after[name] or before[name] is None]
        if not kept:
            return None
        before, after = {n: before.get(n) for n in kept}, {n: after[n] for n in kept}
    return RowChange(later.table_name, row_id, operation, before, after)


def _with_decisions(table: str, row_id: int, found: list[Entry]) -> list[Entry]:
    """The acts of review that were written with the changes: they say what was meant and why."""
    about: dict[str, Any] = {
        "sets": [entry.by.pk for entry in found], "most": _ACTS, "app": model_of(table)._meta.app_label,
        "model": model_of(table)._meta.model_name, "row": row_id,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DECIDED, about)
        pairs = cursor.fetchall()
    decisions = Decision.objects.select_related("by", "content_type").in_bulk([pk for _set, pk in pairs])
    for entry in found:
        entry.decisions.extend(
            decisions[pk] for number, pk in pairs if number == entry.by.pk and pk in decisions
        )
    return found


def last_change(table: str, row_id: int) -> Entry | None:
    """Who was last at work on the row or its parts, and on what."""
    return next(iter(changes_of(table, row_id, limit=1)), None)
