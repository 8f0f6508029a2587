"""What a frozen map's words and views would tell of an event that is shown less exactly since.

A live map is refused such words until its editor has changed them (`review.map_words`). A frozen one cannot
be changed, so they are left out each time it is shown, and are there again with the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from events.embeds.curated import Curated
from events.models import Discretion, Map
from events.models.history import Change
from events.review.aside import tells


def without_kept_places(told: Curated, of_map: Map | None, frozen: Sequence[int], left: set[int]) -> Curated:
    """The words and story of a frozen map without what names or shows the place of an event that was `frozen`
    with it, is not among those that are `left`, and is shown less exactly now.

    As for a live map, that is an event which the map or a step opens, that is or was picked for it, or the
    only one.
    """
    gone = [pk for pk in frozen if pk not in left]
    if of_map is None or not gone:
        return told
    beside = told.opened_events() | _ever_picked(of_map)
    kept = Discretion.objects.filter(event__in=gone if len(frozen) == 1 else beside & set(gone))
    names = dict(kept.values_list("event", "telling_names"))
    if not names:
        return told
    every = [name for found in names.values() for name in found]
    is_pointed_at = len(frozen) == 1 or told.opening.get("event") in {str(pk) for pk in names}
    return replace(
        told,
        **_words({name: getattr(told, name) for name in ("title", "introduction", "credits")}, every),
        **({"extent": None, "zoom": None} if is_pointed_at else {}),
        steps=[_step(step, every, names, is_only=len(frozen) == 1) for step in told.steps],
    )


def _ever_picked(of_map: Map) -> set[int]:
    """The events that are picked for the map, and those that were taken off it again, as its history says."""
    through = Map.picked_events.through
    off = Change.objects.filter(
        table_name=through._meta.db_table, operation=Change.DELETE, parent_id=of_map.pk
    ).values_list("before__event_id", flat=True)
    return {*of_map.picked_events.values_list("pk", flat=True), *off}


def _step(step: dict[str, Any], every: list[str], kept: Iterable[int], *, is_only: bool) -> dict[str, Any]:
    words = _words({name: step[name] for name in ("heading", "text")}, every)
    is_pointed_at = is_only or step["query"].get("event") in {str(pk) for pk in kept}
    return {**step, **words, **({"extent": None, "zoom": None} if is_pointed_at else {})}


def _words(words: dict[str, str], names: list[str]) -> dict[str, str]:
    return {
        name: _("The passage is withheld for people’s safety.") if text and tells(text, names) else text
        for name, text in words.items()
    }
