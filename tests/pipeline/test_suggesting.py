from __future__ import annotations

import re
from datetime import date

import pytest

from events.enums import (
    Acceptance,
    DatePrecision,
    EventKind,
    Measure,
    MentionRole,
    MentionStatus,
    PlaceKind,
    Precision,
    Scope,
)
from events.models import Article, Mention
from events.pipeline.snapshot import Snapshot
from events.pipeline.suggesting import kind_of, suggest_events, suggestions_of
from tests.review import factories as make

pytestmark = pytest.mark.django_db

TEXT = (
    "Shells fell on Saraqib and on Binnish in the night. Warplanes struck Maaret before noon and killed 5. "
    "Since April more than 600 people were killed in Idlib. A truce was signed in Sochi."
)


def article() -> Article:
    return make.article(TEXT, published_on=date(2019, 8, 31))


def at(of: Article, quote: str, **fields: object) -> Mention:
    """An accepted mention whose excerpt is its sentence."""
    start = of.text.index(quote)
    left = of.text.rfind(". ", 0, start)
    left = 0 if left < 0 else left + 2
    right = of.text.index(".", start) + 1
    return make.mention(of, quote, excerpt_start=left, excerpt_end=right, **fields)


def test_places_of_one_sentence_tell_one_event() -> None:
    told = article()
    mentions = [at(told, "Saraqib"), at(told, "Binnish")]

    [event] = suggest_events(told)

    assert event.mentions == [mention.pk for mention in mentions]
    assert (event.kind, event.title) == (
        EventKind.SHELLING,
        f"{EventKind.SHELLING.label}, Saraqib and Binnish",
    )
    assert (event.earliest, event.latest) == (date(2019, 8, 25), date(2019, 8, 31))
    assert event.date_precision == DatePrecision.WEEK


def test_each_sentence_with_places_of_its_own_tells_another() -> None:
    told = article()
    for quote in ("Saraqib", "Maaret"):
        at(told, quote)

    assert [event.kind for event in suggest_events(told)] == [EventKind.SHELLING, EventKind.AIR_STRIKE]


def test_country_suggests_an_event_only_with_a_figure() -> None:
    told = article()
    country = at(told, "Idlib", precision=Precision.COUNTRY, geometry=None)
    assert suggest_events(told) == []

    figure = make.figure(told, "600", low=600, high=600)
    figure.mentions.set([country])

    assert [(event.mentions, event.figures) for event in suggest_events(told)] == [
        ([country.pk], [figure.pk])
    ]


def test_figure_goes_to_the_event_of_its_places_else_to_the_one_before() -> None:
    told = article()
    first, second = at(told, "Saraqib"), at(told, "Maaret")
    linked = make.figure(told, "5", low=5, high=5)
    linked.mentions.set([first])
    loose = make.figure(told, "600", low=600, high=600)

    events = suggest_events(told)

    assert [(event.mentions, event.figures) for event in events] == [
        ([first.pk], [linked.pk]), ([second.pk], [loose.pk]),
    ]  # fmt: skip


def test_running_total_makes_a_toll_over_time() -> None:
    told = article()
    mention = at(told, "Idlib")
    figure = make.figure(told, "600", low=600, high=600, scope=Scope.RUNNING_TOTAL)
    figure.mentions.set([mention])

    [event] = suggest_events(told)

    assert (event.kind, event.title) == (EventKind.OFFENSIVE, "Toll of the offensive, Idlib")
    assert event.date_precision == DatePrecision.MONTH


def test_only_what_is_accepted_and_not_told_yet_is_suggested() -> None:
    told = article()
    at(told, "Saraqib", status=MentionStatus.PROPOSED)
    at(told, "Maaret", role=MentionRole.ONLY_MENTIONED)
    make.event(at(told, "Sochi"))
    make.figure(told, "5", acceptance=Acceptance.PROPOSED)

    assert suggest_events(told) == []


@pytest.mark.parametrize(
    ("sentence", "measures", "kind"),
    [
        ("The quake and its aftershocks flattened houses.", set(), EventKind.EARTHQUAKE),
        ("Barrel bombs were dropped from aircraft.", set(), EventKind.AIR_STRIKE),
        ("A car bomb went off near the bakery.", set(), EventKind.REMOTE_EXPLOSIVE),
        ("The two armies began a joint patrol.", set(), EventKind.PATROL),
        ("They live in camps now.", set(), EventKind.SHELTER),
        ("Many left.", {Measure.DISPLACED}, EventKind.FLIGHT),
        ("It was quiet.", set(), EventKind.ATTACK),
    ],
)
def test_kind_follows_the_words_then_the_measures(sentence: str, measures: set[str], kind: EventKind) -> None:
    assert kind_of(sentence, frozenset(measures)) == kind


#: Long enough for an opening, and for a place far from what the article is about.
LONG = (
    "Shells fell on Saraqib on Monday, on the third day of an assault that has emptied the villages along "
    "the road, people there said. \nShells fell on Binnish too. In Sochi, police arrested 3 men. Shells fell "
    "on Maaret. A professor who teaches in Geneva spoke. Shells fell on Ariha."
)


def _told_long() -> tuple[Article, list[Mention]]:
    told = make.article(LONG, published_on=date(2019, 8, 31))
    idlib = make.place("Idlib", kind=PlaceKind.ADMIN1)
    near = [
        at(told, name, place=make.place(name, parent=idlib))
        for name in ("Saraqib", "Binnish", "Maaret", "Ariha")
    ]
    return told, near


def test_what_the_article_is_about_is_suggested_first() -> None:
    told, near = _told_long()
    far = at(told, "Sochi", place=make.place("Sochi", country="RU"))

    suggested = [event.mentions for event in suggest_events(told)]

    assert suggested == [[mention.pk] for mention in (*near, far)]


def test_place_beside_the_focus_suggests_nothing_without_a_word_of_an_event() -> None:
    told, near = _told_long()
    at(told, "Geneva", place=make.place("Geneva", country="CH"))

    suggested = [event.mentions for event in suggest_events(told)]

    assert suggested == [[mention.pk] for mention in near]


def proposed(of: Article, quote: str, **fields: object) -> Mention:
    return at(of, quote, **{"status": MentionStatus.PROPOSED, "place": make.place(quote), **fields})


def test_what_is_undecided_is_expected_and_takes_its_figures_along() -> None:
    told = article()
    accepted, open_one = at(told, "Saraqib"), proposed(told, "Binnish")
    figure = make.figure(told, "5", low=5, high=5, acceptance=Acceptance.PROPOSED)
    figure.mentions.set([open_one])

    found = suggestions_of(Snapshot(told))

    assert [event.mentions for event in found.ready] == [[accepted.pk]]
    assert [(event.mentions, event.figures) for event in found.expected] == [
        ([accepted.pk, open_one.pk], [figure.pk])
    ]


def test_what_is_decided_or_tells_of_nothing_is_not_expected() -> None:
    told = article()
    at(told, "Saraqib")
    proposed(told, "Maaret", status=MentionStatus.REJECTED)
    proposed(told, "Idlib", precision=Precision.COUNTRY, geometry=None)
    proposed(told, "Sochi", role=MentionRole.DESTINATION)

    assert suggestions_of(Snapshot(told)).expected == []


def test_destination_is_expected_with_its_number() -> None:
    told = article()
    reached = proposed(told, "Sochi", role=MentionRole.DESTINATION)
    figure = make.figure(told, "600", low=600, high=600, acceptance=Acceptance.PROPOSED)
    figure.mentions.set([reached])

    assert [event.mentions for event in suggestions_of(Snapshot(told)).expected] == [[reached.pk]]


#: A Saturday is the day of the article; Monday lies five days before it, Friday one.
DAYS = (
    "Shells fell on Saraqib on Monday. Shells fell on Saraqib on Friday night. "
    "Protesters marched in Saraqib. Shells fell on Saraqib again. Since June, 12 people were killed in Ariha."
)


def test_one_place_tells_an_event_for_each_day_and_kind() -> None:
    told = make.article(DAYS, published_on=date(2019, 8, 31))
    town = make.place("Saraqib")
    starts = [match.start() for match in re.finditer("Saraqib", DAYS)]
    mentions = [
        make.mention(
            told, "Saraqib", after=start, place=town, excerpt_end=DAYS.index(".", start) + 1,
            excerpt_start=DAYS.rfind(". ", 0, start) + 2 if ". " in DAYS[:start] else 0,
        )
        for start in starts
    ]  # fmt: skip

    events = suggest_events(told)

    assert [(event.kind, event.earliest, event.date_precision, event.mentions) for event in events] == [
        (EventKind.SHELLING, date(2019, 8, 26), DatePrecision.DAY, [mentions[0].pk, mentions[3].pk]),
        (EventKind.SHELLING, date(2019, 8, 30), DatePrecision.DAY, [mentions[1].pk]),
        (EventKind.PEACEFUL_PROTEST, date(2019, 8, 25), DatePrecision.WEEK, [mentions[2].pk]),
    ]


def test_count_over_time_starts_where_its_words_say() -> None:
    told = make.article(DAYS, published_on=date(2019, 8, 31))
    mention = at(told, "Ariha")
    start = DAYS.index("Since June")
    figure = make.figure(
        told, "12", low=12, high=12, scope=Scope.RUNNING_TOTAL, excerpt_start=start, excerpt_end=len(DAYS)
    )
    figure.mentions.set([mention])

    [event] = suggest_events(told)

    assert (event.earliest, event.latest, event.date_precision) == (
        date(2019, 6, 1), date(2019, 8, 31), DatePrecision.MONTH,
    )  # fmt: skip
