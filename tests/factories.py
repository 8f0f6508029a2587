"""Rows for the tests of what readers see: events told by an article, published with their figures."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser

from events.models import Article, Event, Map
from events.review.events import publish_event
from events.review.maps import publish_map
from tests.review import factories as make

#: A sentence that is shown, one with a number that is shown, and the rest, which is nobody's business.
TEXT = (
    "Shells fell on Saraqib in the night. More than 12 people were killed, the rescue service said. "
    "Nothing of this last sentence is public."
)
SHOWN_UNTIL = TEXT.index(" Nothing")


def article(**fields: Any) -> Article:
    return make.article(**{"text": TEXT, "url": "https://herald.example.org/night", **fields})


def published_event(
    *, by: AbstractUser | None = None, of: Article | None = None, has_figure: bool = True,
    mention: dict[str, Any] | None = None, figure: dict[str, Any] | None = None, **fields: Any,
) -> Event:  # fmt: skip
    """An event at Saraqib with "More than 12" killed, told by `of` or by an article of its own."""
    by = by or make.person()
    of = of or article()
    place = make.mention(of, **{"excerpt_start": 0, "excerpt_end": SHOWN_UNTIL, **(mention or {})})
    figures = []
    if has_figure:
        claimant = make.organisation()
        shown = {"excerpt_start": 0, "excerpt_end": SHOWN_UNTIL, "claimant": claimant, **(figure or {})}
        figures = [make.figure(of, **shown)]
    return publish_event(make.event(place, figures=figures, by=by, **fields), by=by)


def published_map(*, by: AbstractUser | None = None, **fields: Any) -> Map:
    return publish_map(make.map_(**fields), by=by or make.person())
