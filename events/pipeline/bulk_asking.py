"""Asking the geocoders for many mentions in steps, before the preview of `RegeocodeMentions`.

What is asked for is kept as a bulk action that nobody has confirmed (`is_asking`): its rows are the mentions,
and each answer is written into its row as soon as it is there. It may stop anywhere and goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from events.enums import Precision
from events.models import BulkAct, BulkRow, Mention
from events.models.bulk import BulkOutcome
from events.pipeline.asking_anew import Asked, Offer, ask_anew
from events.review.bulk import Chosen

#: Of one step: what a page answers in. The article in hand is asked for to its end.
STEP_S = 5.0
#: What was asked for and never confirmed is forgotten after that: the gazetteer has changed since.
KEPT_FOR = timedelta(days=7)


def asking_of(number: Any, *, by: AbstractUser) -> BulkAct | None:
    """What the editor has asked for under that number."""
    if not number:
        return None
    return BulkAct.objects.filter(pk=number, by=by.pk, is_asking=True).first()


@transaction.atomic
def keep_asking(
    mentions: Iterable[Mention],
    needed: Collection[int],
    chosen: Sequence[Chosen],
    *,
    by: AbstractUser,
    ticks: Mapping[str, bool],
    number: Any = None,
) -> BulkAct:
    """The rows with what was answered of them before; those `needed` without an answer to what they are now
    are waiting for one."""
    BulkAct.objects.filter(by=by.pk, is_asking=True, at__lt=timezone.now() - KEPT_FOR).delete()
    bulk = asking_of(number, by=by)
    if bulk is None:
        bulk = BulkAct.objects.create(act="regeocode", model="mention", by_id=by.pk, is_asking=True)
    bulk.options = dict(ticks)
    bulk.save(update_fields=["options"])
    seen = {one.pk: one for one in chosen}
    known = {row.object_id: row.details for row in bulk.rows.all()}
    bulk.rows.all().delete()
    rows = []
    for position, one in enumerate(mentions):
        shown = seen[one.pk].version
        details = known.get(one.pk, {})
        is_waiting = one.pk in needed and details.get("version") != one.version
        rows.append(
            BulkRow(
                bulk=bulk, object_id=one.pk, position=position, label=one.quote[:300], to=seen[one.pk].to,
                version=one.version if shown is None else shown, details={} if is_waiting else details,
                outcome=BulkOutcome.WAITING if is_waiting else BulkOutcome.ASKED,
            )
        )  # fmt: skip
    BulkRow.objects.bulk_create(rows)
    return bulk


def ask_on(bulk: BulkAct, articles: int | None = None, *, seconds: float = STEP_S) -> int:
    """Asks for the next rows, an article at a time and at most so many, and returns how many are still
    waiting. Not to be called in a transaction. Two windows that ask for one article at a time write the
    same."""
    until, number = time.monotonic() + seconds, 0
    waiting = bulk.rows.filter(outcome=BulkOutcome.WAITING)
    while (first := waiting.order_by("position").first()) is not None and time.monotonic() < until:
        if number == articles:
            break
        number += 1
        beside = Mention.objects.filter(article__mentions=first.object_id).values("pk")
        rows = list(waiting.filter(object_id__in=beside)) or [first]
        mentions = Mention.objects.select_related("place__parent", "other_place", "within").in_bulk(
            [row.object_id for row in rows]
        )
        asked = ask_anew(list(mentions.values()))
        for row in rows:
            row.outcome = BulkOutcome.ASKED
            if mention := mentions.get(row.object_id):
                row.details = {"version": mention.version, **_told(asked[mention.pk])}
        BulkRow.objects.bulk_update(rows, ["outcome", "details"])
    return waiting.count()


def answers(bulk: BulkAct, mentions: Iterable[Mention]) -> dict[int, Asked]:
    """What was answered of the mentions, by their numbers; of one as it is not any more, none."""
    rows = {row.object_id: row.details for row in bulk.rows.filter(outcome=BulkOutcome.ASKED)}
    found = {}
    for mention in mentions:
        details = rows.get(mention.pk, {})
        is_asked = details.get("version") == mention.version
        found[mention.pk] = _asked(details) if is_asked else Asked(is_asked=False)
    return found


def _told(asked: Asked) -> dict[str, Any]:
    return {"asked": [asdict(offer) for offer in asked.offers], "errors": list(asked.errors)}


def _asked(details: Mapping[str, Any]) -> Asked:
    offers = (
        Offer(
            **{
                **told, "reasons": tuple(told["reasons"]), "precision": Precision(told["precision"]),
                "point": tuple(told["point"]),
            }
        )
        for told in details["asked"]
    )  # fmt: skip
    return Asked(tuple(offers), tuple(details["errors"]))
