"""Where a text names those who claim something: the exact words, and the name that figures carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from events.extraction.naming import QUOTES
from events.extraction.sentences import split
from events.extraction.sources import Sources
from events.extraction.speech import PRONOUNS
from events.extraction.tokens import Token, tokenize

#: Code points of a sentence that are read, as for figures: longer than any of news.
_PASSAGE = 2_000


@dataclass(frozen=True, slots=True)
class Speaker:
    """`text[start:end] == quote` is who speaks there; `name` is the full name that it stands for ("the
    Observatory" for "Syrian Observatory for Human Rights"), as the claimant of a figure has it."""

    start: int
    end: int
    quote: str
    name: str


# An article that is being decided on is read again and again.
@lru_cache(maxsize=16)
def read_speakers(text: str) -> tuple[Speaker, ...]:
    """The speakers of an English text in the order of their offsets; pronouns are left out."""
    sources = Sources(text)
    found: dict[int, Speaker] = {}
    for sentence in split(text):
        tokens = tokenize(text, sentence.start, min(sentence.end, sentence.start + _PASSAGE))
        if not tokens:
            continue
        for attribution, name in sources.read(tokens):
            for speaker in _spoken(text, tokens[attribution.first : attribution.last], name):
                found.setdefault(speaker.start, speaker)
    return tuple(found[start] for start in sorted(found))


def _spoken(text: str, words: list[Token], name: str) -> Iterator[Speaker]:
    words = [word for word in words if word.text not in QUOTES]
    if len(words) > 1 and words[0].low == "the":
        words = words[1:]
    if not words or (len(words) == 1 and words[0].low in PRONOUNS):
        return
    start, end = words[0].start, words[-1].end
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    yield Speaker(start, end, text[start:end], name)
