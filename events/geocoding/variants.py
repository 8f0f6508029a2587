"""Spellings of one name that folding cannot bring together: Hodeidah and al-Hudaydah, Zheray and Zhari.

Names from other scripts keep their consonants and lose their vowels on the way into Latin letters. So the
gazetteer is asked for names with the same consonants (an index holds them), in the article's countries only,
and each answer must agree with the name vowel by vowel, as far as transliterations do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from events.folding import fold

#: The consonants of a folded name, as the index `placename_consonants` holds them: no article, no h that only
#: marks a sound or ends a word, doubled letters once, q and c as k, j as g. The index is used only as long as
#: its migration says the same to the letter.
CONSONANTS_SQL = (
    r"translate(regexp_replace(regexp_replace(regexp_replace({key}::text, '\mal ', '', 'g'),"
    r" '([bcdgjkrstwz])h|h\M', '\1', 'g'), '(.)\1+', '\1', 'g'), 'qcjaeiouwy ', 'kkg')"
)
#: Shorter names have too many neighbours that are others: Hama, Homs.
_MIN_LETTERS, _MIN_CONSONANTS = 5, 2

#: Where names are at home in Latin letters, a name off by a vowel is another name: Anfield is not Enfield.
_ONE_SPELLING = frozenset(
    """AD AG AI AL AR AT AU AW BB BE BL BM BO BR BS BZ CA CH CL CO CR CU CW CZ DE DK DM DO EC EE ES FI
    FK FO FR GB GD GF GG GI GL GP GT GY HN HR HT HU IE IM IS IT JE JM KN KY LC LI LT LU LV MC MF MQ MT MX
    NI NL NO NZ PA PE PL PM PR PT PY RO SE SI SK SM SR SV SX TC TR TT US UY VA VC VE VG VI VN""".split()
)

_ARTICLE = re.compile(r"\bal ")
_SILENT_H = re.compile(r"([bcdgjkrstwz])h|h\b")
_DOUBLED = re.compile(r"(.)\1+")
_SAME_CONSONANTS = str.maketrans("qcj", "kkg")
_LONG = (("ee", "i"), ("oo", "u"), ("ou", "u"))
_SAME_VOWELS = str.maketrans("yow", "iuu")
_PARTS = re.compile(r"[aeiu]+|[^aeiu]")
#: What is heard of two vowels in a row.
_DIPHTHONGS = {"ai": "i", "ei": "i", "ie": "i", "au": "u", "eu": "u", "ea": "a", "ae": "a"}
#: Vowels that Latin spellings of Arabic, Pashto and Persian interchange.
_NEAR = frozenset(("ae", "ea", "ei", "ie"))


def may_vary(name: str) -> bool:
    """Whether a name is long enough, and in Latin letters, for other spellings of it to be looked for."""
    key = fold(name)
    return key.isascii() and len(key) >= _MIN_LETTERS and len(_consonants(key)) >= _MIN_CONSONANTS


def with_variants(countries: Iterable[str]) -> list[str]:
    """Those of the countries whose names reach English in several spellings."""
    return [country for country in countries if country not in _ONE_SPELLING]


def _consonants(key: str) -> str:
    return "".join(part for part in _heard(key) if part[0] not in "aeiu")


@lru_cache(maxsize=20_000)
def is_variant(one: str, other: str) -> bool:
    """Whether two folded names are spellings of one: the same consonants, and vowels that agree."""
    if one == other:
        return True
    first, second = _slots(one), _slots(other)
    if len(first) != len(second):
        return False
    dropped = 0
    for at, (a, b) in enumerate(zip(first, second, strict=True)):
        if a == b or a + b in _NEAR:
            continue
        # One short vowel may be written or not, inside: "Jisr", "Jiser". At the ends it makes another name.
        is_inside = 0 < at < len(first) - 1
        if at % 2 or not is_inside or (a and b) or len(a + b) > 1 or dropped:
            return False
        dropped += 1
    return True


def _heard(key: str) -> list[str]:
    plain = _SILENT_H.sub(r"\1", _ARTICLE.sub("", key)).translate(_SAME_CONSONANTS)
    for written, heard in _LONG:
        plain = plain.replace(written, heard)
    plain = _DOUBLED.sub(r"\1", plain.replace(" ", "").translate(_SAME_VOWELS))
    return _PARTS.findall(plain)


def _slots(key: str) -> list[str]:
    """Vowels and consonants in turn: even places hold the vowels, empty where there is none."""
    slots = [""]
    for part in _heard(key):
        if part[0] in "aeiu":
            slots[-1] = _DIPHTHONGS.get(part, part)
        else:
            slots += [part, ""]
    return slots
