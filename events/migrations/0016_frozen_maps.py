"""Maps as readers saw them on a day; what is frozen cannot change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FROZEN = """
CREATE FUNCTION events_frozen_map_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Frozen map % of % cannot be changed: articles embed it as it is.', OLD.id, OLD.day
        USING ERRCODE = 'check_violation', CONSTRAINT = 'frozen_map_is_fixed', TABLE = 'events_frozenmap';
END $$;

CREATE TRIGGER frozen_map_is_fixed
    BEFORE UPDATE ON events_frozenmap FOR EACH ROW EXECUTE FUNCTION events_frozen_map_is_fixed();
"""
FROZEN_REVERSE = """
DROP TRIGGER frozen_map_is_fixed ON events_frozenmap;
DROP FUNCTION events_frozen_map_is_fixed();
"""

GROUPS = ("Contributor", "Editor", "Publisher")


def let_groups_look(apps, schema_editor):
    # Django makes the permissions after all migrations have run; the groups need them now.
    from django.apps import apps as installed
    from django.contrib.auth.management import create_permissions

    create_permissions(installed.get_app_config("events"), verbosity=0)
    look = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="events", codename="view_frozenmap"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(look)


def let_nobody_look(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="events", codename="view_frozenmap"
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0015_layer_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FrozenMap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("taken_at", models.DateTimeField(verbose_name="taken at")),
                ("number", models.PositiveIntegerField(verbose_name="events")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("content", models.JSONField(null=True, verbose_name="content")),
                ("translations", models.JSONField(default=dict, verbose_name="translations")),
                (
                    "map",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for the map of all events.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frozen_maps",
                        to="events.map",
                        verbose_name="map",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="events.frozenmap",
                        verbose_name="same as",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty when a reader asked for it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
            ],
            options={
                "verbose_name": "frozen map",
                "verbose_name_plural": "frozen maps",
                "ordering": ["-day", "map"],
            },
        ),
        migrations.AddConstraint(
            model_name="frozenmap",
            constraint=models.UniqueConstraint(
                fields=("map", "day"), name="frozen_map_once_a_day", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="frozenmap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content__isnull", True), ("same_as__isnull", False)),
                    models.Q(("content__isnull", False), ("same_as__isnull", True)),
                    _connector="OR",
                ),
                name="frozen_map_has_content_or_names_it",
            ),
        ),
        migrations.RunSQL(FROZEN, FROZEN_REVERSE),
        migrations.RunPython(let_groups_look, let_nobody_look),
    ]
