"""What the readers need to know of a language: words around names, and how names are inflected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from events.enums import Direction, PlaceKind, Relation
from events.extraction.languages.words import Word

#: How much the words around a name speak for a place, as the ranking weighs it: a name of this strength that
#: the gazetteer knows is believed wherever it lies (NAMED), in a known or fairly large place (PLACED), or
#: only with the article's country or a large population on its side (LIKELY, POSSIBLE). NEVER needs more
#: than any place can bring.
NAMED, PLACED, LIKELY, POSSIBLE, OPENING, UNLIKELY, NEVER = 0.95, 0.75, 0.5, 0.25, 0.1, 0.02, 0.0


@dataclass(frozen=True, slots=True)
class Cue:
    """What words beside a name say of it. `likelihood` replaces the one that the name has by itself."""

    likelihood: float
    hint: PlaceKind | None = None
    relation: Relation = Relation.IN
    direction: Direction | None = None
    is_locative: bool = False
    """The words say "in", "to" or "from", so one adjective may stand between them and the name."""
    together: Mapping[str, str] = field(default_factory=dict)
    """What the words and a name are called together, where that is another place than the name."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word that holds a name in another shape: "Nordsyrien", "Харьковской области", "Сумщина"."""

    names: tuple[str, ...]
    cue: Cue
    stop: int
    """The index behind the last word that belongs to it."""


#: "Franja de Gaza", "сектор Газа": the one strip that is a territory.
STRIP = Cue(
    NAMED,
    PlaceKind.ADMIN1,
    together=dict.fromkeys("Gaza Gazze Газа Газы Газе Газу Гази Газі".split(), "Gaza Strip"),
)


def unchanged(name: str, governor: str) -> tuple[str, ...]:
    return (name,)


def no_forms(words: Sequence[Word], at: int) -> Iterable[Form]:
    return ()


@dataclass(frozen=True, slots=True)
class Profile:
    """`before` and `after` are phrases in small letters, words parted by single spaces.

    `names_of` takes a printed name and the words that govern its case, if any; it returns the names to look
    up, the most likely first. `forms_of` finds further shapes of a name at one word.
    """

    code: str
    before: Mapping[str, Cue] = field(default_factory=dict)
    after: Mapping[str, Cue] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    """Small words inside of names: "Côte d'Ivoire", "Franja de Gaza"."""
    adjectives: frozenset[str] = frozenset()
    """Words written small at the end of names: "Arabie saoudite"."""
    elisions: frozenset[str] = frozenset()
    """Words that lose a vowel before an apostrophe: "d'Alep"."""
    endings: Callable[[str], Cue | None] | None = None
    """What a suffix behind an apostrophe says: "İdlib'de"; the apostrophe then ends the name."""
    names_of: Callable[[str, str], tuple[str, ...]] = unchanged
    forms_of: Callable[[Sequence[Word], int], Iterable[Form]] = no_forms
    lower: Callable[[str], str] = str.lower
    capital: float = POSSIBLE
    """What a capital in the middle of a sentence says by itself."""
    conjunctions: frozenset[str] = frozenset()
    """Words that continue a list: "in Homs, Hama and Idlib" is in each of them."""
    reads_pairs: bool = False
    """Neighbours in a capitalised run may be names of different things, as German nouns are."""


OTHER = Profile(code="", capital=LIKELY)


def phrases(words: str, cue: Cue) -> dict[str, Cue]:
    """`words` parted by white space, each a phrase; an underscore stands for a space within one."""
    return {word.replace("_", " "): cue for word in words.split()}


def joined(firsts: Mapping[str, Cue], links: str) -> dict[str, Cue]:
    """Every phrase of `firsts` followed by each of `links`: "province" with "de la", "du", "d'"."""
    return {
        f"{first} {link.replace('_', ' ')}": cue for first, cue in firsts.items() for link in links.split()
    }
