"""Two editors at once, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from events.enums import MentionStatus
from events.models import (
    Article,
    Decision,
    Event,
    EventMention,
    Figure,
    Layer,
    Map,
    Mention,
    Organisation,
    Outlet,
    Place,
)
from events.review.acts import EditConflict
from events.review.constraints import constraint_of
from events.review.events import change_event, publish_event
from events.review.figures import correct_figure
from tests.review import factories as make

pytestmark = pytest.mark.django_db

#: Deleted in this order.
MADE = (
    Decision, EventMention, Figure, Event, Mention, Article, Outlet, Organisation, Map, Layer, Place,
    get_user_model(),
)  # fmt: skip


#: Too large to be counted for a test, and the history, which is only ever added to.
UNCOUNTED = {"Place", "PlaceName", "BasemapShape", "Change", "ChangeSet"}


def rows() -> dict[str, int]:
    """How many rows each table has, by model: what one test leaves behind, another stumbles on."""
    models = apps.get_app_config("events").get_models(include_auto_created=True)
    return {model.__name__: model.objects.count() for model in models if model.__name__ not in UNCOUNTED}


def committed(test: Callable[[], None]) -> Callable[[], None]:
    """Runs the test on a connection of its own, outside the transaction that hides a test's rows from
    others, and deletes its rows at the end. A flush would take the gazetteer too."""

    def run() -> None:
        rows_before = rows()
        before = {model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in MADE}
        try:
            test()
        finally:
            Figure.objects.filter(pk__gt=before[Figure]).update(status="draft")
            Event.objects.filter(pk__gt=before[Event]).update(status="draft")
            for model in MADE:
                model.objects.filter(pk__gt=before[model]).delete()
            rows_after = rows()
            connection.close()
        assert rows_after == rows_before

    @wraps(test)
    def run_aside() -> None:
        with ThreadPoolExecutor(1) as aside:
            aside.submit(run).result()

    return run_aside


def at_once(*works: Callable[[], None]) -> list[str]:
    """Runs each work on a connection of its own; returns how they ended, in the order of their ends."""
    ends: list[str] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
            ends.append("done")
        except IntegrityError as error:
            ends.append(constraint_of(error))
        except EditConflict:
            ends.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return ends


@committed
def test_two_editors_cannot_each_take_one_of_two_last_mentions() -> None:
    article = make.article()
    mentions = [make.mention(article), make.mention(article, "Binnish")]
    event = make.published(*mentions)
    both_have_written = threading.Barrier(2)

    def reject(mention: Mention) -> Callable[[], None]:
        def work() -> None:
            with transaction.atomic():
                Mention.objects.filter(pk=mention.pk).update(status=MentionStatus.REJECTED)
                both_have_written.wait(10)

        return work

    ends = at_once(reject(mentions[0]), reject(mentions[1]))

    assert sorted(ends) == ["done", "event_published_has_accepted_mention"]
    assert event.mentions.accepted().count() == 1


@committed
def test_text_and_what_is_read_from_it_cannot_change_at_once() -> None:
    article = make.article()
    at = make.place()
    is_written = threading.Event()

    def change_text() -> None:
        with transaction.atomic():
            Article.objects.filter(pk=article.pk).update(text="Other words")
            is_written.set()
            threading.Event().wait(0.3)

    def read() -> None:
        is_written.wait(10)
        make.mention(article, place=at)

    assert sorted(at_once(change_text, read)) == ["done", "mention_quote_is_article_text"]


@committed
def test_second_of_two_editors_of_one_version_gets_a_conflict() -> None:
    by = make.person()
    event = make.event(by=by)
    both_are_ready = threading.Barrier(2)

    def retitle(title: str) -> Callable[[], None]:
        def work() -> None:
            both_are_ready.wait(10)
            change_event(event, {"title": title}, by=by, version=event.version)

        return work

    assert sorted(at_once(retitle("Shells"), retitle("Rockets"))) == ["conflict", "done"]


@committed
def test_publishing_an_event_and_correcting_its_figure_never_wait_in_a_circle() -> None:
    by = make.person()
    article = make.article()
    figure = make.figure(article)
    event = make.event(make.mention(article), by=by, figures=[figure])
    both_are_ready = threading.Barrier(2)

    def publish() -> None:
        both_are_ready.wait(10)
        publish_event(event, by=by)

    def correct() -> None:
        both_are_ready.wait(10)
        correct_figure(figure, {"low": 13}, by=by, public_note="The service counted again.")

    assert at_once(publish, correct) == ["done", "done"]
    assert Figure.objects.published().get(pk=figure.pk).low == 13
