"""What editors do with earlier versions: bring one back, or a row that was deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.contrib.auth.models import AbstractUser
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.db import IntegrityError, models, transaction
from django.utils.dateparse import parse_date

from events.enums import PUBLIC_STATUSES
from events.models import (
    Article,
    Decision,
    Event,
    Figure,
    Layer,
    Map,
    Mention,
    Organisation,
    Outlet,
    Place,
    PlaceName,
)
from events.review import articles, events, figures, maps, mentions, rights
from events.review.acts import Refused, check_deferred_constraints, plain, require
from events.review.aside import renew_names_at
from events.review.constraints import sentence_for
from events.review.four_eyes import refuse_own
from events.review.story import Step

#: What can be brought back of each model: what its verb may change. States are left by their acts alone, and
#: what was read from an article follows the article.
BROUGHT_BACK: dict[type[models.Model], frozenset[str]] = {
    Event: events.CHANGEABLE,
    Article: articles.CHANGEABLE,
    Figure: figures.CORRECTABLE,
    Mention: mentions.EDITABLE,
    Map: maps.CHANGEABLE,
    Layer: frozenset({"slug", "name", "names", "description", "style", "position", "is_shown"}),
    Outlet: frozenset({"name", "url", "country", "language"}),
    Organisation: frozenset({"name", "kind", "aliases", "url"}),
    Place: frozenset({"name", "kind", "country", "parent", "point", "geometry", "population"}),
}
#: Parts that can be brought back with them, by their tables.
PARTS_BROUGHT_BACK = frozenset(
    {
        "events_eventmention", "events_map_layers", "events_map_picked_events", "events_figure_mentions",
        "events_placename", "events_storystep",
    }
)  # fmt: skip
#: Rows of then and of now, by number: columns and values as the history has them.
Parts = Mapping[str, tuple[Mapping[int, Mapping[str, Any]], Mapping[int, Mapping[str, Any]]]]


def bring_back(
    row: models.Model,
    values: Mapping[str, Any],
    *,
    by: AbstractUser,
    parts: Parts | None = None,
    note: str,
    public_note: str = "",
) -> None:
    """Gives a row the values that it had (attribute → value, a foreign key as a number) and the parts, by the
    verbs of its model: what they ask for (a right, a note to readers) is asked for here too.

    Raises Refused for a field that is not brought back, for a row it leads to that is deleted, and where a
    constraint forbids it now.
    """
    rights.require_change(by, row)
    changes = _changes(row, values)
    try:
        with transaction.atomic():
            _write(row, changes, by=by, note=note, public_note=public_note)
            for table, (then, now) in (parts or {}).items():
                _bring_parts_back(row, table, then, now, by=by, public_note=public_note)
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error


def _changes(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as verbs take them: rows instead of their numbers."""
    allowed = BROUGHT_BACK.get(type(row), frozenset())
    fields = {field.attname: field for field in row._meta.concrete_fields}
    changes = {}
    for attribute, value in values.items():
        field = fields[attribute]
        if field.name not in allowed:
            raise Refused(f"The {field.verbose_name} is not brought back here: its own act does that.")
        target = field.related_model
        if value is not None and isinstance(target, type):
            found = target._default_manager.filter(pk=value).first()
            if found is None:
                raise Refused(
                    f"The {field.verbose_name} of then (no. {value}) is deleted. Bring that back first, or "
                    "leave this field as it is."
                )
            value = found
        changes[field.name] = value
    return changes


def _write(
    row: models.Model, changes: dict[str, Any], *, by: AbstractUser, note: str, public_note: str
) -> None:
    if not changes:
        return
    if isinstance(row, Event):
        events.change_event(row, changes, by=by, note=note, public_note=public_note)
    elif isinstance(row, Article):
        articles.change_article(row, changes, by=by, note=note, public_note=public_note)
    elif isinstance(row, Figure):
        figures.correct_figure(row, changes, by=by, note=note, public_note=public_note)
    elif isinstance(row, Mention):
        mentions.edit_mention(row, changes, by=by, note=note, public_note=public_note)
    elif isinstance(row, Map):
        maps.change_map(row, changes, by=by, note=note)
    else:
        _write_without_verb(row, changes, by=by, note=note)


def _write_without_verb(row: models.Model, changes: dict[str, Any], *, by: AbstractUser, note: str) -> None:
    """Of what has no states: layers, outlets, organisations, places."""
    require(by, f"change_{row._meta.model_name}")
    current = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if isinstance(current, Place):
        # The newsroom's own from now on, like every place that an editor has changed.
        changes = {**changes, "is_edited": True}
    differences = {
        name: [plain(getattr(current, name)), plain(value)]
        for name, value in changes.items()
        if getattr(current, name) != value
    }
    for name, value in changes.items():
        setattr(current, name, value)
    current.save(update_fields=list(changes))
    Decision.objects.record(verb="bring_back", by=by, on=current, note=note, changes=differences)


def _bring_parts_back(
    row: models.Model,
    table: str,
    then: Mapping[int, Mapping[str, Any]],
    now: Mapping[int, Mapping[str, Any]],
    *,
    by: AbstractUser,
    public_note: str,
) -> None:
    if table == "events_eventmention" and isinstance(row, Event):
        was, is_ = _linked(then, "mention_id"), _linked(now, "mention_id")
        if added := list(Mention.objects.filter(pk__in=was - is_)):
            events.tell_event(row, added, by=by, public_note=public_note)
        if removed := list(Mention.objects.filter(pk__in=is_ - was)):
            events.untell_event(row, removed, by=by, public_note=public_note)
    elif table == "events_map_layers" and isinstance(row, Map):
        maps.change_map(row, {}, by=by, layers=Layer.objects.filter(pk__in=_linked(then, "layer_id")))
    elif table == "events_map_picked_events" and isinstance(row, Map):
        picked = Event.objects.filter(pk__in=_linked(then, "event_id"))
        maps.change_map(row, {}, by=by, picked_events=picked)
    elif table == "events_storystep" and isinstance(row, Map):
        maps.change_map(row, {}, by=by, steps=_steps_of_then(then, now))
    elif table == "events_figure_mentions" and isinstance(row, Figure):
        places = Mention.objects.filter(pk__in=_linked(then, "mention_id"))
        figures.link_figure_places(row, places, by=by)
    elif table == "events_placename" and isinstance(row, Place):
        _bring_names_back(row, then, now, by=by)
    else:
        raise Refused("These parts are not brought back here.")


def _steps_of_then(then: Mapping[int, Mapping[str, Any]], now: Mapping[int, Mapping[str, Any]]) -> list[Step]:
    """The steps as they were. One that was deleted comes back under another number; an event that is deleted
    is not opened any more."""
    events_then = Event.objects.in_bulk(
        [number for values in then.values() if (number := values["event_id"]) is not None]
    )
    return [
        Step(
            pk=number if number in now else None,
            event=events_then.get(values["event_id"] or 0),
            extent=cast("Polygon", GEOSGeometry(values["extent"])) if values["extent"] else None,
            start=parse_date(values["start"] or ""),
            end=parse_date(values["end"] or ""),
            layers=tuple(Layer.objects.filter(pk__in=values["layers"]).values_list("pk", flat=True)),
            # A step of before views had a zoom has none.
            zoom=values.get("zoom"),
            **{name: values[name] for name in ("heading", "text", "translations")},
        )
        for number, values in sorted(then.items(), key=lambda item: item[1]["position"])
    ]


def _linked(rows: Mapping[int, Mapping[str, Any]], column: str) -> set[int]:
    return {values[column] for values in rows.values()}


def _bring_names_back(
    place: Place,
    then: Mapping[int, Mapping[str, Any]],
    now: Mapping[int, Mapping[str, Any]],
    *,
    by: AbstractUser,
) -> None:
    require(by, "change_placename")
    Place.objects.filter(pk=place.pk).update(is_edited=True)
    PlaceName.objects.filter(place=place, pk__in=now.keys() - then.keys()).delete()
    for number, values in then.items():
        kept = {name: values[name] for name in ("name", "key", "language", "kind")}
        PlaceName.objects.update_or_create(
            pk=number, defaults={**kept, "dataset": ""}, create_defaults={**kept, "place": place}
        )
    renew_names_at(place)
    Decision.objects.record(verb="bring_names_back", by=by, on=place)


def bring_back_deleted(rows: Iterable[models.Model], *, by: AbstractUser, note: str = "") -> models.Model:
    """Puts a deleted row back under its number, with what was deleted with it, and returns it; the first of
    `rows` is the row itself. Who may work on all rows may do so.

    Raises Refused where something it hangs on is gone, or its place was taken meanwhile.
    """
    first, *rest = rows
    require(by, f"add_{first._meta.model_name}")
    if not rights.works_on_all(by):
        raise Refused("What was deleted is brought back by those who may work on all rows. Ask an editor.")
    if getattr(first, "status", "") in PUBLIC_STATUSES:
        require(by, "publish_map" if isinstance(first, Map) else "publish_event")
    try:
        with transaction.atomic():
            for row in (first, *rest):
                row.save_base(raw=True, force_insert=True)
            for row in (first, *rest):
                event = row if isinstance(row, Event) else getattr(row, "event", None)
                if isinstance(event, Event) and event.is_public:
                    refuse_own(event, by=by)
            Decision.objects.record(
                verb=f"bring_back_{first._meta.model_name}", by=by, on=first,
                to_status=getattr(first, "status", ""), note=note,
            )  # fmt: skip
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(f"It cannot come back as it was. {sentence_for(error)}") from error
    return first
