"""What the statistical reader says of a stretch of text, and which stretches are taken."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from events.extraction.ner import Entity

PLACE_LABELS = frozenset({"GPE", "LOC"})


class Spans:
    """Spans in order that can be asked for an overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._ends: list[int] = []
        self._starts: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlaps(self, start: int, end: int) -> bool:
        index = bisect_left(self._ends, start + 1)
        return index < len(self._starts) and self._starts[index] < end


class Labels:
    """What the statistical reader says of a stretch of text."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = entities
        self._ends = [entity.end for entity in entities]

    def at(self, start: int, end: int) -> list[Entity]:
        index = bisect_left(self._ends, start + 1)
        found = []
        while index < len(self._entities) and self._entities[index].start < end:
            found.append(self._entities[index])
            index += 1
        return found

    def of(self, start: int, end: int) -> str:
        """The label that covers most of the stretch."""
        best, most = "", 0
        for entity in self.at(start, end):
            shared = min(end, entity.end) - max(start, entity.start)
            if shared > most:
                best, most = entity.label, shared
        return best if 2 * most >= end - start else ""

    def is_part_of_other_name(self, text: str, start: int, end: int) -> bool:
        """Inside a longer name of something that is no place: "Save" in "Save the Children"."""
        return any(
            entity.label not in PLACE_LABELS | {"FAC"}
            and entity.end - entity.start > end - start + 4
            and entity.start <= start
            and end <= entity.end
            and not text[entity.start : start].strip().isupper()
            for entity in self.at(start, end)
        )
