"""Which place a name means, on the real gazetteer: our own sentences in tests/data/resolving.jsonl.

A row names a quote, which of its occurrences, and what must come of it: a country, a kind, a point within
50 km; a country of null says that no place is better than the ones that bear the name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from geopy.distance import geodesic

from events.geocoding.factors import Factors
from events.pipeline.reading import read_text

pytestmark = pytest.mark.django_db

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "resolving.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['quote']}: {row['text'][:40]}")
def test_name_means_the_place(row: dict[str, Any]) -> None:
    mentions = [m for m in read_text(row["text"]).mentions if m.toponym.quote == row["quote"]]
    if row.get("country", "") is None:
        assert all(not mention.candidates for mention in mentions)
        return
    mention = mentions[min(row.get("occurrence", 1), len(mentions)) - 1]

    best = mention.candidates[0]

    assert best.reasons
    assert best.place.country == row.get("country", best.place.country)
    assert best.place.kind == row.get("kind", best.place.kind)
    if "lat" in row:
        assert geodesic((best.place.lat, best.place.lon), (row["lat"], row["lon"])).km < 50


SPRINGFIELD = "Firemen from Chicopee, Holyoke and Westfield were sent to Springfield."
SALISBURY = "Two men were hurt in the English city of Salisbury on Sunday."


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        (SPRINGFIELD, "Springfield", "which the article names too"),
        (SALISBURY, "Salisbury", "the text calls it English"),
        ("A lorry overturned near Macon, Ga., on Friday.", "Macon", "which stands next to it"),
        ("A lorry overturned near Macon, Ga., on Friday.", "Ga.", "is short for a state or province"),
        ("Fighters left the town of Tarhouna in Libya.", "Tarhouna", "is read as a spelling of"),
        ("Georgia's foreign ministry protested.", "Georgia", "belongs to a country"),
    ],
)
def test_reason_is_told_in_words(text: str, quote: str, words: str) -> None:
    [mention] = [m for m in read_text(text).mentions if m.toponym.quote == quote]

    assert any(words in reason for reason in mention.candidates[0].reasons)


@pytest.mark.parametrize(
    ("text", "quote", "without"),
    [
        (SPRINGFIELD, "Springfield", Factors(context=False)),
        (SALISBURY, "Salisbury", Factors(containment=False, context=False)),
        ("A lorry overturned near Macon, Ga., on Friday.", "Ga.", Factors(names=False, containment=False)),
    ],
)
def test_factor_that_is_switched_off_tells_no_reason(text: str, quote: str, without: Factors) -> None:
    [whole] = [m for m in read_text(text).mentions if m.toponym.quote == quote]
    [part] = [m for m in read_text(text, factors=without).mentions if m.toponym.quote == quote]

    assert len(part.candidates[0].reasons) < len(whole.candidates[0].reasons)


def test_focus_is_told_beside_the_mentions() -> None:
    reading = read_text(
        "Shells fell on Saraqib in Syria's Idlib province, rescuers said, and the market burned until the "
        "evening.\n\nShells fell on Binnish and on Ariha. In Geneva, diplomats spoke of a truce."
    )

    assert reading.focus[0].place.name == "Idlib"
    assert {"Saraqib", "Geneva"} > {focus.place.name for focus in reading.focus} - {"Idlib"}
