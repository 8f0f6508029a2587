"""On the real gazetteer, in a transaction: the places that the dumps bring do not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.geocoding import dumps
from events.geocoding.dump_files import WrongFile
from events.geocoding.gazetteer import lookup
from events.models import Place, PlaceName
from tests.geocoding.dump_rows import name, place, write

pytestmark = pytest.mark.django_db


def load(path: Path, **options: bool) -> dumps.DumpReport:
    return dumps.load(path, lambda step, share: None, **options)


def test_load_brings_new_places_under_their_province(tmp_path: Path) -> None:
    write(
        tmp_path, "SY.txt",
        place(90000001, "Tellwood", lat=35.93, lon=36.63, alternates="Tall Wood,تل الغابة", population=340),
        place(90000002, "Base Nine", lat=35.95, lon=36.6, feature="S.AIRB"),
    )  # fmt: skip

    report = load(tmp_path)

    town = Place.objects.get(provider="geonames", provider_id="90000001")
    base = Place.objects.get(provider="geonames", provider_id="90000002")
    assert (report.read, report.new, report.known, report.complaints) == (2, 2, 0, [])
    assert (town.name, town.kind, town.country, town.population) == ("Tellwood", "settlement", "SY", 340)
    assert (town.parent.name, town.licence) == ("Idlib", "CC BY 4.0, GeoNames")
    assert town.geometry is None
    assert base.geometry.equals(base.point)
    assert [record.id for record in lookup(["تل الغابة"])["تل الغابة"]] == [town.id]


def test_load_again_changes_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path, "SY.txt", place(90000001, "Tellwood", lat=35.93, lon=36.63, alternates="Tall Wood")
    )
    load(path)
    before = Place.objects.count(), PlaceName.objects.count(), Place.objects.get(provider_id="90000001").pk

    report = load(path)

    after = Place.objects.count(), PlaceName.objects.count(), Place.objects.get(provider_id="90000001").pk
    assert after == before
    assert (report.new, report.known) == (0, 1)


def test_load_adds_names_to_known_places_and_leaves_their_own(tmp_path: Path) -> None:
    saraqib = Place.objects.get(name="Saraqib", country="SY", kind="settlement")
    number = int(saraqib.provider_id)
    shown, point = saraqib.name, saraqib.point.coords
    write(tmp_path, "SY.txt", place(number, "Saraqib Anew", lat=1, lon=1, alternates="Sarmadora"))
    write(tmp_path, "alternateNamesV2.txt", name(1, number, "de", "Sarakibstadt"))

    report = load(tmp_path)

    saraqib.refresh_from_db()
    assert (report.new, report.known, report.names) == (0, 1, 3)
    assert (saraqib.name, saraqib.point.coords) == (shown, point)
    assert saraqib.names.get(key="sarakibstadt").language == "de"
    assert saraqib.names.get(key="sarmadora").kind == "alternate"


def test_load_never_touches_what_editors_corrected(tmp_path: Path) -> None:
    saraqib = Place.objects.get(name="Saraqib", country="SY", kind="settlement")
    Place.objects.filter(pk=saraqib.pk).update(is_edited=True, population=None)
    names = saraqib.names.count()

    load(
        write(
            tmp_path,
            "SY.txt",
            place(int(saraqib.provider_id), "Saraqib", alternates="Sarmadora", population=7),
        )
    )

    saraqib.refresh_from_db()
    assert (saraqib.population, saraqib.names.count()) == (None, names)


def test_load_knows_a_province_of_another_provider_by_name_and_place(tmp_path: Path) -> None:
    idlib = Place.objects.get(name="Idlib", kind="admin1", country="SY")
    row = place(90000003, "Idlib Governorate", feature="A.ADM1", lat=35.8, lon=36.7, alternates="Idlibland")

    report = load(write(tmp_path, "SY.txt", row))

    assert (report.new, report.known) == (0, 1)
    assert idlib.names.filter(key="idlibland").exists()


def test_load_places_districts_by_the_hierarchy(tmp_path: Path) -> None:
    write(
        tmp_path, "SY.txt",
        place(90000003, "Idlib Governorate", feature="A.ADM1", lat=35.8, lon=36.7),
        place(90000004, "Woodland District", feature="A.ADM2", lat=35.9, lon=36.6),
        place(90000005, "Tellwood", lat=35.91, lon=36.61),
    )  # fmt: skip
    write(tmp_path, "hierarchy.txt", "90000003\t90000004\tADM\n", "90000004\t90000005\tADM\n")

    load(tmp_path)

    district = Place.objects.get(provider_id="90000004")
    assert (district.kind, district.parent.name, district.parent.kind) == ("admin2", "Idlib", "admin1")
    assert Place.objects.get(provider_id="90000005").parent == district
    assert lookup(["Tellwood"])["Tellwood"][0].admin1_id == district.parent_id


def test_load_reports_bad_rows_and_keeps_the_good_ones(tmp_path: Path) -> None:
    path = write(tmp_path, "SY.txt", place(90000001, "Tellwood"), place(90000002, "Nowhere", lat=99))

    report = load(path)

    assert (report.new, report.bad_rows) == (1, 1)
    assert report.complaints == [
        'SY.txt, line 2: "99" is not a latitude; expected is a number between -90 and 90.'
    ]


def test_load_all_or_nothing_loads_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "SY.txt", place(90000001, "Tellwood"), place(90000002, "Nowhere", lat=99))

    with pytest.raises(WrongFile, match="1 rows make no sense, so nothing was loaded"):
        load(path, all_or_nothing=True)

    assert not Place.objects.filter(provider_id="90000001").exists()
