"""The candidates of a mention after its place was asked for again, and as they were before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from events.models import Mention, MentionCandidate, Place

#: A place's number, the reading's score, reasons.
Offered = Sequence[Any]


def renew_candidates(mention: Mention, chosen: Place, offers: Iterable[Offered]) -> list[Offered]:
    """Makes the mention's candidates those offered now, and the chosen place one of them. Returns those of
    before, as `restore_candidates` takes them; without offers they stay as they are."""
    before: list[Offered] = [
        [one.place_id, one.score, one.reasons]
        for one in MentionCandidate.objects.filter(mention=mention).order_by("rank")
    ]
    told = {int(place): (score, reasons) for place, score, reasons in offers}
    if told:
        told.setdefault(chosen.pk, (0.0, [chosen.provider] if chosen.provider else []))
        _write(mention, [(place, *rest) for place, rest in told.items()])
    return before


def restore_candidates(mention: Mention, before: Iterable[Offered]) -> None:
    """Those of before, but for places that are deleted since."""
    _write(mention, list(before))


def _write(mention: Mention, candidates: Sequence[Offered]) -> None:
    there = set(Place.objects.filter(pk__in=[place for place, *_ in candidates]).values_list("pk", flat=True))
    MentionCandidate.objects.filter(mention=mention).delete()
    MentionCandidate.objects.bulk_create(
        MentionCandidate(mention=mention, place_id=place, rank=rank, score=score, reasons=list(reasons))
        for rank, (place, score, reasons) in enumerate(
            (one for one in candidates if one[0] in there), start=1
        )
    )  # fmt: skip
