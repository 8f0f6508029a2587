from __future__ import annotations

import json
from datetime import date

import pytest

from events.enums import EventKind, FigureRole, Measure, Precision, Quantifier, Relation, Scope, Unit
from events.exchange.applied import (
    FIGURE_FIELDS,
    MENTION_FIELDS,
    cells_as_json,
    describe,
    filled,
    made_of,
    with_rows,
)
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


def test_what_is_made_of_an_entry_has_all_its_fields() -> None:
    entry = entry_of()
    raw = json.dumps(entry.raw, ensure_ascii=False)

    describe(entry, memory())

    assert entry.raw_json == raw
    made = made_of(entry)
    assert made["event"] == {
        "title": ODD, "summary": ODD, "kind": "clash", "layer_id": 7, "place_id": None, "precision": "near",
        "earliest": "2019-08-30", "latest": None, "date_precision": "unknown", "verification": "weak",
        "is_graphic": False, "geometry": "",
    }  # fmt: skip
    assert made["mentions"] == [
        {"place_id": 12, "precision": "unknown", "role": "happened_here", "relation": "in", "direction": ODD,
         "distance_m": 1500.5},
    ]  # fmt: skip
    usual = {
        "measure": "killed", "people": "people", "unit": "person", "quantifier": "between", "high": 15,
        "scope": "incident", "period_start": "2019-08-01", "period_end": None, "since": ODD,
        "role_reason": "", "claimant_id": None, "claimant_words": ODD,
    }  # fmt: skip
    assert made["figures"] == [
        usual | {"key": f"killed/people/{role}", "role": role, "low": low, "household_size": size}
        for role, low, size in (("recommended", 10, "4.5"), ("corroborating", None, None))
    ]  # fmt: skip
    assert [f.role for f in entry.figures] == [FigureRole.RECOMMENDED, FigureRole.CORROBORATING]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", Unit.HOUSEHOLD), ("household_size", "5"), ("quantifier", Quantifier.ABOUT), ("low", 0.0),
        ("high", 2.5), ("scope", Scope.STOCK), ("period_start", date(2019, 8, 1)),
        ("period_end", date(2019, 8, 2)), ("since", ODD), ("role_reason", ODD), ("claimant_words", ODD),
    ],
)  # fmt: skip
def test_what_a_figure_has_of_its_own_is_kept(field: str, value: object) -> None:
    entry = entry_of()
    entry.figures = [FigureEntry(0, 3, 0, 9, Measure.KILLED, None, None)]
    setattr(entry.figures[0], field, value)

    describe(entry, memory())

    [made] = made_of(entry)["figures"]
    assert made[field] == (str(value) if isinstance(value, date) else value)
    assert set(made) == {*FIGURE_FIELDS, "key"}


@pytest.mark.parametrize(
    ("field", "value"), [("relation", Relation.NEAR), ("direction", "north"), ("distance_m", 0.0)]
)
def test_what_a_mention_has_of_its_own_is_kept(field: str, value: object) -> None:
    entry = entry_of()
    entry.mentions = [MentionEntry(0, 3, 0, 9)]
    setattr(entry.mentions[0], field, value)

    describe(entry, memory())

    [made] = made_of(entry)["mentions"]
    assert made[field] == value
    assert set(made) == set(MENTION_FIELDS)


@pytest.mark.parametrize(
    ("field", "value"),
    [("summary", ODD), ("earliest", date(2019, 8, 1)), ("latest", date(2019, 8, 2)), ("is_graphic", True)],
)
def test_what_an_event_has_of_its_own_is_kept(field: str, value: object) -> None:
    entry = entry_of()
    setattr(entry, field, value)

    describe(entry, memory())

    assert made_of(entry)["event"][field] == (str(value) if isinstance(value, date) else value)


def test_what_most_rows_have_alike_is_left_out() -> None:
    entry = entry_of()
    entry.summary, entry.earliest = "", None
    entry.mentions = [MentionEntry(0, 3, 0, 9)]
    entry.figures = [FigureEntry(0, 3, 0, 9, Measure.KILLED, 1, 1)]

    describe(entry, memory())

    told = json.loads(entry.applied_json)
    assert not told["event"].keys() & {"summary", "earliest", "latest", "is_graphic"}
    assert told["mentions"] == [{"place_id": None, "precision": "unknown", "role": "happened_here"}]
    assert told["figures"] == [
        {"measure": "killed", "people": "people", "role": "recommended", "low": 1, "high": 1}
    ]


def test_what_was_kept_whole_is_read_as_it_is() -> None:
    entry = entry_of()
    describe(entry, memory())
    whole = made_of(entry) | {"ids": {"mentions": [5], "figures": [6, 7]}}

    assert filled(whole) == whole


def test_entry_that_is_described_again_has_the_same_digest() -> None:
    entry, known = entry_of(), memory()
    describe(entry, known)
    first, entry.applied_json = entry.digest, ""

    describe(entry, memory())

    assert entry.digest == first
    assert filled(json.loads(with_rows(entry, [5], [6, 7]))) == {
        **made_of(entry), "ids": {"mentions": [5], "figures": [6, 7]}
    }  # fmt: skip


def test_cells_of_rows_that_belong_together_are_kept_too() -> None:
    cells = {"rows": [{"event_id": "a1", "quote": ODD}, {"event_id": "a1"}]}

    assert json.loads(cells_as_json(cells)) == cells
