"""What a change of a mention or figure means for the events that rest on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry

from events.enums import MentionStatus, Precision, Status
from events.models import Discretion, Event, EventMention, Mention
from events.review.acts import save
from events.review.among import Among
from events.review.aside import known, known_mentions
from events.review.geometry import is_same, label_point, where


def events_on(mention: Mention) -> list[Event]:
    """The events that the mention tells, locked."""
    events = Event.objects.filter(event_mentions__mention=mention).order_by("pk")
    return list(events.select_for_update(of=("self",)))


def mark_changed(event: Event, *, by: AbstractUser, note: str = "", public_note: str = "") -> None:
    """Marks a published event (locked) as changed after publication. The note to readers stands here or on
    the figure that was corrected, never on both: readers see it once."""
    save(
        event, {"status": Status.CHANGED}, verb="correct_event", by=by, note=note, public_note=public_note
    )  # fmt: skip


def where_told(event: Event) -> tuple[GEOSGeometry | None, Precision]:
    """Where the event's accepted mentions put it, as editors know it."""
    telling = Mention.objects.filter(event_mentions__event=event, status=MentionStatus.ACCEPTED)
    return where(known_mentions(telling))


def is_where_told(event: Event) -> bool:
    """Whether the event still lies where its mentions put it, so that nobody has drawn it otherwise."""
    event = known(event)
    return _lies_at(event, where_told(event))


def _lies_at(event: Event, told: tuple[GEOSGeometry | None, Precision]) -> bool:
    geometry, precision = told
    return event.precision == precision and is_same(event.geometry, geometry)


def all_where_told(events: Collection[Event]) -> set[int]:
    """The numbers of those of the events for which `is_where_told` holds, in as many questions as for one."""
    numbers = [event.pk for event in events]
    discreet = set(Discretion.objects.filter(Among("event", numbers)).values_list("event", flat=True))
    telling: dict[int, list[int]] = defaultdict(list)
    links = EventMention.objects.filter(Among("event", numbers), mention__status=MentionStatus.ACCEPTED)
    for mention, event in links.order_by().values_list("mention", "event"):
        telling[mention].append(event)
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for row in known_mentions(Mention.objects.filter(Among("pk", telling))):
        for event in telling[row.pk]:
            mentions[event].append(row)
    return {
        event.pk
        for event in (known(event) if event.pk in discreet else event for event in events)
        if _lies_at(event, where(mentions[event.pk]))
    }


def followers(events: list[Event]) -> list[Event]:
    """Those that no reader has seen and that lie where their mentions put them. They move with the mentions;
    what readers have seen, or an editor has drawn, is moved by `change_event` alone."""
    return [event for event in events if event.published_at is None and is_where_told(event)]


def follow(event: Event, *, by: AbstractUser) -> None:
    """Moves the event (locked) to where its mentions are now."""
    geometry, precision = where_told(event)
    telling = Mention.objects.accepted().filter(event_mentions__event=event).select_related("place")
    changes = {
        "place": next((mention.place for mention in known_mentions(telling) if mention.place), None),
        "geometry": geometry,
        "point": label_point(geometry) if geometry else None,
        "has_no_geometry": geometry is None,
        "precision": precision,
    }
    save(event, changes, verb="follow_mentions", by=by)
