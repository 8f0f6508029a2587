from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict

from events.api.params import parse
from events.api.searching import tsquery, words_of
from events.api.selection import apply
from events.enums import PlaceKind
from events.folding import fold
from events.models import Event, Place, PlaceName
from tests import factories
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def found(q: str) -> list[str]:
    query = QueryDict(mutable=True)
    query["q"] = q
    events = apply(parse(query), Event.objects.published())
    return sorted(events.values_list("title", flat=True))


def at(place: Place, title: str) -> None:
    factories.published_event(title=title, mention={"place": place}, has_figure=False)


def place(*names: str, **fields: object) -> Place:
    made = make.place(names[0], **fields)
    for number, name in enumerate(names):
        kind = "alternate" if number else "main"
        PlaceName.objects.create(place=made, name=name, key=fold(name), kind=kind)
    return made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ma‘arrat an-Nu‘mān", ["marat", "an", "numan"]),
        ("Maarrat al Numan", ["marat", "al", "numan"]),
        ("İDLİB Idlib ıdlib", ["idlib", "idlib", "idlib"]),
        ("إدلب، الحديدة", ["ادلب", "حديده"]),
        ("Київ; Артёмовск", ["киів", "артемовск"]),
        ("1,100 killed (2019)", ["1", "100", "kiled", "2019"]),
        ("O'Brien’s", ["obriens"]),
        ("—  …", None),
    ],
)
def test_words_are_read_without_what_may_differ(text: str, words: list[str] | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_words(%s)", [text])

        assert cursor.fetchone() == (words,)


def test_place_is_found_in_any_language_and_spelling() -> None:
    at(place("Maarat al-Numan", "معرة النعمان", "Maarrat an-Nu'man"), "Market")
    at(place("Al Hudaydah", "الحديدة", country="YE"), "Port")
    at(place("Kyiv", "Київ", "Киев", "Kiev", "ko", country="UA"), "Capital")

    for q in (
        "Maarat",
        "maarrat",
        "Ma‘arrat an-Nu‘mān",
        "numan",
        "المعرة",
        "معرة النعمان",
        "Maaret al-Noman",
    ):
        assert found(q) == ["Market"], q
    for q in ("Hodeidah", "Hudaydah", "hodeida", "al-Hudaydah", "الحديدة", "حديدة"):
        assert found(q) == ["Port"], q
    for q in ("Київ", "Kyiv", "Kiev", "киев", "KIEV"):
        assert found(q) == ["Capital"], q


def test_short_words_stand_for_themselves() -> None:
    at(place("Hama", "حماة"), "In Hama")
    factories.published_event(title="Hamas says so", has_figure=False)
    at(place("Kyiv", "ko", country="UA"), "Capital")

    assert found("hama") == ["In Hama"]
    assert found("hamas") == ["Hamas says so"]
    for q in ("ham", "ko", "ma", "-", "'", "'' | 'x", "a:*", "!hama"):
        assert found(q) in ([], ["In Hama"]), q
    assert found("ko") == found("ham") == found("-") == []


def test_name_off_by_a_vowel_is_another_where_names_are_at_home_in_latin_letters() -> None:
    at(place("Enfield", country="GB"), "In Enfield")

    assert found("Anfield") == []
    assert found("Enfield") == ["In Enfield"]


def test_longer_words_may_go_on() -> None:
    factories.published_event(title="Bombing of a school", summary="Families left.", has_figure=False)

    assert found("bombi fam famil") == []
    assert found("bombi famil") == ["Bombing of a school"]


def test_only_what_readers_see_of_an_article_is_searched() -> None:
    article = factories.article(outlet=make.outlet(name="Élan Nouveau"))
    claimant = make.organisation(name="Observatoire étranger", aliases=["The Monitors"])
    factories.published_event(
        title="Shells", of=article,
        figure={"claimant": claimant, "claimant_words": "a doctor named Yusuf", "excerpt_start": 37},
    )  # fmt: skip

    for q in ("rescue service", "night", "observatoire", "ETRANGER", "monitors", "yusuf", "elan nouveau"):
        assert found(q) == ["Shells"], q
    for q in ("sentence public", "business", "unseen"):
        assert found(q) == [], q


def test_what_was_not_accepted_is_not_searched() -> None:
    event = factories.published_event(title="Shells", has_figure=False)
    hidden = make.organisation(name="Hidden ministry")
    make.figure(factories.article(), event=event, claimant=hidden, role="corroborating")

    assert found("hidden") == []


def test_corrected_excerpt_and_names_are_searched_as_they_are_now() -> None:
    somewhere = place("Saraqib")
    event = factories.published_event(
        title="Shells", has_figure=False, mention={"place": somewhere, "excerpt_end": 24}
    )
    assert found("night") == []

    event.mentions.update(excerpt_end=40)
    PlaceName.objects.create(place=somewhere, name="سراقب", key=fold("سراقب"))
    assert found("night") == found("سراقب") == ["Shells"]

    PlaceName.objects.filter(name="سراقب").delete()
    assert found("سراقب") == []


def test_areas_around_the_places_of_events_can_be_looked_up() -> None:
    province = place("Idlib", kind=PlaceKind.ADMIN1)
    at(place("Saraqib", parent=province), "Shells")
    with connection.cursor() as cursor:
        cursor.execute("SELECT place_id FROM events_placesearch WHERE words @@ 'idlib'")

        assert cursor.fetchall() == [(province.pk,)]


def test_articles_are_left_out_unless_nothing_else_is_asked() -> None:
    assert words_of("an-Nu'man") == ("numan",)
    assert words_of("al") == ("al",)
    assert tsquery("o'x\\y") == "'o''x\\\\y':*"
