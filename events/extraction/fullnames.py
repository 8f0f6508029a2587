"""The fullest name that an article has for one of its sources: "the Observatory" by its whole name."""

from __future__ import annotations

import re

#: "Syrian Observatory for Human Rights", "Médecins Sans Frontières".
_NAME = re.compile(
    r"[^\W\d_a-z][\w'’\-]*(?: (?:(?:of|for|and|the|de|des|du|la|al|on|in) ){0,2}[^\W\d_a-z][\w'’\-]*){1,9}"
)
_ACRONYM = re.compile(r" \(([A-Z][A-Z\-]{1,9})\)")
#: What a body may be called in short: "the agency".
GENERIC = frozenset(
    """group agency organisation organization channel network body monitor watchdog charity ministry council
    office commission committee statement army military government department union authority station
    broadcaster centre center institute directorate service administration company movement observatory
    association foundation mission""".split()
)
_NOT_NAMES = frozenset("The A An In On At But And It He She They".split())
_MOST = 2_000
"""Names that are compared; an article has fewer, and a text made up of names stays linear."""


class FullNames:
    """The names of one article, found when the first is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names: list[str] | None = None
        self.acronyms: dict[str, str] = {}
        self.known: dict[str, str | None] = {}

    def of(self, word: str) -> str | None:
        """The longest name in the article that ends in, begins with or abbreviates to this word."""
        if word not in self.known:
            self.known[word] = self._find(word) if len(self.known) < _MOST else None
        return self.known[word]

    def _find(self, word: str) -> str | None:
        if self.names is None:
            found = (" ".join(match.group().split()) for match in _NAME.finditer(self.text))
            self.names = list(dict.fromkeys(found))[:_MOST]
            self.acronyms = _acronyms(self.text)
        if self.acronyms.get(word):
            return self.acronyms[word]
        if len(word) > 2 and word.isupper() and (spelled := self._spelled(word)) is not None:
            return spelled
        if word.casefold() not in GENERIC and not word.isalpha():
            return None
        best: list[str] = []
        for name in self.names:
            parts = name.split()
            if parts[0] in _NOT_NAMES:
                parts = parts[1:]
            fits = word in parts and len(parts) > 1 and (word.casefold() in GENERIC or parts[-1] == word)
            if fits and len(parts) > len(best):
                best = parts
        return " ".join(best) or None

    def _spelled(self, acronym: str) -> str | None:
        """The name whose capitals spell "ICRC", with no brackets to say so."""
        for name in self.names or ():
            words = [word for word in name.split() if word not in _NOT_NAMES]
            if len(words) > 1 and "".join(word[0] for word in words if word[0].isupper()) == acronym:
                return " ".join(words)
        return None


def _acronyms(text: str) -> dict[str, str]:
    """The names that the text abbreviates: "the Office for River Affairs (ORA)"."""
    found = {}
    for match in _ACRONYM.finditer(text):
        before = text[max(0, match.start() - 90) : match.start()].rpartition("\n")[2]
        found[match.group(1)] = _tail_name(before, match.group(1))
    return found


def _tail_name(before: str, acronym: str) -> str:
    """The words before "(IOM)" that it stands for: as many capitals as it has letters."""
    words = before.split()
    capitals = 0
    for n in range(len(words) - 1, -1, -1):
        if words[n][:1].isupper():
            capitals += 1
            if words[n][0] == acronym[0] and capitals >= len(acronym.replace("-", "")):
                return " ".join(words[n:])
        elif words[n] not in ("of", "for", "and", "the", "on", "in", "de", "des"):
            break
    return ""
