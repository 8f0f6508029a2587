"""The map builder's controls for single events: those picked by hand, and one to be opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.admin.builder_fields import is_number, many, one
from events.enums import PUBLIC_STATUSES, EventKind
from events.models import Event


class PickedWidget(forms.SelectMultiple):
    """Events picked by hand, as a list with a box each, and a line in which numbers of others are typed."""

    template_name = "admin/events/map/widgets/picked.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        typed = one(data, f"{name}-add").replace(",", " ").split()
        return list(dict.fromkeys([*many(data, name), *typed]))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        ids = [int(pk) for pk in value or () if is_number(str(pk))]
        found = self.choices.queryset.filter(pk__in=ids).select_related("place")
        rows = sorted(found, key=lambda event: (str(event.latest or ""), event.pk), reverse=True)
        context["events"] = [event_data(event) for event in rows]
        return context


class EventWidget(forms.TextInput):
    """One event by its number; the builder's script finds it by words."""

    template_name = "admin/events/map/widgets/event.html"
    #: Of the field, which holds those that the editor may see.
    choices: Any

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"event": event_shown(value, self.choices.queryset)}


def event_shown(value: Any, rows: QuerySet[Event]) -> dict[str, Any]:
    """An event that is named by its number, with its words where it is one of the rows: numbers can be made
    up."""
    event = rows.filter(pk=value).first() if is_number(str(value or "")) else None
    return event_data(event) if event else {"id": value or "", "title": "", "detail": "", "is_shown": False}


def event_data(event: Event) -> dict[str, Any]:
    """An event as lists of the builder show it."""
    days = [date_format(day, "j M Y") for day in (event.earliest, event.latest) if day]
    when = " – ".join(dict.fromkeys(days)) or str(_("undated"))
    where = event.place.name if event.place else ""
    # By its own kind: Django's way to its words puts all of them into the language, for each event.
    return {
        "id": event.pk,
        "title": event.title,
        "detail": " · ".join(part for part in (when, str(EventKind(event.kind).label), where) if part),
        "is_shown": event.status in PUBLIC_STATUSES,
    }
