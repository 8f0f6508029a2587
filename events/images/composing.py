"""The words of a picture, and the rectangle that they leave to the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from events.images import fonts, legend, words
from events.images.choosing import Chosen
from events.images.columns import Column
from events.images.legend import Entry, Legend
from events.images.mapping import Drawn
from events.images.sheet import Sheet
from events.images.sizes import Size

#: Words above and below the map take at most this share of the height.
_MOST_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of a picture. `number` is an event's recommended figure, `counted` what and by whom."""

    title: str
    deck: str = ""
    number: str = ""
    counted: str = ""
    told: tuple[str, ...] | None = None
    """What stands instead of the count of events and their dates."""
    credits: str = ""
    day: date | None = None
    """Of a frozen map: what it shows is of this day."""


@dataclass(slots=True)
class Layout:
    """The words, and the rectangle that they leave to the map."""

    head: Column
    keys: list[Legend]
    foot: Column
    has_keys: bool
    map_x: float
    map_y: float
    map_width: float
    map_height: float


class Composer:
    def __init__(self, sheet: Sheet, heading: Heading, chosen: Chosen, size: Size) -> None:
        self.sheet, self.heading, self.chosen, self.size = sheet, heading, chosen, size
        self.room = (size.rail or size.width) - 2 * size.margin

    def layout(self, *, outside: int, drawn: Drawn) -> Layout:
        """The fullest words that leave enough room; a card has as much as its rail is high."""
        size = self.size
        gap = size.margin * 0.6
        most = size.height - 2 * size.margin * 0.8 if size.rail else size.height * _MOST_WORDS
        for title_lines, deck_lines, has_keys in self._economies():
            head = self._head(title_lines, deck_lines)
            keys = self._keys(drawn, has_keys=has_keys)
            foot = self._foot(outside)
            height = head.height + sum(part.height for part in keys) + foot.height + 2 * gap
            if height <= most:
                break
        if size.rail:
            map_x = 0 if self.sheet.is_mirrored else size.rail
            return Layout(head, keys, foot, has_keys, map_x, 0, size.width - size.rail, size.height)
        below = sum(part.height for part in keys) + foot.height + 1.5 * gap
        top = head.height + size.margin * 0.7 + gap
        return Layout(
            head, keys, foot, has_keys, 0, top, size.width, size.height - top - below - size.margin * 0.5
        )

    def _economies(self) -> Iterator[tuple[int, int, bool]]:
        size = self.size
        has_keys = not size.is_brief
        lines = list(range(size.deck_lines, 1, -1))
        yield from ((size.title_lines, most, has_keys) for most in lines)
        if size.rail:
            # A card is seen small: what it is about says more there than how a line is drawn.
            yield from ((size.title_lines, most, False) for most in lines)
        yield size.title_lines, 0, has_keys
        yield size.title_lines, 0, False
        yield min(3, size.title_lines), 0, False
        yield 1, 0, False

    def _head(self, title_lines: int, deck_lines: int) -> Column:
        size, heading = self.size, self.heading
        head = Column(self.sheet, self.room)
        if size.rail:
            head.add(words.eyebrow(), fonts.TEXT, size.note, "ink-2")
        head.add(heading.title, fonts.TITLE, size.title, "ink", most=title_lines, gap=4 if size.rail else 0)
        if heading.number:
            head.add(heading.number, fonts.TITLE, size.title * 0.82, "ink", gap=size.text * 0.3)
            head.add(heading.counted, fonts.TEXT, size.text, "ink-2", most=4)
        head.add_sentences(heading.deck, fonts.TEXT, size.text, "ink", most=deck_lines, gap=size.text * 0.35)
        told = words.told(self.chosen) if heading.told is None else list(heading.told)
        for line in told if size.rail else [" · ".join(told)]:
            head.add(line, fonts.TEXT, size.text, "ink-2", most=2, gap=size.text * 0.12)
        return head

    def _keys(self, drawn: Drawn, *, has_keys: bool) -> list[Legend]:
        sheet, size = self.sheet, self.size
        entries: list[list[Entry]] = [legend.kinds(sheet, self.chosen.spots, size=size.legend)]
        if has_keys:
            small = size.note * 1.04
            entries.append(
                [*legend.keys(sheet, drawn, size=small), *legend.circle_keys(sheet, drawn, size=small)]
            )
        sizes = (size.legend, size.note * 1.04)
        return [
            Legend(sheet, row, size=wide, room=self.room, most=1 if size.rail and len(row) < 7 else 0)
            for row, wide in zip(entries, sizes, strict=False)
            if row
        ]

    def _foot(self, outside: int) -> Column:
        size, heading = self.size, self.heading
        foot = Column(self.sheet, self.room)
        if self.chosen.is_demonstration:
            foot.add(words.demonstration(), fonts.STRONG, size.note, "ink", most=1 if size.is_brief else 2)
        if notes := words.notes(self.chosen, outside=outside):
            foot.add(" ".join(notes), fonts.TEXT, size.note, "ink", most=1 if size.is_brief else 3, gap=1)
        credits = [heading.credits] if heading.credits and not size.is_brief else []
        for line in self._credit_lines([*credits, words.sources()]):
            foot.add(line, fonts.TEXT, size.note, "ink-2", most=2, gap=1)
        foot.add(words.imprint(heading.day, has_owner=not size.rail), fonts.TEXT, size.note, "ink-2", gap=1)
        return foot

    def _credit_lines(self, credits: list[str]) -> list[str]:
        """On one line where there is room for it."""
        line = " ".join(credits)
        return [line] if fonts.width(line, fonts.TEXT, self.size.note) <= self.room else credits

    def draw(self, layout: Layout, drawn: Drawn) -> None:
        """The words as laid out, with keys to what was drawn; panels cover what the map draws beyond it."""
        x, y = self._panels(layout)
        size = self.size
        layout.head.draw(x, size.margin * (0.8 if size.rail else 0.7))
        for part in self._keys(drawn, has_keys=layout.has_keys):
            part.draw(x, y)
            y += part.height
        bottom = size.margin * (0.8 if size.rail else 0.5)
        layout.foot.draw(x, size.height - bottom - layout.foot.height)

    def _panels(self, layout: Layout) -> tuple[float, float]:
        """The paper under the words; says where they begin and where the legend does."""
        sheet, size = self.sheet, self.size
        paper, line = sheet.ink("paper"), sheet.ink("line")
        gap = size.margin * 0.6
        if size.rail:
            x = size.width - size.rail if sheet.is_mirrored else 0.0
            sheet.draw("rect", x=x, width=size.rail, height=size.height, fill=paper)
            edge = x if sheet.is_mirrored else x + size.rail
            sheet.draw("path", d=f"M{edge:.1f} 0V{size.height}", stroke=line)
            return x + size.margin, size.margin * 0.8 + layout.head.height + gap
        end = layout.map_y + layout.map_height
        for begin, height in ((0.0, layout.map_y), (end, size.height - end)):
            sheet.draw("rect", y=begin, width=size.width, height=height, fill=paper)
        for at in (layout.map_y, end):
            sheet.draw("path", d=f"M0 {at:.1f}H{size.width}", stroke=line)
        return size.margin, end + gap * 0.7
