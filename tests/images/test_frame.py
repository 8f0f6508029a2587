from __future__ import annotations

import pytest

from events.images.frame import WORLD, Box, around, fitted, viewed

FIJI = (177.0, -19.0, -179.0, -16.0)


def test_box_around_points_takes_the_shorter_way() -> None:
    assert around([(177, -18, 178, -17), (-179.5, -17, -179, -16)]) == (177, -18, -179, -16)
    assert around([(36, 35, 37, 36), (30, 31, 30, 31)]) == (30, 31, 37, 36)
    assert around([(-120, 0, -120, 0), (0, 0, 0, 0), (120, 1, 120, 1)]) == (0, 0, -120, 1)
    assert around([WORLD]) == WORLD
    assert around([]) is None


@pytest.mark.parametrize(
    "box", [(36.0, 35.0, 37.0, 36.0), (36.6, 35.9, 36.6, 35.9), FIJI, (-10.0, -35.0, 60.0, 70.0), WORLD]
)
@pytest.mark.parametrize("room", [(960, 440), (780, 630), (480, 200)])
def test_fitted_frame_holds_its_box(box: Box, room: tuple[int, int]) -> None:
    frame = fitted(box, *room)

    # The whole world is wider than high: its north and south give way, never its east and west.
    corners = [(box[0], 0.0), (box[2], 0.0)] if box == WORLD else [(box[0], box[1]), (box[2], box[3])]
    for lon, lat in corners:
        x, y = frame.pixel(lon, lat)
        assert -0.01 <= x <= room[0] + 0.01
        assert -0.01 <= y <= room[1] + 0.01


def test_frame_across_the_antimeridian_has_two_parts_that_meet() -> None:
    frame = fitted(FIJI, 960, 440)

    (west, _, end, _), world = frame.parts(margin=0)[0]
    (begin, _, east, _), beyond = frame.parts(margin=0)[1]
    assert (end, world, begin, beyond) == (180, 0, -180, 1)
    assert frame.pixel(179.9, -17)[0] < frame.pixel(-179.9, -17)[0]
    assert west < 177
    assert east > -179


def test_frame_never_shows_the_world_twice() -> None:
    for room in ((960, 440), (400, 900)):
        frame = fitted((-180, -85, 180, 85), *room)
        assert frame.world_px >= max(room)
        assert frame.top >= 0
        assert frame.top + frame.height / frame.world_px <= 1


def test_single_town_is_shown_with_its_neighbours() -> None:
    frame = fitted((36.8, 35.86, 36.8, 35.86), 960, 440)

    assert frame.pixel(36.8, 35.86) == pytest.approx((480, 220))
    west, _, east, _ = frame.parts(margin=0)[0][0]
    assert 1 < east - west < 5


def test_view_of_a_page_has_its_middle_and_zoom() -> None:
    frame = viewed((7, 35.9, 36.6), 960, 440)

    assert frame.pixel(36.6, 35.9) == pytest.approx((480, 220))
    assert frame.world_px == 256 * 2**7


def test_metres_grow_towards_the_poles() -> None:
    frame = fitted((20, 0, 30, 60), 960, 440)

    assert frame.metres_px(1000, 60) == pytest.approx(2 * frame.metres_px(1000, 0))
