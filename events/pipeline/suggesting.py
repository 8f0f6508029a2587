"""From what was read of an article to the events that it seems to tell. An editor decides."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

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
from events.extraction.dates import ReadDate, dates_between, read_dates
from events.geocoding.focus import Attentions
from events.models import Article
from events.pipeline.focusing import attentions_in
from events.pipeline.snapshot import FigureRow, MentionRow, Snapshot
from events.pipeline.telling import kind_of, told_kind


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


@dataclass(slots=True)
class _Group:
    """Sentences that seem to tell one event: of the same places, and of no two days or kinds."""

    places: frozenset[int]
    mentions: list[MentionRow]
    when: ReadDate | None = None
    kind: EventKind | None = None
    figures: list[FigureRow] = field(default_factory=list)

    def takes(self, other: _Group) -> bool:
        is_same_time = self.when is None or other.when is None or _overlap(self.when, other.when)
        is_same_kind = self.kind is None or other.kind is None or self.kind.group == other.kind.group
        return self.places == other.places and is_same_time and is_same_kind

    def take(self, other: _Group) -> None:
        self.mentions.extend(other.mentions)
        self.when, self.kind = self.when or other.when, self.kind or other.kind


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`ready` are built of what is accepted alone; `expected` hold at least one place or figure that is not
    decided yet, and take it along when they are accepted."""

    ready: list[SuggestedEvent]
    expected: list[SuggestedEvent]


def suggest_events(article: Article) -> list[SuggestedEvent]:
    """Groups accepted mentions and figures that no event tells yet, by place, date and kind.

    Sentences that share their places or carry each other's figures tell one event, unless they name other
    days or tell of another kind. A running total makes an event of its own, since it contains others. What
    the article is about comes first; beside it, a place suggests nothing unless words or figures tell of an
    event there.
    """
    return suggestions_of(Snapshot(article)).ready


def suggestions_of(snapshot: Snapshot) -> Suggestions:
    """The events of what is accepted, and those of it together with what is not decided yet."""
    article = snapshot.article
    standing = [mention for mention in snapshot.mentions if mention.status not in _DROPPED]
    mentions = [
        mention for mention in standing if mention.role != MentionRole.ONLY_MENTIONED and not mention.events
    ]
    if not mentions:
        return Suggestions([], [])
    figures = [
        figure
        for figure in snapshot.figures
        if figure.acceptance != Acceptance.REJECTED and figure.event_id is None
    ]
    about = _places_about(standing, attentions_in(article.text, standing))
    days = _Days(article)

    def drafted(
        told: Iterable[MentionRow], claims: Iterable[FigureRow], is_wanted: _Wanted
    ) -> list[SuggestedEvent]:
        groups = _grouped(article, list(told), days)
        _claim_all(groups, claims)
        telling = [group for group in groups if is_wanted(group) and _is_telling(article, group, about)]
        # Stable: what is equally near the focus stays in the order of the text.
        telling.sort(key=lambda group: not _is_in_focus(group, about))
        return [_drafted(article, group) for group in telling]

    tied = {mention for figure in figures for mention in figure.mentions}
    return Suggestions(
        ready=drafted(
            (mention for mention in mentions if mention.status == MentionStatus.ACCEPTED),
            (figure for figure in figures if figure.acceptance == Acceptance.ACCEPTED),
            lambda group: True,
        ),
        expected=drafted(
            (mention for mention in mentions if _is_expected(mention, tied)), figures, _is_undecided
        ),
    )


_Wanted = Callable[[_Group], bool]
_DROPPED = (MentionStatus.REJECTED, MentionStatus.NOT_IDENTIFIABLE)


def _is_expected(mention: MentionRow, tied: set[int]) -> bool:
    """Whether a mention tells an event as it was read. A country is background, and where people go to or
    come from tells something only with a number of them."""
    if mention.status == MentionStatus.ACCEPTED:
        return True
    if mention.place is None or (mention.precision == Precision.COUNTRY and mention.pk not in tied):
        return False
    return mention.role == MentionRole.HAPPENED_HERE or mention.pk in tied


def _is_undecided(group: _Group) -> bool:
    """Whether accepting the event would decide something; without a word of an event it would guess."""
    if group.kind is None and not group.figures:
        return False
    return any(mention.status == MentionStatus.PROPOSED for mention in group.mentions) or any(
        figure.acceptance == Acceptance.PROPOSED for figure in group.figures
    )


class _Days:
    """On which days the sentences of an article say that something happened; each is looked up once."""

    def __init__(self, article: Article) -> None:
        self._printed = article.published_on
        self._dates = read_dates(article.text, article.published_on)
        self._starts = [read.start for read in self._dates]
        self._found: dict[tuple[int, int], ReadDate | None] = {}

    def of(self, start: int, end: int) -> ReadDate | None:
        if (start, end) not in self._found:
            near = self._dates[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
            self._found[start, end] = _day_of(dates_between(near, start, end), self._printed)
        return self._found[start, end]


def _grouped(article: Article, mentions: list[MentionRow], days: _Days) -> list[_Group]:
    by_sentence: dict[int, list[MentionRow]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.excerpt_start, []).append(mention)
    groups: list[_Group] = []
    of_places: dict[frozenset[int], list[_Group]] = {}
    for told in by_sentence.values():
        start, end = told[0].excerpt_start, max(m.excerpt_end for m in told)
        group = _Group(
            places=frozenset(m.place_id or -m.pk for m in told),
            mentions=told,
            when=days.of(start, end),
            kind=told_kind(article.text[start:end]),
        )
        there = of_places.setdefault(group.places, [])
        known = next((known for known in there if known.takes(group)), None)
        if known is None:
            groups.append(group)
            there.append(group)
        else:
            known.take(group)
    return groups


def _day_of(dates: Iterable[ReadDate], published_on: date) -> ReadDate | None:
    """The first of the dates that says on which days something happened, to the week at least."""
    return next(
        (
            read
            for read in dates
            if read.latest is not None
            and read.latest <= published_on
            and read.precision in (DatePrecision.DAY, DatePrecision.WEEK)
            and not _is_start(read)
        ),
        None,
    )


def _is_start(read: ReadDate) -> bool:
    """ "Since Monday": when a count begins."""
    return read.quote.lower().startswith("since ")


def _overlap(one: ReadDate, other: ReadDate) -> bool:
    if one.earliest is None or one.latest is None or other.earliest is None or other.latest is None:
        return True
    return one.earliest <= other.latest and other.earliest <= one.latest


def _places_about(mentions: Iterable[MentionRow], shares: Attentions) -> set[int]:
    """The ids of the places that the article is about, each asked once, however often it is named."""
    places = {mention.place.id: mention.place for mention in mentions if mention.place is not None}
    return {pk for pk, place in places.items() if shares.is_about(place)}


def _is_in_focus(group: _Group, about: set[int]) -> bool:
    return any(mention.place_id in about for mention in group.mentions)


def _is_telling(article: Article, group: _Group, about: set[int]) -> bool:
    """A country by itself is background more often than news, and so is a place beside the article's focus in
    a sentence without a word of an event: without a figure they suggest nothing."""
    if group.figures:
        return True
    if all(mention.precision == Precision.COUNTRY for mention in group.mentions):
        return False
    # What an editor drew lies where the editor said, whatever else the article is about.
    if _is_in_focus(group, about) or any(mention.place is None for mention in group.mentions):
        return True
    return any(told_kind(article.text[m.excerpt_start : m.excerpt_end]) for m in group.mentions)


def _claim_all(groups: list[_Group], figures: Iterable[FigureRow]) -> None:
    """Puts each figure into the group that holds most of its places, else the nearest before it."""
    homes = {mention.pk: at for at, group in enumerate(groups) for mention in group.mentions}
    for figure in figures:
        shared = Counter(homes[pk] for pk in figure.mentions if pk in homes)
        # Of groups that hold as many, the first.
        best = groups[min(shared, key=lambda at: (-shared[at], at))] if shared else None
        if best is None:
            before = [group for group in groups if group.mentions[0].start <= figure.start]
            best = before[-1] if before else (groups[0] if groups else None)
        if best is not None:
            best.figures.append(figure)


def _drafted(article: Article, group: _Group) -> SuggestedEvent:
    told, claims = group.mentions, group.figures
    start = min(m.excerpt_start for m in told)
    first = min(told, key=lambda m: m.start)
    sentence = article.text[start : first.excerpt_end]
    if claims:
        sentence += " " + article.text[claims[0].excerpt_start : claims[0].excerpt_end]
    kind = told_kind(sentence) or group.kind
    kind = kind or kind_of(sentence, frozenset(figure.measure for figure in claims))
    is_long = any(figure.scope in (Scope.RUNNING_TOTAL, Scope.PERIOD) for figure in claims)
    if is_long and kind in (EventKind.SHELLING, EventKind.AIR_STRIKE, EventKind.CLASH, EventKind.ATTACK):
        kind = EventKind.OFFENSIVE
    names = list(dict.fromkeys(m.place.name if m.place else m.quote for m in told))
    where = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    earliest, latest, precision = _days(article, group, is_long=is_long)
    return SuggestedEvent(
        title=f"{_what(kind, claims)}, {where}"[:200],
        kind=kind,
        earliest=earliest,
        latest=latest,
        date_precision=precision,
        mentions=[m.pk for m in told],
        figures=[figure.pk for figure in claims],
    )


def _days(article: Article, group: _Group, *, is_long: bool) -> tuple[date, date, DatePrecision]:
    """When it happened: as the sentence says, else in the week before the article; a count over time from
    where it begins, else in the month before."""
    printed = article.published_on
    if not is_long:
        if group.when is not None and group.when.earliest and group.when.latest:
            return group.when.earliest, group.when.latest, group.when.precision
        return printed - timedelta(days=6), printed, DatePrecision.WEEK
    for figure in group.figures:
        dates = dates_between(read_dates(article.text, printed), figure.excerpt_start, figure.excerpt_end)
        start = next((read.earliest for read in dates if _is_start(read) and read.earliest), None)
        if start is not None and start <= printed:
            return start, printed, DatePrecision.MONTH
    return printed - timedelta(days=30), printed, DatePrecision.MONTH


def _what(kind: EventKind, claims: list[FigureRow]) -> str:
    if any(figure.scope == Scope.RUNNING_TOTAL for figure in claims):
        measures = {figure.measure for figure in claims}
        if Measure.KILLED in measures:
            return "Toll of the offensive" if kind == EventKind.OFFENSIVE else "Toll"
        if measures & set(DISPLACEMENT_MEASURES):
            return "Displacement"
    return str(kind.label)
