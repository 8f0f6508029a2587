"""Finds the names in an English text that may be places and says how strongly the words speak for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from events.extraction.demonyms import demonyms
from events.extraction.names import (
    Run,
    Word,
    is_title,
    organisations,
    runs_of,
    without_common_words,
    words_of,
)
from events.extraction.ner import Entity, read_entities
from events.extraction.placewords import (
    COMMON_OPENERS,
    HEADS,
    LOCATIVES,
    MODIFIERS,
    MONTHS,
    NATURAL_PREFIXES,
    ORGANISATION_HEADS,
    PLACE_VERBS,
    STATE_ABBREVIATIONS,
    WEEKDAYS,
)
from events.extraction.sightings import Sighting

_FILL = rf"(?:(?:{'|'.join(sorted(map(re.escape, MODIFIERS), key=len, reverse=True))}|[a-z]+-(?:held|controlled|run))\s+){{0,3}}"
_LOCATIVE = re.compile(rf"\b({'|'.join(sorted(LOCATIVES))}|out\s+of)\s+{_FILL}$", re.IGNORECASE)
_VERB = re.compile(rf"\b(?:{'|'.join(sorted(PLACE_VERBS))})\s+{_FILL}$")
_HEAD_OF = re.compile(rf"\b(?:{'|'.join(sorted(HEADS))})(?:\s+of)\s+(?:the\s+)?$", re.IGNORECASE)
_HEAD_AFTER = re.compile(rf"^\s+(?:{'|'.join(sorted(HEADS))})\b(?!['’-])")
_BOUND_FOR = re.compile(r"\b(?:left|bound|head(?:ed|ing)|made|set\s+off|leave|leaves|leaving)\b[\w\s]{0,40}\bfor\s+$")
_COMPASS_OF = re.compile(r"\b(?:north|south|east|west|centre|outskirts|suburbs|countrysides?|capital|residents|people|villages?|towns?)(?:[-\w]*)\s+of\s+(?:the\s+)?$")
_STRIKE_ON = re.compile(
    r"\b(?:strikes?|attacks?|raids?|assaults?|bombardments?|shelling|offensives?|siege|advance|march|fire|control|capture|fall)"
    rf"\s+(?:on|of|against)\s+{_FILL}$"
)
_NEAR = re.compile(rf"\b(?:near|outside|around|close\s+to|east|west|north|south)\s+(?:of\s+)?{_FILL}$", re.IGNORECASE)
#: "Sabreen market": the name of a building or of a group, not of a town, unless the gazetteer knows better.
_FACILITY = re.compile(
    r"^\s+(?:hospitals?|markets?|mosque|church|school|university|airport|square|bridge|checkpoint|prison|base|clinic|hotel"
    r"|restaurant|street|road|stadium|museum|militia\w*|fighters?|rebels?|gunmen|supporters?|gang|group|factory|mine|museum"
    r"|theatre|station|headquarters)\b"
)
_DATELINE = re.compile(r"^(?:,\s+[A-Z][\w.]+(?:\s[A-Z]\w+)?)?\s*(?:\([^)\n]{2,40}\)\s*[-–—]|[-–—]{1,2}\s|\([A-Z]{2,}[^)\n]{0,20}\))")
_AGE = re.compile(r"^,\s+(?:aged\s+)?\d\d,|^\s*\(\d\d\)")
_LIST_BEFORE = re.compile(r"\b[A-Z][\w'’-]+(?:,|\s+and|,\s+and)\s+$")
_SPEAKS = re.compile(r"^\s+(?:said|says|told|added|wrote|explained|recalled)\b")
_SAID_BEFORE = re.compile(r"\b(?:said|says|told|by|added|named|called)\s+$")
_FORMAL = re.compile(r"(?:Republic|Kingdom|State|Province|City|Governorate|Sultanate|Commonwealth|Port)\s+of\s+(?:the\s+)?")
_DIRECTIONS = frozenset("north south east west northern southern eastern western central upper lower greater".split())
#: Abbreviations of countries that newspapers print without explanation.
_ABBREVIATIONS = frozenset("US U.S U.S. USA U.S.A U.S.A. UK U.K U.K. UAE U.A.E U.A.E. EU E.U. DRC DPRK UN-administered".split())
_PLACE_LABELS = frozenset({"GPE", "LOC"})
_REASONS = {
    "GPE": "the statistical reader takes it for a place",
    "LOC": "the statistical reader takes it for a place",
    "FAC": "the statistical reader takes it for a building or camp",
    "ORG": "the statistical reader takes it for an organisation",
    "PERSON": "the statistical reader takes it for a person",
    "": "a capitalised name",
}
_HEAD_REASON = "a word for a kind of place belongs to it"
_START = {"GPE": 0.75, "LOC": 0.7, "FAC": 0.4, "ORG": 0.25, "PERSON": 0.15, "NORP": 0.1, "": 0.3}


def spot_names(text: str, model: str) -> list[Sighting]:
    """Names that may be places, with their likelihood; those that need the gazetteer's word are rescues."""
    entities = read_entities(text, model)
    words = words_of(text)
    runs = runs_of(text, words)
    blocked = _Spans(organisations(text, words, runs))
    labels = _Labels(entities)
    people = _people(text, runs, labels)
    known_lower = {word.text for word in words if not word.is_capital}
    sightings: list[Sighting] = []
    for position, run in enumerate(runs):
        for piece in _pieces(run):
            if not blocked.overlaps(piece[0].start, piece[-1].end):
                sightings.extend(_sight(text, piece, run, labels, people, known_lower))
        if run.words[-1].is_possessive and position + 1 < len(runs):
            sightings.extend(_across_possessive(text, run, runs[position + 1], labels, blocked))
    return sightings


def _across_possessive(text: str, run: Run, following: Run, labels: _Labels, blocked: _Spans) -> list[Sighting]:
    """"Cox's Bazar", "King's Lynn": one name, if the gazetteer says so."""
    if text[run.end : following.start] not in ("'s ", "’s "):
        return []
    piece = (run.words[-1], *following.words[:2])
    found = []
    for size in range(2, len(piece) + 1):
        start, end = piece[0].start, piece[size - 1].end
        if not blocked.overlaps(start, end):
            likelihood, evidence = _weigh(text, piece[:size], labels.of(start, end), opens=False)
            found.append(_sighting(text, piece[:size], max(likelihood, 0.5), evidence, is_rescue=True))
    return found


class _Spans:
    """Spans in order that can be asked for an overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._ends: list[int] = []
        self._starts: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlaps(self, start: int, end: int) -> bool:
        index = bisect_left(self._ends, start + 1)
        return index < len(self._starts) and self._starts[index] < end


class _Labels:
    """What the statistical reader says of a stretch of text."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = entities
        self._ends = [entity.end for entity in entities]

    def at(self, start: int, end: int) -> list[Entity]:
        index = bisect_left(self._ends, start + 1)
        found = []
        while index < len(self._entities) and self._entities[index].start < end:
            found.append(self._entities[index])
            index += 1
        return found

    def of(self, start: int, end: int) -> str:
        """The label that covers most of the stretch."""
        best, most = "", 0
        for entity in self.at(start, end):
            shared = min(end, entity.end) - max(start, entity.start)
            if shared > most:
                best, most = entity.label, shared
        return best if 2 * most >= end - start else ""

    def is_part_of_other_name(self, text: str, start: int, end: int) -> bool:
        """Inside a longer name of something that is no place: "Save" in "Save the Children"."""
        return any(
            entity.label not in _PLACE_LABELS | {"FAC"}
            and entity.end - entity.start > end - start + 4
            and entity.start <= start
            and end <= entity.end
            and not text[entity.start : start].strip().isupper()
            for entity in self.at(start, end)
        )


def _people(text: str, runs: Sequence[Run], labels: _Labels) -> frozenset[str]:
    """Family names of persons that the article introduces with a title, a first name or an age."""
    names = set()
    for run in runs:
        if len(run.words) < 2 or _is_acronym(run.words[:1]):
            continue
        titled = is_title(run.words[0].text)
        aged = _AGE.match(text[run.end : run.end + 12])
        person = labels.of(run.start, run.end) == "PERSON" and not _is_locative(text, run.start)
        if titled or aged or person:
            names.add(run.words[-1].text.lower())
    return frozenset(names)


def _is_locative(text: str, start: int) -> bool:
    return bool(_LOCATIVE.search(text[max(0, start - 70) : start]))


def _pieces(run: Run) -> list[tuple[Word, ...]]:
    """The run without common words, cut where an adjective of a country or a title stands."""
    kept = without_common_words(run)
    while len(kept) > 1 and _is_acronym(kept[:1]):
        # "OCHA Cameroon": the organisation's office there.
        kept = kept[1:]
    while len(kept) > 1 and _is_acronym(kept[-1:]) and not kept[-2].text.isupper():
        kept = kept[:-1]
    pieces: list[tuple[Word, ...]] = []
    current: list[Word] = []
    for position, word in enumerate(kept):
        lower = word.text.lower()
        following = kept[position + 1 : position + 2]
        if lower in demonyms() and not (following and following[0].text.lower() in _AFTER_DEMONYM):
            pieces.append(tuple(current))
            current = []
        elif is_title(word.text) and not current and following and following[0].is_capital:
            # A title names a person: the rest of the run is no place.
            return [piece for piece in pieces if piece]
        else:
            current.append(word)
    pieces.append(tuple(current))
    return [piece for piece in pieces if piece and piece[0].text not in ("al", "el")]


#: "Central African Republic", "American Samoa": an adjective that opens the name of a place.
_AFTER_DEMONYM = HEADS.keys() | {
    word for word in "republic federation samoa columbia guiana polynesia territories ocean".split()
}


def _sight(
    text: str,
    piece: tuple[Word, ...],
    run: Run,
    labels: _Labels,
    people: frozenset[str],
    known_lower: set[str],
) -> list[Sighting]:
    """The proposals for one capitalised piece: itself, the name within it, and what was recognised in it."""
    start, end = piece[0].start, piece[-1].end
    label = labels.of(start, end)
    opens = run.opens_sentence and piece[0].start == run.start
    last = piece[-1].text.lower()
    if last in MONTHS | WEEKDAYS or (len(piece) == 1 and (last in demonyms() or last in HEADS or last in _DIRECTIONS)):
        return []
    if last in ORGANISATION_HEADS or _is_acronym(piece):
        return []
    likelihood, evidence = _weigh(text, piece, label, opens)
    if labels.is_part_of_other_name(text, start, end) and _HEAD_REASON not in evidence:
        likelihood -= 0.3
    if _is_person(text, piece, label, people, likelihood):
        return []
    if len(piece) == 1 and opens and label not in _PLACE_LABELS and piece[0].text.lower() in known_lower:
        return []
    is_rescue = label not in _PLACE_LABELS and likelihood < 0.75
    found = [_sighting(text, piece, likelihood, evidence, is_rescue)]
    found.extend(_inner(text, piece, labels, likelihood, evidence, opens))
    return found


def _is_acronym(piece: tuple[Word, ...]) -> bool:
    name = piece[0].text
    return len(piece) == 1 and name.isupper() and len(name) <= 5 and "." not in name and name not in _ABBREVIATIONS


def _is_person(
    text: str, piece: tuple[Word, ...], label: str, people: frozenset[str], likelihood: float
) -> bool:
    start, end = piece[0].start, piece[-1].end
    if _AGE.match(text[end : end + 12]) and (len(piece) > 1 or label not in _PLACE_LABELS):
        return True
    if is_title(re.split(r"\W+", text[max(0, start - 20) : start].rstrip())[-1]) and label not in _PLACE_LABELS:
        return True
    if likelihood >= 0.5:
        return False
    if len(piece) == 1:
        return piece[0].text.lower() in people
    return False


def _weigh(text: str, piece: tuple[Word, ...], label: str, opens: bool) -> tuple[float, list[str]]:
    """How strongly label and neighbouring words speak for a place, with the reasons."""
    start, end = piece[0].start, piece[-1].end
    before, after = text[max(0, start - 70) : start], text[end : end + 40]
    likelihood = _START.get(label, 0.15)
    evidence = [_REASONS[label]] if label in _REASONS else []
    if _HEAD_OF.search(before) or _HEAD_AFTER.match(after) or _has_head(piece):
        likelihood = max(likelihood + 0.5, 0.85)
        evidence.append(_HEAD_REASON)
    elif match := _LOCATIVE.search(before):
        likelihood += 0.65 if _NEAR.search(before) and not opens else 0.35
        evidence.append(f"stands after “{match[1].lower()}”")
    elif _STRIKE_ON.search(before):
        likelihood += 0.35
        evidence.append("the words before it ask for a place")
    elif _BOUND_FOR.search(before) or _COMPASS_OF.search(before) or _VERB.search(before):
        likelihood += 0.25
        evidence.append("the words before it ask for a place")
    elif _LIST_BEFORE.search(before):
        likelihood += 0.05
    if opens and _DATELINE.match(text[end : end + 70]) and _opens_paragraph(text, start):
        likelihood = max(likelihood, 0.75)
        evidence.append("stands where a report says it was written")
    if _FACILITY.match(after):
        likelihood -= 0.4
    if re.match(r"^,\s+[A-Z][a-z]+", after):
        likelihood += 0.05
    if opens and len(piece) == 1 and label not in _PLACE_LABELS:
        likelihood -= 0.15
    is_placed = len(evidence) > 1
    if label == "PERSON" and len(piece) > 1 and not is_placed:
        likelihood -= 0.1
    if label == "PERSON" and not is_placed and (_SPEAKS.match(after) or _SAID_BEFORE.search(before)):
        likelihood -= 0.15
    return likelihood, evidence


def _opens_paragraph(text: str, start: int) -> bool:
    return not text[:start].strip() if start < 200 else text[max(0, start - 3) : start].endswith("\n")


def _has_head(piece: tuple[Word, ...]) -> bool:
    if len(piece) < 2:
        return False
    return piece[-1].text.lower() in HEADS or piece[0].text.lower().rstrip(".") in NATURAL_PREFIXES


def _inner(
    text: str, piece: tuple[Word, ...], labels: _Labels, likelihood: float, evidence: list[str], opens: bool
) -> list[Sighting]:
    """Shorter names within a piece: "Syria" in "Northern Syria", and what the statistical reader marks."""
    found: list[Sighting] = []
    if len(piece) < 2:
        return found
    taken = {(piece[0].start, piece[-1].end)}
    if piece[0].text.lower() in _DIRECTIONS:
        found.append(_sighting(text, piece[1:], likelihood - 0.1, evidence, True))
        taken.add((piece[1].start, piece[-1].end))
    for entity in labels.at(piece[0].start, piece[-1].end):
        if entity.label not in _PLACE_LABELS:
            continue
        part = tuple(w for w in piece if entity.start <= w.start and w.end <= entity.end)
        while part and part[0].text.lower() in COMMON_OPENERS:
            part = part[1:]
        if part and (part[0].start, part[-1].end) not in taken:
            taken.add((part[0].start, part[-1].end))
            found.append(_sighting(text, part, likelihood + 0.2, [_REASONS["GPE"]], True))
    return found


def _sighting(
    text: str, piece: tuple[Word, ...], likelihood: float, evidence: list[str], is_rescue: bool
) -> Sighting:
    start, end = piece[0].start, piece[-1].end
    quote = text[start:end]
    names = [quote]
    if quote.rstrip(".") in STATE_ABBREVIATIONS:
        names = [STATE_ABBREVIATIONS[quote.rstrip(".")]]
        if text[end : end + 1] == ".":
            end += 1
            quote = text[start:end]
    if match := _FORMAL.match(quote):
        names.append(quote[match.end() :])
    if len(piece) > 1 and piece[-1].text.lower() in _DIRECTIONS | {"centre", "center"}:
        # "Yola North" may be known as a part of Yola only.
        names.append(text[start : piece[-2].end])
    if len(piece) > 1 and piece[-1].text.lower() in HEADS:
        names.append(text[start : piece[-2].end])
    if len(piece) > 1 and piece[0].text.lower() in _DIRECTIONS - {"north", "south", "east", "west"}:
        names.append(text[piece[1].start : end])
    return Sighting(
        start=start,
        end=end,
        quote=quote,
        names=tuple(names),
        likelihood=likelihood,
        is_rescue=is_rescue,
        is_possessive=piece[-1].is_possessive,
        evidence=list(evidence),
    )
