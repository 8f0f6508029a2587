"""Who or what a quantity counts: the nouns of people, households and homes, and nouns that count
neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from events.enums import People
from events.extraction.cues import begins_verb, is_harm_noun, is_participle
from events.extraction.nounlists import (
    ARMED_SIDES,
    CIVIL_MODIFIERS,
    DOUBTFUL_HOMES,
    HOMES,
    HOUSEHOLDS,
    MODIFIED,
    OWNERS,
    PEOPLE,
    SHARES,
    SKIPPED_AFTER_OF,
    STATE_SIDES,
    STATES,
    STOPS,
    THINGS,
    WITH_MODIFIER,
)
from events.extraction.quantities import Quantity
from events.extraction.tokens import Kind, Token

_REACH = 7
"""Words between a quantity and its noun in "newly arrived South Sudanese refugee families" and the like."""


class Head(Enum):
    """What stands where the noun of a quantity would."""

    PERSON = "person"
    HOUSEHOLD = "household"
    HOME = "home"
    NONE = "none"
    """Nothing: "and 30 were hurt", "12 others"; the noun is understood from before."""
    THING = "thing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun phrase after a quantity: its head, and the index of the token after it."""

    head: Head
    people: People
    last: int
    first: int
    """The index after the quantity."""
    of_them: bool = False


def read_nouns(tokens: Sequence[Token], found: Sequence[Quantity]) -> tuple[list[Quantity], list[Counted]]:
    """What each quantity counts. In "40 of its 300 soldiers" forty soldiers are counted, not 340."""
    quantities: list[Quantity] = []
    nouns: list[Counted] = []
    for n, quantity in enumerate(found):
        limit = found[n + 1].first if n + 1 < len(found) else len(tokens)
        counted = read_counted(tokens, quantity, limit)
        between = [t.low for t in tokens[quantities[-1].last : quantity.first]] if quantities else []
        if between[:1] == ["of"] and (len(between) == 1 or (len(between) == 2 and between[1] in OWNERS)):
            nouns[-1] = Counted(counted.head, counted.people, counted.last, nouns[-1].first, of_them=True)
            continue
        before = [t.low for t in tokens[max(0, quantity.first - 3) : quantity.first]]
        if before[1:] and before[-2] == "of" and before[-1] in OWNERS and before[0] in SHARES:
            continue  # "70 per cent of the 12,000 residents"
        if before[2:] and before[-1].endswith(("'s", "s'")) and _is_share_of(tokens, quantity.first):
            continue  # "almost all of the town's 9,000 people"
        quantities.append(quantity)
        nouns.append(counted)
    return quantities, nouns


def _is_share_of(tokens: Sequence[Token], at: int) -> bool:
    words = [t.low for t in tokens[max(0, at - 6) : at]]
    if "of" not in words[1:]:
        return False
    return words[len(words) - 2 - words[::-1].index("of")] in SHARES


def read_counted(tokens: Sequence[Token], quantity: Quantity, limit: int) -> Counted:
    """What stands between a quantity and `limit`, where the next quantity or the passage ends."""
    at = first = quantity.last
    of_them = False
    if at < limit and tokens[at].low == "of":
        at += 1
        while at < limit and tokens[at].low in SKIPPED_AFTER_OF:
            of_them = True
            at += 1
    last_known: tuple[int, Head, People] | None = None
    unknown: int | None = None
    for n in range(at, min(at + _REACH, limit)):
        token = tokens[n]
        if token.low in ("others", "more", "other", "additional", "further") and n == at:
            at += 1
            if n + 1 < limit and tokens[n + 1].low == "of":
                break
            continue
        if token.kind is not Kind.WORD or token.low in STOPS or (token.low == "of" and n > at):
            if _glued(tokens, n) or _joins_adjectives(tokens, n, limit):
                continue
            break
        if last_known is not None and token.low in STATES:
            break
        if n == at and n > first and token.low in STATES:
            return Counted(Head.PERSON, People.PEOPLE, n + 1, first, True)  # "seven of the dead"
        if begins_verb(token.low) and not _is_modifier(tokens, n, limit):
            break
        if last_known is None and is_harm_noun(token.low) and token.low not in PEOPLE:
            unknown = n
            break
        kind = _classify(tokens, n, first)
        if kind is not None:
            last_known = _better(last_known, (n, *kind))
            if kind[0] is Head.THING:
                break
        elif last_known is not None:
            break
        else:
            unknown = n
    if last_known is not None:
        people = last_known[2]
        if people is People.PEOPLE and tokens[last_known[0]].low in MODIFIED:
            people = _members_of(tokens, last_known[0] + 1, limit) or people
        return Counted(last_known[1], people, last_known[0] + 1, first, of_them)
    if unknown is not None and unknown == quantity.last and tokens[unknown].is_capital:
        # A people's name that no ending gives away: "35,000 Brus".
        return Counted(Head.PERSON, People.PEOPLE, unknown + 1, first, of_them)
    if unknown is not None:
        return Counted(Head.UNKNOWN, People.PEOPLE, unknown + 1, first, of_them)
    return Counted(Head.NONE, People.PEOPLE, at, first, of_them)


def _is_modifier(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether a word like "wounded" stands before its noun rather than after it."""
    if tokens[at].low in PEOPLE and not is_participle(tokens[at].low):
        return True
    if not is_participle(tokens[at].low) and not tokens[at].low.endswith("ing"):
        return tokens[at].low == "arrived"
    ahead = tokens[at + 1 : min(at + 3, limit)]
    for token in ahead:
        if token.kind is not Kind.WORD or token.low in STOPS:
            return False
        if (token.low in PEOPLE and token.low not in STATES) or token.low in HOUSEHOLDS or token.low in HOMES:
            return True
    return False


def _better(old: tuple[int, Head, People] | None, new: tuple[int, Head, People]) -> tuple[int, Head, People]:
    """Heads come last in English ("displaced families", "women prisoners"), but the class may come
    first."""
    if old is None:
        return new
    if new[1] is Head.PERSON and old[1] is Head.PERSON and new[2] is People.PEOPLE:
        return new[0], new[1], old[2]
    return new


def _classify(tokens: Sequence[Token], at: int, first: int) -> tuple[Head, People] | None:
    low = tokens[at].low
    before = tokens[at - 1].low if at > first else ""
    if low in MODIFIED:
        for words, people in WITH_MODIFIER.values():
            if before in words:
                return Head.PERSON, people
        if before in CIVIL_MODIFIERS:
            return Head.PERSON, People.CIVILIANS
    if low in HOUSEHOLDS:
        return Head.HOUSEHOLD, People.PEOPLE
    if low in DOUBTFUL_HOMES:
        return (Head.HOME if before in ("housing", "residential") else Head.THING), People.PEOPLE
    if low in HOMES:
        return Head.HOME, People.PEOPLE
    if low in PEOPLE:
        return Head.PERSON, PEOPLE[low]
    if low in THINGS:
        return Head.THING, People.PEOPLE
    if tokens[at].is_capital and at > 0 and low.endswith(("ians", "eans", "ans", "ese", "is", "ish")):
        return Head.PERSON, People.PEOPLE
    tail = low.rpartition("-")[2]
    if tail != low and tail in PEOPLE:
        return Head.PERSON, PEOPLE[tail]
    return None


def _members_of(tokens: Sequence[Token], at: int, limit: int) -> People | None:
    """The class that "of the security forces" makes of members, staff or men."""
    if at >= limit or tokens[at].low not in ("of", "from"):
        return None
    for token in tokens[at + 1 : min(at + 6, limit)]:
        if token.kind is not Kind.WORD or (token.low in STOPS and token.low != "the"):
            return None
        if (people := side_of(token.low)) is not None:
            return people
    return None


def side_of(low: str) -> People | None:
    """Whose people those of an armed side are: "the army", "the rebels", "the militia"."""
    if low in STATE_SIDES:
        return People.SECURITY_FORCES
    if low in ARMED_SIDES or PEOPLE.get(low) is People.COMBATANTS:
        return People.COMBATANTS
    return People.SECURITY_FORCES if PEOPLE.get(low) is People.SECURITY_FORCES else None


def _glued(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in "\"'“”‘’«»()[]-"


def _joins_adjectives(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether "and" joins two adjectives of one noun: "South African and Malawian peacekeepers"."""
    if tokens[at].low not in ("and", "or", "/") or at + 2 >= limit:
        return False
    return tokens[at - 1].is_capital and tokens[at + 1].is_capital and tokens[at + 2].kind is Kind.WORD


def people_of(low: str) -> People | None:
    """The class of people that a noun names, None when it names no people."""
    return PEOPLE.get(low)
