"""What editors do with an article as a whole: correct its particulars, withdraw it, bring it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from events.enums import PUBLIC_STATUSES, Status
from events.models import Article, Decision, Event
from events.review.acts import Refused, differs, locked, require, require_note_to_readers, save
from events.review.constraints import sentence_for
from events.review.events import withdraw_event
from events.review.following import mark_changed
from events.review.four_eyes import refuse_own

#: What `change_article` may change. The text is what everything else was read from, so it stays.
CHANGEABLE = frozenset(
    {"outlet", "headline", "url", "archive_url", "published_on", "language", "duplicate_of"}
)


def change_article(
    article: Article,
    changes: Mapping[str, Any],
    *,
    by: AbstractUser,
    note: str = "",
    public_note: str = "",
    version: int | None = None,
) -> Article:
    """Changes what is known of the article (see CHANGEABLE). Once readers see its headline, outlet, date and
    link, that needs the right to publish and a note to them, and it is a correction of the events that rest
    on it."""
    require(by, "change_article")
    if unknown := set(changes) - CHANGEABLE:
        raise Refused(f"An article has no changeable {', '.join(sorted(unknown))}.")
    try:
        with transaction.atomic():
            current = locked(article, by=by, version=version, wanted=changes)
            if current.status in PUBLIC_STATUSES and differs(current, changes):
                require(by, "publish_event")
                for event in resting_on(current):
                    refuse_own(event, by=by)
                require_note_to_readers(public_note, f"“{current.headline}”")
                changes = {**changes, "status": Status.CHANGED}
            save(current, changes, verb="change_article", by=by, note=note, public_note=public_note)
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def withdraw_article(
    article: Article, *, by: AbstractUser, public_note: str, version: int | None = None
) -> Article:
    """Takes an article's excerpts from readers, and with them every event that nothing else tells. An event
    that another article tells stays, marked as changed."""
    require(by, "withdraw_article")
    if not public_note.strip():
        raise Refused("Say why the article is withdrawn.")
    with transaction.atomic():
        told = list(resting_on(article).select_for_update(of=("self",)))
        current = locked(article, by=by, version=version)
        if current.status not in PUBLIC_STATUSES:
            raise Refused(f"“{current.headline}” is not published, so there is nothing to withdraw.")
        save(current, {"status": Status.WITHDRAWN}, verb="withdraw_article", by=by, public_note=public_note)
        pks = [event.pk for event in told]
        still_told = set(Event.objects.published().filter(pk__in=pks).values_list("pk", flat=True))
        for event in told:
            if event.pk in still_told:
                mark_changed(event, by=by, public_note=public_note)
            else:
                withdraw_event(event, by=by, public_note=public_note)
    return current


def resting_on(article: Article) -> QuerySet[Event]:
    """The published events that rest on a mention or a figure of the article."""
    by_mention = Event.objects.published().filter(event_mentions__mention__article=article)
    by_figure = Event.objects.published().filter(figures__article=article)
    pks = {*by_mention.values_list("pk", flat=True), *by_figure.values_list("pk", flat=True)}
    return Event.objects.filter(pk__in=pks).order_by("pk")


def reinstate_article(
    article: Article, *, by: AbstractUser, note: str = "", version: int | None = None
) -> Article:
    """Makes a withdrawn article a draft again. It is published with the next event that it tells."""
    require(by, "withdraw_article")
    with transaction.atomic():
        current = locked(article, by=by, version=version)
        if current.status != Status.WITHDRAWN:
            raise Refused(f"“{current.headline}” is not withdrawn, so there is nothing to bring back.")
        save(current, {"status": Status.DRAFT}, verb="reinstate_article", by=by, note=note)
    return current


def discard_article(article: Article, *, by: AbstractUser, note: str = "") -> None:
    """Deletes an article that tells nothing yet, with what was read from it. The decision stays on record."""
    require(by, "delete_article")
    with transaction.atomic():
        current = locked(article, by=by)
        if (
            current.status != Status.DRAFT
            or Decision.objects.filter(article=current, verb="publish_article").exists()
        ):
            raise Refused(f"“{current.headline}” was published. Withdraw it and say why.")
        if event := Event.objects.filter(mentions__article=current).first():
            raise Refused(f"“{current.headline}” tells the event “{event}”. Discard that first.")
        if event := Event.objects.filter(figures__article=current).first():
            raise Refused(f"“{event}” has a figure of “{current.headline}”. Discard that event first.")
        Decision.objects.record(
            verb="discard_article", by=by, on=current, from_status=current.status, note=note,
            changes={"headline": [current.headline, None]},
        )  # fmt: skip
        current.delete()
