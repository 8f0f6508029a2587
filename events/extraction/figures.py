"""Reads the figures of an article: numbers of people and homes, as the text claims them.

Text in, plain records with offsets out. No database, no network, no model; the same text always gives the
same figures, and no text makes it fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from events.enums import Scope
from events.extraction.measures import Reader, Reading
from events.extraction.quantities import find_quantities
from events.extraction.sentences import excerpt_around, split
from events.extraction.tokens import Token, tokenize
from events.records import ReadFigure, Span


def read_figures(text: str) -> tuple[ReadFigure, ...]:
    sentences = split(text)
    figures = []
    earlier = None
    for s in sentences:
        tokens = tokenize(text, s.start, s.end)
        readings = Reader(tokens, find_quantities(tokens), earlier).read()
        for r in readings:
            q = r.quantity
            a, b = tokens[q.first].start, tokens[q.last - 1].end
            figures.append(ReadFigure(a, b, text[a:b], r.measure, r.people, r.unit, q.quantifier, q.low, q.high,
                                      Scope.INCIDENT, None, excerpt_around(text, sentences, a, b)))
            earlier = r
    return tuple(figures)
