"""The fonts of a picture and how wide words are in them.

They come from npm, so they are there on a machine that has none. Arabic has families of its own, which hold
Latin letters and digits too: a line with any Arabic letter is set in them as a whole, since a rasteriser that
has to look for one missing letter may set the rest of the line in the font where it finds it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as harfbuzz
from django.conf import settings

FOLDER = Path(settings.NODE_MODULES) / "@expo-google-fonts"
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
#: Around a line that is read from the right, so that its parts stand in its own order on any page.
_RIGHT_TO_LEFT, _END = "\u2067", "\u2069"


@dataclass(frozen=True, slots=True)
class Face:
    family: str
    weight: int
    file: str
    fallback: str
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """A face for most scripts and the one that goes with it in Arabic."""

    plain: Face
    arabic: Face

    def face_for(self, text: str) -> Face:
        return self.arabic if _ARABIC.search(text) else self.plain


_SERIF, _SANS = "Charter, Georgia, serif", "system-ui, Arial, sans-serif"
_ARABIC_SANS = Face(
    "Noto Sans Arabic", 400, "noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf", _SANS
)

TITLE = Style(
    Face("Source Serif 4", 700, "source-serif-4/700Bold/SourceSerif4_700Bold.ttf", _SERIF),
    Face("Noto Naskh Arabic", 700, "noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf", _SERIF),
)
TEXT = Style(
    Face("Source Sans 3", 400, "source-sans-3/400Regular/SourceSans3_400Regular.ttf", _SANS), _ARABIC_SANS
)
STRONG = Style(
    Face("Source Sans 3", 600, "source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf", _SANS),
    Face("Noto Sans Arabic", 600, "noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf", _SANS),
)
WATER = Style(
    Face(
        "Source Sans 3", 400, "source-sans-3/400Regular_Italic/SourceSans3_400Regular_Italic.ttf", _SANS,
        is_italic=True,
    ),
    _ARABIC_SANS,
)  # fmt: skip
STYLES = (TITLE, TEXT, STRONG, WATER)


def files() -> list[str]:
    return [str(FOLDER / file) for file in dict.fromkeys(f.file for s in STYLES for f in (s.plain, s.arabic))]


@cache
def _font(file: str) -> harfbuzz.Font:
    return harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(FOLDER / file))))


@lru_cache(maxsize=20_000)
def _ems(text: str, file: str) -> float:
    font = _font(file)
    buffer = harfbuzz.Buffer()
    buffer.add_str(str.__str__(text))  # Django's marked strings are refused
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer)
    return sum(glyph.x_advance for glyph in buffer.glyph_positions) / font.face.upem


def width(text: str, style: Style, size: float, spacing: float = 0.0) -> float:
    """Pixels of a line; `spacing` is what stands after each letter, in parts of the size."""
    return size * (_ems(text, style.face_for(text).file) + spacing * len(text))


def is_right_to_left(text: str) -> bool:
    """By its first letter that has a direction, as HTML's dir="auto" has it."""
    for char in text:
        match unicodedata.bidirectional(char):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False


def runs_from_right(text: str, *, is_mirrored: bool) -> bool:
    """How a paragraph runs: on a mirrored page from the right if it has such letters, or none at all."""
    if not is_mirrored:
        return is_right_to_left(text)
    directions = {unicodedata.bidirectional(char) for char in text}
    return bool(directions & {"R", "AL"}) or "L" not in directions


def ordered(text: str, *, from_right: bool) -> str:
    """The line as it must be written for a drawing program that knows no direction."""
    return f"{_RIGHT_TO_LEFT}{text}{_END}" if from_right else text


def clean(text: str) -> str:
    """A text on one line, without what XML cannot hold and without marks that would turn others round."""
    return " ".join("".join(filter(_is_kept, word)) for word in text.split())


def _is_kept(char: str) -> bool:
    # Persian and Hindi are spelled with the two marks that join and part letters.
    return unicodedata.category(char)[0] != "C" or char in "\u200c\u200d"


def wrapped(text: str, style: Style, size: float, room: float, most: int) -> list[str]:
    """Lines of at most `room` pixels; what does not fit on `most` of them ends with "…"."""
    words = clean(text).split(" ")
    lines: list[str] = []
    while words and words[0] and len(lines) < most:
        line = words.pop(0)
        if width(line, style, size) > room:
            line, rest = _broken(line, style, size, room)
            words.insert(0, rest)
        else:
            while words and width(f"{line} {words[0]}", style, size) <= room:
                line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words and words[0] and lines:
        lines[-1] = shortened(f"{lines[-1]} {' '.join(words)}", style, size, room)
    return lines


def _broken(word: str, style: Style, size: float, room: float) -> tuple[str, str]:
    """A word that is longer than a line, cut where it must be."""
    fits = next((n for n in range(len(word) - 1, 1, -1) if width(word[:n], style, size) <= room), 1)
    return word[:fits], word[fits:]


def shortened(text: str, style: Style, size: float, room: float) -> str:
    """The text if it fits, else its beginning with "…"."""
    if width(text, style, size) <= room:
        return text
    low, high = 0, min(len(text), 400)
    while low < high:
        middle = (low + high + 1) // 2
        if width(f"{text[:middle].rstrip()}…", style, size) <= room:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip(' ,;:·–—-')}…"
