"""What is known of a place and kept from readers, for people's safety.

While an event is shown coarser than it is known, its own columns and those of the mentions that tell it hold
the coarse place: all that any public route, total, tile, image, search or frozen map can read. What is known
lies here, and only the editors' pages look.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from events.enums import Direction, Precision, Relation
from events.models.decision import Decision
from events.models.event import Event
from events.models.mention import Mention
from events.models.place import Place

#: What an event may be shown as, the least coarse first.
LEVELS = (Precision.ADMIN2, Precision.ADMIN1, Precision.COUNTRY)


def _place(verbose_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Place, verbose_name=verbose_name, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Discretion(models.Model):
    """That an event is shown as its district, province or country, and where it is known to be.

    `names` are the folded names (see `events_words` of migration 0014) that no passage shown to readers may
    hold, `telling_names` those of them that the coarse place does not bear as well: no title, note or
    headline may hold one of these. A trigger keeps both promises, whoever writes the rows.
    """

    event = models.OneToOneField(
        Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="discretion"
    )
    level = models.CharField(
        _("shown as"), max_length=12, choices=[(level.value, level.label) for level in LEVELS]
    )
    place = _place(_("known place"))
    geometry = models.GeometryField(_("known geometry"), srid=4326, null=True, blank=True)
    point = models.PointField(_("known label point"), srid=4326, null=True, blank=True)
    has_no_geometry = models.BooleanField(_("has no place on the map"), default=False)
    precision = models.CharField(
        _("known precision"), max_length=12, choices=Precision, default=Precision.UNKNOWN
    )
    names = ArrayField(models.CharField(max_length=300), default=list, editable=False)
    telling_names = ArrayField(models.CharField(max_length=300), default=list, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("known place of an event")
        verbose_name_plural = _("known places of events")
        default_permissions = ()
        permissions = [
            ("show_coarser", _("Can show an event less exactly than it is known")),
            ("show_exactly", _("Can show an event as exactly as it is known again")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=[level.value for level in LEVELS]), name="discretion_level"
            ),
        ]

    def __str__(self) -> str:
        # Never the place: what is logged or reported names rows by this.
        return f"Known place of event {self.event_id}"


class DiscreetMention(models.Model):
    """What is known of the place of a mention that tells an event with discretion."""

    mention = models.OneToOneField(
        Mention, verbose_name=_("mention"), on_delete=models.CASCADE, related_name="known"
    )
    level = models.CharField(_("shown as"), max_length=12)
    #: Whether readers see a coarser place than this: a mention of the province itself is shown as it is.
    is_coarsened = models.BooleanField(default=True)
    place = _place(_("known place"))
    relation = models.CharField(_("relation"), max_length=12, choices=Relation, default=Relation.IN)
    direction = models.CharField(_("direction"), max_length=2, choices=Direction, blank=True)
    distance_m = models.FloatField(_("distance in metres"), null=True, blank=True)
    other_place = _place(_("second place"))
    within = _place(_("cut to"))
    geometry = models.GeometryField(_("known geometry"), srid=4326, null=True, blank=True)
    precision = models.CharField(
        _("known precision"), max_length=12, choices=Precision, default=Precision.UNKNOWN
    )

    class Meta:
        verbose_name = _("known place of a mention")
        verbose_name_plural = _("known places of mentions")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Known place of mention {self.mention_id}"


class WithheldNote(models.Model):
    """A note to readers that names what is kept from them. The database writes these rows."""

    decision = models.OneToOneField(
        Decision, verbose_name=_("decision"), on_delete=models.CASCADE, related_name="withheld"
    )

    class Meta:
        verbose_name = _("withheld note")
        verbose_name_plural = _("withheld notes")
        default_permissions = ()

    def __str__(self) -> str:
        return f"Withheld note {self.decision_id}"
