"""Totals where readers meet them: over the list, in an embed, on a page of their own."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from events.api import shown_totals
from events.enums import EventKind, FigureRole, Measure, Quantifier, Scope, Status
from events.models import Event, Figure
from events.totals.rules import RULES
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def told(**fields: Any) -> Event:
    """An event with a claim; without more, "more than 12" killed."""
    figure = {key: fields.pop(key) for key in list(fields) if key in FIGURE}
    return factories.published_event(figure=figure, **fields)


FIGURE = {"measure", "low", "high", "quantifier", "scope", "period_start", "period_end", "role"}
EXACTLY_40 = {"low": 40, "high": 40, "quantifier": Quantifier.EXACT}


def page(client: Client, address: str = "/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def section(html: str) -> str:
    return html[html.index('id="totals"') : html.index("</section>", html.index('id="totals"'))]


def lines(html: str) -> list[str]:
    found = re.findall(r'<span class="total-words">(.*?)</span>', html)
    return [re.sub(r"<[^>]+>", "", words) for words in found]


def test_page_of_the_map_says_what_its_events_come_to(client: Client) -> None:
    told()
    told(measure=Measure.DISPLACED, **EXACTLY_40)

    html = section(page(client))

    assert lines(html) == ["more than 12 people killed", "40 people displaced"]
    assert html.count("What is counted?") == 2
    assert "no upper bound is stated · 1 claim" in html


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(2, 2, "شخصان (قتلى)"), (2, 7, "أشخاص قتلى"), (600, None, "شخص (قتلى)")],
)
def test_what_is_counted_agrees_with_the_number_said_last_in_arabic(
    client: Client, low: int, high: int | None, words: str
) -> None:
    told(low=low, high=high, quantifier=Quantifier.BETWEEN if high else Quantifier.AT_LEAST)

    html = section(page(client, "/?lang=ar"))

    (line,) = lines(html)
    assert line.endswith(f" {words}")
    # So does each of the claims that the number is made of.
    assert f'More than 12 {words}<span class="told-by">' in html


def test_number_is_never_without_the_claims_that_it_counts_and_leaves_out(client: Client) -> None:
    event = told(title="Shelling of Saraqib")
    make.figure(
        factories.article(status=Status.PUBLISHED), event=event, status=Status.PUBLISHED,
        role=FigureRole.DISPUTED, claimant=make.organisation(name="Town council"),
    )  # fmt: skip

    html = section(page(client))

    assert "One recommended figure is counted: people killed." in html
    assert "One figure is left out: disputed." in html
    assert html.count(f'<a href="/events/{event.pk}/">Shelling of Saraqib</a>') == 2
    assert "Town council" in html
    # A rule is told once, however many sentences follow it.
    assert html.count("An event counts with one claim for a measure") == 1


def test_running_total_is_said_to_be_one(client: Client) -> None:
    told(scope=Scope.RUNNING_TOTAL, period_start=date(2019, 4, 30), period_end=date(2019, 8, 31))

    assert "running total since 30 April 2019, as of 31 August 2019" in section(page(client))


def test_numbers_at_a_date_stand_apart_with_place_and_date(client: Client) -> None:
    told(measure=Measure.SHELTERED, scope=Scope.STOCK, period_end=date(2019, 8, 31), **EXACTLY_40)

    html = section(page(client))

    assert "1 count at a date" in html
    assert "never added up" in html
    assert lines(html) == ["People sheltered, Saraqib: 40 as of 31 August 2019"]


def test_date_of_a_number_stands_before_what_it_leaves_open(client: Client) -> None:
    told(measure=Measure.MISSING, scope=Scope.STOCK, period_end=date(2023, 9, 17))

    html = section(page(client))

    assert lines(html) == ["People missing, Saraqib: more than 12 as of 17 September 2023"]
    assert "no upper bound is stated" in html


def test_zero_and_unknown_are_said_in_their_words(client: Client) -> None:
    told(low=0, high=0, quantifier=Quantifier.EXACT)
    told(measure=Measure.MISSING, low=None, high=None, quantifier=Quantifier.ABOUT)

    html = section(page(client))

    assert lines(html) == ["People killed: none, as stated", "People missing: not known"]
    assert "no number is stated · " in html


def test_totals_follow_the_filters(client: Client) -> None:
    told(kind=EventKind.SHELLING)
    told(kind=EventKind.FLOOD, **EXACTLY_40)

    assert lines(page(client, "/totals/?kind=disaster")) == ["40 people killed"]
    assert lines(page(client, "/?kind=shelling")) == ["more than 12 people killed"]


def test_measure_that_is_asked_for_leads(client: Client) -> None:
    told()
    told(measure=Measure.INJURED, **EXACTLY_40)

    html = section(page(client, "/?measure=injured"))

    assert html.count("total is-leading") == 1
    assert lines(html)[0] == "40 people injured"


def test_nothing_to_add_up_is_said(client: Client) -> None:
    factories.published_event(has_figure=False)

    assert "No number of people or homes can be added up here." in section(page(client))


def test_sum_that_takes_too_long_leaves_the_page_standing(client: Client, monkeypatch: Any) -> None:
    told()
    monkeypatch.setattr(shown_totals, "MOST_MS", 1)
    monkeypatch.setattr(shown_totals, "published_totals", too_long)

    html = page(client, "/")

    assert "Narrow the filters." in section(html)
    assert 'id="events"' in html


def too_long(*_args: object, **_named: object) -> None:
    raise shown_totals.TooLong(1)


def test_long_lists_are_cut_and_the_data_named(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(shown_totals, "MOST_LISTED", 2)
    for _number in range(5):
        told(**EXACTLY_40)

    html = section(page(client, "/?kind=shelling"))

    assert "200 people killed" in lines(html)
    assert 'and 3 more, <a href="/totals.json?kind=shelling">in the data</a>' in html


def test_queries_do_not_grow_with_the_figures(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    told()
    with django_assert_max_num_queries(100) as one:
        page(client, "/totals/?kind=shelling")
    for _number in range(4):
        told(**EXACTLY_40)
    with django_assert_max_num_queries(len(one)):
        page(client, "/totals/?kind=shelling")


def test_page_of_totals_has_the_rules_with_their_sources_and_leads_back(client: Client) -> None:
    event = told()
    of_map = factories.published_map(slug="toll", title="The toll")
    of_map.layers.set([event.layer])

    html = page(client, "/totals/?map=toll&kind=shelling")

    assert "1 published event · map: toll · kind: shelling" in html
    rules = html[html.index('class="rules"') : html.index("<footer")]
    assert rules.count("<li>") == len(RULES)
    assert "IDMC (Helix: only recommended figures are summed)" in rules
    assert 'href="/maps/toll/?kind=shelling"' in html
    assert 'href="/totals.json?map=toll&amp;kind=shelling"' in html


def test_embed_has_totals_only_where_they_are_asked_for(client: Client) -> None:
    told()
    factories.published_map(slug="toll", title="The toll")

    assert 'id="totals"' not in page(client, "/maps/toll/embed/")
    html = page(client, "/maps/toll/embed/?totals=1")
    line = html[html.index('id="totals"') :]
    assert lines(line) == ["more than 12 people killed"]
    assert 'href="/totals/?map=toll" target="_blank" rel="noopener">What is counted?' in line


def test_withdrawn_figure_is_gone_from_the_totals(client: Client) -> None:
    told()
    Figure.objects.update(status=Status.WITHDRAWN)

    assert lines(page(client, "/totals/")) == []


def test_summary_says_what_the_data_say_under_every_filter(client: Client) -> None:
    town = make.place("Saraqib")
    claimant = make.organisation(name="Observatory of Tests")
    event = told(mention={"place": town})
    Figure.objects.filter(event=event).update(claimant=claimant)
    told(measure=Measure.DISPLACED, **EXACTLY_40)
    queries = (f"place={town.pk}", f"claimant={claimant.pk}", "q=observatory", "measure=displaced", "size=30")

    for query in queries:
        data = client.get(f"/totals.json?{query}").json()["totals"]
        shown = section(page(client, f"/?{query}"))

        assert len(lines(shown)) == len(data) == 1, query
        assert str(data[0]["low"]) in lines(shown)[0], query
