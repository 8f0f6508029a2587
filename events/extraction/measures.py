"""Decides what each quantity of a passage measures, of whom, and in which unit.

Every cue near a quantity bids for it: the nearer, the fewer clause borders between, the better. The voice
of a verb decides its side: in "20 were killed" the number stands before, in "a shell killed 20" after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from events.enums import Measure, People, Unit
from events.extraction.cues import Cue, Needs, Side, begins_verb, find_cues
from events.extraction.nouns import Counted, Head, people_of, read_counted
from events.extraction.quantities import Quantity
from events.extraction.tokens import Kind, Token

HOUSING = frozenset((Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED))
#: Measures that a household or a home may stand for: families move, they are not counted as killed.
_MOVEMENT = frozenset((Measure.DISPLACED, Measure.EVACUATED, Measure.SHELTERED, Measure.RETURNED))
_HARM = frozenset((Measure.KILLED, Measure.INJURED, Measure.DETAINED, Measure.MISSING, Measure.CASUALTIES))

_WINDOW = 28
"""How many tokens away a cue is looked for; keeps the work linear."""
_THRESHOLD = 3.5
_SURE = 7.5
_PER_TOKEN = 0.3
_BORDERS = {
    ",": 0.6, "and": 0.8, "or": 0.4, ";": 9.0, ":": 1.0, "(": 0.6, ")": 0.6, "but": 3.0, "while": 4.0,
    "as": 2.0, "after": 2.5, "when": 2.5, "where": 1.5, "although": 4.0, "though": 4.0, "because": 4.0,
    "since": 1.0, "before": 2.0, "that": 1.2, "—": 1.0, "–": 0.8, "whereas": 5.0, "until": 2.0, "said": 3.0,
    "says": 3.0, "who": 0.5, "which": 0.8, "with": 0.8, "according": 2.0, "told": 3.0, "reported": 0.3,
}  # fmt: skip
_QUANTITY_BORDER = 1.2
_BE = frozenset("was were is are be been being got gets get getting s're".split())
_ADVERBS = frozenset(
    """also already still reportedly since all confirmed feared reported believed thought now then either
    not later again newly recently presumed forcibly internally critically seriously badly severely
    slightly so far both just ever said""".split()
)
_OBJECT_STARTS = frozenset(
    """a an the his her its their some several many more most dozens hundreds thousands scores at over about
    around nearly almost up no any another all two one both people civilians nearly""".split()
)
#: Too common in other senses to win against anything better.
_WEAK = {
    "lost": 2.0, "left": 2.5, "fell": 4.0, "moved": 1.5, "crossed": 1.0, "arrived": 1.0, "entered": 1.5, "hold": 1.5,
    "held": 2.0, "holds": 1.0, "headed": 2.0, "walked": 2.0, "drove": 2.0, "ran": 3.5, "reached": 1.5, "reach": 1.5,
    "refugees": 4.5, "refugee": 4.5, "victims": 3.5, "patients": 2.5, "driving": 2.0, "forced": 1.5, "forcing": 1.5,
    "forces": 4.0, "lives": 2.0, "live": 0.5, "living": 0.5, "need": 1.0, "needs": 1.0, "work": 2.0, "worked": 2.0,
    "return": 1.0, "returns": 1.0, "returning": 0.5, "stay": 1.0, "abandoned": 0.5, "shelter": 1.0, "shelters": 2.5,
    "moving": 2.0, "move": 2.0, "cross": 1.5, "crossing": 1.5, "houses": 2.5, "house": 2.5, "housing": 2.5,
    "hit": 1.5, "sent": 1.5, "sending": 2.0, "buried": 0.5, "burned": 1.0, "graves": 2.0, "seized": 0.5,
    "captured": 0.5, "to": 1.0, "back": 0.5, "out": 1.0, "help": 2.0, "set": 0.5, "crowded": 1.0, "hosts": 0.0,
    "group": 2.0, "team": 2.0, "crew": 1.0, "threatening": 1.0, "treated": 0.5, "consumed": 1.0, "admitted": 2.5,
    "drive": 2.0, "leave": 1.5, "with": 0.5, "shifted": 1.0, "transferred": 1.0, "arrivals": 1.0, "prisoners": 2.5,
    "inmates": 3.0, "home": 4.0, "hostages": 1.5, "supported": 0.5, "provided": 1.0, "given": 1.0, "registered": 1.0,
}  # fmt: skip
#: A number after one of these repeats what the article counts already: "revising an earlier count of 12".
_CLOSERS = {",": ",", "(": ")", "—": "—", "–": "–"}
_AUXILIARIES = frozenset("have has had were was are is will remain remained".split())
_COUNT_NOUNS = frozenset(
    """count figure toll tally report total number estimate reports figures counts names list stood stands losses""".split()
)
_CLAIMING = frozenset("claim claims claimed say says said counted report reports reported".split())
#: These only say whence; the verb beside them says more.
_WEAK_PHRASES = {
    "from their homes": 1.2, "out of their homes": 1.2, "out of the": 1.5, "to camps": 0.8, "to shelters": 0.8,
    "at camps": 0.5, "were taken": 3.0, "was taken": 3.0, "been taken": 3.0,
}  # fmt: skip
_OWNERS = frozenset("the its his her their our these those all some about around more-than".split())
_ARMED = frozenset((People.SECURITY_FORCES, People.COMBATANTS))
_SHARES = frozenset("% percent cent most many majority quarter half third thirds quarters part one none some members".split())
_SHELTER_NOUNS = frozenset("shelters camps shelter camp tents".split())
#: Those who flee a prison are not displaced.
_CAPTIVES = frozenset("prisoners inmates detainees hostages captives convicts prisoner".split())
_LIVED_IN = frozenset("homes houses home house households apartments dwellings residences".split())
_SUBSETS = frozenset("them whom which those these victims dead patients wounded injured".split())


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


@dataclass(frozen=True, slots=True)
class _Bid:
    score: float
    cue: Cue


def _read_nouns(tokens: Sequence[Token], found: Sequence[Quantity]) -> tuple[list[Quantity], list[Counted]]:
    """What each quantity counts. In "40 of its 300 soldiers" forty soldiers are counted, not 340."""
    quantities: list[Quantity] = []
    nouns: list[Counted] = []
    for n, quantity in enumerate(found):
        limit = found[n + 1].first if n + 1 < len(found) else len(tokens)
        counted = read_counted(tokens, quantity, limit)
        between = [t.low for t in tokens[quantities[-1].last : quantity.first]] if quantities else []
        if between[:1] == ["of"] and (len(between) == 1 or (len(between) == 2 and between[1] in _OWNERS)):
            nouns[-1] = Counted(counted.head, counted.people, counted.last, nouns[-1].first, of_them=True)
            continue
        before = [t.low for t in tokens[max(0, quantity.first - 3) : quantity.first]]
        if before[1:] and before[-2] == "of" and before[-1] in _OWNERS and before[0] in _SHARES:
            continue  # "70 per cent of the 12,000 residents"
        quantities.append(quantity)
        nouns.append(counted)
    return quantities, nouns


class Reader:
    """Reads the quantities of one passage; `earlier` is the last reading of the passage before."""

    def __init__(self, tokens: Sequence[Token], quantities: Sequence[Quantity], earlier: Reading | None) -> None:
        self.tokens = tokens
        self.quantities, self.counted = _read_nouns(tokens, quantities)
        self.cues = find_cues(tokens)
        self.cue_firsts = [cue.first for cue in self.cues]
        self.quantity_at = {quantity.first: n for n, quantity in enumerate(self.quantities)}
        self.in_noun_phrase = {
            n: k for k, counted in enumerate(self.counted) for n in range(self.quantities[k].last, counted.last)
        }
        self.earlier = earlier

    def read(self) -> list[Reading]:
        """The quantities that count people or homes, in order."""
        readings: list[Reading] = []
        for n in range(len(self.quantities)):
            reading = self._read_one(n, readings)
            if reading is not None:
                readings.append(reading)
        return readings

    def _read_one(self, n: int, readings: list[Reading]) -> Reading | None:
        quantity, counted = self.quantities[n], self.counted[n]
        previous = readings[-1] if readings else None
        if counted.head is Head.THING and not self._is_repeated_count(n):
            return None
        if self._speaks(counted.last) or self._breaks_out(counted.last):
            return None
        best = self._best_bid(n, previous) if counted.head is not Head.THING else None
        if quantity.is_none and not self._is_plain_negation(quantity, counted, best):
            return None
        linked = self._linked(n, previous)
        if best is not None and best.cue.measure is None:
            return None
        if best is None:
            return self._inherited(n, previous, linked)
        assert best.cue.measure is not None
        measure = best.cue.measure
        is_label = best.cue.side is Side.LABEL  # "The number of displaced" counts anew.
        lender = previous if previous and not is_label and (linked or counted.head is Head.NONE) else None
        return Reading(
            quantity,
            counted,
            measure,
            self._people(n, measure, lender),
            self._unit(counted, measure, lender),
            self._text(best.cue),
            is_part=previous is not None and self._begins_subset(n),
        )

    def _speaks(self, at: int) -> bool:
        """Whether those counted are the ones who tell: "two aid workers said"."""
        return at < len(self.tokens) and self.tokens[at].low in ("said", "told", "say", "says", "added", "wrote")

    def _breaks_out(self, at: int) -> bool:
        words = [t.low for t in self.tokens[at - 1 : at + 1]]
        return words[0] in _CAPTIVES and words[-1] in ("escaped", "fled", "escape")

    def _is_plain_negation(self, quantity: Quantity, counted: Counted, best: _Bid | None) -> bool:
        """Only "no one was killed" and "no deaths" say zero; "no shelter for 30 families" does not."""
        if best is None or best.score < _SURE or best.cue.measure not in _HARM:
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
        lender = previous or self.earlier
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
        is_subset = follows and self._is_subset(n)
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
            following = self.tokens[counted.last].low if counted.last < len(self.tokens) else ""
            return following == "as"  # "115, not 70 as first said" is a claim; a bare denial is none.
        if not between or between[-1].low not in ("and", ",", "or", "not", "from", "to", "then", "with", "plus", "by", "("):
            return False
        if counted.head is Head.NONE:
            following = self.tokens[counted.last].low if counted.last < len(self.tokens) else ""
            return following in ("in", "at", "from", "on", "near", "the", ",", ".", "", "as", "and", ";", ")", "more", "of", "last", "a", "while")
        return previous.unit == self._unit(counted, previous.measure, None) and len(between) <= 4

    def _is_subset(self, n: int) -> bool:
        """ "Three of the dead were children", "four of them children"."""
        counted = self.counted[n]
        first = self.quantities[n].last
        words = [t.low for t in self.tokens[first : first + 4]]
        if words[:1] != ["of"] or not _SUBSETS & set(words):
            return False
        return counted.people is not People.PEOPLE or self._complement(counted.last) is not None

    def _is_repeated_count(self, n: int) -> bool:
        at = self.quantities[n].first
        before = [t.low for t in self.tokens[max(0, at - 5) : at]]
        after = self.tokens[self.quantities[n].last].low if self.quantities[n].last < len(self.tokens) else ""
        if after == "names" or before[-2:] == ["identities", "of"]:
            return True
        if before[-2:] in (["down", "from"], ["up", "from"], ["compared", "with"], ["compared", "to"]):
            return self.counted[n].head in (Head.NONE, Head.PERSON, Head.HOUSEHOLD)
        if before[-1:] == ["count"]:
            return True
        if before[-1:] and before[-1] in _CLAIMING and self.counted[n].head is Head.NONE:
            return after in ("", ".", ",", ";", "dead")  # "The rebels claim more than 100."
        if self.counted[n].head not in (Head.NONE, Head.UNKNOWN):
            return False
        return bool(_COUNT_NOUNS & set(before)) and before[-1] in ("of", "at", "to", "was", "is")

    # The bids.

    def _best_bid(self, n: int, previous: Reading | None) -> _Bid | None:
        head = self.counted[n].head
        home_by_context = head is Head.NONE and previous is not None and previous.measure in HOUSING
        bids = [
            bid
            for bid in (*self._own_bids(n), *self._right_bids(n), *self._left_bids(n))
            if self._fits(bid.cue, n, home_by_context)
        ]
        best = max(bids, key=lambda bid: bid.score, default=None)
        if best is None or best.score < (_SURE if head is Head.UNKNOWN else _THRESHOLD):
            return None
        return best

    def _fits(self, cue: Cue, n: int, home_by_context: bool) -> bool:
        head = self.counted[n].head
        if self.tokens[cue.first].low == "moved" and self.counted[n].people in _ARMED:
            return False
        if cue.measure is Measure.DISPLACED and self.tokens[self.counted[n].last - 1].low in _CAPTIVES:
            return False
        if cue.needs is Needs.HOMES:
            return head is Head.HOME or home_by_context or (
                head is Head.NONE and self._names_homes(cue)
            )
        if home_by_context and cue.measure in (Measure.DISPLACED, Measure.EVACUATED) and cue.side is not Side.PARTICIPLE:
            return True
        if head is Head.HOME:
            noun = self.tokens[self.counted[n].last - 1].low
            return cue.measure is None or (cue.measure is Measure.EVACUATED and noun in _LIVED_IN)
        if head is Head.HOUSEHOLD:
            return cue.measure in _MOVEMENT or cue.measure in (None, Measure.DETAINED, Measure.KILLED)
        if head is Head.UNKNOWN:
            moved = cue.measure in _MOVEMENT and cue.side is Side.PARTICIPLE and self._is_passive(cue)
            return cue.measure in _HARM or cue.measure is None or moved
        return True

    def _names_homes(self, cue: Cue) -> bool:
        words = {t.low for t in self.tokens[max(0, cue.first - 3) : cue.last + 2]}
        return bool(words & {"homes", "houses", "housing", "dwellings", "buildings", "house"})

    def _names_households(self, cue: Cue) -> bool:
        """ "The number of displaced families is 349"."""
        return any(t.low in ("families", "households") for t in self.tokens[cue.first : cue.last])

    def _own_bids(self, n: int) -> list[_Bid]:
        """Cues inside the noun phrase itself: "12 deaths", "dozens of wounded people"."""
        first, last = self.quantities[n].last, self.counted[n].last
        bids = []
        for cue in self._cues_between(first, max(last, first + 1)):
            word = self.tokens[cue.first].low
            weak = _WEAK.get(word, 0.0) if cue.side & Side.NOUN else 1.5
            if cue.last == last or (last == first and cue.first == first):
                if cue.side & Side.NOUN and self._is_part(n):
                    bids.append(_Bid(6.5 - weak, cue))  # "Ten of the injured later died": they died.
                elif cue.side & Side.NOUN:
                    bids.append(_Bid(10.0 - weak - (0.5 if self._is_active(cue) else 0.0), cue))
            elif cue.first < last and cue.side & (Side.NOUN | Side.PARTICIPLE | Side.SUBJECT):
                bids.append(_Bid(6.5 - weak, cue))
        return [bid for bid in bids if not (bid.cue.first >= last and self._is_active(bid.cue))]

    def _is_part(self, n: int) -> bool:
        first = self.quantities[n].last
        words = [t.low for t in self.tokens[first : first + 2]]
        return words in (["of", "the"], ["of", "those"], ["of", "these"])

    def _right_bids(self, n: int) -> list[_Bid]:
        start, cost = self._after_insertion(self.counted[n].last)
        bids: list[_Bid] = []
        for at in range(start, min(len(self.tokens), start + _WINDOW)):
            if at in self.quantity_at:
                if self._begins_subset(self.quantity_at[at]):
                    break
                if self._is_shelter(self.quantity_at[at]):
                    shelter = Cue(at - 1, at, Measure.SHELTERED, Side.SUBJECT, Needs.ANYONE)
                    bids.append(_Bid(8.5 - _PER_TOKEN * (at - start) - cost, shelter))
                cost += _QUANTITY_BORDER
            if at not in self.in_noun_phrase:
                for cue in self._cues_at(at):
                    bid = self._right_bid(cue, start, cost)
                    if bid is not None and at == start and at and self.tokens[at - 1].low in ("those", "the"):
                        bids.append(_Bid(6.0, cue))  # "some 20,000 of those uprooted sleep in a hall"
                    elif bid is not None:
                        bids.append(bid)
                    elif cue.side is Side.PARTICIPLE and self._is_active(cue) and cost < 1 and at - start < 4:
                        return bids  # "20 gunmen killed 30": the twenty did it.
            cost += _BORDERS.get(self.tokens[at].low, 0.0)
            if cost > 7:
                break
        return bids

    def _right_bid(self, cue: Cue, start: int, cost: float) -> _Bid | None:
        if not cue.side & (Side.SUBJECT | Side.PARTICIPLE):
            return None
        if cue.side is Side.PARTICIPLE and self._is_active(cue):
            return None
        if cue.measure is None and self._is_joined(cue):
            return None
        if self._is_only_possible(cue):
            return None
        word = self.tokens[cue.first].low
        weak = _WEAK.get(word, 0.0) if cue.last - cue.first == 1 else _WEAK_PHRASES.get(self._text(cue), 0.0)
        score = 9.0 - _PER_TOKEN * (cue.first - start) - cost - weak
        return _Bid(score + 0.25 * (cue.last - cue.first - 1), cue)

    def _after_insertion(self, at: int) -> tuple[int, float]:
        """Steps over "…, nine out of ten of them children, …" between a subject and its verb."""
        if at >= len(self.tokens) or self.tokens[at].low not in _CLOSERS:
            return at, 0.0
        closer = _CLOSERS[self.tokens[at].low]
        for n in range(at + 2, min(at + 18, len(self.tokens) - 1)):
            if self.tokens[n].low == closer:
                following = self.tokens[n + 1].low
                if following in _AUXILIARIES or (following not in ("and", "or") and begins_verb(following)):
                    return n + 1, 0.8
                return at, 0.0
        return at, 0.0

    def _begins_subset(self, n: int) -> bool:
        first = self.quantities[n].last
        words = [t.low for t in self.tokens[first : first + 2]]
        return words[:1] == ["of"] and words[-1] in ("whom", "them", "which")

    def _is_shelter(self, n: int) -> bool:
        """Whether a quantity counts where people stay: "in 14 evacuation centres"."""
        first = self.quantities[n].first
        if self.tokens[first - 1].low not in ("in", "at", "into", "to", "inside"):
            return False
        words = [t.low for t in self.tokens[self.quantities[n].last : self.counted[n].last + 1]]
        is_centre = bool({"centres", "centers"} & set(words)) and bool({"evacuation", "relief", "reception", "transit"} & set(words))
        return is_centre or bool(_SHELTER_NOUNS & set(words))

    def _is_only_possible(self, cue: Cue) -> bool:
        """ "Might have to be evacuated" claims nothing yet; "may have died" does."""
        words = [t.low for t in self.tokens[max(0, cue.first - 5) : cue.first]]
        for n, word in enumerate(words):
            if word in ("might", "could", "may", "would"):
                return words[n + 1 : n + 2] != ["have"] or "to" in words[n + 1 :]
        return False

    def _left_bids(self, n: int) -> list[_Bid]:
        end = self.quantities[n].first
        cost = 0.0
        bids: list[_Bid] = []
        for at in range(end - 1, max(-1, end - 1 - _WINDOW), -1):
            for cue in self._cues_at(at):
                if cue.last > end or (cue.first in self.in_noun_phrase and not self._is_label_like(cue, end)):
                    continue
                bid = self._left_bid(cue, end, cost)
                if bid is not None:
                    bids.append(bid)
                elif cue.side & (Side.SUBJECT | Side.PARTICIPLE) and cue.measure is not None:
                    cost += 0.7  # That verb has its own subject before it.
            if at in self.quantity_at:
                cost += _QUANTITY_BORDER
            cost += _BORDERS.get(self.tokens[at].low, 0.0)
            if cost > 7:
                break
        return bids

    def _left_bid(self, cue: Cue, end: int, cost: float) -> _Bid | None:
        gap = end - cue.last
        word = self.tokens[cue.first].low
        weak = _WEAK.get(word, 0.0) * (cue.last - cue.first == 1 or word == "home")
        longer = 0.25 * (cue.last - cue.first - 1)
        if cue.side is Side.LABEL:
            return self._label_bid(cue, end, gap, cost, longer)
        if cue.side is Side.PARTICIPLE:
            if self._is_passive(cue) or not self._is_active(cue):
                return None
            return _Bid(9.0 - _PER_TOKEN * gap - cost - weak + longer, cue)
        if cue.side is Side.OBJECT:
            if self._is_passive(cue):
                return None
            # "Rescue" and "help" are mostly nouns; only right before the number do they take it.
            far = 1.0 * gap if cue.measure is None else 0.0
            return _Bid(9.0 - _PER_TOKEN * gap - far - cost - weak + longer, cue)
        return None

    def _label_bid(self, cue: Cue, end: int, gap: int, cost: float, longer: float) -> _Bid | None:
        """Labels of lists and tables ("Evacuated: 3,614") stand close; "toll" and "number of …" need not."""
        words = [self.tokens[n].low for n in range(cue.first, cue.last)]
        if words[0] in ("number", "death", "toll", "casualty", "body") and (len(words) > 1 or words[0] == "toll"):
            return _Bid(8.6 - _PER_TOKEN * gap * 0.7 - cost + longer, cue)
        between = [self.tokens[n].low for n in range(cue.last, end)]
        if gap <= 3 and all(w in (":", "total", "people", "individu", "of", "persons", "nb", ",", "nationwide", "at", "to", "are", "number", "(", "-", "–", "is", "households", "families", "as", "rose", "reached") for w in between):
            if words[-1] in ("killed", "injured", "wounded", "missing", "dead", "detained") and ":" not in between and gap:
                return None
            if self._is_passive(cue) or (cue.first and self.tokens[cue.first - 1].low in ("the", "of") and gap == 0):
                return None
            return _Bid(7.0 - _PER_TOKEN * gap - cost + longer, cue)
        return None

    def _is_label_like(self, cue: Cue, end: int) -> bool:
        return cue.side is Side.LABEL and end - cue.last <= 2

    def _text(self, cue: Cue) -> str:
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
        while at >= 0 and (self.tokens[at].low in _ADVERBS or self.tokens[at].low.endswith("ly")):
            at -= 1
        return at >= 0 and self.tokens[at].low in _BE

    def _is_active(self, cue: Cue) -> bool:
        """Whether a form like "killed" has an object after it and no form of "be" before."""
        if self._is_passive(cue) or cue.last >= len(self.tokens):
            return False
        following = self.tokens[cue.last]
        if cue.last in self.quantity_at:
            return True
        return following.low in _OBJECT_STARTS and following.low not in ("at", "over", "around", "about") or (
            following.kind is Kind.WORD and following.low in ("these", "those", "him", "them", "himself")
        )

    def _is_joined(self, cue: Cue) -> bool:
        """ "Affected and evacuated": the second word says more."""
        at = cue.last
        if at + 1 >= len(self.tokens) or self.tokens[at].low not in ("and", "or", "/"):
            return False
        return any(c.measure is not None and c.side is Side.PARTICIPLE for c in self._cues_at(at + 1))

    # Who, and in which unit.

    def _complement(self, at: int) -> People | None:
        """The class named after the number: "of the dead were women", "of them children"."""
        words = self.tokens[at : at + 5]
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
        antecedent = self._antecedent(n)
        if antecedent is not None:
            return antecedent
        complement = self._complement(counted.last)
        if complement is not None and (counted.head is Head.NONE or counted.of_them or self._is_subset(n)):
            return complement
        if counted.head is Head.NONE and lender is not None and lender.measure not in HOUSING:
            return lender.people
        return People.PEOPLE

    def _antecedent(self, n: int) -> People | None:
        """Those that "of whom" points back to: "fighters, two of whom"."""
        quantity = self.quantities[n]
        if not self._begins_subset(n) or quantity.first < 2 or self.tokens[quantity.first - 1].low != ",":
            return None
        return people_of(self.tokens[quantity.first - 2].low)

    def _unit(self, counted: Counted, measure: Measure, lender: Reading | None) -> Unit:
        if measure in HOUSING:
            return Unit.HOME
        if measure not in _MOVEMENT:
            return Unit.PERSON
        if counted.head in (Head.HOUSEHOLD, Head.HOME):
            return Unit.HOUSEHOLD
        if counted.head is Head.NONE and lender is not None and lender.measure in _MOVEMENT:
            return lender.unit
        return Unit.PERSON
