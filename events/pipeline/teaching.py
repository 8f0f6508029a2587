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

from events.enums import MentionStatus, Precision, Relation
from events.folding import fold
from events.geocoding.relations import Located, locate
from events.models import Article, Mention, Place
from events.pipeline.lessons import Lesson, Option, Spot, taught
from events.pipeline.snapshot import MentionRow, Snapshot
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
    in another order or have other reasons (the moved ones among them). `has_moved` says whether rows were
    written, so that a snapshot from before is old."""

    moved: tuple[Moved, ...] = ()
    redrawn: frozenset[int] = frozenset()
    has_moved: bool = False


def lessons_of(snapshot: Snapshot) -> tuple[Lesson, ...]:
    """What the accepted mentions of the article say, in reading order."""
    placed = [row for row in snapshot.mentions if row.place and row.status == MentionStatus.ACCEPTED]
    if not placed:
        return ()
    pairs = [(row.place_id, row.first_candidate) for row in placed]
    places = snapshot.places({pk for pair in pairs for pk in pair if pk is not None})

    def lesson(row: MentionRow, place: int) -> Lesson:
        read_as = places[row.first_candidate].spot if row.first_candidate is not None else None
        return Lesson(fold(row.quote), row.quote, row.start, places[place].spot, read_as)

    rows = sorted(placed, key=lambda row: (row.start, row.pk))
    return tuple(lesson(row, row.place.id) for row in rows if row.place)


@transaction.atomic(savepoint=False)
def teach(snapshot: Snapshot, *, before: Sequence[Lesson], apart_from: Collection[int] = ()) -> Learnt:
    """Lets the undecided mentions of the article follow what is decided now (the snapshot), against the
    lessons `before`.

    A mention follows only from where the reading and the lessons had put it: one that an editor has placed or
    drawn by hand, that tells an event, or that somebody else holds at this moment, stays. What is proposed is
    no decision and leaves none; versions rise, so that who saw the old place is told.
    """
    after = lessons_of(snapshot)
    if tuple(before) == after:
        return Learnt()
    rows = [row for row in snapshot.mentions if _is_open(row) and row.pk not in apart_from]
    changed = set(before) ^ set(after)
    if not any(lesson.is_choice for lesson in changed):
        # Who agrees with the reading says nothing about other names.
        names = {lesson.name for lesson in changed}
        rows = [row for row in rows if fold(row.quote) in names]
    # Those of the decided ones are shown with the answer.
    options = snapshot.options([*apart_from, *(row.pk for row in rows)])
    wanted: dict[int, Spot | None] = {}
    redrawn: set[int] = set()
    for row in rows:
        was = taught(fold(row.quote), row.start, options[row.pk], before)
        now = taught(fold(row.quote), row.start, options[row.pk], after)
        if was != now:
            redrawn.add(row.pk)
        if row.place_id == _first(was) and row.place_id != _first(now):
            wanted[row.pk] = now[0].spot if now else None
    moved = _moved(wanted)
    paired = _paired(snapshot.article) if _are_torn(snapshot, {row.mention for row in moved}) else set()
    return Learnt(moved, frozenset(redrawn | paired), has_moved=bool(moved or paired))


def teach_new(mention: Mention) -> Learnt:
    """Gives a mention without a place what was chosen for its name elsewhere in the article, if anything."""
    snapshot = Snapshot(mention.article)
    options = snapshot.options([mention.pk])[mention.pk]
    now = taught(fold(mention.quote), mention.start, options, lessons_of(snapshot))
    with transaction.atomic(savepoint=False):
        return Learnt(_moved({mention.pk: now[0].spot}) if now and mention.place is None else ())


def _is_open(row: MentionRow) -> bool:
    return row.status == MentionStatus.PROPOSED and not row.events


def _are_torn(snapshot: Snapshot, moved: Collection[int]) -> bool:
    """Whether a half of "between A and B" may lie beside another place than its other half does now."""
    halves = [row for row in snapshot.mentions if _is_open(row) and row.relation == Relation.BETWEEN]
    phrases = {(half.phrase_start, half.phrase_end) for half in halves}
    sharing = [row for row in snapshot.mentions if (row.phrase_start, row.phrase_end) in phrases]
    if any(row.pk in moved for row in sharing):
        return True
    placed = [row for row in sharing if row.place and row.status != MentionStatus.REJECTED]
    return any(
        half.other_place_id is not None
        and half.other_place_id != other.place_id
        and (half.phrase_start, half.phrase_end) == (other.phrase_start, other.phrase_end)
        for half in halves
        for other in placed
        if other.pk != half.pk
    )


def _first(options: Sequence[Option]) -> int | None:
    return options[0].spot.id if options else None


def _moved(wanted: dict[int, Spot | None]) -> tuple[Moved, ...]:
    if not wanted:
        return ()
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
    ).select_related("place__parent", "other_place")  # fmt: skip
    if not halves:
        return set()
    placed = Mention.objects.filter(article=article, place__isnull=False)
    standing = placed.exclude(status=MentionStatus.REJECTED).order_by("start", "pk")
    of_phrase: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for pk, place, *phrase in standing.values_list("pk", "place", "phrase_start", "phrase_end"):
        of_phrase.setdefault((phrase[0], phrase[1]), []).append((pk, place))
    followed = set()
    for mention in halves:
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
