"""Reads the figures of an article: numbers of people and homes, as the text claims them.

Text in, plain records with offsets out. No database, no network, no model; the same text always gives the
same figures, and no text makes it fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from events.enums import Measure, Scope
from events.extraction.attributing import QUOTES, Passage, attribute
from events.extraction.counts import Reading
from events.extraction.measures import Reader
from events.extraction.quantities import Quantity, find_quantities
from events.extraction.scopes import read_scope, since_words, states_period
from events.extraction.sentences import excerpt_around, split
from events.extraction.tokens import Kind, Token, tokenize
from events.records import ReadFigure, Span

_PASSAGE = 2_000
"""Code points read at once. Longer than any sentence of news; keeps a text without full stops linear."""
_REACH = 60
"""Tokens on either side of a figure in which its scope is told; a clause of news is shorter."""
_CLAUSE_ENDS = frozenset(";|•")
_SUMMING = frozenset("bringing raising taking pushing lifting".split())
#: "Raising the overall toll to 900, with 1,200 wounded": counted over the same time.
_ACCOMPANIED = re.compile(r"(?: \w+){0,2}, with ")
_CLAUSE_WORDS = frozenset("while but whereas though although".split())


def read_figures(text: str) -> tuple[ReadFigure, ...]:
    """The figures of a text in the order of their offsets."""
    sentences = split(text)
    passages = _read_passages(text, sentences)
    figures: list[ReadFigure] = []
    context = ""
    is_period = False
    for passage in passages:
        read = tuple(_figures(text, sentences, passage, figures[-1] if figures else None, context))
        if is_period and not passage.opens_paragraph:
            # "The raids lasted from 3 to 9 May. Nineteen people were killed."
            read = tuple(replace(f, scope=Scope.PERIOD) if f.scope is Scope.INCIDENT else f for f in read)
        figures.extend(read)
        is_period = not read and states_period(text[passage.start : passage.end])
        # "In recent months" in one sentence dates "the offensive has killed …" in the next.
        context = since_words(text[passage.start : passage.end])
    return tuple(figures)


def _read_passages(text: str, sentences: Sequence[Span]) -> list[Passage]:
    passages: list[Passage] = []
    earlier: Reading | None = None
    for start, end, opens_paragraph in _pieces(text, sentences):
        tokens = tokenize(text, start, end)
        plain = [token for token in tokens if token.text not in QUOTES]
        readings = Reader(plain, find_quantities(plain), earlier).read()
        earlier = readings[-1] if readings else earlier
        passages.append(Passage(start, end, tokens, plain, readings, opens_paragraph))
    attribute(passages, text)
    return passages


def _pieces(text: str, sentences: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    at = 0
    for sentence in sentences:
        opens_paragraph = "\n" in text[at : sentence.start] or at == 0
        start = sentence.start
        while sentence.end - start > _PASSAGE:
            # Cut at the last space, so that no number is torn apart.
            cut = text.rfind(" ", start + 1, start + _PASSAGE)
            cut = cut if cut > start else start + _PASSAGE
            yield start, cut, opens_paragraph
            start, opens_paragraph = cut, False
        yield start, sentence.end, opens_paragraph
        at = sentence.end


def _figures(
    text: str, sentences: Sequence[Span], passage: Passage, earlier: ReadFigure | None, context: str
) -> Iterator[ReadFigure]:
    for n, reading in enumerate(passage.readings):
        quantity = reading.quantity
        start, end = _offsets(passage, quantity)
        scope, since = _scope(text, passage, n)
        if scope is Scope.RUNNING_TOTAL and not since:
            since = context
        shares = (reading.inherits or reading.is_part) and earlier is not None
        if shares and earlier is not None and scope in (Scope.INCIDENT, Scope.PERIOD):
            # "Five of them", "up from 12": the part or the older count covers what the whole covers.
            scope, since = earlier.scope, earlier.since
        elif n and earlier is not None and _accompanies(text, earlier, start, reading, scope):
            scope, since = earlier.scope, earlier.since
        earlier = ReadFigure(
            start=start,
            end=end,
            quote=text[start:end],
            measure=reading.measure,
            people=reading.people,
            unit=reading.unit,
            quantifier=quantity.quantifier,
            low=quantity.low,
            high=quantity.high,
            scope=scope,
            claimant=passage.claimants[n],
            excerpt=excerpt_around(text, sentences, start, end),
            since=since,
            evidence=_evidence(reading),
        )
        yield earlier


def _accompanies(text: str, earlier: ReadFigure, start: int, reading: Reading, scope: Scope) -> bool:
    """Whether a figure stands beside a running total with no time of its own; the missing are as of today."""
    is_summed = earlier.scope is Scope.RUNNING_TOTAL and scope is Scope.INCIDENT
    is_summed = is_summed and reading.measure is not Measure.MISSING
    return is_summed and _ACCOMPANIED.fullmatch(text, earlier.end, start) is not None


def _offsets(passage: Passage, quantity: Quantity) -> tuple[int, int]:
    return passage.plain[quantity.first].start, passage.plain[quantity.last - 1].end


def _scope(text: str, passage: Passage, n: int) -> tuple[Scope, str]:
    reading = passage.readings[n]
    left, right = _clause(passage, reading.quantity.first, reading.quantity.last)
    near_left, near_right = left, right
    if n:
        near_left = max(left, _offsets(passage, passage.readings[n - 1].quantity)[1])
    if n + 1 < len(passage.readings):
        near_right = min(right, _offsets(passage, passage.readings[n + 1].quantity)[0])
    before = text[near_left : _offsets(passage, reading.quantity)[0]]
    return read_scope(
        text[left:right],
        text[near_left:near_right],
        before,
        reading.measure,
        "" if reading.is_done else reading.verb,
    )


def _clause(passage: Passage, first: int, last: int) -> tuple[int, int]:
    tokens = passage.plain
    left = first
    while left > max(0, first - _REACH) and not _is_border(tokens, left - 1):
        left -= 1
    right = last
    while right < min(len(tokens), last + _REACH) and not _is_border(tokens, right):
        right += 1
    return tokens[left].start, tokens[right - 1].end


def _is_border(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if token.low == "," and at + 1 < len(tokens) and tokens[at + 1].low in _SUMMING:
        return True  # "31 died, raising the toll since May to 900": only the toll goes back to May.
    if token.low == "which" and at and tokens[at - 1].low in ("in", "during"):
        return True  # "Calm has held since the raid, in which one soldier died."
    return token.low in _CLAUSE_WORDS if token.kind is Kind.WORD else token.low in _CLAUSE_ENDS


def _evidence(reading: Reading) -> tuple[str, ...]:
    if reading.inherits:
        return ("Takes its measure from the number before.",)
    return (f"“{reading.verb}” says {reading.measure.value.replace('_', ' ')}.",)
