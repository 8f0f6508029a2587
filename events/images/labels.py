"""Where names and numbers go so that none covers another, a symbol or the edge; pixels of the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.images import fonts
from events.images.fonts import Style
from events.images.ground import Name

#: Pixels around the name of a town where nothing happened: a few that orient, not all there are.
_AIR = 9.0
#: Left, top, right, bottom.
Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text from `x` on, its middle at `y`; a town's has its dot at `dot`."""

    text: str
    kind: str
    rank: int
    x: float
    y: float
    width: float
    size: float
    style: Style
    spacing: float = 0.0
    dot: tuple[float, float] | None = None


def look_of(name: Name, base: float) -> tuple[str, Style, float, float]:
    """Text, style, size and spacing of a name; countries in wide capitals, waters slanted."""
    if name.kind == "country":
        # Arabic letters have no capitals and must not be spaced: they join.
        is_joined = fonts.TEXT.face_for(name.text) is fonts.TEXT.arabic
        size = base * (1.12, 1.04, 0.98, 0.94)[name.rank]
        return name.text.upper(), fonts.TEXT, size, 0.0 if is_joined else 0.2
    if name.kind == "water":
        return name.text, fonts.WATER, base * (1.15 if name.rank <= 2 else 1.02), 0.06
    style = fonts.STRONG if name.rank == 0 else fonts.TEXT
    return name.text, style, base * (1.08, 1.04, 1.0, 0.96)[name.rank], 0.0


def place_names(
    names: Iterable[Name], *, taken: list[Rect], symbols: Sequence[Rect], view: Rect, base: float, most: int
) -> list[Label]:
    """The names that find a free place, in the order of their importance; `taken` grows."""
    labels: list[Label] = []
    written: set[str] = set()
    for name in names:
        if len(labels) >= most:
            break
        text, style, size, spacing = look_of(name, base)
        if not text or (name.kind == "settlement" and text in written):
            continue
        width = fonts.width(text, style, size, spacing) - spacing * size
        found = (_beside if name.kind == "settlement" else _centred)(name, width, size, taken, symbols, view)
        if found is None:
            continue
        place, dot = found
        taken.append(place)
        if dot:
            taken.append((dot[0] - 2.5, dot[1] - 2.5, dot[0] + 2.5, dot[1] + 2.5))
        written.add(text)
        x, y = place[0], (place[1] + place[3]) / 2
        labels.append(Label(text, name.kind, name.rank, x, y, width, size, style, spacing, dot))
    return labels


Found = tuple[Rect, tuple[float, float] | None] | None


def _centred(
    name: Name, width: float, size: float, taken: list[Rect], symbols: Sequence[Rect], view: Rect
) -> Found:
    for shift in (0.0, -1.4, 1.4, *((-2.6, 2.6) if name.kind == "country" else ())):
        left, top = name.x - width / 2, name.y + shift * size - size / 2
        place = (left, top, left + width, top + size)
        if within(place, view) and is_free(place, taken, 5):
            return place, None
    return None


def _beside(
    name: Name, width: float, size: float, taken: list[Rect], symbols: Sequence[Rect], view: Rect
) -> Found:
    """A dot and its name at the side that is free; under a symbol the symbol is the dot."""
    dot = (name.x - 2, name.y - 2, name.x + 2, name.y + 2)
    symbol = next((other for other in symbols if overlaps(other, dot, 0)), None)
    if symbol is None and not is_free(dot, taken, 1):
        return None
    left, top, right, bottom = symbol or (name.x - 3, name.y - 3, name.x + 3, name.y + 3)
    middle, centre = (top + bottom) / 2, (left + right) / 2
    gap = 2 if name.is_told else _AIR
    for x, y in (
        (right + 2.5, middle - size / 2),
        (left - width - 2.5, middle - size / 2),
        (centre - width / 2, top - size - 1.5),
        (centre - width / 2, bottom + 1.5),
        (right + 1, top - size / 2),
        (right + 1, bottom - size / 2),
    ):
        place = (x, y, x + width, y + size)
        if within(place, view) and is_free(place, taken, gap):
            return place, None if symbol else (name.x, name.y)
    return None


def is_free(place: Rect, taken: Iterable[Rect], gap: float) -> bool:
    return not any(overlaps(place, other, gap) for other in taken)


def overlaps(a: Rect, b: Rect, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def within(place: Rect, view: Rect) -> bool:
    return place[0] >= view[0] and place[1] >= view[1] and place[2] <= view[2] and place[3] <= view[3]
