"""The map within a picture: ground, areas, figures, symbols and names, each under the next."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from events.api.wording import distance_text
from events.enums import Precision, Verification
from events.images import fonts, palette
from events.images.choosing import Chosen, Movement, Spot
from events.images.frame import Frame
from events.images.ground import Area, Ground, Name
from events.images.hatching import hatch
from events.images.labels import Rect, is_free, place_names, within
from events.images.marks import arc, arrowhead, draw_cluster
from events.images.placement import Placed, arrange, cluster_radius
from events.images.sheet import Element, Sheet, path_through

#: The radius of the largest circle of a family.
_LARGEST_PX = 46.0
#: A symbol with its halo and the air around it.
_SYMBOL_PX = 21.0
#: Pixels aside from which a line leads back to the point.
_LEADER_FROM = 12.0
#: From this zoom on a kilometre is nearly as long in the north of the map as in its south.
_SCALE_FROM = 4.5
#: Below this zoom lines are so close together that they would be all there is.
_THIN_BELOW = 3.5
_LINES = (
    ("admin1", "map-admin", 1.0, "1 3"),
    ("coast", "map-coast", 0.8, None),
    ("border", "map-border", 1.2, None),
    ("disputed", "map-border", 1.2, "5 4"),
)


@dataclass(slots=True)
class Drawn:
    """What was drawn, for the legend to explain no more than that."""

    outside: int = 0
    clusters: int = 0
    has_near: bool = False
    has_areas: bool = False
    has_lines: bool = False
    has_movements: bool = False
    verifications: set[Verification] = field(default_factory=set)
    scales: dict[str, float] = field(default_factory=dict)
    """Pixels for each square root of a person, by family."""


class MapDrawing:
    """`x`, `y` is the upper left of the map on the sheet; everything within is in the frame's pixels."""

    def __init__(self, sheet: Sheet, frame: Frame, x: float, y: float, *, zoom: float, base: float) -> None:
        self.sheet, self.frame = sheet, frame
        self.on: Element = sheet.group(x, y)
        self.zoom = zoom
        """How much larger than on the page symbols are."""
        self.base = base
        self.taken: list[Rect] = []
        self.drawn = Drawn()

    def at(self, spot: Spot) -> tuple[float, float]:
        """Where a spot that has a point lies."""
        assert spot.point is not None
        return self.frame.pixel(*spot.point)

    def ground(self, ground: Ground) -> None:
        ink, draw, frame = self.sheet.ink, self.sheet.draw, self.frame
        draw("rect", self.on, width=frame.width, height=frame.height, fill=ink("map-water"))
        for kind, colour in (("land", "map-land"), ("focus", "map-focus")):
            if path := ground.paths.get(kind):
                # The stroke closes the hairline between two countries that share a line.
                draw("path", self.on, d=path, fill=ink(colour), stroke=ink(colour), stroke_width=0.7)
        for kind, colour, width, dash in _LINES:
            if path := ground.paths.get(kind):
                draw(
                    "path", self.on, d=path, fill="none", stroke=ink(colour),
                    stroke_width=width if frame.zoom > _THIN_BELOW else 0.65 * width,
                    stroke_dasharray=dash, stroke_linejoin="round",
                )  # fmt: skip

    def areas(self, areas: list[Area], spots: dict[int, Spot]) -> None:
        """Hatched, never filled; a line as a pale band with dashes: "somewhere along here"."""
        for number, area in enumerate(areas):
            groups = {spots[event].group.value for event in area.events}
            group = groups.pop() if len(groups) == 1 else "mixed"
            colour = self.sheet.ink(group)
            common = {"d": area.path, "stroke": colour, "stroke_linejoin": "round"}
            if area.is_line:
                self.drawn.has_lines = True
                self.sheet.draw(
                    "path",
                    self.on,
                    **common,
                    fill="none",
                    stroke_width=13,
                    stroke_opacity="0.2",
                    stroke_linecap="round",
                )
                # Two events along one border: the dashes of one stand in the gaps of the other.
                self.sheet.draw(
                    "path", self.on, **common, fill="none", stroke_width=3.6, stroke_dasharray="9 6",
                    stroke_dashoffset=7.5 * (number % 2) or None,
                )  # fmt: skip
            else:
                self.drawn.has_areas = True
                self.sheet.draw(
                    "path",
                    self.on,
                    d=hatch(area.shape, self.frame.width, self.frame.height),
                    stroke=colour,
                    stroke_width=1.6,
                    stroke_opacity="0.24",
                    fill="none",
                )
                self.sheet.draw(
                    "path", self.on, **common, fill="none", stroke_width=1.3, stroke_opacity="0.75",
                    stroke_dasharray="6 4",
                )  # fmt: skip

    def radii(self, spots: list[Spot]) -> None:
        for spot in spots:
            if spot.precision is not Precision.NEAR or not spot.radius_m or spot.point is None:
                continue
            x, y = self.frame.pixel(*spot.point)
            radius = self.frame.metres_px(spot.radius_m, spot.point[1])
            if not self.frame.holds(x, y) or radius < 6:
                continue
            self.drawn.has_near = True
            colour = self.sheet.ink(spot.group.value)
            self.sheet.draw(
                "circle", self.on, cx=x, cy=y, r=radius, fill=colour, fill_opacity="0.09", stroke=colour,
                stroke_opacity="0.85", stroke_width=1.3, stroke_dasharray="4 4",
            )  # fmt: skip

    def movements(self, movements: list[Movement]) -> None:
        colour = self.sheet.ink("displaced")
        for movement in movements:
            start, end = self.frame.pixel(*movement.origin), self.frame.pixel(*movement.destination)
            if not (self.frame.holds(*start) or self.frame.holds(*end)) or math.dist(start, end) < 14:
                continue
            self.drawn.has_movements = True
            self.sheet.draw("path", self.on, d=arc(start, end), fill=colour, fill_opacity="0.75")
            self.sheet.draw("path", self.on, d=arrowhead(start, end), fill=colour)

    def circles(self, spots: list[Spot]) -> None:
        """Areas in proportion to the figures, the largest lowest; a range is two rings."""
        shown = [(spot, amount) for spot in spots for amount in spot.amounts]
        for family in palette.FAMILIES:
            most = max((amount.high for _spot, amount in shown if amount.family == family), default=0)
            if most:
                self.drawn.scales[family] = _LARGEST_PX * self.zoom / math.sqrt(most)
        found = []
        for spot, amount in shown:
            x, y = self.at(spot)
            scale = self.drawn.scales[amount.family]
            inner, outer = scale * math.sqrt(amount.low), scale * math.sqrt(amount.high)
            found.append((outer, inner, x, y, amount))
        found.sort(key=lambda circle: -circle[0])
        for outer, inner, x, y, amount in found:
            colour = self.sheet.ink(amount.family)
            if outer > inner:
                self.sheet.draw(
                    "circle", self.on, cx=x, cy=y, r=outer, fill="none", stroke=colour, stroke_width=1.3,
                    stroke_dasharray="2 3",
                )  # fmt: skip
            self.sheet.draw(
                "circle", self.on, cx=x, cy=y, r=inner, stroke=colour,
                fill=colour if amount.is_incident else "none", fill_opacity="0.2",
                stroke_width=1.2 if amount.is_incident else 2,
            )  # fmt: skip
        self._found_circles = found

    def symbols(self, spots: list[Spot]) -> None:
        """Every event of the frame once: alone, beside its neighbours, or in the number of a cluster."""
        points = [self.at(spot) for spot in spots]
        pitch = _SYMBOL_PX * self.zoom
        places = arrange(points, symbol_px=pitch)
        # The clusters lie lowest, and what lies farther down the map covers what lies farther up.
        places.sort(key=lambda placed: (not placed.is_cluster, placed.at[1], placed.at[0]))
        for placed in places:
            if math.hypot(placed.dx, placed.dy) > _LEADER_FROM * self.zoom:
                self._leader(placed)
        for placed in places:
            x, y = placed.at
            if placed.is_cluster:
                self.drawn.clusters += 1
                half = cluster_radius(len(placed.members), pitch)
                counts = Counter(spots[member].group for member in placed.members)
                draw_cluster(self.sheet, counts, x, y, radius=half - 1, on=self.on)
            else:
                half = pitch / 2
                spot = spots[placed.members[0]]
                if spot.is_area:
                    self._area_mark(x, y)
                self.drawn.verifications.add(spot.verification)
                self.sheet.symbol(
                    spot.group, x, y, verification=spot.verification,
                    scale=(0.85 if spot.is_area else 1.0) * self.zoom, on=self.on,
                )  # fmt: skip
            self.taken.append((x - half, y - half, x + half, y + half))
        self._symbols = list(self.taken)

    def _leader(self, placed: Placed) -> None:
        """A hairline to the point that a symbol was moved away from."""
        x, y = placed.x, placed.y
        line = path_through([(x, y), placed.at])
        for colour, width, radius in (("map-halo", 3.0, 2.6), ("map-ink", 0.9, 1.5)):
            ink = self.sheet.ink(colour)
            self.sheet.draw("path", self.on, d=line, stroke=ink, stroke_width=width, fill="none")
            self.sheet.draw("circle", self.on, cx=x, cy=y, r=radius, fill=ink)

    def _area_mark(self, x: float, y: float) -> None:
        """The symbol stands for a whole area: a dashed square says so."""
        half = 11.5 * self.zoom
        self.sheet.draw(
            "rect", self.on, x=x - half, y=y - half, width=2 * half, height=2 * half, rx=3,
            fill=self.sheet.ink("map-halo"), fill_opacity="0.7", stroke=self.sheet.ink("map-ink"),
            stroke_width=1.2, stroke_dasharray="3 2.4",
        )  # fmt: skip

    def figures(self, *, most: int) -> None:
        """The numbers of the largest circles, where there is room."""
        size, style = self.base * 1.08, fonts.STRONG
        view = self._view()
        written = 0
        for outer, _inner, x, y, amount in self._found_circles:
            if written >= most or outer < 13 or not amount.text:
                continue
            width = fonts.width(amount.text, style, size)
            place = next(
                (place for place in _around(x, y, outer, width, size)
                 if within(place, view) and is_free(place, self.taken, 2)), None,
            )  # fmt: skip
            if place is None:
                continue
            written += 1
            self.taken.append(place)
            middle = (place[0] + place[2]) / 2
            self.sheet.text(
                amount.text, middle, place[3] - size * 0.18, style, size, self.sheet.ink("map-ink"),
                anchor="middle", halo=self.sheet.ink("map-halo"), on=self.on,
            )  # fmt: skip

    def names(self, names: list[Name], *, most: int) -> None:
        labels = place_names(
            names, taken=self.taken, symbols=self._symbols, view=self._view(), base=self.base, most=most
        )
        halo = self.sheet.ink("map-halo")
        for label in labels:
            colour = {"water": "map-water-ink", "settlement": "map-label"}.get(label.kind, "map-label-quiet")
            if label.dot:
                x, y = label.dot
                self.sheet.draw(
                    "circle", self.on, cx=x, cy=y, r=2.1, fill=self.sheet.ink(colour), stroke=halo,
                    stroke_width=1.2, paint_order="stroke",
                )  # fmt: skip
            self.sheet.text(
                label.text, label.x, label.y + label.size * 0.34, label.style, label.size,
                self.sheet.ink(colour), halo=self.sheet.ink("map-water") if label.kind == "water" else halo,
                spacing=label.spacing, on=self.on,
            )  # fmt: skip

    def scale_bar(self) -> None:
        """How far a round number of kilometres is in the middle of the map; none where it would be wrong at
        the edges."""
        if self.frame.zoom < _SCALE_FROM:
            return
        a_km = self.frame.metres_px(1000, self.frame.middle_lat)
        most = self.frame.width * 0.16 / a_km
        power = 10 ** math.floor(math.log10(most))
        distance = next(step * power for step in (5, 2, 1) if step * power <= most)
        size, length = self.base * 0.96, distance * a_km
        text = distance_text(distance * 1000)
        wide = max(length, fonts.width(text, fonts.TEXT, size))
        left = 14.0 if self.sheet.is_mirrored else self.frame.width - 14 - wide
        bottom = self.frame.height - 12
        self.taken.append((left - 4, bottom - size * 1.5, left + wide + 4, bottom + 4))
        middle = left + wide / 2
        line = f"M{middle - length / 2:.1f} {bottom - 4:.1f}v4h{length:.1f}v-4"
        for colour, width in (("map-halo", 3.4), ("map-label", 1.1)):
            self.sheet.draw(
                "path", self.on, d=line, fill="none", stroke=self.sheet.ink(colour), stroke_width=width
            )
        self.sheet.text(
            text, middle, bottom - size * 0.5, fonts.TEXT, size, self.sheet.ink("map-label"), anchor="middle",
            halo=self.sheet.ink("map-halo"), on=self.on,
        )  # fmt: skip

    def _view(self) -> Rect:
        return 5, 5, self.frame.width - 5, self.frame.height - 5


def _around(x: float, y: float, radius: float, width: float, size: float) -> list[Rect]:
    """Over the circle, under it, beside it, then once more farther out."""
    places = []
    for gap in (3.0, 14.0):
        reach = radius + gap
        places += [
            (x - width / 2, y - reach - size, x + width / 2, y - reach),
            (x - width / 2, y + reach, x + width / 2, y + reach + size),
            (x + reach, y - size / 2, x + reach + width, y + size / 2),
            (x - reach - width, y - size / 2, x - reach, y + size / 2),
        ]
    return places


def split_by_frame(chosen: Chosen, frame: Frame) -> tuple[list[Spot], int]:
    """The events whose point the picture shows, and how many lie outside of it."""
    placed = [(spot, spot.point) for spot in chosen.spots if spot.point]
    inside = [spot for spot, point in placed if frame.holds(*frame.pixel(*point))]
    return inside, len(placed) - len(inside)
