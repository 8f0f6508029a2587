"""Tells what a figure counts over: one incident, a period, everything since a start, or a state at a date."""

from __future__ import annotations

import re

from events.enums import Measure, Scope

MOVEMENTS = frozenset((Measure.DISPLACED, Measure.EVACUATED, Measure.RETURNED))
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|recent|past|last|few)"

#: The words that say when a running total starts.
_SINCE = re.compile(
    r"""\bsince\b(?!\W+(?:been|then\W+been))(?:\s+[^\s,;.:]+){1,9} | \bsince\s+then\b | \bsince(?=[,.;])
    | \b(?:in|over|during|for|within)\s+(?:the\s+)?(?:recent|past|last\s+few|same)\s+(?:\w+\s+)?
        (?:days|weeks|months|years|decade)
    | \b(?:from|since)\s+the\s+(?:start|beginning)\s+of(?:\s+[^\s,;.:]+){1,5} | \bto\s+date\b | \bso\s+far\b
    | \bthis\s+year\b | \bthus\s+far\b | \buntil\s+now\b | \bup\s+to\s+now\b""",
    re.VERBOSE | re.IGNORECASE,
)
#: "Bringing to twelve the number of dead", before the number.
_BRINGS_TO = re.compile(
    r"\b(?:bring|brings|bringing|brought|taking|takes|took|raising|raises|raised)\s+to\s*$", re.I
)
_BRINGS = re.compile(
    r"""\b(?:bring|brings|bringing|brought|taking|takes|took|raises|raising|pushes|pushing)\s+(?:\w+\s+){0,6}?
        (?:total|toll|number|tally|count)\b | \b(?:cumulative|overall\s+toll|total\s+toll)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_RUNNING = re.compile(
    r"""\b(?:has|have)\s+(?:now\s+|already\s+)?(?:documented|recorded|registered|counted|verified|tallied)\b
      | \b(?:has|have)\b[^.;]*\b(?:in|over|within)\s+(?:\w+\s+)?\w+\s+(?:days|weeks|months|years)\b
      | \b(?:days|weeks|months|years)\s+of\s+(?:\w+\s+){1,4}(?:has|have)\b
      | \b(?:war|conflict|offensive|campaign|feud|uprising|insurgency|epidemic)
        (?:,[^,;.]{1,60},)?\s+(?:has|have)\b""",
    re.VERBOSE | re.IGNORECASE,
)
#: "By evening 28,000 people had arrived": a count that goes on.
_BY_NOW = re.compile(r"\A\W?By\s+(?:\w+\s+){1,3}")
_PERIOD = re.compile(
    rf"""\b(?:a|per|each|every)\s+(?:day|week|month|year|night|hour)\b(?!\s+(?:later|earlier|after|before|ago|since))
      | \b(?:daily|weekly|monthly|annually)\b
      | \b(?:last|this|previous|same|past)\s+(?:month|year|quarter|season|summer|winter|spring|autumn)\b
      | \b(?:week|weekend|{_MONTH})\b[^,;.]*\balone\b | \bin\s+a\s+single\s+(?:week|month|day)
      | \bin\s+(?:\w+\s+)?(?:{_MONTH})\b(?!\s+\d{{1,2}}\b)
      | \b(?:in|over|during|within)\s+(?:just\s+|the\s+(?:space|course)\s+of\s+|only\s+
        |the\s+(?:last|past)\s+|about\s+)?{_COUNT}\s+(?:days|weeks|months|years)
      | \b(?:in|over|during|within)\s+(?:the\s+|its\s+)?(?:past|last|first|opening|final)\s+
        (?:24\s+|48\s+|72\s+)?(?:hours|week|fortnight|month|quarter|year)\b
      | \bbetween\s+(?:\d+\s+)?(?:{_MONTH}|{_DAY})\s+(?:\d+\s+)?and\s+(?:\d+\s+)?(?:{_MONTH}|{_DAY})
      | \bbetween\s+\d{{1,2}}\s+and\s+\d{{1,2}}\s+(?:{_MONTH})\b
      | \bfrom\s+\d{{1,2}}\s+to\s+\d{{1,2}}\s+(?:{_MONTH})\b | \b(?:in|during)\s+week\s+\d{{1,2}}\b
      | \b(?:in|during|throughout)\s+(?:all\s+of\s+)?(?:19|20)\d\d\b | \bfrom\s+(?:{_MONTH})\s+to\b
      | \b(?:first|second|last)\s+(?:half|quarter|(?:\w+\s+)?(?:days|weeks|months))\s+of\b""",
    re.VERBOSE | re.IGNORECASE,
)
#: "The floods, which began in July": dates the event, not the count.
_BEGAN = re.compile(
    r"\b(?:began|begun|started|erupted|launched|opened|hit|struck|since|lasted|lasting|lasts|took|aged|for)\s*$",
    re.IGNORECASE,
)
#: "The attack last month killed 40": one event, told when.
_ONE_EVENT = re.compile(
    r"""\b(?:an?|the|that|one|\w+['’]s)\s+(?:[\w\-]+\s+){0,3}?
        (?:attack|strike|airstrike|bombing|blast|explosion|crash|quake|earthquake|flood|raid|fire|blaze|shooting
        |ambush|storm|cyclone|hurricane|typhoon|tsunami|stampede|landslide|mudslide|avalanche|massacre|collision
        |collapse|sinking|accident|derailment|shipwreck|eruption|crackdown|incident|assault|siege)\b(?!\s+of\s)
      | \b(?:who|that|which)\s+(?:were\s+)?(?:abducted|kidnapped)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_POINT = re.compile(
    rf"""(?:last|this|previous|same|past)\s+(?:month|year|quarter|season|summer|winter|spring|autumn)\Z
      | in\s+(?:\w+\s+)?(?:{_MONTH})\Z | (?:in|during)\s+(?:19|20)\d\d\Z""",
    re.VERBOSE | re.IGNORECASE,
)
#: Words by which people are in a state at a date, rather than coming into it.
_STATE = re.compile(
    r"""\b(?:still|currently|now|remain|remains|remained|remaining|presently|continue\s+to|(?:is|are)\s+(?:\w+\s+)?displaced)\b
      | \bliv(?:e|es|ing|ed)\b | \bas\s+(?:of|at)\b | \bat\s+the\s+end\s+of\b | \bnationwide\b
      | \b(?:is|are)\s+holding\b
      | \bunable\s+to\s+return\b | \baway\s+from\s+home\b
      | \binternal\s+displacement\b | \bst(?:ood|ands)\s+at\b | \bthere\s+(?:are|were)\b""",
    re.VERBOSE | re.IGNORECASE,
)
#: Cues that can name a state at all; "fled" and "arrested" cannot.
_STATE_CUES = frozenset(
    """displaced homeless uprooted idps idp pdi internally displacement unable cannot away living number held
    detainees prisoners inmates detention jail prison prisons jails custody refugees hostages bars driven
    detained imprisoned""".split()
)
_NUMBER_OF = re.compile(r"\bthe\s+(?:\w+\s+)?number\s+of\b", re.IGNORECASE)
#: Those whom something drove out, and a count that grows; "the number of displaced" is a state.
_GROWN = re.compile(
    r"\bnumber\s+of\s+(?:\w+\s+)?(?:uprooted|driven|forced|who\s+(?:have\s+)?fled)\b"
    r".*\b(?:passed|risen|climbed|reached|grown|topped|exceeded|exceeds|rose)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:largest|biggest|deadliest|worst|highest|first|bloodiest|heaviest|most\s+\w+|strongest|lowest)\b[^,;.]*$",
    re.IGNORECASE,
)
#: "The 115,000 who left the valley have scattered": all who ever did.
_KNOWN_WHOLE = re.compile(
    r"^\W*the\W+\S+\s[^.;,]*\bwho\s+(?:have\s+|had\s+)?(?:left|fled|escaped|crossed)\b[^.;]*\bha(?:s|ve)\b",
    re.I,
)
#: "Between 3 and 9 February": a stated period, which dates the figures of the next sentence as well.
_STATED = re.compile(
    rf"\b(?:between|from)\s+\d{{1,2}}\s+(?:(?:{_MONTH})\s+)?(?:and|to)\s+\d{{1,2}}\s+(?:{_MONTH})\b", re.I
)
_PRESENT_PERFECT = re.compile(r"\b(?:has|have)\b", re.IGNORECASE)


def read_scope(clause: str, territory: str, before: str, measure: Measure, cue: str) -> tuple[Scope, str]:
    """The scope of a figure, and the words that tell when its count starts.

    `territory` is the part of the clause between the figures before and after, `before` its part up to the
    number; `cue` are the words that gave the measure.
    """
    since = since_words(clause)
    if (
        measure is Measure.MISSING
        and since
        and not re.search(r"\b(?:gone|disappeared|vanished)\b", territory)
    ):
        since = ""  # "Missing since the storm": it dates the loss, not a count.
    if measure is Measure.DISPLACED and _GROWN.search(before):
        return Scope.RUNNING_TOTAL, since
    if measure is Measure.DISPLACED and _KNOWN_WHOLE.search(territory):
        return Scope.RUNNING_TOTAL, since
    if measure is not Measure.SHELTERED and _BRINGS_TO.search(before):
        return Scope.RUNNING_TOTAL, since
    if measure is Measure.DISPLACED and _BRINGS.search(before):
        return Scope.RUNNING_TOTAL, since
    if _is_state(territory, before, measure, cue):
        return Scope.STOCK, since
    if since:
        return Scope.RUNNING_TOTAL, since
    if (
        _BRINGS.search(before)
        or _RUNNING.search(clause)
        or (measure is Measure.RETURNED and _PRESENT_PERFECT.search(territory))
    ):
        return Scope.RUNNING_TOTAL, ""
    if measure in MOVEMENTS and _BY_NOW.match(clause) and " had " in territory:
        return Scope.RUNNING_TOTAL, ""
    if any(_counts_over(clause, match) for match in _PERIOD.finditer(clause)):
        return Scope.PERIOD, ""
    return Scope.INCIDENT, ""


def _counts_over(clause: str, match: re.Match[str]) -> bool:
    """Whether a period is what the figure counts over, rather than when something began or struck."""
    if _BEGAN.search(clause, max(0, match.start() - 30), match.start()):
        return False
    if _SUPERLATIVE.search(clause, max(0, match.start() - 80), match.start()):
        return False  # "The highest daily toll since May" compares.
    return not (_ONE_EVENT.search(clause) and _POINT.match(match.group()))


def states_period(sentence: str) -> bool:
    """Whether a sentence gives the two dates between which things happened."""
    return _STATED.search(sentence) is not None


def since_words(clause: str) -> str:
    """The words that say when a count begins, empty when there are none."""
    for match in _SINCE.finditer(clause):
        # "The largest movement since August" dates the record, not the count.
        if not _SUPERLATIVE.search(clause, max(0, match.start() - 80), match.start()):
            return " ".join(match.group().split())
    return ""


def _is_state(territory: str, before: str, measure: Measure, cue: str) -> bool:
    if measure is Measure.SHELTERED:
        return True
    if measure not in (Measure.DISPLACED, Measure.DETAINED):
        return False
    words = set(cue.split())
    if not words & _STATE_CUES or words & {"arrests", "arrested", "abductions", "kidnapped", "abducted"}:
        return False
    if words & {
        "idps",
        "idp",
        "pdi",
        "internally",
        "displacement",
        "unable",
        "cannot",
        "away",
        "detainees",
        "inmates",
    }:
        return not re.search(r"\b(?:fled|newly|since)\b", territory)
    return bool(_STATE.search(territory) or _NUMBER_OF.search(before)) or "held" in words
