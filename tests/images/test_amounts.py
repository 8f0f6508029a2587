"""Numbers of a picture, with what they count."""

from __future__ import annotations

import pytest
from django.utils import translation

from events.enums import Quantifier
from events.images.amounts import amount_text


@pytest.mark.parametrize(
    ("low", "high", "quantifier", "text"),
    [
        (1, 1, Quantifier.EXACT, "1 home destroyed"),
        (7, 9, Quantifier.BETWEEN, "7–9 homes destroyed"),
        (1, None, Quantifier.AT_LEAST, "1+ home destroyed"),
        (None, 40, Quantifier.UP_TO, "up to 40 homes destroyed"),
        (1_200, 1_200, Quantifier.ABOUT, "about 1,200 homes destroyed"),
        (None, None, Quantifier.ABOUT, ""),
    ],
)
def test_amount_text(low: int | None, high: int | None, quantifier: str, text: str) -> None:
    assert amount_text(low, high, quantifier, "homes_destroyed") == text


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(2, 2, "قتيلان"), (7, 88, "قتيلاً"), (600, None, "قتيل"), (None, 9, "قتلى")],
)
def test_amount_agrees_with_the_number_said_last_in_arabic(
    low: int | None, high: int | None, word: str
) -> None:
    with translation.override("ar"):
        assert amount_text(low, high, Quantifier.BETWEEN, "killed").split()[-1] == word
