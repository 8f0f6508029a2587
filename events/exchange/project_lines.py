"""The lines of a whole project (see `project_out.py`), each checked to be one, and in the order in which they
must stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from events.exchange.formats.json_lines import lines_of
from events.exchange.project import ACCOUNT, END, HEAD, NAMES, PROJECT_FORMAT, User
from events.exchange.refusals import Unreadable, Wrong, shortened
from events.models.confidential import VIEW
from events.review.acts import require

#: What brings a line of an older format to the next one; by the format that it has.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
#: Bytes; a frozen map holds all its events, a thousand at most, with their evidence.
_MAX_LINE = 60_000_000
_ORDER = {name: number for number, name in enumerate((ACCOUNT, *NAMES))}

#: The number of a line, its bytes, and the row.
Line = tuple[int, int, dict[str, Any]]


def rows_of(path: Path, by: User) -> Iterator[Line]:
    """The lines between the first and the last. Raises Unreadable for a file that is none of a whole project,
    is cut off or was put together; PermissionDenied for a confidential one."""
    number, before, end = 0, -1, None
    upgrades: list[Callable[[dict[str, Any]], dict[str, Any]]] = []
    for number, size, record in lines_of(path, _MAX_LINE, "a whole project"):
        if isinstance(record, Wrong):
            raise Unreadable(f"Line {number:,} is no line of a whole project. {record}")
        if number == 1:
            upgrades = _begin(record, by)
            continue
        if end is not None:
            raise Unreadable(
                f"Line {number:,} stands after the end. The file was put together; export it anew."
            )
        if record.get("record") == END:
            end = record
            continue
        for upgrade in upgrades:
            record = upgrade(record)
        before = _check_order(record, number, before)
        yield number, size, record
    if end is None or end.get("lines") != number - 1:
        raise Unreadable(
            f"The file breaks off after line {number:,}: its last line must say how many there are. Copy "
            "or export it anew."
        )


def _begin(head: dict[str, Any], by: User) -> list[Callable[[dict[str, Any]], dict[str, Any]]]:
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
        require(by, VIEW.partition(".")[2])
    return [UPGRADES[older] for older in range(given, PROJECT_FORMAT)]


def _check_order(record: dict[str, Any], number: int, before: int) -> int:
    name = record.get("record")
    if not isinstance(name, str) or name not in _ORDER:
        raise Unreadable(
            f"Line {number:,} is a “{shortened(str(name))}”, which this version does not know. Bring "
            "Dateline up to date, then read it in."
        )
    if _ORDER[name] < before:
        raise Unreadable(
            f"Line {number:,} is a “{name}” and comes too late: others rest on it. Export the file anew."
        )
    return _ORDER[name]
