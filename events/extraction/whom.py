"""Tells who is counted, and in which unit: by the noun, by its owner, or by the number before."""

from __future__ import annotations

from events.enums import Measure, People, Unit
from events.extraction.counts import Counts, Reading
from events.extraction.nouns import Counted, Head, people_of, side_of
from events.extraction.sides import Cue, Side
from events.extraction.weights import HOUSING, MOVEMENT

#: Nouns that say nothing of the side: its own name does.
_RANKS = frozenset("men members people own personnel others".split())


_LOSSES = frozenset("losses dead casualties wounded fallen".split())


class Whom(Counts):
    """The people behind the quantities of one passage."""

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
        before = self._before(quantity.first, 6)
        is_own = any(word in ("its", "their", "his") for word in words) or (
            # "The rebels put their own losses at four."
            counted.head is Head.NONE and bool(before & {"its", "their"}) and bool(before & _LOSSES)
        )
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

    def _labelled(self, cue: Cue, measure: Measure) -> Unit | None:
        """The unit that a label names: "the number of displaced families is 349"."""
        words = {t.low for t in self.tokens[cue.first : cue.last + 1]}
        if cue.side is Side.LABEL and measure in MOVEMENT and words & {"families", "households"}:
            return Unit.HOUSEHOLD
        return None

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
