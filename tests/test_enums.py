"""The closed lists and their codes in ACLED, UCDP GED and IDMC are whole."""

from __future__ import annotations

from events import enums
from events.enums import (
    KINDS,
    Acceptance,
    DatePrecision,
    Direction,
    EventKind,
    KindGroup,
    Measure,
    Precision,
)

#: The codebook's event types, each with its sub-types.
ACLED = {
    "Battles": {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction",
        "Non-violent transfer of territory", "Other",
    },
}  # fmt: skip


def test_every_kind_has_codes_and_a_branch() -> None:
    assert set(KINDS) == set(EventKind)
    assert {kind.group for kind in EventKind} == set(KindGroup)


def test_kinds_cover_acleds_six_types_and_twenty_five_sub_types() -> None:
    covered: dict[str, set[str]] = {}
    for codes in KINDS.values():
        assert (codes.acled_type is None) == (codes.acled_sub_type is None)
        if codes.acled_type:
            covered.setdefault(codes.acled_type, set()).add(codes.acled_sub_type)

    assert covered == ACLED
    assert (len(covered), sum(map(len, covered.values()))) == (6, 25)


def test_every_precision_of_place_has_its_codes() -> None:
    ucdp = [enums.UCDP_WHERE_PREC[precision] for precision in Precision]
    acled = [enums.ACLED_GEO_PRECISION[precision] for precision in Precision]

    assert ucdp == [1, 1, 2, 3, 4, 5, 6, None]
    assert acled == [1, 1, 2, 2, 3, 3, None, None]
    assert set(enums.IDMC_ACCURACY) == set(Precision)


def test_every_precision_of_date_has_its_codes() -> None:
    assert [enums.UCDP_DATE_PREC[precision] for precision in DatePrecision] == [1, 3, 4, 5, None]
    assert [enums.ACLED_TIME_PRECISION[precision] for precision in DatePrecision] == [1, 2, 3, None, None]
    assert set(enums.IDMC_DATE_ACCURACY) == set(DatePrecision)


def test_every_measure_belongs_to_one_circle_and_has_a_term() -> None:
    circles = [*enums.CASUALTY_MEASURES, *enums.DISPLACEMENT_MEASURES, *enums.HOUSING_MEASURES]

    assert sorted(circles) == sorted(Measure)
    assert set(enums.IDMC_TERM) == set(Measure)


def test_every_direction_but_the_centre_has_a_bearing() -> None:
    assert [direction.bearing for direction in Direction if direction.bearing is None] == [None]
    assert Direction.CENTRE.bearing is None


def test_stored_values_fit_their_columns() -> None:
    lengths = {Acceptance: 10, EventKind: 40, Measure: 16, Precision: 12, enums.MentionStatus: 16}

    assert all(len(value) <= length for choices, length in lengths.items() for value in choices)
