"""What an article is about: from what was just read, and from what is stored of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from events.enums import MentionRole, PlaceKind
from events.geocoding.focus import Attentions, Named, attentions_of
from events.geocoding.ranking import RankedToponym
from events.pipeline.snapshot import MentionRow

#: An opening ends with its paragraph, but not before a headline's length, nor later than a long paragraph.
_OPENING_MIN, _OPENING_MAX = 120, 600

ABOUT = "the article is about this place or its province"
BESIDE = "named beside what the article is about"


def opening_of(text: str) -> int:
    """Where the headline and the first paragraph of a text end."""
    end = text.find("\n", _OPENING_MIN)
    return min(end if end >= 0 else len(text), _OPENING_MAX)


def named_in(mentions: Iterable[RankedToponym]) -> tuple[Named, ...]:
    """The best place of each mention that has one."""
    return tuple(
        Named(m.candidates[0].place, m.toponym.role, m.toponym.start, m.toponym.is_metonym)
        for m in mentions
        if m.candidates and m.candidates[0].place.kind is not PlaceKind.BORDER
    )


def with_focus(mentions: Sequence[RankedToponym], text: str) -> tuple[RankedToponym, ...]:
    """The mentions where something happened, with a word on whether the article is about their place."""
    shares = attentions_of(named_in(mentions), opening_end=opening_of(text))
    return tuple(_told(mention, shares) for mention in mentions)


def _told(mention: RankedToponym, shares: Attentions) -> RankedToponym:
    toponym = mention.toponym
    if not mention.candidates or toponym.role is not MentionRole.HAPPENED_HERE:
        return mention
    place = mention.candidates[0].place
    if place.kind in (PlaceKind.BORDER, PlaceKind.COUNTRY):
        return mention
    reason = ABOUT if shares.is_about(place) else BESIDE
    return replace(mention, toponym=replace(toponym, evidence=(*toponym.evidence, reason)))


def attentions_in(text: str, mentions: Iterable[MentionRow]) -> Attentions:
    """The shares that an article's standing mentions give to their places."""
    named = [
        Named(mention.place, MentionRole(mention.role), mention.start)
        for mention in mentions
        if mention.place is not None and mention.place.kind is not PlaceKind.BORDER
    ]
    return attentions_of(named, opening_end=opening_of(text))
