"""Decides what each quantity of a passage measures, of whom, and in which unit.

A quantity takes the measure of the best bid for it; one without a verb of its own takes over that of the
number it adds to, is a part of, or corrects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.enums import Measure, People, Unit
from events.extraction.bids import Bid, Bids
from events.extraction.cues import is_participle
from events.extraction.nouns import Counted, Head, people_of, side_of
from events.extraction.quantities import Quantity
from events.extraction.sides import Cue, Side
from events.extraction.speech import SOURCES
from events.extraction.tokens import Kind, Token
from events.extraction.weights import BE, CAPTIVES, HARM, HOUSING, MOVEMENT, SURE

_COUNT_NOUNS = frozenset(
    """count figure toll tally report total number estimate reports figures counts names list stood
    stands losses""".split()
)
_COMPARING = (
    ["down", "from"], ["up", "from"], ["compared", "with"], ["compared", "to"], ["triple", "the"],
    ["double", "the"], ["twice", "the"], ["times", "the"], ["revised", "from"], ["against", "the"],
)  # fmt: skip
_CLAIMING = frozenset("claim claims claimed say says said counted report reports reported".split())
#: What people are called after what happened to them.
_NOUN_MEASURES = {
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
_CHANGING = frozenset("lowered raised revised corrected reduced cut increased rose risen climbed fell jumped".split())
_JAILS = frozenset("prison prisons jail jails penitentiary detention dungeon dungeons".split())
_EMPTYING = frozenset(
    "emptied emptying empties overran overrun abandoned razed torched burned destroyed cleared flattened".split()
)
#: Nouns that say nothing of the side: its own name does.
_RANKS = frozenset("men members people own personnel others".split())
_GRAVELY = frozenset("critically seriously badly severely gravely slightly lightly".split())
_SUBSETS = frozenset(
    "fatalities deceased them whom which those these victims dead patients wounded injured".split()
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


class Reader:
    """Reads the quantities of one passage; `earlier` is the last reading of the passage before."""

    def __init__(self, tokens: Sequence[Token], found: Sequence[Quantity], earlier: Reading | None) -> None:
        self.tokens = tokens
        self.bids = Bids(tokens, found)
        self.quantities = self.bids.quantities
        self.counted = self.bids.counted
        self.earlier = earlier

    def read(self) -> list[Reading]:
        """The quantities that count people or homes, in order."""
        readings: list[Reading] = []
        waiting: list[int] = []
        for n in range(len(self.quantities)):
            reading = self._read_one(n, readings)
            if reading is None:
                waiting = [*waiting, n] if self._is_joined_to_next(n) else []
                continue
            if reading.is_passive and not reading.inherits:
                readings.extend(self._shared(m, reading) for m in waiting)
            waiting = []
            readings.append(reading)
        return readings

    def _is_joined_to_next(self, n: int) -> bool:
        """ "Five guards and eight passers-by were killed": the verb comes after the last of them."""
        if n + 1 >= len(self.quantities) or self.counted[n].head is not Head.PERSON:
            return False
        between = [t.low for t in self.tokens[self.counted[n].last : self.quantities[n + 1].first]]
        return between in (["and"], [","], [",", "and"]) and self.counted[n + 1].head is Head.PERSON

    def _shared(self, n: int, last: Reading) -> Reading:
        return replace(
            last,
            quantity=self.quantities[n],
            counted=self.counted[n],
            people=self._people(n, last.measure, None),
            unit=self._unit(self.counted[n], last.measure, None),
            is_part=False,
        )

    def _read_one(self, n: int, readings: list[Reading]) -> Reading | None:
        quantity, counted = self.quantities[n], self.counted[n]
        previous = readings[-1] if readings else None
        if counted.head is Head.THING and not self._is_repeated_count(n):
            return None
        if n + 1 < len(self.quantities) and self._is_whole(n):
            return None
        if self._speaks(counted.last) or self._breaks_out(counted.last) or self._is_denied(n):
            return None
        best = (
            self.bids.best(n, previous.measure if previous else None)
            if counted.head is not Head.THING
            else None
        )
        if quantity.is_none and not self._is_plain_negation(quantity, counted, best):
            return None
        linked = self._linked(n, previous)
        if best is not None and best.cue.measure is None:
            return self._inherited(n, previous, linked) if self._is_changed_count(n) else None
        if best is None:
            return self._inherited(n, previous, linked)
        assert best.cue.measure is not None
        measure = best.cue.measure
        if measure is Measure.SHELTERED and self._is_emptied(best.cue):
            measure = Measure.DISPLACED
        elif measure is Measure.SHELTERED and _JAILS & self._before(best.cue.first, 5):
            measure = Measure.DETAINED  # "The prison holds 600 people."
        is_label = best.cue.side is Side.LABEL  # "The number of displaced" counts anew.
        lender = previous if previous and not is_label and (linked or counted.head is Head.NONE) else None
        return Reading(
            quantity,
            counted,
            measure,
            self._people(n, measure, lender),
            self._labelled(best.cue, measure) or self._unit(counted, measure, lender),
            self.bids.text(best.cue),
            is_part=(previous or self.earlier) is not None
            and (self.bids.begins_subset(n) or self._is_subset(n)),
            is_passive=best.cue.first >= counted.last and not best.cue.side & Side.NOUN,
            is_done=measure is not best.cue.measure
            or (bool(best.cue.side & (Side.PARTICIPLE | Side.OBJECT)) and best.cue.last <= quantity.first),
        )

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
        """ "Of the 140 people on board, 32 drowned": nothing happened to the whole unless its noun says so."""
        quantity, counted = self.quantities[n], self.counted[n]
        before = [t.low for t in self.tokens[max(0, quantity.first - 2) : quantity.first]]
        opens = quantity.first <= 2 and before[:1] == ["of"]
        between = self.tokens[counted.last : self.quantities[n + 1].first]
        return opens and any(t.low == "," for t in between) and not any(
            t.low in _NOUN_MEASURES or is_participle(t.low) or t.low in ("who", "that")
            for t in self.tokens[quantity.last : counted.last + 1]
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

    def _is_plain_negation(self, quantity: Quantity, counted: Counted, best: Bid | None) -> bool:
        """Only "no one was killed" and "no deaths" say zero; "no shelter for 30 families" does not."""
        if best is None or best.score < SURE or best.cue.measure not in HARM:
            return False
        is_pronoun = self.tokens[quantity.last - 1].low != "no"
        return is_pronoun or counted.head is Head.PERSON or bool(best.cue.side & Side.NOUN)

    def _linked(self, n: int, previous: Reading | None) -> bool:
        """Whether only words of listing or correction stand between this quantity and the one before."""
        if previous is None or self.quantities[n - 1] is not previous.quantity:
            return False
        between = self.tokens[previous.counted.last : self.quantities[n].first]
        return len(between) <= 14 and not any(t.low in (";", "while", "but", "killing") for t in between)

    def _inherited(self, n: int, previous: Reading | None, linked: bool) -> Reading | None:
        """A number without a verb of its own takes the measure of the number that it adds to or corrects."""
        quantity, counted = self.quantities[n], self.counted[n]
        lender = self._told_by_noun(n) or previous or self.earlier
        if lender is None or quantity.is_none:
            return None
        if counted.head in (Head.UNKNOWN, Head.THING) and not self._is_repeated_count(n):
            return None
        if counted.head is Head.HOME and lender.measure not in HOUSING:
            return None
        if counted.head in (Head.PERSON, Head.HOUSEHOLD) and lender.measure in HOUSING:
            return None
        # What the number before counted was no figure, so its parts are none.
        follows = n == 0 or (previous is not None and self.quantities[n - 1] is previous.quantity)
        is_subset = self._is_share_of_first(n) or (
            (follows or self._names_whole(n)) and self._is_subset(n)
        )
        is_listed = linked and self._only_links(n, previous)
        if not (is_listed or self._is_repeated_count(n) or is_subset):
            return None
        return Reading(
            quantity,
            counted,
            lender.measure,
            self._people(n, lender.measure, lender),
            self._unit(counted, lender.measure, lender),
            lender.verb,
            inherits=True,
            is_part=is_subset,
        )

    def _told_by_noun(self, n: int) -> Reading | None:
        """A lender for "nine of the victims" and "bring the total to 71": the noun tells the measure."""
        quantity, counted = self.quantities[n], self.counted[n]
        if self._names_whole(n):
            around = self.tokens[quantity.last + 2 : quantity.last + 6]
        elif self._is_share_of_first(n):
            around = self.tokens[1:4]
        elif self._is_repeated_count(n) and counted.head is Head.NONE:
            around = self.tokens[max(0, quantity.first - 14) : quantity.first]
        else:
            return None
        for token in around:
            measure = _NOUN_MEASURES.get(token.low)
            if measure is not None:
                return Reading(quantity, counted, measure, People.PEOPLE, Unit.PERSON, token.low)
        return None

    def _is_share_of_first(self, n: int) -> bool:
        """Whether the sentence opens with the whole: "Of the dead, the coroner said, 14 were miners"."""
        whole = [t.low for t in self.tokens[:6]]
        opens = whole[:2] in (["of", "the"], ["of", "those"]) and "," in whole[3:5]
        return opens and n == 0 and self.counted[n].head is Head.NONE

    def _only_links(self, n: int, previous: Reading | None) -> bool:
        """The ellipsis of lists: "709 displaced in Jajpur and 363 in Puri", "103, from 98 the day before"."""
        assert previous is not None
        between = self.tokens[previous.counted.last : self.quantities[n].first]
        counted = self.counted[n]
        if any(t.low in _SUBSETS or t.low in ("including", "among", "include", "included") for t in between):
            return True
        if [t.low for t in between[-2:]] in (["along", "with"], ["together", "with"], ["well", "as"]):
            return previous.unit == self._unit(counted, previous.measure, None)
        if between and between[-1].low == "not":
            return True
        if [t.low for t in between[-1:]] in (["("], ["in"], ["from"], ["or"], ["comprising"]) and len(
            between
        ) == 1:
            # "2,310 individuals (462 households)", "900 people in 200 families": one movement, counted twice.
            is_moved = previous.measure in MOVEMENT and previous.unit is Unit.PERSON
            if is_moved and counted.head is Head.HOUSEHOLD:
                return True
        if not between or between[-1].low not in (
            "and",
            ",",
            "or",
            "not",
            "from",
            "to",
            "then",
            "with",
            "plus",
            "by",
            "(",
        ):
            return False
        if counted.head is Head.NONE:
            following = self.tokens[counted.last].low if counted.last < len(self.tokens) else ""
            return following in (
                "in",
                "at",
                "from",
                "on",
                "near",
                "the",
                ",",
                ".",
                "",
                "as",
                "and",
                ";",
                ")",
                "more",
                "of",
                "last",
                "a",
                "while",
            )
        return previous.unit == self._unit(counted, previous.measure, None) and len(between) <= 4

    def _is_subset(self, n: int) -> bool:
        """ "Three of the dead were children", "four of them children"."""
        counted = self.counted[n]
        first = self.quantities[n].last
        words = [t.low for t in self.tokens[first : first + 4]]
        after = [t.low for t in self.tokens[counted.last : counted.last + 3]]
        if after[1:] in (["among", "them"], ["among", "these"], ["among", "those"]) and after[0] in BE:
            return True
        if words[:1] != ["of"] or not _SUBSETS & set(words):
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
        if before[-1:] == ["at"] and {"put", "puts", "putting"} & self._before(at, 12):
            if self.counted[n].head is Head.NONE and _NOUN_MEASURES.keys() & self._before(at, 12):
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

    def _before(self, at: int, reach: int) -> set[str]:
        return {t.low for t in self.tokens[max(0, at - reach) : at]}

    def _is_changed_count(self, n: int) -> bool:
        """Whether a count changes to this number: "it was lowered to nine"."""
        at = self.quantities[n].first
        is_changed = at > 1 and self.tokens[at - 1].low == "to" and self.tokens[at - 2].low in _CHANGING
        return is_changed and self.counted[n].head is Head.NONE

    def _labelled(self, cue: Cue, measure: Measure) -> Unit | None:
        """The unit that a label names: "the number of displaced families is 349"."""
        words = {t.low for t in self.tokens[cue.first : cue.last + 1]}
        if cue.side is Side.LABEL and measure in MOVEMENT and words & {"families", "households"}:
            return Unit.HOUSEHOLD
        return None

    def _complement(self, at: int) -> People | None:
        """The class named after the number: "of the dead were women", "of them children"."""
        words = self.tokens[at : at + 6]
        while words and words[0].low in _NOUN_MEASURES:
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

    def _people(self, n: int, measure: Measure, lender: Reading | None) -> People:
        counted = self.counted[n]
        if measure in HOUSING or counted.head is Head.HOUSEHOLD:
            return People.PEOPLE
        if counted.people is not People.PEOPLE:
            return counted.people
        named = self._number_of(n)
        if named is not None and counted.head is Head.NONE:
            return named
        owner = self._owner(n)
        if owner is not None:
            return owner
        antecedent = self._antecedent(n)
        if antecedent is not None:
            return antecedent
        complement = self._complement(counted.last)
        if complement is not None and (counted.head is Head.NONE or counted.of_them or self._is_subset(n)):
            return complement
        if counted.head is Head.NONE and lender is not None and lender.measure not in HOUSING:
            # "Twelve soldiers died and 30 were hurt", but those who fled need not be civilians.
            if lender.people in (People.CHILDREN, People.WOMEN):
                # "Two women were killed and four injured", but "killed two women and injured four".
                is_same = measure is lender.measure or lender.is_passive
                return lender.people if is_same else People.PEOPLE
            return lender.people if (measure in MOVEMENT) == (lender.measure in MOVEMENT) else People.PEOPLE
        return People.PEOPLE

    def _number_of(self, n: int) -> People | None:
        """The class in "the number of journalists killed", before or right after the number."""
        quantity = self.quantities[n]
        first = max(0, quantity.first - 10)
        if n:
            first = max(first, self.counted[n - 1].last)
        for at in range(first, min(quantity.last + 3, len(self.tokens) - 2)):
            if self.tokens[at].low == "number" and self.tokens[at + 1].low == "of":
                named = (people_of(t.low) for t in self.tokens[at + 2 : at + 4])
                return next((people for people in named if people not in (None, People.PEOPLE)), None)
        return None

    def _owner(self, n: int) -> People | None:
        """The side whose people are counted: "30 of their men", "the rebels lost 20 men"."""
        quantity, counted = self.quantities[n], self.counted[n]
        words = [t.low for t in self.tokens[quantity.last : counted.last]]
        if words and words[-1] not in _RANKS:
            return None
        is_own = any(word in ("its", "their", "his") for word in words)
        if not is_own and not (self._before(quantity.first, 3) & {"lost", "losing", "loses", "lose"}):
            return None
        for at in range(quantity.first - 1, max(-1, quantity.first - 16), -1):
            side = side_of(self.tokens[at].low)
            if side is not None and self.tokens[at].low not in _RANKS and at + 1 not in self.bids.counted_at:
                return side
        return None

    def _antecedent(self, n: int) -> People | None:
        """Those that "of whom" points back to: "fighters, two of whom"."""
        quantity = self.quantities[n]
        if not self.bids.begins_subset(n) or quantity.first < 2 or self.tokens[quantity.first - 1].low != ",":
            return None
        return people_of(self.tokens[quantity.first - 2].low)

    def _unit(self, counted: Counted, measure: Measure, lender: Reading | None) -> Unit:
        if measure in HOUSING:
            return Unit.HOME
        if measure not in MOVEMENT:
            return Unit.PERSON
        if counted.head in (Head.HOUSEHOLD, Head.HOME):
            return Unit.HOUSEHOLD
        if counted.head is Head.NONE and lender is not None and lender.measure in MOVEMENT:
            return lender.unit
        return Unit.PERSON
