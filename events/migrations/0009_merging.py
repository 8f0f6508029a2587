"""Merging events, dismissing findings, and why a figure has its role."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GROUPS = ("Contributor", "Editor", "Publisher")
VIEWED = ("view_merge", "view_dismissal")


def let_groups_look(apps, schema_editor):
    # Django makes the permissions after all migrations have run; the groups need them now.
    from django.apps import apps as installed
    from django.contrib.auth.management import create_permissions

    create_permissions(installed.get_app_config("events"), verbosity=0)
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="events", codename__in=VIEWED
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*permissions)


def let_nobody_look(apps, schema_editor):
    """The permissions go with their models."""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_geocoder_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, unique=True, verbose_name="key")),
                ("code", models.CharField(max_length=40, verbose_name="finding")),
                ("sentence", models.TextField(verbose_name="what was found")),
                ("reason", models.TextField(verbose_name="why")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "dismissed finding",
                "verbose_name_plural": "dismissed findings",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("note", models.TextField(blank=True, verbose_name="why")),
                ("moved", models.JSONField(verbose_name="what was moved")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="merged_events",
                to="events.event",
                verbose_name="merged into",
            ),
        ),
        migrations.AddField(
            model_name="figure",
            name="role_reason",
            field=models.CharField(
                blank=True,
                help_text="Readers see it beside the figure: why this number is recommended, or disputed.",
                max_length=300,
                verbose_name="why this role",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["latest", "earliest"], name="event_dates"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(
                        ("status", "withdrawn"), models.Q(("merged_into", models.F("pk")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="event_merged_is_withdrawn",
            ),
        ),
        migrations.AddField(
            model_name="dismissal",
            name="article",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="dismissals",
                to="events.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="dismissal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="dismissal",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="dismissals",
                to="events.event",
                verbose_name="event",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges",
                to="events.event",
                verbose_name="kept event",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="merges_away",
                to="events.event",
                verbose_name="merged event",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddConstraint(
            model_name="dismissal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("article__isnull", True), ("event__isnull", False)),
                    models.Q(("article__isnull", False), ("event__isnull", True)),
                    _connector="OR",
                ),
                name="dismissal_is_about_one_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("merged",), name="merge_one_standing"
            ),
        ),
        migrations.RunPython(let_groups_look, let_nobody_look),
    ]
