"""The map builder's controls for what a map shows: filters as fields, kinds as a tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.admin.builder_fields import (
    Controls,
    ObjectField,
    is_number,
    many,
    object_in,
    one,
    said_of,
    texts,
    ticks,
)
from events.api.errors import BadParameter, shown
from events.api.params import clean_filters
from events.api.shown_filters import precision_choices
from events.enums import EventKind, KindGroup, Measure, Verification
from events.geocoding.gazetteer import search
from events.models import Place

#: Of one list of suggestions.
MOST_FOUND = 9
_TYPED = ("from", "to", "q", "place", "size")
_TICKED = ("kind", "measure", "verification", "precision")
_FILTER_WORDS = {
    "from": _("From"), "to": _("To"), "q": _("Words"), "place": _("Place"), "size": _("Number at least"),
    "kind": _("Kinds"), "measure": _("Measures"), "verification": _("Verification"),
    "precision": _("Precision"), "bbox": _("Area"), "layer": _("Layers"), "claimant": _("Claimed by"),
    "outlet": _("Printed by"),
}  # fmt: skip


class FiltersWidget(Controls):
    template_name = "admin/events/map/widgets/filters.html"

    def read(self, data: Mapping[str, Any], name: str) -> dict[str, str]:
        typed = {part: one(data, f"{name}-{part}") for part in _TYPED}
        typed |= {part: ",".join(many(data, f"{name}-{part}")) for part in _TICKED}
        for kept in many(data, f"{name}-kept"):
            part, _sign, value = kept.partition("=")
            if not typed.get(part):
                typed[part] = value
        return {part: value for part, value in typed.items() if value}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context, held = super().get_context(name, value, attrs), texts(object_in(value))
        chosen = {part: held.get(part, "").split(",") for part in _TICKED}
        place = held.get("place", "")
        known = Place.objects.filter(pk=place).first() if is_number(place) else None
        context |= {
            "values": {part: held.get(part, "") for part in _TYPED},
            "place_label": str(known or ""),
            "groups": _grouped_kinds(chosen["kind"]),
            "ticked": [
                ("measure", _FILTER_WORDS["measure"], ticks(Measure.choices, chosen["measure"])),
                ("verification", _FILTER_WORDS["verification"],
                 ticks(Verification.choices, chosen["verification"])),
                ("precision", _FILTER_WORDS["precision"],
                 ticks([(c["value"], c["label"]) for c in precision_choices()], chosen["precision"])),
            ],
            "kept": [
                (f"{part}={text}", _FILTER_WORDS.get(part, part), text)
                for part, text in held.items() if part not in (*_TYPED, *_TICKED)
            ],
        }  # fmt: skip
        return context


class FiltersField(ObjectField):
    def __init__(self, **options: Any) -> None:
        super().__init__(check=_checked_filters, refusals=BadParameter, widget=FiltersWidget, **options)

    def said(self, value: Any) -> str:
        held = texts(object_in(value))
        place = Place.objects.filter(pk=held["place"]).first() if is_number(held.get("place", "")) else None
        return said_of(held | ({"place": str(place)} if place else {}), _FILTER_WORDS, _VALUE_WORDS)


def _checked_filters(typed: Any) -> dict[str, str]:
    if isinstance(typed, dict) and (place := str(typed.get("place") or "")) and not is_number(place):
        typed = {**typed, "place": _place_named(place)}
    return clean_filters(typed)


def _place_named(name: str) -> str:
    """The number of the one place of that name: where nothing suggests places, its name can be typed."""
    found = search(name[:200], limit=MOST_FOUND)
    meant = [record for record in found if record.name.casefold() == name.casefold()] or found
    if not meant:
        raise BadParameter(
            "place", str(_("There is no place “%s” in the gazetteer. Try another spelling.") % shown(name))
        )
    if len(meant) > 1:
        offered = Place.objects.in_bulk([record.id for record in meant])
        listed = ", ".join(f"{offered[r.id]} ({r.id})" for r in meant if r.id in offered)
        raise BadParameter(
            "place", str(_("“%(name)s” may be several places. Type the number of one: %(places)s.")
            % {"name": shown(name), "places": listed}),
        )  # fmt: skip
    return str(meant[0].id)


def _grouped_kinds(chosen: list[str]) -> list[dict[str, Any]]:
    """The branches of the tree of kinds, each with its kinds."""
    groups = []
    for group in KindGroup:
        kinds = [kind for kind in EventKind if kind.group == group]
        of_group = ticks([(kind.value, kind.label) for kind in kinds], chosen)
        groups.append(
            {
                "value": group.value, "label": str(group.label), "is_chosen": group.value in chosen,
                "kinds": of_group if len(of_group) > 1 else [],
                "is_open": any(is_chosen for _value, _label, is_chosen in of_group),
            }
        )  # fmt: skip
    return groups


_VALUE_WORDS = {
    choice.value: choice.label
    for choices in (EventKind, KindGroup, Measure, Verification)
    for choice in choices
}
