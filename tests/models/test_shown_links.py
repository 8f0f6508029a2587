"""The database keeps with each link whether readers are told by it, whatever is written and by whom."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from events.enums import MentionStatus, Status
from events.models import Article, Event, EventMention, Figure, Mention
from tests import factories
from tests.models.test_concurrency import at_once, committed
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> EventMention:
    return EventMention.objects.get(event=factories.published_event())


def is_shown(link: EventMention) -> bool:
    return EventMention.objects.values_list("is_shown", flat=True).get(pk=link.pk)


def test_link_is_shown_while_its_mention_is_accepted_and_its_article_published(link: EventMention) -> None:
    article = Article.objects.filter(pk=link.mention.article_id)
    mention = Mention.objects.filter(pk=link.mention_id)
    seen = [is_shown(link)]

    for rows, status in (
        (article, Status.WITHDRAWN), (article, Status.CHANGED), (mention, MentionStatus.PROPOSED),
        (article, Status.PUBLISHED), (mention, MentionStatus.ACCEPTED),
    ):  # fmt: skip
        rows.update(status=status)
        seen.append(is_shown(link))

    assert seen == [True, False, True, False, False, True]


def test_link_moved_to_another_mention_knows_that_one(link: EventMention) -> None:
    link.mention = make.mention(make.article(), status=MentionStatus.ACCEPTED)
    link.save()
    assert not is_shown(link)


def test_truth_is_stored_whatever_is_written(link: EventMention) -> None:
    EventMention.objects.filter(pk=link.pk).update(is_shown=False)
    assert is_shown(link)

    unseen = EventMention(event=link.event, mention=make.mention(make.article()), is_shown=True)
    EventMention.objects.bulk_create([unseen])
    assert not is_shown(unseen)


def test_many_links_are_asked_of_quickly_in_tables_taken_for_empty(link: EventMention) -> None:
    """As they are after a dry run. Formerly each of them took as long as all the others together."""
    like = link.mention.article
    articles = Article.objects.bulk_create(
        Article(
            outlet=like.outlet, headline="A", text=f"Saraqib {n}", published_on=like.published_on,
            fingerprint=str(n), status=Status.PUBLISHED,
        )
        for n in range(700)
    )  # fmt: skip
    said = {
        "start": 0, "phrase_start": 0, "excerpt_start": 0, "end": 7, "phrase_end": 7, "excerpt_end": 7,
        "geometry": link.mention.geometry, "precision": link.mention.precision,
    }  # fmt: skip
    mentions = Mention.objects.bulk_create(
        Mention(article=article, quote="Saraqib", status=MentionStatus.ACCEPTED, **said)
        for article in articles
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = 0, relpages = greatest(pg_relation_size(oid) / 8192, 1)"
            " WHERE relname IN ('events_article', 'events_mention', 'events_eventmention')"
        )
        cursor.execute("SET LOCAL statement_timeout = '8s'")
        EventMention.objects.bulk_create(
            EventMention(event=link.event, mention=mention, is_shown=False) for mention in mentions
        )

    assert EventMention.objects.filter(event=link.event, is_shown=True).count() == 701


@pytest.mark.parametrize("rows", [Event, Mention, EventMention, Figure], ids=lambda model: model.__name__)
def test_published_rows_are_found_without_joining_what_tells_them(rows: type) -> None:
    """Such joins take minutes where PostgreSQL thinks tables empty that were just filled."""
    query = str(rows.objects.published().query)
    assert rows is Mention or "events_mention" not in query.replace("events_eventmention", "")
    assert query.count("events_eventmention") > 0


@committed
def test_mention_accepted_while_it_is_linked_is_shown() -> None:
    """Neither sees what the other does: whoever commits last looks again."""
    article = make.article(status=Status.PUBLISHED)
    event, mention = (
        make.published(make.mention(article)),
        make.mention(article, "Binnish", status=MentionStatus.PROPOSED),
    )
    both_have_written = threading.Barrier(2)

    def accept() -> None:
        with transaction.atomic():
            Mention.objects.filter(pk=mention.pk).update(status=MentionStatus.ACCEPTED)
            both_have_written.wait(10)

    def link() -> None:
        with transaction.atomic():
            EventMention.objects.create(event=event, mention=mention)
            both_have_written.wait(10)

    ends = at_once(accept, link)

    assert ends == ["done", "done"]
    assert EventMention.objects.get(mention=mention).is_shown
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_claim_change")
        assert cursor.fetchone() == (0,)


def test_new_links_know_it_whatever_is_given(link: EventMention) -> None:
    seen = make.mention(link.mention.article, "rescue service")
    unseen = make.mention()

    links = EventMention.objects.bulk_create(
        EventMention(event=link.event, mention=m, is_shown=m is unseen) for m in (seen, unseen)
    )

    assert [is_shown(new) for new in links] == [True, False]
