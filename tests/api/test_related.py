from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.api.related import related_to, time_between
from events.enums import DatePrecision, EventKind, MentionRole, Precision, Status
from events.models import Event, EventMention
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def ties(event: Event) -> dict[str, list[str]]:
    return {tie["key"]: [other["title"] for other in tie["events"]] for tie in related_to(event)}


def at(lon: float, lat: float = 35.86, **fields: Any) -> Event:
    """A published event at a town of its own, told by an article of its own."""
    place = make.place(f"Town {next(make.NUMBER)}", lon=lon, lat=lat)
    return factories.published_event(has_figure=False, mention={"place": place}, **fields)


def test_events_of_one_article_are_related_and_those_of_others_not() -> None:
    of = make.article()
    event = factories.published_event(of=of, has_figure=False)
    beside = make.mention(of, "Binnish", place=make.place("Binnish", lon=40))
    make.published(beside, title="In Binnish")
    at(60.0, title="Elsewhere")

    assert ties(event) == {"article": ["In Binnish"]}


def test_events_at_one_place_stand_under_the_closest_tie_once() -> None:
    event = at(36.8, title="This")
    again = make.mention(make.article(), place=event.place)
    make.published(again, title="Again", earliest=date(2019, 9, 1), latest=date(2019, 9, 1))

    (tie,) = related_to(event)

    assert (tie["key"], tie["heading"]) == ("place", "At the same place")
    assert [(other["title"], other["how"]) for other in tie["events"]] == [("Again", "2 days later")]


def test_nearby_is_within_fifty_kilometres_and_nearest_in_time_first() -> None:
    event = at(36.8)
    at(36.9, title="A year on", earliest=date(2020, 8, 30), latest=date(2020, 8, 30))
    at(37.2, title="The day after", earliest=date(2019, 8, 31), latest=date(2019, 8, 31))
    at(37.4, title="54 km away")

    (tie,) = related_to(event)

    assert [(other["title"], other["how"]) for other in tie["events"]] == [
        ("The day after", "36 km away · 1 day later"), ("A year on", "9 km away · 12 months later"),
    ]  # fmt: skip


def test_neighbours_are_a_kilometre_away_at_least_and_not_all_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = at(36.8)
    for day in (31, 29, 28):
        at(36.803, title=f"On day {day}", earliest=date(2019, 8, day), latest=date(2019, 8, day))
    monkeypatch.setattr("events.api.related.MOST", 2)

    (tie,) = related_to(event)

    assert [(other["title"], other["how"]) for other in tie["events"]] == [
        ("On day 29", "1 km away · 1 day earlier"), ("On day 31", "1 km away · 1 day later"),
    ]  # fmt: skip


def test_nearby_crosses_the_antimeridian() -> None:
    event = at(179.9, 0.0)
    at(-179.9, 0.0, title="Across")

    assert ties(event) == {"nearby": ["Across"]}


def test_what_is_known_to_an_area_only_has_no_neighbours() -> None:
    event = at(36.8)
    vague = at(36.9)
    Event.objects.filter(pk=vague.pk).update(precision=Precision.ADMIN1)

    assert ties(event) == {}
    assert ties(Event.objects.get(pk=vague.pk)) == {}


def test_flights_that_share_an_end_are_one_movement() -> None:
    camp = make.place("Camp", lon=36.6, lat=36.3)

    def flight(title: str, lon: float) -> Event:
        event = at(lon, title=title, kind=EventKind.FLIGHT)
        of = make.article(status=Status.PUBLISHED)
        end = make.mention(of, place=camp, role=MentionRole.DESTINATION)
        EventMention.objects.create(event=event, mention=end)
        return event

    event = flight("This", 40.0)
    flight("To the same camp", 45.0)

    assert ties(event) == {"movement": ["To the same camp"]}


def test_unpublished_events_are_never_related() -> None:
    of = make.article()
    event = factories.published_event(of=of, has_figure=False)
    make.event(make.mention(of, "Binnish", place=event.place), title="Draft")

    assert ties(event) == {}


def test_undated_event_has_neighbours_without_a_time() -> None:
    unknown = {"earliest": None, "latest": None, "date_precision": DatePrecision.UNKNOWN}
    event = at(36.8, **unknown)
    at(36.9, title="Near")

    (tie,) = related_to(event)

    assert tie["events"][0]["how"] == "9 km away"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "at the same time"), (1, "1 day later"), (59, "59 days later"), (61, "2 months later"),
        (-400, "13 months earlier"), (731, "2 years later"),
    ],
)  # fmt: skip
def test_time_between_is_told_in_days_then_months_then_years(days: int, words: str) -> None:
    day = date(2019, 8, 30)
    other = date.fromordinal(day.toordinal() + days)
    first, second = Event(earliest=day, latest=day), Event(earliest=other, latest=other)

    assert time_between(first, second) == words


def test_number_of_questions_does_not_grow_with_what_is_related() -> None:
    event = at(36.8)
    at(36.9)
    related_to(event)  # asks what a process asks once
    with CaptureQueriesContext(connection) as few:
        related_to(event)
    for _ in range(3):
        at(36.9)
    with CaptureQueriesContext(connection) as many:
        related_to(event)

    assert len(few) == len(many) == 4
