"""Names with a possessive inside: "Cox's Bazar", "Saint Martin's island"."""

from __future__ import annotations

import re

from events.extraction.names import Run, without_common_words
from events.extraction.pages import Page
from events.extraction.sightings import Sighting, sighting_of
from events.extraction.weighing import HEAD_REASON, weigh

_FEATURE_OWNED = re.compile(r"['’]s\s+(?:island|bay|point|bridge|gate|cove|peak)\b", re.IGNORECASE)


def across_possessive(page: Page, run: Run, following: Run) -> list[Sighting]:
    """ "Cox's Bazar", "King's Lynn": one name, if the gazetteer says so."""
    text = page.text
    if text[run.end : following.start] not in ("'s ", "’s "):
        return []
    piece = (run.words[-1], *following.words[:2])
    found = []
    for size in range(2, len(piece) + 1):
        start, end = piece[0].start, piece[size - 1].end
        if not page.blocked.overlaps(start, end):
            likelihood, evidence = weigh(text, piece[:size], page.labels.of(start, end), opens=False)
            found.append(sighting_of(text, piece[:size], max(likelihood, 0.5), evidence, is_rescue=True))
    return found


def owned_feature(page: Page, run: Run) -> list[Sighting]:
    """ "Saint Martin's island" is not the territory of Saint Martin."""
    piece = without_common_words(run)
    if not piece or not piece[-1].is_possessive:
        return []
    match = _FEATURE_OWNED.match(page.text, run.end)
    start = piece[0].start
    if not match or page.blocked.overlaps(start, run.end):
        return []
    quote = page.text[start : run.end + 2]
    return [
        Sighting(
            start=start,
            end=run.end + 2,
            quote=quote,
            names=(page.text[start : match.end()], quote),
            likelihood=0.85,
            evidence=[HEAD_REASON],
        )
    ]
