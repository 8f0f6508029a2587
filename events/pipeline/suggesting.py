"""From what was accepted in an article to the events that it seems to tell. An editor decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch

from events.enums import (
    DISPLACEMENT_MEASURES,
    Acceptance,
    DatePrecision,
    EventKind,
    Measure,
    MentionRole,
    MentionStatus,
    Precision,
    Scope,
)
from events.geocoding.focus import Attentions
from events.models import Article, Figure, Mention
from events.pipeline.focusing import SHAPES, attentions_in, record_of

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


@dataclass(slots=True)
class SuggestedEvent:
    """A draft of an event: what to call it, and which mentions and figures (by id) tell it."""

    title: str
    kind: EventKind
    earliest: date
    latest: date
    date_precision: DatePrecision
    mentions: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)


def kind_of(sentence: str, measures: frozenset[str] = frozenset()) -> EventKind:
    """The kind that the sentence's words tell; without any, what its figures measure; else an attack."""
    if kind := told_kind(sentence):
        return kind
    if measures & set(DISPLACEMENT_MEASURES):
        return EventKind.FLIGHT
    return EventKind.ATTACK


def told_kind(sentence: str) -> EventKind | None:
    """The kind that words of the sentence tell; None where they tell of no event."""
    return next((kind for pattern, kind in _KINDS if pattern.search(sentence)), None)


def suggest_events(article: Article) -> list[SuggestedEvent]:
    """Groups accepted mentions and figures that no event tells yet, by sentence and by place.

    Sentences that share their places or carry each other's figures tell one event. A running total makes
    an event of its own, since it contains others. What the article is about comes first; beside it, a place
    suggests nothing unless words or figures tell of an event there.
    """
    mentions = list(
        article.mentions.filter(status=MentionStatus.ACCEPTED, events__isnull=True)
        .exclude(role=MentionRole.ONLY_MENTIONED)
        .select_related("place__parent")
        .defer("geometry", *SHAPES)
    )
    figures = list(
        article.figures.filter(acceptance=Acceptance.ACCEPTED, event__isnull=True).prefetch_related(
            Prefetch("mentions", Mention.objects.only("pk"))
        )
    )
    groups: list[tuple[set[int], list[Mention], list[Figure]]] = []
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.excerpt_start, []).append(mention)
    for told in by_sentence.values():
        _join(groups, {m.place_id or -m.pk for m in told}, told)
    for figure in figures:
        _claim(groups, figure)
    shares = attentions_in(article)
    telling = [
        (not _is_in_focus(told, shares), told, claims)
        for _places, told, claims in groups
        if _is_telling(article, told, claims, shares)
    ]
    # Stable: what is equally near the focus stays in the order of the text.
    telling.sort(key=lambda group: group[0])
    return [_drafted(article, told, claims) for _beside, told, claims in telling]


def _is_in_focus(told: list[Mention], shares: Attentions) -> bool:
    return any(m.place is not None and shares.is_about(record_of(m.place)) for m in told)


def _is_telling(article: Article, told: list[Mention], claims: list[Figure], shares: Attentions) -> bool:
    """A country by itself is background more often than news, and so is a place beside the article's focus in
    a sentence without a word of an event: without a figure they suggest nothing."""
    if claims:
        return True
    if all(mention.precision == Precision.COUNTRY for mention in told):
        return False
    # What an editor drew lies where the editor said, whatever else the article is about.
    if _is_in_focus(told, shares) or any(mention.place is None for mention in told):
        return True
    return any(told_kind(article.text[m.excerpt_start : m.excerpt_end]) for m in told)


def _join(groups: list, places: set[int], told: list[Mention]) -> None:
    for known, mentions, _figures in groups:
        if known == places:
            mentions.extend(told)
            return
    groups.append((places, list(told), []))


def _claim(groups: list, figure: Figure) -> None:
    """Puts a figure into the group that holds most of its places, else the nearest before it."""
    wanted = {mention.pk for mention in figure.mentions.all()}
    best, most = None, 0
    for group in groups:
        shared = len(wanted & {mention.pk for mention in group[1]})
        if shared > most:
            best, most = group, shared
    if best is None:
        before = [group for group in groups if group[1][0].start <= figure.start]
        best = before[-1] if before else (groups[0] if groups else None)
    if best is not None:
        best[2].append(figure)


def _drafted(article: Article, told: list[Mention], claims: list[Figure]) -> SuggestedEvent:
    start = min(m.excerpt_start for m in told)
    first = min(told, key=lambda m: m.start)
    sentence = article.text[start : first.excerpt_end]
    if claims:
        sentence += " " + article.text[claims[0].excerpt_start : claims[0].excerpt_end]
    kind = kind_of(sentence, frozenset(figure.measure for figure in claims))
    is_long = any(figure.scope in (Scope.RUNNING_TOTAL, Scope.PERIOD) for figure in claims)
    if is_long and kind in (EventKind.SHELLING, EventKind.AIR_STRIKE, EventKind.CLASH, EventKind.ATTACK):
        kind = EventKind.OFFENSIVE
    names = list(dict.fromkeys(m.place.name if m.place else m.quote for m in told))
    where = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    precision = DatePrecision.MONTH if is_long else DatePrecision.WEEK
    days = 30 if is_long else 6
    return SuggestedEvent(
        title=f"{_what(kind, claims)}, {where}"[:200],
        kind=kind,
        earliest=article.published_on - timedelta(days=days),
        latest=article.published_on,
        date_precision=precision,
        mentions=[m.pk for m in told],
        figures=[figure.pk for figure in claims],
    )


def _what(kind: EventKind, claims: list[Figure]) -> str:
    if any(figure.scope == Scope.RUNNING_TOTAL for figure in claims):
        measures = {figure.measure for figure in claims}
        if Measure.KILLED in measures:
            return "Toll of the offensive" if kind == EventKind.OFFENSIVE else "Toll"
        if measures & set(DISPLACEMENT_MEASURES):
            return "Displacement"
    return str(kind.label)
