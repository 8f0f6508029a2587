"""Excerpts of articles as the texts that are made of them."""

from __future__ import annotations

import pytest

from events.exchange import excerpts
from events.exchange.excerpts import Excerpts, source_of
from events.exchange.refusals import Unreadable
from events.exchange.scheme import Row


def row(event: str, url: str, excerpt: str) -> Row:
    return Row(2, {"event_id": event, "url": url, "excerpt": excerpt}, {})


def found(rows: list[Row]) -> list[tuple[str, str]]:
    """Of each row the article's text, and what its offsets point at."""
    gathered = Excerpts()
    gathered.gather(rows)
    told = [gathered.find(source_of(row), row.cell("excerpt")) for row in rows]
    return [(text, text[start:end]) for text, (start, end) in told]


def test_excerpts_of_an_article_are_one_text_and_those_of_others_are_not() -> None:
    rows = [row("a", "/1", "Shells fell."), row("b", "/2", "Shells fell."), row("c", "/1", "Seven died.")]

    whole = "Shells fell.\n\nSeven died."
    assert found(rows) == [
        (whole, "Shells fell."), ("Shells fell.", "Shells fell."), (whole, "Seven died."),
    ]  # fmt: skip


def test_excerpt_that_several_rows_quote_stands_once() -> None:
    told = found([row("a", "/1", "Shells fell."), row("b", "/1", "Shells fell.")])

    assert told == [("Shells fell.", "Shells fell.")] * 2


def test_excerpts_come_in_the_order_in_which_an_event_quotes_them() -> None:
    rows = [row("a", "/1", "Seven died."), row("b", "/1", "Shells fell."), row("b", "/1", "Seven died.")]

    assert {text for text, _said in found(rows)} == {"Shells fell.\n\nSeven died."}


@pytest.mark.parametrize("url", ["/1", "/{}"], ids=["of one article", "of many"])
def test_many_excerpts_are_refused_before_they_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """However short: what is kept about each is larger than a letter."""
    monkeypatch.setattr(excerpts, "_MOST", 3000)
    rows = [row(str(number), url.format(number), str(number)) for number in range(21)]

    Excerpts().gather([*rows[:20], *rows[:20]])
    with pytest.raises(Unreadable, match=r"MB of articles\. Split it, or use JSON lines\."):
        Excerpts().gather(rows)
