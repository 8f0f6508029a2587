"""Gives the figures of an article their claimants, sentence by sentence.

A sentence that names a source claims for it. One that names none goes on with what the sentence before
claimed when its words say so, or when it stands in the same quotation.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from events.extraction.counts import Reading
from events.extraction.nouns import Head
from events.extraction.releases import is_release, issuer_of
from events.extraction.sources import Sources, claimant_at, continues, gives_earlier_figures
from events.extraction.tokens import Token

QUOTES = frozenset('"“”«»„')
_LONGEST_QUOTE = 12
"""Sentences of a quotation that wait for its speaker; one that is never closed claims for nobody."""


@dataclass(slots=True)
class Passage:
    """A sentence, or a piece of a very long one, with what was read from it."""

    start: int
    end: int
    tokens: list[Token]
    plain: list[Token]
    """The tokens without quotation marks, which part no number from its verb; readings count in these."""
    readings: list[Reading]
    opens_paragraph: bool
    claimants: list[str | None] = field(default_factory=list)
    speaker: str | None = None
    """Who is named last as speaking in it, or goes on speaking."""


def attribute(passages: Sequence[Passage], text: str) -> None:
    """Fills in whose claim each figure of each passage is."""
    sources = Sources(text)
    issuer = issuer_of(text)
    before: Passage | None = None
    is_quoted = False
    waiting: list[Passage] = []
    for passage in passages:
        _attribute(passage, before, sources)
        was_quoted, is_quoted = is_quoted, _is_open(passage, is_quoted)
        if was_quoted and passage.speaker is not None:
            # “They came at dawn. They killed 12 people. We buried them,” said the elder.
            for told in waiting:
                told.claimants = [claimant or passage.speaker for claimant in told.claimants]
        waiting = [*waiting, passage][-_LONGEST_QUOTE:] if is_quoted and passage.speaker is None else []
        before = passage
    if is_release(text):
        # A release is one claim of whoever issues it.
        issuer = issuer or sources.first_released
        for passage in passages:
            passage.claimants = [claimant or issuer for claimant in passage.claimants]


def _is_open(passage: Passage, was_open: bool) -> bool:
    """Whether a quotation is still open at the end of the passage. Each paragraph may open it again."""
    is_open = was_open
    for n, token in enumerate(passage.tokens):
        if token.text in "“«„":
            is_open = True
        elif token.text in "”»":
            is_open = False
        elif token.text == '"':
            is_open = not is_open or (n == 0 and passage.opens_paragraph)
    return is_open


def _attribute(passage: Passage, before: Passage | None, sources: Sources) -> None:
    last = before.claimants[-1] if before and before.claimants else None
    attributions = sources.read(passage.tokens)
    if attributions and before and not passage.readings and gives_earlier_figures(passage.tokens):
        before.claimants = [claimant or attributions[0][1] for claimant in before.claimants]
    if attributions:
        passage.speaker = attributions[-1][1]
        passage.claimants = [
            claimant_at(
                passage.tokens,
                _token_at(passage, reading.quantity.core),
                attributions,
                is_elliptic=reading.counted.head is Head.NONE,
            )
            for reading in passage.readings
        ]
        if (
            passage.claimants[:1] == [None]
            and not passage.opens_paragraph
            and _leans_back(passage.readings[0])
        ):
            # "Some 32,000 are in camps, others left for the coast, where the mayor speaks of 1,800."
            passage.claimants[0] = last
        return
    is_open = not passage.opens_paragraph
    goes_on = is_open and continues(passage.tokens)
    if is_open and before is not None and passage.tokens[0].text in QUOTES:
        # “We could not sleep,” said the elder. “Ten people died.”
        last, goes_on = last or before.speaker, True
        passage.speaker = before.speaker
    for reading in passage.readings:
        # "Seventeen are unaccounted for" leans on the sentence before, and its like on that.
        goes_on = goes_on or (is_open and not passage.claimants and _leans_back(reading))
        passage.claimants.append(last if goes_on else None)


def _token_at(passage: Passage, plain: int) -> int:
    """Where a token without quotation marks stands among all tokens."""
    return bisect_left(passage.tokens, passage.plain[plain].start, key=lambda token: token.start)


def _leans_back(reading: Reading) -> bool:
    """Whether a figure is understood only from the sentence before: "Seventeen are unaccounted for"."""
    opens = reading.quantity.first <= 2 and reading.counted.head is Head.NONE
    return opens or (reading.is_part and not reading.is_passive)
