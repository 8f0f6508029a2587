"""Entries from what is asked about them to the rows that they become. No database here: what it answers comes
from whoever has one, and may come from another process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from events.exchange.applied import describe
from events.exchange.entries import ArticleEntry, Entry, MentionEntry, PlaceRef
from events.exchange.known import Answer, Asked, Memory
from events.exchange.rendering import Copies, Head, Portion, Renderer
from events.exchange.searched import foreign_texts
from events.exchange.turns import with_turns

#: Entries that are described within a millisecond.
_TURN = 50
#: An article by its fingerprint, and offsets in it.
Span = tuple[str, int, int]
#: The mentions of a portion by where they stand, with their ids.
Told = dict[Span, tuple[MentionEntry, int]]


@dataclass(slots=True)
class Batch:
    """What is to be written: the rows of so many new entries, and those that the data set has with other
    cells, each with the number of its record. `waiting` are articles that may have to be published."""

    number: int = 0
    copies: Copies = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    changed: list[tuple[Entry, int]] = field(default_factory=list)
    unchanged: int = 0
    entries: Sequence[Entry] = ()
    new: Sequence[Entry] = ()
    """All of them, and those that are new, for whoever has to take them apart."""

    def without_entries(self) -> Batch:
        return replace(self, entries=(), new=())


class Assembler:
    """`takes_source`: entries that are unchanged are to be written anew as well."""

    def __init__(self, renderer: Renderer, head: Head, memory: Memory, *, takes_source: bool) -> None:
        self._renderer, self._head, self._memory = renderer, head, memory
        self._takes_source = takes_source
        self._entries: Sequence[Entry] = ()
        self._articles: dict[str, ArticleEntry] = {}
        #: Mentions that may not be written yet, and stand in articles that later events quote.
        self._before: Told = {}

    def alone(self) -> Assembler:
        """One for entries by themselves, when all before them are written or given up."""
        return Assembler(
            self._renderer, self._head, self._memory.afresh(), takes_source=self._takes_source
        )  # fmt: skip

    def gather(self, entries: Sequence[Entry]) -> Asked:
        """What is to be looked up. Fills the fingerprints of the entries' articles."""
        has_forgotten = self._memory.forget()
        asked = Asked([], [], [], [], has_forgotten=has_forgotten)
        self._entries, self._articles = entries, {}
        places: list[PlaceRef | None] = []
        for entry in entries:
            for article in entry.articles:
                article.fingerprint = self._fingerprint(article)
                self._articles.setdefault(article.fingerprint, article)
                asked.outlets.add(article.outlet)
            asked.ids.append(entry.source_id)
            asked.marks.append([article.fingerprint for article in entry.articles])
            asked.mentions.append(len(entry.mentions))
            asked.figures.append(len(entry.figures))
            places.append(entry.place)
            for m in entry.mentions:
                places += (m.place, m.other_place, m.within)
            for f in entry.figures:
                asked.claimants[f.claimant] = f.claimant_kind
            asked.texts.update(foreign_texts(entry))
        asked.claimants.pop("", None)
        return self._memory.without_known(asked, places)

    def assemble(self, answer: Answer) -> Batch:
        """The entries that were gathered last, described, and the new ones written out."""
        self._memory.learn(answer)
        for entry in with_turns(self._entries, _TURN):
            describe(entry, self._memory)
        known = answer.known
        new = [entry for entry in self._entries if entry.source_id not in known]
        batch = Batch(len(new), waiting=answer.waiting, entries=self._entries, new=new)
        for entry in self._entries if known else ():
            if entry.source_id in known:
                pk, digest = known[entry.source_id]
                if digest == entry.digest and not self._takes_source:
                    batch.unchanged += 1
                else:
                    batch.changed.append((entry, pk))
        if new:
            portion = self._portion(new, answer)
            batch.copies = self._renderer.tables(portion)
            for entry in new:
                entry.applied_json = ""
            self._before = _told_by(portion)
        else:
            self._before = {}
        self._entries = ()
        return batch

    def articles(self, answer: Answer) -> Batch:
        """The new articles alone of the entries that were gathered last."""
        self._memory.learn(answer)
        added = {mark: self._articles[mark] for mark in answer.added}
        return Batch(copies=self._renderer.articles(Portion(self._memory, (), answer.articles, added)))

    def _portion(self, new: Sequence[Entry], answer: Answer) -> Portion:
        added = {mark: self._articles[mark] for mark in answer.added}
        portion = Portion(self._memory, new, answer.articles, added, answer.events)
        figures = iter(answer.figures)
        portion.figures = [list(islice(figures, len(entry.figures))) for entry in new]
        if len(added) == len(new) and all(len(entry.mentions) == len(entry.articles) == 1 for entry in new):
            # A mention for each event, in an article that nothing else stands in.
            portion.mentions = [[pk] for pk in answer.mentions]
        else:
            self._join_mentions(portion, answer)
        return portion

    def _join_mentions(self, portion: Portion, answer: Answer) -> None:
        """The ids of the entries' mentions. What tells two events in the same words of one article, and says
        the same of them, is one mention.
        """
        ids = iter(answer.mentions)
        told: Told = {}
        for entry in portion.new:
            found = []
            for m in entry.mentions:
                mark = entry.articles[m.article].fingerprint
                span, pk = (mark, m.start, m.end), next(ids)
                known, number = told.get(span) or self._before.get(span) or (None, 0)
                if known and self._told_of(known) == self._told_of(m):
                    pk = number
                elif earlier := answer.here.get((answer.articles[mark], m.start, m.end)):
                    place = self._memory.place(m.place)
                    if earlier[1:] == (m.role, m.relation, place and place.id):
                        pk = number = earlier[0]
                if pk == number and span not in told:
                    portion.told_before.add(pk)
                told.setdefault(span, (m, pk))
                found.append(pk)
            portion.mentions.append(found)

    def _told_of(self, m: MentionEntry) -> tuple:
        """What a mention says; a row names its place with where its event lies."""
        place_of = self._memory.place
        where = [
            found and found.id for found in (place_of(m.place), place_of(m.other_place), place_of(m.within))
        ]
        return (
            m.role, m.relation, m.direction, m.distance_m, m.precision, m.geometry, m.phrase_start,
            m.phrase_end, m.excerpt_start, m.excerpt_end, *where,
        )  # fmt: skip

    def _fingerprint(self, article: ArticleEntry) -> str:
        told = f"{self._head.dataset}\0{article.outlet}\0{article.key}\0{article.text}"
        return hashlib.sha256(told.encode()).hexdigest()


def _told_by(portion: Portion) -> Told:
    told: Told = {}
    for entry, ids in zip(portion.new, portion.mentions, strict=True):
        for m, pk in zip(entry.mentions, ids, strict=True):
            told.setdefault((entry.articles[m.article].fingerprint, m.start, m.end), (m, pk))
    return told
