"""How the places that an editor has decided on reorder the candidates of the undecided names. Records in,
records out; what is stored of it is `teaching`'s."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from events.countries import country_name
from events.enums import PlaceKind

#: In the ranking's own unit, where five times the lead is the logarithm of the odds. A choice for the same
#: name outweighs all that the reading knows; its country, where the words ask for another kind of place, as
#: much as "Paris, Texas" does for a later Paris. Another name's choice turns odds of about 7 to 1 for a place
#: of its country and 50 to 1 for one of its province.
_SAME_NAME, _SAME_NAME_COUNTRY, _COUNTRY, _PROVINCE = 3.0, 1.6, 0.4, 0.4
_SHARPNESS = 5.0
#: Scores are kept to three decimals: what is below the last is as unlikely as that.
_LEAST_SCORE = 0.0005


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the lessons weigh it. `country` is ISO 3166-1 alpha-2 or empty, `province` the id of the
    admin-1 area that holds it or that it is."""

    id: int
    name: str
    kind: str
    country: str
    province: int | None

    @property
    def words(self) -> str:
        """ "Tripoli, Lebanon"; with its kind where a town may bear the same name: "Idlib, admin-1, Syria"."""
        is_plain = self.kind in (PlaceKind.SETTLEMENT, PlaceKind.COUNTRY)
        kind = "" if is_plain else str(PlaceKind(self.kind).label).lower()
        country = country_name(self.country)
        return ", ".join(part for part in (self.name, kind, country if country != self.name else "") if part)


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate: `score` is the reading's, in [0, 1]; `reasons` are fit for an editor's eyes."""

    spot: Spot
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An accepted mention: where it was put, and what the reading would have had (None when it had nothing).

    `name` is the folded quote, `start` its offset in code points.
    """

    name: str
    quote: str
    start: int
    spot: Spot
    read_as: Spot | None

    @property
    def is_choice(self) -> bool:
        """Whether the editor knew better than the reading; agreeing with it teaches nothing new."""
        return self.read_as is None or self.read_as.id != self.spot.id


def taught(name: str, start: int, options: Sequence[Option], lessons: Iterable[Lesson]) -> tuple[Option, ...]:
    """The candidates of an undecided mention in the light of the lessons, best first, with what was learnt as
    their first reason. A place chosen for the same name is added when the reading did not have it.

    `options` are the reading's, best first; without any lesson that bears on them they come back unchanged.
    """
    lessons = list(lessons)
    same = [lesson for lesson in lessons if lesson.name == name]
    others = [lesson for lesson in lessons if lesson.name != name]
    points: dict[int, float] = {}
    reasons: dict[int, list[str]] = {}

    def add(option: Option, weight: float, reason: str) -> None:
        points[option.spot.id] = points.get(option.spot.id, 0.0) + weight
        reasons.setdefault(option.spot.id, []).append(reason)

    listed = list(options)
    if same and (not options or any(lesson.is_choice for lesson in same)):
        nearest = _nearest(same, start)
        where = f"“{nearest.quote}” {_side(nearest, start)}"
        if _is_another_sense(options, nearest):
            for option in listed:
                if option.spot.country == nearest.spot.country:
                    add(option, _SAME_NAME_COUNTRY, f"{where} was put in {_country(nearest.spot)}")
        else:
            chosen = next((option for option in listed if option.spot.id == nearest.spot.id), None)
            if chosen is None:
                chosen = Option(nearest.spot, 0.0, ())
                listed.append(chosen)
            add(chosen, _SAME_NAME, f"{nearest.spot.words}, was chosen for {where}")
    for option in listed:
        for weight, reason in _from_other_names(option.spot, start, others):
            add(option, weight, reason)
    if not points:
        return tuple(options)
    listed.sort(key=lambda option: -(_strength(option.score) + points.get(option.spot.id, 0.0)))
    return tuple(
        replace(option, reasons=(*reasons.get(option.spot.id, ()), *option.reasons)) for option in listed
    )


def _is_another_sense(options: Sequence[Option], lesson: Lesson) -> bool:
    """ "Idlib" the city and "Idlib province" are two places of one name: correcting one leaves the other."""
    return bool(options and lesson.read_as and options[0].spot.kind != lesson.read_as.kind)


def _from_other_names(spot: Spot, start: int, others: Sequence[Lesson]) -> list[tuple[float, str]]:
    choices = list({lesson.name: lesson for lesson in others if lesson.is_choice}.values())
    near = [lesson for lesson in choices if spot.province and lesson.spot.province == spot.province]
    along = [lesson for lesson in choices if spot.country and lesson.spot.country == spot.country]
    found = []
    for share, weight, where in (
        (near, _PROVINCE, "in the same province as"),
        (along, _COUNTRY, f"in {_country(spot)}, like"),
    ):
        if share:
            nearest = _nearest(share, start)
            said = f"{where} {nearest.spot.name}, chosen {_side(nearest, start)}"
            found.append((weight * math.sqrt(len(share) / len(choices)), said))
    # The province says the country too: one reason is enough to read.
    return [(sum(weight for weight, _ in found), found[0][1])] if found else []


def _nearest(lessons: Sequence[Lesson], start: int) -> Lesson:
    """The last one before the mention, as a reader would take it; else the first one after."""
    before = [lesson for lesson in lessons if lesson.start < start]
    return max(before, key=_start) if before else min(lessons, key=_start)


def _start(lesson: Lesson) -> int:
    return lesson.start


def _side(lesson: Lesson, start: int) -> str:
    return "above" if lesson.start < start else "below"


def _country(spot: Spot) -> str:
    return country_name(spot.country) or spot.country or "no country"


def _strength(score: float) -> float:
    return math.log(max(score, _LEAST_SCORE)) / _SHARPNESS
