"""Answers of outside geocoders, kept as long as their terms allow; and the questions that failed.

A failure is kept as what it is, with the time from which the question is worth another try, and is never
read as "no such place".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from events.geocoding.failures import Problem
from events.geocoding.found import FIELDS, FoundPlace, packed, unpacked
from events.models import GeocoderAnswer

MAX_QUERY = GeocoderAnswer._meta.get_field("query").max_length or 0
#: A question that failed is given up after so many attempts or days.
MAX_ATTEMPTS = 6
_GIVE_UP_DAYS = 7


def normalised(query: str) -> str:
    """The query as it is asked: one Unicode form, single spaces, no control characters.

    What joins letters or keeps them apart (Persian writes it within names) stays.
    """
    text = unicodedata.normalize("NFC", query.encode("utf-8", "ignore").decode())
    return " ".join("".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in text).split())


def _key(query: str) -> str:
    return normalised(query).casefold()


def _version_of(source: str) -> str:
    """A release may describe places otherwise, so it asks anew."""
    return salted_hmac("events.geocoding.answers", f"{source} {settings.VERSION} {FIELDS}").hexdigest()[:32]


def kept(provider: str, source: str, query: str) -> list[FoundPlace] | None:
    """What the geocoder has said to this query; None when it was not asked, or could not answer."""
    row = GeocoderAnswer.objects.filter(
        provider=provider, source=_version_of(source), query=_key(query), failure="",
        expires_at__gt=timezone.now(),
    ).first()  # fmt: skip
    return unpacked(row.places or []) if row else None


def keep(
    provider: str, source: str, query: str, places: Sequence[FoundPlace], *, cache_days: float, licence: str
) -> None:
    """Keeps the answer for `cache_days`, an empty one for at most GEOCODER_EMPTY_CACHE_DAYS."""
    days = cache_days if places else min(cache_days, settings.GEOCODER_EMPTY_CACHE_DAYS)
    forget_expired()
    if days <= 0:
        # What failed before is answered, and this must not be kept.
        GeocoderAnswer.objects.filter(
            provider=provider, source=_version_of(source), query=_key(query)
        ).delete()  # fmt: skip
        return
    now = timezone.now()
    _put(
        provider, source, query, places=packed(places), licence=licence[:100], failure="", attempts=0,
        asked_at=now, retry_at=None, expires_at=now + timedelta(days=days),
    )  # fmt: skip


def note_failure(
    provider: str, source: str, query: str, problem: Problem, *, retry_s: float, was_asked: bool
) -> None:
    """Puts the question on the list of what to ask again; one that was not sent was no attempt."""
    key = {"provider": provider, "source": _version_of(source), "query": _key(query)}
    if problem.is_final or len(key["query"]) > MAX_QUERY:
        return
    forget_expired()
    now = timezone.now()
    fields = {"failure": problem.failure, "asked_at": now, "retry_at": now + timedelta(seconds=retry_s)}
    row, is_new = GeocoderAnswer.objects.get_or_create(
        **key,
        defaults={**fields, "attempts": int(was_asked), "expires_at": now + timedelta(days=_GIVE_UP_DAYS)},
    )
    if not is_new:
        # When to give up is counted from the first failure. What another process was told meanwhile stays.
        failed = GeocoderAnswer.objects.filter(pk=row.pk).exclude(failure="")
        failed.update(**fields, attempts=F("attempts") + int(was_asked))


def to_be_retried(providers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(provider, query) of what failed and may be tried again now, longest waiting first.

    `providers` are those of the settings with their sources: a question to another one is never asked again.
    """
    now = timezone.now()
    versions = {(name, _version_of(source)) for name, source in providers}
    rows = GeocoderAnswer.objects.filter(retry_at__lte=now, expires_at__gt=now, attempts__lt=MAX_ATTEMPTS)
    return [
        (row.provider, row.query) for row in rows.order_by("retry_at", "pk")
        if (row.provider, row.source) in versions
    ]  # fmt: skip


def forget_expired() -> int:
    """Deletes what may no longer be kept; terms that allow 30 days mean gone, not unused."""
    return GeocoderAnswer.objects.filter(expires_at__lte=timezone.now()).delete()[0]


def _put(provider: str, source: str, query: str, **fields: Any) -> None:
    key: dict[str, Any] = {"provider": provider, "source": _version_of(source), "query": _key(query)}
    if len(key["query"]) <= MAX_QUERY:
        GeocoderAnswer.objects.update_or_create(**key, defaults=fields)
