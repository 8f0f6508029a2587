"""Splits news prose into sentences with exact offsets. One pass over the text, no model."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from events.records import Span

_END = re.compile(r"[.!?…؟۔。！？]+[\"'”’»)\]]*|\n\s*")
#: Full-width stops end a sentence even when no space follows.
_WIDE_STOPS = frozenset("。！？")
#: How far back the word before a full stop is looked for; longer words are no abbreviations.
_LONGEST_ABBREVIATION = 16
_LAST_WORD = re.compile(r"[^\s(\[\"“‘«]+$")
_NEXT_WORD = re.compile(r"[\"'“‘«(\[]*([^\s,.;:!?\"”’»)\]]*)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]$")

#: Written before a name or a number, so a full stop after them never ends a sentence.
_TITLES = frozenset(
    """mr mrs ms dr prof gen maj lt col capt cpl sgt brig adm cmdr cdr gov sen rep rev hon pres st ste mt ft
    no nos vs approx est ca cf fig pp vol art e.g i.e viz al""".split()
)
_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_COMPANIES = frozenset("inc ltd co corp jr sr etc dept univ bros".split())
#: Words that open a sentence far more often than they continue a name after "U.N." or "Inc.".
_OPENERS = frozenset(
    """the a an in on at by it he she they we i you but and or so this that these those there here his her
    its their our as after before since when while if for from with no not more most some many one two
    three local officials police residents witnesses according meanwhile however earlier later another
    authorities state government rescue both all each last late""".split()
)
#: "8 a.m. Friday" and "5 p.m. ET" go on.
_AFTER_CLOCK = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday est et pt gmt utc cet eet ist local""".split()
)
#: A hard-wrapped line that ends so has not finished its sentence.
_UNFINISHED = frozenset(
    """of the a an in on at by to from for with and or as than over some about around nearly almost up
    at least more between is are was were been have has had that which who""".split()
)


def split(text: str) -> tuple[Span, ...]:
    """The sentences of a text, without the white space between them."""
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match.start() < start:
            continue
        if match.group()[0] == "\n":
            is_end = _line_ends(text, start, match)
        else:
            is_end = _stop_ends(text, start, match)
        if is_end:
            _append(spans, text, start, match.end())
            start = match.end()
    _append(spans, text, start, len(text))
    return tuple(spans)


def excerpt_around(text: str, sentences: Sequence[Span], start: int, end: int, limit: int = 600) -> Span:
    """The sentence or sentences that hold `text[start:end]`, cut at word borders to about `limit`.

    The span itself is never cut, so the excerpt is longer than the limit only when the span is.
    """
    first = bisect_right(sentences, start, key=lambda s: s.start) - 1
    last = bisect_left(sentences, end, key=lambda s: s.end)
    left = min(sentences[first].start, start) if first >= 0 else start
    right = max(sentences[last].end, end) if last < len(sentences) else end
    if right - left > limit:
        left, right = _cut(text, left, right, start, end, limit)
    return Span(left, right, text[left:right])


def _cut(text: str, left: int, right: int, start: int, end: int, limit: int) -> tuple[int, int]:
    """The window of `limit` code points around a span, drawn in to word borders."""
    spare = max(limit - (end - start), 0)
    window_left = max(left, start - spare // 2)
    window_right = min(right, window_left + max(limit, end - start))
    window_right = max(window_right, end)
    window_left = max(left, min(window_left, start, window_right - limit))
    if window_left > left:
        space = re.compile(r"\s+").search(text, window_left, start)
        window_left = space.end() if space else start
    if window_right < right:
        piece = text[end:window_right]
        window_right = end + len(piece[: _last_space(piece)].rstrip())
    return window_left, window_right


def _last_space(piece: str) -> int:
    return max((i for i, char in enumerate(piece) if char.isspace()), default=0)


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end, text[start:end]))


def _next_word(text: str, at: int) -> str:
    while at < len(text) and text[at].isspace():
        at += 1
    match = _NEXT_WORD.match(text, at, at + 40)
    return match.group(1) if match else ""


def _word_before(text: str, start: int, at: int) -> str:
    match = _LAST_WORD.search(text[max(start, at - _LONGEST_ABBREVIATION) : at])
    return match.group() if match else ""


def _line_ends(text: str, start: int, match: re.Match[str]) -> bool:
    """A blank line ends a paragraph; a single line break does unless the line is only wrapped."""
    if match.group().count("\n") > 1:
        return True
    at = match.start()
    while at > start and text[at - 1].isspace():
        at -= 1
    before = _word_before(text, start, at)
    following = text[match.end() : match.end() + 1]
    if following.islower() or before.endswith(","):
        return False
    return not (before.casefold() in _UNFINISHED or before[-1:].isdigit())


def _stop_ends(text: str, start: int, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 1]
    if match.group()[0] in _WIDE_STOPS:
        return True
    if after and not after.isspace():
        return False
    following = _next_word(text, match.end())
    if following[:1].islower():
        return False
    if match.group()[0] != "." or len(match.group()) > 1:
        return True
    before = _word_before(text, start, match.start())
    return _full_stop_ends(before, following)


def _full_stop_ends(before: str, following: str) -> bool:
    """Whether a lone full stop after the word `before` ends its sentence."""
    word, then = before.casefold(), following.casefold()
    if word in ("a.m", "p.m", "am", "pm"):
        return then not in _AFTER_CLOCK
    if word in _TITLES:
        # "No." is an answer unless a number follows it.
        return word == "no" and not following[:1].isdigit()
    if word in _MONTHS:
        return not following[:1].isdigit()
    if word in _COMPANIES or _DOTTED.match(before):
        return not following or then in _OPENERS
    # An initial ("J. Smith") is one capital letter; "I" and a lone letter at the end are not told apart.
    return not (len(before) == 1 and before.isupper() and following[:1].isupper())
