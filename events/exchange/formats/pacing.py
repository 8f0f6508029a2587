"""A stranger's XML row by row: whatever it holds, little of it is in memory at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from events.exchange.refusals import Unreadable

#: What one row may have: bytes, and signs that begin a tag (an element has one or two). A sheet's widest row
#: has 16,384 cells of up to six; an hour's track of a placemark fewer.
MAX_ROW = 10_000_000
MAX_TAGS = 300_000
#: How deep elements may lie in each other.
MAX_DEPTH = 100


def rows_of(file: IO[bytes], row: str, noun: str) -> Iterator[Element]:
    """Each element of the local name `row`, with all that is in it; `noun` is what people call it. Whatever
    else there is, is let go as soon as it has ended.

    Raises Unreadable for a row that goes on for too long, DefusedXmlException for a document type or
    entities, and what the parser raises for damaged XML.
    """
    paced = _Paced(file, noun)
    parents: list[Element] = []
    are_rows: dict[str, bool] = {}
    inside = 0
    for event, element in iterparse(paced, events=("start", "end"), forbid_dtd=True):
        tag = element.tag
        is_row = are_rows.get(tag)
        if is_row is None:
            # A file of many tags would fill this too.
            is_row = tag.rpartition("}")[2] == row
            if len(are_rows) < MAX_DEPTH:
                are_rows[tag] = is_row
        if event == "start":
            inside += is_row
            parents.append(element)
            if len(parents) > MAX_DEPTH:
                raise Unreadable("The file's elements lie in each other too deeply. Save it anew.")
            continue
        parents.pop()
        inside -= is_row
        if inside:
            continue
        if is_row:
            yield element
        if parents:
            del parents[-1][:]
        paced.ended()


class _Paced:
    """A file that is read as long as its rows end now and then. The parser says when: a comment or a quoted
    text may look like the end of a row."""

    def __init__(self, file: IO[bytes], noun: str) -> None:
        self._file, self._noun = file, noun
        self._bytes = self._tags = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._bytes += len(data)
        self._tags += data.count(b"<")
        if self._bytes > MAX_ROW:
            raise Unreadable(
                f"A {self._noun} of the file goes on for more than {MAX_ROW / 1e6:,.0f} MB, as none does. "
                "Save the file anew."
            )
        if self._tags > MAX_TAGS:
            raise Unreadable(
                f"A {self._noun} of the file is made of more than {MAX_TAGS:,} tags, as none is. Save the "
                "file anew."
            )
        return data

    def ended(self) -> None:
        self._bytes = self._tags = 0
