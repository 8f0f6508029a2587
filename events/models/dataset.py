"""Data sets that others made, the rows that came from them, and each time that a file of one was read in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import ImportMode, ImportState, Scheme, Status
from events.models.article import Article
from events.models.base import WholeJSONField
from events.models.event import Event
from events.models.layer import Layer
from events.models.organisation import Outlet


class Dataset(models.Model):
    """A collection of events that somebody keeps: UCDP GED, ACLED, another newsroom's Dateline.

    `outlet` stands for it wherever readers are told who says so. `mapping` is which of its columns is read as
    what, as it was chosen last. The licence's terms go with every row, and readers see them.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    scheme = models.CharField(_("columns of"), max_length=10, choices=Scheme, default=Scheme.DATELINE)
    version = models.CharField(_("version"), max_length=60, blank=True)
    outlet = models.OneToOneField(
        Outlet, verbose_name=_("outlet"), on_delete=models.PROTECT, related_name="dataset"
    )
    url = models.URLField(_("website"), blank=True)
    licence = models.CharField(
        _("licence"), max_length=200, blank=True, help_text=_("As its maker names it, for example CC BY 4.0.")
    )
    licence_url = models.URLField(_("terms"), blank=True)
    attribution = models.TextField(
        _("attribution"), blank=True, help_text=_("How its maker wants to be named. Readers see it.")
    )
    layer = models.ForeignKey(
        Layer, verbose_name=_("layer of its events"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    mapping = models.JSONField(_("mapping"), default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")
        permissions = [("import_events", _("Can import events of a data set"))]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


class ImportRun(models.Model):
    """A file on its way in: uploaded, looked at, run. `content` is the file until it was run or given up.

    `counts` has rows, added, updated, unchanged, kept and refused; `problems` the first of the sentences
    about rows, each `[row, id, column, value, sentence]`.
    """

    dataset = models.ForeignKey(
        Dataset, verbose_name=_("data set"), on_delete=models.PROTECT, related_name="runs"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.PREPARED)
    version = models.CharField(_("version"), max_length=60, blank=True)
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    file_format = models.CharField(_("format"), max_length=10)
    content = models.BinaryField(_("content"), null=True, editable=False)
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    mode = models.CharField(_("rows"), max_length=4, choices=ImportMode, default=ImportMode.ALL)
    target = models.CharField(_("events become"), max_length=12, choices=Status, default=Status.DRAFT)
    counts = models.JSONField(_("counts"), default=dict)
    problems = models.JSONField(_("problems"), default=list)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return f"{self.file_name}, {self.at:%Y-%m-%d %H:%M}"


class SourceRecord(models.Model):
    """An event's row in a data set, whole: `raw` has every cell that was not empty, by its column.

    `applied` is what the last import made of it; a field of the event that is something else now was
    corrected by an editor. `event` is empty when the event was deleted here: a later import leaves it so.
    """

    dataset = models.ForeignKey(
        Dataset, verbose_name=_("data set"), on_delete=models.PROTECT, related_name="records",
        db_index=False,  # the unique constraint's index begins with it
        db_constraint=False,  # migration 0060 keeps it, as that of the run
    )  # fmt: skip
    source_id = models.CharField(_("id in the data set"), max_length=200)
    event = models.ForeignKey(
        Event, verbose_name=_("event"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="source_records", db_constraint=False,  # migration 0063 keeps it
    )  # fmt: skip
    article = models.ForeignKey(
        Article, verbose_name=_("record"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="source_records", db_constraint=False,
    )  # fmt: skip
    run = models.ForeignKey(
        ImportRun, verbose_name=_("import"), on_delete=models.PROTECT, related_name="records",
        db_constraint=False,
    )  # fmt: skip
    row = models.PositiveIntegerField(_("row of the file"))
    raw = WholeJSONField(_("row"))
    applied = WholeJSONField(_("what was made of it"))
    digest = models.CharField(_("digest"), max_length=32)

    class Meta:
        verbose_name = _("source record")
        verbose_name_plural = _("source records")
        constraints = [
            models.UniqueConstraint(fields=["dataset", "source_id"], name="source_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset.name} {self.source_id}"
