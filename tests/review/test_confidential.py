"""Confidential notes and sources."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from pytest_django.fixtures import Settings

from events.models import Article, ConfidentialNote, Decision, KeptSource
from events.models.confidential import ConfidentialKind
from events.review.acts import Refused
from events.review.articles import change_article
from events.review.aside import known
from events.review.confidential import (
    add_confidential_note,
    change_confidential_note,
    keep_source,
    may_see_source,
    name_source,
    remove_confidential_note,
)
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db

SECRET = "The nurse on the night shift told us."


def test_note_is_seen_by_its_writer_and_from_editors_up() -> None:
    writer, other = make.person("Contributor"), make.person("Contributor")
    note = add_confidential_note(make.article(created_by=writer), by=writer, text=SECRET)

    seen_by = {
        user: note in ConfidentialNote.objects.visible_to(user)
        for user in (writer, other, make.person("Editor"), make.person("Publisher"))
    }

    assert list(seen_by.values()) == [True, False, True, True]


@pytest.mark.parametrize("about", ["article", "event", "figure", "organisation"])
def test_note_can_be_about_each_kind_of_row(about: str) -> None:
    rows = {
        "article": make.article, "event": make.event, "figure": make.figure,
        "organisation": make.organisation,
    }  # fmt: skip
    row = rows[about]()

    note = add_confidential_note(row, by=make.person(), text=SECRET, kind=ConfidentialKind.SOURCE)

    assert getattr(note, about) == row
    assert note in row.confidential_notes.all()


def test_note_about_nothing_or_two_rows_is_refused_by_the_database() -> None:
    by, article = make.person(), make.article()

    for about in ({}, {"article": article, "organisation": make.organisation()}):
        with pytest.raises(IntegrityError, match="confidential_note_is_about_one_row"), transaction.atomic():
            ConfidentialNote.objects.create(text=SECRET, by_id=by.pk, **about)


def test_record_holds_the_act_and_nothing_of_the_note() -> None:
    by = make.person()
    note = add_confidential_note(make.article(), by=by, text=SECRET)
    change_confidential_note(note, by=by, text=f"{SECRET} Twice.", kind=ConfidentialKind.SOURCE)
    remove_confidential_note(note, by=by)

    acts = Decision.objects.filter(verb__contains="confidential")
    assert [(act.note, act.public_note, act.changes) for act in acts] == [("", "", {})] * 3


def test_note_of_another_is_not_changed() -> None:
    note = add_confidential_note(make.article(), by=make.person(), text=SECRET)

    with pytest.raises(PermissionDenied, match="whoever wrote it"):
        change_confidential_note(note, by=make.person(), text="Other", kind=ConfidentialKind.NOTE)
    with pytest.raises(PermissionDenied, match="no such note"):
        remove_confidential_note(note, by=make.person("Contributor"))
    note.refresh_from_db()
    assert note.text == SECRET


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  ", "The note is empty"), ("x" * 10_001, "has 10,001 characters; at most 10,000")],
    ids=["empty", "long"],
)
def test_note_without_words_or_as_long_as_a_document_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        add_confidential_note(make.article(), by=make.person(), text=text)


def test_nothing_confidential_is_in_what_logs_name_rows_by(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    by = make.person()
    article = make.article(outlet=make.outlet(name="Quiet Courier"))
    note = add_confidential_note(article, by=by, text=SECRET)
    keep_source(article, by=by, reason="They would be in danger.")
    kept = KeptSource.objects.get()

    assert SECRET not in f"{note} {note!r}"
    assert "Quiet" not in f"{kept} {kept!r} {Article.objects.get(pk=article.pk)!r}"
    own = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not any(SECRET in message or "Quiet Courier" in message for message in own)


def test_log_of_a_refused_row_does_not_hold_it(settings: Settings) -> None:
    """The database names the values of a row that breaks a rule."""
    logged = StringIO()
    handler = logging.StreamHandler(logged)
    config = settings.LOGGING["formatters"]["line"]
    handler.setFormatter(import_string(config["()"])(config["format"], style=config["style"]))
    text = f"{SECRET}\n\nAnd more of it."
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ConfidentialNote.objects.create(text=text, by=make.person())
    how = (refused.type, refused.value, refused.tb)
    handler.emit(logging.LogRecord("x", logging.ERROR, "", 0, f"Not kept: {refused.value}", (), how))

    assert SECRET in str(refused.value)
    said = logged.getvalue()
    assert SECRET not in said
    assert "And more of it" not in said
    assert "Traceback" in said
    assert "violates check constraint" in said


# Sources


def test_kept_source_lies_aside() -> None:
    article = factories.published_event().mentions.get().article
    was = (article.outlet, article.headline, article.url)
    by = make.person("Editor")

    keep_source(article, by=by, reason="They would be in danger.")

    article.refresh_from_db()
    assert (article.outlet.is_unnamed, article.headline, article.url) == (True, "", "")
    exact = known(article)
    assert (exact.outlet, exact.headline, exact.url) == was
    assert not Decision.objects.filter(verb="keep_source").exclude(changes={}).exists()
    assert may_see_source(by, article)
    assert not may_see_source(make.person("Contributor"), article)


def test_source_named_again_is_as_it_was() -> None:
    by = make.person()
    article = factories.published_event(by=by).mentions.get().article
    headline = article.headline
    keep_source(article, by=by, reason="They would be in danger.")

    with pytest.raises(Refused, match="Say in a note to readers"):
        name_source(article, by=by)
    name_source(article, by=by, public_note="They may be named now.")

    article.refresh_from_db()
    assert (article.headline, article.is_withheld) == (headline, False)
    assert not KeptSource.objects.exists()


def test_sources_of_one_text_are_both_kept() -> None:
    by = make.person()
    one, other = (
        make.article(outlet=make.outlet(name=name), fingerprint="same") for name in ("One", "Other")
    )

    for article in (one, other):
        keep_source(article, by=by, reason="They would be in danger.")

    assert [known(article).outlet.name for article in (one, other)] == ["One", "Other"]


def test_correction_of_a_kept_source_goes_aside() -> None:
    by = make.person()
    article = factories.published_event(by=by).mentions.get().article
    keep_source(article, by=by, reason="They would be in danger.")
    other = make.outlet(name="Quiet Courier")

    change_article(article, {"outlet": other, "headline": "What they saw"}, by=by)

    article.refresh_from_db()
    assert (article.headline, article.outlet.is_unnamed) == ("", True)
    assert (known(article).headline, known(article).outlet) == ("What they saw", other)
    assert not Decision.objects.filter(changes__has_any_keys=["outlet", "headline"]).exists()


def test_source_that_is_a_claimant_too_is_refused() -> None:
    of = factories.article(outlet=make.outlet(name="Quiet Courier"))
    factories.published_event(of=of, figure={"claimant": make.organisation(name="The Quiet Courier")})

    with pytest.raises(Refused, match="names the source as its claimant"):
        keep_source(of, by=make.person(), reason="They would be in danger.")


def test_contributor_may_not_keep_a_source() -> None:
    with pytest.raises(PermissionDenied):
        keep_source(make.article(), by=make.person("Contributor"), reason="Safety.")


def test_panel_keeps_a_note_and_shows_it_to_those_who_may_see_it(client: Client) -> None:
    writer = make.person("Editor")
    event = make.event(by=writer)
    page = reverse("admin:events_event_change", args=[event.pk])
    client.force_login(writer)
    add_confidential_note(event, by=writer, text=SECRET)
    assert SECRET in client.get(page).content.decode()
    assert SECRET not in client.get(reverse("admin:events_decision_changelist")).content.decode()
    client.force_login(make.person("Contributor"))
    assert SECRET not in client.get(page).content.decode()
