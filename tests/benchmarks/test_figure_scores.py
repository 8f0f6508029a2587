from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.figure_scores import LEVELS, PARTS, score_figures
from benchmarks.gold import Document, UnreadableGold
from benchmarks.row_scores import read_rows, score_rows

TEXT = "At least 12 people died and 30 were hurt, the Red Crescent of Hama said."


def figure(start: int = 0, end: int = 11, **parts: Any) -> dict[str, Any]:
    return {
        "start": start, "end": end, "text": TEXT[start:end], "measure": "killed", "people": "people",
        "unit": "person", "quantifier": "at_least", "low": 12, "high": None, "scope": "incident",
        "claimant": "the Red Crescent of Hama", **parts,
    }  # fmt: skip


def scores(marked: list[dict], read: list[dict]):
    return score_figures([Document("a", TEXT, figures=marked)], {"a": read})


@pytest.mark.parametrize(
    ("changed", "reached"),
    [
        ({}, "everything"),
        ({"scope": "stock"}, "+quantifier"),
        ({"claimant": None}, "+quantifier"),
        ({"quantifier": "more_than"}, "+unit"),
        ({"unit": "household"}, "+people"),
        ({"people": "civilians"}, "+measure"),
        ({"measure": "injured"}, "quantity"),
        ({"high": 12}, "span"),
        ({"start": 12, "end": 18}, None),
    ],
)
def test_each_level_asks_for_all_before_it(changed: dict, reached: str | None) -> None:
    result = scores([figure()], [figure(**changed)])

    right = [level for level in LEVELS if result.levels[level].f1 == 1.0]
    assert right == (list(LEVELS[: LEVELS.index(reached) + 1]) if reached else [])


def test_parts_are_judged_only_given_the_quantity() -> None:
    given = scores([figure(), figure(28, 30, low=30)], [figure(scope="stock"), figure(28, 30, low=31)])

    assert given.given_quantity == {**dict.fromkeys(PARTS, 1.0), "scope": 0.0}
    assert scores([figure()], []).given_quantity == dict.fromkeys(PARTS)


@pytest.mark.parametrize(
    ("gold", "read", "is_right"),
    [
        ("the Red Crescent of Hama", "Red Crescent", True),
        ("the Red Crescent", "the Red Crescent of Hama", True),
        ("the Red Crescent", "Red Crescent’s", True),
        ("the Red Crescent", "a man of no fewer than six words more Red Crescent", False),
        ("the Red Crescent of Hama", "of", False),
        ("the Red Crescent", "police", False),
        ("the Red Crescent", None, False),
        (None, None, True),
        (None, "police", False),
        ("Médecins", "Medecins", True),
    ],
)
def test_claimants_are_the_same_when_one_holds_the_other(
    gold: str | None, read: str | None, is_right: bool
) -> None:
    result = scores([figure(claimant=gold)], [figure(claimant=read)])

    assert result.given_quantity["claimant"] == float(is_right)


def test_other_right_answers_of_the_gold_are_taken() -> None:
    gold = figure(claimant_alt=["doctors"], people_alt=["civilians"])

    assert scores([gold], [figure(claimant="doctors", people="civilians")]).levels["everything"].f1 == 1.0


@pytest.mark.parametrize("read", [[], [figure()], [figure(low=99)], [figure(0, 8), figure(9, 11)]])
def test_what_is_optional_is_neither_asked_for_nor_punished(read: list[dict]) -> None:
    result = scores([figure(optional=True)], read)

    assert (result.levels["span"].marked, result.levels["span"].read) == (0, 0)


def test_measures_are_scored_apart() -> None:
    result = scores([figure(), figure(28, 30, measure="injured", low=30)], [figure(), figure(28, 30, low=30)])

    assert (result.measures["killed"].right, result.measures["killed"].read) == (1, 2)
    assert (result.measures["injured"].right, result.measures["injured"].marked) == (0, 1)


ROWS = """row,excerpt,quantity,term,unit
1,"About 2,000 families fled and 300 houses burned.","2,000",Displaced,Households
2,"About 2,000 families fled and 300 houses burned.",300,Destroyed Housing,People
3,"About 2,000 families fled and 300 houses burned.",300,Destroyed Housing,People
4,Nobody says how many.,,Displaced,People
"""


def test_rows_are_read_by_excerpt_without_doubles(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)

    (document,) = read_rows(path)

    assert document.figures == [
        {"quantity": 2000.0, "measure": "displaced", "unit": "household"},
        {"quantity": 300.0, "measure": "homes_destroyed", "unit": "home"},
    ]


def test_rows_are_paired_by_value_and_other_measures_left_out(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    documents = read_rows(path)
    read = [
        figure(low=2000, high=2000, measure="displaced"),
        figure(low=300, high=None, measure="homes_destroyed", unit="home"),
        figure(low=300, high=300),
        figure(low=None, high=None, measure="displaced"),
    ]

    result = score_rows(documents, {documents[0].id: read})

    assert {level: (score.right, score.read, score.marked) for level, score in result.items()} == {
        "quantity": (2, 2, 2),
        "+unit": (1, 2, 2),
        "+measure": (2, 2, 2),
        "+measure+unit": (1, 2, 2),
    }


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("excerpt,quantity\nx,1\n")

    with pytest.raises(UnreadableGold, match="has no column term, unit"):
        read_rows(path)
