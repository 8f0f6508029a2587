from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.extraction.conventions import Convention
from events.extraction.toponyms import read_toponyms
from events.extraction.widening import official_span
from events.records import Toponym

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "toponyms.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
PRESENT = [row for row in ROWS if "quote" in row]
ABSENT = [row for row in ROWS if "absent" in row]
#: What a rescue span may weigh at most where the words speak against a place.
WEAK = 0.4


def _name(row: dict[str, Any]) -> str:
    return f"{row['rule']}: {row['text'][:50]}"


def _comparable(toponym: Toponym, key: str) -> Any:
    if key == "phrase":
        return toponym.phrase.quote
    value = getattr(toponym, key)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("row", PRESENT, ids=_name)
def test_toponym_is_read_with_what_the_words_say(row: dict[str, Any]) -> None:
    found = [toponym for toponym in read_toponyms(row["text"]) if toponym.quote == row["quote"]]

    assert found, [toponym.quote for toponym in read_toponyms(row["text"])]
    expected = {k: v for k, v in row.items() if k not in ("rule", "text", "quote", "evidence")}
    assert {key: _comparable(found[0], key) for key in expected} == expected
    assert row.get("evidence") is None or row["evidence"] in found[0].evidence


@pytest.mark.parametrize("row", ABSENT, ids=_name)
def test_toponym_is_not_read_from_other_names(row: dict[str, Any]) -> None:
    believed = [t.quote for t in read_toponyms(row["text"]) if not t.is_rescue or t.likelihood >= WEAK]

    assert row["absent"] not in believed


def test_toponyms_have_their_sentence_as_excerpt() -> None:
    text = "Nothing moved in Homs. A bridge fell near Gao. It rained."

    gao = next(toponym for toponym in read_toponyms(text) if toponym.quote == "Gao")

    assert gao.excerpt.quote == "A bridge fell near Gao."


def test_toponyms_that_count_never_overlap() -> None:
    text = "Northern Syria, South Sudan and Cox's Bazar; Deir al-Balah in the Gaza Strip; the Bekaa Valley."

    firm = [toponym for toponym in read_toponyms(text) if not toponym.is_rescue]

    assert all(one.end <= other.start for one, other in pairwise(firm))


def test_toponyms_without_the_statistical_reader_are_rescues() -> None:
    found = read_toponyms("Two blasts shook Hama before dawn.", model="no_such_model")

    assert [(toponym.quote, toponym.is_rescue) for toponym in found if toponym.quote == "Hama"] == [
        ("Hama", True)
    ]


def test_toponyms_without_the_statistical_reader_keep_rules() -> None:
    found = read_toponyms("Mortars hit the Idlib countryside.", model="no_such_model")

    assert [str(toponym.relation) for toponym in found if toponym.quote == "Idlib"] == ["countryside"]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("قصفت الطائرات مدينة إدلب صباح اليوم", "ar", "إدلب"),
        ("قتل خمسة بحلب أمس", "ar", "حلب"),
        ("Взрыв прогремел в Херсоне. Херсон остался без света.", "ru", "Херсон"),
        ("У місті Харків пролунали вибухи.", "uk", "Харків"),
        ("İdlib kırsalında çatışma çıktı.", "tr", "İdlib"),
        ("Une explosion a eu lieu à Port-au-Prince.", "fr", "Port-au-Prince"),
        ("Hubo combates en Cúcuta el lunes.", "es", "Cúcuta"),
        ("In Mariupol fielen Schüsse.", "de", "Mariupol"),
    ],
)
def test_toponyms_of_other_languages_are_proposed_for_look_up(text: str, language: str, name: str) -> None:
    found = read_toponyms(text, language=language)

    assert name in [each for toponym in found for each in toponym.names]
    assert all(toponym.is_rescue for toponym in found)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_spans_slice_to_their_quotes_in_any_text(text: str) -> None:
    for language in ("en", "ar"):
        for toponym in read_toponyms(text, language=language):
            _check_spans(text, toponym)


WORDS = st.sampled_from(
    [
        *"Idlib Hama Syria's near the of and north 20 km border between Turkish [ ] ( “ ” , .".split(" "),
        *"\n|\n\n|'| ’s|İ|ﬁ|ß|Mt.|(CAR)|LGA|Court|EU-led|Spanish|U.S.|al-Bab|countryside|road".split("|"),
        *"from to province’s — Cox's Bazar 𝒜 é".split(" "),
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from(["", " "]))
def test_spans_slice_to_their_quotes_in_news_like_text(words: list[str], glue: str) -> None:
    text = glue.join(words)

    for convention in Convention:
        for toponym in read_toponyms(text, convention=convention):
            _check_spans(text, toponym)
            _check_widened(text, toponym)


def _check_widened(text: str, toponym: Toponym) -> None:
    start, end = official_span(text, toponym.start, toponym.end)
    assert 0 <= start <= toponym.start < toponym.end <= end <= len(text)


def _check_spans(text: str, toponym: Toponym) -> None:
    assert text[toponym.start : toponym.end] == toponym.quote
    for span in (toponym.phrase, toponym.excerpt):
        assert text[span.start : span.end] == span.quote
    assert toponym.phrase.start <= toponym.start < toponym.end <= toponym.phrase.end
    assert 0 <= toponym.likelihood <= 1


@pytest.mark.parametrize(
    "unit",
    [
        "A" * 50, "Idlib and ", "the border between ", "north of ", "[[((", "Aa-", "U.S.", "Oman Bank of ",
        "Lagos Court's ", "Homs (12), ", "Aa Bb Cc (ABC) ", "Bank of Oman ", "Aa, ",
    ],
)  # fmt: skip
def test_reading_stays_linear_in_hostile_texts(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        started = time.process_time()
        read_toponyms(text, model="no_such_model", convention=Convention.TOPONYMS)
        return time.process_time() - started

    seconds(2_000)

    # Four times the text. The floor, and another try, keep a busy machine from failing the test.
    for _attempt in range(3):
        short, long = seconds(15_000), seconds(60_000)
        if long < 12 * max(short, 0.05):
            break
    assert long < 12 * max(short, 0.05)
