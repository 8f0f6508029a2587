"""What a cue is: words that say what happened to those counted, and the side of the number they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto

from events.enums import Measure


class Side(Flag):
    """Where a cue finds its number."""

    SUBJECT = auto()
    """The number stands before: "12 people died"."""
    OBJECT = auto()
    """The number stands after: "killing 12 people"."""
    PARTICIPLE = auto()
    """Either, by its voice: "12 were killed", "a shell killed 12"."""
    NOUN = auto()
    """The number's own noun: "12 deaths", "the 12 wounded"."""
    LABEL = auto()
    """A noun before the number: "the death toll rose to 12"."""


class Needs(Flag):
    """What a cue must count to mean what it says."""

    ANYONE = auto()
    HOMES = auto()


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at `tokens[first:last]`. `measure` None marks people who are counted but not harmed or
    moved."""

    first: int
    last: int
    measure: Measure | None
    side: Side
    needs: Needs


#: Phrases parted by "|", each a cue of the measure on that side.
Rows = tuple[tuple[Measure | None, Side, str], ...]
