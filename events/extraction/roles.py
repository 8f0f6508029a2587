"""Reads what part a place plays: where it happened, where people came from or went, or only a mention."""

from __future__ import annotations

import re

from events.countries import country_code
from events.enums import MentionRole, Relation
from events.extraction.sightings import Sighting
from events.extraction.weighing import GOVERNMENT_REASON

_SAYING = (
    r"(?:said|says|say|saying|told|announced|confirmed|denied|denies|claimed|claims|warned|warns|accused|accuses|insists"
    r"|insisted|vowed|vows|condemned|condemns|called|calls|ordered|orders|wants|wanted|argues|argued|rejected|rejects"
    r"|agreed|agrees|hopes|demanded|demands|threatened|threatens|responded|reacted|published|considers|fears|feared"
    r"|expects|expelled|recalled|summoned|urged|urges|blamed|blames|believes|acknowledged|pledged|promised|offered)"
)
_TO_SAY = r"(?:respond|retaliate|accept|reject|veto|recogni[sz]e|expel|impose|announce|deny)"
_SPEAKS = re.compile(
    rf"^\s+(?:(?:has|have|had|also|again|on\s+\w+day|later|repeatedly|always|since|did|does|would|will)\s+){{0,3}}"
    rf"(?:{_SAYING}\b|not\s+comment|in\s+turn\s+{_SAYING}|(?<=(?:ld|ll)\s)(?:not\s+)?{_TO_SAY}\b"
    r"|exchanged\s+(?:accusations|threats|barbs|envoys|prisoners))"
)
_AND_SPEAKS = re.compile(rf"^\s+and\s+[A-Z]\w+\s+(?:have\s+|had\s+)?(?:{_SAYING}|exchanged|signed)\b")
_FLEEING = (
    r"(?:fle(?:d|e|eing|es)|escap(?:ed|e|ing)|mov(?:ed|e|ing)|head(?:ed|ing)|cross(?:ed|ing)?|driv(?:en|ing)|drove|displaced"
    r"|evacuat(?:ed|ing|ion)|flow(?:ed|ing)?|pour(?:ed|ing)|stream(?:ed|ing)|travel(?:led|ling)|walk(?:ed|ing)|arriv(?:ed|ing|als?)"
    r"|refugees?|exodus|influx|return(?:ed|ing|s)?|relocat(?:ed|ing)|resettled|deport(?:ed|ing)|transferred|bussed|bound"
    r"|taken|sent|gone\s+back|went\s+back|back|crawled|waded|people|families|residents|villagers|migrants|board)"
)
_TOWARDS = re.compile(
    rf"\b{_FLEEING}\b[^.;]{{0,60}}?\b(?:to|into|towards?|for|in)\s+(?:the\s+|\w+ern\s+|neighbou?ring\s+|nearby\s+)*$",
    re.IGNORECASE,
)
_MOTION_TO = re.compile(
    r"\b(?:to|into|towards?|for)\s+(?:the\s+|\w+ern\s+|neighbou?ring\s+|nearby\s+)*$", re.IGNORECASE
)
_ARRIVED = re.compile(
    r"\b(?:reach(?:ed|ing)?|enter(?:ed|ing)?|arriv(?:ed|ing)\s+(?:in|at)|shelter(?:ed|ing)?\s+in)\s+(?:the\s+)?$"
)
_FROM = re.compile(
    rf"\b{_FLEEING}\b[^.;]{{0,40}}?\b(?:from|out\s+of)\s+(?:the\s+|\w+ern\s+)*$"
    r"|\b(?:fled|fleeing|flee|left|abandoned|quit|leaving|emptied)\s+(?:the\s+|\w+ern\s+)*$",
    re.IGNORECASE,
)
_WITH_PARTNER = re.compile(
    r"\b(?:agreements?|deals?|talks?|treaty|accords?|alliance|relations|ties|war|trade|cooperation|truce|negotiations)\s+"
    r"(?:\w+\s+)?(?:with|between|against)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SPEAKER_IN = re.compile(
    r"\b(?:officials?|government|spokes\w+|media|ministry|embassy|diplomats?|analysts?|reporters?|correspondents?|"
    r"(?:told|said|speaking|headquarter(?:ed|s)|based|talks?\s+held|held\s+talks|summit|meeting|conference|signed))"
    r"(?:\s+\w+){0,3}?\s+(?:in|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_FEARED = re.compile(
    r"\b(?:fear(?:s|ed)?|possib(?:le|ility)|concern(?:s|ed)?|could|might|may|would|threat(?:s|ens?|ened|ening)?|risks?|worr(?:y|ies|ied)"
    r"|warn(?:s|ed|ing)?|potential(?:ly)?|in\s+case|if|unless|danger|prospect|plans?\s+to|likely)\b",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"^['’]s?\s+(?:[\w-]+\s+){0,3}?(?:ministry|minister|president|government|army|military|forces|parliament|embassy|"
    r"ambassador|spokes\w+|leaders?|prime|foreign|health|interior|defen[cs]e|court|police|authorities|headquarters|"
    r"governor|mayor|chancellor|regime|troops|opposition|party|king|state)\b",
    re.IGNORECASE,
)
_ADJUNCT = re.compile(
    r"^\s+(?:government|president|officials?|troops|forces|military|army|police|authorities|ambassador|embassy|spokes\w+"
    r"|senator|governor|mayor|minister|administration|citizens?|nationals?|media|intelligence|health\s+director\w+)\b"
)


def read_role(sighting: Sighting) -> None:
    """Sets role and metonymy; "happened here" stays when nothing in the sentence says otherwise."""
    if _is_speaker(sighting) or GOVERNMENT_REASON in sighting.evidence:
        sighting.is_metonym = not sighting.is_possessive
        _only(sighting, "stands for a government or people that speak or act")
    elif _INSTITUTION.match(sighting.after) or _ADJUNCT.match(sighting.after):
        _only(sighting, "owns an institution that speaks or acts")
    elif sighting.is_possessive and re.match(r"^['’]s?\s+[\w\s-]{0,30}?[A-Z]", sighting.after):
        _only(sighting, "says which country or area another place lies in")
    elif _GOVERNS.match(sighting.after) and not re.search(r"\b(?:in|of|from|near)\s+$", sighting.before):
        sighting.is_metonym = True
        _only(sighting, "stands for the government that sits there")
    elif _is_actor(sighting):
        _only(sighting, "acts or is described as a state, not as the scene")
    elif _WITH_PARTNER.search(sighting.before):
        _only(sighting, "a partner of talks, trade or war")
    elif _SPEAKER_IN.search(sighting.before):
        _only(sighting, "where a speaker or a meeting is")
    else:
        _read_movement(sighting)
        _read_fear(sighting)


def _only(sighting: Sighting, reason: str) -> None:
    sighting.role = MentionRole.ONLY_MENTIONED
    sighting.note(reason)


def _is_speaker(sighting: Sighting) -> bool:
    """Subject of a verb of saying: no preposition before it and the verb right after it."""
    if re.search(r"\b(?:in|at|from|near|of|to|on|around|outside|by|for)\s+(?:\w+\s+)?$", sighting.before):
        return False
    return bool(_SPEAKS.match(sighting.after) or _AND_SPEAKS.match(sighting.after))


_ACTS = re.compile(
    r"^(?:,\s+which\b|\s+(?:is|has|was|had|will|would|backs|backed|supports|supported|joined|sent|sends|wants|plans)\b"
    r"(?!\s+(?:hit|struck|shelled|bombed|attacked|under|flooded|calm|quiet)))"
)


#: A town is no one's ally; only the government in it is.
_GOVERNS = re.compile(
    r"^\s+(?:(?:is|was|has\s+been|remains)\s+(?:[\w'’]+\s+){0,4}?(?:ally|backer|supporter|sponsor|patron|rival|enemy"
    r"|mediator|broker|guarantor|adversary|foe|opponent)\b|(?:backs|supports|sponsors|denies|opposes|recogni[sz]es)\b)"
)


def _is_actor(sighting: Sighting) -> bool:
    """A country as the subject of a sentence: "Turkey, which has sent …", "Russia is the main backer"."""
    is_subject = not sighting.before.strip() or sighting.before.rstrip().endswith((",", "and", "but", "that"))
    return is_subject and bool(_ACTS.match(sighting.after)) and bool(country_code(sighting.quote))


def _read_movement(sighting: Sighting) -> None:
    if _FROM.search(sighting.before):
        sighting.role = MentionRole.ORIGIN
        sighting.note("people leave it")
    elif _ARRIVED.search(sighting.before) or (
        _MOTION_TO.search(sighting.before) and _TOWARDS.search(sighting.before)
    ):
        sighting.role = MentionRole.DESTINATION
        sighting.note("people move to it")
    elif sighting.relation is Relation.BORDER and re.search(r"\b(?:with)\s+(?:the\s+)?$", sighting.before):
        sighting.note("named for its border")


def _read_fear(sighting: Sighting) -> None:
    if not _FEARED.search(sighting.before):
        return
    sighting.note("only feared or thought possible, not reported as a fact")
    if sighting.role is MentionRole.HAPPENED_HERE:
        sighting.role = MentionRole.ONLY_MENTIONED
