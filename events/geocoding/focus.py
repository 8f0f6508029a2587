"""What an article is about, told apart from what it only names.

Every mention gives weight to its place, and to the province and country around it: most where something
happened, in the opening and when named again; little as background. Records in, records out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.enums import MentionRole, PlaceKind
from events.records import PlaceRecord

_WEIGHTS = {
    MentionRole.HAPPENED_HERE: 1.0,
    MentionRole.ORIGIN: 0.6,
    MentionRole.DESTINATION: 0.6,
    MentionRole.ONLY_MENTIONED: 0.15,
}
#: The opening says what a report is about; a capital that stands for its government says little of it.
_OPENING, _METONYM = 2.0, 0.3
#: A place or area with this share of an article's weight is what it is about.
FOCUS_SHARE = 0.25
#: An area is named as the focus only where it gathers more than the place that gives most of its weight.
_GATHERED = 1.25


@dataclass(frozen=True, slots=True)
class Named:
    """A mention as the focus sees it: a place, what it is to the event, where in the text it stands."""

    place: PlaceRecord
    role: MentionRole
    start: int
    is_metonym: bool = False


@dataclass(frozen=True, slots=True)
class Focus:
    """A place or area that an article is about. `share` in [0, 1] is its part of the article's weight, with
    what lies in the area; `reasons` are fit for an editor's eyes."""

    place: PlaceRecord
    share: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attentions:
    """Shares of an article's weight by place, admin-1 area and country, each with what lies in it."""

    places: dict[int, float]
    provinces: dict[int, float]
    countries: dict[str, float]

    def of(self, place: PlaceRecord) -> float:
        """The share of the place itself, or of the area that it is."""
        if place.kind is PlaceKind.COUNTRY:
            return self.countries.get(place.country, 0.0)
        if place.kind is PlaceKind.ADMIN1:
            return self.provinces.get(place.id, 0.0)
        return self.places.get(place.id, 0.0)

    def is_about(self, place: PlaceRecord) -> bool:
        """Whether the article is about the place or, for a place in it, about its province."""
        if self.of(place) >= FOCUS_SHARE:
            return True
        return place.admin1_id is not None and self.provinces.get(place.admin1_id, 0.0) >= FOCUS_SHARE


def attentions_of(named: Sequence[Named], *, opening_end: int) -> Attentions:
    """Shares of the article's weight; before `opening_end` stand its headline and first paragraph."""
    places: dict[int, float] = defaultdict(float)
    provinces: dict[int, float] = defaultdict(float)
    countries: dict[str, float] = defaultdict(float)
    times: dict[int, int] = defaultdict(int)
    whole = 0.0
    for mention in sorted(named, key=lambda m: m.start):
        place = mention.place
        times[place.id] += 1
        weight = _WEIGHTS[mention.role] / times[place.id]
        weight *= _OPENING if mention.start < opening_end else 1.0
        weight *= _METONYM if mention.is_metonym else 1.0
        whole += weight
        places[place.id] += weight
        province = place.id if place.kind is PlaceKind.ADMIN1 else place.admin1_id
        if province is not None:
            provinces[province] += weight
        if place.country:
            countries[place.country] += weight
    whole = whole or 1.0
    return Attentions(
        places={key: weight / whole for key, weight in places.items()},
        provinces={key: weight / whole for key, weight in provinces.items()},
        countries={code: weight / whole for code, weight in countries.items()},
    )


def focus_of(named: Sequence[Named], *, opening_end: int) -> tuple[Focus, ...]:
    """What the article is about, most first: places, and areas that gather several; empty when it names none.

    A country stands there only when no smaller area gathers the article.
    """
    shares = attentions_of(named, opening_end=opening_end)
    found = [
        Focus(place, round(shares.of(place), 3), _reasons(place, named, opening_end))
        for place in {mention.place.id: mention.place for mention in named}.values()
        if shares.of(place) >= FOCUS_SHARE and _gathers(place, named, shares)
    ]
    smaller = [focus for focus in found if focus.place.kind is not PlaceKind.COUNTRY]
    return tuple(sorted(smaller or found, key=lambda focus: (-focus.share, focus.place.id)))


def _gathers(place: PlaceRecord, named: Iterable[Named], shares: Attentions) -> bool:
    """Whether an area is more than one place in it by another name."""
    if place.kind not in (PlaceKind.ADMIN1, PlaceKind.COUNTRY):
        return True
    inside = [shares.of(m.place) for m in named if m.place.id != place.id and _lies_in(m.place, place)]
    return shares.of(place) >= _GATHERED * max(inside, default=0.0)


def _lies_in(place: PlaceRecord, area: PlaceRecord) -> bool:
    if area.kind is PlaceKind.COUNTRY:
        return place.country == area.country
    return area.kind is PlaceKind.ADMIN1 and place.admin1_id == area.id


def _reasons(place: PlaceRecord, named: Sequence[Named], opening_end: int) -> tuple[str, ...]:
    own = [mention for mention in named if mention.place.id == place.id]
    reasons = []
    if any(mention.role is MentionRole.HAPPENED_HERE for mention in own):
        reasons.append("something happened here")
    if any(mention.start < opening_end for mention in own):
        reasons.append("named in the opening")
    if len(own) > 1:
        reasons.append(f"named {len(own)} times")
    inside = {m.place.name: None for m in named if m.place.id != place.id and _lies_in(m.place, place)}
    if inside:
        reasons.append(f"holds {' and '.join(list(inside)[:2])}")
    return tuple(reasons)
