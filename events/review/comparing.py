"""Two versions of a row that come from one: what to ask, for forms, bulk actions and imports alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

THEIRS, YOURS = "theirs", "yours"


@dataclass(frozen=True)
class Difference:
    """A field that somebody changed since it was opened: `theirs` is what the row holds now, `yours` what is
    to be written. `chosen` is what stands without asking, empty where both changed it, and differently."""

    name: str
    opened: Any
    theirs: Any
    yours: Any

    @property
    def chosen(self) -> str:
        if self.yours == self.opened:
            return THEIRS
        return YOURS if self.theirs in (self.opened, self.yours) else ""

    @property
    def is_disputed(self) -> bool:
        return not self.chosen


def compare(
    opened: Mapping[str, Any], theirs: Mapping[str, Any], yours: Mapping[str, Any]
) -> list[Difference]:
    """The fields of `yours` that one of the two has changed. For an import `opened` is what it wrote last,
    `theirs` the row now, `yours` what the file says: what is disputed was corrected by an editor."""
    rows = (
        Difference(name, opened.get(name), theirs.get(name, opened.get(name)), value)
        for name, value in yours.items()
    )
    return [row for row in rows if row.opened != row.theirs or row.opened != row.yours]
