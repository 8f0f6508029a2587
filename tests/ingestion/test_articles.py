from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser

from events.enums import Status
from events.ingestion.articles import AlreadyHere, add_article
from events.ingestion.text import UnreadableArticle
from events.likeness import likeness
from events.models import Article, Decision, Outlet

REPORT = """Shells fell on the market of the town before noon, and the people who had come for bread ran
to the cellars of the school behind it. Rescuers counted four dead and eleven hurt by the evening, and said
that the road to the north stayed closed for the third day. A spokesman for the town council asked for
ambulances from the neighbouring district, whose hospital still has power and fuel."""
OTHER = """The harbour of the island reopened on Friday after the storm, and two ferries left with the
travellers who had slept on its benches since Tuesday. Nobody was hurt, the coastguard said, but a pier will
need months."""


@pytest.fixture
def by(db: None) -> AbstractUser:
    return get_user_model().objects.create_user("ana")


@pytest.fixture
def outlet(db: None) -> Outlet:
    return Outlet.objects.create(name="The Example Herald")


def add(by: AbstractUser, outlet: Outlet, text: str = REPORT, **fields: object):
    fields = {"headline": "Market hit", "published_on": date(2019, 8, 31), **fields}
    return add_article(by=by, outlet=outlet, text=text, **fields)


def test_add_article_stores_a_draft_and_records_the_decision(by: AbstractUser, outlet: Outlet) -> None:
    added = add(by, outlet, headline="  Market \n hit ")

    assert added.notice == ""
    article = Article.objects.get()
    assert (article.headline, article.status, article.created_by) == ("Market hit", Status.DRAFT, by)
    assert [(d.verb, d.by, d.article_id) for d in Decision.objects.all()] == [("add_article", by, article.pk)]


def test_add_article_recognises_the_same_words_whatever_their_dress(by: AbstractUser, outlet: Outlet) -> None:
    first = add(by, outlet).article

    with pytest.raises(AlreadyHere) as refused:
        add(by, outlet, text=REPORT.upper().replace(",", " ,"))

    assert refused.value.article == first
    assert "already here, word for word: “Market hit” (The Example Herald, 31 August 2019" in str(
        refused.value
    )
    assert Article.objects.count() == 1


def test_add_article_says_what_is_nearly_the_same(by: AbstractUser, outlet: Outlet) -> None:
    first = add(by, outlet).article
    reprint = Outlet.objects.create(name="The Example Post")

    added = add(by, reprint, text=REPORT.replace("four dead", "five dead"))

    assert added.article.duplicate_of == first
    assert added.notice.startswith("This text is 8")
    assert "“Market hit”" in added.notice


def test_add_article_takes_another_text_as_new(by: AbstractUser, outlet: Outlet) -> None:
    add(by, outlet)

    assert add(by, outlet, text=OTHER).near == ()


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"text": " "}, "The article is empty."),
        ({"headline": " "}, "The article has no headline."),
        ({"headline": "x" * 301}, "The headline has 301 characters"),
        ({"url": "javascript:alert(1)"}, '"javascript:alert(1)" is not a web address.'),
    ],
)
def test_add_article_refuses_and_stores_nothing(
    by: AbstractUser, outlet: Outlet, fields: dict[str, str], part: str
) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        add(by, outlet, **fields)

    assert str(refused.value).startswith(part)
    assert Article.objects.count() == Decision.objects.count() == 0


def test_likeness_is_one_for_the_same_and_zero_for_others() -> None:
    assert likeness(REPORT, REPORT) == 1
    assert likeness(REPORT, OTHER) == 0
