"""HTML: the article in the page, without its menus, and what the page says of it."""

from __future__ import annotations

import re
from datetime import date

import trafilatura
from trafilatura.settings import Document as Extract

from events.ingestion.documents.document import Document, language_code
from events.ingestion.documents.encodings import decoded
from events.ingestion.text import UnreadableArticle

_LANG = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?\s*([A-Za-z_-]{2,20})", re.IGNORECASE)


def read_page(raw: bytes, *, charset: str = "", url: str = "") -> Document:
    """`charset` is what the server has named, `url` where the page was found. Nothing else is fetched.

    Raises UnreadableArticle when no article is found in it.
    """
    html, guessed = decoded(raw, declared=charset, is_page=True)
    found = trafilatura.bare_extraction(
        html,
        url=url or None,
        include_comments=False,
        include_images=False,
        include_links=False,
        with_metadata=True,
        # A date that is only guessed from the words is worse than none.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = _paragraphs(found.text or "") if isinstance(found, Extract) else ""
    if not isinstance(found, Extract) or not text:
        raise UnreadableArticle(
            "No article was found in this page: it may be made by scripts, or hold links alone. Open it, "
            "copy the article's text and paste it."
        )
    lang = _LANG.search(html[:10_000])
    notices = (_guess(guessed),) if guessed else ()
    return Document(
        text=text,
        headline=" ".join((found.title or "").split()),
        published_on=_day(found.date),
        language=language_code(lang[1] if lang else ""),
        outlet=" ".join((found.sitename or "").split())[:200],
        url=url or _web_address(found.url),
        notices=notices,
    )


def _guess(encoding: str) -> str:
    return (
        f"The page does not say how it is encoded; it was read as {encoding}. Look whether its letters are "
        "right."
    )


def _paragraphs(text: str) -> str:
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _web_address(value: str | None) -> str:
    return value if value and re.match(r"https?://", value) else ""
