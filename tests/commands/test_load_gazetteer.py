"""On the real gazetteer. The load runs inside the test's transaction, so the template stays as it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point
from django.core.management import CommandError, call_command
from django.db import connection

from events.api import basemap
from events.geocoding import loading
from events.models import Place, PlaceName
from tests.geocoding.dump_rows import place, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tiles_elsewhere(tmp_path: Path, settings, monkeypatch) -> None:
    settings.LOCAL_DIR = tmp_path
    monkeypatch.setattr(basemap, "_known_version", (0.0, ""))


def load(**options) -> str:
    out = io.StringIO()
    call_command("load_gazetteer", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def settlement(name: str, **fields) -> Place:
    return Place.objects.get(name=name, kind="settlement", **fields)


def test_load_again_keeps_what_editors_did_and_repairs_the_rest(monkeypatch) -> None:
    edited = settlement("Saraqib", country="SY")
    Place.objects.filter(pk=edited.pk).update(name="Our Saraqib", is_edited=True)
    PlaceName.objects.filter(place=edited).exclude(key="saraqib").delete()
    own_place = Place.objects.create(name="Camp Nine", kind="own_area", point=Point(36.7, 36.2, srid=4326))
    PlaceName.objects.create(place=own_place, name="Camp Nine", key="camp nine", kind="main")
    idlib = settlement("Idlib", country="SY")
    PlaceName.objects.create(place=idlib, name="The Green One", key="the green one", kind="own")
    PlaceName.objects.create(place=idlib, name="Added Here", key="added here", kind="alternate")
    PlaceName.objects.create(
        place=idlib, name="Once Ours", key="once ours", kind="own", dataset="packages"
    )  # fmt: skip
    imported = Place.objects.create(
        name="Woodland", kind="admin2", country="SY", point=Point(36.5, 35.9, srid=4326),
        dataset="boundaries:x", provider="Survey Office", provider_id="SY9901",
    )  # fmt: skip
    PlaceName.objects.create(
        place=imported, name="Woodland", key="woodland", kind="main", dataset="boundaries:x"
    )  # fmt: skip
    damaged = settlement("Damascus", country="SY")
    Place.objects.filter(pk=damaged.pk).update(name="Wrong", population=3)
    gone = Place.objects.create(
        name="Gone",
        kind="settlement",
        point=Point(1, 1, srid=4326),
        provider="geonames",
        provider_id="999999998",
        dataset="packages",
    )
    in_use = Place.objects.create(
        name="In use",
        kind="settlement",
        point=Point(1, 1, srid=4326),
        provider="geonames",
        provider_id="999999999",
        dataset="packages",
    )
    Place.objects.create(name="Its child", kind="own_area", point=Point(1, 1, srid=4326), parent=in_use)
    before = Place.objects.count(), PlaceName.objects.filter(kind="own").count() - 1
    indexes = index_names()

    said = load(force=True)

    edited.refresh_from_db()
    assert (edited.name, edited.names.count()) == ("Our Saraqib", 1)
    assert own_place.names.get().name == "Camp Nine"
    assert idlib.names.filter(key="the green one", kind="own").exists()
    assert idlib.names.filter(key="added here", kind="alternate").exists()
    assert not idlib.names.filter(key="once ours").exists()
    assert imported.names.get().name == "Woodland"
    assert settlement("Damascus", country="SY").pk == damaged.pk
    assert not Place.objects.filter(pk=gone.pk).exists()
    assert Place.objects.filter(pk=in_use.pk).exists()
    assert (Place.objects.count() + 1, PlaceName.objects.filter(kind="own").count()) == before
    assert index_names() == indexes
    assert "1 places that are gone" in said
    assert Place.objects.create(name="Next", kind="own_area", point=Point(1, 1, srid=4326)).pk > in_use.pk


def test_load_of_the_same_is_nothing_to_do(django_assert_max_num_queries) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE events_basemapshape IS 'gazetteer {loading.stamp()}'")

    # Which stamp it has, and whether a name of a place that is kept came in otherwise.
    with django_assert_max_num_queries(2):
        assert load() == "The gazetteer is up to date.\n"


def test_stamp_follows_the_own_tables(tmp_path: Path, monkeypatch) -> None:
    before = loading.stamp()
    table = tmp_path / "extra.csv"
    table.write_text("name\n")
    files = loading.own_data.files()
    monkeypatch.setattr(loading.own_data, "files", lambda: [*files, table])

    assert loading.stamp() != before


def test_load_without_the_polygons_says_what_to_install(settings, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path

    with pytest.raises(CommandError, match="npm ci"):
        load(force=True)


def index_names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename IN ('events_place', 'events_placename') "
            "UNION SELECT conname FROM pg_constraint "
            "WHERE conrelid IN ('events_place'::regclass, 'events_placename'::regclass)"
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"geonames": Path("nowhere")}, "nowhere does not exist"),
        ({"boundaries": Path("x.shp")}, "also needs --fields"),
        ({"boundaries": Path("x.shp"), "geonames": Path("y")}, "one at a time"),
        (
            {
                "boundaries": Path("x.shp"), "fields": "name=N,code=C", "kind": "admin2", "country": "Syria",
                "provider": "Office", "licence": "CC0",
            },
            '"Syria" is no country code',
        ),
        (
            {
                "boundaries": Path("x.shp"), "fields": "name=N,code=C", "kind": "admin2", "country": "SY",
                "provider": "Office", "licence": "CC0",
            },
            "x.shp cannot be read",
        ),
    ],
)  # fmt: skip
def test_load_of_files_says_what_is_missing(options: dict, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        load(**options)


def test_load_of_a_dump_tells_what_came(tmp_path: Path) -> None:
    path = write(tmp_path, "SY.txt", place(90000001, "Tellwood"), place(2, "A road", feature="R.RD"))

    said = load(geonames=path)

    assert "Of 1 places 1 are new and 0 were known; 1 names are new" in said
    assert "1 of other kinds were left out (1 × R.RD …)" in said
