"""Cuts a text with capitals into runs of words that may hold names, and runs into the names they may be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from events.extraction.languages.profile import UNLIKELY, Cue, Profile
from events.extraction.languages.words import Word, is_gap, opens_sentence

#: Longer runs are headlines or tables of names, not one name.
_LONGEST_RUN = 7
#: Longer names hardly stand in a gazetteer.
_LONGEST_NAME = 5


class Runs:
    """The capitalised runs of a text as pairs of indices of its words, ends exclusive."""

    def __init__(self, text: str, words: Sequence[Word], profile: Profile, forms: Collection[int]) -> None:
        """`forms` are the words that hold a name in another shape; no run goes on across one."""
        self.text = text
        self.words = words
        self.profile = profile
        self.forms = forms

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Capitalised words that stand together, with the small words that names may hold."""
        at = 0
        while at < len(self.words):
            if not self.words[at].is_capital:
                at += 1
                continue
            stop = at + 1
            while stop < len(self.words) and stop - at < _LONGEST_RUN:
                reach = self._next_capital(stop)
                if reach is None or self._parts_names(stop - 1, reach):
                    break
                stop = reach + 1
            yield at, stop
            at = stop

    def _next_capital(self, at: int) -> int | None:
        for index in range(at, min(at + 3, len(self.words))):
            if not is_gap(self.text, self.words[index - 1], self.words[index]):
                return None
            if self.words[index].is_capital or self.words[index].lower in self.profile.adjectives:
                return index
            if self.words[index].lower not in self.profile.links:
                return None
        return None

    def _parts_names(self, last: int, following: int) -> bool:
        """Whether a run ends between two words: behind "… Belediyesi", before "Presidente …"."""
        title = self.profile.before.get(self.words[following].lower)
        return (
            following in self.forms
            or self.words[last].lower in self.profile.after
            or bool(title and title.likelihood <= UNLIKELY)
        )

    def core(self, first: int, stop: int) -> tuple[int, int]:
        """The run without the words at its ends that are no part of a name: "En Alepo", "Gaza Şeridi"."""
        profile, words = self.profile, self.words
        while stop - first > 1 and self._is_about_names(words[first].lower, profile.before):
            first += 1
        while stop - first > 1 and self._is_about_names(words[stop - 1].lower, profile.after):
            stop -= 1
        return first, stop

    def _is_about_names(self, lower: str, cues: Mapping[str, Cue]) -> bool:
        return lower in self.profile.common or lower in self.profile.links or lower in cues

    def spans(self, first: int, stop: int) -> set[tuple[int, int]]:
        """The parts of a run that may be a name by themselves."""
        start, end = self.core(first, stop)
        spans = {(start, end)} if start < end else set()
        for at in range(first, max(start, first + 1)):
            opener = self.profile.before.get(self.words[at].lower)
            if self.words[at].is_capital and (opener is None or opener.hint):
                # "La Paz" and "Ciudad Juárez" begin with common words; so may a sentence.
                spans.add((at, stop))
        if end - start > 1:
            spans.update(self._parts(start, end))
            if opens_sentence(self.text, self.words[start].start):
                # "Yaralılar Hatay'daki …": the first word may have its capital from the sentence.
                spans.add((start + 1, end))
        return {(a, b) for a, b in spans if b - a <= _LONGEST_NAME}

    def _parts(self, start: int, end: int) -> Iterable[tuple[int, int]]:
        """Names that end where the run goes on ("in Kiew Menschen"), and those that a small word joins."""
        yield start, start + 1
        if end - start > 2:
            yield start, start + 2
        chunk = start
        for index in range(start, end + 1):
            if index == end or not self.words[index].is_capital:
                if chunk < index:
                    yield chunk, index
                chunk = index + 1
        if self.profile.reads_pairs:
            for index in range(start, end):
                yield index, index + 1
                if index + 2 <= end:
                    yield index, index + 2
