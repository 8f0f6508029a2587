"""Who on the editors' side is told what readers are not: those who may see confidential things, and whoever
brought the article in or made the event, who knew it before it was kept.

Others see the row as readers do. Its earlier values, the reasons that were given for acts on it, what these
changed and what colleagues said of it would tell them all the same, so that they see none of it. Who works on
all rows reads the texts: a source can be kept from them, a place cannot.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from events.models import (
    Article,
    Comment,
    Decision,
    DiscreetMention,
    Discretion,
    Dismissal,
    Event,
    FeedItem,
    KeptSource,
    Mention,
)
from events.models.confidential import VIEW

Said = TypeVar("Said", Decision, Comment)

#: The rows of which something may be kept: the model of what lies aside, the column that names the row, and
#: the paths from there to the accounts that knew it.
_ASIDE: dict[type[Model], tuple[type[Model], str, tuple[str, ...]]] = {
    Article: (KeptSource, "article", ("article__created_by",)),
    Event: (
        Discretion, "event",
        ("event__created_by", "event__event_mentions__mention__article__created_by"),
    ),
    Mention: (DiscreetMention, "mention", ("mention__article__created_by",)),
}  # fmt: skip


def is_told(user: Any, row: Model) -> bool:
    """Whether the user may know all that is known of the row, and was."""
    kept = _kept_rows(user, type(row))
    return kept is None or not kept.filter(**{_ASIDE[type(row)][1]: row.pk}).exists()


def is_told_of_deleted(user: Any, model: type[Model]) -> bool:
    """The same of a row that is deleted: what lay aside went with it, and with that whose it was."""
    return model not in _ASIDE or user.has_perm(VIEW)


def told(user: Any, rows: QuerySet[Said]) -> QuerySet[Said]:
    """The decisions of which the user may read the reasons and the changes; of comments, those that may be
    read, and what the user said."""
    if user.has_perm(VIEW):
        return rows
    withheld = _about_kept(user)
    return rows.exclude(withheld & ~Q(by=user.pk) if rows.model is Comment else withheld)


def told_dismissals(user: Any, dismissals: QuerySet[Dismissal]) -> QuerySet[Dismissal]:
    """Those of the dismissals whose findings and reasons the user may read."""
    for model, name in ((Event, "event_id"), (Article, "article_id")):
        if (kept := _kept_rows(user, model)) is not None:
            dismissals = dismissals.exclude(_is_kept(kept, model, name) & ~Q(by=user.pk))
    return dismissals


def told_items(user: Any, items: QuerySet[FeedItem]) -> QuerySet[FeedItem]:
    """Those of a feed's items that may be shown: not what became an article whose source is kept."""
    kept = _kept_rows(user, Article)
    return items if kept is None else items.exclude(_is_kept(kept, Article, "article_id"))


def _about_kept(user: Any) -> Q:
    """That what a row is about, named by its `content_type` and `object_id`, is kept from the user."""
    withheld = Q(pk__in=[])
    for model in _ASIDE:
        kept = _kept_rows(user, model)
        if kept is not None:
            about = ContentType.objects.get_for_model(model)
            withheld |= Q(content_type=about) & _is_kept(kept, model, "object_id")
    return withheld


def _is_kept(kept: QuerySet[Any], model: type[Model], name: str) -> Q:
    """That of the row whose number is in `name` something lies aside which is among `kept`."""
    aside, column, _paths = _ASIDE[model]
    # Asked of each row as a range of one: for "equal" PostgreSQL gathers all that lies aside, for each
    # question anew.
    row = {f"{column}__gte": OuterRef(name), f"{column}__lte": OuterRef(name)}
    # Of most rows nothing lies aside, which is known without a question for each.
    has_any = Q(**{f"{name}__in": aside._default_manager.order_by().values(column)})
    return has_any & Q(Exists(kept.filter(**row)))


def _kept_rows(user: Any, model: type[Model]) -> QuerySet[Any] | None:
    """What lies aside of the model's rows and is nothing for the user; None where that is nothing at all."""
    if model not in _ASIDE or user.has_perm(VIEW):
        return None
    aside, _column, paths = _ASIDE[model]
    rows = aside._default_manager.all()
    for path in paths:
        rows = rows.exclude(**{path: user.pk})
    return rows
