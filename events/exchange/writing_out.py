"""A data set's row written out as a text, so that every name and number of it can be pointed at.

What somebody wrote comes first (ACLED's notes), then a line for each cell that names or counts something:

    Shells hit the market; 12 people were reported killed.

    location: Saraqib
    admin1: Idleb
    fatalities: 12
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

#: Code points of an excerpt; `events.models.mention.MAX_EXCERPT` is the database's.
MAX_EXCERPT = 1000


class Text:
    """Grows line by line and knows where each value stands."""

    __slots__ = ("_length", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, words: str) -> tuple[int, int]:
        """Appends the words; returns their offsets."""
        start = self._length
        self._parts.append(words)
        self._length = end = start + len(words)
        return start, end

    def line(self, name: str, value: str) -> tuple[int, int]:
        """A line `name: value`; returns the offsets of the value."""
        named = f"\n{name}: " if self._length else f"{name}: "
        start = self._length + len(named)
        self._parts += (named, value)
        self._length = end = start + len(value)
        return start, end

    def lines(self, cells: Mapping[str, str], names: Iterable[str]) -> tuple[int, int]:
        """The lines of those cells that are not empty; returns the offsets of them all."""
        parts, get = self._parts, cells.get
        length = self._length
        start = length + (1 if length else 0)
        for name in names:
            if value := get(name):
                part = f"\n{name}: {value}" if length else f"{name}: {value}"
                parts.append(part)
                length += len(part)
        self._length = length
        return min(start, length), length

    def __str__(self) -> str:
        return "".join(self._parts)


def around(start: int, end: int, of: tuple[int, int]) -> tuple[int, int]:
    """The passage `of` around a span, cut to what an excerpt may hold with the span near its middle."""
    first, last = of
    if last - first <= MAX_EXCERPT:
        return first, last
    room = MAX_EXCERPT - (end - start)
    first = max(first, start - room // 2)
    last = min(last, first + MAX_EXCERPT)
    return max(of[0], last - MAX_EXCERPT), last
