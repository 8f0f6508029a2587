"""Articles that print nearly the same text."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from events.findings.finding import Finding, Ref
from events.likeness import NEAR, likeness
from events.models import Article
from events.models.article import origins_of

#: Texts that are compared in full with one: those that share the most bands.
MAX_COMPARED = 10

#: The index on the bands finds those that share one, among a hundred thousand articles in milliseconds.
_NEAR = """
SELECT a.id, o.id FROM events_article a CROSS JOIN LATERAL (
    SELECT other.id FROM events_article other
    WHERE other.bands && a.bands AND other.id <> a.id AND other.kind = 'article'
    ORDER BY (SELECT count(*) FROM unnest(other.bands) band WHERE band = ANY(a.bands)) DESC, other.id
    LIMIT %s
) o WHERE a.id = ANY(%s)
"""


def reprints_of(article: Article) -> list[Article]:
    """The other printers of the article's text, the earliest first: their claims and its are one claim."""
    origin = origins_of([article.pk])[article.pk]
    others = Article.objects.printing([origin]).exclude(pk=article.pk)
    return list(others.select_related("outlet").defer("text", "bands").order_by("published_on", "pk"))


def near_duplicates(articles: Iterable[int]) -> list[Finding]:
    """Articles that share at least half of their five-word runs with one of these, without being known as its
    reprints. Listed under the newer of the two."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [MAX_COMPARED, list(articles)])
        pairs = {(max(pair), min(pair)) for pair in cursor.fetchall()}
    origins = origins_of({number for pair in pairs for number in pair})
    pairs = {pair for pair in pairs if origins[pair[0]] != origins[pair[1]]}
    wanted = Article.objects.filter(pk__in={number for pair in pairs for number in pair})
    known = {article.pk: article for article in wanted.select_related("outlet").defer("bands")}
    findings = []
    for newer, older in sorted(pairs, reverse=True):
        share = likeness(known[newer].text, known[older].text)
        if share >= NEAR:
            findings.append(_finding(known[newer], known[older], share))
    return findings


def _finding(newer: Article, older: Article, share: float) -> Finding:
    about = Ref("article", newer.pk, newer.headline)
    return Finding(
        code="near_duplicate",
        sentence=f"The text of “{newer.headline}” ({newer.outlet.name}, {newer.published_on:%-d %B %Y}) is "
        f"{share:.0%} the same as that of “{older.headline}” ({older.outlet.name}, "
        f"{older.published_on:%-d %B %Y}).",
        way_out="If one reprints the other, say so in “near-duplicate of”: their figures are one claim then.",
        about=about, rows=(about, Ref("article", older.pk, older.headline)), score=round(share, 2),
    )  # fmt: skip
