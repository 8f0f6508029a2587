from __future__ import annotations

import re
from pathlib import Path

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"


def test_dark_by_night_and_dark_by_choice_are_the_same_colours() -> None:
    source = TOKENS.read_text()
    by_night = re.search(
        r'prefers-color-scheme: dark\) \{\s*:root:not\(\[data-theme="light"\]\) \{(.*?)\}', source, re.S
    )
    by_choice = re.search(r'\n\[data-theme="dark"\] \{(.*?)\}', source, re.S)
    assert by_night
    assert by_choice

    assert by_night[1].split() == by_choice[1].split()
