"""The legend of a picture: the kinds with their counts, and a key to whatever else was drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import shapely
from django.utils.translation import gettext as _

from events.enums import KindGroup, Verification
from events.images import fonts
from events.images.amounts import count
from events.images.choosing import Spot
from events.images.hatching import hatch
from events.images.mapping import Drawn
from events.images.marks import arc, arrowhead, draw_cluster
from events.images.sheet import Sheet, path_through

#: Where the mark goes: the middle of a box as wide as the entry says.
Mark = Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    number: str
    mark: Mark
    mark_px: float

    def width(self, size: float) -> float:
        number = fonts.width(self.number, fonts.STRONG, size) + size * 0.4 if self.number else 0
        return self.mark_px + size * 0.5 + fonts.width(self.label, fonts.TEXT, size) + number


class Legend:
    """Entries that flow into rows; measured first, drawn when it is known where."""

    def __init__(
        self, sheet: Sheet, entries: list[Entry], *, size: float, room: float, most: int = 0
    ) -> None:
        """`most` entries stand in a row; 0 for as many as there is room for."""
        self.sheet, self.size, self.room = sheet, size, room
        self.rows: list[list[Entry]] = []
        self.gap = size * 1.35
        taken = 0.0
        for entry in entries:
            wide = entry.width(size)
            if self.rows and taken + self.gap + wide <= room and (not most or len(self.rows[-1]) < most):
                self.rows[-1].append(entry)
                taken += self.gap + wide
            else:
                self.rows.append([entry])
                taken = wide

    @property
    def row_height(self) -> float:
        return round(self.size * 1.75)

    @property
    def height(self) -> float:
        return len(self.rows) * self.row_height

    def draw(self, x: float, y: float) -> None:
        """`x`, `y` is the upper left, also of a page that is read from the right."""
        for number, row in enumerate(self.rows):
            middle = y + (number + 0.5) * self.row_height
            at = 0.0
            for entry in row:
                self._draw_entry(entry, x, at, middle)
                at += entry.width(self.size) + self.gap

    def _draw_entry(self, entry: Entry, x: float, at: float, middle: float) -> None:
        sheet, size = self.sheet, self.size
        is_mirrored = sheet.is_mirrored
        turn = (lambda a: x + self.room - a) if is_mirrored else (lambda a: x + a)
        anchor = "end" if is_mirrored else "start"
        base = middle + size * 0.35
        entry.mark(turn(at + entry.mark_px / 2), middle)
        at += entry.mark_px + size * 0.5
        sheet.text(entry.label, turn(at), base, fonts.TEXT, size, sheet.ink("ink"), anchor=anchor)
        at += fonts.width(entry.label, fonts.TEXT, size) + size * 0.4
        sheet.text(entry.number, turn(at), base, fonts.STRONG, size, sheet.ink("ink-2"), anchor=anchor)


def kinds(sheet: Sheet, spots: list[Spot], *, size: float) -> list[Entry]:
    """Each kind with the number of all its events, on the map or not."""
    counts = Counter(spot.group for spot in spots)
    scale = size / 15

    def mark_of(group: KindGroup) -> Mark:
        return lambda x, y: sheet.symbol(group, x, y, scale=scale)

    is_one = len(spots) == 1
    return [
        Entry(str(group.label), "" if is_one else count(counts[group]), mark_of(group), 18 * scale)
        for group in KindGroup
        if counts[group]
    ]


def keys(sheet: Sheet, drawn: Drawn, *, size: float) -> list[Entry]:
    """What is drawn around the symbols, as far as it is."""
    quiet = sheet.ink("ink-2")

    def near(x: float, y: float) -> None:
        sheet.draw(
            "circle", cx=x, cy=y, r=size * 0.6, fill=quiet, fill_opacity="0.1", stroke=quiet,
            stroke_width=1.2, stroke_dasharray="3 2.5",
        )  # fmt: skip

    def area(x: float, y: float) -> None:
        sides = (x - size * 0.8, y - size * 0.5, x + size * 0.8, y + size * 0.5)
        lines = hatch(shapely.box(*sides), sheet.width, sheet.height)
        sheet.draw("path", d=lines, stroke=quiet, stroke_width=1.6, stroke_opacity="0.4")
        sheet.draw(
            "rect", x=sides[0], y=sides[1], width=size * 1.6, height=size, fill="none", stroke=quiet,
            stroke_width=1.2, stroke_dasharray="4 3",
        )  # fmt: skip

    def line(x: float, y: float) -> None:
        path = path_through([(x - size, y), (x + size, y)])
        sheet.draw("path", d=path, stroke=quiet, stroke_width=size * 0.7, stroke_opacity="0.2")
        sheet.draw("path", d=path, stroke=quiet, stroke_width=2.6, stroke_dasharray="6 4")

    def way(x: float, y: float) -> None:
        ends = ((x - size, y + size * 0.35), (x + size, y + size * 0.1))
        if sheet.is_mirrored:
            ends = ((x + size, y + size * 0.35), (x - size, y + size * 0.1))
        colour = sheet.ink("displaced")
        sheet.draw("path", d=arc(*ends), fill=colour, fill_opacity="0.75")
        sheet.draw("path", d=arrowhead(*ends), fill=colour)

    def cluster(x: float, y: float) -> None:
        draw_cluster(sheet, Counter({KindGroup.DISASTER: 9}), x, y, radius=size * 0.72)

    offered = [
        (drawn.clusters, _("events close together"), cluster, 1.5),
        (drawn.has_near, _("near the place, within the circle"), near, 1.3),
        (drawn.has_areas, _("somewhere in the area"), area, 1.7),
        (drawn.has_lines, _("somewhere along the line"), line, 2.0),
        (drawn.has_movements, _("from where to where people moved"), way, 2.0),
    ]
    entries = [Entry(label, "", mark, wide * size) for is_drawn, label, mark, wide in offered if is_drawn]
    return entries + _verification_keys(sheet, drawn, size=size)


def _verification_keys(sheet: Sheet, drawn: Drawn, *, size: float) -> list[Entry]:
    """How well events are attested, unless all are alike: any kind's shape, without its colour."""

    def mark_of(grade: Verification) -> Mark:
        return lambda x, y: sheet.symbol(
            KindGroup.SHELLING, x, y, verification=grade, scale=size / 15, colour=sheet.ink("mixed")
        )

    grades = [grade for grade in Verification if grade in drawn.verifications]
    if len(grades) < 2:
        return []
    return [Entry(str(grade.label).lower(), "", mark_of(grade), size * 1.2) for grade in grades]


def circle_keys(sheet: Sheet, drawn: Drawn, *, size: float) -> list[Entry]:
    """How many people a circle of a round number stands for, family by family."""
    labels = {
        "casualties": _("%(number)s killed, injured or missing"),
        "displaced": _("%(number)s displaced or sheltered"),
    }
    entries = []
    for family, scale in drawn.scales.items():
        people = _round_number((size * 0.95 / scale) ** 2)
        if people < 1:
            continue
        radius = max(2.0, scale * people**0.5)

        def ring(x: float, y: float, radius: float = radius, colour: str = sheet.ink(family)) -> None:
            sheet.draw(
                "circle",
                cx=x,
                cy=y,
                r=radius,
                fill=colour,
                fill_opacity="0.2",
                stroke=colour,
                stroke_width=1.4,
            )

        entries.append(Entry(labels[family] % {"number": count(people)}, "", ring, max(2 * radius, size)))
    return entries


def _round_number(people: float) -> int:
    """The largest of 1, 2, 5, 10, 20 … that is not more."""
    if people < 1:
        return 0
    power = 10 ** (len(str(int(people))) - 1)
    return next(step * power for step in (5, 2, 1) if step * power <= people)
