from __future__ import annotations

from pathlib import Path

import pytest

from events.images import fonts

TITLES = [
    "The offensive in north-west Syria, from the first shell to the truce of March",
    "Наступление на северо-западе Сирии: от первого снаряда до мартовского перемирия",
    "İdlib ve Hama'da çatışmalar: ilk top mermisinden ateşkese",
    "القصف على إدلب وحماة من أول قذيفة إلى الهدنة في آذار",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
]


def test_every_font_is_there() -> None:
    assert len(fonts.files()) == 7
    assert all(Path(file).stat().st_size > 100_000 for file in fonts.files())


@pytest.mark.parametrize("text", TITLES)
@pytest.mark.parametrize("most", [1, 2, 5])
def test_wrapped_lines_fit(text: str, most: int) -> None:
    lines = fonts.wrapped(text, fonts.TITLE, 40, 350, most)

    assert 1 <= len(lines) <= most
    assert all(fonts.width(line, fonts.TITLE, 40) <= 350 for line in lines)
    whole = "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert whole or lines[-1].endswith("…")


def test_short_text_stays_on_one_line() -> None:
    assert fonts.wrapped("Goma", fonts.TEXT, 15, 400, 3) == ["Goma"]
    assert fonts.wrapped("   ", fonts.TEXT, 15, 400, 3) == []


def test_wider_text_is_wider() -> None:
    assert fonts.width("iiii", fonts.TEXT, 15) < fonts.width("WWWW", fonts.TEXT, 15)
    assert fonts.width("Homs", fonts.TEXT, 30) == pytest.approx(2 * fonts.width("Homs", fonts.TEXT, 15))
    assert fonts.width("Homs", fonts.TEXT, 10, 0.2) == pytest.approx(fonts.width("Homs", fonts.TEXT, 10) + 8)


def test_joined_arabic_letters_are_measured_joined() -> None:
    apart = sum(fonts.width(letter, fonts.TEXT, 20) for letter in "سوريا")

    assert fonts.width("سوريا", fonts.TEXT, 20) < 0.95 * apart


def test_line_with_arabic_is_set_in_one_font() -> None:
    assert fonts.TEXT.face_for("Idlib, إدلب").family == "Noto Sans Arabic"
    assert fonts.TITLE.face_for("Idlib").family == "Source Serif 4"


@pytest.mark.parametrize(
    ("text", "is_mirrored", "from_right"),
    [
        ("Idlib", False, False),
        ("إدلب 2019", False, True),
        ("2019: إدلب", False, True),
        ("Dateline · حتى 23", False, False),
        ("Dateline · حتى 23", True, True),
        ("Idlib", True, False),
        ("12", True, True),
    ],
)
def test_direction_of_a_paragraph(text: str, is_mirrored: bool, from_right: bool) -> None:
    assert fonts.runs_from_right(text, is_mirrored=is_mirrored) is from_right


def test_hostile_characters_are_dropped() -> None:
    assert fonts.clean("A\x00\x07B\u202eC\n D\ufffe") == "ABC D"
    assert fonts.clean("می\u200cخواهم") == "می\u200cخواهم"
