"""From a file, or what was fetched, to a Document: its size, what it is, and the parser for that."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from events.ingestion.documents.apart import read_apart
from events.ingestion.documents.document import Document
from events.ingestion.documents.encodings import decoded
from events.ingestion.documents.kinds import Kind, kind_of
from events.ingestion.language import language_of
from events.ingestion.opening import headline_and_body
from events.ingestion.text import MAX_BYTES, UnreadableArticle, clean


def read_document(raw: bytes, *, charset: str = "", url: str = "", is_page: bool = False) -> Document:
    """The text of a file and what it says of itself; nothing is stored.

    `charset` is the encoding where somebody has named it, `url` where the file was found, `is_page` whether
    its server has called it HTML. Raises UnreadableArticle with a sentence for what is too large, of another
    kind, damaged, or holds no words.
    """
    limit = settings.INTAKE_MAX_FILE_BYTES
    if len(raw) > limit:
        raise UnreadableArticle(
            f"The file has {len(raw):,} bytes; at most {limit:,} are read. Give the article alone, without "
            "its pictures."
        )
    if not raw.strip():
        raise UnreadableArticle("The file is empty. Choose the one with the article.")
    kind = kind_of(raw, is_page=is_page)
    if kind is Kind.TEXT:
        return _plain(raw, charset, url)
    options: dict[str, Any] = {}
    if kind is Kind.HTML:
        options = {"charset": charset, "url": url}
    elif kind is Kind.PDF:
        options = {"max_pages": settings.INTAKE_MAX_PAGES}
    answer = read_apart(
        kind.value, raw, options,
        timeout=settings.INTAKE_READ_TIMEOUT_S, memory=settings.INTAKE_READ_MEMORY_BYTES,
    )  # fmt: skip
    day = answer["published_on"]
    return _completed(
        clean(answer["text"]), headline=answer["headline"][:300], language=answer["language"],
        published_on=date.fromisoformat(day) if day else None, outlet=answer["outlet"],
        url=answer["url"] or url, notices=tuple(answer["notices"]),
    )  # fmt: skip


def _completed(text: str, *, headline: str = "", language: str = "", **known: Any) -> Document:
    """What the file does not say of headline and language is told from its text, as of a pasted one."""
    if not headline:
        headline, text = headline_and_body(text)
    elif (rest := text.removeprefix(headline)) != text and rest.startswith("\n"):
        # Above its text a page has its headline once more.
        text = rest.strip()
    return Document(text=text, headline=headline, language=language or language_of(text), **known)


def _plain(raw: bytes, charset: str, url: str) -> Document:
    if len(raw) > MAX_BYTES:
        raise UnreadableArticle(
            f"The file has {len(raw):,} bytes of text; an article has at most {MAX_BYTES:,}. "
            "Give the text of one article."
        )
    text, guessed = decoded(raw, declared=charset)
    notices: tuple[str, ...] = ()
    if guessed:
        notices = (
            f"The file is not in UTF-8; it was read as {guessed}. Look whether its letters are right.",
        )
    return _completed(clean(text), url=url, notices=notices)
