"""How far an article has come, as conditions of the database: for the inbox's filters, counts and rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from events.enums import PUBLIC_STATUSES, Acceptance, MentionStatus, Status
from events.models import Article, Decision, EventMention, FeedItem, Figure, Mention
from events.models.event import OPEN_STATUSES
from events.models.feed import FeedItemStatus

#: Acts that do not yet mean that somebody reads an article.
_NOT_BEGUN = ("add_article", "read_article", "assign_article", "recall_article", "change_article")


class Stage(models.TextChoices):
    """How far an article has come, in an editor's eyes. `TO_DO` is all that still asks for work."""

    TO_DO = "", _("To do")
    NEW = "new", _("New")
    BEING_READ = "being_read", _("Being read")
    WITH_DRAFTS = "with_drafts", _("With drafts")
    READ = "read", _("Read")
    PUBLISHED = "published", _("Published")
    DISMISSED = "dismissed", _("Dismissed")


#: What articles at work are in.
AT_WORK = (Stage.TO_DO, Stage.NEW, Stage.BEING_READ, Stage.WITH_DRAFTS, Stage.READ)


#: Asked of each article by an index. Written as sets ("pk in ...") PostgreSQL gathered them for each row.
_IS_OPEN = Exists(Mention.objects.filter(article=OuterRef("pk"), status=MentionStatus.PROPOSED)) | Exists(
    Figure.objects.filter(article=OuterRef("pk"), acceptance=Acceptance.PROPOSED)
)
#: As a range of one: for "equal" the articles of all drafts would be gathered, records' too.
_HAS_DRAFTS = Exists(
    EventMention.objects.filter(
        mention__article__gte=OuterRef("pk"), mention__article__lte=OuterRef("pk"),
        event__status__in=OPEN_STATUSES,
    )
)  # fmt: skip
_IS_BEGUN = Exists(Decision.objects.filter(article=OuterRef("pk")).exclude(verb__in=_NOT_BEGUN))
_IS_READ = Q(read_at__isnull=False)


#: How far an article at work has come: the first that holds is it.
STAGE = Case(
    When(_HAS_DRAFTS, then=Value(Stage.WITH_DRAFTS.value)),
    When(~_IS_READ, then=Value(Stage.NEW.value)),
    # One in the other, so that what is open is gathered once.
    When(
        _IS_OPEN,
        then=Case(When(_IS_BEGUN, then=Value(Stage.BEING_READ.value)), default=Value(Stage.NEW.value)),
    ),
    default=Value(Stage.READ.value),
)


def at_work(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.filter(status__in=OPEN_STATUSES, dismissed_at__isnull=True)


def articles_in(stage: str, articles: QuerySet[Article]) -> QuerySet[Article]:
    """Those of the articles that have come so far."""
    if stage == Stage.PUBLISHED:
        return articles.filter(status__in=PUBLIC_STATUSES)
    if stage == Stage.DISMISSED:
        return articles.filter(
            Q(status=Status.WITHDRAWN) | Q(status__in=OPEN_STATUSES, dismissed_at__isnull=False)
        )
    # By the one expression: as conditions of their own PostgreSQL makes joins of them, over all rows.
    at = at_work(articles).alias(stage=STAGE)
    return at.exclude(stage=Stage.READ.value) if stage == Stage.TO_DO else at.filter(stage=stage)


def items_in(stage: str, items: QuerySet[FeedItem]) -> QuerySet[FeedItem]:
    if stage in (Stage.TO_DO, Stage.NEW):
        return items.filter(status=FeedItemStatus.NEW)
    if stage == Stage.DISMISSED:
        return items.filter(status=FeedItemStatus.DISMISSED)
    return items.none()


def stages_of(numbers: Sequence[int]) -> dict[int, Stage]:
    """The stage of each article, by the same conditions that the filter has."""
    few = Article.objects.filter(pk__in=numbers)
    found = {pk: Stage(stage) for pk, stage in at_work(few).order_by().values_list("pk", STAGE)}
    for stage in (Stage.PUBLISHED, Stage.DISMISSED):
        found |= dict.fromkeys(articles_in(stage, few).order_by().values_list("pk", flat=True), stage)
    return found
