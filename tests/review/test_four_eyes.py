"""Nobody publishes or corrects what they wrote themselves, where the newsroom wants four eyes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from events.enums import Status
from events.models import Event
from events.review.acts import Refused
from events.review.articles import change_article
from events.review.bulk import Chosen, forecast
from events.review.bulk_merging import MergeEvents
from events.review.confidential import (
    add_confidential_note,
    keep_source,
    name_source,
    remove_confidential_note,
)
from events.review.discretion import show_coarser, show_exactly
from events.review.dismissals import dismiss_finding
from events.review.events import (
    change_event,
    publish_event,
    recall_event,
    submit_event,
    tell_event,
    withdraw_event,
)
from events.review.figures import correct_figure
from events.review.four_eyes import authors_of, why_not_publish
from events.review.mentions import set_mention_role
from events.review.merging import merge_events, unmerge_event
from events.review.reverting import bring_back_deleted
from events.review.roles import detach_figure
from tests import factories
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def four_eyes(settings: Settings) -> None:
    settings.FOUR_EYES = True


def test_author_does_not_publish_and_another_does() -> None:
    author, other = make.person(), make.person()
    event = make.event(by=author)

    with pytest.raises(Refused, match="another publisher publishes it"):
        publish_event(event, by=author)
    publish_event(event, by=other)

    event.refresh_from_db()
    assert event.status == Status.PUBLISHED


def test_whoever_changed_it_last_does_not_publish_either() -> None:
    author, other, third = make.person(), make.person(), make.person()
    event = make.event(by=author)
    change_event(event, {"summary": "A market was hit."}, by=other)
    submit_event(event, by=author)

    assert authors_of(event) == {author.pk, other.pk}
    with pytest.raises(Refused):
        publish_event(event, by=other)
    publish_event(event, by=third)


def test_change_of_a_mention_or_figure_is_a_change_of_the_event() -> None:
    author, other = make.person(), make.person()
    of = factories.article()
    mention, figure = make.mention(of), make.figure(of)
    event = make.event(mention, figures=[figure], by=author)

    correct_figure(figure, {"claimant_words": "a medic"}, by=other)
    assert authors_of(event) == {author.pk, other.pk}
    set_mention_role(mention, by=author, role="happened_here")
    assert authors_of(event) == {author.pk}


def test_what_changes_no_word_of_it_makes_nobody_its_author() -> None:
    author, other, third = make.person(), make.person(), make.person()
    event = make.event(by=author)
    change_event(event, {"summary": "A market was hit."}, by=other)
    submit_event(event, by=third)
    recall_event(event, by=third)
    note = add_confidential_note(event, by=third, text="Seen by a nurse.")
    remove_confidential_note(note, by=third)
    dismiss_finding(event, by=third, key="k", code="c", sentence="s", reason="r")

    assert authors_of(event) == {author.pk, other.pk}
    publish_event(event, by=third)


def test_author_does_not_correct_before_readers_eyes_and_another_does() -> None:
    author, other = make.person(), make.person()
    event = make.event(by=author)
    publish_event(event, by=other)

    with pytest.raises(Refused, match="another publisher corrects"):
        change_event(event, {"summary": "Two."}, by=author, public_note="It were two.")
    change_event(event, {"summary": "Two."}, by=other, public_note="It were two.")
    change_event(event, {"summary": "Three."}, by=other, public_note="It were three.")


def test_author_takes_no_figure_out_of_what_readers_see_and_another_does() -> None:
    author, other = make.person(), make.person()
    of = factories.article()
    figure = make.figure(of)
    event = publish_event(make.event(make.mention(of), figures=[figure], by=author), by=other)

    with pytest.raises(Refused, match="another publisher corrects"):
        detach_figure(figure, by=author, public_note="It counts something else.")

    assert event.figures.exists()
    detach_figure(figure, by=other, public_note="It counts something else.")


def test_author_brings_nothing_back_before_readers_eyes_that_was_deleted() -> None:
    author, other = make.person(), make.person()
    event = publish_event(make.event(by=author), by=other)
    links = list(event.event_mentions.all())
    Event.objects.filter(pk=event.pk).delete()

    with pytest.raises(Refused, match="another publisher corrects"):
        bring_back_deleted([event, *links], by=author)

    bring_back_deleted([event, *links], by=other)


def test_author_corrects_no_source_of_what_readers_see_and_another_does() -> None:
    author, other = make.person(), make.person()
    article = make.article()
    publish_event(make.event(make.mention(article), by=author), by=other)
    wanted = {"changes": {"headline": "Shells fell by day"}, "public_note": "It was by day."}

    with pytest.raises(Refused, match="another publisher corrects"):
        change_article(article, by=author, **wanted)
    change_article(article, by=author, changes={"language": article.language}, note="Nothing changes.")
    change_article(article, by=other, **wanted)

    article.refresh_from_db()
    assert article.headline == "Shells fell by day"


def test_author_keeps_a_source_and_another_names_it_to_readers() -> None:
    author, other = make.person(), make.person()
    article = make.article()
    publish_event(make.event(make.mention(article), by=author), by=other)
    keep_source(article, by=author, reason="They would be in danger.")

    with pytest.raises(Refused, match="another publisher corrects"):
        name_source(article, by=author, public_note="They may be named.")
    name_source(article, by=other, public_note="They may be named.")


def test_author_withdraws_and_shows_less_at_any_time(settings: Settings) -> None:
    author = make.person()
    settings.FOUR_EYES = False
    event = given.published(given.area(), by=author)
    settings.FOUR_EYES = True

    show_coarser(event, by=author, reason="Safety.")
    withdraw_event(event, by=author, public_note="Not safe at all.")


def test_author_does_not_show_the_exact_place_to_readers_and_another_does(
    client: Client, settings: Settings
) -> None:
    author, other = make.person(), make.person()
    settings.FOUR_EYES = False
    event = given.discreet(given.area(), by=author)
    settings.FOUR_EYES = True
    client.force_login(author)

    with pytest.raises(Refused, match="another publisher corrects"):
        show_exactly(event, by=author, public_note="Safe to name.")
    page = client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()

    assert 'value="show_exactly"' not in page
    show_exactly(Event.objects.get(pk=event.pk), by=other, public_note="Safe to name.")


def test_author_publishes_nothing_by_merging_it_into_what_readers_see() -> None:
    author, other = make.person(), make.person()
    kept, own = publish_event(make.event(), by=other), make.event(by=author)

    with pytest.raises(Refused, match="another publisher publishes it"):
        merge_events(kept, own, by=author, public_note="A second report.")
    expected = forecast(
        MergeEvents(), [Chosen(kept.pk), Chosen(own.pk)], by=author, options={"keep": kept.pk}
    )

    assert {row.pk: bool(row.refusal) for row in expected} == {kept.pk: False, own.pk: True}
    assert Event.objects.get(pk=own.pk).mentions.exists()
    merge_events(kept, own, by=make.person(), public_note="A second report.")


def test_author_brings_nothing_back_before_readers_eyes_by_parting_what_was_merged() -> None:
    author, other = make.person(), make.person()
    kept = publish_event(make.event(by=make.person()), by=other)
    own = publish_event(make.event(by=author), by=other)
    merge_events(kept, own, by=other, public_note="A second report.")
    own.refresh_from_db()

    with pytest.raises(Refused, match="another publisher publishes it"):
        unmerge_event(own, by=author, public_note="Two after all.")
    assert not Event.objects.published().filter(pk=own.pk).exists()
    unmerge_event(own, by=other, public_note="Two after all.")


def test_whoever_withdraws_an_event_has_not_written_its_figures() -> None:
    author, editor, other = make.person(), make.person("Editor"), make.person()
    article = make.article()
    event = make.event(make.mention(article), by=editor, figures=[make.figure(article)])
    change_event(event, {"summary": "A market was hit."}, by=author)
    publish_event(event, by=other)
    withdraw_event(event, by=other, public_note="It is looked into.")

    with pytest.raises(Refused, match="another publisher publishes it"):
        publish_event(event, by=author)
    publish_event(event, by=other)


def test_author_publishes_what_demonstrates_and_nothing_real_with_it() -> None:
    author = make.person()
    article = make.article(is_demonstration=True)
    event = make.event(make.mention(article), by=author, is_demonstration=True)
    publish_event(event, by=author)

    with pytest.raises(Refused, match="another publisher corrects"):
        tell_event(event, [make.mention(make.article())], by=author)
    tell_event(event, [make.mention(article, "Binnish")], by=author)

    assert event.mentions.count() == 2


def test_without_the_setting_authors_publish(settings: Settings) -> None:
    settings.FOUR_EYES = False
    author = make.person()

    assert why_not_publish(make.event(by=author), author) == ""
    make.published(by=author)


def test_forged_request_of_the_author_publishes_nothing(client: Client) -> None:
    author = make.person()
    event = make.event(by=author)
    client.force_login(author)
    page = reverse("admin:events_event_change", args=[event.pk])
    bulk = reverse("admin:events_event_bulk", args=["publish"])

    shown = client.get(page).content.decode()
    client.post(page, {"_act": "publish", "opened_version": event.version}, follow=True)
    client.post(bulk, {"rows": f"{event.pk}:{event.version}", "_do": "1", "shown": "{}"}, follow=True)

    event.refresh_from_db()
    assert event.status == Status.DRAFT
    assert 'value="publish"' not in shown
    assert "another publisher publishes it" in shown
