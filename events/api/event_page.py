"""All that the page of an event shows: evidence, related events, how it is cited and told to programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator, capfirst
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.api.bootstrap import event_context
from events.api.citation import Citation
from events.api.linked_data import report
from events.api.related import related_to
from events.api.wording import day_text
from events.models import Event

#: Characters; search engines and link previews show no more.
LONGEST_DESCRIPTION = 280


def event_page_context(
    events: QuerySet[Event], *, url: str, home_url: str, image_url: str
) -> dict[str, Any] | None:
    """The context of the page of the one published event in `events`, at the permanent address `url`; None
    when there is none."""
    context = event_context(events)
    if context is None:
        return None
    feature = context["feature"]
    event = feature["properties"]
    description = description_of(event, context["things"])
    linked = report(feature, url=url, home_url=home_url, description=description, language=get_language())
    return {
        **context,
        "title": event["title"],
        "canonical_url": url,
        "on_map_url": f"{reverse('home')}?event={feature['id']}",
        "passages": _passages(event, context["things"]),
        "corrections": _corrections(event),
        "related": related_to(events.get()),
        "citation": citation_of(feature, url=url).text(),
        "meta": {"description": description, "type": "article", "image": image_url, "linked_data": linked},
    }


def citation_of(feature: Mapping[str, Any], *, url: str) -> Citation:
    event = feature["properties"]
    changed = [_day(correction["at"]) for correction in event["corrections"]]
    return Citation(
        key=f"dateline-{feature['id']}",
        title=event["title"],
        site=settings.SITE_NAME,
        publisher=settings.SITE_OWNER,
        url=url,
        published=_day(event["published_at"]) if event["published_at"] else None,
        changed=max(changed, default=None),
    )


def _day(moment: str) -> date:
    found = parse_datetime(moment)
    if found is None:
        raise ValueError(f"Expected a moment in ISO 8601, found {moment!r}.")
    return localdate(found)


def description_of(event: Mapping[str, Any], things: Sequence[Mapping[str, Any]]) -> str:
    """A line for search engines and link previews. Of graphic content neither words nor sentences."""
    where = _("%(kind)s, %(place)s, %(date)s.") % {
        "kind": event["kind_label"], "place": event["place_text"], "date": event["date_text"],
    }  # fmt: skip
    parts = [where, _lead_claim(things)]
    if not event["is_graphic"]:
        parts.append(event["summary"])
    return Truncator(" ".join(part for part in parts if part)).chars(LONGEST_DESCRIPTION)


def _lead_claim(things: Sequence[Mapping[str, Any]]) -> str:
    if not things:
        return ""
    claim = things[0]["claims"][0]
    said = {"number": capfirst(claim["wording"]), "what": claim["noun"], "claimant": claim["by"]}
    if claim["by"]:
        return _("%(number)s %(what)s, claimed by %(claimant)s.") % said
    return _("%(number)s %(what)s.") % said


def _passages(event: Mapping[str, Any], things: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """`lead` holds the sentence of the first claim, which stands under its number; `others` the rest."""
    numbered = [
        {**excerpt, "number": number, "source": event["sources"][excerpt["source"]]}
        for number, excerpt in enumerate(event["excerpts"])
    ]
    lead = things[0]["claims"][0]["excerpt"] if things and not event["is_graphic"] else None
    return {
        "lead": [passage for passage in numbered if passage["number"] == lead],
        "others": [passage for passage in numbered if passage["number"] != lead],
    }


def _corrections(event: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The notes to readers by day, the latest day first."""
    by_day = groupby(event["corrections"], key=lambda correction: _day(correction["at"]))
    days = [
        {
            "day": day.isoformat(),
            "day_text": day_text(day),
            "notes": list(dict.fromkeys(correction["note"] for correction in corrections)),
        }
        for day, corrections in by_day
    ]
    return days[::-1]
