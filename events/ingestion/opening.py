"""The headline of a pasted article: the line that stands apart above it, or else its opening words."""

from __future__ import annotations

import re

#: A headline has at most this many characters; a longer first line is the first paragraph.
LONGEST_LINE = 200
#: How much of the opening words names an article without a headline.
LONGEST_OPENING = 90
#: What ends a sentence of the text rather than a headline; a question may be one.
_SENTENCE_END = re.compile(r"[.:;,…][\"'”’»)\]]*$")


def headline_and_body(text: str) -> tuple[str, str]:
    """Parts a pasted text (cleaned) into its headline and the article.

    A first line of a few words, with more text under it, is the headline and is taken out. Where there is
    none, the opening words stand for it, as an untitled work is cited: “Shells fell on …”; the text is whole.
    """
    first, _, rest = text.partition("\n")
    first, rest = first.strip(), rest.strip()
    if rest and len(first) <= LONGEST_LINE and len(rest) > len(first) and not _SENTENCE_END.search(first):
        return first, rest
    return _opening(text), text


def _opening(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= LONGEST_OPENING:
        return words
    cut = words.rfind(" ", 0, LONGEST_OPENING)
    return f"{words[: cut if cut > 0 else LONGEST_OPENING].rstrip(' .,;:–-')} …"
