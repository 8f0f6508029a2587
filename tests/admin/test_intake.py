"""A new article from a file, an address or a bookmark: the form is filled in, and saved as if it was
pasted."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from events.admin.bookmarklet import code
from events.admin.intake import outlet_named
from events.models import Article, Decision, Feed
from tests.admin.pages import add_url, change_url, errors, opened, typed
from tests.review import factories as make

pytestmark = pytest.mark.django_db

TEXT = (
    "Shells fell on the market of the town before noon, and the people who had come for bread ran to the "
    "cellars of the school behind it. Rescuers counted at least four dead by the evening."
)


def read(desk: Client, raw: bytes, **fields: Any) -> Any:
    file = SimpleUploadedFile("article.bin", raw)
    return desk.post(add_url("article"), {"_read": "file", "_file": file, **fields})


def said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_file_is_read_into_the_form_and_saved_as_if_pasted(desk: Client) -> None:
    outlet = make.outlet()
    answer = read(desk, f"Market hit\n\n{TEXT}".encode(), outlet=str(outlet.pk), published_on="2019-08-31")

    form = typed(answer.content.decode())
    assert answer.status_code == 200
    assert not Article.objects.exists()
    assert not Decision.objects.exists()
    assert (form["text"], form["headline"], form["language"]) == (TEXT, "Market hit", "en")
    assert (form["outlet"], form["published_on"]) == (str(outlet.pk), "2019-08-31")
    assert "were read. Look them over, complete the form and save." in said(answer)
    saved = desk.post(add_url("article"), form)
    article = Article.objects.get()
    assert saved.url == reverse("admin:events_article_desk", args=[article.pk])
    assert (article.text, article.figures.get().wording) == (TEXT, "at least four")


def test_page_gives_its_outlet_and_day_and_what_was_typed_stays(desk: Client) -> None:
    outlet = make.outlet(name="The Example Gazette")
    page = f"""<!doctype html><html lang="en"><head><title>Market hit</title>
        <meta property="og:site_name" content="the example gazette">
        <meta property="article:published_time" content="2019-08-31"></head>
        <body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"""

    form = typed(read(desk, page.encode(), headline="My headline").content.decode())

    assert (form["headline"], form["published_on"], form["outlet"]) == (
        "My headline", "2019-08-31", str(outlet.pk)
    )  # fmt: skip


def test_outlet_is_told_by_its_name_or_website_where_one_alone_is_meant() -> None:
    gazette = make.outlet(name="The Gazette", url="https://www.gazette.example/")
    make.outlet(name="One", url="https://shared.example/one")
    make.outlet(name="Two", url="https://shared.example/two")

    assert outlet_named("the gazette", "") == gazette.pk
    assert outlet_named("", "http://gazette.example/2019/market") == gazette.pk
    assert outlet_named("", "https://shared.example/x") is None
    assert outlet_named("Nobody", "https://gazette.example.evil.example/") is None
    assert outlet_named("", "") is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"_read": "file"}, "Choose the file first."),
        ({"_read": "file", "_file": SimpleUploadedFile("x", b"\x89PNG\r\n")}, "The file is a picture"),
        ({"_read": "address"}, "Give the address of the page first."),
        ({"_read": "address", "_address": "http://127.0.0.1/"}, "This site does not fetch pages."),
    ],
    ids=["no file", "picture", "no address", "off"],
)
def test_refusal_loses_nothing_that_was_typed(desk: Client, fields: dict[str, Any], sentence: str) -> None:
    if "_file" in fields:
        fields["_file"].seek(0)

    answer = desk.post(add_url("article"), {"text": "Typed words.", "headline": "Typed", **fields})

    assert sentence in said(answer)
    form = typed(answer.content.decode())
    assert (form["text"], form["headline"]) == ("Typed words.", "Typed")
    assert not Article.objects.exists()


def test_address_is_fetched_behind_the_guard(desk: Client, settings: Settings) -> None:
    settings.INTAKE_FETCH = True

    for address in ("127.0.0.1", "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd"):
        answer = desk.post(add_url("article"), {"_read": "address", "_address": address})
        assert "cannot be fetched: it is not the address of a public page" in said(answer)

    assert 'value="address"' in answer.content.decode()
    settings.INTAKE_FETCH = False
    html = desk.get(add_url("article")).content.decode()
    assert "This site does not fetch pages." in html
    assert 'value="address"' not in html


def test_reading_needs_the_right_to_add(client: Client) -> None:
    client.force_login(make.person(""))

    assert read(client, TEXT.encode()).status_code == 403


def test_same_file_twice_is_recognised(desk: Client) -> None:
    outlet = make.outlet()
    fields = {"outlet": str(outlet.pk), "published_on": "2019-08-31"}
    for _time in range(2):
        form = typed(read(desk, f"Market hit\n\n{TEXT}".encode(), **fields).content.decode())
        answer = desk.post(add_url("article"), form)

    assert any("already here, word for word" in error for error in errors(answer))
    assert Article.objects.count() == 1


def test_article_is_assigned_on_its_page_and_readers_are_told_nothing(desk: Client, as_group: Any) -> None:
    article = make.published().mentions.get().article
    contributor = make.person("Contributor")

    answer = desk.post(change_url(article), opened(desk, article) | {"assignee": str(contributor.pk)})

    assert answer.status_code == 302, errors(answer)
    article.refresh_from_db()
    assert (article.assignee, article.status) == (contributor, "published")
    decision = Decision.objects.get(verb="assign_article")
    assert (decision.public_note, decision.changes) == ("", {"assignee": [None, str(contributor)]})


def test_bookmark_hands_over_behind_the_hash_alone(desk: Client) -> None:
    page = desk.get(reverse("admin:events_bookmarklet"))
    link = code("https://desk.example/admin/events/article/receive/")

    assert page.status_code == 200
    assert link.startswith("javascript:")
    assert '"' not in link
    assert "<" not in link
    plain = unquote(link)
    assert "window.open(\"https://desk.example/admin/events/article/receive/\"+'#'+" in plain
    assert "?" not in plain


def test_page_that_receives_is_open_to_all_and_holds_nothing(client: Client) -> None:
    answer = client.get(reverse("admin:events_receive"))

    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]
    assert add_url("article") in answer.content.decode()
    assert client.post(reverse("admin:events_receive")).status_code == 405
    assert client.get(reverse("admin:events_bookmarklet")).status_code == 302


def test_feeds_are_kept_by_editors_and_say_when_they_are_not_asked(desk: Client, as_group: Any) -> None:
    outlet = make.outlet()
    fields = {"outlet": outlet.pk, "url": "https://herald.example.org/feed", "interval_minutes": "30"}

    assert "INTAKE_FETCH is off" in said(desk.get(add_url("feed")))
    assert desk.post(add_url("feed"), fields | {"interval_minutes": "1"}).status_code == 200
    assert desk.post(add_url("feed"), fields | {"is_active": "on"}).status_code == 302
    feed = Feed.objects.get()
    chosen = {"action": "ask_now", "_selected_action": [feed.pk]}
    desk.post(reverse("admin:events_feed_changelist"), chosen)

    feed.refresh_from_db()
    assert feed.polled_at is None
    contributor = as_group("Contributor")
    assert contributor.get(reverse("admin:events_feed_changelist")).status_code == 200
    assert contributor.post(add_url("feed"), fields).status_code == 403


def test_feed_is_asked_from_its_list_and_what_was_wrong_is_said(desk: Client, settings: Settings) -> None:
    settings.INTAKE_FETCH = True
    feed = Feed.objects.create(outlet=make.outlet(), url="http://127.0.0.1/feed")
    chosen = {"action": "ask_now", "_selected_action": [feed.pk]}

    answer = desk.post(reverse("admin:events_feed_changelist"), chosen, follow=True)

    assert "cannot be fetched" in said(answer)
    feed.refresh_from_db()
    assert feed.failures == 1
