"""Entries in portions: as many as a statement takes, and fewer where they are large."""

from __future__ import annotations

from typing import Any

import pytest

from events.enums import EventKind
from events.exchange.entries import ArticleEntry, Entry
from events.exchange.portions import portions


def entry(raw: dict[str, Any], text: str = "") -> Entry:
    article = ArticleEntry(key="a", headline="", text=text)
    return Entry(
        row=2, source_id="1", raw=raw, title="A", kind=EventKind.CLASH, articles=[article], mentions=[],
        figures=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "sizes"),
    [
        pytest.param([entry({"a": "b"}) for _ in range(12)], [4, 5, 3], id="small"),
        pytest.param([entry({"a": "b" * 60}) for _ in range(4)], [2, 2], id="large cells"),
        pytest.param(
            [entry({"rows": [{"a": "b" * 150}]}) for _ in range(3)], [1, 1, 1], id="rows of an event"
        ),
        pytest.param([entry({}, str(number) * 60) for number in range(4)], [2, 2], id="large texts"),
        pytest.param([entry({}, text) for text in ["d" * 90] * 9], [4, 5], id="one text of several"),
        pytest.param([], [], id="none"),
    ],
)
def test_portions_are_of_a_number_and_a_size(
    monkeypatch: pytest.MonkeyPatch, entries: list[Entry], sizes: list[int]
) -> None:
    monkeypatch.setattr("events.exchange.portions._MOST", 100)
    assert [len(portion) for portion in portions(iter(entries), 4, 5)] == sizes
