"""Data sets, their rows and imports; what readers are told of a data set is noted for the edition."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

IMPORTERS = ("Editor", "Publisher")
PERMISSIONS = (
    "view_dataset",
    "view_importrun",
    "view_sourcerecord",
    "import_events",
    "add_dataset",
    "change_dataset",
)

# As in 0012_edition: its outlet's articles are told with it.
NOTED = """
CREATE TRIGGER dataset_update_is_noted_as_outlet AFTER UPDATE ON events_dataset
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT
    EXECUTE FUNCTION events_note_for_edition('outlet', '%1$s.outlet_id', 'NULL::bigint', 'true',
        'ROW(%1$s.name, %1$s.version, %1$s.url, %1$s.licence, %1$s.licence_url, %1$s.attribution, %1$s.outlet_id)');
"""


def let_editors_import(apps, schema_editor):
    # Django makes the permissions after all migrations have run; the groups need them now.
    from django.apps import apps as installed
    from django.contrib.auth.management import create_permissions

    create_permissions(installed.get_app_config("events"), verbosity=0)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="events", codename__in=PERMISSIONS
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=IMPORTERS):
        group.permissions.add(*permissions)


def let_nobody_import(apps, schema_editor):
    """The permissions go with their models."""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0020_owners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="kind",
            field=models.CharField(
                choices=[("article", "Article"), ("record", "Record of a data set")],
                db_default="article",
                default="article",
                editable=False,
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="Dataset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="name")),
                (
                    "scheme",
                    models.CharField(
                        choices=[
                            ("acled", "ACLED"),
                            ("ucdp", "UCDP GED"),
                            ("dateline", "Dateline, or chosen column by column"),
                        ],
                        default="dateline",
                        max_length=10,
                        verbose_name="columns of",
                    ),
                ),
                ("version", models.CharField(blank=True, max_length=60, verbose_name="version")),
                ("url", models.URLField(blank=True, verbose_name="website")),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        help_text="As its maker names it, for example CC BY 4.0.",
                        max_length=200,
                        verbose_name="licence",
                    ),
                ),
                ("licence_url", models.URLField(blank=True, verbose_name="terms")),
                (
                    "attribution",
                    models.TextField(
                        blank=True,
                        help_text="How its maker wants to be named. Readers see it.",
                        verbose_name="attribution",
                    ),
                ),
                (
                    "mapping",
                    models.JSONField(blank=True, default=dict, editable=False, verbose_name="mapping"),
                ),
                (
                    "layer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="events.layer",
                        verbose_name="layer of its events",
                    ),
                ),
                (
                    "outlet",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dataset",
                        to="events.outlet",
                        verbose_name="outlet",
                    ),
                ),
            ],
            options={
                "verbose_name": "data set",
                "verbose_name_plural": "data sets",
                "ordering": ["name"],
                "permissions": [("import_events", "Can import events of a data set")],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Looked at, not run yet"),
                            ("done", "Done"),
                            ("refused", "Refused, nothing was written"),
                        ],
                        default="prepared",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("version", models.CharField(blank=True, max_length=60, verbose_name="version")),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="bytes")),
                ("file_format", models.CharField(max_length=10, verbose_name="format")),
                ("content", models.BinaryField(null=True, verbose_name="content")),
                ("mapping", models.JSONField(blank=True, default=dict, verbose_name="mapping")),
                (
                    "mode",
                    models.CharField(
                        choices=[("all", "All rows or none"), ("good", "The rows that are good")],
                        default="all",
                        max_length=4,
                        verbose_name="rows",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("published", "Published"),
                            ("changed", "Changed after publication"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="events become",
                    ),
                ),
                ("counts", models.JSONField(default=dict, verbose_name="counts")),
                ("problems", models.JSONField(default=list, verbose_name="problems")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="events.dataset",
                        verbose_name="data set",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source_id", models.CharField(max_length=200, verbose_name="id in the data set")),
                ("row", models.PositiveIntegerField(verbose_name="row of the file")),
                ("raw", models.JSONField(verbose_name="row")),
                ("applied", models.JSONField(verbose_name="what was made of it")),
                ("digest", models.CharField(max_length=32, verbose_name="digest")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source_records",
                        to="events.article",
                        verbose_name="record",
                    ),
                ),
                (
                    "dataset",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="events.dataset",
                        verbose_name="data set",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="source_records",
                        to="events.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="events.importrun",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "source record",
                "verbose_name_plural": "source records",
                "constraints": [
                    models.UniqueConstraint(fields=("dataset", "source_id"), name="source_record_once")
                ],
            },
        ),
        migrations.RunSQL(NOTED, "DROP TRIGGER dataset_update_is_noted_as_outlet ON events_dataset;"),
        migrations.RunPython(let_editors_import, let_nobody_import),
    ]
