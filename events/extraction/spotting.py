"""Finds the names in an English text that may be places and says how strongly the words speak for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.countries import country_code
from events.extraction.demonyms import demonyms
from events.extraction.labels import PLACE_LABELS, Labels
from events.extraction.names import Run, Word, is_title, without_common_words
from events.extraction.pages import AGE, Page, is_acronym
from events.extraction.placewords import (
    ABBREVIATIONS,
    AFTER_DEMONYM,
    COMMON_OPENERS,
    CONTINENTS,
    GENERIC,
    HEADS,
    MONTHS,
    ORGANISATION_HEADS,
    TITLES,
    WEEKDAYS,
)
from events.extraction.possessives import across_possessive, owned_feature
from events.extraction.sightings import DIRECTION_WORDS, Sighting, sighting_of
from events.extraction.weighing import HEAD_REASON, REASONS, WATER_REASON, is_locative, weigh

#: Enough for a name that no gazetteer knows.
_UNKNOWN_PLACE = 0.78
#: Not enough without the gazetteer's word.
_ASKED_FOR = 0.74
#: Enough for a country's main name, too little for a town's or a province's.
_INNER_LIKELIHOOD = 0.15
_COMPASS = frozenset("north south east west northern southern eastern western central new".split())


def spot_names(page: Page) -> list[Sighting]:
    """Names that may be places, with their likelihood; those that need the gazetteer's word are rescues."""
    sightings: list[Sighting] = []
    for position, run in enumerate(page.runs):
        for piece in _pieces(page, run):
            if not page.blocked.overlaps(piece[0].start, piece[-1].end):
                sightings.extend(_sight(page, piece, run))
        if run.words[-1].is_possessive and position + 1 < len(page.runs):
            sightings.extend(across_possessive(page, run, page.runs[position + 1]))
        sightings.extend(owned_feature(page, run))
    return sightings


def _pieces(page: Page, run: Run) -> list[tuple[Word, ...]]:
    """The run without common words, cut where an adjective of a country or a title stands."""
    kept = without_common_words(run)
    while len(kept) > 1 and is_acronym(kept[:1]) and not kept[1].text.isupper():
        # "OCHA Cameroon": the organisation's office there; "EL FASHER" is one name in capitals.
        kept = kept[1:]
    while len(kept) > 1 and _is_appended(kept):
        kept = kept[:-1]
    is_heading = len(kept) > 1 and _is_heading(kept)
    pieces: list[tuple[Word, ...]] = []
    current: list[Word] = []
    for position, word in enumerate(kept):
        lower = word.text.lower()
        following = kept[position + 1 : position + 2]
        opens_name = bool(following) and following[0].text.lower() in AFTER_DEMONYM
        is_cut = (is_heading and lower in COMMON_OPENERS - _COMPASS) or (
            lower in demonyms() and not opens_name
        )
        if is_cut:
            pieces.append(tuple(current))
            current = []
        elif is_title(word.text) and following and following[0].is_capital and not is_heading:
            # A title names a person: only what stands before it is a place, "US Ambassador Jane Roe".
            pieces.append(tuple(current) if len(current) == 1 else ())
            return [piece for piece in pieces if piece]
        elif not is_heading and current and _leaves_capitals(page.text, current, word):
            # "SAN ANTONIO Sports writer": the dateline ends where ordinary writing begins.
            pieces.append(tuple(current))
            current = [word]
        else:
            current.append(word)
    pieces.append(tuple(current))
    return [piece for piece in pieces if piece and piece[0].text not in ("al", "el")]


def _is_appended(kept: tuple[Word, ...]) -> bool:
    """ "Mali UNICEF": an acronym behind a name; not "Guma LGA"."""
    return is_acronym(kept[-1:]) and not kept[-2].text.isupper() and kept[-1].text.lower() not in HEADS


def _leaves_capitals(text: str, current: Sequence[Word], word: Word) -> bool:
    return (
        all(each.text.isupper() and len(each.text) > 1 for each in current)
        and not word.text.isupper()
        and (current[0].text in ABBREVIATIONS or not text[: current[0].start].strip())
    )


def _sight(page: Page, piece: tuple[Word, ...], run: Run) -> list[Sighting]:
    """The proposals for one capitalised piece: itself, the name within it, and what was recognised in it."""
    text, labels = page.text, page.labels
    start, end = piece[0].start, piece[-1].end
    label = labels.of(start, end)
    opens = run.opens_sentence and piece[0].start == run.start
    last = piece[-1].text.lower()
    if last in MONTHS | WEEKDAYS or (
        len(piece) == 1 and (last in demonyms() or last in HEADS or last in DIRECTION_WORDS)
    ):
        return []
    if text[start:end] in ("EU", "E.U", "E.U.") and not is_locative(text, start):
        # The union acts; only "in the EU" is it where something is.
        return []
    if last in ORGANISATION_HEADS or (len(piece) == 1 and piece[0].text in page.abbreviations.organisations):
        return []
    if is_acronym(piece) and not _is_shouted_name(page, piece[0], opens):
        return _abbreviated(page, piece[0])
    if all(word.text.lower() in GENERIC | HEADS.keys() for word in piece) or _NO_NAME.match(text, start):
        return []
    likelihood, evidence = weigh(text, piece, label, opens)
    if labels.is_part_of_other_name(text, start, end) and HEAD_REASON not in evidence and len(evidence) < 2:
        likelihood -= 0.3
    if _is_person(text, piece, label, page.people, len(evidence) > 1):
        return []
    if len(piece) == 1 and opens and label not in PLACE_LABELS and piece[0].text.lower() in page.known_lower:
        return []
    if text[start:end].title() in CONTINENTS:
        likelihood = max(likelihood, 0.9)
        evidence.append("a continent")
    is_common = _is_common(page, piece)
    if label in PLACE_LABELS and all(word.text.lower() in page.known_lower for word in piece):
        likelihood -= 0.35
    if (
        label not in PLACE_LABELS
        and not (is_common or opens or piece[-1].is_possessive)
        and _SAYS_WHERE.search(text[max(0, start - 40) : start])
    ):
        likelihood = max(likelihood, _UNKNOWN_PLACE)
    if WATER_REASON in evidence and label not in PLACE_LABELS:
        # At the Dniester, but also at the Guardian.
        likelihood = min(likelihood, _ASKED_FOR)
    is_rescue = label not in PLACE_LABELS and likelihood < 0.75
    whole = sighting_of(text, piece, likelihood, evidence, is_rescue)
    whole.label, whole.is_common = label, is_common
    found = [whole]
    found.extend(_inner(text, piece, labels, likelihood, evidence, opens))
    return found


#: "I'll", "Don't"; "US$ 5", "US dollars".
_NO_NAME = re.compile(
    r"(?:I|You|We|They|He|She|It|That|There|Don|Can|Won|Let)['’](?:ll|ve|re|d|t|s|m)\b"
    r"|US(?=\s?\$|D\b| ?dollars?\b)"
)
_CAPITALS_DATELINE = re.compile(r"^(?:,\s+[A-Z][\w.]+(?:\s[A-Z]\w+)?)?\s*(?:\([A-Z][^)\n]{1,30}\)\s*)?[-–—]")


#: Nothing but the name of a place follows "in" so directly, months and organisations apart.
_SAYS_WHERE = re.compile(r"\b[a-z]+\s+(?:in|near|across|throughout|around)\s+(?:[a-z]+ern\s+)?$")


def _is_common(page: Page, piece: tuple[Word, ...]) -> bool:
    return any(
        word.text.lower() in page.known_lower
        or word.text.lower().removesuffix("s") in page.known_lower
        or word.text.lower() in GENERIC
        or (word.text.isupper() and len(word.text) > 1)
        or (sum(map(str.isupper, word.text)) > 1 and "-" not in word.text)
        or any(map(str.isdigit, word.text))
        for word in piece
    )


def _is_shouted_name(page: Page, word: Word, opens: bool) -> bool:
    """ "CAIRO (AP) -", "IRAN AND PAKISTAN": no acronym, though it is as short as one."""
    if len(word.text) < 4:
        return False
    if opens and _CAPITALS_DATELINE.match(page.text[word.end : word.end + 60]):
        return True
    return bool(country_code(word.text.title()))


def _abbreviated(page: Page, word: Word) -> list[Sighting]:
    """ "CAR" where the text said "Central African Republic (CAR)"."""
    full = page.abbreviations.names.get(word.text)
    if not full:
        return []
    is_head = full.rsplit(" ", 1)[-1].lower() in HEADS.keys() | {"area", "republic"}
    sighting = sighting_of(
        page.text, (word,), 0.8 if is_head else 0.4, ["an abbreviation that the text explains"], not is_head
    )
    sighting.is_common = not is_head
    sighting.names = (full,)
    return [sighting]


def _is_person(
    text: str, piece: tuple[Word, ...], label: str, people: frozenset[str], is_placed: bool
) -> bool:
    start, end = piece[0].start, piece[-1].end
    if AGE.match(text[end : end + 60]) and (len(piece) > 1 or label not in PLACE_LABELS):
        return True
    if len(piece) > 1 and _PROFESSION.search(text[max(0, start - 30) : start]) and text[end : end + 1] == ",":
        return True
    if len(piece) == 2 and label == "PERSON" and _OCCUPATION.match(text[end : end + 40]):
        return True
    if (
        is_title(re.split(r"\W+", text[max(0, start - 20) : start].rstrip())[-1])
        and label not in PLACE_LABELS
    ):
        return True
    # "Salah" alone is the Mohamed Salah of before, unless the words say that it is a place.
    if len(piece) != 1 or piece[0].text.lower() not in people:
        return False
    before = text[max(0, start - 60) : start]
    return not (is_placed or before.endswith("and ")) or not _PLACED_FIRMLY.search(before)


_OCCUPATIONS = rf"(?:{'|'.join(sorted(TITLES))}|farmer|student|mother|father|worker|owner)"
#: "a community leader, Georgia Paris, believes"; "Georgia Paris, a nurse, treated them"
_PROFESSION = re.compile(rf"\b{_OCCUPATIONS},\s+$")
_OCCUPATION = re.compile(rf"^,\s+(?:an?|the|who)\s+(?:[a-z-]+\s+){{0,2}}{_OCCUPATIONS}\b")
#: Persons have things "from", "at", "to" and "by" them, too.
_PLACED_FIRMLY = re.compile(
    r"\b(?:in(?:\s+(?-i:[A-Z])[\w'’-]+,)*(?:\s+(?-i:[A-Z])[\w'’-]+,?\s+and)?"
    r"|near|outside|inside|into|across|(?:city|town|village|province) of|north|south|east|west)\s+"
    r"(?:of\s+)?(?:[a-z]+ern\s+)?$",
    re.IGNORECASE,
)


def _is_heading(piece: tuple[Word, ...]) -> bool:
    return all(word.text.isupper() for word in piece)


def _inner(
    text: str, piece: tuple[Word, ...], labels: Labels, likelihood: float, evidence: list[str], opens: bool
) -> list[Sighting]:
    """Shorter names within a piece: "Syria" in "Northern Syria", and what the statistical reader marks."""
    found: list[Sighting] = []
    if len(piece) < 2:
        return found
    if text[piece[0].start : piece[-1].end].title() in CONTINENTS:
        return found
    label = labels.of(piece[0].start, piece[-1].end)
    taken = {(piece[0].start, piece[-1].end)}
    if piece[0].text.lower() in DIRECTION_WORDS:
        found.append(sighting_of(text, piece[1:], likelihood - 0.1, evidence, True))
        taken.add((piece[1].start, piece[-1].end))
    for word in (piece[0], piece[-1], *(piece if len(piece) > 3 and _is_heading(piece) else ())):
        # "Nigeria Food Security Outlook": only the name of a country is believed so.
        is_free = label not in PLACE_LABELS | {"PERSON"} and len(word.text) > 3
        if (
            is_free
            and (word.start, word.end) not in taken
            and word.text.lower() not in DIRECTION_WORDS | HEADS.keys()
        ):
            taken.add((word.start, word.end))
            found.append(sighting_of(text, (word,), _INNER_LIKELIHOOD, [REASONS[""]], True))
    for entity in labels.at(piece[0].start, piece[-1].end):
        if entity.label not in PLACE_LABELS:
            continue
        part = tuple(w for w in piece if entity.start <= w.start and w.end <= entity.end)
        while part and part[0].text.lower() in COMMON_OPENERS:
            part = part[1:]
        if part and (part[0].start, part[-1].end) not in taken:
            taken.add((part[0].start, part[-1].end))
            found.append(sighting_of(text, part, likelihood + 0.2, [REASONS["GPE"]], True))
    return found
