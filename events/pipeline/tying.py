"""Ties each figure of an article to the places where what it counts happened. An editor may choose others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from events.enums import MentionRole
from events.models import Figure, Mention

#: Where one figure's words end and the next one's begin: "12 died in Homs and 30 were hurt in Hama".
_STRONG_JOINT = re.compile(r";|,\s+(?:and|but|while|whereas|then)\b")
_JOINT = re.compile(r",|\b(?:and|but|while|whereas|then)\b")


def tie(text: str, figures: Sequence[Figure], mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of each figure, in the order of the figures.

    A figure belongs to the places of its own part of the sentence; without one there, to those of the part
    before or after it; without one in the sentence, to those of the sentence before, or else of the next that
    names a place. Places that are only mentioned are left out.
    """
    happened = sorted((m for m in mentions if m.role != MentionRole.ONLY_MENTIONED), key=lambda m: m.start)
    order = sorted(range(len(figures)), key=lambda n: figures[n].start)
    tied: list[list[Mention]] = [[] for _ in figures]
    for _, group in groupby(order, key=lambda n: (figures[n].excerpt_start, figures[n].excerpt_end)):
        sentence = list(group)
        for n, near in zip(
            sentence, _in_sentence(text, [figures[n] for n in sentence], happened), strict=True
        ):
            tied[n] = near or _around(figures[n], happened)
    return tied


def _in_sentence(text: str, figures: Sequence[Figure], happened: Sequence[Mention]) -> list[list[Mention]]:
    """The places of each of the figures that share a sentence."""
    borders = [figures[0].excerpt_start]
    for before, after in pairwise(figures):
        between = before.end, after.start
        joints = [*_STRONG_JOINT.finditer(text, *between)] or [*_JOINT.finditer(text, *between)]
        borders.append(joints[-1].start() if joints else after.start)
    borders.append(figures[0].excerpt_end)
    parts = [[m for m in happened if start <= m.start < end] for start, end in pairwise(borders)]
    return [part or _nearest(parts, n) for n, part in enumerate(parts)]


def _nearest(parts: Sequence[list[Mention]], n: int) -> list[Mention]:
    """The places of the part before, which a sentence seldom repeats, or else of the first one after."""
    before = next((part for part in reversed(parts[:n]) if part), None)
    return before or next((part for part in parts[n + 1 :] if part), [])


def _around(figure: Figure, happened: Sequence[Mention]) -> list[Mention]:
    """The places of the last sentence before the figure that names one, or else of the first after it."""
    earlier = [m for m in happened if m.start < figure.start]
    nearest = earlier[-1] if earlier else next(iter(happened), None)
    return [m for m in happened if nearest is not None and m.excerpt_start == nearest.excerpt_start]
