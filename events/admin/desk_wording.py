"""A figure as an editor words it: "more than 600 civilians killed since April, says the ministry"."""

from __future__ import annotations

from typing import Any

from events.admin.desk_values import BadInput, shown
from events.api.wording import noun, number_said, scope_text
from events.extraction.figures import read_figures
from events.pipeline.storing import claimant_of
from events.records import ReadFigure

LONGEST = 300


def parts_of_words(words: str) -> dict[str, Any]:
    """The parts of the figure that the words claim, read as an article is, and how they read in words.

    Raises BadInput for words that claim no number of people or homes.
    """
    read = read_figures(words if words.endswith((".", "!", "?")) else f"{words}.")
    if not read:
        raise BadInput(
            "words",
            f"“{shown(words)}” is not read as a number of people or homes. Write, for example, “more than "
            "600 civilians killed since April, the ministry said”, or fill in the fields.",
        )
    figure = read[0]
    claimant = claimant_of(figure.claimant)
    return {
        "measure": str(figure.measure),
        "people": str(figure.people),
        "unit": str(figure.unit),
        "quantifier": str(figure.quantifier),
        "low": figure.low,
        "high": figure.high,
        "scope": str(figure.scope),
        "since": figure.since,
        "claimant": {"id": claimant.pk, "name": claimant.name} if claimant else None,
        "claimant_words": figure.claimant or "",
        "reading": _reading(figure),
    }


def _reading(figure: ReadFigure) -> str:
    """What was understood, so that the editor sees it before it is saved."""
    counted = noun(
        wording=figure.quote,
        measure=figure.measure,
        people=figure.people,
        unit=figure.unit,
        number=number_said(figure.low, figure.high),
    )
    parts = [
        f"{figure.quote} {counted}",
        scope_text(figure.scope, None, None, figure.since),
        figure.claimant or "",
    ]
    return " · ".join(part for part in parts if part)
