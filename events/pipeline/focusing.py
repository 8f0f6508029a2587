"""What an article is about: from what was just read, and from what is stored of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from events.enums import MentionRole, MentionStatus, PlaceKind
from events.geocoding.focus import Attentions, Named, attentions_of
from events.geocoding.ranking import RankedToponym
from events.models import Article, Mention, Place
from events.records import PlaceRecord

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


def standing_mentions(article: Article) -> list[Mention]:
    """The article's mentions in reading order, without those that were rejected, each with its place.

    Every decision of the desk asks for them: places are read once each, and no shape of a province at all.
    """
    mentions = list(
        article.mentions.exclude(status__in=[MentionStatus.REJECTED, MentionStatus.NOT_IDENTIFIABLE])
        .only("article", "start", "end", "quote", "status", "role", "place", "precision", *_EXCERPT)
        .order_by("start", "-end", "pk")
    )
    places = (
        Place.objects.filter(pk__in={mention.place_id for mention in mentions})
        .select_related("parent")
        .only("name", "kind", "point", "country", "population", *_PARENT)
        .in_bulk()
    )
    for mention in mentions:
        if mention.place_id is not None:
            mention.place = places[mention.place_id]
    return mentions


_EXCERPT = ("excerpt_start", "excerpt_end")
_PARENT = ("parent", "parent__kind", "parent__parent")


def attentions_in(article: Article, mentions: Iterable[Mention]) -> Attentions:
    """The shares that an article's standing mentions give to their places."""
    records: dict[int, PlaceRecord] = {}
    named = []
    for mention in mentions:
        place = mention.place
        if place is None or place.kind == PlaceKind.BORDER:
            continue
        if place.pk not in records:
            records[place.pk] = record_of(place)
        named.append(Named(records[place.pk], MentionRole(mention.role), mention.start))
    return attentions_of(named, opening_end=opening_of(article.text))


def record_of(place: Place) -> PlaceRecord:
    """A stored place as the stages see it."""
    parent = place.parent
    admin1 = parent.pk if parent is not None and parent.kind == PlaceKind.ADMIN1 else None
    if parent is not None and parent.kind == PlaceKind.ADMIN2:
        admin1 = parent.parent_id
    return PlaceRecord(
        id=place.pk, name=place.name, kind=PlaceKind(place.kind), lon=place.point.x, lat=place.point.y,
        country=place.country, admin1_id=admin1, population=place.population,
    )  # fmt: skip
