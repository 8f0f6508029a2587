"""Reads names in scripts with capitals: capitalised runs, weighed by the words around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from unicodedata import normalize

from events.extraction.languages.evidence import Found, Surroundings, note, said_by
from events.extraction.languages.profile import LIKELY, OPENING, UNLIKELY, Profile
from events.extraction.languages.runs import Runs
from events.extraction.languages.words import opens_sentence, words_of
from events.extraction.sightings import Sighting

#: What a name loses when only the words before it say that it ends before its run does.
_PART_OF_RUN = 0.15
_IN_LIST = 0.05
#: What an everyday word needs to be read as a name: "à Tours", "in Essen".
_SURE = 0.65
#: Between two names of a list stand a comma and a short word.
_LONGEST_GAP = 8
#: Acronyms are rarely longer; longer words in capitals stand in headlines.
_LONGEST_ACRONYM = 5


def find_names(text: str, profile: Profile) -> list[Sighting]:
    """Every run of capitalised words that may be or hold a name, and what the language derives from names."""
    return _Reader(text, profile).read()


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
        #: "Südlich" of "südlich von" is no name, though it may have a capital.
        self.everyday = profile.common | {
            phrase.partition(" ")[0] for phrase in profile.before if " " in phrase
        }
        self.forms = {
            at: forms for at in range(len(self.words)) if (forms := tuple(profile.forms_of(self.words, at)))
        }
        self.runs = Runs(text, self.words, profile, self.forms)
        self.surroundings = Surroundings(text, self.words, profile)
        self.surnames = self._surnames()
        self.sightings: list[Sighting] = []
        #: Names that are only known together with the words beside them keep their order.
        self.inflected: list[Sighting] = []
        self.proposed: dict[tuple[int, int], Sighting] = {}
        self.previous: tuple[int, Sighting | None] | None = None

    def read(self) -> list[Sighting]:
        for first, stop in self.runs:
            core = self.runs.core(first, stop)
            for start, end in sorted(self.runs.spans(first, stop)):
                self._propose(start, end, is_whole=start <= core[0] and end >= core[1])
            self._continue_list(*core)
        for at, forms in self.forms.items():
            for form in forms:
                self._add(at, form.stop, form.names, [Found(form.cue)], form.cue.likelihood)
        _agree_on_names(self.inflected)
        return self.sightings

    def _surnames(self) -> set[str]:
        """Later words of longer runs: who is called "Pedro Soria" first is "Soria" afterwards."""
        if self.profile.reads_pairs:
            return set()
        found: set[str] = set()
        for first, stop in self.runs:
            start, end = self.runs.core(first, stop)
            words = self.words[start:end]
            if len(words) > 1 and all(word.is_capital for word in words):
                found.update(_stem(word.lower) for word in words[1:])
        return found

    def _propose(self, first: int, stop: int, *, is_whole: bool) -> None:
        words = self.words[first:stop]
        cues = self.surroundings.cues(first, stop)
        said = said_by(cues)
        is_common = len(words) == 1 and words[0].lower in self.everyday
        if is_common and (said is None or said < _SURE):
            return
        if said is None:
            likelihood = self._alone(first, stop) if is_whole or self.profile.reads_pairs else UNLIKELY
        elif (
            is_whole
            or self.profile.reads_pairs
            or self._follows_opener(first)
            or any(not found.is_before for found in cues)
        ):
            likelihood = said
        elif said >= LIKELY or self.words[first - 1].lower in self.profile.links:
            likelihood = said - _PART_OF_RUN
        else:
            likelihood = UNLIKELY
        governor = next((f.words for f in cues if f.is_before and not f.cue.hint), "")
        printed = _cleaned(self.text[words[0].start : words[-1].end])
        names = self.profile.names_of(printed, governor)
        together = [found.cue.together[printed] for found in cues if printed in found.cue.together]
        self._add(first, stop, (*together, *names), cues, likelihood)

    def _continue_list(self, start: int, end: int) -> None:
        """What is said of a name is said of the next one in a list: "in Homs, Hama and Idlib"."""
        whole = self.proposed.get((start, end))
        previous, self.previous = self.previous, (end - 1, whole)
        if whole is None or previous is None or previous[1] is None:
            return
        between = self.words[previous[0] + 1 : start]
        gap = self.text[previous[1].end : whole.start]
        is_list = len(gap) <= _LONGEST_GAP and all(w.lower in self.profile.conjunctions for w in between)
        commas = gap.count(",")
        is_list = is_list and commas < 2 and commas + len(between) in (1, 2) and "." not in gap
        likelihood = previous[1].likelihood
        if is_list and likelihood >= LIKELY and UNLIKELY < whole.likelihood < likelihood:
            whole.likelihood = likelihood - _IN_LIST
            whole.note(f"listed with “{previous[1].quote}”")

    def _follows_opener(self, first: int) -> bool:
        """Whether only the first word of the sentence and a small one stand before: "Viajan de Quito"."""
        if first < 2 or self.words[first - 1].lower not in self.profile.links:
            return False
        return opens_sentence(self.text, self.words[first - 2].start)

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

    def _add(
        self, first: int, stop: int, names: tuple[str, ...], cues: Sequence[Found], likelihood: float
    ) -> None:
        start, end = self.words[first].start, self.words[stop - 1].end
        for found in cues:
            if names[0] in found.cue.together.values():
                # "Franja de Gaza" is the name.
                start, end = min(start, found.start), max(end, found.end)
        sighting = Sighting(
            start=start,
            end=end,
            quote=self.text[start:end],
            names=names,
            is_rescue=True,
            likelihood=likelihood,
        )
        for found in cues:
            note(sighting, found)
        if not sighting.evidence:
            sighting.note("a capitalised name that the gazetteer knows")
        self.sightings.append(sighting)
        if len(names) > 1 and (start, end) == (self.words[first].start, self.words[stop - 1].end):
            self.inflected.append(sighting)
        self.proposed[first, stop] = sighting


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
        sighting.names = tuple(sorted(sighting.names, key=lambda name: -count[name]))
