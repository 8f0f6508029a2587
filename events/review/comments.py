"""What editors say to each other: comments on any field of any row, open until they are resolved.

A comment changes nothing of what it is about, so it needs the right to see the row and no version of it.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from events.models import (
    Article,
    Comment,
    Dataset,
    Event,
    Feed,
    Figure,
    Layer,
    Map,
    Mention,
    Organisation,
    Outlet,
    Place,
)
from events.review.acts import Refused, require
from events.review.rights import may_change, require_view

#: What can be commented on: everything that editors decide about.
COMMENTED = (
    Article, Dataset, Event, Feed, Figure, Layer, Map, Mention, Organisation, Outlet, Place,
)  # fmt: skip
#: What a form shows of other tables.
_PARTS: dict[type[Model], tuple[str, ...]] = {Map: ("steps",), Place: ("names",)}
#: Characters. Longer is an article, or pasted by mistake.
LONGEST = 4000


def add_comment(row: Model, *, by: AbstractUser, text: str, field: str = "") -> Comment:
    """Says something about the row, or about its field of that name.

    Raises PermissionDenied for a row that may not be seen, Refused for an empty or far too long text, a field
    that the row does not have, and a row that cannot be commented on.
    """
    require(by, "add_comment")
    if not isinstance(row, COMMENTED):
        raise Refused(f"A {row._meta.verbose_name} cannot be commented on.")
    require_view(by, row)
    if field:
        _require_field(row, field)
    return Comment.objects.create(object=row, field=field, text=_text(text), by_id=by.pk)


def answer_comment(comment: Comment, *, by: AbstractUser, text: str) -> Comment:
    """Goes on with a conversation. An answer to a resolved one opens it again: somebody has more to say."""
    require(by, "add_comment")
    text = _text(text)
    with transaction.atomic():
        opening, row = _locked_opening(comment)
        require_view(by, row)
        if opening.resolved_at is not None:
            _set_resolved(opening, by=None)
        return Comment.objects.create(
            content_type=opening.content_type, object_id=opening.object_id, field=opening.field,
            text=text, answers=opening, by_id=by.pk,
        )  # fmt: skip


def resolve_comment(comment: Comment, *, by: AbstractUser) -> Comment:
    """Ends a conversation. Whoever began it may, and whoever may change what it is about."""
    return _resolve(comment, by=by, is_resolved=True)


def reopen_comment(comment: Comment, *, by: AbstractUser) -> Comment:
    """Takes the end of a conversation back."""
    return _resolve(comment, by=by, is_resolved=False)


def _resolve(comment: Comment, *, by: AbstractUser, is_resolved: bool) -> Comment:
    require(by, "add_comment")
    with transaction.atomic():
        opening, row = _locked_opening(comment)
        require_view(by, row)
        if opening.by_id != by.pk and not may_change(by, row):
            raise Refused("Only whoever began a conversation, or may change what it is about, ends it.")
        if (opening.resolved_at is not None) != is_resolved:
            _set_resolved(opening, by=by if is_resolved else None)
    return opening


def _locked_opening(comment: Comment) -> tuple[Comment, Model]:
    """The comment that began the conversation, locked until the transaction ends, and what it is about."""
    rows = Comment.objects.select_for_update(of=("self",))
    opening = rows.filter(pk=comment.answers_id or comment.pk).first()
    row = opening.object if opening else None
    if opening is None or row is None:
        raise Refused("What this conversation was about has been deleted. Go back to the list.")
    return opening, row


def _set_resolved(opening: Comment, *, by: AbstractUser | None) -> None:
    opening.resolved_by_id = by.pk if by else None
    opening.resolved_at = timezone.now() if by else None
    opening.save(update_fields=["resolved_by", "resolved_at"])


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("A comment needs words. Write what the others should know or look at.")
    if len(text) > LONGEST:
        raise Refused(f"The comment has {len(text):,} characters; at most {LONGEST:,} are kept. Shorten it.")
    return text


def commented_fields(model: type[Model]) -> list[str]:
    """The names of what a comment on a row can be about: all that its forms show."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [*(field.name for field in fields if field.editable), *_PARTS.get(model, ())]


def _require_field(row: Model, field: str) -> None:
    if field not in commented_fields(type(row)):
        raise Refused(f"A {row._meta.verbose_name} has no field “{field}”. Choose one of the list.")
