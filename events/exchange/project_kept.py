"""What of a project stays here unless the confidential leaves too: rows that would say what is kept from
readers for people's safety.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from events.models import (
    Article,
    DiscreetMention,
    Discretion,
    Event,
    EventMention,
    Figure,
    FrozenMap,
    Mention,
)
from events.models.article import origins_of


@dataclass(frozen=True, slots=True)
class Kept:
    """Numbers of the rows that stay here unless the confidential leaves too: articles whose source is kept
    and those that print their words, the events that these tell, and what would say the same.

    `places` are places drawn here that only known places of such events name.
    """

    articles: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()
    maps: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.articles or self.events)


def kept() -> Kept:
    withheld = Article.objects.filter(Q(is_withheld=True) | Q(kept_source__isnull=False))
    articles = set(withheld.values_list("pk", flat=True))
    if articles:
        origins = set(origins_of(articles).values())
        articles |= set(Article.objects.printing(articles | origins).values_list("pk", flat=True))
    events = set(
        Event.objects.filter(
            Q(is_coarsened=True)
            | Q(discretion__isnull=False)
            | Q(pk__in=EventMention.objects.filter(mention__article__in=articles).values("event"))
            | Q(pk__in=Figure.objects.filter(article__in=articles, event__isnull=False).values("event"))
        ).values_list("pk", flat=True)
    )
    # A merged event holds its own place still.
    while more := set(Event.objects.filter(merged_into__in=events).values_list("pk", flat=True)) - events:
        events |= more
    if not (articles or events):
        return Kept()
    return Kept(
        frozenset(articles), frozenset(events), frozenset(_maps_that_show(events)),
        frozenset(_places_told_of(events, articles)),
    )  # fmt: skip


def _maps_that_show(events: set[int]) -> set[int]:
    """The frozen maps that hold one of the events as it was shown before, or are the same as such a map."""
    found = set()
    whole = FrozenMap.objects.filter(content__isnull=False).values_list("pk", "content__features")
    for pk, features in whole.iterator(chunk_size=5):
        if any(feature.get("id") in events for feature in features or ()):
            found.add(pk)
    return found | set(FrozenMap.objects.filter(same_as__in=found).values_list("pk", flat=True))


def _places_told_of(events: set[int], articles: set[int]) -> set[int]:
    names = ("place", "other_place", "within")
    known = set(Discretion.objects.filter(place__dataset="").values_list("place", flat=True))
    for name in names:
        rows = DiscreetMention.objects.filter(**{f"{name}__dataset": ""})
        known |= set(rows.values_list(name, flat=True))
    said = set(Event.objects.filter(place__in=known).exclude(pk__in=events).values_list("place", flat=True))
    for name in names:
        told = Mention.objects.filter(**{f"{name}__in": known}).exclude(article__in=articles)
        said |= set(told.values_list(name, flat=True))
    return known - said
