from __future__ import annotations

import pytest

from events.ingestion.opening import headline_and_body

REPORT = "Shells fell on Saraqib in the night, residents said. Families fled towards the border."


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        (f"Night of shells\n\n{REPORT}", "Night of shells", REPORT),
        (f"Who shelled Saraqib?\n{REPORT}", "Who shelled Saraqib?", REPORT),
        (f"“We had to leave”\n\n{REPORT}", "“We had to leave”", REPORT),
    ],
)
def test_line_that_stands_apart_is_the_headline(text: str, headline: str, body: str) -> None:
    assert headline_and_body(text) == (headline, body)


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        f"{REPORT}\n{REPORT}",
        "He said: “We left.”\nThe road to the border was full of people in the morning.",
        "Shells fell in Saraqib\nand Binnish",
        f"{'word ' * 50}\n{REPORT * 5}",
    ],
)
def test_text_without_one_is_named_by_its_opening_words_and_stays_whole(text: str) -> None:
    headline, body = headline_and_body(text)

    assert body == text
    assert " ".join(text.split()).startswith(headline.removesuffix(" …"))
    assert len(headline) <= 92


def test_opening_is_cut_between_words() -> None:
    assert headline_and_body(REPORT + " " + REPORT)[0] == (
        "Shells fell on Saraqib in the night, residents said. Families fled towards the border …"
    )
