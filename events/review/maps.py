"""What editors do with curated maps. A map claims nothing itself, so correcting one needs no note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils import timezone

from events.enums import PUBLIC_STATUSES, Status
from events.models import Decision, Event, Layer, Map
from events.review import rights
from events.review.acts import Refused, locked, require, save
from events.review.geometry import check_drawing
from events.review.map_words import LONGEST, clean_words, refuse_naming
from events.review.screens import clean_screen
from events.review.story import Step, clean_steps, clean_zoom, steps_of, write_steps

#: What `change_map` may change beside the layers, the events picked by hand and the steps of the story.
CHANGEABLE = frozenset(
    {
        "slug", "title", "introduction", "credits", "language", "languages", "translations", "filters",
        "layer_order", "extent", "zoom", "screen",
    }
)  # fmt: skip
_LONGEST_SLUG = Map._meta.get_field("slug").max_length or 0


def make_map(
    changes: Mapping[str, Any],
    *,
    by: AbstractUser,
    layers: Iterable[Layer] = (),
    picked_events: Iterable[Event] = (),
    steps: Iterable[Step] = (),
    note: str = "",
) -> Map:
    """Makes a draft; `changes` needs a title and a slug, and may have all of CHANGEABLE. Raises Refused for
    what cannot be kept, and for a slug that another map has."""
    require(by, "add_map")
    cleaned = _cleaned({"title": "", "slug": "", **changes}, of=None)
    wanted = clean_steps(steps)
    picked = list(picked_events)
    _refuse_unseen(by, [*picked, *_events_of(wanted), *_opened(cleaned)])
    with transaction.atomic():
        map_ = Map.objects.create(created_by_id=by.pk, **cleaned)
        map_.layers.set(layers)
        map_.picked_events.set(picked)
        write_steps(map_, wanted)
        Decision.objects.record(verb="add_map", by=by, on=map_, to_status=map_.status, note=note)
    return map_


def copy_map(map_: Map, *, by: AbstractUser) -> Map:
    """A new draft with all that a map has but its address. Events that `by` may not see are left out."""
    rights.require_view(by, map_)
    current = Map.objects.get(pk=map_.pk)
    known = rights.visible_ids(by, Event, named_events(current))
    steps = [
        replace(step, pk=None, event=step.event if step.event and step.event.pk in known else None)
        for step in steps_of(current)
    ]
    ending = " (copy)"
    values = {name: getattr(current, name) for name in CHANGEABLE - {"title", "slug"}}
    if int(current.screen.get("event") or 0) not in known:
        values["screen"] = {name: value for name, value in current.screen.items() if name != "event"}
    return make_map(
        {
            **values,
            "title": current.title[: LONGEST["title"] - len(ending)] + ending,
            "slug": _free_slug(current),
        },
        by=by,
        layers=current.layers.all(),
        picked_events=current.picked_events.filter(pk__in=known),
        steps=steps,
    )


def change_map(
    map_: Map,
    changes: Mapping[str, Any],
    *,
    by: AbstractUser,
    layers: Iterable[Layer] | None = None,
    picked_events: Iterable[Event] | None = None,
    steps: Iterable[Step] | None = None,
    note: str = "",
    version: int | None = None,
) -> Map:
    """Changes a map (see CHANGEABLE), its layers, the events picked for it and the steps of its story; None
    leaves those alone. `steps` are all that there shall be, in their order: those without a `pk` are made,
    those that are missing are deleted."""
    require(by, "change_map")
    wanted = clean_steps(steps) if steps is not None else None
    with transaction.atomic():
        current = locked(map_, by=by, version=version, wanted=changes)
        changes = _cleaned(changes, of=current)
        if current.status in PUBLIC_STATUSES:
            require(by, "publish_map")
            if changes.get("slug", current.slug) != current.slug:
                raise Refused(
                    f"“{current.title}” is published at /maps/{current.slug}/ and embedded from there. "
                    "Keep its slug, or make another map."
                )
            changes = {**changes, "status": Status.CHANGED}
        recorded = {}
        before = _event_ids(current)
        if layers is not None:
            current.layers.set(layers)
        if picked_events is not None:
            current.picked_events.set(picked_events)
        if wanted is not None and (told := write_steps(current, wanted)):
            recorded["steps"] = told
        _refuse_unseen(by, Event.objects.filter(pk__in=_event_ids(current) - before))
        if changes.get("screen", current.screen) != current.screen:
            _refuse_unseen(by, _opened(changes))
        save(current, changes, verb="change_map", by=by, note=note, recorded=recorded)
        if current.status in PUBLIC_STATUSES:
            refuse_naming(current)
    return current


def _cleaned(changes: Mapping[str, Any], *, of: Map | None) -> dict[str, Any]:
    """The changes as they are kept; `of` is the map that they are for, None for a new one."""
    if unknown := set(changes) - CHANGEABLE:
        raise Refused(f"A map has no changeable {', '.join(sorted(unknown))}.")
    cleaned = {**changes, **clean_words(changes)}
    if "title" in changes and not str(changes["title"]).strip():
        raise Refused("The map has no title. Readers see it above the map and in every embed.")
    if "slug" in changes:
        _check_slug(changes["slug"], of)
    if changes.get("extent") is not None:
        check_drawing(changes["extent"])
    if "extent" in changes or "zoom" in changes:
        extent = changes.get("extent", of.extent if of else None)
        cleaned["zoom"] = clean_zoom(changes.get("zoom", of.zoom if of else None), extent)
    if "screen" in changes:
        cleaned["screen"] = clean_screen(changes["screen"])
    if "layer_order" in changes:
        order = list(dict.fromkeys(changes["layer_order"] or ()))
        known = set(Layer.objects.filter(pk__in=order).values_list("pk", flat=True))
        # A layer that was deleted meanwhile has no place any more.
        cleaned["layer_order"] = [pk for pk in order if pk in known]
    return cleaned


def _check_slug(slug: str, of: Map | None) -> None:
    try:
        validate_slug(slug)
    except ValidationError:
        raise Refused(
            f"“{slug}” is no address. Use letters, digits and hyphens, for example winter-in-idlib."
        ) from None
    if len(slug) > _LONGEST_SLUG:
        raise Refused(f"The slug has {len(slug)} characters; at most {_LONGEST_SLUG} are kept. Shorten it.")
    others = Map.objects.exclude(pk=of.pk) if of else Map.objects.all()
    if others.filter(slug=slug).exists():
        raise Refused(f"Another map is at /maps/{slug}/ already. Choose another slug.")


def _free_slug(map_: Map) -> str:
    for number in range(1, 1000):
        ending = "-copy" if number == 1 else f"-copy-{number}"
        slug = map_.slug[: _LONGEST_SLUG - len(ending)] + ending
        if not Map.objects.filter(slug=slug).exists():
            return slug
    raise Refused(f"There are very many copies of “{map_.title}” already. Delete some.")


def _events_of(steps: Iterable[Step]) -> list[Event]:
    return [step.event for step in steps if step.event is not None]


def _opened(changes: Mapping[str, Any]) -> Iterable[Event]:
    """The event that a map opens with, as it is to be."""
    return Event.objects.filter(pk=(changes.get("screen") or {}).get("event") or 0)


def _event_ids(map_: Map) -> set[int]:
    """The events that are picked for the map or opened by a step of it."""
    opened = map_.steps.filter(event__isnull=False).values_list("event_id", flat=True)
    return {*map_.picked_events.values_list("pk", flat=True), *opened}


def named_events(map_: Map) -> set[int]:
    """The events that are picked for the map, or opened by it or a step of it."""
    return _event_ids(map_) | {event.pk for event in _opened({"screen": map_.screen})}


def _refuse_unseen(by: AbstractUser, events: Iterable[Event]) -> None:
    """Nobody puts on a map what they may not see."""
    numbers = {event.pk for event in events}
    if unseen := numbers - rights.visible_ids(by, Event, numbers):
        raise PermissionDenied(f"There is no event no. {min(unseen)} that you may see.")


def publish_map(map_: Map, *, by: AbstractUser, note: str = "", version: int | None = None) -> Map:
    """Puts a curated map at its address, where it can be read and embedded."""
    require(by, "publish_map")
    with transaction.atomic():
        current = locked(map_, by=by, version=version)
        if current.status in PUBLIC_STATUSES:
            raise Refused(f"“{current.title}” is published already.")
        refuse_naming(current)
        changes = {"status": Status.PUBLISHED, "published_at": current.published_at or timezone.now()}
        save(current, changes, verb="publish_map", by=by, note=note)
    return current


def withdraw_map(map_: Map, *, by: AbstractUser, public_note: str, version: int | None = None) -> Map:
    """Takes a map from its address; embeds of it say that it was withdrawn."""
    require(by, "withdraw_map")
    if not public_note.strip():
        raise Refused("Say why the map is withdrawn.")
    with transaction.atomic():
        current = locked(map_, by=by, version=version)
        if current.status not in PUBLIC_STATUSES:
            raise Refused(f"“{current.title}” is not published, so there is nothing to withdraw.")
        save(current, {"status": Status.WITHDRAWN}, verb="withdraw_map", by=by, public_note=public_note)
    return current


def discard_map(map_: Map, *, by: AbstractUser) -> None:
    """Deletes a map that was never published. Its address may be in other people's articles otherwise."""
    require(by, "delete_map")
    with transaction.atomic():
        current = locked(map_, by=by)
        if current.published_at is not None:
            raise Refused(f"“{current.title}” was published. Withdraw it and say why.")
        Decision.objects.record(
            verb="discard_map", by=by, on=current, from_status=current.status,
            changes={"title": [current.title, None]},
        )  # fmt: skip
        current.delete()
