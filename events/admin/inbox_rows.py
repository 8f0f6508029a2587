"""What waits in the inbox: articles, and what feeds offered, the newest first.

Pages go on from the last row shown, and nothing counts beyond COUNTED: with a hundred thousand articles a
page costs what it shows. Texts that are nearly the same stand under the earliest of them that the filter
shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from events.admin.inbox_stages import STAGE, Stage, articles_in, at_work, items_in, stages_of
from events.admin.list_filters import known_values
from events.enums import Acceptance, ArticleKind, MentionStatus
from events.models import Article, Feed, FeedItem, Figure, Mention, Outlet
from events.models.feed import FeedItemStatus
from events.review.among import Among
from events.review.entrusted import told_items
from events.review.rights import visible_to

PER_PAGE = 50
#: Beyond this a number says "more than".
COUNTED = 999
#: Articles at work, the newest first, of which it is looked up how far each is. Of more of them a number says
#: "and more", though it is of few.
LOOKED_AT = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an editor wants to see; empty means all. `assignee` is "me", "none" or a number; `age` a number of
    days that something is old at most ("3"), or at least ("7+")."""

    stage: str = ""
    assignee: str = ""
    language: str = ""
    outlet: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: the next one begins after it. Articles stand before items of the same
    moment."""

    at: datetime
    is_item: bool
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{'item' if self.is_item else 'article'}_{self.pk}"

    @classmethod
    def of(cls, text: str) -> Cursor | None:
        """None for what is no cursor: a list is then shown from its top."""
        at, kind, pk, *_rest = [*text.split("_"), "", ""]
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            return None
        if moment.tzinfo is None or kind not in ("item", "article") or not (pk.isdecimal() and len(pk) < 19):
            return None
        return cls(moment, kind == "item", int(pk))


@dataclass(slots=True)
class Row:
    """An article or an item as the inbox shows it; `others` print nearly the same."""

    key: str
    is_item: bool
    pk: int
    headline: str
    url: str
    link: str
    outlet: str
    language: str
    stage: Stage
    arrived_at: datetime
    published_at: Any
    assignee: str
    summary: str = ""
    open_places: int = 0
    open_figures: int = 0
    others: list[Row] = field(default_factory=list)


def _filtered(rows: QuerySet[Any], wanted: Wanted, by: AbstractUser, outlet: str) -> QuerySet[Any]:
    if wanted.assignee == "none":
        rows = rows.filter(assignee__isnull=True)
    elif wanted.assignee:
        rows = rows.filter(assignee=by.pk if wanted.assignee == "me" else int(wanted.assignee))
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    if wanted.outlet:
        # Looked up first: joined, PostgreSQL reads all articles for a name that it takes for frequent.
        named = list(Outlet.objects.filter(name__icontains=wanted.outlet).values_list("pk", flat=True))
        rows = rows.filter(Among(outlet, named))
    if wanted.age:
        since = timezone.now() - timedelta(days=int(wanted.age.removesuffix("+")))
        rows = rows.filter(**{"created_at__lt" if wanted.age.endswith("+") else "created_at__gte": since})
    return rows


def wanted_articles(wanted: Wanted, by: AbstractUser) -> QuerySet[Article]:
    """The articles of the filter that `by` may see, each with those that print the same."""
    return articles_in(wanted.stage, _seen_articles(wanted, by))


def _seen_articles(wanted: Wanted, by: AbstractUser) -> QuerySet[Article]:
    seen = visible_to(by, Article.objects.filter(kind=ArticleKind.ARTICLE))
    return _filtered(seen, wanted, by, "outlet")


def wanted_items(wanted: Wanted, by: AbstractUser) -> QuerySet[FeedItem]:
    if not by.has_perm("events.view_feeditem"):
        return FeedItem.objects.none()
    seen = visible_to(by, FeedItem.objects.all())
    return items_in(wanted.stage, _filtered(seen, wanted, by, "feed__outlet"))


@dataclass(frozen=True, slots=True)
class AtWork:
    """How far each article at work is: the numbers of those in each stage, the newest first, and whether they
    are all. It is looked up once, for the counts and for the page."""

    stages: dict[str, list[int]]
    is_all: bool

    @classmethod
    def of(cls, wanted: Wanted, by: AbstractUser) -> AtWork:
        rows = at_work(_seen_articles(wanted, by)).order_by("-created_at", "-pk").values_list("pk", STAGE)
        found = list(rows[: LOOKED_AT + 1])
        stages: dict[str, list[int]] = {stage: [] for stage in Stage}
        for pk, stage in found[:LOOKED_AT]:
            stages[stage].append(pk)
            if stage != Stage.READ:
                stages[Stage.TO_DO].append(pk)
        return cls(stages, len(found) <= LOOKED_AT)

    def articles_in(self, wanted: Wanted, by: AbstractUser) -> QuerySet[Article]:
        """The articles of the filter."""
        if self.is_all and wanted.stage not in (Stage.PUBLISHED, Stage.DISMISSED):
            return Article.objects.filter(Among("pk", self.stages[wanted.stage]))
        return wanted_articles(wanted, by)


def _earliest(rows: QuerySet[Any], origin: str) -> QuerySet[Any]:
    """Without those whose origin the filter shows as well: they stand under it.

    The origin is looked for as a range of one: for "equal" PostgreSQL would gather all that the filter has,
    where a page needs to know it of some fifty rows.
    """
    heads = rows.filter(pk__gte=OuterRef(origin), pk__lte=OuterRef(origin)).order_by()
    return rows.filter(Q(**{f"{origin}__isnull": True}) | ~Exists(heads))


def _after(rows: QuerySet[Any], cursor: Cursor | None, *, is_item: bool) -> QuerySet[Any]:
    if cursor is None:
        return rows
    if cursor.is_item == is_item:
        return rows.filter(created_at__lte=cursor.at).exclude(created_at=cursor.at, pk__gte=cursor.pk)
    # Articles of the moment have been shown before its items.
    return rows.filter(**{"created_at__lte" if is_item else "created_at__lt": cursor.at})


def page_of(
    wanted: Wanted, by: AbstractUser, cursor: Cursor | None, open_: AtWork
) -> tuple[list[Row], Cursor | None]:
    """The rows of a page, and the cursor of the next one; None where there is none."""
    articles = _after(_earliest(open_.articles_in(wanted, by), "duplicate_of"), cursor, is_item=False)
    items = _after(_earliest(wanted_items(wanted, by), "first"), cursor, is_item=True)
    newest = ("-created_at", "-pk")
    # Which ones first: joined to what their rows show, all that the stage has would be.
    numbers = list(articles.order_by(*newest).values_list("pk", flat=True)[: PER_PAGE + 1])
    found: list[Row] = [
        *_article_rows(_light(Article.objects.filter(pk__in=numbers)).order_by(*newest), wanted.stage),
        *_item_rows(items.select_related("feed__outlet", "assignee").order_by(*newest)[: PER_PAGE + 1]),
    ]
    found.sort(key=lambda row: (row.arrived_at, not row.is_item, row.pk), reverse=True)
    shown = found[:PER_PAGE]
    _add_others([row for row in shown if not row.is_item], by)
    _add_other_items([row for row in shown if row.is_item], by)
    if len(found) <= PER_PAGE:
        return shown, None
    last = shown[-1]
    return shown, Cursor(last.arrived_at, last.is_item, last.pk)


def counts(wanted: Wanted, by: AbstractUser, open_: AtWork) -> dict[Stage, int]:
    """How many texts are in each stage under the rest of the filter; COUNTED + 1 means more than COUNTED."""
    seen = _seen_articles(wanted, by)
    found = {stage: len(open_.stages[stage]) for stage in Stage}
    for stage in (Stage.PUBLISHED, Stage.DISMISSED):
        found[stage] = _capped(articles_in(stage, seen))
    for stage in (Stage.NEW, Stage.DISMISSED):
        found[stage] += _capped(wanted_items(replace(wanted, stage=stage.value), by))
    found[Stage.TO_DO] = found[Stage.NEW] + found[Stage.BEING_READ] + found[Stage.WITH_DRAFTS]
    return {stage: min(number, COUNTED + 1) for stage, number in found.items()}


def _capped(rows: QuerySet[Any]) -> int:
    return rows.order_by().values("pk")[: COUNTED + 1].count()


def languages() -> list[str]:
    """The languages of all articles and items."""
    found = {code for code in known_values(Article, "language", kind=ArticleKind.ARTICLE) if code}
    return sorted(found | set(Feed.objects.exclude(language="").values_list("language", flat=True)))


# Rows


def _light(articles: QuerySet[Article]) -> QuerySet[Article]:
    return articles.select_related("outlet", "assignee").defer("text", "bands")


def _article_rows(articles: Iterable[Article], stage: str) -> list[Row]:
    rows = list(articles)
    numbers = [article.pk for article in rows]
    stages = {pk: Stage(stage) for pk in numbers} if stage else stages_of(numbers)
    places = _numbers(Mention.objects.filter(article__in=numbers, status=MentionStatus.PROPOSED))
    figures = _numbers(Figure.objects.filter(article__in=numbers, acceptance=Acceptance.PROPOSED))
    return [
        Row(
            key=f"article-{article.pk}", is_item=False, pk=article.pk, headline=str(article),
            url=article.url, link=article.get_absolute_url(), outlet=article.outlet.name,
            language=article.language, stage=stages.get(article.pk, Stage.NEW),
            arrived_at=article.created_at, published_at=article.published_on,
            assignee=_name(article.assignee), open_places=places.get(article.pk, 0),
            open_figures=figures.get(article.pk, 0),
        )
        for article in rows
    ]  # fmt: skip


def _item_rows(items: Iterable[FeedItem]) -> list[Row]:
    states = {FeedItemStatus.NEW: Stage.NEW, FeedItemStatus.DISMISSED: Stage.DISMISSED}
    return [
        Row(
            key=f"item-{item.pk}", is_item=True, pk=item.pk, headline=item.headline, url=item.url,
            link=reverse("admin:events_article_desk", args=[item.article_id]) if item.article_id else "",
            outlet=item.feed.outlet.name, language=item.language,
            stage=states.get(FeedItemStatus(item.status), Stage.READ), arrived_at=item.created_at,
            published_at=item.published_at, assignee=_name(item.assignee), summary=item.summary,
        )
        for item in items
    ]  # fmt: skip


def _name(person: AbstractUser | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else ""


def _numbers(rows: QuerySet[Any]) -> dict[int, int]:
    counted = rows.order_by().values_list("article").annotate(number=models.Count("pk"))
    return dict(counted)


_DOWN = """
WITH RECURSIVE down AS (
    SELECT id AS start, id FROM events_article WHERE id = ANY(%s)
    UNION SELECT down.start, article.id
    FROM down JOIN events_article article ON article.duplicate_of_id = down.id
) SELECT start, id FROM down WHERE start <> id ORDER BY start, id
"""


def _add_others(rows: list[Row], by: AbstractUser) -> None:
    """Under each article those that print it, whatever their stage: they are one claim."""
    with connection.cursor() as cursor:
        cursor.execute(_DOWN, [[row.pk for row in rows]])
        pairs = cursor.fetchall()
    prints = visible_to(by, _light(Article.objects.filter(pk__in={other for _start, other in pairs})))
    known = {row.pk: row for row in _article_rows(prints, "")} if pairs else {}
    under = defaultdict(list)
    for start, other in pairs:
        if other in known:
            under[start].append(known[other])
    for row in rows:
        row.others = under[row.pk]


def _add_other_items(rows: list[Row], by: AbstractUser) -> None:
    others = told_items(by, FeedItem.objects.filter(first__in=[row.pk for row in rows])).order_by("pk")
    under = defaultdict(list)
    for item in others.select_related("feed__outlet", "assignee"):
        under[item.first_id].append(item)
    for row in rows:
        row.others = _item_rows(under[row.pk])
