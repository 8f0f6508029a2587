from __future__ import annotations

import random

import pytest

from events.images.placement import arrange, cluster_radius

SYMBOL_PX = 21.0


def radius(members: int) -> float:
    return cluster_radius(members, SYMBOL_PX) if members > 1 else SYMBOL_PX / 2


def test_point_by_itself_stays() -> None:
    [placed] = arrange([(100, 80)], symbol_px=SYMBOL_PX)

    assert placed.at == (100, 80)
    assert not placed.is_cluster


@pytest.mark.parametrize("number", [2, 3, 6])
def test_a_few_at_one_point_are_spread(number: int) -> None:
    placed = arrange([(100, 80)] * number, symbol_px=SYMBOL_PX)

    assert sorted(one.members[0] for one in placed) == list(range(number))
    assert all(one.x == 100 and one.y == 80 for one in placed)
    assert len({one.at for one in placed}) == number


def test_many_at_one_point_become_one_cluster() -> None:
    [placed] = arrange([(100, 80)] * 7, symbol_px=SYMBOL_PX)

    assert placed.is_cluster
    assert sorted(placed.members) == list(range(7))


@pytest.mark.parametrize("number", [40, 5000])
def test_nothing_is_lost_and_nothing_overlaps(number: int) -> None:
    chance = random.Random(7)
    points = [(chance.gauss(480, 140), chance.gauss(220, 90)) for _ in range(number)]

    placed = arrange(points, symbol_px=SYMBOL_PX)

    assert sorted(member for one in placed for member in one.members) == list(range(number))
    for i, a in enumerate(placed):
        for b in placed[:i]:
            wide = radius(len(a.members)) + radius(len(b.members)) - 0.1
            across, down = abs(a.at[0] - b.at[0]), abs(a.at[1] - b.at[1])
            assert across >= wide or down >= wide
