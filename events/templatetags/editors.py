from __future__ import annotations

from datetime import datetime
from itertools import zip_longest
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from events.admin import act_words as words_of_acts
from events.admin import comments, dashboard, list_days, saved_filters
from events.api import basemap
from events.models import Decision

register = template.Library()


@register.filter
def act_words(verb: str) -> str:
    """What was done, in words."""
    return words_of_acts.act_words(verb)


@register.filter
def changed_fields(decision: Decision) -> list[words_of_acts.Changed]:
    """What an act has changed, in words."""
    return list(words_of_acts.changed_fields(decision))


@register.simple_tag
def status_words(decision: Decision, status: str) -> str:
    """A status of what the act was about, in words; empty for none."""
    return words_of_acts.status_words(decision, status)


@register.filter
def named_after(cells: list[str], headings: list[dict[str, Any]]) -> list[str]:
    """The cells of a list's row, each with the heading of its column: on a phone they stand in lines."""
    # Of what was not made as HTML no cell begins with "<".
    made = map(conditional_escape, cells)
    return [
        format_html('<td data-column="{}"{}', capfirst(heading["text"]), mark_safe(cell[3:]))  # noqa: S308
        if heading and cell.startswith("<td") and "action-checkbox" not in heading["class_attrib"]
        else cell
        for cell, heading in zip_longest(made, headings[: len(cells)])
    ]


@register.simple_tag(takes_context=True)
def comments_of(context: Context, row: Model | None) -> dict[str, Any] | None:
    """The conversations about the row, for `admin/events/_comments.html`."""
    return comments.panel_of(row, context["request"])


@register.simple_tag(takes_context=True)
def saved_filters_of(context: Context, opts: Any) -> dict[str, Any]:
    """The lists that the editor has kept of a model (its options), for `admin/events/_saved_filters.html`."""
    return saved_filters.saved_filters(context["request"], opts.label_lower)


@register.simple_tag(takes_context=True)
def waiting(context: Context) -> list[dashboard.Waiting]:
    """What waits for the editor who is signed in."""
    return dashboard.waiting_for(context["request"].user)


@register.simple_tag(takes_context=True)
def last_decisions(context: Context) -> list[tuple[str, str, str, datetime]]:
    """What the editor who is signed in did last: act, row, the row's page if it has one, when."""
    return dashboard.last_decisions(context["request"].user)


@register.inclusion_tag("admin/date_hierarchy.html")
def days_of(changes: Any) -> dict[str, Any]:
    """The years, months or days of a list, in place of Django's `date_hierarchy`."""
    return list_days.days_of(changes) or {}


@register.simple_tag
def basemap_config() -> dict[str, object]:
    return {
        "url": basemap.url_template(),
        "max_zoom": basemap.MAX_ZOOM,
        "attribution": basemap.ATTRIBUTION,
        # Leaflet looks for its pin beside its style sheet and under its plain name; ours carry hashes.
        "pin": {
            "iconUrl": static("leaflet/images/marker-icon.png"),
            "iconRetinaUrl": static("leaflet/images/marker-icon-2x.png"),
            "shadowUrl": static("leaflet/images/marker-shadow.png"),
        },
    }
