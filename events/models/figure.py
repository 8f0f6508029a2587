"""A claim of a number of people or homes.

The rules are the field's: a figure keeps its words; "more than 600" is low 600 and high empty, never 600
(Airwars' ranges, UCDP's low and high); "dozens" has words and no number; the claimant is never the outlet
(IDMC's sources and publishers); only recommended figures are added up, and running totals and stocks never
are (IDMC Helix).
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.enums import (
    PUBLIC_STATUSES,
    Acceptance,
    FigureRole,
    Measure,
    People,
    Quantifier,
    Scope,
    Status,
    Unit,
)
from events.models.article import Article
from events.models.base import Tracked
from events.models.event import Event, EventMention
from events.models.mention import Mention, spans_in_order
from events.models.organisation import Organisation


class FigureQuerySet(models.QuerySet["Figure"]):
    def published(self) -> Self:
        """Accepted figures of events and articles that readers see."""
        return self.filter(
            models.Exists(EventMention.objects.published().filter(event=models.OuterRef("event"))),
            status__in=PUBLIC_STATUSES,
            acceptance=Acceptance.ACCEPTED,
            article__status__in=PUBLIC_STATUSES,
        )


class Figure(Tracked):
    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="figures",
        db_constraint=False,  # migration 0063 keeps it, as that of the event
    )  # fmt: skip
    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="figures", db_constraint=False,
    )  # fmt: skip
    mentions = models.ManyToManyField(
        Mention, verbose_name=_("places"), blank=True, related_name="figures",
        help_text=_("The mentions of the article that the number belongs to."),
    )  # fmt: skip
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    wording = models.CharField(_("wording"), max_length=200)
    excerpt_start = models.PositiveIntegerField(_("start of the excerpt"))
    excerpt_end = models.PositiveIntegerField(_("end of the excerpt"))

    measure = models.CharField(_("measure"), max_length=16, choices=Measure)
    people = models.CharField(_("people"), max_length=16, choices=People, default=People.PEOPLE)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, default=Unit.PERSON)
    household_size = models.DecimalField(
        _("household size"), max_digits=4, decimal_places=1, null=True, blank=True,
        help_text=_("People in a household, when the article or the claimant says so."),
    )  # fmt: skip
    quantifier = models.CharField(
        _("quantifier"), max_length=10, choices=Quantifier, default=Quantifier.EXACT
    )
    low = models.PositiveBigIntegerField(_("low"), null=True, blank=True)
    high = models.PositiveBigIntegerField(_("high"), null=True, blank=True)
    scope = models.CharField(_("scope"), max_length=14, choices=Scope, default=Scope.INCIDENT)
    period_start = models.DateField(_("counted from"), null=True, blank=True)
    period_end = models.DateField(_("counted until, or as of"), null=True, blank=True)
    since = models.CharField(_("since, in the article's words"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=14, choices=FigureRole, default=FigureRole.RECOMMENDED)
    role_reason = models.CharField(
        _("why this role"), max_length=300, blank=True,
        help_text=_("Readers see it beside the figure: why this number is recommended, or disputed."),
    )  # fmt: skip
    claimant = models.ForeignKey(
        Organisation, verbose_name=_("claimant"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="figures", db_constraint=False,  # migration 0060 keeps it
    )  # fmt: skip
    claimant_words = models.CharField(_("claimant, in the article's words"), max_length=300, blank=True)

    acceptance = models.CharField(
        _("acceptance"), max_length=10, choices=Acceptance, default=Acceptance.PROPOSED
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    evidence = models.JSONField(_("evidence"), default=list, blank=True, editable=False)
    #: Whether its passage is kept from readers; the database keeps it, whatever is written here.
    is_withheld = models.BooleanField(default=False, db_default=False, editable=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["article", "start"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        permissions = [("withdraw_figure", _("Can withdraw a figure from readers"))]
        constraints = [
            *spans_in_order("figure"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="figure_low_not_above_high",
            ),
            models.CheckConstraint(
                condition=(
                    Q(quantifier__in=[Quantifier.EXACT, Quantifier.ABOUT])
                    # A check that is neither true nor false holds: "low = high" of one number alone is that.
                    & (
                        Q(low__isnull=True, high__isnull=True)
                        | Q(low__isnull=False, high__isnull=False, low=F("high"))
                    )
                )
                | Q(quantifier__in=[Quantifier.AT_LEAST, Quantifier.MORE_THAN], high__isnull=True)
                | Q(quantifier__in=[Quantifier.UP_TO, Quantifier.LESS_THAN], low__isnull=True)
                | Q(quantifier=Quantifier.BETWEEN, low__isnull=False, high__isnull=False),
                name="figure_bounds_match_quantifier",
            ),
            models.CheckConstraint(
                condition=Q(period_start__isnull=True)
                | Q(period_end__isnull=True)
                | Q(period_start__lte=F("period_end")),
                name="figure_period_in_order",
            ),
            models.CheckConstraint(
                condition=Q(household_size__isnull=True) | Q(household_size__gt=0, unit=Unit.HOUSEHOLD),
                name="figure_household_size_of_households",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=PUBLIC_STATUSES)
                | Q(acceptance=Acceptance.ACCEPTED, event__isnull=False),
                name="figure_published_is_accepted",
            ),
            models.UniqueConstraint(
                fields=["event", "measure", "people"],
                condition=Q(role=FigureRole.RECOMMENDED, acceptance=Acceptance.ACCEPTED)
                & ~Q(status=Status.WITHDRAWN),
                name="figure_one_recommended",
            ),
        ]
        indexes = [
            # Serves the inbox: which articles have something left to decide.
            models.Index(fields=["article"], name="figure_open", condition=Q(acceptance=Acceptance.PROPOSED)),
            # Serves the filters of the editors' list, as `event_filters`.
            models.Index(
                fields=[
                    "measure", "people", "scope", "role", "quantifier", "unit", "acceptance", "status",
                ],
                name="figure_filters",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.wording} {self.get_measure_display()}"
