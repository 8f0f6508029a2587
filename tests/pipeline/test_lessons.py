"""What a choice teaches: a table of candidates and lessons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from events.enums import PlaceKind
from events.pipeline.lessons import Lesson, Option, Spot, taught

LIBYA = Spot(1, "Tripoli", PlaceKind.SETTLEMENT, "LY", 10)
LEBANON = Spot(2, "Tripoli", PlaceKind.SETTLEMENT, "LB", 20)
DISTRICT = Spot(3, "Tripoli", PlaceKind.ADMIN1, "LY", 3)
NORTH = Spot(4, "Tripoli", PlaceKind.ADMIN1, "LB", 4)
IOWA = Spot(5, "Tripoli", PlaceKind.SETTLEMENT, "US", 30)
ZAHLE_FAR = Spot(6, "Zahle", PlaceKind.SETTLEMENT, "US", 31)
ZAHLE = Spot(7, "Zahle", PlaceKind.SETTLEMENT, "LB", 21)
QALAMOUN = Spot(8, "Qalamoun", PlaceKind.SETTLEMENT, "LB", 20)
QALAMOUN_FAR = Spot(9, "Qalamoun", PlaceKind.NATURAL, "SY", None)


def options(*spots: tuple[Spot, float]) -> tuple[Option, ...]:
    return tuple(Option(spot, score, ("population",)) for spot, score in spots)


def lesson(spot: Spot, read_as: Spot | None, *, name: str = "tripoli", start: int = 100) -> Lesson:
    return Lesson(name, name.title(), start, spot, read_as)


CHOSEN = lesson(LEBANON, LIBYA)
TRIPOLI = options((LIBYA, 0.98), (LEBANON, 0.02))

#: name, candidates of the reading, lessons, the order wanted, the first reason of the first one
TABLE: dict[str, tuple[str, Sequence[Option], Sequence[Lesson], list[int], str]] = {
    "no lesson changes nothing": ("tripoli", TRIPOLI, [], [1, 2], "population"),
    "agreeing with the reading teaches nothing": (
        "tripoli", TRIPOLI, [lesson(LIBYA, LIBYA)], [1, 2], "population",
    ),
    "same name, same place": (
        "tripoli", TRIPOLI, [CHOSEN], [2, 1], "Tripoli, Lebanon, was chosen for “Tripoli” above",
    ),
    "same name, a place the reading did not have": (
        "tripoli", TRIPOLI, [lesson(IOWA, LIBYA)], [5, 1, 2],
        "Tripoli, United States, was chosen for “Tripoli” above",
    ),
    "no candidate of its own takes any place of the name": (
        "tripoli", (), [lesson(LIBYA, LIBYA)], [1], "Tripoli, Libya, was chosen for “Tripoli” above",
    ),
    "the nearest before it counts": (
        "tripoli", TRIPOLI, [CHOSEN, lesson(LIBYA, LIBYA, start=150)], [1, 2],
        "Tripoli, Libya, was chosen for “Tripoli” above",
    ),
    "without one before it, the first below": (
        "tripoli", TRIPOLI, [lesson(LEBANON, LIBYA, start=300), lesson(LIBYA, LIBYA, start=400)], [2, 1],
        "Tripoli, Lebanon, was chosen for “Tripoli” below",
    ),
    "a province of the name stays a province, in the chosen country": (
        "tripoli", options((DISTRICT, 0.9), (LIBYA, 0.09), (NORTH, 0.01)), [CHOSEN], [4, 3, 1],
        "“Tripoli” above was put in Lebanon",
    ),
    "a province of the name in the same country is another sense": (
        "tripoli", options((NORTH, 0.9), (LEBANON, 0.1)), [lesson(LEBANON, LIBYA)], [4, 2],
        "“Tripoli” above was put in Lebanon",
    ),
    "another name rises in the chosen country": (
        "zahle", options((ZAHLE_FAR, 0.8), (ZAHLE, 0.2)), [CHOSEN], [7, 6],
        "in Lebanon, like Tripoli, chosen above",
    ),
    "another name far behind stays behind": (
        "zahle", options((ZAHLE_FAR, 0.99), (ZAHLE, 0.01)), [CHOSEN], [6, 7], "population",
    ),
    "another name rises more in the chosen province": (
        "qalamoun", options((QALAMOUN_FAR, 0.97), (QALAMOUN, 0.03)), [CHOSEN], [8, 9],
        "in the same province as Tripoli, chosen above",
    ),
    "choices in several countries share their weight": (
        "zahle", options((ZAHLE_FAR, 0.85), (ZAHLE, 0.15)),
        [CHOSEN, lesson(IOWA, LIBYA, name="homs"), lesson(LIBYA, IOWA, name="sirte")], [6, 7],
        "in United States, like Tripoli, chosen above",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_candidates_are_ordered_by_what_was_chosen(row: Any) -> None:
    name, given, lessons, order, reason = row

    result = taught(name, 200, given, lessons)

    assert [option.spot.id for option in result] == order
    assert result[0].reasons[0] == reason
    assert {option.spot for option in given} <= {option.spot for option in result}
