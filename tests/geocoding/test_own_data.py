from events.folding import fold
from events.geocoding import geonames, own_data


def test_demonyms_cover_every_inhabited_country() -> None:
    uninhabited = {"BV", "GS", "HM", "IO", "TF", "UM"}

    assert set(geonames.countries()) - set(own_data.demonyms()) == uninhabited


def test_country_codes_of_own_tables_exist() -> None:
    known = {*geonames.countries(), ""}

    for table in ("countries", "demonyms", "aliases", "admin1", "areas", "quarters"):
        assert {row["country"] for row in own_data.rows(table)} <= known, table


def test_aliases_name_no_place_twice() -> None:
    rows = own_data.rows("aliases")
    shown = [(row["kind"], row["country"], fold(row["known_as"])) for row in rows if row["display"] == "yes"]

    assert len(shown) == len(set(shown))


def test_waters_lie_in_the_world_and_have_a_zoom() -> None:
    for row in own_data.rows("waters"):
        assert -180 <= float(row["lon"]) <= 180, row
        assert -85 <= float(row["lat"]) <= 85, row
        assert 0 <= int(row["rank"]) <= 8, row
