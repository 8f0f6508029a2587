from __future__ import annotations

import pytest

from events.enums import Direction, MentionRole, PlaceKind, Relation
from events.geocoding.ranking import RankedToponym
from events.pipeline.reading import Reading, read_text

pytestmark = pytest.mark.django_db

#: Our own words for the facts of the first article that Dateline was made for.
ARTICLE = (
    "Russian military policemen drive through a calm zone in Syria's north-western Idlib province, close by, "
    "near the Turkish border, under a deal with Turkey. Ankara fears that battles in the Idlib region could "
    "set off a new flight of refugees into Turkey.\n\n"
    "Guns manned by Russian crews fire on the countrysides of Idlib and [the adjacent region of] Hama, a "
    "spokesman of the National Front for Liberation said. Government soldiers failed to slip into "
    "rebel-held areas in Hama.\n\n"
    "More than 600 civilians have been killed since April, the Syrian Observatory for Human Rights said."
)


@pytest.fixture
def reading() -> Reading:
    return read_text(ARTICLE)


def _all(reading: Reading, quote: str) -> list[RankedToponym]:
    return [ranked for ranked in reading.mentions if ranked.toponym.quote == quote]


def _kinds(reading: Reading, quote: str) -> list[PlaceKind]:
    return [ranked.candidates[0].place.kind for ranked in _all(reading, quote)]


def test_province_with_direction_is_the_governorate(reading: Reading) -> None:
    first = _all(reading, "Idlib")[0]

    assert (first.toponym.relation, first.toponym.direction) == (Relation.PART_OF, Direction.NW)
    assert first.candidates[0].place.kind is PlaceKind.ADMIN1
    assert first.toponym.role is MentionRole.HAPPENED_HERE


def test_border_is_a_line_cut_to_the_province(reading: Reading) -> None:
    border = _all(reading, "Turkish border")[0]

    assert border.candidates[0].place.name == "Syria–Turkey border"
    assert border.within is not None
    assert border.within.name == "Idlib"


def test_countrysides_are_governorates(reading: Reading) -> None:
    rural = [ranked for ranked in reading.mentions if ranked.toponym.relation is Relation.COUNTRYSIDE]

    assert [ranked.toponym.quote for ranked in rural] == ["Idlib", "Hama"]
    assert {ranked.candidates[0].place.kind for ranked in rural} == {PlaceKind.ADMIN1}


def test_areas_in_a_name_are_the_governorate(reading: Reading) -> None:
    assert _kinds(reading, "Hama") == [PlaceKind.ADMIN1, PlaceKind.ADMIN1]
    assert _all(reading, "Hama")[1].toponym.relation is Relation.PART_OF


def test_feared_destination_is_marked_as_feared(reading: Reading) -> None:
    partner, destination = _all(reading, "Turkey")

    assert partner.toponym.role is MentionRole.ONLY_MENTIONED
    assert destination.toponym.role is MentionRole.DESTINATION
    assert any("only feared" in reason for reason in destination.toponym.evidence)


def test_organisations_and_adjectives_are_no_places(reading: Reading) -> None:
    quotes = {ranked.toponym.quote for ranked in reading.mentions}

    assert quotes == {"Syria", "Idlib", "Turkish border", "Turkey", "Ankara", "Hama"}


def test_figures_are_read_along(reading: Reading) -> None:
    assert [figure.quote.lower() for figure in reading.figures] == ["more than 600"]
    assert not reading.is_partial


def test_other_languages_are_read_in_part() -> None:
    reading = read_text("قصفت الطائرات مدينة إدلب صباح اليوم", language="ar")

    assert reading.is_partial
    assert reading.figures == ()
    assert "إدلب" in {ranked.toponym.quote for ranked in reading.mentions}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "no names here at all", "\x01 [ ] ( “"])
def test_text_without_places_gives_nothing(text: str) -> None:
    assert read_text(text).mentions == ()


def test_reading_asks_the_database_a_fixed_number_of_times(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        read_text(ARTICLE)
    with django_assert_max_num_queries(4):
        read_text(ARTICLE * 3)


def test_reading_works_without_the_statistical_reader(settings) -> None:
    settings.SPACY_MODEL = "no_such_model"

    reading = read_text(ARTICLE)

    assert reading.is_partial
    assert "Idlib" in {ranked.toponym.quote for ranked in reading.mentions}
