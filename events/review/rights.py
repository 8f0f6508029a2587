"""Who may see and change which rows: the one place that every list, page, action and verb asks.

Permissions say what somebody may do at all, this says to which rows. Whoever holds `change_others` (Editors
and those above them) sees and changes all. Everybody else works on their own: the articles that they brought
in or are assigned to, with what was read from them, and the events that they made or are assigned to, until
readers see them. What readers see, all may look at. The words that everybody shares (places, outlets,
organisations, layers) belong to nobody: there the permissions are enough.

For example, of a Contributor who brought in article 7 and an Editor who made event 3 from it:

    visible_to(contributor, Event.objects.all())     # theirs, what is published, and event 3: it rests on 7
    may_change(contributor, event_3)                 # False: the Editor made it
    require_change(contributor, event_3)             # PermissionDenied, with a sentence
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, QuerySet, Value, When

from events.enums import PUBLIC_STATUSES, Status
from events.models import (
    Article,
    BulkAct,
    BulkRow,
    Comment,
    Decision,
    Dismissal,
    Event,
    EventMention,
    Feed,
    FeedItem,
    Figure,
    FrozenMap,
    Layer,
    Map,
    Mention,
    MentionCandidate,
    Merge,
    Organisation,
    Outlet,
    Place,
    PlaceName,
    StoryStep,
)
from events.models.event import OPEN_STATUSES
from events.review.among import Among

User = AbstractUser | AnonymousUser
Row = TypeVar("Row", bound=Model)

#: So many rows of somebody's own are named one by one.
_NAMED = 10_000
#: The fields that say whose a row is; a model has those of them that it needs.
OWNERS = ("created_by", "assignee")
#: What belongs to nobody: who may change it at all may change all of it.
SHARED: frozenset[type[Model]] = frozenset({Feed, FeedItem, Layer, Organisation, Outlet, Place, PlaceName})


def works_on_all(user: User) -> bool:
    """Whether the user's rights hold for every row."""
    return bool(user.has_perm("events.change_others"))


def visible_to(user: User, queryset: QuerySet[Row]) -> QuerySet[Row]:
    """The rows of the queryset that the user may see, whatever they may do to them. Of a model that nobody
    has described here, only those who work on all see any."""
    if works_on_all(user) or queryset.model in SHARED:
        return queryset
    rule = _VISIBLE.get(queryset.model)
    return queryset.filter(rule(user)) if rule and user.is_authenticated else queryset.none()


def events_visible_to(user: User, events: QuerySet[Event]) -> QuerySet[Event]:
    """As `visible_to`, for a list that is asked several questions: which events rest on the user's articles
    is looked up now, once."""
    own = None if works_on_all(user) or not user.is_authenticated else _own_events(user)
    if own is None:
        return visible_to(user, events)
    return events.filter(Q(status__in=PUBLIC_STATUSES) | Q(Among("pk", own)))


def changeable_by(user: User, queryset: QuerySet[Row]) -> QuerySet[Row]:
    """The rows of the queryset that the user may change, if they may change any of its model."""
    if works_on_all(user) or queryset.model in SHARED:
        return queryset
    rule = _CHANGEABLE.get(queryset.model)
    return queryset.filter(rule(user)) if rule and user.is_authenticated else queryset.none()


def may_view(user: User, row: Model) -> bool:
    return row.pk in visible_ids(user, row._meta.concrete_model, [row.pk])  # type: ignore[arg-type]


def may_change(user: User, row: Model) -> bool:
    return works_on_all(user) or changeable_by(user, _itself(row)).exists()


def may_decide(user: User, article: Article) -> bool:
    """Whether the user may go on with what was read from the article. Its first event publishes an article;
    whoever brought it in still decides on the rest of it."""
    return works_on_all(user) or decided_by(user).filter(pk=article.pk).exists()


def decided_by(user: User) -> QuerySet[Article]:
    """The articles for which `may_decide` holds."""
    articles = Article.objects.all()
    return articles if works_on_all(user) else articles.filter(_worked_on("", user))


def require_view(user: User, row: Model) -> None:
    """Raises PermissionDenied with a sentence that says nothing of the row itself."""
    if not may_view(user, row):
        raise PermissionDenied(f"There is no {row._meta.verbose_name} no. {row.pk} that you may see.")


def require_change(user: User, row: Model) -> None:
    """Raises PermissionDenied with a sentence unless the user may change the row."""
    if not may_change(user, row):
        require_view(user, row)
        raise PermissionDenied(_why_not(user, row))


def require_decide(user: User, article: Article) -> None:
    """Raises PermissionDenied with a sentence unless the user may decide on what the article says."""
    if not may_decide(user, article):
        require_view(user, article)
        raise PermissionDenied(_why_not(user, article))


def visible_ids(user: User, model: type[Model], ids: Iterable[int]) -> set[int]:
    """Those of the ids whose rows the user may see."""
    wanted = set(ids)
    if works_on_all(user) or not wanted:
        return wanted
    rows = model._default_manager.filter(pk__in=wanted)
    if model is Event and user.is_authenticated:
        # Of these alone it is asked on what they rest, not of all the user's articles.
        seen = rows.filter(_events(user, among=wanted))
    else:
        seen = visible_to(user, rows)
    return set(seen.order_by().values_list("pk", flat=True))


def is_own(user: User, row: Model) -> bool:
    """Whether the user brought the row in, made it, or is assigned to it."""
    return any(getattr(row, f"{name}_id") == user.pk for name in _owners_of(type(row)))


def _why_not(user: User, row: Model) -> str:
    home = row.article if isinstance(row, Mention | Figure) else row
    if is_own(user, home):
        return (
            f"“{row}” is not a draft any more, so only those who may work on what others brought in can "
            "change it. Ask an editor."
        )
    return f"“{row}” is somebody else’s work. Ask an editor to change it, or to assign it to you."


# Whose a row is


def _itself(row: Model) -> QuerySet[Any]:
    """The row as the database has it, whatever was typed into the one at hand."""
    return row._meta.concrete_model._default_manager.filter(pk=row.pk)  # type: ignore[union-attr]


def _owners_of(model: type[Model]) -> list[str]:
    return [name for name in OWNERS if _has(model, name)]


def _has(model: type[Model], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _owned(model: type[Model], path: str, user: User) -> Q:
    """That the row at the end of `path` ("article__", or the row itself) is the user's."""
    owned = Q(pk__in=[])
    for name in _owners_of(model):
        owned |= Q(**{f"{path}{name}": user.pk})
    return owned


def _of_own(path: str, user: User) -> Q:
    """That the article at the end of `path` is the user's: one of the few that somebody has, which is known
    without looking at the article of each row."""
    return Q(**{f"{path}__in": Article.objects.filter(_owned(Article, "", user)).order_by().values("pk")})


def _there(rows: QuerySet[Any], name: str, key: str = "pk") -> Case:
    """That one of the rows has in `key` what the outer row has in `name`. It is asked of each outer row by
    itself, as a range of one: for "equal" PostgreSQL gathers all, where a list needs to know it of fifty.
    Within CASE, for of a bare EXISTS it makes a join over all rows."""
    one = Exists(rows.filter(**{f"{key}__gte": OuterRef(name), f"{key}__lte": OuterRef(name)}).order_by())
    return Case(When(one, then=Value(True)), default=Value(False), output_field=BooleanField())


def _worked_on(path: str, user: User) -> Q:
    return _owned(Article, path, user) & ~Q(**{f"{path}status": Status.WITHDRAWN})


# What may be seen


def _articles(user: User) -> Q:
    """Of others' articles those that readers are told all of: the text of one whose source or place is kept
    would tell it."""
    return _owned(Article, "", user) | Q(status__in=PUBLIC_STATUSES, is_withheld=False)


def _mentions(user: User) -> Q:
    # A range of one, as in `_there`.
    shown = EventMention.objects.published().filter(mention__gte=OuterRef("pk"), mention__lte=OuterRef("pk"))
    return _of_own("article", user) | Q(Exists(shown), _there(_told_sources(), "article"))


def _figures(user: User) -> Q:
    # The cheap condition first: within an "or" PostgreSQL keeps the order.
    is_told = Q(status__in=PUBLIC_STATUSES) & Q(_there(_told_sources(), "article"))
    return _of_own("article", user) | is_told


def _told_sources() -> QuerySet[Article]:
    return Article.objects.filter(is_withheld=False)


def _events(user: User, *, among: set[int] | None = None) -> Q:
    """Those that rest on a user's article too: whoever reads its mentions and figures sees what they tell.
    Where they are chosen `among` a few, nothing else is looked at."""
    told, counted = _resting_on(user)
    if among is not None:
        told, counted = told.filter(event__in=among), counted.filter(event__in=among)
    return (
        _owned(Event, "", user) | Q(status__in=PUBLIC_STATUSES) | Q(pk__in=told) | Q(pk__in=counted)
    )  # fmt: skip


def _resting_on(user: User) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The keys of the events that the user's articles tell, and of those whose figures they claim."""
    told = EventMention.objects.filter(_of_own("mention__article", user))
    counted = Figure.objects.filter(_of_own("article", user), event__isnull=False)
    return told.order_by().values_list("event"), counted.order_by().values_list("event")


def _maps(user: User) -> Q:
    return _owned(Map, "", user) | Q(status__in=PUBLIC_STATUSES)


def _within(name: str, model: type[Model]) -> Callable[[User], Q]:
    """That the row which `name` points at may be seen."""
    return lambda user: Q(_there(visible_to(user, model._default_manager.all()), f"{name}_id"))


def _links(user: User) -> Q:
    return _within("event", Event)(user) & _within("mention", Mention)(user)


def _frozen_maps(user: User) -> Q:
    return Q(map__isnull=True) | _within("map", Map)(user)


def _merges(user: User) -> Q:
    return _within("kept", Event)(user) & _within("merged", Event)(user)


def _own_acts(user: User) -> Q:
    return Q(by=user.pk)


def _dismissals(user: User) -> Q:
    return _of_seen_event("event_id", user) | _within("article", Article)(user)


def _decisions(user: User) -> Q:
    """A user's own, and those about rows that they may see."""
    return Q(by=user.pk) | _about_seen(user, mention=_of_seen_mention(user))


def _comments(user: User) -> Q:
    """Those about rows that they may see, and about the words that everybody shares."""
    return Q(content_type__in=ContentType.objects.get_for_models(*SHARED).values()) | _about_seen(user)


def _about_seen(user: User, *, mention: Q | None = None) -> Q:
    """That what a row is about, named by its `content_type` and `object_id`, is a row that they may see.
    `mention` is that of one about a mention, where that is known by less."""
    ways: dict[type[Model], Q] = {Event: _of_seen_event("object_id", user)}
    for model in (Article, Mention, Figure, Map):
        ways[model] = Q(_there(visible_to(user, model._default_manager.all()), "object_id"))
    if mention:
        ways[Mention] = mention
    known = Q()
    for about, seen in ways.items():
        known |= Q(content_type=ContentType.objects.get_for_model(about)) & seen
    return known


def _of_seen_mention(user: User) -> Q:
    """That the mention a decision is about may be seen: as `_mentions`, by the article that the decision
    names and the events that tell it. A list may begin with a hundred thousand acts on mentions of others'
    drafts: of these one question is asked, and it ends at the link."""
    own = Mention.objects.filter(_of_own("article", user))
    may_be_own = _of_own("article", user) | Q(article__isnull=True)
    shown = EventMention.objects.published().filter(mention__article__is_withheld=False)
    return (may_be_own & Q(_there(own, "object_id"))) | Q(_there(shown, "object_id", "mention"))


def _of_seen_event(name: str, user: User) -> Q:
    """That the event whose number is in `name` may be seen: as `_events`, by an index that holds those that
    readers see and the numbers of the user's own. A list may begin with a hundred thousand acts on others'
    drafts, and looks at none of these then."""
    own = _own_events(user)
    if own is None:
        return Q(_there(visible_to(user, Event.objects.all()), name))
    shown = Event.objects.filter(status__in=PUBLIC_STATUSES)
    return Q(_there(shown, name)) | Q(Among(name, own))


def _own_events(user: User) -> set[int] | None:
    """The numbers of the events that are the user's or rest on their articles; None where they are many."""
    ways = (Event.objects.filter(_owned(Event, "", user)).values_list("pk"), *_resting_on(user))
    found = {pk for rows in ways for (pk,) in rows.order_by()[: _NAMED + 1]}
    return found if len(found) <= _NAMED else None


_VISIBLE: dict[type[Model], Callable[[User], Q]] = {
    Article: _articles,
    Mention: _mentions,
    MentionCandidate: _within("mention", Mention),
    Figure: _figures,
    Event: _events,
    EventMention: _links,
    Map: _maps,
    StoryStep: _within("map", Map),
    FrozenMap: _frozen_maps,
    Merge: _merges,
    BulkAct: _own_acts,
    BulkRow: _within("bulk", BulkAct),
    Dismissal: _dismissals,
    Decision: _decisions,
    Comment: _comments,
}


# What may be changed


def _open_articles(user: User) -> Q:
    return _owned(Article, "", user) & Q(status__in=OPEN_STATUSES)


def _open_mentions(user: User) -> Q:
    seen = EventMention.objects.published().filter(mention=OuterRef("pk"))
    return _worked_on("article__", user) & ~Q(Exists(seen))


def _open_figures(user: User) -> Q:
    return _worked_on("article__", user) & Q(status__in=OPEN_STATUSES)


def _open_events(user: User) -> Q:
    """A draft that was merged away is withdrawn by that alone; whoever merged it can part it again."""
    parted = Q(status=Status.WITHDRAWN, merged_into__isnull=False, published_at__isnull=True)
    return _owned(Event, "", user) & (Q(status__in=OPEN_STATUSES) | parted)


def _open_maps(user: User) -> Q:
    return _owned(Map, "", user) & Q(status__in=OPEN_STATUSES)


def _open_dismissals(user: User) -> Q:
    events = changeable_by(user, Event.objects.all())
    return Q(event__in=events) | _worked_on("article__", user)


_CHANGEABLE: dict[type[Model], Callable[[User], Q]] = {
    Article: _open_articles,
    Mention: _open_mentions,
    Figure: _open_figures,
    Event: _open_events,
    Map: _open_maps,
    Dismissal: _open_dismissals,
}
