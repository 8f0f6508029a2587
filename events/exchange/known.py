"""What is asked of the database about entries before they are written, and what it answers. No database here:
whoever reads the file and writes the rows out may be another process than the one that asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from events.exchange.binary import Value
from events.exchange.entries import PlaceRef

#: Rows name the same few places again and again, the same claimants, and say the same.
_PLACES = 150_000
_CLAIMANTS = 50_000
_TEXTS = 30_000


@dataclass(frozen=True, slots=True)
class Found:
    """A place, its label point, and the outline of an area as hexadecimal EWKB: of a settlement there
    is none.
    """

    id: int
    point: str = ""
    outline: str = ""


@dataclass(slots=True)
class Asked:
    """Of each entry its id, the fingerprints of its articles, and how many mentions and figures it has; of
    all together what is not known by now: `claimants` with the kinds that rows give, `texts` whose words only
    the database can tell.
    """

    ids: list[str]
    marks: list[list[str]]
    mentions: list[int]
    figures: list[int]
    places: list[PlaceRef] = field(default_factory=list)
    outlets: set[str] = field(default_factory=set)
    claimants: dict[str, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    has_forgotten: bool = False
    """Whether places that were described before have to be described again."""


@dataclass(slots=True)
class Answer:
    """`known` are the records whose ids the data set has already, with their digests; `events`, `mentions`
    and `figures` are new ids for the other entries, in their order. `articles` are ids by fingerprints, of
    which those of `added` are new.
    """

    known: dict[str, tuple[int, str]] = field(default_factory=dict)
    places: dict[PlaceRef, int | None] = field(default_factory=dict)
    found: dict[int, Found] = field(default_factory=dict)
    """The places among them that were not described before."""
    outlets: dict[str, int] = field(default_factory=dict)
    claimants: dict[str, int] = field(default_factory=dict)
    words: dict[str, Value] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    """Articles that are here and may have to be published with the events."""
    events: list[int] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    figures: list[int] = field(default_factory=list)
    here: dict[tuple[int, int, int], tuple[int, str, str, int | None]] = field(default_factory=dict)
    """By article and offsets: the number of each mention that is here, its role, relation and place."""


class Memory:
    """What was answered by now."""

    def __init__(self, layers: dict[str, int], layer: int, outlet: int) -> None:
        """`layer` and `outlet` are those of the data set."""
        self._layers, self._layer = layers, layer
        self._outlets: dict[str, int] = {"": outlet}
        self._claimants: dict[str, int] = {}
        self._places: dict[PlaceRef, Found | None] = {}
        self._found: dict[int, Found] = {}
        self._words: dict[str, Value] = {}

    def afresh(self) -> Memory:
        """One that remembers nothing yet."""
        return Memory(self._layers, self._layer, self._outlets[""])

    def place(self, ref: PlaceRef | None) -> Found | None:
        return self._places.get(ref) if ref else None

    def layer(self, slug: str) -> int:
        """The layer of that slug, else that of the data set."""
        return self._layers.get(slug, self._layer)

    def outlet(self, name: str) -> int:
        return self._outlets[name]

    def claimant(self, name: str) -> int | None:
        return self._claimants[name] if name else None

    @property
    def words(self) -> dict[str, Value]:
        """The words of texts that only the database can tell."""
        return self._words

    def forget(self) -> bool:
        """Makes room where much is remembered. Says whether places have to be described again."""
        if len(self._claimants) > _CLAIMANTS:
            self._claimants = {}
        if len(self._words) > _TEXTS:
            self._words = {}
        if len(self._places) <= _PLACES:
            return False
        self._places, self._found = {}, {}
        return True

    def without_known(self, asked: Asked, places: Iterable[PlaceRef | None]) -> Asked:
        """The question without what is known; of `places` some may be none, or stand there twice."""
        known = self._places
        asked.places = [ref for ref in dict.fromkeys(places) if ref is not None and ref not in known]
        asked.outlets -= self._outlets.keys()
        asked.claimants = {
            name: kind for name, kind in asked.claimants.items() if name not in self._claimants
        }
        asked.texts -= self._words.keys()
        return asked

    def learn(self, answer: Answer) -> None:
        self._found |= answer.found
        self._places |= {ref: None if pk is None else self._found[pk] for ref, pk in answer.places.items()}
        self._outlets |= answer.outlets
        self._claimants |= answer.claimants
        self._words |= answer.words
