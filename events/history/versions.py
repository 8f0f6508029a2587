"""A row and its parts as they were at an earlier time, worked out from what they are and what came since."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db import connection

from events.history.reading import RowChange, changes_of
from events.history.rows import Raw, parts_of, rows_now, table_named_by
from events.models.history import Change

#: The number of the version before the first change that is kept.
BEFORE_ALL = 0


@dataclass(frozen=True)
class Version:
    """A row as it was once a set of changes was made (`number`; BEFORE_ALL for before the first).

    `row` are all its columns, empty when there was no such row; `now` those of today, empty when it is
    deleted. `parts` and `parts_now` map each table of parts to its rows by number.
    """

    number: int
    row: Raw
    now: Raw
    parts: dict[str, dict[int, Raw]]
    parts_now: dict[str, dict[int, Raw]]

    @property
    def differing(self) -> list[str]:
        """The columns that are something else now."""
        return [column for column in self.row if self.row[column] != self.now.get(column)]


def version_of(table: str, row_id: int, number: int) -> Version:
    """The row as it was after the set of changes `number`."""
    now = rows_now(table, "id", [row_id]).get(row_id, {})
    parts_now = {part: rows_now(part, column, [row_id]) for part, column in parts_of(table).items()}
    row, parts = dict(now), {part: dict(rows) for part, rows in parts_now.items()}
    for entry in changes_of(table, row_id, newer_than=number):
        if entry.own is not None:
            row = {} if entry.own.operation == Change.INSERT else row | entry.own.before
        for change in entry.parts:
            _undo(change, parts[change.table])
    # A part may have belonged to another row then.
    for part, column in parts_of(table).items():
        parts[part] = {pk: values for pk, values in parts[part].items() if values.get(column) == row_id}
    return Version(number, row, now, parts, parts_now)


def _undo(change: RowChange, rows: dict[int, Raw]) -> None:
    if change.operation == Change.INSERT:
        rows.pop(change.row_id, None)
    else:
        rows[change.row_id] = rows.get(change.row_id, {}) | change.before


def deleted_with(table: str, row_id: int) -> list[RowChange]:
    """The row as it was deleted and all that was deleted with it because it hung on it, in an order in which
    they can be put back; nothing for a row that was not deleted."""
    last = next((entry for entry in changes_of(table, row_id) if entry.own is not None), None)
    if last is None or last.own is None or last.own.operation != Change.DELETE:
        return []
    gone = Change.objects.filter(changeset=last.by, operation=Change.DELETE).order_by("pk")
    rest = [(change, (_parent_table(change.table_name), change.parent_id)) for change in gone]
    found, known = [last.own], {(table, row_id)}
    while more := [change for change, parent in rest if parent in known]:
        rest = [(change, parent) for change, parent in rest if parent not in known]
        known = {(change.table_name, change.row_id or 0) for change in more}
        found += [_as_row_change(change) for change in more]
    return found


def _as_row_change(change: Change) -> RowChange:
    return RowChange(change.table_name, change.row_id or 0, change.operation, change.before or {}, {})


@cache
def _parent_table(table: str) -> str:
    """The table whose rows `parent_id` names in the changes of a table, as its triggers have it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(encode(tgargs, 'escape'), %s, 1) FROM pg_trigger"
            " WHERE tgname = 'history_of_delete' AND tgrelid = to_regclass(%s)",
            ["\\000", table],
        )
        found = cursor.fetchone()
    return table_named_by(table, found[0]) if found else ""
