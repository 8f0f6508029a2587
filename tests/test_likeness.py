"""MinHash estimates the likeness of texts, and its bands bring like texts together."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from events.likeness import BANDS, COEFFICIENTS, NEAR, ROWS, bands, fingerprint, likeness, signature

WORDS = st.lists(st.sampled_from([f"word{number}" for number in range(400)]), min_size=120, max_size=300)


def agreement(one: str, other: str) -> float:
    pairs = list(zip(signature(one), signature(other), strict=True))
    return sum(ours == theirs for ours, theirs in pairs) / len(pairs)


@settings(max_examples=40, deadline=None)
@given(words=WORDS, cut=st.floats(0, 1), other=WORDS)
def test_share_of_equal_hashes_estimates_the_likeness(words: list[str], cut: float, other: list[str]) -> None:
    keep = int(len(words) * cut)
    one, changed = " ".join(words), " ".join(words[:keep] + other[keep:])

    # Each hash agrees with the probability of the likeness: four standard deviations of 64 such draws.
    assert abs(agreement(one, changed) - likeness(one, changed)) <= 4 * (0.25 / len(COEFFICIENTS)) ** 0.5


@settings(max_examples=40, deadline=None)
@given(words=WORDS)
def test_likeness_is_symmetric_and_one_for_the_same_words_in_other_dress(words: list[str]) -> None:
    text = " ".join(words)
    dressed = ", ".join(words).upper()

    assert likeness(text, dressed) == 1
    assert bands(text) == bands(dressed)
    assert fingerprint(text) == fingerprint(dressed)
    half = " ".join(words[: len(words) // 2])
    assert likeness(text, half) == likeness(half, text)


def test_bands_find_near_texts_and_leave_others_alone() -> None:
    """Of 200 texts with a fifth of their words replaced in one run, nearly all; of 200 others, none."""
    dice = random.Random(7)
    found = wrong = 0
    for _ in range(200):
        words = [f"word{dice.randrange(5000)}" for _ in range(200)]
        start = dice.randrange(160)
        changed = [*words[:start], *(f"new{dice.randrange(5000)}" for _ in range(40)), *words[start + 40 :]]
        other = [f"word{dice.randrange(5000)}" for _ in range(200)]
        ours = set(bands(" ".join(words)))
        assert likeness(" ".join(words), " ".join(changed)) > NEAR
        found += bool(ours & set(bands(" ".join(changed))))
        wrong += bool(ours & set(bands(" ".join(other))))

    assert len(COEFFICIENTS) == BANDS * ROWS
    # 1 - (1 - 0.64 ** 4) ** 16 = 0.95 of them share a band.
    assert found >= 180
    assert wrong == 0


def test_bands_are_the_same_in_every_process() -> None:
    """They are stored: another order of hashing would find nothing of what is there."""
    assert bands("Shells fell on the market of the town before noon.")[:2] == [
        5578468770669386469,
        -2885928763396847505,
    ]
