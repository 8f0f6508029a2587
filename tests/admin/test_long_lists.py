"""Lists of more rows than are counted: what they say, in which order they stand, how they are searched."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.admin import list_filters, long_lists
from events.admin.decision import DecisionAdmin
from events.admin.event import EventAdmin
from events.enums import ArticleKind, DatePrecision, Verification
from events.models import (
    Article,
    Dataset,
    Decision,
    Dismissal,
    Event,
    ImportRun,
    MentionCandidate,
    SourceRecord,
)
from events.review.comments import add_comment, answer_comment
from tests.review import factories as make

pytestmark = pytest.mark.django_db

EVENTS = "admin:events_event_changelist"
#: How the statement begins that puts a list of events in order.
_NUMBERS = 'SELECT "events_event"."id" AS "pk" FROM'


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


def test_long_list_is_put_in_order_as_far_as_the_page_goes(
    desk: Client, few_counted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "COUNTED", 3)
    monkeypatch.setattr(EventAdmin, "list_per_page", 1)
    four_events()

    with CaptureQueriesContext(connection) as captured:
        pages = [titles(listed(desk, p=str(number))) for number in (1, 2, 3)]

    assert pages == [["Ferry"], ["Airfield"], ["Bridge"]]
    walked = [query["sql"] for query in captured if "IS NOT NULL" in query["sql"]]
    assert [sql.rpartition(" LIMIT ")[2] for sql in walked if sql.startswith(_NUMBERS)] == ["1", "2", "3"]


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


@pytest.mark.parametrize("is_long", [False, True])
@pytest.mark.parametrize(
    ("asked", "expected"),
    [({"o": "3"}, ["Dam", "Ferry", "Undated"]), ({"o": "-3"}, ["Undated", "Ferry", "Dam"])],
    ids=["oldest", "newest"],
)
def test_undated_rows_stand_where_the_database_puts_them(
    asked: dict[str, str], expected: list[str], is_long: bool, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "COUNTED", 3 if is_long else 100)
    for title, day in (("Ferry", 4), ("Dam", 1)):
        make.event(title=title, earliest=date(2019, 9, day), latest=date(2019, 9, day))
    make.event(title="Undated", earliest=None, latest=None, date_precision=DatePrecision.UNKNOWN)
    if is_long:
        make.event(title="Last", earliest=date(2019, 9, 2), latest=date(2019, 9, 2))
        expected = [*expected[:1], "Last", *expected[1:]] if asked["o"] == "3" else [*expected[:2], "Last"]

    assert titles(listed(desk, **asked)) == expected[:3]


@pytest.mark.parametrize(("counted", "is_long"), [(1, True), (5, False)])
def test_contributor_sees_their_own_newest_first(
    counted: int, is_long: bool, as_group: Any, few_counted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_lists, "COUNTED", counted)
    four_events()
    contributor = as_group("Contributor")
    Event.objects.exclude(title="Airfield").update(created_by=None)
    Event.objects.exclude(title="Ferry").update(assignee=get_user_model().objects.latest("pk"))

    changes = listed(contributor)

    assert titles(changes) == ["Airfield", "Bridge", "Dam"][: counted if is_long else 3]
    assert changes.is_long == is_long
    assert titles(listed(contributor, q="bridge")) == ["Bridge"]


def test_years_before_the_first_row_of_a_long_filter_are_not_offered(desk: Client, few_counted: None) -> None:
    for year, kind in (
        (2015, "clash"),
        (2017, "shelling_artillery"),
        (2018, "clash"),
        (2019, "shelling_artillery"),
    ):
        day = date(year, 3, 4)
        for _time in range(2):
            make.event(earliest=day, latest=day, kind=kind)

    text = desk.get(reverse(EVENTS), {"kind__exact": "shelling_artillery"}).text
    choices = text.partition('<nav class="toplinks">')[2].partition("</nav>")[0]

    assert [year for year in range(2010, 2021) if f">{year}<" in choices] == [2017, 2019]


@pytest.mark.parametrize("asked", [{"created_at__year": "0"}, {"updated_at__year__gte": "10000"}])
def test_year_that_no_calendar_has_leads_back_to_the_list(desk: Client, asked: dict[str, str]) -> None:
    answer = desk.get(reverse(EVENTS), asked)

    assert (answer.status_code, "e=1" in answer.url) == (302, True)


def test_places_have_an_order(desk: Client, recwarn: pytest.WarningsRecorder) -> None:
    for name in ("Binnish", "Saraqib"):
        make.place(name)

    changes = listed(desk, "admin:events_place_changelist")
    autocompleted = {"app_label": "events", "model_name": "event", "field_name": "place", "term": ""}
    found = desk.get(reverse("admin:autocomplete"), autocompleted).json()["results"]

    assert [row.name for row in changes.result_list][:2] == ["Saraqib", "Binnish"]
    assert found[0]["text"].startswith("Saraqib")
    assert [warning.message for warning in recwarn if "unordered" in str(warning.message)] == []


def test_ranks_are_offered_without_a_look_at_every_candidate(desk: Client) -> None:
    MentionCandidate.objects.create(mention=make.mention(), place=make.place(), rank=2, score=0.5, reasons=[])

    with CaptureQueriesContext(connection) as captured:
        changes = listed(desk, "admin:events_mentioncandidate_changelist", rank="2")
        (ranks,) = changes.filter_specs
        offered = [str(choice["display"]) for choice in ranks.choices(changes)]

    assert offered == ["All", "1", "2", "3", "4", "5", "6", "7", "8"]
    assert len(changes.result_list) == 1
    assert not [query["sql"] for query in captured.captured_queries if "DISTINCT" in query["sql"]]


DECISIONS = "admin:events_decision_changelist"


def acts_of_years(monkeypatch: pytest.MonkeyPatch, **verbs: tuple[int, ...]) -> None:
    by = get_user_model().objects.create(username="zenobia")
    event, mention = make.event(), make.mention(make.article())
    Decision.objects.all().delete()
    for verb, years in verbs.items():
        for year in years:
            at = datetime(year, 12, 31, 23, 30, tzinfo=UTC)
            with monkeypatch.context() as clock:
                clock.setattr("django.utils.timezone.now", lambda at=at: at)
                Decision.objects.record(verb=verb, by=by, on=mention if "mention" in verb else event)


def years_offered(client: Client, name: str, **asked: str) -> list[int]:
    choices = (
        client.get(reverse(name), asked).text.partition('<nav class="toplinks">')[2].partition("</nav>")[0]
    )
    return [year for year in range(2000, 2030) if f">{year}<" in choices]


@pytest.mark.parametrize("is_long", [False, True])
def test_acts_of_a_verb_or_kind_offer_their_own_years(
    is_long: bool, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts_of_years(
        monkeypatch,
        import_event=(2014, 2016, 2016), publish_event=(2012, 2015, 2015), accept_mention=(2011, 2013, 2013),
    )  # fmt: skip
    monkeypatch.setattr(long_lists, "COUNTED", 1 if is_long else 100)

    assert years_offered(desk, DECISIONS, verb="import_event") == [2014, 2016]
    assert years_offered(desk, DECISIONS, kind="mention") == [2011, 2013]
    assert years_offered(desk, DECISIONS, kind="event") == [2012, 2014, 2015, 2016]
    assert years_offered(desk, DECISIONS, verb="import_event", kind="event") == [2014, 2016]
    assert years_offered(desk, DECISIONS, verb="import_event", kind="mention") == []
    verbs = {row.verb for row in listed(desk, DECISIONS, kind="event", at__year="2016").result_list}
    assert verbs == {"import_event"}


@pytest.mark.parametrize("is_long", [False, True])
def test_moments_are_of_the_day_that_it_was_here(
    is_long: bool, desk: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TIME_ZONE = "Asia/Damascus"
    acts_of_years(monkeypatch, publish_event=(2014, 2015))
    monkeypatch.setattr(long_lists, "COUNTED", 1 if is_long else 100)

    assert years_offered(desk, DECISIONS) == [2015, 2016]
    assert [row.at.year for row in listed(desk, DECISIONS).result_list] == [2015, 2014][: 1 if is_long else 2]
    assert [row.at.year for row in listed(desk, DECISIONS, at__year="2015").result_list] == [2014]


def test_search_of_many_acts_is_told_no_years(
    desk: Client, few_counted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts_of_years(monkeypatch, import_event=(2014, 2015, 2016), publish_event=(2012, 2013))

    assert years_offered(desk, DECISIONS, q="import") == []
    assert [row.at.year for row in listed(desk, DECISIONS, q="import").result_list] == [2016, 2015]
    assert years_offered(desk, DECISIONS, q="publish") == [2012, 2013]


def test_contributor_walks_the_acts_of_a_verb_once(
    as_group: Any, few_counted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts_of_years(monkeypatch, publish_event=(2011, 2012, 2013), change_event=(2014,))
    Event.objects.update(created_by=None, status="published")
    contributor = as_group("Contributor")
    listed(contributor, DECISIONS)

    with CaptureQueriesContext(connection) as captured:
        changes = listed(contributor, DECISIONS, verb="publish_event")

    assert changes.is_long
    assert [row.at.year for row in changes.result_list] == [2013]
    sqls = [query["sql"] for query in captured.captured_queries]
    assert sum("LIMIT 2" in sql and '"events_decision"."id" AS "pk"' in sql for sql in sqls) == 1
    # Whether the rows of the page may be seen is not asked again.
    pages = [sql for sql in sqls if '"events_decision"."note"' in sql]
    assert len(pages) == 1
    assert "EXISTS" not in pages[0]
    # Whose events are theirs is asked once.
    assert sum('SELECT "events_eventmention"."event_id" AS "event"' in sql for sql in sqls) == 1


@pytest.mark.parametrize("order", [{}, {"o": "0"}])
def test_contributor_is_counted_few_rows_where_most_are_not_theirs(
    order: dict[str, str], as_group: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, shown = make.event(), make.published()
    contributor, by = as_group("Contributor"), make.person("Editor")
    Decision.objects.all().delete()
    # Of each three acts one is theirs to see.
    for year in range(2001, 2031):
        at = datetime(year, 7, 1, tzinfo=UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda at=at: at)
        Decision.objects.record(verb="change_event", by=by, on=draft if year % 3 else shown)
    monkeypatch.undo()
    monkeypatch.setattr(DecisionAdmin, "list_per_page", 2)
    monkeypatch.setattr(long_lists, "LOOKED_THROUGH", 10)
    years = list(range(2001, 2031, 3))
    if not order:
        years.reverse()

    def told(**asked: str) -> tuple[list[int], str]:
        changes = listed(contributor, DECISIONS, verb="change_event", **order, **asked)
        return [row.at.year for row in changes.result_list], str(changes.result_count)

    # The first ten acts fill a page and begin another; for the second page one looks through more of them, as
    # far as a fourth.
    assert told() == (years[:2], "3+" if order else "2+")
    assert told(p="2") == (years[2:4], "8+")
    assert told(p="3") == (years[4:6], "10")
    assert [year for page in "12345" for year in told(p=page)[0]] == years
    assert told(all="") == (years, "10")


def test_row_found_through_another_table_stands_on_its_page_once(desk: Client) -> None:
    """Without the condition on it, an event would stand there for each of its mentions."""
    told_twice, other = make.event(title="Ferry"), make.event(title="Ferry")
    told_twice.event_mentions.create(mention=make.mention(make.article(), quote="Binnish"))
    events = Event.objects.order_by("pk")

    joined = long_lists.LongPages(events.filter(event_mentions__mention__quote="Binnish"), 50).page(1)
    plain = long_lists.LongPages(events.filter(title="Ferry"), 50).page(1)

    assert list(joined) == [told_twice]
    assert "Ferry" not in str(plain.object_list.query)
    assert list(plain) == [told_twice, other]


def test_comments_are_found_by_what_was_said_answered_and_by_whom(desk: Client, publisher: Any) -> None:
    event = make.event()
    one = add_comment(event, by=publisher, text="Two outlets disagree.")
    answer_comment(one, by=publisher, text="The observatory was there.")
    zenobia = make.person()
    type(zenobia).objects.filter(pk=zenobia.pk).update(username="zenobia")
    other = add_comment(event, by=zenobia, text="See the 100% of it.")

    def found(q: str) -> list[Any]:
        return list(listed(desk, "admin:events_comment_changelist", q=q).result_list)

    assert found("outlet") == found("observ") == found("disagree observatory") == [one]
    assert found("zenob") == [other]
    assert found("outlets zenobia") == found("%") == found("isagree") == []


def test_contributor_sees_dismissals_about_events_that_they_see(as_group: Any) -> None:
    contributor, editor = as_group("Contributor"), make.person("Editor")
    theirs, shown, hidden = make.event(by=editor), make.published(), make.event(by=editor)
    Event.objects.filter(pk=theirs.pk).update(
        assignee=get_user_model().objects.get(groups__name="Contributor")
    )
    for event in (theirs, shown, hidden):
        Dismissal.objects.create(key=str(event.pk), code="possible_duplicate", event=event, by=editor)

    def found(code: str) -> set[Event]:
        rows = listed(contributor, "admin:events_dismissal_changelist", code=code).result_list
        return {dismissal.event for dismissal in rows}

    assert found("possible_duplicate") == {theirs, shown}
    assert found("near_duplicate") == set()


def test_numbers_of_figures_are_grouped(desk: Client) -> None:
    make.figure(quantifier="between", low=11_000, high=1_250_000)

    answer = desk.get(reverse("admin:events_figure_changelist"), {"o": "4.-5"})

    assert "11,000" in answer.text
    assert "1,250,000" in answer.text
    assert not answer.context["cl"].is_long


@pytest.mark.parametrize("named", [0, 100])
def test_contributor_sees_in_the_list_what_rests_on_their_articles(
    named: int, as_group: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.review.rights._NAMED", named)
    contributor = as_group("Contributor")
    account = get_user_model().objects.latest("pk")
    article = make.article(created_by=account)
    Event.objects.filter(pk=make.event(title="Own").pk).update(created_by=account)
    make.event(make.mention(article), title="Told")
    make.figure(article, event=make.event(title="Counted"))
    make.event(title="Somebody else's")
    make.published(make.mention(), title="Published")
    listed(contributor)

    with CaptureQueriesContext(connection) as captured:
        changes = listed(contributor)

    assert set(titles(changes)) == {"Own", "Told", "Counted", "Published"}
    asked = [query["sql"] for query in captured.captured_queries if "events_eventmention" in query["sql"]]
    assert (len(asked) == 1) == (named == 100)
