import numpy as np
import pytest
import shapely

from events.geocoding.mesh import chains

LEFT = shapely.box(0, 0, 1, 1)
RIGHT = shapely.box(1, 0, 2, 1)


def edges(*polygons: shapely.Geometry):
    found = chains(np.array(polygons, dtype=object))
    return sorted(
        (int(first), int(second), round(line.length, 6))
        for line, first, second in zip(found.lines, found.first, found.second, strict=True)
    )


def test_chains_tell_the_shared_edge_from_the_coasts() -> None:
    found = edges(LEFT, RIGHT)

    assert [(first, second) for first, second, _ in found if second >= 0] == [(0, 1)]
    assert sum(length for _, second, length in found if second >= 0) == pytest.approx(1)
    assert sum(length for _, second, length in found if second < 0) == pytest.approx(6)


def test_chains_follow_the_hole_that_another_polygon_fills() -> None:
    hole = shapely.box(1, 1, 2, 2)
    around = shapely.Polygon(shapely.box(0, 0, 3, 3).exterior, [hole.exterior])

    found = edges(around, hole)

    assert sum(length for _, second, length in found if second == 1) == pytest.approx(4)
    assert sum(length for _, second, length in found if second < 0) == pytest.approx(12)


def test_chains_leave_out_the_edges_of_the_sheet() -> None:
    found = edges(shapely.box(170, -90, 180, -80))

    # West and north are coast; the date line in the east and the pole in the south are not.
    assert sum(length for *_, length in found) == pytest.approx(20)


def test_chains_of_nothing_are_none() -> None:
    assert edges(shapely.Polygon()) == []
