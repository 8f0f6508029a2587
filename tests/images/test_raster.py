from __future__ import annotations

import pytest

from events.images import fonts
from events.images.fonts import Style
from events.images.raster import png
from events.images.sheet import Sheet
from tests.images import png_pixels


def written(text: str, style: Style) -> list[bytes]:
    """The rows of a picture with nothing but the text."""
    sheet = Sheet(240, 48, theme="light", language="en", is_mirrored=False, has_our_fonts=True)
    sheet.draw("rect", width=240, height=48, fill="#ffffff")
    sheet.text(text, 20, 34, style, 28, "#000000")
    return png_pixels.read(png(sheet.markup(), scale=1)).rows


@pytest.mark.parametrize("style", fonts.STYLES, ids=["title", "text", "strong", "water"])
@pytest.mark.parametrize(
    ("one", "other"), [("Идлиб", "Хомса"), ("إدلب", "حماة"), ("Ğaziş", "Kilıç"), ("“1,2”", "3–4+")]
)
def test_letters_of_every_language_are_drawn(one: str, other: str, style: Style) -> None:
    """Without the letters both would be the same row of empty boxes."""
    assert written(one, style) != written(other, style)
    assert written(one, style) != written("\ue000" * len(one), style)


@pytest.mark.parametrize("text", ["Saraqib", "سراقب", "Саракиб"])
def test_text_is_as_wide_as_it_was_measured(text: str) -> None:
    rows = written(text, fonts.TITLE)

    channels = len(rows[0]) // 240
    inked = [x for row in rows for x in range(240) if row[x * channels] < 128]
    assert min(inked) >= 19
    assert max(inked) - 20 == pytest.approx(fonts.width(text, fonts.TITLE, 28), abs=4)
