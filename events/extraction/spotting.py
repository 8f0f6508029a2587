"""Finds the names in an English text that may be places and says how strongly the words speak for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.extraction.demonyms import demonyms
from events.extraction.labels import PLACE_LABELS, Labels, Spans
from events.extraction.names import (
    Run,
    Word,
    is_title,
    organisations,
    runs_of,
    without_common_words,
    words_of,
)
from events.extraction.ner import read_entities
from events.extraction.placewords import (
    ABBREVIATIONS,
    COMMON_OPENERS,
    HEADS,
    MONTHS,
    ORGANISATION_HEADS,
    STATE_ABBREVIATIONS,
    WEEKDAYS,
)
from events.extraction.sightings import Sighting
from events.extraction.weighing import HEAD_REASON, REASONS, is_locative, weigh

_AGE = re.compile(r"^,\s+(?:aged\s+)?\d\d,|^\s*\(\d\d\)")
_FORMAL = re.compile(
    r"(?:Republic|Kingdom|State|Province|City|Governorate|Sultanate|Commonwealth|Port)\s+of\s+(?:the\s+)?"
)
#: Enough for a country's main name, too little for a town's or a province's.
_INNER_LIKELIHOOD = 0.15
_COMPASS = frozenset("north south east west northern southern eastern western central new".split())
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central upper lower greater".split()
)


def spot_names(text: str, model: str) -> list[Sighting]:
    """Names that may be places, with their likelihood; those that need the gazetteer's word are rescues."""
    entities = read_entities(text, model)
    words = words_of(text)
    runs = runs_of(text, words)
    blocked = Spans(organisations(text, words, runs))
    labels = Labels(entities)
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


def _across_possessive(text: str, run: Run, following: Run, labels: Labels, blocked: Spans) -> list[Sighting]:
    """ "Cox's Bazar", "King's Lynn": one name, if the gazetteer says so."""
    if text[run.end : following.start] not in ("'s ", "’s "):
        return []
    piece = (run.words[-1], *following.words[:2])
    found = []
    for size in range(2, len(piece) + 1):
        start, end = piece[0].start, piece[size - 1].end
        if not blocked.overlaps(start, end):
            likelihood, evidence = weigh(text, piece[:size], labels.of(start, end), opens=False)
            found.append(_sighting(text, piece[:size], max(likelihood, 0.5), evidence, is_rescue=True))
    return found


def _people(text: str, runs: Sequence[Run], labels: Labels) -> frozenset[str]:
    """Family names of persons that the article introduces with a title, a first name or an age."""
    names = set()
    for run in runs:
        if len(run.words) < 2 or _is_acronym(run.words[:1]):
            continue
        titled = is_title(run.words[0].text)
        aged = _AGE.match(text[run.end : run.end + 12])
        person = labels.of(run.start, run.end) == "PERSON" and not is_locative(text, run.start)
        if titled or aged or person:
            names.add(run.words[-1].text.lower())
    return frozenset(names)


def _pieces(run: Run) -> list[tuple[Word, ...]]:
    """The run without common words, cut where an adjective of a country or a title stands."""
    kept = without_common_words(run)
    while len(kept) > 1 and _is_acronym(kept[:1]):
        # "OCHA Cameroon": the organisation's office there.
        kept = kept[1:]
    while len(kept) > 1 and _is_acronym(kept[-1:]) and not kept[-2].text.isupper():
        kept = kept[:-1]
    is_heading = len(kept) > 1 and _is_heading(kept)
    pieces: list[tuple[Word, ...]] = []
    current: list[Word] = []
    for position, word in enumerate(kept):
        lower = word.text.lower()
        following = kept[position + 1 : position + 2]
        opens_name = bool(following) and following[0].text.lower() in _AFTER_DEMONYM
        is_cut = (is_heading and lower in COMMON_OPENERS - _COMPASS) or (
            lower in demonyms() and not opens_name
        )
        if is_cut:
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
_AFTER_DEMONYM = HEADS.keys() | set(
    "republic federation samoa columbia guiana polynesia territories ocean".split()
)


def _sight(
    text: str,
    piece: tuple[Word, ...],
    run: Run,
    labels: Labels,
    people: frozenset[str],
    known_lower: set[str],
) -> list[Sighting]:
    """The proposals for one capitalised piece: itself, the name within it, and what was recognised in it."""
    start, end = piece[0].start, piece[-1].end
    label = labels.of(start, end)
    opens = run.opens_sentence and piece[0].start == run.start
    last = piece[-1].text.lower()
    if last in MONTHS | WEEKDAYS or (
        len(piece) == 1 and (last in demonyms() or last in HEADS or last in _DIRECTIONS)
    ):
        return []
    if last in ORGANISATION_HEADS or _is_acronym(piece):
        return []
    likelihood, evidence = weigh(text, piece, label, opens)
    if labels.is_part_of_other_name(text, start, end) and HEAD_REASON not in evidence and len(evidence) < 2:
        likelihood -= 0.3
    if _is_person(text, piece, label, people, len(evidence) > 1):
        return []
    if len(piece) == 1 and opens and label not in PLACE_LABELS and piece[0].text.lower() in known_lower:
        return []
    is_rescue = label not in PLACE_LABELS and likelihood < 0.75
    found = [_sighting(text, piece, likelihood, evidence, is_rescue)]
    found.extend(_inner(text, piece, labels, likelihood, evidence, opens))
    return found


def _is_acronym(piece: tuple[Word, ...]) -> bool:
    name = piece[0].text
    return (
        len(piece) == 1
        and name.isupper()
        and len(name) <= 5
        and "." not in name
        and name not in ABBREVIATIONS
    )


def _is_person(
    text: str, piece: tuple[Word, ...], label: str, people: frozenset[str], is_placed: bool
) -> bool:
    start, end = piece[0].start, piece[-1].end
    if _AGE.match(text[end : end + 12]) and (len(piece) > 1 or label not in PLACE_LABELS):
        return True
    if (
        is_title(re.split(r"\W+", text[max(0, start - 20) : start].rstrip())[-1])
        and label not in PLACE_LABELS
    ):
        return True
    # "Salah" alone is the Mohamed Salah of before, unless the words say that it is a place.
    return len(piece) == 1 and piece[0].text.lower() in people and not is_placed


def _is_heading(piece: tuple[Word, ...]) -> bool:
    return all(word.text.isupper() for word in piece)


def _inner(
    text: str, piece: tuple[Word, ...], labels: Labels, likelihood: float, evidence: list[str], opens: bool
) -> list[Sighting]:
    """Shorter names within a piece: "Syria" in "Northern Syria", and what the statistical reader marks."""
    found: list[Sighting] = []
    if len(piece) < 2:
        return found
    label = labels.of(piece[0].start, piece[-1].end)
    taken = {(piece[0].start, piece[-1].end)}
    if piece[0].text.lower() in _DIRECTIONS:
        found.append(_sighting(text, piece[1:], likelihood - 0.1, evidence, True))
        taken.add((piece[1].start, piece[-1].end))
    for word in (piece[0], piece[-1], *(piece if len(piece) > 3 and _is_heading(piece) else ())):
        # "Nigeria Food Security Outlook": only the name of a country is believed so.
        is_free = label not in PLACE_LABELS | {"PERSON"} and len(word.text) > 3
        if (
            is_free
            and (word.start, word.end) not in taken
            and word.text.lower() not in _DIRECTIONS | HEADS.keys()
        ):
            taken.add((word.start, word.end))
            found.append(_sighting(text, (word,), _INNER_LIKELIHOOD, [REASONS[""]], True))
    for entity in labels.at(piece[0].start, piece[-1].end):
        if entity.label not in PLACE_LABELS:
            continue
        part = tuple(w for w in piece if entity.start <= w.start and w.end <= entity.end)
        while part and part[0].text.lower() in COMMON_OPENERS:
            part = part[1:]
        if part and (part[0].start, part[-1].end) not in taken:
            taken.add((part[0].start, part[-1].end))
            found.append(_sighting(text, part, likelihood + 0.2, [REASONS["GPE"]], True))
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
