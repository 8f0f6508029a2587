"""The inbox: what is in it, in which stage, whose; what an editor does with it; lists that are kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from events.admin import inbox_rows
from events.enums import MentionStatus, Status
from events.models import Article, Decision, Feed, FeedItem, SavedFilter
from events.models.feed import FeedItemStatus
from tests.review import factories as make

pytestmark = pytest.mark.django_db

INBOX = reverse("admin:events_inbox")


def item(**fields: Any) -> FeedItem:
    number = next(make.NUMBER)
    feed = fields.pop("feed", None) or Feed.objects.create(
        outlet=make.outlet(), url=f"https://herald.example.org/{number}.xml"
    )
    given = {"guid": str(number), "url": f"https://herald.example.org/{number}", "headline": f"Item {number}"}
    return FeedItem.objects.create(feed=feed, **{**given, **fields})


def arrived(row: Article | FeedItem, days: float) -> None:
    type(row).objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=days))


def proposed(headline: str, **fields: Any) -> Article:
    """An article that was read, of which nothing has been decided."""
    article = make.article(headline=headline, read_at=timezone.now(), **fields)
    make.mention(article, status=MentionStatus.PROPOSED)
    return article


def shown(answer: Any) -> list[str]:
    return [row.headline for row in answer.context["rows"]]


def listed(browser: Client, **query: str) -> list[str]:
    answer = browser.get(INBOX, query)
    assert answer.status_code == 200
    return shown(answer)


def posted(browser: Client, *rows: Article | FeedItem, follow: bool = True, **fields: str) -> Any:
    keys = [f"{'item' if isinstance(row, FeedItem) else 'article'}-{row.pk}" for row in rows]
    return browser.post(INBOX, {"row": keys, **fields}, follow=follow)


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.fixture
def stages(publisher: AbstractUser) -> dict[str, str]:
    """One article in each stage, by its headline."""
    proposed("is new")
    begun = proposed("is being read")
    Decision.objects.record(verb="accept_mention", by=publisher, on=begun)
    drafts = proposed("has drafts")
    make.event(make.mention(drafts, "Binnish"), by=publisher)
    make.article(headline="is read", read_at=timezone.now())
    told = make.article(headline="is published", read_at=timezone.now())
    make.published(make.mention(told), by=publisher)
    proposed("is dismissed", dismissed_at=timezone.now())
    make.article(headline="is withdrawn", status=Status.WITHDRAWN)
    item(headline="is offered")
    item(headline="is not wanted", status=FeedItemStatus.DISMISSED)
    item(headline="is taken", status=FeedItemStatus.TAKEN, article=drafts)
    return {}


@pytest.mark.parametrize(
    ("stage", "headlines"),
    [
        ("", {"is new", "is being read", "has drafts", "is offered"}),
        ("new", {"is new", "is offered"}),
        ("being_read", {"is being read"}),
        ("with_drafts", {"has drafts"}),
        ("read", {"is read"}),
        ("published", {"is published"}),
        ("dismissed", {"is dismissed", "is withdrawn", "is not wanted"}),
    ],
)
def test_every_article_is_in_one_stage(
    desk: Client, stages: dict[str, str], stage: str, headlines: set[str]
) -> None:
    answer = desk.get(INBOX, {"status": stage})

    assert set(shown(answer)) == headlines
    current = next(tab for tab in answer.context["tabs"] if tab["is_current"])
    assert current["number"] == len(headlines)
    if stage:
        assert {row.stage.value for row in answer.context["rows"]} == {stage}


def test_articles_and_items_are_filtered_by_whose_what_and_when(
    desk: Client, publisher: AbstractUser
) -> None:
    other = make.person("Editor")
    proposed("mine", assignee=publisher, language="ar")
    theirs = proposed("theirs", assignee=other)
    arrived(theirs, 5)
    gazette = Feed.objects.create(outlet=make.outlet(name="The Gazette"), url="https://g.example/f")
    item(headline="nobody's", language="ar", feed=gazette)

    assert listed(desk, assignee="me") == ["mine"]
    assert listed(desk, assignee="none") == ["nobody's"]
    assert listed(desk, assignee=str(other.pk)) == ["theirs"]
    assert listed(desk, language="ar") == ["nobody's", "mine"]
    assert listed(desk, outlet="gazette") == ["nobody's"]
    assert listed(desk, age="3") == ["nobody's", "mine"]
    assert listed(desk, age="3+") == listed(desk)
    assert listed(desk, age="7+") == []
    assert listed(desk, age="1", assignee="me") == ["mine"]


def test_filter_that_is_none_says_so_and_filters_nothing(desk: Client) -> None:
    proposed("there")

    answer = desk.get(INBOX, {"assignee": "x' OR 1=1", "age": "soon", "after": "0_0_0", "status": "gone"})

    assert shown(answer) == ["there"]
    assert answer.content.decode().count("Select a valid choice") >= 2


def test_reprints_stand_under_the_earliest_that_the_filter_shows(desk: Client) -> None:
    first = proposed("first", language="en")
    second = proposed("second", duplicate_of=first, language="en")
    proposed("third", duplicate_of=second, language="fr")
    offered = item(headline="offered first")
    item(headline="offered second", first=offered)

    answer = desk.get(INBOX)

    assert shown(answer) == ["offered first", "first"]
    assert [[other.headline for other in row.others] for row in answer.context["rows"]] == [
        ["offered second"], ["second", "third"]
    ]  # fmt: skip
    assert "2 more printers of this text" in answer.content.decode()
    # A filter that hides the earliest shows the next: nothing is hidden by what is not there.
    assert listed(desk, language="fr") == ["third"]


def test_pages_go_on_where_the_last_one_ended(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_rows, "PER_PAGE", 3)
    moment = timezone.now() - timedelta(hours=1)
    rows = [proposed(f"article {number}") for number in range(4)] + [item() for _number in range(4)]
    # All of one moment: only their numbers tell them apart.
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(created_at=moment)
    found: list[str] = []
    address = INBOX
    while address:
        answer = desk.get(address)
        found += shown(answer)
        address = answer.context["older"]
        # What arrives meanwhile moves nothing.
        proposed("arrived later")

    assert sorted(name for name in found if name != "arrived later") == sorted(row.headline for row in rows)
    assert len(found) == len(set(found))


def test_number_of_queries_does_not_grow_with_the_rows(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(INBOX)
        return len(captured)

    first = proposed("one")
    proposed("again", duplicate_of=first)
    item(first=item())
    queries()
    few = queries()
    for _number in range(5):
        proposed("more", duplicate_of=proposed("more"))
        item(first=item())

    assert queries() == few


def test_counts_end_where_nobody_counts_any_more(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_rows, "COUNTED", 2)
    monkeypatch.setattr("events.admin.inbox.COUNTED", 2)
    for _number in range(2):
        proposed("new")
        item()

    tabs = desk.get(INBOX).context["tabs"]

    assert [tab["number"] for tab in tabs[:3]] == ["2+", "2+", 0]


@pytest.mark.parametrize("looked_at", [1, 100])
def test_how_far_articles_are_is_looked_up_once_and_of_so_many(
    looked_at: int, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_rows, "LOOKED_AT", looked_at)
    first = proposed("first")
    proposed("again", duplicate_of=first)
    make.article(headline="read", read_at=timezone.now())

    with CaptureQueriesContext(connection) as captured:
        answer = desk.get(INBOX, {"status": "new"})

    sqls = (query["sql"] for query in captured.captured_queries)
    # Beside that of what stands under a row.
    asked = [sql for sql in sqls if "'being_read'" in sql and '"events_article"."id" IN (' not in sql]
    assert len(asked) == (1 if looked_at == 100 else 2)
    # Those that are not the newest are found all the same.
    assert shown(answer) == ["first"]
    assert [other.headline for other in answer.context["rows"][0].others] == ["again"]
    numbers = [tab["number"] for tab in answer.context["tabs"]]
    assert numbers == ([2, 2, 0, 0, 1, 0, 0] if looked_at == 100 else ["0+", "0+", "0+", "0+", "1+", 0, 0])


def test_rows_are_assigned_dismissed_and_brought_back(desk: Client, publisher: AbstractUser) -> None:
    article, offered = proposed("article"), item()

    posted(desk, article, offered, act="assign_me")
    article.refresh_from_db()
    offered.refresh_from_db()
    assert (article.assignee, offered.assignee, article.version) == (publisher, publisher, 2)

    other = make.person("Contributor")
    posted(desk, article, offered, act="assign", to=str(other.pk))
    assert Article.objects.get().assignee == FeedItem.objects.get().assignee == other
    posted(desk, article, offered, act="assign_nobody")
    assert Article.objects.get().assignee is None

    answer = posted(desk, article, offered, act="dismiss")
    assert "2 rows were changed" in said(answer)
    assert listed(desk) == []
    posted(desk, article, offered, act="recall")
    assert len(listed(desk)) == 2
    verbs = Decision.objects.order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.endswith("_article")] == [
        "assign_article", "assign_article", "assign_article", "dismiss_article", "recall_article"
    ]  # fmt: skip


def test_what_cannot_be_done_is_named_and_the_rest_is_done(desk: Client) -> None:
    published = make.published().mentions.get().article
    free = proposed("free")

    answer = posted(desk, published, free, act="dismiss")

    assert "is published. Withdraw it and say why." in said(answer)
    assert "1 row was changed" in said(answer)
    assert "Nothing was chosen" in said(posted(desk, act="dismiss"))
    assert "nothing that the inbox can do" in said(posted(desk, free, act="publish"))
    assert "nothing that the inbox can do" in said(posted(desk, free, act="assign", to="999999"))


def test_contributors_see_and_change_their_own(as_group: Any) -> None:
    contributor = as_group("Contributor")
    me = contributor.session["_auth_user_id"]
    mine, theirs = proposed("mine", created_by_id=int(me)), proposed("theirs")
    other = make.person("Editor")

    assert listed(contributor) == ["mine"]
    posted(contributor, theirs, act="dismiss")
    answer = posted(contributor, mine, act="assign", to=str(other.pk))

    assert Article.objects.get(pk=theirs.pk).dismissed_at is None
    assert Article.objects.get(pk=mine.pk).assignee is None
    assert said(answer)
    # What is assigned to them is theirs to work on.
    Article.objects.filter(pk=theirs.pk).update(assignee=int(me))
    assert listed(contributor) == ["theirs", "mine"]


def test_inbox_is_for_those_who_work_on_articles(client: Client, as_group: Any) -> None:
    nobody = make.person("")

    assert client.get(INBOX).status_code == 302
    client.force_login(nobody)
    assert client.get(INBOX).status_code == 403
    assert client.post(INBOX, {"take": "1"}).status_code == 403


def test_item_is_taken_by_pasting_where_nothing_is_fetched(desk: Client) -> None:
    offered = item(headline="Market hit", language="en", published_at="2019-08-31T10:00Z")

    answer = posted(desk, take=str(offered.pk), follow=False)
    form = desk.get(answer.url)
    html = form.content.decode()
    assert answer.url == f"{reverse('admin:events_article_add')}?item={offered.pk}"
    assert form.context["adminform"].form.initial["headline"] == "Market hit"
    assert str(form.context["adminform"].form.initial["published_on"]) == "2019-08-31"
    assert f'name="_item" value="{offered.pk}"' in html
    saved = desk.post(reverse("admin:events_article_add"), {
        "outlet": offered.feed.outlet_id, "headline": "Market hit", "published_on": "2019-08-31",
        "url": offered.url, "language": "en", "text": make.TEXT, "_item": str(offered.pk),
    })  # fmt: skip

    assert saved.status_code == 302
    offered.refresh_from_db()
    assert (offered.status, offered.article) == (FeedItemStatus.TAKEN, Article.objects.get())
    # Taken twice, it leads to its desk.
    again = posted(desk, take=str(offered.pk), follow=False)
    assert again.url == Article.objects.get().get_absolute_url()


def test_page_that_cannot_be_fetched_leads_to_pasting_with_the_reason(
    desk: Client, settings: Settings
) -> None:
    settings.INTAKE_FETCH = True
    offered = item(url="http://127.0.0.1/secret")

    answer = posted(desk, take=str(offered.pk))

    assert "cannot be fetched: it is not the address of a public page" in said(answer)
    assert answer.redirect_chain[-1][0].endswith(f"?item={offered.pk}")
    assert "not in the inbox any more" in said(posted(desk, take="999999"))


def test_list_is_kept_under_a_name_for_its_owner_alone(desk: Client, as_group: Any) -> None:
    other = as_group("Editor")
    proposed("one", language="ar")
    keep = {
        "page": "inbox", "query": "language=ar&after=x&age=", "name": " Arabic  news ",
        "next": f"{INBOX}?language=ar",
    }  # fmt: skip

    answer = desk.post(reverse("admin:events_filter_save"), keep)
    desk.post(reverse("admin:events_filter_save"), keep | {"query": "age=3&language=ar"})

    kept = SavedFilter.objects.get()
    assert answer.url == f"{INBOX}?language=ar"
    assert (kept.name, kept.query) == ("Arabic news", "age=3&language=ar")
    assert re.search(r'href="[^"]*\?age=3&amp;language=ar"', desk.get(INBOX).content.decode())
    assert "Arabic news" not in other.get(INBOX).content.decode()
    url = reverse("admin:events_filter_delete", args=[kept.pk])
    assert other.post(url).status_code == 404
    assert desk.get(url).status_code == 405
    assert desk.post(url, {"next": "https://evil.example/"}).url == reverse("admin:index")
    assert not SavedFilter.objects.exists()


def test_list_without_a_name_or_with_too_many_filters_is_not_kept(desk: Client) -> None:
    save = reverse("admin:events_filter_save")

    wrong = [{"name": "  "}, {"name": "x" * 61}, {"query": "q=" + "y" * 2100}, {"page": ""}]
    for fields in wrong:
        fields = {"name": "x", **fields}
        answer = desk.post(save, {"page": "inbox", "query": "age=3", "next": INBOX, **fields}, follow=True)
        assert said(answer)

    assert not SavedFilter.objects.exists()


def test_hostile_words_stay_words(desk: Client) -> None:
    item(headline="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")

    html = desk.get(INBOX).content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
