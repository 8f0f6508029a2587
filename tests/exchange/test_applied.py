from __future__ import annotations

import json
from datetime import date

from events.enums import EventKind, FigureRole, Measure, Precision, Quantifier
from events.exchange.applied import cells_as_json, describe, with_rows
from events.exchange.entries import ArticleEntry, Entry, FigureEntry, MentionEntry, PlaceRef
from events.exchange.known import Answer, Found, Memory

ODD = 'Both "sides"\\ of\tthe – سوق\n'


def entry_of(**fields: object) -> Entry:
    mention = MentionEntry(0, 3, 0, 9, place=PlaceRef("Saraqib", "SY"), distance_m=1500.5, direction=ODD)
    figures = [
        FigureEntry(0, 3, 0, 9, Measure.KILLED, low, 15, quantifier=Quantifier.BETWEEN, claimant_words=ODD,
                    since=ODD, period_start=date(2019, 8, 1), household_size=size)
        for low, size in ((10, "4.5"), (None, ""))
    ]  # fmt: skip
    article = ArticleEntry("1", "A night", ODD)
    return Entry(2, "4711", {"id": "4711", ODD: ODD}, ODD, EventKind.CLASH, [article], [mention], figures,
                 summary=ODD, earliest=date(2019, 8, 30), precision=Precision.NEAR, **fields)  # fmt: skip


def memory() -> Memory:
    """With the place of the entry's mention."""
    found = Memory({}, 7, 1)
    found.learn(Answer(places={PlaceRef("Saraqib", "SY"): 12}, found={12: Found(12, "POINT(36 35)")}))
    return found


def test_json_of_an_entry_is_what_an_encoder_would_write() -> None:
    """Letter for letter: digests of rows that were imported before were made of it."""
    entry = entry_of()
    raw = json.dumps(entry.raw, ensure_ascii=False)

    describe(entry, memory())

    assert entry.raw_json == raw
    assert entry.applied_json == json.dumps(entry.applied, ensure_ascii=False)
    assert entry.applied["event"] == {
        "title": ODD, "summary": ODD, "kind": "clash", "layer_id": 7, "place_id": None, "precision": "near",
        "earliest": "2019-08-30", "latest": None, "date_precision": "unknown", "verification": "weak",
        "is_graphic": False, "geometry": "",
    }  # fmt: skip
    assert entry.applied["mentions"] == [
        {"place_id": 12, "precision": "unknown", "role": "happened_here", "relation": "in", "direction": ODD,
         "distance_m": 1500.5},
    ]  # fmt: skip
    figures = entry.applied["figures"]
    assert [(f["key"], f["low"], f["household_size"], f["claimant_id"]) for f in figures] == [
        ("killed/people/recommended", 10, "4.5", None), ("killed/people/corroborating", None, None, None),
    ]  # fmt: skip
    assert [f.role for f in entry.figures] == [FigureRole.RECOMMENDED, FigureRole.CORROBORATING]


def test_entry_that_is_described_again_has_the_same_digest() -> None:
    entry, known = entry_of(), memory()
    describe(entry, known)
    first, entry.applied_json = entry.digest, ""

    describe(entry, memory())

    assert entry.digest == first
    assert json.loads(with_rows(entry, [5], [6, 7])) == {
        **entry.applied, "ids": {"mentions": [5], "figures": [6, 7]}
    }  # fmt: skip


def test_cells_of_rows_that_belong_together_are_kept_too() -> None:
    cells = {"rows": [{"event_id": "a1", "quote": ODD}, {"event_id": "a1"}]}

    assert json.loads(cells_as_json(cells)) == cells
