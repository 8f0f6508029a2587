"""A span of an article that names a place, and what was made of it."""

from __future__ import annotations

from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from events.enums import Direction, MentionRole, MentionStatus, Precision, Relation
from events.models.article import Article
from events.models.base import Tracked
from events.models.place import Place

#: Code points. An excerpt is evidence, not a reprint; the article itself stays private.
MAX_EXCERPT = 1000


def spans_in_order(prefix: str) -> list[models.CheckConstraint]:
    """The constraints that a span and its excerpt keep; that they lie in the article is a trigger's work."""
    return [
        models.CheckConstraint(
            condition=models.Q(end__gt=models.F("start")), name=f"{prefix}_span_not_empty"
        ),
        models.CheckConstraint(
            condition=models.Q(excerpt_start__lte=models.F("start"), excerpt_end__gte=models.F("end")),
            name=f"{prefix}_excerpt_holds_span",
        ),
        models.CheckConstraint(
            condition=models.Q(excerpt_end__lte=models.F("excerpt_start") + MAX_EXCERPT),
            name=f"{prefix}_excerpt_not_too_long",
        ),
    ]


class MentionQuerySet(models.QuerySet["Mention"]):
    def accepted(self) -> Self:
        return self.filter(status=MentionStatus.ACCEPTED)

    def published(self) -> Self:
        """Accepted mentions that tell an event which readers see, in an article that they may see."""
        from events.models.event import EventMention

        return self.filter(
            models.Exists(EventMention.objects.published().filter(mention=models.OuterRef("pk")))
        )


class Mention(Tracked):
    """For example "Idlib" in "Syria's north-western Idlib province": place Idlib governorate, relation
    part of, direction NW, precision admin-1, role happened here.

    `start`, `end` bound the proper name, `phrase_start`, `phrase_end` the wider words that carry the
    relation. `geometry` is the outcome of place and relation: a point, a line (a border) or an area; its
    honesty is `precision`. `other_place` is the second place of "between A and B"; `within` the area that a
    border is cut to.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="mentions",
        db_constraint=False,  # migration 0063 keeps it
    )  # fmt: skip
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    quote = models.CharField(_("quote"), max_length=300)
    phrase_start = models.PositiveIntegerField(_("start of the phrase"))
    phrase_end = models.PositiveIntegerField(_("end of the phrase"))
    excerpt_start = models.PositiveIntegerField(_("start of the excerpt"))
    excerpt_end = models.PositiveIntegerField(_("end of the excerpt"))

    status = models.CharField(
        _("status"), max_length=16, choices=MentionStatus, default=MentionStatus.PROPOSED
    )
    role = models.CharField(_("role"), max_length=16, choices=MentionRole, default=MentionRole.HAPPENED_HERE)
    relation = models.CharField(_("relation"), max_length=12, choices=Relation, default=Relation.IN)
    direction = models.CharField(_("direction"), max_length=2, choices=Direction, blank=True)
    distance_m = models.FloatField(_("distance in metres"), null=True, blank=True)
    place = models.ForeignKey(
        Place, verbose_name=_("place"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="mentions",
    )  # fmt: skip
    other_place = models.ForeignKey(
        Place, verbose_name=_("second place"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    within = models.ForeignKey(
        Place, verbose_name=_("cut to"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    geometry = models.GeometryField(_("geometry"), srid=4326, null=True, blank=True, spatial_index=False)
    precision = models.CharField(_("precision"), max_length=12, choices=Precision, default=Precision.UNKNOWN)
    evidence = ArrayField(models.CharField(max_length=300), default=list, blank=True, editable=False)
    #: Whether its passage is kept from readers; the database keeps it, whatever is written here.
    is_withheld = models.BooleanField(default=False, db_default=False, editable=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "start"]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            *spans_in_order("mention"),
            models.CheckConstraint(
                condition=models.Q(phrase_start__lte=models.F("start"), phrase_end__gte=models.F("end")),
                name="mention_phrase_holds_span",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=MentionStatus.ACCEPTED)
                | models.Q(place__isnull=False)
                | models.Q(geometry__isnull=False),
                name="mention_accepted_is_located",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=MentionStatus.NOT_IDENTIFIABLE)
                | models.Q(place__isnull=True, geometry__isnull=True),
                name="mention_not_identifiable_has_no_place",
            ),
            models.UniqueConstraint(
                fields=["article", "start", "end"],
                condition=~models.Q(status=MentionStatus.REJECTED),
                name="mention_once_per_span",
            ),
        ]
        indexes = [
            # Serves the inbox: which articles have something left to decide.
            models.Index(
                fields=["article"], name="mention_open", condition=models.Q(status=MentionStatus.PROPOSED)
            ),
            # Serves the filters of the editors' list, as `event_filters`.
            models.Index(fields=["status", "role", "relation", "precision"], name="mention_filters"),
            # Few have any; an entry for each mention that has none would cost an import as much as another.
            models.Index(
                fields=["other_place"],
                name="mention_other_place",
                condition=models.Q(other_place__isnull=False),
            ),
            models.Index(fields=["within"], name="mention_within", condition=models.Q(within__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.quote


class MentionCandidate(models.Model):
    """A place proposed for a mention; `reasons` are sentences fit for the editor's eyes."""

    mention = models.ForeignKey(
        Mention, verbose_name=_("mention"), on_delete=models.CASCADE, related_name="candidates"
    )
    place = models.ForeignKey(Place, verbose_name=_("place"), on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"))
    score = models.FloatField(_("score"))
    reasons = ArrayField(models.CharField(max_length=300), verbose_name=_("reasons"), default=list)

    class Meta:
        ordering = ["mention", "rank"]
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(fields=["mention", "place"], name="candidate_once_per_mention"),
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=1), name="candidate_score_in_unit_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} ({self.score:.2f})"
