"""Pieces of patterns for the words that stand between a preposition and a place."""

from __future__ import annotations

import re

from events.extraction.placewords import HEADS, MODIFIERS

COMPASS = r"(?:north|south)(?:[- ]?(?:east|west))?|east|west"
DIRECTION = rf"(?:(?:{COMPASS})(?:ern(?:most)?)?|central)"
HEAD_WORDS = "|".join(sorted(HEADS, key=len, reverse=True))
HEAD_OF = rf"(?:(?:{HEAD_WORDS})\s+of\s+)?"
_MODIFIER_WORDS = "|".join(sorted(map(re.escape, MODIFIERS), key=len, reverse=True))
#: "the neighbouring region of", "rebel-held": what may stand between a preposition and its name.
FILL = rf"(?:(?:{_MODIFIER_WORDS}|[a-z]+-(?:held|controlled|run|occupied))\s+){{0,3}}"
_OWNER = r"(?:[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}(?:['’]s|['’])\s+)?"
TO_NAME = rf"{FILL}{_OWNER}{FILL}{HEAD_OF}(?:the\s+)?$"
AREAS_OF = re.compile(r"\b(?:areas|parts|swathes|pockets|stretches|much|most|half|control)\s+(?:in|of)\s+$")
