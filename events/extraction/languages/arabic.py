"""Reads names in Arabic, which has no capitals: every short run of words that its neighbours allow.

"وفي إدلب", "بحلب", "للسودان": what is written as one word may be conjunction, preposition and name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.enums import Relation
from events.extraction.languages import arabic_words as lists
from events.extraction.languages.profile import UNLIKELY, Cue
from events.extraction.languages.words import Word, is_gap, words_of
from events.extraction.sightings import Sighting

_ARABIC = range(0x0600, 0x0780)
_LONGEST_NAME = 3
_LONGEST_CUE = 3
_SHORTEST_NAME = 3
#: What a word has by itself: enough for a country or a large town of the article's country.
_ALONE = 0.3
#: What is left of a word behind "in" and "to" written as one letter; such letters also begin many names.
_IN, _TO, _AND = 0.42, 0.35, 0.28
#: Words of a head that begins a proper name: "ريف دمشق" is a province, "قطاع غزة" the strip.
_NAMING_HEADS = frozenset(map(lists.plain, ("ريف", "قطاع", "جبل", "وادي", "جزيرة", "بحر", "خليج")))
_DIRECTIVE = {"ب": _IN, "ل": _TO}


@dataclass(frozen=True, slots=True)
class _Start:
    """Where in a word a name may begin, how its first word is then spelt, and what was cut off says."""

    skip: int
    first: str
    likelihood: float | None


def find_names(text: str) -> Iterable[Sighting]:
    """Runs of up to three Arabic words, with the words before them as evidence."""
    words = [word for word in words_of(text) if ord(word.text[0]) in _ARABIC]
    spelt = [lists.plain(word.text) for word in words]
    for first in range(len(words)):
        if spelt[first] not in lists.FUNCTION:
            yield from _names_at(text, words, spelt, first)


def _names_at(text: str, words: Sequence[Word], spelt: Sequence[str], first: int) -> Iterable[Sighting]:
    cue, cue_start = _cue_before(text, words, spelt, first)
    starts = [(start, lists.plain(start.first)) for start in _starts(words[first].text)]
    starts = [(start, head) for start, head in starts if _may_begin(head)]
    for stop in range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1) if starts else ():
        if stop - first > 1 and not is_gap(text, words[stop - 2], words[stop - 1]):
            return
        if spelt[stop - 1] in lists.FUNCTION:
            continue
        for start, head in starts:
            if stop - first == 1 and not _may_stand_alone(head, cue):
                continue
            sighting = _sighting(text, words, first, stop, start, cue)
            _add_relation(text, words, spelt, sighting, stop, cue if not start.skip else None, cue_start)
            yield sighting


def _may_begin(head: str) -> bool:
    """Function words and most words for kinds of place begin no name."""
    return head not in lists.FUNCTION and (head not in lists.HEADS or head in _NAMING_HEADS)


def _may_stand_alone(head: str, cue: Cue | None) -> bool:
    if len(head) < _SHORTEST_NAME and cue is None:
        return False
    return head not in lists.COMMON and head not in lists.HEADS


def _starts(word: str) -> Iterable[_Start]:
    """The word itself, then without its conjunction, then without its preposition."""
    yield _Start(0, word, None)
    at = 0
    likelihood: float | None = None
    if word[0] in "وف" and len(word) > _SHORTEST_NAME:
        at, likelihood = 1, None
        yield _Start(1, word[1:], None)
    rest = word[at:]
    if rest.startswith("لل") and len(rest) > _SHORTEST_NAME + 1:
        # The article has lost its alif: "للسودان" is "ل" and "السودان".
        yield _Start(at + 1, f"ا{rest[1:]}", _TO)
    elif rest[:1] in _DIRECTIVE and len(rest) > _SHORTEST_NAME:
        likelihood = _DIRECTIVE[rest[0]]
        yield _Start(at + 1, rest[1:], likelihood)


def _sighting(
    text: str, words: Sequence[Word], first: int, stop: int, start: _Start, cue: Cue | None
) -> Sighting:
    begin = _offset(text, words[first], start.skip)
    end = words[stop - 1].end
    name = " ".join([start.first, *(word.text for word in words[first + 1 : stop])])
    return Sighting(
        start=begin,
        end=end,
        quote=text[begin:end],
        names=_spellings(name),
        is_rescue=True,
        likelihood=_likelihood(start, cue),
    )


def _likelihood(start: _Start, cue: Cue | None) -> float:
    if start.likelihood is not None:
        return start.likelihood
    if start.skip:
        return _AND
    return cue.likelihood if cue else _ALONE


def _spellings(name: str) -> tuple[str, ...]:
    """The name, and with the other of the two endings that sound alike: "سوريا" and "سورية"."""
    if name.endswith("ة"):
        return name, f"{name[:-1]}ا"
    return (name, f"{name[:-1]}ة") if name.endswith(("ا", "ه")) else (name,)


def _offset(text: str, word: Word, letters: int) -> int:
    """The offset behind the first `letters` letters of a word, and behind the signs that belong to them."""
    at = word.start
    while at < word.end and letters:
        at += 1
        while at < word.end and not lists.plain(text[at]):
            at += 1
        letters -= 1
    return at


def _cue_before(text: str, words: Sequence[Word], spelt: Sequence[str], first: int) -> tuple[Cue | None, int]:
    """The strongest words before a name, and where they begin."""
    phrase = ""
    found: tuple[Cue | None, int] = (None, words[first].start)
    for index in range(first - 1, max(first - 1 - _LONGEST_CUE, -1), -1):
        if not is_gap(text, words[index], words[index + 1]):
            break
        tail = f" {phrase}" if phrase else ""
        phrase = spelt[index] + tail
        for table in (lists.HEADS, lists.PERSONS, lists.PREPOSITIONS):
            for skip in _proclitics(spelt[index]):
                if cue := table.get(spelt[index][skip:] + tail):
                    found = (cue, words[index].start)
                    break
            else:
                continue
            break
    return found


def _proclitics(word: str) -> Iterable[int]:
    """How many letters before a noun may be conjunctions and prepositions: "وبريف" is three words."""
    yield 0
    if word[0] in "وفبل":
        yield 1
        if len(word) > 1 and word[0] in "وف" and word[1] in "بل":
            yield 2


def _add_relation(
    text: str,
    words: Sequence[Word],
    spelt: Sequence[str],
    sighting: Sighting,
    stop: int,
    cue: Cue | None,
    cue_start: int,
) -> None:
    if cue and cue.likelihood > UNLIKELY:
        sighting.hint = cue.hint
        sighting.relation, sighting.direction = cue.relation, cue.direction
        sighting.note(f"stands after “{text[cue_start : sighting.start].strip()}”")
        if cue.hint or cue.relation is not Relation.IN:
            sighting.widen(cue_start, sighting.end)
    else:
        sighting.note("a name that the gazetteer knows")
    if sighting.relation is not Relation.COUNTRYSIDE:
        return
    # "ريف إدلب الجنوبي" is the south of it; "الجنوبي الشرقي" its south-east.
    side = ""
    for index in range(stop, min(stop + 2, len(words))):
        if not is_gap(text, words[index - 1], words[index]):
            return
        side = f"{side} {spelt[index]}".strip()
        if side in lists.SIDES:
            sighting.direction = lists.SIDES[side]
            sighting.widen(sighting.start, words[index].end)
