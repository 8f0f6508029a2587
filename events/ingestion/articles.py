from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction

from events.ingestion.duplicates import near_duplicates
from events.ingestion.text import UnreadableArticle, clean
from events.likeness import bands, fingerprint
from events.models import Article, Decision, Outlet

MAX_URL = 1000


class AlreadyHere(UnreadableArticle):
    """The outlet's article is stored already, word for word."""

    def __init__(self, article: Article) -> None:
        super().__init__(
            f"This article is already here, word for word: “{article.headline}” "
            f"({article.outlet}, {article.published_on:%-d %B %Y}, no. {article.pk}). Nothing was added."
        )
        self.article = article


@dataclass(frozen=True, slots=True)
class Added:
    """A stored article and those that are nearly the same, with their likeness in [0, 1]."""

    article: Article
    near: tuple[tuple[Article, float], ...]

    @property
    def notice(self) -> str:
        """A sentence for the editor, empty when the text is new."""
        if not self.near:
            return ""
        like, share = self.near[0]
        return (
            f"This text is {share:.0%} the same as “{like.headline}” ({like.outlet}, "
            f"{like.published_on:%-d %B %Y}, no. {like.pk}). If one is a reprint of the other, their figures "
            "are one claim."
        )


def add_article(
    *,
    by: AbstractUser,
    outlet: Outlet,
    headline: str,
    text: str,
    published_on: date,
    url: str = "",
    language: str = "en",
    assignee: AbstractUser | None = None,
    is_demonstration: bool = False,
) -> Added:
    """Stores an article as a draft.

    Raises UnreadableArticle for text that is no article, AlreadyHere for one stored word for word.
    """
    text = clean(text)
    headline = " ".join(headline.split())
    if not headline:
        raise UnreadableArticle("The article has no headline. Give the one it was printed under.")
    if len(headline) > 300:
        raise UnreadableArticle(
            f"The headline has {len(headline)} characters; at most 300 are kept. Shorten it."
        )
    if url:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise UnreadableArticle(
                f'"{url}" is not a web address. Use one that begins with https://'
            ) from error
        if len(url) > MAX_URL:
            raise UnreadableArticle(
                f"The address has {len(url):,} characters; at most {MAX_URL:,} are kept. "
                "Leave away what follows the question mark."
            )
    mark = fingerprint(text)
    if same := Article.objects.filter(outlet=outlet, fingerprint=mark).select_related("outlet").first():
        raise AlreadyHere(same)
    near = near_duplicates(text)
    try:
        with transaction.atomic():
            article = Article.objects.create(
                outlet=outlet, headline=headline, text=text, published_on=published_on, url=url,
                language=language, fingerprint=mark, bands=bands(text),
                duplicate_of=near[0][0] if near else None, created_by_id=by.pk,
                assignee_id=assignee.pk if assignee else None, is_demonstration=is_demonstration,
            )  # fmt: skip
            Decision.objects.record(verb="add_article", by=by, on=article, to_status=article.status)
    except IntegrityError:
        # Somebody stored the same article between the question and the answer.
        raise AlreadyHere(Article.objects.get(outlet=outlet, fingerprint=mark)) from None
    return Added(article, tuple(near))
