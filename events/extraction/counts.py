"""How the numbers of a passage hang together: parts and wholes, repeated and denied counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.enums import Measure, People, Unit
from events.extraction.bids import Bids
from events.extraction.cues import is_participle
from events.extraction.nouns import Counted, Head, people_of
from events.extraction.quantities import Quantity
from events.extraction.sides import Cue
from events.extraction.speech import SOURCES
from events.extraction.tokens import Kind, Token
from events.extraction.weights import BE, CAPTIVES

_COUNT_NOUNS = frozenset(
    """count figure toll tally report total number estimate reports figures counts names list stood stands
    losses""".split()
)
_COMPARING = (
    ["down", "from"], ["up", "from"], ["compared", "with"], ["compared", "to"], ["triple", "the"],
    ["double", "the"], ["twice", "the"], ["times", "the"], ["revised", "from"], ["against", "the"],
)  # fmt: skip
_CLAIMING = frozenset("claim claims claimed say says said counted report reports reported".split())
#: What people are called after what happened to them.
NOUN_MEASURES = {
    word: measure
    for measure, words in {
        Measure.KILLED: "dead deceased killed fatalities deaths slain",
        Measure.INJURED: "wounded injured injuries hurt patients",
        Measure.MISSING: "missing disappeared",
        Measure.DETAINED: "detainees detained arrested hostages kidnapped abducted arrests captives",
        Measure.DISPLACED: "displaced idps arrivals",
        Measure.EVACUATED: "evacuees evacuated",
        Measure.RETURNED: "returnees",
    }.items()
    for word in words.split()
}
_FUNCTION_WORDS = frozenset("in at on from by to for with and or were was are is as".split())
_CHANGING = frozenset(
    """lowered raised revised corrected reduced cut increased rose risen climbed fell jumped""".split()
)
_EMPTYING = frozenset(
    """emptied emptying empties overran overrun abandoned razed torched burned destroyed cleared
    flattened""".split()
)
_GRAVELY = frozenset("critically seriously badly severely gravely slightly lightly".split())
SUBSETS = frozenset(
    """fatalities deceased them whom which those these victims dead patients wounded injured""".split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one quantity measures. `inherits` is the index of the quantity that lent its measure, if any."""

    quantity: Quantity
    counted: Counted
    measure: Measure
    people: People
    unit: Unit
    verb: str
    """The words that gave the measure."""
    inherits: bool = False
    """Whether the measure was taken over from the number before."""
    is_part: bool = False
    """Whether it is a part of the number before: "five of them"."""
    is_passive: bool = False
    """Whether its verb stands after it: "eight were killed"."""
    is_done: bool = False
    """Whether something was done to them by the verb before: "uprooted 9,000" is never a state."""


class Counts:
    """The quantities of one passage, and what their neighbours say of them; `earlier` is the last reading
    of the passage before."""

    def __init__(self, tokens: Sequence[Token], found: Sequence[Quantity], earlier: Reading | None) -> None:
        self.tokens = tokens
        self.bids = Bids(tokens, found)
        self.quantities = self.bids.quantities
        self.counted = self.bids.counted
        self.earlier = earlier

    def _speaks(self, at: int) -> bool:
        """Whether those counted are the ones who tell: "two aid workers said"."""
        return at < len(self.tokens) and self.tokens[at].low in (
            "said",
            "told",
            "say",
            "says",
            "added",
            "wrote",
        )

    def _is_whole(self, n: int) -> bool:
        """ "Of the 140 people on board, 32 drowned": the whole only when its noun says so."""
        quantity, counted = self.quantities[n], self.counted[n]
        before = [t.low for t in self.tokens[max(0, quantity.first - 2) : quantity.first]]
        opens = quantity.first <= 2 and before[:1] == ["of"]
        between = self.tokens[counted.last : self.quantities[n + 1].first]
        return (
            opens
            and any(t.low == "," for t in between)
            and not any(
                t.low in NOUN_MEASURES or is_participle(t.low) or t.low in ("who", "that")
                for t in self.tokens[quantity.last : counted.last + 1]
            )
        )

    def _is_emptied(self, cue: Cue) -> bool:
        """Whether those sheltered had to go: "emptied camps that had held 300,000 people"."""
        is_past = {"had", "once"} & self._before(cue.first, 3)
        return bool(is_past and _EMPTYING & self._before(cue.first, 16))

    def _is_denied(self, n: int) -> bool:
        """ "Five men, not thirty"; but "115, not 70 as first said" is a claim of its own."""
        at, last = self.quantities[n].first, self.counted[n].last
        before = [t.low for t in self.tokens[max(0, at - 2) : at]]
        if self._before(at, 10) >= {"for", "every"}:
            return True  # "For every person killed, three were wounded."
        if before[-1:] == ["not"] or before in (["rather", "than"], ["instead", "of"]):
            return last >= len(self.tokens) or self.tokens[last].low != "as"
        return False

    def _breaks_out(self, at: int) -> bool:
        words = [t.low for t in self.tokens[at - 1 : at + 1]]
        return words[0] in CAPTIVES and words[-1] in ("escaped", "fled", "escape")

    def _is_share_of_first(self, n: int) -> bool:
        """Whether the sentence opens with the whole: "Of the dead, the coroner said, 14 were miners"."""
        whole = [t.low for t in self.tokens[:6]]
        opens = whole[:2] in (["of", "the"], ["of", "those"]) and "," in whole[3:5]
        return opens and n == 0 and self.counted[n].head is Head.NONE

    def _is_subset(self, n: int) -> bool:
        """ "Three of the dead were children", "four of them children"."""
        counted = self.counted[n]
        first = self.quantities[n].last
        words = [t.low for t in self.tokens[first : first + 4]]
        after = [t.low for t in self.tokens[counted.last : counted.last + 3]]
        if after[1:] in (["among", "them"], ["among", "these"], ["among", "those"]) and after[0] in BE:
            return True
        if words[:1] != ["of"] or not SUBSETS & set(words):
            return False
        following = self.tokens[counted.last].low if counted.last < len(self.tokens) else ""
        if following in _GRAVELY:
            return True  # "three of them critically"
        if words[1] in ("them", "whom") and counted.last + 1 < len(self.tokens):
            is_adjective = self.tokens[counted.last].kind is Kind.WORD and following not in _FUNCTION_WORDS
            if is_adjective and self.tokens[counted.last + 1].low in (",", ";", "."):
                return True  # "20 corpses, five of them headless,"
        return counted.people is not People.PEOPLE or self._complement(counted.last) is not None

    def _names_whole(self, n: int) -> bool:
        """Whether it is a part of what was counted somewhere: "nine of the victims"."""
        first = self.quantities[n].last
        return [t.low for t in self.tokens[first : first + 2]] in (["of", "the"], ["of", "those"])

    def _is_repeated_count(self, n: int) -> bool:
        at = self.quantities[n].first
        before = [t.low for t in self.tokens[max(0, at - 5) : at]]
        after = self.tokens[self.quantities[n].last].low if self.quantities[n].last < len(self.tokens) else ""
        if after == "names" or before[-2:] == ["identities", "of"]:
            return True
        if before[-2:] in _COMPARING:
            return self.counted[n].head in (Head.NONE, Head.PERSON, Head.HOUSEHOLD)
        if before[-1:] == ["count"]:
            return True
        is_put = before[-1:] == ["at"] and {"put", "puts", "putting"} & self._before(at, 12)
        if is_put and self.counted[n].head is Head.NONE and NOUN_MEASURES.keys() & self._before(at, 12):
            return True  # "puts the dead at fifty"
        if self._is_changed_count(n):
            return True
        if before[-1:] in (["at"], ["of"]) and before[-2:-1] and before[-2] in SOURCES:
            told = self._before(at, 24)
            if self.counted[n].head is Head.NONE and told & {"put", "puts", "spoke", "spoken", "speaks"}:
                return True  # "The ministry put the toll at 12; the opposition at 40."
        if after == "according" and before[-1:] in (["but"], ["only"], ["and"], [","]):
            return self.counted[n].head is Head.NONE
        if (
            before[-1:] == ["of"]
            and before[-2:-1]
            and before[-2] in ("spoke", "speaks", "speak", "spoken", "knows")
        ):
            return self.counted[n].head is Head.NONE and after in ("", ".", ",", ";")
        if before[-1:] and before[-1] in _CLAIMING and self.counted[n].head is Head.NONE:
            return after in ("", ".", ",", ";", "dead")  # "The rebels claim more than 100."
        if self.counted[n].head not in (Head.NONE, Head.UNKNOWN):
            return False
        return bool(_COUNT_NOUNS & set(before)) and before[-1] in ("of", "at", "to", "was", "is")

    def _is_changed_count(self, n: int) -> bool:
        """Whether a count changes to this number: "it was lowered to nine"."""
        at = self.quantities[n].first
        is_changed = at > 1 and self.tokens[at - 1].low == "to" and self.tokens[at - 2].low in _CHANGING
        return is_changed and self.counted[n].head is Head.NONE

    def _before(self, at: int, reach: int) -> set[str]:
        return {t.low for t in self.tokens[max(0, at - reach) : at]}

    def _complement(self, at: int) -> People | None:
        """The class named after the number: "of the dead were women", "of them children"."""
        words = self.tokens[at : at + 6]
        while words and words[0].low in NOUN_MEASURES:
            words = words[1:]  # "of those killed were"
        if words and (words[0].low == "of" or [t.low for t in words[:2]] in ([",", "all"], [",", "mostly"])):
            words = words[1:]
        seen_verb = False
        for token in words:
            people = people_of(token.low)
            if people is not None and people is not People.PEOPLE and (seen_verb or token is words[0]):
                return people
            if token.low in ("were", "are", "was", "is", "being", "them", "whom", "all", "young", "mostly"):
                seen_verb = True
            elif not seen_verb:
                return None
        return None

    def _is_joined_to_next(self, n: int) -> bool:
        """ "Five guards and eight passers-by were killed": the verb comes after the last of them."""
        if n + 1 >= len(self.quantities) or self.counted[n].head is not Head.PERSON:
            return False
        between = [t.low for t in self.tokens[self.counted[n].last : self.quantities[n + 1].first]]
        return between in (["and"], [","], [",", "and"]) and self.counted[n + 1].head is Head.PERSON
