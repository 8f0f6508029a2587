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
    damaged = settlement("Damascus", country="SY")
    Place.objects.filter(pk=damaged.pk).update(name="Wrong", population=3)
    gone = Place.objects.create(
        name="Gone",
        kind="settlement",
        point=Point(1, 1, srid=4326),
        provider="geonames",
        provider_id="999999998",
    )
    in_use = Place.objects.create(
        name="In use",
        kind="settlement",
        point=Point(1, 1, srid=4326),
        provider="geonames",
        provider_id="999999999",
    )
    Place.objects.create(name="Its child", kind="own_area", point=Point(1, 1, srid=4326), parent=in_use)
    before = Place.objects.count(), PlaceName.objects.filter(kind="own").count()
    indexes = index_names()

    said = load(force=True)

    edited.refresh_from_db()
    assert (edited.name, edited.names.count()) == ("Our Saraqib", 1)
    assert own_place.names.get().name == "Camp Nine"
    assert idlib.names.filter(key="the green one", kind="own").exists()
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

    with django_assert_max_num_queries(1):
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
