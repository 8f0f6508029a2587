"""The map builder: the page on which an editor makes a curated map, with its preview beside it.

The form is the admin's own, so that it works without scripts and two editors' versions are compared as on
every other page. What the script needs, what is frozen and the codes to paste are put together here.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.admin.map_read import map_in_words
from events.api.wording import day_text
from events.embeds.snippet import HEIGHT, absolute_url, frame_code_with_picture, script_code, subject_of_map
from events.enums import PUBLIC_STATUSES
from events.models import FrozenMap, Map
from events.models.story import MOST_STEPS
from events.review.rights import may_change

#: What is listed of a map's frozen versions: the newest; the others are in their own list.
_MOST_FROZEN_LISTED = 50


def builder_context(request: HttpRequest, context: dict[str, Any], map_: Map | None) -> dict[str, Any]:
    """What the page needs beside the admin's own context. Somebody who may only read the map has its fields
    as text and its preview; what they may not do is not offered."""
    form = context["adminform"].form
    is_builder = "title" in form.fields
    may_freeze = map_ is not None and may_change(request.user, map_)
    return {
        # The preview needs the room; the list is one click away in the breadcrumbs.
        "is_nav_sidebar_enabled": False,
        "is_builder": is_builder,
        "read": map_in_words(map_, request.user) if map_ and not is_builder else [],
        "languages": _languages(form, map_) if is_builder else [],
        "own_language": form["language"].value() if is_builder else "",
        "preview_languages": _names(),
        "is_public": map_ is not None and map_.status in PUBLIC_STATUSES,
        "status_label": map_.get_status_display() if map_ else "",
        "frozen_maps": _frozen(request, map_) if map_ else [],
        "may_freeze": may_freeze,
        "codes": _codes(request, map_) if map_ and map_.status in PUBLIC_STATUSES else [],
        "preview_of": map_.pk if map_ else "",
        "builder_config": {
            "urls": {
                "preview": reverse("admin:events_map_preview"),
                "events": reverse("admin:events_map_events"),
                "places": reverse("admin:events_map_places"),
            },
            "map": map_.pk if map_ else None,
            "most_steps": MOST_STEPS,
            "words": _script_words(),
        },
    }


def _names() -> list[tuple[str, str]]:
    """Each under its own name, as readers are offered them."""
    return list(settings.LANGUAGES)


def _languages(form: Any, map_: Map | None) -> list[dict[str, Any]]:
    """The languages that the map's words can be told in, its own among them, with what is told."""
    own = form["language"].value() or settings.LANGUAGE_CODE
    told = map_.translations if map_ else {}
    return [
        {
            "code": code, "name": name, "is_own": code == own, "is_told": code in told,
            "field": form[f"translation_{code}"],
        }
        for code, name in _names() if f"translation_{code}" in form.fields
    ]  # fmt: skip


def _frozen(request: HttpRequest, map_: Map) -> list[dict[str, Any]]:
    rows = FrozenMap.objects.of(map_).defer("content", "translations").order_by("-day")
    return [
        {
            "day": day_text(frozen.day),
            "number": frozen.number,
            "address": absolute_url(request, frozen.address()),
        }
        for frozen in rows.select_related("map")[:_MOST_FROZEN_LISTED]
    ]


def _codes(request: HttpRequest, map_: Map) -> list[dict[str, Any]]:
    height = map_.screen.get("height")
    # What stands in an article until the map is there is in the map's language, whatever the editor reads.
    with translation.override(map_.language):
        subject = subject_of_map(map_)
        script = script_code(subject, request, height=height)
        frame = frame_code_with_picture(subject, request, height=height or HEIGHT)
    return [
        {
            "name": "script", "rows": 6, "code": script,
            "label": _("Script: takes the height that it needs"),
        },
        {
            "name": "frame", "rows": 6, "code": frame,
            "label": _("Frame: where scripts are not allowed"),
        },
        {
            "name": "address", "rows": 1, "code": absolute_url(request, subject.page),
            "label": _("Address: WordPress, Ghost, Drupal and others make the map of it"),
        },
    ]  # fmt: skip


def _script_words() -> dict[str, Any]:
    """The words of the builder's script."""
    return {
        "saved": _("All saved"),
        "unsaved": _("Not saved yet"),
        "saving": _("Saving …"),
        "renewing": _("The preview is renewed …"),
        "renewed": _("The preview shows the map as it is typed."),
        "renewFailed": _("No preview could be made. Check the connection, or sign in again in a new tab."),
        "shownEvents": {"one": _("{n} published event"), "other": _("{n} published events")},
        "noEvents": _("No published event is left by these layers, filters and picks."),
        "moveUp": _("Move “{name}” up"),
        "moveDown": _("Move “{name}” down"),
        "moved": _("“{name}” is now {n} of {all}."),
        "step": _("Step {n}"),
        "stepNamed": _("Step {n}: {heading}"),
        "stepOpen": _("Edit {name}"),
        "stepRemove": _("Remove “{name}”"),
        "stepRemoved": _("“{name}” is removed when the map is saved."),
        "stepBack": _("Keep it"),
        "stepAdded": _("A step was added at the end of the story."),
        "stepsFull": _("A story has at most {n} steps."),
        "steps": {"one": _("{n} step"), "other": _("{n} steps")},
        "add": _("Add"),
        "addNamed": _("Add “{name}”"),
        "removeNamed": _("Remove “{name}”"),
        "added": _("“{name}” is added."),
        "removed": _("“{name}” is removed."),
        "isAdded": _("added"),
        "foundEvents": {"one": _("{n} event found"), "other": _("{n} events found")},
        "foundMore": _("The first {n} events found. Add words or days to find others."),
        "foundNone": _("No published event is found."),
        "searchFailed": _("The search failed ({reason}). Try again."),
        "picked": {"one": _("{n} event picked"), "other": _("{n} events picked")},
        "pickedLeftOut": _("left out by the map’s layers or filters"),
        "pickedNone": _("None picked: the map shows all events of its layers and filters."),
        "event": _("Event"),
        "place": _("Place"),
        "suggestions": _("Suggestions"),
        "viewTaken": _("The view of the preview is taken."),
        "viewCleared": _("The view is given up."),
        "viewComing": _("The preview is not ready yet: its view is taken once it is."),
        "viewTooWide": _("The preview shows the whole world around. Move closer, then take its view."),
        "viewSet": _("As in the preview when it was taken"),
        "viewNone": _("Not set"),
        "copied": _("Copied."),
        "copySelected": _("The code is selected; copy it with Ctrl and C."),
        "preview": _("Preview"),
        "parts": _("Parts of the map"),
        "languages": _("Languages"),
        "hasErrors": _("{name}: something has to be corrected"),
        "noChange": _("Nothing has changed."),
    }
