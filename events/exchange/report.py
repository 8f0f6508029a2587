"""How an import went: counts, and a sentence for each row about which something is to be said."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import IO, Any

from events.exchange.cells import written_cell
from events.exchange.refusals import Problem, shortened

#: Kept with the import; of a file whose every row is wrong the first say it all.
MAX_PROBLEMS = 10_000


#: Characters of a sentence: a cell that it quotes can be of any length.
_MAX_SENTENCE = 1000


@dataclass(slots=True)
class Report:
    """`rows` were read, and their events `added`, `updated`, `unchanged` or `refused`; `kept` counts what
    was held back because an editor had decided otherwise. `notes` are about the file as a whole."""

    rows: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def say(self, problem: Problem) -> None:
        if problem.is_refused:
            self.refused += 1
        elif problem.is_kept:
            self.kept += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(
                replace(problem, value=shortened(problem.value), sentence=_kept(problem.sentence))
            )

    def begin_anew(self) -> None:
        """Forgets what was said of rows that are read again."""
        self.rows = self.added = self.updated = self.unchanged = self.kept = self.refused = 0
        self.problems, self.notes = [], []

    def taken(self) -> Report:
        """What was said since this was asked last, with the notes; the rest is forgotten here."""
        taken = replace(self)
        notes = self.notes
        self.begin_anew()
        self.notes = notes
        return taken

    def add(self, other: Report) -> None:
        for name in other.counts:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.problems += other.problems[: MAX_PROBLEMS - len(self.problems)]
        self.notes = other.notes or self.notes

    @property
    def counts(self) -> dict[str, int]:
        names = ("rows", "added", "updated", "unchanged", "kept", "refused")
        return {name: getattr(self, name) for name in names}

    @property
    def is_shortened(self) -> bool:
        return self.kept + self.refused > len(self.problems)


def _kept(sentence: str) -> str:
    return sentence if len(sentence) <= _MAX_SENTENCE else f"{sentence[: _MAX_SENTENCE - 1]}…"


def write_problems(problems: Iterable[list[Any]], to: IO[str]) -> None:
    """The sentences as CSV; cells that a spreadsheet would take for formulas begin with an apostrophe."""
    writer = csv.writer(to)
    writer.writerow(("row", "id", "column", "value", "sentence"))
    for problem in problems:
        writer.writerow([written_cell(cell) for cell in problem])
