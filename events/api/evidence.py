"""The passages that readers may see of an article, and what is marked in them.

An article's text is private; what leaves the database here is cut out by PostgreSQL, excerpt by excerpt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Substr
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.api.wording import day_text, text_direction
from events.enums import ArticleKind
from events.models import Article, Dataset, Figure, Mention
from events.models.mention import MAX_EXCERPT

#: Where a passage that is withheld is said to be: nowhere, for an offset would say which one it is.
NOWHERE = -1


def excerpt_text(prefix: str = "") -> Case:
    """The words of a span's excerpt, none where it is withheld; `prefix` leads to the row that has the span
    ("mention__")."""
    return Case(
        When(**{f"{prefix}is_withheld": True}, then=Value("")),
        default=Substr(
            f"{prefix}article__text",
            F(f"{prefix}excerpt_start") + 1,
            F(f"{prefix}excerpt_end") - F(f"{prefix}excerpt_start"),
        ),
        output_field=TextField(),
    )


@dataclass(frozen=True, slots=True)
class Marked:
    """A place or figure in its excerpt. Offsets are code points of the article, or NOWHERE."""

    kind: str
    id: int
    article: int
    start: int
    end: int
    excerpt_start: int
    excerpt_end: int
    text: str


def marked(kind: str, span: Mention | Figure, text: str) -> Marked:
    """A mention ("place") or figure in its excerpt."""
    if span.is_withheld:
        return Marked(kind, span.pk, span.article_id, *[NOWHERE] * 4, "")
    return Marked(
        kind, span.pk, span.article_id, span.start, span.end, span.excerpt_start, span.excerpt_end, text
    )


@dataclass(slots=True)
class Passage:
    article: int
    start: int
    end: int
    text: str
    marked: list[Marked] = field(default_factory=list)

    def take(self, span: Marked) -> bool:
        """Joins an overlapping excerpt that starts in here, unless the whole grew longer than one may be."""
        if span.excerpt_start > self.end or max(self.end, span.excerpt_end) - self.start > MAX_EXCERPT:
            return False
        if span.excerpt_end > self.end:
            self.text += span.text[self.end - span.excerpt_start :]
            self.end = span.excerpt_end
        self.marked.append(span)
        return True

    @property
    def is_withheld(self) -> bool:
        return self.start == NOWHERE

    def offsets(self, span: Marked) -> tuple[int, int]:
        return span.start - self.start, span.end - self.start


def passages_of(spans: Iterable[Marked]) -> list[Passage]:
    """The excerpts around the spans, each passage of an article once, in the order of the text."""
    by_article: dict[int, list[Marked]] = defaultdict(list)
    for span in spans:
        by_article[span.article].append(span)
    passages: list[Passage] = []
    for article, marked in by_article.items():
        here: list[Passage] = []
        for span in sorted(marked, key=lambda span: (span.excerpt_start, span.excerpt_end, span.start)):
            if not (here and here[-1].take(span)):
                here.append(Passage(article, span.excerpt_start, span.excerpt_end, span.text, [span]))
        passages += here
    return passages


def sources_of(passages: list[Passage], articles: dict[int, Article]) -> list[Article]:
    """The articles that are quoted, the earliest first."""
    quoted = {passage.article for passage in passages}
    return sorted(
        (articles[article] for article in quoted),
        key=lambda article: (article.published_on, article.pk),
    )


def _on_the_web(address: str) -> str:
    """A link as readers may follow it. Forms refuse "javascript:", but rows come from elsewhere too."""
    return address if address.startswith(("https://", "http://")) else ""


def source_dict(article: Article) -> dict[str, Any]:
    is_kept = article.outlet.is_unnamed
    return {
        "outlet": _("A source that is kept confidential") if is_kept else article.outlet.name,
        "headline": article.headline or _("Headline withheld"),
        "url": _on_the_web(article.url),
        "archive_url": _on_the_web(article.archive_url),
        "published_on": article.published_on.isoformat(),
        "published_text": day_text(article.published_on),
        "language": article.language,
        "is_demonstration": article.is_demonstration or article.outlet.is_demonstration,
        **({"is_withheld": True} if article.is_withheld else {}),
        **({} if is_kept else terms_of(article)),
    }


def terms_of(article: Article) -> dict[str, str]:
    """Under which terms the data set stands that a record is of; nothing for an article of a newspaper."""
    dataset = getattr(article.outlet, "dataset", None) if article.kind == ArticleKind.RECORD else None
    return terms_of_data_set(dataset) if dataset else {}


def terms_of_data_set(dataset: Dataset) -> dict[str, str]:
    terms = {
        "licence": dataset.licence,
        "licence_url": _on_the_web(dataset.licence_url),
        "attribution": dataset.attribution,
    }
    return {name: value for name, value in terms.items() if value}


def credit_of(name: str, terms: Mapping[str, str]) -> dict[str, str]:
    """A data set as the corner of a map names it."""
    return {"name": name, "licence": terms.get("licence", ""), "licence_url": terms.get("licence_url", "")}


def excerpt_dict(passage: Passage, article: Article, source: int) -> dict[str, Any]:
    marks = []
    for span in sorted(passage.marked, key=lambda span: (span.start, -span.end, span.kind)):
        start, end = passage.offsets(span)
        marks.append({"start": start, "end": end, "kind": span.kind, "id": span.id})
    if passage.is_withheld:
        language = get_language() or ""
        return {
            "text": _("The passage is withheld for people’s safety."),
            "lang": language,
            "dir": text_direction(language),
            "source": source,
            "marks": marks,
            "is_withheld": True,
        }
    return {
        "text": passage.text,
        "lang": article.language,
        "dir": text_direction(article.language),
        "source": source,
        "marks": marks,
    }
