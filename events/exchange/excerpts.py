"""The articles that a file quotes: each becomes one text, made of its excerpts in the order that the events
quote them in.

Rows of several events quote one article, so the file is read once for these before its events are. The first
event may quote the end of an article and the second its beginning and end: the beginning comes first then.
"""

from __future__ import annotations

import hashlib
import heapq
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from events.exchange.refusals import Unreadable, Wrong
from events.exchange.scheme import Row
from events.exchange.writing_out import MAX_EXCERPT

#: Bytes of memory for the excerpts of one file, which are held at once.
_MOST = 80_000_000
#: What is kept about an excerpt takes at least as much as one of a sentence.
_LEAST = 150
#: Characters that are quoted of one article: as many as an article may have.
_MOST_OF_ONE = 500_000
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Source:
    """Which article a row quotes."""

    outlet: str
    headline: str
    url: str
    published_on: str

    @property
    def key(self) -> str:
        return "\0".join((self.outlet, self.headline, self.url, self.published_on))

    @property
    def mark(self) -> bytes:
        """The same in 16 bytes: a list may quote another article in each row."""
        return hashlib.blake2b(self.key.encode(), digest_size=16).digest()


def source_of(row: Row) -> Source:
    return Source(*(row.cell(name) for name in ("outlet", "headline", "url", "published_on")))


class Excerpts:
    """Where each excerpt of a file stands in the text that is made of those of its article."""

    def __init__(self) -> None:
        #: By the marks of articles; of one that is quoted once, as most are, the excerpt alone.
        self._parts: dict[bytes, str | dict[str, int]] = {}
        #: Of an article the excerpts, by number, that an event quotes one right after the other.
        self._follow: dict[bytes, set[tuple[int, int]]] = {}
        self._texts: dict[bytes, str] = {}
        self._held = 0

    def gather(self, rows: Iterable[Row]) -> None:
        before: tuple[str, bool, bytes, int] | None = None
        for row in rows:
            if not (excerpt := row.cell("excerpt")):
                continue
            mark = source_of(row).mark
            number = self._add(mark, excerpt)
            # Rows of mentions and rows of figures begin anew.
            now = (row.cell("event_id"), bool(row.cell("measure")), mark, number)
            if before is not None and before[:3] == now[:3] and before[3] != number and now[0]:
                self._follow.setdefault(mark, set()).add((before[3], number))
            before = now
        for mark, parts in self._parts.items():
            if isinstance(parts, dict):
                self._parts[mark] = _placed(_in_order(list(parts), self._follow.get(mark, ())))
        self._follow.clear()

    def _add(self, mark: bytes, excerpt: str) -> int:
        """The excerpt's number among those of its article."""
        parts = self._parts.get(mark)
        if parts is None:
            self._parts[mark] = excerpt
            self._hold(excerpt)
            return 0
        if isinstance(parts, str):
            if parts == excerpt:
                return 0
            parts = self._parts[mark] = {parts: 0}
        if excerpt not in parts:
            parts[excerpt] = len(parts)
            self._hold(excerpt)
        return parts[excerpt]

    def _hold(self, excerpt: str) -> None:
        self._held += max(sys.getsizeof(excerpt), _LEAST)
        if self._held > _MOST:
            raise Unreadable(
                f"The file quotes more than {_MOST / 1e6:,.0f} MB of articles. Split it, or use JSON lines."
            )

    def find(self, source: Source, excerpt: str) -> tuple[str, tuple[int, int]]:
        """The article's text and the offsets of the excerpt in it. Raises Wrong for one that is too long."""
        if len(excerpt) > MAX_EXCERPT:
            raise Wrong(
                f"The excerpt has {len(excerpt):,} characters; at most {MAX_EXCERPT:,} may be quoted. "
                "Shorten it.",
                column="excerpt", value=excerpt,
            )  # fmt: skip
        mark = source.mark
        parts = self._parts[mark]
        if isinstance(parts, str):
            return parts, (0, len(parts))
        start = parts[excerpt]
        return self._text(mark, parts, source), (start, start + len(excerpt))

    def _text(self, mark: bytes, parts: dict[str, int], source: Source) -> str:
        """Made once: the events that quote an article share it."""
        if mark not in self._texts:
            length = sum(map(len, parts)) + len(_BETWEEN) * (len(parts) - 1)
            if length > _MOST_OF_ONE:
                raise Wrong(
                    f"The rows quote {length:,} characters of one article; at most {_MOST_OF_ONE:,} are "
                    "kept. Give other articles other headlines, addresses or days, or shorten the excerpts.",
                    column="excerpt", value=source.headline or source.url,
                )  # fmt: skip
            self._texts[mark] = _BETWEEN.join(parts)
        return self._texts[mark]


def _in_order(excerpts: list[str], follow: Iterable[tuple[int, int]]) -> list[str]:
    """The excerpts so that each comes before those that follow it, else as they stand in the file; where
    events disagree, as they stand in the file.
    """
    after: dict[int, list[int]] = {}
    waiting = [0] * len(excerpts)
    for first, second in follow:
        after.setdefault(first, []).append(second)
        waiting[second] += 1
    ready = [number for number, before in enumerate(waiting) if not before]
    found = []
    while ready:
        found.append(number := heapq.heappop(ready))
        for second in after.get(number, ()):
            waiting[second] -= 1
            if not waiting[second]:
                heapq.heappush(ready, second)
    return [excerpts[number] for number in found] if len(found) == len(excerpts) else excerpts


def _placed(excerpts: list[str]) -> dict[str, int]:
    """Where each excerpt stands in the text that is made of them."""
    placed, length = {}, 0
    for excerpt in excerpts:
        placed[excerpt] = length
        length += len(excerpt) + len(_BETWEEN)
    return placed
