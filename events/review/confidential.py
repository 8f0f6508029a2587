"""What editors keep among themselves: notes, and who a source is.

Nothing of it is in a Decision's note or changes, in a refusal's sentence or in a log: the acts are on
record, not what they are about.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from events.enums import PUBLIC_STATUSES, Acceptance, Status
from events.models import (
    Article,
    ConfidentialNote,
    Decision,
    Event,
    Figure,
    KeptSource,
    Organisation,
    Outlet,
)
from events.models.confidential import SUBJECTS, VIEW, ConfidentialKind
from events.review.acts import check_deferred_constraints, locked, require, require_note_to_readers
from events.review.articles import resting_on
from events.review.aside import SOURCE_FIELDS, folded, tells
from events.review.constraints import sentence_for
from events.review.discretion import discretions_of, keep_source_of, name_source_again, write_kept_source
from events.review.four_eyes import refuse_own
from events.review.refusals import Refused
from events.review.rights import require_view

Subject = Article | Event | Figure | Organisation | Outlet

#: Letters of an outlet's name that is looked for in other texts; shorter ones occur anywhere.
_LEAST = 4
#: Characters of a note. Longer is a document, which has no place here.
LONGEST = 10_000


# Notes


def add_confidential_note(
    on: Subject, *, by: AbstractUser, text: str, kind: ConfidentialKind = ConfidentialKind.NOTE
) -> ConfidentialNote:
    """Keeps a note for colleagues about a row that `by` may see."""
    require_view(by, on)
    text = _worded(text)
    with transaction.atomic():
        note = ConfidentialNote.objects.create(kind=kind, text=text, by_id=by.pk, **{_subject(on): on})
        Decision.objects.record(verb="add_confidential_note", by=by, on=on)
    return note


def change_confidential_note(
    note: ConfidentialNote, *, by: AbstractUser, text: str, kind: ConfidentialKind
) -> ConfidentialNote:
    """Its writer changes a note, nobody else: what is signed stays what was meant."""
    text = _worded(text)
    with transaction.atomic():
        current = _own(note, by)
        current.text, current.kind = text, kind
        current.save(update_fields=["text", "kind"])
        Decision.objects.record(verb="change_confidential_note", by=by, on=about(current))
    return current


def remove_confidential_note(note: ConfidentialNote, *, by: AbstractUser) -> None:
    with transaction.atomic():
        current = _own(note, by)
        Decision.objects.record(verb="remove_confidential_note", by=by, on=about(current))
        current.delete()


def about(note: ConfidentialNote) -> Subject:
    """The row that the note is about."""
    return next(row for name in SUBJECTS if (row := getattr(note, name)) is not None)


def _own(note: ConfidentialNote, by: AbstractUser) -> ConfidentialNote:
    current = ConfidentialNote.objects.visible_to(by).select_for_update().filter(pk=note.pk).first()
    if current is None:
        raise PermissionDenied("There is no such note that you may see.")
    if current.by_id != by.pk:
        raise PermissionDenied("A confidential note is changed by whoever wrote it. Add one of your own.")
    return current


def _worded(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused("The note is empty. Write what colleagues should know.")
    if len(text) > LONGEST:
        raise Refused(f"The note has {len(text):,} characters; at most {LONGEST:,} are kept. Shorten it.")
    return text


def _subject(on: Subject) -> str:
    name = on._meta.model_name or ""
    if name not in SUBJECTS:
        raise Refused("A confidential note is about one article, event, figure, organisation or outlet.")
    return name


# Sources


def may_see_source(user: Any, article: Article) -> bool:
    """Whether the user is told what the article's source is, where readers are not."""
    return bool(user.has_perm(VIEW)) or (user.is_authenticated and article.created_by_id == user.pk)


def keep_source(article: Article, *, by: AbstractUser, reason: str, version: int | None = None) -> Article:
    """Tells readers nothing of the article's source but its date: no outlet, headline or address, on any
    route, and no passage or note that names the outlet. Maps that were frozen before leave out its events.

    Raises Refused where the outlet is named in our own words or as who claims a number.
    """
    require(by, "keep_source")
    if not reason.strip():
        raise Refused("Say why the source is kept. Only colleagues read it.")
    try:
        with transaction.atomic():
            current = locked(article, by=by, version=version)
            kept = KeptSource.objects.filter(article=current).first() or KeptSource(
                article=current, **{name: getattr(current, name) for name in SOURCE_FIELDS}
            )
            if kept.is_confidential:
                raise Refused("The source is kept already.")
            kept.is_confidential, kept.by_id = True, by.pk
            kept.names = [name for name in folded([kept.outlet.name]) if len(name) >= _LEAST]
            _refuse_named(current, kept.names)
            kept.save()
            write_kept_source(kept, current, by=by, verb="keep_source", note=reason)
            check_deferred_constraints()
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return current


def name_source(
    article: Article, *, by: AbstractUser, note: str = "", public_note: str = "", version: int | None = None
) -> Article:
    """Tells readers the source again. Of an article that they see they get a note."""
    require(by, "keep_source")
    with transaction.atomic():
        current = locked(article, by=by, version=version)
        kept = KeptSource.objects.filter(article=current, is_confidential=True).first()
        if kept is None:
            raise Refused("The source is not kept, so there is nothing to name again.")
        changes = {}
        if current.status in PUBLIC_STATUSES:
            require(by, "publish_event")
            for event in resting_on(current):
                refuse_own(event, by=by)
            require_note_to_readers(public_note, "The article")
            changes["status"] = Status.CHANGED
        name_source_again(
            kept, by=by, verb="name_source", note=note, public_note=public_note, changes=changes
        )
        # It may still lead to a place that is not to be known.
        if discretions_of(current.pk).exists():
            keep_source_of(Article.objects.get(pk=current.pk), by=by)
        check_deferred_constraints()
    return Article.objects.get(pk=current.pk)


def _refuse_named(article: Article, names: list[str]) -> None:
    """Raises Refused where readers would still be told the outlet by an event that the article tells."""
    told = Event.objects.filter(event_mentions__mention__article=article)
    counted = Event.objects.filter(figures__article=article)
    for event in (told | counted).distinct():
        if tells(f"{event.title} | {event.summary}", names):
            raise Refused(
                f"The title or summary of event no. {event.pk} names the source. Write it without first."
            )
        figures = Figure.objects.filter(event=event, acceptance=Acceptance.ACCEPTED).select_related(
            "claimant"
        )
        for figure in figures:
            claimant = figure.claimant.name if figure.claimant else ""
            words = (figure.wording, figure.claimant_words, figure.since, figure.role_reason, claimant)
            if tells(" | ".join(words), names):
                raise Refused(
                    f"The figure “{figure.wording}” of event no. {event.pk} names the source as its "
                    "claimant or in its reason. Correct it first."
                )
