"""Gives every figure of an article its claimant, by the fullest name that the article has for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from events.extraction.claimants import find_attributions
from events.extraction.fullnames import GENERIC, FullNames
from events.extraction.naming import Attribution, leading_source
from events.extraction.speech import AUX, MOVED, OWN, PRONOUNS, RELEASING
from events.extraction.tokens import Kind, Token

#: Words for one and the same body: "the agency" may be an Organization.
_BODIES = frozenset(
    """group agency organisation organization body network charity watchdog monitor observatory programme
    association foundation mission centre center""".split()
)
_REACH = 90
"""How many tokens away a source is still heard; keeps endless sentences linear."""
_BORDERS = frozenset("while but though although whereas".split())
_ANAPHORS = frozenset(
    """also among another further they these those toll dead victims fatalities them injured wounded others
    more""".split()
)
#: Verbs of movement and harm whose past does not end in "ed".
_PAST = frozenset(
    """drove fled went left came ran lost fell took held shot were was spent sought rode""".split()
)
_SUMMING = frozenset("bring brings brought take takes took raise raises raised".split())
_GIVING = frozenset("gave provided released published issued".split())
_FIGURE_WORDS = frozenset("figure figures number numbers toll count".split())


class Sources:
    """The attributions of an article, sentence by sentence, with pronouns resolved."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names = FullNames(text)
        self.last: str | None = None
        self.last_named: list[str] = []
        self.first_released: str | None = None
        """Who is the first to welcome, regret or be appalled, as only a body's own release says it."""

    def read(self, tokens: Sequence[Token]) -> list[tuple[Attribution, str]]:
        """The sources of the next sentence, each with its resolved name."""
        resolved = []
        for attribution in find_attributions(tokens):
            name = self._resolve(tokens, attribution)
            if name is not None:
                resolved.append((attribution, name))
                self.last = name
                self.last_named.append(name)
                if self.first_released is None and tokens[attribution.verb].low in RELEASING | MOVED:
                    self.first_released = name
        if not resolved and (subject := leading_source(tokens)) is not None:
            self.last = self._written(tokens, *subject)
        return resolved

    def _resolve(self, tokens: Sequence[Token], attribution: Attribution) -> str | None:
        first, last = attribution.first, attribution.last
        words = [t.low for t in tokens[first:last]]
        if words[0] in OWN and len(words) == 1:
            return self.last
        if words[0] in PRONOUNS and len(words) == 1:
            subject = self._subject(tokens, attribution.left) if words[0] in ("it", "they") else None
            return subject or self.last
        name = self._written(tokens, first, last)
        if words[0] in ("the", "its", "that") and len(words) == 2 and not tokens[last - 1].is_capital:
            return self._earlier(words[-1]) or name
        if (words[0] == "the" and len(words) == 2) or (len(words) == 1 and tokens[first].is_capital):
            return self.names.of(tokens[last - 1].text) or name
        return name

    def _written(self, tokens: Sequence[Token], first: int, last: int) -> str:
        if tokens[first].low == "the" and last - first > 1 and tokens[first + 1].is_capital:
            first += 1
        end = tokens[last - 1].end
        written = self.text[tokens[first].start : end]
        if written.endswith(("'s", "’s")):
            written = written[:-2]
        return " ".join(written.split())

    def _subject(self, tokens: Sequence[Token], before: int) -> str | None:
        """The subject that opens the sentence of "…, it said", when it is a name or a source."""
        last = 0
        while last < min(before, 9) and tokens[last].kind is Kind.WORD and not _is_verb(tokens[last].low):
            last += 1
        if last == 0 or last >= before or tokens[0].low in ("in", "on", "at", "about", "some", "by", "from"):
            return None
        if tokens[last].low not in ("is", "was", "has", "had") and not tokens[last].low.endswith("ed"):
            return None
        words = tokens[0:last]
        named = words[0].low == "the" and len(words) > 1 and words[-1].is_capital
        if named or words[-1].low in GENERIC:
            return self._written(tokens, 0, last)
        return None

    def _earlier(self, noun: str) -> str | None:
        """The last source that "the group" or "the commander" can mean."""
        for name in reversed(self.last_named[-12:]):
            if noun in name.casefold().split():
                return name
        if noun in GENERIC:
            for name in reversed(self.last_named[-6:]):
                kinds = set(name.casefold().split()) & GENERIC
                if name[:1].isupper() and (not kinds or (noun in _BODIES and kinds <= _BODIES)):
                    return name
        return None


def _is_verb(low: str) -> bool:
    return low in ("is", "was", "has", "had", "have", "are", "were", "said") or (
        low.endswith("ed") and len(low) > 5
    )


def claimant_at(
    tokens: Sequence[Token], at: int, attributions: Sequence[tuple[Attribution, str]], *, is_elliptic: bool
) -> str | None:
    """Whose claim the token at `at` is, by the sources of its own sentence.

    An elliptic figure ("14 drowned") leans on words before it, also across a semicolon.
    """
    best: tuple[float, str] | None = None
    for attribution, name in attributions:
        cost = _cost(tokens, at, attribution, is_elliptic)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, name)
    return best[1] if best else None


def _cost(tokens: Sequence[Token], at: int, source: Attribution, is_elliptic: bool) -> float | None:
    """How far a source's words must be stretched to hold the token; None when they cannot."""
    if source.first <= at < source.last or at - source.right > _REACH or source.left - at > _REACH:
        return None
    # Who is quoted tells, who counts may only be told of: "hospitals received 15 bodies, a doctor said".
    weak = 4.0 if source.is_weak else 1.8 if source.is_told_of else 0.8 if source.is_counting else 0.0
    if at >= source.right:
        between = tokens[source.right : at]
        borders = sum(t.low in _BORDERS for t in between)
        stops = sum(t.low == ";" for t in between)
        if source.is_aside or _opens_relative(tokens, source, at):
            return None
        if source.is_counting and _begins_anew(tokens, source, at):
            return None
        if _is_past_relative(tokens, source, at):
            return None
        if source.is_before or source.is_counting:
            return weak + 3.0 * (borders + stops) + 0.02 * len(between)
        # "…, the council said, and 250 families fled": still the council's words, but not after a semicolon.
        if stops and (source.is_weak or not is_elliptic):
            return None
        return weak + 2.0 + 3.0 * (borders + stops) + 0.02 * len(between)
    between = tokens[at : source.left]
    borders = sum(t.low in _BORDERS for t in between)
    stops = sum(t.low == ";" for t in between)
    if source.is_aside and any(t.low == "," for t in between):
        return None
    if source.is_counting and source.is_before:
        return None
    if source.is_before:
        return None if not _follows_comma(tokens, source) else weak + 3.0 + 3.0 * (borders + stops)
    return weak + 0.5 + 2.0 * borders + 3.5 * stops + 0.02 * len(between)


def _opens_relative(tokens: Sequence[Token], source: Attribution, at: int) -> bool:
    """Whether the token stands in a clause about the source: "MSF, two of whose nurses were kidnapped"."""
    if source.is_before or [t.low for t in tokens[source.right : source.right + 1]] != [","]:
        return False
    opening = {t.low for t in tokens[source.right + 1 : source.right + 5]}
    if opening & _SUMMING:
        return False  # "…, the governor said, which brings the number to 80": his sum.
    closed = any(t.low == "," for t in tokens[source.right + 2 : at])
    return bool(opening & {"which", "who", "whose"}) and not closed


def _is_past_relative(tokens: Sequence[Token], source: Attribution, at: int) -> bool:
    """Whether what the source says is over: "in the raid, which the police said had failed, 12 died"."""
    if source.first < 1 or tokens[source.first - 1].low not in ("which", "whom"):
        return False
    between = {t.low for t in tokens[source.right : at]}
    return "," in between and not between & {"including", "among"}


def _begins_anew(tokens: Sequence[Token], source: Attribution, at: int) -> bool:
    """Whether ", and" and a verb of its own stand around the token: "staff received dozens of wounded, and
    hundreds drove north", but not "counted 40 huts, and 12 families living in tents"."""
    joint = next((n for n in range(at - 1, source.right, -1) if tokens[n].low == "and"), None)
    if joint is None or tokens[joint - 1].low != ",":
        return False
    for token in tokens[at + 1 : at + 7]:
        if token.kind is not Kind.WORD or token.low.endswith("ing"):
            return False
        if token.low in AUX or token.low in _PAST or token.low.endswith("ed"):
            return True
    return False


def _follows_comma(tokens: Sequence[Token], source: Attribution) -> bool:
    return source.left > 0 and tokens[source.left - 1].low == ","


def continues(tokens: Sequence[Token]) -> bool:
    """Whether a sentence without a source goes on with what the sentence before it claimed."""
    lows = [t.low for t in tokens[:14]]
    if "also" in lows or set(lows[:6]) & _ANAPHORS:
        return True
    # "Thirteen women and five boys were among the dead": those of the sentence before.
    return any(
        pair == ("among", "the") and lows[n + 2 : n + 3] and lows[n + 2] in _ANAPHORS
        for n, pair in enumerate(pairwise(lows))
    )


def gives_earlier_figures(tokens: Sequence[Token]) -> bool:
    """Whether a sentence only names the source of the figures before it: "The town hall gave that
    figure"."""
    lows = [t.low for t in tokens]
    if lows[0] in ("that", "this") and "according" in lows[1:5]:
        return True
    if set(lows[:3]) & _FIGURE_WORDS and {"comes", "came", "according"} & set(lows[:7]):
        return True
    for at, low in enumerate(lows):
        following = lows[at + 1 : at + 5]
        if low in _GIVING and following and following[0] in ("the", "that", "those", "these", "this"):
            return bool(_FIGURE_WORDS & set(following))
    return False
