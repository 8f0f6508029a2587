"""What stands in the way of putting a mention elsewhere because the geocoders say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy

from events.enums import PUBLIC_STATUSES, MentionStatus, Scheme
from events.models import Event, Mention, SourceRecord
from events.pipeline.teaching import is_as_read
from events.review.among import Among
from events.review.bulk import Words
from events.review.bulk_layers import NO_RIGHT_TO_CORRECT, OWN_CORRECTION
from events.review.four_eyes import authors_of_all

_ACCEPTED = gettext_lazy("An editor has accepted where they are. Tick “Also what editors have accepted”.")
_DRAWN = gettext_lazy("An editor has drawn where they are. Tick “Also what editors have drawn”.")
_DECIDED = gettext_lazy("An editor has rejected them, or said that nobody can tell where they are.")
_DISCREET = gettext_lazy(
    "They are shown less exactly than they are known. Correct their place on the desk of their article."
)
_CODED = gettext_lazy(
    "Their data set says where they are, and how exactly. Correct the place itself if it is wrong."
)
#: Data sets whose people have placed each row, by hand and with a code for how exactly.
_CODED_SCHEMES = (Scheme.ACLED, Scheme.UCDP)


def refusals_to_correct(telling: Mapping[int, list[Event]], *, by: AbstractUser) -> dict[int, Words]:
    """By the events that readers see and this editor may not correct, and those shown coarser."""
    public = {
        event.pk: event for events in telling.values() for event in events if event.status in PUBLIC_STATUSES
    }
    if not by.has_perm("events.publish_event"):
        return dict.fromkeys(public, NO_RIGHT_TO_CORRECT)
    if not settings.FOUR_EYES or not public:
        return {}
    authors = authors_of_all(list(public))
    return {
        pk: OWN_CORRECTION
        for pk, event in public.items()
        if not event.is_demonstration and by.pk in authors.get(pk, ())
    }


def coded_by_sources(rows: Sequence[Mention]) -> set[int]:
    """Those of the mentions that such a data set has placed."""
    records = SourceRecord.objects.filter(
        Among("article", {row.article_id for row in rows}), dataset__scheme__in=_CODED_SCHEMES
    )
    articles = set(records.values_list("article", flat=True))
    return {row.pk for row in rows if row.article_id in articles}


def refusal_to_move(row: Mention, options: Mapping[str, Any], *, is_discreet: bool, is_coded: bool) -> Words:
    is_drawn = row.geometry is not None and not is_as_read(row)
    reasons: list[tuple[bool, Words]] = [
        (row.status in (MentionStatus.REJECTED, MentionStatus.NOT_IDENTIFIABLE), _DECIDED),
        (is_discreet, _DISCREET),
        (is_coded, _CODED),
        (is_drawn and not options.get("drawn"), _DRAWN),
        (row.status == MentionStatus.ACCEPTED and not is_drawn and not options.get("accepted"), _ACCEPTED),
    ]
    return next((words for applies, words in reasons if applies), "")
