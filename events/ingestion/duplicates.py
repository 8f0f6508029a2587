"""Looks for a text among the stored ones before it is stored. The editor is told, and decides."""

from __future__ import annotations

from events.likeness import NEAR, bands, likeness
from events.models import Article

#: Texts that are compared in full, those that share the most bands.
MAX_COMPARED = 20


def near_duplicates(text: str, *, limit: int = 5) -> list[tuple[Article, float]]:
    """Stored articles that are like the text, the most alike first, with their likeness."""
    suspects = Article.objects.sharing_a_band(bands(text)).select_related("outlet")
    alike = [(article, likeness(text, article.text)) for article in suspects[:MAX_COMPARED]]
    alike = [(article, share) for article, share in alike if share >= NEAR]
    return sorted(alike, key=lambda pair: -pair[1])[:limit]
