"""Every act on record has words of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from events.admin.act_words import act_words

EVENTS = Path(__file__).resolve().parent.parent.parent / "events"
VERBS = sorted(
    {
        verb
        for file in EVENTS.rglob("*.py")
        for verb in re.findall(r'\bverb="([a-z_]+)"', file.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_told_in_words(verb: str) -> None:
    assert act_words(verb) != verb.replace("_", " ")


def test_longer_beginning_is_told_before_a_shorter_one() -> None:
    assert act_words("add_confidential_note") == "added a confidential note"
    assert act_words("add_event") == "added"
    assert act_words("unheard_of") == "unheard of"
