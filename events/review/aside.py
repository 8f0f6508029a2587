"""What is known and what readers are shown, where these differ: rows whose truth lies aside.

An event shown coarser than it is known, the mentions that tell it and an article whose source is kept hold in
their own columns what readers may see. `acts.save` passes every change of a row through here, so that no verb
can write what is known where readers look; whoever needs what is known asks `known`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q

from events.enums import MentionStatus, NameKind
from events.models import (
    Article,
    DiscreetMention,
    Discretion,
    Event,
    KeptSource,
    Mention,
    Outlet,
    Place,
    PlaceName,
)
from events.review.coarseness import areas_between, coarse_place
from events.review.geometry import is_same, label_point, where

Row = TypeVar("Row", bound=models.Model)
Aside = Discretion | DiscreetMention | KeptSource

#: Letters.
_SHORT = 3

EVENT_FIELDS = ("place", "geometry", "point", "has_no_geometry", "precision")
MENTION_FIELDS = (
    "place", "relation", "direction", "distance_m", "other_place", "within", "geometry", "precision",
)  # fmt: skip
#: What names a place.
_NAMING = frozenset({"place", "other_place", "within", "quote"})
SOURCE_FIELDS = ("outlet", "headline", "url", "archive_url")


def fields_of(row: models.Model) -> tuple[str, ...]:
    """The fields of the row whose true values may lie aside."""
    match row:
        case Event():
            return EVENT_FIELDS
        case Mention():
            return MENTION_FIELDS
        case Article():
            return SOURCE_FIELDS
    return ()


def aside_of(row: models.Model) -> Aside | None:
    match row:
        case Event():
            return Discretion.objects.filter(event=row.pk).first()
        case Mention():
            return DiscreetMention.objects.filter(mention=row.pk).first()
        case Article():
            return KeptSource.objects.filter(article=row.pk).first()
    return None


def known(row: Row) -> Row:
    """The row as it is known to editors: a copy with the values that lie aside, or the row itself."""
    aside = aside_of(row)
    return _with(row, aside) if aside else row


def known_mentions(rows: Iterable[Mention]) -> list[Mention]:
    """As `known`, of many at once."""
    mentions = list(rows)
    asides = {each.mention_id: each for each in DiscreetMention.objects.filter(mention__in=mentions)}
    return [_with(mention, asides[mention.pk]) if mention.pk in asides else mention for mention in mentions]


def _with(row: Row, aside: Aside) -> Row:
    twin = copy.copy(row)
    for name in fields_of(row):
        setattr(twin, name, getattr(aside, name))
    return twin


def shown(row: models.Model, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What of the changes readers would see: the values for the row's own columns."""
    aside = aside_of(row) if _touched(row, changes) else None
    return _shown(row, aside, changes) if aside else dict(changes)


def put_aside(row: models.Model, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Keeps what is to be known of the changes, and returns what may be written into the row itself."""
    aside = aside_of(row) if _touched(row, changes) else None
    if aside is None:
        return dict(changes)
    visible = _shown(row, aside, changes)
    for name in _touched(row, changes):
        setattr(aside, name, changes[name])
    if isinstance(aside, DiscreetMention):
        aside.is_coarsened = is_coarsened(aside, visible)
    aside.save()
    return visible


def is_coarsened(aside: DiscreetMention, visible: Mapping[str, Any]) -> bool:
    """Whether readers see something else than what is known of the mention."""
    return any(visible[name] != getattr(aside, name) for name in MENTION_FIELDS if name in visible)


def note_written(row: models.Model, changes: Iterable[str]) -> None:
    """Follows a change of the row's fields in the names that readers may not read."""
    if _NAMING.isdisjoint(changes):
        return
    if isinstance(row, Event):
        discretions = Discretion.objects.filter(event=row.pk)
    elif isinstance(row, Mention):
        discretions = Discretion.objects.filter(event__event_mentions__mention=row.pk)
    else:
        return
    for discretion in discretions:
        renew_names(discretion)


def _touched(row: models.Model, changes: Mapping[str, Any]) -> list[str]:
    return [name for name in fields_of(row) if name in changes]


def _shown(row: models.Model, aside: Aside, changes: Mapping[str, Any]) -> dict[str, Any]:
    touched = _touched(row, changes)
    visible = {name: value for name, value in changes.items() if name not in touched}
    if touched:
        wanted = {name: changes.get(name, getattr(aside, name)) for name in fields_of(row)}
        visible |= visible_values(aside, wanted)
    return visible


def visible_values(aside: Aside, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What readers may see instead of the values that are known."""
    match aside:
        case Discretion():
            return _event_values(aside, wanted)
        case DiscreetMention():
            return coarse_place(aside.level, wanted).mention_values(wanted)
        case KeptSource():
            aside.hides_headline = aside.is_confidential or tells(
                wanted["headline"], withheld_names(aside.article_id)
            )
            return {
                "outlet": unnamed_outlet() if aside.hides_outlet else wanted["outlet"],
                "headline": "" if aside.hides_headline else wanted["headline"],
                "url": "",
                "archive_url": "",
            }


def _event_values(aside: Discretion, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Where the event lies with its mentions as readers see them, if what is known is where these put it;
    else, drawn by hand, what holds the drawing."""
    telling = Mention.objects.filter(event_mentions__event=aside.event_id, status=MentionStatus.ACCEPTED)
    rows = list(telling.select_related("place").order_by("pk"))
    exact, precision = where(known_mentions(rows))
    if wanted["precision"] != precision or not is_same(wanted["geometry"], exact):
        return coarse_place(aside.level, wanted).event_values()
    geometry, precision = where(rows)
    return {
        "place": next((mention.place for mention in rows if mention.place), None),
        "geometry": geometry,
        "point": label_point(geometry) if geometry else None,
        "has_no_geometry": geometry is None,
        "precision": precision,
    }


def unnamed_outlet() -> Outlet:
    """What stands for the outlet of a source that is kept confidential."""
    outlet, _created = Outlet.objects.get_or_create(
        is_unnamed=True, defaults={"name": "A source that is kept confidential"}
    )
    return outlet


# Names, as the database looks for them (migration 0028)


def tells(text: str, names: Iterable[str]) -> bool:
    """Whether the text holds one of the folded names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_tells(%s, %s::text[])", [text, list(names)])
        return bool(cursor.fetchone()[0])


def withheld_names(article: int) -> list[str]:
    """The folded names that no passage of the article shown to readers may hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_withheld_names(%s)", [article])
        return cursor.fetchone()[0] or []


def folded(names: Iterable[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT array_to_string(events_words(name), ' ') FROM unnest(%s::text[]) AS name",
            [list(names)],
        )
        return sorted(name for (name,) in cursor.fetchall() if name)


def renew_names(discretion: Discretion) -> None:
    """Looks up all names, in every language, of what is known of the event's places and not shown, and of the
    districts and provinces in which it lies there."""
    coarsened = DiscreetMention.objects.filter(
        mention__event_mentions__event=discretion.event_id, is_coarsened=True
    ).select_related("mention", "place")
    exact = {discretion.place_id} | {
        place for each in coarsened for place in (each.place_id, each.other_place_id, each.within_id)
    }
    wide = _shown_places(discretion)
    places = {pk for pk in exact if pk} - wide
    said = [*_names_of(places, is_short_meant=False), *(each.mention.quote for each in coarsened)]
    names = folded(said)
    common = " | ".join(_names_of(wide, is_short_meant=True))
    known_rows: list[Discretion | DiscreetMention] = [discretion, *coarsened]
    known_at = [{"place": each.place, "geometry": each.geometry} for each in known_rows]
    between = {pk for at in known_at for pk in areas_between(discretion.level, at)} - places - wide
    around = folded(_names_of(between, is_short_meant=False)) if between else []
    # A district that bears its province's name says nothing more by it.
    around = [name for name in around if not tells(common, [name])]
    discretion.names = sorted({*names, *around})
    discretion.telling_names = [name for name in discretion.names if not tells(common, [name])]
    discretion.save(update_fields=["names", "telling_names"])


def renew_names_at(place: Place) -> None:
    """Follows a change of the names of a place, where it is known and not shown."""
    mentions = DiscreetMention.objects.filter(Q(place=place) | Q(other_place=place) | Q(within=place))
    told = mentions.values("mention__event_mentions__event")
    for discretion in Discretion.objects.filter(Q(place=place) | Q(event__in=told)):
        renew_names(discretion)


def renew_all_names() -> list[int]:
    """Follows a load of the gazetteer. Returns the numbers of the events that are told by their own words now
    that their place has a further name: of these the names stay as they were."""
    told = []
    for discretion in Discretion.objects.order_by("pk"):
        try:
            with transaction.atomic():
                renew_names(discretion)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError:
            told.append(discretion.event_id)
    return told


def _shown_places(discretion: Discretion) -> set[int]:
    """The places that readers are shown, with what they lie in."""
    rows = Mention.objects.filter(event_mentions__event=discretion.event_id).values_list("place", flat=True)
    at = {pk for pk in (discretion.event.place_id, *rows) if pk is not None}
    found: set[int] = set()
    while at:
        found |= at
        parents = Place.objects.filter(pk__in=at, parent__isnull=False).values_list("parent_id", flat=True)
        at = {pk for pk in parents if pk is not None} - found
    return found


def _names_of(places: Iterable[int], *, is_short_meant: bool) -> list[str]:
    """All names of the places. A further name of up to three Latin letters ("IST") is a code or a word of
    some language rather than a name."""
    rows = PlaceName.objects.filter(place__in=places).values_list("name", "key", "kind")
    names = [
        name
        for name, key, kind in rows
        if is_short_meant or kind == NameKind.MAIN or not (key.isascii() and len(key) <= _SHORT)
    ]
    return [*names, *Place.objects.filter(pk__in=places).values_list("name", flat=True)]
