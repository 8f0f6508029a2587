"""What is kept from readers is kept on the editors' side too from those who are not entrusted with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.test import Client
from django.urls import reverse

from events.history.context import changing_as
from events.models import Article, Comment, Decision, Dismissal, Event, Feed, FeedItem, Mention
from events.models.feed import FeedItemStatus
from events.review.articles import change_article
from events.review.comments import add_comment
from events.review.confidential import add_confidential_note, keep_source
from events.review.discretion import show_coarser
from events.review.dismissals import dismiss_finding
from events.review.events import change_event
from tests.admin.pages import opened
from tests.review import discretion as given
from tests.review import factories as make

pytestmark = pytest.mark.django_db

FILTER = re.compile(r'<nav id="changelist-filter".*?</nav>', re.DOTALL)
SOURCE = "Quiet Courier"
SECRETS = (
    *given.NAMES,
    SOURCE,
    "quiet-courier",
    "A headline of its own",
    f"{given.LON:.2f}",
    "in danger",
    "Medics",
)


@dataclass
class World:
    """An event that was shown exactly and is shown as its province, and an article whose source was named."""

    by: AbstractUser
    event: Event
    mention: Mention
    article: Article


@pytest.fixture
def world() -> World:
    by = make.person()
    with changing_as(source="before"):
        event = given.published(given.area(), by=by)
        kept = make.article(
            headline="A headline of its own", outlet=make.outlet(name=SOURCE), created_by=by,
            url="https://quiet-courier.example.org/1",
        )  # fmt: skip
        make.published(make.mention(kept), by=by, title="A flight")
    with changing_as(source="renamed"):
        change_event(event, {"summary": "Zarraqib was hit."}, by=by, public_note="Zarraqib, not its suburb.")
        change_article(kept, {"headline": "A headline of its own, corrected"}, by=by, public_note="Typing.")
        change_event(
            Event.objects.get(pk=event.pk), {"summary": "A town was hit."}, by=by, public_note="Shorter."
        )
    with changing_as(source="kept"):
        show_coarser(Event.objects.get(pk=event.pk), by=by, reason="Medics work there.")
    with changing_as(source="kept too"):
        keep_source(Article.objects.get(pk=kept.pk), by=by, reason="They would be in danger.")
    return World(by, Event.objects.get(pk=event.pk), event.mentions.get(), Article.objects.get(pk=kept.pk))


def signed_in(user: AbstractUser) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def editor_without(codename: str) -> AbstractUser:
    """Somebody who works on all rows, with every right of a Publisher but one."""
    user = make.person("")
    role = Group.objects.create(name=f"Without {codename}")
    role.permissions.set(
        Permission.objects.filter(group__name="Publisher").exclude(codename=codename).distinct()
    )
    user.groups.add(role)
    return user


def told(browser: Client, *addresses: str) -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        answer = browser.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # The filter by outlet names every outlet, whatever it printed; what was searched for is said back.
        said = re.sub(
            r'<nav id="changelist-filter".*?</nav>', "", body.decode(errors="replace"), flags=re.DOTALL
        )
        if words := [secret for secret in SECRETS if secret in said and f"?q={secret}" not in address]:
            found[address] = words
    return found


def page(row: Any, name: str, *more: Any) -> str:
    return reverse(f"admin:events_{row._meta.model_name}_{name}", args=[row.pk, *more])


def of_the_record(world: World) -> list[str]:
    decisions = Decision.objects.filter(content_type__model__in=("article", "event", "mention"))
    of_rows = [page(row, "history") for row in (world.article, world.event, world.mention)]
    earlier = [page(row, "version", 0) for row in (world.article, world.event, world.mention)]
    each = [page(one, name) for one in decisions for name in ("change", "history")]
    lists = [reverse("admin:events_decision_changelist") + query for query in ("", "?q=Medics", "?q=danger")]
    exports = [reverse("admin:events_decision_export", args=[form]) for form in ("csv", "jsonl")]
    return [*of_rows, *earlier, *each, *lists, *exports, page(world.event, "change")]


def test_record_tells_an_editor_who_is_not_entrusted_nothing(world: World) -> None:
    browser = signed_in(editor_without("view_confidential"))

    found = told(browser, *of_the_record(world))

    # Who works on all rows reads the texts: the words of a mention are no secret before them.
    assert {word for words in found.values() for word in words} <= {given.NAMES[0]}
    assert found.keys() <= {page(world.event, "change"), page(world.mention, "history")}
    assert browser.get(page(world.article, "history")).status_code == 200
    assert "kept from you" in browser.get(page(world.article, "history")).content.decode()
    assert browser.get(page(world.article, "version", 0)).status_code == 403


def said_of(world: World) -> list[str]:
    """What colleagues say to each other of what is kept, and every address that shows it."""
    for row in (world.event, world.mention, world.article):
        add_comment(row, by=world.by, text="The Medics of Zarraqib are in danger.")
    for row in (world.event, world.article):
        dismiss_finding(
            row, by=world.by, key=f"k{row.pk}{row._meta.model_name}", code="c",
            sentence="Zarraqib is far from the rest.", reason="The Medics say so.",
        )  # fmt: skip
    lists = [
        reverse(f"admin:events_{name}_{form}", args=arguments) + query
        for name in ("comment", "dismissal")
        for form, arguments in (("changelist", []), ("export", ["csv"]), ("export", ["jsonl"]))
        for query in ("", "?q=Medics")
    ]
    comments = [page(one, "history") for kind in (Comment, Dismissal) for one in kind.objects.all()]
    return [*lists, *comments, page(world.event, "change"), reverse("admin:index")]


@pytest.mark.parametrize("is_contributor", [True, False])
def test_what_colleagues_say_of_it_is_kept_from_who_is_not_entrusted(
    world: World, is_contributor: bool
) -> None:
    user = make.person("Contributor") if is_contributor else editor_without("view_confidential")
    browser = signed_in(user)

    found = told(browser, *said_of(world))
    event = Event.objects.get(pk=world.event.pk)
    Event.objects.filter(pk=event.pk).update(assignee=user)
    found |= told(browser, reverse("admin:index"))

    assert {word for words in found.values() for word in words} <= {given.NAMES[0]}
    assert found.keys() <= (set() if is_contributor else {page(world.event, "change")})
    comment = Comment.objects.filter(content_type__model="event").first()
    answer = browser.post(reverse("admin:events_comment_answer", args=[comment.pk]), {"text": "Who?"})
    assert answer.status_code == 404


def test_what_one_said_oneself_stays_to_be_read(world: World) -> None:
    user = editor_without("view_confidential")
    add_comment(world.event, by=user, text="Is this in danger?")

    found = told(signed_in(user), reverse("admin:events_comment_changelist"), page(world.event, "change"))

    assert found[reverse("admin:events_comment_changelist")] == ["in danger"]
    assert "in danger" in found[page(world.event, "change")]


def test_what_colleagues_say_of_it_is_told_to_those_who_are_entrusted(world: World) -> None:
    found = told(signed_in(make.person("Editor")), *said_of(world))

    for name in ("comment", "dismissal"):
        assert "Medics" in found[reverse(f"admin:events_{name}_changelist")]
        # No list leaves with it, whoever exports it.
        assert reverse(f"admin:events_{name}_export", args=["csv"]) not in found
    assert "Medics" in found[page(world.event, "change")]


def test_record_tells_those_who_are_entrusted_all(world: World) -> None:
    found = told(signed_in(make.person("Editor")), *of_the_record(world))

    assert "A headline of its own" in found[page(world.article, "history")]
    assert "Zarraqib" in found[page(world.event, "history")]
    assert "Medics" in found[reverse("admin:events_decision_changelist")]


def test_record_tells_whoever_brought_it_in(world: World) -> None:
    contributor = make.person("Contributor")
    Article.objects.filter(pk=world.article.pk).update(created_by=contributor)

    found = told(signed_in(contributor), page(world.article, "history"), page(world.event, "history"))

    assert "A headline of its own" in found[page(world.article, "history")]
    assert page(world.event, "history") not in found


def test_contributor_meets_what_is_kept_nowhere(world: World) -> None:
    browser = signed_in(make.person("Contributor"))
    lists = [
        reverse(f"admin:events_{name}_{form}", args=arguments)
        for name in ("article", "event", "mention", "figure", "decision", "mentioncandidate")
        for form, arguments in (("changelist", []), ("export", ["csv"]))
    ]
    own = [
        page(row, "change") for row in (world.article, world.event, world.mention, world.event.figures.get())
    ]

    assert (
        told(browser, *lists, *own, *of_the_record(world), reverse("admin:events_inbox") + "?status=all")
        == {}
    )
    assert browser.get(page(world.event, "change")).status_code == 200
    assert browser.get(page(world.article, "change")).status_code == 404


# Notes about organisations


@pytest.mark.parametrize("make_row", [make.organisation, make.outlet], ids=["organisation", "outlet"])
def test_note_is_kept_read_and_removed_by_its_writer(make_row: Any) -> None:
    editor, colleague = make.person("Editor"), make.person("Editor")
    row = make_row()
    change = page(row, "change")
    browser = signed_in(editor)

    kept = browser.post(
        change,
        opened(browser, row)
        | {
            "_act": "add_confidential_note",
            "confidential_text": "Ask for Amal.",
            "confidential_kind": "source",
        },
        follow=True,
    )

    note = row.confidential_notes.get()
    assert (note.text, note.kind, note.by) == ("Ask for Amal.", "source", editor)
    assert "The confidential note is kept." in kept.content.decode()
    theirs = signed_in(colleague).get(change).content.decode()
    assert "Ask for Amal." in theirs
    assert f"remove_confidential_note:{note.pk}" not in theirs
    assert "Ask for Amal." not in signed_in(editor_without("view_confidential")).get(change).content.decode()

    browser.post(change, opened(browser, row) | {"_act": f"remove_confidential_note:{note.pk}"})
    assert not row.confidential_notes.exists()


@pytest.mark.parametrize("text", ["", "   "])
def test_empty_note_is_refused_on_the_form(text: str) -> None:
    browser, organisation = signed_in(make.person("Editor")), make.organisation()
    sent = opened(browser, organisation) | {"_act": "add_confidential_note", "confidential_text": text}

    answer = browser.post(page(organisation, "change"), sent)

    assert "The note is empty." in answer.content.decode()
    assert not organisation.confidential_notes.exists()


def test_note_of_another_row_is_not_removed_here() -> None:
    editor = make.person("Editor")
    here, there = make.organisation(), make.organisation()
    note = add_confidential_note(there, by=editor, text="Ask for Amal.")
    browser = signed_in(editor)

    answer = browser.post(
        page(here, "change"), opened(browser, here) | {"_act": f"remove_confidential_note:{note.pk}"}
    )

    assert "There is no such note" in answer.content.decode()
    assert there.confidential_notes.exists()


# A place that another event keeps


def test_event_at_a_place_that_another_one_keeps_says_so_to_those_who_are_entrusted(world: World) -> None:
    town = world.event.discretion.place
    beside = make.published(make.mention(make.article(), "Saraqib", place=town), title="A second shelling")
    sentence = "which readers are not told of “Shelling of a town”"

    shown = signed_in(make.person("Editor")).get(page(beside, "change")).content.decode()
    withheld = signed_in(editor_without("view_confidential")).get(page(beside, "change")).content.decode()
    kept = signed_in(make.person("Editor")).get(page(world.event, "change")).content.decode()

    assert sentence in shown
    assert sentence not in withheld
    assert sentence not in kept


# What a feed offered of an article whose source is kept


def test_offer_that_became_an_article_of_a_kept_source_is_shown_to_who_is_entrusted_alone(
    world: World,
) -> None:
    feed = Feed.objects.create(outlet=world.article.kept_source.outlet, url="https://feed.example.org/1")
    other = Feed.objects.create(outlet=make.outlet(), url="https://feed.example.org/2")
    first = FeedItem.objects.create(
        feed=other, guid="1", url="https://example.org/1", headline="A flight", language="en"
    )
    taken = FeedItem.objects.create(
        feed=feed, guid="2", url="https://quiet-courier.example.org/1", headline="A headline of its own",
        language="en", first=first, article=world.article, status=FeedItemStatus.TAKEN,
    )  # fmt: skip
    inbox = reverse("admin:events_inbox")
    add = reverse("admin:events_article_add")

    for user in (make.person("Contributor"), editor_without("view_confidential")):
        browser = signed_in(user)
        assert "A flight" in browser.get(inbox).content.decode()
        page_of_item = browser.get(f"{add}?item={taken.pk}").content.decode()
        assert "A headline of its own" not in browser.get(inbox).content.decode()
        assert "quiet-courier" not in browser.get(inbox).content.decode()
        assert "A headline of its own" not in page_of_item
        assert "quiet-courier" not in page_of_item
        assert 'value="A flight"' in browser.get(f"{add}?item={first.pk}").content.decode()
    assert "A headline of its own" in signed_in(make.person("Editor")).get(inbox).content.decode()


# What a search finds is an answer too


def found_by(browser: Client, words: tuple[str, ...], lists: tuple[str, ...]) -> dict[str, list[str]]:
    """The lists in which a search for one of the words finds a row, and the words."""
    found = {}
    for name in lists:
        address = reverse(f"admin:events_{name}_changelist")
        if hits := [
            word for word in words if len(browser.get(address, {"q": word}).context["cl"].result_list)
        ]:
            found[name] = hits
    return found


WORKED_ON = ("article", "event", "mention", "figure", "decision", "mentioncandidate", "comment", "dismissal")


def test_no_search_finds_for_a_contributor_what_is_kept(world: World) -> None:
    said_of(world)
    words = (*given.NAMES, SOURCE, "quiet-courier", "headline of its own", "Medics", "danger")

    assert found_by(signed_in(make.person("Contributor")), words, WORKED_ON) == {}
    assert found_by(signed_in(make.person("Editor")), words[:1], ("comment", "mention")) != {}


def test_no_search_finds_a_kept_source_for_an_editor_who_is_not_entrusted(world: World) -> None:
    said_of(world)
    words = (SOURCE, "quiet-courier", "headline of its own", "Medics", "danger")

    assert found_by(signed_in(editor_without("view_confidential")), words, WORKED_ON) == {}
