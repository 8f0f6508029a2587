from __future__ import annotations

from typing import Any

import pytest

from benchmarks.gold import Document
from benchmarks.place_scores import km_between, score_places, score_relations

TEXT = "Shells fell on Idlib and Hama, said Ankara. Idlib burned."
IDLIB, HAMA, ANKARA, AGAIN = (15, 20), (25, 29), (36, 42), (44, 49)


def mention(span: tuple[int, int], lat: float | None = 36.0, lon: float | None = 37.0, **more: Any) -> dict:
    return {"start": span[0], "end": span[1], "text": TEXT[slice(*span)], "lat": lat, "lon": lon, **more}


def scores(marked: list[dict], read: list[dict]):
    return score_places([Document("a", TEXT, mentions=marked)], {"a": read})


@pytest.mark.parametrize(
    ("read", "exact", "partial"),
    [
        ([mention(IDLIB), mention(HAMA)], (2, 2, 2), (2, 2, 2)),
        ([mention(IDLIB)], (1, 1, 2), (1, 1, 2)),
        ([], (0, 0, 2), (0, 0, 2)),
        # A longer span counts as found, not as exact.
        ([mention((12, 20)), mention(HAMA)], (1, 2, 2), (2, 2, 2)),
        # One span over two marked ones is one of them.
        ([mention((15, 29))], (0, 1, 2), (1, 1, 2)),
        # The same span twice counts once.
        ([mention(IDLIB), mention(IDLIB, 0.0, 0.0), mention(HAMA)], (2, 2, 2), (2, 2, 2)),
        # An exact span takes its partner from a longer one.
        ([mention((12, 20)), mention(IDLIB), mention(HAMA)], (2, 3, 2), (2, 3, 2)),
        ([mention(ANKARA)], (0, 1, 2), (0, 1, 2)),
    ],
)
def test_spans_are_paired_one_to_one(
    read: list[dict], exact: tuple[int, int, int], partial: tuple[int, int, int]
) -> None:
    result = scores([mention(IDLIB), mention(HAMA)], read)

    assert (result.exact.right, result.exact.read, result.exact.marked) == exact
    assert (result.partial.right, result.partial.read, result.partial.marked) == partial


@pytest.mark.parametrize(
    ("marked", "read", "right", "unresolved"),
    [
        (mention(IDLIB), mention(IDLIB), True, 0),
        (mention(IDLIB), mention(IDLIB, 37.4), True, 0),  # 156 km
        (mention(IDLIB), mention(IDLIB, 37.5), False, 0),  # 167 km
        (mention(IDLIB), mention(IDLIB, None, None), False, 1),
        (mention(IDLIB, radius_km=500), mention(IDLIB, 40.0), True, 0),
        (mention(IDLIB, radius_km=5), mention(IDLIB, 37.4), True, 0),  # a radius never narrows
    ],
)
def test_a_place_is_right_within_100_miles_or_its_country(
    marked: dict, read: dict, right: bool, unresolved: int
) -> None:
    result = scores([marked], [read])

    assert result.accuracy == float(right)
    assert result.unresolved == unresolved
    assert result.end_to_end.right == int(right)


def test_gold_without_a_point_is_left_out_of_resolution() -> None:
    result = scores([mention(IDLIB), mention(HAMA, None, None)], [mention(IDLIB), mention(HAMA, 1.0, 1.0)])

    assert result.exact.f1 == 1.0
    assert result.accuracy == 1.0
    assert result.end_to_end.f1 == 1.0


def test_kinds_count_marked_found_and_right() -> None:
    result = scores(
        [mention(IDLIB, kind="adm1"), mention(HAMA, kind="adm1"), mention(ANKARA, kind="metonym")],
        [mention(IDLIB), mention(HAMA, 0.0, 0.0)],
    )

    adm1, metonym = result.kinds["adm1"], result.kinds["metonym"]
    assert (adm1.marked, adm1.found, adm1.right, adm1.accuracy) == (2, 2, 1, 0.5)
    assert (metonym.marked, metonym.found, metonym.right) == (1, 0, 0)


def test_nothing_marked_and_nothing_read_divides_by_nothing() -> None:
    result = scores([], [])

    assert (result.exact.f1, result.partial.f1, result.end_to_end.f1, result.accuracy) == (0, 0, 0, None)


@pytest.mark.parametrize(
    ("relation", "read", "located"),
    [
        ({"relation": "offset", "direction": "S", "distance_km": 20.0}, 1, 1),
        ({"relation": "offset", "direction": "N", "distance_km": 20.0}, 0, 0),
        ({"relation": "offset", "direction": "S"}, 0, 0),
        ({"relation": "near", "direction": "S", "distance_km": 20.0}, 0, 0),
        (None, 0, 0),
    ],
)
def test_relations_need_the_same_words_and_a_point_within_tolerance(
    relation: dict | None, read: int, located: int
) -> None:
    wide = {"start": 7, "end": 20, "text": TEXT[7:20], "lat": 35.82, "lon": 37.0, "tolerance_km": 10.0}
    gold = {**wide, "relation": "offset", "direction": "S", "distance_km": 20.0}
    document = Document("a", TEXT, mentions=[mention(IDLIB, expanded=gold)])
    answer = mention(IDLIB, **({"expanded": {**wide, **relation}} if relation else {}))

    result = score_relations([document], {"a": [answer]}, {("a", *IDLIB): {"lat": 35.82, "lon": 37.05}})
    elsewhere = score_relations([document], {"a": [answer]}, {("a", *IDLIB): {"lat": 36.5, "lon": 37.0}})

    assert (result.read, result.marked, result.located, result.marked_with_point) == (read, 1, located, 1)
    assert (elsewhere.read, elsewhere.located) == (read, 0)


def test_the_countryside_may_be_called_near() -> None:
    gold = {"start": 7, "end": 20, "text": TEXT[7:20], "relation": "rural", "of": ["Idlib"]}
    document = Document("a", TEXT, mentions=[mention(IDLIB, expanded=gold)])

    result = score_relations([document], {"a": [mention(IDLIB, expanded={"relation": "near"})]}, {})

    assert (result.read, result.marked, result.marked_with_point) == (1, 1, 0)


def test_areas_without_a_name_are_relations_too() -> None:
    area = {"start": 0, "end": 6, "text": "Shells", "relation": "border", "lat": 36.0, "lon": 37.0}
    document = Document("a", TEXT, areas=[{**area, "tolerance_km": 80.0}])

    result = score_relations([document], {"a": [area]}, {("a", 0, 6): {"lat": 36.2, "lon": 37.0}})

    assert (result.read, result.located) == (1, 1)


def test_a_degree_of_latitude_is_111_km() -> None:
    assert km_between({"lat": 0.0, "lon": 0.0}, {"lat": 1.0, "lon": 0.0}) == pytest.approx(111.195, abs=0.01)
