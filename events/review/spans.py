"""Checks that marked words lie in their article, before the database refuses them less kindly."""

from __future__ import annotations

from events.models import Article
from events.models.mention import MAX_EXCERPT
from events.review.acts import Refused


def quote_of(article: Article, start: int, end: int) -> str:
    """The article's text from `start` to `end` (code points, end exclusive).

    Raises Refused when the span is empty, outside the text, or nothing but spaces.
    """
    size = len(article.text)
    if not 0 <= start < end <= size:
        raise Refused(
            f"The marked words run from {start} to {end}; the article has {size} characters. Mark them again."
        )
    quote = article.text[start:end]
    if not quote.strip():
        raise Refused("Only spaces are marked. Mark the words that name the place or the number.")
    return quote


def excerpt_of(article: Article, start: int, end: int) -> tuple[int, int]:
    """A passage around the span for a caller that brings none: its paragraph, cut to the longest allowed."""
    text = article.text
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    if right - left > MAX_EXCERPT:
        room = (MAX_EXCERPT - (end - start)) // 2
        left, right = max(left, start - room), min(right, end + room)
    return left, right
