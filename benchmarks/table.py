from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure; `reference` is what it is held against, `more_is_better` says which way is good."""

    what: str
    value: float
    unit: str
    reference: float | None = None
    reference_is: str = ""
    more_is_better: bool = False

    @property
    def ratio(self) -> str:
        # Nothing at all, such as no shift of the layout, is not so many times as good.
        if not self.reference or not self.value:
            return ""
        better = self.value / self.reference if self.more_is_better else self.reference / self.value
        return f"{better:.1f} × as good"


@dataclass(frozen=True)
class Matrix:
    """Many figures of the same kinds. Printed as Markdown, so that docs can take it as it is."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def lines(self) -> list[str]:
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]

        def line(cells: Sequence[str]) -> str:
            first, *rest = zip(cells, widths, strict=True)
            return f"| {' | '.join([first[0].ljust(first[1]), *(c.rjust(w) for c, w in rest)])} |"

        ruler = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
        return [line(self.head), line(ruler), *map(line, self.rows)]


def print_table(title: str, rows: Iterable[Row | Matrix]) -> None:
    print(f"\n{title}")
    for row in rows:
        if isinstance(row, Matrix):
            print(f"\n{row.title}\n", *row.lines(), sep="\n")
            continue
        reference = f"reference {row.reference:,.4g} {row.unit}, {row.reference_is}" if row.reference else ""
        print(f"  {row.what:<54} {row.value:>10,.4g} {row.unit:<12} {row.ratio:<18} {reference}", flush=True)


def share(value: float | None) -> str:
    """ ".873", as the field prints shares; a dash for none."""
    return "–" if value is None else f"{value:.3f}".removeprefix("0")


def milliseconds(act: Callable[[], object], *, times: int) -> list[float]:
    """How long each of several runs took, after one that is not counted."""
    act()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def median_and_p95(taken: list[float]) -> tuple[float, float]:
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
