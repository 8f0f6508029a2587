"""Reads what kind of place the words next to a name ask for."""

from __future__ import annotations

import re

from events.enums import PlaceKind
from events.extraction.grammar import AREAS_OF, HEAD_WORDS
from events.extraction.placewords import HEADS, NATURAL_PREFIXES
from events.extraction.sightings import Sighting
from events.extraction.weighing import WATER_REASON


def read_hint(sighting: Sighting) -> None:
    """The kind of place that the words next to the name ask for: "Idlib province", "the city of Homs"."""
    last = sighting.quote.rsplit(" ", 1)[-1].lower()
    first = sighting.quote.split(" ", 1)[0].lower()
    after = re.match(rf"\s+(?:and\s+\w+\s+)?({HEAD_WORDS})\b(?!['’-])", sighting.after, re.IGNORECASE)
    before = re.search(rf"\b({HEAD_WORDS})(?:\s+of|,)?\s+(?:the\s+)?$", sighting.before, re.IGNORECASE)
    if (after and after[1].lower() not in ("port", "state", "states", "coast", "plain")) or (
        after
        and after[1].lower() == "state"
        and re.match(
            r"\s+state\b(?!\s+(?:media|tv|tele|news|troops|forces|radio|agency|security))", sighting.after
        )
    ):
        sighting.hint = HEADS[after[1].lower()]
        sighting.note(f"stands before “{after[1]}”")
        sighting.widen(sighting.start, sighting.end + after.end())
    elif before and (
        before.group().rstrip().endswith(("of", "the")) or before[1].lower() in ("city", "town", "village")
    ):
        sighting.hint = HEADS[before[1].lower()]
        sighting.note(f"stands after “{before.group().strip()}”")
    elif " " in sighting.quote and last in HEADS:
        sighting.hint = HEADS[last]
        sighting.note(f"its name says “{last}”")
    elif " " in sighting.quote and first in NATURAL_PREFIXES:
        sighting.hint = PlaceKind.NATURAL
        sighting.note(f"its name says “{first}”")
    elif re.search(
        r"\b(?:offensive|campaign|advance|operation)\s+(?:in|into|on)\s+(?:the\s+)?$", sighting.before
    ):
        sighting.note("an operation over time covers an area")
        sighting.hint = PlaceKind.ADMIN1
    elif WATER_REASON in sighting.evidence:
        sighting.hint = PlaceKind.NATURAL
    elif AREAS_OF.search(sighting.before):
        sighting.hint = PlaceKind.ADMIN1
