from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.enums import LayerStyle


class LayerQuerySet(models.QuerySet["Layer"]):
    def published(self) -> Self:
        """Layers that hold at least one event that readers see."""
        from events.models.event import Event

        return self.filter(models.Exists(Event.objects.published().filter(layer=models.OuterRef("pk"))))


class Layer(models.Model):
    """How a part of the events is drawn and named on a map."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    #: The name in other languages of the readers' side, `{"ar": "ضربات"}`; for a missing one stands `name`.
    names = models.JSONField(_("names in other languages"), default=dict, blank=True)
    description = models.TextField(_("description"), blank=True)
    style = models.CharField(_("style"), max_length=10, choices=LayerStyle, default=LayerStyle.SYMBOLS)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Layers are listed in this order, the lowest number first.")
    )
    is_shown = models.BooleanField(_("shown at first"), default=True)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)

    objects = LayerQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("layer")
        verbose_name_plural = _("layers")

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the language of the page in hand."""
        return self.names.get(get_language() or "", "") or self.name
