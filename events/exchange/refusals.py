"""Why a file, a row or a cell cannot be read in: always a sentence with the value and the way out."""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(ValueError):
    """The file as a whole cannot be read in. The message is a sentence for whoever chose it."""


class BrokenOff(Exception):
    """The file was not read to its end, through no fault of its own. The message is a sentence."""


class Wrong(ValueError):
    """A cell cannot be used. The message is a sentence; `column` and `value` say where it stands."""

    def __init__(self, sentence: str, *, column: str = "", value: str = "") -> None:
        super().__init__(sentence)
        self.column = column
        self.value = value


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be said about a row. One that is refused was not read in; else something of it was
    kept back, or has overwritten what an editor had corrected.
    """

    row: int
    source_id: str
    column: str
    value: str
    sentence: str
    is_refused: bool = True
    is_kept: bool = True

    def as_list(self) -> list[str | int]:
        said = (self.source_id, self.column, shortened(self.value), self.sentence)
        # The database keeps no null bytes, and it is what is said of one.
        return [self.row, *(text.replace("\0", "\N{SYMBOL FOR NULL}") for text in said)]


#: Of a cell that is quoted in a sentence.
_QUOTED = 80


def shortened(value: str) -> str:
    """A value as a sentence can quote it."""
    value = " ".join(value.split())
    return value if len(value) <= _QUOTED else f"{value[: _QUOTED - 1]}…"
