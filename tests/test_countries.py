from __future__ import annotations

from events.countries import country_code, country_name


def test_country_is_named_by_its_code_and_found_by_its_name() -> None:
    assert country_name("SY") == "Syria"
    assert country_code("Syria") == "SY"


def test_code_and_name_of_no_country_are_empty() -> None:
    assert country_name("XX") == ""
    assert country_code("Atlantis") == ""
