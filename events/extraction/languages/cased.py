"""Reads names in scripts with capitals: capitalised runs, weighed by the words around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from events.enums import Relation
from events.extraction.languages.profile import (
    LIKELY,
    OPENING,
    PLACED,
    UNLIKELY,
    Cue,
    Profile,
)
from events.extraction.languages.words import (
    is_gap,
    opens_sentence,
    phrase_after,
    phrase_before,
    words_of,
)
from events.extraction.sightings import Sighting

#: Longer runs are headlines or tables of names, not one name.
_LONGEST_RUN = 7
#: Longer names hardly stand in a gazetteer.
_LONGEST_NAME = 5
#: What a name loses when only the words before it say that it ends before its run does.
_PART_OF_RUN = 0.15
#: What an adjective between "in" and the name costs: "in der belagerten Stadt" is read as well as "in Kiew".
_WITH_ADJECTIVE = 0.1
_IN_LIST = 0.05
#: Between two names of a list stand a comma and a short word.
_LONGEST_GAP = 8
#: Acronyms are rarely longer; longer words in capitals stand in headlines.
_LONGEST_ACRONYM = 5


def find_names(text: str, profile: Profile) -> list[Sighting]:
    """Every run of capitalised words that may be or hold a name, and what the language derives from names."""
    return _Reader(text, profile).read()


@dataclass(frozen=True, slots=True)
class _Found:
    """A cue, and the words that it was read from."""

    cue: Cue
    start: int
    end: int
    words: str
    is_before: bool = False


class _Reader:
    def __init__(self, text: str, profile: Profile) -> None:
        self.text = text
        self.profile = profile
        self.words = words_of(
            text,
            elisions=profile.elisions,
            cuts_suffix=profile.endings is not None,
            lower=profile.lower,
        )
        self.longest_before = max((phrase.count(" ") + 1 for phrase in profile.before), default=0)
        self.longest_after = max((phrase.count(" ") + 1 for phrase in profile.after), default=0)
        self.sightings: list[Sighting] = []
        self.previous: tuple[int, Sighting | None] | None = None

    def read(self) -> list[Sighting]:
        runs = list(self._runs())
        self.surnames = self._surnames(runs)
        for first, stop in runs:
            for start, end in sorted(self._spans(first, stop)):
                self._propose(start, end, is_whole=(start, end) == self._core(first, stop))
            self._continue_list(first, stop)
        for at in range(len(self.words)):
            for form in self.profile.forms_of(self.words, at):
                self._add(at, form.stop, form.names, [_Found(form.cue, 0, 0, "")], form.cue.likelihood)
        _agree_on_names(self.sightings)
        return self.sightings

    def _runs(self) -> Iterable[tuple[int, int]]:
        """Index pairs of capitalised words that stand together, with the small words that names may hold."""
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
            if self.words[index].is_capital:
                return index
            if self.words[index].lower not in self.profile.links:
                return None
        return None

    def _parts_names(self, last: int, following: int) -> bool:
        """Whether a run ends between two words: behind "… Belediyesi", before "Presidente …"."""
        title = self.profile.before.get(self.words[following].lower)
        return self.words[last].lower in self.profile.after or bool(title and title.likelihood <= UNLIKELY)

    def _core(self, first: int, stop: int) -> tuple[int, int]:
        """The run without the words at its ends that are no part of a name: "En Alepo", "Gaza Şeridi"."""
        profile, words = self.profile, self.words
        while first < stop and self._is_about_names(words[first].lower, profile.before):
            first += 1
        while stop > first and self._is_about_names(words[stop - 1].lower, profile.after):
            stop -= 1
        return first, stop

    def _is_about_names(self, lower: str, cues: object) -> bool:
        return lower in self.profile.common or lower in self.profile.links or lower in cues  # type: ignore[operator]

    def _spans(self, first: int, stop: int) -> set[tuple[int, int]]:
        start, end = self._core(first, stop)
        spans = {(start, end)} if start < end else set()
        opener = self.profile.before.get(self.words[first].lower)
        if opener is None or opener.hint:
            # "La Paz" and "Ciudad Juárez" begin with common words; so may a sentence.
            spans.add((first, stop))
        if end - start > 1:
            spans.update(self._parts(start, end))
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

    def _surnames(self, runs: Sequence[tuple[int, int]]) -> set[str]:
        """Later words of longer runs: who is called "Pedro Soria" first is "Soria" afterwards."""
        if self.profile.reads_pairs:
            return set()
        found = set()
        for first, stop in runs:
            start, end = self._core(first, stop)
            words = self.words[start:end]
            if len(words) > 1 and all(word.is_capital for word in words):
                found.update(_stem(word.lower) for word in words[1:])
        return found

    def _propose(self, first: int, stop: int, *, is_whole: bool) -> None:
        words = self.words[first:stop]
        cues = self._cues(first, stop)
        said = _said(cues)
        is_common = len(words) == 1 and words[0].lower in self.profile.common
        if is_common and (said is None or said < PLACED):
            return
        if said is None:
            likelihood = self._alone(first, stop) if is_whole or self.profile.reads_pairs else UNLIKELY
        elif is_whole or self.profile.reads_pairs or any(not found.is_before for found in cues):
            likelihood = said
        else:
            likelihood = said - _PART_OF_RUN if said >= LIKELY else UNLIKELY
        governor = next((f.words for f in cues if f.is_before and not f.cue.hint), "")
        printed = _cleaned(self.text[words[0].start : words[-1].end])
        names = self.profile.names_of(printed, governor)
        together = [found.cue.together[printed] for found in cues if printed in found.cue.together]
        self._add(first, stop, (*together, *names), cues, likelihood)

    def _continue_list(self, first: int, stop: int) -> None:
        """What is said of a name is said of the next one in a list: "in Homs, Hama and Idlib"."""
        start, end = self._core(first, stop)
        if start >= end:
            return
        whole = next((s for s in reversed(self.sightings) if s.start == self.words[start].start
                      and s.end == self.words[end - 1].end), None)  # fmt: skip
        previous, self.previous = self.previous, (end - 1, whole)
        if whole is None or previous is None or previous[1] is None:
            return
        between = self.words[previous[0] + 1 : start]
        gap = self.text[previous[1].end : whole.start]
        is_list = len(gap) <= _LONGEST_GAP and all(w.lower in self.profile.conjunctions for w in between)
        commas = gap.count(",")
        if is_list and commas + len(between) in (1, 2) and commas < 2 and "." not in gap:
            if previous[1].likelihood >= LIKELY and UNLIKELY < whole.likelihood < previous[1].likelihood:
                whole.likelihood = previous[1].likelihood - _IN_LIST
                whole.note(f"listed with “{previous[1].quote}”")

    def _alone(self, first: int, stop: int) -> float:
        """What a name has by itself: a capital, unless something else explains that."""
        word = self.words[first]
        if stop - first == 1:
            if word.is_upper and len(word.text) <= _LONGEST_ACRONYM:
                return UNLIKELY
            if _stem(word.lower) in self.surnames:
                return UNLIKELY
            if word.is_upper or opens_sentence(self.text, word.start):
                return min(OPENING, self.profile.capital)
        return self.profile.capital

    def _cues(self, first: int, stop: int) -> list[_Found]:
        found = []
        if before := self._before(first):
            found.append(before)
        last = self.words[stop - 1]
        if self.profile.endings and last.ending and (cue := self.profile.endings(last.ending)):
            found.append(_Found(cue, last.start, last.end, f"-{last.ending}"))
        phrases = phrase_after(self.text, self.words, stop - 1, self.longest_after)
        for length in range(len(phrases), 0, -1):
            if cue := self.profile.after.get(phrases[length - 1]):
                end = self.words[stop - 1 + length].end
                found.append(_Found(cue, self.words[first].start, end, phrases[length - 1]))
                break
        return found

    def _before(self, first: int) -> _Found | None:
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

    def _found(self, cue: Cue, first: int, length: int, phrase: str) -> _Found:
        return _Found(
            cue, self.words[first - length].start, self.words[first].start, phrase, is_before=True
        )  # fmt: skip

    def _add(
        self, first: int, stop: int, names: tuple[str, ...], cues: Sequence[_Found], likelihood: float
    ) -> None:
        start, end = self.words[first].start, self.words[stop - 1].end
        sighting = Sighting(
            start=start,
            end=end,
            quote=self.text[start:end],
            names=names,
            is_rescue=True,
            likelihood=likelihood,
        )
        for found in cues:
            _note(sighting, found)
        if not sighting.evidence:
            sighting.note("a capitalised name that the gazetteer knows")
        self.sightings.append(sighting)


def _note(sighting: Sighting, found: _Found) -> None:
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


def _said(cues: Sequence[_Found]) -> float | None:
    """What all cues say together: words that make it no place outweigh, else the strongest one counts."""
    if not cues:
        return None
    values = [found.cue.likelihood for found in cues]
    return min(values) if min(values) <= UNLIKELY else max(values)


def _cleaned(name: str) -> str:
    return name if name.isascii() else normalize("NFC", name)


def _stem(lower: str) -> str:
    """Enough of a word to know it again in another case."""
    return lower[: max(4, len(lower) - 3)]


def _agree_on_names(sightings: Sequence[Sighting]) -> None:
    """Forms of one name get the same first name to look up: the one that most of the forms lead to."""
    quotes: dict[str, set[str]] = defaultdict(set)
    for sighting in sightings:
        for name in sighting.names:
            quotes[name].add(sighting.quote)
    count = Counter({name: len(forms) for name, forms in quotes.items()})
    for sighting in sightings:
        if len(sighting.names) > 1:
            sighting.names = tuple(sorted(sighting.names, key=lambda name: -count[name]))
