"""The words of a curated map and its steps in each language: checked, and kept from naming a hidden place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry

from events.models import Discretion, Event, Layer, Map, StoryStep
from events.review.aside import tells
from events.review.refusals import Refused

LONGEST_PASSAGE = 5000
#: Characters that readers are shown at most of each text.
LONGEST = {
    "title": Map._meta.get_field("title").max_length or 0,
    "introduction": LONGEST_PASSAGE,
    "credits": LONGEST_PASSAGE,
}


def clean_words(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the changes of a map that are its words and languages, checked. Raises Refused."""
    cleaned: dict[str, Any] = {}
    for name in LONGEST.keys() & changes.keys():
        _refuse_too_long(changes[name], LONGEST[name], f"The {name}")
    if "language" in changes:
        cleaned["language"] = _language(changes["language"])
    if "languages" in changes:
        chosen = {_language(code) for code in changes["languages"] or ()}
        cleaned["languages"] = [code for code, _name in settings.LANGUAGES if code in chosen]
    if "translations" in changes:
        cleaned["translations"] = clean_translations(changes["translations"], LONGEST, "the map")
    return cleaned


def clean_translations(stored: Any, longest: Mapping[str, int], what: str) -> dict[str, dict[str, str]]:
    """`{"ar": {"title": "…"}}` without what is empty. Raises Refused for a language, a name or a length that
    readers' pages do not have; `longest` gives the names with their lengths."""
    if not isinstance(stored, Mapping) or not all(isinstance(words, Mapping) for words in stored.values()):
        raise Refused(
            f'The translations of {what} are an object such as {{"ar": {{"{next(iter(longest))}": "…"}}}}.'
        )
    cleaned = {}
    for code, words in stored.items():
        _language(code)
        if unknown := [name for name in words if name not in longest]:
            raise Refused(
                f"“{unknown[0]}” is nothing that is translated of {what}. Use: {', '.join(longest)}."
            )
        for name, text in words.items():
            _refuse_too_long(text, longest[name], f"The {name} of {what} in “{code}”")
        if kept := {name: text.strip() for name, text in words.items() if text.strip()}:
            cleaned[code] = kept
    return cleaned


def _language(code: Any) -> str:
    known = dict(settings.LANGUAGES)
    if code not in known:
        raise Refused(f"“{code}” is no language of the readers' pages. Use: {', '.join(known)}.")
    return str(code)


def _refuse_too_long(text: Any, longest: int, what: str) -> None:
    if not isinstance(text, str):
        raise Refused(f"{what} is no text. Write words, or leave it empty.")
    if len(text) > longest:
        raise Refused(f"{what} has {len(text):,} characters; at most {longest:,} are shown. Shorten it.")


# What no word of a map may tell: where something happened that is shown less exactly than it is known

_WAY_OUT = "which would tell them where it was. Let the view hold the whole area, or leave it out."


def refuse_naming(map_: Map, events: Iterable[Event] | None = None) -> None:
    """Raises Refused when a map, as it is written now, tells readers the place of an event that is shown less
    exactly than it is known: by its words or a layer's name beside an event that was picked or that the map
    or a step opens, or by a view that goes there. Of other events nothing in it says which place is whose.

    `events` are those to look at, all when None.
    """
    opened = map_.screen.get("event") or 0
    beside = (
        Discretion.objects.filter(event__maps=map_)
        | Discretion.objects.filter(event__steps__map=map_)
        | Discretion.objects.filter(event=opened)
    )
    if events is not None:
        beside = beside.filter(event__in=events)
    steps = list(map_.steps.all())
    for discretion in beside.select_related("event", "event__layer").distinct():
        event = discretion.event
        said = " | ".join([*_words_of(map_), *(text for step in steps for text in _words_of_step(step))])
        if tells(said, discretion.telling_names):
            raise Refused(
                f"The map “{map_.title}” shows “{event.title}” and names its place, which is kept from "
                "readers. Change the words of the map or of its steps, in every language, or take the event "
                "off it first."
            )
        if tells(" | ".join(words_of_layer(event.layer)), discretion.telling_names):
            raise Refused(
                f"The layer “{event.layer.name}” names the place of “{event.title}”, which is kept from "
                "readers. Give the layer another name first."
            )
        for number, step in enumerate(steps, start=1):
            if step.event_id == event.pk and _points_at(step.extent, event.geometry):
                raise Refused(
                    f"Step {number} opens “{event.title}” in a view of less than readers are shown of it, "
                    f"{_WAY_OUT}"
                )
        if event.pk == int(opened) and _points_at(map_.extent, event.geometry):
            raise Refused(
                f"The map “{map_.title}” opens “{event.title}” in a view of less than readers are shown of "
                f"it, {_WAY_OUT}"
            )
        views = [map_.extent, *(step.extent for step in steps)]
        if _shows_only(map_, event) and any(_points_at(view, event.geometry) for view in views):
            raise Refused(
                f"The map “{map_.title}” shows “{event.title}” alone, in a view of less than readers are "
                f"shown of it, {_WAY_OUT}"
            )


def _points_at(extent: GEOSGeometry | None, shown: GEOSGeometry | None) -> bool:
    return extent is not None and (shown is None or not extent.covers(shown.envelope))


def _shows_only(map_: Map, event: Event) -> bool:
    """Whether the event is the only one that was picked: then every view of the map is of it."""
    return list(map_.picked_events.values_list("pk", flat=True)[:2]) == [event.pk]


def words_of_layer(layer: Layer) -> Iterator[str]:
    """What readers read of a layer, its slug in addresses too."""
    yield from (layer.name, layer.slug, layer.description, *layer.names.values())


def _words_of(map_: Map) -> Iterator[str]:
    yield from (map_.title, map_.slug, map_.introduction, map_.credits)
    for words in map_.translations.values():
        yield from words.values()


def _words_of_step(step: StoryStep) -> Iterator[str]:
    yield from (step.heading, step.text)
    for words in step.translations.values():
        yield from words.values()
