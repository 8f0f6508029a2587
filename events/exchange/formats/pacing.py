"""A stranger's XML as it may be parsed: whatever it holds, little of it is in memory at once."""

from __future__ import annotations

import re
from typing import IO

from events.exchange.refusals import Unreadable

#: Bytes that one row may have, and how deep its elements may lie in each other.
MAX_ROW = 10_000_000
MAX_DEPTH = 100


#: Bytes of a sheet that lie in no row: what is there is held until its end.
MAX_BETWEEN = 20_000_000
_PIECE = 1 << 20
_ROW_TAG = re.compile(rb"<(/?)(?:\w{1,40}:)?row[\s/>]")


def check_sheet(file: IO[bytes]) -> None:
    """Reads a sheet through to its end. Raises Unreadable where a row goes on for too long, or too much lies
    between the rows."""
    paced = Paced(file, "row", "row")
    between = 0
    is_inside = False
    while piece := paced.read(_PIECE):
        at = 0
        for tag in _ROW_TAG.finditer(piece):
            if not is_inside:
                between += tag.start() - at
            at = tag.start()
            is_inside = not tag[1]
        if not is_inside:
            between += len(piece) - at
        if between > MAX_BETWEEN:
            raise Unreadable(
                f"More than {MAX_BETWEEN / 1e6:,.0f} MB of the sheet lie in no row. Save the rows as CSV."
            )


class Paced:
    """A file that is read as long as a row ends now and then. `row` is the name of its element, `noun` what
    people call it."""

    def __init__(self, file: IO[bytes], row: str, noun: str) -> None:
        self._file, self._noun = file, noun
        self._end = re.compile(rf"</(?:\w{{1,40}}:)?{row}\s*>".encode())
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        """Raises Unreadable when a row goes on for too long."""
        data = self._file.read(size)
        last = None
        for last in self._end.finditer(data):  # noqa: B007
            pass
        # A tag that is cut by the end of a piece is not seen; there are others.
        self._since = len(data) - last.end() if last else self._since + len(data)
        if self._since > MAX_ROW:
            raise Unreadable(
                f"A {self._noun} of the file goes on for more than {MAX_ROW / 1e6:,.0f} MB, as none does. "
                "Save the file anew."
            )
        return data
