"""Names in languages that have no full rules: proposals for look-up in the gazetteer, with light evidence.

Each language is a `Profile`: the words that stand before and after names of places, the words that are never
names by themselves, and how a printed form leads to the form that a gazetteer has. Two readers use them, one
for scripts with capitals, one for Arabic. Figures and roles are not read.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from events.extraction.languages import arabic, cased, uncased
from events.extraction.languages.french import FRENCH
from events.extraction.languages.german import GERMAN
from events.extraction.languages.profile import OTHER, Profile
from events.extraction.languages.russian import RUSSIAN
from events.extraction.languages.spanish import SPANISH
from events.extraction.languages.turkish import TURKISH
from events.extraction.languages.ukrainian import UKRAINIAN
from events.extraction.sightings import Sighting

PROFILES: dict[str, Profile] = {
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
    "ru": RUSSIAN,
    "tr": TURKISH,
    "uk": UKRAINIAN,
}
#: More proposals than a long article has; beyond, only the most likely ones of a text are looked up.
_MAX_PROPOSALS = 12_000


def find_unmarked_names(text: str, language: str) -> list[Sighting]:
    """What may be names of places in a text of `language` (a code such as "ar", "uk" or "es-MX").

    All are rescue sightings: they count only where the gazetteer knows one of their names. They may overlap.
    """
    code = language.replace("_", "-").split("-")[0].lower()
    if code in PROFILES:
        return _most_likely(cased.find_names(text, PROFILES[code]))
    uncapitalised = arabic.find_names(text) if code == "ar" else uncased.find_names(text)
    return _most_likely(chain(cased.find_names(text, OTHER), uncapitalised))


def _most_likely(found: Iterable[Sighting]) -> list[Sighting]:
    """At most _MAX_PROPOSALS of what is found; a book's worth of proposals is never held at once."""
    kept: list[Sighting] = []
    for sighting in found:
        kept.append(sighting)
        if len(kept) >= 4 * _MAX_PROPOSALS:
            _cut(kept)
    _cut(kept)
    return kept


def _cut(kept: list[Sighting]) -> None:
    if len(kept) > _MAX_PROPOSALS:
        kept.sort(key=lambda s: (-s.likelihood, s.start, s.end))
        del kept[_MAX_PROPOSALS:]
