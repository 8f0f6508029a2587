"""Lists of more rows than are counted: what they say, in which order they stand, how they are searched."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.admin import list_filters, long_lists
from events.enums import ArticleKind, Verification
from events.models import Article, Dataset, Decision, Event, ImportRun, SourceRecord
from tests.review import factories as make

pytestmark = pytest.mark.django_db

EVENTS = "admin:events_event_changelist"


@pytest.fixture
def few_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_lists, "COUNTED", 2)
    monkeypatch.setattr(long_lists, "COUNTED_OF_SOME", 1)


def listed(client: Client, name: str = EVENTS, **asked: str) -> Any:
    answer = client.get(reverse(name), asked)
    assert answer.status_code == 200
    return answer.context["cl"]


def titles(changes: Any) -> list[str]:
    return [row.title for row in changes.result_list]


def four_events() -> None:
    for title, day in (("Bridge", 2), ("Ferry", 4), ("Airfield", 3), ("Dam", 1)):
        make.event(title=title, earliest=date(2019, 9, day), latest=date(2019, 9, day))


def test_long_list_says_that_there_are_more(desk: Client, few_counted: None) -> None:
    four_events()

    answer = desk.get(reverse(EVENTS))

    assert str(answer.context["cl"].result_count) == "2+"
    assert "2+ events" in " ".join(answer.content.decode().split())
    assert "There are more." in answer.content.decode()


def test_long_list_stands_in_an_order_that_an_index_serves(desk: Client, few_counted: None) -> None:
    four_events()

    assert titles(listed(desk)) == ["Ferry", "Airfield"]
    by_title = listed(desk, o="1")
    assert titles(by_title) == ["Ferry", "Airfield"]
    assert by_title.sortable_by == ["when"]
    assert by_title.get_ordering_field_columns() == {}
    assert titles(listed(desk, o="3")) == ["Dam", "Bridge"]


def test_list_of_few_rows_is_sorted_by_every_column(desk: Client) -> None:
    four_events()

    by_title = listed(desk, o="1")

    assert titles(by_title) == ["Airfield", "Bridge", "Dam", "Ferry"]
    assert not by_title.is_long
    assert by_title.result_count == 4


def test_filter_makes_a_long_list_short(desk: Client, few_counted: None) -> None:
    four_events()
    Event.objects.filter(title="Dam").update(verification=Verification.CONTESTED)

    changes = listed(desk, verification__exact="contested")

    assert (titles(changes), changes.is_long, int(changes.result_count)) == (["Dam"], False, 1)


def test_filter_by_another_table_offers_its_rows_while_they_are_few(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (make.article().outlet for _time in range(2))
    for outlet in (one, other):
        outlet.feeds.create(url=f"https://{outlet.pk}.example.org/feed")

    def offered(**asked: str) -> list[str]:
        specs = listed(desk, "admin:events_feed_changelist", **asked).filter_specs
        return [name for spec in specs if spec.title == "outlet" for _pk, name in spec.lookup_choices]

    assert offered() == sorted([one.name, other.name])
    monkeypatch.setattr(list_filters, "_MOST", 1)
    assert offered() == []
    # To leave it again.
    assert offered(outlet__id__exact=str(one.pk)) == [one.name]


def test_languages_are_those_of_articles_and_records_are_left_out(desk: Client) -> None:
    wanted = make.article(language="ar")
    make.article(language="ar", kind=ArticleKind.RECORD)
    make.article(language="el", kind=ArticleKind.RECORD)

    changes = listed(desk, "admin:events_article_changelist", language="ar")

    (languages,) = (spec for spec in changes.filter_specs if spec.field_path == "language")
    assert "el" not in languages.lookup_choices
    assert "records left out" in str(languages.title)
    assert list(changes.result_list) == [wanted]
    assert len(listed(desk, "admin:events_article_changelist").result_list) == 3


@pytest.mark.parametrize("is_long", [False, True])
def test_years_months_and_days_are_those_of_the_list(
    is_long: bool, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "COUNTED", 1 if is_long else 100)
    for day in (date(2017, 3, 4), date(2019, 9, 1), date(2019, 9, 3), date(2019, 12, 31)):
        make.event(earliest=day, latest=day)

    def offered(**asked: str) -> list[str]:
        text = desk.get(reverse(EVENTS), asked).content.decode()
        choices = text.partition('<nav class="toplinks">')[2].partition("</nav>")[0]
        return [part.partition(">")[2].partition("<")[0] for part in choices.split("<a ")[1:]]

    assert offered() == ["2017", "2019"]
    assert offered(latest__year="2019")[1:] == ["September 2019", "December 2019"]
    assert offered(latest__year="2019", latest__month="9")[1:] == ["September 1", "September 3"]


def test_words_are_searched_by_how_they_begin(desk: Client) -> None:
    make.event(title="Shelling of the harbour")
    make.event(title="A ferry at Tartous")

    assert titles(listed(desk, q="SHELL harb")) == ["Shelling of the harbour"]
    assert titles(listed(desk, q="ferry")) == ["A ferry at Tartous"]
    assert titles(listed(desk, q="elling")) == []
    assert titles(listed(desk, q="–")) == []


def test_articles_are_found_by_headline_outlet_and_address(desk: Client) -> None:
    article = make.article(headline="Three towns", url="https://www.herald.example/news/7")
    make.article(headline="Another", url="https://courier.example/1")

    for asked in ("town", article.outlet.name, "herald.example/news", "https://www.herald.example/news/7"):
        found = listed(desk, "admin:events_article_changelist", q=asked).result_list
        assert article in found, asked
    assert Article.objects.count() == 2
    assert len(listed(desk, "admin:events_article_changelist", q="town").result_list) == 1


def test_records_are_found_by_their_number(desk: Client) -> None:
    record = make.article(headline="A data set, no. 4711: Saraqib", kind=ArticleKind.RECORD)
    make.article(headline="Another", url="https://courier.example/1")
    dataset = Dataset.objects.create(name="A data set", outlet=record.outlet)
    run = ImportRun.objects.create(
        dataset=dataset, by=make.person("Editor"), file_name="a.csv", sha256="0", size=1
    )
    SourceRecord.objects.create(
        dataset=dataset, run=run, source_id="4711", row=2, raw={}, applied={}, digest="0", article=record
    )

    assert list(listed(desk, "admin:events_article_changelist", q="4711").result_list) == [record]
    assert not listed(desk, "admin:events_article_changelist", q="4712").result_list


def test_decisions_are_found_by_act_person_and_note(desk: Client) -> None:
    event = make.event()
    by = get_user_model().objects.create(username="zenobia")
    one = Decision.objects.record(verb="withdraw_event", by=by, on=event, note="Two reports are one.")

    for asked in ("withdraw", "zenob", "reports"):
        assert one in listed(desk, "admin:events_decision_changelist", q=asked).result_list, asked
    assert not listed(desk, "admin:events_decision_changelist", q="bulldozer").result_list


def test_what_a_decision_is_about_is_no_order(desk: Client) -> None:
    make.event()

    listed(desk, "admin:events_decision_changelist", o="4")


@pytest.mark.parametrize("asked", [{}, {"q": "shells"}])
def test_long_list_asks_no_more_for_more_rows(asked: dict[str, str], desk: Client, few_counted: None) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            listed(desk, **asked)
        return len(captured)

    for _time in range(3):
        make.event(title="Shells fell")
    listed(desk, **asked)
    of_three = queries()
    for _time in range(3):
        make.event(title="Shells fell")

    assert queries() == of_three
