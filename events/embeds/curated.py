"""A curated map as its page tells it: its words in the page's language, its layers' order, how it opens, and
the steps of its story under the names of an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.api.params import read_stored
from events.api.selection import apply, chosen_for
from events.api.wording import date_text
from events.enums import DatePrecision
from events.models import Event, Layer, Map
from events.models.map import site_language
from events.review.story import Step, steps_of
from events.writing import write_date

WORDS = ("title", "introduction", "credits")
#: Of what an address says beside filters and story, what a map's editor may choose for it.
OPENING = ("show", "sort", "draw", "opacity", "order", "event", "hide", "totals", "theme")
_PATTERN = "j F Y"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMap:
    """The fields of a `Map`. `layers` and `layer_order` are numbers of layers, `picked` of events; `slug` is
    empty for a map that was never saved."""

    title: str
    introduction: str = ""
    credits: str = ""
    slug: str = ""
    language: str = field(default_factory=site_language)
    languages: tuple[str, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    layers: tuple[int, ...] = ()
    layer_order: tuple[int, ...] = ()
    picked: tuple[int, ...] = ()
    filters: Mapping[str, Any] = field(default_factory=dict)
    extent: Polygon | None = None
    zoom: float | None = None
    screen: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    def events(self) -> QuerySet[Event]:
        """The published events that the map shows."""
        published = chosen_for(self.layers, self.picked, Event.objects.published())
        return apply(read_stored(dict(self.filters)), published)


def draft_of(map_: Map) -> DraftMap:
    """A map as it is saved; an empty one for a map that is not."""
    return DraftMap(
        title=map_.title,
        introduction=map_.introduction,
        credits=map_.credits,
        slug=map_.slug,
        language=map_.language,
        languages=tuple(map_.languages),
        translations=map_.translations,
        layers=tuple(layer.pk for layer in map_.layers.all()) if map_.pk else (),
        layer_order=tuple(map_.layer_order),
        picked=tuple(map_.picked_events.values_list("pk", flat=True)) if map_.pk else (),
        filters=map_.filters,
        extent=map_.extent,
        zoom=map_.zoom,
        screen=map_.screen,
        steps=steps_of(map_),
    )


@dataclass(frozen=True, slots=True)
class Curated:
    """All of it plain JSON, so that a frozen map keeps it as it is.

    `lang` names the language of those of the words that are not in the page's own; `order` are layers by
    their slugs, `opening` what an address would say of the screen, `height` the pixels of an embed's frame. A
    step has `heading`, `text`, `lang`, `when` (its time in words), `query` (what an address would say
    instead), `extent` (west, south, east, north, or None) and `zoom` (that at which it was taken, or None).
    """

    title: str = ""
    introduction: str = ""
    credits: str = ""
    lang: dict[str, str] = field(default_factory=dict)
    extent: list[float] | None = None
    zoom: float | None = None
    order: list[str] = field(default_factory=list)
    opening: dict[str, str] = field(default_factory=dict)
    height: int | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def kept_in(cls, content: Mapping[str, Any]) -> Curated:
        """That of a frozen map; one that was frozen before maps had stories has none."""
        known = {name: content[name] for name in cls.__slots__ if name in content}
        return cls(**known)

    def as_content(self) -> dict[str, Any]:
        return asdict(self)

    def opened_events(self) -> set[int]:
        """The events that the map or a step of it opens."""
        named = [self.opening.get("event"), *(step["query"].get("event") for step in self.steps)]
        return {int(pk) for pk in named if pk}

    def opening_instead(self, moved: Mapping[int, int]) -> Curated:
        """The same, opening other events for those that are named."""
        if not moved:
            return self

        def led(query: dict[str, str]) -> dict[str, str]:
            event = query.get("event")
            return {**query, "event": str(moved.get(int(event), event))} if event else query

        steps = [{**step, "query": led(step["query"])} for step in self.steps]
        return replace(self, opening=led(self.opening), steps=steps)

    def showing(self, events: set[int]) -> Curated:
        """The same, opening no event but these."""
        if self.opened_events() <= events:
            return self

        def kept(query: dict[str, str]) -> dict[str, str]:
            event = query.get("event")
            return (
                query
                if not event or int(event) in events
                else {name: value for name, value in query.items() if name != "event"}
            )

        steps = [{**step, "query": kept(step["query"])} for step in self.steps]
        return replace(self, opening=kept(self.opening), steps=steps)

    def step(self, query: QueryDict) -> int | None:
        """The number of the step, from 1, that an address names; None for one that there is not."""
        asked = query.get("step", "")
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else 0
        return number if 1 <= number <= len(self.steps) else None

    def opened(self, query: QueryDict) -> QueryDict:
        """The address as if it said all that the map's editor has chosen: how it opens, and what its step
        shows. What it says itself goes before that, also when it says a name without a value."""
        return _over({**self.opening, **self._step_in(query)}, query)

    def carried(self, query: QueryDict) -> QueryDict:
        """What the page's links carry along: the address, its step spelled out, since a link changes that."""
        return _over(self._step_in(query), query)

    def _step_in(self, query: QueryDict) -> dict[str, str]:
        number = self.step(query)
        return self.steps[number - 1]["query"] if number else {}

    def extent_at(self, query: QueryDict) -> list[float] | None:
        """The view that the address opens with, when it does not name one itself."""
        number = self.step(query)
        return (self.steps[number - 1]["extent"] if number else None) or self.extent

    def zoom_at(self, query: QueryDict) -> float | None:
        """That of the same view; None where it opens as close as all of it can be seen."""
        number = self.step(query)
        step = self.steps[number - 1] if number else {"extent": None}
        # Maps that were frozen before views had a zoom have none.
        return step.get("zoom") if step["extent"] else self.zoom

    def ordered(self, layers: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The layers of a page with the map's order as their positions."""
        at = {slug: place for place, slug in enumerate(self.order)}
        ordered = sorted(layers, key=lambda layer: at.get(layer["slug"], len(at)))
        if not at:
            return ordered
        return [{**layer, "position": place} for place, layer in enumerate(ordered)]


def _over(usual: Mapping[str, str], query: QueryDict) -> QueryDict:
    """The query string with what is usual where it says nothing itself, and without a step."""
    whole = QueryDict(mutable=True)
    for name, value in usual.items():
        if name not in query:
            whole[name] = value
    for name, values in query.lists():
        if name != "step":
            whole.setlist(name, values)
    return whole


def curated(draft: DraftMap, events: QuerySet[Event]) -> Curated:
    """A map in the language of the page. `events` are those that readers see on it: a step opens no other."""
    own = {name: getattr(draft, name) for name in WORDS}
    words, lang = _in_language(draft.language, draft.translations, own)
    slugs = _slugs([*draft.layer_order, *(pk for step in draft.steps for pk in step.layers)])
    opening = {name: str(draft.screen[name]) for name in OPENING if name in draft.screen}
    told = Curated(
        **words,
        lang=lang,
        extent=list(draft.extent.extent) if draft.extent else None,
        zoom=draft.zoom,
        order=[slugs[pk] for pk in draft.layer_order if pk in slugs],
        opening=opening,
        height=draft.screen.get("height"),
        steps=[_step(step, draft.language, opening, slugs) for step in draft.steps],
    )
    if not (opened := told.opened_events()):
        return told
    shown = set(events.filter(pk__in=opened).values_list("pk", flat=True))
    moved = _moved(opened - shown, events)
    return told.opening_instead(moved).showing(shown | set(moved.values()))


def _moved(gone: Iterable[int], events: QuerySet[Event]) -> dict[int, int]:
    """Of the events that were merged, by their numbers, the one of `events` that each was merged into."""
    kept = {pk: event.pk for pk in gone if (event := Event.objects.shown_instead_of(pk))}
    shown = set(events.filter(pk__in=kept.values()).values_list("pk", flat=True)) if kept else set()
    return {pk: into for pk, into in kept.items() if into in shown}


def _slugs(layers: Sequence[int]) -> dict[int, str]:
    """Of those of the layers that readers can see."""
    if not layers:
        return {}
    return dict(Layer.objects.published().filter(pk__in=layers).values_list("pk", "slug"))


def _in_language(
    language: str, translations: Mapping[str, Mapping[str, str]], own: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The words as the page says them, and the language of each that it does not say in its own."""
    spoken = get_language() or language
    if spoken == language:
        return own, {}
    known = {name: text for name, text in translations.get(spoken, {}).items() if text}
    missing = [name for name, text in own.items() if text and name not in known]
    return {**own, **known}, dict.fromkeys(missing, language)


def _step(step: Step, language: str, opening: Mapping[str, str], slugs: Mapping[int, str]) -> dict[str, Any]:
    words, lang = _in_language(language, step.translations, {"heading": step.heading, "text": step.text})
    # A step shows the map, and no event but its own, however the map opens.
    query = {name: value for name, value in (("show", "map"), ("event", "")) if name in opening}
    if step.start:
        query["from"] = step.start.isoformat()
    if step.end:
        query["to"] = step.end.isoformat()
    if layers := [slugs[pk] for pk in step.layers if pk in slugs]:
        query["layer"] = ",".join(layers)
    if step.event is not None:
        query["event"] = str(step.event.pk)
    return {
        **words,
        "lang": lang,
        "when": _when(step),
        "query": query,
        "extent": list(step.extent.extent) if step.extent else None,
        "zoom": step.zoom,
    }


def _when(step: Step) -> str:
    if step.start and step.end:
        return date_text(step.start, step.end, DatePrecision.DAY)
    if step.start:
        return _("since %(date)s") % {"date": write_date(step.start, _PATTERN)}
    return _("until %(date)s") % {"date": write_date(step.end, _PATTERN)} if step.end else ""
