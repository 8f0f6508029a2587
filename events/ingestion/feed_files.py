"""RSS and Atom: what a feed says of its articles."""

from __future__ import annotations

import calendar
import hashlib
import io
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin

import feedparser

from events.ingestion.documents.document import language_code
from events.ingestion.text import UnreadableArticle

#: Entries of one feed that are looked at, the first: feeds name the newest first.
MAX_ENTRIES = 200
MAX_HEADLINE, MAX_SUMMARY, MAX_URL, MAX_GUID = 300, 2_000, 1_000, 500

_TAGS = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A feed's title, language, and entries (dicts of plain values: `guid`, `url`, `headline`, `summary`,
    `published_at` as ISO 8601 or None)."""

    title: str
    language: str
    entries: list[dict[str, Any]] = field(default_factory=list)


def read_feed(raw: bytes, address: str = "") -> FeedFile:
    """Links are resolved against the feed's own `address`, unless it names another base. Raises
    UnreadableArticle for what is no feed. Entries without a headline and an address are left out."""
    # As a file: of bytes the library would first look whether they name one on this disk.
    parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=True, resolve_relative_uris=False)
    if not parsed.get("version"):
        raise UnreadableArticle(
            "This is no feed: neither RSS nor Atom was found in it. Look for the outlet's “RSS” link and "
            "give its address."
        )
    entries = [_entry(entry, address) for entry in parsed.entries[:MAX_ENTRIES]]
    return FeedFile(
        title=plain(parsed.feed.get("title"), MAX_HEADLINE),
        language=language_code(parsed.feed.get("language")),
        entries=[entry for entry in entries if entry["headline"] and entry["url"]],
    )


def _entry(entry: Any, address: str) -> dict[str, Any]:
    url = _resolved(address, str(entry.get("link") or "").strip())
    if len(url) > MAX_URL or not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        url = ""
    guid = _CONTROLS.sub("", str(entry.get("id") or url))
    if len(guid) > MAX_GUID:
        guid = hashlib.sha256(guid.encode("utf-8", "replace")).hexdigest()
    return {
        "guid": guid,
        "url": url,
        "headline": plain(entry.get("title"), MAX_HEADLINE),
        "summary": plain(entry.get("summary"), MAX_SUMMARY),
        "published_at": _time(entry.get("published_parsed") or entry.get("updated_parsed")),
    }


def _resolved(address: str, link: str) -> str:
    try:
        return urljoin(address, link) if link else ""
    except ValueError:
        return ""


def plain(markup: object, longest: int) -> str:
    """The words of a piece of markup, at most `longest` characters; a cut shows as …"""
    words = unescape(_TAGS.sub(" ", str(markup or "")[: 20 * longest]))
    words = " ".join(_CONTROLS.sub("", words).split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _time(parsed: Any) -> str | None:
    """ISO 8601 in UTC; None for a time that is missing or cannot be."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
