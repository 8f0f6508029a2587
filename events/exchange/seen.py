"""Which row had an id first, and what became of it. No database here."""

from __future__ import annotations

from array import array

#: Places of an empty table: a power of two, as all its sizes are.
_SIZE = 1 << 14
_MARK = (1 << 64) - 1


class Seen:
    """Ids by marks of 64 bits, with their rows: at most 36 bytes for each of a large file's, where a
    dictionary keeps 130 with the texts.

    Two ids have the same mark once in 200 million files of 400,000 rows; then the second is taken for the
    first. Python's marks of texts are others in each process, so that nobody can write a file for it.
    """

    def __init__(self) -> None:
        self._number = 0
        self._marks, self._rows = _empty(_SIZE)

    def first(self, source_id: str, row: int) -> int:
        """The row that had the id first, which is the given one where none had. Rows count from 1."""
        mark = hash(source_id) & _MARK
        at = _place(self._marks, self._rows, mark)
        if first := self._rows[at]:
            return first
        self._marks[at], self._rows[at] = mark, row
        self._number += 1
        if self._number * 3 > len(self._rows) * 2:
            self._double()
        return row

    def find(self, source_id: str) -> int:
        """The row that had the id first, or 0."""
        return self._rows[_place(self._marks, self._rows, hash(source_id) & _MARK)]

    def _double(self) -> None:
        marks, rows = _empty(2 * len(self._rows))
        for mark, row in zip(self._marks, self._rows, strict=True):
            if row:
                at = _place(marks, rows, mark)
                marks[at], rows[at] = mark, row
        self._marks, self._rows = marks, rows


class Lines:
    """Rows that lines of a file tell, by their table and their id in the file: the line that told each first,
    and the number that it has here. A million of them take some 50 MB."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._lines, self._numbers = array("I"), array("Q")

    def first(self, key: str, line: int) -> int:
        """The line that told the row first, which is the given one where none had. Lines count from 1."""
        at = self._seen.first(key, len(self._lines) + 1)
        if at > len(self._lines):
            self._lines.append(line)
            self._numbers.append(0)
        return self._lines[at - 1]

    def keep(self, key: str, number: int) -> None:
        """Of a row that a line has told, the number that it has here."""
        self._numbers[self._seen.find(key) - 1] = number

    def number(self, key: str) -> int | None:
        """The row's number here; None for one that no line has told, or that was refused."""
        at = self._seen.find(key)
        return (self._numbers[at - 1] or None) if at else None

    def told(self, key: str) -> int:
        """The line that told the row first, or 0."""
        at = self._seen.find(key)
        return self._lines[at - 1] if at else 0


def _empty(size: int) -> tuple[array[int], array[int]]:
    return array("Q", bytes(8 * size)), array("I", bytes(4 * size))


def _place(marks: array[int], rows: array[int], mark: int) -> int:
    """Where the mark stands, or the free place where it would."""
    last = len(rows) - 1
    at = mark & last
    while rows[at] and marks[at] != mark:
        at = (at + 1) & last
    return at
