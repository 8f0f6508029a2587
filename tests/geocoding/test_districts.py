import pytest
import shapely

from events.geocoding import districts
from events.geocoding.areas import Row
from events.geocoding.districts import spellings


@pytest.mark.parametrize(
    ("raw", "shown", "also"),
    [
        ("BULO BURTI", "Bulo Burti", []),
        ("Canal/Pigi", "Canal/Pigi", ["Canal", "Pigi"]),
        ("Jericho & Al Aghwar", "Jericho & Al Aghwar", ["Jericho", "Al Aghwar"]),
        ("As Salam - SD", "As Salam", []),
        ("Goundam Commune", "Goundam", []),
        ("Markaz Darayya", "Darayya", ["Markaz Darayya"]),
        ("Birni N'Gaouré\n\n", "Birni N'Gaouré", []),
        ("BatiÃ©", "Batié", []),
        ("Sambalu (Futa", "Sambalu", []),
    ],
)
def test_spellings_show_a_name_as_people_write_it(raw: str, shown: str, also: list[str]) -> None:
    assert spellings(raw) == (shown, also)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    found = districts.districts()
    assert found, "requirements-data.txt is not installed"
    return found


def test_districts_cover_the_countries_of_the_table(rows: list[Row]) -> None:
    by_country = {
        country: sum(row.country == country for row in rows) for country in ("SY", "YE", "NG", "AF")
    }

    assert by_country == {"SY": 271, "YE": 335, "NG": 774, "AF": 398}
    assert all(row.licence.endswith(")") and "geoBoundaries" in row.licence for row in rows)


def test_districts_have_outlines_that_hold_their_points(rows: list[Row]) -> None:
    assert all(row.geometry.is_valid and row.geometry.area > 0 for row in rows)
    assert sum(row.geometry.buffer(1e-4).contains(shapely_point(row)) for row in rows) == len(rows)


def test_districts_never_bear_a_bare_direction(rows: list[Row]) -> None:
    names = {key for row in rows for key in row.names}

    assert names.isdisjoint({"north", "central", "west ii", "urban", "town"})


def shapely_point(row: Row) -> shapely.Point:

    return shapely.Point(row.point)
