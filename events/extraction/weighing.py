"""How strongly the words around a name speak for a place. The numbers were set on invented articles."""

from __future__ import annotations

import re

from events.countries import capital_of
from events.extraction.grammar import FILL
from events.extraction.labels import PLACE_LABELS
from events.extraction.names import Word
from events.extraction.placewords import (
    ABBREVIATIONS,
    GEOGRAPHIC_BEGINNINGS,
    HEAD_MODIFIERS,
    HEADS,
    LOCATIVES,
    NATURAL_PREFIXES,
    PLACE_VERBS,
    STATE_ABBREVIATIONS,
    STATES,
)

_LOCATIVE = re.compile(rf"\b({'|'.join(sorted(LOCATIVES))}|out\s+of)\s+{FILL}$", re.IGNORECASE)
_VERB = re.compile(rf"\b(?:{'|'.join(sorted(PLACE_VERBS))})\s+{FILL}$")
#: "The shire of" is an area, but Shire by itself a town.
_HEAD_OF = re.compile(rf"\b(?:{'|'.join(sorted(HEADS))}|shires?)(?:\s+of)\s+(?:the\s+)?$", re.IGNORECASE)
_HEAD_AFTER = re.compile(
    rf"^\s+(?:(?:{'|'.join(sorted(HEAD_MODIFIERS))}|IDP|POC)\s+)?(?:{'|'.join(sorted(HEADS))}|PoC|POC|LGAs?)\b(?!['’-])"
)
_STATE_AFTER = re.compile(
    rf"^,\s+(?:(?:{'|'.join(sorted(map(re.escape, STATE_ABBREVIATIONS), key=len, reverse=True))})\."
    rf"|(?:{'|'.join(sorted(STATES))})\b)"
)
_BOUND_FOR = re.compile(
    r"\b(?:left|bound|head(?:ed|ing)|made|set\s+off|leave|leaves|leaving)\b[\w\s]{0,40}\bfor\s+$"
)
_COMPASS_OF = re.compile(
    r"\b(?:north|south|east|west|centre|outskirts|suburbs|countrysides?|capital|residents|people|villages?|towns?)(?:[-\w]*)\s+of\s+(?:the\s+)?$"
)
#: Markets, streets and mayors belong to a town.
_TOWN_HAS = re.compile(
    r"\b(?:markets?|bazaar|streets?|squares?|suburbs|entrances?|gates|skies|airspace|harbour|roadside|mayor|bishop|archbishop"
    r"|imam|whole|rest|parts?|populations?|inhabitants|fishermen|farmers|traders|elders|fall|siege|battle)\s+"
    r"(?:of|from|above|over)\s+(?:the\s+(?:whole\s+of\s+)?)?$"
)
#: What is done to, at and across rivers; "the" stands before their names.
_BY_WATER = re.compile(
    r"\b(?:(?:banks?|dykes?|dikes?|waters|mouth|shores?|tributar\w+|course|side|sources?|bend|delta|valley|basin|confluence"
    r"|levees?|reaches|level)\s+of|bridges?\s+(?:over|across)|(?:swam|swim|swum|swimming|waded|wading|cross\w*|fer\w+|boats?)\s+"
    r"(?:across|over|down|up)|cross(?:ed|ing|es)?|drown\w*\s+in|across|along|down|beside|at|over|into|beyond|up|on)\s+the\s+$"
)
_ENDS_NAME = re.compile(
    r"^(?:[.,;:)]|$|\s+(?:and|or|to|in|at|on|for|near|by|where|which|that|burst|rose|flood\w+|overflow\w+|swelled|broke|has|had|is"
    r"|was|were|after|before|during|with|from|last|this|late|early|yesterday|into|heard|stood|fled|said|as|when|while|[a-z]+ed)\b)"
)
#: "11:20 Tel Aviv: sirens", "09.15 GMT – Kharkiv: one dead".
_CLOCK = re.compile(
    r"(?:^|\n)\W*\d{1,2}[:.h]\d\d(?:\s?(?:[ap]\.?m\.?|GMT|UTC|CET|EET|EST|local(?:\s+time)?))?\s*[-–—:|]?\s+$"
)
_TICKER = re.compile(r"^(?:,\s+[A-Z][\w' -]+)?\s*(?::|[-–—])\s")
#: What governments do: a capital that does it stands for its country.
_GOVERNS = re.compile(
    r"^(?:\s+and\s+[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)?\s+"
    r"(?:(?:has|have|had|will|would|did|does|also|again|now|later|promptly|duly|quickly|then)\s+){0,3}"
    r"(?:(?:stay|keep|remain)(?:ed|s)?\s+(?:silent|quiet|neutral|aloof|mum)|kept\s+(?:silent|quiet|mum)|den(?:y|ied|ies)"
    r"|(?:said|says|say)\b|(?:accus|announc|agre|urg|propos|promis|pledg|recogni[sz]|impos|denounc|refus|clos|welcom|acknowledg"
    r"|balk|deplor|retaliat|capitulat|negotiat|withdr|vow|insist|reject|condemn|warn|protest|summon|expel|recall|demand"
    r"|threaten|back|want|call|order|dispatch|sent|send|sign|ratif|hail|blam|object|hint|signal|respond|offer|declin|suspend|sever"
    r"|sanction|lift|support|oppos|ask|fear|hop|consider|plan|stall|did|do)\w*(?<!ing)\b)"
)
#: Capitals that are also called out in the street.
_GIVEN_NAMES = frozenset(("Kingston", "London", "Paris", "Santiago", "Sofia"))
_STATE_OF = re.compile(
    r"\b(?:[Gg]overnment|[Pp]resident|[Mm]inister|[Kk]ing|[Pp]rince|[Rr]uler|[Gg]overnor|[Rr]epublic|[Cc]apital"
    r"|[Pp]arliament|[Dd]efen[cs]e|[Ff]oreign Affairs)\s+of\s+(?:the\s+)?$"
)
_STRIKE_ON = re.compile(
    r"\b(?:strikes?|attacks?|raids?|assaults?|bombardments?|shelling|offensives?|siege|advance|march|fire|control|capture|fall)"
    rf"\s+(?:on|of|against)\s+{FILL}$"
    r"|\b(?i:shells?|bombs?|missiles?|rockets?|mortars?|rounds?|projectiles?|drones?|grenades?|munitions?)\s+(?:\w+\s+){0,2}"
    rf"(?:fell|fall|landed|rained|dropped|fired|launched|exploded|crashed|poured)\s+(?:down\s+)?(?:on|onto|upon|at)\s+{FILL}$"
)
_NEAR = re.compile(
    rf"\b(?:near|outside|around|close\s+to|east|west|north|south)\s+(?:of\s+)?{FILL}$", re.IGNORECASE
)
#: "Sabreen market": the name of a building or of a group, not of a town, unless the gazetteer knows better.
_FACILITY = re.compile(
    r"^\s+(?:hospitals?|markets?|mosque|church|school|university|airport|square|bridge|checkpoint|prison|base|clinic|hotel"
    r"|restaurant|street|road|stadium|museum|militia\w*|fighters?|rebels?|gunmen|supporters?|gang|group|factory|mine|museum"
    r"|theatre|station|headquarters)\b"
)
_DATELINE = re.compile(
    r"^(?:,\s+[A-Z][\w.]+(?:\s[A-Z]\w+)?)?\s*"
    r"(?:\([^)\n]{2,40}\)\s*[-–—]|[-–—]{1,2}\s|--[(A-Z]|\([A-Z]{2,}[^)\n]{0,20}\))"
)
_LIST_BEFORE = re.compile(r"\b[A-Z][\w'’-]+(?:,|\s+and|,\s+and)\s+$")
_SPEAKS = re.compile(r"^\s+(?:said|says|told|added|wrote|explained|recalled)\b")
_SAID_BEFORE = re.compile(r"\b(?:said|says|told|by|added|named|called)\s+$")

REASONS = {
    "GPE": "the statistical reader takes it for a place",
    "LOC": "the statistical reader takes it for a place",
    "FAC": "the statistical reader takes it for a building or camp",
    "ORG": "the statistical reader takes it for an organisation",
    "PERSON": "the statistical reader takes it for a person",
    "": "a capitalised name",
}

WATER_REASON = "“the” and the words around it are those of rivers"
WRITTEN_REASON = "stands where a report says it was written"
PLACE_REASON = "the words before it ask for a place"
GOVERNMENT_REASON = "a capital that stands for its government"
HEAD_REASON = "a word for a kind of place belongs to it"
_START = {"GPE": 0.75, "LOC": 0.7, "FAC": 0.4, "ORG": 0.25, "PERSON": 0.15, "NORP": 0.1, "": 0.3}


def is_locative(text: str, start: int) -> bool:
    return bool(_LOCATIVE.search(text[max(0, start - 70) : start]))


def weigh(text: str, piece: tuple[Word, ...], label: str, opens: bool) -> tuple[float, list[str]]:
    """How strongly label and neighbouring words speak for a place, with the reasons."""
    start, end = piece[0].start, piece[-1].end
    before, after = text[max(0, start - 70) : start], text[end : end + 40]
    likelihood = _START.get(label, 0.15)
    evidence = [REASONS[label]] if label in REASONS else []
    points, reason = _called_for(text, piece, opens)
    likelihood = (
        max(likelihood + points, 0.85) if reason in (HEAD_REASON, WRITTEN_REASON) else likelihood + points
    )
    if reason:
        evidence.append(reason)
    if len(piece) == 1 and _BY_WATER.search(before) and _ENDS_NAME.match(after):
        likelihood += 0.4
        evidence.append(WATER_REASON)
    if _STATE_AFTER.match(after):
        likelihood = max(likelihood, 0.85)
        evidence.append("its state stands behind it")
    elif before.endswith(", ") and text[start:end].rstrip(".") in STATE_ABBREVIATIONS and after[:1] == ".":
        likelihood = max(likelihood, 0.85)
        evidence.append("the state behind a town")
    if len(piece) > 1 and piece[0].text.lower() in GEOGRAPHIC_BEGINNINGS and piece[0].text[0].isupper():
        likelihood += 0.2 if label in ("PERSON", "ORG", "") else 0.05
        evidence.append("begins as names of places do")
    if piece[0].text in ABBREVIATIONS and len(piece) == 1:
        likelihood = max(likelihood, 0.7)
        evidence.append("an abbreviation of a country or union")
    if _FACILITY.match(after):
        likelihood -= 0.4
    if re.match(r"^,\s+[A-Z][a-z]+", after):
        likelihood += 0.05
    if opens and len(piece) == 1 and label not in PLACE_LABELS:
        likelihood -= 0.15
    if (label != "PERSON" or text[start:end] not in _GIVEN_NAMES) and _acts_as_government(text, start, end):
        likelihood = max(likelihood, 0.8)
        evidence.append(GOVERNMENT_REASON)
    if opens and _DATELINE.match(text[end : end + 70]) and _opens_paragraph(text, start):
        likelihood = max(likelihood, 0.8)
        evidence.append(WRITTEN_REASON)
    is_placed = len(evidence) > 1
    if label == "PERSON" and len(piece) > 1 and not is_placed:
        likelihood -= 0.1
    if label == "PERSON" and not is_placed and (_SPEAKS.match(after) or _SAID_BEFORE.search(before)):
        likelihood -= 0.15
    return likelihood, evidence


def _called_for(text: str, piece: tuple[Word, ...], opens: bool) -> tuple[float, str]:
    """How strongly the words right before and behind a name ask for a place, and the reason."""
    start, end = piece[0].start, piece[-1].end
    before, after = text[max(0, start - 70) : start], text[end : end + 40]
    if _HEAD_OF.search(before) or _HEAD_AFTER.match(after) or _has_head(piece):
        return 0.5, HEAD_REASON
    if match := _LOCATIVE.search(before):
        points = 0.65 if _NEAR.search(before) and not opens else 0.35
        return points, f"stands after “{match[1].lower()}”"
    if _STATE_OF.search(before):
        return 0.35, "the words before it ask for a country"
    if _STRIKE_ON.search(before):
        return 0.35, PLACE_REASON
    if _CLOCK.search(text[max(0, start - 40) : start]) and _TICKER.match(after):
        return 0.5, WRITTEN_REASON
    if _TOWN_HAS.search(before):
        return 0.45, PLACE_REASON
    if _BOUND_FOR.search(before) or _COMPASS_OF.search(before) or _VERB.search(before):
        return 0.25, PLACE_REASON
    return (0.05, "") if _LIST_BEFORE.search(before) else (0.0, "")


def _acts_as_government(text: str, start: int, end: int) -> bool:
    """ "Minsk closed the crossing", "Yerevan and Baku stayed silent"; not "in Minsk"."""
    return (
        bool(_GOVERNS.match(text[end : end + 60]))
        and bool(capital_of(text[start:end]))
        and not is_locative(text, start)
    )


def _opens_paragraph(text: str, start: int) -> bool:
    return not text[:start].strip() if start < 200 else text[max(0, start - 3) : start].endswith("\n")


def _has_head(piece: tuple[Word, ...]) -> bool:
    if len(piece) < 2:
        return False
    return piece[-1].text.lower() in HEADS or piece[0].text.lower().rstrip(".") in NATURAL_PREFIXES
