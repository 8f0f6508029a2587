"""Precision, recall and F1, and the one-to-one pairing of what was marked with what was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Span = dict[str, Any]


@dataclass(frozen=True)
class Score:
    right: int
    read: int
    marked: int

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.read + self.marked) if self.right else 0.0


def overlap(one: Span, other: Span) -> int:
    """Shared code points; none or fewer where the spans do not touch."""
    return min(one["end"], other["end"]) - max(one["start"], other["start"])


def pairs(
    marked: Sequence[Span], read: Sequence[Span], *, cost: Callable[[Span, Span], tuple[object, ...]]
) -> list[tuple[Span, Span]]:
    """One-to-one pairs of overlapping spans, the cheapest first, then in the order of the text."""
    offers = sorted(
        (cost(gold, found), i, j)
        for i, gold in enumerate(marked)
        for j, found in enumerate(read)
        if overlap(gold, found) > 0
    )
    free_marked, free_read = set(range(len(marked))), set(range(len(read)))
    chosen = []
    for _, i, j in offers:
        if i in free_marked and j in free_read:
            free_marked.remove(i)
            free_read.remove(j)
            chosen.append((marked[i], read[j]))
    return chosen
