from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from events.enums import Direction, PlaceKind, Relation
from events.extraction.toponyms import read_toponyms
from events.geocoding.context import attention_of
from events.geocoding.ranking import RankedToponym, rank
from events.records import PlaceRecord, Span

_ids = count(1)


def _place(name: str, country: str, kind: PlaceKind = PlaceKind.SETTLEMENT, **fields: Any) -> PlaceRecord:
    values = {"lon": 0.0, "lat": 0.0, "admin1_id": None, "population": None, "matched_name": name, **fields}
    return PlaceRecord(id=next(_ids), name=name, kind=kind, country=country, **values)


SYRIA = _place("Syria", "SY", PlaceKind.COUNTRY, lon=38.4, lat=35.0)
TURKEY = _place("Turkey", "TR", PlaceKind.COUNTRY, lon=35.0, lat=39.0)
LEBANON = _place("Lebanon", "LB", PlaceKind.COUNTRY, lon=35.9, lat=33.9)
LIBYA = _place("Libya", "LY", PlaceKind.COUNTRY, lon=18.0, lat=27.0)
GREECE = _place("Greece", "GR", PlaceKind.COUNTRY, lon=22.0, lat=39.0)
EGYPT = _place("Egypt", "EG", PlaceKind.COUNTRY, lon=30.0, lat=27.0)
GEORGIA = _place("Georgia", "GE", PlaceKind.COUNTRY, lon=43.5, lat=42.0)
IDLIB = _place("Idlib", "SY", PlaceKind.ADMIN1, lon=36.7, lat=35.85)
HAMA = _place("Hama", "SY", PlaceKind.ADMIN1, lon=37.2, lat=35.2)
ILLINOIS = _place("Illinois", "US", PlaceKind.ADMIN1, lon=-89.0, lat=40.0)
GEORGIA_US = _place("Georgia", "US", PlaceKind.ADMIN1, lon=-83.4, lat=32.9)
FOUND: dict[str, tuple[PlaceRecord, ...]] = {
    "Syria": (SYRIA,),
    "Turkey": (TURKEY,),
    "Lebanon": (LEBANON,),
    "Libya": (LIBYA,),
    "Greece": (GREECE,),
    "Egypt": (EGYPT,),
    "Georgia": (GEORGIA, GEORGIA_US),
    "Illinois": (ILLINOIS,),
    "Idlib": (
        _place("Idlib", "SY", lon=36.63, lat=35.93, population=165_000, admin1_id=IDLIB.id),
        IDLIB,
    ),
    "Hama": (_place("Hama", "SY", lon=36.75, lat=35.13, population=460_000, admin1_id=HAMA.id), HAMA),
    "Tripoli": (
        _place("Tripoli", "LY", lon=13.2, lat=32.9, population=1_150_000),
        _place("Tripoli", "LB", lon=35.8, lat=34.4, population=230_000),
    ),
    "Cairo": (
        _place("Cairo", "EG", lon=31.2, lat=30.1, population=9_600_000),
        _place("Cairo", "US", lon=-89.2, lat=37.0, population=2_000, admin1_id=ILLINOIS.id),
    ),
    "Atlanta": (_place("Atlanta", "US", lon=-84.4, lat=33.7, population=460_000, admin1_id=GEORGIA_US.id),),
    "Asia": (_place("Asia", "PH", lon=122.5, lat=9.5, population=9_000),),
    "Syria–Turkey border": (_place("Syria–Turkey border", "", PlaceKind.BORDER, lon=38.6, lat=36.8),),
    "Greece–Turkey border": (_place("Greece–Turkey border", "", PlaceKind.BORDER, lon=26.4, lat=41.3),),
}


def _rank(text: str, **options: Any) -> dict[str, RankedToponym]:
    """By quote; of several mentions of one name the last."""
    return {ranked.toponym.quote: ranked for ranked in rank(read_toponyms(text), FOUND, **options)}


def _best(text: str, quote: str, **options: Any) -> PlaceRecord:
    return _rank(text, **options)[quote].candidates[0].place


def test_province_is_preferred_when_the_text_says_province() -> None:
    ranked = _rank("Shells fell in Idlib province.")["Idlib"]

    assert ranked.candidates[0].place == IDLIB
    assert "the text asks for a province, region or state" in ranked.candidates[0].reasons


def test_city_is_preferred_when_nothing_else_is_said() -> None:
    assert _best("A baker in Idlib opened early.", "Idlib").kind is PlaceKind.SETTLEMENT


ARIHA = _place("Ariha", "SY", lon=36.61, lat=35.81, admin1_id=IDLIB.id)
ARIHA_DISTRICT = _place("Ariha", "SY", PlaceKind.ADMIN2, lon=36.605, lat=35.80, admin1_id=IDLIB.id)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("A shell fell on the market of Ariha, Syria.", ARIHA),
        ("Families left Ariha district in Syria.", ARIHA_DISTRICT),
    ],
)
def test_town_that_a_district_is_named_after_is_meant_unless_the_text_says_district(
    text: str, meant: PlaceRecord
) -> None:
    ranked = {
        r.toponym.quote: r for r in rank(read_toponyms(text), FOUND | {"Ariha": (ARIHA_DISTRICT, ARIHA)})
    }

    assert ranked["Ariha"].candidates[0].place == meant


def test_town_far_from_the_district_of_its_name_is_not_preferred() -> None:
    far = _place("Ariha", "SY", lon=38.0, lat=35.81)
    found = FOUND | {"Ariha": (ARIHA_DISTRICT, far)}

    ranked = {r.toponym.quote: r for r in rank(read_toponyms("A shell fell on Ariha in Syria."), found)}

    assert ranked["Ariha"].candidates[0].place == ARIHA_DISTRICT


def test_provinces_are_meant_by_their_countrysides() -> None:
    ranked = _rank("Shells fell on the countrysides of Idlib and [the region of] Hama.")

    assert [ranked[name].candidates[0].place for name in ("Idlib", "Hama")] == [IDLIB, HAMA]
    assert {ranked[name].toponym.relation for name in ("Idlib", "Hama")} == {Relation.COUNTRYSIDE}


def test_article_that_keeps_saying_region_means_the_region_by_the_bare_name() -> None:
    text = (
        "Planes circled over the Idlib region. Nobody left the Idlib region. Rebels came to Idlib in spring."
    )

    assert _best(text, "Idlib") == IDLIB


def test_larger_city_wins_without_context() -> None:
    assert _best("Two men were arrested in Tripoli.", "Tripoli").country == "LY"


def test_articles_country_outweighs_population() -> None:
    text = "Soldiers from Lebanon were sent to Tripoli. Lebanon has no president."

    ranked = _rank(text)["Tripoli"]

    assert ranked.candidates[0].place.country == "LB"
    assert any("Lebanon" in reason for reason in ranked.candidates[0].reasons)


def test_adjectives_tell_the_articles_country() -> None:
    text = "Two men were arrested in Tripoli."

    spoken = [(Span(0, 8, "Lebanese"), "LB")] * 6

    assert _best(text, "Tripoli", adjectives=spoken).country == "LB"


def test_country_of_publication_counts() -> None:
    toponyms = read_toponyms("Two men were arrested in Tripoli.")

    shares = attention_of(toponyms, FOUND, published_country="LB").shares()

    assert max(shares, key=lambda country: shares[country]) == "LB"


def test_containment_outweighs_everything() -> None:
    text = "The notice named Cairo, Illinois. Egypt waits. In Egypt nobody knew."

    ranked = _rank(text)["Cairo"]

    assert ranked.candidates[0].place.country == "US"
    assert "lies in “Illinois”, which stands next to it" in ranked.candidates[0].reasons


def test_containment_tells_the_state_from_the_country() -> None:
    assert _best("A website in Atlanta, Georgia, carried it.", "Georgia") == GEORGIA_US


def test_country_is_meant_by_its_bare_name() -> None:
    assert _best("Georgia's foreign ministry protested.", "Georgia") == GEORGIA


def test_same_name_means_the_same_place_in_an_article() -> None:
    text = "Cairo, Illinois, was flooded. Boats stayed in Cairo overnight."

    assert _best(text, "Cairo").country == "US"


def test_continent_is_never_put_on_a_town() -> None:
    ranked = _rank("Prices rose across Asia.")

    assert not ranked["Asia"].candidates if "Asia" in ranked else True


def test_border_is_the_one_with_the_articles_country() -> None:
    text = "Patrols drove through Idlib province near the Turkish border. Syria protested; Syria waits."

    ranked = _rank(text)["Turkish border"]

    assert ranked.candidates[0].place.name == "Syria–Turkey border"
    assert ranked.within == IDLIB


def test_border_of_another_article_is_another_border() -> None:
    text = "Greece closed a bridge near the Turkish border. Greece said so on Monday."

    assert _best(text, "Turkish border").name == "Greece–Turkey border"


def test_border_between_two_named_countries_needs_no_context() -> None:
    text = "Tents line the border between Syria and Turkey."

    assert _best(text, "Syria").name == _best(text, "Turkey").name == "Syria–Turkey border"


def test_named_country_follows_its_border() -> None:
    candidates = _rank("Tents line the border between Syria and Turkey.")["Turkey"].candidates

    assert TURKEY in [candidate.place for candidate in candidates]


def test_second_place_of_between_is_resolved() -> None:
    ranked = _rank("A convoy was attacked between Idlib and Hama.")

    assert ranked["Idlib"].other is not None
    assert ranked["Idlib"].other.name == "Hama"


def test_rescue_without_support_is_left_out() -> None:
    assert "Vobrinel" not in _rank("Vobrinel laughed.")


def test_unknown_name_that_must_be_a_place_stays_without_candidates() -> None:
    ranked = _rank("A bus overturned in the village of Vobrinel.")

    assert ranked["Vobrinel"].candidates == ()


def test_scores_are_shares_best_first() -> None:
    scores = [c.score for c in _rank("Two men were arrested in Tripoli.")["Tripoli"].candidates]

    assert scores == sorted(scores, reverse=True)
    assert 0.99 <= sum(scores) <= 1.01


def test_at_most_eight_candidates_are_kept() -> None:
    many = {"Springfield": tuple(_place("Springfield", "US", population=n) for n in range(1, 20))}

    ranked = rank(read_toponyms("A barn burned near Springfield."), many)

    assert len(ranked[0].candidates) == 8


def test_direction_survives_the_ranking() -> None:
    ranked = _rank("Fires burned in north-western Idlib province.")["Idlib"]

    assert (ranked.toponym.direction, ranked.toponym.relation) == (Direction.NW, Relation.PART_OF)


def test_every_candidate_says_why() -> None:
    ranked = _rank("Shells fell on Idlib and Hama in Syria.")

    assert all(candidate.reasons for each in ranked.values() for candidate in each.candidates)


def test_ranking_is_repeatable() -> None:
    text = "Two men from Tripoli were seen in Cairo, Idlib and Hama."

    assert rank(read_toponyms(text), FOUND) == rank(read_toponyms(text), FOUND)
