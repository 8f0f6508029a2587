"""The text that everything else is read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.enums import PUBLIC_STATUSES, ArticleKind, Status
from events.models.base import Tracked
from events.models.organisation import Outlet

#: What a newsroom reads; the rows of data sets are records.
_NO_RECORD = models.Q(kind=ArticleKind.ARTICLE)
_SHARED = "(SELECT count(*) FROM unnest(events_article.bands) band WHERE band = ANY(%s::bigint[]))"
_PRINTING = """
WITH RECURSIVE down AS (
    SELECT id FROM events_article WHERE id = ANY(%s)
    UNION SELECT article.id FROM down JOIN events_article article ON article.duplicate_of_id = down.id
) SELECT id FROM down
"""
#: Two that name each other have no origin; the older of them stands for it.
_ORIGINS = """
WITH RECURSIVE up AS (
    SELECT id AS start, id, duplicate_of_id FROM events_article WHERE id = ANY(%s)
    UNION SELECT up.start, article.id, article.duplicate_of_id
    FROM up JOIN events_article article ON article.id = up.duplicate_of_id
) SELECT DISTINCT ON (start) start, id FROM up ORDER BY start, duplicate_of_id IS NULL DESC, id
"""


def origins_of(articles: Iterable[int]) -> dict[int, int]:
    """For each article (by id) the one whose text it prints: itself, unless it is a reprint. Claims of
    articles with one origin are one claim with several printers."""
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINS, [list(articles)])
        return dict(cursor.fetchall())


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        """Articles whose headline, outlet, date, link and excerpts readers may see; never the full text."""
        return self.filter(status__in=PUBLIC_STATUSES)

    def sharing_a_band(self, bands: Sequence[int]) -> Self:
        """Articles whose text is worth comparing with one of these MinHash bands (see `events.likeness`),
        those that share the most first."""
        shared = RawSQL(_SHARED, [list(bands)])  # noqa: S611 -- a constant statement
        return self.filter(_NO_RECORD, bands__overlap=list(bands)).order_by(shared.desc(), "pk")

    def printing(self, origins: Iterable[int]) -> Self:
        """The articles (by id) and all that print their texts, directly or through another reprint."""
        return self.filter(pk__in=RawSQL(_PRINTING, [list(origins)]))  # noqa: S611 -- a constant statement


class Article(Tracked):
    """A news article. The text is private for copyright's sake; only excerpts are published.

    `fingerprint` is the SHA-256 of the text with case, punctuation and spacing folded; `bands` are its
    MinHash bands, for finding near-duplicates (see `events.likeness`). The text may not change
    once something has been read from it: every offset would lie.
    """

    outlet = models.ForeignKey(
        Outlet, verbose_name=_("outlet"), on_delete=models.PROTECT, related_name="articles",
        db_constraint=False,  # migration 0060 keeps it
    )  # fmt: skip
    headline = models.CharField(_("headline"), max_length=300)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    archive_url = models.URLField(_("archived copy"), max_length=1000, blank=True)
    published_on = models.DateField(_("publication date"))
    language = models.CharField(_("language"), max_length=12, default="en")
    text = models.TextField(_("text"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    kind = models.CharField(
        _("kind"), max_length=8, choices=ArticleKind, default=ArticleKind.ARTICLE,
        db_default=ArticleKind.ARTICLE, editable=False,
    )  # fmt: skip
    read_at = models.DateTimeField(_("read at"), null=True, blank=True, editable=False)
    is_partly_read = models.BooleanField(
        _("read in part"), default=False, editable=False,
        help_text=_("Only the names were looked up: the rules of reading are written for English."),
    )  # fmt: skip
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False)
    bands = ArrayField(models.BigIntegerField(), default=list, editable=False)
    duplicate_of = models.ForeignKey(
        "self", verbose_name=_("near-duplicate of"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="duplicates", db_index=False,
    )  # fmt: skip
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("assigned to"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="assigned_articles", db_index=False,
    )  # fmt: skip
    #: When an editor has put it aside: it stays, and leaves the inbox.
    dismissed_at = models.DateTimeField(_("dismissed"), null=True, blank=True, editable=False)
    #: Whether readers are not told all of its source (see `models/confidential.py`).
    is_withheld = models.BooleanField(default=False, db_default=False, editable=False)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            ("decide_article", _("Can accept and reject what was read from an article")),
            ("withdraw_article", _("Can withdraw an article from readers")),
            ("change_others", _("Can see and change what others brought in or made")),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="article_text_not_empty"),
            # All whose source is kept are of the one outlet without a name. A record stands for a row, which
            # its data set has once.
            models.UniqueConstraint(
                fields=["outlet", "fingerprint"], name="article_once_per_outlet",
                condition=models.Q(is_withheld=False, kind=ArticleKind.ARTICLE),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["fingerprint"], name="article_fingerprint"),
            # Serves the search for near-duplicates: any shared band.
            GinIndex(fields=["bands"], name="article_bands", condition=_NO_RECORD),
            models.Index(fields=["status", "-published_on"], name="article_inbox"),
            # Serve the inbox: the newest first, of those at work, set aside, of a language, or of all.
            models.Index(
                fields=["-created_at", "-id"],
                name="article_at_work",
                condition=_NO_RECORD
                & models.Q(status__in=(Status.DRAFT, Status.IN_REVIEW), dismissed_at__isnull=True),
            ),
            models.Index(
                fields=["-created_at", "-id"],
                name="article_set_aside",
                condition=_NO_RECORD
                & (models.Q(status=Status.WITHDRAWN) | models.Q(dismissed_at__isnull=False)),
            ),
            models.Index(fields=["-created_at", "-id"], name="article_arrived", condition=_NO_RECORD),
            models.Index(
                fields=["language", "-created_at", "-id"],
                name="article_language_arrived",
                condition=_NO_RECORD,
            ),
            # Few have any: an entry for each row that has none would cost an import as much as another.
            models.Index(
                fields=["assignee"], name="article_assignee", condition=models.Q(assignee__isnull=False)
            ),
            models.Index(
                fields=["duplicate_of"],
                name="article_duplicate_of",
                condition=models.Q(duplicate_of__isnull=False),
            ),
            # Serve the editors' list: the last published first, and those of the demonstration.
            models.Index(fields=["published_on", "id"], name="article_published"),
            models.Index(
                fields=["id"], name="article_demonstration", condition=models.Q(is_demonstration=True)
            ),
            # Serves the look-up of an address that is here already, and of how one begins.
            models.Index(
                fields=["url"],
                name="article_url",
                condition=~models.Q(url=""),
                opclasses=["varchar_pattern_ops"],
            ),
            # Serves what goes through them from the newest back, past the records of an import.
            models.Index(fields=["id"], name="article_no_record", condition=_NO_RECORD),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("Article no. %(number)s") % {"number": self.pk})

    def get_absolute_url(self) -> str:
        """The article desk: articles have no page of their own for readers."""
        return reverse("admin:events_article_desk", args=[self.pk])
