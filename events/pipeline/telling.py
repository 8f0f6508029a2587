"""Which kind of event a sentence tells, by its words."""

from __future__ import annotations

import re
from functools import lru_cache

from events.enums import DISPLACEMENT_MEASURES, EventKind

#: Words of a sentence that tell the kind of event, the more telling ones first.
KIND_WORDS: tuple[tuple[str, EventKind], ...] = (
    (r"earthquakes?|tremors?|aftershocks?", EventKind.EARTHQUAKE),
    (r"floods?|flooding|flooded|dam (?:burst|collapsed?)", EventKind.FLOOD),
    (r"storms?|cyclones?|hurricanes?|typhoons?", EventKind.STORM),
    (r"sarin|chlorine|chemical (?:weapons?|attack)", EventKind.CHEMICAL_WEAPON),
    (r"suicide (?:bomb\w*|attack\w*|vest)", EventKind.SUICIDE_BOMB),
    (r"air ?strikes?|air raids?|warplanes?|drones?|barrel bombs?", EventKind.AIR_STRIKE),
    (r"shell(?:s|ed|ing)|artillery|mortars?|rockets?|missiles?", EventKind.SHELLING),
    (r"land ?mines?|IEDs?|car bombs?|roadside bombs?|explosive devices?", EventKind.REMOTE_EXPLOSIVE),
    (r"ceasefire|truce|agreement|accord|deal", EventKind.AGREEMENT),
    (r"patrol\w*|deploy\w*", EventKind.PATROL),
    (r"offensive|campaign", EventKind.OFFENSIVE),
    (r"clash(?:es|ed)?|fighting|infiltrat\w*|gun ?battle", EventKind.CLASH),
    (r"captured?|seized?|retook|recaptured?", EventKind.GOVERNMENT_ADVANCE),
    (r"kidnap\w*|abduct\w*", EventKind.ABDUCTION),
    (r"arrest(?:s|ed)?|detain(?:s|ed)?|detentions?", EventKind.ARRESTS),
    (r"riots?|rioters?", EventKind.VIOLENT_DEMONSTRATION),
    (r"protest\w*|demonstrat\w*|rall(?:y|ies)", EventKind.PEACEFUL_PROTEST),
    (r"evacuat\w*", EventKind.EVACUATION),
    (r"camps?|shelters?|sheltering", EventKind.SHELTER),
    (r"return(?:ed|ing|s)?", EventKind.RETURN),
    (r"displac\w*|fled|flee\w*|exodus|uprooted", EventKind.FLIGHT),
    (r"gunmen|shot|killed|attack\w*|massacre", EventKind.ATTACK),
)  # fmt: skip
_KINDS = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), kind) for words, kind in KIND_WORDS)


def kind_of(sentence: str, measures: frozenset[str] = frozenset()) -> EventKind:
    """The kind that the sentence's words tell; without any, what its figures measure; else an attack."""
    if kind := told_kind(sentence):
        return kind
    if measures & set(DISPLACEMENT_MEASURES):
        return EventKind.FLIGHT
    return EventKind.ATTACK


#: Every decision on an article asks for the kinds of its sentences again.
@lru_cache(maxsize=4096)
def told_kind(sentence: str) -> EventKind | None:
    """The kind that words of the sentence tell; None where they tell of no event."""
    return next((kind for pattern, kind in _KINDS if pattern.search(sentence)), None)
