"""Names in languages that have no full rules: proposals for look-up in the gazetteer, with light evidence.

Each language is a `Profile`: the words that stand before and after names of places, the words that are never
names by themselves, and how a printed form leads to the form that a gazetteer has. Two readers use them, one
for scripts with capitals, one for Arabic. Figures and roles are not read.
"""

from __future__ import annotations

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
    if code == "ar":
        sightings = [*arabic.find_names(text), *cased.find_names(text, OTHER)]
    elif code in PROFILES:
        sightings = cased.find_names(text, PROFILES[code])
    else:
        sightings = [*cased.find_names(text, OTHER), *uncased.find_names(text)]
    if len(sightings) > _MAX_PROPOSALS:
        sightings.sort(key=lambda s: (-s.likelihood, s.start, s.end))
        del sightings[_MAX_PROPOSALS:]
    return sightings
