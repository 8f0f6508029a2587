"""What is remembered of outside geocoders: their answers, and when each may be asked again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class GeocoderFailure(models.TextChoices):
    """Why a geocoder gave no answer. Never the same as "knows no such place", which is an answer."""

    TIME_OUT = "time_out", _("did not answer in time")
    UNREACHABLE = "unreachable", _("cannot be reached")
    LIMITED = "limited", _("takes no more questions for now")
    REFUSED = "refused", _("refuses to answer")
    FAILED = "failed", _("has failed")
    UNREADABLE = "unreadable", _("answers with something that cannot be read")
    NOT_UNDERSTOOD = "not_understood", _("does not understand the search")
    BUSY = "busy", _("is being asked by others")
    MISCONFIGURED = "misconfigured", _("cannot be asked with its settings")


class GeocoderAnswer(models.Model):
    """What one geocoder said to one query, or that it could not say anything and is to be asked again.

    Nominatim, asked for "saraqib", knew two places: `places` has two entries. It knew none: `places` is an
    empty list. It was out of order: `places` is NULL, `failure` says why and `retry_at` when to try again.
    Every row ends at `expires_at`, by what the geocoder's terms allow to keep.
    """

    provider = models.CharField(_("provider"), max_length=40)
    #: Which server with which options answered, by which version of ours: another one is asked anew.
    source = models.CharField(_("source"), max_length=32)
    query = models.CharField(_("query"), max_length=300)
    places = models.JSONField(_("places"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    failure = models.CharField(_("failure"), max_length=20, choices=GeocoderFailure, blank=True)
    attempts = models.PositiveSmallIntegerField(_("failed attempts"), default=0)
    asked_at = models.DateTimeField(_("asked at"))
    retry_at = models.DateTimeField(_("retry at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("geocoder's answer")
        verbose_name_plural = _("geocoders' answers")
        constraints = [
            models.UniqueConstraint(fields=["provider", "source", "query"], name="geocoderanswer_once"),
            models.CheckConstraint(
                condition=Q(places__isnull=False, failure="", retry_at__isnull=True)
                | (Q(places__isnull=True, retry_at__isnull=False) & ~Q(failure="")),
                name="geocoderanswer_is_answer_or_failure",
            ),
        ]
        indexes = [
            # Every new answer removes the expired ones.
            models.Index(fields=["expires_at"], name="geocoderanswer_expires"),
            # The list of what is to be asked again.
            models.Index(
                fields=["retry_at"], name="geocoderanswer_retry", condition=Q(retry_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.query}"


class GeocoderTurn(models.Model):
    """When a geocoder may be asked next, by whichever process: one row each, changed by one statement.

    Times are the database's, so that servers whose clocks differ agree.
    """

    provider = models.CharField(_("provider"), max_length=40, primary_key=True)
    #: Who is asking now, until `free_at` at the latest; NULL while nobody is.
    token = models.UUIDField(_("token"), null=True, blank=True)
    free_at = models.DateTimeField(_("free at"))
    #: After a refusal or a failure nobody asks before this, unless the settings have changed since.
    left_alone_until = models.DateTimeField(_("left alone until"))
    source = models.CharField(_("source"), max_length=32)
    failure = models.CharField(_("failure"), max_length=20, choices=GeocoderFailure, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("geocoder's turn")
        verbose_name_plural = _("geocoders' turns")

    def __str__(self) -> str:
        return self.provider
