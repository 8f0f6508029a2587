from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from events.enums import Status
from events.models import Article, Decision, Event, Figure
from events.review.acts import Refused
from events.review.articles import change_article, discard_article, reinstate_article, withdraw_article
from events.review.events import publish_event, tell_event
from tests.review import factories as make
from tests.review.test_events import last_on

pytestmark = pytest.mark.django_db


def test_withdrawing_an_article_hides_what_only_it_tells() -> None:
    by, article, other = make.person(), make.article(), make.article()
    figure = make.figure(article)
    alone = make.published(make.mention(article), by=by, figures=[figure])
    shared = make.published(make.mention(article, "Binnish"), by=by)
    tell_event(shared, [make.mention(other)], by=by)

    withdraw_article(article, by=by, public_note="The outlet took it back.")

    assert list(Article.objects.published()) == [other]
    assert list(Event.objects.published()) == [shared]
    assert not Figure.objects.published().exists()
    alone.refresh_from_db()
    shared.refresh_from_db()
    assert (alone.status, shared.status) == (Status.WITHDRAWN, Status.CHANGED)
    assert last_on(alone).public_note == last_on(shared).public_note == "The outlet took it back."


def test_withdrawn_article_comes_back_as_a_draft_and_with_its_event() -> None:
    by, article = make.person(), make.article()
    event = make.published(make.mention(article), by=by)
    withdraw_article(article, by=by, public_note="A mistake.")

    reinstate_article(article, by=by, note="It was right.")
    publish_event(event, by=by)

    assert list(Event.objects.published()) == [event]


def test_article_is_withdrawn_only_by_those_who_may_and_with_a_reason() -> None:
    article = make.published().mentions.get().article

    with pytest.raises(PermissionDenied):
        withdraw_article(article, by=make.person("Editor"), public_note="Wrong.")
    with pytest.raises(Refused, match="Say why the article is withdrawn"):
        withdraw_article(article, by=make.person(), public_note=" ")
    with pytest.raises(Refused, match="is not published, so there is nothing to withdraw"):
        withdraw_article(make.article(), by=make.person(), public_note="Wrong.")
    with pytest.raises(Refused, match="is not withdrawn, so there is nothing to bring back"):
        reinstate_article(article, by=make.person())

    assert Event.objects.published().count() == 1


def test_correcting_a_published_article_needs_the_right_and_a_note() -> None:
    article = make.published().mentions.get().article

    with pytest.raises(PermissionDenied):
        change_article(article, {"headline": "Other"}, by=make.person("Editor"), public_note="Typing error.")
    with pytest.raises(Refused, match=r"is published\. Say in a note to readers"):
        change_article(article, {"headline": "Other"}, by=make.person())
    changed = change_article(article, {"headline": "Other"}, by=make.person(), public_note="Typing error.")

    assert (changed.status, Article.objects.published().get().headline) == (Status.CHANGED, "Other")
    with pytest.raises(Refused, match="An article has no changeable text"):
        change_article(article, {"text": "Other"}, by=make.person())


def test_article_is_discarded_only_while_it_tells_nothing() -> None:
    by, telling, idle = make.person("Editor"), make.article(), make.article()
    make.mention(idle)
    make.event(make.mention(telling))
    shown = make.published().mentions.get().article

    discard_article(idle, by=by)

    assert not Article.objects.filter(pk=idle.pk).exists()
    assert Decision.objects.filter(verb="discard_article", by=by).count() == 1
    with pytest.raises(Refused, match=r"tells the event “Shelling in Saraqib”\. Discard that first"):
        discard_article(telling, by=by)
    with pytest.raises(Refused, match=r"was published\. Withdraw it and say why"):
        discard_article(shown, by=by)
    with pytest.raises(PermissionDenied):
        discard_article(telling, by=make.person("Contributor"))
