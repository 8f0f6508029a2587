"""The newest events that a search finds are found whichever way they are looked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.admin import newest as searching
from events.admin.newest import newest
from events.api.params import EventFilter
from events.api.selection import apply, in_reading_order
from events.enums import DatePrecision, PlaceKind
from events.models import Event, Place
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def events() -> list[Event]:
    """From the newest: a ferry, three times shells, two more ferries, one of them undated."""
    at, undated = (
        date(2019, 9, 9),
        {"earliest": None, "latest": None, "date_precision": DatePrecision.UNKNOWN},
    )
    titles = (
        "A ferry",
        "Shells on a bridge",
        "Shells on a road",
        "Shells on a bridge again",
        "Ferry, bridge",
    )
    days = [at - timedelta(days=n) for n in range(len(titles))]
    rows = [
        factories.published_event(title=title, earliest=day, latest=day)
        for title, day in zip(titles, days, strict=True)
    ]
    return [*rows, factories.published_event(title="An old ferry", **undated)]


SEARCHES = (
    EventFilter(), EventFilter(q="ferry"), EventFilter(q="shells"), EventFilter(q="bridge shells"),
    EventFilter(q="ferry bridge"), EventFilter(q="balloon"), EventFilter(q="–"),
    EventFilter(q="shells", end=date(2019, 9, 7)), EventFilter(start=date(2019, 9, 8)),
)  # fmt: skip


@pytest.mark.parametrize(("looked_through", "gathered"), [(100, 100), (3, 100), (3, 1)])
@pytest.mark.parametrize("chosen", SEARCHES, ids=lambda chosen: f"{chosen.q}-{chosen.start}-{chosen.end}")
def test_newest_are_those_that_the_filter_selects(
    chosen: EventFilter,
    looked_through: int,
    gathered: int,
    events: list[Event],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searching, "LOOKED_THROUGH", looked_through)
    monkeypatch.setattr(searching, "GATHERED", gathered)
    all_of_them = list(in_reading_order(apply(chosen, Event.objects.published())))

    found, is_more = newest(chosen, Event.objects.published(), 2)

    if gathered > 1:
        assert found == all_of_them[:2]
        assert is_more == (len(all_of_them) > 2)
    else:
        # Of too many to be gathered as many as were, and that they are not all.
        assert set(found) <= set(all_of_them)
        assert is_more or found == all_of_them[:2]


@pytest.mark.parametrize("looked_through", [1, 100])
def test_newest_at_a_place_are_those_there_and_those_drawn_within_it(
    looked_through: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "LOOKED_THROUGH", looked_through)
    monkeypatch.setattr(searching, "GATHERED", 5)
    province = make.place("Idlib", kind=PlaceKind.ADMIN1, geometry=make.square(36.5, 35.5))
    here, drawn, far = (factories.published_event(title="Shells fell") for _time in range(3))
    Place.objects.filter(pk=here.place_id).update(parent=province)
    elsewhere = Point(30, 30, srid=4326)
    Event.objects.filter(pk__in=[here.pk, far.pk]).update(geometry=elsewhere, point=elsewhere)
    chosen = EventFilter(place=province.pk, q="shells")

    found, is_more = newest(chosen, Event.objects.published(), 2)

    assert (set(found), is_more) == ({here, drawn}, False)


def test_drafts_are_not_found(events: list[Event]) -> None:
    make.event(title="Shells in a draft")

    found, _is_more = newest(EventFilter(q="draft"), Event.objects.published(), 5)

    assert found == []


def test_more_events_take_no_more_queries(events: list[Event]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            newest(EventFilter(q="shells ferry"), Event.objects.published(), 5)
        return len(captured)

    queries()
    before = queries()
    for _time in range(3):
        factories.published_event(title="Shells on a ferry")

    assert queries() == before


def test_word_of_too_many_is_not_asked_of_those_that_have_it(
    events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 2)
    monkeypatch.setattr(searching, "GATHERED", 1)
    newest(EventFilter(q="bridge"), Event.objects.published(), 1)

    with CaptureQueriesContext(connection) as captured:
        found, is_more = newest(EventFilter(q="bridge"), Event.objects.published(), 1)

    assert (len(found), is_more) == (1, True)
    asked = [query["sql"] for query in captured if '"events_event"."searched" @@' in query["sql"]]
    assert sum("= ANY(" in sql for sql in asked) == 1  # of the newest


def test_frequent_word_is_looked_for_in_titles_alone(events: list[Event]) -> None:
    """As soon as the newest all have it there, and row by row: its index would be read whole."""
    Event.objects.update(title="Shells on a road")

    with CaptureQueriesContext(connection) as captured:
        found, _is_more = newest(EventFilter(q="shells"), Event.objects.published(), 5)

    assert len(found) == 5
    sqls = [query["sql"] for query in captured]
    (at,) = (at for at, sql in enumerate(sqls) if "@@" in sql and "= ANY(" in sql)
    assert sqls[at - 1].endswith("enable_bitmapscan = off")
    assert sqls[at + 1].endswith("enable_bitmapscan = on")


def test_names_of_places_are_looked_for_in_what_titles_leave(events: list[Event]) -> None:
    Event.objects.update(title="Shells")
    Event.objects.filter(pk=events[1].pk).update(title="Saraqib")

    found, is_more = newest(EventFilter(q="saraqib"), Event.objects.published(), 10)

    assert (found, is_more) == (events, False)


@pytest.mark.parametrize(
    ("q", "number"), [("fer", 3), ("bri fer", 0), ("bridge fer", 1), ("fe", 0), ("errys", 0)]
)
def test_word_that_is_being_typed_is_the_last_one(q: str, number: int, events: list[Event]) -> None:
    assert len(newest(EventFilter(q=q), Event.objects.published(), 5)[0]) == number
