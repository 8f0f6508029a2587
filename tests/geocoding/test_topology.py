import pytest
import shapely

from events.geocoding.topology import polygons

# Two squares that share the arc 0; the second is a hole's worth smaller than a step and vanishes.
TOPOLOGY = {
    "transform": {"scale": [0.5, 0.5], "translate": [10.0, 20.0]},
    "arcs": [
        [[2, 0], [0, 2]],
        [[2, 2], [-2, 0], [0, -2], [2, 0]],
        [[2, 2], [2, 0], [0, -2], [-2, 0]],
        [[9, 9], [0, 0]],
    ],
    "objects": {
        "areas": {
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "id": "left", "properties": {"name": "Left"}},
                {"type": "MultiPolygon", "arcs": [[[-1, -3]]], "id": "right", "properties": {}},
                {"type": "Polygon", "arcs": [[3]], "id": "islet", "properties": {}},
            ]
        }
    },
}


def test_polygons_put_shared_arcs_together_in_both_directions() -> None:
    features, shapes = polygons(TOPOLOGY, "areas")

    assert [feature["id"] for feature in features] == ["left", "right"]
    assert shapely.bounds(shapes[0]).tolist() == [10.0, 20.0, 11.0, 21.0]
    assert shapes.tolist()[0].area == pytest.approx(1)


def test_polygons_leave_out_what_is_smaller_than_a_step() -> None:
    features, _ = polygons(TOPOLOGY, "areas")

    assert "islet" not in {feature["id"] for feature in features}
