from __future__ import annotations

from itertools import count

import pytest

from events.enums import MentionRole, PlaceKind
from events.geocoding.focus import Named, attentions_of, focus_of
from events.records import PlaceRecord

_ids = count(1)


def _place(name: str, country: str, kind: PlaceKind = PlaceKind.SETTLEMENT, admin1: int | None = None):
    return PlaceRecord(next(_ids), name, kind, 0.0, 0.0, country, admin1, None)


IDLIB = _place("Idlib", "SY", PlaceKind.ADMIN1)
SARAQIB = _place("Saraqib", "SY", admin1=IDLIB.id)
BINNISH = _place("Binnish", "SY", admin1=IDLIB.id)
ARIHA = _place("Ariha", "SY", admin1=IDLIB.id)
SYRIA = _place("Syria", "SY", PlaceKind.COUNTRY)
TURKEY = _place("Turkey", "TR", PlaceKind.COUNTRY)
GENEVA = _place("Geneva", "CH")
HERE, ORIGIN = MentionRole.HAPPENED_HERE, MentionRole.ORIGIN
BACKGROUND = MentionRole.ONLY_MENTIONED


def _about(*named: Named, opening_end: int = 100) -> list[str]:
    return [focus.place.name for focus in focus_of(named, opening_end=opening_end)]


def test_place_where_it_happened_is_the_focus() -> None:
    assert _about(Named(SARAQIB, HERE, 10), Named(GENEVA, BACKGROUND, 300)) == ["Saraqib"]


def test_province_gathers_its_towns() -> None:
    named = [Named(IDLIB, HERE, 10), *(Named(p, HERE, 200) for p in (SARAQIB, BINNISH, ARIHA))]

    [focus] = [f for f in focus_of(named, opening_end=100) if f.place == IDLIB]

    assert focus.share == pytest.approx(1.0)
    assert focus.reasons == (
        "something happened here",
        "named in the opening",
        "holds Saraqib and Binnish",
    )


def test_country_is_the_focus_only_when_nothing_smaller_is() -> None:
    assert _about(Named(SYRIA, HERE, 10), Named(SARAQIB, HERE, 200)) == ["Saraqib"]
    assert _about(Named(SYRIA, HERE, 10), Named(TURKEY, BACKGROUND, 200)) == ["Syria"]


def test_opening_weighs_more_than_what_follows() -> None:
    shares = attentions_of([Named(SARAQIB, HERE, 10), Named(GENEVA, HERE, 300)], opening_end=100)

    assert shares.of(SARAQIB) == pytest.approx(2 / 3)


def test_repetition_counts_less_each_time() -> None:
    shares = attentions_of(
        [Named(SARAQIB, HERE, 200), *(Named(GENEVA, HERE, 300 + i) for i in range(3))], opening_end=100
    )

    assert shares.of(GENEVA) / shares.of(SARAQIB) == pytest.approx(1 + 1 / 2 + 1 / 3)


def test_capital_that_stands_for_a_government_weighs_little() -> None:
    shares = attentions_of(
        [Named(SARAQIB, HERE, 200), Named(GENEVA, HERE, 300, is_metonym=True)], opening_end=100
    )

    assert shares.of(SARAQIB) > 3 * shares.of(GENEVA)


def test_town_is_in_focus_with_its_province() -> None:
    named = [Named(IDLIB, HERE, 10), *(Named(p, HERE, 200) for p in (SARAQIB, BINNISH, ARIHA))]

    shares = attentions_of(named, opening_end=100)

    assert shares.is_about(ARIHA)
    assert not shares.is_about(GENEVA)


def test_article_that_names_nothing_is_about_nothing() -> None:
    assert focus_of([], opening_end=100) == ()
    assert not attentions_of([], opening_end=0).is_about(SARAQIB)


def test_shares_never_exceed_the_whole() -> None:
    named = [Named(p, r, i * 40) for i, p in enumerate((IDLIB, SARAQIB, GENEVA, SYRIA)) for r in MentionRole]

    shares = attentions_of(named, opening_end=100)

    assert sum(shares.places.values()) == pytest.approx(1.0)
    assert max(shares.countries.values()) <= 1.0
