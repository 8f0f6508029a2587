"""Reads the demonstration files, and finds their spans as the loader does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[2] / "events" / "demonstration"
PATHS = sorted((FOLDER / "articles").glob("*.toml"))


class Told(NamedTuple):
    """A figure or a place as one article gives it, with the event that it belongs to."""

    event: str
    article: str
    row: dict[str, Any]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def articles() -> list[dict[str, Any]]:
    """In the order in which they were published."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in PATHS]


def text_of(article: dict[str, Any]) -> str:
    return article["text"].strip()


def event_id(article: dict[str, Any], position: int, event: dict[str, Any]) -> str:
    return event.get("same_as") or f"{article['slug']}/{position}"


def told(part: str) -> list[Told]:
    """Every `places` or `figures` row, in the order of publication."""
    return [
        Told(event_id(article, position, event), article["slug"], row)
        for article in articles()
        for position, event in enumerate(article["events"], 1)
        for row in event.get(part, [])
    ]


def own_events() -> list[dict[str, Any]]:
    return [event for article in articles() for event in article["events"] if "same_as" not in event]


def span(text: str, words: str, occurrence: int) -> tuple[int, int] | None:
    """Where the n-th occurrence of `words` stands, counted as plain substrings; None if there are fewer."""
    start = -1
    for _ in range(occurrence):
        start = text.find(words, start + 1)
        if start < 0:
            return None
    return start, start + len(words)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Not a piece of a longer word or of a longer number ("one" in "someone", "790" in "790,000")."""
    before, after = text[:start], text[end:]
    return not re.search(r"\w$|\d[.,]$", before) and not re.match(r"\w|[.,]\d", after)
