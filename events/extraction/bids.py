"""Lets every cue near a quantity bid for it: the nearer, the fewer clause borders between, the better.

The voice of a verb decides its side: in "20 were killed" the number stands before, in "a shell killed 20"
after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from events.enums import Measure
from events.extraction.cues import begins_verb
from events.extraction.nouns import Head
from events.extraction.sides import Cue, Needs, Side
from events.extraction.voices import Voices
from events.extraction.weights import (
    ARMED,
    AUXILIARIES,
    BORDERS,
    CAPTIVES,
    CLOSERS,
    HARM,
    HOUSING,
    LIVED_IN,
    MOVEMENT,
    NEAR_ONLY,
    PER_TOKEN,
    QUANTITY_BORDER,
    SURE,
    THRESHOLD,
    UPROOTING,
    WEAK,
    WEAK_PHRASES,
    WINDOW,
)


@dataclass(frozen=True, slots=True)
class Bid:
    """A cue's claim on a number."""

    score: float
    cue: Cue


class Bids(Voices):
    """The bids for the quantities of one passage."""

    def best(self, n: int, before: Measure | None) -> Bid | None:
        """The best bid for quantity `n`; `before` is what the quantity before it measures."""
        head = self.counted[n].head
        home_by_context = head is Head.NONE and before in HOUSING
        was_held = before is Measure.DETAINED and head is Head.NONE
        bids = [
            bid
            for bid in (*self._own_bids(n), *self._right_bids(n), *self._left_bids(n))
            if self._fits(bid.cue, n, home_by_context)
            # "26 pupils were abducted; 11 escaped": they got away, they were not displaced.
            and not (was_held and bid.cue.measure is Measure.DISPLACED)
        ]
        best = max(bids, key=lambda bid: bid.score, default=None)
        if best is None or best.score < (SURE if head is Head.UNKNOWN else THRESHOLD):
            return None
        return best

    def _fits(self, cue: Cue, n: int, home_by_context: bool) -> bool:
        head = self.counted[n].head
        if cue.measure in MOVEMENT and self.tokens[self.counted[n].last - 1].low in CAPTIVES:
            return cue.measure is Measure.RETURNED
        if cue.measure is Measure.DISPLACED and self.counted[n].people in ARMED:
            return self.tokens[cue.first].low in UPROOTING  # Troops that move are not displaced.
        if cue.needs is Needs.HOMES:
            return head is Head.HOME or home_by_context or (head is Head.NONE and self._names_homes(cue))
        if (
            home_by_context
            and cue.measure in (Measure.DISPLACED, Measure.EVACUATED)
            and cue.side is not Side.PARTICIPLE
        ):
            return True
        if head is Head.HOME:
            noun = self.tokens[self.counted[n].last - 1].low
            return cue.measure is None or (cue.measure is Measure.EVACUATED and noun in LIVED_IN)
        if head is Head.HOUSEHOLD:
            return cue.measure in MOVEMENT or cue.measure in (None, Measure.DETAINED, Measure.KILLED)
        if head is Head.UNKNOWN:
            moved = cue.measure in MOVEMENT and cue.side is Side.PARTICIPLE and self._is_passive(cue)
            return cue.measure in HARM or cue.measure is None or moved
        return True

    def _own_bids(self, n: int) -> list[Bid]:
        """Cues inside the noun phrase itself: "12 deaths", "dozens of wounded people"."""
        first, last = self.quantities[n].last, self.counted[n].last
        bids = []
        for cue in self._cues_between(first, max(last, first + 1)):
            word = self.tokens[cue.first].low
            weak = WEAK.get(word, 0.0) if cue.side & Side.NOUN else 1.5
            if cue.last == last or (last == first and cue.first == first):
                if cue.side & Side.NOUN and self._is_part(n):
                    bids.append(Bid(6.5 - weak, cue))  # "Ten of the injured later died": they died.
                elif cue.side & Side.NOUN:
                    bids.append(Bid(10.0 - weak - (0.5 if self._is_active(cue) else 0.0), cue))
            elif cue.first < last and cue.side & (Side.NOUN | Side.PARTICIPLE | Side.SUBJECT):
                bids.append(Bid(6.5 - weak, cue))
        return [bid for bid in bids if not (bid.cue.first >= last and self._is_active(bid.cue))]

    def _right_bids(self, n: int) -> list[Bid]:
        start, cost = self._after_insertion(self.counted[n].last)
        bids: list[Bid] = []
        for at in range(start, min(len(self.tokens), start + WINDOW)):
            if at in self.quantity_at:
                if self.begins_subset(self.quantity_at[at]):
                    break
                if self._is_shelter(self.quantity_at[at]):
                    shelter = Cue(at - 1, at, Measure.SHELTERED, Side.SUBJECT, Needs.ANYONE)
                    bids.append(Bid(8.5 - PER_TOKEN * (at - start) - cost, shelter))
                cost += QUANTITY_BORDER
            if at not in self.in_noun_phrase:
                for cue in self._cues_at(at):
                    bid = self._right_bid(n, cue, start, cost)
                    if bid is not None and at == start and at and self.tokens[at - 1].low in ("those", "the"):
                        bids.append(Bid(6.0, cue))  # "some 20,000 of those uprooted sleep in a hall"
                    elif bid is not None:
                        bids.append(bid)
                    elif cue.side is Side.PARTICIPLE and self._is_active(cue) and cost < 1 and at - start < 4:
                        return bids  # "20 gunmen killed 30": the twenty did it.
            cost += BORDERS.get(self.tokens[at].low, 0.0)
            if cost > 7:
                break
        return bids

    def _right_bid(self, n: int, cue: Cue, start: int, cost: float) -> Bid | None:
        if not cue.side & (Side.SUBJECT | Side.PARTICIPLE):
            return None
        if cue.side is Side.PARTICIPLE and self._is_active(cue):
            return None
        if cue.measure is None and self._is_joined(cue):
            return None
        if self._is_only_possible(cue):
            return None
        if cue.measure is Measure.DISPLACED and self._is_ordered(n, start):
            cue = replace(cue, measure=Measure.EVACUATED)  # "ordered 500 households to leave"
        word = self.tokens[cue.first].low
        weak = WEAK.get(word, 0.0) if cue.last - cue.first == 1 else WEAK_PHRASES.get(self.text(cue), 0.0)
        score = 9.0 - PER_TOKEN * (cue.first - start) - cost - weak
        return Bid(score + 0.25 * (cue.last - cue.first - 1), cue)

    def _after_insertion(self, at: int) -> tuple[int, float]:
        """Steps over "…, nine out of ten of them children, …" between a subject and its verb."""
        if at >= len(self.tokens) or self.tokens[at].low not in CLOSERS:
            return at, 0.0
        closer = CLOSERS[self.tokens[at].low]
        for n in range(at + 2, min(at + 18, len(self.tokens) - 1)):
            if self.tokens[n].low == closer:
                following = self.tokens[n + 1].low
                if following in AUXILIARIES or (following not in ("and", "or") and begins_verb(following)):
                    return n + 1, 0.8
                return at, 0.0
        return at, 0.0

    def _left_bids(self, n: int) -> list[Bid]:
        end = self.quantities[n].first
        cost = 0.0
        bids: list[Bid] = []
        for at in range(end - 1, max(-1, end - 1 - WINDOW), -1):
            for cue in self._cues_at(at):
                if self._is_only_possible(cue):
                    continue
                if cue.last > end or (cue.first in self.in_noun_phrase and not self._is_label_like(cue, end)):
                    continue
                bid = self._left_bid(cue, end, cost)
                if bid is not None:
                    bids.append(bid)
                elif cue.side & (Side.SUBJECT | Side.PARTICIPLE) and cue.measure is not None:
                    cost += 0.7  # That verb has its own subject before it.
            if at in self.quantity_at:
                cost += QUANTITY_BORDER
            cost += BORDERS.get(self.tokens[at].low, 0.0)
            if cost > 7:
                break
        return bids

    def _left_bid(self, cue: Cue, end: int, cost: float) -> Bid | None:
        gap = end - cue.last
        word = self.tokens[cue.first].low
        weak = WEAK.get(word, 0.0) * (cue.last - cue.first == 1 or word == "home")
        longer = 0.25 * (cue.last - cue.first - 1)
        if cue.side is Side.LABEL:
            return self._label_bid(cue, end, gap, cost, longer)
        if cue.side is Side.PARTICIPLE:
            if self._is_passive(cue) or not self._is_active(cue):
                return None
            return Bid(9.0 - PER_TOKEN * gap - cost - weak + longer, cue)
        if cue.side is Side.OBJECT:
            if self._is_passive(cue) or self._is_thing(cue):
                return None
            # "Rescue" and "help" are mostly nouns; only right before the number do they take it.
            far = 1.0 * gap if cue.measure is None else 2.0 * gap if self.text(cue) in NEAR_ONLY else 0.0
            return Bid(9.0 - PER_TOKEN * gap - far - cost - weak + longer, cue)
        return None

    def _label_bid(self, cue: Cue, end: int, gap: int, cost: float, longer: float) -> Bid | None:
        """Labels of lists and tables ("Evacuated: 3,614") stand close; "toll" and "number of …" need not."""
        words = [self.tokens[n].low for n in range(cue.first, cue.last)]
        if words[0] in ("number", "death", "toll", "casualty", "body") and (
            len(words) > 1 or words[0] == "toll"
        ):
            return Bid(8.6 - PER_TOKEN * gap * 0.7 - cost + longer, cue)
        between = [self.tokens[n].low for n in range(cue.last, end)]
        if gap <= 3 and all(
            w
            in (
                ":",
                "total",
                "people",
                "individu",
                "of",
                "persons",
                "nb",
                ",",
                "nationwide",
                "at",
                "to",
                "are",
                "number",
                "(",
                "-",
                "–",
                "is",
                "households",
                "families",
                "as",
                "rose",
                "reached",
            )
            for w in between
        ):
            if (
                words[-1] in ("killed", "injured", "wounded", "missing", "dead", "detained")
                and ":" not in between
                and gap
            ):
                return None
            if self._is_passive(cue) or (
                cue.first and self.tokens[cue.first - 1].low in ("the", "of") and gap == 0
            ):
                return None
            listed = 1.0 if ":" in between else 0.0  # "Destroyed housing: 146"
            return Bid(7.0 - PER_TOKEN * gap - cost + listed + longer, cue)
        return None
