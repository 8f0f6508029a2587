"""What Russian and Ukrainian share: from a case of a name to its nominative, and adjectives of regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from events.enums import PlaceKind
from events.extraction.languages.profile import NAMED, Cue, Form
from events.extraction.languages.words import Word

#: A case ending and what may stand in its place in the nominative, the most likely first.
Endings = Mapping[str, tuple[str, ...]]

#: Shorter stems say nothing any more.
_SHORTEST_STEM = 1
_MOST_NAMES = 8
_VOWELS = "аеёиоуыэюяіїєм"


def nominatives(word: str, endings: Endings) -> list[str]:
    """The forms that `word` may be a case of; longer endings first, without the word itself."""
    found: list[str] = []
    for length in (4, 3, 2, 1):
        ending = word[-length:].lower()
        if len(word) - length < _SHORTEST_STEM or ending not in endings:
            continue
        stem = word[:-length]
        found += [stem + base for base in endings[ending] if stem + base not in found]
    return [base for base in found if base != word]


def names_of(name: str, governor: str, nouns: Endings, adjectives: Endings) -> tuple[str, ...]:
    """The name as printed and its possible nominatives, the more likely one first.

    Behind a preposition a final vowel is a case ending; "в Киев" and "в Казань" are like the nominative.
    """
    parts = name.split()
    if len(parts) == 1:
        found = _of_word(name, nouns, adjectives)
    else:
        heads = [parts[0], *nominatives(parts[0], adjectives)[:3], *nominatives(parts[0], nouns)[:1]]
        tails = [parts[-1], *_of_word(parts[-1], nouns, adjectives)[:4]]
        middle = parts[1:-1]
        found = [" ".join([head, *middle, tail]) for head in heads for tail in tails][1:]
    found = found[:_MOST_NAMES] if len(parts) == 1 else found[: 3 * _MOST_NAMES]
    is_inflected = governor and name[-1].lower() in _VOWELS
    return tuple(dict.fromkeys([*found, name] if is_inflected else [name, *found]))


def _of_word(word: str, nouns: Endings, adjectives: Endings) -> list[str]:
    first, dash, rest = word.partition("-на-")
    if dash:
        # "в Ростове-на-Дону": the first part is inflected.
        return [base + dash + rest for base in nominatives(first, nouns)]
    # "в Иране" and "в Сухом": both tables may fit, the nouns more often.
    return list(dict.fromkeys([*nominatives(word, nouns), *nominatives(word, adjectives)]))


class Regions:
    """Finds "Харьковской области", "Херсонская и Запорожская области", "Сумщине": adjectives of regions."""

    def __init__(
        self, *, heads: Mapping[str, str], endings: Sequence[str], feminine: Mapping[str, str], links: str,
        lands: Mapping[str, str],
    ) -> None:  # fmt: skip
        """`heads` maps every form of a head word to its nominative, `endings` are those of the adjectives
        behind "-ск" or "-цк", `feminine` tells the nominative ending for each nominative head, and `lands`
        maps the endings of "Херсонщина" to those of the adjective."""
        self.heads = heads
        self.endings = tuple(sorted(endings, key=len, reverse=True))
        self.feminine = feminine
        self.links = frozenset(links.split())
        self.lands = lands

    def forms(self, words: Sequence[Word], at: int) -> Iterable[Form]:
        word = words[at]
        if not word.is_capital:
            return
        stem = self._stem(word.lower)
        if stem:
            head_at = self._head_after(words, at)
            if head_at is not None:
                head = self.heads[words[head_at].lower]
                adjective = word.text[: len(stem)] + self.feminine[head]
                stop = head_at + 1 if head_at == at + 1 else at + 1
                yield Form((f"{adjective} {head}",), Cue(NAMED, PlaceKind.ADMIN1), stop)
        for ending, adjective in self.lands.items():
            if word.lower.endswith(ending) and len(word.text) > len(ending) + 2:
                name = word.text[: -len(ending)] + adjective
                yield Form((name,), Cue(NAMED, PlaceKind.ADMIN1), at + 1)
                return

    def _stem(self, lower: str) -> str:
        """The adjective without its case ending, if it is one of a place: "харьковск"."""
        for ending in self.endings:
            stem = lower.removesuffix(ending)
            if stem != lower and stem.endswith(("ск", "цк", "ськ", "цьк", "зьк", "нн")):
                return stem
        return ""

    def _head_after(self, words: Sequence[Word], at: int) -> int | None:
        """The head word behind this adjective or behind a list of them."""
        for index in range(at + 1, min(at + 7, len(words))):
            word = words[index]
            if word.start - words[index - 1].end > 2:
                return None
            if word.lower in self.heads:
                return index
            if word.lower not in self.links and not (word.is_capital and self._stem(word.lower)):
                return None
        return None
