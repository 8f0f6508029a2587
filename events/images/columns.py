"""Lines of text one under the other, measured before they are drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from events.images import fonts
from events.images.fonts import Style
from events.images.sheet import Sheet

_LEADING = {id(fonts.TITLE): 1.17}
_USUAL_LEADING = 1.36
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    style: Style
    size: float
    ink: str
    gap: float = 0.0
    """Pixels above it."""
    from_right: bool = False
    """How the paragraph runs that it is a line of."""

    @property
    def height(self) -> float:
        # Arabic letters reach farther up and down.
        is_arabic = self.style.face_for(self.text) is self.style.arabic
        return self.size * _LEADING.get(id(self.style), _USUAL_LEADING) * (1.12 if is_arabic else 1)


@dataclass(slots=True)
class Column:
    """Lines of at most `room` pixels."""

    sheet: Sheet
    room: float
    lines: list[Line] = field(default_factory=list)

    def add(self, text: str, style: Style, size: float, ink: str, *, most: int = 1, gap: float = 0.0) -> None:
        """A paragraph of at most `most` lines; what does not fit ends with "…"."""
        if most < 1:
            return
        lines = fonts.wrapped(text, style, size, self.room, most)
        if style is fonts.TITLE and len(lines) > 1:
            lines = self._balanced(text, lines, size, most)
        from_right = fonts.runs_from_right(text, is_mirrored=self.sheet.is_mirrored)
        for number, line in enumerate(lines):
            self.lines.append(Line(line, style, size, ink, 0.0 if number else gap, from_right))

    def _balanced(self, text: str, lines: list[str], size: float, most: int) -> list[str]:
        """A title without a single word on its last line: narrower, as long as it takes no more lines."""
        if lines[-1].endswith("…"):
            return lines
        for share in (0.55, 0.65, 0.75, 0.85):
            narrower = fonts.wrapped(text, fonts.TITLE, size, self.room * share, most + 1)
            if len(narrower) == len(lines):
                return narrower
        return lines

    def add_sentences(
        self, text: str, style: Style, size: float, ink: str, *, most: int, gap: float = 0.0
    ) -> None:
        """As many whole sentences as fit on `most` lines; the first one is cut if it must be."""
        sentences = _SENTENCE_END.split(fonts.clean(text))
        for number in range(len(sentences), 1, -1):
            told = " ".join(sentences[:number])
            # One line more than there may be shows whether it fits.
            if len(fonts.wrapped(told, style, size, self.room, most + 1)) <= most:
                break
        else:
            told = sentences[0]
        self.add(told, style, size, ink, most=most, gap=gap)

    @property
    def height(self) -> float:
        return sum(line.gap + line.height for line in self.lines)

    def draw(self, x: float, y: float) -> None:
        """`x`, `y` is the upper left. A paragraph stands at the side from which its letters are read."""
        for line in self.lines:
            y += line.gap
            self.sheet.text(
                line.text, x + self.room if line.from_right else x, y + line.height / 2 + line.size * 0.34,
                line.style, line.size, self.sheet.ink(line.ink),
                anchor="end" if line.from_right else "start", from_right=line.from_right,
            )  # fmt: skip
            y += line.height
