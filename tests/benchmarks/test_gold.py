from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.figure_scores import score_figures
from benchmarks.gold import INVENTED, UnreadableGold, read_gold
from benchmarks.place_scores import relations_of, score_places
from benchmarks.references import of_figures, of_places
from benchmarks.table import Matrix
from events.enums import Measure, People, Quantifier, Scope, Unit

CLOSED = {"measure": Measure, "people": People, "unit": Unit, "quantifier": Quantifier, "scope": Scope}


def test_the_invented_articles_are_whole_and_score_as_right_against_themselves() -> None:
    documents = read_gold(INVENTED)

    places = score_places(documents, {d.id: d.mentions for d in documents})
    figures = score_figures(documents, {d.id: d.figures for d in documents})

    assert len(documents) >= 12
    assert (places.exact.f1, places.accuracy, places.end_to_end.f1) == (1.0, 1.0, 1.0)
    assert figures.levels["everything"].f1 == 1.0
    assert sum(len(relations_of(d)) for d in documents) >= 10
    for document in documents:
        for figure in document.figures:
            assert all(figure[part] in enum.values for part, enum in CLOSED.items()), figure


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "gold.jsonl, line 1"),
        ('{"id": "a"}', 'An article is written {"id": "1"'),
        ("[]", "gold.jsonl, line 1"),
        (
            '{"id": "a", "text": "In Hama.", "mentions": [{"start": 0, "end": 2, "text": "Hama"}]}',
            "at 0–2 stands 'In', not 'Hama'",
        ),
        ("", "has no articles in it"),
    ],
)
def test_a_file_that_cannot_be_scored_says_why(tmp_path: Path, line: str, sentence: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line)

    with pytest.raises(UnreadableGold) as refusal:
        read_gold(path)

    assert sentence in str(refusal.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableGold, match="There is no file"):
        read_gold(tmp_path / "none.jsonl")


def test_references_are_found_by_the_first_word_of_a_file() -> None:
    assert of_places(Path("data/GWN-dev.jsonl")) == of_places(Path("gwn.jsonl")) is not None
    assert of_places(INVENTED) is None
    assert of_figures(INVENTED)[0] == {}


def test_a_matrix_is_markdown() -> None:
    assert Matrix("t", ("what", "F1"), [("places", ".9")]).lines() == [
        "| what   | F1 |",
        "| :----- | -: |",
        "| places | .9 |",
    ]
