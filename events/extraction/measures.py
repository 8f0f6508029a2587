"""Decides what each quantity of a passage measures, of whom, and in which unit.

A quantity takes the measure of the best bid for it; one without a verb of its own takes over that of the
number it adds to, is a part of, or corrects.
"""

from __future__ import annotations

from dataclasses import replace

from events.enums import Measure, People, Unit
from events.extraction.bids import Bid
from events.extraction.counts import NOUN_MEASURES, SUBSETS, Reading
from events.extraction.nouns import Counted, Head
from events.extraction.quantities import Quantity
from events.extraction.sides import Side
from events.extraction.weights import HARM, HOUSING, MOVEMENT, SURE
from events.extraction.whom import Whom

_JAILS = frozenset("prison prisons jail jails penitentiary detention dungeon dungeons".split())


class Reader(Whom):
    """Reads the quantities of one passage; `earlier` is the last reading of the passage before."""

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
        elif self.bids.text(best.cue) == "spent the night" and "where" in self._before(quantity.first, 3):
            measure = Measure.SHELTERED  # "A hall opened, where 64 people spent the night."
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
        is_subset = self._is_share_of_first(n) or ((follows or self._names_whole(n)) and self._is_subset(n))
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
            measure = NOUN_MEASURES.get(token.low)
            if measure is not None:
                return Reading(quantity, counted, measure, People.PEOPLE, Unit.PERSON, token.low)
        return None

    def _only_links(self, n: int, previous: Reading | None) -> bool:
        """The ellipsis of lists: "709 displaced in Jajpur and 363 in Puri", "103, from 98 the day before"."""
        assert previous is not None
        between = self.tokens[previous.counted.last : self.quantities[n].first]
        counted = self.counted[n]
        if any(t.low in SUBSETS or t.low in ("including", "among", "include", "included") for t in between):
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
