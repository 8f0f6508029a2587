"""What an editor's choice teaches the rest of the same article.

An editor who puts one "Tripoli" into Lebanon has said something about the next one, and about the other
names that might lie there. The reading's candidates stay as they were stored; the order in which an editor
sees them is worked out anew from what is decided now, so that taking a choice back takes its lesson back too.
Only the place that an undecided mention proposes is written.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import OuterRef, Subquery

from events.enums import MentionStatus, PlaceKind, Precision, Relation
from events.extraction.demonyms import country_name
from events.folding import fold
from events.geocoding.relations import Located, locate
from events.models import Article, Mention, MentionCandidate, Place
from events.review.geometry import is_same

#: In the ranking's own unit, where five times the lead is the logarithm of the odds. A choice for the same
#: name outweighs all that the reading knows; its country, where the words ask for another kind of place, as
#: much as "Paris, Texas" does for a later Paris. Another name's choice turns odds of about 7 to 1 for a place
#: of its country and 50 to 1 for one of its province.
_SAME_NAME, _SAME_NAME_COUNTRY, _COUNTRY, _PROVINCE = 3.0, 1.6, 0.4, 0.4
_SHARPNESS = 5.0
#: Scores are kept to three decimals: what is below the last is as unlikely as that.
_LEAST_SCORE = 0.0005


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as the lessons weigh it. `country` is ISO 3166-1 alpha-2 or empty, `province` the id of the
    admin-1 area that holds it or that it is."""

    id: int
    name: str
    kind: str
    country: str
    province: int | None

    @property
    def words(self) -> str:
        """ "Tripoli, Lebanon"; with its kind where a town may bear the same name: "Idlib, admin-1, Syria"."""
        is_plain = self.kind in (PlaceKind.SETTLEMENT, PlaceKind.COUNTRY)
        kind = "" if is_plain else str(PlaceKind(self.kind).label).lower()
        country = country_name(self.country)
        return ", ".join(part for part in (self.name, kind, country if country != self.name else "") if part)


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate: `score` is the reading's, in [0, 1]; `reasons` are fit for an editor's eyes."""

    spot: Spot
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An accepted mention: where it was put, and what the reading would have had (None when it had nothing).

    `name` is the folded quote, `start` its offset in code points.
    """

    name: str
    quote: str
    start: int
    spot: Spot
    read_as: Spot | None

    @property
    def is_choice(self) -> bool:
        """Whether the editor knew better than the reading; agreeing with it teaches nothing new."""
        return self.read_as is None or self.read_as.id != self.spot.id


@dataclass(frozen=True, slots=True)
class Moved:
    """A mention that proposes another place since the lesson; None when it proposes none any more."""

    mention: int
    from_version: int
    version: int
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a decision has changed for the undecided mentions: those moved, and those whose candidates stand
    in another order or have other reasons (the moved ones among them)."""

    moved: tuple[Moved, ...] = ()
    redrawn: frozenset[int] = frozenset()


def taught(name: str, start: int, options: Sequence[Option], lessons: Iterable[Lesson]) -> tuple[Option, ...]:
    """The candidates of an undecided mention in the light of the lessons, best first, with what was learnt as
    their first reason. A place chosen for the same name is added when the reading did not have it.

    `options` are the reading's, best first; without any lesson that bears on them they come back unchanged.
    """
    same, others = [], []
    for lesson in lessons:
        (same if lesson.name == name else others).append(lesson)
    points: dict[int, float] = {}
    reasons: dict[int, list[str]] = {}

    def add(option: Option, weight: float, reason: str) -> None:
        points[option.spot.id] = points.get(option.spot.id, 0.0) + weight
        reasons.setdefault(option.spot.id, []).append(reason)

    listed = list(options)
    if same and (not options or any(lesson.is_choice for lesson in same)):
        nearest = _nearest(same, start)
        where = f"“{nearest.quote}” {_side(nearest, start)}"
        if _is_another_sense(options, nearest):
            for option in listed:
                if option.spot.country == nearest.spot.country:
                    add(option, _SAME_NAME_COUNTRY, f"{where} was put in {_country(nearest.spot)}")
        else:
            chosen = next((option for option in listed if option.spot.id == nearest.spot.id), None)
            if chosen is None:
                chosen = Option(nearest.spot, 0.0, ())
                listed.append(chosen)
            add(chosen, _SAME_NAME, f"{nearest.spot.words}, was chosen for {where}")
    for option in listed:
        for weight, reason in _from_other_names(option.spot, start, others):
            add(option, weight, reason)
    if not points:
        return tuple(options)
    listed.sort(key=lambda option: -(_strength(option.score) + points.get(option.spot.id, 0.0)))
    return tuple(
        replace(option, reasons=(*reasons.get(option.spot.id, ()), *option.reasons)) for option in listed
    )


def _is_another_sense(options: Sequence[Option], lesson: Lesson) -> bool:
    """ "Idlib" the city and "Idlib province" are two places of one name: correcting one leaves the other."""
    return bool(options and lesson.read_as and options[0].spot.kind != lesson.read_as.kind)


def _from_other_names(spot: Spot, start: int, others: Sequence[Lesson]) -> list[tuple[float, str]]:
    choices = list({lesson.name: lesson for lesson in others if lesson.is_choice}.values())
    near = [lesson for lesson in choices if spot.province and lesson.spot.province == spot.province]
    along = [lesson for lesson in choices if spot.country and lesson.spot.country == spot.country]
    found = []
    for share, weight, where in (
        (near, _PROVINCE, "in the same province as"),
        (along, _COUNTRY, f"in {_country(spot)}, like"),
    ):
        if share:
            nearest = _nearest(share, start)
            said = f"{where} {nearest.spot.name}, chosen {_side(nearest, start)}"
            found.append((weight * math.sqrt(len(share) / len(choices)), said))
    # The province says the country too: one reason is enough to read.
    return [(sum(weight for weight, _ in found), found[0][1])] if found else []


def _nearest(lessons: Sequence[Lesson], start: int) -> Lesson:
    """The last one before the mention, as a reader would take it; else the first one after."""
    before = [lesson for lesson in lessons if lesson.start < start]
    return max(before, key=_start) if before else min(lessons, key=_start)


def _start(lesson: Lesson) -> int:
    return lesson.start


def _side(lesson: Lesson, start: int) -> str:
    return "above" if lesson.start < start else "below"


def _country(spot: Spot) -> str:
    return country_name(spot.country) or spot.country or "no country"


def _strength(score: float) -> float:
    return math.log(max(score, _LEAST_SCORE)) / _SHARPNESS


# In the database


def lessons_of(article: Article) -> tuple[Lesson, ...]:
    """What the accepted mentions of the article say, in reading order."""
    first = MentionCandidate.objects.filter(mention=OuterRef("pk")).order_by("rank").values("place")[:1]
    rows = (
        Mention.objects.filter(article=article, status=MentionStatus.ACCEPTED, place__isnull=False)
        .annotate(first=Subquery(first))
        .order_by("start", "pk")
        .values_list("quote", "start", "place", "first")
    )
    rows = list(rows)
    spots = _spots({pk for row in rows for pk in row[2:] if pk})
    return tuple(
        Lesson(fold(quote), quote, start, spots[place], spots.get(first_place))
        for quote, start, place, first_place in rows
    )


def options_of(mentions: Collection[int]) -> dict[int, tuple[Option, ...]]:
    """The reading's candidates of these mentions, best first, by the mention's id."""
    rows = list(
        MentionCandidate.objects.filter(mention__in=mentions)
        .order_by("mention", "rank")
        .values_list("mention", "place", "score", "reasons")
    )
    spots = _spots({place for _mention, place, _score, _reasons in rows})
    found: dict[int, list[Option]] = {pk: [] for pk in mentions}
    for mention, place, score, reasons in rows:
        found[mention].append(Option(spots[place], score, tuple(reasons)))
    return {pk: tuple(options) for pk, options in found.items()}


def _spots(ids: Collection[int]) -> dict[int, Spot]:
    rows = Place.objects.filter(pk__in=ids).values_list(
        "pk", "name", "kind", "country", "parent", "parent__kind"
    )
    return {
        pk: Spot(
            pk, name, kind, country,
            pk if kind == PlaceKind.ADMIN1 else parent if parent_kind == PlaceKind.ADMIN1 else None,
        )
        for pk, name, kind, country, parent, parent_kind in rows
    }  # fmt: skip


@transaction.atomic
def teach(article: Article, *, before: Sequence[Lesson], apart_from: Collection[int] = ()) -> Learnt:
    """Lets the undecided mentions of the article follow what is decided now, against the lessons `before`.

    A mention follows only from where the reading and the lessons had put it: one that an editor has placed or
    drawn by hand, that tells an event, or that somebody else holds at this moment, stays. What is proposed is
    no decision and leaves none; versions rise, so that who saw the old place is told.
    """
    after = lessons_of(article)
    if tuple(before) == after:
        return Learnt()
    undecided = Mention.objects.filter(article=article, status=MentionStatus.PROPOSED, events__isnull=True)
    rows = list(undecided.exclude(pk__in=apart_from).values_list("pk", "quote", "start", "place"))
    options = options_of([pk for pk, *_rest in rows])
    wanted: dict[int, Spot | None] = {}
    redrawn: set[int] = set()
    for pk, quote, start, place in rows:
        was = taught(fold(quote), start, options[pk], before)
        now = taught(fold(quote), start, options[pk], after)
        if was != now:
            redrawn.add(pk)
        if place == _first(was) and place != _first(now):
            wanted[pk] = now[0].spot if now else None
    return Learnt(_moved(wanted), frozenset(redrawn))


@transaction.atomic
def teach_new(mention: Mention) -> Learnt:
    """Gives a mention without a place what was chosen for its name elsewhere in the article, if anything."""
    options = options_of([mention.pk])[mention.pk]
    now = taught(fold(mention.quote), mention.start, options, lessons_of(mention.article))
    return Learnt(_moved({mention.pk: now[0].spot}) if now and mention.place is None else ())


def _first(options: Sequence[Option]) -> int | None:
    return options[0].spot.id if options else None


def _moved(wanted: dict[int, Spot | None]) -> tuple[Moved, ...]:
    places = Place.objects.in_bulk({spot.id for spot in wanted.values() if spot})
    # Whoever holds one of them is deciding on it: two editors never wait for each other in a circle.
    free = Mention.objects.select_for_update(of=("self",), skip_locked=True)
    rows = free.filter(pk__in=wanted, status=MentionStatus.PROPOSED).select_related(
        "place__parent", "other_place", "within"
    )
    moved = []
    for mention in rows.order_by("start"):
        spot = wanted[mention.pk]
        place = places[spot.id] if spot else None
        located = _located(mention, place)
        if not _is_as_read(mention) or (place and located is None):
            continue
        mention.place = place
        mention.geometry = located.geometry if located else None
        mention.precision = located.precision if located else Precision.UNKNOWN
        mention.version += 1
        mention.save(update_fields=["place", "geometry", "precision", "version", "updated_at"])
        moved.append(Moved(mention.pk, mention.version - 1, mention.version, spot))
    return tuple(moved)


def _is_as_read(mention: Mention) -> bool:
    """Whether the mention lies where place and relation put it, so that no hand has drawn it otherwise."""
    located = _located(mention, mention.place)
    if located is None:
        return mention.geometry is None
    return mention.precision == located.precision and is_same(mention.geometry, located.geometry)


def _located(mention: Mention, place: Place | None) -> Located | None:
    """Where the mention would lie at `place`; None without one, and where it cannot have the relation."""
    if place is None:
        return None
    try:
        return locate(
            place, relation=Relation(mention.relation), direction=mention.direction or None,
            distance_m=mention.distance_m, other_place=mention.other_place, within=mention.within,
        )  # fmt: skip
    except ValueError:
        return None
