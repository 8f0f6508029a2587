from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client

from events.api.paging import Page, paging_of, read_page
from events.enums import EventKind, Verification
from events.models import Event
from tests import factories
from tests.review import factories as make


def titles(sort: str) -> list[str]:
    return list(Page(sort=sort).cut(Event.objects.published()).values_list("title", flat=True))


@pytest.mark.django_db
def test_events_are_sorted_each_way_with_ties_in_reading_order() -> None:
    day, later = date(2019, 8, 1), date(2019, 9, 1)
    factories.published_event(
        title="Small flight", kind=EventKind.FLIGHT, verification=Verification.CONFIRMED,
        earliest=day, latest=day, figure={"low": 3, "high": 3, "quantifier": "exact"},
        mention={"place": make.place("Zardana")},
    )  # fmt: skip
    factories.published_event(
        title="Large clash", kind=EventKind.CLASH, verification=Verification.WEAK,
        earliest=later, latest=later, figure={"low": None, "high": 90, "quantifier": "up_to"},
        mention={"place": make.place("Ariha")},
    )  # fmt: skip
    factories.published_event(
        title="Undated clash", kind=EventKind.CLASH, verification=Verification.FAIR, has_figure=False,
        earliest=None, latest=None, date_precision="unknown", mention={"place": make.place("Binnish")},
    )  # fmt: skip

    assert titles("-date") == ["Large clash", "Small flight", "Undated clash"]
    assert titles("date") == ["Small flight", "Large clash", "Undated clash"]
    assert titles("-size") == ["Large clash", "Small flight", "Undated clash"]
    assert titles("size") == ["Small flight", "Large clash", "Undated clash"]
    assert titles("place") == ["Large clash", "Undated clash", "Small flight"]
    assert titles("kind") == ["Large clash", "Undated clash", "Small flight"]
    assert titles("-kind") == ["Small flight", "Large clash", "Undated clash"]
    assert titles("verification") == ["Small flight", "Undated clash", "Large clash"]


@pytest.mark.django_db
def test_events_are_sorted_by_claimant_and_outlet() -> None:
    def event(title: str, claimant: str, outlet: str, **figure: object) -> Event:
        of = factories.article(outlet=make.outlet(name=outlet))
        return factories.published_event(
            title=title, of=of, figure={"claimant": make.organisation(name=claimant), **figure}
        )

    event("Ministry", "Ministry of health", "B paper")
    event("Observatory", "An observatory", "C paper")
    factories.published_event(
        title="Nobody", has_figure=False, of=factories.article(outlet=make.outlet(name="A paper"))
    )
    two = event("Disputed", "A first claimant", "D paper", role="disputed", role_reason="It is denied.")
    zealots = make.organisation(name="Zealots")
    make.figure(two.mentions.get().article, event=two, claimant=zealots, status="published")

    # What stands for an event is the recommended claim, here that of the last claimant.
    assert titles("claimant") == ["Observatory", "Ministry", "Disputed", "Nobody"]
    assert titles("-claimant") == ["Disputed", "Ministry", "Observatory", "Nobody"]
    assert titles("outlet") == ["Nobody", "Ministry", "Observatory", "Disputed"]


def test_page_is_read_and_what_cannot_be_used_is_left_out() -> None:
    assert read_page(QueryDict("page=3&sort=-size")) == Page(3, "-size")
    assert read_page(QueryDict("")) == Page(1, "-date")
    for query in ("page=0", "page=-2", "page=x", "page=٣", "sort=colour", "sort=--date"):
        assert read_page(QueryDict(query)) == Page(), query


def test_paging_keeps_the_filters_and_leaves_out_what_is_usual() -> None:
    query = QueryDict("kind=shelling,clash&page=2&sort=-size&view=7/35.1/36.2&q=")

    paging = paging_of(Page(2, "-size"), 120, query)

    assert (paging["pages"], paging["first"], paging["last"], paging["count"]) == (3, 51, 100, 120)
    assert paging["previous"] == "?kind=shelling,clash&view=7/35.1/36.2&sort=-size"
    assert paging["next"] == "?kind=shelling,clash&view=7/35.1/36.2&sort=-size&page=3"
    sorts = {sort["value"]: sort for sort in paging["sorts"]}
    assert sorts["size"]["direction"] == "descending"
    assert sorts["size"]["query"] == "?kind=shelling,clash&view=7/35.1/36.2&sort=size"
    assert sorts["date"] == {
        "value": "date", "label": "Date", "query": "?kind=shelling,clash&view=7/35.1/36.2", "direction": None,
    }  # fmt: skip


def test_page_behind_the_last_is_the_last() -> None:
    assert Page(9).within(120).number == 3
    assert Page(9).within(0).number == 1
    assert paging_of(Page(1), 0, QueryDict(""))["next"] is None


@pytest.mark.django_db
def test_page_lists_its_part_of_the_events_and_counts_all(client: Client) -> None:
    for number in range(52):
        factories.published_event(title=f"Event {number:02}", has_figure=False)

    first, second = (client.get(f"/?page={number}") for number in (1, 2))

    assert [len(page.context["features"]) for page in (first, second)] == [50, 2]
    assert second.context["features"][0]["properties"]["title"] == "Event 01"
    assert first.context["count"] == second.context["count"] == 52
    assert second.context["paging"]["previous"] == "?"
