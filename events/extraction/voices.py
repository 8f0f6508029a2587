"""Reads the cues of a passage as grammar: a passive, a thing, what only may happen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from events.extraction.cues import find_cues
from events.extraction.nouns import read_nouns
from events.extraction.quantities import Quantity
from events.extraction.sides import Cue, Side
from events.extraction.tokens import Kind, Token
from events.extraction.weights import (
    ADVERBS,
    AUXILIARIES,
    BE,
    NOT_DONE,
    NOT_YET,
    OBJECT_STARTS,
    ORDERING,
    SHELTER_NOUNS,
)


class Voices:
    """The cues and quantities of one passage, and the voice of its verbs."""

    def __init__(self, tokens: Sequence[Token], found: Sequence[Quantity]) -> None:
        self.tokens = tokens
        self.quantities, self.counted = read_nouns(tokens, found)
        self.counted_at = {counted.last for counted in self.counted}
        """Where the nouns of the counted end: they are no owners of others."""
        self.cues = find_cues(tokens)
        self.cue_firsts = [cue.first for cue in self.cues]
        self.quantity_at = {quantity.first: n for n, quantity in enumerate(self.quantities)}
        self.in_noun_phrase = {
            at
            for quantity, counted in zip(self.quantities, self.counted, strict=True)
            for at in range(quantity.last, counted.last)
        }

    def begins_subset(self, n: int) -> bool:
        first = self.quantities[n].last
        words = [t.low for t in self.tokens[first : first + 2]]
        if words[:1] == ["of"] and words[-1] in ("whom", "them", "which"):
            return True
        opening = [t.low for t in self.tokens[:3]]
        if n == 0 and opening in (["of", "these", ","], ["of", "them", ","], ["of", "those", ","]):
            return True  # "Of these, it said, 3.1 million went abroad."
        before = [t.low for t in self.tokens[max(0, self.quantities[n].first - 2) : self.quantities[n].first]]
        return before[:1] == ["of"] and before[-1] in ("whom", "them", "which", "these", "those")

    def _is_part(self, n: int) -> bool:
        first = self.quantities[n].last
        words = [t.low for t in self.tokens[first : first + 2]]
        return words in (["of", "the"], ["of", "those"], ["of", "these"])

    def _is_shelter(self, n: int) -> bool:
        """Whether a quantity counts where people stay: "in 14 evacuation centres"."""
        first = self.quantities[n].first
        if self.tokens[first - 1].low not in ("in", "at", "into", "to", "inside"):
            return False
        words = [t.low for t in self.tokens[self.quantities[n].last : self.counted[n].last + 1]]
        is_centre = bool({"centres", "centers"} & set(words)) and bool(
            {"evacuation", "relief", "reception", "transit"} & set(words)
        )
        return is_centre or bool(SHELTER_NOUNS & set(words))

    def _is_only_possible(self, cue: Cue) -> bool:
        """ "Might have to be evacuated" claims nothing yet; "may have died" does. "Have not returned" and
        "denied killing" claim that it did not happen."""
        before = self.tokens[max(0, cue.first - 5) : cue.first]
        words = [t.low if t.text != "May" else "" for t in before]
        for n, word in enumerate(words):
            if word in ("might", "could", "may", "would", "can", "cannot"):
                return words[n + 1 : n + 2] != ["have"] or "to" in words[n + 1 :]
            if word in NOT_YET and words[n + 1 : n + 2] == ["to"] and n >= len(words) - 4:
                return True
            if word in NOT_DONE and not set(words[n + 1 :]) - AUXILIARIES - BE - ADVERBS - {
                "that",
                "to",
                "having",
            }:
                return words[n + 1 : n + 2] not in (["only"], ["just"])
        return False

    def _is_ordered(self, n: int, at: int) -> bool:
        """Whether those counted are told to go: "urged 40 families to leave"."""
        first = self.quantities[n].first
        if not first or at >= len(self.tokens):
            return False
        return self.tokens[first - 1].low in ORDERING and self.tokens[at].low in ("to", "out")

    def text(self, cue: Cue) -> str:
        return " ".join(t.low for t in self.tokens[cue.first : cue.last])

    def _cues_at(self, at: int) -> list[Cue]:
        n = bisect_left(self.cue_firsts, at)
        out = []
        while n < len(self.cues) and self.cues[n].first == at:
            out.append(self.cues[n])
            n += 1
        return out

    def _cues_between(self, first: int, last: int) -> list[Cue]:
        n = bisect_left(self.cue_firsts, first)
        out = []
        while n < len(self.cues) and self.cues[n].first < last:
            out.append(self.cues[n])
            n += 1
        return out

    def _is_passive(self, cue: Cue) -> bool:
        at = cue.first - 1
        while at >= 0 and (self.tokens[at].low in ADVERBS or self.tokens[at].low.endswith("ly")):
            at -= 1
        # "Are hosting" is active, "are being hosted" is not.
        is_doing = self.tokens[cue.first].low.endswith("ing") and self.tokens[cue.first].low != "missing"
        return at >= 0 and self.tokens[at].low in BE and not is_doing

    def _is_active(self, cue: Cue) -> bool:
        """Whether a form like "killed" has an object after it and no form of "be" before."""
        if self._is_passive(cue) or cue.last >= len(self.tokens):
            return False
        following = self.tokens[cue.last]
        if cue.last in self.quantity_at:
            return True
        return (
            following.low in OBJECT_STARTS and following.low not in ("at", "over", "around", "about")
        ) or (following.kind is Kind.WORD and following.low in ("these", "those", "him", "them", "himself"))

    def _is_joined(self, cue: Cue) -> bool:
        """ "Affected and evacuated": the second word says more."""
        at = cue.last
        if at + 1 >= len(self.tokens) or self.tokens[at].low not in ("and", "or", "/"):
            return False
        return any(c.measure is not None and c.side is Side.PARTICIPLE for c in self._cues_at(at + 1))

    def _is_thing(self, cue: Cue) -> bool:
        """Whether a word like "shelter" is a noun here: "the shelter can hold 300"."""
        is_verb = cue.last - cue.first > 1 or self.tokens[cue.first].low.endswith(("ing", "ed"))
        return not is_verb and self._before(cue) in ("the", "a", "this", "its", "their", "of", "each")

    def _before(self, cue: Cue) -> str:
        return self.tokens[cue.first - 1].low if cue.first else ""

    def _names_homes(self, cue: Cue) -> bool:
        words = {t.low for t in self.tokens[max(0, cue.first - 3) : cue.last + 2]}
        return bool(words & {"homes", "houses", "housing", "dwellings", "buildings", "house"})

    def _is_label_like(self, cue: Cue, end: int) -> bool:
        return cue.side is Side.LABEL and end - cue.last <= 2
