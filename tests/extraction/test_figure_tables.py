"""Tables of sentences, one file a subject, each with the figures to be read from it in short form."""

from pathlib import Path

import pytest

from events.enums import People, Quantifier, Scope, Unit
from events.extraction.figures import read_figures

TABLES = Path(__file__).parent.parent / "data" / "figures"
#: How the tables write a bound: "≥12" is at least 12, "~?" a vague word without a number.
SIGNS = {
    Quantifier.EXACT: "=",
    Quantifier.AT_LEAST: "≥",
    Quantifier.MORE_THAN: ">",
    Quantifier.ABOUT: "~",
    Quantifier.UP_TO: "≤",
    Quantifier.LESS_THAN: "<",
}


def read_table(path):
    """Rows of a sentence, with "¶" for a new paragraph, and the indented lines of its figures."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("  "):
            rows[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            rows.append((line.replace(" ¶ ", "\n\n"), []))
    return rows


def in_short(figure):
    """A figure as the tables write it; the usual (people, persons, an incident, no claimant) is left out."""
    parts = [f"{figure.quote}: {figure.measure.value}"]
    if figure.people is not People.PEOPLE:
        parts.append(figure.people.value)
    if figure.unit is Unit.HOUSEHOLD:
        parts.append("households")
    parts.append(bounds(figure))
    if figure.claimant:
        parts.append(f"by {figure.claimant}")
    if figure.scope is not Scope.INCIDENT:
        parts.append(figure.scope.value)
    return " ".join(parts)


def bounds(figure):
    if figure.quantifier is Quantifier.BETWEEN:
        return f"{figure.low}–{figure.high}"
    number = figure.high if figure.low is None else figure.low
    return SIGNS[figure.quantifier] + ("?" if number is None else str(number))


ROWS = [
    pytest.param(text, figures, id=f"{path.stem}: {text[:60]}")
    for path in sorted(TABLES.glob("*.txt"))
    for text, figures in read_table(path)
]


@pytest.mark.parametrize(("text", "figures"), ROWS)
def test_figures_of_table(text, figures):
    assert [in_short(figure) for figure in read_figures(text)] == figures


def test_tables_hold_traps_and_figures():
    empty = [row for row in ROWS if not row.values[1]]

    assert len(ROWS) >= 260
    assert len(empty) >= 60
