from collections import Counter

import pytest

from events.enums import PlaceKind
from events.folding import fold
from events.geocoding import admin1, geonames, own_data, regions


def test_demonyms_cover_every_inhabited_country() -> None:
    uninhabited = {"BV", "GS", "HM", "IO", "TF", "UM"}

    assert set(geonames.countries()) - set(own_data.demonyms()) == uninhabited


def test_country_codes_of_own_tables_exist() -> None:
    known = {*geonames.countries(), ""}

    for table in (
        "countries", "aliases", "admin1", "areas", "quarters", "provinces", "districts",
        "features", "localities",
    ):  # fmt: skip
        assert {row["country"] for row in own_data.rows(table)} <= known, table


def test_aliases_name_no_place_twice() -> None:
    rows = own_data.rows("aliases")
    shown = [(row["kind"], row["country"], fold(row["known_as"])) for row in rows if row["display"] == "yes"]

    assert len(shown) == len(set(shown))


def test_aliases_of_provinces_name_one_that_natural_earth_has() -> None:
    provinces, _ = admin1.read()
    known = {(area.country, key) for area in provinces for key in (fold(area.iso), *area.names)}
    wanted = {(r["country"], fold(r["known_as"])) for r in own_data.rows("aliases") if r["kind"] == "admin1"}

    assert wanted - known == set()


def test_waters_lie_in_the_world_and_have_a_zoom() -> None:
    for row in own_data.rows("waters"):
        assert -180 <= float(row["lon"]) <= 180, row
        assert -85 <= float(row["lat"]) <= 85, row
        assert 0 <= int(row["rank"]) <= 8, row


@pytest.mark.parametrize("table", ["waters", "features", "localities", "areas", "provinces"])
def test_own_places_stand_once_in_their_table(table: str) -> None:
    counted = Counter((row.get("country", ""), fold(row["name"])) for row in own_data.rows(table))

    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("table", ["countries", "features", "localities", "areas"])
def test_points_of_own_tables_lie_in_the_world(table: str) -> None:
    for row in own_data.rows(table):
        if row["lon"] or row["lat"]:
            assert -180 <= float(row["lon"]) <= 180, row
            assert -90 <= float(row["lat"]) <= 90, row


def test_every_country_has_a_point() -> None:
    with_point = {row["country"] for row in own_data.rows("countries") if row["lon"] and row["lat"]}

    assert with_point == set(geonames.countries())


def test_localities_are_of_kinds_that_the_model_has() -> None:
    assert {row["kind"] for row in own_data.rows("localities")} <= {kind.value for kind in PlaceKind}


def test_no_locality_is_a_settlement_that_geonames_has() -> None:
    """An alias belongs in aliases.csv: two places at one point only confuse whoever chooses."""
    ours: dict[tuple[str, str], tuple[str, float, float]] = {}
    for row in own_data.rows("localities"):
        for name in [row["name"], *own_data.words(row["aliases"])]:
            ours[row["country"], fold(name)] = (row["name"], float(row["lon"]), float(row["lat"]))
    twice = set()
    for place in geonames.settlements():
        known = ours.get((place["countrycode"], fold(place["name"])))
        if known and abs(known[1] - place["longitude"]) < 0.1 and abs(known[2] - place["latitude"]) < 0.1:
            twice.add(known[0])

    assert twice == set()


def test_circles_are_round_on_the_ground() -> None:
    west, south, east, north = regions.circle(30.0, 60.0, 111.2).bounds

    assert (north - south) == pytest.approx(2, abs=0.01)
    assert (east - west) == pytest.approx(4, abs=0.02)
