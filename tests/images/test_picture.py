"""Drawings of what no newsroom has yet: nothing, one event, thousands, titles of every length and script."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations

import pytest
from django.utils import translation

from events.enums import KindGroup, Precision, Verification
from events.images import palette
from events.images.choosing import Amount, Chosen, Movement, Spot
from events.images.composing import Heading
from events.images.frame import Box
from events.images.picture import draw
from events.images.sizes import SIZES, Wish
from tests.images.reading import SVG, Picture, Text

pytestmark = pytest.mark.django_db

GROUPS = list(KindGroup)


def spot(number: int = 1, lon: float = 36.8, lat: float = 35.86, **fields: object) -> Spot:
    given = {
        "group": GROUPS[number % len(GROUPS)], "precision": Precision.SETTLEMENT, "point": (lon, lat),
        "box": (lon, lat, lon, lat), "dimension": 0, "place": None, "country": "SY", **fields,
    }  # fmt: skip
    return Spot(id=number, **given)


def chosen(*spots: Spot, **fields: object) -> Chosen:
    given = {
        "movements": [], "articles": 2, "first": date(2019, 4, 28), "last": date(2020, 3, 15),
        "is_demonstration": False, **fields,
    }  # fmt: skip
    return Chosen(spots=list(spots), **given)


def drawn(
    of: Chosen, *, size: str = "standard", title: str = "A map", extent: Box | None = None, **words: str
) -> Picture:
    return Picture(draw(Heading(title=title, **words), of, Wish(size=SIZES[size]), extent=extent))


def everything() -> Chosen:
    """One of each that may have to be explained."""
    amounts = [
        Amount("casualties", 600, 700, False, "600–700 killed"),
        Amount("displaced", 5000, 5000, True, ""),
    ]
    spots = [spot(number, 36 + number / 9, 35 + number / 20) for number in range(9)]
    spots += [spot(10, precision=Precision.NEAR, radius_m=10_000.0, amounts=amounts)]
    spots += [spot(20 + number, 36.1, 35.2) for number in range(12)]
    spots += [spot(50, point=None, box=None, precision=Precision.COUNTRY)]
    return chosen(*spots, movements=[Movement((36.2, 35.2), (36.9, 36.2))], is_demonstration=True)


def crowd(number: int) -> Chosen:
    chance = random.Random(3)
    return chosen(*(spot(i, chance.gauss(36.6, 1.5), chance.gauss(35.4, 0.9)) for i in range(number)))


def shown(picture: Picture) -> int:
    """Events that can be counted on the map: symbols by themselves and the numbers in clusters."""
    alone = sum(len(picture.symbols(shape)) for shape in palette.SHAPES.values())
    return alone + sum(
        int(text.replace(",", "")) for text in picture.map_words if text.replace(",", "").isdecimal()
    )


def test_map_without_events_shows_the_world_and_says_so() -> None:
    picture = drawn(chosen(articles=0, first=None, last=None))

    assert "No event fits this selection." in picture.words
    assert {"CANADA", "CHINA", "Atlantic Ocean"} <= set(picture.map_words)


def test_one_event_stands_in_the_middle() -> None:
    picture = drawn(chosen(spot(group=KindGroup.SHELLING)))

    [(x, _y)] = picture.symbols(palette.SHAPES[KindGroup.SHELLING])
    assert x == pytest.approx(480, abs=1)
    assert "1 event from 2 articles · 28 April 2019 – 15 March 2020" in picture.words
    assert "Shelling" in picture.words
    assert "SYRIA" in picture.map_words


@pytest.mark.parametrize("number", [60, 5000])
@pytest.mark.parametrize("size", ["standard", "small"])
def test_every_event_is_counted_on_the_map(number: int, size: str) -> None:
    picture = drawn(crowd(number), size=size)

    assert shown(picture) == number
    assert f"{number:,} events from 2 articles · 28 April 2019 – 15 March 2020" in picture.words


def test_what_is_drawn_is_explained_and_nothing_else() -> None:
    keys = {
        "events close together", "near the place, within the circle", "from where to where people moved",
        "somewhere in the area", "somewhere along the line",
    }  # fmt: skip

    assert keys & set(drawn(everything()).words) == {
        "events close together", "near the place, within the circle", "from where to where people moved",
    }  # fmt: skip
    assert not keys & set(drawn(chosen(spot())).words)


def test_symbols_show_how_well_their_events_are_attested() -> None:
    grades = list(Verification)
    group = KindGroup.SHELLING
    spots = [spot(i, 36 + i, 35.2, group=group, verification=grade) for i, grade in enumerate(grades)]

    picture = drawn(chosen(*spots))

    marks = [path for path in picture.map.iter(f"{SVG}path") if path.get("d") == palette.SHAPES[group]]
    outlined = [path for path in marks if path.get("stroke") == "#1b1a17"]
    full, halo = "#d55e00", "#fff"
    pale = palette.mixed(full, halo, 0.38)
    assert [path.get("fill") for path in outlined] == [full, full, pale, halo, full, halo]
    assert [path.get("stroke-width") for path in outlined] == ["2", "1.2", "1.2", "1.2", "1.3", "1.2"]
    assert outlined[2].get("stroke-dasharray") == "2.6 1.8"
    [half] = picture.map.iter(f"{SVG}svg")
    assert (half.get("width"), half.get("height")) == ("10", "20")
    assert {str(grade.label).lower() for grade in grades} <= set(picture.words)
    assert "contested" not in drawn(chosen(*(spots[3],))).words


def test_legend_counts_each_kind_with_what_is_not_on_the_map() -> None:
    off = spot(9, point=None, box=None, group=KindGroup.SHELLING)
    picture = drawn(chosen(spot(1, group=KindGroup.SHELLING), spot(2, 37, group=KindGroup.PROTEST), off))

    at = picture.words.index("Shelling")
    assert picture.words[at : at + 4] == ["Shelling", "2", "Protests and riots", "1"]
    assert "1 event has no place on the map: it is known only to the country." in picture.words


def test_event_outside_of_a_map_is_said() -> None:
    picture = drawn(chosen(spot(1), spot(2, 50.0, 40.0)), extent=(36.0, 35.0, 37.5, 36.5))

    assert "1 event lies outside of this picture." in picture.words
    assert shown(picture) == 1


def test_events_on_both_sides_of_the_antimeridian_are_neighbours() -> None:
    group = KindGroup.SHELLING
    picture = drawn(chosen(spot(1, 179.2, -17, group=group), spot(2, -179.2, -17.5, group=group)))

    (west, _), (east, _) = sorted(picture.symbols(palette.SHAPES[group]))
    assert 0 < west < east < 960
    assert "outside" not in " ".join(picture.words)


LONG = (
    "A very long title about the events of a whole year in which everything happened in many places at once "
)
TITLES = {
    "short": "Goma",
    "long": LONG * 2,
    "unbroken": "Donaudampfschifffahrt" * 12,
    "arabic": "القصف على إدلب وحماة من أول قذيفة إلى الهدنة في آذار من العام التالي " * 2,
    "hostile": '</title><script>alert("1")</script>& <svg onload=x> ]]> \x00\x08\u202etxt.exe',
}


def is_covering(a: Text, b: Text) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("size", SIZES)
def test_no_word_leaves_the_picture_or_covers_another(size: str, title: str, language: str) -> None:
    deck = "What it shows in a few sentences. " * 9
    with translation.override(language):
        picture = drawn(
            everything(), size=size, title=TITLES[title], deck=deck, credits="By its editors. " * 4
        )

    for text in picture.texts:
        assert text.left >= 0, text
        assert text.right <= picture.width, text
        assert text.top >= 0, text
        assert text.bottom <= picture.height, text
    named = [text for text in picture.texts if len(text.text) > 1]
    assert [pair for pair in combinations(named, 2) if is_covering(*pair)] == []


@pytest.mark.parametrize("size", ["standard", "tall", "small"])
def test_words_leave_the_map_its_half(size: str) -> None:
    picture = drawn(everything(), size=size, title=LONG * 3, deck=LONG * 3, credits=LONG * 3)

    [ground] = [
        rect for rect in picture.map.iter(f"{SVG}rect") if rect.get("width") == f"{picture.width:.0f}"
    ]
    assert float(ground.get("height", 0)) > 0.44 * picture.height


def test_hostile_title_is_only_text() -> None:
    picture = drawn(chosen(spot()), title=TITLES["hostile"], size="card")

    assert picture.title == '</title><script>alert("1")</script>& <svg onload=x> ]]> txt.exe'
    assert picture.tags() == {"svg", "title", "desc", "g", "rect", "path", "circle", "text"}
    assert not [name for element in picture.root.iter() for name in element.attrib if name.startswith("on")]


def test_arabic_title_is_read_from_the_right() -> None:
    picture = drawn(chosen(spot()), title=TITLES["arabic"])

    first = next(text for text in picture.texts if text.text.startswith("القصف"))
    assert first.right == pytest.approx(940)


def test_page_in_arabic_is_mirrored() -> None:
    with translation.override("ar"):
        picture = drawn(chosen(spot()), size="card")

    assert picture.root.get("lang") == "ar"
    assert min(text.left for text in picture.texts if not text.is_on_map) > 780


def test_whole_world_keeps_its_events() -> None:
    towns = [
        (-122.4, 37.8),
        (-70.7, -33.4),
        (2.3, 48.9),
        (31.2, 30.0),
        (77.2, 28.6),
        (139.7, 35.7),
        (174.8, -41.3),
    ]
    picture = drawn(chosen(*(spot(number, *town) for number, town in enumerate(towns))))

    assert shown(picture) == len(towns)
