"""On the real gazetteer, in a transaction: the areas that the files bring do not exist."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.gdal import OGRGeometry, SpatialReference

from events.enums import PlaceKind
from events.geocoding import boundaries
from events.geocoding.boundary_files import BoundaryReport, Source, WrongBoundaries, field_mapping
from events.geocoding.gazetteer import lookup
from events.models import Place

pytestmark = pytest.mark.django_db

MAPPING = "name=ADM2_EN,code=ADM2_PCODE,parent=ADM1_EN,name:ar=ADM2_AR"


def square(west: float, south: float, size: float = 0.1) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


#: A ring that crosses itself in a tiny loop at its corner, as digitising leaves it.
LOOP = [
    [[36.5, 35.8], [36.6, 35.8], [36.6, 35.9], [36.601, 35.901], [36.6, 35.901], [36.601, 35.9],
     [36.5, 35.9], [36.5, 35.8]]
]  # fmt: skip
BOW = [[[36.5, 35.8], [36.6, 35.9], [36.6, 35.8], [36.5, 35.9], [36.5, 35.8]]]


def feature(name: str | None, code: str, rings: Any, **more: Any) -> dict[str, Any]:
    properties = {"ADM2_EN": name, "ADM2_PCODE": code, "ADM1_EN": "Idlib", "ADM2_AR": "", **more}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def geojson(folder: Path, *features: dict[str, Any], crs: int = 0) -> Path:
    path = folder / "areas.geojson"
    collection: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        collection["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def source(path: Path, fields: str = MAPPING, **more: Any) -> Source:
    return Source(
        path=path, fields=field_mapping(fields), kind=PlaceKind.ADMIN2, country="SY",
        provider="Survey Office", licence="CC BY 4.0", **more,
    )  # fmt: skip


def load(path: Path, all_or_nothing: bool = False, **more: Any) -> BoundaryReport:
    return boundaries.load(source(path, **more), lambda step, share: None, all_or_nothing=all_or_nothing)


def test_load_brings_areas_with_names_parent_and_source(tmp_path: Path) -> None:
    path = geojson(
        tmp_path, feature("Tellwood District", "SY9901", square(36.5, 35.8), ADM2_AR="منطقة تل الغابة")
    )

    report = load(path)

    place = Place.objects.get(provider="Survey Office", provider_id="SY9901")
    assert (report.new, report.complaints) == (1, [])
    assert (place.name, place.kind, place.country, place.licence) == ("Tellwood", "admin2", "SY", "CC BY 4.0")
    assert (place.parent.name, place.parent.kind) == ("Idlib", "admin1")
    assert place.geometry.contains(place.point)
    assert set(place.names.values_list("key", "kind", "language")) == {
        ("tellwood", "main", ""), ("tellwood district", "main", ""),
        ("تل الغابه", "alternate", "ar"), ("منطقه تل الغابه", "alternate", "ar"),
    }  # fmt: skip
    assert lookup(["Tellwood"])["Tellwood"][0].id == place.id


def test_load_again_changes_the_same_rows_by_code_and_removes_what_is_gone(tmp_path: Path) -> None:
    load(
        geojson(
            tmp_path, feature("Old Name", "A", square(36.5, 35.8)), feature("Gone", "B", square(36.6, 35.8))
        )
    )
    first = Place.objects.get(provider="Survey Office", provider_id="A").pk

    report = load(geojson(tmp_path, feature("New Name", "A", square(36.5, 35.8))))

    place = Place.objects.get(provider="Survey Office")
    assert (report.new, report.changed, report.removed) == (0, 1, 1)
    assert (place.pk, place.name) == (first, "New Name")
    assert list(place.names.values_list("key", flat=True)) == ["new name"]


def test_load_leaves_what_editors_corrected_or_named(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature("One", "A", square(36.5, 35.8)), feature("Two", "B", square(36.6, 35.8)))
    load(path)
    Place.objects.filter(provider="Survey Office", provider_id="A").update(name="Ours", is_edited=True)
    two = Place.objects.get(provider="Survey Office", provider_id="B")
    two.names.create(name="Deuce", key="deuce", kind="own")

    report = load(path)

    assert (report.changed, report.edited) == (1, 1)
    assert Place.objects.get(provider="Survey Office", provider_id="A").name == "Ours"
    assert set(two.names.values_list("key", flat=True)) == {"two", "deuce"}


def test_load_turns_any_projection_into_longitude_and_latitude(tmp_path: Path) -> None:
    shape = OGRGeometry(
        json.dumps({"type": "Polygon", "coordinates": square(36.5, 35.8)}), SpatialReference(4326)
    )
    shape.transform(3857)

    load(geojson(tmp_path, feature("Tellwood", "A", json.loads(shape.json)["coordinates"]), crs=3857))

    west, south, *_ = Place.objects.get(provider="Survey Office").geometry.extent
    assert (west, south) == (pytest.approx(36.5, abs=1e-6), pytest.approx(35.8, abs=1e-6))


@pytest.mark.skipif(not shutil.which("ogr2ogr"), reason="ogr2ogr writes these; Django only reads")
@pytest.mark.parametrize("file", ["areas.shp", "areas.gpkg"])
def test_load_reads_shapefiles_and_geopackages(tmp_path: Path, file: str) -> None:
    path = geojson(tmp_path, feature("Tellwood", "A", square(36.5, 35.8), ADM2_AR="تل الغابة"))
    written = tmp_path / file
    subprocess.run(
        ["ogr2ogr", "-t_srs", "EPSG:32637", "-lco", "ENCODING=UTF-8", str(written), str(path)],
        check=True,
        capture_output=True,
    )

    load(written)

    place = Place.objects.get(provider="Survey Office")
    assert place.geometry.extent[:2] == (pytest.approx(36.5, abs=1e-5), pytest.approx(35.8, abs=1e-5))
    assert place.names.filter(language="ar").exists()


def test_load_mends_a_slip_and_says_so(tmp_path: Path) -> None:
    report = load(geojson(tmp_path, feature("Loopland", "A", LOOP)))

    assert Place.objects.get(provider="Survey Office").geometry.valid
    assert [sentence.split(" (")[0] for sentence in report.mended] == [
        'Row 1: the rings of "Loopland" were mended'
    ]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (feature(None, "B", square(36.6, 35.8)), "Row 2: the field ADM2_EN is empty."),
        (feature("Two", "", square(36.6, 35.8)), 'Row 2: "Two" has no code in ADM2_PCODE.'),
        (feature("Two", "A", square(36.6, 35.8)), 'Row 2: the code "A" stands in row 1 already.'),
        (feature("Two", "B", square(3650, 3580)), "which is no longitude and latitude"),
        (feature("Two", "B", BOW), "that cannot be mended"),
    ],
)
def test_load_reports_a_bad_row_and_keeps_the_good_one(tmp_path: Path, bad: dict, words: str) -> None:
    report = load(geojson(tmp_path, feature("One", "A", square(36.5, 35.8)), bad))

    assert [place.name for place in Place.objects.filter(provider="Survey Office")] == ["One"]
    assert report.bad_rows == 1
    assert words in report.complaints[0]


def test_load_all_or_nothing_loads_nothing(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature("One", "A", square(36.5, 35.8)), feature("Two", "", square(36.6, 35.8)))

    with pytest.raises(WrongBoundaries, match="1 rows cannot be used, so nothing was loaded"):
        load(path, all_or_nothing=True)

    assert not Place.objects.filter(provider="Survey Office").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name=ADM2_EN", 'says nothing of "code"'),
        ("name", '"name" is no pair of fields'),
        ("name=A,code=B,area=C", '"area" is no field of ours'),
    ],
)
def test_field_mapping_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(WrongBoundaries, match=words):
        field_mapping(text)


def test_load_names_the_fields_of_the_file_when_one_is_missing(tmp_path: Path) -> None:
    with pytest.raises(WrongBoundaries, match=r'no field "NAME"\. The layer has: ADM2_EN, ADM2_PCODE'):
        load(geojson(tmp_path, feature("One", "A", square(36.5, 35.8))), fields="name=NAME,code=ADM2_PCODE")


def test_load_says_what_it_can_read(tmp_path: Path) -> None:
    path = tmp_path / "areas.txt"
    path.write_text("nothing")

    with pytest.raises(WrongBoundaries, match="cannot be read as GeoJSON, Shapefile or GeoPackage"):
        load(path)
