"""On the real gazetteer, which the test database is made from."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import brotli
import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils.translation import override

from events.api import basemap
from events.api.kept import KeptAnswers
from events.geocoding import loading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_in(tmp_path: Path, settings, monkeypatch) -> Path:
    settings.LOCAL_DIR = tmp_path
    monkeypatch.setattr(basemap, "_known_version", (0.0, ""))
    monkeypatch.setattr(basemap, "_kept", KeptAnswers(2_000_000))
    return tmp_path / "basemap"


def get(z: int, x: int, y: int, version: str = ""):
    request = RequestFactory().get("/")
    return basemap.tile(request, version=version or basemap.version(), z=z, x=x, y=y)


def layers(tile: bytes) -> dict[str, int]:
    """Layer name → number of features, read from the protobuf: layers are field 3, names 1, features 2."""
    return {
        next(value for number, value in _fields(layer) if number == 1).decode(): sum(
            1 for number, _ in _fields(layer) if number == 2
        )
        for number, layer in _fields(tile)
        if number == 3
    }


def _fields(data: bytes):
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        if key & 7 == 2:
            size, at = _varint(data, at)
            yield key >> 3, data[at : at + size]
            at += size
        else:
            value, at = _varint(data, at)
            yield key >> 3, value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def test_tile_has_the_layers_of_the_map() -> None:
    response = get(6, 38, 25)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert set(layers(response.content)) == {"land", "admin1", "coast", "border", "label"}


def test_tile_may_be_kept_for_ever_and_read_from_anywhere() -> None:
    response = get(3, 4, 3)

    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_tile_of_a_former_version_is_served_but_not_kept() -> None:
    response = get(3, 4, 3, version="0123456789ab")

    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(("z", "x", "y"), [(9, 0, 0), (0, 1, 0), (0, 0, 1), (3, 8, 0), (3, 0, 8), (40, 0, 0)])
def test_tile_outside_the_world_is_404(z: int, x: int, y: int) -> None:
    response = get(z, x, y)

    assert response.status_code == 404
    assert f"{z}/{x}/{y}".encode() in response.content


def test_pack_holds_its_tiles_row_by_row(django_assert_num_queries) -> None:
    def pack(**asked: int):
        request = RequestFactory().get("/basemap/pack")
        return basemap.pack(request, version=basemap.version(), **asked)

    response = pack(z=2, left=1, right=2, top=1, bottom=2)

    tiles = [get(2, x, y).content for y in (1, 2) for x in (1, 2)]
    assert response.content == b"".join(len(tile).to_bytes(4, "big") + tile for tile in tiles)
    assert "immutable" in response["Cache-Control"]
    assert response["Access-Control-Allow-Origin"] == "*"
    for outside in ((9, 0, 1, 0, 1), (2, 2, 1, 1, 2), (2, 3, 4, 0, 0), (8, 0, 60, 0, 0)):
        asked = dict(zip(("z", "left", "right", "top", "bottom"), outside, strict=True))
        assert pack(**asked).status_code == 404, outside


def test_tile_is_compressed_once_for_those_who_take_it() -> None:
    request = RequestFactory().get("/basemap/6/38/25", headers={"accept-encoding": "br"})

    first, again = (basemap.tile(request, version=basemap.version(), z=6, x=38, y=25) for _ in range(2))

    assert first.content == again.content
    assert brotli.decompress(again.content) == get(6, 38, 25).content
    assert "Accept-Encoding" in again["Vary"]


def test_tile_is_rendered_once(kept_in: Path, django_assert_num_queries) -> None:
    first = get(4, 9, 6).content

    with django_assert_num_queries(0):
        again = get(4, 9, 6).content

    assert first == again == (kept_in / basemap.version() / "4" / "9" / "6.mvt").read_bytes()


def test_tile_is_served_from_a_disk_that_takes_nothing(kept_in: Path) -> None:
    kept_in.parent.joinpath("basemap").write_text("a file where the folder should be")

    assert get(2, 2, 1).status_code == 200


@pytest.mark.parametrize(("z", "x", "y"), [(1, 0, 0), (1, 1, 1), (3, 7, 1), (3, 7, 4)])
def test_land_is_drawn_up_to_the_edge_of_the_world(z: int, x: int, y: int) -> None:
    assert layers(get(z, x, y).content)["land"] > 0


def test_open_sea_is_an_empty_tile() -> None:
    assert layers(get(6, 8, 33).content) in ({}, {"label": 0})


# The first paint of a reader on a slow line; measured 38 kB and 4–12 kB.
@pytest.mark.parametrize(
    ("z", "x", "y", "most"),
    [(0, 0, 0, 60_000), (2, 2, 1, 40_000), (4, 8, 5, 60_000), (6, 38, 25, 30_000), (6, 34, 22, 30_000)],
)
def test_tile_is_small(z: int, x: int, y: int, most: int) -> None:
    assert len(gzip.compress(get(z, x, y).content, 6)) <= most


@pytest.mark.parametrize(
    ("z", "x", "y"), [(0, 0, 0), (2, 2, 1), (4, 8, 5), (5, 16, 11), (7, 76, 50), (8, 153, 100)]
)
def test_tile_has_few_labels(z: int, x: int, y: int) -> None:
    assert 0 < layers(get(z, x, y).content)["label"] <= 25


def test_disputed_lines_are_there_and_marked() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, ST_Distance(geometry, 'SRID=4326;POINT(33.7 46.2)') < 0.5 AS crimea "
            "FROM events_basemapshape WHERE level = 2 AND kind IN ('border', 'disputed', 'admin1') "
            "ORDER BY geometry <-> 'SRID=4326;POINT(33.7 46.2)' LIMIT 1"
        )
        assert cursor.fetchone() == ("disputed", True)


def test_lines_of_each_level_lie_on_the_edge_of_its_land() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM events_basemapshape line "
            "WHERE line.kind = 'border' AND line.level < 2 AND NOT EXISTS ("
            "SELECT 1 FROM events_basemapshape land WHERE land.kind = 'land' "
            "AND land.level = line.level AND land.geometry && line.geometry "
            "AND ST_DWithin(ST_Boundary(land.geometry), ST_StartPoint(line.geometry), 1e-7))"
        )
        # A few end at islets that are too small to be drawn at their level.
        assert cursor.fetchone()[0] <= 10


def test_version_is_the_stamp_of_what_is_loaded() -> None:
    stamp, _, drawing = basemap.version().rpartition("-")
    assert stamp == loading.loaded_stamp() != ""
    assert len(drawing) == 6


def test_prerender_draws_the_first_zooms_and_forgets_other_versions(kept_in: Path) -> None:
    old = kept_in / "0123456789ab" / "0"
    old.mkdir(parents=True)

    assert basemap.prerender() == 1 + 4 + 16

    assert not old.exists()
    assert len(list(kept_in.rglob("*.mvt"))) == 21
    shutil.rmtree(kept_in)


def test_url_template_is_what_leaflet_and_tilejson_read() -> None:
    assert basemap.url_template() == f"/basemap/{basemap.version()}/{{z}}/{{x}}/{{y}}.mvt"


def test_tile_names_places_in_the_language_of_its_address() -> None:
    with override("ar"):
        template = basemap.url_template()
    assert template.startswith(f"/basemap/{basemap.version()}-ar/")
    tile = get(6, 38, 25, version=f"{basemap.version()}-ar").content.decode("utf-8", errors="ignore")
    assert "دمشق" in tile
    assert "Damascus" not in tile
    assert "Damascus" in get(6, 38, 25).content.decode("utf-8", errors="ignore")
