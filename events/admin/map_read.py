"""A map in words, for those who may look at it and not change it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.builder_form import MapForm
from events.admin.builder_screen import in_order
from events.api.wording import day_text
from events.models import Layer, Map
from events.review.rights import visible_to

LANGUAGES = dict(settings.LANGUAGES)
_ALL_LAYERS = gettext_lazy("All layers")
_ALL_LANGUAGES = gettext_lazy("Every language of the readers’ pages")

Rows = list[tuple[str, str]]


def map_in_words(map_: Map, user: AbstractUser) -> list[tuple[str, Rows]]:
    """Headings with labels and what stands under them; what is empty is left out. Of the events that were
    picked, those that the user may see."""
    fields: dict[str, Any] = MapForm.base_fields
    order = map_.layer_order or []
    layers = ", ".join(layer.name for layer in in_order(map_.layers.all(), order))
    picked = visible_to(user, map_.picked_events.order_by("-latest", "pk"))
    offered = ", ".join(LANGUAGES.get(code, code) for code in map_.languages)
    told = ", ".join(LANGUAGES.get(code, code) for code in map_.translations)
    parts: list[tuple[str, Rows]] = [
        (
            _("Words"),
            [
                (_("Title"), map_.title),
                (_("Address"), map_.get_absolute_url()),
                (_("Introduction"), map_.introduction),
                (_("Credits"), map_.credits),
                (_("Written in"), LANGUAGES.get(map_.language, map_.language)),
                (_("Translated into"), told),
                (_("Offered in"), offered or str(_ALL_LANGUAGES)),
            ],
        ),
        (
            _("What it shows"),
            [
                (_("Layers"), layers or str(_ALL_LAYERS)),
                (_("The topmost layers first"), _ordered(order)),
                (_("Filters"), fields["filters"].said(map_.filters)),
                (_("Events picked by hand"), "\n".join(event.title for event in picked)),
            ],
        ),
        (_("Story"), [(f"{step.position + 1}", step.heading) for step in map_.steps.order_by("position")]),
        (_("How it opens"), [(_("How it opens"), fields["screen"].said(map_.screen))]),
        (
            _("State"),
            [
                (_("Status"), map_.get_status_display()),
                (_("Published"), day_text(map_.published_at.date()) if map_.published_at else ""),
                (_("Made by"), str(map_.created_by or "")),
            ],
        ),
    ]
    said = [(heading, [row for row in rows if row[1]]) for heading, rows in parts]
    return [(heading, rows) for heading, rows in said if rows]


def _ordered(order: list[int]) -> str:
    """Nothing where the layers have their usual order."""
    return ", ".join(layer.name for layer in in_order(Layer.objects.all(), order)) if order else ""
