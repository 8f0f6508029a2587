import pytest

from events.geocoding import admin1, counties
from events.geocoding.counties import full_name


@pytest.mark.parametrize(
    ("code", "name", "full"),
    [
        ("01127", "Walker", "Walker County"),
        ("22071", "Orleans", "Orleans Parish"),
        ("02122", "Kenai Peninsula", "Kenai Peninsula Borough"),
        ("02050", "Bethel", "Bethel Census Area"),
        ("02110", "Juneau", "Juneau City and Borough"),
        ("51760", "Richmond", "City of Richmond"),
        ("51159", "Richmond", "Richmond County"),
        ("32510", "Carson City", "Carson City"),
        ("72113", "Ponce", "Ponce Municipality"),
    ],
)
def test_full_name_uses_the_word_of_its_state(code: str, name: str, full: str) -> None:
    assert full_name(code, name) == full


def test_counties_lie_in_their_state_and_answer_to_their_short_name() -> None:
    states, _ = admin1.read()
    rows = counties.counties(states, {"US": ("geonames", "6252001"), "PR": ("geonames", "4566966")})

    by_code = {row.provider_id: row for row in rows}
    walker = by_code["01127"]
    alabama = next(state.code for state in states if state.country == "US" and state.name == "Alabama")
    assert len(rows) > 3_200
    assert (walker.name, walker.kind, walker.country) == ("Walker County", "admin2", "US")
    assert walker.parent == (admin1.PROVIDER, alabama)
    assert {key: name.kind for key, name in walker.names.items()} == {
        "walker county": "main", "walker co": "alternate", "walker": "alternate"
    }  # fmt: skip
    assert walker.geometry.contains(walker.geometry.representative_point())
    assert by_code["72113"].country == "PR"
    assert all(row.geometry.is_valid for row in rows)
