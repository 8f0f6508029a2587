"""Where symbols go when their points are too close together to be told apart; pixels.

As on the page (`static/js/map/placement.js`): nothing is hidden, up to six are spread around their point,
more become a cluster with their exact number. A picture has no pointer, so it is a little tighter.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_SPREAD = 6
_MOST = 220
_ROUNDS = 24


@dataclass(slots=True)
class Placed:
    """`members` (indexes of the points given) stand at x + dx, y + dy."""

    members: list[int]
    x: float
    y: float
    dx: float = 0.0
    dy: float = 0.0

    @property
    def is_cluster(self) -> bool:
        return len(self.members) > 1

    @property
    def at(self) -> tuple[float, float]:
        return self.x + self.dx, self.y + self.dy


def arrange(points: Sequence[tuple[float, float]], *, symbol_px: float) -> list[Placed]:
    """Places for every point, each in exactly one; `symbol_px` is how wide a symbol is, halo included."""
    distance = symbol_px
    most_spread = _MOST_SPREAD
    while True:
        groups = _gather(points, distance)
        placed = [one for group in groups for one in _place(points, group, most_spread, symbol_px)]
        is_crowded = len(placed) > _MOST
        if (not is_crowded and _settle(placed, symbol_px)) or distance > 400:
            return placed
        # Too many for the picture, or for their corner of it: wider clusters.
        if is_crowded:
            most_spread = 1
        distance *= 1.6 if is_crowded else 1.25


def _gather(points: Sequence[tuple[float, float]], distance: float) -> list[list[int]]:
    """Greedy: each point joins the nearest group within the distance, found through a grid."""
    grid: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
    groups: list[list[int]] = []
    for number, (x, y) in enumerate(points):
        column, row = int(x // distance), int(y // distance)
        found, best = None, distance
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                for group in grid.get((i, j), ()):
                    seed_x, seed_y = points[group[0]]
                    if (apart := math.hypot(seed_x - x, seed_y - y)) < best:
                        found, best = group, apart
        if found is not None:
            found.append(number)
        else:
            groups.append(group := [number])
            grid[column, row].append(group)
    return groups


def _place(
    points: Sequence[tuple[float, float]], group: list[int], most_spread: int, pitch: float
) -> list[Placed]:
    if len(group) == 1:
        return [Placed(group, *points[group[0]])]
    x = sum(points[i][0] for i in group) / len(group)
    y = sum(points[i][1] for i in group) / len(group)
    if len(group) > most_spread:
        return [Placed(group, x, y)]
    spread = []
    for member, (dx, dy) in zip(group, _bricks(len(group)), strict=True):
        own_x, own_y = points[member]
        spread.append(Placed([member], own_x, own_y, x + dx * pitch - own_x, y + dy * pitch - own_y))
    return spread


def _bricks(total: int) -> list[tuple[float, float]]:
    """Rows like bricks, the shortest on top: 2, 1+2, 2+2, 2+3, 3+3."""
    rows = 1 if total <= 2 else 2
    lengths = [total // rows] * (rows - total % rows) + [total // rows + 1] * (total % rows)
    return [
        (column - (length - 1) / 2, row - (rows - 1) / 2)
        for row, length in enumerate(lengths)
        for column in range(length)
    ]


def cluster_radius(number: int, symbol_px: float) -> float:
    """Wide enough for its digits."""
    return symbol_px * (0.66 + 0.12 * max(0, len(str(number)) - 2))


def _radius(placed: Placed, symbol_px: float) -> float:
    return cluster_radius(len(placed.members), symbol_px) if placed.is_cluster else symbol_px / 2


def _settle(places: list[Placed], symbol_px: float) -> bool:
    """Neighbours that still cover each other move apart a little; True when in the end none do."""
    far = 1.5 * symbol_px
    for _round in range(_ROUNDS):
        is_still = True
        places.sort(key=lambda placed: placed.at[0])
        for i, a in enumerate(places):
            for b in places[i + 1 :]:
                if b.at[0] - a.at[0] > 3 * symbol_px:
                    break
                is_still = not _part(a, b, symbol_px, far) and is_still
        if is_still:
            return True
    return False


def _part(a: Placed, b: Placed, symbol_px: float, far: float) -> bool:
    """Two are apart when they are along one axis, so they part along the nearer."""
    radius_a, radius_b = _radius(a, symbol_px), _radius(b, symbol_px)
    wide = radius_a + radius_b
    x, y = b.at[0] - a.at[0], b.at[1] - a.at[1]
    over_x, over_y = wide - abs(x), wide - abs(y)
    if over_x <= 0.01 or over_y <= 0.01:
        return False
    # A cluster moves less than a symbol.
    share = radius_b / wide
    if over_x <= over_y:
        by = math.copysign(over_x + 0.2, x or 1)
        _move(a, -by * share, 0, far)
        _move(b, by * (1 - share), 0, far)
    else:
        by = math.copysign(over_y + 0.2, y)
        _move(a, 0, -by * share, far)
        _move(b, 0, by * (1 - share), far)
    return True


def _move(placed: Placed, by_x: float, by_y: float, far: float) -> None:
    dx, dy = placed.dx + by_x, placed.dy + by_y
    apart = math.hypot(dx, dy)
    within = far / apart if apart > far else 1.0
    placed.dx, placed.dy = dx * within, dy * within
