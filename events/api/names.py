"""What places are called in the reader's language.

Countries and provinces carry names with their language. GeoNames' other names of towns come without one, so a
name in the language's own script stands in for it, judged by letters that only some languages have. What is
not known in a language keeps the gazetteer's main name.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

from events.enums import NameKind, PlaceKind
from events.folding import fold
from events.models import Place, PlaceName

_WATERS = Path(__file__).parent / "waters.csv"


@dataclass(frozen=True, slots=True)
class Script:
    """Which names without a language may be in this one: all in its letters, none that only others have."""

    letters: re.Pattern[str]
    foreign: re.Pattern[str]
    own: re.Pattern[str] | None = None
    """Letters that others of the script lack: of names alike the one with more of them is the language's."""

    def has(self, name: str) -> bool:
        return bool(self.letters.fullmatch(name)) and not (
            self.foreign.search(name) or _INNER_CAPITAL.search(name)
        )


#: Sounds that only Arabic writes: who took a name from a map in English has plainer letters.
_ARABIC_ALONE = re.compile(r"[حخصضطظعغقثذ]")
_ARTICLE = re.compile(r"\bال")
_LATIN = str.maketrans(
    dict(zip("абвгґдеєзиіїйклмнопрстуфыэ", "abvggdeeziiiyklmnoprstufye", strict=True))
    | dict(zip("жхцчшщюя", "zh h ts ch sh sh yu ya".split(), strict=True))
    | dict(zip("ابتحخدذرزسصضطظغفقكلمنهويةث", "abthhddrzssdtzgfqklmnhwyat", strict=True))
    | dict(zip("جشأإآ", ["j", "sh", "a", "i", "a"], strict=True))
)
_INNER_CAPITAL = re.compile(r"\w[А-ЯЁІЇЄҐ]")

_CYRILLIC = re.compile(r"[\u0400-\u04FF .’'()\-]+")
SCRIPTS: Mapping[str, Script] = {
    "ar": Script(
        re.compile(r"[\u0600-\u06FF .()\-]+"), re.compile(r"[پچژگکیےۀەێۆڕڵںٹڈڑہھۇۈۋڭېٚ]"), _ARABIC_ALONE
    ),
    "ru": Script(_CYRILLIC, re.compile(r"[іїєґўјљњђћџѓќѕәғқңөұүһҡҙҫӣҷҳӯѝӏ]|ъ\b", re.IGNORECASE)),
    "uk": Script(
        _CYRILLIC,
        re.compile(r"[ыэёъўјљњђћџѓќѕәғқңөұүһҡҙҫӣҷҳӯѝ]", re.IGNORECASE),
        re.compile(r"[іїєґ]", re.IGNORECASE),
    ),
}


def names_in(language: str, places: Iterable[int]) -> dict[int, str]:
    """Names by the id of the place, only of those that have one in the language. One query.

    >>> names_in("uk", [197632])
    {197632: "Ідліб"}
    """
    wanted = set(places)
    if not wanted or language == settings.LANGUAGE_CODE:
        return {}
    languages = [language, ""] if language in SCRIPTS else [language]
    # A demonym or the alias of a newsroom names a place in a sentence, not on a map.
    rows = PlaceName.objects.filter(place__in=wanted, language__in=languages).exclude(kind=NameKind.OWN)
    known: dict[int, list[str]] = defaultdict(list)
    spelled: dict[tuple[int, str], list[str]] = defaultdict(list)
    for place, main, name, of in rows.order_by("pk").values_list("place", "place__name", "name", "language"):
        if of:
            known[place].append(name)
        elif SCRIPTS[language].has(name):
            spelled[place, main].append(name)
    names = {place: _chosen(found, main, language) for (place, main), found in spelled.items()}
    # Of several in its own language the shortest: "Idlib" before "Province of Idlib".
    return names | {place: min(own, key=len) for place, own in known.items()}


def _chosen(names: list[str], main: str, language: str) -> str:
    """One of several spellings in the letters of the language, some of them another language's.

    What CLDR calls the city goes first, where it is one of them; then what reads most like the main name.
    """
    for name in names:
        if fold(name) in _cities_in(language):
            return name

    def merit(name: str) -> tuple[float, int, bool, int]:
        likeness = SequenceMatcher(None, _latin(name), fold(main)).ratio()
        own = SCRIPTS[language].own
        letters = len(own.findall(name)) if own else 0
        return round(likeness, 1), letters, bool(_ARTICLE.match(name)), -len(name)

    return max(names, key=merit)


@cache
def _cities_in(language: str) -> frozenset[str]:
    """The names of the cities that time zones are called after."""
    zones = Locale.parse(language).time_zones.values()
    return frozenset(fold(zone["city"]) for zone in zones if "city" in zone)


def _latin(name: str) -> str:
    return fold(_ARTICLE.sub("", name.lower()).translate(_LATIN))


def call_in_language(places: Iterable[Place]) -> list[tuple[int, str]]:
    """Gives rows that are about to be shown their names in the page's language; they must not be saved.

    Returns each place's id and what it is called now.
    """
    places = list(places)
    language = get_language() or settings.LANGUAGE_CODE
    names = names_in(language, {place.pk for place in places})
    for place in places:
        place.name = names.get(place.pk) or _country_in(language, place) or place.name
    return [(place.pk, place.name) for place in places]


def _country_in(language: str, place: Place) -> str | None:
    """The gazetteer lacks some countries in some languages."""
    if place.kind != PlaceKind.COUNTRY or language == settings.LANGUAGE_CODE:
        return None
    return countries_in(language).get(place.country)


@cache
def countries_in(language: str) -> dict[str, str]:
    """All countries by their ISO 3166-1 codes, from CLDR through Babel."""
    return {code: name for code, name in Locale.parse(language).territories.items() if len(code) == 2}


def water_in(language: str, name: str) -> str:
    """What a sea of our own table is called in the language."""
    return _waters_in(language).get(name, name)


@cache
def _waters_in(language: str) -> dict[str, str]:
    """By their English names, from `waters.csv`: no package has them."""
    if language == settings.LANGUAGE_CODE:
        return {}
    with _WATERS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["name"]: row[language] for row in rows}
