"""The map builder's controls for how a map opens, and in which order its layers lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.admin.builder_events import event_shown
from events.admin.builder_fields import (
    Controls,
    ListField,
    ObjectField,
    is_number,
    many,
    object_in,
    one,
    said_of,
    texts,
    ticks,
)
from events.api.paging import SORTS
from events.models import Event, Layer
from events.review.refusals import Refused
from events.review.screens import DRAWINGS, LEAST_HEIGHT, MOST_HEIGHT, PARTS, SHOWS, THEMES, clean_screen

_SHOW_WORDS = {"map": _("Map"), "list": _("List"), "table": _("Table")}
_DRAW_WORDS = {
    "symbols": _("Symbols"), "circles": _("Circles by size"), "areas": _("Areas by number"),
    "heat": _("Density"),
}  # fmt: skip
_THEME_WORDS = {"light": _("Light"), "dark": _("Dark")}
_PART_WORDS = {
    "legend": _("Legend"), "filters": _("Search and filters"), "list": _("List of events"),
    "time": _("Time"), "totals": _("Totals"), "figures": _("Circles of figures"),
}  # fmt: skip
_SCREEN_WORDS = {
    "show": _("Opens with"), "draw": _("Drawn as"), "sort": _("Sorted by"), "theme": _("Colours"),
    "hide": _("Left out"), "totals": _("Totals"), "height": _("Height"), "event": _("Event opened"),
    "opacity": _("Opacity"), "order": _("Order of layers"),
}  # fmt: skip


class ScreenWidget(Controls):
    template_name = "admin/events/map/widgets/screen.html"
    #: Those that may be named: set by the form for its own copy.
    events: QuerySet[Event] = Event.objects.none()
    #: What is wrong with what was typed, shown beside the control that it is about: set by the form.
    errors: Any = ()

    def read(self, data: Mapping[str, Any], name: str) -> dict[str, str]:
        typed = {part: one(data, f"{name}-{part}") for part in ("show", "draw", "sort", "theme", "height")}
        typed |= {"event": one(data, f"{name}-event"), "totals": one(data, f"{name}-totals")}
        typed["hide"] = ",".join(many(data, f"{name}-hide"))
        for kept in many(data, f"{name}-kept"):
            part, _sign, value = kept.partition("=")
            if part in ("opacity", "order"):
                typed[part] = value
        return {part: value for part, value in typed.items() if value}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context, held = super().get_context(name, value, attrs), texts(object_in(value))
        hidden = [part for part in held.get("hide", "").split(",") if part]
        layers = [part for part in hidden if part not in _PART_WORDS]
        names = dict(Layer.objects.filter(slug__in=layers).values_list("slug", "name"))
        parts = [*((part, _PART_WORDS[part]) for part in (*PARTS, "figures")),
                 *((part, _("Layer “%s”") % names.get(part, part)) for part in layers)]  # fmt: skip
        context |= {
            "choices": [
                ("show", _SCREEN_WORDS["show"], _options(SHOWS, _SHOW_WORDS, held, "show")),
                ("draw", _SCREEN_WORDS["draw"],
                 _options(("", *DRAWINGS), {"": _("As each layer is set"), **_DRAW_WORDS}, held, "draw")),
                ("sort", _SCREEN_WORDS["sort"], _sorts(held.get("sort", ""))),
                ("theme", _SCREEN_WORDS["theme"],
                 _options(("", *THEMES), {"": _("As the reader’s device"), **_THEME_WORDS}, held, "theme")),
            ],
            "parts": ticks(parts, hidden),
            "has_totals": held.get("totals") in ("1", "True"),
            "height": held.get("height", ""),
            "errors": self.errors,
            "is_height_wrong": bool(self.errors) and _is_wrong("height", held),
            "least": LEAST_HEIGHT,
            "most": MOST_HEIGHT,
            "event": event_shown(held.get("event", ""), self.events.all()),
            "kept": [
                (f"{part}={held[part]}", _SCREEN_WORDS[part], held[part])
                for part in ("opacity", "order") if held.get(part)
            ],
        }  # fmt: skip
        return context


class ScreenField(ObjectField):
    def __init__(self, **options: Any) -> None:
        super().__init__(check=clean_screen, refusals=Refused, widget=ScreenWidget, **options)

    def to_python(self, value: Any) -> Any:
        """Without what a map opens with anyway: a form always sends one of the ways."""
        found = super().to_python(value)
        if isinstance(found, dict) and found.get("show") == SHOWS[0]:
            return {name: part for name, part in found.items() if name != "show"}
        return found

    def said(self, value: Any) -> str:
        # A list is a way to open it, and a part that may be left out.
        held = dict(object_in(value))
        left_out = {"hide": held.pop("hide")} if "hide" in held else {}
        said = (
            said_of(held, _SCREEN_WORDS, {**_SHOW_WORDS, **_DRAW_WORDS, **_THEME_WORDS}),
            said_of(left_out, _SCREEN_WORDS, _PART_WORDS),
        )
        return "; ".join(filter(None, said))


class LayersWidget(forms.CheckboxSelectMultiple):
    """All layers in their order on this map, each with its place among them: the field `order` reads that."""

    template_name = "admin/events/map/widgets/layers.html"
    #: Numbers of layers, the topmost first, as the form holds them: set by the form for its own copy.
    order: list[int] = []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen = {str(pk) for pk in value or ()}
        layers = in_order(self.choices.queryset, self.order)
        context["layers"] = [
            {"layer": layer, "place": place, "is_chosen": str(layer.pk) in chosen}
            for place, layer in enumerate(layers, start=1)
        ]
        return context


def in_order(layers: Iterable[Layer], order: Iterable[int]) -> list[Layer]:
    """The layers as a map has them: those that its order names, then the others by their positions."""
    place_of = {pk: place for place, pk in enumerate(order)}
    return sorted(
        layers, key=lambda layer: (place_of.get(layer.pk, len(place_of)), layer.position, layer.name)
    )


class OrderWidget(Controls):
    """Reads the places of `LayersWidget`'s rows; the order of the layers' own positions is none."""

    template_name = "admin/events/map/widgets/nothing.html"

    def read(self, data: Mapping[str, Any], name: str) -> list[str]:
        places: dict[int, tuple[float, int]] = {}
        usual = [layer.pk for layer in in_order(Layer.objects.all(), ())]
        for number, pk in enumerate(usual):
            text = one(data, f"{name}-{pk}")
            places[pk] = (float(text) if is_number(text) else len(usual) + 1, number)
        order = sorted(usual, key=places.__getitem__)
        return [] if order == usual else [str(pk) for pk in order]


class OrderField(ListField):
    """The layers that a map names in its order; the others follow by their positions."""

    def __init__(self, **options: Any) -> None:
        super().__init__(of=int, is_ordered=True, widget=OrderWidget, **options)

    def has_changed(self, initial: Any, data: Any) -> bool:
        # A form sends the places of all layers, also of those that the map does not name.
        layers = list(Layer.objects.all())
        try:
            before, after = (in_order(layers, self.to_python(value)) for value in (initial, data))
        except ValidationError:
            return True
        return before != after


def _is_wrong(part: str, held: Mapping[str, str]) -> bool:
    try:
        clean_screen({part: held.get(part, "")})
    except Refused:
        return True
    return False


def _options(
    values: Iterable[str], words: Mapping[str, Any], held: Mapping[str, str], name: str
) -> list[tuple[str, str, bool]]:
    return [(value, str(words[value]), value == held.get(name, "")) for value in values]


def _sorts(chosen: str) -> list[tuple[str, str, bool]]:
    """What can be sorted by, each with the direction that it has at first and the other one."""
    found = [("", str(_("Usual: the latest first")), not chosen)]
    for name, (label, direction) in SORTS.items():
        first, other = (f"-{name}", name) if direction else (name, f"-{name}")
        reverse = pgettext_lazy("sorted by", "%s, reversed") % label
        found += [(first, str(label), chosen == first), (other, str(reverse), chosen == other)]
    return found
