"""What places are called in the reader's language.

Countries and provinces carry names with their language. GeoNames' other names of towns come without one, so a
name in the language's own script stands in for it, judged by letters that only some languages have. What is
not known in a language keeps the gazetteer's main name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

from events.enums import NameKind, PlaceKind
from events.models import Place, PlaceName


@dataclass(frozen=True, slots=True)
class Script:
    """Which names without a language may be in this one: all in its letters, none that only others have."""

    letters: re.Pattern[str]
    foreign: re.Pattern[str]
    own: re.Pattern[str] | None = None
    """Letters that no other language of the script has: a name with one goes first."""


_CYRILLIC = re.compile(r"[\u0400-\u04FF .’'()\-]+")
SCRIPTS: Mapping[str, Script] = {
    "ar": Script(re.compile(r"[\u0600-\u06FF .()\-]+"), re.compile(r"[پچژگکیےۀەێۆڕڵںٹڈڑہھۇۈۋڭېٚ]")),
    "ru": Script(_CYRILLIC, re.compile(r"[іїєґўјљњђћџѓќѕәғқңөұүһҡҙҫӣҷҳӯѝ]", re.IGNORECASE)),
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
    found: dict[int, tuple[tuple[int, int], str]] = {}
    for place, name, of, pk in rows.order_by("pk").values_list("place", "name", "language", "pk"):
        rank = 0 if of else _rank(name, SCRIPTS[language])
        if rank is None:
            continue
        # Of several in its own language the shortest: "Idlib" before "Province of Idlib".
        key = (rank, len(name) if of else pk)
        if place not in found or key < found[place][0]:
            found[place] = (key, name)
    return {place: name for place, (_key, name) in found.items()}


def _rank(name: str, script: Script) -> int | None:
    if not script.letters.fullmatch(name) or script.foreign.search(name):
        return None
    return 1 if script.own and script.own.search(name) else 2


def call_in_language(places: Iterable[Place]) -> None:
    """Gives rows that are about to be shown their names in the page's language. They must not be saved."""
    places = list(places)
    language = get_language() or settings.LANGUAGE_CODE
    names = names_in(language, {place.pk for place in places})
    for place in places:
        place.name = names.get(place.pk) or _country_in(language, place) or place.name


def _country_in(language: str, place: Place) -> str | None:
    """The gazetteer lacks some countries in some languages; CLDR, through Babel, has them all."""
    if place.kind != PlaceKind.COUNTRY or language == settings.LANGUAGE_CODE:
        return None
    return Locale.parse(language).territories.get(place.country)
