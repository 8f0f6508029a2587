"""Pasting an article, and what an editor may do with it afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.enums import Status
from events.models import Article, Decision, Event
from tests.admin.pages import add_url, change_url, errors, opened
from tests.review import factories as make

pytestmark = pytest.mark.django_db

REPORT = (
    "Shells fell on the market of the town before noon, and the people who had come for bread ran to the "
    "cellars of the school behind it. Rescuers counted at least four dead by the evening, and said that the "
    "road to the north stayed closed for the third day."
)


def pasted(**fields: Any) -> dict[str, Any]:
    return {
        "outlet": fields.pop("outlet", None) or make.outlet().pk, "headline": "Market hit", "text": REPORT,
        "published_on": "2019-08-31", "url": "https://example.org/market", "language": "en", **fields,
    }  # fmt: skip


def test_pasted_article_is_stored_read_and_brings_the_editor_to_the_desk(desk: Client) -> None:
    answer = desk.post(add_url("article"), pasted(text=f"\r\n{REPORT}\r\n"))

    article = Article.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("admin:events_article_desk", args=[article.pk])
    assert (article.text, article.status) == (REPORT, Status.DRAFT)
    assert article.read_at is not None
    assert article.figures.get().wording == "at least four"
    verbs = Decision.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add_article", "read_article"]


def test_headline_and_language_are_told_from_the_text_where_they_are_left_empty(desk: Client) -> None:
    desk.post(add_url("article"), pasted(text=f"Market is hit\n\n{REPORT}", headline="", language=""))

    article = Article.objects.get()
    assert (article.headline, article.language, article.text) == ("Market is hit", "en", REPORT)


def test_form_starts_with_the_outlet_of_the_last_article_and_today(desk: Client) -> None:
    desk.post(add_url("article"), pasted())

    form = desk.get(add_url("article")).context["adminform"].form

    assert form["outlet"].value() == Article.objects.get().outlet_id
    assert (form["published_on"].value(), form["language"].value()) == (timezone.localdate(), "")


def test_same_article_is_said_so_on_the_form(desk: Client) -> None:
    outlet = make.outlet().pk
    desk.post(add_url("article"), pasted(outlet=outlet))

    answer = desk.post(add_url("article"), pasted(outlet=outlet, headline="Market is hit"))

    assert answer.status_code == 200
    assert any("already here, word for word: “Market hit”" in error for error in errors(answer))
    assert "Market is hit" in answer.content.decode()
    assert Article.objects.count() == 1


def test_reprint_is_stored_with_a_warning(desk: Client) -> None:
    desk.post(add_url("article"), pasted())

    answer = desk.post(add_url("article"), pasted(text=REPORT.replace("four", "five")), follow=True)

    assert Article.objects.count() == 2
    assert any("the same as “Market hit”" in str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "  \n "}, "This field is required."),
        ({"text": "... --- 123 ..."}, "The text holds no words"),
        ({"text": "word " * 1_000_000}, "at most 500,000. Give the text of one article."),
        ({"text": "\u0434" * 2_500_000}, "at most 500,000. Give the text of one article."),
        ({"text": "\x01\x02\x03\x04 PNG"}, "The text is binary, not words."),
        ({"text": "words\x00words"}, "Null characters are not allowed."),
        ({"text": "Zxv qwk plm vbn ghj rty fds", "language": ""}, "Give the code, for example nl for Dutch."),
        ({"headline": "x" * 301}, "at most 300 characters"),
        ({"published_on": "31 August"}, "Enter a valid date."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"outlet": 10**9}, "Select a valid choice."),
    ],
)
def test_what_is_no_article_is_refused_with_a_sentence(
    desk: Client, fields: dict[str, Any], sentence: str
) -> None:
    answer = desk.post(add_url("article"), pasted(**fields))

    assert answer.status_code == 200
    assert any(sentence in error for error in errors(answer)), errors(answer)
    assert not Article.objects.exists()
    assert not Decision.objects.exists()


def test_text_is_shown_and_not_changed(desk: Client) -> None:
    article = make.article()

    answer = desk.post(
        change_url(article), opened(desk, article) | {"text": "Other words", "headline": "New"}
    )

    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.text, article.headline, article.version) == (make.TEXT, "New", 2)


def test_published_article_is_corrected_with_a_note_only(desk: Client) -> None:
    article = make.published().mentions.get().article

    refused = desk.post(change_url(article), opened(desk, article) | {"headline": "New"})
    assert any("is published. Say in a note to readers" in error for error in errors(refused))
    desk.post(
        change_url(article), opened(desk, article) | {"headline": "New", "public_note": "Typing error."}
    )

    article.refresh_from_db()
    assert (article.headline, article.status) == ("New", Status.CHANGED)


def test_article_is_withdrawn_and_brought_back(desk: Client) -> None:
    article = make.published().mentions.get().article

    silent = desk.post(change_url(article), opened(desk, article) | {"_act": "withdraw"})
    assert any("Say why the article is withdrawn" in error for error in errors(silent))
    desk.post(change_url(article), opened(desk, article) | {"_act": "withdraw", "act_note": "Taken back."})
    assert not Event.objects.published().exists()
    desk.post(change_url(article), opened(desk, article) | {"_act": "reinstate"})

    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_articles_are_deleted_only_while_they_tell_nothing(desk: Client, as_group: Any) -> None:
    idle, telling = make.article(), make.article()
    make.mention(idle)
    make.event(make.mention(telling))
    shown = make.published().mentions.get().article
    url = reverse("admin:events_article_delete", args=[idle.pk])
    assert as_group("Contributor").post(url, {"post": "yes"}).status_code == 403

    desk.post(url, {"post": "yes"})
    refused = desk.post(
        reverse("admin:events_article_delete", args=[telling.pk]), {"post": "yes"}, follow=True
    )
    chosen = {"action": "delete_selected", "_selected_action": [shown.pk], "post": "yes"}
    in_list = desk.post(reverse("admin:events_article_changelist"), chosen, follow=True)

    assert set(Article.objects.all()) == {telling, shown}
    assert any("Discard that first" in str(message) for message in refused.context["messages"])
    assert any("was published. Withdraw it" in str(message) for message in in_list.context["messages"])


@pytest.mark.parametrize(
    ("places", "figures", "words"), [(1, 2, "1 place, 2 figures"), (0, 1, "1 figure"), (0, 0, "nothing")]
)
def test_list_says_what_is_left_to_decide(places: int, figures: int, words: str) -> None:
    article = Article(read_at=timezone.now())
    # As the list's queryset has it.
    article.open_places, article.open_figures = places, figures

    assert site.get_model_admin(Article).undecided(article) == words
