"""Feeds polled into the inbox, from a server on this machine that has a public address in the tests alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django.fixtures import Settings

from events.ingestion.feeds import Polled, forget_old_items, poll_due_feeds
from events.models import Article, Feed, FeedItem
from events.models.feed import FeedItemStatus
from tests.ingestion.hostile import PUBLIC, Network, hostile_network
from tests.models.test_concurrency import committed
from tests.review import factories as make

pytestmark = pytest.mark.django_db

SUMMARY = (
    "Shells fell on the market of the town before noon, and the people who had come for bread ran to the "
    "cellars of the school behind it."
)


def rss(*items: str, language: str = "en") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><language>{language}</language>'
        f"{''.join(items)}</channel></rss>"
    ).encode()


def entry(number: int, title: str = "", summary: str = "", **more: str) -> str:
    given = {
        "title": title or f"Headline {number}", "link": f"https://herald.example.org/{number}",
        "guid": f"g{number}", "description": summary, "pubDate": "", **more,
    }  # fmt: skip
    return f"<item>{''.join(f'<{name}>{value}</{name}>' for name, value in given.items() if value)}</item>"


@pytest.fixture
def network(settings: Settings) -> Iterator[Network]:
    settings.INTAKE_FETCH = True
    settings.INTAKE_FETCH_TIMEOUT_S = 5.0
    with hostile_network() as made:
        yield made


def feed(**fields: object) -> Feed:
    number = next(make.NUMBER)
    given = {"outlet": make.outlet(), "url": f"http://herald.example.org/{number}.xml", **fields}
    return Feed.objects.create(**given)


def poll(network: Network) -> list[Polled]:
    """As if everybody's turn had come."""
    Feed.objects.update(next_poll_at=timezone.now() - timedelta(seconds=1))
    return list(poll_due_feeds(resolve=network.resolve, connect=network.connect))


def says(network: Network, *items: str, **headers: str) -> None:
    network.server.says(rss(*items), kind="application/rss+xml", **headers)


def test_new_entries_wait_in_the_inbox_once(network: Network) -> None:
    asked = feed()
    says(network, entry(2, "Market &amp;amp; <![CDATA[<b>school</b>]]> hit", SUMMARY), entry(1), entry(1))

    assert [polled.added for polled in poll(network)] == [2]
    assert [polled.added for polled in poll(network)] == [0]

    item = FeedItem.objects.get(guid="g2")
    assert (item.feed, item.url, item.language) == (asked, "https://herald.example.org/2", "en")
    assert (item.headline, item.summary) == ("Market & school hit", SUMMARY)
    assert (item.status, item.article, item.published_at) == (FeedItemStatus.NEW, None, None)
    assert network.connected[0] == (PUBLIC, 80)


def test_atom_is_read_and_hostile_entries_are_left_out(network: Network) -> None:
    feed(language="ar")
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>'
        '<entry><id>1</id><title type="html">&lt;script>alert(1)&lt;/script>Fine</title>'
        '<link href="https://herald.example.org/1"/><updated>2999-13-45T99:00:00Z</updated></entry>'
        '<entry><id>2</id><title>Script</title><link href="javascript:alert(1)"/></entry>'
        '<entry><id>3</id><title>File</title><link href="file:///etc/passwd"/></entry>'
        '<entry><id>4</id><link href="https://herald.example.org/4"/></entry></feed>'
    )
    network.server.says(atom.encode(), kind="application/atom+xml")

    poll(network)

    item = FeedItem.objects.get()
    assert (item.headline, item.language, item.published_at) == ("Fine", "ar", None)


def test_links_without_a_host_lead_to_the_feeds_own(network: Network) -> None:
    feed(url="http://herald.example.org/news/feed.xml")
    links = ["/1", "2", "//other.example.org/3", "?id=4", "mailto:desk@herald.example.org", "http://[/"]
    says(network, *(entry(number, link=link) for number, link in enumerate(links, start=1)))

    assert [polled.added for polled in poll(network)] == [4]

    assert list(FeedItem.objects.order_by("guid").values_list("url", flat=True)) == [
        "http://herald.example.org/1",
        "http://herald.example.org/news/2",
        "http://other.example.org/3",
        "http://herald.example.org/news/feed.xml?id=4",
    ]


def test_server_that_has_nothing_new_need_not_send_it_again(network: Network) -> None:
    asked = feed()
    says(network, entry(1), ETag='"v1"', Last_Modified="Sat, 31 Aug 2019 10:00:00 GMT")
    poll(network)
    network.server.says(b"", status="304 Not Modified", Content_Type="")

    assert [(polled.added, polled.error) for polled in poll(network)] == [(0, "")]

    assert b'If-None-Match: "v1"\r\n' in network.server.asked[1]
    assert b"If-Modified-Since: Sat, 31 Aug 2019 10:00:00 GMT\r\n" in network.server.asked[1]
    asked.refresh_from_db()
    assert (asked.etag, asked.failures, asked.last_error) == ('"v1"', 0, "")


def test_failures_are_told_in_words_and_move_the_next_question_away(network: Network) -> None:
    asked = feed(interval_minutes=30)
    network.server.says(b"", status="500 Internal Server Error")
    waits = []
    for _time in range(9):
        poll(network)
        asked.refresh_from_db()
        waits.append(round((asked.next_poll_at - asked.polled_at).total_seconds() / 60))

    assert waits == [60, 120, 240, 480, 960, 1440, 1440, 1440, 1440]
    assert asked.failures == 9
    assert "answers with 500" in asked.last_error
    says(network, entry(1))
    poll(network)
    asked.refresh_from_db()
    assert (asked.failures, asked.last_error) == (0, "")
    assert asked.next_poll_at - asked.polled_at == timedelta(minutes=30)


def test_server_that_asks_to_be_left_alone_is(network: Network) -> None:
    asked = feed(interval_minutes=5)
    network.server.says(b"", status="429 Too Many Requests", Retry_After="7200")

    poll(network)

    asked.refresh_from_db()
    assert asked.next_poll_at - asked.polled_at == timedelta(hours=2)


def test_feed_that_is_gone_for_good_is_asked_no_more(network: Network) -> None:
    asked = feed()
    network.server.says(b"", status="410 Gone")

    poll(network)

    asked.refresh_from_db()
    assert not asked.is_active
    assert "gone for good" in asked.last_error
    assert poll(network) == []


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        (b"<html><body>Sign in</body></html>", "text/html", "This is no feed"),
        (b"\x89PNG", "image/png", "is image/png, not a feed"),
        (b"", "application/xml", "This is no feed"),
    ],
)
def test_what_is_no_feed_says_so(network: Network, body: bytes, kind: str, sentence: str) -> None:
    feed()
    network.server.says(body, kind=kind)

    assert sentence in poll(network)[0].error


def test_billion_laughs_and_outside_entities_are_not_expanded(network: Network) -> None:
    feed()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{laughs}'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<rss version="2.0"><channel><item><title>&l9; &f; End</title>'
        "<link>https://herald.example.org/1</link></item></channel></rss>"
    )
    network.server.says(body.encode(), kind="text/xml")

    poll(network)

    for item in FeedItem.objects.all():
        assert len(item.headline) <= 300
        assert "root:" not in item.headline


def test_feed_inside_our_network_is_never_asked(network: Network) -> None:
    feed(url="http://inside.example/feed")
    network.names["inside.example"] = [["10.0.0.7"]]

    assert "cannot be fetched: it is not the address of a public page" in poll(network)[0].error
    assert network.connected == []


def test_same_report_in_several_feeds_stands_under_the_first(network: Network) -> None:
    feed()
    says(network, entry(1, "Market hit", SUMMARY))
    poll(network)
    Feed.objects.update(is_active=False)
    feed()
    says(
        network,
        entry(5, "Live updates"), entry(4, "Live updates"),
        entry(3, "A market is hit", SUMMARY), entry(1, "Printed elsewhere", guid="other"),
    )  # fmt: skip
    poll(network)

    first = FeedItem.objects.get(guid="g1")
    # By its words, and by its address; two words are no report.
    assert set(FeedItem.objects.filter(first=first).values_list("guid", flat=True)) == {"g3", "other"}
    assert FeedItem.objects.filter(headline="Live updates", first__isnull=True).count() == 2


def test_article_that_is_here_already_is_not_offered_as_new(network: Network) -> None:
    article = make.article(url="https://herald.example.org/1")
    feed()
    says(network, entry(1), entry(2))

    poll(network)

    assert FeedItem.objects.get(guid="g1").article == article
    assert list(FeedItem.objects.filter(status=FeedItemStatus.NEW).values_list("guid", flat=True)) == ["g2"]


def test_one_feed_that_trips_us_keeps_no_other_from_its_turn(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = feed(), feed()
    says(network, entry(1))
    monkeypatch.setattr(
        "events.ingestion.feeds._store",
        lambda of, entries, language: 1 // 0 if of.pk == bad.pk else len(entries),
    )

    polled = poll(network)

    assert {one.feed.pk: one.added for one in polled} == {bad.pk: 0, good.pk: 1}
    bad.refresh_from_db()
    assert "for a reason of ours" in bad.last_error


@committed
def test_feed_that_another_process_asks_is_passed_by() -> None:
    with hostile_network() as network, override_settings(INTAKE_FETCH=True):
        try:
            _one_is_held(network)
        finally:
            Feed.objects.all().delete()


def _one_is_held(network: Network) -> None:
    held, free = feed(), feed()
    says(network, entry(1))
    Feed.objects.update(next_poll_at=timezone.now() - timedelta(seconds=1))
    is_held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Feed.objects.select_for_update().get(pk=held.pk)
            is_held.set()
            may_end.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert is_held.wait(20)
        polled = list(poll_due_feeds(resolve=network.resolve, connect=network.connect))
    finally:
        may_end.set()
        other.join(20)

    assert [one.feed.pk for one in polled] == [free.pk]


def test_what_nobody_took_is_forgotten_and_does_not_come_back(network: Network) -> None:
    asked = feed()
    old = timezone.now() - timedelta(days=61)
    says(network, entry(1, pubDate="Sat, 31 Aug 2019 10:00:00 GMT"), entry(2), entry(3), entry(4))
    poll(network)
    assert set(FeedItem.objects.values_list("guid", flat=True)) == {"g2", "g3", "g4"}
    FeedItem.objects.update(created_at=old)
    FeedItem.objects.filter(guid="g3").update(assignee=make.person("Editor"))
    FeedItem.objects.filter(guid="g4").update(status=FeedItemStatus.TAKEN, article=make.article())

    assert forget_old_items() == 1
    assert set(asked.items.values_list("guid", flat=True)) == {"g3", "g4"}
    assert Article.objects.count() == 1


def test_command_says_what_it_did_and_refuses_where_fetching_is_off(settings: Settings) -> None:
    settings.INTAKE_FETCH = False
    feed()
    with pytest.raises(CommandError, match=r"INTAKE_FETCH is not set\. Set INTAKE_FETCH=1"):
        call_command("poll_feeds")
    assert Feed.objects.get().polled_at is None

    settings.INTAKE_FETCH = True
    Feed.objects.update(url="http://127.0.0.1/feed")
    out, err = StringIO(), StringIO()
    call_command("poll_feeds", stdout=out, stderr=err)

    assert "1 feeds asked, 1 of them in vain; 0 new items" in out.getvalue()
    assert "http://127.0.0.1/feed: “http://127.0.0.1/feed” cannot be fetched" in err.getvalue()
