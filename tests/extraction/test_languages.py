"""Articles in other languages, read with the gazetteer that editors use."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.enums import Direction, PlaceKind, Relation
from events.extraction.toponyms import read_toponyms
from events.geocoding.ranking import RankedToponym
from events.pipeline.reading import read_text

from .languages import DATA, measure, unmarked

ROWS = [
    (language, row)
    for language, rows in tomllib.loads(
        (Path(__file__).parents[1] / "data" / "languages_rows.toml").read_text(encoding="utf-8")
    ).items()
    for row in rows
]
LANGUAGES = sorted(DATA["articles"])
#: What any of the languages reaches on the half of the articles that no rule was written with.
FLOOR = 0.85


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "row"), ROWS, ids=lambda value: value[:60])
def test_sentence_gives_the_marked_places_and_no_others(language: str, row: str) -> None:
    counts = measure(language, [row])

    assert counts.errors == []
    assert counts.exact == counts.wanted


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_unseen_articles_are_read_well(language: str) -> None:
    counts = measure(language, DATA["articles"][language]["check"])

    assert counts.precision >= FLOOR, counts.errors
    assert counts.recall >= FLOOR, counts.errors
    assert counts.accuracy >= FLOOR, counts.errors


def _mention(language: str, text: str, quote: str) -> RankedToponym:
    mentions = read_text(text, language=language).mentions
    return next(mention for mention in mentions if mention.toponym.quote == quote)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text", "quote", "relation", "direction"),
    [
        ("ar", "سقطت قذائف في ريف إدلب الجنوبي", "إدلب", Relation.COUNTRYSIDE, Direction.S),
        ("ar", "انفجار قرب حلب", "حلب", Relation.NEAR, None),
        ("ar", "معارك شمال غرب سوريا", "سوريا", Relation.PART_OF, Direction.NW),
        ("ar", "معارك شمالي غربي سوريا", "سوريا", Relation.PART_OF, Direction.NW),
        ("ar", "قصف في حلب", "حلب", Relation.IN, None),
        ("tr", "Suriye'nin kuzeyinde çatışma var", "Suriye", Relation.PART_OF, Direction.N),
        ("tr", "Halep kırsalında çatışma var", "Halep", Relation.COUNTRYSIDE, None),
        ("tr", "Afrin yakınlarında patlama oldu", "Afrin", Relation.NEAR, None),
        ("ru", "На севере Сирии идут бои", "Сирии", Relation.PART_OF, Direction.N),
        ("ru", "К северу от Алеппо идут бои", "Алеппо", Relation.OFFSET, Direction.N),
        ("ru", "Под Бахмутом идут бои", "Бахмутом", Relation.NEAR, None),
        ("uk", "На сході України тривають бої", "України", Relation.PART_OF, Direction.E),
        ("uk", "На схід від Харкова тривають бої", "Харкова", Relation.OFFSET, Direction.E),
        ("fr", "Dans le nord de la Syrie, le calme règne", "Syrie", Relation.PART_OF, Direction.N),
        ("fr", "Au nord d'Alep, le calme règne", "Alep", Relation.OFFSET, Direction.N),
        ("es", "En el sur de Siria hay calma", "Siria", Relation.PART_OF, Direction.S),
        ("es", "Al sur de Alepo hay calma", "Alepo", Relation.OFFSET, Direction.S),
        ("de", "Im Norden Syriens ist es ruhig", "Syriens", Relation.PART_OF, Direction.N),
        ("de", "Nördlich von Aleppo ist es ruhig", "Aleppo", Relation.OFFSET, Direction.N),
        ("de", "In Nordsyrien ist es ruhig", "Nordsyrien", Relation.PART_OF, Direction.N),
    ],
)
def test_relation_is_read_where_words_are_plain(
    language: str, text: str, quote: str, relation: Relation, direction: Direction | None
) -> None:
    toponym = _mention(language, text, quote).toponym

    assert (toponym.relation, toponym.direction) == (relation, direction)
    assert toponym.phrase.start <= toponym.start < toponym.end <= toponym.phrase.end


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("ar", "وصلوا إلى محافظة حلب", "حلب"),
        ("tr", "Ekipler İdlib iline vardı", "İdlib"),
        ("ru", "Они живут в Харьковской области", "Харьковской области"),
        ("uk", "Вони живуть на Сумщині", "Сумщині"),
        ("fr", "Ils vivent dans la province d'Alep", "Alep"),
        ("es", "Viven en la provincia de Alepo", "Alepo"),
        ("de", "Sie leben in der Provinz Aleppo", "Aleppo"),
    ],
)
def test_province_is_meant_where_the_words_say_so(language: str, text: str, quote: str) -> None:
    assert _mention(language, text, quote).candidates[0].place.kind is PlaceKind.ADMIN1


@pytest.mark.django_db
def test_country_variants_of_the_code_are_understood() -> None:
    quotes = [
        [mention.toponym.quote for mention in read_text("En Alepo hubo combates.", language=code).mentions]
        for code in ("es", "ES", "es-MX", "es_AR")
    ]

    assert quotes == [["Alepo"]] * 4


@pytest.mark.django_db
def test_language_without_a_profile_is_still_looked_up() -> None:
    mentions = read_text("חלב נמצאת בסוריה, דמשק", language="he").mentions

    assert "דמשק" in [mention.toponym.quote for mention in mentions]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("في إِدْلِبَ اليوم", "إِدْلِبَ"),
        ("\u200fفي إدلب\u200f اليوم", "إدلب"),
        ("في إدلــب اليوم", "إدلــب"),
        ("في وَبَغداد", "بَغداد"),
        ("إلى کرکوک", "کرکوک"),
    ],
)
def test_arabic_offsets_survive_marks_and_tatweel(text: str, quote: str) -> None:
    found = {toponym.quote for toponym in read_toponyms(text, language="ar")}

    assert quote in found


ALPHABET = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(
        [*"İıŞğ'’ʼ-.,\n\t\u200f\u200e\u0301\u064b\u0640\u00ad «»وبلفك", "ال", " в ", " d'", " in "]
    ),
)


@pytest.mark.parametrize("language", [*LANGUAGES, "he", "zh", ""])
@settings(max_examples=120, deadline=None)
@given(text=st.lists(ALPHABET, max_size=120).map("".join))
def test_any_text_gives_exact_offsets(language: str, text: str) -> None:
    for toponym in read_toponyms(text, language=language or "xx"):
        assert text[toponym.start : toponym.end] == toponym.quote
        assert text[toponym.phrase.start : toponym.phrase.end] == toponym.phrase.quote
        assert toponym.phrase.start <= toponym.start < toponym.end <= toponym.phrase.end
        assert 0 <= toponym.likelihood <= 1
        assert all(toponym.names)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "de", "ru"])
def test_reading_time_grows_with_the_length(language: str) -> None:
    article = "\n".join(unmarked(marked).text for marked in DATA["articles"][language]["build"])

    def seconds(copies: int) -> float:
        start = time.process_time()
        read_toponyms(article * copies, language=language)
        return time.process_time() - start

    seconds(4)

    # Four times the text; the rest, and another try, is for what a busy machine adds.
    for _attempt in range(4):
        few, many = seconds(40), seconds(160)
        if many < 8 * few + 0.2:
            break
    assert many < 8 * few + 0.2
