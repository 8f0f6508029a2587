from __future__ import annotations

from events.countries import capital_of, country_code, country_name


def test_country_is_named_by_its_code_and_found_by_its_name() -> None:
    assert country_name("SY") == "Syria"
    assert country_code("Syria") == "SY"


def test_code_and_name_of_no_country_are_empty() -> None:
    assert country_name("XX") == ""
    assert country_code("Atlantis") == ""


def test_capital_is_known_in_the_spellings_of_newsrooms() -> None:
    assert [capital_of(name) for name in ("Minsk", "KYIV", "Kiev", "N’Djamena", "Sana'a")] == [
        "BY", "UA", "UA", "TD", "YE",
    ]  # fmt: skip


def test_town_and_capital_of_a_small_territory_stand_for_no_government() -> None:
    assert capital_of("Mosul") == ""
    assert capital_of("Hamilton") == ""
