"""Reading a stored article. The places here are few and own; the gazetteer's own tests hold the many."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from events.enums import MentionStatus, PlaceKind, Precision, Relation
from events.folding import fold
from events.models import Article, Decision, Figure, Mention, Place, PlaceName
from events.pipeline.storing import claimant_of, read_article, set_geometry
from events.review.acts import Refused
from tests.review import factories as make

pytestmark = pytest.mark.django_db

TEXT = (
    "Shells fell on the town of Qarnabil in the night. At least 12 people were killed, the Example Rescue "
    "Service said."
)


def known(name: str, **fields: object) -> Place:
    """A place that reading finds by its name."""
    place = make.place(name, **fields)
    PlaceName.objects.create(place=place, name=name, key=fold(name), kind="main")
    return place


def test_town_of_the_outlets_country_is_meant_when_nothing_else_is_said() -> None:
    known("Qarnabil", country="SY", population=30_000)
    near = known("Qarnabil", country="LB", population=20_000)
    paper = make.outlet(country="LB")

    read_article(make.article(TEXT, outlet=paper), by=make.person("Editor"))

    assert Mention.objects.get(quote="Qarnabil").place == near


def test_article_is_read_once_into_proposals() -> None:
    by, article, place = make.person("Editor"), make.article(TEXT), known("Qarnabil")
    service = make.organisation(name="Example Rescue Service")

    reading = read_article(article, by=by)

    article.refresh_from_db()
    mention, figure = Mention.objects.get(quote="Qarnabil"), Figure.objects.get()
    assert article.read_at is not None
    assert len(reading.mentions) == article.mentions.count()
    assert (mention.status, mention.place, mention.precision) == ("proposed", place, Precision.SETTLEMENT)
    assert TEXT[mention.excerpt_start : mention.excerpt_end].startswith("Shells fell")
    candidate = mention.candidates.first()
    assert (candidate.place, candidate.rank, bool(candidate.reasons)) == (place, 1, True)
    assert (figure.wording, figure.low, figure.high) == ("At least 12", 12, None)
    assert figure.claimant == service
    assert list(figure.mentions.all()) == [mention]
    assert Decision.objects.get(verb="read_article").article == article
    with pytest.raises(Refused, match=r"has been read already\. Its proposals wait on the desk"):
        read_article(article, by=by)
    assert Mention.objects.filter(quote="Qarnabil").count() == 1


def test_article_is_read_only_by_those_who_may() -> None:
    article = make.article(TEXT)

    with pytest.raises(PermissionDenied):
        read_article(article, by=make.person(""))

    assert Article.objects.get().read_at is None


def test_nothing_is_kept_of_a_reading_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    known("Qarnabil")
    article = make.article(TEXT)
    Article.objects.filter(pk=article.pk).update(text="Other words")

    with pytest.raises(Exception, match=r"not the article's text|lies outside"):
        read_article(article, by=make.person())

    assert not Mention.objects.exists()
    assert not Figure.objects.exists()
    assert Article.objects.get().read_at is None


def test_relation_that_a_place_cannot_have_leaves_the_place_to_the_editor() -> None:
    mention = make.mention(status=MentionStatus.PROPOSED, relation=Relation.BORDER)

    set_geometry(mention)

    assert (mention.geometry, mention.precision) == (None, Precision.UNKNOWN)
    assert mention.evidence == ["Whose border with Saraqib? Choose the second country."]
    mention.save()


def test_country_keeps_its_shape_and_says_that_it_is_one() -> None:
    syria = make.place("Syria", kind=PlaceKind.COUNTRY, geometry=make.square())
    mention = make.mention(place=syria, geometry=None)

    set_geometry(mention)

    assert (mention.geometry, mention.precision) == (make.square(), Precision.COUNTRY)


@pytest.mark.parametrize(
    ("words", "is_known"),
    [
        ("the Example Rescue Service", True), ("EXAMPLE RESCUE SERVICE", True), ("The Helmets", True),
        ("helmets", True), ("Example Rescue", False), ("", False), (None, False), ("x" * 300, False),
    ],
)  # fmt: skip
def test_claimant_is_known_by_its_name_or_another(words: str | None, is_known: bool) -> None:
    service = make.organisation(name="Example Rescue Service", aliases=["the Helmets"])

    assert claimant_of(words) == (service if is_known else None)
