"""The steps of a map's story as an editor wants them, checked and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.contrib.gis.geos import Polygon

from events.models import Event, Layer, Map, StoryStep
from events.models.map import MOST_ZOOM
from events.models.story import LONGEST_HEADING, LONGEST_TEXT, MOST_STEPS
from events.review.geometry import check_drawing
from events.review.map_words import clean_translations
from events.review.refusals import Refused

_FIELDS = ("heading", "text", "extent", "zoom", "start", "end", "event", "layers", "translations")
_WORDS = {"heading": LONGEST_HEADING, "text": LONGEST_TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as it is wanted; `pk` is that of the step it changes, None for a new one. What is empty is the
    map's own (see `StoryStep`); `layers` are numbers of layers."""

    pk: int | None = None
    heading: str = ""
    text: str = ""
    extent: Polygon | None = None
    zoom: float | None = None
    start: date | None = None
    end: date | None = None
    event: Event | None = None
    layers: tuple[int, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def steps_of(map_: Map) -> tuple[Step, ...]:
    """The steps as they are, in their order."""
    rows = map_.steps.select_related("event") if map_.pk else []
    return tuple(
        Step(pk=row.pk, **{name: getattr(row, name) for name in _FIELDS if name != "layers"},
             layers=tuple(row.layers))
        for row in rows
    )  # fmt: skip


def clean_steps(steps: Iterable[Step]) -> list[Step]:
    """The steps as they are kept. Raises Refused with the number of the step and the way out."""
    wanted = list(steps)
    if len(wanted) > MOST_STEPS:
        raise Refused(f"A story has at most {MOST_STEPS} steps, not {len(wanted)}. Leave some out.")
    known = set(Layer.objects.filter(pk__in=[pk for step in wanted for pk in step.layers])
                .values_list("pk", flat=True))  # fmt: skip
    return [_clean(step, number, known) for number, step in enumerate(wanted, start=1)]


def _clean(step: Step, number: int, known_layers: set[int]) -> Step:
    heading, text = " ".join(step.heading.split()), plain_text(step.text)
    if not heading:
        raise Refused(f"Step {number} has no heading. Say in a few words what it shows.")
    for name, words in (("heading", heading), ("text", text)):
        if len(words) > _WORDS[name]:
            raise Refused(
                f"The {name} of step {number} has {len(words)} characters; at most {_WORDS[name]} are shown. "
                "Shorten it, or make two steps of it."
            )
    if step.start and step.end and step.start > step.end:
        raise Refused(
            f"The time of step {number} ends ({step.end}) before it begins ({step.start}). Swap the dates."
        )
    if unknown := [pk for pk in step.layers if pk not in known_layers]:
        raise Refused(
            f"Step {number} names the layer {unknown[0]}, which is no more. Choose its layers again."
        )
    if step.extent is not None:
        check_drawing(step.extent)
    zoom = clean_zoom(step.zoom, step.extent)
    translations = clean_translations(step.translations, _WORDS, f"step {number}")
    layers = tuple(dict.fromkeys(step.layers))
    return replace(step, heading=heading, text=text, zoom=zoom, layers=layers, translations=translations)


def clean_zoom(zoom: float | None, extent: Polygon | None) -> float | None:
    """The zoom at which a view was taken; None without a view, which it would say nothing of."""
    if zoom is None or extent is None:
        return None
    if not 0 <= zoom <= MOST_ZOOM:
        raise Refused(
            f"“{zoom:g}” is no zoom of a map. Use 0 to {MOST_ZOOM}, or leave it out: then the view opens as "
            "close as all of it can be seen."
        )
    return round(zoom, 2)


def plain_text(text: str) -> str:
    """Paragraphs, separated by one empty line each."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    paragraphs = "\n".join(lines).split("\n\n")
    return "\n\n".join(part.strip("\n") for part in paragraphs if part.strip())


def write_steps(map_: Map, steps: Sequence[Step]) -> list[list[Any]] | None:
    """Makes the map's steps those given (cleaned), in the caller's transaction; the map is locked. Returns
    what is on record of it, the headings before and after, or None when nothing differs."""
    rows = {row.pk: row for row in map_.steps.all()}
    before = [row.heading for row in rows.values()]
    if foreign := [step.pk for step in steps if step.pk is not None and step.pk not in rows]:
        raise Refused(
            f"A step (no. {foreign[0]}) is not one of this map any more. Reload the page to see its steps."
        )
    kept = [step.pk for step in steps if step.pk is not None]
    if len(set(kept)) < len(kept):
        raise Refused("A step stands twice in the story. Copy it to a step of its own.")
    has_changed = bool(map_.steps.exclude(pk__in=kept).delete()[0])
    for position, step in enumerate(steps):
        row = rows[step.pk] if step.pk is not None else StoryStep(map=map_)
        wanted = {name: getattr(step, name) for name in _FIELDS} | {"position": position}
        wanted |= {"layers": list(step.layers), "translations": dict(step.translations)}
        if row.pk and all(getattr(row, name) == value for name, value in wanted.items()):
            continue
        for name, value in wanted.items():
            setattr(row, name, value)
        row.save()
        has_changed = True
    return [before, [step.heading for step in steps]] if has_changed else None
