"""Acts on many rows at once: what was asked for, and what became of each row."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0031_curated_maps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                ("act", models.CharField(max_length=20, verbose_name="act")),
                ("model", models.CharField(max_length=20, verbose_name="rows")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("options", models.JSONField(default=dict, verbose_name="options")),
                ("note", models.TextField(blank=True, verbose_name="why")),
                ("public_note", models.TextField(blank=True, verbose_name="note to readers")),
                ("is_whole", models.BooleanField(default=False, verbose_name="all or nothing")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("undo_at", models.DateTimeField(blank=True, null=True, verbose_name="undone since")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
                (
                    "undo_public_note",
                    models.TextField(blank=True, verbose_name="note to readers on undoing it"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bulk action",
                "verbose_name_plural": "bulk actions",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(verbose_name="row")),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                ("version", models.PositiveIntegerField(verbose_name="version seen")),
                (
                    "version_after",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="version made"),
                ),
                ("label", models.CharField(max_length=300, verbose_name="name")),
                ("to", models.TextField(blank=True, verbose_name="chosen")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("changed", "changed by somebody else meanwhile"),
                            ("undone", "undone"),
                            ("kept", "done, and could not be undone"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("said", models.TextField(blank=True, verbose_name="what was said")),
                ("details", models.JSONField(default=dict, verbose_name="details")),
                (
                    "bulk",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="events.bulkact",
                        verbose_name="bulk action",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of a bulk action",
                "verbose_name_plural": "rows of a bulk action",
                "ordering": ["bulk", "position"],
            },
        ),
        migrations.AddConstraint(
            model_name="bulkact",
            constraint=models.CheckConstraint(
                condition=models.Q(("undone_at__isnull", True), ("undo_at__isnull", False), _connector="OR"),
                name="bulkact_undone_was_begun",
            ),
        ),
        migrations.AddIndex(
            model_name="bulkrow",
            index=models.Index(fields=["bulk", "outcome", "position"], name="bulkrow_of_outcome"),
        ),
        migrations.AddConstraint(
            model_name="bulkrow",
            constraint=models.UniqueConstraint(fields=("bulk", "object_id"), name="bulkrow_once"),
        ),
    ]
