"""What a change of a mention or figure means for the events that rest on it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry

from events.enums import MentionStatus, Precision, Status
from events.models import Event, Mention
from events.review.acts import save
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
    geometry, precision = where_told(event)
    return event.precision == precision and is_same(event.geometry, geometry)


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
