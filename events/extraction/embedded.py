"""Finds toponyms inside other words and names, as research collections mark them (`Convention.TOPONYMS`).

"Syrian", "London-based", "Lagos" in "Lagos Chamber of Commerce", and buildings with a name of their own. For
a map they are no places: "Syrian officials" may be anywhere. One mechanism: each becomes a sighting with
`is_embedded`, which takes no part in reading relations and never leaves `parse_articles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from events.extraction.demonyms import find_demonyms, find_regional_demonyms
from events.extraction.labels import PLACE_LABELS
from events.extraction.names import Word
from events.extraction.pages import Page, is_acronym
from events.extraction.placewords import (
    AFTER_DEMONYM,
    COMMON_OPENERS,
    FACILITIES,
    GENERIC,
    HEADS,
    MONTHS,
    OPENERS_OF_NAMES,
    ORGANISATION_HEADS,
    OWNERS_OF_OFFICES,
    PARTICLES,
    TITLES,
    WEEKDAYS,
)
from events.extraction.sightings import Sighting

#: A language, not a country: "in Spanish", "speaks French".
_LANGUAGE = re.compile(r"\b(?:in|into|from|speaks?|speaking|spoke|learn\w*|called|fluent)\s+$")
_GOES_ON = re.compile(r"^[\s-]*[^\W\d_]")
_NEXT_WORD = re.compile(r"^\s([A-Z]\w+)")
_LANGUAGES = frozenset(
    """arabic chinese danish dutch english french german greek hungarian italian japanese korean polish
    portuguese romanian russian spanish swedish thai turkish ukrainian vietnamese""".split()
)
#: Adjectives stand before a noun; "English is", "English and", "English." is the language.
_BEFORE_NOUN = re.compile(
    r"^(?:-|\s+(?!(?:is|was|are|were|will|has|have|had|would|can|as|and|or|but|to|in|at|on|by|for|with|from|of|that"
    r"|which|provides?|than|when|well)\b)[^\W\d_])"
)
_AFFILIATION = re.compile(
    r"\b(?!(?:The|A|An|In|At|From)\s)"
    r"(?P<name>(?:[A-Z]\.){2,5}|[A-Z][\w'’.]{1,30}(?:[ ][A-Z][\w'’]{1,30}){0,2})-"
    r"(?:based|born|led|backed|controlled|held|run|occupied|administered|headquartered|owned|funded|trained|area"
    r"|bound)\b"
)
#: Unions of states that are named like states.
_UNION = re.compile(r"\b(?:EU\b|E\.U\.|European Union\b|Soviet Union\b)")
#: How strongly the position within a longer name speaks for a place, before the gazetteer is asked.
_OPENS, _JOINED, _LABELLED, _AFFILIATED, _FACILITY = 0.5, 0.6, 0.8, 0.7, 0.8
_JOINING = frozenset(("of", "in", "for", "at"))
_LONGEST, _LONGEST_PIECE = 3, 8


def spot_embedded(page: Page) -> list[Sighting]:
    """Adjectives and names within names; those that need the gazetteer's word are rescues."""
    return [*_adjectives(page), *_unions(page), *_affiliations(page), *_facilities(page), *_parts(page)]


def _adjectives(page: Page) -> Iterator[Sighting]:
    """ "Syrian" in "Syrian officials", located at its country; not a language."""
    text = page.text
    found = [(span, demonym.name) for span, demonym in find_demonyms(text)]
    for span, name in [*found, *find_regional_demonyms(text)]:
        before, after = text[max(0, span.start - 16) : span.start], text[span.end : span.end + 20]
        if (following := _NEXT_WORD.match(after)) and following[1].lower() in AFTER_DEMONYM - HEADS.keys():
            # "Central African Republic", "Soviet Union": the name of a state.
            continue
        if _LANGUAGE.search(before) and not _GOES_ON.match(after):
            continue
        if span.quote.lower() in _LANGUAGES and not _BEFORE_NOUN.match(after):
            continue
        yield _embedded(
            page, span.start, span.end, name, 1.0, "an adjective or people of it", is_rescue=False
        )


def _unions(page: Page) -> Iterator[Sighting]:
    for match in _UNION.finditer(page.text):
        name = "Soviet Union" if match.group().startswith("S") else "European Union"
        yield _embedded(page, *match.span(), name, 0.9, "a union of states", is_rescue=False)


def _affiliations(page: Page) -> Iterator[Sighting]:
    for match in _AFFILIATION.finditer(page.text):
        start, end = match.span("name")
        yield _embedded(page, start, end, match["name"], _AFFILIATED, "says where somebody belongs")


def _facilities(page: Page) -> Iterator[Sighting]:
    """ "Manila Cathedral", "Cloverhill District Court": buildings that lie where their name says."""
    runs = page.runs
    for position, run in enumerate(runs):
        words = run.words[1:] if run.opens_sentence and _is_common(run.words[0]) else run.words
        last = next((i for i in range(len(words) - 1, -1, -1) if words[i].text.lower() in FACILITIES), -1)
        if last < 0:
            continue
        named = list(words[: last + 1])
        before = runs[position - 1].words if position else ()
        if last == 0 and before and page.text[before[-1].end : named[0].start] in ("'s ", "’s "):
            # "St George's Chapel"
            named = [*before, *named]
        if all(word.text.lower() in GENERIC | FACILITIES | COMMON_OPENERS | TITLES for word in named):
            continue
        start, end = named[0].start, named[-1].end
        name = page.text[start:end]
        sighting = _embedded(page, start, end, name, _FACILITY, "a building with a name", is_rescue=False)
        sighting.names = (name, *(page.text[start : word.end] for word in reversed(named[:-1])))
        yield sighting


def _parts(page: Page) -> Iterator[Sighting]:
    """Names of places within names of organisations: at their beginning, or behind "of"."""
    index_of = {word.start: i for i, word in enumerate(page.words)}
    done = -1
    for start, end in page.organisations:
        at = index_of.get(start)
        while at is not None and at < len(page.words) and page.words[at].start < end:
            piece = _piece(page, at, end) if page.words[at].start > done else []
            if not piece:
                at += 1
                continue
            yield from _proposals(page, at, piece, opens=piece[0].start == start)
            at += len(piece)
            done = piece[-1].start


def _piece(page: Page, at: int, end: int) -> list[Word]:
    """The words from `at` that may be one name: capitalised, with particles, without the words of trades."""
    piece: list[Word] = []
    while at < len(page.words):
        word = page.words[at]
        at += 1
        lower = word.text.lower()
        if (
            word.start >= end
            or len(piece) == _LONGEST_PIECE
            or (piece and page.text[piece[-1].end : word.start].strip(" "))
        ):
            break
        if not word.is_capital and not (piece and word.text in PARTICLES):
            break
        if lower in ORGANISATION_HEADS | OWNERS_OF_OFFICES or _is_common(word):
            break
        piece.append(word)
        if word.is_possessive:
            break
    while piece and not piece[-1].is_capital:
        piece.pop()
    return piece


def _proposals(page: Page, at: int, piece: list[Word], *, opens: bool) -> Iterator[Sighting]:
    joined = at > 0 and page.words[at - 1].text in _JOINING
    joined = joined or (at > 1 and page.words[at - 1].text == "the" and page.words[at - 2].text in _JOINING)
    likelihood = _OPENS if opens else _JOINED if joined else 0.2
    for size in range(1, min(len(piece), _LONGEST) + 1):
        for first in {0, len(piece) - size}:
            words = piece[first : first + size]
            start, end = words[0].start, words[-1].end
            if is_acronym(words) or words[-1].text.lower() in PARTICLES or len(words[0].text) < 2:
                continue
            if all(word.text.lower() in GENERIC or word.text.lower() in page.known_lower for word in words):
                continue
            weight = likelihood if first == 0 else 0.2
            if page.labels.of(start, end) in PLACE_LABELS:
                weight = max(weight, _LABELLED)
            yield _embedded(page, start, end, page.text[start:end], weight, "stands within another name")


def _is_common(word: Word) -> bool:
    lower = word.text.lower()
    return lower in (COMMON_OPENERS - OPENERS_OF_NAMES) | MONTHS | WEEKDAYS | TITLES


def _embedded(
    page: Page, start: int, end: int, name: str, likelihood: float, reason: str, *, is_rescue: bool = True
) -> Sighting:
    names = [name]
    words = name.split(" ")
    if len(words) > 1 and words[-1].lower() in HEADS:
        names.append(" ".join(words[:-1]))
    return Sighting(
        start=start,
        end=end,
        quote=page.text[start:end],
        names=tuple(names),
        likelihood=likelihood,
        is_rescue=is_rescue,
        is_embedded=True,
        evidence=[reason],
    )
