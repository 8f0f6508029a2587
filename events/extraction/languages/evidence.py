"""Reads what the words around a name in a script with capitals say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.enums import Relation
from events.extraction.languages.profile import UNLIKELY, Cue, Profile
from events.extraction.languages.words import Word, phrase_after, phrase_before
from events.extraction.sightings import Sighting

#: What an adjective between "in" and the name costs: "in der belagerten Stadt" is read as well as "in Kiew".
_WITH_ADJECTIVE = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """A cue, and the words that it was read from; without words it is the form of the name that says so."""

    cue: Cue
    start: int = 0
    end: int = 0
    words: str = ""
    is_before: bool = False


class Surroundings:
    """Looks for a language's cues around the names of one text."""

    def __init__(self, text: str, words: Sequence[Word], profile: Profile) -> None:
        self.text = text
        self.words = words
        self.profile = profile
        self.longest_before = max((phrase.count(" ") + 1 for phrase in profile.before), default=0)
        self.longest_after = max((phrase.count(" ") + 1 for phrase in profile.after), default=0)

    def cues(self, first: int, stop: int) -> list[Found]:
        """Before the words from `first` to `stop`, in the suffix of the last one and behind it."""
        found = []
        if before := self._before(first):
            found.append(before)
        last = self.words[stop - 1]
        if self.profile.endings and last.ending and (cue := self.profile.endings(last.ending)):
            found.append(Found(cue, last.start, last.end, f"-{last.ending}"))
        phrases = phrase_after(self.text, self.words, stop - 1, self.longest_after)
        for length in range(len(phrases), 0, -1):
            if cue := self.profile.after.get(phrases[length - 1]):
                end = self.words[stop - 1 + length].end
                found.append(Found(cue, self.words[first].start, end, phrases[length - 1]))
                break
        return found

    def _before(self, first: int) -> Found | None:
        phrases = phrase_before(self.text, self.words, first, self.longest_before + 1)
        for length in range(min(len(phrases), self.longest_before), 0, -1):
            if cue := self.profile.before.get(phrases[length - 1]):
                return self._found(cue, first, length, phrases[length - 1])
        if len(phrases) < 2 or phrases[0] in self.profile.common or self.words[first - 1].is_capital:
            return None
        # One adjective: "en la sitiada Alepo", "im umkämpften Bachmut".
        for length in range(len(phrases), 1, -1):
            lead = phrases[length - 1].rpartition(" ")[0]
            cue = self.profile.before.get(lead)
            if cue and cue.is_locative:
                cue = replace(cue, likelihood=cue.likelihood - _WITH_ADJECTIVE)
                return self._found(cue, first, length, phrases[length - 1])
        return None

    def _found(self, cue: Cue, first: int, length: int, phrase: str) -> Found:
        start, end = self.words[first - length].start, self.words[first].start
        return Found(cue, start, end, phrase, is_before=True)


def note(sighting: Sighting, found: Found) -> None:
    """Writes a cue down on the name: hint, relation, and the reason for an editor."""
    cue = found.cue
    sighting.hint = sighting.hint or cue.hint
    if sighting.relation is Relation.IN and cue.relation is not Relation.IN:
        sighting.relation, sighting.direction = cue.relation, cue.direction
    if not found.words:
        sighting.note("the form of the word names a place")
        return
    if cue.hint or cue.relation is not Relation.IN:
        sighting.widen(min(found.start, sighting.start), max(found.end, sighting.end))
    if found.words.startswith("-"):
        sighting.note(f"its ending is “{found.words}”")
    else:
        sighting.note(f"stands {'after' if found.is_before else 'before'} “{found.words}”")


def said_by(cues: Sequence[Found]) -> float | None:
    """What all cues say together: words that make it no place outweigh, else the strongest one counts."""
    if not cues:
        return None
    values = [found.cue.likelihood for found in cues]
    return min(values) if min(values) <= UNLIKELY else max(values)
