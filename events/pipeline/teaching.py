"""What an editor's choice teaches the rest of the same article.

An editor who puts one "Tripoli" into Lebanon has said something about the next one, and about the other
names that might lie there. The reading's candidates stay as they were stored; the order in which an editor
sees them is worked out anew from what is decided now (`lessons`), so that taking a choice back takes its
lesson back too. Only the place that an undecided mention proposes is written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, Subquery

from events.enums import MentionStatus, PlaceKind, Precision, Relation
from events.folding import fold
from events.geocoding.relations import Located, locate
from events.models import Article, Mention, MentionCandidate, Place
from events.pipeline.lessons import Lesson, Option, Spot, taught
from events.review.geometry import is_same


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


def lessons_of(article: Article) -> tuple[Lesson, ...]:
    """What the accepted mentions of the article say, in reading order."""
    first = MentionCandidate.objects.filter(mention=OuterRef("pk")).order_by("rank").values("place")[:1]
    placed = Mention.objects.filter(article=article, status=MentionStatus.ACCEPTED, place__isnull=False)
    rows = list(
        placed.annotate(first=Subquery(first))
        .order_by("start", "pk")
        .values_list("quote", "start", "place", "first")
    )
    spots = spots_of({pk for row in rows for pk in row[2:] if pk})
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
    spots = spots_of({place for _mention, place, _score, _reasons in rows})
    found: dict[int, list[Option]] = {pk: [] for pk in mentions}
    for mention, place, score, reasons in rows:
        found[mention].append(Option(spots[place], score, tuple(reasons)))
    return {pk: tuple(options) for pk, options in found.items()}


def spots_of(ids: Collection[int]) -> dict[int, Spot]:
    """The places of these ids as lessons weigh them."""
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
    changed = set(before) ^ set(after)
    if not any(lesson.is_choice for lesson in changed):
        # Who agrees with the reading says nothing about other names.
        names = {lesson.name for lesson in changed}
        rows = [row for row in rows if fold(row[1]) in names]
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
    moved = _moved(wanted)
    return Learnt(moved, frozenset(redrawn | _paired(article)))


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
        if not is_as_read(mention) or (place and located is None):
            continue
        mention.place = place
        mention.geometry = located.geometry if located else None
        mention.precision = located.precision if located else Precision.UNKNOWN
        mention.version += 1
        mention.save(update_fields=["place", "geometry", "precision", "version", "updated_at"])
        moved.append(Moved(mention.pk, mention.version - 1, mention.version, spot))
    return tuple(moved)


def _paired(article: Article) -> set[int]:
    """Gives "between Batroun and Tripoli" at Batroun the Tripoli that its other half lies at now; returns the
    undecided mentions that have followed so."""
    halves = Mention.objects.select_for_update(of=("self",), skip_locked=True).filter(
        article=article, status=MentionStatus.PROPOSED, relation=Relation.BETWEEN,
        place__isnull=False, other_place__isnull=False, events__isnull=True,
    )  # fmt: skip
    placed = Mention.objects.filter(article=article, place__isnull=False)
    standing = placed.exclude(status=MentionStatus.REJECTED).order_by("start", "pk")
    of_phrase: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for pk, place, *phrase in standing.values_list("pk", "place", "phrase_start", "phrase_end"):
        of_phrase.setdefault((phrase[0], phrase[1]), []).append((pk, place))
    followed = set()
    for mention in halves.select_related("place__parent", "other_place"):
        others = of_phrase.get((mention.phrase_start, mention.phrase_end), [])
        half = next((place for pk, place in others if pk != mention.pk), None)
        if half is None or half == mention.other_place_id or not is_as_read(mention):
            continue
        mention.other_place = Place.objects.get(pk=half)
        located = _located(mention, mention.place)
        if located is None:
            continue
        mention.geometry, mention.precision = located.geometry, located.precision
        mention.version += 1
        mention.save(update_fields=["other_place", "geometry", "precision", "version", "updated_at"])
        followed.add(mention.pk)
    return followed


def is_as_read(mention: Mention) -> bool:
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
