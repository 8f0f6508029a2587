"""Marks that are made of more than one stroke: the ring of a cluster, the arrow of a movement."""

from __future__ import annotations

import math
from collections import Counter

from events.enums import KindGroup
from events.images import fonts, palette
from events.images.amounts import count
from events.images.sheet import Element, Sheet, path_through


def draw_cluster(
    sheet: Sheet, counts: Counter[KindGroup], x: float, y: float, *, radius: float, on: Element | None = None
) -> None:
    """The exact number in a ring whose arcs are the kinds."""
    number = counts.total()
    ring = radius * 0.29
    middle = radius - 1 - ring / 2
    sheet.draw("circle", on, cx=x, cy=y, r=radius, fill=sheet.ink("halo"))
    start = 0.0
    for group, of_group in counts.most_common():
        end = start + of_group / number
        sheet.draw(
            "path",
            on,
            d=_ring_arc(x, y, middle, start, end),
            fill="none",
            stroke=sheet.ink(group.value),
            stroke_width=ring,
        )
        start = end
    for edge in (middle + ring / 2, middle - ring / 2):
        sheet.draw(
            "circle", on, cx=x, cy=y, r=edge, fill="none", stroke=sheet.ink("outline"), stroke_width=0.9
        )
    text = count(number)
    size = min(radius * 0.78, 1.72 * (middle - ring / 2) / fonts.width(text, fonts.STRONG, 1.0))
    sheet.text(text, x, y + size * 0.34, fonts.STRONG, size, palette.CLUSTER_INK, anchor="middle", on=on)


def _ring_arc(x: float, y: float, radius: float, start: float, end: float) -> str:
    """Clockwise from the top; `start` and `end` in turns."""
    if end - start > 0.9999:
        half = _ring_arc(x, y, radius, 0, 0.5)
        return f"{half}{_ring_arc(x, y, radius, 0.5, 0.9998)}"
    ends = [
        f"{x + radius * math.sin(turn * math.tau):.1f} {y - radius * math.cos(turn * math.tau):.1f}"
        for turn in (start, end)
    ]
    return f"M{ends[0]}A{radius:.1f} {radius:.1f} 0 {int(end - start > 0.5)} 1 {ends[1]}"


def _bowed(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """The handle of a curve that bends to the left of the way."""
    bend = 0.22
    (x1, y1), (x2, y2) = start, end
    return (x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend


def arc(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A way that widens from nothing to its end, so that its direction is seen without the head."""
    control = _bowed(start, end)
    left, right = [], []
    steps = 20
    for step in range(steps + 1):
        t = step / steps * 0.97
        x, y, dx, dy = _on_curve(start, control, end, t)
        half = 0.4 + 1.5 * t
        left.append((x - dy * half, y + dx * half))
        right.append((x + dy * half, y - dx * half))
    return path_through([*left, *reversed(right)]) + "z"


def arrowhead(start: tuple[float, float], end: tuple[float, float]) -> str:
    control = _bowed(start, end)
    x, y, dx, dy = _on_curve(start, control, end, 1.0)
    length, half = 10.0, 5.0
    base_x, base_y = x - dx * length, y - dy * length
    return (
        path_through(
            [(x, y), (base_x - dy * half, base_y + dx * half), (base_x + dy * half, base_y - dx * half)]
        )
        + "z"
    )


def _on_curve(
    start: tuple[float, float], control: tuple[float, float], end: tuple[float, float], t: float
) -> tuple[float, float, float, float]:
    """A point of the curve and the direction there, of length one."""
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    x, y = (a * p + b * q + c * r for p, q, r in zip(start, control, end, strict=True))
    dx, dy = (2 * (1 - t) * (q - p) + 2 * t * (r - q) for p, q, r in zip(start, control, end, strict=True))
    long = math.hypot(dx, dy) or 1.0
    return x, y, dx / long, dy / long
