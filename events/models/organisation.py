"""Who prints and who claims: never the same row. A newspaper that counts for itself has one of each."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import OrganisationKind


class Outlet(models.Model):
    """A newspaper, agency or broadcaster that printed an article."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    url = models.URLField(_("website"), blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, as in ISO 3166: SY, TR.")
    )
    language = models.CharField(_("language"), max_length=12, default="en")
    #: Of the one that stands for the outlets of sources that are kept confidential.
    is_unnamed = models.BooleanField(default=False, db_default=False, editable=False)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        constraints = [
            models.UniqueConstraint(
                fields=["is_unnamed"], condition=models.Q(is_unnamed=True), name="outlet_one_unnamed"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Whoever makes a claim: an observatory, a ministry, a spokesman's group."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER
    )
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("also called"), default=list, blank=True,
        help_text=_("Other names that articles use, separated by commas."),
    )  # fmt: skip
    url = models.URLField(_("website"), blank=True)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        # Serves the look-up of a claimant by the words of the article.
        indexes = [GinIndex(fields=["aliases"], name="organisation_aliases")]

    def __str__(self) -> str:
        return self.name
