"""What waits for whoever signs in: their own work first, then what they alone may decide.

Each queue is one indexed query for a few rows more than are shown; nothing counts beyond COUNTED, so the page
costs the same with a million events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.admin.act_words import act_words
from events.admin.comments import page_of
from events.enums import MentionStatus, Status
from events.models import Article, Comment, Decision, Event, Feed, Mention
from events.models.event import OPEN_STATUSES
from events.review.bulk import when_and_where
from events.review.entrusted import told
from events.review.rights import visible_ids, visible_to

#: Rows of a queue that are shown.
SHOWN = 5
#: Beyond this a number says "more than".
COUNTED = 99
#: Days for which a change after publication is still news to a publisher.
RECENT_DAYS = 7
#: Acts among which the last ones are found: a merge writes one for each event and figure.
LOOKED_THROUGH = 100
#: The acts on the two events of a merge, each with that on a figure.
_FIGURES = {"merge_event": "merge_figure", "unmerge_event": "unmerge_figure"}
_ENDS = frozenset(_FIGURES)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits: its name, the page to go on at, and what to know of it."""

    title: str
    url: str
    note: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queue with its first lines. `count` stops at COUNTED + 1; `url` shows all of it."""

    title: str
    lines: list[Line]
    count: int
    url: str

    @property
    def is_more(self) -> bool:
        return self.count > COUNTED

    @property
    def number(self) -> str:
        return f"{COUNTED}+" if self.is_more else str(self.count)


def waiting_for(user: AbstractUser) -> list[Waiting]:
    """The queues that hold something for the user, in the order in which they should be worked."""
    found = (queue(user) for queue in _QUEUES)
    return [one for one in found if one is not None and one.count]


def last_decisions(user: AbstractUser, number: int = 8) -> list[tuple[str, str, str, datetime]]:
    """What the user did last, newest first: act, row, the row's page if it has one, when."""
    # As a range of one: else PostgreSQL walks the acts of all, where imports are a hundred thousand. By the
    # moment alone, as the index of who it was has them: an import is one moment.
    own = Decision.objects.filter(by__gte=user.pk, by__lte=user.pk).order_by("-by_id", "-at")
    decisions = _once_for_a_merge(own.select_related("content_type")[:LOOKED_THROUGH])[:number]
    prefetch_related_objects(decisions, "object")
    return [
        (act_words(one.verb), str(one.object or _("deleted")), _page_of(one), one.at) for one in decisions
    ]


def _once_for_a_merge(decisions: Iterable[Decision]) -> list[Decision]:
    """Of acts, the newest first: of those that one merge has written, or several into one event without
    another act between them, the one on the kept event alone, which each writes last. Parting is alike."""
    found: list[Decision] = []
    is_within = False
    for row in decisions:
        last = found[-1] if found else None
        is_kept = row.verb in _ENDS and "merged_into" not in row.changes
        if is_within:
            # On the merged event, as the figures that follow: the first ones of this merge.
            is_within = not (row.verb in _ENDS and "merged_into" in row.changes)
        elif is_kept:
            is_within = True
            if not (last and (last.verb, last.object_id) == (row.verb, row.object_id)):
                found.append(row)
        elif not (last and row.verb == _FIGURES.get(last.verb)):
            found.append(row)
    return found


def _page_of(decision: Decision) -> str:
    if decision.object is None:
        return ""
    try:
        return _page(f"{decision.content_type.model}_change", decision.object)
    except NoReverseMatch:
        return ""


# The queues


def _articles(user: AbstractUser) -> Waiting | None:
    """Articles given to the user in which something is undecided, or that nobody has read yet."""
    if not user.has_perm("events.view_article"):
        return None
    undecided = Mention.objects.filter(status=MentionStatus.PROPOSED).values("article")
    articles = visible_to(user, Article.objects.all()).filter(assignee=user.pk, dismissed_at__isnull=True)
    waiting = articles.filter(Q(read_at__isnull=True) | Q(pk__in=undecided)).order_by("created_at")

    def line(article: Article) -> Line:
        desk = _page("article_desk", article)
        return Line(str(article), desk, str(article.outlet), article.created_at)

    listed = waiting.select_related("outlet").defer("text", "bands")
    inbox = f"{reverse('admin:events_inbox')}?assignee=me"
    return _queue(_("Articles assigned to you"), listed, line, inbox)


def _events(user: AbstractUser) -> Waiting | None:
    rows = visible_to(user, Event.objects.all()).filter(assignee=user.pk, status__in=OPEN_STATUSES)
    return _event_queue(_("Events assigned to you"), rows, user, whose="assigned")


def _returned(user: AbstractUser) -> Waiting | None:
    """Drafts of the user that were sent back, with what is missing."""
    kind = ContentType.objects.get_for_model(Event)
    acts = Decision.objects.filter(content_type=kind)
    later = acts.filter(object_id=OuterRef("object_id")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    # From the acts of sending back: drafts can be a hundred thousand that an import has made.
    drafts = Event.objects.filter(created_by=user.pk, status=Status.DRAFT).values("pk")
    last = acts.filter(verb="return_event", object_id__in=drafts).exclude(Exists(later.order_by()))
    missing = dict(last.values_list("object_id", "note")[: COUNTED + 1])
    rows = Event.objects.filter(pk__in=list(missing))
    return _event_queue(_("Sent back to you"), rows, user, note=lambda event: missing[event.pk])


def _to_review(user: AbstractUser) -> Waiting | None:
    """Of Editors too: they send back what is not ready, and Publishers publish the rest."""
    if not user.has_perm("events.change_others"):
        return None
    rows = visible_to(user, Event.objects.all()).filter(status=Status.IN_REVIEW)
    return _event_queue(_("Waiting for review"), rows, user, status__exact=Status.IN_REVIEW)


def _comments(user: AbstractUser) -> Waiting | None:
    """Open conversations about the user's own rows, and those of theirs that somebody else went on with."""
    if not user.has_perm("events.view_comment"):
        return None
    opened = Comment.objects.open()
    answered = Comment.objects.filter(answers=OuterRef("pk")).exclude(by=user.pk).order_by()
    went_on = _newest(opened.filter(Exists(answered), by=user.pk))
    newest = visible_ids(user, Comment, went_on)
    # One after the other: of "or" PostgreSQL gathers all that somebody owns.
    for model in (Article, Event):
        # Those who own a row see it.
        own = model._default_manager.filter(Q(created_by=user.pk) | Q(assignee=user.pk)).values("pk")
        about = opened.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=own)
        newest |= _newest(about.exclude(by=user.pk))
    rows = told(user, Comment.objects.filter(pk__in=newest)).select_related("by", "content_type")
    return _queue(
        _("Open comments"), rows.order_by("-pk").prefetch_related("object"),
        lambda comment: Line(str(comment), page_of(comment), f"{comment.by}: {comment.object}", comment.at),
        f"{reverse('admin:events_comment_changelist')}?state=open",
    )  # fmt: skip


def _newest(comments: QuerySet[Comment]) -> set[int]:
    return set(comments.order_by("-at").values_list("pk", flat=True)[: COUNTED + 1])


def _drafts(user: AbstractUser) -> Waiting | None:
    rows = Event.objects.filter(created_by=user.pk, status=Status.DRAFT, merged_into__isnull=True)
    return _event_queue(
        _("Your drafts"), rows, user, status__exact=Status.DRAFT, created_by__id__exact=str(user.pk)
    )


def _changed(user: AbstractUser) -> Waiting | None:
    """What readers saw change in the last days: somebody should have read it twice."""
    if not user.has_perm("events.publish_event"):
        return None
    since = timezone.now() - timedelta(days=RECENT_DAYS)
    rows = visible_to(user, Event.objects.all()).filter(status=Status.CHANGED, updated_at__gte=since)
    return _event_queue(_("Changed after publication"), rows, user, status__exact=Status.CHANGED)


def _feeds(user: AbstractUser) -> Waiting | None:
    if not user.has_perm("events.change_feed"):
        return None
    rows = Feed.objects.filter(is_active=True).exclude(last_error="").order_by("polled_at")
    return _queue(
        _("Feeds that cannot be read"), rows,
        lambda feed: Line(feed.url, _page("feed_change", feed), feed.last_error, feed.polled_at),
        reverse("admin:events_feed_changelist"),
    )  # fmt: skip


_QUEUES: tuple[Callable[[AbstractUser], Waiting | None], ...] = (
    _returned, _articles, _events, _comments, _to_review, _changed, _drafts, _feeds,
)  # fmt: skip


# How a queue becomes lines


def _event_queue(
    title: str, rows: QuerySet[Event], user: AbstractUser, *,
    note: Callable[[Any], str] | None = None, **shown: str,
) -> Waiting | None:  # fmt: skip
    if not user.has_perm("events.view_event"):
        return None

    def line(event: Any) -> Line:
        # Titles of imported events are often the same.
        parts = (event.get_kind_display(), when_and_where(event), event.get_status_display())
        said = note(event) if note else " · ".join(filter(None, parts))
        return Line(event.title, _page("event_change", event), said, event.updated_at)

    listed = rows.order_by("-updated_at").select_related("place").defer("geometry", "place__geometry")
    return _queue(title, listed, line, f"{reverse('admin:events_event_changelist')}?{urlencode(shown)}")


def _queue(title: str, rows: QuerySet[Any], line: Callable[[Any], Line], url: str) -> Waiting:
    count = len(rows.order_by().values_list("pk")[: COUNTED + 1])
    first: Iterable[Any] = rows[:SHOWN] if count else ()
    return Waiting(title=title, lines=[line(row) for row in first], count=count, url=url)


def _page(name: str, row: Any) -> str:
    return reverse(f"admin:events_{name}", args=[row.pk])
