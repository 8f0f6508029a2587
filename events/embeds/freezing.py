"""Maps as they were on a day: taken once, found again for good.

A frozen map of today is taken when somebody first asks for it, at most one of a map and day. An earlier day
has the last one taken by then. Nothing here decides what readers may still see of it: that is `standing`.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from events.api.errors import BadParameter, NotPublished, shown
from events.api.geojson import features_in_language
from events.api.params import EventFilter
from events.api.rows import Rows, read_rows
from events.api.selection import apply, in_reading_order
from events.api.shown_totals import shown_totals
from events.api.versions import published_version
from events.api.wording import day_text
from events.embeds.choosing import index_of, names_of
from events.embeds.curated import Curated, curated, draft_of
from events.embeds.seals import seals_of
from events.embeds.texts import applied, difference
from events.models import Event, FrozenMap, Layer, Map
from events.writing import write_number

#: Events; about 5 kB each, told in every language. More are no map of an article, and nobody waits for them.
MOST_FROZEN = 1000
#: How often a map is read again because something was published meanwhile.
_ATTEMPTS = 5

log = logging.getLogger(__name__)


def read_as_of(value: str) -> date | None:
    """The day in `as_of=2026-11-22`; None without one. `today` is the day it is asked on."""
    if not (text := value.strip()):
        return None
    if text == "today":
        return timezone.localdate()
    try:
        if len(text) != len("2026-11-22") or text[4] != "-" or text[7] != "-":
            raise ValueError(text)
        day = date.fromisoformat(text)
    except ValueError:
        raise BadParameter(
            "as_of",
            _("“%(value)s” is not a date. Use year-month-day, for example 2026-11-22.")
            % {"value": shown(text)},
        ) from None
    if day > timezone.localdate():
        raise BadParameter(
            "as_of",
            _("%(day)s is yet to come, so nobody knows what the map will show. Use today or an earlier day.")
            % {"day": day_text(day)},
        )
    return day


def frozen_at(of_map: Map | None, day: date) -> FrozenMap:
    """What stands for the day: that of the day itself, else the last one before it. Takes today's."""
    taken = FrozenMap.objects.of(of_map).select_related("map", "same_as")
    found = taken.filter(day__lte=day).order_by("-day").first()
    if day == timezone.localdate():
        return found if found and found.day == day else take(of_map)
    if found:
        return found
    first = taken.order_by("day").first()
    if first is None:
        sentence = _(
            "This map has never been frozen. A day can be frozen on the day itself: use today’s date."
        )
    else:
        sentence = _(
            "This map was first frozen on %(first)s, so there is nothing of %(day)s. Use a day from then on."
        ) % {"first": day_text(first.day), "day": day_text(day)}
    raise NotPublished("as_of", sentence)


def take(of_map: Map | None, *, by: AbstractBaseUser | None = None) -> FrozenMap:
    """Freezes a published map, or the map of all events, as it is now; that of today if there is one."""
    now = timezone.now()
    today = timezone.localdate(now)
    others = FrozenMap.objects.of(of_map)
    if already := others.filter(day=today).select_related("map", "same_as").first():
        return already
    content, translations = _read(of_map)
    digest = hashlib.sha256(json.dumps([content, translations], sort_keys=True).encode()).hexdigest()
    before = others.filter(day__lt=today).order_by("-day").first()
    is_same = before is not None and before.digest == digest
    taken = FrozenMap(
        map=of_map,
        day=today,
        taken_at=now,
        taken_by=by,
        number=len(content["features"]),
        digest=digest,
        same_as=before.whole if is_same else None,
        content=None if is_same else content,
        translations={} if is_same else translations,
    )
    # Somebody may have asked at the same moment: the first one stands.
    FrozenMap.objects.bulk_create([taken], ignore_conflicts=True)
    return others.select_related("map", "same_as").get(day=today)


def content_of(frozen: FrozenMap) -> dict[str, Any]:
    """The content in the language that the page speaks."""
    whole = frozen.whole
    return applied(whole.content, whole.translations.get(translation.get_language() or ""))


def _read(of_map: Map | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the map shows, from one state of what is published: read again when it changed meanwhile."""
    for _attempt in range(_ATTEMPTS):
        version = published_version()
        read = _in_all_languages(of_map)
        if published_version() == version:
            return read
    log.warning("A map was frozen while others published without a pause: %s", of_map or "all events")
    return read


def _in_all_languages(of_map: Map | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rows are read once, and told in each language; shapes and numbers are the same in all."""
    chosen = EventFilter(map=of_map.slug if of_map else "")
    events = apply(chosen, Event.objects.published())
    if (number := events.count()) > MOST_FROZEN:
        raise BadParameter("as_of", _too_many(number))
    # Before the events are read: what is shown less exactly from then on is noticed when they are shown.
    seals = seals_of(events.order_by().values_list("pk", flat=True))
    rows = read_rows(in_reading_order(events))
    with translation.override(settings.LANGUAGE_CODE):
        content = _told(of_map, chosen, rows)
    words = _without_shapes(content)
    translations = {}
    for code, _name in settings.LANGUAGES:
        if code == settings.LANGUAGE_CODE:
            continue
        with translation.override(code):
            if differing := difference(words, _without_shapes(_told(of_map, chosen, rows))):
                translations[code] = differing
    index = index_of(content["features"])
    kept = {"index": index, "names": names_of(index), "seals": {str(pk): seal for pk, seal in seals.items()}}
    return {**content, **kept}, translations


def _too_many(number: int) -> str:
    return _(
        "This map shows %(number)s events; one of at most %(most)s can be frozen. "
        "Make a map of its own with fewer, by layers or filters."
    ) % {"number": write_number(number), "most": write_number(MOST_FROZEN)}


def _told(of_map: Map | None, chosen: EventFilter, rows: Rows) -> dict[str, Any]:
    features = features_in_language(rows)
    layers = Layer.objects.published()
    count = Counter(feature["properties"]["layer"] for feature in features)
    totals = shown_totals(chosen)  # its addresses lead to numbers of later days
    told = curated(draft_of(of_map), events_here(of_map)) if of_map else Curated()
    content = {
        **told.as_content(),
        "layers": told.ordered([_layer(layer, count[layer.slug]) for layer in layers if count[layer.slug]]),
        "totals": {name: value for name, value in totals.items() if not name.endswith("address")},
    }
    # As it will be read back: labels that are translated late are texts from here on.
    return {**json.loads(json.dumps(content, default=str)), "features": features}


def events_here(of_map: Map) -> QuerySet[Event]:
    """The events that readers see on a published map."""
    return apply(EventFilter(map=of_map.slug), Event.objects.published())


def _without_shapes(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "features": [{**feature, "geometry": None} for feature in content["features"]]}


def _layer(layer: Layer, number: int) -> dict[str, Any]:
    return {
        "slug": layer.slug,
        "name": layer.local_name,
        "description": layer.description,
        "style": layer.style,
        "position": layer.position,
        "is_shown": layer.is_shown,
        "count": number,
    }
