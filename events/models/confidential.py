"""What only those who may see confidential things ever see: notes, and who a source is.

No export, feed, log, search or public route reads these models. Their names for themselves hold numbers
only, because logs and error reports name rows by them.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.article import Article
from events.models.event import Event
from events.models.figure import Figure
from events.models.organisation import Organisation, Outlet

#: Which rows a note may be about: the names of the columns that point at them.
SUBJECTS = ("article", "event", "figure", "organisation", "outlet")
VIEW = "events.view_confidential"


class ConfidentialKind(models.TextChoices):
    SOURCE = "source", _("Source")
    NOTE = "note", _("Note")


def _about(subject: str) -> Q:
    return Q(**{f"{name}__isnull": name != subject for name in SUBJECTS})


class KeptSource(models.Model):
    """What readers are not told of an article's source. The article's own columns hold what they are told:
    no address, and where it would say too much no headline and an outlet without a name.

    `is_confidential`: the source is kept as such, whatever the article says. Otherwise the row is there
    because the article tells an event that is shown coarser than it is known, and goes with that.
    """

    article = models.OneToOneField(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="kept_source"
    )
    is_confidential = models.BooleanField(_("confidential source"), default=False)
    hides_headline = models.BooleanField(default=False)
    hides_outlet = models.BooleanField(default=False)
    outlet = models.ForeignKey(Outlet, verbose_name=_("outlet"), on_delete=models.PROTECT, related_name="+")
    headline = models.CharField(_("headline"), max_length=300)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    archive_url = models.URLField(_("archived copy"), max_length=1000, blank=True)
    #: Folded, as in `Discretion`; empty unless the source is confidential.
    names = ArrayField(models.CharField(max_length=300), default=list, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("kept source")
        verbose_name_plural = _("kept sources")
        default_permissions = ()
        permissions = [("keep_source", _("Can keep a source confidential, and name it again"))]

    def __str__(self) -> str:
        return f"Kept source of article {self.article_id}"


class ConfidentialNoteQuerySet(models.QuerySet["ConfidentialNote"]):
    def visible_to(self, user: AbstractUser | AnonymousUser) -> Self:
        """All for those who may see confidential things, for others what they wrote themselves."""
        if user.has_perm(VIEW):
            return self
        return self.filter(by=user.pk) if user.is_authenticated else self.none()


class ConfidentialNote(models.Model):
    """A note for colleagues that leaves the desk on no route: who a source is, how a fact was confirmed."""

    kind = models.CharField(_("kind"), max_length=8, choices=ConfidentialKind, default=ConfidentialKind.NOTE)
    text = models.TextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="confidential_notes"
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.CASCADE, related_name="confidential_notes"
    )
    figure = models.ForeignKey(
        Figure, null=True, blank=True, on_delete=models.CASCADE, related_name="confidential_notes"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="confidential_notes"
    )
    outlet = models.ForeignKey(
        Outlet, null=True, blank=True, on_delete=models.CASCADE, related_name="confidential_notes"
    )

    objects = ConfidentialNoteQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("confidential note")
        verbose_name_plural = _("confidential notes")
        default_permissions = ()
        permissions = [("view_confidential", _("Can see confidential notes and sources"))]
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (_about(subject) for subject in SUBJECTS)),
                name="confidential_note_is_about_one_row",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="confidential_note_not_empty"),
        ]

    def __str__(self) -> str:
        # Never the text: what is logged or reported names rows by this.
        return f"Confidential note {self.pk}"
